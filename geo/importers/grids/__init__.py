"""Tables in their many forms -> grids of text.

Each form is measured before it is unpacked: bytes, rows, columns. A geometry becomes a point
(CRS84, longitude first), an area by a point within it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from geo.errors import SourceFaulty, quoted
from geo.importers.grids.delimited import delimited
from geo.importers.grids.gis_files import through_gdal
from geo.importers.grids.grid import AGAIN, Grid
from geo.importers.grids.json_tables import document, geojson, lines
from geo.importers.grids.parquet import read_parquet
from geo.importers.grids.workbook import xlsx
from geo.importers.input_files import bytes_of, sound_header
from geo.importers.origin import Origin
from geo.importers.table_options import TableOptions

__all__ = ["SUFFIXES", "Grid", "grid_of"]

_SHEETS: Final = (".csv", ".tsv", ".txt")
_LINES: Final = (".geojsonl", ".geojsonseq", ".jsonl", ".ndjson")
SUFFIXES: Final = (
    *_SHEETS,
    ".xlsx",
    ".geojson",
    ".json",
    *_LINES,
    ".gpkg",
    ".fgb",
    ".parquet",
    ".geoparquet",
)
_PLAIN: Final = TableOptions()


def grid_of(path: Path, options: TableOptions = _PLAIN) -> Grid:
    """Read a table."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        known = ", ".join(SUFFIXES)
        raise SourceFaulty(
            f"the suffix of {quoted(path.name)} is not a table that can be read. Known: {known}."
        )
    data = bytes_of(path)
    if suffix in (".gpkg", ".fgb"):
        # GDAL warns of bytes without a suffix: it reads a copy of those that were read.
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / path.name
            copy.write_bytes(data)
            grid = through_gdal(copy, options.layer)
    elif suffix == ".xlsx":
        grid = xlsx(path.name, data, options.layer)
    elif suffix in (".parquet", ".geoparquet"):
        grid = read_parquet(path.name, data)
    elif suffix in (".geojson", ".json"):
        grid = geojson(path.name, document(path.name, data))
    elif suffix in _LINES:
        grid = geojson(path.name, lines(path.name, data))
    else:
        grid = delimited(path.name, data)
    grid.sha256 = Origin.fingerprint(data)
    if suffix in _SHEETS:
        return grid
    sound_header(path.name, grid.columns, ", ")
    if not grid.rows:
        raise SourceFaulty(f"{path.name} has headings but no rows. {AGAIN}")
    return grid
