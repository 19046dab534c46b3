"""The pair figure: two embassies, the way between them, and the quarters that they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from geo import words
from geo.figure.facts import Embassy, Pair
from geo.figure.globe import Globe, Ground
from geo.figure.inset import Frame, River, draw_inset, nice, scale_bar
from geo.figure.labels import Labels
from geo.figure.projections import View
from geo.figure.sheet import Sheet, compound
from geo.figure.style import INK, PAIR, PAPER, REGION, ROUTE, RULE, TEXT
from geo.figure.typography import Style, clean, fit, width, wrap

if TYPE_CHECKING:
    from geo.figure.imprint import Imprint

__all__ = ["HEIGHT", "WIDTH", "alt_text", "draw_pair", "rows_of"]

Floats = NDArray[np.float64]

WIDTH: Final = 297.0
HEIGHT: Final = 210.0
"""Millimetres: A4 across."""

LEFT: Final = 12.0
RIGHT: Final = WIDTH - 12.0
COLUMN: Final = 159.0
"""Where the right-hand column begins."""

GLOBE: Final = (82.0, 108.0, 70.0)
"""Middle and radius of the globe."""

NEAREST_REACH: Final = 8.0
FARTHEST_REACH: Final = 65.0
"""Degrees from the middle of the map to its edge: no closer than the one; from the other on,
the whole globe is shown."""

INSET_TOP: Final = 174.5
INSET_SIZE: Final = 66.0
GUTTER: Final = 4.0
TABLE_LABEL: Final = 33.0
LEGEND_STEP: Final = 4.9


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: what it is, and the lines of what is said of it."""

    name: str
    value: str
    lines: int = 1


def _degrees(value: float, positive: str, negative: str) -> str:
    return f"{abs(value):.1f}° {positive if value >= 0 else negative}"


def _kilometres(metres: float) -> str:
    return f"{metres / 1_000:,.0f} km"


def rows_of(pair: Pair, as_of: str, known_on: str) -> list[Row]:
    """The rows of the figure's table.

    Parameters
    ----------
    pair
        The two embassies.
    as_of, known_on
        The two days in words.
    """
    first, second = pair.ends
    slack = max(1.0, pair.slack_m / 1_000)
    crossing = "not crossed"
    if pair.crossing is not None:
        crossing = _degrees(pair.crossing, "N", "S")
    north = f"{_degrees(pair.north[1], 'N', 'S')}, {_degrees(pair.north[0], 'E', 'W')}"
    return [
        Row("Distance", f"{_kilometres(pair.distance_m)} on WGS 84, give or take {slack:.0f} km"),
        Row("Initial course", f"{pair.course:.0f}° from {first.place}"),
        Row("Northernmost point", north),
        Row("Crosses 180° at", crossing),
        *(Row(end.narrow_label, _said_of(end), 3) for end in (second, first)),
        Row("As of; known from", f"{as_of}; {known_on}"),
    ]


def _said_of(end: Embassy) -> str:
    by = f" Position: {words.listed(list(end.placed_by))}." if end.placed_by else ""
    return f"{end.course}. {end.placed}{by}"


