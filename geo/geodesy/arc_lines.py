"""Great circles as shapely lines, cut at the 180th meridian."""

import math
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.errors import InvalidGeometry, quoted
from geo.geodesy.arcs import EPSILON_DEG, HALF_TURN, POLE, Arcs
from geo.geodesy.arrays import Floats, LonLat, ends, whole_number

_MERCATOR_EDGE: Final = math.radians(85.06)  # where a square map in Web Mercator ends
_DEEPEST: Final = 40
_STRICTER: Final = 0.6
_FIRST_PIECES: Final = 8
_MOST_PIECES: Final = 16
_FIRST_PROBES: Final = (0.25, 0.5, 0.75)
_PROBES: Final = (0.2, 0.5, 0.8)
_TINY: Final = 1e-300
_LOW, _HIGH, _X0, _Y0, _X1, _Y1 = range(6)
# How far a drawn line may stray, in degrees of longitude at the map's scale: about half a
# pixel of a Web Mercator map at zoom 6, where the world is 16,384 pixels wide
TOLERANCE_DEG: Final = 0.01
_FINEST_DEG: Final = 1e-6
_BLOCK: Final = 1024
_BLOCK_VERTICES: Final = 64


def great_circles(
    start: LonLat, end: LonLat, vertices: int | None = None, tolerance: float = TOLERANCE_DEG
) -> NDArray[np.object_]:
    """Draw great circles on the sphere, cut at the 180th meridian.

    Parameters
    ----------
    start, end
        Longitude and latitude, CRS84 degrees, shape (2,) or (n, 2); one point
        on one side goes with every row of the other.
    vertices
        Vertices of each line at equal steps, besides those at a cut or on a pole; by
        default as many as the tolerance asks for, dense where the line bends.
    tolerance
        How far a straight piece may stray from the great circle, both in plate carrée
        and in Web Mercator (up to 85.06°), in degrees of longitude at the map's scale.

    Returns
    -------
    numpy.ndarray
        n shapely lines in CRS84: LineString, or MultiLineString of two parts where the
        line crosses ±180°. See the package for antipodes, poles and coincident ends.

    Raises
    ------
    InvalidGeometry
        They are no coordinates, not as many on one side as on the other, or an option
        cannot be.

    Examples
    --------
    >>> import geo
    >>> line = geo.great_circles((-66.9, 10.5), (125.75, 39.03))
    >>> len(line)
    1
    """
    first, last, _ = ends(start, end)
    number = None if vertices is None else whole_number(vertices)
    if not (math.isfinite(tolerance) and tolerance >= _FINEST_DEG):
        raise InvalidGeometry(
            f"{quoted(tolerance)} is not a tolerance. Give at least 0.000001 degrees."
        )
    block = _BLOCK if number is None else max(1, _BLOCK * _BLOCK_VERTICES // number)
    shapes = np.empty(len(first), dtype=object)
    for begin in range(0, len(first), block):
        some = slice(begin, begin + block)
        arcs = Arcs.between(first[some], last[some])
        if number is None:
            shapes[some] = _drawn(arcs, *_adapted(arcs, tolerance))
        else:
            longitude, latitude = (degrees.reshape(-1) for degrees in arcs.grid(number))
            rows = np.repeat(np.arange(len(first[some])), number)
            shapes[some] = _drawn(arcs, rows, longitude, latitude)
    return shapes


def _drawn(
    arcs: Arcs, rows: NDArray[np.intp], longitude: Floats, latitude: Floats
) -> NDArray[np.object_]:
    """The lines through the vertices of each arc, cut where it crosses ±180° or a pole."""
    broken = (arcs.over != 0) | (np.abs(arcs.reach) > HALF_TURN + EPSILON_DEG)
    shapes = np.empty(len(broken), dtype=object)
    plain = ~broken[rows]
    numbers = np.cumsum(~broken) - 1
    shapes[~broken] = shapely.linestrings(
        np.clip(longitude[plain], -HALF_TURN, HALF_TURN),
        latitude[plain],
        indices=numbers[rows[plain]],
    )
    where = np.flatnonzero(broken)
    places = np.cumsum(broken) - 1
    shapes[where] = _cut(
        arcs.take(where), places[rows[~plain]], longitude[~plain], latitude[~plain]
    )
    return shapes


def _cut(
    arcs: Arcs, rows: NDArray[np.intp], longitude: Floats, latitude: Floats
) -> NDArray[np.object_]:
    """Put two vertices where each arc meets ±180° or a pole, and part it at ±180°."""
    count = len(arcs.longitude)
    way, over = arcs.crosses(), arcs.over
    side = np.where(over == 0, np.sign(arcs.turn), 0.0)
    shift = np.where(way == 0, side, 0.0)
    kept = np.abs(longitude * way[rows] - HALF_TURN) > EPSILON_DEG
    kept &= (over[rows] == 0) | (np.abs(latitude) < POLE - EPSILON_DEG)
    rows, longitude, latitude = rows[kept], longitude[kept], latitude[kept]
    after = longitude * way[rows] > HALF_TURN
    after |= (over[rows] != 0) & (longitude != arcs.longitude[rows])
    longitude = longitude - 360.0 * (way[rows] * after + shift[rows])
    np.clip(longitude, -HALF_TURN, HALF_TURN, out=longitude)
    starts = np.searchsorted(rows, np.arange(count + 1))
    before = np.bincount(rows[~after], minlength=count)
    longitude[starts[1:] - 1] = arcs.end_longitude

    parted, inserted = way != 0, (way != 0) | (over != 0)
    edge = way * HALF_TURN
    near = np.where(parted, edge, arcs.longitude)
    far = np.where(parted, -edge, arcs.end_longitude)
    height = np.where(parted, arcs.latitude_at(edge - arcs.longitude), over * POLE)
    places = np.repeat((starts[:-1] + before)[inserted], 2)
    longitude = np.insert(longitude, places, np.column_stack([near, far])[inserted].ravel())
    latitude = np.insert(latitude, places, np.repeat(height[inserted], 2))

    pairs = np.column_stack([longitude, latitude])
    lengths = np.diff(starts) + 2 * inserted
    of_parted = np.repeat(parted, lengths)
    two = np.column_stack([before + 1, lengths - before - 1])[parted]
    shapes = np.empty(count, dtype=object)
    shapes[parted] = shapely.from_ragged_array(
        shapely.GeometryType.MULTILINESTRING,
        pairs[of_parted],
        (_offsets(two.ravel()), np.arange(0, two.size + 1, 2)),
    )
    shapes[~parted] = shapely.from_ragged_array(
        shapely.GeometryType.LINESTRING, pairs[~of_parted], (_offsets(lengths[~parted]),)
    )
    return shapes


def _offsets(lengths: NDArray[np.intp]) -> NDArray[np.intp]:
    return np.concatenate([[0], np.cumsum(lengths)])


def _adapted(arcs: Arcs, tolerance: float) -> tuple[NDArray[np.intp], Floats, Floats]:
    """Split arcs until every piece is close: the error of a chord grows with its length squared."""
    plain = arcs.straight | (arcs.over != 0)
    curved, simple = np.flatnonzero(~plain), np.flatnonzero(plain)
    basis = arcs.basis()
    whole = [np.zeros(len(curved)), np.ones(len(curved))]
    whole += [arcs.longitude[curved], arcs.latitude[curved]]
    whole += [arcs.reach[curved], arcs.end_latitude[curved]]
    parts = np.full(len(curved), _FIRST_PIECES)
    rows, pieces = _split(arcs, basis, curved, np.stack(whole), parts)
    ready = [
        _vertices(simple, 0.0, arcs.longitude[simple], arcs.latitude[simple]),
        _vertices(simple, 1.0, arcs.reach[simple], arcs.end_latitude[simple]),
        _vertices(curved, 1.0, arcs.reach[curved], arcs.end_latitude[curved]),
    ]
    probes: tuple[float, ...] = _FIRST_PROBES
    for _ in range(_DEEPEST):
        excess = _straying(arcs, basis, rows, pieces, probes) / (tolerance * _STRICTER)
        good = excess <= 1.0
        done = pieces[:, good]
        ready.append(_vertices(rows[good], done[_LOW], done[_X0], done[_Y0]))
        if good.all():
            break
        parts = np.clip(np.ceil(np.sqrt(excess[~good])), 2, _MOST_PIECES).astype(np.intp)
        rows, pieces = _split(arcs, basis, rows[~good], pieces[:, ~good], parts)
        probes = _PROBES
    else:
        ready.append(_vertices(rows, pieces[_LOW], pieces[_X0], pieces[_Y0]))
    keys, longitude, latitude = np.concatenate(ready, axis=1)
    order = np.argsort(keys)
    return (keys[order] / 2).astype(np.intp), longitude[order], latitude[order]


def _vertices(
    rows: NDArray[np.intp], share: Floats | float, longitude: Floats, latitude: Floats
) -> Floats:
    return np.stack([rows * 2 + share, longitude, latitude])


def _split(
    arcs: Arcs, basis: Floats, rows: NDArray[np.intp], pieces: Floats, parts: NDArray[np.intp]
) -> tuple[NDArray[np.intp], Floats]:
    parent = np.repeat(np.arange(len(rows)), parts)
    place = np.arange(len(parent)) - np.repeat(np.cumsum(parts) - parts, parts)
    old, new_rows = pieces.take(parent, axis=1), rows[parent]
    inner = np.flatnonzero(place > 0)
    new = old.copy()
    new[_LOW] += (old[_HIGH] - old[_LOW]) * (place / parts[parent])
    new[_X0, inner], new[_Y0, inner] = arcs.at(basis, new[_LOW, inner], new_rows[inner])
    for begin, end in ((_LOW, _HIGH), (_X0, _X1), (_Y0, _Y1)):
        new[end, inner - 1] = new[begin, inner]
    return new_rows, new


def _straying(
    arcs: Arcs, basis: Floats, rows: NDArray[np.intp], pieces: Floats, probes: tuple[float, ...]
) -> Floats:
    """Farthest that an arc is seen to stray from a straight piece, in either projection."""
    low, high, x0, lat0, x1, lat1 = pieces
    worst = np.zeros(len(rows))
    ends = [(lat0, lat1), (_mercator(lat0), _mercator(lat1))]
    run = x1 - x0
    lengths = [np.maximum(np.sqrt(run * run + (y1 - y0) ** 2), _TINY) for y0, y1 in ends]
    for probe in probes:
        longitude, latitude = arcs.at(basis, low + (high - low) * probe, rows)
        heights = (latitude, _mercator(latitude))
        for y, (y0, y1), length in zip(heights, ends, lengths, strict=True):
            off = np.abs((longitude - x0) * (y1 - y0) - (y - y0) * run) / length
            np.maximum(worst, off, out=worst)
    return worst


def _mercator(latitude: Floats) -> Floats:
    seen = np.clip(np.radians(latitude), -_MERCATOR_EDGE, _MERCATOR_EDGE)
    height: Floats = np.degrees(np.arctanh(np.sin(seen)))
    return height
