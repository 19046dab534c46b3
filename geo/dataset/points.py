"""Positions whose points lie outside their state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeVar

from geo.dataset.records import Position

TOLERANCE_M: Final = 7_000.0
"""Metres by which a position may be outside its receiving state as drawn by
Natural Earth at 1:50 million, whose coasts and borders are generalised by kilometres."""

_Key = TypeVar("_Key")


def outside(
    positions: Iterable[tuple[_Key, Position]],
    missions: Mapping[str, Mapping[str, str]],
) -> Iterator[tuple[_Key, Position, str, float]]:
    """Positions too far outside the receiving state: key, record, code, metres."""
    from geo import basemap

    wanted: dict[str, list[tuple[_Key, Position, tuple[float, float]]]] = defaultdict(list)
    for key, row in positions:
        mission = missions.get(row.mission)
        if mission and row.point:
            wanted[mission["receiving"]].append((key, row, row.point))
    for code, entries in sorted(wanted.items()):
        if not basemap.has_shape(code):
            continue
        lon, lat = zip(*(point for _, _, point in entries), strict=True)
        for (key, row, _), metres in zip(entries, basemap.within(lon, lat, code), strict=True):
            if metres > max(TOLERANCE_M, row.tolerance_m):
                yield key, row, code, float(metres)
