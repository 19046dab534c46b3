"""Many timelines over one axis: a row a mission, or their numbers by status where they are more."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.figures.canvas.sheet import Frame, Sheet, compound
from geo.figures.canvas.typography import clean, fit, width
from geo.figures.maps.plan import nice
from geo.figures.timelines.time_axis import Axis, draw_band, draw_expected, draw_pattern, middle
from geo.reports.timelines import Timeline, Timelines
from geo.vocabulary import Answer

LABELS: Final = 0.36  # Of the width of a column, what names take at most
BAND: Final = 0.42  # Height of a band, in rows
GUTTER: Final = 7.0
MOST_MARKS: Final = 400  # Events of one mission that have a mark at most
_THERE: Final = ("open", "suspended", "preparing", "announced", "unknown")
LAYERS: Final = tuple((status, sure) for sure in (True, False) for status in _THERE)
"""Status and whether it is sure, from the lowest layer up; closed missions are not there."""

Days = NDArray[np.int64]
Layers = dict[tuple[str, bool], Days]
LINES: Final = 5


@dataclass(frozen=True, slots=True)
class Named:
    """A course and what it is called in a narrow place."""

    course: Timeline
    label: str


def row_height(sheet: Sheet) -> float:
    """Millimetres from one row to the next."""
    return sheet.style("label").line * 1.12


@dataclass(frozen=True)
class GanttRows:
    """Rows of missions in one column or two."""

    sheet: Sheet
    axis: Axis
    told: Timelines
    rows: Sequence[Named]
    left: float  # The margins, millimetres
    right: float
    columns: int
    tall: float = 1.0

    @property
    def height(self) -> float:
        """Millimetres from its top to below the years."""
        return self._down * row_height(self.sheet) * self.tall + self._around

    @property
    def _down(self) -> int:
        return -(-len(self.rows) // self.columns)

    @property
    def _around(self) -> float:
        return Axis.depth(self.sheet) + self.sheet.style("small").line * 1.2

    def draw(self, top: float) -> float:
        """Draw it from a height downward; the height below it, millimetres."""
        sheet, style = self.sheet, self.sheet.style("label").with_(halo=0.0)
        wide = (self.right - self.left - GUTTER * (self.columns - 1)) / self.columns
        texts = [clean(one.label) for one in self.rows]
        need = max((width(text, style) for text in texts), default=0.0)
        labels = min(need, wide * LABELS) + 1.5
        step = row_height(sheet) * self.tall
        high = top - sheet.style("small").line * 1.2
        bottom = high - self._down * step
        for column in range(self.columns):
            x = self.left + column * (wide + GUTTER)
            axis = self.axis.within(x + labels, x + wide)
            axis.draw(sheet, bottom, high)
            axis.draw_day(sheet, self.told, bottom, top)
            first = column * self._down
            for number, one in enumerate(self.rows[first : first + self._down]):
                y = high - (number + 0.5) * step
                text = fit(texts[first + number], style, labels - 1.5)
                sheet.text(x, y - 0.28 * style.line, text, style)
                self._row(axis, one.course, y, step)
        return top - self.height

    def _row(self, axis: Axis, one: Timeline, y: float, step: float) -> None:
        sheet, colours = self.sheet, self.sheet.look.palette
        draw_band(sheet, axis, one.intervals, y, step * BAND)
        dated = [event for event in one.happened if event.dated][:MOST_MARKS]
        points = [(middle(axis, event), y) for event in dated if event.sense != "attested"]
        sheet.marks(points, size=2.0, fill=colours.ink, edge=colours.paper, width=0.4)
        attested = [(middle(axis, event), y) for event in dated if event.sense == "attested"]
        sheet.marks(attested, size=2.0, edge=colours.ink, width=0.5)
        for event, outcome in zip(one.expected, one.outcomes, strict=True):
            if event.dated:
                came = outcome.event or outcome.following
                to = (middle(axis, came), y) if came and came.dated else None
                low, told = y - step * 0.38, outcome.event is not None
                draw_expected(sheet, axis, event, low, to, told=told, size=2.6)


def labels(told: Timelines, rows: Sequence[tuple[Timeline, str, str]]) -> list[Named]:
    """What missions are called in one another's company: what all share is left out."""
    tr = told.tr
    senders = {one.parties[0] for one, _, _ in rows}
    hosts = {one.parties[1] for one, _, _ in rows}
    usual = Counter(city for _, _, city in rows).most_common(1)[0][0] if len(hosts) == 1 else ""
    found = []
    for one, kind, city in rows:
        sender, host = (tr.party(code) for code in one.parties)
        if len(senders) > 1 and len(hosts) > 1:
            parts = [tr("courses.from_to", sending=sender, receiving=host)]
        else:
            parts = [sender if len(senders) > 1 else host]
        if kind != "embassy":
            parts.append(tr.kind(kind))
        if city and city != usual and (kind != "embassy" or len(hosts) == 1):
            parts.append(city)
        found.append(Named(one, ", ".join(parts)))
    return found


