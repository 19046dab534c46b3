"""A line of time across a sheet, and what is on it: intervals, events, expectations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from matplotlib.path import Path

from geo import dates
from geo.figures.canvas.sheet import Frame, Sheet, compound
from geo.figures.canvas.typography import fit, width
from geo.reports.timelines import Event, Interval, Timelines
from geo.vocabulary import Answer

YEAR: Final = 365.2425
SHORTEST: Final = 3.0 * YEAR  # Days that an axis holds at the least
FARTHEST: Final = 25.0 * YEAR
"""Days after the day looked at, beyond which what was expected is at the edge."""

FAR: Final = 3.0  # So many times longer would the axis be with days that are left at its edge
FEW: Final = 6  # One of so many days may be left at the edge; in any case one
BREAK: Final = 5.0  # Millimetres at an edge for days that lie beyond it
STEPS: Final = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1_000, 2_000, 5_000)
APART: Final = 2.4
LOWER: Final = 0.62  # Height of a stretch that is only perhaps so, of that of one that is
LEAST: Final = 0.25  # Millimetres of the shortest stretch
NARROW: Final = 1.7  # Millimetres below which the days of a date are drawn as one
TAIL: Final = 4.0  # Millimetres of the dashes at an end that is open
SHORT: Final = 8.0  # Millimetres up to which dots stand close together
CAP: Final = 0.8
STRIPES: Final = 1.3
DOTS: Final = 1.25
MOST_STRIPES: Final = 2_000
MOST_ROWS: Final = 200


@dataclass(frozen=True, slots=True)
class Axis:
    """A line of time."""

    begin: float  # Ordinals of the first and the last day that lie in proportion
    end: float
    left: float = 0.0  # Where it begins and ends on the sheet, millimetres
    right: float = 1.0
    earlier: int = 0
    later: int = 0

    def within(self, left: float, right: float) -> Axis:
        """The same days between two other edges, millimetres."""
        return Axis(self.begin, self.end, left, right, self.earlier, self.later)

    @property
    def inner(self) -> tuple[float, float]:
        """Between which millimetres days lie in proportion."""
        low = self.left + (BREAK if self.earlier else 0.0)
        return low, self.right - (BREAK if self.later else 0.0)

    def at(self, day: float) -> float:
        """Where a day lies, millimetres; one that lies beyond an end is at the edge."""
        low, high = self.inner
        if day < self.begin:
            return self.left + 1.0 if self.earlier else self.left
        if day > self.end:
            return self.right - 1.0 if self.later else self.right
        return low + (high - low) * (day - self.begin) / (self.end - self.begin)

    def ticks(self, room: float) -> list[tuple[float, str]]:
        """Beginnings of years with their numbers, at least so many millimetres apart."""
        low, high = self.inner
        years = max((self.end - self.begin) / YEAR, 1e-9)
        step = next((s for s in STEPS if (high - low) / years * s >= room), STEPS[-1])
        first, last = date.fromordinal(int(self.begin)).year, date.fromordinal(int(self.end)).year
        found = []
        for year in range(-(-first // step) * step, last + 1, step):
            if year >= 1 and self.begin <= (day := date(year, 1, 1).toordinal()) <= self.end:
                found.append((self.at(day), str(year)))
        return found

    def draw(self, sheet: Sheet, bottom: float, top: float) -> None:
        """Draw years below a height, a line up to another for each, and breaks at the edges."""
        style, colours = sheet.style("small"), sheet.look.palette
        ticks = self.ticks(width("8888", style) + APART)
        sheet.path(
            compound([[(x, bottom), (x, top)] for x, _ in ticks]), edge=colours.rule, width=0.35
        )
        sheet.rule(self.left, self.right, bottom, colour=colours.edge, width=0.6)
        for x, text in ticks:
            half = width(text, style) / 2.0
            if x - half >= 0.5 and x + half <= sheet.width - 0.5:
                sheet.text(x, bottom - style.line, text, style, align="center")
        for beyond, x in ((self.earlier, self.inner[0]), (self.later, self.inner[1])):
            if beyond:
                slashes = [
                    [(x - 0.9 + shift, bottom - 1.0), (x + 0.1 + shift, bottom + 1.0)]
                    for shift in (0.0, 0.9)
                ]
                sheet.path(compound(slashes), edge=colours.ink, width=0.8)

    def draw_day(
        self, sheet: Sheet, told: Timelines, bottom: float, top: float, down: float = 0.85
    ) -> None:
        """Draw the day that is looked at: a line, and its date below the top by so many lines."""
        style, x = sheet.style("small"), self.at(told.as_of.toordinal())
        line = compound([[(x, bottom), (x, top - style.line * 1.1)]])
        sheet.path(line, edge=sheet.look.palette.ink, width=0.7, dashes=(4.0, 2.0))
        text = told.tr("courses.day", day=told.tr.date(told.as_of.isoformat()))
        text = fit(text, style, self.right - self.left)
        wide = width(text, style)
        at = min(max(x - wide / 2.0, self.left), self.right - wide)
        sheet.text(at, top - style.line * down, text, style)

    @staticmethod
    def depth(sheet: Sheet) -> float:
        """Millimetres that the numbers of the years take below."""
        return 1.25 * sheet.style("small").line


def spanning(days: Iterable[int], as_of: int) -> Axis:
    """The axis that holds days up to the as-of day; a few far ones are put at its edge."""
    known = sorted(d for d in days if d not in (dates.FIRST, dates.LAST))
    before = sorted({day for day in known if day <= as_of})
    after = [day for day in known if day > as_of]
    spare = max(1, len(before) // FEW)
    begin = before[0] if before else as_of
    for following in before[1 : spare + 1]:
        if (as_of - following) * FAR < as_of - begin:
            begin = following
            break
    earlier = sum(day < begin for day in before)
    reach = as_of + max(FARTHEST, 0.5 * (as_of - begin))
    end = max([as_of, *(day for day in after if day <= reach)])
    later = sum(day > reach for day in after)
    low = min(begin, end - SHORTEST)
    pad = 0.02 * (end - low)
    lowest = low if earlier else low - pad
    highest = end + pad if end > as_of else end
    limits = float(date.min.toordinal()), float(date.max.toordinal())
    return Axis(max(lowest, limits[0]), min(highest, limits[1]), earlier=earlier, later=later)


def draw_band(
    sheet: Sheet, axis: Axis, intervals: Sequence[Interval], y: float, height: float
) -> None:
    """Draw the stretches of a timeline along a height, millimetres."""
    for one in intervals:
        x0 = axis.left if one.begin == dates.FIRST else axis.at(one.begin)
        x1 = max(axis.at(min(one.end, axis.end)), x0 + LEAST)
        sure = one.certainty is Answer.YES
        draw_box(sheet, one.status, Frame(x0, y - height / 2.0, x1 - x0, height), sure=sure)


def draw_box(sheet: Sheet, status: str, frame: Frame, *, sure: bool) -> None:
    """Draw a box as a status has it; a line for closed, dots for what nothing dates."""
    colours = sheet.look.palette
    middle = frame.y + frame.height / 2.0
    line = compound([[(frame.x, middle), (frame.x + frame.width, middle)]])
    if status == "undated":
        apart = 7.0 if frame.width > SHORT else 2.4
        sheet.path(line, edge=colours.muted, width=0.6, dashes=(0.8, apart))
        return
    fill, edge = colours.statuses[status]
    if status == "closed":
        sheet.path(line, edge=edge, width=0.9, dashes=None if sure else (2.5, 2.0))
        return
    tall = frame.height * (1.0 if sure else LOWER)
    box = Frame(frame.x, middle - tall / 2.0, frame.width, tall)
    sheet.path(box.path, fill=fill if sure else colours.pale(fill))
    draw_pattern(sheet, status, box, edge, box.path)
    sheet.path(box.path, edge=edge, width=0.6, dashes=None if sure else (2.0, 1.4))


def draw_pattern(sheet: Sheet, status: str, box: Frame, colour: str, clip: Path) -> None:
    """Draw the stripes, crosses or dots of a status over a box, cut to a path."""
    left, bottom, right, top = box.box
    if status == "unknown":
        across = np.arange(left + DOTS / 2.0, right, DOTS)[:MOST_STRIPES]
        rows = np.arange(bottom + min(DOTS, box.height) / 2.0, top, DOTS)[:MOST_ROWS]
        points = np.stack(np.meshgrid(across, rows), axis=-1).reshape(-1, 2)
        sheet.marks(points, size=1.1, fill=colour, clip=clip)
    slants = {"preparing": (1.0,), "suspended": (1.0, -1.0)}.get(status, ())
    for slant in slants:
        begins = np.arange(left - box.height, right, STRIPES)[:MOST_STRIPES]
        ends = (bottom, top) if slant > 0.0 else (top, bottom)
        lines = [[(x, ends[0]), (x + box.height, ends[1])] for x in begins]
        sheet.path(compound(lines), edge=colour, width=0.4, clip=clip)


def middle(axis: Axis, event: Event) -> float:
    """Where the mark of a dated event is, millimetres."""
    first, last = event.first, event.last
    if event.sense == "by" or first == dates.FIRST:
        return axis.at(last if last != dates.LAST else first)
    if event.sense == "after" or last == dates.LAST:
        return axis.at(first)
    return (axis.at(first) + axis.at(last)) / 2.0


def draw_event(sheet: Sheet, axis: Axis, event: Event, y: float, size: float = 4.2) -> None:
    """Draw the date of an event: a day is a dot, more are bars, attested is a ring."""
    colours = sheet.look.palette
    x, ink = middle(axis, event), colours.ink
    open_low = event.sense == "by" or event.first == dates.FIRST
    open_high = event.sense == "after" or event.last == dates.LAST
    if open_low or open_high:
        end = max(axis.left, x - TAIL) if open_low else min(axis.right, x + TAIL)
        sheet.path(compound([[(x, y), (end, y)]]), edge=ink, width=0.9, dashes=(2.0, 1.6))
        sheet.path(compound([[(x, y - CAP), (x, y + CAP)]]), edge=ink, width=0.9)
    elif event.sense != "attested":
        low, high = axis.at(event.first), axis.at(event.last)
        if high - low >= NARROW:
            bars = [[(low, y), (high, y)], *([(e, y - CAP), (e, y + CAP)] for e in (low, high))]
            sheet.path(compound(bars), edge=ink, width=0.9)
            size *= 0.75
    if event.certainty is Answer.POSSIBLE:
        sheet.doubtful((x, y), size=size, edge=ink, width=0.8)
    elif event.sense == "attested":
        sheet.marks((x, y), size=size * 0.85, edge=ink, width=0.9)
    else:
        sheet.marks((x, y), size=size, fill=ink, edge=colours.paper, width=0.5)


def draw_expected(
    sheet: Sheet,
    axis: Axis,
    event: Event,
    y: float,
    to: tuple[float, float] | None,
    *,
    told: bool,
    size: float = 4.0,
) -> None:
    """Draw what was expected: an empty diamond with its days, and a line to what came."""
    colours = sheet.look.palette
    x = middle(axis, event)
    if to is not None:
        dashes = (3.0, 1.6) if told else (0.8, 2.0)
        sheet.path(compound([[(x, y), to]]), edge=colours.route, width=0.8, dashes=dashes)
    if event.first != dates.FIRST and event.last != dates.LAST:
        low, high = axis.at(event.first), axis.at(event.last)
        if high - low >= NARROW:
            ends = [[(e, y - CAP), (e, y + CAP)] for e in (low, high)]
            sheet.path(compound([[(low, y), (high, y)]]), edge=colours.route, width=0.8)
            sheet.path(compound(ends), edge=colours.route, width=0.8)
    elif event.first != dates.FIRST:
        end = min(axis.right, x + TAIL)
        sheet.path(compound([[(x, y), (end, y)]]), edge=colours.route, width=0.8, dashes=(2.0, 1.6))
    sheet.marks((x, y), shape="D", size=size, edge=colours.route, width=1.0)
