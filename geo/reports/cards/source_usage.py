"""What rests on each source: which rows of which tables name it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from geo.dataset import split

if TYPE_CHECKING:
    from geo.dataset import Dataset

Resting = Mapping[str, Mapping[str, tuple[int, ...]]]

TABLES: Final = (
    "events",
    "positions",
    "heads",
    "relations",
    "coverage",
    "claims",
    "places",
    "sources",
)
"""The tables whose rows rest on sources, in the order in which they are told."""

_LISTED: Final = ("events", "positions", "heads", "relations", "coverage", "places")
_known: WeakKeyDictionary[Dataset, Resting] = WeakKeyDictionary()


def rows_on(dataset: Dataset) -> Resting:
    """What rests on each source of a dataset; found once for each dataset."""
    if dataset not in _known:
        _known[dataset] = _found(dataset)
    return _known[dataset]


def _found(dataset: Dataset) -> Resting:
    found: dict[str, dict[str, list[int]]] = {row["id"]: {} for row in dataset.rows["sources"]}
    for table in TABLES:
        for number, source in _named(dataset, table):
            if source in found:
                found[source].setdefault(table, []).append(number)
    return MappingProxyType(
        {
            source: MappingProxyType({table: tuple(rows) for table, rows in tables.items()})
            for source, tables in found.items()
        }
    )


def _named(dataset: Dataset, table: str) -> Iterator[tuple[int, str]]:
    """Numbers of rows, each with a source that it rests on, none twice."""
    for number, row in enumerate(dataset.rows[table]):
        if table in _LISTED:
            sources = split(row["sources"])
        elif table == "claims":
            sources = [row["source"]]
        else:
            sources = [*split(row["derived_from"]), *split(row["known_through"])]
        for source in dict.fromkeys(sources):
            yield number, source
