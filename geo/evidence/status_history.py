"""A mission's events -> its status on every day, as known on every day, and when it changed.

Events stand in the order of the last possible day of their dates. Each kind of event
that has a status (see :data:`geo.vocabulary.EVENTS`) begins it at a moment:

- ``on``: some day within the date;
- ``by``: some day up to the last day of the date, not before the event in front of it;
- ``after``: some day from the first day of the date;
- ``attested``: the day itself, where an earlier event is known (the status lasts until
  something else is shown); some day up to then, where none is;
- ``planned``: never.

Up to the first possible day the status before holds, and from the last possible day
the new one; between them the status before holds as *perhaps*. Before the first
event of an opening there is no mission. Where nothing dates the beginning (the first
event is a listing, a closing, a return), the days before it are undated: a mission may
have been there, and no source of the dataset says so.

A turn gives the date on which a status began. It is dated if it has a first possible day; it may
lack a last one ("after 2014"). An attested status ("listed in 2022") is no opening and no closing:
one had happened before, on an unknown day. A turn with only a last day ("by 2026", with nothing
before it) is undated too, for it may be of any age. The day on which a source was read
(:mod:`geo.evidence.event_windows`) is no last day of a turn: none is known then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from geo import dates
from geo.dataset import Dataset, Event
from geo.evidence.event_windows import (
    BEGINNINGS,
    IMPLIES_OPEN,
    EventWindow,
    event_windows,
    lapsing,
    only_looked,
    opens,
    plans,
)
from geo.evidence.publication import KnownInterval, PublicationIndex
from geo.evidence.sighting import Sighting, residents, sightings_of
from geo.vocabulary import Answer, Certainty

if TYPE_CHECKING:
    import pandas as pd

NONE: Final = "none"  # Status on the days before there is a mission
UNDATED: Final = "undated"  # Status before the first evidence where the opening is undated
_NOT_YET: Final = ("announced", "preparing")
_BEFORE_OPEN: Final = (NONE, UNDATED, *_NOT_YET, "closed")
_DOUBT: Final = frozenset("?~%")


class StatusInterval(NamedTuple):
    """An interval of both clocks with one answer; ordinals, the begin inside, the end outside."""

    begin: int
    end: int
    known_begin: int
    known_end: int
    status: str
    certainty: Certainty
    opened: str  # EDTF, of the last span of being open; blank where not known
    closed: str  # The same
    possible: bool = False  # Undated days before evidence, not only of its closing


class Transition(NamedTuple):
    """A change of a mission's status; days are ordinals, the begin inside, the end outside."""

    first: int  # ``dates.FIRST`` where nothing limits it
    last: int  # ``dates.LAST`` where nothing limits it
    known_begin: int
    known_end: int
    before: str
    after: str
    counts: str  # ``opening``, ``closing``, or blank (an announcement, a suspension, a return)
    dated: bool  # On some day it surely had not happened, by more than a list
    certainty: Certainty  # Possible: its source doubts the date, or may be later


_Told = TypeVar("_Told", StatusInterval, Transition)
_Record = tuple[object, ...]
_Compile = Callable[
    [Sequence[Event], PublicationIndex, Sequence[KnownInterval], Sequence[Sighting]],
    Sequence[_Record],
]


def status_intervals(dataset: Dataset, publication: PublicationIndex) -> pd.DataFrame:
    """The episodes of every mission of a dataset."""
    return _of_each(dataset, publication, course, StatusInterval._fields)


def transitions(dataset: Dataset, publication: PublicationIndex) -> pd.DataFrame:
    """The turns of every mission of a dataset."""
    return _of_each(dataset, publication, turns_of, Transition._fields)


def _of_each(
    dataset: Dataset, publication: PublicationIndex, compiled: _Compile, names: tuple[str, ...]
) -> pd.DataFrame:
    """What is compiled of each mission's events, as rows of a table."""
    import pandas as pd

    # Most missions of the world have the course of many others: each is compiled once.
    kept: dict[_Record, Sequence[_Record]] = {}
    table: list[_Record] = []
    for number, mission in enumerate(dataset.missions):
        events, posts = dataset.events.of_mission(mission.id), residents(dataset, mission.id)
        positions = dataset.positions.of_mission(mission.id)
        known = [publication.of(position.sources) for position in positions]
        same = (
            *(event.id in publication.deprecated for event in events),
            *((event.kind, event.date, event.sense, event.sources) for event in events),
            *known,
            *((head.start, head.attested, head.sources) for head in posts),
        )
        if same not in kept:
            seen = sightings_of(events, posts, publication)
            kept[same] = compiled(events, publication, known, seen)
        table += [(number, *one) for one in kept[same]]
    return pd.DataFrame(table, columns=["mission", *names])


def course(
    rows: Iterable[Mapping[str, str]],
    publication: PublicationIndex,
    also: Sequence[KnownInterval] = (),
    seen: Sequence[Sighting] | None = None,
) -> list[StatusInterval]:
    """The episodes of one mission."""
    events = [Event.of(row) for row in rows]
    seen = sightings_of(events, (), publication) if seen is None else seen
    planned = plans(events, publication)
    found: list[list[StatusInterval]] = []
    for low, high, moved, sure in event_windows(events, publication, also, seen):
        shown = moved[0].high if moved else dates.LAST
        days = [day for day, known in planned if known <= low and day <= shown]
        not_before = max(days, default=dates.FIRST)
        lapsed = lapsing(moved, [one for one in seen if one.known <= low])
        found.append(_over_days([*moved, *lapsed], low, high, sure, not_before))
    return _joined(found)


