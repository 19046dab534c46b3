"""``rank``, ``compare``, ``matrix``, ``reciprocity``: networks of states as tables."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from geo.cli.list_commands import counted, days
from geo.cli.options import Json, Shown, states
from geo.cli.terminal import note, show, show_json, show_table

if TYPE_CHECKING:
    import pandas as pd

    from geo.atlas import Atlas
    from geo.selection import Selection

_NARROW: Final = ("place", "code", "end", "missions", "known", "no_data", "denominator")
_MORE: Final = ("name", "possible", "known_none", "non_resident", "change_least", "change_most")
_WIDE_FROM: Final = 150
_NOTHING: Final = 1

Since = Annotated[
    str | None,
    typer.Option("--since", metavar="DATE", help="Show the change since this earlier date."),
]


def rank(
    *,
    shown: Shown,
    by: Annotated[
        str,
        typer.Option(
            "--by", metavar="WHAT", help="What to rank: receiving, sending, city or kind."
        ),
    ] = "receiving",
    since: Since = None,
    coverage: Annotated[
        str | None,
        typer.Option(
            "--coverage",
            metavar="SHARE",
            help="Set apart rows of which a smaller share of other states is known: 0 to 1.",
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
    state: Annotated[
        list[str], typer.Argument(metavar="STATES...", help="Two to five states: FRA,DEU.")
    ],
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
        str,
        typer.Option("--order", metavar="ORDER", help="Order of states: region, cluster or name."),
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
        str | None,
        typer.Option(
            "--hosts", metavar="A,B", help="List the states that host both of these instead."
        ),
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
    return f"{value:.3f}" if isinstance(value, float) else value


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    rows = table.astype(object).where(table.notna(), None)
    names = [*map(str, rows.columns)]
    return [dict(zip(names, row, strict=True)) for row in rows.to_numpy().tolist()]
