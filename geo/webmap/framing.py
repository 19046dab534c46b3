"""Where a map is to look so that all of what it shows is seen."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from geo import parties
from geo.atlas import Atlas, absence, relation_lines
from geo.selection import Selection

_METRES_A_DEGREE: Final = 111_195.0
_REACH_MOST_M: Final = 50_000.0
_SHARE: Final = 0.05
_LEAST: Final = 0.01
_FEW: Final = 12
_NORTHERNMOST: Final = 85.0
_ROUND: Final = 360.0
_CUT: Final = -170.0  # western edge of a map of the whole world


def fitting(
    atlas: Atlas, selection: Selection | None = None
) -> tuple[float, float, float, float] | None:
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
    if len(rows) <= _FEW:
        lines = relation_lines.lines(atlas, selection)
        arcs = lines[lines["kind"] == "pair"]
        if len(arcs):
            _, low, _, high = (float(side) for side in arcs.total_bounds)
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
