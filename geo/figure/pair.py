"""The pair figure: two embassies, the way between them, and the quarters that they stand in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo import words
from geo.figure.facts import Embassy, Pair, tight_in_text
from geo.figure.globe import Globe, Ground
from geo.figure.imprint import Imprint, paragraph
from geo.figure.inset import draw_inset
from geo.figure.labels import Labels
from geo.figure.plan import Frame, River, disc, nice, scale_bar
from geo.figure.projections import View
from geo.figure.sheet import Sheet, compound
from geo.figure.style import INK, PAIR, PAPER, REGION, ROUTE, RULE, TEXT
from geo.figure.typography import clean, fit, width, wrap

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
TABLE_STEP: Final = 5.6
LEGEND_STEP: Final = 4.9
ABOVE_LEGEND: Final = 3.0
LOWEST_INSET: Final = 44.0
MOST_NOTE: Final = 5
SMALLEST_KEY: Final = 7.2

Drawer = Callable[[Sheet, float, float], None]
Key = tuple[str, Drawer]
"""What an entry of the legend says, and what draws its mark around a point."""


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
        *(Row(end.narrow_label, _said_of(end), 6) for end in (second, first)),
        Row("As of; known from", f"{as_of}; {known_on}"),
    ]


def _said_of(end: Embassy) -> str:
    by = f" Position: {words.listed(list(end.placed_by))}." if end.placed_by else ""
    if end.drawn_by:
        what = "Quarter and neighbours" if any(n.named for n in end.neighbours) else "Quarter"
        by += f" {what} drawn from: {words.listed(list(end.drawn_by))}."
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
    if pair.perhaps:
        said.append(f"The status of {words.counted(pair.perhaps, 'mission')} is not certain.")
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
    hidden = _globe(sheet, pair, ground)
    keys = _keys(pair, hidden)
    legend = bottom + 4.2 + (max(map(len, keys)) - 1) * LEGEND_STEP
    rows = rows_of(pair, imprint.as_of, imprint.known_on)
    room = INSET_TOP - 5.0 - _table_height(rows) - legend - ABOVE_LEGEND
    style = TEXT["note"]
    most = max(1, min(MOST_NOTE, int((room - LOWEST_INSET) / style.line)))
    note = paragraph(sheet, "The note", imprint.note, style, RIGHT - COLUMN, most)
    size = (RIGHT - COLUMN - GUTTER) / 2.0
    height = float(np.clip(room - len(note) * style.line, LOWEST_INSET, INSET_SIZE))
    for number, end in enumerate((pair.ends[1], pair.ends[0])):
        frame = Frame(COLUMN + number * (size + GUTTER), INSET_TOP - height, size, height)
        _caption(sheet, end, frame)
        draw_inset(sheet, end, frame, PAIR[pair.ends.index(end)], rivers, ground.land)
    low = _table(sheet, rows, INSET_TOP - height - 5.0)
    for number, line in enumerate(note):
        sheet.text(COLUMN, low - number * style.line, line, style)
    _legend(sheet, keys, legend)


def _globe(sheet: Sheet, pair: Pair, ground: Ground) -> tuple[int, int]:
    """Draw the globe, and count the other missions of both states that it does not show."""
    x, y, radius = GLOBE
    first, second = pair.ends
    view = View.midway(first.position, second.position)
    globe = Globe(sheet, view, (x, y), radius, _reach(view, first.position))
    globe.draw(ground)
    labels = Labels(sheet, (LEFT, y - radius - 3.0, x + radius + 6.0, y + radius + 6.0))
    hidden = []
    for others, colour in zip(pair.others, PAIR, strict=True):
        points = globe.points(others.points)
        seen = np.isfinite(points[:, 0])
        hidden.append(int((~seen).sum()))
        sheet.marks(points[seen & others.sure], size=4.2, fill=colour, edge=PAPER, width=0.7)
        doubtful = points[seen & ~others.sure]
        sheet.doubtful(doubtful, size=3.8, fill=PAPER, edge=colour, width=0.9)
        labels.block_marks(points[seen], 4.2)
    route = globe.points(pair.route)
    route = route[np.isfinite(route[:, 0])]
    sheet.path(compound([route]), edge=PAPER, width=4.2)
    sheet.path(compound([route]), edge=ROUTE, width=2.4)
    ends = globe.points([end.position for end in pair.ends])
    sheet.marks(ends, size=8.4, fill=PAPER)
    for end, at in zip(pair.ends, ends, strict=True):
        ring = sheet.marks if end.sure else sheet.doubtful
        ring(at, size=8.4, fill=PAPER, edge=ROUTE, width=2.2)
    labels.block_marks(ends, 10.0)
    labels.block_line(route, 0.8)
    for end, at in zip(pair.ends, ends, strict=True):
        lines = [end.place, end.short_label]
        _end_label(labels, at, lines, left=bool(at[0] < x))
    middle = route[len(route) // 2]
    text = _kilometres(pair.distance_m)
    labels.place(middle, text, TEXT["distance"], gap=2.6, reach=4, must=True)
    _globe_scale(sheet, globe)
    return hidden[0], hidden[1]


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


def _keys(pair: Pair, hidden: tuple[int, int]) -> tuple[list[Key], list[Key]]:
    """The entries of the legend's two columns, from above."""

    def line(sheet: Sheet, x: float, y: float) -> None:
        sheet.path(compound([[(x - 3.5, y), (x + 3.5, y)]]), edge=ROUTE, width=2.4)

    def circle(sheet: Sheet, x: float, y: float) -> None:
        sheet.path(compound([disc(1.8) + np.array([x, y])], closed=True), edge=INK, width=0.8)

    def district(sheet: Sheet, x: float, y: float) -> None:
        box = Frame(x - 2.6, y - 1.6, 5.2, 3.2).path
        sheet.path(box, fill=REGION, alpha=0.09)
        sheet.path(box, edge=REGION, width=0.9, dashes=(4.0, 2.0))

    def neighbour(sheet: Sheet, x: float, y: float) -> None:
        link = compound([[(x - 3.5, y), (x + 1.5, y)]])
        sheet.path(link, edge=INK, width=0.7, dashes=(1.5, 1.8))
        sheet.marks((x + 2.4, y), size=5.0, fill=INK, edge=PAPER, width=0.6)

    def perhaps(sheet: Sheet, x: float, y: float) -> None:
        sheet.doubtful((x, y), size=5.0, fill=PAPER, edge=INK, width=0.9)

    def dot(colour: str) -> Drawer:
        return lambda sheet, x, y: sheet.marks((x, y), size=5.0, fill=colour, edge=PAPER, width=0.7)

    left: list[Key] = []
    for end, others, behind, colour in list(zip(pair.ends, pair.others, hidden, PAIR, strict=True))[
        ::-1
    ]:
        count = len(others.ids)
        said = f"{words.tight(end.sending)}: none other in this atlas"
        if count:
            said = f"{words.counted(count, 'other mission')} of {tight_in_text(end.sending)}"
            said += f", {behind:,} out of view" if behind else ""
        left.append((said, dot(colour)))
    left.append(("great circle, embassy to embassy", line))
    right: list[Key] = [("it stands within this circle", circle)]
    if any(end.shapes for end in pair.ends):
        right.append(("district, as drawn by this atlas", district))
    if any(one.named for end in pair.ends for one in end.neighbours):
        right.append(("neighbour that a source names", neighbour))
    if pair.perhaps:
        right.append((f"perhaps: {pair.perhaps:,}", perhaps))
    return left, right


