"""A dataset's rows with the lines they stand on, looked at from its missions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from geo import dates
from geo.dataset import PLACES, Dataset, Event, Mission, Position

Row = Mapping[str, str]

MEASURED: Final = ("surveyed", "source_point")
"""Methods of positions that give a point of their own."""


class DatasetLines:
    """A dataset, with the line of each row and what is told of each mission."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset

    def each(self, table: str) -> Iterator[tuple[int, Any]]:
        """The rows of a table, each with the line on which it begins."""
        rows = self.dataset.table(table)
        return zip(_lines(table, rows), rows, strict=True)

    @cached_property
    def missions(self) -> Mapping[str, Mission]:
        """Id -> mission."""
        return self.dataset.missions.by_id

    @cached_property
    def lines(self) -> dict[str, int]:
        """Id -> line of the mission."""
        return {row.id: line for line, row in self.each("missions")}

    @cached_property
    def points(self) -> list[tuple[int, Position]]:
        """The positions that give a point of their own, with their lines."""
        return [
            (line, row)
            for line, row in self.each("positions")
            if row.point and row.method in MEASURED and row.mission in self.missions
        ]

    @cached_property
    def events(self) -> dict[str, list[Event]]:
        """Mission -> its events, without those that were only planned."""
        found: dict[str, list[Event]] = defaultdict(list)
        for row in self.dataset.events:
            if not row.is_planned:
                found[row.mission].append(row)
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


def _closed(events: Sequence[Event]) -> bool:
    last, status = dates.FIRST, ""
    for event in events:
        day = event.days.first if event.days.last == dates.LAST else event.days.last
        if event.status is not None and dates.FIRST != day >= last:
            last, status = day, event.status
    return status == "closed"
