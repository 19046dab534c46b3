"""The layers as bundled, each as a GeoDataFrame."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal

from geo import package_files, parties
from geo.errors import InvalidGeometry, InvalidSelection, quoted

if TYPE_CHECKING:
    import geopandas
    import numpy as np
    from numpy.typing import NDArray

NOT_DRAWN: Final = "none"
"""Kind of a line that a viewpoint does not recognise, or that only other viewpoints have."""

VIEWPOINTS: Final[Mapping[str, str]] = MappingProxyType(
    package_files.toml("basemap/viewpoints.toml")
)
"""Code of each party whose viewpoint Natural Earth records -> the suffix it has there."""

Scale = Literal["50m", "110m"]
CRS: Final = "OGC:CRS84"
_FOLDER: Final = "basemap"
_LAYERS: Final = ("land", "lakes", "borders", "states")
_SCALES: Final = ("50m", "110m")


def layer_path(layer: str, scale: Scale = "50m") -> Path:
    """The GeoJSON file of one layer (RFC 7946, CRS84 degrees)."""
    if layer not in _LAYERS or scale not in _SCALES:
        message = (
            f"No base map layer {quoted(layer)} at scale {quoted(scale)}: "
            f"layers are {', '.join(_LAYERS)}, scales {', '.join(_SCALES)}."
        )
        raise InvalidGeometry(message)
    return package_files.folder(_FOLDER) / f"{layer}_{scale}.geojson"


def small_path() -> Path:
    """The file of the states and parts with a code that are too small for 1:50m."""
    return package_files.folder(_FOLDER) / "small_10m.geojson"


@lru_cache(maxsize=16)
def features(path: Path) -> tuple[list[dict[str, Any]], NDArray[np.object_]]:
    """Properties and shapes of a layer, read once and without GDAL or geopandas."""
    import orjson
    import shapely

    data = path.read_bytes()
    properties = [feature["properties"] for feature in orjson.loads(data)["features"]]
    return properties, shapely.get_parts(shapely.from_geojson(data))


@lru_cache(maxsize=16)
def read(path: Path) -> geopandas.GeoDataFrame:
    """A layer from its file; copy it before it is given out."""
    import geopandas

    properties, shapes = features(path)
    columns = {name: [own[name] for own in properties] for name in properties[0]}
    return geopandas.GeoDataFrame(columns, geometry=shapes, crs=CRS)


def land(scale: Scale = "50m") -> geopandas.GeoDataFrame:
    """Land areas, one row a polygon, CRS84. A copy: change it at will."""
    return read(layer_path("land", scale)).copy()


def lakes(scale: Scale = "50m") -> geopandas.GeoDataFrame:
    """Lakes and reservoirs with ``name`` and ``min_zoom``, CRS84."""
    return read(layer_path("lakes", scale)).copy()


def states(scale: Scale = "50m") -> geopandas.GeoDataFrame:
    """States and territories as Natural Earth draws them, CRS84.

    Columns: ``code`` (a party's code, see `geo.parties`; empty for an area of no party),
    ``name`` (English), ``label_lon`` and ``label_lat`` (where a label is, degrees) and
    ``min_zoom`` (zoom level of a web map from which the label fits).
    """
    return read(layer_path("states", scale)).copy()


def rivers() -> geopandas.GeoDataFrame:
    """The Taedong through Pyongyang as a centre line, CRS84; the river itself is some 400 m wide.

    Columns: ``name``, ``city``, ``source``, ``licence``; a product that shows it must name both.
    """
    return read(package_files.folder(_FOLDER) / "rivers.geojson").copy()


def viewpoint(text: str) -> str:
    """The viewpoint that a text names."""
    asked = text.strip()
    if not asked or asked in VIEWPOINTS:
        return asked
    code = parties.party(asked, typed=True).code
    if code not in VIEWPOINTS:
        raise _unknown(text)
    return code


def _unknown(text: str) -> InvalidSelection:
    return InvalidSelection(
        f"Natural Earth records no viewpoint {quoted(text)} on boundaries. Leave it out for the "
        f"de facto view, or choose one of {', '.join(VIEWPOINTS)}."
    )


def borders(scale: Scale = "50m", viewpoint: str = "") -> geopandas.GeoDataFrame:
    """Land borders as lines, CRS84.

    Columns: ``kind`` (``"border"``, or ``"disputed"`` for disputed and indefinite borders,
    claims and lines of control) and ``min_zoom``.
    """
    frame = kinds(scale)
    if viewpoint and viewpoint not in VIEWPOINTS:
        raise _unknown(viewpoint)
    frame["kind"] = frame[viewpoint or "kind"]
    shown = frame.loc[frame["kind"] != NOT_DRAWN, ["kind", "min_zoom", "geometry"]]
    return shown.reset_index(drop=True)


def kinds(scale: Scale = "50m") -> geopandas.GeoDataFrame:
    """All lines that any viewpoint draws, and of what kind they are for each, CRS84.

    Columns: ``kind`` (de facto), ``min_zoom``, ``geometry``, and one for each of `VIEWPOINTS`:
    ``"border"``, ``"disputed"`` or `NOT_DRAWN`.
    """
    import geopandas

    lines = read(layer_path("borders", scale))
    columns: dict[str, list[str]] = {code: list(lines["kind"]) for code in VIEWPOINTS}
    for kind in ("border", "disputed", NOT_DRAWN):
        for row, codes in enumerate(lines[f"{kind}_for"]):
            for code in codes.split():
                columns[code][row] = kind
    return geopandas.GeoDataFrame(
        {"kind": lines["kind"], "min_zoom": lines["min_zoom"], **columns},
        geometry=lines.geometry.to_numpy(),
        crs=lines.crs,
    )
