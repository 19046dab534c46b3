"""Tables in their many forms -> grids of text.

Each form is measured before it is unpacked: bytes, rows, columns. A geometry becomes a point
(CRS84, longitude first), an area by a point within it.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from geo.errors import SourceFaulty, quoted
from geo.importers.grids.gis_files import gis_file, read_parquet
from geo.importers.grids.grid import AGAIN
from geo.importers.grids.json_tables import json_lines, json_table
from geo.importers.grids.kml import kml
from geo.importers.grids.sheets import delimited, xlsx
from geo.importers.input_files import Grid, bytes_of, sound_header
from geo.importers.table_options import PLAIN, TableOptions

__all__ = ["SUFFIXES", "Grid", "grid_of"]
_READERS: Final[dict[str, Callable[[str, bytes, TableOptions], Grid]]] = {
    **dict.fromkeys((".csv", ".tsv", ".txt"), delimited),
    **dict.fromkeys((".xlsx", ".xlsm"), xlsx),
    **dict.fromkeys((".geojson", ".json"), json_table),
    **dict.fromkeys((".geojsonl", ".geojsonseq", ".jsonl", ".ndjson"), json_lines),
    **dict.fromkeys((".kml", ".kmz"), lambda file, data, _: kml(file, data)),
    **dict.fromkeys((".gpkg", ".fgb", ".zip"), gis_file),
    **dict.fromkeys((".parquet", ".geoparquet"), read_parquet),
}
_LAYERED: Final = (".xlsx", ".xlsm", ".gpkg", ".fgb", ".zip")
_HEADED: Final = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm")
# Suffixes of tables that can be read; ``.zip`` is a zipped Shapefile
SUFFIXES: Final = tuple(_READERS)


def grid_of(path: Path, options: TableOptions = PLAIN) -> Grid:
    """Read a table."""
    suffix = path.suffix.lower()
    if suffix not in _READERS:
        what = f"the suffix of {quoted(path.name)} is not that of a readable table"
        raise SourceFaulty(f"{what}. Known: {', '.join(SUFFIXES)} (a Shapefile, zipped).")
    for option, given, known in (
        ("--layer", options.layer, _LAYERED),
        ("--header-row", options.header_row, _HEADED),
    ):
        if given and suffix not in known:
            raise SourceFaulty(f"{option} has no meaning for {quoted(path.name)}. Leave it out.")
    data = bytes_of(path)
    grid = _READERS[suffix](path.name, data, options)
    grid.sha256 = hashlib.sha256(data).hexdigest()
    sound_header(path.name, grid.columns)
    if not grid.rows and not grid.problems:
        raise SourceFaulty(f"{path.name} has headings but no rows. {AGAIN}")
    return grid
