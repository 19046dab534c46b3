"""Placing: a point or a region that a reader puts on the map, and what is taken of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from geo.errors import InvalidGeometry, quoted

MOST_CORNERS: Final = 500
"""Corners that a region may have."""

_FEWEST: Final = 3
_DECIMALS: Final = 6

Position = tuple[float, float]


@dataclass(frozen=True)
class Placing:
    """What a scene asks the map to let the reader place.

    ``mode``: ``"point"`` with its ``radius_m`` (metres), or ``"polygon"``. ``at``: what is already
    there, longitude first, degrees, CRS84; another number ``turn`` lets the map take it over.
    """

    mode: Literal["point", "polygon"]
    radius_m: float = 0.0
    at: tuple[Position, ...] = ()
    turn: int = 0

    def to_dict(self) -> dict[str, object]:
        """What the browser reads."""
        return {
            "mode": self.mode,
            "radius": self.radius_m,
            "at": [list(position) for position in self.at],
            "turn": self.turn,
        }


@dataclass(frozen=True)
class Placed:
    """What a reader has placed: a ``"point"``, or the corners of a ``"polygon"``, each once.

    Longitude first, degrees, CRS84, six decimals; empty where it was taken away. ``at`` is the time
    in milliseconds since 1970.
    """

    mode: Literal["point", "polygon"]
    positions: tuple[Position, ...]
    at: int

    @property
    def geometry(self) -> dict[str, object] | None:
        """The region as a GeoJSON geometry, counterclockwise; None for no region."""
        if self.mode != "polygon" or not self.positions:
            return None
        ring = list(self.positions)
        if _area(ring) < 0:
            ring.reverse()
        return {"type": "Polygon", "coordinates": [[list(one) for one in (*ring, ring[0])]]}


def placed(answer: Mapping[str, object] | None) -> Placed | None:
    """What a reader has placed, from what ``st_folium`` returned."""
    drawing = answer.get("last_active_drawing") if isinstance(answer, Mapping) else None
    told = drawing.get("properties") if isinstance(drawing, Mapping) else None
    if not isinstance(drawing, Mapping) or not isinstance(told, Mapping):
        return None
    mode, at = told.get("id"), told.get("at")
    if told.get("what") != "placed" or mode not in ("point", "polygon"):
        return None
    if isinstance(at, bool) or not isinstance(at, int | float) or not 0 < at < math.inf:
        return None
    geometry = drawing.get("geometry")
    if geometry is None:
        return Placed(mode, (), int(at))
    coordinates = geometry.get("coordinates") if isinstance(geometry, Mapping) else None
    if mode == "point":
        return Placed(mode, (_position(coordinates),), int(at))
    return Placed(mode, _corners(coordinates), int(at))


def _position(value: object) -> Position:
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) != 2:
        raise InvalidGeometry().keyed("error.placed.position", value=quoted(value))
    longitude, latitude = value
    for number, most in ((longitude, 180.0), (latitude, 90.0)):
        sound = isinstance(number, int | float) and not isinstance(number, bool)
        if not sound or not -most <= number <= most:
            raise InvalidGeometry().keyed("error.placed.position", value=quoted(value))
    return round(float(longitude), _DECIMALS), round(float(latitude), _DECIMALS)


def _corners(value: object) -> tuple[Position, ...]:
    rings = value if isinstance(value, Sequence) and not isinstance(value, str) else ()
    ring = rings[0] if len(rings) == 1 else ()
    if not isinstance(ring, Sequence) or not _FEWEST < len(ring) <= MOST_CORNERS + 1:
        raise InvalidGeometry().keyed("error.placed.corners", fewest=_FEWEST, most=MOST_CORNERS)
    corners = [_position(one) for one in ring]
    if corners[0] == corners[-1]:
        corners.pop()
    longitudes = [longitude for longitude, _ in corners]
    if max(longitudes) - min(longitudes) >= 180.0:
        raise InvalidGeometry().keyed("error.placed.meridian")
    if not _simple(corners):
        raise InvalidGeometry().keyed("error.placed.crossing")
    return tuple(corners)


def _simple(corners: list[Position]) -> bool:
    from shapely import Polygon

    return len(set(corners)) >= _FEWEST and bool(Polygon(corners).is_valid)


def _area(ring: list[Position]) -> float:
    turned = [*ring[1:], ring[0]]
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, turned, strict=True))
