"""Outside files -> texts and records: within limits, whole, and with every error of form named."""

import contextlib
import csv
import hashlib
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from geo.dataset.files import NotJson, read_json
from geo.errors import SourceFaulty, quoted
from geo.importers.inputs import Checked

MOST_BYTES: Final = 256 * 1024 * 1024  # Of a file, or of its unpacked content
MOST_ROWS: Final = 200_000  # The world has about ten thousand missions
MOST_COLUMNS: Final = 500
MOST_CELL: Final = 20_000  # Characters of a value; one that has more is refused, never cut
_PART_BYTES: Final = 1024 * 1024
_HEADER: Final = 100_000
_SHOWN: Final = 40
SEPARATORS: Final = (",", ";", "\t", "|")
FEWER: Final = "Split the file, or remove what is not a mission."
Row = tuple[int, list[str]]


@dataclass(slots=True)
class Grid(Checked):
    """A table as a file has it, its cells as text."""

    columns: list[str]
    rows: list[Row] = field(default_factory=list)
    # Longitude and latitude (CRS84, degrees) of each row's geometry, or None
    points: list[tuple[float, float] | None] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # For the report: the sheet that is read, …
    sha256: str = ""  # Of the bytes that it was read from


def measure(file: str, rows: int, columns: int = 0) -> None:
    """Refuse a table of more rows or columns than are read."""
    if rows > MOST_ROWS:
        raise SourceFaulty(f"{file} has {rows:,} rows; at most {MOST_ROWS:,} are read. {FEWER}")
    if columns > MOST_COLUMNS:
        most = f"at most {MOST_COLUMNS} are read. Remove the others."
        raise SourceFaulty(f"{file} has {columns:,} columns; {most}")


def bytes_of(path: Path) -> bytes:
    """The bytes of an outside file."""
    with _readable(path):
        if not path.is_file():
            what = "is a folder" if path.is_dir() else "does not exist"
            raise SourceFaulty(f"{quoted(path)} {what}. Give the file to import.")
        if (size := path.stat().st_size) > MOST_BYTES:
            most = f"at most {MOST_BYTES:,} are read. {FEWER}"
            raise SourceFaulty(f"{quoted(path)} has {size:,} bytes; {most}")
        data = path.read_bytes()
    if not data.strip():
        raise SourceFaulty(f"{quoted(path)} is empty. Fetch it again.")
    return data


@contextlib.contextmanager
def copied(path: Path) -> Iterator[tuple[Path, str]]:
    """A copy of a file too large to be held, and the SHA-256 of the copy's bytes."""
    digest = hashlib.sha256()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        with _readable(path), path.open("rb") as source, copy.open("wb") as target:
            while part := source.read(_PART_BYTES):
                digest.update(part)
                target.write(part)
        yield copy, digest.hexdigest()


@contextlib.contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        told = f"{quoted(path)} cannot be read: {why}. Check the path and permissions."
        raise SourceFaulty(told) from error


def text_of(file: str, data: bytes) -> str:
    """A file as text."""
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        before = data[: error.start].rpartition(b"\n")[2]
        column = max(before.count(mark) for mark in (b",", b";", b"\t")) + 1
        value = data[error.start : error.start + 8]
        told = f"{file}, row {line}, cell {column}: {quoted(value.hex(' '))} is not UTF-8"
        reads = f"in Windows-1252 it reads {quoted(value.decode('cp1252', 'replace'))}"
        raise SourceFaulty(f"{told} ({reads}). Save the file as UTF-8.") from error
    if "\0" in text:
        row = f"{file}, row {text[: text.index(chr(0))].count(chr(10)) + 1}"
        raise SourceFaulty(f"{row}: it contains NUL, so it is not text. Fetch it again.")
    return text


def json_of(file: str, text: str, remedy: str, line: int = 0) -> Any:
    """A text in JSON, read; ``line`` is its own where a file has one document a line."""
    try:
        return read_json(text)
    except NotJson as error:
        where = f"{file}, line {line or error.line}"
        raise SourceFaulty(f"{where}: not JSON, or cut short: {error}. {remedy}") from error


