"""What is on a timeline: intervals of a status, events by their dates, expectations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from geo import dates
from geo.figures.canvas.sheet import Frame, Sheet, compound
from geo.figures.timelines.time_axis import Axis
from geo.reports.timelines import Event, Interval
from geo.vocabulary import Answer

if TYPE_CHECKING:
    from matplotlib.path import Path

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
    if event.certainty is Answer.PERHAPS:
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
