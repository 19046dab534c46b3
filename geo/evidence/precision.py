"""How exactly a position is known: metres only where somebody gives them, doubt where it is due.

The decimals of a coordinate tell how it was written, not how well it was measured: of a point
that a source gives without metres, none are told. One that contradicts its own record, by lying
outside the receiving state or far from the city, is doubtful, whatever its row says of metres.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from geo import geodesy, parties
from geo.dataset import Dataset, outside, tolerance_m

__all__ = ["FAR_M", "candidate_matches", "exactness", "radius_m"]

FAR_M: Final = 50_000.0
"""Metres beyond the edge of its city from which on a mission's point is doubtful."""

_ROUNDED: Final = ("quarter", "city", "state")
_AREAS: Final = ("city", "state")

CandidateMatch = tuple[str, float]
"""``outside`` the receiving state or ``far`` from the city, and by how many metres."""


def radius_m(row: Mapping[str, str]) -> float:
    """Metres within which a position's own row says that the mission stands; NaN for none."""
    if row["method"] == "state":
        return math.nan
    if row["method"] == "source_point":
        return float(row["radius_m"] or math.nan)
    return tolerance_m(row) or math.nan


def exactness(row: Mapping[str, str], method: str, doubt: CandidateMatch | None) -> str:
    """One of :data:`geo.vocabulary.EXACTNESS`, of a position that is drawn by a method."""
    if doubt:
        return doubt[0]
    if method != "source_point":
        return method
    if row["radius_m"]:
        return "stated"
    return "rounded" if row["precision"] in _ROUNDED else "unverified"


def candidate_matches(
    dataset: Dataset, positions: Sequence[Mapping[str, str]]
) -> dict[str, CandidateMatch]:
    """The doubtful ones of some positions: id -> why, and by how many metres."""
    missions = dataset.by_id["missions"]
    pointed = [row for row in positions if row["longitude"] and row["method"] not in _AREAS]
    found: dict[str, CandidateMatch] = {}
    rows, points, cities = [], [], []
    for row in pointed:
        mission = missions[row["mission"]]
        city = parties.city(mission["city"], mission["receiving"]) if mission["city"] else None
        if city:
            rows.append((row["id"], city.radius_m + FAR_M))
            points.append((float(row["longitude"]), float(row["latitude"])))
            cities.append((city.lon, city.lat))
    if rows:
        for (id, most), metres in zip(rows, geodesy.distance(points, cities), strict=True):
            if metres > most:
                found[id] = ("far", float(metres))
    for id, _, _, metres in outside(((row["id"], row) for row in pointed), missions):
        found[id] = ("outside", metres)
    return found
