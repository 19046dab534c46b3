"""A time axis across a sheet, its intervals, events and expected events, and its legend."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain
from typing import Final, NamedTuple, Self

import numpy as np
from matplotlib.path import Path

from geo import dates
from geo.figures.canvas.marginalia import Drawer, Key, Legend, mark, stroke
from geo.figures.canvas.sheet import Frame, Sheet, compound
from geo.figures.canvas.typography import fit, width
from geo.i18n import Translator
from geo.reports.timelines import Event, Interval, Outcome, Timelines
from geo.vocabulary import Answer

YEAR: Final = 365.2425
SHORTEST: Final = 3.0 * YEAR  # Days that an axis holds at the least
FARTHEST: Final = 25.0 * YEAR  # Days after the as-of day; what was expected later is at the edge
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
ORDER: Final = ("announced", "preparing", "open", "suspended", "closed", "unknown")


class Axis(NamedTuple):
    """A line of time."""

    sheet: Sheet
    begin: float  # Ordinals of the first and the last day that lie in proportion
    end: float
    earlier: int
    later: int
    left: float = 0.0  # Where it begins and ends on the sheet, millimetres
    right: float = 1.0

    def within(self, left: float, right: float) -> Self:
        """The same days between two other edges, millimetres."""
        return self._replace(left=left, right=right)

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

    def draw(self, bottom: float, top: float) -> None:
        """Draw years below a height, a line up to another for each, and breaks at the edges."""
        sheet, style, colours = self.sheet, self.sheet.style("small"), self.sheet.colours
        (low, high), room = self.inner, width("8888", style) + APART
        years = max((self.end - self.begin) / YEAR, 1e-9)
        step = next((s for s in STEPS if (high - low) / years * s >= room), STEPS[-1])
        first, last = (date.fromordinal(int(day)).year for day in (self.begin, self.end))
        shown = range(-(-first // step) * step, last + 1, step)
        begun = [(year, date(year, 1, 1).toordinal()) for year in shown]
        ticks = [(self.at(day), str(y)) for y, day in begun if self.begin <= day <= self.end]
        lines = compound([[(x, bottom), (x, top)] for x, _ in ticks])
        sheet.path(lines, edge=colours.rule, width=0.35)
        sheet.rule(self.left, self.right, bottom, colour=colours.edge, width=0.6)
        for x, text in ticks:
            half = width(text, style) / 2.0
            if x - half >= 0.5 and x + half <= sheet.width - 0.5:
                sheet.text(x, bottom - style.line, text, style, align="center")
        for beyond, x in ((self.earlier, low), (self.later, high)):
            if beyond:
                draw_break(sheet, x, bottom)

    def draw_day(self, told: Timelines, bottom: float, top: float, down: float = 0.85) -> None:
        """Draw the day that is looked at: a line, and its date below the top by so many lines."""
        sheet, style, x = self.sheet, self.sheet.style("small"), self.at(told.as_of.toordinal())
        ends = (x, bottom), (x, top - style.line * 1.1)
        sheet.line(*ends, edge=sheet.colours.ink, width=0.7, dashes=(4.0, 2.0))
        text = told.tr("courses.day", day=told.tr.date(told.as_of.isoformat()))
        text = fit(text, style, self.right - self.left)
        wide = width(text, style)
        at = min(max(x - wide / 2.0, self.left), self.right - wide)
        sheet.text(at, top - style.line * down, text, style)

    @property
    def depth(self) -> float:
        """Millimetres that the numbers of the years take below."""
        return 1.25 * self.sheet.style("small").line

    def middle(self, event: Event) -> float:
        """Where the mark of a dated event is, millimetres."""
        first, last = event.first, event.last
        if event.sense == "by" or first == dates.FIRST:
            return self.at(last if last != dates.LAST else first)
        if event.sense == "after" or last == dates.LAST:
            return self.at(first)
        return (self.at(first) + self.at(last)) / 2.0

    def draw_band(self, intervals: Sequence[Interval], y: float, height: float) -> None:
        """Draw the stretches of a timeline along a height, millimetres."""
        for one in intervals:
            x0 = self.left if one.begin == dates.FIRST else self.at(one.begin)
            x1 = max(self.at(min(one.end, self.end)), x0 + LEAST)
            sure, box = one.certainty is Answer.YES, Frame(x0, y - height / 2.0, x1 - x0, height)
            draw_box(self.sheet, one.status, box, sure=sure)

    def draw_event(self, event: Event, y: float) -> None:
        """Draw the date of an event: a day is a dot, more are bars, attested is a ring."""
        sheet, ink, x, size = self.sheet, self.sheet.colours.ink, self.middle(event), 4.2
        open_low = event.sense == "by" or event.first == dates.FIRST
        open_high = event.sense == "after" or event.last == dates.LAST
        if open_low or open_high:
            end = max(self.left, x - TAIL) if open_low else min(self.right, x + TAIL)
            draw_open(sheet, x, end, y)
        elif event.sense != "attested":
            bars = self._days(event, y)
            sheet.path(compound(bars), edge=ink, width=0.9)
            size *= 0.75 if bars else 1.0
        if event.certainty is Answer.POSSIBLE:
            sheet.marks((x, y), size=size, edge=ink, width=0.8, dashed=True)
        elif event.sense == "attested":
            sheet.marks((x, y), size=size * 0.85, edge=ink, width=0.9)
        else:
            sheet.marks((x, y), size=size, fill=ink, edge=sheet.colours.paper, width=0.5)

    def draw_expected(
        self, event: Event, outcome: Outcome, y: float, edge: float, size: float = 4.0
    ) -> None:
        """Draw what was expected: an empty diamond with its days, and a line to what came."""
        sheet, x, colour = self.sheet, self.middle(event), self.sheet.colours.route
        came = outcome.event or outcome.following
        if came and came.dated:
            dashes = (3.0, 1.6) if outcome.event else (0.8, 2.0)
            sheet.line((x, y), (self.middle(came), edge), edge=colour, width=0.8, dashes=dashes)
        if event.first != dates.FIRST and event.last != dates.LAST:
            bars = self._days(event, y)
            for some in (bars[:1], bars[1:]):
                sheet.path(compound(some), edge=colour, width=0.8)
        elif event.first != dates.FIRST:
            end = (min(self.right, x + TAIL), y)
            sheet.line((x, y), end, edge=colour, width=0.8, dashes=(2.0, 1.6))
        sheet.marks((x, y), shape="D", size=size, edge=colour, width=1.0)

    def _days(self, event: Event, y: float) -> list[list[tuple[float, float]]]:
        """The bar with two caps for the days of a date; nothing if they are too close together."""
        low, high = self.at(event.first), self.at(event.last)
        bars = [[(low, y), (high, y)], *([(e, y - CAP), (e, y + CAP)] for e in (low, high))]
        return bars if high - low >= NARROW else []


def spanning(sheet: Sheet, days: Iterable[int], as_of: int) -> Axis:
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
    lowest = max(low if earlier else low - pad, float(date.min.toordinal()))
    highest = min(end + pad if end > as_of else end, float(date.max.toordinal()))
    return Axis(sheet, lowest, highest, earlier, later)


def draw_break(sheet: Sheet, x: float, y: float) -> None:
    """Draw two slashes: beyond them days are out of proportion."""
    slashes = [[(x - 0.9 + by, y - 1.0), (x + 0.1 + by, y + 1.0)] for by in (0.0, 0.9)]
    sheet.path(compound(slashes), edge=sheet.colours.ink, width=0.8)


def draw_box(sheet: Sheet, status: str, frame: Frame, *, sure: bool) -> None:
    """Draw a box as a status has it; a line for closed, dots for what nothing dates."""
    colours, middle = sheet.colours, frame.y + frame.height / 2.0
    line = (frame.x, middle), (frame.x + frame.width, middle)
    if status == "undated":
        apart = 7.0 if frame.width > SHORT else 2.4
        sheet.line(*line, edge=colours.muted, width=0.6, dashes=(0.8, apart))
    elif status == "closed":
        dashes = None if sure else (2.5, 2.0)
        sheet.line(*line, edge=colours.statuses[status][1], width=0.9, dashes=dashes)
    else:
        tall = frame.height * (1.0 if sure else LOWER)
        box = Frame(frame.x, middle - tall / 2.0, frame.width, tall)
        draw_area(sheet, status, box.path, box, 0.6, sure=sure)


def draw_area(
    sheet: Sheet, status: str, area: Path, box: Frame | None, broad: float, *, sure: bool
) -> None:
    """Draw an area in the colour of a status, with the pattern of the status over its box."""
    fill, edge = sheet.colours.statuses[status]
    sheet.path(area, fill=fill if sure else sheet.colours.pale(fill))
    if box:
        _draw_pattern(sheet, status, box, edge, area)
    sheet.path(area, edge=edge, width=broad, dashes=None if sure else (2.0, 1.4))


def _draw_pattern(sheet: Sheet, status: str, box: Frame, colour: str, clip: Path) -> None:
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


def draw_open(sheet: Sheet, x: float, end: float, y: float) -> None:
    """Draw dashes from the known bound of a date to its open side."""
    sheet.line((x, y), (end, y), edge=sheet.colours.ink, width=0.9, dashes=(2.0, 1.6))
    sheet.line((x, y - CAP), (x, y + CAP), edge=sheet.colours.ink, width=0.9)


def timeline_legend(told: Timelines, axis: Axis, unlisted: int = 0) -> Legend:
    """What bands and marks mean: of those that are there; on a brief sheet what none can guess."""
    tr, brief, colours = told.tr, axis.sheet.size.brief, axis.sheet.colours
    intervals = chain.from_iterable(one.intervals for one in told.timelines)
    keys = _statuses(tr, {(s.status, s.certainty is Answer.YES) for s in intervals}, brief=brief)
    events = chain.from_iterable(one.happened for one in told.timelines)
    dated = [event for event in events if event.dated and not brief]
    bounded = [e for e in dated if e.first != dates.FIRST and e.last != dates.LAST]
    some_open = len(bounded) < len(dated) or any(e.sense in ("by", "after") for e in dated)
    outcomes = list(chain.from_iterable(one.outcomes for one in told.timelines))
    expected = any(event.dated for one in told.timelines for event in one.expected)
    ring = mark(size=3.6, edge=colours.ink, width=0.9)
    diamond = mark(shape="D", size=4.0, edge=colours.route, width=1.0)
    came, following = (
        stroke(3.0, edge=colours.route, width=0.8, dashes=dashes)
        for dashes in ((3.0, 1.6), (0.8, 2.0))
    )
    keys += [
        Key(tr(f"courses.key.{key}"), draw)
        for key, there, draw in (
            ("day", any(event.sense == "on" for event in bounded), _event_mark),
            ("attested", any(event.sense == "attested" for event in dated), ring),
            ("open", some_open, _open_mark),
            (f"expected{'_brief' * brief}", expected, diamond),
            ("came", expected and any(one.event for one in outcomes), came),
            ("next", expected and any(one.following for one in outcomes), following),
        )
        if there
    ]
    if unlisted:
        keys.append(Key(tr("courses.key.unlisted", count=unlisted)))
    return lowest(axis, keys)


def lowest(axis: Axis, keys: list[Key]) -> Legend:
    """The lowest legend of the keys and of the parts that are out of proportion."""
    page = axis.sheet
    for word, count in (("earlier", axis.earlier), ("later", axis.later)):
        if count:
            keys.append(Key(page.tr(f"courses.key.{word}", count=count), draw_break))
    groups, size = [("", keys)], page.size
    several = [Legend(page, groups, size.left, size.right, rows) for rows in range(1, 7)]
    return min(several, key=lambda legend: round(legend.height, 3))


def _statuses(tr: Translator, there: set[tuple[str, bool]], *, brief: bool) -> list[Key]:
    """One key for each status that is there, one for all that is perhaps so."""
    statuses = {status for status, _ in there}
    keys = [Key(status_said(tr, s), _box(s)) for s in ORDER if s in statuses]
    doubtful = next((s for s in ORDER if (s, False) in there and s != "closed"), "")
    if doubtful:
        said = tr(f"courses.key.perhaps{'_brief' * brief}")
        keys.append(Key(said, _box(doubtful, sure=False)))
    if "undated" in statuses:
        keys.append(Key(status_said(tr, "undated"), _box("undated", sure=False)))
    return keys


def status_said(tr: Translator, status: str, *, sure: bool = True) -> str:
    """The name of a status in a legend."""
    if status == "undated":
        return tr("courses.key.undated")
    said = tr("map.status.unknown") if status == "unknown" else tr.status(status)
    return said if sure else tr("map.status.perhaps", status=said)


def _box(status: str, *, sure: bool = True) -> Drawer:
    return lambda page, x, y: draw_box(page, status, Frame(x - 3.0, y - 1.3, 6.0, 2.6), sure=sure)


def _event_mark(page: Sheet, x: float, y: float) -> None:
    page.marks((x, y), size=4.2, fill=page.colours.ink, edge=page.colours.paper, width=0.5)


def _open_mark(page: Sheet, x: float, y: float) -> None:
    draw_open(page, x + 1.5, x - 3.0, y)
    _event_mark(page, x + 1.5, y)
