"""Absences that a mission of the same dataset contradicts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from geo import dates
from geo.dataset import days_of
from geo.evidence import NONE, UNDATED, PublicationIndex, course, validity
from geo.reports.quality.model import Finding
from geo.reports.quality.record import DatasetLines

if TYPE_CHECKING:
    from geo.evidence import StatusInterval

_NOT_THERE: Final = frozenset((NONE, UNDATED, "closed", "announced", "preparing"))


def contradicted(record: DatasetLines) -> Iterator[Finding]:
    """Rows that say there is no mission, on days that they name on which one surely was."""
    publication = PublicationIndex.of_dataset(record.dataset)
    between: dict[tuple[str, str], list[str]] = {}
    for own in record.dataset.missions:
        between.setdefault((own.sending, own.receiving), []).append(own.id)
    for line, row in record.each("coverage"):
        if row.face != "none" or not row.valid or row.sense == "planned":
            continue
        first, last = _days(row.valid, row.sense)
        for mission in between.get((row.sending, row.receiving), ()):
            days = [
                (max(first, one.begin), one.status)
                for one in course(record.events[mission], publication)
                if _stands(one) and one.begin <= last and one.end > first
            ]
            if days:
                day, status = min(days)
                yield Finding(
                    "coverage.csv",
                    line,
                    row.id,
                    mission,
                    "absence",
                    row.valid,
                    "none.there",
                    {
                        "mission": mission,
                        "day": dt.date.fromordinal(max(day, 1)).isoformat(),
                        "status": status,
                    },
                )


def _stands(one: StatusInterval) -> bool:
    known_now = one.known_end == dates.LAST
    return known_now and one.certainty == "yes" and one.status not in _NOT_THERE


def _days(valid: str, sense: str) -> tuple[int, int]:
    """The days on which a row surely says that there is none, as far as it names them."""
    days = validity(valid, sense, lasting=True)
    if days.over != dates.LAST:
        return days.surely, days.fades - 1
    if valid.endswith("/.."):
        return days.surely, dates.LAST - 1
    last = days_of(valid).last
    return min(days.surely, last), last
