"""Timelines: what happened to missions and when, with what was expected apart from it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np

from geo import dates, i18n, parties
from geo.atlas import Atlas, relation_lines
from geo.dataset import Event as EventRecord
from geo.dataset import Relation, days_of
from geo.errors import InvalidSelection, quoted
from geo.evidence import NONE, only_looked
from geo.reports import cards, nothing_shown
from geo.reports.cards.context import ReportContext
from geo.reports.cards.summary import in_time
from geo.reports.timelines.model import COLUMNS, Event, Interval, Outcome, Timeline, Timelines
from geo.selection import Selection
from geo.vocabulary import EVENTS, Answer

__all__ = ["COLUMNS", "Event", "Interval", "Outcome", "Timeline", "Timelines", "timelines"]
_ALSO: Final = {"opened": ("opened", "reopened"), "reopened": ("reopened", "opened")}
Rows = Mapping[str, Sequence[EventRecord]]


def timelines(
    atlas: Atlas,
    ids: Iterable[str] = (),
    selection: Selection | None = None,
    *,
    language: str = "en",
) -> Timelines:
    """The timelines of missions: of those named, else of all that a selection shows.

    Parameters
    ----------
    atlas
        The atlas.
    ids
        Of missions, or of lines (``pair:PRK-VEN``): a pair has the missions of both parties in
        each other, closed ones with them, and what is dated between the two.
    selection
        The selection. Its days count in any case: no event after the one, and none reported
        after the other. None for all but closed missions as of today.
    language
        One of :data:`geo.i18n.LANGUAGES`. Texts of the dataset stay in their own.

    Returns
    -------
    Timelines
        In the order in which each mission's first event is dated.

    Raises
    ------
    UnknownMission
        Nothing in the dataset has an id.
    EmptySelection
        The selection shows no mission.
    InvalidSelection
        An id has no timeline, or the language is unknown.

    Examples
    --------
    >>> import geo
    >>> atlas = geo.Atlas.open()
    >>> found = geo.timelines(atlas, ["pair:PRK-VEN"])
    >>> len(found.timelines) > 1
    True
    """
    asked = selection or Selection()
    context = ReportContext.on(atlas, asked, i18n.tr(language))
    named = tuple(dict.fromkeys(ids))
    hidden: dict[str, int] = {}
    if named:
        missions, pairs = _chosen(context, named)
    else:
        state, rows = atlas.mission_filter.state(asked), atlas.dataset.missions
        missions = [rows[number]["id"] for number in state.shown.nonzero()[0].tolist()]
        pairs = []
        hidden = dict(atlas.hidden(asked).counts)
        if not missions:
            raise nothing_shown(atlas.hidden(asked).statuses)
    told = [*_courses(context, missions), *(_between(context, a, b) for a, b in pairs)]
    return Timelines(
        timelines=tuple(told),
        selection=asked,
        as_of=context.as_of,
        known_on=context.known_on,
        left_out=dict(context.left_out),
        hidden=hidden,
        ids=named,
        pair=pairs[0] if len(named) == 1 and pairs else (),
        tr=context.tr,
    )


def _chosen(context: ReportContext, ids: Iterable[str]) -> tuple[list[str], list[tuple[str, str]]]:
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
            continue
        # The card says whether there is such an id, and whether a pair has to do with one another.
        card = cards.card(context.atlas, id, context.as_of, context.known_on, context.tr.language)
        if what == "pair" or row:
            a, _, b = (relation_lines.pair_id(row.a, row.b) if row else card.id)[5:].partition("-")
            pairs[(a, b) if a < b else (b, a)] = None
            missions |= dict.fromkeys(
                one.id for one in dataset.missions if {one.sending, one.receiving} == {a, b}
            )
        else:
            raise InvalidSelection().keyed("error.courses.none", text=quoted(id))
    return list(missions), list(pairs)


def _courses(context: ReportContext, missions: Sequence[str]) -> list[Timeline]:
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


def _between(context: ReportContext, a: str, b: str) -> Timeline:
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
        outcomes=tuple(_outcome(event, happened, told, day) for event, told in expected),
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
    named, told = title or context.event(record), ("value",)
    row = context.row(named, record.detail, record, certainty=certainty, as_told=told)
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
    return event, context.publication.of(record.sources).possibly


def _events(atlas: Atlas) -> Rows:
    found: dict[str, list[EventRecord]] = defaultdict(list)
    for row in in_time(atlas.dataset.events, atlas.publication):
        found[row.mission].append(row)
    return found


def _intervals(context: ReportContext, missions: Sequence[str]) -> dict[str, list[Interval]]:
    told, _ = context.atlas.mission_filter.intervals
    known = context.known_day
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


def _outcome(expected: Event, happened: Sequence[Event], told: int, as_of: int) -> Outcome:
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
