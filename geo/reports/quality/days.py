"""Dates of 1 January that may be years, and missions of which nothing new has been said."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from geo import dates
from geo.evidence import PublicationIndex, sightings
from geo.reports.quality.model import Finding
from geo.reports.quality.record import DatasetLines

_DAY: Final = re.compile(r"([0-9]{4})-01-01")
_DATED: Final = {"events": ("date",), "heads": ("start", "end"), "relations": ("date",)}


def years(record: DatasetLines) -> Iterator[Finding]:
    """Dates of 1 January without a reason: where only the year is known, often written so."""
    for table, columns in _DATED.items():
        for line, row in record.each(table):
            for column in columns:
                value = row[column]
                day = _DAY.fullmatch(value)
                if day and not row["reason"] and row.get("sense") != "attested":
                    case, year = "year.day", day[1]
                elif len(value) == 4 and f"{value}-01-01" in row["reason"]:
                    case, year = "year.read", value
                else:
                    continue
                yield Finding(
                    f"{table}.csv",
                    line,
                    row["id"],
                    row.get("mission", ""),
                    "year",
                    value,
                    case,
                    {"year": year},
                )


def stale(record: DatasetLines, today: dt.date, most: int) -> Iterator[Finding]:
    """Missions that have not closed, and of which the last evidence is old or has no date."""
    seen = sightings(record.dataset, PublicationIndex.of_dataset(record.dataset))
    seen = seen[seen["day"] <= today.toordinal()]
    ids = [row.id for row in record.dataset.missions]
    told = {ids[number]: day for number, day in zip(seen["mission"], seen["day"], strict=True)}
    for line, row in record.each("missions"):
        if row.id in record.closed:
            continue
        last = told.get(row.id)
        if last is None:
            case, value, values = "stale.undated", "", {}
        else:
            age = today.toordinal() - last
            if age <= dates.years(most):
                continue
            day = dt.date.fromordinal(last)
            case, value, values = "stale.old", day.isoformat(), {"years": age // dates.years(1)}
        yield Finding("missions.csv", line, row.id, row.id, "stale", value, case, dict(values))
