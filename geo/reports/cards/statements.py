"""What is claimed of a subject: single claims as rows, differing ones as conflicts."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial
from itertools import chain
from typing import Final

from geo import dates
from geo.dataset import Claim, Record
from geo.errors import InvalidDate
from geo.evidence import resolve
from geo.i18n import link
from geo.reports.cards import model, record_text
from geo.reports.cards.context import ReportContext
from geo.reports.cards.model import Card, Cite, Dispute, Evidence, Row, Statement
from geo.vocabulary import OLD_YEARS, SEVERAL, UNRECORDED, Answer

_DAYS_PER_YEAR: Final = 365.25
_OWN: Final = ("editorial", "unrecorded")
_BASES: Final = {"names": "own", "route": "computed"}
Keys = tuple[tuple[str, str], ...]


def claims(context: ReportContext, subjects: Iterable[str]) -> tuple[list[Dispute], list[Row]]:
    """Claims on some subjects: those that differ, and those that stand alone."""
    about_them = context.dataset.claims.about
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
            disputes.append(Dispute(subject, label, *_weighed(context, group)))
    return disputes, rows


def about(context: ReportContext, subject: str, name: str) -> str:
    """What a claim is about, with the record it belongs to: "Iván Zerpa: start"."""
    dataset, tr = context.dataset, context.tr
    names, (own, _, source) = dataset.presentation.proper_names, name.partition("-by-")
    heading = tr.heading(name, names)
    if row := dataset.sources.by_id.get(source):  # It ends with the id of a source
        heading = tr("heading.source", what=tr.heading(own, names), publisher=row.publisher)
    what = record_text.lowered(heading)
    if head := dataset.heads.by_id.get(subject):
        return tr("card.label.of_head", name=head.name, what=what)
    if event := dataset.events.by_id.get(subject):
        when = tr.when(record_text.by_then(event.date, context.known_on), event.sense)
        return tr("card.label.of_event", event=tr.event(event.kind), when=when, what=what)
    if relation := dataset.relations.by_id.get(subject):
        return tr("card.label.of_head", name=relation.title, what=what)
    if coverage := dataset.coverage.by_id.get(subject):
        party = tr.of_party(coverage.receiving)
        return tr("card.label.of_accreditation", party=party, what=what)
    return heading


def value_of(context: ReportContext, text: str) -> tuple[str, tuple[str, ...]]:
    """The value of a claim, a date in the reader's language; and what of it is as told."""
    if link(text):
        return text, ("value",)
    try:
        dates.parse(text)
    except InvalidDate:
        return context.named(text), ("value",)
    return context.tr.date(text), ()


