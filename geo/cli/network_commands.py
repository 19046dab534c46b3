"""``rank``, ``compare``, ``state``, ``nearest`` and others: networks of states as tables."""

from __future__ import annotations

import math
import shutil
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import typer

from geo.cli.list_commands import counted, days
from geo.cli.options import Shown, states
from geo.cli.terminal import note, show, show_json, show_table
from geo.errors import InvalidGeometry, quoted
from geo.i18n import ENGLISH, tr

if TYPE_CHECKING:
    import pandas as pd

    from geo.atlas import Atlas
    from geo.reports.networks import Report
    from geo.selection import Selection

_NARROW: Final = ("place", "code", "end", "missions", "known", "no_data", "denominator")
_MORE: Final = ("name", "possible", "known_none", "non_resident", "change_least", "change_most")
_NEAR: Final = ("id", "city", "distance_m", "radius_m", "exactness", "status", "certainty")
_WIDE_FROM: Final = 150
_NOTHING: Final = 1


def rank(
    *,
    by: str = "receiving",
    since: str | None = None,
    coverage: str | None = None,
    as_json: bool = False,
    shown: Shown,
) -> None:
    """Print a ranking of states, cities or types."""
    from geo.reports import networks

    selection = shown.selection()
    networks.share(coverage)
    atlas = shown.atlas(selection)
    table = networks.rank(atlas, selection, by, since, coverage)
    _print(atlas, selection, {"rows": table}, as_json)


def compare(
    state: list[str], *, since: str | None = None, as_json: bool = False, shown: Shown
) -> None:
    """Print the networks of several states side by side."""
    from geo.reports import networks

    selection = networks.unnamed(shown.selection())
    atlas = shown.atlas(selection)
    tables = networks.compare(atlas, states(state), selection, since).tables
    _print(atlas, selection, tables, as_json)


def matrix(*, order: str = "region", as_json: bool = False, shown: Shown) -> None:
    """Print the matrix of sending and receiving states."""
    from geo.reports import networks

    atlas, selection = shown.opened()
    table = networks.matrix(atlas, selection, order)
    if as_json or not sys.stdout.isatty():
        _print(atlas, selection, {"rows": table.rename_axis("sending").reset_index()}, as_json)
        return
    for letters in zip(*(code.ljust(4) for code in table.columns), strict=True):
        show(f"     {''.join(letters)}")
    for code, row in zip(table.index, table.to_numpy(), strict=True):
        show(f"{code:<4} {''.join(networks.MARKS[word] for word in row)}")
    note(", ".join(f"{mark} {word}" for word, mark in networks.MARKS.items() if word))
    note(counted(atlas, selection, len(atlas.missions(selection))))


def reciprocity(*, hosts: str | None = None, as_json: bool = False, shown: Shown) -> None:
    """Print pairs of states, or the states that host two states."""
    from geo.reports import networks

    atlas, selection = shown.opened()
    if hosts is None:
        table = networks.reciprocity(atlas, selection)
    else:
        table = networks.hosts_both(atlas, *networks.two(states([hosts])), selection)
    _print(atlas, selection, {"rows": table}, as_json)


def state(
    party: str, *, years: int = 10, language: str = "en", as_json: bool = False, shown: Shown
) -> None:
    """Print the profile of a state."""
    from geo.reports.networks import profile

    _report(shown, language, as_json, partial(profile, state=party, years=years))


def pair(
    party: str, other: str, *, language: str = "en", as_json: bool = False, shown: Shown
) -> None:
    """Print the profile of two states."""
    from geo.reports import networks

    _report(shown, language, as_json, partial(networks.pair, a=party, b=other, language=language))


def city(name: str, *, language: str = "en", as_json: bool = False, shown: Shown) -> None:
    """Print the profile of a city."""
    from geo.reports import networks

    _report(shown, language, as_json, partial(networks.city, name=name))


def nearest(point: str, *, count: int = 10, as_json: bool = False, shown: Shown) -> None:
    """Print the missions nearest to a point."""
    from geo.reports import networks

    selection = shown.selection()
    try:
        latitude, longitude = (float(part) for part in point.split(","))
    except ValueError:
        raise InvalidGeometry().keyed("error.point.unread", text=quoted(point)) from None
    atlas = shown.atlas(selection)
    found = networks.nearest(atlas, latitude, longitude, selection, count=count)
    table = found[[*_NEAR]].round()
    if not as_json:
        table["distance_m"] = [*map(_about, found["distance_m"], found["radius_m"])]
    _print(atlas, selection, {"missions": table}, as_json)
    if left_out := found.attrs["left_out"]:
        note(ENGLISH("profile.nearest.left_out", count=left_out))


def _about(metres: float, radius: float) -> str:
    """A distance to a place that is known within a radius; NaN is not known."""
    step = 10 ** max(0, math.floor(math.log10(max(radius, 1)))) if radius == radius else 100
    if metres < radius:
        return f"up to {math.ceil((metres + radius) / step) * step}"
    return str(round(metres / step) * step)


def _report(shown: Shown, language: str, as_json: bool, made: Callable[..., Report]) -> None:
    """Print a report: JSON of all of it, or sentences and tables."""
    from geo.render import sentences, tables

    said = tr(language)
    atlas, selection = shown.opened()
    report = made(atlas, selection=selection)
    if as_json:
        asked = {"parties": report.parties, "selection": report.selection.to_query()}
        told = {
            name: _records(one.drop(columns="geometry", errors="ignore"))
            for name, one in report.tables.items()
        }
        show_json({**asked, **days(selection), **report.facts, **told})
        return
    show(*sentences(report, said))
    for (title,), head, *rows in tables(report, said):
        show("", title)
        show_table(head, rows)
    _print(atlas, report.selection, {}, as_json)


def _print(
    atlas: Atlas, selection: Selection, tables: dict[str, pd.DataFrame], as_json: bool
) -> None:
    """Print tables; what is shown and hidden goes to standard error."""
    if as_json:
        told = {name: _records(table) for name, table in tables.items()}
        show_json({"selection": selection.to_query(), **days(selection), **told})
        return
    for number, (name, table) in enumerate(tables.items()):
        show(*([""] if number else []), *([name] if len(tables) > 1 else []))
        columns = [*table.columns]
        if sys.stdout.isatty() and "denominator" in table:
            wide = _MORE if shutil.get_terminal_size().columns >= _WIDE_FROM else _MORE[4:]
            kept = {*_NARROW, *(wide if wide[0] in table else _MORE[1:3])}
            columns = [one for one in columns if one in kept]
        rows = table[columns].astype(object).where(table[columns].notna(), "").to_numpy().tolist()
        show_table(columns, [[_cell(cell) for cell in row] for row in rows])
    shown = len(atlas.missions(selection))
    note(counted(atlas, selection, shown))
    if not shown:
        raise typer.Exit(_NOTHING)


def _cell(value: object) -> object:
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else f"{value:.3f}"
    return value


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    rows = table.astype(object).where(table.notna(), None)
    names = [*map(str, rows.columns)]
    return [dict(zip(names, row, strict=True)) for row in rows.to_numpy().tolist()]
