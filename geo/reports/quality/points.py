"""Points that stand in the wrong state, and points that several missions have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from geo import basemap, dataset, parties
from geo.dataset import Mission, Position
from geo.geodesy import distance
from geo.reports.quality.model import DatasetLines, Finding, Row, finding

_CENTRE_M: Final = 150.0
"""Metres from the middle of a city by the gazetteer, within which a point is that middle."""

_CITIES_APART_M: Final = 30_000.0
_COARSE: Final = 3
"""Decimals of a degree up to which a point names no building: 3 are about a hundred metres."""

_DIGITS: Final = 6


def outside(record: DatasetLines) -> Iterator[Finding]:
    """Points further outside their receiving state than its outline may be off, and why perhaps."""
    unexplained = ((line, row) for line, row in record.each("positions") if not row.reason)
    for line, row, code, metres in dataset.outside(unexplained, record.missions):
        case, values = dataset.astray(row.point or (0.0, 0.0), code)
        values |= {"away": metres, "receiving": code}
        yield finding("positions", line, row, "outside", _shown(row), case, **values)


def shared(record: DatasetLines) -> Iterator[Finding]:
    """Points that several missions have: one building, or a copied coordinate."""
    groups: dict[tuple[float, ...], list[tuple[int, Position]]] = defaultdict(list)
    for line, row in record.points:
        groups[tuple(round(degrees, _DIGITS) for degrees in row.point or ())].append((line, row))
    for entries in groups.values():
        missions = {row.mission: record.missions[row.mission] for _, row in entries}
        if len(missions) < 2:
            continue
        of: dict[str, tuple[int, Position]] = {}
        for line, row in entries:
            of.setdefault(row.mission, (line, row))
        for line, row in of.values():
            others = [one for id, one in missions.items() if id != row.mission]
            case, other, values = _verdict(row, missions[row.mission], others)
            named = [one.id for one in others if one is not other]
            values["others"] = (other.id, *named)
            yield finding("positions", line, row, "shared", _shown(row), case, **values)


def _verdict(
    position: Position, mission: Mission, others: Sequence[Mission]
) -> tuple[str, Mission, dict[str, object]]:
    """What speaks for one building or for a copy, and the mission that shows it best."""
    lonlat = position.point or (0.0, 0.0)
    for other in others:
        if other.receiving != mission.receiving and not _may_be_both(lonlat, mission, other):
            return "shared.states", other, {}
    city = _city(mission)
    for other in others:
        there = _city(other)
        if city is None or there is None or city == there:
            continue
        if _metres((city.lon, city.lat), (there.lon, there.lat)) > _CITIES_APART_M:
            return "shared.cities", other, {}
    first = next((one for one in others if _town(one) == _town(mission)), others[0])
    if city is not None and _metres(lonlat, (city.lon, city.lat)) <= _CENTRE_M:
        return "shared.centre", first, {"city": city.name}
    decimals = max(len(position[c].partition(".")[2]) for c in ("longitude", "latitude"))
    if decimals <= _COARSE:
        return "shared.coarse", first, {"number": decimals}
    for other in others:
        if other.sending == mission.sending:
            return "shared.sections", other, {}
    if mission.city and _town(first) == _town(mission):
        return "shared.building", first, {"number": decimals}
    return "shared.open", first, {}


def _may_be_both(lonlat: tuple[float, float], one: Mission, other: Mission) -> bool:
    """Whether a point may be in two receiving parties: those in Rome, or at a border."""
    return all(
        not basemap.has_shape(side.receiving)
        or basemap.within(*lonlat, side.receiving) <= dataset.TOLERANCE_M
        for side in (one, other)
    )


def _city(mission: Mission) -> parties.City | None:
    return parties.city(mission.city, mission.receiving) if mission.city else None


def _town(mission: Mission) -> str:
    city = _city(mission)
    return parties.fold(city.name if city else mission.city)


def _metres(start: tuple[float, float], end: tuple[float, float]) -> float:
    return float(distance(start, end))


def _shown(row: Row) -> str:
    return f"{row['longitude']} {row['latitude']}"
