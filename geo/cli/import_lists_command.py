"""``import``: official lists, dyads, and all sources at once."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from geo import package_files
from geo.cli.import_command import Service, importing, progress, run, tell
from geo.cli.import_table_command import Date
from geo.cli.options import Json, dataset_option, option, spread
from geo.errors import InvalidSelection, quoted

__all__ = ["importing"]

_PAUSE_S: Final = 1.0

Key = Annotated[
    str,
    option(
        "--key", "KEY", "Service key of the portal data.go.kr.", envvar="EMBASSY_ATLAS_DATA_GO_KR"
    ),
]


def _command(name: str, help: str, needs_key: bool) -> None:
    """Add the command of an official list."""

    def take(live: Service, as_json: bool, **more: Any) -> None:
        from geo.cli.terminal import note
        from geo.importers import OFFICIAL

        one = OFFICIAL[name]
        if live.into is None:  # otherwise the report has it
            note(one.notice)
        run(live, as_json, partial(one.fetched, **more), one.import_file, f"{name}.json")

    def plain(*, live: Service, as_json: Json = False) -> None:
        take(live, as_json)

    def keyed(*, live: Service, key: Key = "", as_json: Json = False) -> None:
        take(live, as_json, key=key)

    importing.command(name, help=help)(spread(keyed if needs_key else plain))


for _name, _about in package_files.toml("importers/official/lists.toml").items():
    _command(_name, _about["help"], "key" in _about)


@importing.command()
def dyads(
    file: Annotated[Path, option("--from", "FILE", "Table to import: CSV or XLSX.")],
    into: Annotated[Path, dataset_option("--into", "DATASET", "Folder; created if missing.")],
    form: Annotated[
        str,
        option("--format", "cow|ddr|ranges", "Format; default: that of the columns."),
    ] = "",
    date: Date = "",
    as_json: Json = False,
) -> None:
    """Import pairs of states by year (dyads).

    Reads Diplomatic Exchange of the Correlates of War project (cow), Diplometrics Diplomatic
    Representation (ddr), and the status ranges of the missions of the United States (ranges). Makes
    one mission for each direction of a pair, with a level for each period. The sources give no
    place: missions are drawn at the present seat of the receiving state, Brasília for Brazil in
    1914, with the precision "country only". Distinguishes no evidence, no mission and missing
    values.

    Example: embassy-atlas import dyads --from Diplomatic_Exchange_2006v1.csv --into exchange
    """
    from geo import importers
    from geo.cli.terminal import working

    with working("Importing"):
        account = importers.import_dyads(file, into, date=date, form=form)
    tell(account, as_json)


@importing.command()
def world(
    into: Annotated[Path, option("--into", "FOLDER", "Folder for the datasets.")],
    contact: Annotated[
        str, option("--contact", "MAIL|URL", "Your address, for the operators of the services.")
    ] = "",
    from_folder: Annotated[
        Path | None,
        option("--from-folder", "FOLDER", "Use these saved answers instead of the network."),
    ] = None,
    date: Annotated[
        str, option("--date", "DATE", "Date of the saved answers that give none.")
    ] = "",
    source: Annotated[
        list[str] | None, option("--source", "NAME", "Query this source only.")
    ] = None,
    service: Annotated[
        list[str] | None,
        option("--service", "NAME=URL", "Address of a source."),
    ] = None,
    key: Key = "",
    pause: Annotated[float, option("--pause", "SECONDS", "Pause between two queries.", min=0.0)] = (
        _PAUSE_S
    ),
    as_json: Json = False,
) -> None:
    """Fetch the world's missions and merge them.

    Queries Wikidata, OpenStreetMap and the official lists, imports each into its own dataset in
    FOLDER, and merges them into FOLDER/world. FOLDER/answers has the answers, for --from-folder on
    a machine without a network. Answers saved by hand have the name of their source, such as
    wikidata.json, or of their feed, such as representativesInCountry.json. If a source fails, the
    others are imported and the exit code is 1. Run the command again to continue.

    Example: embassy-atlas import world --contact me@example.org --into atlas
    """
    from geo.cli.terminal import note, show, show_json
    from geo.importers import RequestPolicy
    from geo.world_import import import_world

    if bool(contact) == (from_folder is not None):
        raise InvalidSelection("Give either --contact or saved answers with --from-folder.")

    if date and from_folder is None:
        raise InvalidSelection("--date is for saved answers. Give it with --from-folder.")

    def told(name: str, done: int, all_: int, what: str) -> None:
        progress(done, all_, f"{name}, {what}")

    report = import_world(
        into,
        RequestPolicy(contact, pause_s=pause) if contact else None,
        saved=from_folder,
        date=date,
        only=source or (),
        addresses=_addresses(service),
        key=key,
        progress=told,
    )
    if as_json:
        show_json(report.as_dict())
    else:
        for line in report.sentences():
            show(line)
    if report.failed:
        note(f"failed: {', '.join(one.name for one in report.failed)}")
        raise typer.Exit(1)


def _addresses(given: list[str] | None) -> dict[str, str]:
    from geo.world_import import SOURCES

    found: dict[str, str] = {}
    for text in given or ():
        name, mark, address = text.partition("=")
        if not mark or name not in SOURCES:
            raise InvalidSelection(
                f"--service {quoted(text)} names no source. Write --service NAME=URL, with one of "
                f"{', '.join(SOURCES)}."
            )
        found[name] = address
    return found
