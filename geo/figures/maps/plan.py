"""A plan of a quarter or a city: its plane in a frame, rivers, scale bar, north."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo import basemap
from geo.figures.canvas.labels import Labels
from geo.figures.canvas.sheet import Frame, Sheet, compound
from geo.figures.canvas.typography import MM_PER_POINT, width
from geo.figures.maps.projections import LocalPlane
from geo.i18n import Translator

FINEST_MM: Final = 0.03  # Vertices closer to the line than this are left out: half a dot at 400 dpi
SMALLEST_MM2: Final = 0.01
SMALLEST_LAKE_MM2: Final = 0.35  # Smaller areas would be specks


@dataclass(frozen=True)
class Ground:
    """What is drawn under the missions; shapely geometries in CRS84 degrees."""

    land: Sequence[Any]
    borders: Sequence[Any]
    disputed: Sequence[Any]
    lakes: Sequence[Any]
    marked: Mapping[str, Sequence[Any]]


def ground(marked: Mapping[str, Sequence[str]] | None = None, viewpoint: str = "") -> Ground:
    """What is drawn under the missions."""
    borders = basemap.borders(viewpoint=viewpoint)
    disputed = borders["kind"] == "disputed"
    states = basemap.states()
    return Ground(
        land=list(basemap.land().geometry),
        borders=list(borders.geometry[~disputed]),
        disputed=list(borders.geometry[disputed]),
        lakes=list(basemap.lakes().geometry),
        marked={
            colour: list(states.geometry[states["code"].isin(codes)])
            for colour, codes in (marked or {}).items()
        },
    )


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


Floats = NDArray[np.float64]

NEAR: Final = 0.05  # Degrees around an embassy within which its city's rivers are looked for
RIVER_M: Final = 400.0  # How broad a river is drawn, metres, where only its centre line is known
SMALLEST_M: Final = 900.0  # Metres across, at the least, that a plan shows
LOWEST_ARROW: Final = 20.0  # Height of a plan, millimetres, below which a north arrow is in the way
LARGEST_M: Final = 1_500_000.0
MARGIN: Final = 1.15


@dataclass(frozen=True, slots=True)
class River:
    """A river: its name and its centre line, a shapely geometry in CRS84 degrees."""

    name: str
    line: Any


def nearby_rivers(points: Sequence[tuple[float, float]]) -> list[River]:
    """The rivers near some points, CRS84 degrees."""
    if not points:
        return []
    frame = basemap.rivers()
    near = frame.intersects(shapely.buffer(shapely.multipoints(points), NEAR))
    found = frame[near]
    return [River(name, line) for name, line in zip(found["name"], found.geometry, strict=True)]


def nice(most: float) -> float:
    """The largest of 1, 2, 5, 10, 20, … that is not more than a number."""
    power = 10.0 ** np.floor(np.log10(most))
    return float(max(step * power for step in (1.0, 2.0, 5.0) if step * power <= most))


class Plan:
    """The plane around a point, fitted into a frame."""

    def __init__(
        self,
        centre: tuple[float, float],
        shown: Floats,
        frame: Frame,
        reach_m: float = 0.0,
        across: float | None = None,
    ) -> None:
        plane = LocalPlane(*centre)
        points = np.concatenate([disc(reach_m), plane.forward(shown.reshape(-1, 2))])
        low, high = points.min(axis=0), points.max(axis=0)
        need = (high - low) * MARGIN
        wide = across or max(need[0], need[1] * frame.width / frame.height, SMALLEST_M)
        self.frame = frame
        self.metres_per_mm = min(wide, LARGEST_M) / frame.width
        self.middle = np.asarray((low + high) / 2.0, dtype=float)
        self._plane = plane
        self._centre = np.array([frame.x + frame.width / 2.0, frame.y + frame.height / 2.0])

    def place(self, lonlat: Any) -> Floats:
        """Positions on the sheet."""
        return self.lay(self._plane.forward(lonlat))

    def rings(self, areas: Any) -> list[Floats]:
        """The rings of shapely polygons on the sheet."""
        rings = shapely.get_rings(shapely.get_parts(areas))
        return [self.place(shapely.get_coordinates(ring)) for ring in rings]

    def lay(self, metres: Floats) -> Floats:
        """Metres around the embassy on the sheet."""
        return np.asarray((metres - self.middle) / self.metres_per_mm + self._centre, dtype=float)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of somewhat more than the frame, degrees."""
        half = np.array([self.frame.width, self.frame.height]) * self.metres_per_mm * 0.55
        west, south = self._plane.inverse(self.middle - half)
        east, north = self._plane.inverse(self.middle + half)
        return float(west), float(south), float(east), float(north)

    def holds(self, point: Floats, inset: float = 0.8) -> bool:
        """Whether a point on the sheet is within the frame."""
        left, bottom, right, top = self.frame.box
        return bool(
            left + inset < point[0] < right - inset and bottom + inset < point[1] < top - inset
        )