def alt_text(pair: Pair, as_of: str) -> str:
    """What the figure shows, for a reader who does not see it."""
    first, second = pair.ends
    said = [
        f"A globe with the great circle from the {_lower(first.label)} to the "
        f"{_lower(second.label)}, {_kilometres(pair.distance_m)}, over "
        f"{_degrees(pair.north[1], 'N', 'S')}, as of {as_of}.",
    ]
    for end in pair.ends:
        near = [
            f"{one.distance_m:,.0f} m from the mission of {one.name}"
            for one in end.neighbours
            if one.named and end.is_point
        ]
        beside = f" It stands {words.listed(near)}." if near else ""
        said.append(
            f"Inset: {end.quarter or end.place}. {end.label}: {end.course}. {end.placed}{beside}"
        )
    return " ".join(said)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def draw_pair(
    sheet: Sheet, pair: Pair, ground: Ground, imprint: Imprint, rivers: Sequence[River] = ()
) -> None:
    """Draw the pair figure.

    Parameters
    ----------
    sheet
        An empty sheet of `WIDTH` by `HEIGHT`.
    pair
        What it shows.
    ground
        What is drawn under it.
    imprint
        Titles, notes, sources.
    rivers
        Rivers of the two cities.
    """
    imprint.draw_head(sheet, LEFT, RIGHT)
    bottom = imprint.draw_foot(sheet, LEFT, RIGHT)
    _globe(sheet, pair, ground)
    size = (RIGHT - COLUMN - GUTTER) / 2.0
    height = INSET_SIZE
    for number, end in enumerate((pair.ends[1], pair.ends[0])):
        frame = Frame(COLUMN + number * (size + GUTTER), INSET_TOP - height, size, height)
        _caption(sheet, end, frame)
        draw_inset(sheet, end, frame, PAIR[pair.ends.index(end)], rivers, ground.land)
    rows = rows_of(pair, imprint.as_of, imprint.known_on)
    low = _table(sheet, rows, INSET_TOP - height - 5.0)
    _note(sheet, imprint.note, low, TEXT["note"])
    _legend(sheet, pair, bottom + 4.2)


