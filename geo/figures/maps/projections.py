"""Globe, Equal Earth, plane of a quarter: CRS84 degrees to the unit that each class names."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, Final, Self

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from geo.errors import InvalidGeometry, quoted

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

WGS84_A: Final = 6_378_137.0
WGS84_E2: Final = 0.006_694_379_990_141_3
ARC_STEP: Final = np.radians(1.0)  # Radians between the vertices of an arc along the horizon
# Degrees: longer edges of polygons are divided, straight in longitude and latitude, before they
# are projected
LONGEST_EDGE: Final = 2.0
# Degrees: the cuts at ±180° and at the poles are moved inwards invisibly, so that rounding does not
# decide which side of them is inside
INNERMOST: Final = np.array([180.0, 90.0]) - 1e-6
SMALLEST_AROUND: Final = 10.0  # Degrees: a polygon less wide and less high cannot hold a horizon
TWO_PI: Final = 2.0 * np.pi


def lonlat_of(missions: Any) -> Floats:
    """The points of a GeoDataFrame, shape (n, 2), CRS84 degrees."""
    return np.stack([missions.geometry.x, missions.geometry.y], axis=-1).reshape(-1, 2)


def unit_vectors(lonlat: ArrayLike) -> Floats:
    """Positions as unit vectors of the sphere."""
    degrees = np.asarray(lonlat, dtype=float)
    if degrees.ndim == 0 or degrees.shape[-1] != 2:
        raise InvalidGeometry(
            f"positions have the shape {quoted(degrees.shape)}; give (..., 2), longitude first"
        )
    if not np.isfinite(degrees).all():
        raise InvalidGeometry("a position is not finite; leave out positions that are not known")
    lon, lat = np.radians(degrees[..., 0]), np.radians(degrees[..., 1])
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)


@dataclass(frozen=True)
class View:
    """The sphere as seen from above one position, north up.

    ``turn`` gives vectors of the view: x to the right, y up, z towards the eye; the
    orthographic projection is then (x, y) in radii of the globe, and a position is
    before the horizon where z ≥ 0. Source of the rotation: J. P. Snyder, *Map
    projections: a working manual*, USGS Professional Paper 1395 (1987), p. 145–153.
    """

    lon: float  # The centre, CRS84 degrees
    lat: float

    @cached_property
    def _matrix(self) -> Floats:
        lon, lat = np.radians(self.lon), np.radians(self.lat)
        east = [-np.sin(lon), np.cos(lon), 0.0]
        north = [-np.sin(lat) * np.cos(lon), -np.sin(lat) * np.sin(lon), np.cos(lat)]
        eye = [np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]
        return np.array([east, north, eye], dtype=float)

    def turn(self, lonlat: ArrayLike) -> Floats:
        """Positions as vectors of the view."""
        return np.asarray(unit_vectors(lonlat) @ self._matrix.T, dtype=float)

    def orthographic(self, lonlat: ArrayLike) -> Floats:
        """Positions on the disc of the globe, in its radii; NaN beyond the horizon."""
        turned = self.turn(lonlat)
        return np.where(turned[..., 2:] >= -1e-12, turned[..., :2], np.nan)

    def inverse(self, xy: ArrayLike) -> Floats:
        """The positions of points on the disc of the globe."""
        plane = np.asarray(xy, dtype=float)
        squared = 1.0 - np.sum(plane**2, axis=-1)
        depth = np.sqrt(np.where(squared >= 0.0, squared, np.nan))
        world = np.concatenate([plane, depth[..., None]], axis=-1) @ self._matrix
        lon = np.degrees(np.arctan2(world[..., 1], world[..., 0]))
        lat = np.degrees(np.arcsin(np.clip(world[..., 2], -1.0, 1.0)))
        return np.stack([lon, lat], axis=-1)

    @classmethod
    def midway(cls, start: ArrayLike, end: ArrayLike) -> Self:
        """The view centred between two positions, from which both can be seen."""
        middle = unit_vectors(start) + unit_vectors(end)
        pole = cls(float(np.asarray(start, dtype=float)[0]), 90.0)
        return cls.above(middle) if np.linalg.norm(middle) >= 1e-9 else pole

    @classmethod
    def above(cls, vector: Floats) -> Self:
        """The view from above where a vector points to."""
        x, y, z = vector / float(np.linalg.norm(vector))
        return cls(float(np.degrees(np.arctan2(y, x))), float(np.degrees(np.arcsin(z))))


def equal_area(disc: ArrayLike) -> Floats:
    """The orthographic disc in Lambert's equal-area projection (Snyder 1987, p. 182-190)."""
    plane = np.asarray(disc, dtype=float)
    squared = np.sum(plane**2, axis=-1, keepdims=True)
    depth = np.sqrt(np.clip(1.0 - squared, 0.0, None))
    return np.asarray(plane * np.sqrt(2.0 / (1.0 + depth)), dtype=float)