def disc(radius: float) -> Floats:
    """A circle around the origin, shape (n, 2)."""
    angles = np.linspace(0.0, 2.0 * np.pi, 181)
    return np.stack([np.cos(angles), np.sin(angles)], axis=-1) * radius


def draw_rivers(sheet: Sheet, plan: Plan, rivers: Sequence[River], clip: Any) -> None:
    """Draw rivers as broad as they are, cut to a path."""
    for river in rivers:
        lines = [
            plan.place(shapely.get_coordinates(part)) for part in shapely.get_parts(river.line)
        ]
        broad = RIVER_M / plan.metres_per_mm / MM_PER_POINT
        sheet.path(compound(lines), edge=sheet.look.palette.river, width=max(broad, 1.0), clip=clip)


def inner(frame: Frame) -> tuple[float, float, float, float]:
    """The part of a frame in which labels stand: left, bottom, right, top."""
    left, bottom, right, top = frame.box
    return left + 0.7, bottom + 0.7, right - 0.7, top - 0.7


def scale_and_north(sheet: Sheet, plan: Plan, labels: Labels, tr: Translator) -> None:
    """Draw scale bar and north arrow into a plan's corners, which are kept free."""
    left, bottom, right, top = plan.frame.box
    room = min(plan.frame.width, 1.6 * plan.frame.height) * 0.30
    length = nice(room * plan.metres_per_mm)
    bar = length / plan.metres_per_mm
    text = tr.metres(length)
    small, ink = sheet.style("small"), sheet.look.palette.ink
    scale_bar(sheet, left + 2.5, bottom + 2.6, bar, text)
    labels.block((left, bottom, left + 4.0 + bar + width(text, small), bottom + 5.0))
    if plan.frame.height < LOWEST_ARROW:
        return
    x, y = right - 3.2, top - 6.4
    arrow = [(x, y + 4.0), (x - 1.0, y + 0.6), (x, y + 1.5), (x + 1.0, y + 0.6), (x, y + 4.0)]
    sheet.path(compound([arrow], closed=True), fill=ink)
    sheet.text(x, y - 1.9, "N", small.with_(face="semibold", colour=ink), align="center")
    labels.block((x - 2.0, y - 2.4, right, top))


def scale_bar(sheet: Sheet, x: float, y: float, length: float, text: str) -> None:
    """Draw a scale bar from (x, y) to the right, its length in millimetres, and its text."""
    line = [(x, y + 0.7), (x, y), (x + length, y), (x + length, y + 0.7)]
    colours = sheet.look.palette
    sheet.path(compound([line]), edge=colours.paper, width=2.6)
    sheet.path(compound([line]), edge=colours.ink, width=1.0)
    style = sheet.style("small").with_(colour=colours.ink, halo=1.8)
    sheet.text(x + length + 1.3, y - 0.3, text, style)
