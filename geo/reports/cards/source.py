"""The card of a source: what it is, and what is based on it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from geo.atlas.relation_lines import pair_id
from geo.dataset import Claim, Coverage, Dataset, Event, Head, Position, Relation, Source
from geo.reports.cards.context import ReportContext
from geo.reports.cards.mission import coverage_sentence, ends, mission_label, placed, post
from geo.reports.cards.model import Card, Row, Section
from geo.reports.cards.record_text import language_of, lowered, seen_text
from geo.reports.cards.statements import about, value_of
from geo.vocabulary import Answer

TABLES: Final = (
    *("events", "positions", "heads", "relations", "coverage", "claims", "places", "sources"),
)
"""The tables whose rows are based on sources, in the order in which they are told."""

_MOST: Final = 200
_MOST_NAMES: Final = 3


def source_card(context: ReportContext, record: Source, id: str) -> Card:
    """The card of a source."""
    tr, source = context.tr, record.id
    counts: dict[str, int] = {}
    sections = [Section("about", tr("card.source.about"), _about(context, record))]
    spoken = context.known((source,)) is not Answer.NO
    resting = resting_on(context.dataset, source) if spoken else {}
    for table, records in resting.items():
        admitted = list(context.admitted(records, source))
        if admitted:
            counts[table], shown = len(admitted), admitted[:_MOST]
            told = (_by(context, _told(context, row, sure), row, source) for row, sure in shown)
            first = tr("card.note.first_rows", shown=_MOST, all=len(admitted))
            note, title = first if len(admitted) > _MOST else "", f"card.source.rests.{table}"
            sections.append(Section(table, tr(title), tuple(told), note))
    lead = tr("card.lead.source_nothing")
    if not spoken and context.known_on is not None:
        lead = tr("card.lead.source_unknown", known=tr.date(context.known_on.isoformat()))
    elif counts:
        parts = [tr(f"card.count.{table}", count=number) for table, number in counts.items()]
        lead = tr("card.lead.source", what=tr.listed(parts))
    return context.finish(
        (id, "source", record.title),
        sections,
        title_language=language_of(record.title, record.language, context.told_in),
        subtitle=context.byline(source),
        lead=(lead,),
    )


def _about(context: ReportContext, record: Source) -> tuple[Row, ...]:
    tr = context.tr
    tongue = f"card.source.languages.in_{record.language}"
    values = {
        "card.source.publisher": record.publisher,
        "card.source.kind": tr(f"card.source.kinds.{record.kind}"),
        "card.source.published": tr.date(record.published) or tr("card.cite.undated"),
        "card.source.revised": tr.date(record.revised),
        "card.source.accessed": tr.date(record.accessed),
        "card.source.language": tr(tongue) if tr.has(tongue) else record.language,
        "card.source.licence": record.licence,
        "card.source.seen": seen_text(tr, record.seen),
    }
    rows = [Row(tr(key), value) for key, value in values.items() if value]
    through, repeats = "card.source.known_through", "card.source.repeats"
    for key, ids in ((through, record.known_through), (repeats, record.derived_from)):
        others = [one for one in ids if context.known((one,)) is not Answer.NO]
        rows += [Row(tr(key), context.byline(other), leads_to=other) for other in others]
    links = {"card.source.address": record.url, "card.source.archived": record.archived_url}
    rows += [Row(tr(key), link, link=link) for key, link in links.items() if link]
    if note := context.told(record.note):
        rows.append(Row(tr("card.source.note"), note, as_told=("value",)))
    return tuple(rows)


def _by(context: ReportContext, row: Row, record: Any, source: str) -> Row:
    """A row as it is on the card of one of its sources: the others are named in the note."""
    cites = () if isinstance(record, Source) else context.cites(record.sources)
    others = list(dict.fromkeys(cite.publisher for cite in cites if cite.id != source))
    if len(others) > _MOST_NAMES:
        more = context.tr("card.others", count=len(others) - _MOST_NAMES)
        others = [*others[:_MOST_NAMES], more]
    note = context.tr("card.note.also", sources=context.tr.listed(others)) if others else ""
    as_told = tuple(name for name in row.as_told if name != "note")
    return replace(row, cites=(), note=note, as_told=as_told)


def _told(context: ReportContext, record: Any, sure: Answer) -> Row:
    """The row of a record that is based on the source."""
    as_told: tuple[str, ...] = ()
    tr, to = context.tr, record.id
    match record:
        case Source():
            label = context.byline(record.id)
            return Row(label, record.title, leads_to=record.id, certainty=sure)
        case Event() | Position() | Head():
            mission = context.dataset.missions.by_id[record.mission]
            label, to = mission_label(mission, tr), mission.id
            if isinstance(record, Event):
                value, as_told = record.detail, ("value",)
            elif isinstance(record, Position):
                value = placed(context, record)
            else:
                value = tr("card.label.of_head", name=record.name, what=tr.rank(record.rank))
        case Relation():
            label, to = _pair(context, record.a, record.b), pair_id(record.a, record.b)
            value = context.own.sentences(filter(None, (record.title, record.detail)))
            as_told = ("value",)
        case Coverage():
            label, value = ends(record, tr), coverage_sentence(record, tr)
        case Claim():
            value, as_told = value_of(context, record.value)
            label, to = subject_of(context, record.subject, record.property)
        case _:
            label, value, as_told = record.name, record.derivation, ("value",)
    row = context.row(label, value, record, leads_to=to, certainty=sure, as_told=as_told)
    when = row.when
    if isinstance(record, Event):
        when = tr("card.source.event_when", event=tr.event(record.kind), when=when)
    elif isinstance(record, Head):
        when = post(context, record)
    elif isinstance(record, Claim) and record.rank == "deprecated":
        when = ", ".join(filter(None, (when, tr("card.tag.set_aside"))))
    return replace(row, when=when)


def _pair(context: ReportContext, *codes: str) -> str:
    return context.tr.listed([context.tr.party(code) for code in dict.fromkeys(codes)])


def subject_of(context: ReportContext, subject: str, name: str) -> tuple[str, str]:
    """What a claim is about, by name, and the id of the card that has it; blank for none."""
    dataset, what, tr = context.dataset, about(context, subject, name), context.tr
    to = subject
    if head := dataset.heads.by_id.get(subject):
        return what, head.mission
    if relation := dataset.relations.by_id.get(subject):
        return what, pair_id(relation.a, relation.b)
    if subject in dataset.coverage.by_id:
        return what, subject
    if mission := dataset.mission_of(subject):
        of, to = mission_label(mission, tr), mission.id
    elif place := dataset.places.by_id.get(subject):
        of = place.name
    elif subject in dataset.sources.by_id:
        of = context.byline(subject)
    elif subject == "pack":
        of, to = tr("card.source.pack"), ""
    else:
        codes = subject.split("-")
        of, to = _pair(context, *codes), pair_id(*codes[:2]) if len(set(codes)) > 1 else ""
    return tr("card.label.of_head", name=of, what=lowered(what)), to


def resting_on(dataset: Dataset, source: str) -> Mapping[str, Sequence[Any]]:
    """Table -> its records that are based on a source; only tables that have some."""
    found = {table: dataset.table(table).by("sources", source) for table in TABLES}
    return {table: records for table, records in found.items() if records}
