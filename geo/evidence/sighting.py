"""When a mission was seen: each day that a source gives, and how strong it is (decision 2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final, NamedTuple

from geo import dates, parties
from geo.dataset import Dataset, Event, Head, days_of
from geo.evidence.publication import PublicationIndex
from geo.vocabulary import AT_WORK, EVENTS, HOLD_YEARS, MENTION, NO_EVIDENCE, WORK

if TYPE_CHECKING:
    import pandas as pd

HEAD: Final = "head"  # Instead of a type of event: a head of mission was in post
_THERE: Final = ("open", "suspended", "preparing", "announced")

Day = tuple[int, str, int, str]
Given = Callable[[str, str, tuple[str, ...]], list[Day]]


class Sighting(NamedTuple):
    """A day on which a source shows a mission."""

    day: int  # Last day that ``date`` can mean, an ordinal
    date: str  # EDTF
    known: int  # First day on which the source may have said so, an ordinal
    source: str
    strength: str  # ``mention`` or ``work``, see :data:`geo.vocabulary.HOLD_YEARS`
    what: str  # Kind of event, or :data:`HEAD`
    row: str


def held_until(day: int, strength: str) -> int:
    """Ordinal of the first day on which evidence of a day no longer holds."""
    return day + dates.years(HOLD_YEARS[strength])


def residents(dataset: Dataset, mission: str) -> list[Head]:
    """The heads who may live where the mission is: one who lives elsewhere does not show it."""
    city = dataset.missions.by_id[mission].city
    return [
        head
        for head in dataset.heads.of_mission(mission)
        if not head.city or not city or parties.fold(head.city) == parties.fold(city)
    ]


def strength_of(kind: str) -> str:
    """How strong the evidence of an event of this kind is."""
    return WORK if kind in AT_WORK else MENTION


def sightings(dataset: Dataset, publication: PublicationIndex) -> pd.DataFrame:
    """The sightings of every mission of a dataset."""
    import pandas as pd

    given = lru_cache(maxsize=None)(partial(_days, publication))  # most have the same dates
    found: list[tuple[object, ...]] = []
    for number, mission in enumerate(dataset.missions):
        events, heads = dataset.events.of_mission(mission.id), residents(dataset, mission.id)
        found += [(number, *one) for one in sightings_of(events, heads, publication, given)]
    return pd.DataFrame(found, columns=["mission", *Sighting._fields])


def sightings_of(
    events: Iterable[Event],
    heads: Iterable[Head],
    publication: PublicationIndex,
    given: Given | None = None,
) -> list[Sighting]:
    """The sightings of one mission, in their order."""
    given = given or partial(_days, publication)
    found = []
    for event in events:
        sound = event.id not in publication.deprecated and not event.is_planned
        if sound and event.kind not in NO_EVIDENCE:
            what = strength_of(event.kind), event.kind, event.id
            days = given(event.date, event.sense, event.sources)
            found += [Sighting(*one, *what) for one in days]
    for head in heads:
        for text, sense in ((head.start, "on"), *((one, "attested") for one in head.attested)):
            days = given(text, sense, head.sources)
            found += [Sighting(*one, WORK, HEAD, head.id) for one in days]
    return sorted(_of_the_mission(found), key=lambda one: (one.day, one.strength == WORK))


def _of_the_mission(found: list[Sighting]) -> list[Sighting]:
    """Those that can show a mission: none after it closed, unless it was open again by then."""
    closings = sorted(one.day for one in found if EVENTS.get(one.what) == "closed")
    if not closings:
        return found
    returns = [one.day for one in found if EVENTS.get(one.what) in _THERE]

    def open_then(day: int) -> bool:
        closed = max((one for one in closings if one < day), default=None)
        return closed is None or any(closed < one <= day for one in returns)

    return [one for one in found if open_then(one.day)]


def _days(
    publication: PublicationIndex, text: str, sense: str, sources: tuple[str, ...]
) -> list[Day]:
    """The day of a date, with each source that gives it and its publication date, first last."""
    begins, ends = days_of(text)
    day = begins if sense == "after" else ends
    if not dates.FIRST < day < dates.LAST:  # open at that end
        return []
    found = []
    for id in sources:
        source = publication.sources.get(id)
        if source is None or source.is_own:
            continue
        dated = source.is_dated or source.revised
        if not dated and begins <= days_of(source.accessed).last <= day:
            continue  # only the day on which an undated source was accessed
        known = publication.of([id])
        able = known.surely >= begins
        last = min(day, known.surely) if able else day
        told = _no_more_precise(begins, day, last)
        found.append((able, (last, told, known.possibly if able else begins, id)))
    found.reverse()
    # Sources published before the day are left out, where a later one gives it too.
    return [one for able, one in found if able] or [one for _, one in found]


def _no_more_precise(begins: int, day: int, last: int) -> str:
    """A day as EDTF text, to the month or the year where a date gives no more."""
    text = dt.date.fromordinal(last).isoformat()
    if begins in (dates.FIRST, day):
        return text
    return text[:7] if dt.date.fromordinal(begins).isoformat()[:7] == text[:7] else text[:4]
