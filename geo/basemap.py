"""Natural Earth as bundled: land, lakes, borders, and the states as drawn; CRS84 degrees.

Natural Earth draws states de facto, by who is in control. Its border lines can also be drawn from
the viewpoint of a state, see `borders`; areas and names cannot. It is an outline at 1:50,000,000: a
coast may be off by kilometres, see `within`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo import package_files, parties
from geo.errors import InvalidGeometry, InvalidSelection, UnknownState, quoted

if TYPE_CHECKING:
    import geopandas
    import shapely

__all__ = ["BOUNDARIES", "CREDIT", "CREDIT_RIVERS", "NOT_DRAWN", "PROVENANCE", "VIEWPOINTS"]
__all__ += ["Scale", "borders", "has_shape", "holding", "kinds", "lakes", "land", "layer_path"]
__all__ += ["rivers", "state_shape", "states", "viewpoint", "within"]

CREDIT: Final = "Made with Natural Earth"
CREDIT_RIVERS: Final = "River: GSHHG 2.3.6 (World Data Bank II), LGPL 3 or later"
BOUNDARIES: Final = (
    "Boundaries are drawn de facto, as Natural Earth draws them; no statement on any claim."
)
PROVENANCE: Final = (
    "Natural Earth 5.1 (naturalearthdata.com), public domain, 1:50m and 1:110m, "
    "small states and islands from 1:10m."
)
NOT_DRAWN: Final = "none"  # Class of a line that a viewpoint does not draw
# Code of each party whose viewpoint Natural Earth records -> the suffix it has there
VIEWPOINTS: Final[Mapping[str, str]] = MappingProxyType(package_files.toml("viewpoints.toml"))
Scale = Literal["50m", "110m"]
_FOLDER: Final = "basemap"
_LAYERS: Final = ("land", "lakes", "borders", "states")
_SCALES: Final = ("50m", "110m")
# Parties drawn apart whose missions may be addressed to the first: a claim, not a fault.
_ALSO: Final = {"CYP": ("XNC",), "MAR": ("ESH",), "SOM": ("XSL",)}
# Missions to the Holy See stand in Rome, outside the Vatican City.
_ROUND: Final = {"VAT": 20_000.0}
_STEP: Final = 0.1
_CHUNK: Final = 1_000_000


def layer_path(layer: str, scale: Scale = "50m") -> Path:
    """The GeoJSON file of one layer (RFC 7946, CRS84 degrees)."""
    if layer not in _LAYERS or scale not in _SCALES:
        raise InvalidGeometry(
            f"No base map layer {quoted(layer)} at scale {quoted(scale)}: "
            f"layers are {', '.join(_LAYERS)}, scales {', '.join(_SCALES)}."
        )
    return package_files.folder(_FOLDER) / f"{layer}_{scale}.geojson"


@lru_cache(maxsize=16)
def features(path: Path) -> tuple[list[dict[str, Any]], NDArray[np.object_]]:
    """Properties and shapes of a layer, read once and without GDAL or geopandas."""
    import orjson
    import shapely

    data = path.read_bytes()
    properties = [feature["properties"] for feature in orjson.loads(data)["features"]]
    return properties, shapely.get_parts(shapely.from_geojson(data))


@lru_cache(maxsize=16)
def _read(path: Path) -> geopandas.GeoDataFrame:
    """A layer from its file; copy it before it is given out."""
    import geopandas

    properties, shapes = features(path)
    columns = {name: [own[name] for own in properties] for name in properties[0]}
    return geopandas.GeoDataFrame(columns, geometry=shapes, crs="OGC:CRS84")


def land(scale: Scale = "50m") -> geopandas.GeoDataFrame:
    """Land areas, one row a polygon, CRS84. A copy: change it at will."""
    return _read(layer_path("land", scale)).copy()


def lakes(scale: Scale = "50m") -> geopandas.GeoDataFrame:
    """Lakes and reservoirs with ``name`` and ``min_zoom``, CRS84."""
    return _read(layer_path("lakes", scale)).copy()


def states(scale: Scale = "50m") -> geopandas.GeoDataFrame:
    """States and territories as Natural Earth draws them, CRS84.

    Columns: ``code`` (a party's code, see `geo.parties`; empty for an area of no party),
    ``name`` (English), ``label_lon`` and ``label_lat`` (where a label is, degrees) and
    ``min_zoom`` (zoom level of a web map from which the label fits).
    """
    return _read(layer_path("states", scale)).copy()


def rivers() -> geopandas.GeoDataFrame:
    """The Taedong through Pyongyang as a centre line, CRS84; the river itself is some 400 m wide.

    Columns: ``name``, ``city``, ``source``, ``licence``; a product that shows it must name both.
    """
    return _read(package_files.folder(_FOLDER) / "rivers.geojson").copy()


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

    lines = _read(layer_path("borders", scale))
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


@lru_cache(maxsize=1)
def shapes() -> dict[str, shapely.Geometry]:
    """The drawn area of each party by code, CRS84, cut at ±180°."""
    found: dict[str, shapely.Geometry] = {}
    small = package_files.folder(_FOLDER) / "small_10m.geojson"  # Areas too small for 1:50m
    for path in (layer_path("states"), small):
        for own, shape in zip(*features(path), strict=True):
            if own["code"]:
                found[own["code"]] = shape
    return found


def _parts(code: str, *, wide: bool) -> tuple[str, ...]:
    """The codes whose drawn areas together are the party's; ``wide`` for `within`."""
    one = parties.party_by_code(code)
    parts = (code, *one.successors)
    if wide:
        inside = (other.code for other in parties.territories(code)) if one.is_state else ()
        parts = (*parts, *inside, *_ALSO.get(code, ()))
    return tuple(part for part in parts if part in shapes())


def has_shape(code: str) -> bool:
    """Whether a party has an area on the map: entities such as EUE have none."""
    return bool(code) and bool(_parts(code, wide=False))


@lru_cache(maxsize=128)
def _area(code: str, *, wide: bool) -> shapely.Geometry:
    import shapely

    parts = _parts(code, wide=wide)
    if not parts:
        name = parties.party_by_code(code).in_text
        raise UnknownState(f"{quoted(code)} has no area on the map: none is drawn for {name}.")
    drawn = [shapes()[part] for part in parts]
    return drawn[0] if len(drawn) == 1 else shapely.union_all(drawn)


def state_shape(code: str) -> shapely.Geometry:
    """The area of a party as Natural Earth draws it: (Multi)Polygon, CRS84, cut at ±180°.

    A former state has the area of its successors, possibly more than its own (all of Germany for
    DDR).
    """
    return _area(code, wide=False)


def holding(lon: float, lat: float) -> tuple[str, ...]:
    """The parties in whose drawn area a point lies; longitude and latitude, CRS84 degrees."""
    import shapely

    point = shapely.Point(lon, lat)
    return tuple(sorted(code for code, shape in shapes().items() if shape.intersects(point)))


def _vectors(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Unit vectors (n, 3) of positions (n, 2) in degrees."""
    longitude, latitude = np.radians(points.T)
    x, y = np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude)
    return np.column_stack((x, y, np.sin(latitude)))


@lru_cache(maxsize=64)
def _edges(code: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Starts and spans (n, 3) of a boundary's edges, as chords of the unit sphere."""
    import shapely

    rings = shapely.get_rings(shapely.get_parts(_area(code, wide=True)))
    coordinates, ring = shapely.get_coordinates(shapely.segmentize(rings, _STEP), return_index=True)
    vectors = _vectors(coordinates)
    spans = np.diff(vectors, axis=0)
    kept = (np.diff(ring) == 0) & (np.einsum("ij,ij->i", spans, spans) > 0)
    return vectors[:-1][kept], spans[kept]


def _nearest(points: NDArray[np.float64], code: str) -> NDArray[np.float64]:
    """The nearest point (n, 2) of a party's boundary to each position, within a few metres."""
    starts, spans = _edges(code)
    lengths = np.einsum("ij,ij->i", spans, spans)
    offsets = np.einsum("ij,ij->i", starts, spans)
    feet = np.empty((len(points), 3))
    rows = max(1, _CHUNK // len(starts))
    for first in range(0, len(points), rows):
        vectors = _vectors(points[first : first + rows])
        along = vectors @ spans.T - offsets
        shares = np.clip(along / lengths, 0.0, 1.0)
        squares = 2.0 - 2.0 * (vectors @ starts.T) + shares * (shares * lengths - 2.0 * along)
        best = np.argmin(squares, axis=1)
        share = np.take_along_axis(shares, best[:, None], axis=1)
        feet[first : first + rows] = starts[best] + share * spans[best]
    longitude = np.degrees(np.arctan2(feet[:, 1], feet[:, 0]))
    latitude = np.degrees(np.arctan2(feet[:, 2], np.hypot(feet[:, 0], feet[:, 1])))
    return np.column_stack((longitude, latitude))


def within(lon: ArrayLike, lat: ArrayLike, code: str) -> NDArray[np.float64]:
    """Metres on WGS 84 by which points lie outside a party's drawn area, 0 inside.

    Meant to find positions in the wrong state. ``lon`` and ``lat`` are CRS84 degrees, scalars or
    arrays of one shape, which the result has too. Territories count as inside, and for CYP, MAR and
    SOM the areas drawn apart as Northern Cyprus, Western Sahara and Somaliland; for VAT 20 km
    around it, as missions to the Holy See are in Rome. The outline is generalised: allow 7 km at
    coasts and borders. (Of 8,716 mission points of Wikidata, 2022-11-16, 93 % lie inside, 41 more
    than 7 km outside.)
    """
    import shapely

    from geo import geodesy

    longitude = np.asarray(lon, dtype=np.float64)
    latitude = np.asarray(lat, dtype=np.float64)
    if longitude.shape != latitude.shape:
        raise InvalidGeometry(
            f"Longitudes have the shape {longitude.shape}, latitudes {latitude.shape}: "
            "give as many of one as of the other."
        )
    wrong = ~((np.abs(longitude) <= 180) & (np.abs(latitude) <= 90))
    if wrong.any():
        first = (longitude[wrong].flat[0], latitude[wrong].flat[0])
        raise InvalidGeometry(
            f"{quoted(first)} is not a position. Give longitude within ±180 degrees, "
            "latitude within ±90."
        )
    points = np.column_stack((longitude.ravel(), latitude.ravel()))
    area = _area(code, wide=True)
    shapely.prepare(area)
    away = np.zeros(len(points))
    outside = ~shapely.intersects_xy(area, points[:, 0], points[:, 1])
    if outside.any():
        away[outside] = geodesy.distance(points[outside], _nearest(points[outside], code))
    return np.maximum(away - _ROUND.get(code, 0.0), 0.0).reshape(longitude.shape)
