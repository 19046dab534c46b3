"""GeoJSON after RFC 7946 (3.1.6, 3.1.9, 5.2, 11.2, no ``crs``), the same bytes each time."""

import itertools
import math
from collections.abc import Iterable, Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import InvalidGeometry
from geo.geodesy.discs import folded

_DECIMALS: Final = 7  # Of a position: about a centimetre
_TURN: Final = 360.0
_EDGE: Final = 180.0
_POLE: Final = 90.0
_NARROWEST_GAP: Final = 90.0
_POLYGON: Final = 3
_NAMES: Final = (
    *(b"Point", b"LineString", b"LinearRing", b"Polygon"),
    *(b"MultiPoint", b"MultiLineString", b"MultiPolygon"),
)
_MULTI: Final = 4  # type ids of shapely from which on a geometry has parts

Bounds = npt.NDArray[np.float64]


def fragments(geometries: Iterable[BaseGeometry | None]) -> tuple[list[dict[str, Any]], Bounds]:
    """For each geometry the members bbox (not for a point) and geometry; the bounds of all parts.

    A repeated geometry is made once.
    """
    given = list(geometries)
    same = {id(one): one for one in given}
    drawn = shaped(same.values())
    kinds = shapely.get_type_id(drawn)
    parts, owner = shapely.get_parts(drawn, return_index=True)
    bounds = shapely.bounds(parts)
    made: dict[int, dict[str, Any]] = {}
    rows = zip(same, _texts(drawn), kinds.tolist(), _spans(owner, len(drawn)), strict=True)
    for key, text, kind, (begin, end) in rows:
        made[key] = {}
        if kind > 0:
            alone = end - begin == 1
            made[key]["bbox"] = bounds[begin].tolist() if alone else around(bounds[begin:end])
        made[key]["geometry"] = text and orjson.Fragment(text)
    return [made[id(one)] for one in given], bounds


def _spans(owner: npt.NDArray[np.int64], number: int) -> Iterator[tuple[int, int]]:
    """Where the parts of each owner begin and end."""
    ends = np.cumsum(np.bincount(owner, minlength=number)).tolist()
    return itertools.pairwise([0, *ends])


def _texts(drawn: npt.NDArray[np.object_]) -> list[bytes | None]:
    """Geometries as JSON. GEOS writes some numbers with more decimals than they have."""
    kinds = shapely.get_type_id(drawn)
    if (kinds >= len(_NAMES)).any():
        raise InvalidGeometry("A GeometryCollection is not written. Draw each part by itself.")
    parts, owner = shapely.get_parts(drawn, return_index=True)
    areas = shapely.get_type_id(parts) == _POLYGON
    runs, of = _runs(parts)
    order = np.argsort(of, kind="stable")
    xy, at = shapely.get_coordinates(runs[order], return_index=True)
    option = orjson.OPT_SERIALIZE_NUMPY
    written = [orjson.dumps(xy[a:b], option=option) for a, b in _spans(at, len(runs))]
    flat = shapely.get_type_id(parts) == 0
    of_parts = _joined(written, of[order], len(parts), areas)
    of_parts = [text[1:-1] if one else text for text, one in zip(of_parts, flat, strict=True)]
    texts = _joined(of_parts, owner, len(drawn), kinds >= _MULTI)
    return [
        b'{"type":"' + _NAMES[kind] + b'","coordinates":' + text + b"}" if kind >= 0 else None
        for text, kind in zip(texts, kinds.tolist(), strict=True)
    ]


def _runs(parts: npt.NDArray[np.object_]) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.int64]]:
    """The lines, points and rings of parts, with the place of the part of each."""
    areas = shapely.get_type_id(parts) == _POLYGON
    rings, of = shapely.get_rings(parts[areas], return_index=True)
    places = np.concatenate([np.flatnonzero(~areas), np.flatnonzero(areas)[of]])
    return np.concatenate([parts[~areas], rings]), places


def _joined(
    texts: list[bytes], owner: npt.NDArray[np.int64], number: int, wrapped: npt.NDArray[np.bool_]
) -> list[bytes]:
    """The texts of each owner; as an array where it is wrapped, else its only one."""
    return [
        b"[" + b",".join(texts[a:b]) + b"]" if several else b"".join(texts[a:b])
        for (a, b), several in zip(_spans(owner, number), wrapped.tolist(), strict=True)
    ]


def shaped(geometries: Iterable[BaseGeometry | None]) -> npt.NDArray[np.object_]:
    """Geometries as RFC 7946 wants them."""
    array = np.asarray(list(geometries), dtype=object)
    if array.size == 0:
        return array
    flat = shapely.force_2d(array)
    xy = shapely.get_coordinates(flat)
    wrong = ~np.isfinite(xy).all(axis=1) | (np.abs(xy[:, 1]) > _POLE)
    if wrong.any():
        longitude, latitude = xy[wrong][0]
        raise InvalidGeometry(
            f"The position {longitude}, {latitude} is not a place on Earth. Give longitude and "
            "latitude in degrees, in this order, the latitude within ±90."
        )
    for index in _uncut(flat):
        flat[index] = _cut(flat[index])
    turned = shapely.orient_polygons(flat, exterior_cw=False)
    rounded = shapely.remove_repeated_points(
        shapely.transform(turned, lambda xy: np.round(xy, _DECIMALS) + 0.0), 0.0
    )
    rounded[shapely.is_empty(rounded)] = None
    single = (shapely.get_type_id(rounded) >= _MULTI) & (shapely.get_num_geometries(rounded) == 1)
    rounded[single] = shapely.get_geometry(rounded[single], 0)
    return np.asarray(rounded, dtype=object)


