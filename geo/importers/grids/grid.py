"""A table as a grid of text, and what all forms share: limits, cells, the choice of a layer."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from geo.errors import SourceFaulty, ValidationError, quoted
from geo.importers.input_files import MOST_COLUMNS, MOST_ROWS

MISSIONS: Final = "missions"
"""The layer or sheet that is read where a file has it among others."""

MOST_UNPACKED: Final = 128 * 1024 * 1024
"""Bytes that an archive holds unpacked at most, and characters that a table's cells have."""

AGAIN: Final = "Save it again, or fetch it again."
FEWER: Final = "Remove what is not a mission, or split the file."


@dataclass(slots=True)
class Grid:
    """A table as a grid of text."""

    columns: list[str]
    rows: list[tuple[int, list[str]]]
    # Longitude and latitude (CRS84, degrees) of each row's geometry, or None
    points: list[tuple[float, float] | None] = field(default_factory=list)
    problems: list[ValidationError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # For the report: the sheet that was taken, …
    sha256: str = ""  # Of the bytes that it was read from


def measure(file: str, rows: int, columns: int = 0) -> None:
    if rows > MOST_ROWS:
        raise SourceFaulty(f"{file} has {rows:,} rows; at most {MOST_ROWS:,} are read. {FEWER}")
    if columns > MOST_COLUMNS:
        raise SourceFaulty(
            f"{file} has {columns:,} columns; at most {MOST_COLUMNS} are read. Remove the others."
        )


def _cell(value: object) -> str:
    """A cell as text: whole numbers without a point, days without a time."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "|".join(_cell(one) for one in value)
    if isinstance(value, bytes):
        return ""
    return str(value).strip()


class Cells:
    """Cells as texts, counted: a packed form may give far more than it holds."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._left = MOST_UNPACKED

    def __call__(self, value: object) -> str:
        text = _cell(value)
        self.count(len(text))
        return text

    def count(self, characters: int) -> None:
        """Count what was unpacked; past the limit nothing more is."""
        self._left -= characters
        if self._left < 0:
            raise SourceFaulty(
                f"{self._file}: its cells have more than {MOST_UNPACKED:,} characters, which are "
                "not read. Leave out the columns that are not needed, or split the file."
            )


def chosen(file: str, names: Sequence[str], layer: str, what: str) -> str:
    shown = ", ".join(quoted(name) for name in names)
    if layer:
        if layer not in names:
            raise SourceFaulty(f"{file} has no {quoted(layer)}; its {what} are: {shown}.")
        return layer
    if MISSIONS in names:
        return MISSIONS
    if len(names) != 1:
        raise SourceFaulty(f"{file} has {len(names)} {what}: {shown}. Name one with --layer.")
    return names[0]
