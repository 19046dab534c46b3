"""Where an arc needs vertices, so that its straight pieces stay close to it on a map."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.geodesy.arcs import Arcs
from geo.geodesy.arrays import Floats

MERCATOR_EDGE_DEG: Final = 85.06
"""Latitude at which a square map in Web Mercator ends; nothing beyond it is drawn there."""

_DEEPEST: Final = 40
_STRICTER: Final = 0.6
_FIRST_PIECES: Final = 8
_MOST_PIECES: Final = 16
_FIRST_PROBES: Final = (0.25, 0.5, 0.75)
_PROBES: Final = (0.2, 0.5, 0.8)
_TINY: Final = 1e-300

_LOW, _HIGH, _X0, _Y0, _X1, _Y1 = range(6)


def adapted(arcs: Arcs, tolerance: float) -> tuple[NDArray[np.intp], Floats, Floats]:
    """Split arcs until no piece strays.

    A piece that strays by a multiple of the tolerance is split into as many as the square
    root of that multiple, since a chord strays with the square of its length.
    """
    plain = arcs.straight | (arcs.over != 0)
    curved, simple = np.flatnonzero(~plain), np.flatnonzero(plain)
    basis = arcs.basis()
    rows, pieces = _first_pieces(arcs, basis, curved)
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


def _first_pieces(
    arcs: Arcs, basis: Floats, rows: NDArray[np.intp]
) -> tuple[NDArray[np.intp], Floats]:
    whole = np.stack(
        [
            np.zeros(len(rows)),
            np.ones(len(rows)),
            arcs.longitude[rows],
            arcs.latitude[rows],
            arcs.reach[rows],
            arcs.end_latitude[rows],
        ]
    )
    return _split(arcs, basis, rows, whole, np.full(len(rows), _FIRST_PIECES))


def _split(
    arcs: Arcs, basis: Floats, rows: NDArray[np.intp], pieces: Floats, parts: NDArray[np.intp]
) -> tuple[NDArray[np.intp], Floats]:
    """Split each piece evenly; only the new vertices are worked out."""
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
    arcs: Arcs,
    basis: Floats,
    rows: NDArray[np.intp],
    pieces: Floats,
    probes: tuple[float, ...],
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
    edge = np.radians(MERCATOR_EDGE_DEG)
    height: Floats = np.degrees(np.arctanh(np.sin(np.clip(np.radians(latitude), -edge, edge))))
    return height
