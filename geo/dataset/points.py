"""Points of positions: what a comparison may allow them, and which lie outside their state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeVar

from geo import vocabulary

__all__ = ["TOLERANCE_M", "outside", "tolerance_m"]

TOLERANCE_M: Final = 7_000.0
"""Metres by which a position may stand outside its receiving state as drawn by
Natural Earth at 1:50 million, whose coasts and borders are generalised by kilometres."""

_Key = TypeVar("_Key")


def tolerance_m(row: Mapping[str, str]) -> float:
    """Metres to allow a position where points are compared; a guess, never told to a reader."""
    return float(row["radius_m"] or vocabulary.PRECISION_M.get(row["precision"], 0.0))


def outside(
    positions: Iterable[tuple[_Key, Mapping[str, str]]],
    missions: Mapping[str, Mapping[str, str]],
) -> Iterator[tuple[_Key, Mapping[str, str], str, float]]:
    """Positions whose point lies further outside the receiving state than outlines may be off.

    Each with its key, its row, the state's code and the metres. What a row gives as its reason is
    not looked at.
    """
    from geo import basemap

    wanted: dict[str, list[tuple[_Key, Mapping[str, str]]]] = defaultdict(list)
    for key, row in positions:
        mission = missions.get(row["mission"])
        if mission and row["longitude"] and row["latitude"]:
            wanted[mission["receiving"]].append((key, row))
    for code, entries in sorted(wanted.items()):
        if not basemap.has_shape(code):
            continue
        lon = [float(row["longitude"]) for _, row in entries]
        lat = [float(row["latitude"]) for _, row in entries]
        for (key, row), metres in zip(entries, basemap.within(lon, lat, code), strict=True):
            if metres > max(TOLERANCE_M, tolerance_m(row)):
                yield key, row, code, float(metres)
