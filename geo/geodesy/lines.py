"""Distances, courses and points between columns of ends."""

from __future__ import annotations

from functools import lru_cache
from typing import overload

import numpy as np
import pyproj
import shapely

from geo.errors import InvalidGeometry
from geo.geodesy.arcs import EPSILON_DEG, HALF_TURN, POLE, Arcs
from geo.geodesy.arrays import Floats, LonLat, ends, lonlat, whole_number, wrapped


@lru_cache(maxsize=1)
def ellipsoid() -> pyproj.Geod:
    """Give the WGS 84 ellipsoid."""
    return pyproj.Geod(ellps="WGS84")


def distance(start: LonLat, end: LonLat) -> Floats:
    """Measure geodesic distances on the WGS 84 ellipsoid.

    Parameters
    ----------
    start, end
        Longitude and latitude, CRS84 degrees, shape (2,) or (n, 2); one point
        on one side goes with every row of the other.

    Returns
    -------
    numpy.ndarray
        Metres, (n,); between two single points of shape (), which works as a float.

    Raises
    ------
    InvalidGeometry
        They are no coordinates, or not as many on one side as on the other.

    Examples
    --------
    >>> import geo
    >>> round(float(geo.distance((-66.9, 10.5), (125.75, 39.03))) / 1000)
    14368
    """
    first, last, single = ends(start, end)
    _, _, metres = ellipsoid().inv(first[:, 0], first[:, 1], last[:, 0], last[:, 1])
    return _given(np.asarray(metres, dtype=np.float64), single)


def _given(values: Floats, single: bool) -> Floats:
    return values[0] if single else values


def initial_course(start: LonLat, end: LonLat) -> Floats:
    """Give the course on which the great circle sets out, between CRS84 positions (2,) or (n, 2).

    Degrees clockwise from north, 0 to 360 without 360, (n,) or (); NaN where the ends coincide.
    From the north pole 180, from the south pole 0.
    """
    first, last, single = ends(start, end)
    arcs = Arcs.between(first, last)
    course = np.degrees(arcs.course) % 360.0
    course = np.where(course == 360.0, 0.0, course)
    return _given(np.where(arcs.length == 0, np.nan, course), single)


def northernmost(start: LonLat, end: LonLat) -> Floats:
    """Find the northernmost point of each great circle, CRS84, (2,) or (n, 2) (Clairaut)."""
    first, last, single = ends(start, end)
    arcs = Arcs.between(first, last)
    lat = np.radians(arcs.latitude)
    top = np.arctan2(np.cos(lat) * np.cos(arcs.course), np.sin(lat))
    higher = (arcs.end_latitude > arcs.latitude).astype(np.float64)
    within = (top > 0) & (top < arcs.length)
    share = np.where(within, top / np.where(within, arcs.length, 1.0), higher)
    longitude, latitude = arcs.at(arcs.basis(), share, np.arange(len(share)))
    latitude = np.maximum(latitude, np.maximum(arcs.latitude, arcs.end_latitude))
    longitude = np.where(arcs.over > 0, arcs.longitude, longitude)
    latitude = np.where(arcs.over > 0, 90.0, latitude)
    return _given(np.column_stack([_normal(longitude), latitude]), single)


@overload
def crossing(start: tuple[float, float], end: tuple[float, float]) -> float | None: ...
@overload
def crossing(start: LonLat, end: LonLat) -> Floats | float | None: ...
def crossing(start: LonLat, end: LonLat) -> Floats | float | None:
    """Find the latitudes where great circles between CRS84 positions cross the 180th meridian.

    (n,), NaN where there is no crossing; between two single points a float or None. A line that
    only touches the meridian, lies on it or goes over a pole does not cross it.
    """
    first, last, single = ends(start, end)
    arcs = Arcs.between(first, last)
    way = arcs.crosses()
    latitude = np.where(way != 0, arcs.latitude_at(way * 180.0 - arcs.longitude), np.nan)
    if not single:
        return latitude
    return float(latitude[0]) if way[0] else None


