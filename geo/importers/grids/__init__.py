"""Tables in their many forms -> grids of text.

Each form is measured before it is unpacked: bytes, rows, columns. A geometry becomes a point
(CRS84, longitude first), an area by a point within it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from geo.errors import SourceFaulty, quoted
from geo.importers.grids.delimited import delimited
from geo.importers.grids.gis_files import gis_file
from geo.importers.grids.grid import AGAIN, Grid
from geo.importers.grids.json_tables import json_lines, json_table
from geo.importers.grids.kml import kml
from geo.importers.grids.parquet import read_parquet
from geo.importers.grids.workbook import xlsx
from geo.importers.input_files import bytes_of, sound_header
from geo.importers.origin import Origin
from geo.importers.table_options import TableOptions

__all__ = ["SUFFIXES", "Grid", "grid_of"]

_PLAIN: Final = TableOptions()
_Reader = Callable[[Path, bytes, TableOptions], Grid]


def _named(read: Callable[[str, bytes, TableOptions], Grid]) -> _Reader:
    return lambda path, data, options: read(path.name, data, options)


_READERS: Final[dict[str, _Reader]] = {
    **dict.fromkeys((".csv", ".tsv", ".txt"), _named(delimited)),
    **dict.fromkeys((".xlsx", ".xlsm"), _named(xlsx)),
    **dict.fromkeys((".geojson", ".json"), _named(json_table)),
    **dict.fromkeys((".geojsonl", ".geojsonseq", ".jsonl", ".ndjson"), _named(json_lines)),
    **dict.fromkeys((".kml", ".kmz"), _named(lambda file, data, _: kml(file, data))),
    **dict.fromkeys((".gpkg", ".fgb", ".zip"), gis_file),
    **dict.fromkeys((".parquet", ".geoparquet"), _named(read_parquet)),
}
SUFFIXES: Final = tuple(_READERS)
"""Endings of the names of tables that can be read; ``.zip`` is a zipped Shapefile."""


def grid_of(path: Path, options: TableOptions = _PLAIN) -> Grid:
    """Read a table."""
    suffix = path.suffix.lower()
    if suffix not in _READERS:
        known = ", ".join(SUFFIXES)
        raise SourceFaulty(
            f"the suffix of {quoted(path.name)} is not that of a readable table. Known: {known} "
            "(a Shapefile, zipped)."
        )
    data = bytes_of(path)
    grid = _READERS[suffix](path, data, options)
    grid.sha256 = Origin.fingerprint(data)
    sound_header(path.name, grid.columns, ", ")
    if not grid.rows and not grid.problems:
        raise SourceFaulty(f"{path.name} has headings but no rows. {AGAIN}")
    return grid
