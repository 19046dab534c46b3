"""A quarter in plan: the embassy with its uncertainty, its district, its neighbours, the scale."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.figures.canvas.labels import Labels
from geo.figures.canvas.sheet import Frame, Sheet, compound
from geo.figures.canvas.typography import MM_PER_POINT, clean, fit, width, wrap
from geo.figures.maps.plan import Plan, River, disc, draw_rivers, inner, scale_and_north
from geo.figures.pair.pair_facts import Embassy
from geo.i18n import Translator

Floats = NDArray[np.float64]

RIVER_NEAR: Final = 0.03  # Degrees within which a river belongs to the surroundings of an embassy
CAPTION: Final = 1.25  # Height of the name above an inset, in lines of it
SMALLER: Final = 0.8  # Size of a name above an inset that is too long, of its usual size, at least
LOCATOR_MM: Final = 18.0
LOCATOR_M: Final = 8_000.0
"""Side of the map of the city in an inset's corner, on the page and on the ground."""

WIDE_M: Final = 12_000.0  # Insets that show more than this show land and sea
FEW_AROUND: Final = 6
AROUND_M: Final = 2_500.0
"""Where no district is drawn, so many neighbours within so many metres are taken in."""

CLUSTER_MM: Final = 1.1  # Marks nearer to each other than this share one label
NARROW: Final = (30.0, 24.0, 10.0)
"""Widths in millimetres to which the names of a cluster are broken, one after the other."""