def equal_earth(lonlat: ArrayLike) -> Floats:
    """The Equal Earth projection of the sphere of radius 1, central meridian 0°.

    Source of the formulae: B. Šavrič, T. Patterson and B. Jenny, "The Equal Earth map
    projection", *International Journal of Geographical Information Science* 33 (3),
    2018, p. 454–465, equations 5 to 9.
    """
    a1, a2, a3, a4, m = 1.340264, -0.081106, 0.000893, 0.003796, np.sqrt(3.0) / 2.0
    degrees = np.asarray(lonlat, dtype=float)
    lon, lat = np.radians(degrees[..., 0]), np.radians(degrees[..., 1])
    theta = np.arcsin(np.clip(m * np.sin(lat), -1.0, 1.0))
    square = theta**2
    height = theta * (a1 + square * (a2 + square**2 * (a3 + square * a4)))
    slope = a1 + square * (3 * a2 + square**2 * (7 * a3 + 9 * square * a4))
    return np.stack([lon * np.cos(theta) / (m * slope), height], axis=-1)


def equal_earth_outline(step: float = 1.0) -> Floats:
    """The edge of the world in Equal Earth, anticlockwise and closed."""
    lat = np.linspace(-90.0, 90.0, round(180.0 / step) + 1)
    east = np.stack([np.full_like(lat, 180.0), lat], axis=-1)
    west = np.stack([np.full_like(lat, -180.0), lat[::-1]], axis=-1)
    return equal_earth(np.concatenate([east, west, east[:1]]))


@dataclass(frozen=True)
class LocalPlane:
    """A few kilometres around a position as a plane in metres, north up (Snyder 1987, p. 24-25)."""

    lon: float  # The centre, CRS84 degrees; not a pole
    lat: float

    def forward(self, lonlat: ArrayLike) -> Floats:
        """Metres east and north of the centre."""
        degrees = np.asarray(lonlat, dtype=float)
        east, north = self._metres_per_degree
        turn = (degrees[..., 0] - self.lon + 180.0) % 360.0 - 180.0
        return np.stack([turn * east, (degrees[..., 1] - self.lat) * north], axis=-1)

    def inverse(self, metres: ArrayLike) -> Floats:
        """The positions of points of the plane."""
        plane = np.asarray(metres, dtype=float)
        east, north = self._metres_per_degree
        lon = (plane[..., 0] / east + self.lon + 180.0) % 360.0 - 180.0
        return np.stack([lon, plane[..., 1] / north + self.lat], axis=-1)

    @cached_property
    def _metres_per_degree(self) -> tuple[float, float]:
        sine, cosine = np.sin(np.radians(self.lat)), np.cos(np.radians(self.lat))
        root = np.sqrt(1.0 - WGS84_E2 * sine**2)
        across, along = WGS84_A / root, WGS84_A * (1.0 - WGS84_E2) / root**3
        return float(np.radians(across * max(cosine, 1e-9))), float(np.radians(along))


def visible_rings(polygons: Sequence[Any], view: View) -> list[Floats]:
    """The visible parts of polygons, as rings on the disc of the globe."""
    parts = shapely.get_parts(np.asarray(polygons, dtype=object))
    parts = parts[~shapely.is_empty(parts)]
    if not len(parts):
        return []
    parts = shapely.segmentize(shapely.orient_polygons(parts), LONGEST_EDGE)
    rings, owners = shapely.get_rings(parts, return_index=True)
    coordinates, ring_of = shapely.get_coordinates(rings, return_index=True)
    turned = view.turn(np.clip(coordinates, -INNERMOST, INNERMOST))
    around = list(pairwise(np.searchsorted(ring_of, np.arange(len(rings) + 1)).tolist()))
    angles = np.linspace(0.0, TWO_PI, 16, endpoint=False) + 0.01
    all_along = np.stack([np.cos(angles), np.sin(angles)], axis=-1) * (1.0 - 1e-12)
    horizon = view.inverse(all_along)  # 16 positions, CRS84 degrees
    bounds = np.searchsorted(owners, np.arange(owners[-1] + 2)).tolist()
    return [
        ring
        for part, (first, last) in zip(parts, pairwise(bounds), strict=True)
        for ring in _clip([turned[a : b - 1] for a, b in around[first:last]], part, horizon)
    ]


def _clip(rings: list[Floats], polygon: Any, horizon: Floats) -> list[Floats]:
    whole: list[Floats] = []
    chains: list[Floats] = []
    for ring in rings:
        seen = ring[:, 2] >= 0.0
        if seen.all():
            whole.append(np.concatenate([ring[:, :2], ring[:1, :2]]))
        elif seen.any():
            chains.extend(_chains(ring, seen))
    if chains:
        whole.extend(_along_horizon(chains))
    elif _holds(polygon, horizon):
        whole.append(_arc(0.0, TWO_PI))
    return [ring for ring in whole if len(ring) > 3]


