"""The party in which a point lies, by Natural Earth's outlines, or the candidates.

Inside one area and 4 km from every other, or outside all and within 7 km of one only: that one.
(Of the gazetteer's cities and the world's missions the one farthest on the wrong side of a land
border is Narva, by 2.3 km.) A point in a disputed area, or within 7 km of one or of a line that
Natural Earth marks as disputed, belongs to no party until a source names it.
"""

import csv
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod

from geo import basemap, geodesy, package_files, parties
from geo.basemap import features, shapes
from geo.dataset import TOLERANCE_M
from geo.importers.inputs import Point, code_of
from geo.importers.report import FAR

BORDER_M: Final = 4_000.0
_GAP: Final = 0.02  # Degrees by which a line may miss the outline that it divides
_DEGREE_M: Final = 110_000.0
_MOST_NORTH: Final = 85.0


class Place(NamedTuple):
    """The party in which a point lies; or blank, and those in which it may lie."""

    code: str = ""
    candidates: tuple[str, ...] = ()
    disputed: str = ""

    @property
    def problem(self) -> str:
        """Why no party is chosen for the point."""
        named = " or ".join(f"{parties.party_by_code(c).name} ({c})" for c in self.candidates)
        if self.disputed:
            return f"its point lies in or near {self.disputed}, possibly in {named}"
        return f"its point lies near a border, in {named}" if named else "its point is in no state"


class _Outlines:
    """Lines or areas, each of an owner, to be found from points (n, 2) in CRS84 degrees."""

    def __init__(self, owners: Sequence[str], drawn: Sequence[shapely.Geometry]) -> None:
        parts, of = shapely.get_parts(np.array(drawn, dtype=object), return_index=True)
        self._owners = np.array(owners)[of]
        self.tree = shapely.STRtree(parts)
        areas = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
        lines = np.where(areas, shapely.boundary(parts), parts)
        rings, of = shapely.get_parts(lines, return_index=True)
        ends, ring = shapely.get_coordinates(rings, return_index=True)
        along = ring[1:] == ring[:-1]
        self._starts, self._spans = ends[:-1][along], np.diff(ends, axis=0)[along]
        self._of = self._owners[of[ring[:-1][along]]]
        edges = np.stack((ends[:-1][along], ends[1:][along]), axis=1)
        self._edges = shapely.STRtree(shapely.linestrings(edges))

    def holding(self, at: NDArray[np.float64]) -> list[set[str]]:
        found: list[set[str]] = [set() for _ in at]
        for point, area in self.tree.query(shapely.points(at), predicate="intersects").T:
            found[point].add(str(self._owners[area]))
        return found

    def near(self, at: NDArray[np.float64], metres: float) -> list[dict[str, float]]:
        """Owners of lines or of edges no farther than ``metres`` from each point, with metres."""
        # Areas may continue beyond ±180°: points are searched there, too.
        copies = np.concatenate([at + np.array((turn, 0.0)) for turn in (-360.0, 0.0, 360.0)])
        north = np.minimum(np.abs(copies[:, 1]), _MOST_NORTH)
        reach = metres / _DEGREE_M / np.cos(np.radians(north))
        seen = np.abs(copies[:, 0]) <= 180.0 + reach
        rows = np.flatnonzero(seen)
        around, reach = shapely.points(copies[seen]), reach[seen]
        near, edges = self._edges.query(around, predicate="dwithin", distance=reach)
        points = copies[rows[near]]
        scale = np.column_stack((np.cos(np.radians(points[:, 1])), np.ones(len(points))))
        spans, towards = self._spans[edges] * scale, (points - self._starts[edges]) * scale
        length = np.maximum(np.einsum("ij,ij->i", spans, spans), 1e-18)
        share = np.clip(np.einsum("ij,ij->i", spans, towards) / length, 0.0, 1.0)
        feet = self._starts[edges] + share[:, None] * self._spans[edges]
        away = Geod(ellps="WGS84").inv(points[:, 0], points[:, 1], feet[:, 0], feet[:, 1])[2]
        found: list[dict[str, float]] = [{} for _ in at]
        for row, owner, far in zip(rows[near] % len(at), self._of[edges], away, strict=True):
            if far <= metres:
                found[row][str(owner)] = min(float(far), found[row].get(str(owner), metres))
        return found


