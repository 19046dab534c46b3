"""Separated values (CSV, TSV) as grids."""

from __future__ import annotations

import contextlib
import csv
import re
from itertools import islice
from typing import Final

from geo.i18n import as_written
from geo.importers.grids.headings import TOP, below_headings, heading_place
from geo.importers.input_files import SEPARATORS, Grid, filled, records_of, text_of
from geo.importers.mapping import recognised
from geo.importers.table_options import TableOptions

_DECLARED: Final = re.compile(r'"?sep=(.)"?[ \t]*(\r\n|\r|\n)', re.IGNORECASE)
_SAMPLE: Final = 200_000


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
