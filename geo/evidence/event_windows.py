"""The events of a mission -> the days within which each began a status."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple, TypeVar

from geo import dates
from geo.dataset import Event, Source, days_of
from geo.evidence.publication import KnownInterval, PublicationIndex
from geo.evidence.sighting import Sighting, held_until, strength_of
from geo.vocabulary import NO_EVIDENCE

Told = TypeVar("Told")
BEGINNINGS: Final = ("announced", "preparing", "open")  # Statuses with which a mission begins
IMPLIES_OPEN: Final = ("reopened", "suspended", "closed", "unconfirmed")  # It was open before
_PLANS: Final = ("proposed", "requested", "approved", "announced", "preparation", "opened")
_ORDER: Final = ("announced", "preparing", "open", "suspended", "closed", "unknown")


class DatedEvent(NamedTuple):
    """An event with a status: its kind, date and sense, its days, and when it was reported."""

    kind: str
    status: str
    sense: str
    date: str
    first: int
    last: int
    known: KnownInterval
    deprecated: bool = False


class EventWindow(NamedTuple):
    """Days within which an event began the status that follows from it; see this module."""

    low: int
    high: int
    event: DatedEvent


def event_windows(
    told: Sequence[Event],
    publication: PublicationIndex,
    also: Sequence[KnownInterval] = (),
    seen: Sequence[Sighting] = (),
) -> Iterator[tuple[int, int, list[EventWindow], bool]]:
    """What had happened to a mission, for each stretch of the known-on clock."""
    events: list[DatedEvent] = []
    known = list(also)
    for one in told:
        heard = publication.of(one.sources)
        known.append(heard)
        if one.status is not None and not one.is_planned:
            deprecated = one.id in publication.deprecated
            what = one.kind, one.status, one.sense, one.date
            events.append(DatedEvent(*what, *one.days, heard, deprecated))
    known = known or [KnownInterval(dates.FIRST, dates.LAST)]
    begins = min(k.possibly for k in known)
    cuts = {begins, *(shown.known for shown in seen), *(day for _, day in plans(told, publication))}
    for event in events:
        cuts.update(event.known)
    steps = sorted(cut for cut in cuts if begins <= cut < dates.LAST) or [dates.FIRST]
    for low, high in pairwise([*steps, dates.LAST]):
        heard_now = [event for event in events if event.known.possibly <= low]
        heard_now = _sound(heard_now, lambda event: (event.status, event.deprecated))
        heard_now += _at_first(heard_now, [shown for shown in seen if shown.known <= low])
        sure = min((k.surely for k in known), default=dates.LAST) <= low
        yield low, high, _event_windows(heard_now), sure


def plans(events: Sequence[Event], publication: PublicationIndex) -> list[tuple[int, int]]:
    """Days before which there was none yet, as somebody proposed or expected it: day, known."""
    found = []
    for event in events:
        begun = event.kind == "opened" and event.sense in ("attested", "by")
        if event.kind in _PLANS and event.date and not begun:
            known, first = publication.of(event.sources), event.days.first
            day = min(first, known.surely) if event.is_planned else first
            found.append((day, known.possibly))
    return found


def _at_first(heard: Sequence[DatedEvent], seen: Sequence[Sighting]) -> list[DatedEvent]:
    """An event for the first sighting, where nothing earlier begins the timeline."""
    if not seen:
        return []
    shown, first = seen[0], min(heard, key=_order, default=None)
    if first and (first.last <= shown.day or (first.status in BEGINNINGS and opens(first))):
        return []
    known = KnownInterval(shown.known, shown.known)
    return [DatedEvent("listed", "open", "attested", "", shown.day, shown.day, known)]


def lapsing(moved: Sequence[EventWindow], seen: Sequence[Sighting]) -> list[EventWindow]:
    """The moment from which the last evidence no longer holds; none for a closed mission."""
    if not moved or moved[-1].event.status in ("closed", "unknown"):
        return []
    ends = [held_until(one.day, one.strength) for one in seen]
    for _, _, event in moved:
        day = event.first if event.sense == "after" or event.last == dates.LAST else event.last
        if dates.FIRST < day < dates.LAST and event.kind not in NO_EVIDENCE:
            ends.append(held_until(day, strength_of(event.kind)))
    if not ends:
        return []
    day = max(ends)
    always = KnownInterval(dates.FIRST, dates.FIRST)
    return [EventWindow(day, day, DatedEvent("lapsed", "unknown", "on", "", day, day, always))]


def followed(
    rows: Iterable[Mapping[str, str]], publication: PublicationIndex, known_on: int
) -> list[Event]:
    """The events that decide a mission's status, known by an ordinal day."""
    heard = [
        event
        for event in map(Event.of, rows)
        if event.status is not None
        and not event.is_planned
        and publication.of(event.sources).possibly <= known_on
    ]
    return _sound(heard, lambda event: (event.status, event.id in publication.deprecated))


def _sound(events: Sequence[Told], told: Callable[[Told], tuple[str | None, bool]]) -> list[Told]:
    """Events without the deprecated ones whose status another event gives."""
    sound = {status for status, deprecated in map(told, events) if not deprecated}
    return [one for one in events if not told(one)[1] or told(one)[0] not in sound]


def _event_windows(events: list[DatedEvent]) -> list[EventWindow]:
    found: list[EventWindow] = []
    floor = dates.FIRST
    for event in sorted(events, key=_order):
        if event.sense == "by":
            low = floor
        elif event.sense == "attested":
            low = max(floor, event.first) if found else dates.FIRST
        else:
            low = max(event.first, min(floor, event.last))
        high = dates.LAST if event.sense == "after" else event.last
        if found and found[-1].event.status == event.status:
            low = high  # it confirms an earlier status: nothing becomes doubtful by it
        found.append(EventWindow(min(low, high), high, event))
        floor = max(floor, found[-1].low if event.sense == "by" else event.first)
    return found


def _order(event: DatedEvent) -> tuple[int, int, int]:
    return event.last, event.first, _ORDER.index(event.status)


def opens(first: DatedEvent) -> bool:
    """Whether an event shows when a mission began, and not only that it was there."""
    return first.kind not in (*IMPLIES_OPEN, "listed")


def only_looked(record: Mapping[str, str], publication: PublicationIndex) -> bool:
    """Whether the last day of a record's date is only an access date."""
    event = Event.of(record)
    looked = {id: _looked(publication.sources[id]) for id in event.sources}
    first, last = event.days
    if event.is_planned or last == dates.LAST or not any(looked.values()):
        return False
    spoken = (publication.of([id]).surely for id, days in looked.items() if days is None)
    if any(day >= last for day in spoken):
        return False
    exact = first == last and event.sense == "on"
    inexact = (days for id, days in looked.items() if publication.sources[id].is_own or not exact)
    return any(last in days for days in inexact if days)


def _looked(source: Source) -> tuple[int, ...] | None:
    """The days on which a source was looked at, or editors looked; None for one with a date."""
    if source.is_own:
        return days_of(source.published).last, days_of(source.accessed).last
    return None if source.is_dated else (days_of(source.accessed).last,)
