"""Many timelines over one axis: a row a mission, or their numbers by status where they are more."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.dataset import Mission
from geo.figures.canvas.marginalia import Drawer, Key, Legend
from geo.figures.canvas.sheet import Frame, Sheet, compound
from geo.figures.canvas.typography import clean, fit, width
from geo.figures.maps.plan import nice
from geo.figures.timelines.time_axis import Axis, draw_area, lowest, status_said
from geo.reports.timelines import Timeline, Timelines
from geo.vocabulary import Answer

LABELS: Final = 0.36  # Of the width of a column, what names take at most
BAND: Final = 0.42  # Height of a band, in rows
GUTTER: Final = 7.0
MOST_MARKS: Final = 400  # Events of one mission that have a mark at most
_THERE: Final = ("open", "suspended", "preparing", "announced", "unknown")
# Status and whether it is certain, from the lowest layer up, without closed missions
LAYERS: Final = (*((one, sure) for sure in (True, False) for one in _THERE), ("undated", False))
LINES: Final = 5
SMALLEST_LAYER: Final = 0.01  # Share of missions below which a layer has no key on a brief sheet
Days = NDArray[np.int64]
Layers = dict[tuple[str, bool], Days]


def row_height(sheet: Sheet) -> float:
    """Millimetres from one row to the next."""
    return sheet.style("label").line * 1.12


def draw_rows(
    axis: Axis, told: Timelines, names: Sequence[str], columns: int, tall: float, top: float
) -> float:
    """Draw one row for each mission, ``tall`` times the usual height; the height below them."""
    sheet, down, texts = axis.sheet, -(-len(names) // columns), [*map(clean, names)]
    style, size = sheet.style("label").with_(halo=0.0), sheet.size
    wide = (size.wide - GUTTER * (columns - 1)) / columns
    need = max((width(text, style) for text in texts), default=0.0)
    named = min(need, wide * LABELS) + 1.5
    step, above = row_height(sheet) * tall, sheet.style("small").line * 1.2
    high = top - above
    bottom = high - down * step
    for column in range(columns):
        x = size.left + column * (wide + GUTTER)
        own = axis.within(x + named, x + wide)
        own.draw(bottom, high)
        own.draw_day(told, bottom, top)
        first = column * down
        for number, one in enumerate(told.missions[first : first + down]):
            y = high - (number + 0.5) * step
            text = fit(texts[first + number], style, named - 1.5)
            sheet.text(x, y - 0.28 * style.line, text, style)
            _draw_row(own, one, y, step)
    return top - (down * step + axis.depth + above)


def _draw_row(axis: Axis, one: Timeline, y: float, step: float) -> None:
    sheet, ink, paper = axis.sheet, axis.sheet.colours.ink, axis.sheet.colours.paper
    axis.draw_band(one.intervals, y, step * BAND)
    dated = [event for event in one.happened if event.dated][:MOST_MARKS]
    points = [(axis.middle(event), y) for event in dated if event.sense != "attested"]
    sheet.marks(points, size=2.0, fill=ink, edge=paper, width=0.4)
    attested = [(axis.middle(event), y) for event in dated if event.sense == "attested"]
    sheet.marks(attested, size=2.0, edge=ink, width=0.5)
    for event, outcome in zip(one.expected, one.outcomes, strict=True):
        if event.dated:
            axis.draw_expected(event, outcome, y - step * 0.38, y, size=2.6)


def labels(told: Timelines, missions: Mapping[str, Mission]) -> list[str]:
    """What missions are called in one another's company: what all share is left out."""
    tr, rows = told.tr, [missions[one.id] for one in told.missions]
    senders, hosts = ({one.parties[end] for one in told.missions} for end in (0, 1))
    usual = Counter(one.city for one in rows).most_common(1)[0][0] if len(hosts) == 1 else ""
    found = []
    for timeline, one in zip(told.missions, rows, strict=True):
        sender, host = (tr.party(code) for code in timeline.parties)
        parts = [sender if len(senders) > 1 else host]
        if len(senders) > 1 and len(hosts) > 1:
            parts = [tr("courses.from_to", sending=sender, receiving=host)]
        if one.kind != "embassy":
            parts.append(tr.kind(one.kind))
        if one.city and one.city != usual and (one.kind != "embassy" or len(hosts) == 1):
            parts.append(one.city)
        found.append(", ".join(parts))
    return found


