"""A finding: one row that is worth a second look, and what is suggested for it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final

from geo import dates
from geo.dataset import PLACES, Dataset, Event, Mission, Position
from geo.i18n import ENGLISH, Translator
from geo.vocabulary import words_of

Row = Mapping[str, str]
MEASURED: Final = ("surveyed", "source_point")  # Methods of positions that give their own point
KINDS: Final = words_of("warnings")
"""Kinds of findings: a point outside its receiving state, a point shared with another mission, a
1 January that may be a year, a date too early, a closing before the opening, two missions that may
be one, a place that is missing, evidence that is old, an absence that a mission contradicts,
a text that names a party easily taken for the one
that it is about."""

_PARTIES: Final = ("party", "receiving", "own")


@dataclass(frozen=True, slots=True)
class Finding:
    """One row that is worth a second look: a warning; of the kind ``outside`` an error too."""

    file: str
    row: int  # Line of the record, the header being 1
    id: str
    mission: str
    kind: str
    value: str
    case: str  # Key of the catalogue below ``quality``
    # Texts, numbers, metres under ``away``, codes of parties under ``party``, ``receiving`` and
    # ``own``, and a status on a ``day``
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def suggestion(self) -> str:
        """What is suggested, in English."""
        return self.said(ENGLISH)

    def said(self, tr: Translator) -> str:
        """What is suggested."""
        told = dict(self.values)
        for key in _PARTIES:
            if key in told:
                told[key] = tr.of_party(str(told[key]))
        if isinstance(away := told.get("away"), float):
            told["away"] = tr.distance(away)
        if "status" in told:
            told["status"] = tr.status(str(told["status"]))
        for key in ("day", "opened"):
            if key in told:
                told[key] = tr.date(str(told[key]))
        if "others" in told:
            told["others"] = _others(told.pop("others"), tr)
        return tr(f"quality.{self.case}", **told)

    def as_dict(self) -> dict[str, object]:
        """The finding as a plain mapping, for JSON."""
        told = ("file", "row", "id", "mission", "kind", "case", "value", "suggestion")
        return {name: getattr(self, name) for name in told}

    def __str__(self) -> str:
        value = f": {self.value}" if self.value else ""
        return f"{self.file}, row {self.row}, {self.id}{value}: {self.suggestion}"


def _others(ids: object, tr: Translator) -> str:
    """The first of several missions, and how many more there are."""
    first, *more = ids if isinstance(ids, tuple) else (str(ids),)
    return tr("quality.shared.others", first=first, number=len(more)) if more else str(first)


def finding(
    table: str, line: int, row: Row, kind: str, value: str, case: str, **values: object
) -> Finding:
    """A finding on a row; its mission is the row's, unless another is among the values."""
    mission = row["id"] if table == "missions" else row.get("mission", "")
    of = str(values.pop("of", mission))
    return Finding(f"{table}.csv", line, row["id"], of, kind, value, case, values)


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
