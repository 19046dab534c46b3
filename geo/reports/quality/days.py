"""Dates that are worth a second look: 1 January, and events out of order."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from geo import dates, parties
from geo.dataset import Dataset, Event, days_of
from geo.evidence import NONE, UNDATED, PublicationIndex, course, sightings, validity
from geo.reports.quality.model import Finding, closed, each, finding, told

_NOT_THERE: Final = frozenset((NONE, UNDATED, "closed", "announced", "preparing"))
_DAY: Final = re.compile(r"([0-9]{4})-01-01")
_DATED: Final = {"events": ("date",), "heads": ("start", "end"), "relations": ("date",)}
EARLIEST: Final = 1450  # First resident embassies, in Italy: none opened before


def early(dataset: Dataset) -> Iterator[Finding]:
    """Missions that are open before there were any, or before one of their states existed."""
    for line, row in each(dataset, "events"):
        mission, last = dataset.missions.by_id.get(row.mission), _span(row)[1]
        if mission is None or last is None or row.status != "open":
            continue
        if last.year < EARLIEST:
            yield finding("events", line, row, row.date, "early.ever", year=str(EARLIEST))
            continue
        for code in (mission.sending, mission.receiving):
            if (year := parties.begun(code)) and last.year < year:
                values = {"party": code, "year": str(year)}
                yield finding("events", line, row, row.date, "early.state", **values)
                break


def order(dataset: Dataset) -> Iterator[Finding]:
    """Closings before the first opening without a report of a reopening."""
    for line, row in each(dataset, "events"):
        last = _span(row)[1] if row.kind == "closed" else None
        if last is None:
            continue
        events = told(dataset, row.mission)
        begins = [(_span(one)[0], one.date) for one in events if one.kind == "opened"]
        again = any(one.kind == "reopened" for one in events)
        if begins and not again and all(first is not None and first > last for first, _ in begins):
            opened = min((first or last, date) for first, date in begins)[1]
            values = {"day": row.date, "opened": opened}
            yield finding("events", line, row, row.date, "order.closed", **values)


def _span(event: Event) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day on which an event can have happened; None where that is open."""
    first, last = event.days
    begins = event.sense not in ("by", "attested") and first != dates.FIRST
    ends = event.sense not in ("planned", "after") and last != dates.LAST
    day = dt.date.fromordinal
    return day(first) if begins else None, day(last) if ends else None


def years(dataset: Dataset) -> Iterator[Finding]:
    """Dates of 1 January without a reason: where only the year is known, often written so."""
    for table, columns in _DATED.items():
        for line, row in each(dataset, table):
            for column in columns:
                value = row[column]
                day = _DAY.fullmatch(value)
                if day and not row["reason"] and row.get("sense") != "attested":
                    case, year = "year.day", day[1]
                elif len(value) == 4 and f"{value}-01-01" in row["reason"]:
                    case, year = "year.read", value
                else:
                    continue
                yield finding(table, line, row, value, case, year=year)


def stale(dataset: Dataset, today: dt.date, most: int) -> Iterator[Finding]:
    """Missions that have not closed, and of which the last evidence is old or has no date."""
    seen = sightings(dataset, PublicationIndex.of_dataset(dataset))
    seen = seen[seen["day"] <= today.toordinal()]
    ids = [row.id for row in dataset.missions]
    last_day = {ids[number]: day for number, day in zip(seen["mission"], seen["day"], strict=True)}
    for line, row in each(dataset, "missions"):
        if closed(dataset, row.id):
            continue
        last = last_day.get(row.id)
        if last is None:
            yield finding("missions", line, row, "", "stale.undated")
        elif (age := today.toordinal() - last) > dates.years(most):
            day, years = dt.date.fromordinal(last).isoformat(), age // dates.years(1)
            yield finding("missions", line, row, day, "stale.old", years=years)


def contradicted(dataset: Dataset) -> Iterator[Finding]:
    """Rows that say there is no mission, on days that they name on which one surely was."""
    publication = PublicationIndex.of_dataset(dataset)
    for line, row in each(dataset, "coverage"):
        if row.face != "none" or not row.valid or row.sense == "planned":
            continue
        first, last = _days(row.valid, row.sense)
        for mission in dataset.missions.between(row.sending, row.receiving):
            days = [
                (max(first, one.begin), one.status)
                for one in course(told(dataset, mission.id), publication)
                if one.known_end == dates.LAST
                and one.certainty == "yes"
                and one.status not in _NOT_THERE
                and one.begin <= last
                and one.end > first
            ]
            if days:
                day, status = min(days)
                then = dt.date.fromordinal(max(day, 1)).isoformat()
                values = {"of": mission.id, "mission": mission.id, "day": then, "status": status}
                case = "none.there"
                yield finding("coverage", line, row, row.valid, case, kind="absence", **values)


def _days(valid: str, sense: str) -> tuple[int, int]:
    """The days on which a row surely says that there is none, as far as it names them."""
    days = validity(valid, sense, lasting=True)
    if days.over != dates.LAST:
        return days.surely, days.fades - 1
    if valid.endswith("/.."):
        return days.surely, dates.LAST - 1
    last = days_of(valid).last
    return min(days.surely, last), last
