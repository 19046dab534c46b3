"""GeoJSON after RFC 7946 (3.1.6, 3.1.9, 5.2, 11.2, no ``crs``), the same bytes each time."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import InvalidGeometry
from geo.geodesy.discs import folded

DECIMALS: Final = 7
"""Decimals of a position: about a centimetre."""

_TURN: Final = 360.0
_EDGE: Final = 180.0
_POLE: Final = 90.0
_NARROWEST_GAP: Final = 90.0
_POLYGON: Final = 3
_NAMES: Final = (
    *("Point", "LineString", "LinearRing", "Polygon"),
    *("MultiPoint", "MultiLineString", "MultiPolygon"),
)
_MULTI: Final = 4  # type ids of shapely from which on a geometry has parts

Box = tuple[float, float, float, float]


class Boxes:
    """Bounds of parts that are cut at ±180°, gathered to one box."""

    def __init__(self, bounds: npt.NDArray[np.float64] | None = None) -> None:
        self._bounds = [] if bounds is None else [bounds]

    def add(self, other: Boxes) -> None:
        """Take the bounds of further parts."""
        self._bounds += other._bounds

    def whole(self) -> Box | None:
        """The box around all, its west beyond its east where it reaches across ±180°."""
        return _around(np.concatenate(self._bounds)) if self._bounds else None


def fragments(
    geometries: Iterable[BaseGeometry | None],
) -> tuple[list[dict[str, Any]], Boxes | None]:
    """Of each geometry its members bbox (none for a point) and geometry, in JSON; and all boxes.

    A geometry that comes again is made once.
    """
    given = list(geometries)
    same = {id(one): one for one in given}
    drawn = shaped(same.values())
    texts = _texts(drawn)
    kinds = shapely.get_type_id(drawn)
    boxes: list[Any] = [None] * len(drawn)
    plain = np.flatnonzero((kinds > 0) & (kinds < _MULTI))
    for row, box in zip(plain.tolist(), shapely.bounds(drawn[plain]).tolist(), strict=True):
        boxes[row] = box
    several = np.flatnonzero(kinds >= _MULTI)
    parts, owner = shapely.get_parts(drawn[several], return_index=True)
    bounds = shapely.bounds(parts)
    ends = [0, *np.cumsum(np.bincount(owner, minlength=len(several))).tolist()]
    for row, (begin, end) in zip(several.tolist(), itertools.pairwise(ends), strict=True):
        boxes[row] = _around(bounds[begin:end])
    written: list[dict[str, Any]] = [
        {**({} if box is None else {"bbox": box}), "geometry": text and orjson.Fragment(text)}
        for text, box in zip(texts, boxes, strict=True)
    ]
    whole = np.concatenate([shapely.bounds(drawn[(kinds >= 0) & (kinds < _MULTI)]), bounds])
    made = dict(zip(same, written, strict=True))
    return [made[id(one)] for one in given], Boxes(whole) if len(whole) else None


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
    ends = [0, *np.cumsum(np.bincount(at, minlength=len(runs))).tolist()]
    option = orjson.OPT_SERIALIZE_NUMPY
    written = [orjson.dumps(xy[a:b], option=option) for a, b in itertools.pairwise(ends)]
    flat = shapely.get_type_id(parts) == 0
    of_parts = _joined(written, of[order], len(parts), areas)
    of_parts = [text[1:-1] if one else text for text, one in zip(of_parts, flat, strict=True)]
    texts = _joined(of_parts, owner, len(drawn), kinds >= _MULTI)
    names = [name.encode() for name in _NAMES]
    return [
        b'{"type":"' + names[kind] + b'","coordinates":' + text + b"}" if kind >= 0 else None
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
    ends = [0, *np.cumsum(np.bincount(owner, minlength=number)).tolist()]
    return [
        b"[" + b",".join(texts[a:b]) + b"]" if several else b"".join(texts[a:b])
        for (a, b), several in zip(itertools.pairwise(ends), wrapped.tolist(), strict=True)
    ]


def shaped(geometries: Iterable[BaseGeometry | None]) -> npt.NDArray[np.object_]:
    """Geometries as RFC 7946 wants them."""
    array = np.asarray(list(geometries), dtype=object)
    if array.size == 0:
        return array
    flat = shapely.force_2d(array)
    _in_range(shapely.get_coordinates(flat))
    for index in _uncut(flat):
        flat[index] = _cut(flat[index])
    turned = shapely.orient_polygons(flat, exterior_cw=False)
    rounded = shapely.remove_repeated_points(
        shapely.transform(turned, lambda xy: np.round(xy, DECIMALS) + 0.0), 0.0
    )
    rounded[shapely.is_empty(rounded)] = None
    single = (shapely.get_type_id(rounded) >= _MULTI) & (shapely.get_num_geometries(rounded) == 1)
    rounded[single] = shapely.get_geometry(rounded[single], 0)
    return np.asarray(rounded, dtype=object)


def bbox(geometries: Iterable[BaseGeometry | None]) -> Box | None:
    """The bounding box of geometries that are cut at ±180°."""
    parts = shapely.get_parts(np.asarray([g for g in geometries if g is not None], dtype=object))
    if parts.size == 0:
        return None
    return _around(shapely.bounds(parts))


def _around(bounds: npt.NDArray[np.float64]) -> Box:
    south, north = float(bounds[:, 1].min()), float(bounds[:, 3].max())
    west, east = float(bounds[:, 0].min()), float(bounds[:, 2].max())
    gap, gap_from, gap_to = _widest_gap(bounds[:, [0, 2]])
    if gap >= _NARROWEST_GAP and gap > _TURN - (east - west):
        west, east = gap_to, gap_from
    return (west, south, east, north)


def _in_range(coordinates: npt.NDArray[np.float64]) -> None:
    wrong = ~np.isfinite(coordinates).all(axis=1) | (np.abs(coordinates[:, 1]) > _POLE)
    if wrong.any():
        longitude, latitude = coordinates[wrong][0]
        raise InvalidGeometry(
            f"The position {longitude}, {latitude} is not a place on Earth. Give longitude and "
            "latitude in degrees, in this order, the latitude within ±90."
        )


def _uncut(geometries: npt.NDArray[np.object_]) -> list[int]:
    """Which geometries leave ±180° or jump across it; jumps between parts or rings are none."""
    parts, owner = shapely.get_parts(geometries, return_index=True)
    runs, of = _runs(parts)
    xy, run = shapely.get_coordinates(runs, return_index=True)
    jumps = (np.abs(np.diff(xy[:, 0])) > _EDGE) & (run[1:] == run[:-1]) & ~_along_border(xy)
    wrong = np.concatenate([run[np.abs(xy[:, 0]) > _EDGE], run[1:][jumps]])
    return sorted({*owner[of[wrong]].tolist()})


def _along_border(xy: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Steps that only seem to jump: at a pole, or from one side of ±180° to the other."""
    border = (np.abs(xy[:, 0]) == _EDGE) | (np.abs(xy[:, 1]) == _POLE)
    made: npt.NDArray[np.bool_] = border[1:] & border[:-1]
    return made