def counts(timelines: Sequence[Timeline]) -> tuple[Days, Layers]:
    """How many missions had each status from each day on."""
    spans: dict[tuple[str, bool], list[tuple[int, int]]] = {}
    for interval in (interval for one in timelines for interval in one.intervals):
        key = interval.status, interval.certainty is Answer.YES
        spans.setdefault(key, []).append((interval.begin, interval.end))
    every = [day for some in spans.values() for span in some for day in span]
    days = np.unique(np.array(every, dtype=np.int64))
    numbers = {}
    for key, some in spans.items():
        begins, ends = np.sort(np.array(some, dtype=np.int64), axis=0).T
        begun = np.searchsorted(begins, days, side="right")
        numbers[key] = (begun - np.searchsorted(ends, days, side="right")).astype(np.int64)
    return days, numbers


def draw_counts(axis: Axis, told: Timelines, frame: Frame) -> None:
    """Draw the numbers of missions by status as stacked areas, with a time axis, into a frame."""
    sheet, colours, style = axis.sheet, axis.sheet.colours, axis.sheet.style("small")
    days, numbers = counts(told.missions)
    most = int(sum(numbers.values(), np.zeros(len(days), dtype=np.int64)).max(initial=1))
    top = frame.y + frame.height - style.line * 1.3
    bottom = frame.y + axis.depth
    step = max(1.0, nice(max(most / (LINES - 1), 1.0)))
    wide = width(told.tr.number(np.ceil(most / step) * step), style) + 2.0
    axis = axis.within(frame.x + wide, frame.x + frame.width)
    axis.draw(bottom, top)
    scale = (top - bottom) / (max(most, 1) * 1.04)
    for line in np.arange(step, most * 1.04, step):
        y = bottom + line * scale
        sheet.rule(axis.left, axis.right, y, colour=colours.rule, width=0.35)
        at = axis.left - 1.2, y - 0.3 * style.line
        sheet.text(*at, told.tr.number(line), style, align="right")
    day = float(told.as_of.toordinal() + 1)
    edges = np.clip(np.append(days, day).astype(float), axis.begin, day)
    across = np.array([axis.at(min(edge, axis.end)) for edge in edges])
    # Each number holds from its day to the next: two corners a step.
    xs = np.repeat(across, 2)[1:-1]
    base = np.zeros(len(days))
    for status, sure in LAYERS:
        number = numbers.get((status, sure))
        if number is None:
            continue
        upper = base + number
        upward, downward = (
            np.stack([xs, bottom + np.repeat(ys, 2) * scale], axis=-1) for ys in (upper, base)
        )
        shape = compound([np.concatenate([upward, downward[::-1], upward[:1]])], closed=True)
        if status == "undated":
            sheet.path(shape, fill=colours.rule, alpha=0.35)
            sheet.line(*upward, edge=colours.muted, width=0.9, dashes=(0.6, 3.0))
        else:
            box = Frame(xs[0], bottom, xs[-1] - xs[0], float(upper.max()) * scale)
            draw_area(sheet, status, shape, box if np.any(number) else None, 0.35, sure=sure)
        base = upper
    sheet.rule(axis.left, axis.right, bottom, colour=colours.edge, width=0.6)
    axis.draw_day(told, bottom, frame.y + frame.height, 0.9)


def layers_legend(told: Timelines, axis: Axis) -> Legend:
    """What the layers of the numbers by status mean."""
    _, numbers = counts(told.missions)
    least = len(told.missions) * (SMALLEST_LAYER if axis.sheet.size.brief else 0.0)
    keys = [
        Key(status_said(told.tr, status, sure=sure), _layer(status, sure=sure))
        for status, sure in LAYERS
        if (status, sure) in numbers and numbers[status, sure].max() > least
    ]
    return lowest(axis, keys)


def _layer(status: str, *, sure: bool) -> Drawer:
    def draw(page: Sheet, x: float, y: float) -> None:
        box = Frame(x - 3.0, y - 1.3, 6.0, 2.6)
        if status == "undated":
            page.path(box.path, fill=page.colours.rule, alpha=0.35)
            page.path(box.path, edge=page.colours.muted, width=0.7, dashes=(0.6, 3.0))
        else:
            draw_area(page, status, box.path, box, 0.5, sure=sure)

    return draw