def _joined(blocks: Iterable[list[_Told]]) -> list[_Told]:
    """Join intervals of knowledge, a list each, in which the same is said of all days."""
    kept: list[list[_Told]] = []
    for block in blocks:
        if kept and _timeless(kept[-1]) == _timeless(block):
            kept[-1] = [one._replace(known_end=block[0].known_end) for one in kept[-1]]
        else:
            kept.append(block)
    return [one for block in kept for one in block]


def _timeless(block: Iterable[_Told]) -> list[_Told]:
    return [one._replace(known_begin=0, known_end=0) for one in block]


def _over_days(
    event_windows: list[EventWindow], low: int, high: int, sure: bool, not_before: int
) -> list[StatusInterval]:
    cuts = {dates.FIRST, not_before, *(day for one in event_windows for day in one[:2])}
    steps = sorted(cut for cut in cuts if cut < dates.LAST)
    found: list[StatusInterval] = []
    for begin, end in pairwise([*steps, dates.LAST]):
        past = [m for m in event_windows if m.high <= begin]
        perhaps = [m for m in event_windows if m.low <= begin < m.high]
        status = past[-1].event.status if past else _before(event_windows, bool(perhaps))
        if begin < not_before and status in (UNDATED, "unknown") and not past:
            status, perhaps = NONE, []
        certain = bool(past or status == NONE) and not perhaps and sure
        certain = certain and (not past or _heard(past, low))
        opened, closed = _span(past)
        answer = Certainty.YES if certain else Certainty.POSSIBLE
        span = opened if past else _span(perhaps)[0], closed if status == "closed" else ""
        one = StatusInterval(begin, end, low, high, status, answer, *span)
        if found and found[-1]._replace(begin=begin, end=end) == one:
            found[-1] = found[-1]._replace(end=end)
        else:
            found.append(one)
    for number, (one, following) in enumerate(pairwise(found)):
        dated = bool(event_windows) and event_windows[0].low > dates.FIRST
        if one.status == UNDATED and (dated or following.status != "closed"):
            found[number] = one._replace(possible=True)
    return found


def _heard(past: list[EventWindow], known_on: int) -> bool:
    """Whether any of the latest events that agree on the status was surely known."""
    status = past[-1].event.status
    agreeing = takewhile(lambda one: one.event.status == status, reversed(past))
    return any(one.event.known.surely <= known_on for one in agreeing)


def _span(moved: Iterable[EventWindow]) -> tuple[str, str]:
    """Begin and end of the last span of being open; a suspension does not end it."""
    opened = closed = ""
    within = False
    for _, _, event in moved:
        if event.status == "closed":
            closed = closed if closed and not within else event.date
            within = False
        elif event.status not in _NOT_YET:
            if not within or (not opened and event.kind == "opened"):
                opened = event.date if event.kind in ("opened", "reopened") else ""
            within = True
    return opened, closed


def _before(moved: Sequence[EventWindow], begun: bool) -> str:
    """The status on days on which no event has surely happened."""
    if not moved:
        return "unknown"
    low, _, first = moved[0]
    if not begun:
        return NONE if first.status in BEGINNINGS and opens(first) else UNDATED
    if low == dates.FIRST:
        return NONE if first.status in _NOT_YET else UNDATED
    return "open" if first.kind in IMPLIES_OPEN else first.status


def turns_of(
    rows: Iterable[Mapping[str, str]],
    publication: PublicationIndex,
    also: Sequence[KnownInterval] = (),
    seen: Sequence[Sighting] = (),
) -> list[Transition]:
    """The turns of one mission."""
    events = [Event.of(row) for row in rows]
    looked = _looked(events, publication)
    return _joined(
        [_unbounded(one, looked) for one in _changes(moved, low, high)]
        for low, high, moved, _ in event_windows(events, publication, also, seen)
    )


def _changes(moved: list[EventWindow], low: int, high: int) -> list[Transition]:
    if not moved:
        return [_unknown(low, high, "unknown")]
    status = _before(moved, begun=False)
    event = moved[0].event
    begins = event.status == "open" and event.kind != "unconfirmed"
    found = [_unknown(low, high, "open")] if status == UNDATED and not begins else []
    for first, last, event in moved:
        if event.status == status:
            continue
        opening = event.status == "open" and status in _BEFORE_OPEN
        counts = "closing" if event.status == "closed" else "opening" if opening else ""
        dated = first > dates.FIRST and event.sense != "attested"
        sure = event.known.surely <= low and _DOUBT.isdisjoint(event.date)
        told = status, event.status, counts, dated, Answer.YES if sure else Answer.POSSIBLE
        found.append(Transition(first, last, low, high, *told))
        status = event.status
    return found


def _looked(events: Iterable[Event], publication: PublicationIndex) -> set[int]:
    """The last days of events that are no more than days on which somebody looked."""
    last: dict[bool, set[int]] = {True: set(), False: set()}
    for event in events:
        if event.date:
            last[only_looked(event, publication)].add(event.days.last)
    return last[True] - last[False]


def _unbounded(turn: Transition, looked: set[int]) -> Transition:
    """A copy of a turn without a last day that is only an access date."""
    if turn.last not in looked:
        return turn
    first = turn.first if turn.first < turn.last else dates.FIRST
    return turn._replace(first=first, last=dates.LAST, dated=turn.dated and first > dates.FIRST)


def _unknown(low: int, high: int, status: str) -> Transition:
    first, last = dates.FIRST, dates.LAST
    return Transition(first, last, low, high, UNDATED, status, "opening", False, Answer.POSSIBLE)
