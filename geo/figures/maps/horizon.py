"""What lies before the horizon of a view, cut on the sphere (Weiler and Atherton 1977)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from geo.figures.maps.projections import View

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

ARC_STEP: Final = np.radians(1.0)
"""Radians between the vertices of an arc along the horizon."""

LONGEST_EDGE: Final = 2.0
"""Degrees: longer edges of polygons are divided, along the straight line in longitude and
latitude that they stand for, before they are laid on the sphere."""

INNERMOST: Final = np.array([180.0, 90.0]) - 1e-6
"""Degrees: the cuts at ±180° and the poles are opened by so little that nobody sees it, and
that which side of them is inside is not left to rounding."""

SMALLEST_AROUND: Final = 10.0
"""Degrees: a polygon less wide and less high cannot hold a horizon."""

TWO_PI: Final = 2.0 * np.pi


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
    edges = np.searchsorted(ring_of, np.arange(len(rings) + 1))
    horizon = _horizon(view)
    out: list[Floats] = []
    for number, (first, last) in enumerate(_groups(owners)):
        around = [turned[edges[r] : edges[r + 1] - 1] for r in range(first, last)]
        out.extend(_clip(around, parts[number], horizon))
    return out


def _groups(owners: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    bounds = np.searchsorted(owners, np.arange(owners[-1] + 2))
    return zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)


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


def _horizon(view: View) -> Floats:
    """Positions all along the horizon, shape (16, 2), CRS84 degrees."""
    angles = np.linspace(0.0, TWO_PI, 16, endpoint=False) + 0.01
    return view.inverse(np.stack([np.cos(angles), np.sin(angles)], axis=-1) * (1.0 - 1e-12))


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
    rings = shapely.get_rings(shapely.get_parts(np.asarray(polygons, dtype=object)))
    vertices, joined = joined_lines(rings)
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
