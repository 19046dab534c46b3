"""Workbooks (XLSX) as grids."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from geo.errors import SourceFaulty, ValidationError, quoted
from geo.i18n import as_written
from geo.importers.grids.grid import AGAIN, Cells, chosen, unpacked
from geo.importers.grids.headings import TOP, Row, below_headings, heading_place
from geo.importers.input_files import Grid, filled, measure
from geo.importers.table_options import TableOptions

_MERGED: Final = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})[\"']"
)
_NEVER_CALCULATED: Final = re.compile(
    rb"<(?:\w+:)?c\s(?:[^<>]*?\s)?r=[\"']([A-Z]{1,3})([0-9]{1,7})[\"'][^<>]*>"
    rb"<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*(?:/>|></(?:\w+:)?v>)\s*)?</"
)
"""A cell with a formula, and with no value or a blank one."""

_FAILED: Final = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!")
_BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, SyntaxError, OSError, EOFError, NotImplementedError),
    *(ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError),
)
"""What openpyxl raises of a workbook that is damaged; SyntaxError of either XML parser."""


def xlsx(file: str, data: bytes, options: TableOptions) -> Grid:
    """A sheet of a workbook as a grid."""
    unpacked(file, data, "workbook")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and validations, which are not read
            import openpyxl

            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            return _sheet(file, book, options)
    except _BROKEN as error:
        raise SourceFaulty(
            f"{file} is not a workbook that can be read: {quoted(error)}. {AGAIN}"
        ) from error


def _sheet(file: str, book: Any, options: TableOptions) -> Grid:
    def top_of(name: str) -> list[str]:
        rows = list(islice(_rows(file, book[name], 2 * TOP), TOP))
        return rows[heading_place(rows, options)][1] if rows else []

    notes: list[str] = []
    names = [sheet.title for sheet in book.worksheets]
    sheet = book[chosen(file, names, options, "sheets", top_of, notes)]
    rows = _rows(file, sheet)
    merged = _merged(book, sheet)
    if merged:
        rows = _unmerged(rows, merged)
        notes.append("merged cells: each row that they cover has their text")
    columns, below = below_headings(file, rows, options, notes)
    wide = len(columns)
    grid = filled(file, columns, ((n, cells + [""] * (wide - len(cells))) for n, cells in below))
    grid.notes = notes
    blank = _places(book, sheet, _NEVER_CALCULATED)
    for line, cells in grid.rows:
        for place, text in enumerate(cells):
            if text in _FAILED:
                rule, remedy = "a formula that failed", "Correct it, or write its value."
            elif not text and (line, place) in blank:
                rule = "a formula without a saved result"
                remedy = "Save the file in a spreadsheet program, or write its value."
            else:
                continue
            grid.problems.append(ValidationError(file, line, columns[place], text, rule, remedy))
            cells[place] = ""
    return grid


def _rows(file: str, sheet: Any, most: int | None = None) -> Iterator[Row]:
    """The rows that are not blank, each with its number."""
    text = Cells(file)
    sheet.reset_dimensions()  # the size that it states may be wrong
    for number, row in enumerate(sheet.iter_rows(max_row=most), start=1):
        measure(file, number - 1, len(row))
        cells = [as_written(text(_value(cell))) for cell in row]
        if any(cells):
            yield number, cells


def _value(cell: Any) -> object:
    """The value of a cell; a day as a month or a year where only that is shown."""
    value = cell.value
    if value is None or not cell.is_date or not hasattr(value, "year"):
        return value
    shown = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", str(cell.number_format)).lower()
    if "d" in shown or "h" in shown or "y" not in shown:
        return value
    return f"{value:%Y-%m}" if "m" in shown else f"{value:%Y}"


def _merged(book: Any, sheet: Any) -> dict[int, list[tuple[int, int]]]:
    """First row -> column (from 0) and last row of the cells that are merged over rows."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (first, place), (_, last) in _places(book, sheet, _MERGED).items():
        if int(last) > first:
            found[first].append((place, int(last)))
    return found


def _places(book: Any, sheet: Any, sought: re.Pattern[bytes]) -> dict[tuple[int, int], list[bytes]]:
    """Row and column (from 0) that a pattern finds in the text of a sheet -> what else it finds."""
    from openpyxl.utils import column_index_from_string

    found = sought.finditer(book._archive.read(sheet._worksheet_path))
    return {
        (int(one[2]), column_index_from_string(one[1].decode()) - 1): [*one.groups()[2:]]
        for one in found
    }


def _unmerged(rows: Iterator[Row], merged: dict[int, list[tuple[int, int]]]) -> Iterator[Row]:
    """Rows with the text of a merged cell in each that it covers, where they hold more."""
    held: dict[int, tuple[int, str]] = {}
    for number, cells in rows:
        held = {place: one for place, one in held.items() if number <= one[0]}
        for place, (_, text) in held.items():
            cells += [""] * (place + 1 - len(cells))
            cells[place] = cells[place] or text
        for place, last in merged.get(number, ()):
            if place < len(cells) and cells[place]:
                held[place] = (last, cells[place])
        yield number, cells
