"""More timelines than a sheet has rows: how many missions had each status, day by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.figures.canvas.sheet import Frame, Sheet, compound
from geo.figures.canvas.typography import width
from geo.figures.maps.plan import nice
from geo.figures.timelines.status_bands import draw_pattern
from geo.figures.timelines.time_axis import Axis
from geo.reports.timelines import Timeline, Timelines
from geo.vocabulary import Answer

_THERE: Final = ("open", "suspended", "preparing", "announced", "unknown")
LAYERS: Final = tuple((status, sure) for sure in (True, False) for status in _THERE)
"""Status and whether it is sure, from the lowest layer up; closed missions are not there."""

Days = NDArray[np.int64]
LINES: Final = 5


def counts(timelines: Sequence[Timeline]) -> tuple[Days, dict[tuple[str, bool], Days]]:
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

    def draw(self, frame: Frame) -> set[tuple[str, bool]]:
        """Draw it into a frame, years and day included; which layers it has is returned."""
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
        return {key for key, number in numbers.items() if number.any()}

    def _layers(
        self,
        axis: Axis,
        days: Days,
        numbers: dict[tuple[str, bool], Days],
        bottom: float,
        scale: float,
    ) -> None:
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
            outline = np.concatenate(
                [np.stack([xs, high], axis=-1), np.stack([xs, low], axis=-1)[::-1]]
            )
            shape = compound([np.concatenate([outline, outline[:1]])], closed=True)
            if status == "undated":
                sheet.path(shape, fill=colours.rule, alpha=0.35)
                line = compound([np.stack([xs, high], axis=-1)])
                sheet.path(line, edge=colours.muted, width=0.9, dashes=(0.6, 3.0))
            else:
                fill, edge = colours.statuses[status]
                sheet.path(shape, fill=fill if sure else colours.pale(fill))
                if np.any(number):
                    box = Frame(xs[0], bottom, xs[-1] - xs[0], float(upper.max()) * scale)
                    draw_pattern(sheet, status, box, edge, shape)
                sheet.path(shape, edge=edge, width=0.35, dashes=None if sure else (2.0, 1.4))
            base = upper
