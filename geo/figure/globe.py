"""The globe and the world as a ground to draw on: sea, land, borders, lakes, graticule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from geo.figure.horizon import coasts, joined_lines, visible_lines, visible_rings
from geo.figure.projections import EqualEarth, View
from geo.figure.sheet import Sheet, compound
from geo.figure.style import BORDER, COAST, GRATICULE, LAND, MUTED, WATER

__all__ = ["Globe", "Ground", "WorldMap", "graticule"]

Floats = NDArray[np.float64]

EARTH_RADIUS_M: Final = 6_371_008.8
FINEST_MM: Final = 0.03
"""Vertices closer to the line than this are left out: half a dot at 400 dpi."""

DISPUTED: Final = (4.0, 3.0)
CLOSE: Final = 40.0
"""Degrees of reach below which the graticule is finer."""

SMALLEST_MM2: Final = 0.01
SMALLEST_LAKE_MM2: Final = 0.35
"""Smaller areas would be specks."""


@dataclass(frozen=True)
class Ground:
    """What is drawn under the missions; shapely geometries in CRS84 degrees.

    Attributes
    ----------
    land, borders, disputed, lakes
        Of Natural Earth; disputed borders are drawn dashed.
    marked
        Colour -> areas that are drawn in it.
    """

    land: Sequence[Any]
    borders: Sequence[Any]
    disputed: Sequence[Any]
    lakes: Sequence[Any]
    marked: Mapping[str, Sequence[Any]]


def graticule(step: float = 30.0) -> list[Any]:
    """Meridians and parallels, as shapely lines in CRS84 degrees.

    Parameters
    ----------
    step
        Degrees between them.
    """
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


def _thin_rings(rings: Sequence[Floats], smallest: float = SMALLEST_MM2) -> list[Floats]:
    if not rings:
        return []
    lengths = [len(ring) for ring in rings]
    whose = np.repeat(np.arange(len(rings)), lengths)
    polygons = shapely.polygons(shapely.linearrings(np.concatenate(rings), indices=whose))
    polygons = polygons[shapely.area(polygons) > smallest]
    thin = shapely.simplify(shapely.get_exterior_ring(polygons), FINEST_MM)
    return _pieces(thin)


def _thin_lines(lines: Sequence[Floats]) -> list[Floats]:
    if not lines:
        return []
    whose = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    thin = shapely.simplify(shapely.linestrings(np.concatenate(lines), indices=whose), FINEST_MM)
    return _pieces(thin[shapely.length(thin) > 2 * FINEST_MM])


def _pieces(lines: NDArray[np.object_]) -> list[Floats]:
    coordinates, whose = shapely.get_coordinates(lines, return_index=True)
    return np.split(coordinates, np.flatnonzero(np.diff(whose)) + 1) if len(whose) else []


class Globe:
    """The orthographic globe on a sheet.

    Parameters
    ----------
    sheet
        Where it is drawn.
    view
        From where it is seen.
    centre, radius
        Of its disc, millimetres.
    reach
        Degrees from the middle to the edge of the disc, at most 90: less shows a part of
        the globe, larger.
    """

    def __init__(
        self,
        sheet: Sheet,
        view: View,
        centre: tuple[float, float],
        radius: float,
        reach: float = 90.0,
    ) -> None:
        self.sheet, self.view, self.centre, self.radius = sheet, view, centre, radius
        self.reach = min(reach, 90.0)
        self._whole = radius / float(np.sin(np.radians(self.reach)))

    @property
    def scale(self) -> float:
        """Millimetres on the sheet for a kilometre at the middle of the disc."""
        return self._whole / (EARTH_RADIUS_M / 1000.0)

    @cached_property
    def disc(self) -> Any:
        """The outline of the globe, a path in millimetres."""
        angles = np.linspace(0.0, 2.0 * np.pi, 721)
        circle = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
        return compound([circle * self.radius + np.asarray(self.centre)], closed=True)

    def points(self, lonlat: ArrayLike) -> Floats:
        """Where positions stand on the sheet, shape (..., 2) in millimetres; NaN if hidden."""
        placed = self._place(self.view.orthographic(lonlat))
        away = np.hypot(*np.moveaxis(placed - np.asarray(self.centre), -1, 0))
        return np.where((away <= self.radius * (1.0 + 1e-9))[..., None], placed, np.nan)

    def lines(self, lines: Sequence[Any]) -> list[Floats]:
        """The visible parts of shapely lines, shape (n, 2) each, in millimetres."""
        return [self._place(line) for line in visible_lines(*joined_lines(lines), self.view)]

    def draw(self, ground: Ground) -> None:
        """Draw the ground and the outline of the globe."""
        sheet, clip = self.sheet, None if self.reach >= 90.0 else self.disc
        sheet.path(self.disc, fill=WATER)
        step = 30.0 if self.reach > CLOSE else 10.0
        sheet.path(compound(self.lines(graticule(step))), edge=GRATICULE, width=0.45, clip=clip)
        self._areas(ground.land, LAND)
        for colour, areas in ground.marked.items():
            self._areas(areas, colour)
        self._areas(ground.lakes, WATER, SMALLEST_LAKE_MM2)
        borders = _thin_lines(self.lines(ground.borders))
        sheet.path(compound(borders), edge=BORDER, width=0.4, clip=clip)
        disputed = _thin_lines(self.lines(ground.disputed))
        sheet.path(compound(disputed), edge=BORDER, width=0.4, dashes=DISPUTED, clip=clip)
        outlines = visible_lines(*coasts(ground.land), self.view)
        coast = _thin_lines([self._place(line) for line in outlines])
        sheet.path(compound(coast), edge=COAST, width=0.35, clip=clip)
        sheet.path(self.disc, edge="#7d8b97", width=0.8)

    def _areas(self, areas: Sequence[Any], colour: str, smallest: float = SMALLEST_MM2) -> None:
        clip = None if self.reach >= 90.0 else self.disc
        rings = _thin_rings(
            [self._place(ring) for ring in visible_rings(areas, self.view)], smallest
        )
        self.sheet.path(compound(rings, closed=True), fill=colour, clip=clip)

    def _place(self, plane: Floats) -> Floats:
        return np.asarray(plane * self._whole + np.asarray(self.centre), dtype=float)


class WorldMap:
    """The world in Equal Earth on a sheet.

    Parameters
    ----------
    sheet
        Where it is drawn.
    centre
        Of the map, millimetres.
    width
        Of the map, millimetres.
    """

    def __init__(self, sheet: Sheet, centre: tuple[float, float], width: float) -> None:
        self.sheet, self.centre = sheet, centre
        self.scale = width / float(np.ptp(EqualEarth.outline()[:, 0]))

    @cached_property
    def edge(self) -> Any:
        """The outline of the world, a path in millimetres."""
        return compound([self._place(EqualEarth.outline())], closed=True)

    def points(self, lonlat: ArrayLike) -> Floats:
        """Where positions stand on the sheet, shape (..., 2) in millimetres."""
        return self._place(EqualEarth.forward(lonlat))

    def path(self, lines: Sequence[Any]) -> Any:
        """Shapely lines, cut at ±180°, as one path in millimetres."""
        return compound(self._split(*joined_lines(lines)))

    def draw(self, ground: Ground) -> None:
        """Draw the ground and the outline of the world."""
        sheet = self.sheet
        sheet.path(self.edge, fill=WATER)
        sheet.path(self.path(graticule()), edge=GRATICULE, width=0.45)
        self._areas(ground.land, LAND)
        for colour, areas in ground.marked.items():
            self._areas(areas, colour)
        self._areas(ground.lakes, WATER, SMALLEST_LAKE_MM2)
        borders = self._split(*joined_lines(ground.borders))
        sheet.path(compound(_thin_lines(borders)), edge=BORDER, width=0.35)
        disputed = self._split(*joined_lines(ground.disputed))
        sheet.path(compound(_thin_lines(disputed)), edge=BORDER, width=0.35, dashes=DISPUTED)
        coast = self._split(*coasts(ground.land))
        sheet.path(compound(_thin_lines(coast)), edge=COAST, width=0.35)
        sheet.path(self.edge, edge=MUTED, width=0.6)

    def _areas(self, areas: Sequence[Any], colour: str, smallest: float = SMALLEST_MM2) -> None:
        parts = shapely.get_parts(np.asarray(areas, dtype=object))
        if not len(parts):
            return
        parts = shapely.segmentize(shapely.orient_polygons(parts), 2.0)
        rings = shapely.get_rings(parts)
        coordinates, whose = shapely.get_coordinates(rings, return_index=True)
        placed = np.split(self.points(coordinates), np.flatnonzero(np.diff(whose)) + 1)
        self.sheet.path(compound(_thin_rings(placed, smallest), closed=True), fill=colour)

    def _split(self, vertices: Floats, joined: NDArray[np.bool_]) -> list[Floats]:
        pieces = np.split(self.points(vertices), np.flatnonzero(~joined) + 1)
        return [piece for piece in pieces if len(piece) > 1]

    def _place(self, plane: Floats) -> Floats:
        return np.asarray(plane * self.scale + np.asarray(self.centre), dtype=float)
