"""How exactly a position is known: metres only where a source gives them.

A point that contradicts its own record (outside the receiving state, or far from the city) is
doubtful, whatever its row says of metres.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

from geo import geodesy, parties
from geo.dataset import Dataset, Position, outside

FAR_M: Final = 50_000.0
"""Metres beyond the edge of its city from which on a mission's point is doubtful."""

_ROUNDED: Final = ("quarter", "city", "state")
_AREAS: Final = ("city", "state")

CandidateMatch = tuple[str, float]
"""``outside`` the receiving state or ``far`` from the city, and by how many metres."""


def radius_m(position: Position) -> float:
    """Metres within which a position's own row says that the mission is; NaN for none."""
    if position.method == "state":
        return math.nan
    if position.method == "source_point":
        return math.nan if position.radius_m is None else position.radius_m
    return position.tolerance_m or math.nan


def exactness(position: Position, method: str, doubt: CandidateMatch | None) -> str:
    """One of :data:`geo.vocabulary.EXACTNESS`, of a position that is drawn by a method."""
    if doubt:
        return doubt[0]
    if method != "source_point":
        return method
    if position.radius_m is not None:
        return "stated"
    return "rounded" if position.precision in _ROUNDED else "unverified"


def candidate_matches(dataset: Dataset, positions: Iterable[Position]) -> dict[str, CandidateMatch]:
    """The doubtful ones of some positions: id -> why, and by how many metres."""
    missions = dataset.missions.by_id
    pointed = [one for one in positions if one.point and one.method not in _AREAS]
    found: dict[str, CandidateMatch] = {}
    rows: list[tuple[str, float]] = []
    points, cities = [], []
    for one in pointed:
        mission = missions[one.mission]
        city = parties.city(mission.city, mission.receiving) if mission.city else None
        if city and one.point:
            rows.append((one.id, city.radius_m + FAR_M))
            points.append(one.point)
            cities.append((city.lon, city.lat))
    if rows:
        for (id, most), metres in zip(rows, geodesy.distance(points, cities), strict=True):
            if metres > most:
                found[id] = ("far", float(metres))
    for id, _, _, metres in outside(((one.id, one) for one in pointed), missions):
        found[id] = ("outside", metres)
    return found
