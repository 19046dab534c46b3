"""Separated values (CSV, TSV) as grids."""

from __future__ import annotations

from geo.i18n import as_written
from geo.importers.grids.grid import Grid
from geo.importers.input_files import sheet_of, text_of


def delimited(file: str, data: bytes) -> Grid:
    sheet = sheet_of(file, text_of(file, data), trailing=True)
    rows = [(line, [as_written(cell) for cell in cells]) for line, cells in sheet.rows]
    return Grid(sheet.columns, rows, [], sheet.problems)
