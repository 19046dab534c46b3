"""Where each mission is drawn, and how exactly that is known, on both clocks (decision 6)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import shapely
from shapely.geometry import shape

from geo import basemap, dates, geodesy, parties, vocabulary
from geo.dataset import Dataset, Mission, Position, outside
from geo.evidence.publication import PublicationIndex
from geo.evidence.rule import drawing_order

if TYPE_CHECKING:
    import pandas as pd

# A point farther than this from the edge of its city, in metres, is doubtful
FAR_M: Final = 50_000.0
_ROUNDED: Final = ("quarter", "city", "state")
_AREAS: Final = ("city", "state")
# Value of ``drawn_by`` where point and radius are those of the city in the gazetteer
_GAZETTEER: Final = "gazetteer"


class Placement(NamedTuple):
    """Where a mission is drawn in one interval of both clocks; ordinals, the end outside."""

    begin: int = dates.FIRST
    end: int = dates.LAST
    known_begin: int = dates.FIRST
    known_end: int = dates.LAST
    longitude: float = math.nan  # Degrees, CRS84
    latitude: float = math.nan
    radius_m: float = math.nan  # NaN where not known
    method: str = "city"
    place: str = ""  # Id of the place outlined, code of a whole state, blank for a disc
    sources: str = ""  # Published by then; ids joined with ``|``
    drawn_by: str = _GAZETTEER  # Later sources that drew place or neighbours, or ``gazetteer``
    position: str = ""
    tie: bool = False  # Another position is as strong and is elsewhere
    exactness: str = "city"
    off_m: float = math.nan  # Metres of doubtful coordinates from the state, or from the city
    tolerance_m: float = 0.0  # Metres to allow where points are compared; never shown


class _Candidate(NamedTuple):
    position: Position
    placement: Placement
    begin: int
    end: int
    heard: Mapping[str, int]  # Its sources, each with its earliest possible publication day


def placements(dataset: Dataset, publication: PublicationIndex) -> pd.DataFrame:
    """Where every mission of a dataset is drawn."""
    import pandas as pd

    placer = _Placer(dataset, dataset.positions)
    table: list[tuple[object, ...]] = []
    for number, mission in enumerate(dataset.missions):
        candidates = [
            _candidate(position, placer, publication)
            for position in dataset.positions.of_mission(mission.id)
        ]
        placed = _intervals(candidates, _unplaced(mission), publication)
        table += [(number, *one) for one in placed]
    return pd.DataFrame(table, columns=["mission", *Placement._fields])


class _Placer:
    """Computes the placements of positions; the points and radii of places are computed once."""

    def __init__(self, dataset: Dataset, positions: Iterable[Position]) -> None:
        self.dataset = dataset
        self._doubtful = _doubtful(dataset, positions)
        self._found: dict[str, tuple[float, float, float]] = {}

    def _of(self, place: str) -> tuple[float, float, float]:
        """Longitude, latitude (CRS84, degrees) and covering radius (metres) of a place."""
        if place not in self._found:
            geometry = shape(self.dataset.shapes[place])
            centre = geometry.centroid
            if not geometry.contains(centre):
                centre = geometry.representative_point()
            edge = shapely.get_coordinates(geometry)
            own = self.dataset.places.by_id[place].radius_m or 0.0
            reach = float(max(geodesy.distance((centre.x, centre.y), edge)))
            self._found[place] = (centre.x, centre.y, reach + own)
        return self._found[place]

    def placed(self, position: Position) -> Placement:
        """The placement of a position, without its days."""
        mission = self.dataset.missions.by_id[position.mission]
        doubt = self._doubtful.get(position.id)
        longitude, latitude, radius_m, method, place = self._where(position, mission)
        exactness = doubt[0] if doubt else method
        if not doubt and method == "source_point":
            vague = "rounded" if position.precision in _ROUNDED else "unverified"
            exactness = vague if position.radius_m is None else "stated"
        return Placement(
            longitude=longitude,
            latitude=latitude,
            radius_m=radius_m,
            method=method,
            place=place,
            sources=position["sources"],
            position=position.id,
            exactness=exactness,
            off_m=doubt[1] if doubt else math.nan,
            tolerance_m=position.tolerance_m,
        )

    def _where(self, position: Position, mission: Mission) -> tuple[float, float, float, str, str]:
        """Longitude, latitude, radius, method and place of a position."""
        method, radius, point = position.method, _radius_m(position), position.point
        drawn = position.place if self.dataset.shapes.get(position.place) else ""
        if point:
            if position.id in self._doubtful:
                return (*point, math.nan, method, "")
            if method == "state":
                return (*point, math.nan, method, _in_state(mission.receiving)[2])
            if method == "district" and drawn and math.isnan(radius):
                radius = self._of(drawn)[2]
            return (*point, radius, method, drawn if method == "district" else "")
        if drawn:
            longitude, latitude, reach = self._of(drawn)
            return longitude, latitude, reach if math.isnan(radius) else radius, method, drawn
        city = _city(mission)
        if method == "state" or city is None:
            longitude, latitude, code = _in_state(mission.receiving)
            return longitude, latitude, math.nan, "state", code
        return city.lon, city.lat, city.radius_m if math.isnan(radius) else radius, method, ""


def as_placed(dataset: Dataset, row: Mapping[str, str]) -> dict[str, Any]:
    """How exactly a position places its mission, whether or not it is the one that is drawn."""
    position = Position.of(row)
    placed = _Placer(dataset, [position]).placed(position)
    mission = dataset.missions.by_id[position.mission]
    found = {"exactness": placed.exactness, "radius_m": placed.radius_m, "off_m": placed.off_m}
    return {**found, "city": mission.city, "receiving": mission.receiving}


def _city(mission: Mission) -> parties.City | None:
    return parties.city(mission.city, mission.receiving) if mission.city else None


def _unplaced(mission: Mission) -> Placement:
    """The mission in its city, or for its whole receiving state."""
    if city := _city(mission):
        lon, lat, radius = city.lon, city.lat, city.radius_m
        return Placement(longitude=lon, latitude=lat, radius_m=radius, tolerance_m=radius)
    lon, lat, code = _in_state(mission.receiving)
    placed = Placement(longitude=lon, latitude=lat, method="state", place=code, exactness="state")
    return placed._replace(tolerance_m=vocabulary.PRECISION_M["state"])


def _in_state(code: str) -> tuple[float, float, str]:
    """A point within a state, and its code where it has an outline; else its seat."""
    if basemap.has_shape(code):
        return *_middle(code), code
    state = parties.party_by_code(code)
    return state.seat_lon, state.seat_lat, ""


@cache
def _middle(code: str) -> tuple[float, float]:
    """Well inside the largest part of a state as drawn; its seat would claim too much."""
    largest = max(shapely.get_parts(basemap.state_shape(code)), key=shapely.area)
    inside = shapely.get_coordinates(shapely.maximum_inscribed_circle(largest, tolerance=0.05))[0]
    return round(float(inside[0]), 5), round(float(inside[1]), 5)


def _candidate(position: Position, placer: _Placer, publication: PublicationIndex) -> _Candidate:
    known = publication.of(position.sources).possibly
    drawn_by = "|".join(_later(position, placer.dataset, publication, known))
    heard = {source: publication.of([source]).possibly for source in position.sources}
    first, last = position.days
    placement = placer.placed(position)._replace(drawn_by=drawn_by)
    return _Candidate(position, placement, first, min(last + 1, dates.LAST), heard)


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
                if one.begin <= begin < one.end and min(one.heard.values()) <= known_begin
            ]
            placed = otherwise
            if standing:
                best, chosen = min(standing, key=lambda one: one[0])
                where = chosen.placement.longitude, chosen.placement.latitude
                level = (one.placement for order, one in standing if order[:2] == best[:2])
                tie = any((one.longitude, one.latitude) != where for one in level)
                told = "|".join(s for s, day in chosen.heard.items() if day <= known_begin)
                placed = chosen.placement._replace(sources=told, tie=tie)
            placed = placed._replace(known_begin=known_begin, known_end=known_end)
            found.append(placed._replace(begin=begin, end=end))
    return found


def _radius_m(position: Position) -> float:
    """Metres within which a position's own row says that the mission is; NaN for none."""
    if position.method == "state":
        return math.nan
    if position.method == "source_point":
        return math.nan if position.radius_m is None else position.radius_m
    return position.tolerance_m or math.nan


def _doubtful(dataset: Dataset, positions: Iterable[Position]) -> dict[str, tuple[str, float]]:
    """Ids of positions ``outside`` the receiving state or ``far`` from the city, and metres."""
    missions = dataset.missions.by_id
    pointed = [one for one in positions if one.point and one.method not in _AREAS]
    found: dict[str, tuple[str, float]] = {}
    near = [(one, city) for one in pointed if (city := _city(missions[one.mission]))]
    points = [point for one, _ in near if (point := one.point)]
    away = geodesy.distance(points, [(city.lon, city.lat) for _, city in near]) if near else ()
    for (one, city), metres in zip(near, away, strict=True):
        if metres > city.radius_m + FAR_M:
            found[one.id] = ("far", float(metres))
    for id, _, _, metres in outside(((one.id, one) for one in pointed), missions):
        found[id] = ("outside", metres)
    return found
