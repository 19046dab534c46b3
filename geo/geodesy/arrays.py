"""Coordinates at the door: arrays of longitude and latitude, checked once."""

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.errors import InvalidGeometry, quoted

# Longitude and latitude, CRS84 degrees: shape (2,) for a point, (n, 2) for n of them
LonLat: TypeAlias = ArrayLike
Floats: TypeAlias = NDArray[np.float64]
EARTH_RADIUS_M: Final = 6_371_008.8  # mean radius of WGS 84: of the sphere on which lines are drawn
_PAIR: Final = 2
_LONGITUDE: Final = 180.0
_LATITUDE: Final = 90.0


def lonlat(value: LonLat, name: str) -> Floats:
    """Check coordinates."""
    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InvalidGeometry(
            f"{name}: {quoted(value)} are not numbers. Give pairs of longitude and latitude."
        ) from error
    if array.ndim not in (1, _PAIR) or array.shape[-1] != _PAIR:
        raise InvalidGeometry(
            f"{name}: the shape is {array.shape}. Give (n, 2), or (2,) for one point: "
            "longitude, then latitude."
        )
    longitude, latitude = array[..., 0], array[..., 1]
    good = (np.abs(longitude) <= _LONGITUDE) & (np.abs(latitude) <= _LATITUDE)
    if not good.all():
        raise InvalidGeometry(_problem(array.reshape(-1, _PAIR), good.reshape(-1), name))
    return array


def _problem(pairs: Floats, good: NDArray[np.bool_], name: str) -> str:
    row = int(np.flatnonzero(~good)[0])
    longitude, latitude = (float(number) for number in pairs[row])
    where = f"{name}, row {row} (counted from 0)" if len(pairs) > 1 else name
    value = quoted(f"{longitude}, {latitude}")
    more = int((~good).sum()) - 1
    others = f" {more:,} more rows have errors." if more else ""
    if not (np.isfinite(longitude) and np.isfinite(latitude)):
        return f"{where}: {value} is not finite. Leave out what has no place.{others}"
    if abs(longitude) <= _LATITUDE < abs(latitude) <= _LONGITUDE:
        remedy = "Check whether longitude and latitude are swapped; longitude comes first."
    else:
        remedy = (
            "Longitudes lie between -180 and 180, latitudes between -90 and 90 "
            "degrees; perhaps these are metres of another CRS."
        )
    return f"{where}: {value} is out of range. {remedy}{others}"


def one_lonlat(value: LonLat, name: str) -> tuple[float, float]:
    """Check the coordinates of one point."""
    array = lonlat(value, name)
    if array.ndim != 1:
        raise InvalidGeometry(f"{name}: the shape is {array.shape}. Give one point: (2,).")
    return float(array[0]), float(array[1])


def ends(start: LonLat, end: LonLat) -> tuple[Floats, Floats, bool]:
    """Check the two ends of lines."""
    first, last = lonlat(start, "start"), lonlat(end, "end")
    single = first.ndim == 1 and last.ndim == 1
    if first.ndim == last.ndim and first.shape != last.shape:
        raise InvalidGeometry(
            f"start has {len(first):,} rows and end has {len(last):,}. Give as many of both, "
            "or one point on one side."
        )
    shape = (1, _PAIR) if single else max(first.shape, last.shape, key=len)
    return np.broadcast_to(first, shape), np.broadcast_to(last, shape), single


def whole_number(vertices: int, least: int = 2) -> int:
    """Check a number of vertices."""
    if isinstance(vertices, bool) or not isinstance(vertices, int | np.integer) or vertices < least:
        raise InvalidGeometry(
            f"{quoted(vertices)} is not a number of vertices. Give a whole number from {least} up."
        )
    return int(vertices)


def wrapped(degrees: Floats) -> Floats:
    """Bring differences of longitude between -180 and 180 degrees; exact where they already are."""
    return np.where(degrees > 180, degrees - 360, np.where(degrees < -180, degrees + 360, degrees))