def _chains(ring: Floats, seen: Bools) -> list[Floats]:
    """The visible pieces of an open ring, each from horizon to horizon."""
    count = len(ring)
    starts = np.flatnonzero(seen & ~np.roll(seen, 1))
    stops = np.flatnonzero(seen & ~np.roll(seen, -1))
    if stops[0] < starts[0]:
        stops = np.roll(stops, -1)
    chains = []
    for start, stop in zip(starts.tolist(), stops.tolist(), strict=True):
        run = np.arange(start, stop + 1 if stop >= start else stop + 1 + count) % count
        enter = _crossing(ring[start - 1], ring[start])
        leave = _crossing(ring[stop], ring[(stop + 1) % count])
        chains.append(np.concatenate([[enter], ring[run][:, :2], [leave]]))
    return chains


def _crossing(one: Floats, other: Floats) -> Floats:
    """Where the great circle through two vectors meets the horizon between them."""
    share = one[2] / (one[2] - other[2])
    point = one[:2] + share * (other[:2] - one[:2])
    length = np.hypot(*point)
    return np.asarray(point / length if length > 0.0 else (1.0, 0.0), dtype=float)


def _along_horizon(chains: list[Floats]) -> list[Floats]:
    """Chains joined to rings: from where one leaves, on to where the next one enters."""
    enters = np.array([np.arctan2(chain[0, 1], chain[0, 0]) for chain in chains]) % TWO_PI
    leaves = np.array([np.arctan2(chain[-1, 1], chain[-1, 0]) for chain in chains]) % TWO_PI
    order = np.argsort(enters, kind="stable")
    rings, left = [], set(range(len(chains)))
    while left:
        first = min(left)
        pieces, current = [], first
        while True:
            left.discard(current)
            pieces.append(chains[current])
            place = int(np.searchsorted(enters[order], leaves[current], side="left"))
            following = int(order[place % len(order)])
            pieces.append(_arc(leaves[current], enters[following]))
            if following not in left:
                break
            current = following
        rings.append(np.concatenate([*pieces, pieces[0][:1]]))
    return rings


def _arc(start: float, end: float) -> Floats:
    sweep = (end - start) % TWO_PI
    if sweep == 0.0 and start != end:
        sweep = TWO_PI
    steps = max(2, int(np.ceil(sweep / ARC_STEP)) + 1)
    angles = start + np.linspace(0.0, sweep, steps)
    return np.stack([np.cos(angles), np.sin(angles)], axis=-1)


def _holds(polygon: Any, horizon: Floats) -> bool:
    """Whether a polygon whose rings do not cross the horizon holds it."""
    west, south, east, north = polygon.bounds
    if east - west < SMALLEST_AROUND and north - south < SMALLEST_AROUND:
        return False
    held = shapely.contains_xy(polygon, horizon[:, 0], horizon[:, 1])
    return bool(np.count_nonzero(held) * 2 > len(held))


def joined_lines(lines: Sequence[Any]) -> tuple[Floats, Bools]:
    """Lines as one array of vertices and a mark for each step that belongs to a line."""
    parts = shapely.get_parts(np.asarray(lines, dtype=object))
    if not len(parts):
        return np.empty((0, 2)), np.empty(0, dtype=bool)
    coordinates, owner = shapely.get_coordinates(parts, return_index=True)
    return coordinates, owner[1:] == owner[:-1]


def coasts(polygons: Sequence[Any]) -> tuple[Floats, Bools]:
    """The outlines of polygons, without the cuts along ±180° and at the poles."""
    parts = shapely.get_parts(np.asarray(polygons, dtype=object))
    vertices, joined = joined_lines(shapely.get_rings(parts))
    edge = np.abs(vertices[:, 0]) >= 179.9999
    pole = np.abs(vertices[:, 1]) >= 89.9999
    return vertices, joined & ~(edge[1:] & edge[:-1]) & ~(pole[1:] & pole[:-1])


def visible_lines(vertices: ArrayLike, joined: Bools, view: View) -> list[Floats]:
    """The visible parts of lines, cut at the horizon."""
    turned = view.turn(np.asarray(vertices, dtype=float).reshape(-1, 2))
    seen = turned[:, 2] >= 0.0
    index = np.flatnonzero(seen)
    if not len(index):
        return []
    follows = (np.diff(index) == 1) & joined[index[:-1]]
    starts = index[np.concatenate([[True], ~follows])]
    stops = index[np.concatenate([~follows, [True]])]
    lines = []
    for start, stop in zip(starts.tolist(), stops.tolist(), strict=True):
        pieces = [turned[start : stop + 1, :2]]
        if start > 0 and joined[start - 1] and not seen[start - 1]:
            pieces.insert(0, _crossing(turned[start - 1], turned[start])[None])
        if stop < len(seen) - 1 and joined[stop] and not seen[stop + 1]:
            pieces.append(_crossing(turned[stop], turned[stop + 1])[None])
        line = np.concatenate(pieces)
        if len(line) > 1:
            lines.append(line)
    return lines
