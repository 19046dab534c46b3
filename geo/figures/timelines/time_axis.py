"""A line of time across a sheet: which days it holds, and where on it a day lies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from geo import dates
from geo.figures.canvas.sheet import Sheet, compound
from geo.figures.canvas.typography import fit, width
from geo.reports.timelines import Timelines

YEAR: Final = 365.2425
SHORTEST: Final = 3.0 * YEAR  # Days that an axis holds at the least
FARTHEST: Final = 25.0 * YEAR
"""Days after the day looked at, beyond which what was expected is at the edge."""

FAR: Final = 3.0  # So many times longer would the axis be with days that are left at its edge
FEW: Final = 6  # One of so many days may be left at the edge; in any case one
BREAK: Final = 5.0  # Millimetres at an edge for days that lie beyond it
STEPS: Final = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1_000, 2_000, 5_000)
APART: Final = 2.4


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
