"""Dates of 1 January that may be years, and missions of which nothing new has been said."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from geo import dates
from geo.claims import Knowledge, only_looked
from geo.pack import split
from geo.quality.finding import Finding
from geo.quality.record import Record, Row

__all__ = ["stale", "years"]

_DAY: Final = re.compile(r"([0-9]{4})-01-01")
_DATED: Final = {"events": ("date",), "heads": ("start", "end"), "relations": ("date",)}
_YEAR_DAYS: Final = 365.2425


def years(record: Record) -> Iterator[Finding]:
    """Dates of 1 January: a data set that knows only the year often writes them so.

    A day whose reason is given is left alone. One that an import has read as the year is named
    too, for the day may be looked up.
    """
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


def stale(record: Record, today: dt.date, most: int) -> Iterator[Finding]:
    """Missions that have not closed, and of which the last evidence is old or has no date.

    Parameters
    ----------
    record
        The pack.
    today
        Day from which age is counted.
    most
        Years that evidence may be old.
    """
    told = _last_told(record)
    for line, row in record.each("missions"):
        if row["id"] in record.closed:
            continue
        last = told.get(row["id"])
        if last is None:
            case, value, values = "stale.undated", "", {}
        else:
            age = (today - last).days / _YEAR_DAYS
            if age <= most:
                continue
            case, value, values = "stale.old", last.isoformat(), {"years": int(age)}
        yield Finding(
            "missions.csv", line, row["id"], row["id"], "stale", value, case, dict(values)
        )


def _last_told(record: Record) -> dict[str, dt.date]:
    """Mission -> the last day on which something is dated that shows it or tells of it."""
    ends: dict[str, dt.date | None] = {}
    told: dict[str, dt.date] = {}

    def note(mission: str, *texts: str) -> None:
        for text in texts:
            if text not in ends:
                ends[text] = dates.parse(text).latest if text else None
            last = ends[text]
            if last is not None and (mission not in told or last > told[mission]):
                told[mission] = last

    published = {
        row["id"]: [row[column] for column in ("published", "revised") if row[column]]
        for row in record.pack.rows["sources"]
    }
    knowledge = Knowledge.of_pack(record.pack)
    for rows in record.events.values():
        for row in rows:
            if only_looked(row, knowledge):
                continue
            note(row["mission"], row["date"], *_published(row, published))
    for row in record.pack.rows["heads"]:
        note(row["mission"], *split(row["attested"]), row["start"], *_published(row, published))
    for row in record.pack.rows["positions"]:
        note(row["mission"], *_published(row, published))
    return told


def _published(row: Row, published: dict[str, list[str]]) -> list[str]:
    return [day for source in split(row["sources"]) for day in published.get(source, ())]
