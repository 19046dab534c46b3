"""Placing: a point or a region that a reader puts on the map, and what is taken of it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, Literal, TypeAlias

import numpy as np
import numpy.typing as npt
import shapely

from geo import parties
from geo.atlas import Atlas, absence, relation_lines
from geo.errors import InvalidGeometry, quoted
from geo.selection import Selection

MOST_CORNERS: Final = 500  # Corners that a region may have
_FEWEST: Final = 3
_DECIMALS: Final = 6

Position = tuple[float, float]
Bounds: TypeAlias = tuple[float, float, float, float]
"""West, south, east, north in degrees, CRS84; east may exceed 180, west be below -180."""


@dataclass(frozen=True)
class Placing:
    """What a scene asks the map to let the reader place."""

    mode: Literal["point", "polygon"]
    radius_m: float = 0.0  # Metres, of a point
    at: tuple[Position, ...] = ()  # What is already there; longitude first, degrees, CRS84
    turn: int = 0  # Another number lets the map take over ``at``

    def to_dict(self) -> dict[str, object]:
        """What the browser reads."""
        at = [list(position) for position in self.at]
        return {"mode": self.mode, "radius": self.radius_m, "at": at, "turn": self.turn}


@dataclass(frozen=True)
class Placed:
    """What a reader has placed: a ``"point"``, or the corners of a ``"polygon"``, each once."""

    mode: Literal["point", "polygon"]
    # Longitude first, degrees, CRS84, six decimals; empty if taken away
    positions: tuple[Position, ...]
    at: int  # Milliseconds since 1970

    @property
    def geometry(self) -> dict[str, object] | None:
        """The region as a GeoJSON geometry, counterclockwise; None for no region."""
        if self.mode != "polygon" or not self.positions:
            return None
        ring = [*self.positions, self.positions[0]]
        if sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) < 0:
            ring.reverse()
        return {"type": "Polygon", "coordinates": [[list(one) for one in ring]]}


def placed(answer: Mapping[str, object] | None) -> Placed | None:
    """What a reader has placed, from what ``st_folium`` returned."""
    drawing, told, at = answered(answer)
    mode = told.get("id")
    if not at or told.get("what") != "placed" or mode not in ("point", "polygon"):
        return None
    geometry = drawing.get("geometry")
    if geometry is None:
        return Placed(mode, (), at)
    coordinates = geometry.get("coordinates") if isinstance(geometry, Mapping) else None
    corners = (_position(coordinates),) if mode == "point" else _corners(coordinates)
    return Placed(mode, corners, at)


def answered(answer: object) -> tuple[Mapping[str, Any], Mapping[str, Any], int]:
    """What ``st_folium`` returned: drawing, properties, milliseconds; empty for other shapes."""
    drawing = answer.get("last_active_drawing") if isinstance(answer, Mapping) else None
    told = drawing.get("properties") if isinstance(drawing, Mapping) else None
    if not isinstance(drawing, Mapping) or not isinstance(told, Mapping):
        return {}, {}, 0
    at = told.get("at")
    if isinstance(at, bool) or not isinstance(at, int | float) or not 0 < at < math.inf:
        return {}, {}, 0
    return drawing, told, int(at)


def _position(value: object) -> Position:
    pair = value if isinstance(value, Sequence) and not isinstance(value, str) else ()
    for one, most in zip(pair, (180.0, 90.0), strict=False):
        sound = isinstance(one, int | float) and not isinstance(one, bool)
        if not sound or not -most <= one <= most:
            pair = ()
    if len(pair) != 2:
        raise InvalidGeometry().keyed("error.placed.position", value=quoted(value))
    return round(float(pair[0]), _DECIMALS), round(float(pair[1]), _DECIMALS)


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
    if len(set(corners)) < _FEWEST or not shapely.Polygon(corners).is_valid:
        raise InvalidGeometry().keyed("error.placed.crossing")
    return tuple(corners)


_METRES_A_DEGREE: Final = 111_195.0
_REACH_MOST_M: Final = 50_000.0
_SHARE: Final = 0.05
_LEAST: Final = 0.01
_FEW: Final = 12
_NORTHERNMOST: Final = 85.0
_ROUND: Final = 360.0
_CUT: Final = -170.0  # western edge of a map of the whole world


def fitting(atlas: Atlas, selection: Selection | None = None) -> Bounds | None:
    """The tightest box that holds all missions of a selection, and so the ends of its pairs.

    West, south, east, north in degrees, CRS84, for ``Scene.focus``: west from -180 to below 180,
    east at most 360 further; latitudes within ±85°; None where nothing is shown. It lies across
    ±180° where it is narrower there. The circle around each mission is included, up to 50 km, and a
    twentieth of the box around all; of up to twelve missions the lines between their states from
    end to end.
    """
    selection = selection or Selection()
    state, placed = atlas.mission_filter.state(selection), atlas.mission_filter.intervals[1]
    rows, seats = state.placement[state.shown], _marked_seats(atlas, selection)
    if not len(rows) and not len(seats):
        return None
    columns = ("longitude", "latitude", "radius_m")
    longitude, latitude, radii = (placed[name][rows].astype(np.float64) for name in columns)
    longitude, latitude = np.append(longitude, seats[:, 0]), np.append(latitude, seats[:, 1])
    metres = np.append(np.nan_to_num(radii), np.zeros(len(seats)))
    reach = np.minimum(metres, _REACH_MOST_M) / _METRES_A_DEGREE
    beside = reach / np.maximum(np.cos(np.radians(latitude)), np.cos(np.radians(_NORTHERNMOST)))
    west, wide = _arc(longitude - beside, 2 * beside)
    south, north = float((latitude - reach).min()), float((latitude + reach).max())
    if len(rows) <= _FEW and (arcs := relation_lines.pair_arcs(atlas, selection)):
        _, low, _, high = (float(side) for side in shapely.total_bounds(arcs))
        south, north = min(south, low), max(north, high)
    pad = max(_SHARE * wide, _LEAST), max(_SHARE * (north - south), _LEAST)
    wide = min(wide + 2 * pad[0], _ROUND)
    west = (west - pad[0] + 180.0) % _ROUND - 180.0 if wide < _ROUND else _CUT
    south, north = max(south - pad[1], -_NORTHERNMOST), min(north + pad[1], _NORTHERNMOST)
    return west, min(south, _NORTHERNMOST), west + wide, max(north, -_NORTHERNMOST)


def _marked_seats(atlas: Atlas, selection: Selection) -> npt.NDArray[np.float64]:
    """Where absences are marked if one party is named: longitude and latitude, shape (n, 2)."""
    if len(absence.named(selection)) != 1:
        return np.empty((0, 2))
    at = {mark.at: None for mark in absence.marked(atlas, selection)}
    seated = [parties.party_by_code(code) for code in at]
    return np.array([(one.seat_lon, one.seat_lat) for one in seated]).reshape(-1, 2)


def _arc(start: npt.NDArray[np.float64], width: npt.NDArray[np.float64]) -> tuple[float, float]:
    """Start and width of the shortest arc of a circle of 360° that holds all given arcs."""
    order = np.argsort(start % _ROUND)
    begin = (start % _ROUND)[order]
    end = begin + width[order]
    # What reaches over 360° fills the beginning once more.
    end = np.maximum.accumulate(np.append(end.max() - _ROUND, end))[1:]
    gap = np.append(begin[1:] - end[:-1], begin[0] + _ROUND - end[-1])
    widest = int(np.argmax(gap))
    west = float(begin[(widest + 1) % len(begin)])
    return west, float(np.clip(_ROUND - gap[widest], 0.0, _ROUND))