@cache
def _areas() -> _Outlines:
    """The parties' areas, less those drawn again within their state: Martinique is in France."""
    drawn = shapes()
    kept = [code for code in drawn if not _is_integral(code)]
    return _Outlines(kept, [drawn[code] for code in kept])


def _is_integral(code: str) -> bool:
    party, drawn = parties.party_by_code(code), shapes()
    if party.is_state or party.of not in drawn:
        return False
    return bool(drawn[party.of].intersects(drawn[code].representative_point()))


@cache
def _disputed() -> tuple[_Outlines, _Outlines, dict[str, list[str]]]:
    """Disputed lines; disputed areas by name; and for each the states that may receive there."""
    path = package_files.folder("basemap") / "edited" / "disputed.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    borders = zip(*features(basemap.layer_path("borders")), strict=True)
    lines = [shape for own, shape in borders if own["kind"] != "border"]
    cuts = shapely.union_all(lines).buffer(_GAP)
    drawn = []
    for row in rows:
        lon, lat = float(row["lon"]), float(row["lat"])
        if row["radius_m"]:
            drawn.append(geodesy.disc((lon, lat), float(row["radius_m"])))
            continue
        seed, tree = shapely.Point(lon, lat), _areas().tree
        area = tree.geometries[tree.query(seed, predicate="intersects")[0]]
        faces = shapely.get_parts(area.difference(cuts))
        drawn.append(next(face for face in faces if face.intersects(seed)))
    codes = {row["name"]: row["codes"].split("|") for row in rows}
    named = ["a disputed border"] * len(lines)
    return _Outlines(named, lines), _Outlines([*codes], drawn), codes


def places(points: Sequence[tuple[float, float]]) -> list[Place]:
    """The parties of points: longitude and latitude, CRS84 degrees."""
    if not points:
        return []
    at = np.array(points, dtype=np.float64)
    areas, (lines, disputed, claims) = _areas(), _disputed()
    near = (one.near(at, TOLERANCE_M) for one in (areas, disputed, lines))
    found = []
    for inside, on, beside, by, line in zip(
        areas.holding(at), disputed.holding(at), *near, strict=True
    ):
        within = BORDER_M if inside and not line else TOLERANCE_M
        codes = inside | {code for code, metres in beside.items() if metres <= within}
        names = sorted(on | by.keys())
        codes |= {code for name in names for code in claims[name]}
        why = " and ".join(names or line)
        code = next(iter(codes)) if len(codes) == 1 and not why else ""
        found.append(Place(code, tuple(sorted(codes)), why))
    return found


@cache
def territories_of(code: str) -> frozenset[str]:
    """The territories of a state that are drawn apart from it."""
    drawn = shapes()
    own = (one.code for one in parties.territories(code))
    return frozenset(one for one in own if one in drawn and not _is_integral(one))


def in_territory(receiving: str, city: str, place: Place | None) -> str:
    """The receiving party, which is a territory with a code of its own where a mission lies in it.

    Hong Kong and Macao above all: sources name China or the territory. The city must bear the
    territory's name, or the point lie in it, and neither may contradict the other.
    """
    own = territories_of(receiving)
    named = code_of(city) if own else ""
    named = named if named in own else ""
    at = place.code if place and place.code in own | {receiving} else ""
    return receiving if named and at and named != at else named or at or receiving


def far_points(placed: Sequence[tuple[str, parties.City, Point]]) -> list[tuple[str, str, float]]:
    """Missions, each with city and point, whose point is far from the city; the farthest first."""
    if not placed:
        return []
    points = [(float(at.longitude), float(at.latitude)) for _, _, at in placed]
    away = geodesy.distance(points, [(city.lon, city.lat) for _, city, _ in placed]).tolist()
    found = [
        (id, city.name, metres)
        for (id, city, _), metres in zip(placed, away, strict=True)
        if metres > FAR * city.radius_m
    ]
    return sorted(found, key=lambda one: -one[2])
