"""GeoPackage, FlatGeobuf and zipped Shapefiles as grids, read by GDAL."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path, PurePosixPath
from typing import Final

from geo.errors import SourceFaulty, quoted
from geo.importers.geometries import place, shapes_of
from geo.importers.grids.grid import AGAIN, Cells, chosen, unpacked
from geo.importers.input_files import Grid, measure
from geo.importers.table_options import TableOptions

_GEOPACKAGES: Final = (b"GPKG", b"GP10", b"GP11")
"""Application ids of SQLite files that are GeoPackages (OGC 12-128, clause 1.1.1)."""

_FLATGEOBUF: Final = b"fgb"
_SHAPEFILE: Final = b"\x00\x00\x27\x0a"
_PARTS: Final = (".shp", ".shx", ".dbf", ".prj", ".cpg")
"""Files of a Shapefile that are read: shapes, their index, the table, its system, its encoding."""

_LONGEST_STEM: Final = 60
_BROKEN: Final = (ArithmeticError, LookupError, OSError, RuntimeError, TypeError, ValueError)


def gis_file(file: str, data: bytes, options: TableOptions) -> Grid:
    """A layer of a file that GDAL reads, as a grid."""
    # GDAL warns of bytes without a suffix: it reads a copy of those that were read.
    with tempfile.TemporaryDirectory() as folder:
        if file.lower().endswith(".zip"):
            shapefiles = _shapefiles(file, data, Path(folder))
            return _layer(file, "zipped Shapefile", shapefiles, options)
        # GDAL chooses its driver by what is in a file, and some of its forms name other files.
        what = "GeoPackage" if file.lower().endswith(".gpkg") else "FlatGeobuf file"
        package = data[:16] == b"SQLite format 3\0" and data[68:72] in _GEOPACKAGES
        if not (package if what == "GeoPackage" else data[:3] == _FLATGEOBUF):
            raise SourceFaulty(f"{file} is not a {what}. {AGAIN}")
        copy = Path(folder) / file
        copy.write_bytes(data)
        return _layer(file, what, [copy], options)


def _shapefiles(file: str, data: bytes, folder: Path) -> list[Path]:
    """The files of shapes of an archive, unpacked into a folder."""
    found, homes = [], dict[str, PurePosixPath]()
    for name, part in unpacked(file, data, "zipped Shapefile", _PARTS).items():
        stem = re.sub(r"[^\w .-]", "_", name.stem)[:_LONGEST_STEM]
        target = folder / f"{stem}{name.suffix.lower()}"
        if homes.setdefault(stem.casefold(), name.parent) != name.parent or target.exists():
            raise SourceFaulty(
                f"{file} holds two Shapefiles {quoted(stem)}. Give each its own name, or zip one."
            )
        target.write_bytes(part)
        if target.suffix == ".shp":
            found.append(target)
    if not found:
        raise SourceFaulty(
            f"{file} holds no Shapefile. Zip its .shp, .shx, .dbf and .prj, or unpack the archive "
            "and give the table in it."
        )
    for shapes in found:
        if shapes.read_bytes()[:4] != _SHAPEFILE:
            raise SourceFaulty(f"{file}: {quoted(shapes.name)} is not a Shapefile. {AGAIN}")
        table = shapes.with_suffix(".dbf")
        if not table.exists():
            raise SourceFaulty(f"{file} lacks {quoted(table.name)}, its table. Add it.")
    return found


def _layer(file: str, what: str, paths: list[Path], options: TableOptions) -> Grid:
    """A layer of one file, or of one of several files with a layer each."""
    import pyogrio

    notes: list[str] = []
    try:
        layers = {str(name): path for path in paths for name, _ in pyogrio.list_layers(path)}

        def fields_of(name: str) -> list[str]:
            return [*map(str, pyogrio.read_info(layers[name], layer=name)["fields"])]

        wanted = chosen(file, list(layers), options, "layers", fields_of, notes)
        path = layers[wanted]
        about = pyogrio.read_info(path, layer=wanted, force_feature_count=True)
        measure(file, int(about["features"]), len(about["fields"]))
        about, _, shapes, columns = pyogrio.raw.read(path, layer=wanted)
    except _BROKEN as error:
        raise SourceFaulty(f"{file} is not a {what}: {quoted(error)}. {AGAIN}") from error
    text = Cells(file)
    cells = [map(text, column.tolist()) for column in columns]
    rows = [(number, list(row)) for number, row in enumerate(zip(*cells, strict=True), start=1)]
    names = [*map(str, about["fields"])]
    grid = Grid(names, rows, notes=notes)
    if shapes is not None and names:
        place(file, grid, shapes_of(shapes), about.get("crs") or options.crs)
    return grid
