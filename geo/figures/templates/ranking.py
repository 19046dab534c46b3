"""A ranking: states by the missions that they send or receive, as bars."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from geo import exporters, parties
from geo.evidence import UNDATED
from geo.figures.canvas.legend import Group, Key, Legend
from geo.figures.canvas.sheet import Frame, Sheet
from geo.figures.canvas.style import Palette
from geo.figures.canvas.typography import clean, fit, width
from geo.figures.templates import Template, box
from geo.figures.world.world_text import Shown, default_title
from geo.i18n import Translator
from geo.vocabulary import KINDS

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.figures.draw import Order

STEP: Final = 1.28
"""From one bar to the next, in lines of its text."""

NAMES: Final = 0.36
MOST_NAMED: Final = 10
TALL: Final = 2.0
GROUPS: Final = ("embassy", "consulate", "liaison")
ENDS: Final = {"received": ("receiving", "sending"), "sent": ("sending", "receiving")}


def counted(
    missions: gpd.GeoDataFrame, count: str
) -> tuple[list[tuple[str, Counter[str]]], dict[str, set[str]]]:
    """States with their missions by group, the most first; and each one's other states."""
    found: dict[str, Counter[str]] = {}
    others: dict[str, set[str]] = {}
    there = missions[missions["status"] != UNDATED]
    for own, other in [ENDS[count]] if count in ENDS else ENDS.values():
        for code, far, kind in zip(there[own], there[other], there["kind"], strict=True):
            found.setdefault(code, Counter())[KINDS[kind]] += 1
            others.setdefault(code, set()).add(far)
    return sorted(found.items(), key=lambda one: (-one[1].total(), one[0])), others


def listed(missions: gpd.GeoDataFrame, count: str, tr: Translator) -> bytes:
    """All states of a ranking as CSV, with their missions by group."""
    ranked, others = counted(missions, count)
    return exporters.table(
        ["code", "state", *GROUPS, "missions", "other_states"],
        [
            [code, tr.party(code), *(by[name] for name in GROUPS), by.total(), len(others[code])]
            for code, by in ranked
        ],
    )


def without(codes: set[str]) -> tuple[int, int]:
    """How many of today's states are not among some, and how many there are."""
    states = {one.code for one in parties.parties() if one.is_state and not one.successors}
    return len(states - codes), len(states)


def ranking(order: Order, missions: gpd.GeoDataFrame) -> Template:
    """The ranking of a selection."""
    tr, count = order.tr, order.count or "received"
    ranked, others = counted(missions, count)
    lacking, states = without(set(others))
    first = [f"{tr.party(code)} ({tr.number(by.total())})" for code, by in ranked[:MOST_NAMED]]
    note = " ".join(
        [
            tr("figure.ranking.of", count=len(ranked)),
            tr(f"figure.ranking.{count}_brackets", states=states),
            tr("figure.ranking.lacking", count=lacking, states=states) if lacking else "",
        ]
    )
    said = tr(f"figure.ranking.{count}")
    text = (
        f"{said}: {tr.listed(first)}. {Shown(missions, missions.iloc[:0], (), tr).counted}. {note}"
    )

    def draw(sheet: Sheet, frame: Frame) -> None:
        colours = _colours(sheet.look.palette)
        keys = [Key(tr(f"figure.kind.{name}"), box(colours[name])) for name in GROUPS]
        step = sheet.style("key").line * STEP
        size = sheet.look.size
        rows = max(1, int((frame.height - 2.0 * step) / step))
        columns = 2 if len(ranked) > rows and size.height and not size.card else 1
        shown = ranked[: rows * columns]
        if len(shown) < len(ranked):
            keys.append(Key(tr("figure.rows", shown=len(shown), count=len(ranked))))
        legend = Legend(sheet, [Group("", keys)], frame.x, frame.x + frame.width, 1)
        legend.draw(frame.y + legend.height)
        _bars(sheet, frame, shown, others, tr, rows)

    title = f"{default_title(order.selection, tr)}: {said[:1].lower()}{said[1:]}"
    sources = missions["sources"].tolist()
    return Template(title, text, sources, draw, TALL, note)


def _bars(
    sheet: Sheet,
    frame: Frame,
    shown: list[tuple[str, Counter[str]]],
    others: dict[str, set[str]],
    tr: Translator,
    rows: int,
) -> None:
    """Draw bars from the top of a frame, so many in a column."""
    style, columns = sheet.style("key"), -(-len(shown) // rows)
    step = style.line * STEP
    wide = (frame.width - 6.0 * (columns - 1)) / columns
    named = wide * NAMES
    said = [f"{tr.number(by.total())} ({tr.number(len(others[code]))})" for code, by in shown]
    room = wide - named - max(width(text, style) for text in said) - 2.5
    most = shown[0][1].total()
    for number, ((code, by), text) in enumerate(zip(shown, said, strict=True)):
        x = frame.x + (number // rows) * (wide + 6.0)
        y = frame.y + frame.height - (number % rows + 1) * step + 0.3 * style.line
        name = fit(clean(f"{number + 1}. {tr.party(code)}"), style, named - 1.5)
        sheet.text(x, y, name, style)
        left = x + named
        for group, colour in _colours(sheet.look.palette).items():
            long = room * by[group] / most
            bar = Frame(left, y - 0.15 * style.line, long, 0.85 * style.line)
            if by[group]:
                sheet.path(bar.path, fill=colour)
            left += long
        sheet.text(left + 1.0, y, text, style)


def _colours(palette: Palette) -> dict[str, str]:
    return dict(zip(GROUPS, (palette.circle, palette.shades[4], palette.shades[1]), strict=True))
