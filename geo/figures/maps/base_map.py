"""What is drawn under the missions: land, borders, lakes, graticule, without specks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FINEST_MM: Final = 0.03
"""Vertices closer to the line than this are left out: half a dot at 400 dpi."""

SMALLEST_MM2: Final = 0.01
SMALLEST_LAKE_MM2: Final = 0.35
"""Smaller areas would be specks."""


@dataclass(frozen=True)
class Ground:
    """What is drawn under the missions; shapely geometries in CRS84 degrees."""

    land: Sequence[Any]
    borders: Sequence[Any]
    disputed: Sequence[Any]
    lakes: Sequence[Any]
    marked: Mapping[str, Sequence[Any]]


def graticule(step: float = 30.0) -> list[Any]:
    """Meridians and parallels, as shapely lines in CRS84 degrees."""
    lat, lon = np.linspace(-85.0, 85.0, 171), np.linspace(-180.0, 180.0, 361)
    meridians = [
        np.stack([np.full_like(lat, at), lat if at % 90.0 else lat * 90.0 / 85.0], axis=-1)
        for at in np.arange(-180.0, 180.0, step)
    ]
    parallels = [
        np.stack([lon, np.full_like(lon, at)], axis=-1)
        for at in np.arange(-90.0 + step, 90.0, step)
    ]
    return list(shapely.linestrings([*meridians])) + list(shapely.linestrings([*parallels]))


def thin_rings(rings: Sequence[Floats], smallest: float = SMALLEST_MM2) -> list[Floats]:
    """Rings in millimetres without what nobody sees."""
    if not rings:
        return []
    lengths = [len(ring) for ring in rings]
    whose = np.repeat(np.arange(len(rings)), lengths)
    polygons = shapely.polygons(shapely.linearrings(np.concatenate(rings), indices=whose))
    polygons = polygons[shapely.area(polygons) > smallest]
    thin = shapely.simplify(shapely.get_exterior_ring(polygons), FINEST_MM, preserve_topology=False)
    return _pieces(thin)


def thin_lines(lines: Sequence[Floats]) -> list[Floats]:
    """Lines in millimetres, shape (n, 2) each, without what nobody sees."""
    if not lines:
        return []
    whose = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    whole = shapely.linestrings(np.concatenate(lines), indices=whose)
    thin = shapely.simplify(whole, FINEST_MM, preserve_topology=False)  # three times as fast
    return _pieces(thin[shapely.length(thin) > 2 * FINEST_MM])


def _pieces(lines: NDArray[np.object_]) -> list[Floats]:
    coordinates, whose = shapely.get_coordinates(lines, return_index=True)
    return np.split(coordinates, np.flatnonzero(np.diff(whose)) + 1) if len(whose) else []
