"""Outcomes of what was expected: only what the dataset says, and only where it says it.

An event of the same kind (a return answers an opening) that can have happened since is the answer;
a deadline, and an agreement between states, has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from geo import dates
from geo.reports.timelines.model import Event, Outcome
from geo.vocabulary import EVENTS

_ALSO: Final = {"opened": ("opened", "reopened"), "reopened": ("reopened", "opened")}


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
