"""What is based on each source: which records of which tables name it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from geo.dataset import Dataset

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
"""The tables whose rows are based on sources, in the order in which they are told."""


def resting_on(dataset: Dataset, source: str) -> Mapping[str, Sequence[Any]]:
    """Table -> its records that are based on a source; only tables that have some."""
    found = {table: dataset.table(table).by_source(source) for table in TABLES}
    return {table: records for table, records in found.items() if records}
