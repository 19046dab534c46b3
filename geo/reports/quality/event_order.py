"""Events that cannot have been when they are dated: too early, or closed before opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from geo import dates, parties
from geo.dataset import Event
from geo.reports.quality.model import Finding
from geo.reports.quality.record import DatasetLines

EARLIEST: Final = 1450
"""Year before which no mission can have opened: resident embassies began in Italy around then."""

_FILE: Final = "events.csv"


def early(record: DatasetLines) -> Iterator[Finding]:
    """Missions that are open before there were any, or before one of their states existed."""
    for line, row in record.each("events"):
        mission, last = record.missions.get(row.mission), _last(row)
        if mission is None or last is None or row.status != "open":
            continue
        values: dict[str, object] = {}
        if last.year < EARLIEST:
            case, values = "early.ever", {"year": str(EARLIEST)}
        elif late := _not_begun((mission.sending, mission.receiving), last):
            case, values = "early.state", {"party": late[0], "year": str(late[1])}
        else:
            continue
        of = row.mission
        yield Finding(_FILE, line, row.id, of, "early", row.date, case, values)


def _not_begun(codes: tuple[str, str], day: dt.date) -> tuple[str, int] | None:
    """The first of two states that did not exist on a day, and the year in which it began."""
    begun = ((code, parties.begun(code)) for code in codes)
    return next(((code, year) for code, year in begun if year and day.year < year), None)


def order(record: DatasetLines) -> Iterator[Finding]:
    """Closings before the first opening without a report of a reopening."""
    for line, row in record.each("events"):
        last = _last(row) if row.kind == "closed" else None
        if last is None:
            continue
        events = record.events[row.mission]
        begins = [(_first(one), one.date) for one in events if one.kind == "opened"]
        again = any(one.kind == "reopened" for one in events)
        if begins and not again and all(first is not None and first > last for first, _ in begins):
            opened = min((first or last, date) for first, date in begins)[1]
            values = {"day": row.date, "opened": opened}
            of = row.mission
            yield Finding(_FILE, line, row.id, of, "order", row.date, "order.closed", values)


def _last(event: Event) -> dt.date | None:
    """The last day on which an event can have happened; None where that is open."""
    open_ended = event.sense in ("planned", "after") or event.days.last == dates.LAST
    return None if open_ended else dt.date.fromordinal(event.days.last)


def _first(event: Event) -> dt.date | None:
    """The first day on which an event can have happened; None where that is open."""
    open_ended = event.sense in ("by", "attested") or event.days.first == dates.FIRST
    return None if open_ended else dt.date.fromordinal(event.days.first)
