"""GeoPackage, FlatGeobuf and zipped Shapefiles as grids, read by GDAL."""

from __future__ import annotations

import io
import tempfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import Any, Final

from geo.errors import SourceFaulty, quoted
from geo.importers.geometries import points_of
from geo.importers.grids.grid import AGAIN, Cells, Grid, chosen, measure, unpacked_within
from geo.importers.table_options import TableOptions

_GEOPACKAGES: Final = (b"GPKG", b"GP10", b"GP11")
"""Application ids of SQLite files that are GeoPackages (OGC 12-128, clause 1.1.1)."""

_FLATGEOBUF: Final = b"fgb"
_SHAPEFILE: Final = b"\x00\x00\x27\x0a"
_PARTS: Final = (".shp", ".shx", ".dbf", ".prj", ".cpg")
"""Files of a Shapefile that are read: shapes, their index, the table, its system, its encoding."""

_BROKEN: Final = (ArithmeticError, LookupError, OSError, RuntimeError, TypeError, ValueError)


def gis_file(path: Path, data: bytes, options: TableOptions) -> Grid:
    """A layer of a file that GDAL reads, as a grid."""
    suffix = path.suffix.lower()
    # GDAL warns of bytes without a suffix: it reads a copy of those that were read.
    with tempfile.TemporaryDirectory() as folder:
        if suffix == ".zip":
            return _layer(path.name, _shapefiles(path.name, data, Path(folder)), options)
        # GDAL chooses its driver by what is in a file, and some of its forms name other files.
        package = data[:16] == b"SQLite format 3\0" and data[68:72] in _GEOPACKAGES
        if not (package or (suffix == ".fgb" and data[:3] == _FLATGEOBUF)):
            what = "GeoPackage" if suffix == ".gpkg" else "FlatGeobuf file"
            raise SourceFaulty(f"{path.name} is not a {what}. {AGAIN}")
        copy = Path(folder) / path.name
        copy.write_bytes(data)
        return _layer(path.name, {"": copy}, options)


def _shapefiles(file: str, data: bytes, folder: Path) -> dict[str, Path]:
    """The Shapefiles of an archive, unpacked into a folder: name -> its file of shapes."""
    parts = [part for part in unpacked_within(file, data, "zipped Shapefile") if not part.is_dir()]
    wanted = [part for part in parts if PurePosixPath(part.filename).suffix.lower() in _PARTS]
    found: dict[str, Path] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part in wanted:
                name = PurePosixPath(part.filename)
                if name.name.startswith("._"):  # of macOS, beside each file
                    continue
                target = folder / f"{name.stem}{name.suffix.lower()}"
                target.write_bytes(archive.read(part))
                if target.suffix == ".shp":
                    found[name.stem] = target
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError) as error:
        raise SourceFaulty(f"{file} cannot be unpacked: {quoted(error)}. {AGAIN}") from error
    if not found:
        raise SourceFaulty(
            f"{file} holds no Shapefile. Zip its .shp, .shx, .dbf and .prj, or unpack the archive "
            "and give the table in it."
        )
    for stem, shapes in found.items():
        if shapes.read_bytes()[:4] != _SHAPEFILE:
            raise SourceFaulty(f"{file}: {quoted(stem + '.shp')} is not a Shapefile. {AGAIN}")
        if not shapes.with_suffix(".dbf").exists():
            raise SourceFaulty(f"{file} lacks {quoted(stem + '.dbf')}, its table. Add it.")
    return found


def _layer(file: str, paths: dict[str, Path], options: TableOptions) -> Grid:
    """A layer of one file, or of one of several files with a layer each."""
    import pyogrio
    from pyogrio.errors import CRSError, DataLayerError, DataSourceError, FieldError

    notes: list[str] = []
    try:
        layers = {
            str(name): path for path in paths.values() for name, _ in pyogrio.list_layers(path)
        }
        wanted = chosen(
            file,
            list(layers),
            options,
            "layers",
            lambda name: [*map(str, pyogrio.read_info(layers[name], layer=name)["fields"])],
            notes,
        )
        path = layers[wanted]
        about = pyogrio.read_info(path, layer=wanted, force_feature_count=True)
        measure(file, int(about["features"]), len(about["fields"]))
        about, _, shapes, columns = pyogrio.raw.read(path, layer=wanted)
    except (DataSourceError, DataLayerError, CRSError, FieldError, *_BROKEN) as error:
        what = "Shapefile" if file.lower().endswith(".zip") else "GeoPackage"
        raise SourceFaulty(f"{file} is not a {what}: {quoted(error)}. {AGAIN}") from error
    names = [str(name) for name in about["fields"]]
    crs = about.get("crs") or options.crs
    points = [] if shapes is None else points_of(file, list(shapes), crs)
    text = Cells(file)
    cells = [[text(_plain(value)) for value in column] for column in columns]
    rows = [(number, list(row)) for number, row in enumerate(zip(*cells, strict=True), start=1)]
    return Grid(names, rows, points, notes=notes)


def _plain(value: Any) -> object:
    """A value of numpy as Python has it."""
    if type(value).__module__ != "numpy":
        return value
    if type(value).__name__ == "datetime64":
        return None if str(value) == "NaT" else value.astype("datetime64[us]").item()
    return value.item()
