"""A ranking: states by the missions that they send or receive, as bars."""

from typing import Any, Final

import geopandas as gpd
import pandas as pd

from geo import exporters, parties
from geo.atlas import Atlas
from geo.errors import EmptySelection
from geo.figures.canvas.marginalia import Key, Legend, box
from geo.figures.canvas.sheet import Frame, Sheet
from geo.figures.canvas.style import Palette
from geo.figures.canvas.typography import clean, fit, width
from geo.figures.templates import Draft, Order, between
from geo.figures.world.overview import counted_in_words, default_title
from geo.i18n import Translator
from geo.reports.networks import GROUPS, Counting, Level, counted
from geo.selection import Selection

STEP: Final = 1.28  # From one bar to the next, in lines of its text
NAMES: Final = 0.36
MOST_NAMED: Final = 10
TALL: Final = 2.0
ENDS: Final = {"received": "receiving", "sent": "sending"}


def ranked(atlas: Atlas, selection: Selection, count: str) -> list[dict[Any, Any]]:
    """States with their missions by group and the number of their other states, the most first."""
    counting = surely(atlas, selection)
    ends = [ENDS[count]] if count in ENDS else ENDS.values()
    table = pd.concat([counting.by(end).set_index("code") for end in ends])
    table = table[["missions", *GROUPS, "states"]].groupby("code").sum()
    if len(ends) > 1:  # a state with missions both ways is one
        met = counting.levels >= Level.OTHER
        states = dict(zip(counting.codes, (met | met.T).sum(axis=1).tolist(), strict=True))
        table["states"] = table.index.map(states)
    table = table[table["missions"] > 0].reset_index()
    table = table.sort_values(["missions", "code"], ascending=[False, True])
    return table.to_dict("records")


def surely(atlas: Atlas, selection: Selection) -> Counting:
    """What is counted, where any mission is surely there."""
    counting = counted(atlas, selection)
    if not counting.missions["sure"].any():
        raise EmptySelection().keyed("error.network.unsure")
    return counting


def listed(atlas: Atlas, selection: Selection, count: str, tr: Translator) -> bytes:
    """All states of a ranking as CSV, with their missions by group."""
    rows = ranked(atlas, selection, count)
    columns, names = ["code", "state", *GROUPS, "missions"], (*GROUPS, "missions", "states")
    cells = [[one["code"], tr.party(one["code"]), *map(one.get, names)] for one in rows]
    return exporters.table([*columns, "other_states"], cells)


def without(codes: set[str]) -> tuple[int, int]:
    """How many of today's states are not among some, and how many there are."""
    states = {one.code for one in parties.parties() if one.is_state and not one.successors}
    return len(states - codes), len(states)


def ranking(order: Order, missions: gpd.GeoDataFrame) -> Draft:
    """The ranking of a selection."""
    tr, count = order.tr, order.count or "received"
    rows = ranked(order.atlas, order.selection, count)
    lacking, states = without({one["code"] for one in rows})
    most = rows[:MOST_NAMED]
    first = [f"{tr.party(one['code'])} ({tr.number(one['missions'])})" for one in most]
    note = f"{tr('figure.ranking.of', count=len(rows))} "
    note += f"{tr(f'figure.ranking.{count}_brackets', states=states)} "
    note += tr("figure.ranking.lacking", count=lacking, states=states) if lacking else ""
    said = tr(f"figure.ranking.{count}")
    text = f"{said}: {tr.listed(first)}. {counted_in_words(missions, tr)}. {note}"

    def draw(sheet: Sheet, frame: Frame) -> None:
        colours = _colours(sheet.colours)
        keys = [Key(tr(f"figure.kind.{name}"), box(fill=colours[name])) for name in GROUPS]
        step, size = sheet.style("key").line * STEP, sheet.size
        deep = max(1, int((frame.height - 2.0 * step) / step))
        columns = 2 if len(rows) > deep and size.height and not size.card else 1
        shown = rows[: deep * columns]
        if len(shown) < len(rows):
            keys.append(Key(tr("figure.rows", shown=len(shown), count=len(rows))))
        legend = Legend(sheet, [("", keys)], frame.x, frame.x + frame.width, 1)
        legend.draw(frame.y + legend.height)
        _bars(sheet, frame, shown, deep)

    title = f"{default_title(order.selection, tr)}: {said[:1].lower()}{said[1:]}"
    return Draft(title, text, missions["sources"], between(draw, TALL), (note,))


def _bars(sheet: Sheet, frame: Frame, shown: list[dict[Any, Any]], rows: int) -> None:
    tr, style, columns = sheet.tr, sheet.style("key"), -(-len(shown) // rows)
    step = style.line * STEP
    wide = (frame.width - 6.0 * (columns - 1)) / columns
    named = wide * NAMES
    said = [f"{tr.number(one['missions'])} ({tr.number(one['states'])})" for one in shown]
    room = wide - named - max(width(text, style) for text in said) - 2.5
    for number, (by, text) in enumerate(zip(shown, said, strict=True)):
        x = frame.x + (number // rows) * (wide + 6.0)
        y = frame.y + frame.height - (number % rows + 1) * step + 0.3 * style.line
        name = fit(clean(f"{number + 1}. {tr.party(by['code'])}"), style, named - 1.5)
        sheet.text(x, y, name, style)
        left = x + named
        for group, colour in _colours(sheet.colours).items():
            long = room * by[group] / shown[0]["missions"]
            bar = Frame(left, y - 0.15 * style.line, long, 0.85 * style.line)
            if by[group]:
                sheet.path(bar.path, fill=colour)
            left += long
        sheet.text(left + 1.0, y, text, style)


def _colours(palette: Palette) -> dict[str, str]:
    return dict(zip(GROUPS, (palette.circle, palette.shades[4], palette.shades[1]), strict=True))