def _legend(sheet: Sheet, keys: tuple[list[Key], list[Key]], top: float) -> None:
    style = TEXT["key"]
    for x, room, column in ((COLUMN, 60.0, keys[0]), (COLUMN + 72.0, 44.0, keys[1])):
        for row, (text, drawer) in enumerate(column):
            y = top - row * LEGEND_STEP
            drawer(sheet, x + 3.5, y)
            said = clean(text)
            small = style.with_(
                size=min(style.size, style.size * room / max(width(said, style), 1))
            )
            fitting = small if small.size > SMALLEST_KEY else style.with_(size=SMALLEST_KEY)
            sheet.text(x + 8.5, y - 1.1, fit(said, fitting, room), fitting)


def _caption(sheet: Sheet, end: Embassy, frame: Frame) -> None:
    style, quiet = TEXT["panel"], TEXT["panel_note"].with_(size=8.6)
    y = frame.y + frame.height + 1.8
    name = clean(end.quarter or end.place)
    name = fit(name, style, frame.width)
    sheet.text(frame.x, y, name, style)
    used = width(name, style) + 1.6
    where = clean(end.place if end.quarter else words.party(end.receiving))
    if where not in name and used + width(where, quiet) <= frame.width:
        sheet.text(frame.x + used, y, where, quiet)


def _lines_of(row: Row) -> tuple[list[str], list[str]]:
    name, value = TEXT["row"], TEXT["value"]
    return (
        wrap(clean(row.name), name, TABLE_LABEL - 3.0, 3),
        wrap(clean(row.value), value, RIGHT - COLUMN - TABLE_LABEL, row.lines),
    )


def _table_height(rows: Sequence[Row]) -> float:
    more = sum(max(map(len, _lines_of(row))) - 1 for row in rows)
    return TABLE_STEP * len(rows) + more * TEXT["value"].line


def _table(sheet: Sheet, rows: Sequence[Row], top: float) -> float:
    name, value = TEXT["row"], TEXT["value"]
    y = top
    for row in rows:
        names, said = _lines_of(row)
        for number, line in enumerate(names):
            sheet.text(COLUMN, y - number * name.line, line, name)
        for number, line in enumerate(said):
            sheet.text(COLUMN + TABLE_LABEL, y - number * value.line, line, value)
        y -= (max(len(said), len(names)) - 1) * value.line
        sheet.rule(COLUMN, RIGHT, y - 1.9, colour=RULE)
        y -= TABLE_STEP
    return y + 0.6
