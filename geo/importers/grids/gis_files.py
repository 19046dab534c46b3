"""GeoPackage and FlatGeobuf as grids."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from geo.errors import SourceFaulty
from geo.importers.geometries import points_of
from geo.importers.grids.grid import AGAIN, Cells, Grid, chosen, measure

_GEOPACKAGE_HEAD: Final = 100
_GEOPACKAGES: Final = (b"GPKG", b"GP10", b"GP11")
"""Application ids of SQLite files that are GeoPackages (OGC 12-128, clause 1.1.1)."""

_FLATGEOBUF: Final = b"fgb"


def through_gdal(path: Path, layer: str) -> Grid:
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    # GDAL chooses its driver by what is in a file, and some of its forms name other files to read.
    with path.open("rb") as file:
        head = file.read(_GEOPACKAGE_HEAD)
    package = head[:16] == b"SQLite format 3\0" and head[68:72] in _GEOPACKAGES
    if not (package or (path.suffix.lower() == ".fgb" and head[:3] == _FLATGEOBUF)):
        what = "GeoPackage" if path.suffix.lower() == ".gpkg" else "FlatGeobuf file"
        raise SourceFaulty(f"{path.name} is not a {what}. {AGAIN}")
    try:
        names = [str(name) for name, _ in pyogrio.list_layers(path)]
        wanted = chosen(path.name, names, layer, "layers")
        about = pyogrio.read_info(path, layer=wanted, force_feature_count=True)
        measure(path.name, int(about["features"]), len(about["fields"]))
        about, _, shapes, columns = pyogrio.raw.read(path, layer=wanted)
    except (DataSourceError, DataLayerError, ValueError) as error:
        raise SourceFaulty(f"{path.name} is not a GeoPackage: {error}. {AGAIN}") from error
    names = [str(name) for name in about["fields"]]
    points = [] if shapes is None else points_of(path.name, list(shapes), about.get("crs"))
    text = Cells(path.name)
    cells = [[text(_plain(value)) for value in column] for column in columns]
    rows = [(number, list(row)) for number, row in enumerate(zip(*cells, strict=True), start=1)]
    return Grid(names, rows, points)


def _plain(value: Any) -> object:
    """A value of numpy as Python has it."""
    if type(value).__module__ != "numpy":
        return value
    if type(value).__name__ == "datetime64":
        return None if str(value) == "NaT" else value.astype("datetime64[us]").item()
    return value.item()
