"""``rank``, ``compare``, ``matrix``, ``reciprocity``: networks of states as tables."""

from __future__ import annotations

import math
import shutil
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from geo.cli.list_commands import counted, days
from geo.cli.options import Json, Language, Shown, argument, option, states
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
_WIDE_FROM: Final = 150
_NOTHING: Final = 1

Since = Annotated[str | None, option("--since", "DATE", "Show the change since this earlier date.")]


def rank(
    *,
    shown: Shown,
    by: Annotated[
        str, option("--by", "WHAT", "What to rank: receiving, sending, city or kind.")
    ] = "receiving",
    since: Since = None,
    coverage: Annotated[
        str | None,
        option(
            "--coverage",
            "SHARE",
            "Minimum share known (0 to 1): rows below it have no place.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Rank states, cities or types by their missions.

    Every row shows of how many other states a mission is known, known to be missing
    (known_none, non_resident) or not known (no_data). Missions with opening date unknown are
    possible; they do not count for the place. A change is given as the least and the most.

    Example: embassy-atlas rank --by sending --kind embassy --since 2010-01-01
    """
    from geo.reports import networks

    selection = shown.selection()
    networks.share(coverage)
    atlas = shown.atlas(selection)
    table = networks.rank(atlas, selection, by, since, coverage)
    _print(atlas, selection, {"rows": table}, as_json)


def compare(
    state: Annotated[list[str], argument("STATES...", "Two to five states: FRA,DEU.")],
    *,
    shown: Shown,
    since: Since = None,
    as_json: Json = False,
) -> None:
    """Compare the networks of two to five states.

    Prints numbers with their denominators, receiving states that they share or that one has
    alone, what one has and another lacks, and reciprocity. States among the filters are ignored.

    Example: embassy-atlas compare FRA,DEU --kind embassy
    """
    from geo.reports import networks

    selection = networks.unnamed(shown.selection())
    atlas = shown.atlas(selection)
    tables = networks.compare(atlas, states(state), selection, since).tables
    _print(atlas, selection, tables, as_json)


def matrix(
    *,
    shown: Shown,
    order: Annotated[
        str, option("--order", "ORDER", "Order of states: region, cluster or name.")
    ] = "region",
    as_json: Json = False,
) -> None:
    """Print the matrix of sending and receiving states.

    Rows send, columns receive. States of which nothing is known are left out.

    Example: embassy-atlas matrix --among FRA,DEU,GBR,USA
    """
    from geo.reports import networks

    selection = shown.selection()
    atlas = shown.atlas(selection)
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


def reciprocity(
    *,
    shown: Shown,
    hosts: Annotated[
        str | None, option("--hosts", "A,B", "List the states that host both of these instead.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List pairs of states: mutual, one-sided, none, no data.

    no_data: what is known of one direction is not enough to tell. --hosts PRK,KOR lists the
    states that host missions of both, of one, or of none that is known.

    Example: embassy-atlas reciprocity --states FRA
    """
    from geo.reports import networks

    selection = shown.selection()
    atlas = shown.atlas(selection)
    if hosts is None:
        table = networks.reciprocity(atlas, selection)
    else:
        table = networks.hosts_both(atlas, *networks.two(states([hosts])), selection)
    _print(atlas, selection, {"rows": table}, as_json)


def state(
    party: Annotated[str, argument("STATE", "Code or name of the state.")],
    *,
    shown: Shown,
    years: Annotated[
        int, option("--years", None, "Years of openings and closings.", min=1, max=1000)
    ] = 10,
    language: Language = "en",
    as_json: Json = False,
) -> None:
    """Show the profile of a state: missions, rank, changes, gaps.

    No data is never counted as no mission. States among the filters are ignored.

    Example: embassy-atlas state FRA --as-of 2022
    """
    from geo.reports.networks import profile

    _report(shown, language, as_json, partial(profile, state=party, years=years))


def pair(
    party: Annotated[str, argument("STATE", "Code or name of a state.")],
    other: Annotated[str, argument("STATE", "Code or name of another.")],
    *,
    shown: Shown,
    language: Language = "en",
    as_json: Json = False,
) -> None:
    """Show two states: who opened first, events, conflicts.

    Missions, heads, accreditations and distance, too. States among the filters are ignored.

    Example: embassy-atlas pair VEN PRK
    """
    from geo.reports import networks

    _report(shown, language, as_json, partial(networks.pair, a=party, b=other, language=language))


def city(
    name: Annotated[str, argument("CITY", "Name of the city.")],
    *,
    shown: Shown,
    language: Language = "en",
    as_json: Json = False,
) -> None:
    """Show the missions in a city, and its quarters.

    If several states have such a city, add --receiving.

    Example: embassy-atlas city Geneva
    """
    from geo.reports import networks

    _report(shown, language, as_json, partial(networks.city, name=name))


def nearest(
    point: Annotated[str, argument("LATITUDE,LONGITUDE", "Degrees; latitude comes first.")],
    *,
    shown: Shown,
    count: Annotated[int, option("--count", None, "Number of missions to print.", min=1)] = 10,
    as_json: Json = False,
) -> None:
    """Find the missions nearest to a point.

    Latitude comes first. Distances in metres are geodesics on WGS 84 to the point by which a
    mission is drawn, rounded to what is known of it: its radius, or 100 m if that is not known.
    JSON has them in full.

    Example: embassy-atlas nearest 10.48,-66.86 --sending ITA
    """
    from geo.reports import networks

    selection = shown.selection()
    try:
        latitude, longitude = (float(part) for part in point.split(","))
    except ValueError:
        raise InvalidGeometry().keyed("error.point.unread", text=quoted(point)) from None
    atlas = shown.atlas(selection)
    found = networks.nearest(atlas, latitude, longitude, selection, count=count)
    columns = ["id", "city", "distance_m", "radius_m", "exactness", "status", "certainty"]
    table = found[columns].round()
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

    said, selection = tr(language), shown.selection()
    atlas = shown.atlas(selection)
    report = made(atlas, selection=selection)
    if as_json:
        asked = {"parties": report.parties, "selection": report.selection.to_query()}
        told = {
            name: _records(one.drop(columns="geometry", errors="ignore"))
            for name, one in report.tables.items()
        }
        show_json({**asked, **days(selection), **report.facts, **told})
        return
    for line in sentences(report, said):
        show(line)
    for (title,), head, *rows in tables(report, said):
        show("")
        show(title)
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
        if number:
            show("")
        if len(tables) > 1:
            show(name)
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
