"""A matrix: sending states down, receiving states across, a cell where there is a mission."""

from collections import Counter
from typing import Final

import geopandas as gpd

from geo import exporters
from geo.atlas import Atlas
from geo.figures.canvas.marginalia import Key, Legend, box, most_used
from geo.figures.canvas.sheet import Frame, Sheet, compound
from geo.figures.canvas.style import Palette
from geo.figures.canvas.typography import Style, clean, fit, width
from geo.figures.templates import Draft, Order, between
from geo.figures.templates.ranking import surely
from geo.figures.world.overview import counted_in_words, default_title
from geo.reports.networks import Counting, Level
from geo.selection import Selection

MOST: Final = 220  # States a side, at most
KNOWN: Final = (Level.POSSIBLE, Level.NON_RESIDENT, Level.NONE)  # Of cells without a mission
ROW: Final = 1.02  # Height of a row, in lines of its text
TALLEST: Final = 7.0
TALL: Final = (0.24, 0.086, 1.9)  # Height as shares of a column's width: base, each row, most
CODE: Final = "WWW"
NAMES: Final = {"column": 0.27, "poster": 0.09}
USUAL_NAMES: Final = 0.16


def matrix(order: Order, missions: gpd.GeoDataFrame) -> Draft:
    """The matrix of a selection."""
    tr, counting = order.tr, surely(order.atlas, order.selection)
    cells, _ = _counted(counting)
    sides = [most_used(ends[side] for ends in cells.elements()) for side in (0, 1)]
    if among := order.selection.among:
        sides = [[c for c in sides[0] if c in among] + [c for c in among if c not in sides[0]]] * 2
    possible = sum(a != b for a in sides[0] for b in sides[1])
    note = tr("figure.matrix.of", filled=len(cells), possible=possible)

    def draw(sheet: Sheet, frame: Frame) -> None:
        colours = sheet.colours
        levels = [level for level in KNOWN if (counting.levels[counting.asked] == level).any()]
        said = {
            "figure.matrix.embassy": colours.circle,
            "figure.matrix.other": colours.shades[2],
            **{f"networks.word.{level.word}": _fill(colours, level) for level in levels},
            "figure.matrix.none": colours.land,
        }
        keys = [Key(tr(key), box(fill=fill)) for key, fill in said.items()]
        size, right = sheet.size, frame.x + frame.width
        rows = 5 if size.height is None else 3 if size.card else 2

        def legend(shown: tuple[int, int]) -> Legend:
            of = zip(("rows", "columns"), map(len, sides), shown, strict=True)
            less = [(name, most, count) for name, count, most in of if most < count]
            more = [Key(tr(f"figure.matrix.{n}", shown=most, count=all_)) for n, most, all_ in less]
            return Legend(sheet, [("", [*keys, *more])], frame.x, right, rows)

        low = frame.y + legend((len(sides[0]) - 1, len(sides[1]) - 1)).height + 1.0
        room = Frame(frame.x, low, frame.width, frame.y + frame.height - low)
        shown = _shown(sheet, room, sides)
        legend(shown).draw(low - 0.5)
        parts = [side[:most] for side, most in zip(sides, shown, strict=True)]
        _cells(sheet, room, parts, counting)

    text = f"{tr('figure.matrix.alt')} {counted_in_words(missions, tr)}. {note}"
    tall = min(TALL[0] + TALL[1] * min(MOST, len(sides[0])), TALL[2])
    title = f"{default_title(order.selection, tr)}: {tr('figure.matrix.title')}"
    return Draft(title, text, missions["sources"], between(draw, tall), (note,))


def listed(atlas: Atlas, selection: Selection) -> bytes:
    """All cells of a matrix with a mission, as CSV."""
    cells, resident = _counted(surely(atlas, selection))
    return exporters.table(
        ["sending", "receiving", "missions", "embassy"],
        [[*pair, number, int(pair in resident)] for pair, number in sorted(cells.items())],
    )


def _fill(colours: Palette, level: Level) -> str:
    """The colour of a cell; of what is not known, that of the land."""
    fills = {
        Level.EMBASSY: colours.circle,
        Level.OTHER: colours.shades[2],
        Level.POSSIBLE: colours.shades[0],
        Level.NON_RESIDENT: colours.pale(colours.coverage),
        Level.NONE: colours.edge,
    }
    return fills.get(level, colours.land)


def _counted(counting: Counting) -> tuple[Counter[tuple[str, str]], set[tuple[str, str]]]:
    """Sending and receiving state -> number of missions surely there; and those with an embassy."""
    there = counting.missions[counting.missions["sure"]]
    ends = zip(there["sending"], there["receiving"], there["group"], strict=True)
    told = [((sending, receiving), group) for sending, receiving, group in ends]
    return Counter(pair for pair, _ in told), {pair for pair, group in told if group == "embassy"}


def _named(sheet: Sheet, frame: Frame) -> float:
    return frame.width * NAMES.get(sheet.size.name, USUAL_NAMES)


def _shown(sheet: Sheet, frame: Frame, sides: list[list[str]]) -> tuple[int, int]:
    """For how many rows and columns there is room; the first ones have the most missions."""
    style = sheet.style("tiny")
    across = int((frame.width - _named(sheet, frame)) / (0.92 * width(CODE, style)))
    down = int((frame.height - style.line) / (ROW * style.line))
    return min(MOST, len(sides[0]), down), min(MOST, len(sides[1]), across)


def _cells(sheet: Sheet, frame: Frame, sides: list[list[str]], counting: Counting) -> None:
    """Draw the cells of some states, their names beside and their codes above."""
    style, colours = sheet.style("tiny").with_(halo=0.0), sheet.colours
    cells, _ = _counted(counting)
    named, (down, across) = _named(sheet, frame), map(len, sides)
    wide = min((frame.width - named) / across, 2.4 * TALLEST)
    tall = min((frame.height - style.line) / down, TALLEST)
    top = frame.y + frame.height - 1.2 * style.line
    fills: dict[str, list[list[tuple[float, float]]]] = {}
    numbers: list[tuple[float, float, str, Style]] = []
    for row, sending in enumerate(sides[0]):
        y = top - (row + 1) * tall
        base = y + tall / 2.0 - 0.27 * style.line
        name = fit(clean(sheet.tr.party(sending)), style, named - 1.0)
        sheet.text(frame.x + named - 1.0, base, name, style, align="right")
        for column, receiving in enumerate(sides[1]):
            fill = _fill(colours, counting.level(sending, receiving))
            fill = colours.paper if sending == receiving else fill
            cell = Frame(frame.x + named + column * wide, y, wide - 0.25, tall - 0.25)
            fills.setdefault(fill, []).append(cell.corners)
            if (number := cells[sending, receiving]) > 1:
                embassy = counting.level(sending, receiving) is Level.EMBASSY
                ink = style.with_(colour=colours.paper if embassy else colours.ink)
                x = frame.x + named + (column + 0.5) * wide
                middle = top - (row + 0.5) * tall - 0.27 * style.line
                numbers.append((x, middle, str(number), ink))
    for fill, boxes in fills.items():
        sheet.path(compound(boxes, closed=True), fill=fill)
    for column, receiving in enumerate(sides[1]):
        x = frame.x + named + (column + 0.5) * wide
        sheet.text(x, top + 0.25 * style.line, receiving, style, align="center")
    for written in numbers:
        sheet.text(*written, align="center")
