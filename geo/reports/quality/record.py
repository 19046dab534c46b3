"""A dataset's rows with the lines they stand on, looked at from its missions."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

from geo import dates
from geo.dataset import PLACES, Dataset
from geo.vocabulary import EVENTS

Row = Mapping[str, str]

MEASURED: Final = ("surveyed", "source_point")
"""Methods of positions that give a point of their own."""


class Record:
    """A dataset, with the line of each row and what is told of each mission."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset

    def each(self, table: str) -> Iterator[tuple[int, Row]]:
        """The rows of a table, each with the line on which it begins."""
        return zip(_lines(table, self.dataset.rows[table]), self.dataset.rows[table], strict=True)

    @cached_property
    def missions(self) -> dict[str, Row]:
        """Id -> row of the mission."""
        return {row["id"]: row for row in self.dataset.rows["missions"]}

    @cached_property
    def lines(self) -> dict[str, int]:
        """Id -> line of the mission."""
        return {row["id"]: line for line, row in self.each("missions")}

    @cached_property
    def points(self) -> list[tuple[int, Row]]:
        """The positions that give a point of their own, with their lines."""
        return [
            (line, row)
            for line, row in self.each("positions")
            if row["longitude"] and row["method"] in MEASURED and row["mission"] in self.missions
        ]

    @cached_property
    def events(self) -> dict[str, list[Row]]:
        """Mission -> its events, without those that were only planned."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.dataset.rows["events"]:
            if row["sense"] != "planned":
                found[row["mission"]].append(row)
        return found

    @cached_property
    def closed(self) -> frozenset[str]:
        """The missions whose last event that sets a status has closed them."""
        return frozenset(id for id, events in self.events.items() if _closed(events))


def _lines(table: str, rows: Sequence[Row]) -> Iterator[int]:
    """The line on which each row begins; places are numbered instead."""
    if table == PLACES.partition(".")[0]:
        yield from range(1, len(rows) + 1)
        return
    begins = 2
    for row in rows:
        yield begins
        begins += 1 + sum(cell.count("\n") for cell in row.values())


def _closed(events: Sequence[Row]) -> bool:
    last, status = dt.date.min, ""
    for row in events:
        sets = EVENTS.get(row["kind"])
        if sets is None:
            continue
        span = dates.parse(row["date"])
        day = span.latest or span.earliest
        if day is not None and day >= last:
            last, status = day, sets
    return status == "closed"