@dataclass
class InsetDrawing:
    """The quarter of an embassy in a frame of a sheet."""

    sheet: Sheet
    embassy: Embassy
    frame: Frame
    colour: str
    tr: Translator
    rivers: Sequence[River] = ()
    land: Sequence[Any] = ()

    def __post_init__(self) -> None:
        self._brief, self._colours = self.sheet.look.size.brief, self.sheet.look.palette
        self._plan = _plan(self.embassy, self.frame, around=not self._brief)
        self._labels, self._clip = Labels(self.sheet, inner(self.frame)), self.frame.path

    def draw(self) -> None:
        """Draw it, with its name above."""
        sheet, embassy, frame, tr = self.sheet, self.embassy, self.frame, self.tr
        plan, labels, colours, clip = self._plan, self._labels, self._colours, self._clip
        _draw_ground(sheet, plan, self.land, clip)
        draw_rivers(sheet, plan, self.rivers, clip)
        for shape in embassy.shapes:
            rings = plan.rings(shape)
            outline = compound(rings, closed=True)
            for outer in rings:
                labels.block_line(outer, 0.15, soft=True)
            sheet.path(outline, fill=colours.region, alpha=0.09, clip=clip)
            sheet.path(outline, edge=colours.region, width=0.9, dashes=(4.0, 2.0), clip=clip)
        if not math.isnan(embassy.radius_m):
            ring = plan.lay(disc(embassy.radius_m))
            sheet.path(compound([ring], closed=True), edge=self.colour, width=0.8, clip=clip)
            labels.block_line(ring, 0.15, soft=True)
        scale_and_north(sheet, plan, labels, tr)
        if not self._brief:
            self._locator()
        self._neighbours()
        sheet.path(clip, edge=colours.edge, width=0.7)
        style, quiet = sheet.style("panel"), sheet.style("panel_note")
        y = frame.y + frame.height + 0.5 * style.size * MM_PER_POINT
        name = clean(embassy.quarter or embassy.place)
        smaller = max(SMALLER, min(1.0, frame.width / max(width(name, style), 1e-9)))
        style = style.with_(size=style.size * smaller)
        name = fit(name, style, frame.width)
        sheet.text(frame.x, y, name, style)
        used = width(name, style) + 1.6
        where = clean(embassy.place if embassy.quarter else tr.party(embassy.receiving))
        if where not in name and used + width(where, quiet) <= frame.width:
            sheet.text(frame.x + used, y, where, quiet)

    def _neighbours(self) -> None:
        """The embassy, the missions near it that a source names, and the others."""
        sheet, embassy, tr, colour = self.sheet, self.embassy, self.tr, self.colour
        plan, labels, brief, colours = self._plan, self._labels, self._brief, self._colours
        clip = self._clip
        middle = plan.place((embassy.lon, embassy.lat))
        named = [n for n in embassy.neighbours if n.named]
        others = [] if brief else [n for n in embassy.neighbours if not n.named]
        others = [
            n
            for n in others
            if plan.holds(at := plan.place((n.lon, n.lat))) and not labels.covers(at)
        ]
        marks = np.array([plan.place((n.lon, n.lat)) for n in [*named, *others]]).reshape(-1, 2)
        for end in marks[: len(named)]:
            sheet.path(
                compound([[middle, end]]), edge=colours.ink, width=0.7, dashes=(1.5, 1.8), clip=clip
            )
            labels.block_line(np.array([middle, end]), 0.25, soft=True)
        labels.block_marks(marks, 4.0)
        sure = np.array([one.sure for one in [*named, *others]], dtype=bool)
        kinds = np.arange(len(marks)) < len(named)
        for size, fill, mine in ((3.4, colours.other, ~kinds), (5.0, colours.ink, kinds)):
            sheet.marks(
                marks[mine & sure], size=size, fill=fill, edge=colours.paper, width=0.5, clip=clip
            )
            sheet.doubtful(marks[mine & ~sure], size=size, edge=fill, width=0.6, clip=clip)
        _embassy_mark(sheet, middle, colour, pinned=embassy.is_point, sure=embassy.sure)
        labels.block_marks(middle[None], 7.0)
        if not brief:
            _name(labels, embassy, middle, colour)
        for neighbour, at in zip(named, marks, strict=False):
            lines = [neighbour.name]
            if embassy.is_point:
                lines.append(tr.metres(neighbour.distance_m))
            under = sheet.style("label").with_(colour=colours.ink)
            reach: dict[str, Any] = {"gap": 1.6, "reach": 5, "must": True, "leader": colours.ink}
            level = [[", ".join(lines)]] if brief else []
            near = sheet.style("near")
            labels.place(at, lines, near, settings=level, under=under, own=True, **reach)
        style = sheet.style("label")
        away: dict[str, Any] = {"gap": 1.3, "reach": 7, "leader": colours.other}
        groups = clustered(
            ((clean(n.name), plan.place((n.lon, n.lat))) for n in others), CLUSTER_MM
        )
        for names, at in sorted(groups, key=lambda one: (len(one[0]), len(", ".join(one[0])))):
            first, *settings = settings_of(names, style)
            labels.place(at, first, style, settings=settings, own=True, **away)

    def _locator(self) -> None:
        """The city around the quarter, in the emptier of two corners, where there is one."""
        sheet, embassy, tr = self.sheet, self.embassy, self.tr
        plan, labels, rivers, colours = self._plan, self._labels, self.rivers, self._colours
        within = sum(1 for one in embassy.neighbours if one.distance_m < LOCATOR_M / 2.0)
        wide = plan.metres_per_mm * plan.frame.width > LOCATOR_M / 2.0
        here = shapely.Point(embassy.position)
        close = any(shapely.dwithin(river.line, here, RIVER_NEAR) for river in rivers)
        if wide or not (close or within >= FEW_AROUND):
            return
        left, bottom, right, top = plan.frame.box
        corners = [(left, top - LOCATOR_MM), (right - LOCATOR_MM, bottom)]
        busy = [plan.place((one.lon, one.lat)) for one in embassy.neighbours]
        vertices = (shapely.get_coordinates(shapely.segmentize(s, 0.0005)) for s in embassy.shapes)
        busy += [point for of_shape in vertices for point in plan.place(of_shape)]
        corner = min(corners, key=lambda at: sum(1 for p in busy if _within(p, at)))
        box = Frame(*corner, LOCATOR_MM, LOCATOR_MM)
        city = _plan(embassy, box, across=LOCATOR_M)
        sheet.path(box.path, fill=colours.paper)
        draw_rivers(sheet, city, rivers, box.path)
        dots = np.array([city.place((one.lon, one.lat)) for one in embassy.neighbours])
        sheet.marks(dots, size=1.5, fill=colours.other, clip=box.path)
        scale = plan.metres_per_mm / city.metres_per_mm
        middle = city.lay(plan.middle)
        half = np.array([plan.frame.width, plan.frame.height]) / 2.0 * scale
        x0, y0, x1, y1 = *(middle - half), *(middle + half)
        sheet.path(
            Frame(x0, y0, x1 - x0, y1 - y0).path, edge=colours.region, width=0.8, clip=box.path
        )
        inner = Labels(sheet, (box.x + 0.4, box.y + 0.4, box.x + LOCATOR_MM, box.y + LOCATOR_MM))
        inner.block((x0, y0, x1, y1))
        style = sheet.style("tiny").with_(face="italic", colour=colours.river_name)
        for river in rivers:
            points = city.place(shapely.get_coordinates(shapely.segmentize(river.line, 0.002)))
            points = points[[city.holds(point, 2.0) for point in points]]
            if len(points):
                inner.block_line(points, 0.6, soft=True)
                inner.place(points[len(points) // 3], river.name, style, gap=1.0, reach=3)
        tiny, said = sheet.style("tiny"), tr("figure.across", length=tr.metres(LOCATOR_M))
        sheet.path(Frame(box.x, box.y, box.width, tiny.line).path, fill=colours.paper)
        sheet.text(box.x + 0.8, box.y + 0.8, fit(said, tiny, box.width - 1.2), tiny)
        sheet.path(box.path, edge=colours.muted, width=0.5)
        labels.block((box.x - 0.5, box.y - 0.5, box.x + LOCATOR_MM + 0.5, box.y + LOCATOR_MM + 0.5))


def _plan(
    embassy: Embassy, frame: Frame, across: float | None = None, *, around: bool = True
) -> Plan:
    shown = [shapely.get_coordinates(shape) for shape in embassy.shapes]
    near = [n for n in embassy.neighbours if n.named]
    known = 0.0 if math.isnan(embassy.radius_m) else embassy.radius_m
    if around and not embassy.shapes and known < AROUND_M:
        near += [n for n in embassy.neighbours if n.distance_m <= AROUND_M][:FEW_AROUND]
    shown.append(np.array([(n.lon, n.lat) for n in near]).reshape(-1, 2))
    return Plan(embassy.position, np.concatenate(shown), frame, known, across)


def _name(labels: Labels, embassy: Embassy, at: Floats, colour: str) -> None:
    """The embassy's label, before all others: beside its mark, nearer to it than to any."""
    style = labels.sheet.style("near").with_(colour=colour)
    kind, of = embassy.short_label
    broken = [[kind, of], [kind, *wrap(clean(of), style, 16.0, 3)]]
    labels.place(at, f"{kind} {of}", style, settings=broken, gap=1.9, reach=3, must=True, own=True)


def settings_of(names: Sequence[str], style: Any) -> list[list[str]]:
    """The ways in which the names of a cluster may be broken into lines, all of them whole."""
    parts = [name.replace(" ", "\u00a0") for name in names]
    widest = max(width(f"{part},", style) for part in parts)
    text = ", ".join(parts)
    found = [wrap(text, style, max(room, widest + 0.1), len(names) + 1) for room in NARROW]
    return [one for at, one in enumerate(found) if one not in found[:at]]


def _within(point: Floats, corner: tuple[float, float]) -> bool:
    x, y = point[0] - corner[0], point[1] - corner[1]
    return bool(0.0 <= x <= LOCATOR_MM and 0.0 <= y <= LOCATOR_MM)


def _draw_ground(sheet: Sheet, plan: Plan, land: Sequence[Any], clip: Any) -> None:
    colours = sheet.look.palette
    if plan.metres_per_mm * plan.frame.width < WIDE_M or not len(land):
        sheet.path(clip, fill=colours.quarter)
        return
    sheet.path(clip, fill=colours.water)
    west, south, east, north = plan.bounds
    inside = shapely.clip_by_rect(np.asarray(land, dtype=object), west, south, east, north)
    for part in shapely.get_parts(inside[~shapely.is_empty(inside)]):
        area = compound(plan.rings(part), closed=True)
        sheet.path(area, fill=colours.quarter, edge=colours.coast, width=0.4, clip=clip)


def _embassy_mark(sheet: Sheet, at: Floats, colour: str, *, pinned: bool, sure: bool) -> None:
    if pinned and not sure:
        sheet.doubtful(at, size=6.6, edge=colour, width=1.4)
    elif pinned:
        sheet.marks(at, shape="o", size=6.6, edge=colour, width=1.9)
    else:
        paper = sheet.look.palette.paper
        sheet.marks(at, shape="x", size=4.6, fill=colour, edge=paper, width=2.6)
        sheet.marks(at, shape="x", size=4.6, fill=colour, edge=colour, width=1.3)


def clustered(named: Iterable[tuple[str, Floats]], within: float) -> list[tuple[list[str], Floats]]:
    """Names of marks that are no farther than some millimetres from the first of them."""
    groups: list[tuple[list[str], Floats]] = []
    for name, at in named:
        near = next((g for g in groups if np.hypot(*(g[1] - at)) < within), None)
        if near:
            near[0].append(name)
        else:
            groups.append(([name], at))
    return groups
