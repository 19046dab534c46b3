"""What is claimed of a subject: single claims as rows, differing ones as conflicts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Final

from geo import dates
from geo.dataset import Claim, Record
from geo.errors import InvalidDate
from geo.evidence import resolve
from geo.i18n import link
from geo.reports.cards import record_text
from geo.reports.cards.context import ReportContext
from geo.reports.cards.model import (
    MOST_CITES,
    MOST_CLAIMS,
    Card,
    Cite,
    Dispute,
    Evidence,
    Row,
    Section,
    Statement,
)
from geo.vocabulary import OLD_YEARS, SEVERAL, UNRECORDED, Answer


def claims(context: ReportContext, subjects: Iterable[str]) -> tuple[list[Dispute], list[Row]]:
    """Claims on some subjects: those that differ, and those that stand alone."""
    about_them = context.atlas.dataset.claims.about
    groups: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in chain.from_iterable(map(about_them, dict.fromkeys(subjects))):
        if context.known(claim.sources) is Answer.NO:
            context.left_out["said_later"] += 1
            continue
        part = claim.value if claim.property in SEVERAL else ""
        groups.setdefault((claim.subject, claim.property, part), []).append(claim)
    disputes: list[Dispute] = []
    rows: list[Row] = []
    for (subject, name, _), group in sorted(groups.items()):
        label = about(context, subject, name)
        alike = len({claim.value for claim in group}) == 1
        if alike and all(claim.rank != "deprecated" for claim in group):
            rows.append(_claim_row(context, label, group))
        else:
            disputes.append(dispute(context, subject, label, group))
    return disputes, rows


def about(context: ReportContext, subject: str, name: str) -> str:
    """What a claim is about, with the record it belongs to: "Iván Zerpa: start"."""
    dataset = context.atlas.dataset
    heading = record_text.claim_heading(name, dataset, context.tr)
    what = record_text.lowered(heading)
    if head := dataset.heads.by_id.get(subject):
        return context.tr("card.label.of_head", name=head.name, what=what)
    if event := dataset.events.by_id.get(subject):
        when = context.tr.when(record_text.by_then(event.date, context.known_on), event.sense)
        named = context.tr.event(event.kind)
        return context.tr("card.label.of_event", event=named, when=when, what=what)
    if relation := dataset.relations.by_id.get(subject):
        return context.tr("card.label.of_head", name=relation.title, what=what)
    if coverage := dataset.coverage.by_id.get(subject):
        party = context.tr.of_party(coverage.receiving)
        return context.tr("card.label.of_accreditation", party=party, what=what)
    return heading


def value_of(context: ReportContext, text: str) -> tuple[str, tuple[str, ...]]:
    """The value of a claim, a date in the reader's language; and what of it is as told."""
    if link(text):
        return text, ("value",)
    try:
        dates.parse(text)
    except InvalidDate:
        return record_text.in_names(text, context.atlas.dataset.by_id, context.own), ("value",)
    return context.tr.date(text), ()


def _claim_row(context: ReportContext, label: str, group: Sequence[Claim]) -> Row:
    first = group[0]
    sources = [claim.source for claim in group]
    whom = dict.fromkeys(c.attributed_to for c in group if c.attributed_to)
    reasons = dict.fromkeys(c.reason for c in group if c.reason)
    value, as_told = value_of(context, first.value)
    return Row(
        label=label,
        value=value,
        when=context.tr.when(first.valid) if first.valid else "",
        date=first.valid,
        cites=context.cites(dict.fromkeys(sources)),
        attributed_to=context.own.listed(list(whom)),
        note=" ".join(filter(None, (context.remark(one, sources) for one in reasons))),
        certainty=context.known(sources),
        link=first.value if link(first.value) else "",
        as_told=(*as_told, "note"),
        id=first.id,
        keys=((first.subject, first.property),),
    )


def dispute(context: ReportContext, subject: str, label: str, group: Sequence[Claim]) -> Dispute:
    """The claims to one property, weighed by the rule of evidence: the strongest first."""
    known_on = None if context.known_on is None else context.known_on.toordinal()
    verdict = resolve(group, context.publication, known_on)
    statements = []
    for claim in verdict.ordered:
        value, as_told = value_of(context, claim.value)
        statements.append(
            Statement(
                value=value,
                cite=context.cite(claim.source),
                rank=claim.rank,
                reason=context.remark(claim.reason, claim.sources),
                valid=claim.valid,
                grade=context.tr.grade(claim.grade),
                locator=claim.locator,
                attributed_to=claim.attributed_to,
                seen=claim.seen,
                leads=verdict.leads(claim),
                as_told=as_told,
                origins=context.goes_back_to(claim.source, claim),
                names_origin=bool(claim.origin),
                id=claim.id,
            )
        )
    return Dispute(subject, label, tuple(statements), verdict.tie)


