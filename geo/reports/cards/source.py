"""The card of a source: what it is, and what is based on it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from geo.atlas import relation_lines
from geo.dataset import Claim, Coverage, Dataset, Event, Head, Position, Relation, Source
from geo.reports.cards.context import ReportContext
from geo.reports.cards.mission import coverage_sentence, ends, mission_label, placed, post
from geo.reports.cards.model import Card, Row, Section
from geo.reports.cards.record_text import language_of, lowered, seen_text
from geo.reports.cards.statements import about, value_of
from geo.vocabulary import Answer

TABLES: Final = (
    "events",
    "positions",
    "heads",
    "relations",
    "coverage",
    "claims",
    "places",
    "sources",
)
"""The tables whose rows are based on sources, in the order in which they are told."""

_MOST: Final = 200
_MOST_NAMES: Final = 3


def source_card(context: ReportContext, record: Source, id: str) -> Card:
    """The card of a source."""
    tr, source = context.tr, record.id
    sections = [Section("about", tr("card.source.about"), _about(context, record))]
    counts: dict[str, int] = {}
    spoken = context.known((source,)) is not Answer.NO
    resting = resting_on(context.atlas.dataset, source) if spoken else {}
    for table, records in resting.items():
        admitted = list(context.admitted(records, source))
        if not admitted:
            continue
        counts[table] = len(admitted)
        told = tuple(
            _by(context, _told(context, row, sure), row, source) for row, sure in admitted[:_MOST]
        )
        note = ""
        if len(admitted) > _MOST:
            note = tr("card.note.first_rows", shown=_MOST, all=len(admitted))
        sections.append(Section(table, tr(f"card.source.rests.{table}"), told, note))
    card = Card(
        id=id,
        what="source",
        title=record.title,
        title_language=language_of(record.title, record.language, context.told_in),
        subtitle=context.byline(source),
        lead=(_lead(context, counts, spoken),),
    )
    return context.finish(card, sections)


def _lead(context: ReportContext, counts: dict[str, int], spoken: bool) -> str:
    tr = context.tr
    if not spoken and context.known_on is not None:
        known = tr.date(context.known_on.isoformat())
        return tr("card.lead.source_unknown", known=known)
    if not counts:
        return tr("card.lead.source_nothing")
    parts = [tr(f"card.count.{table}", count=number) for table, number in counts.items()]
    return tr("card.lead.source", what=tr.listed(parts))


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
    for key, ids in (
        ("card.source.known_through", record.known_through),
        ("card.source.repeats", record.derived_from),
    ):
        others = [one for one in ids if context.known((one,)) is not Answer.NO]
        rows += [Row(tr(key), context.byline(other), leads_to=other) for other in others]
    for key, column in (("card.source.address", "url"), ("card.source.archived", "archived_url")):
        if record[column]:
            rows.append(Row(tr(key), record[column], link=record[column]))
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
    tr = context.tr
    label, leads_to = "", ""
    as_told: tuple[str, ...] = ("value",)
    if isinstance(record, Event | Position | Head):
        mission = context.atlas.dataset.missions.by_id[record.mission]
        label, leads_to = mission_label(mission, tr), mission.id
    match record:
        case Source():
            label = context.byline(record.id)
            return Row(label, record.title, leads_to=record.id, certainty=sure)
        case Event():
            value = record.detail
        case Position():
            value, as_told = placed(context, record), ()
        case Head():
            rank = tr.rank(record.rank)
            value, as_told = tr("card.label.of_head", name=record.name, what=rank), ()
        case Relation():
            label = _pair(context, record.a, record.b)
            leads_to = relation_lines.pair_id(record.a, record.b)
            value = context.own.sentences(filter(None, (record.title, record.detail)))
        case Coverage():
            label, leads_to = ends(record.sending, record.receiving, tr), record.id
            value, as_told = coverage_sentence(record, tr), ()
        case Claim():
            value, as_told = value_of(context, record.value)
            label, leads_to = subject_of(context, record.subject, record.property)
        case _:
            label, value, leads_to = record.name, record.derivation, record.id
    row = context.row(label, value, record, leads_to=leads_to, certainty=sure, as_told=as_told)
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
    dataset, what = context.atlas.dataset, about(context, subject, name)
    if head := dataset.heads.by_id.get(subject):
        return what, head.mission
    if mission := dataset.mission_of(subject):
        return _named(context, mission_label(mission, context.tr), what), mission.id
    if relation := dataset.relations.by_id.get(subject):
        return what, relation_lines.pair_id(relation.a, relation.b)
    if subject in dataset.coverage.by_id:
        return what, subject
    if place := dataset.places.by_id.get(subject):
        return _named(context, place.name, what), subject
    if subject in dataset.sources.by_id:
        return _named(context, context.byline(subject), what), subject
    if subject == "pack":
        return _named(context, context.tr("card.source.pack"), what), ""
    codes = subject.split("-")
    there = len(set(codes)) > 1
    pair = relation_lines.pair_id(codes[0], codes[1]) if there else ""
    return _named(context, _pair(context, *codes), what), pair


def _named(context: ReportContext, name: str, what: str) -> str:
    return context.tr("card.label.of_head", name=name, what=lowered(what))


def resting_on(dataset: Dataset, source: str) -> Mapping[str, Sequence[Any]]:
    """Table -> its records that are based on a source; only tables that have some."""
    found = {table: dataset.table(table).by("sources", source) for table in TABLES}
    return {table: records for table, records in found.items() if records}