def points(start: LonLat, end: LonLat, n: int) -> Floats:
    """Give n ≥ 2 points at equal steps along great circles, with ends: CRS84, (n_lines, n, 2)."""
    first, last, _ = ends(start, end)
    arcs = Arcs.between(first, last)
    longitude, latitude = arcs.grid(whole_number(n))
    placed = np.stack([_normal(longitude), latitude], axis=-1)
    placed[:, -1, 0] = arcs.end_longitude
    return placed


def _normal(longitude: Floats) -> Floats:
    return longitude - 360.0 * ((longitude > 180) * 1.0 - (longitude < -180))


_WIDEST: float = 540.0
_Part = list[tuple[float, float]]


def cut(line: shapely.LineString | shapely.MultiLineString | LonLat) -> shapely.Geometry:
    """Cut a line at the 180th meridian.

    Every step goes the short way round. It meets ±180° where its great circle does; a step
    of 180° goes over the nearer pole (the north pole from the equator), with two vertices
    on it. A pole is entered and left along the meridian of the other end. Longitudes may go on
    beyond ±180°, up to ±540°. A line that only touches ±180° is left whole.
    """
    if isinstance(line, shapely.Geometry):
        if line.geom_type not in ("LineString", "MultiLineString") or line.is_empty:
            raise InvalidGeometry(f"A {line.geom_type} cannot be cut as a line. Give a line.")
        strands = [shapely.get_coordinates(part) for part in shapely.get_parts(line)]
    else:
        strands = [np.asarray(lonlat(line, "line", _WIDEST))]
    parts = [part for strand in strands for part in _cut_one(lonlat(strand, "line", _WIDEST))]
    shapes = shapely.linestrings(
        np.array([pair for part in parts for pair in part]),
        indices=np.repeat(np.arange(len(parts)), [len(part) for part in parts]),
    )
    return shapes[0] if len(shapes) == 1 else shapely.multilinestrings(shapes)


def _cut_one(vertices: np.ndarray) -> list[_Part]:
    if vertices.ndim == 1 or len(vertices) < 2:
        raise InvalidGeometry("a line needs at least two vertices; one is given. Give more.")
    transitions = np.where(np.abs(vertices[:, 0]) > HALF_TURN, 1.0, 0.0) * np.sign(vertices[:, 0])
    longitudes = vertices[:, 0] - 360.0 * transitions
    placed = np.column_stack([longitudes, vertices[:, 1]])
    arcs = Arcs.between(placed[:-1], placed[1:])
    steps = wrapped(np.diff(longitudes))
    edges = np.sign(steps) * HALF_TURN
    meets = arcs.latitude_at(edges - arcs.longitude)
    parts: list[_Part] = [[(float(placed[0, 0]), float(placed[0, 1]))]]
    for row, step in enumerate(steps.tolist()):
        part = parts[-1]
        longitude, latitude = part[-1]
        end_longitude, end_latitude = placed[row + 1].tolist()
        edge = float(edges[row])
        reach = longitude + step
        if arcs.over[row]:
            pole = float(arcs.over[row]) * POLE
            part += [(longitude, pole), (end_longitude, pole)]
        elif POLE in (abs(latitude), abs(end_latitude)):
            corner = (end_longitude, latitude)
            if abs(latitude) != POLE:
                corner = (longitude, end_latitude)
            if corner not in (part[-1], (end_longitude, end_latitude)):
                part.append(corner)
        elif abs(reach) > HALF_TURN + EPSILON_DEG:
            meeting = latitude
            if abs(longitude - edge) > EPSILON_DEG:
                meeting = float(meets[row])
                part.append((edge, meeting))
            if len(part) == 1:
                part[0] = (-edge, meeting)
            else:
                parts.append([(-edge, meeting)])
        elif abs(reach) >= HALF_TURN - EPSILON_DEG:
            end_longitude = float(np.copysign(HALF_TURN, reach))
        parts[-1].append((end_longitude, end_latitude))
    return parts
