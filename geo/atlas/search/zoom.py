"""Where a map goes to show a thing: west, south, east, north in degrees, CRS84."""

import math
from collections.abc import Sequence
from typing import Any, Final

from geo import basemap, parties
from geo.atlas import Atlas
from geo.errors import StateError
from geo.selection import Selection

Box = tuple[float, float, float, float]

_AROUND: Final = 3.0
_DEGREE_M: Final = 111_000.0
_NEAREST: Final = 0.02
_FARTHEST: Final = 85.0
_ROOM: Final = 0.2
_APART: Final = 180.0


def on_mission(atlas: Atlas, id: str, days: Selection) -> Box | None:
    """Where a mission is on a day, shown or not; None where it was not known."""
    held = atlas.mission_filter
    number = held.numbers.get(id)
    if number is None or held.state(days).placement[number] < 0:
        return None
    placed = atlas.placement(id, days)
    return on_circle(*(float(placed[name]) for name in ("longitude", "latitude", "radius_m")))


def on_place(atlas: Atlas, id: str) -> Box | None:
    """A drawn place with some room around it; the city of one that is not drawn."""
    frame = atlas.dataset.drawn_places
    found = frame[(frame["id"] == id) & frame.geometry.notna()]
    if len(found):
        return on_box(*found.total_bounds)
    row = atlas.dataset.places.by_id.get(id)
    return on_city(row.city, row.state) if row else None


def on_city(name: str, state: str) -> Box | None:
    """A city of the gazetteer."""
    city = parties.city(name, state) if state else None
    return on_circle(city.lon, city.lat, city.radius_m) if city else None


def on_parties(a: str, b: str) -> Box:
    """The seats of two parties."""
    one, other = parties.party_by_code(a), parties.party_by_code(b)
    return on_line(one.seat_lon, one.seat_lat, other.seat_lon, other.seat_lat)


def on_line(lon: float, lat: float, to_lon: float, to_lat: float) -> Box:
    """Both ends of a line, across ±180° where that is narrower; east may exceed 180."""
    west, east = sorted((lon, to_lon))
    if east - west > _APART:
        west, east = east, west + 2 * _APART
    south, north = sorted((lat, to_lat))
    return on_box(west, south, east, north)


def on_state(code: str) -> Box | None:
    """The largest part of a state's area; None where none is drawn."""
    try:
        shape = basemap.state_shape(code)
    except StateError:
        return None
    parts: Sequence[Any] = getattr(shape, "geoms", (shape,))
    west, south, east, north = max(parts, key=lambda part: part.area).bounds
    return _within(west, south, east, north)


def on_box(west: float, south: float, east: float, north: float) -> Box:
    """A box with some room around it."""
    room = max(_NEAREST, _ROOM * max(east - west, north - south))
    return _within(west - room, south - room, east + room, north + room)


def on_circle(longitude: float, latitude: float, radius_m: float) -> Box:
    """A point with three times its radius around it, where that is known."""
    around = max(_AROUND * radius_m / _DEGREE_M, _NEAREST) if math.isfinite(radius_m) else _NEAREST
    return _within(longitude - around, latitude - around, longitude + around, latitude + around)


def _within(west: float, south: float, east: float, north: float) -> Box:
    return float(west), max(float(south), -_FARTHEST), float(east), min(float(north), _FARTHEST)
