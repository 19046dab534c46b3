"""Layers for geographic information systems: as files, through GDAL, and in a shared database."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import orjson
import shapely

from geo import package_files
from geo.atlas import Atlas
from geo.dataset import Layer, database_of, dataset_path
from geo.errors import WriteFailed, quoted
from geo.exporters.contents import Request, dictionary, zipped
from geo.exporters.feature_collections import write
from geo.exporters.frames import LAYERS, Frames
from geo.exporters.tables import table
from geo.exporters.xml_files import qml

if TYPE_CHECKING:
    import pandas as pd

STYLED: Final = ("missions", "regions", "lines", "places")
_GEOMETRIES: Final = {
    "missions": "Point",
    "regions": "MultiPolygon",
    "lines": "MultiLineString",
    "places": "Geometry",
}
_NUMBERS: Final = ("radius_m", "off_m", "longitude", "latitude", "distance_m")
_FID_BITS: Final = 52  # programs that read numbers as floats keep them whole
_NAME: Final = 10
_TEXT_BYTES: Final = 254
_DAY: Final = "2000-01-01T00:00:00Z"


def write_geojson(request: Request, *, sequence: bool = False) -> None:
    """Write GeoJSON: one collection, or a sequence of features, one a line."""
    with request.path.open("wb", buffering=1 << 20) as file:
        write(request.frames, request.tables, file, request.progress, sequence=sequence)


def fids(ids: Iterable[str]) -> list[int]:
    """A whole number for each id: the same in every export, whatever else is in it."""
    found: dict[int, None] = {}
    for id in ids:
        digest = hashlib.sha256(id.encode()).digest()
        number = int.from_bytes(digest[:8], "big") >> (64 - _FID_BITS) or 1
        while number in found:
            number += 1
        found[number] = None
    return list(found)


def write_geopackage(request: Request) -> None:
    """Write a GeoPackage: a layer each, their columns explained, styled for QGIS."""
    with _named(request.path, ".gpkg") as path:
        for layer in request.tables:
            frame = request.frame(layer)
            frame.insert(0, "fid", np.array(fids(frame["id"]), dtype=np.int64))
            _write(frame, path, "GPKG", layer, FID="fid", SPATIAL_INDEX="YES")
            request.progress(len(frame))
        _write(dictionary(request.tables), path, "GPKG", "columns")
        _style(path, [layer for layer in request.tables if layer in STYLED])


def _style(path: Path, layers: Sequence[str]) -> None:
    with contextlib.closing(sqlite3.connect(path)) as base, base:
        base.execute(package_files.text("exporters/layer_styles.sql").rstrip())
        for layer in layers:
            values = ("", "", layer, "geom", layer, qml(layer), "", True, "", "", "", _DAY)
            marks = ",".join("?" * len(values))
            base.execute(f"INSERT INTO layer_styles VALUES (NULL,{marks})", values)  # noqa: S608
        base.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change) "
            "VALUES ('layer_styles', 'attributes', 'layer_styles', ?)",
            (_DAY,),
        )
        base.execute("UPDATE gpkg_contents SET last_change = ?", (_DAY,))


def write_flatgeobuf(request: Request) -> None:
    """Write one layer as FlatGeobuf."""
    with _named(request.path, ".fgb") as path:
        _write(request.frame(request.tables[0]), path, "FlatGeobuf", request.tables[0])


def write_shapefile(request: Request) -> None:
    """Write Shapefiles in a zip, with what their short columns mean."""
    with tempfile.TemporaryDirectory() as folder:
        columns: list[Sequence[object]] = []
        for layer in request.tables:
            frame = request.frame(layer)
            short = _short_names([name for name in frame.columns if name != "geometry"])
            columns += [(layer, own, name) for name, own in short.items()]
            for name in short:
                frame[name] = [_cut(value) for value in frame[name]]
            sorts = frame.geom_type.str.removeprefix("Multi").fillna("")
            for number, (sort, part) in enumerate(frame.rename(columns=short).groupby(sorts)):
                name = f"{layer}_{sort.lower()}" if number else layer
                _write(part, Path(folder) / f"{name}.shp", "ESRI Shapefile", name, ENCODING="UTF-8")
            request.progress(len(frame))
        about = table(["layer", "short_name", "column"], columns)
        Path(folder, "columns.csv").write_bytes(about)
        files = sorted(Path(folder).iterdir())
        zipped(request.path, ((file.name, file.read_bytes()) for file in files))


def _short_names(names: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in names:
        short, number = name[:_NAME], 1
        while short in found.values():
            number += 1
            short = f"{name[: _NAME - 2]}_{number}"
        found[name] = short
    return found


def _cut(value: object) -> object:
    """A value that a column of a Shapefile holds: at most 254 bytes of text."""
    if not isinstance(value, str):
        return value
    return value.encode()[:_TEXT_BYTES].decode(errors="ignore")


@contextlib.contextmanager
def _named(path: Path, suffix: str) -> Any:
    """A file of a suffix that GDAL expects, moved to its own name once it is written."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".") as folder:
        made = Path(folder) / f"atlas{suffix}"
        yield made
        made.replace(path)


def _write(frame: pd.DataFrame, path: Path, driver: str, layer: str, **options: str) -> None:
    import geopandas as gpd
    import pyogrio
    from pyogrio.errors import DataSourceError

    several = isinstance(frame, gpd.GeoDataFrame) and frame.geom_type.nunique() > 1
    try:
        pyogrio.write_dataframe(
            frame,
            path,
            driver=driver,
            layer=layer,
            append=driver == "GPKG" and path.exists(),
            promote_to_multi=several or None,
            **options,
        )
    except DataSourceError as error:
        raise WriteFailed(
            f"cannot write {quoted(layer)}: {error}. Choose a disk with free space."
        ) from error


def draw_layers(dataset: str | Path, *, create: bool = False) -> bool:
    """Bring the map layers of a shared dataset up to date; whether there was anything to do.

    ``create``: make the views first, where the database has PostGIS.
    """
    database = database_of(dataset_path(dataset))
    if database is None or (create and (database.is_blank() or not database.can_draw())):
        return False

    def layers() -> list[Layer]:
        frames = Frames(Atlas.open(dataset))
        return [_layer(name, frames.layer(name)) for name in STYLED]

    done = create and database.draw(layers, create=True)
    while database.is_outdated() and database.draw(layers):
        done = True
    return done


def _layer(name: str, frame: Any) -> Layer:
    names = [column for column in LAYERS[name] if column != "geometry"]
    columns = {one: "double precision" if one in _NUMBERS else "text" for one in names}
    ids, told = frame["id"].tolist(), []
    for row in frame.drop(columns=[frame.geometry.name]).to_dict("records"):
        known = {key: None if one == "" or one != one else one for key, one in row.items()}
        data = orjson.dumps(known, default=str, option=orjson.OPT_SERIALIZE_NUMPY)
        told.append(data.decode())
    shapes = shapely.to_wkb(frame.geometry.to_numpy())
    features = list(zip(fids(ids), ids, told, shapes, strict=True))
    return Layer(name, columns, _GEOMETRIES[name], qml(name), features)
