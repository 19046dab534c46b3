"""A dataset as seen on a day: which rows count, which sources may be named for them."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final, Self, TypeVar

from geo import dataset, dates, i18n
from geo.atlas import Atlas
from geo.dataset import Claim, Head, Record, Source, ids_of
from geo.evidence import only_looked
from geo.i18n import ENGLISH, Translator
from geo.reports.cards import record_text
from geo.reports.cards.model import Card, Cite, Dispute, Row, Section
from geo.selection import Selection
from geo.vocabulary import STATUSES, UNRECORDED, Answer

_SLUG: Final = re.compile(r"(?<![\w-])[a-z0-9]+(?:-[a-z0-9]+)+(?![\w-])")
_ORDER: Final = {Answer.YES: 0, Answer.POSSIBLE: 1, Answer.NO: 2}
Dated = (
    dataset.Event | dataset.Position | Head | dataset.Relation | dataset.Coverage | Claim
) | dataset.Place
Told = TypeVar("Told", bound=Dated | Source)


class ReportContext:
    """An atlas as it was on one day, by what its sources had said by another."""

    def __init__(
        self,
        atlas: Atlas,
        as_of: date,
        known_on: date | None,
        tr: Translator = ENGLISH,
        today: date | None = None,
    ) -> None:
        self.atlas, self.dataset = atlas, atlas.dataset
        self.as_of, self.known_on = as_of, known_on
        self.now = known_on or today or dates.today()
        self.tr = tr
        self.told_in = record_text.tag_of(atlas.dataset.own.get("language"))
        primary = self.told_in.partition("-")[0]  # English where the interface does not speak it
        self.own = i18n.tr(primary) if primary in i18n.LANGUAGES else ENGLISH
        self.publication = atlas.publication
        self.everything = _everything(as_of, known_on)
        self.known_day = self.everything.known_on_day
        self.left_out: Counter[str] = Counter()
        self._cited: dict[str, Cite] = {}

    @classmethod
    def on(cls, atlas: Atlas, selection: Selection, tr: Translator) -> Self:
        """An atlas on the two days of a selection."""
        known = None if selection.known_on is None else dates.day_of(selection.known_on)
        return cls(atlas, date.fromordinal(selection.as_of_day), known, tr)

    def event(self, record: Record) -> str:
        """What an event is called, and whether the dataset's own claims deprecate it."""
        named, out = self.tr.event(record["kind"]), record["id"] in self.publication.deprecated
        return self.tr("card.label.deprecated", what=named) if out else named

    def shown(self, mission: str) -> Mapping[str, Any] | None:
        """The mission as it is on the days, closed or not; None where it is not there yet."""
        return self.atlas.once(_missions)(self.everything).get(mission)

    def unshown(self, mission: str) -> str:
        """Why :meth:`shown` gives nothing: ``none``, ``undated``, or blank if none was known."""
        days = Selection(as_of=self.everything.as_of, known_on=self.everything.known_on)
        missions = self.atlas.mission_filter
        row = int(missions.state(days).status_interval[missions.numbers[mission]])
        return str(missions.intervals[0]["status"][row]) if row >= 0 else ""

    def source(self, id: str) -> Source | None:
        """The row of a source, or None where the dataset has none of that id."""
        return self.dataset.sources.by_id.get(id)

    def known(self, sources: str | Iterable[str]) -> Answer:
        """Whether one of these sources had said it by ``known_on``."""
        if self.known_on is None:
            return Answer.YES
        known = self.publication.of([id for id in _ids(sources) if self.source(id)])
        day = self.known_on.toordinal()
        if known.surely <= day:
            return Answer.YES
        return Answer.POSSIBLE if known.possibly <= day else Answer.NO

    def cites(self, sources: str | Iterable[str]) -> tuple[Cite, ...]:
        """The sources of a value as they may be named on the day."""
        said = (id for id in _ids(sources) if self.known((id,)) is not Answer.NO)
        return tuple(self.cite(id) for id in said)

    def cite(self, id: str) -> Cite:
        """A source as it is beside a value, whether or not it may be named on the day."""
        if id in self._cited:
            return self._cited[id]
        row = self.source(id)
        if row is None or id == UNRECORDED:
            name = self.tr("card.value.source_unrecorded") if row else id
            made = Cite(id, name, "", kind="unrecorded")
        else:
            language = record_text.language_of(row.title, row.language, self.told_in)
            ids = {"through": row.known_through, "repeats": row.derived_from}
            named = {key: tuple(map(self.byline, those)) for key, those in ids.items()}
            made = Cite.of(row, language=language, **named)
        self._cited[id] = made
        return made

    def byline(self, id: str) -> str:
        """Publisher and day of a source: "NK News, as revised on 26 January 2019"."""
        row = self.source(id)
        if row is None:
            return id
        key = "card.cite.revised" if row.revised else "card.cite.published"
        day = self.tr.date(row.revised or row.published)
        return self.tr(key, publisher=row.publisher, day=day) if day else row.publisher

    def attribution(self, row: Mapping[str, str]) -> dict[str, Any]:
        """The fields of a statement from a claim: its source, rank, grade and reason."""
        own = {name: row[name] for name in ("id", "rank", "valid", "locator", "attributed_to")}
        reason = self.remark(row["reason"], (row["source"],))
        how = {"cite": self.cite(row["source"]), "grade": self.tr.grade(row["grade"])}
        return {**own, **how, "reason": reason, "seen": row["seen"]}

    def admits(self, sources: str | Iterable[str], text: str = "", sense: str = "on") -> Answer:
        """Whether a dated value belongs on the card; what does not is counted."""
        known = self.known(sources)
        if known is Answer.NO:
            self.left_out["said_later"] += 1
            return Answer.NO
        if not text or sense == "planned":
            return known
        happened = dates.happened(dates.parse(text), self.as_of, sense)
        if happened is Answer.NO:
            self.left_out["later"] += 1
            return Answer.NO
        if sense == "after" or "/" in text:
            happened = Answer.YES
        return max(known, happened, key=_ORDER.__getitem__)

    def admitted(self, records: Iterable[Told], source: str = "") -> Iterator[tuple[Told, Answer]]:
        """The records that belong on the card, as one of their sources or all say; and how sure."""
        for record in records:
            date = "" if isinstance(record, Claim) else record.get("date", record.get("valid", ""))
            date = self.began(record) if isinstance(record, Head) else date
            named = record.id if isinstance(record, Source) else source or record.sources
            answer = self.admits(named, date, record.get("sense", "on"))
            if answer is not Answer.NO:
                yield record, answer

    def row(
        self,
        label: str,
        value: str,
        record: Dated,
        *,
        sources: Iterable[str] | None = None,
        dated: bool = True,
        as_told: tuple[str, ...] = (),
        **more: Any,
    ) -> Row:
        """A row of a card from a record, with its date unless ``dated`` is False."""
        sense, date = record.get("sense", "on"), record.get("date", record.get("valid", ""))
        text = record_text.by_then(date if dated else "", self.known_on)
        sources = record.sources if sources is None else tuple(sources)
        if "value" in as_told and sense != "planned":
            value = self.told(value)
        return Row(
            label=label,
            value=value,
            when=self.no_later(record, text) or self.when(text, sense),
            date=text,
            cites=self.cites(sources),
            attributed_to=record.get("attributed_to", ""),
            note=self.remark(record.get("reason", ""), sources),
            expected=sense == "planned",
            as_told=(*as_told, "note"),
            id=record.id,
            keys=((record.id, ""),),
            **more,
        )

    def when(self, text: str, sense: str) -> str:
        """The date of a row with its sense, as it could be told by ``known_on``."""
        text = record_text.by_then(text, self.known_on)
        if text.endswith("/.."):
            begin = text.removesuffix("/..")
            if begin in ("", ".."):
                return self.tr("card.when.since_unknown")
            return self.tr("card.when.since", date=record_text.within(begin, self.tr))
        return self.tr.when(text, sense) if text or sense == "planned" else ""

    def no_later(self, record: Record, text: str) -> str:
        """The date of an event that is known no better than by the day on which somebody looked."""
        if "date" not in record or text != record["date"] or record["kind"] == "unconfirmed":
            return ""
        return self.tr.no_later(text) if only_looked(record, self.publication) else ""

    def told(self, text: str) -> str:
        """A text of a record with names for ids; blank, and counted, where it names later days."""
        if record_text.foretells(text, self.known_on):
            self.left_out["text_of_later"] += 1
            return ""
        return self.named(text)

    def remark(self, text: str, sources: Iterable[str]) -> str:
        """An editor's remark on a row; blank where it is based on sources that came later."""
        later = any(self.known((source,)) is Answer.NO for source in sources)
        return "" if later or record_text.foretells(text, self.known_on) else self.named(text)

    def named(self, text: str) -> str:
        """A text of the dataset with names in place of ids of sources and missions."""
        tables, tr = self.dataset.by_id, self.own

        def name(found: re.Match[str]) -> str:
            if row := tables["sources"].get(found[0]):
                day = "" if row["kind"] == "editorial" else row["revised"] or row["published"]
                return f"{row['publisher']} ({tr.date(day)})" if day else row["publisher"]
            if row := tables["missions"].get(found[0]):
                label = tr.label(row["kind"], row["sending"], row["receiving"], row["city"])
                return tr("card.title.mission_in_text", mission=label)
            return found[0]

        return _SLUG.sub(name, text)

    def later(self, text: str) -> bool:
        """Whether a date begins after the day by which sources count."""
        if not text or self.known_on is None:
            return False
        day = (span := dates.parse(text)).earliest or span.latest
        return day is not None and day > self.known_on

    def attested(self, head: Head) -> list[str]:
        """The dates on which a head of mission was in post, as far as they were known."""
        return [text for text in head.attested if not self.later(text)]

    def began(self, head: Head) -> str:
        """The first date on which a head of mission is known to have been in post."""
        return next(filter(None, (head.start, *self.attested(head))), "")

    def section(self, key: str, rows: Iterable[Row], note: str = "", *, title: str = "") -> Section:
        """A section; its heading is that of its key unless another is named."""
        return Section(key, self.tr(f"card.section.{title or key}"), tuple(rows), note)

    def finish(
        self,
        about: tuple[str, str, str],
        sections: Iterable[Section],
        disputes: Iterable[Dispute] = (),
        **more: Any,
    ) -> Card:
        """A card; ``about``: id, type and title. `annotated` adds its claims and sources."""
        return Card(
            *about,
            sections=tuple(section for section in sections if section.rows),
            disputes=tuple(disputes),
            as_of=self.as_of,
            known_on=self.known_on,
            left_out=dict(self.left_out),
            told_in=self.told_in,
            **more,
        )


@lru_cache(maxsize=64)
def _everything(as_of: date, known_on: date | None) -> Selection:
    """The selection of all missions, closed ones too, on the days."""
    known = known_on.isoformat() if known_on else None
    return Selection(statuses=STATUSES, as_of=as_of.isoformat(), known_on=known, undated="none")


def _missions(atlas: Atlas) -> Callable[[Selection], Mapping[str, Mapping[str, Any]]]:
    """All missions of an atlas by id as they are on two days, kept until others are asked for."""

    @lru_cache(1)
    def on(days: Selection) -> Mapping[str, Mapping[str, Any]]:
        frame = atlas.missions(days)
        names, columns = list(frame), [frame[name].to_list() for name in frame]
        rows = (dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True))
        return {row["id"]: row for row in rows}

    return on


def _ids(sources: str | Iterable[str]) -> tuple[str, ...]:
    return ids_of(sources) if isinstance(sources, str) else tuple(sources)
