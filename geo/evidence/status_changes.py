"""The turns of a mission's timeline: when its status changed, within which days, as known when.

An episode gives the status on a day; a turn gives the date on which it began. A turn is dated
if it has a first possible day; it may lack a last one ("after 2014"). An attested status
("listed in 2022") is no opening and no closing: one had happened before, on an unknown day. A
turn with only a last day ("by 2026", with nothing before it) is undated too, for it may be of
any age. The day on which a source was read (:mod:`geo.evidence.event_windows`) is no last day of
a turn: none is known then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo import dates
from geo.dataset import Dataset, Event
from geo.evidence.event_windows import EventWindow, event_windows, only_looked
from geo.evidence.publication import KnownInterval, PublicationIndex
from geo.evidence.sighting import Sighting
from geo.evidence.status_history import NONE, UNDATED, before, joined, of_each
from geo.vocabulary import Answer, Certainty

if TYPE_CHECKING:
    import pandas as pd

_BEFORE_OPEN = (NONE, UNDATED, "announced", "preparing", "closed")
_DOUBT = frozenset("?~%")


@dataclass(frozen=True, slots=True)
class Transition:
    """A change of a mission's status; days are ordinals, the begin inside, the end outside."""

    first: int  # ``dates.FIRST`` where nothing limits it
    last: int  # ``dates.LAST`` where nothing limits it
    known_begin: int
    known_end: int
    before: str
    after: str
    counts: str  # ``opening``, ``closing``, or blank (an announcement, a suspension, a return)
    dated: bool  # On some day it surely had not happened, by more than a list
    certainty: Certainty  # Perhaps: its source doubts the date, or may be later


def transitions(dataset: Dataset, publication: PublicationIndex) -> pd.DataFrame:
    """The turns of every mission of a dataset."""
    import pandas as pd

    columns = ["mission", *Transition.__dataclass_fields__]
    return pd.DataFrame(of_each(dataset, publication, turns_of, columns[1:]), columns=columns)


def turns_of(
    rows: Iterable[Mapping[str, str]],
    publication: PublicationIndex,
    also: Sequence[KnownInterval] = (),
    seen: Sequence[Sighting] = (),
) -> list[Transition]:
    """The turns of one mission."""
    events = [Event.of(row) for row in rows]
    looked = _looked(events, publication)
    return joined(
        [_unbounded(one, looked) for one in _over_days(moved, low, high)]
        for low, high, moved, _ in event_windows(events, publication, also, seen)
    )


def _over_days(moved: list[EventWindow], low: int, high: int) -> list[Transition]:
    if not moved:
        return [_unknown(low, high, "unknown")]
    status = before(moved, begun=False)
    event = moved[0].event
    begins = event.status == "open" and event.kind != "unconfirmed"
    found = [_unknown(low, high, "open")] if status == UNDATED and not begins else []
    for event_window in moved:
        event = event_window.event
        if event.status == status:
            continue
        sure = event.known.surely <= low and _DOUBT.isdisjoint(event.date)
        found.append(
            Transition(
                first=event_window.low,
                last=event_window.high,
                known_begin=low,
                known_end=high,
                before=status,
                after=event.status,
                counts=_counts(status, event.status),
                dated=event_window.low > dates.FIRST and event.sense != "attested",
                certainty=Answer.YES if sure else Answer.PERHAPS,
            )
        )
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
    return replace(turn, first=first, last=dates.LAST, dated=turn.dated and first > dates.FIRST)


def _counts(earlier: str, later: str) -> str:
    if later == "closed":
        return "closing"
    return "opening" if later == "open" and earlier in _BEFORE_OPEN else ""


def _unknown(low: int, high: int, status: str) -> Transition:
    first, last = dates.FIRST, dates.LAST
    return Transition(first, last, low, high, UNDATED, status, "opening", False, Answer.PERHAPS)
