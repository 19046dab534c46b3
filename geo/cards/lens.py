"""A pack as seen on a day: which rows count, which sources may be named for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final, cast

from geo import dates, words
from geo.cards import telling
from geo.cards.model import Card, Cite, Dispute, Row, Section, Statement
from geo.claims import resolve
from geo.errors import InvalidDate
from geo.pack import split
from geo.selection import Selection
from geo.vocabulary import STATUSES, UNRECORDED, Answer

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.atlas import Atlas

__all__ = ["Lens", "Record"]

Record = Mapping[str, str]

_ORDER: Final = {Answer.YES: 0, Answer.PERHAPS: 1, Answer.NO: 2}


class Lens:
    """An atlas as it was on one day, by what its sources had said by another.

    Parameters
    ----------
    atlas
        The atlas.
    as_of
        The day that is looked at.
    known_on
        Last day on which a source may have been published; None for all of them.
    """

    def __init__(self, atlas: Atlas, as_of: date, known_on: date | None) -> None:
        self.atlas = atlas
        self.as_of = as_of
        self.known_on = known_on
        self.knowledge = atlas.knowledge
        self.left_out: Counter[str] = Counter()
        self._shown: gpd.GeoDataFrame | None = None
        self._cited: dict[str, Cite] = {}

    def rows(self, table: str, **equal: str) -> list[dict[str, str]]:
        """Rows of a table whose columns have these values, as mappings."""
        wanted = equal.items()
        return [
            row
            for row in self.atlas.pack.rows[table]
            if all(row[column] == value for column, value in wanted)
        ]

    def shown(self, mission: str) -> Mapping[str, Any] | None:
        """The mission as it is on the days, closed or not; None where it is not there yet.

        Parameters
        ----------
        mission
            Its id.

        Returns
        -------
        mapping or None
            The columns of :meth:`geo.atlas.Atlas.missions`; None where on these days
            there is no such mission.
        """
        if self._shown is None:
            selection = Selection(
                statuses=STATUSES,
                as_of=self.as_of.isoformat(),
                known_on=self.known_on.isoformat() if self.known_on else None,
            )
            self._shown = self.atlas.missions(selection).set_index("id", drop=False)
        if mission not in self._shown.index:
            return None
        return cast("Mapping[str, Any]", self._shown.loc[mission].to_dict())

    def source(self, id: str) -> Record | None:
        """The row of a source, or None where the pack has none of that id."""
        return self.atlas.pack.by_id["sources"].get(id)

    def known(self, sources: str | Iterable[str]) -> Answer:
        """Whether one of these sources had said it by ``known_on``.

        Parameters
        ----------
        sources
            Ids, or ids joined with ``|``.

        Returns
        -------
        Answer
            The best answer of any of them; yes where there is no ``known_on``.
        """
        if self.known_on is None:
            return Answer.YES
        known = self.knowledge.of([id for id in _ids(sources) if self.source(id)])
        day = self.known_on.toordinal()
        if known.surely <= day:
            return Answer.YES
        return Answer.PERHAPS if known.perhaps <= day else Answer.NO

    def cites(self, sources: str | Iterable[str]) -> tuple[Cite, ...]:
        """The sources of a value as they may be named on the day.

        Parameters
        ----------
        sources
            Ids, or ids joined with ``|``. Those that came later are left out.

        Returns
        -------
        tuple of Cite
            In the order given.
        """
        said = (id for id in _ids(sources) if self.known((id,)) is not Answer.NO)
        return tuple(self._cite(id) for id in said)

    def _cite(self, id: str) -> Cite:
        if id not in self._cited:
            self._cited[id] = self._make(id)
        return self._cited[id]

    def _make(self, id: str) -> Cite:
        row = self.source(id)
        if row is None:
            return Cite(id, id, "", kind="unrecorded")
        if id == UNRECORDED:
            return Cite(id, "source of this value not recorded", "", kind="unrecorded")
        return Cite(
            id=id,
            publisher=row["publisher"],
            title=row["title"],
            published=row["published"],
            revised=row["revised"],
            url=row["url"],
            archived_url=row["archived_url"],
            kind=row["kind"],
            seen=row["seen"],
            through=tuple(self._byline(other) for other in split(row["known_through"])),
            repeats=tuple(self._byline(other) for other in split(row["derived_from"])),
        )

    def _byline(self, id: str) -> str:
        row = self.source(id)
        if row is None:
            return id
        day = dates.display(row["revised"] or row["published"])
        verb = "as revised on " if row["revised"] else ""
        return f"{row['publisher']}, {verb}{day}" if day else row["publisher"]

    def admits(self, sources: str, text: str = "", sense: str = "on") -> Answer:
        """Whether a dated value belongs on the card; what does not is counted.

        Parameters
        ----------
        sources
            Ids of its sources, joined with ``|``.
        text
            Its date (EDTF); blank for none.
        sense
            Sense of the date. What was expected is governed by its sources alone.

        Returns
        -------
        Answer
            No where no source had said it, or it came later than the day looked at.
        """
        known = self.known(sources)
        if known is Answer.NO:
            self.left_out["said later than the day chosen"] += 1
            return Answer.NO
        if not text or sense == "planned":
            return known
        happened = dates.happened(dates.parse(text), self.as_of, sense)
        if happened is Answer.NO:
            self.left_out["later than the day looked at"] += 1
            return Answer.NO
        if sense == "after" or "/" in text:
            happened = Answer.YES
        return max(known, happened, key=_ORDER.__getitem__)

    def row(
        self,
        label: str,
        value: str,
        record: Record,
        *,
        text: str = "",
        sense: str = "on",
        leads_to: str = "",
        certainty: Answer = Answer.YES,
    ) -> Row:
        """A row of a card from a record that has sources, attribution and reason."""
        text, sources = telling.by_then(text, self.known_on), record.get("sources", "")
        when = words.when(text, sense) if text or sense == "planned" else ""
        return Row(
            label=label,
            value=value if sense == "planned" else self.told(value),
            when=f"since {_since(text)}" if text.endswith("/..") else when,
            date=text,
            cites=self.cites(sources),
            attributed_to=record.get("attributed_to", ""),
            note=self.remark(record.get("reason", ""), _ids(sources)),
            certainty=certainty,
            expected=sense == "planned",
            leads_to=leads_to,
        )

    def told(self, text: str) -> str:
        """A text of a record with names for ids; blank, and counted, where it names later days."""
        if telling.foretells(text, self.known_on):
            self.left_out["text of later days"] += 1
            return ""
        return telling.in_names(text, self.atlas.pack.by_id)

    def remark(self, text: str, sources: Iterable[str]) -> str:
        """An editor's remark on a row; blank where it rests on sources that came later."""
        later = any(self.known((source,)) is Answer.NO for source in sources)
        if not text or later or telling.foretells(text, self.known_on):
            return ""
        return telling.in_names(text, self.atlas.pack.by_id)

    def later(self, text: str) -> bool:
        """Whether a date begins after the day by which sources count."""
        if not text or self.known_on is None:
            return False
        span = dates.parse(text)
        day = span.earliest or span.latest
        return day is not None and day > self.known_on

    def attested(self, head: Record) -> list[str]:
        """The dates on which a head of mission was in post, as far as they were known."""
        return [text for text in split(head["attested"]) if not self.later(text)]

    def claims(self, subjects: Iterable[str]) -> tuple[list[Dispute], list[Row]]:
        """Claims on some subjects: those that differ, and those that stand alone.

        Parameters
        ----------
        subjects
            Ids of records, codes or pairs of codes.

        Returns
        -------
        tuple of list of Dispute and list of Row
            Properties on which there is more than one claim, and single claims as rows.
        """
        wanted = set(subjects)
        chosen = [claim for claim in self.atlas.pack.rows["claims"] if claim["subject"] in wanted]
        groups: dict[tuple[str, str], list[dict[str, str]]] = {}
        for claim in chosen:
            if self.known((claim["source"],)) is Answer.NO:
                self.left_out["said later than the day chosen"] += 1
                continue
            groups.setdefault((claim["subject"], claim["property"]), []).append(claim)
        disputes: list[Dispute] = []
        rows: list[Row] = []
        for (subject, name), group in sorted(groups.items()):
            label = self._about(subject, name)
            alike = len({claim["value"] for claim in group}) == 1
            if alike and all(claim["rank"] != "deprecated" for claim in group):
                rows.append(self._claim_row(label, group))
            else:
                disputes.append(self._dispute(subject, label, group))
        return disputes, rows

    def _about(self, subject: str, name: str) -> str:
        """What a claim is about, with the record it belongs to: "Iván Zerpa: start"."""
        by_id = self.atlas.pack.by_id
        heading = telling.claim_heading(name, by_id)
        what = heading if heading[:2].isupper() else f"{heading[:1].lower()}{heading[1:]}"
        if row := by_id["heads"].get(subject):
            return f"{row['name']}: {what}"
        if row := by_id["events"].get(subject):
            when = words.when(telling.by_then(row["date"], self.known_on), row["sense"])
            return f"{words.event(row['kind'])}, {when}: {what}"
        if row := by_id["relations"].get(subject):
            return f"{row['title']}: {what}"
        if row := by_id["coverage"].get(subject):
            return f"accreditation to {words.of_party(row['receiving'])}: {what}"
        return heading

    def _value(self, text: str) -> str:
        """The value of a claim; a date in plain English, names for ids."""
        try:
            return dates.display(text)
        except InvalidDate:
            return telling.in_names(text, self.atlas.pack.by_id)

    def _claim_row(self, label: str, group: Sequence[Record]) -> Row:
        first = group[0]
        sources = [claim["source"] for claim in group]
        whom = dict.fromkeys(c["attributed_to"] for c in group if c["attributed_to"])
        reasons = dict.fromkeys(c["reason"] for c in group if c["reason"])
        return Row(
            label=label,
            value=self._value(first["value"]),
            when=words.when(first["valid"]) if first["valid"] else "",
            date=first["valid"],
            cites=self.cites(dict.fromkeys(sources)),
            attributed_to=words.listed(list(whom)),
            note=" ".join(filter(None, (self.remark(one, sources) for one in reasons))),
            certainty=self.known(sources),
        )

    def _dispute(self, subject: str, label: str, group: Sequence[Record]) -> Dispute:
        known_on = None if self.known_on is None else self.known_on.toordinal()
        verdict = resolve(group, self.knowledge, known_on)
        statements = tuple(
            Statement(
                value=self._value(claim["value"]),
                cite=self._cite(claim["source"]),
                rank=claim["rank"],
                reason=self.remark(claim["reason"], (claim["source"],)),
                valid=claim["valid"],
                grade=claim["grade"],
                locator=claim["locator"],
                attributed_to=claim["attributed_to"],
                seen=claim["seen"],
                leads=claim["value"] in verdict.values and claim["rank"] != "deprecated",
            )
            for claim in verdict.ordered
        )
        return Dispute(subject, label, statements, verdict.tie)

    def finish(self, card: Card, sections: Iterable[Section], disputes: Iterable[Dispute]) -> Card:
        """A card with its sections, disputes, sources and counts."""
        kept = tuple(section for section in sections if section.rows)
        disagreements = tuple(disputes)
        cites: dict[str, Cite] = {}
        for section in kept:
            for row in section.rows:
                cites.update((cite.id, cite) for cite in row.cites)
        for dispute in disagreements:
            cites.update((statement.cite.id, statement.cite) for statement in dispute.statements)
        ordered = sorted(cites.values(), key=lambda c: (c.publisher.casefold(), c.published, c.id))
        return Card(
            id=card.id,
            what=card.what,
            title=card.title,
            subtitle=card.subtitle,
            lead=card.lead,
            status=card.status,
            certainty=card.certainty,
            sections=kept,
            disputes=disagreements,
            sources=tuple(ordered),
            last_evidence=card.last_evidence,
            as_of=self.as_of,
            known_on=self.known_on,
            left_out=dict(self.left_out),
        )


def _ids(sources: str | Iterable[str]) -> list[str]:
    return split(sources) if isinstance(sources, str) else list(sources)


def _since(text: str) -> str:
    """When a date that ends with ``/..`` begins, in plain English."""
    begin = text.removesuffix("/..")
    return dates.display(begin) if begin not in ("", "..") else "a day not known"