def _cut(geometry: BaseGeometry) -> BaseGeometry:
    """A geometry cut at ±180°, straight in longitude and latitude (RFC 7946, 3.1.1)."""
    pieces: list[BaseGeometry] = []
    for part in shapely.get_parts(geometry):
        if part.geom_type == "LineString":
            pieces.extend(_cut_line(_run_on(shapely.get_coordinates(part))))
        else:
            moved = folded(_unrolled(part))
            pieces.extend(p for p in moved if p.geom_type == part.geom_type and not p.is_empty)
    return _gathered(pieces)


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


def _gathered(pieces: list[BaseGeometry]) -> BaseGeometry:
    if len(pieces) == 1:
        return pieces[0]
    many = {"Point": shapely.MultiPoint, "LineString": shapely.MultiLineString}
    made: BaseGeometry = many.get(pieces[0].geom_type, shapely.MultiPolygon)(pieces)
    return made


def _widest_gap(spans: npt.NDArray[np.float64]) -> tuple[float, float, float]:
    """Widest stretch of longitude that no span covers, within ±180°: width, from, to."""
    ordered = spans[np.argsort(spans[:, 0], kind="stable")]
    reached = np.maximum.accumulate(ordered[:, 1])
    gaps = ordered[1:, 0] - reached[:-1]
    if gaps.size == 0:
        return (0.0, 0.0, 0.0)
    widest = int(np.argmax(gaps))
    return (float(gaps[widest]), float(reached[widest]), float(ordered[widest + 1, 0]))
