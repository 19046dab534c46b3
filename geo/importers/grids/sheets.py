"""Separated values (CSV, TSV) and workbooks (XLSX) as grids, with the row of their headings."""

import contextlib
import csv
import io
import re
import warnings
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any, Final

from geo.errors import SourceFaulty, quoted
from geo.i18n import as_written
from geo.importers.grids.grid import AGAIN, Cells, chosen, unpacked
from geo.importers.input_files import (
    SEPARATORS,
    Grid,
    Row,
    filled,
    measure,
    records_of,
    sound_header,
    text_of,
    trimmed,
)
from geo.importers.mapping import recognised
from geo.importers.table_options import TableOptions

TOP: Final = 30  # Rows, blank ones left out, among which the headings are looked for
_ENOUGH: Final = 2
_SHOWN: Final = 5
_DECLARED: Final = re.compile(r'"?sep=(.)"?[ \t]*(\r\n|\r|\n)', re.IGNORECASE)
_SAMPLE: Final = 200_000
_MERGED: Final = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})[\"']"
)
_NEVER_CALCULATED: Final = re.compile(  # A cell with a formula, and with no value or a blank one
    rb"<(?:\w+:)?c\s(?:[^<>]*?\s)?r=[\"']([A-Z]{1,3})([0-9]{1,7})[\"'][^<>]*>"
    rb"<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*(?:/>|></(?:\w+:)?v>)\s*)?</"
)
_FAILED: Final = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!")
# What openpyxl raises for a damaged workbook; SyntaxError is that of its XML parsers
_BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, SyntaxError, OSError, EOFError, NotImplementedError),
    *(ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError),
)


def delimited(file: str, data: bytes, options: TableOptions) -> Grid:
    """A text of separated values as a grid."""
    text = text_of(file, data)
    declared = _DECLARED.match(text)
    separator = declared[1] if declared else _separator(text, options)
    if declared:  # the line stays as a blank one, so that rows keep their numbers
        text = declared[2] + text[declared.end() :]
    notes: list[str] = []
    columns, below = below_headings(file, records_of(file, text, separator), options, notes)
    grid = filled(file, columns, ((line, [*map(as_written, cells)]) for line, cells in below))
    if not text.endswith(("\n", "\r")):
        notes.append("the last line does not end with a line feed: check that the file is whole")
    grid.notes = notes
    return grid


def _separator(text: str, options: TableOptions) -> str:
    """The separator under which most headings are recognised, then which gives most of them."""
    lines = text[:_SAMPLE].splitlines()

    def fits(mark: str) -> tuple[int, int]:
        with contextlib.suppress(csv.Error):
            read = islice(csv.reader(lines, delimiter=mark), TOP)
            rows = [(0, row) for row in read if any(map(str.strip, row))]
            if rows:
                cells = rows[heading_place(rows, options)][1]
                return len(recognised(cells, options)), len(cells)
        return 0, 0

    return max(SEPARATORS, key=fits)


def heading_place(rows: Sequence[Row], options: TableOptions) -> int:
    """The place of the headings among the first rows: where most are recognised, the first of two.

    Where hardly any are, the first row that is no title: one with more than one text.
    """
    known = [len(recognised(cells, options)) for _, cells in rows]
    if max(known, default=0) >= _ENOUGH:
        return known.index(max(known))
    several = (n for n, (_, cells) in enumerate(rows) if len({*filter(None, cells)}) > 1)
    return next(several, 0)


def below_headings(
    file: str, rows: Iterator[Row], options: TableOptions, notes: list[str]
) -> tuple[list[str], Iterator[Row]]:
    """The headings, and the rows below that do not repeat them."""
    if wanted := options.header_row:
        number, cells = next((row for row in rows if row[0] >= wanted), (0, []))
        if number != wanted:
            remedy = "Give the row of the headings with --header-row."
            raise SourceFaulty(f"{file}, row {wanted}: there are no headings. {remedy}")
    else:
        top = list(islice(rows, TOP))
        at = heading_place(top, options)
        number, cells = top[at] if top else (1, [])
        rows = chain(top[at + 1 :], rows)
        if at:
            notes.append(f"headings: row {number}; what is above it is not read")
    columns = trimmed(cells)
    sound_header(file, columns, line=number)
    return columns, _unlike(file, rows, columns, notes)


def _unlike(file: str, rows: Iterator[Row], columns: list[str], notes: list[str]) -> Iterator[Row]:
    """The rows that do not repeat the headings; those that do are named in a note."""
    again, kept = [], 0
    for number, cells in rows:
        if [*map(str.strip, cells[: len(columns)])] == columns:
            again.append(number)
            continue
        kept += 1
        yield number, cells
    shown = ", ".join(map(str, again[:_SHOWN])) + (", …" if len(again) > _SHOWN else "")
    if again and not kept:
        what = f"{file} has no rows but those that repeat the headings (row {shown})"
        remedy = "Give the row of the headings with --header-row, or fetch the file again."
        raise SourceFaulty(f"{what}. {remedy}")
    if again:
        notes.append(f"not read, as they repeat the headings: row {shown} ({len(again):,} in all)")


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
        told = f"{file} is not a workbook that can be read: {quoted(error)}"
        raise SourceFaulty(f"{told}. {AGAIN}") from error


def _sheet(file: str, book: Any, options: TableOptions) -> Grid:
    def top_of(name: str) -> list[str]:
        rows = list(islice(_rows(file, book[name], 2 * TOP), TOP))
        return rows[heading_place(rows, options)][1] if rows else []

    notes: list[str] = []
    names = [sheet.title for sheet in book.worksheets]
    sheet = book[chosen(file, names, options, "sheets", top_of, notes)]
    rows = _rows(file, sheet)
    # First row -> column (from 0) and last row of the cells that are merged over rows
    merged: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (first, place), (_, last) in _places(book, sheet, _MERGED).items():
        if int(last) > first:
            merged[first].append((place, int(last)))
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
            grid.refuse(line, columns[place], text, rule, remedy)
            cells[place] = ""
    return grid


def _rows(file: str, sheet: Any, most: int | None = None) -> Iterator[Row]:
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


def _places(book: Any, sheet: Any, sought: re.Pattern[bytes]) -> dict[tuple[int, int], list[bytes]]:
    """Row and column (from 0) that a pattern finds in the text of a sheet -> what else it finds."""
    from openpyxl.utils import column_index_from_string as column

    found = sought.finditer(book._archive.read(sheet._worksheet_path))
    return {(int(x[2]), column(x[1].decode()) - 1): [*x.groups()[2:]] for x in found}


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
