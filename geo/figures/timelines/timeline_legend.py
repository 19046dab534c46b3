"""What bands, marks and layers of timelines mean."""

from collections.abc import Sequence
from functools import partial
from itertools import chain
from typing import Final

from geo import dates
from geo.figures.canvas.legend import Drawer, Group, Key, Legend, mark, stroke
from geo.figures.canvas.sheet import Frame, Sheet, compound
from geo.figures.timelines.gantt_rows import LAYERS, counts
from geo.figures.timelines.time_axis import Axis, draw_box, draw_pattern
from geo.reports.timelines import Timelines
from geo.vocabulary import Answer

SMALLEST_LAYER: Final = 0.01
"""Of all missions, the share below which a layer has no key on a brief sheet: none could see it."""


def timeline_legend(told: Timelines, axis: Axis, page: Sheet, unlisted: int = 0) -> Legend:
    """What bands and marks mean: of those that are there; on a brief sheet what none can guess."""
    tr, brief, colours = told.tr, page.look.size.brief, page.look.palette
    intervals = list(chain.from_iterable(one.intervals for one in told.timelines))
    there = {(s.status, s.certainty is Answer.YES) for s in intervals}
    events = list(chain.from_iterable(one.happened for one in told.timelines))
    expected = any(event.dated for one in told.timelines for event in one.expected)
    keys = _statuses(told, there, brief=brief)
    dated = [event for event in events if event.dated and not brief]
    if any(event.sense == "on" and _bounded(event.first, event.last) for event in dated):
        keys.append(Key(tr("courses.key.day"), _event_mark))
    if any(event.sense == "attested" for event in dated):
        keys.append(Key(tr("courses.key.attested"), mark(size=3.6, edge=colours.ink, width=0.9)))
    if any(e.sense in ("by", "after") or not _bounded(e.first, e.last) for e in dated):
        keys.append(Key(tr("courses.key.open"), _open_mark))
    if expected:
        diamond = mark(shape="D", size=4.0, edge=colours.route, width=1.0)
        keys.append(Key(tr(f"courses.key.expected{'_brief' * brief}"), diamond))
        outcomes = list(chain.from_iterable(one.outcomes for one in told.timelines))
        dashes = partial(_dashes, colours.route)
        if any(one.event for one in outcomes):
            keys.append(Key(tr("courses.key.came"), dashes((3.0, 1.6))))
        if any(one.following for one in outcomes):
            keys.append(Key(tr("courses.key.next"), dashes((0.8, 2.0))))
    if unlisted:
        keys.append(Key(tr("courses.key.unlisted", count=unlisted)))
    return _lowest(page, [*keys, *_breaks(told, axis)])


def _lowest(page: Sheet, keys: Sequence[Key]) -> Legend:
    """The legend of some keys that takes the least height."""
    size = page.look.size
    several = [Legend(page, [Group("", keys)], size.left, size.right, rows) for rows in range(1, 7)]
    return min(several, key=lambda legend: round(legend.height, 3))


def _breaks(told: Timelines, axis: Axis) -> list[Key]:
    """What is at the edges of the line of time, out of proportion."""
    found = []
    for word, count in (("earlier", axis.earlier), ("later", axis.later)):
        if count:
            found.append(Key(told.tr(f"courses.key.{word}", count=count), _break_mark))
    return found


def layers_legend(told: Timelines, axis: Axis, page: Sheet) -> Legend:
    """What the layers of the numbers by status mean."""
    brief = page.look.size.brief
    _, numbers = counts(told.missions)
    least = len(told.missions) * (SMALLEST_LAYER if brief else 0.0)
    keys = [
        Key(_status(told, status, sure=sure), _layer(status, sure=sure))
        for status, sure in (*LAYERS, ("undated", False))
        if (status, sure) in numbers and numbers[status, sure].max() > least
    ]
    return _lowest(page, [*keys, *_breaks(told, axis)])


def _statuses(told: Timelines, there: set[tuple[str, bool]], *, brief: bool) -> list[Key]:
    """One key for each status that is there, one for all that is perhaps so."""
    order = ("announced", "preparing", "open", "suspended", "closed", "unknown")
    keys = [
        Key(_status(told, status, sure=True), _box(status, sure=True))
        for status in order
        if (status, True) in there or (status, False) in there
    ]
    doubtful = next((s for s in order if (s, False) in there and s != "closed"), "")
    if doubtful:
        keys.append(
            Key(told.tr(f"courses.key.perhaps{'_brief' * brief}"), _box(doubtful, sure=False))
        )
    if ("undated", False) in there or ("undated", True) in there:
        keys.append(Key(_status(told, "undated", sure=False), _box("undated", sure=False)))
    return keys


def _status(told: Timelines, status: str, *, sure: bool) -> str:
    tr = told.tr
    if status == "undated":
        return tr("courses.key.undated")
    said = tr("map.status.unknown") if status == "unknown" else tr.status(status)
    return said if sure else tr("map.status.perhaps", status=said)


def _box(status: str, *, sure: bool) -> Drawer:
    return lambda page, x, y: draw_box(page, status, Frame(x - 3.0, y - 1.3, 6.0, 2.6), sure=sure)


def _layer(status: str, *, sure: bool) -> Drawer:
    def draw(page: Sheet, x: float, y: float) -> None:
        colours, box = page.look.palette, Frame(x - 3.0, y - 1.3, 6.0, 2.6).path
        if status == "undated":
            page.path(box, fill=colours.rule, alpha=0.35)
            page.path(box, edge=colours.muted, width=0.7, dashes=(0.6, 3.0))
            return
        fill, edge = colours.statuses[status]
        page.path(box, fill=fill if sure else colours.pale(fill))
        draw_pattern(page, status, Frame(x - 3.0, y - 1.3, 6.0, 2.6), edge, box)
        page.path(box, edge=edge, width=0.5, dashes=None if sure else (2.0, 1.4))

    return draw


def _bounded(first: int, last: int) -> bool:
    return first != dates.FIRST and last != dates.LAST


def _event_mark(page: Sheet, x: float, y: float) -> None:
    colours = page.look.palette
    page.marks((x, y), size=4.2, fill=colours.ink, edge=colours.paper, width=0.5)


def _open_mark(page: Sheet, x: float, y: float) -> None:
    ink = page.look.palette.ink
    page.path(compound([[(x + 1.5, y), (x - 3.0, y)]]), edge=ink, width=0.9, dashes=(2.0, 1.6))
    page.path(compound([[(x + 1.5, y - 0.8), (x + 1.5, y + 0.8)]]), edge=ink, width=0.9)
    _event_mark(page, x + 1.5, y)


def _break_mark(page: Sheet, x: float, y: float) -> None:
    slashes = [[(x - 0.9 + by, y - 1.0), (x + 0.1 + by, y + 1.0)] for by in (0.0, 0.9)]
    page.path(compound(slashes), edge=page.look.palette.ink, width=0.8)


def _dashes(colour: str, dashes: tuple[float, float]) -> Drawer:
    return stroke(3.0, edge=colour, width=0.8, dashes=dashes)
