"""GeoJSON after RFC 7946, to the letter and byte for byte the same each time.

What the RFC asks for and geometry libraries leave open is done here: geometries cut at
±180° (section 3.1.9), exterior rings counter-clockwise (3.1.6), positions of at most 7
decimals (11.2), a bounding box whose west exceeds its east where the narrowest box
reaches across ±180° (5.2), no ``crs`` member (4).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import orjson
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from geo.errors import InvalidGeometry, quoted

DECIMALS: Final = 7
"""Decimals of a position: about a centimetre."""

_TURN: Final = 360.0
_EDGE: Final = 180.0
_POLE: Final = 90.0
_NARROWEST_GAP: Final = 90.0

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature, its geometry already :func:`shaped`."""

    id: str
    # Geometry in CRS84, degrees, longitude first; None where there is none
    geometry: BaseGeometry | None
    # Its properties, in the order in which they are written. NaN becomes null
    properties: Mapping[str, object]


def shaped(geometries: Iterable[BaseGeometry | None]) -> list[BaseGeometry | None]:
    """Geometries as RFC 7946 wants them."""
    array = np.asarray(list(geometries), dtype=object)
    if array.size == 0:
        return []
    flat = shapely.force_2d(array)
    coordinates, owner = shapely.get_coordinates(flat, return_index=True)
    _in_range(coordinates)
    for index in _uncut(flat, coordinates, owner):
        flat[index] = _cut(flat[index])
    turned = shapely.orient_polygons(flat, exterior_cw=False)
    rounded = shapely.remove_repeated_points(
        shapely.transform(turned, lambda xy: np.round(xy, DECIMALS) + 0.0), 0.0
    )
    return [None if g is None or g.is_empty else _simplest(g) for g in rounded]


def bbox(geometries: Iterable[BaseGeometry | None]) -> Box | None:
    """The bounding box of geometries that are cut at ±180°."""
    parts = shapely.get_parts(np.asarray([g for g in geometries if g is not None], dtype=object))
    if parts.size == 0:
        return None
    bounds = shapely.bounds(parts)
    south, north = float(bounds[:, 1].min()), float(bounds[:, 3].max())
    west, east = float(bounds[:, 0].min()), float(bounds[:, 2].max())
    gap, gap_from, gap_to = _widest_gap(bounds[:, [0, 2]])
    if gap >= _NARROWEST_GAP and gap > _TURN - (east - west):
        west, east = gap_to, gap_from
    return (west, south, east, north)


def collection(features: Sequence[Feature], metadata: Mapping[str, object]) -> bytes:
    """A feature collection: one feature a line, in the order given."""
    seen: set[str] = set()
    for each in features:
        if each.id in seen:
            raise InvalidGeometry(
                f"Two features have the id {quoted(each.id)}. Give each record an id of its own."
            )
        seen.add(each.id)
    head = [b'"type":"FeatureCollection"']
    box = bbox(feature.geometry for feature in features)
    if box is not None:
        head.append(b'"bbox":' + _json(box))
    head.append(b'"metadata":' + _json(metadata))
    body = b",\n".join(_feature(feature) for feature in features)
    return b"{" + b",\n".join([*head, b'"features":[\n' + body]) + b"\n]}\n"


def _feature(feature: Feature) -> bytes:
    geometry = feature.geometry
    members: dict[str, Any] = {"type": "Feature", "id": feature.id}
    if geometry is not None and geometry.geom_type != "Point":
        members["bbox"] = bbox([geometry])
    members["geometry"] = None if geometry is None else mapping(geometry)
    members["properties"] = feature.properties
    return _json(members)


def _json(value: object) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY)


def _in_range(coordinates: npt.NDArray[np.float64]) -> None:
    wrong = ~np.isfinite(coordinates).all(axis=1) | (np.abs(coordinates[:, 1]) > _POLE)
    if wrong.any():
        longitude, latitude = coordinates[wrong][0]
        raise InvalidGeometry(
            f"The position {longitude}, {latitude} is not a place on Earth. Give longitude and "
            "latitude in degrees, in this order, the latitude within ±90."
        )


def _uncut(
    geometries: npt.NDArray[np.object_],
    coordinates: npt.NDArray[np.float64],
    owner: npt.NDArray[np.int64],
) -> list[int]:
    """Which geometries leave ±180° or jump across it."""
    beyond = set(owner[np.abs(coordinates[:, 0]) > _EDGE].tolist())
    lines = np.isin(shapely.get_type_id(geometries), (1, 2, 3, 5, 6, 7))
    longitude = coordinates[:, 0]
    jumps = np.abs(np.diff(longitude)) > _EDGE
    jumps &= owner[1:] == owner[:-1]
    jumps &= ~_along_border(coordinates)
    candidates = {i for i in owner[1:][jumps].tolist() if lines[i]}
    return sorted(beyond | {i for i in candidates if _jumps(geometries[i])})


def _jumps(geometry: BaseGeometry) -> bool:
    """Whether one line or ring of a geometry jumps: jumps between its parts do not count."""
    return any(_steps_jump(xy) for part in shapely.get_parts(geometry) for xy in _runs(part))


def _runs(part: BaseGeometry) -> list[npt.NDArray[np.float64]]:
    if part.geom_type == "Polygon":
        return [shapely.get_coordinates(ring) for ring in shapely.get_rings(part)]
    return [shapely.get_coordinates(part)]


def _steps_jump(xy: npt.NDArray[np.float64]) -> bool:
    return bool(((np.abs(np.diff(xy[:, 0])) > _EDGE) & ~_along_border(xy)).any())


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
            pieces.extend(_cut_area(_unrolled(part)))
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


def _cut_area(whole: BaseGeometry) -> list[BaseGeometry]:
    """A polygon or point whose longitudes run on, cut into frames of 360°."""
    west, _, east, _ = whole.bounds
    first, last = math.floor((west + _EDGE) / _TURN), math.ceil((east - _EDGE) / _TURN)
    pieces: list[BaseGeometry] = []
    for turn in range(first, max(first, last) + 1):
        frame = shapely.box(turn * _TURN - _EDGE, -_POLE, turn * _TURN + _EDGE, _POLE)
        piece = shapely.intersection(whole, frame)
        moved = shapely.transform(piece, lambda xy, by=turn * _TURN: xy - np.array([by, 0.0]))
        same = [p for p in shapely.get_parts(moved) if p.geom_type == whole.geom_type]
        pieces.extend(p for p in same if not p.is_empty)
    return pieces


def _unrolled(part: BaseGeometry) -> BaseGeometry:
    """A point or polygon whose longitudes run on instead of jumping."""
    if part.geom_type != "Polygon":
        return part
    shell, *holes = (_run_on(xy) for xy in _runs(part))
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


def _simplest(geometry: BaseGeometry) -> BaseGeometry:
    parts = shapely.get_parts(geometry)
    simplest: BaseGeometry = parts[0] if len(parts) == 1 else geometry
    return simplest


def _widest_gap(spans: npt.NDArray[np.float64]) -> tuple[float, float, float]:
    """Widest stretch of longitude that no span covers, within ±180°: width, from, to."""
    ordered = spans[np.argsort(spans[:, 0], kind="stable")]
    reached = np.maximum.accumulate(ordered[:, 1])
    gaps = ordered[1:, 0] - reached[:-1]
    if gaps.size == 0:
        return (0.0, 0.0, 0.0)
    widest = int(np.argmax(gaps))
    return (float(gaps[widest]), float(reached[widest]), float(ordered[widest + 1, 0]))