def around(bounds: Bounds) -> tuple[float, float, float, float]:
    """The box around parts that are cut at ±180°; west exceeds east where it crosses ±180°."""
    south, north = float(bounds[:, 1].min()), float(bounds[:, 3].max())
    west, east = float(bounds[:, 0].min()), float(bounds[:, 2].max())
    ordered = bounds[np.argsort(bounds[:, 0], kind="stable")]
    reached = np.maximum.accumulate(ordered[:, 2])
    gaps = ordered[1:, 0] - reached[:-1]
    gap = gaps.max(initial=0.0)
    if gap >= _NARROWEST_GAP and gap > _TURN - (east - west):
        widest = int(np.argmax(gaps))
        west, east = float(ordered[widest + 1, 0]), float(reached[widest])
    return (west, south, east, north)


def _uncut(geometries: npt.NDArray[np.object_]) -> list[int]:
    """Which geometries leave ±180° or jump across it; jumps between parts or rings are none."""
    parts, owner = shapely.get_parts(geometries, return_index=True)
    runs, of = _runs(parts)
    xy, run = shapely.get_coordinates(runs, return_index=True)
    # Steps at a pole, or from one side of ±180° to the other, only seem to jump.
    border = (np.abs(xy[:, 0]) == _EDGE) | (np.abs(xy[:, 1]) == _POLE)
    along = (run[1:] == run[:-1]) & ~(border[1:] & border[:-1])
    jumps = (np.abs(np.diff(xy[:, 0])) > _EDGE) & along
    wrong = np.concatenate([run[np.abs(xy[:, 0]) > _EDGE], run[1:][jumps]])
    return sorted({*owner[of[wrong]].tolist()})


def _cut(geometry: BaseGeometry) -> BaseGeometry:
    """A geometry cut at ±180°, straight in longitude and latitude (RFC 7946, 3.1.1)."""
    pieces: list[BaseGeometry] = []
    for part in shapely.get_parts(geometry):
        if part.geom_type == "LineString":
            pieces.extend(_cut_line(_run_on(shapely.get_coordinates(part))))
        else:
            moved = folded(_unrolled(part))
            pieces.extend(p for p in moved if p.geom_type == part.geom_type and not p.is_empty)
    many = {"Point": shapely.MultiPoint, "LineString": shapely.MultiLineString}
    gathered = many.get(pieces[0].geom_type, shapely.MultiPolygon)
    return pieces[0] if len(pieces) == 1 else gathered(pieces)


def _cut_line(xy: npt.NDArray[np.float64]) -> list[BaseGeometry]:
    """A line vertex by vertex: an overlay would merge what runs to and fro."""
    points = [xy[0]]
    for start, end in itertools.pairwise(xy):
        low, high = sorted((start[0], end[0]))
        edge = _EDGE + _TURN * math.ceil((low - _EDGE) / _TURN)
        if low < edge < high:
            share = (edge - start[0]) / (end[0] - start[0])
            points.append(np.array([edge, start[1] + share * (end[1] - start[1])]))
        points.append(end)
    drawn = np.array(points)
    transitions = np.floor(((drawn[1:, 0] + drawn[:-1, 0]) / 2 + _EDGE) / _TURN)
    ends = [0, *(np.flatnonzero(np.diff(transitions)) + 1).tolist(), len(transitions)]
    return [
        shapely.LineString(drawn[first : last + 1] - [_TURN * transitions[first], 0.0])
        for first, last in itertools.pairwise(ends)
    ]


def _unrolled(part: BaseGeometry) -> BaseGeometry:
    """A point or polygon whose longitudes run on instead of jumping."""
    if part.geom_type != "Polygon":
        return part
    shell, *holes = (_run_on(shapely.get_coordinates(ring)) for ring in shapely.get_rings(part))
    if shell[0, 0] != shell[-1, 0]:
        raise InvalidGeometry(
            f"A ring goes round a pole, near longitude {shell[0, 0]:g}, latitude {shell[0, 1]:g}, "
            "without being cut there. Draw it up to ±180° and along the pole."
        )
    middle = (shell[:, 0].min() + shell[:, 0].max()) / 2
    moved = [
        hole + np.array([_TURN * round((middle - hole[:, 0].mean()) / _TURN), 0.0])
        for hole in holes
    ]
    return shapely.Polygon(shell, moved)


def _run_on(xy: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    transitions = -np.cumsum(np.rint(np.diff(xy[:, 0]) / _TURN), dtype=float)
    return np.column_stack([xy[:, 0] + _TURN * np.append(0.0, transitions), xy[:, 1]])
