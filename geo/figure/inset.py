"""A quarter in plan: the embassy with its uncertainty, its district, its neighbours, the scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo import words
from geo.figure.facts import Embassy, Neighbour
from geo.figure.labels import Labels
from geo.figure.projections import LocalPlane
from geo.figure.sheet import Sheet, compound
from geo.figure.style import COAST, INK, MUTED, PAPER, REGION, TEXT, WATER
from geo.figure.typography import MM_PER_POINT, clean, fit, width, wrap

__all__ = ["Frame", "River", "draw_inset", "nice", "scale_bar"]

Floats = NDArray[np.float64]

GROUND: Final = "#f7f4ec"
RIVER: Final = "#b4cbdc"
RIVER_M: Final = 400.0
"""How broad a river is drawn, metres, where only its centre line is known."""

RIVER_NEAR: Final = 0.03
"""Degrees within which a river belongs to the surroundings of an embassy."""

LOCATOR_MM: Final = 18.0
LOCATOR_M: Final = 8_000.0
"""Side of the map of the city in an inset's corner, on the page and on the ground."""

OTHER: Final = "#8a9299"
SMALLEST_M: Final = 900.0
"""Metres across, at the least, that an inset shows."""

LARGEST_M: Final = 1_500_000.0
WIDE_M: Final = 12_000.0
"""Insets that show more than this show land and sea."""

FEW_AROUND: Final = 6
AROUND_M: Final = 2_500.0
"""Where no district is drawn, so many neighbours within so many metres are taken in."""

MARGIN: Final = 1.26
CLUSTER_MM: Final = 1.1
"""Marks nearer to each other than this share one label."""


@dataclass(frozen=True, slots=True)
class River:
    """A river: its name and its centre line, a shapely geometry in CRS84 degrees."""

    name: str
    line: Any