def counts(timelines: Sequence[Timeline]) -> tuple[Days, Layers]:
    """How many missions had each status from each day on."""
    begins: dict[tuple[str, bool], list[int]] = {}
    ends: dict[tuple[str, bool], list[int]] = {}
    for one in timelines:
        for interval in one.intervals:
            key = interval.status, interval.certainty is Answer.YES
            begins.setdefault(key, []).append(interval.begin)
            ends.setdefault(key, []).append(interval.end)
    every = [day for some in (*begins.values(), *ends.values()) for day in some]
    days = np.unique(np.array(every, dtype=np.int64))
    numbers = {}
    for key, some in begins.items():
        begun = np.searchsorted(np.sort(some), days, side="right")
        over = np.searchsorted(np.sort(ends[key]), days, side="right")
        numbers[key] = (begun - over).astype(np.int64)
    return days, numbers


@dataclass(frozen=True)
class StatusCounts:
    """Layers of numbers under one line of time."""

    sheet: Sheet
    axis: Axis
    told: Timelines

    def draw(self, frame: Frame) -> None:
        """Draw it into a frame, years and day included."""
        sheet, colours, style = self.sheet, self.sheet.look.palette, self.sheet.style("small")
        days, numbers = counts(self.told.missions)
        most = int(sum(numbers.values(), np.zeros(len(days), dtype=np.int64)).max(initial=1))
        for key, number in numbers.items():
            if key[0] == "closed":
                most = max(most, int(number.max()))
        top = frame.y + frame.height - style.line * 1.3
        bottom = frame.y + Axis.depth(sheet)
        step = max(1.0, nice(max(most / (LINES - 1), 1.0)))
        wide = width(self.told.tr.number(np.ceil(most / step) * step), style) + 2.0
        axis = self.axis.within(frame.x + wide, frame.x + frame.width)
        axis.draw(sheet, bottom, top)
        scale = (top - bottom) / (max(most, 1) * 1.04)
        for line in np.arange(step, most * 1.04, step):
            y = bottom + line * scale
            sheet.path(compound([[(axis.left, y), (axis.right, y)]]), edge=colours.rule, width=0.35)
            text = self.told.tr.number(line)
            sheet.text(axis.left - 1.2, y - 0.3 * style.line, text, style, align="right")
        self._layers(axis, days, numbers, bottom, scale)
        sheet.rule(axis.left, axis.right, bottom, colour=colours.edge, width=0.6)
        axis.draw_day(sheet, self.told, bottom, frame.y + frame.height, 0.9)

    def _layers(self, axis: Axis, days: Days, numbers: Layers, bottom: float, scale: float) -> None:
        sheet, colours = self.sheet, self.sheet.look.palette
        day = float(self.told.as_of.toordinal() + 1)
        edges = np.clip(np.append(days, day).astype(float), axis.begin, day)
        across = np.array([axis.at(min(edge, axis.end)) for edge in edges])
        # Each number holds from its day to the next: two corners a step.
        xs = np.repeat(across, 2)[1:-1]
        base = np.zeros(len(days))
        for status, sure in (*LAYERS, ("undated", False)):
            number = numbers.get((status, sure))
            if number is None:
                continue
            upper = base + number
            low = bottom + np.repeat(base, 2) * scale
            high = bottom + np.repeat(upper, 2) * scale
            upward, downward = (np.stack([xs, ys], axis=-1) for ys in (high, low))
            shape = compound([np.concatenate([upward, downward[::-1], upward[:1]])], closed=True)
            if status == "undated":
                sheet.path(shape, fill=colours.rule, alpha=0.35)
                sheet.path(compound([upward]), edge=colours.muted, width=0.9, dashes=(0.6, 3.0))
            else:
                fill, edge = colours.statuses[status]
                sheet.path(shape, fill=fill if sure else colours.pale(fill))
                if np.any(number):
                    box = Frame(xs[0], bottom, xs[-1] - xs[0], float(upper.max()) * scale)
                    draw_pattern(sheet, status, box, edge, shape)
                sheet.path(shape, edge=edge, width=0.35, dashes=None if sure else (2.0, 1.4))
            base = upper