def _claim_row(context: ReportContext, label: str, group: Sequence[Claim]) -> Row:
    first, sources = group[0], [claim.source for claim in group]
    whom = dict.fromkeys(c.attributed_to for c in group if c.attributed_to)
    reasons = dict.fromkeys(c.reason for c in group if c.reason)
    value, as_told = value_of(context, first.value)
    return Row(
        label,
        value,
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


def _weighed(
    context: ReportContext, group: Sequence[Claim], about: str = ""
) -> tuple[tuple[Statement, ...], bool]:
    """The claims to one property, the strongest first, and whether there is a tie."""
    known_on = None if context.known_on is None else context.known_on.toordinal()
    verdict = resolve(group, context.publication, known_on)
    statements = []
    for claim in verdict.ordered:
        value, as_told = value_of(context, claim.value)
        origins = context.publication.origins(claim.source, claim)
        statement = Statement(
            **context.attribution(claim),
            value=value,
            leads=verdict.leads(claim),
            as_told=as_told,
            about=about,
            origins=tuple(context.byline(one) for one in origins if one != claim.source),
            names_origin=bool(claim.origin),
        )
        statements.append(statement)
    return tuple(statements), verdict.tie


def annotated(context: ReportContext, card: Card) -> Card:
    """A card with the claims to each value, the age of its evidence, and its sources."""
    if card.what != "source":
        told = cache(partial(_told, context))
        sections = (
            replace(part, rows=tuple(_annotated(context, told, row, part.key) for row in part.rows))
            for part in card.sections
        )
        card = replace(card, sections=tuple(sections))
    return replace(card, sources=tuple({cite.id: cite for cite in _appearing(card)}.values()))


def _appearing(card: Card) -> Iterator[Cite]:
    """The sources of a card as they appear: what is open first, and what is told before counted."""
    rows = [row for part in card.sections for row in part.rows]
    lists = [one.statements for one in card.disputes], [row.claims for row in rows]
    for cites, claims in (
        (slice(model.MOST_CITES), slice(model.MOST_CLAIMS)),
        (slice(model.MOST_CITES, None), slice(model.MOST_CLAIMS, None)),
    ):
        yield from (cite for row in rows for cite in row.cites[cites])
        yield from (one.cite for every in chain(*lists) for one in every[claims])


def _annotated(
    context: ReportContext, told: Callable[[Keys], tuple[Statement, ...]], row: Row, section: str
) -> Row:
    claims = told(row.keys) if row.keys else ()
    if len(row.keys) == 1 and row.keys[0][1] in SEVERAL:  # only claims to this value
        claims = tuple(one for one in claims if one.value == row.value)
    if row.cites:
        return replace(row, claims=claims, evidence=_evidence(context, row), basis="")
    return replace(row, claims=claims, basis=row.basis or _BASES.get(section, "none"))


def _of(context: ReportContext, subject: str, name: str) -> Iterable[Claim]:
    claims = context.dataset.claims.about(subject)
    return (one for one in claims if not name or one.property == name)


def _told(context: ReportContext, keys: Keys) -> tuple[Statement, ...]:
    """All known claims to the subjects and properties of a value, the strongest first."""
    found = (claim for key in keys for claim in _of(context, *key))
    known = {one.id: one for one in found if context.known(one.sources) is not Answer.NO}
    groups: dict[tuple[str, str], list[Claim]] = {}
    for claim in known.values():
        groups.setdefault((claim.subject, claim.property), []).append(claim)
    named = len(groups) > 1 or any(not name for _, name in keys)
    names = [about(context, "", name) if named else "" for _, name in groups]
    weighed = (_weighed(context, *one) for one in zip(groups.values(), names, strict=True))
    return tuple(statement for statements, _ in weighed for statement in statements)


def _records(context: ReportContext, row: Row) -> Mapping[str, Record]:
    """Source -> the event of a row, or the claim of the source to its value."""
    events = context.dataset.events.by_id
    for subject, name in row.keys:
        if not name and subject in events:
            return dict.fromkeys(events[subject].sources, events[subject])
    claims = (one for key in row.keys if key[1] for one in _of(context, *key))
    return {claim.source: claim for claim in claims}


def _evidence(context: ReportContext, row: Row) -> Evidence | None:
    """The last evidence among the sources of a value; a copy takes its origin's day."""
    publication, told_by = context.publication, _records(context, row)
    others = [cite for cite in row.cites if cite.kind not in _OWN and context.source(cite.id)]
    if not others:
        return Evidence() if any(cite.id != UNRECORDED for cite in row.cites) else None
    last = max(others, key=lambda cite: publication.origin_day(cite.id, told_by.get(cite.id)))
    ordinal = publication.origin_day(last.id, told_by.get(last.id))
    origins = publication.origins(last.id, told_by.get(last.id))
    origin = min(origins, key=publication.origin_day)
    told = context.source(origin)
    publisher, published = (told.publisher, told.published) if told else ("", "")
    by = last.publisher if last.publisher != publisher else ""
    found = Evidence(origin, publisher, published, by)
    if not dates.FIRST < ordinal < dates.LAST:
        return found
    day = min(date.fromordinal(ordinal), context.now)
    old = (context.now - day).days >= OLD_YEARS * _DAYS_PER_YEAR
    return replace(found, day=day, age=context.tr.ago(day, context.now), old=old)
