"""Distances, courses and points between columns of ends."""

from functools import lru_cache
from typing import overload

import numpy as np
import pyproj

from geo.geodesy.arcs import Arcs
from geo.geodesy.arrays import Floats, LonLat, ends, whole_number


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
    course = np.degrees(arcs.course) % 360.0 % 360.0  # the first may round up to 360
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
