"""Where each mission is drawn, and how exactly that is known, on both clocks (decision 6)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from geo import dates, geodesy, parties, vocabulary
from geo.dataset import Dataset, Mission, Position, outside
from geo.evidence.publication import PublicationIndex
from geo.evidence.rule import drawing_order

if TYPE_CHECKING:
    import pandas as pd

FAR_M: Final = 50_000.0
"""Metres beyond the edge of its city from which on a mission's point is doubtful."""

_ROUNDED: Final = ("quarter", "city", "state")
_AREAS: Final = ("city", "state")
CandidateMatch = tuple[str, float]
"""``outside`` the receiving state or ``far`` from the city, and by how many metres."""

GAZETTEER = "gazetteer"
"""Stands in ``drawn_by`` where the city's point and radius are those of the gazetteer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where a mission is drawn in one interval of both clocks; ordinals, the end outside."""

    begin: int = dates.FIRST
    end: int = dates.LAST
    known_begin: int = dates.FIRST
    known_end: int = dates.LAST
    longitude: float  # Degrees, CRS84
    latitude: float
    radius_m: float = math.nan  # NaN where not known
    method: str
    place: str = ""  # Id of the place outlined, code of a whole state, blank for a disc
    sources: str = ""  # Published by then; ids joined with ``|``
    drawn_by: str = GAZETTEER  # Later sources that drew place or neighbours, or ``gazetteer``
    position: str = ""
    tie: bool = False  # Another position is as strong and is elsewhere
    exactness: str = "city"
    off_m: float = math.nan  # Metres of doubtful coordinates from the state, or from the city
    tolerance_m: float = 0.0  # Metres to allow where points are compared; never shown


