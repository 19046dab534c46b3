"""From an atlas to timelines: which missions, their stretches, their events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np

from geo import dates, parties
from geo.atlas import Atlas, relation_lines
from geo.dataset import Event as EventRecord
from geo.dataset import Relation, days_of
from geo.errors import InvalidSelection, quoted
from geo.evidence import NONE, only_looked
from geo.reports import cards
from geo.reports.cards.context import ReportContext
from geo.reports.cards.summary import in_time
from geo.reports.timelines.model import Event, Interval, Outcome, Timeline
from geo.vocabulary import EVENTS, Answer

_ALSO: Final = {"opened": ("opened", "reopened"), "reopened": ("reopened", "opened")}
Rows = Mapping[str, Sequence[EventRecord]]


def chosen(context: ReportContext, ids: Iterable[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """The missions and the pairs that ids stand for."""
    dataset = context.atlas.dataset
    missions: dict[str, None] = {}
    pairs: dict[tuple[str, str], None] = {}
    for id in ids:
        what, _, rest = id.partition(":")
        key = rest if what == "seat" else id
        row = dataset.relations.by_id.get(id)
        if key in dataset.missions.by_id:
            missions[key] = None
        elif what == "pair" or row:
            # The card of a pair says whether the two have anything to do with one another.
            card = cards.card(
                context.atlas, id, context.as_of, context.known_on, context.tr.language
            )
            a, _, b = (relation_lines.pair_id(row.a, row.b) if row else card.id)[5:].partition("-")
            pairs[(a, b) if a < b else (b, a)] = None
            missions |= dict.fromkeys(
                one.id for one in dataset.missions if {one.sending, one.receiving} == {a, b}
            )
        else:
            # An id of nothing at all is told by the card.
            cards.card(context.atlas, id, context.as_of, context.known_on, context.tr.language)
            raise InvalidSelection().keyed("error.courses.none", text=quoted(id))
    return list(missions), list(pairs)


def course_of(context: ReportContext, missions: Sequence[str]) -> list[Timeline]:
    """The timelines of missions, in the order in which the first of each is dated."""
    told, rows = context.atlas.once(_events), context.atlas.dataset.missions.by_id
    intervals = _intervals(context, missions)
    found = []
    for mission in missions:
        row = rows[mission]
        events = [_event(context, mission, one) for one in told.get(mission, ())]
        name = row.name or context.tr.label(row.kind, row.sending, row.receiving, row.city)
        ends = row.sending, row.receiving
        found.append(_course(context, mission, name, ends, intervals.get(mission, ()), events))
    return sorted(found, key=lambda one: (one.begun, parties.fold(one.name), one.id))


def between(context: ReportContext, a: str, b: str) -> Timeline:
    """What is dated between two parties, as a timeline."""
    rows = [row for row in context.atlas.dataset.relations if {row.a, row.b} == {a, b}]
    id = relation_lines.pair_id(a, b)
    ordered = in_time(rows, context.publication)
    both = context.tr.listed([context.tr.of_party(a), context.tr.of_party(b)])
    name = context.tr("courses.between", both=both)
    return _course(context, id, name, (a, b), (), [_event(context, id, row) for row in ordered])


def _course(
    context: ReportContext,
    id: str,
    name: str,
    ends: tuple[str, str],
    intervals: Sequence[Interval],
    events: Sequence[tuple[Event, int] | None],
) -> Timeline:
    kept = [one for one in events if one is not None]
    happened = tuple(event for event, _ in kept if not event.expected)
    expected = [(event, told) for event, told in kept if event.expected]
    day = context.as_of.toordinal()
    return Timeline(
        id=id,
        name=name,
        parties=ends,
        intervals=tuple(intervals),
        happened=happened,
        expected=tuple(event for event, _ in expected),
        outcomes=tuple(outcome(event, happened, told, day) for event, told in expected),
    )


def _event(
    context: ReportContext, subject: str, record: EventRecord | Relation
) -> tuple[Event, int] | None:
    """An event, and the day on which it was first told; None where it does not count yet."""
    certainty = context.admits(record.sources, record.date, record.sense)
    if certainty is Answer.NO:
        return None
    if record.sense == "attested" and record.days.first > context.as_of.toordinal():
        # A card shows it as possible before; a timeline ends before it.
        context.left_out["later"] += 1
        return None
    title = record.title if isinstance(record, Relation) else ""
    row = context.row(
        title or context.event(record),
        record.detail,
        record,
        certainty=certainty,
        as_told=("value",),
    )
    first, last = days_of(row.date)
    if row.date == record.date and only_looked(record, context.publication):
        first, last = first if first < last else dates.FIRST, dates.LAST
    event = Event(
        id=record.id,
        subject=subject,
        kind=record.kind,
        named=row.label,
        date=row.date,
        sense=record.sense,
        when=row.when or context.tr("date.unknown"),
        first=first,
        last=last,
        told=row.value,
        cites=row.cites,
        attributed_to=row.attributed_to,
        note=row.note,
        certainty=certainty,
    )
    return event, context.publication.of(record.sources).perhaps


def _events(atlas: Atlas) -> Rows:
    found: dict[str, list[EventRecord]] = defaultdict(list)
    for row in in_time(atlas.dataset.events, atlas.publication):
        found[row.mission].append(row)
    return found


def _intervals(context: ReportContext, missions: Sequence[str]) -> dict[str, list[Interval]]:
    told, _ = context.atlas.mission_filter.intervals
    known = dates.LAST - 1 if context.known_on is None else context.known_on.toordinal()
    end = context.as_of.toordinal() + 1
    named = [row.id for row in context.atlas.dataset.missions]
    wanted = set(missions)
    asked = np.array([id in wanted for id in named], dtype=bool)
    holds = asked[told["mission"]] & (told["known_begin"] <= known) & (known < told["known_end"])
    holds &= (told["begin"] < end) & (told["status"] != NONE)
    rows = np.flatnonzero(holds)
    order = rows[np.lexsort((told["begin"][rows], told["mission"][rows]))]
    found: dict[str, list[Interval]] = defaultdict(list)
    columns = (told[name][order].tolist() for name in ("mission", "begin", "end", "status"))
    certain = told["certainty"][order].tolist()
    for number, begin, until, status, how in zip(*columns, certain, strict=True):
        interval = Interval(begin, min(until, end), str(status), Answer(str(how)))
        found[named[number]].append(interval)
    return found


def outcome(expected: Event, happened: Sequence[Event], told: int, as_of: int) -> Outcome:
    """The outcome of an expectation."""
    since = min(told, expected.first) if expected.first != dates.FIRST else told
    kinds = _ALSO.get(expected.kind, (expected.kind,))
    if EVENTS.get(expected.kind) is not None:
        for event in happened:
            if event.kind in kinds and event.dated and event.last >= since:
                return Outcome(_against(expected, event), event)
    if expected.last == dates.LAST:
        return Outcome("endless")
    if as_of <= expected.last:
        return Outcome("ahead")
    later = (e for e in happened if EVENTS.get(e.kind) is not None and e.first > expected.last)
    return Outcome("passed", following=next(later, None))


def _against(expected: Event, event: Event) -> str:
    """When something happened, against the days for which it was expected."""
    low, high = event.bounds
    if high < expected.first and expected.first != dates.FIRST:
        return "before"
    if low > expected.last:
        return "after"
    inside = expected.first <= low and high <= expected.last
    return "within" if inside and expected.first != dates.FIRST else "unclear"
