"""The layers of a shared dataset in its database, for QGIS and other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import orjson

from geo.atlas import Atlas
from geo.dataset import Layer, database_of, dataset_path
from geo.exporters.frames import LAYERS, Frames
from geo.exporters.gis_files import STYLED, fids
from geo.exporters.xml_files import qml

if TYPE_CHECKING:
    import geopandas as gpd

_GEOMETRIES: Final = {
    "missions": "Point",
    "regions": "MultiPolygon",
    "lines": "MultiLineString",
    "places": "Geometry",
}
_NUMBERS: Final = ("radius_m", "off_m", "longitude", "latitude", "distance_m")


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


def _layer(name: str, frame: gpd.GeoDataFrame) -> Layer:
    import shapely

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
