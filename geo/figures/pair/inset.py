"""A quarter in plan: the embassy with its uncertainty, its district, its neighbours, the scale."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely

from geo.figures.canvas.labels import Labels
from geo.figures.canvas.sheet import Floats, Frame, Sheet, compound
from geo.figures.canvas.typography import MM_PER_POINT, clean, fit, width, wrap
from geo.figures.maps.plan import Plan, River, disc
from geo.figures.pair.pair_facts import Embassy, Neighbour

RIVER_NEAR: Final = 0.03  # Degrees within which a river belongs to the surroundings of an embassy
CAPTION: Final = 1.25  # Height of the name above an inset, in lines of it
SMALLER: Final = 0.8  # Size of a name above an inset that is too long, of its usual size, at least
LOCATOR_MM: Final = 18.0
LOCATOR_M: Final = 8_000.0  # Metres on the ground along a side of the small map of the city
WIDE_M: Final = 12_000.0  # Insets that show more than this show land and sea
FEW_AROUND: Final = 6
AROUND_M: Final = 2_500.0  # Where no district is drawn, nearby missions within this are shown
CLUSTER_MM: Final = 1.1  # Marks nearer to each other than this share one label


@dataclass
class InsetDrawing:
    """The quarter of an embassy in a frame of a sheet."""

    sheet: Sheet
    embassy: Embassy
    frame: Frame
    colour: str
    rivers: Sequence[River] = ()
    land: Sequence[Any] = ()

    def __post_init__(self) -> None:
        self._plan = self._planned(self.frame)
        self._labels, self._clip = self._plan.labels, self._plan.clip

    def draw(self) -> None:
        """Draw it, with its name above."""
        sheet, embassy, frame = self.sheet, self.embassy, self.frame
        plan, labels, clip = self._plan, self._labels, self._clip
        self._draw_ground()
        plan.draw_rivers(self.rivers)
        for shape in embassy.shapes:
            plan.draw_region(shape, 0.9, alpha=0.09)
        if not math.isnan(embassy.radius_m):
            ring = plan.lay(disc(embassy.radius_m))
            sheet.path(compound([ring], closed=True), edge=self.colour, width=0.8, clip=clip)
            labels.block_line(ring, 0.15, soft=True)
        plan.draw_scale()
        if not sheet.size.brief:
            self._locator()
        self._neighbours()
        sheet.path(clip, edge=sheet.colours.edge, width=0.7)
        style, quiet = sheet.style("panel"), sheet.style("panel_note")
        y = frame.y + frame.height + 0.5 * style.size * MM_PER_POINT
        name = clean(embassy.quarter or embassy.place)
        smaller = max(SMALLER, min(1.0, frame.width / max(width(name, style), 1e-9)))
        style = style.with_(size=style.size * smaller)
        name = fit(name, style, frame.width)
        sheet.text(frame.x, y, name, style)
        used = width(name, style) + 1.6
        where = clean(embassy.place if embassy.quarter else self.sheet.tr.party(embassy.receiving))
        if where not in name and used + width(where, quiet) <= frame.width:
            sheet.text(frame.x + used, y, where, quiet)

    def _neighbours(self) -> None:
        """The embassy, the missions near it that a source names, and the others."""
        sheet, embassy, tr = self.sheet, self.embassy, self.sheet.tr
        plan, labels, brief, ink = self._plan, self._labels, sheet.size.brief, sheet.colours.ink
        middle = plan.place(embassy.position)
        named = [n for n in embassy.neighbours if n.named]
        others = [n for n in embassy.neighbours if not (n.named or brief)]
        free = [plan.holds(at) and not labels.covers(at) for at in self._places(others)]
        others = [n for n, shown in zip(others, free, strict=True) if shown]
        marks = self._places([*named, *others])
        for end in marks[: len(named)]:
            sheet.line(middle, end, edge=ink, width=0.7, dashes=(1.5, 1.8), clip=self._clip)
            labels.block_line(np.array([middle, end]), 0.25, soft=True)
        labels.block_marks(marks, 4.0)
        sure = np.array([one.sure for one in [*named, *others]], dtype=bool)
        kinds = np.arange(len(marks)) < len(named)
        for size, fill, mine in ((3.4, sheet.colours.other, ~kinds), (5.0, ink, kinds)):
            look: dict[str, Any] = {"size": size, "clip": self._clip}
            paper = sheet.colours.paper
            sheet.marks(marks[mine & sure], fill=fill, edge=paper, width=0.5, **look)
            sheet.marks(marks[mine & ~sure], edge=fill, width=0.6, dashed=True, **look)
        self._embassy_mark(middle)
        labels.block_marks(middle[None], 7.0)
        if not brief:  # Its label comes first, nearer to its mark than to any other
            style, (kind, of) = sheet.style("near").with_(colour=self.colour), embassy.short_label
            broken = [[kind, of], [kind, *wrap(clean(of), style, 16.0, 3)]]
            close: dict[str, Any] = {"gap": 1.9, "reach": 3, "must": True, "own": True}
            labels.place(middle, f"{kind} {of}", style, settings=broken, **close)
        under = sheet.style("label").with_(colour=ink)
        for neighbour, at in zip(named, marks, strict=False):
            lines = [neighbour.name]
            if embassy.is_point:
                lines.append(tr.metres(neighbour.distance_m))
            reach: dict[str, Any] = {"gap": 1.6, "reach": 5, "must": True, "leader": ink}
            level = [[", ".join(lines)]] if brief else []
            near = sheet.style("near")
            labels.place(at, lines, near, settings=level, under=under, own=True, **reach)
        called = zip((clean(n.name) for n in others), marks[len(named) :], strict=True)
        plan.name(called, CLUSTER_MM, "label", 7, lambda names: len(", ".join(names)))

    def _places(self, neighbours: Sequence[Neighbour], plan: Plan | None = None) -> Floats:
        return (plan or self._plan).place(_lonlat(neighbours))

    def _locator(self) -> None:
        """The city around the quarter, in the emptier of two corners, where there is one."""
        sheet, embassy, colours = self.sheet, self.embassy, self.sheet.colours
        plan, labels, rivers = self._plan, self._labels, self.rivers
        within = sum(1 for one in embassy.neighbours if one.distance_m < LOCATOR_M / 2.0)
        wide = plan.metres_per_mm * plan.frame.width > LOCATOR_M / 2.0
        here = shapely.Point(embassy.position)
        close = any(shapely.dwithin(line, here, RIVER_NEAR) for _, line in rivers)
        if wide or not (close or within >= FEW_AROUND):
            return
        left, bottom, right, top = plan.frame.box
        shapes = (shapely.segmentize(shape, 0.0005) for shape in embassy.shapes)
        outlines = [plan.place(shapely.get_coordinates(shape)) for shape in shapes]
        busy = np.concatenate([self._places(embassy.neighbours), *outlines])
        corner = min(
            ((left, top - LOCATOR_MM), (right - LOCATOR_MM, bottom)),
            key=lambda at: int(((busy >= at) & (busy <= np.add(at, LOCATOR_MM))).all(axis=1).sum()),
        )
        box = Frame(*corner, LOCATOR_MM, LOCATOR_MM)
        city = self._planned(box, across=LOCATOR_M)
        sheet.path(box.path, fill=colours.paper)
        city.draw_rivers(rivers)
        dots = self._places(embassy.neighbours, city)
        sheet.marks(dots, size=1.5, fill=colours.other, clip=box.path)
        scale = plan.metres_per_mm / city.metres_per_mm
        middle = city.lay(plan.middle)
        half = np.array([plan.frame.width, plan.frame.height]) / 2.0 * scale
        x0, y0, x1, y1 = *(middle - half), *(middle + half)
        shown = Frame(x0, y0, x1 - x0, y1 - y0).path
        sheet.path(shown, edge=colours.region, width=0.8, clip=box.path)
        inner = Labels(sheet, (box.x + 0.4, box.y + 0.4, box.x + LOCATOR_MM, box.y + LOCATOR_MM))
        inner.block((x0, y0, x1, y1))
        style = sheet.style("tiny").with_(face="italic", colour=colours.river_name)
        for name, line in rivers:
            points = city.place(shapely.get_coordinates(shapely.segmentize(line, 0.002)))
            points = points[[city.holds(point, 2.0) for point in points]]
            if len(points):
                inner.block_line(points, 0.6, soft=True)
                inner.place(points[len(points) // 3], name, style, gap=1.0, reach=3)
        tiny, across = sheet.style("tiny"), self.sheet.tr.metres(LOCATOR_M)
        said = fit(self.sheet.tr("figure.across", length=across), tiny, box.width - 1.2)
        sheet.path(Frame(box.x, box.y, box.width, tiny.line).path, fill=colours.paper)
        sheet.text(box.x + 0.8, box.y + 0.8, said, tiny)
        sheet.path(box.path, edge=colours.muted, width=0.5)
        labels.block((box.x - 0.5, box.y - 0.5, box.x + LOCATOR_MM + 0.5, box.y + LOCATOR_MM + 0.5))

    def _planned(self, frame: Frame, across: float | None = None) -> Plan:
        embassy = self.embassy
        shown = [shapely.get_coordinates(shape) for shape in embassy.shapes]
        near = [n for n in embassy.neighbours if n.named]
        known = 0.0 if math.isnan(embassy.radius_m) else embassy.radius_m
        around = across is not None or not self.sheet.size.brief
        if around and not embassy.shapes and known < AROUND_M:
            near += [n for n in embassy.neighbours if n.distance_m <= AROUND_M][:FEW_AROUND]
        shown.append(_lonlat(near))
        points = np.concatenate(shown)
        return Plan(self.sheet, frame, embassy.position, points, known, across)

    def _draw_ground(self) -> None:
        sheet, plan, clip, colours = self.sheet, self._plan, self._clip, self.sheet.colours
        if plan.metres_per_mm * plan.frame.width < WIDE_M or not len(self.land):
            sheet.path(clip, fill=colours.quarter)
            return
        sheet.path(clip, fill=colours.water)
        inside = shapely.clip_by_rect(np.asarray(self.land, dtype=object), *plan.bounds)
        for part in shapely.get_parts(inside[~shapely.is_empty(inside)]):
            area = compound(plan.rings(part), closed=True)
            sheet.path(area, fill=colours.quarter, edge=colours.coast, width=0.4, clip=clip)

    def _embassy_mark(self, at: Floats) -> None:
        sheet, colour, sure = self.sheet, self.colour, self.embassy.sure
        if self.embassy.is_point:
            sheet.marks(at, size=6.6, edge=colour, width=1.9 if sure else 1.4, dashed=not sure)
            return
        paper = sheet.colours.paper
        sheet.marks(at, shape="x", size=4.6, fill=colour, edge=paper, width=2.6)
        sheet.marks(at, shape="x", size=4.6, fill=colour, edge=colour, width=1.3)


def _lonlat(neighbours: Sequence[Neighbour]) -> Floats:
    return np.array([one.position for one in neighbours]).reshape(-1, 2)