def sheet_of(file: str, text: str, needed: Sequence[str]) -> Grid:
    """A text of separated values, headings first, as a table."""

    def fits(mark: str) -> tuple[int, int]:
        cells = [cell.strip().strip('"') for cell in text.partition("\n")[0].split(mark)]
        return len({*cells} & {*needed}), len(cells)

    rows = records_of(file, text, max(SEPARATORS, key=fits))
    header = trimmed(next(rows, (1, []))[1])
    sound_header(file, header, needed)
    sheet = filled(file, header, rows)
    if not text.endswith("\n"):
        what = "the last line does not end with a line feed: the file may have been cut short"
        remedy = "Fetch it again; if it is complete, end it with a line feed."
        raise SourceFaulty(f"{file}, row {text.count(chr(10)) + 1}: {what}. {remedy}")
    return sheet


def trimmed(cells: Sequence[str]) -> list[str]:
    """Cells without spaces around them, and without the blank ones at the end."""
    columns = [cell.strip() for cell in cells]
    while columns and not columns[-1]:
        columns.pop()
    return columns


def records_of(file: str, text: str, separator: str) -> Iterator[Row]:
    """The records of separated values that are not blank, each with its first line."""
    measure(file, max(text.count("\n"), text.count("\r")) - 1)
    ends = text.find("\n")
    if (ends if ends >= 0 else len(text)) > _HEADER:
        what = f"it has more than {_HEADER:,} characters, too many for headings"
        remedy = "Give each column a short heading, and keep only those that are needed."
        raise SourceFaulty(f"{file}, row 1: {what}. {remedy}")
    limit = csv.field_size_limit(1_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    try:
        for cells in reader:
            line, begins = begins, reader.line_num + 1
            if any(map(str.strip, cells)):
                yield line, cells
    except csv.Error as error:
        what = f"{file}, row {begins}: the table ends early or is broken here: {error}"
        raise SourceFaulty(f"{what}. Fetch it again, or close the quotes.") from error
    finally:
        csv.field_size_limit(limit)


def filled(file: str, columns: list[str], rows: Iterable[Row]) -> Grid:
    """Headings and the rows below them as a table; rows of another width are its problems."""
    grid, wide = Grid(file, columns), len(columns)
    for line, cells in rows:
        while len(cells) > wide and not cells[-1]:
            cells.pop()
        if len(cells) == wide:
            grid.rows.append((line, cells))
            continue
        rule = f"the row has {len(cells)} cells, the header {wide}: columns are shifted"
        remedy = "Put a cell with a separator in double quotes; give each column a heading."
        if len(cells) < wide:
            remedy = "Complete the row; fetch the file again if it was cut short."
        grid.refuse(line, "", ", ".join(cells)[:200], rule, remedy)
    if not grid.rows and not grid.problems:
        raise SourceFaulty(f"{file} has headings but no rows. Fetch it again.")
    return grid


def sound_header(
    file: str, header: Sequence[str], needed: Sequence[str] = (), line: int = 1
) -> None:
    """Refuse headings that are blank, there twice, or without those that are needed."""
    measure(file, 0, len(header))
    if not any(header):
        raise SourceFaulty(f"{file} has no headings in row {line}. Give each column one.")
    found = Checked(file)
    for name in dict.fromkeys(filter(None, header)):
        if header.count(name) > 1:
            places = [str(at) for at, one in enumerate(header, start=1) if one == name]
            rule = f"the column is there more than once, as cells {', '.join(places[:_SHOWN])}"
            found.refuse(line, name, "", rule, "Rename or remove one.")
    remedy = f"The file has: {re.sub(r'[^ -~]', '?', ', '.join(header))[:300]}."
    for name in needed:
        if name not in header:
            found.refuse(line, name, "", "the column is missing", remedy)
    if found.problems:
        raise SourceFaulty.listing(f"the headings of {file} have errors", found.problems, _SHOWN)