def _globe(sheet: Sheet, pair: Pair, ground: Ground) -> None:
    x, y, radius = GLOBE
    first, second = pair.ends
    view = View.midway(first.position, second.position)
    globe = Globe(sheet, view, (x, y), radius, _reach(view, first.position))
    globe.draw(ground)
    labels = Labels(sheet, (LEFT, y - radius - 3.0, x + radius + 6.0, y + radius + 6.0))
    for positions, colour in zip(pair.others, PAIR, strict=True):
        points = globe.points(positions)
        points = points[np.isfinite(points[:, 0])]
        sheet.marks(points, size=4.2, fill=colour, edge=PAPER, width=0.7)
        labels.block_marks(points, 4.2)
    route = globe.points(pair.route)
    route = route[np.isfinite(route[:, 0])]
    sheet.path(compound([route]), edge=PAPER, width=4.2)
    sheet.path(compound([route]), edge=ROUTE, width=2.4)
    ends = globe.points([end.position for end in pair.ends])
    sheet.marks(ends, size=8.4, fill=PAPER, edge=ROUTE, width=2.2)
    labels.block_marks(ends, 10.0)
    labels.block_line(route, 0.8)
    for end, at in zip(pair.ends, ends, strict=True):
        lines = [end.place, end.short_label]
        _end_label(labels, at, lines, left=bool(at[0] < x))
    middle = route[len(route) // 2]
    text = _kilometres(pair.distance_m)
    labels.place(middle, text, TEXT["distance"], gap=2.6, reach=4, must=True)
    _globe_scale(sheet, globe)


def _reach(view: View, end: tuple[float, float]) -> float:
    """Degrees from the middle of the route to the edge of the map: the whole globe, or less."""
    half = float(np.degrees(np.arccos(np.clip(view.turn(end)[2], -1.0, 1.0))))
    wanted = max(1.5 * half, NEAREST_REACH)
    return wanted if wanted < FARTHEST_REACH else 90.0


def _end_label(labels: Labels, at: Floats, lines: list[str], *, left: bool) -> None:
    sides = (1, 5, 7, 3, 2, 0) if left else (0, 6, 4, 3, 2, 1)
    under = TEXT["label"].with_(size=8.0, colour=INK, halo=2.4)
    labels.place(at, lines, TEXT["place"], under=under, gap=2.6, must=True, sides=sides)


def _globe_scale(sheet: Sheet, globe: Globe) -> None:
    length = nice(24.0 / globe.scale)
    x, y = LEFT, GLOBE[1] - GLOBE[2] + 0.5
    scale_bar(sheet, x, y, length * globe.scale, f"{length:,.0f} km")
    sheet.text(x, y - 3.2, "at the middle of the map", TEXT["small"])


def _legend(sheet: Sheet, pair: Pair, bottom: float) -> None:
    style = TEXT["key"]
    columns = (COLUMN, COLUMN + 56.0)

    def key(column: int, row: int, text: str) -> tuple[float, float]:
        x, y = columns[column], bottom + (2 - row) * LEGEND_STEP
        room = (columns[1] if column == 0 else RIGHT) - x - 10.0
        sheet.text(x + 8.5, y - 1.1, fit(clean(text), style, room), style)
        return x + 3.5, y

    ordered = list(zip(pair.ends, pair.others, PAIR, strict=True))[::-1]
    for row, (end, others, colour) in enumerate(ordered):
        counted = words.counted(len(others), "other mission")
        x, y = key(0, row, f"{counted} of {words.tight(end.sending)}")
        sheet.marks((x, y), size=5.0, fill=colour, edge=PAPER, width=0.7)
    x, y = key(0, 2, "great circle, embassy to embassy")
    sheet.path(compound([[(x - 3.5, y), (x + 3.5, y)]]), edge=ROUTE, width=2.4)
    x, y = key(1, 0, "it stands within this circle")
    angles = np.linspace(0.0, 2 * np.pi, 49)
    circle = np.stack([x + 1.8 * np.cos(angles), y + 1.8 * np.sin(angles)], axis=-1)
    sheet.path(compound([circle], closed=True), edge=INK, width=0.8)
    row = 1
    if any(end.shapes for end in pair.ends):
        x, y = key(1, row, "district, as drawn by this atlas")
        box = Frame(x - 2.6, y - 1.6, 5.2, 3.2).path
        sheet.path(box, fill=REGION, alpha=0.09)
        sheet.path(box, edge=REGION, width=0.9, dashes=(4.0, 2.0))
        row += 1
    if any(one.named for end in pair.ends for one in end.neighbours):
        x, y = key(1, row, "neighbour that a source names")
        link = compound([[(x - 3.5, y), (x + 1.5, y)]])
        sheet.path(link, edge=INK, width=0.7, dashes=(1.5, 1.8))
        sheet.marks((x + 2.4, y), size=5.0, fill=INK, edge=PAPER, width=0.6)


def _caption(sheet: Sheet, end: Embassy, frame: Frame) -> None:
    style, quiet = TEXT["panel"], TEXT["panel_note"].with_(size=8.6)
    y = frame.y + frame.height + 1.8
    name = clean(end.quarter or end.place)
    if width(name, style) > frame.width:
        name = name.partition(" (")[0]
    name = fit(name, style, frame.width)
    sheet.text(frame.x, y, name, style)
    used = width(name, style) + 1.6
    where = clean(end.place if end.quarter else words.party(end.receiving))
    if where not in name and used + width(where, quiet) <= frame.width:
        sheet.text(frame.x + used, y, where, quiet)


def _table(sheet: Sheet, rows: Sequence[Row], top: float) -> float:
    name, value = TEXT["row"], TEXT["value"]
    y = top
    for row in rows:
        said = wrap(clean(row.value), value, RIGHT - COLUMN - TABLE_LABEL, row.lines)
        names = wrap(clean(row.name), name, TABLE_LABEL - 3.0, 2)
        for number, line in enumerate(names):
            sheet.text(COLUMN, y - number * name.line, line, name)
        for number, line in enumerate(said):
            sheet.text(COLUMN + TABLE_LABEL, y - number * value.line, line, value)
        y -= (max(len(said), len(names)) - 1) * value.line
        sheet.rule(COLUMN, RIGHT, y - 1.9, colour=RULE)
        y -= 5.6
    return y + 0.6


def _note(sheet: Sheet, note: str, y: float, style: Style) -> None:
    for number, line in enumerate(wrap(clean(note), style, RIGHT - COLUMN, 2)):
        sheet.text(COLUMN, y - number * style.line, line, style)
