"""Many timelines, one row a mission: bands of status and what was expected, over one axis."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from geo.figures.canvas.sheet import Sheet
from geo.figures.canvas.typography import clean, fit, width
from geo.figures.timelines.status_bands import draw_band, draw_expected, middle
from geo.figures.timelines.time_axis import Axis
from geo.reports.timelines import Timeline, Timelines

LABELS: Final = 0.36  # Of the width of a column, what names take at most
BAND: Final = 0.42  # Height of a band, in rows
GUTTER: Final = 7.0
MOST_MARKS: Final = 400  # Events of one mission that have a mark at most


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