@dataclass(frozen=True, slots=True)
class Frame:
    """A box on the sheet: its lower left corner and its size, millimetres."""

    x: float
    y: float
    width: float
    height: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top."""
        return self.x, self.y, self.x + self.width, self.y + self.height

    @property
    def path(self) -> Any:
        """Its outline."""
        left, bottom, right, top = self.box
        corners = [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]
        return compound([corners], closed=True)


def nice(most: float) -> float:
    """The largest of 1, 2, 5, 10, 20, … that is not more than a number."""
    power = 10.0 ** np.floor(np.log10(most))
    return float(max(step * power for step in (1.0, 2.0, 5.0) if step * power <= most))


class _Plan:
    """The plane of a quarter, fitted into a frame."""

    def __init__(self, embassy: Embassy, frame: Frame, across: float | None = None) -> None:
        plane = LocalPlane(embassy.lon, embassy.lat)
        corners = [_disc(embassy.radius_m)]
        corners += [plane.forward(shapely.get_coordinates(shape)) for shape in embassy.shapes]
        around = [n for n in embassy.neighbours if n.named]
        if not embassy.shapes and embassy.radius_m < AROUND_M:
            near = [n for n in embassy.neighbours if n.distance_m <= AROUND_M]
            around += near[:FEW_AROUND]
        if around:
            corners.append(plane.forward(np.array([(n.lon, n.lat) for n in around])))
        points = np.concatenate(corners)
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


def _disc(radius: float) -> Floats:
    angles = np.linspace(0.0, 2.0 * np.pi, 181)
    return np.stack([np.cos(angles), np.sin(angles)], axis=-1) * radius


def draw_inset(
    sheet: Sheet,
    embassy: Embassy,
    frame: Frame,
    colour: str,
    rivers: Sequence[River] = (),
    land: Sequence[Any] = (),
) -> None:
    """Draw the quarter of an embassy into a frame.

    Parameters
    ----------
    sheet
        Where it is drawn.
    embassy
        What it shows.
    frame
        Where on the sheet.
    colour
        Of the embassy's mark: that of its sending state.
    rivers
        Its waters; none where no data are known.
    land
        Shapely polygons, CRS84 degrees, for insets that reach beyond a city.
    """
    plan, clip = _Plan(embassy, frame), frame.path
    _draw_ground(sheet, plan, land, clip)
    labels = Labels(sheet, _inner(frame))
    _draw_rivers(sheet, plan, rivers, clip)
    for shape in embassy.shapes:
        rings = [
            plan.place(shapely.get_coordinates(ring))
            for ring in shapely.get_rings(shapely.get_parts(shape))
        ]
        outline = compound(rings, closed=True)
        for outer in rings:
            labels.block_line(outer, 0.15, soft=True)
        sheet.path(outline, fill=REGION, alpha=0.09, clip=clip)
        sheet.path(outline, edge=REGION, width=0.9, dashes=(4.0, 2.0), clip=clip)
    middle = plan.place((embassy.lon, embassy.lat))
    ring = plan.lay(_disc(embassy.radius_m))
    sheet.path(compound([ring], closed=True), edge=colour, width=0.8, clip=clip)
    _scale_and_north(sheet, plan, labels)
    _locator(sheet, embassy, plan, labels, rivers)
    named = [n for n in embassy.neighbours if n.named]
    others = [n for n in embassy.neighbours if not n.named]
    others = [n for n in others if _drawable(plan.place((n.lon, n.lat)), plan, labels)]
    marks = np.array([plan.place((n.lon, n.lat)) for n in [*named, *others]]).reshape(-1, 2)
    for end in marks[: len(named)]:
        sheet.path(compound([[middle, end]]), edge=INK, width=0.7, dashes=(1.5, 1.8), clip=clip)
        labels.block_line(np.array([middle, end]), 0.25, soft=True)
    labels.block_line(ring, 0.15, soft=True)
    labels.block_marks(marks, 4.0)
    sheet.marks(marks[len(named) :], size=3.4, fill=OTHER, edge=PAPER, width=0.5, clip=clip)
    sheet.marks(marks[: len(named)], size=5.0, fill=INK, edge=PAPER, width=0.6, clip=clip)
    _embassy_mark(sheet, middle, colour, pinned=embassy.is_point)
    labels.block_marks(middle[None], 7.0)
    style = TEXT["near"].with_(colour=colour)
    labels.place(middle, embassy.short_label, style, gap=2.0, reach=3, must=True)
    for neighbour, at in zip(named, marks, strict=False):
        lines = [neighbour.name]
        if embassy.is_point:
            lines.append(words.metres(neighbour.distance_m))
        under = TEXT["label"].with_(colour=INK)
        labels.place(at, lines, TEXT["near"], under=under, gap=1.6, reach=3, must=True)
    for names, at in _clustered(others, plan):
        style = TEXT["label"]
        if not labels.place(at, wrap(names, style, 24.0, 3), style, gap=1.3, reach=3):
            labels.place(at, fit(names, style, 24.0), style, gap=1.3, reach=3)
    sheet.path(clip, edge=MUTED, width=0.7)


def _locator(
    sheet: Sheet, embassy: Embassy, plan: _Plan, labels: Labels, rivers: Sequence[River]
) -> None:
    """The city around the quarter, in the emptier of two corners, where there is a city to show."""
    within = sum(1 for one in embassy.neighbours if one.distance_m < LOCATOR_M / 2.0)
    wide = plan.metres_per_mm * plan.frame.width > LOCATOR_M / 2.0
    here = shapely.Point(embassy.position)
    close = any(shapely.dwithin(river.line, here, RIVER_NEAR) for river in rivers)
    if wide or not (close or within >= FEW_AROUND):
        return
    left, bottom, right, top = plan.frame.box
    corners = [(left, top - LOCATOR_MM), (right - LOCATOR_MM, bottom)]
    busy = [plan.place((one.lon, one.lat)) for one in embassy.neighbours]
    busy += [point for shape in embassy.shapes for point in plan.place(_vertices(shape))]
    corner = min(corners, key=lambda at: sum(1 for p in busy if _within(p, at)))
    box = Frame(*corner, LOCATOR_MM, LOCATOR_MM)
    city = _Plan(embassy, box, across=LOCATOR_M)
    sheet.path(box.path, fill=PAPER)
    _draw_rivers(sheet, city, rivers, box.path)
    dots = np.array([city.place((one.lon, one.lat)) for one in embassy.neighbours])
    sheet.marks(dots, size=1.5, fill=OTHER, clip=box.path)
    scale = plan.metres_per_mm / city.metres_per_mm
    middle = city.lay(plan.middle)
    half = np.array([plan.frame.width, plan.frame.height]) / 2.0 * scale
    x0, y0, x1, y1 = *(middle - half), *(middle + half)
    sheet.path(Frame(x0, y0, x1 - x0, y1 - y0).path, edge=REGION, width=0.8, clip=box.path)
    inner = Labels(sheet, (box.x + 0.4, box.y + 0.4, box.x + LOCATOR_MM, box.y + LOCATOR_MM))
    inner.block((x0, y0, x1, y1))
    style = TEXT["small"].with_(size=6.0, face="italic", colour="#3c6e91", halo=1.2)
    for river in rivers:
        points = city.place(shapely.get_coordinates(shapely.segmentize(river.line, 0.002)))
        points = points[[city.holds(point, 2.0) for point in points]]
        if len(points):
            inner.block_line(points, 0.6, soft=True)
            inner.place(points[len(points) // 3], river.name, style, gap=1.0, reach=3)
    sheet.path(Frame(box.x, box.y, box.width, 2.8).path, fill=PAPER)
    sheet.text(box.x + 0.8, box.y + 0.9, f"{LOCATOR_M / 1_000:.0f} km across", TEXT["tiny"])
    sheet.path(box.path, edge=MUTED, width=0.5)
    labels.block((box.x - 0.5, box.y - 0.5, box.x + LOCATOR_MM + 0.5, box.y + LOCATOR_MM + 0.5))


def _vertices(shape: Any) -> Floats:
    return np.asarray(shapely.get_coordinates(shapely.segmentize(shape, 0.0005)), dtype=float)


def _within(point: Floats, corner: tuple[float, float]) -> bool:
    x, y = point[0] - corner[0], point[1] - corner[1]
    return bool(0.0 <= x <= LOCATOR_MM and 0.0 <= y <= LOCATOR_MM)


def _drawable(at: Floats, plan: _Plan, labels: Labels) -> bool:
    return plan.holds(at) and not labels.covers(at)


def _inner(frame: Frame) -> tuple[float, float, float, float]:
    left, bottom, right, top = frame.box
    return left + 0.7, bottom + 0.7, right - 0.7, top - 0.7


def _draw_ground(sheet: Sheet, plan: _Plan, land: Sequence[Any], clip: Any) -> None:
    if plan.metres_per_mm * plan.frame.width < WIDE_M or not len(land):
        sheet.path(clip, fill=GROUND)
        return
    sheet.path(clip, fill=WATER)
    west, south, east, north = plan.bounds
    inside = shapely.clip_by_rect(np.asarray(land, dtype=object), west, south, east, north)
    for part in shapely.get_parts(inside[~shapely.is_empty(inside)]):
        rings = [plan.place(shapely.get_coordinates(r)) for r in shapely.get_rings([part])]
        sheet.path(compound(rings, closed=True), fill=GROUND, edge=COAST, width=0.4, clip=clip)


def _draw_rivers(sheet: Sheet, plan: _Plan, rivers: Sequence[River], clip: Any) -> None:
    for river in rivers:
        lines = [
            plan.place(shapely.get_coordinates(part)) for part in shapely.get_parts(river.line)
        ]
        broad = RIVER_M / plan.metres_per_mm / MM_PER_POINT
        sheet.path(compound(lines), edge=RIVER, width=max(broad, 1.0), clip=clip)


def _embassy_mark(sheet: Sheet, at: Floats, colour: str, *, pinned: bool) -> None:
    if pinned:
        sheet.marks(at, shape="o", size=6.6, fill=PAPER, edge=colour, width=1.9)
    else:
        sheet.marks(at, shape="x", size=4.6, fill=colour, edge=PAPER, width=2.6)
        sheet.marks(at, shape="x", size=4.6, fill=colour, edge=colour, width=1.3)


def _clustered(others: Sequence[Neighbour], plan: _Plan) -> list[tuple[str, Floats]]:
    groups: list[tuple[list[str], Floats]] = []
    for neighbour in others:
        at = plan.place((neighbour.lon, neighbour.lat))
        near = next((g for g in groups if np.hypot(*(g[1] - at)) < CLUSTER_MM), None)
        if near:
            near[0].append(neighbour.name)
        else:
            groups.append(([neighbour.name], at))
    labelled = [(clean(", ".join(names)), at) for names, at in groups]
    return sorted(labelled, key=lambda group: len(group[0]))


def _scale_and_north(sheet: Sheet, plan: _Plan, labels: Labels) -> None:
    left, bottom, right, top = plan.frame.box
    length = nice(plan.frame.width * 0.30 * plan.metres_per_mm)
    bar = length / plan.metres_per_mm
    text = f"{length:,.0f} m" if length < 1_000 else f"{length / 1_000:,.0f} km"
    scale_bar(sheet, left + 2.5, bottom + 2.6, bar, text)
    labels.block((left, bottom, left + 4.0 + bar + width(text, TEXT["small"]), bottom + 5.0))
    x, y = right - 3.2, top - 6.4
    arrow = [(x, y + 4.0), (x - 1.0, y + 0.6), (x, y + 1.5), (x + 1.0, y + 0.6), (x, y + 4.0)]
    sheet.path(compound([arrow], closed=True), fill=INK)
    sheet.text(x, y - 1.9, "N", TEXT["small"].with_(face="semibold", colour=INK), align="center")
    labels.block((x - 2.0, y - 2.4, right, top))


def scale_bar(sheet: Sheet, x: float, y: float, length: float, text: str) -> None:
    """Draw a scale bar from (x, y) to the right, its length in millimetres, and its text."""
    line = [(x, y + 0.7), (x, y), (x + length, y), (x + length, y + 0.7)]
    sheet.path(compound([line]), edge=PAPER, width=2.6)
    sheet.path(compound([line]), edge=INK, width=1.0)
    style = TEXT["small"].with_(colour=INK, halo=1.8)
    sheet.text(x + length + 1.3, y - 0.3, text, style)
