"""A table as a grid of text, and code for all formats: limits, cells, the choice of a layer."""

from __future__ import annotations

import datetime as dt
import io
import json
import math
import zipfile
import zlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from geo.errors import SourceFaulty, ValidationError, quoted
from geo.importers.input_files import MOST_COLUMNS, MOST_ROWS
from geo.importers.mapping import NEEDED, recognised
from geo.importers.table_options import TableOptions

MISSIONS: Final = "missions"
"""The layer or sheet that is read where a file has it among others."""

MOST_UNPACKED: Final = 128 * 1024 * 1024
"""Bytes that an archive holds unpacked at most, and characters that a table's cells have."""

AGAIN: Final = "Save it again, or fetch it again."
_MOST_PARTS: Final = 2_000
_MOST_SHOWN: Final = 40
FEWER: Final = "Remove what is not a mission, or split the file."


@dataclass(slots=True)
class Grid:
    """A table as a grid of text."""

    columns: list[str]
    rows: list[tuple[int, list[str]]]
    # Longitude and latitude (CRS84, degrees) of each row's geometry, or None
    points: list[tuple[float, float] | None] = field(default_factory=list)
    problems: list[ValidationError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # For the report: the sheet that was read, …
    sha256: str = ""  # Of the bytes that it was read from


def measure(file: str, rows: int, columns: int = 0) -> None:
    """Refuse a table of more rows or columns than are read."""
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
    if isinstance(value, dict) or (isinstance(value, list | tuple) and any(map(_nested, value))):
        return _as_json(value)
    if isinstance(value, list | tuple):
        return "|".join(map(_cell, value))
    if isinstance(value, bytes):
        return ""
    return str(value).strip()


def _nested(value: object) -> bool:
    return isinstance(value, list | tuple | dict)


def _as_json(value: object) -> str:
    """What is nested in a cell, as JSON; blank where it is too deep to write."""
    try:
        return json.dumps(value, ensure_ascii=False, default=str)
    except (RecursionError, TypeError, ValueError):
        return ""


class Cells:
    """Cells as texts, counted: a packed form may give far more than it holds."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._left = MOST_UNPACKED

    def __call__(self, value: object) -> str:
        """A cell as text, counted."""
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


def chosen(
    file: str,
    names: Sequence[str],
    options: TableOptions,
    what: str,
    headings_of: Callable[[str], Sequence[str]],
    notes: list[str],
) -> str:
    """The sheet or layer to read: the one that is named, or the only one that fits."""
    if options.layer:
        if options.layer not in names:
            raise SourceFaulty(
                f"{file} has no {quoted(options.layer)}; its {what} are: {_shown(names)}."
            )
        return options.layer
    if MISSIONS in names or len(names) == 1:
        return MISSIONS if MISSIONS in names else names[0]
    needed = {*NEEDED} - options.constants.keys()
    fit = [name for name in names if needed <= recognised(headings_of(name), options)]
    if len(fit) != 1:
        many = f"{len(fit)} of them hold a table of missions: {_shown(fit)}"
        none = f"none has the headings of a table of missions: {_shown(names)}"
        raise SourceFaulty(
            f"{file} has {len(names)} {what}; {many if fit else none}. Name one with --layer."
        )
    notes.append(f"{what}: {quoted(fit[0])} is read: only it has headings of missions")
    return fit[0]


def _shown(names: Sequence[str]) -> str:
    more = f", … ({len(names):,} in all)" if len(names) > _MOST_SHOWN else ""
    return ", ".join(quoted(name) for name in names[:_MOST_SHOWN]) + more


def unpacked(
    file: str, data: bytes, what: str, suffixes: Collection[str] = ()
) -> dict[PurePosixPath, bytes]:
    """The parts of a ZIP archive with some endings, all measured before one is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise SourceFaulty(f"{file} is not a {what}: {quoted(error)}. {AGAIN}") from error
    size = sum(part.file_size for part in parts)
    if size > MOST_UNPACKED or len(parts) > _MOST_PARTS:
        raise SourceFaulty(
            f"{file} would unpack to {size:,} bytes in {len(parts):,} parts; at most "
            f"{MOST_UNPACKED:,} in {_MOST_PARTS:,} are read. Save the table alone, as CSV."
        )
    wanted = {part: PurePosixPath(part.filename) for part in parts}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {
                path: archive.read(part)
                for part, path in wanted.items()
                # macOS puts a file beside each, whose name begins so
                if path.suffix.lower() in suffixes and not path.name.startswith("._")
            }
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError) as error:
        raise SourceFaulty(f"{file} cannot be unpacked: {quoted(error)}. {AGAIN}") from error
