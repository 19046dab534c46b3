"""The events of a mission -> the days within which each began a status.

:mod:`geo.claims.course` states the rule for each sense of a date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeAlias, TypeVar

from geo import dates
from geo.claims.knowledge import Knowledge, Known
from geo.claims.sightings import Sighting, held_until, strength_of
from geo.pack import split
from geo.vocabulary import EVENTS, NO_EVIDENCE

__all__ = [
    "BEGINNINGS",
    "IMPLIES_OPEN",
    "Event",
    "Moment",
    "Rows",
    "followed",
    "lapsing",
    "moments",
    "opens",
    "plans",
]

Rows: TypeAlias = Sequence[Mapping[str, str]]
Told = TypeVar("Told")

BEGINNINGS = ("announced", "preparing", "open")
"""Statuses with which a mission begins."""

_PLANS = ("proposed", "requested", "approved", "announced", "preparation", "opened")
_LAPSED = "lapsed"

IMPLIES_OPEN = ("reopened", "suspended", "closed", "unconfirmed")
"""Events before which a mission had been open."""


@dataclass(frozen=True, slots=True)
class Event:
    """An event with a status: its kind, date and sense, its days, and when it was reported."""

    kind: str
    status: str
    sense: str
    date: str
    first: int
    last: int
    known: Known
    deprecated: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """Days within which an event began the status that follows from it; see this module."""

    low: int
    high: int
    event: Event


def moments(
    rows: Rows,
    knowledge: Knowledge,
    also: Sequence[Known] = (),
    seen: Sequence[Sighting] = (),
) -> Iterator[tuple[int, int, list[Moment], bool]]:
    """What had happened to a mission, for each stretch of the known-on clock.

    Parameters
    ----------
    rows, knowledge, also, seen
        As for :func:`course`.

    Yields
    ------
    tuple
        First day of the stretch, first day after it, the moments in their order, and whether
        the mission was surely known of.
    """
    events, known = [], list(also)
    for row in rows:
        heard = knowledge.of(split(row["sources"]))
        known.append(heard)
        status = EVENTS[row["kind"]]
        if status is not None and row["sense"] != "planned":
            low, high = (int(bound[0]) for bound in dates.ordinals([row["date"]]))
            event = Event(row["kind"], status, row["sense"], row["date"], low, high, heard)
            events.append(replace(event, deprecated=row.get("id") in knowledge.deprecated))
    known = known or [Known(dates.FIRST, dates.LAST)]
    begins = min(k.perhaps for k in known)
    cuts = {begins}
    for event in events:
        cuts.update((event.known.perhaps, event.known.surely))
    cuts.update(one.known for one in seen)
    cuts.update(known for _, known in plans(rows, knowledge))
    steps = sorted(cut for cut in cuts if begins <= cut < dates.LAST) or [dates.FIRST]
    for low, high in pairwise([*steps, dates.LAST]):
        heard_now = [event for event in events if event.known.perhaps <= low]
        heard_now = _sound(heard_now, lambda event: (event.status, event.deprecated))
        heard_now += _at_first(heard_now, [one for one in seen if one.known <= low])
        sure = min((k.surely for k in known), default=dates.LAST) <= low
        yield low, high, _moments(heard_now), sure


def plans(rows: Rows, knowledge: Knowledge) -> list[tuple[int, int]]:
    """Days before which there was none yet, as somebody proposed or expected it: day, known."""
    found = []
    for row in rows:
        begun = row["kind"] == "opened" and row["sense"] in ("attested", "by")
        if row["kind"] not in _PLANS or not row["date"] or begun:
            continue
        known = knowledge.of(split(row["sources"]))
        first = int(dates.ordinals([row["date"]])[0][0])
        day = min(first, known.surely) if row["sense"] == "planned" else first
        found.append((day, known.perhaps))
    return found


def _at_first(heard: Sequence[Event], seen: Sequence[Sighting]) -> list[Event]:
    """An event for the first sighting, where nothing earlier begins the course."""
    shown = next(iter(seen), None)
    if shown is None:
        return []
    first = min(heard, key=_order, default=None)
    if first and (first.last <= shown.day or (first.status in BEGINNINGS and opens(first))):
        return []
    known = Known(shown.known, shown.known)
    return [Event("listed", "open", "attested", "", shown.day, shown.day, known)]


def lapsing(moved: Sequence[Moment], seen: Sequence[Sighting]) -> list[Moment]:
    """The moment from which the last evidence no longer holds; none for a closed mission."""
    if not moved or moved[-1].event.status in ("closed", "unknown"):
        return []
    ends = [held_until(one.day, one.strength) for one in seen]
    for moment in moved:
        event = moment.event
        day = event.first if event.sense == "after" or event.last == dates.LAST else event.last
        if dates.FIRST < day < dates.LAST and event.kind not in NO_EVIDENCE:
            ends.append(held_until(day, strength_of(event.kind)))
    if not ends:
        return []
    day = max(ends)
    always = Known(dates.FIRST, dates.FIRST)
    return [Moment(day, day, Event(_LAPSED, "unknown", "on", "", day, day, always))]


def followed(rows: Rows, knowledge: Knowledge, known_on: int) -> list[Mapping[str, str]]:
    """The events of a mission that make its course.

    Parameters
    ----------
    rows
        Its rows of the table ``events``.
    knowledge
        When the sources spoke.
    known_on
        Ordinal of the day by which they had to have spoken.

    Returns
    -------
    list of mapping
        Those with a status that had happened; a deprecated one only where no other tells the
        same status.
    """
    heard = [
        row
        for row in rows
        if EVENTS[row["kind"]] is not None
        and row["sense"] != "planned"
        and knowledge.of(split(row["sources"])).perhaps <= known_on
    ]
    return _sound(heard, lambda row: (EVENTS[row["kind"]], row["id"] in knowledge.deprecated))


def _sound(events: Sequence[Told], told: Callable[[Told], tuple[str | None, bool]]) -> list[Told]:
    """Events without those that are deprecated where another one tells their status."""
    sound = {status for status, deprecated in map(told, events) if not deprecated}
    return [one for one in events if not told(one)[1] or told(one)[0] not in sound]


def _moments(events: list[Event]) -> list[Moment]:
    moments: list[Moment] = []
    floor = dates.FIRST
    for event in sorted(events, key=_order):
        if event.sense == "by":
            low = floor
        elif event.sense == "attested":
            low = max(floor, event.first) if moments else dates.FIRST
        else:
            low = max(event.first, min(floor, event.last))
        high = dates.LAST if event.sense == "after" else event.last
        if moments and moments[-1].event.status == event.status:
            low = high  # it confirms what was so already: nothing becomes doubtful by it
        moments.append(Moment(min(low, high), high, event))
        floor = max(floor, moments[-1].low if event.sense == "by" else event.first)
    return moments


def _order(event: Event) -> tuple[int, int, int]:
    order = ("announced", "preparing", "open", "suspended", "closed", "unknown")
    return event.last, event.first, order.index(event.status)


def opens(first: Event) -> bool:
    """Whether an event shows when a mission began, and not only that it was there."""
    return first.kind not in (*IMPLIES_OPEN, "listed")