_BOX: Final = ("begin", "end", "known_begin", "known_end")
_PLACED: Final = (
    *("longitude", "latitude", "radius_m", "method", "place"),
    *("exactness", "off_m", "tolerance_m"),
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    position: Position
    placement: Placement
    begin: int
    end: int
    heard: Mapping[str, int]
    """Its sources, each with its earliest possible publication day."""

    def holds(self, day: int, known_on: int) -> bool:
        return self.begin <= day < self.end and min(self.heard.values()) <= known_on


def placements(dataset: Dataset, publication: PublicationIndex) -> pd.DataFrame:
    """Where every mission of a dataset is drawn."""
    import pandas as pd

    outlines = _Outlines(dataset, candidate_matches(dataset, dataset.positions))
    table: list[tuple[object, ...]] = []
    names = list(Placement.__dataclass_fields__)
    for number, mission in enumerate(dataset.missions):
        fallback = _fallback(mission)
        candidates = [
            _candidate(position, mission, outlines, publication, fallback)
            for position in dataset.positions.of_mission(mission.id)
        ]
        for placement in _intervals(candidates, fallback or _somewhere(mission), publication):
            table.append((number, *(getattr(placement, name) for name in names)))
    return pd.DataFrame(table, columns=["mission", *names])


class _Outlines:
    """Points and radii of the places of a dataset, worked out once each; doubtful positions."""

    def __init__(self, dataset: Dataset, doubtful: Mapping[str, tuple[str, float]]) -> None:
        self.dataset = dataset
        self.doubtful = doubtful
        self._found: dict[str, tuple[float, float, float]] = {}

    def of(self, place: str) -> tuple[float, float, float]:
        """Longitude, latitude (CRS84, degrees) and covering radius (metres) of a place."""
        if place not in self._found:
            import shapely
            from shapely.geometry import shape

            geometry = shape(self.dataset.shapes[place])
            centre = geometry.centroid
            if not geometry.contains(centre):
                centre = geometry.representative_point()
            edge = shapely.get_coordinates(geometry)
            own = self.dataset.places.by_id[place].radius_m or 0.0
            reach = float(max(geodesy.distance((centre.x, centre.y), edge)))
            self._found[place] = (centre.x, centre.y, reach + own)
        return self._found[place]


def as_placed(dataset: Dataset, row: Mapping[str, str]) -> dict[str, Any]:
    """How exactly a position places its mission, whether or not it is the one that is drawn."""
    position = Position.of(row)
    mission = dataset.missions.by_id[position.mission]
    outlines = _Outlines(dataset, candidate_matches(dataset, [position]))
    _, _, radius, method, _ = _placed(position, mission, outlines, _fallback(mission))
    exact, off_m, _ = _exact(position, method, outlines)
    given = {"city": mission.city, "receiving": mission.receiving}
    return {"exactness": exact, "radius_m": radius, "off_m": off_m, **given}


def _fallback(mission: Mission) -> Placement | None:
    """The mission in its city, or for its whole receiving state."""
    city = parties.city(mission.city, mission.receiving) if mission.city else None
    if city is None:
        return None
    return Placement(
        longitude=city.lon,
        latitude=city.lat,
        radius_m=city.radius_m,
        method="city",
        tolerance_m=city.radius_m,
    )


def _somewhere(mission: Mission) -> Placement:
    longitude, latitude, code = _in_state(mission.receiving)
    return Placement(
        longitude=longitude,
        latitude=latitude,
        method="state",
        place=code,
        exactness="state",
        tolerance_m=vocabulary.PRECISION_M["state"],
    )


def _in_state(code: str) -> tuple[float, float, str]:
    """A point within a state, and its code where it has an outline; else its seat."""
    from geo import basemap

    if basemap.has_shape(code):
        return *_middle(code), code
    state = parties.party_by_code(code)
    return state.seat_lon, state.seat_lat, ""


@cache
def _middle(code: str) -> tuple[float, float]:
    """Well inside the largest part of a state as drawn; its seat would claim too much."""
    import shapely

    from geo import basemap

    largest = max(shapely.get_parts(basemap.state_shape(code)), key=shapely.area)
    inside = shapely.get_coordinates(shapely.maximum_inscribed_circle(largest, tolerance=0.05))[0]
    return round(float(inside[0]), 5), round(float(inside[1]), 5)


def _candidate(
    position: Position,
    mission: Mission,
    outlines: _Outlines,
    publication: PublicationIndex,
    fallback: Placement | None,
) -> _Candidate:
    known = publication.of(position.sources).possibly
    placed = _placed(position, mission, outlines, fallback)
    exact = _exact(position, placed[3], outlines)
    told: dict[str, Any] = dict(zip(_PLACED, (*placed, *exact), strict=True))
    placement = Placement(
        **told,
        sources=position["sources"],
        drawn_by="|".join(_later(position, outlines.dataset, publication, known)),
        position=position.id,
    )
    heard = {source: publication.of([source]).possibly for source in position.sources}
    first, last = position.days
    return _Candidate(position, placement, first, min(last + 1, dates.LAST), heard)


def _placed(
    position: Position, mission: Mission, outlines: _Outlines, fallback: Placement | None
) -> tuple[float, float, float, str, str]:
    method, radius, point = position.method, radius_m(position), position.point
    drawn = position.place if outlines.dataset.shapes.get(position.place) else ""
    if point:
        if position.id in outlines.doubtful:
            return (*point, math.nan, method, "")
        if method == "state":
            return (*point, math.nan, method, _in_state(mission.receiving)[2])
        if method == "district" and drawn and math.isnan(radius):
            radius = outlines.of(drawn)[2]
        return (*point, radius, method, drawn if method == "district" else "")
    if drawn:
        longitude, latitude, reach = outlines.of(drawn)
        return longitude, latitude, reach if math.isnan(radius) else radius, method, drawn
    if method == "state" or fallback is None:
        longitude, latitude, code = _in_state(mission.receiving)
        return longitude, latitude, math.nan, "state", code
    radius = fallback.radius_m if math.isnan(radius) else radius
    return fallback.longitude, fallback.latitude, radius, method, ""


def _exact(position: Position, method: str, outlines: _Outlines) -> tuple[str, float, float]:
    """Exactness, metres off, and tolerance of a position that is drawn by a method."""
    doubt = outlines.doubtful.get(position.id)
    off_m = doubt[1] if doubt else math.nan
    return exactness(position, method, doubt), off_m, position.tolerance_m


def _later(
    position: Position, dataset: Dataset, publication: PublicationIndex, known: int
) -> list[str]:
    """Sources that drew the place or the neighbours after the words were written."""
    drawing: list[str] = []
    if position.place:
        drawing += dataset.places.by_id[position.place].sources
    for anchor in position.anchors:
        for other in dataset.positions.of_mission(anchor):
            drawing += other.sources if other.point else ()
    return sorted(
        source
        for source in set(drawing).difference(position.sources)
        if publication.of([source]).possibly > known
    )


def _intervals(
    candidates: list[_Candidate], otherwise: Placement, publication: PublicationIndex
) -> list[Placement]:
    if not candidates:
        return [otherwise]
    spoken = {day for one in candidates for day in one.heard.values()}
    known_cuts = sorted({dates.FIRST, *spoken, dates.LAST})
    day_cuts = sorted({dates.FIRST, *(c.begin for c in candidates), *(c.end for c in candidates)})
    day_cuts = [cut for cut in day_cuts if cut < dates.LAST] + [dates.LAST]
    found: list[Placement] = []
    for known_begin, known_end in pairwise(known_cuts):
        for begin, end in pairwise(day_cuts):
            standing = [
                (drawing_order(one.position, publication, known_begin), one)
                for one in candidates
                if one.holds(begin, known_begin)
            ]
            cuts = (begin, end, known_begin, known_end)
            box: dict[str, Any] = dict(zip(_BOX, cuts, strict=True))
            if not standing:
                found.append(replace(otherwise, **box))
                continue
            best, chosen = min(standing, key=lambda one: one[0])
            tie = any(order[:2] == best[:2] and _apart(chosen, one) for order, one in standing)
            told = "|".join(s for s, day in chosen.heard.items() if day <= known_begin)
            found.append(replace(chosen.placement, **box, sources=told, tie=tie))
    return found


def _apart(one: _Candidate, other: _Candidate) -> bool:
    here, there = one.placement, other.placement
    return (here.longitude, here.latitude) != (there.longitude, there.latitude)


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