_DAYS_PER_YEAR: Final = 365.25
_OWN: Final = ("editorial", "unrecorded")
_BASES: Final = {"names": "own", "route": "computed"}


def annotated(context: ReportContext, card: Card) -> Card:
    """A card with its apparatus."""
    if card.what != "source":
        annotator = Annotator(context)
        sections = tuple(
            replace(part, rows=tuple(annotator.annotated(row, part) for row in part.rows))
            for part in card.sections
        )
        card = replace(card, sections=sections)
    return replace(card, sources=tuple({cite.id: cite for cite in _appearing(card)}.values()))


def _appearing(card: Card) -> Iterator[Cite]:
    """The sources of a card as they appear: what is open first, and what is told before counted."""
    rows = [row for part in card.sections for row in part.rows]
    for cites, claims in (
        (slice(MOST_CITES), slice(MOST_CLAIMS)),
        (slice(MOST_CITES, None), slice(MOST_CLAIMS, None)),
    ):
        for row in rows:
            yield from row.cites[cites]
        for dissent in card.disputes:
            yield from (one.cite for one in dissent.statements[claims])
        for row in rows:
            yield from (one.cite for one in row.claims[claims])


class Annotator:
    """Looks up what is claimed of a value and how old its evidence is."""

    def __init__(self, context: ReportContext) -> None:
        self.context = context
        self.now = context.now
        self._told: dict[tuple[tuple[str, str], ...], tuple[Statement, ...]] = {}

    def annotated(self, row: Row, part: Section) -> Row:
        """A row with its apparatus."""
        basis = row.basis
        if not row.cites and not basis:
            basis = _BASES.get(part.key, "none")
        return replace(
            row,
            claims=self._to(row),
            evidence=self.evidence(row) if row.cites else None,
            basis="" if row.cites else basis,
        )

    def _to(self, row: Row) -> tuple[Statement, ...]:
        """The claims to the value of a row; of a property with several values, to this one."""
        claims = self.claims(row.keys) if row.keys else ()
        if len(row.keys) == 1 and row.keys[0][1] in SEVERAL:
            return tuple(one for one in claims if one.value == row.value)
        return claims

    def claims(self, keys: tuple[tuple[str, str], ...]) -> tuple[Statement, ...]:
        """All known claims to the subjects and properties of a value, the strongest first."""
        if keys not in self._told:
            found = [claim for key in keys for claim in self._of(*key)]
            known = [one for one in found if self.context.known(one.sources) is not Answer.NO]
            told: dict[tuple[str, str], list[Claim]] = {}
            for claim in {one.id: one for one in known}.values():
                told.setdefault((claim.subject, claim.property), []).append(claim)
            named = len(told) > 1 or any(not name for _, name in keys)
            self._told[keys] = tuple(
                statement for group in told.values() for statement in self._weighed(group, named)
            )
        return self._told[keys]

    def _of(self, subject: str, name: str) -> Iterable[Claim]:
        claims = self.context.atlas.dataset.claims.about(subject)
        return (one for one in claims if not name or one.property == name)

    def _weighed(self, group: Sequence[Claim], named: bool) -> Iterator[Statement]:
        name = about(self.context, "", group[0].property) if named else ""
        for one in dispute(self.context, group[0].subject, name, group).statements:
            yield replace(one, about=name) if name else one

    def _records(self, row: Row) -> Mapping[str, Record]:
        """Source -> the event of a row, or the claim of the source to its value."""
        events = self.context.atlas.dataset.events.by_id
        for subject, name in row.keys:
            if not name and subject in events:
                return dict.fromkeys(events[subject].sources, events[subject])
        claims = (one for key in row.keys if key[1] for one in self._of(*key))
        return {claim.source: claim for claim in claims}

    def evidence(self, row: Row) -> Evidence | None:
        """The last evidence among the sources of a value; a copy takes its origin's day."""
        context, publication = self.context, self.context.publication
        others = [cite for cite in row.cites if cite.kind not in _OWN and context.source(cite.id)]
        if not others:
            editors = any(cite.id != UNRECORDED for cite in row.cites)
            return Evidence() if editors else None
        told_by = self._records(row)
        last = max(others, key=lambda cite: publication.origin_day(cite.id, told_by.get(cite.id)))
        ordinal = publication.origin_day(last.id, told_by.get(last.id))
        origins = publication.origins(last.id, told_by.get(last.id))
        origin = min(origins, key=publication.origin_day)
        told = context.source(origin)
        publisher = told.publisher if told else ""
        found = Evidence(
            source=origin,
            publisher=publisher,
            published=told.published if told else "",
            by=last.publisher if last.publisher != publisher else "",
        )
        if not dates.FIRST < ordinal < dates.LAST:
            return found
        day = min(date.fromordinal(ordinal), self.now)
        old = (self.now - day).days >= OLD_YEARS * _DAYS_PER_YEAR
        return replace(found, day=day, age=context.tr.ago(day, self.now), old=old)
