"""Workbooks (XLSX) as grids."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Final

from geo.errors import SourceFaulty
from geo.i18n import as_written
from geo.importers.grids.grid import AGAIN, MOST_UNPACKED, Cells, Grid, chosen, measure

_MOST_PARTS: Final = 2_000


def xlsx(file: str, data: bytes, layer: str) -> Grid:
    import warnings
    from xml.etree.ElementTree import ParseError

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    _not_a_bomb(file, data)
    broken = (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, ParseError, OSError)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and validations, which are not read
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheet = book[chosen(file, book.sheetnames, layer, "sheets")]
            sheet.reset_dimensions()  # what it says of its size may be anything
            return _sheet(file, sheet.iter_rows(values_only=True))
    except broken as error:
        raise SourceFaulty(
            f"{file} is not a workbook that can be read: {error}. {AGAIN}"
        ) from error


def _sheet(file: str, rows: Iterable[Sequence[object]]) -> Grid:
    columns: list[str] = []
    found: list[tuple[int, list[str]]] = []
    text = Cells(file)
    for number, values in enumerate(rows, start=1):
        measure(file, number - 1, len(values))
        cells = [as_written(text(value)) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if not columns:
            columns = cells
        elif len(cells) <= len(columns):
            found.append((number, cells + [""] * (len(columns) - len(cells))))
        else:
            raise SourceFaulty(
                f"{file}, row {number}: it has {len(cells)} cells, the headings {len(columns)}: "
                "columns are shifted. Shift them back, or give the column a heading."
            )
    return Grid(columns, found)


def _not_a_bomb(file: str, data: bytes) -> None:
    """Measure a ZIP archive by what it says that it holds, before any of it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise SourceFaulty(f"{file} is not a workbook: {error}. {AGAIN}") from error
    size = sum(part.file_size for part in parts)
    if size > MOST_UNPACKED or len(parts) > _MOST_PARTS:
        raise SourceFaulty(
            f"{file} would unpack to {size:,} bytes in {len(parts):,} parts; at most "
            f"{MOST_UNPACKED:,} in {_MOST_PARTS:,} are read. Save the table alone, as CSV."
        )
