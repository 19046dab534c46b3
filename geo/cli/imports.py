"""``import``: missions as others list them, into a pack."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.cli.options import Json

if TYPE_CHECKING:
    from geo.importers import Account

__all__ = ["importing"]

importing = typer.Typer(
    name="import",
    help="Import missions as others list them into a pack, a new or an existing one.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"]},
)

From = Annotated[Path, typer.Option("--from", metavar="FILE", help="The file to import.")]
Into = Annotated[
    Path, typer.Option("--into", metavar="PACK", help="Folder of the pack; made if need be.")
]
Date = Annotated[
    str, typer.Option("--date", metavar="DATE", help="Day of the data, if its name tells none.")
]


@importing.command()
def wikidata(file: From, into: Into, date: Date = "", as_json: Json = False) -> None:
    """Import missions from Wikidata.

    The semicolon CSV of the public "Database of embassies".
    """
    from geo import importers
    from geo.cli.terminal import working

    with working("Importing"):
        account = importers.import_wikidata(file, into, date=date)
    tell(account, as_json)


def tell(account: Account, as_json: bool) -> None:
    """Say what became of an import.

    Parameters
    ----------
    account
        What became of it.
    as_json
        As JSON instead of sentences.
    """
    from geo.cli.terminal import printable, show_json

    if as_json:
        show_json(account.as_dict())
        return
    for line in account.sentences():
        print(printable(line))
