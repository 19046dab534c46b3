"""``import``: missions as others list them, into a dataset; from a file, or from a live service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from typer.core import TyperGroup

from geo.cli.export_command import target
from geo.cli.options import Json, spread, states
from geo.errors import InvalidSelection, quoted
from geo.registry import IMPORTER_GROUP, named

if TYPE_CHECKING:
    from geo.importers import FetchReport, ImportReport, RequestPolicy
    from geo.parties import State


class _Group(TyperGroup):
    """The built-in sources as commands, and those of other packages after them."""

    def list_commands(self, ctx: Any) -> list[str]:
        known = super().list_commands(ctx)
        points = entry_points(group=IMPORTER_GROUP)
        return [*known, *sorted({point.name for point in points} - {*known})]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        known = super().get_command(ctx, cmd_name)
        points = entry_points(group=IMPORTER_GROUP, name=cmd_name)
        return known if known or not points else _command(cmd_name)


importing = typer.Typer(
    name="import",
    cls=_Group,
    help="Import missions as others list them into a pack, a new or an existing one. "
    "Exit codes: 0 also where single rows were not taken; 1 where no mission of a file can be "
    "taken, or a service did not answer; 2 wrong use.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"]},
)

_PAUSE_S: Final = 1.0
_SHOWN: Final = 3

Into = Annotated[
    Path | None,
    typer.Option("--into", metavar="PACK", help="Folder of the pack; made if need be."),
]
From = Annotated[Path | None, typer.Option("--from", metavar="FILE", help="The file to import.")]
Date = Annotated[
    str,
    typer.Option("--date", metavar="DATE", help="Day of the data, where the file tells none."),
]


@dataclass(frozen=True, slots=True)
class Live:
    """Whether and how a live service is asked, as it is given on the command line."""

    live: Annotated[
        bool, typer.Option("--live", help="Ask the service instead of reading a file.")
    ] = False
    contact: Annotated[
        str,
        typer.Option(
            "--contact",
            metavar="MAIL|URL",
            help="How the service's keepers reach you; they want to know.",
        ),
    ] = ""
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="STATES", help="Ask for these states only: VEN,PRK."),
    ] = None
    save: Annotated[
        Path | None,
        typer.Option(
            "--save",
            metavar="FILE",
            help="Keep what was fetched in one file, for a machine without a network.",
        ),
    ] = None
    service: Annotated[
        str,
        typer.Option("--service", metavar="URL", help="Ask this mirror of the service instead."),
    ] = ""
    pause: Annotated[
        float,
        typer.Option("--pause", metavar="SECONDS", min=0.0, help="Between two questions."),
    ] = _PAUSE_S


def _command(name: str) -> Any:
    """The command for a source of another package."""
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)

    @alone.command(name, help=f"Import missions with the plug-in {name}.")
    def run(file: From = None, into: Into = None, date: Date = "", as_json: Json = False) -> None:
        from geo.cli.terminal import working
        from geo.importers import IMPORTERS

        if file is None or into is None:
            raise InvalidSelection("Give a file with --from, and the folder of a pack with --into.")
        importer = IMPORTERS.get(name)
        if importer is None:
            raise InvalidSelection(f"There is no plug-in {quoted(name)}.")
        with working("Importing"), named(name):
            account = importer.read(file, into, date=date)
        tell(account, as_json)

    return typer.main.get_command(alone)


@importing.command()
@spread
def wikidata(
    file: From = None,
    into: Into = None,
    *,
    live: Live,
    date: Date = "",
    as_json: Json = False,
) -> None:
    """Import missions from Wikidata.

    The semicolon CSV of the public "Database of embassies", or SPARQL results in JSON. With
    --live: the Wikidata Query Service, one question a sending state.
    """
    from geo import importers

    def fetch(
        manners: RequestPolicy, told: Callable[[int, int, str], None]
    ) -> tuple[bytes, FetchReport]:
        asked = _parties(live.only, importers.senders())
        address = live.service or importers.WIKIDATA
        return importers.fetch_wikidata(asked, manners, address=address, progress=told)

    _run(file, into, live, date, as_json, fetch, importers.import_wikidata, "wikidata.json")


@importing.command()
@spread
def osm(
    file: From = None,
    into: Into = None,
    *,
    live: Live,
    date: Date = "",
    as_json: Json = False,
) -> None:
    """Import missions from OpenStreetMap.

    Overpass JSON, GeoJSON, or an extract (.osm.pbf). With --live: Overpass, one question a
    receiving state. The data is under the ODbL, which goes along into the dataset and every export.
    """
    from geo import importers

    def fetch(
        manners: RequestPolicy, told: Callable[[int, int, str], None]
    ) -> tuple[bytes, FetchReport]:
        asked = _parties(live.only, importers.hosts())
        address = live.service or importers.OVERPASS
        return importers.fetch_osm(asked, manners, address=address, progress=told)

    _run(file, into, live, date, as_json, fetch, importers.import_osm, "osm.json")


@importing.command()
def table(
    file: Annotated[Path, typer.Option("--from", metavar="FILE", help="The table to import.")],
    into: Into = None,
    publisher: Annotated[
        str, typer.Option("--publisher", metavar="TEXT", help="Who published the table.")
    ] = "",
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="Its title.")] = "",
    url: Annotated[str, typer.Option("--url", metavar="URL", help="Its address.")] = "",
    licence: Annotated[
        str,
        typer.Option("--licence", metavar="SPDX", help="Its licence: CC-BY-4.0, ODbL-1.0, …"),
    ] = "",
    column: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="FIELD=COLUMN", help="Which column holds what. Repeat it."),
    ] = None,
    value: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="FIELD=VALUE", help="What all rows have: kind=embassy. Repeat it."
        ),
    ] = None,
    layer: Annotated[
        str, typer.Option("--layer", metavar="NAME", help="Sheet or layer, of several.")
    ] = "",
    show_mapping: Annotated[
        bool, typer.Option("--show-mapping", help="Show which column holds what, and stop.")
    ] = False,
    date: Date = "",
    as_json: Json = False,
) -> None:
    """Import missions from a table: CSV, XLSX, GeoJSON, GeoPackage or Parquet.

    Which column holds what is guessed from the headings and shown; --map says it.
    """
    from geo import importers
    from geo.cli.terminal import show, show_json, working

    columns, values = _pairs("--map", column), _pairs("--set", value)
    if show_mapping:
        mapping = importers.mapping_of(file, columns=columns, values=values, layer=layer)
        if as_json:
            fields = {field: mapping.heading(field) for field in mapping.columns}
            show_json({"columns": fields, "values": dict(mapping.values)})
        else:
            for line in mapping.sentences():
                show(line)
        return
    if into is None:
        raise InvalidSelection("No pack is given. Give the folder to import into with --into.")
    with working("Importing"):
        account = importers.import_table(
            file,
            into,
            publisher=publisher,
            date=date,
            title=title,
            url=url,
            licence=licence,
            columns=columns,
            values=values,
            layer=layer,
        )
    tell(account, as_json)


def tell(account: ImportReport, as_json: bool, fetched: FetchReport | None = None) -> None:
    """Say what became of an import."""
    from geo.cli.terminal import show, show_json
    from geo.reports.quality import misdated

    found = misdated(account.after) if account.after else []
    if as_json:
        more = {} if fetched is None else {"fetched": fetched.as_dict()}
        show_json({**account.as_dict(), "findings": [one.as_dict() for one in found], **more})
        return
    for line in account.sentences():
        show(line)
    for one in found[:_SHOWN]:
        show(f"remark: {one}")
    if len(found) > _SHOWN:
        rest = f"{len(found) - _SHOWN:,} more dates to check"
        print(f"… and {rest}: run embassy-atlas check to list them")


def _run(
    file: Path | None,
    into: Path | None,
    live: Live,
    date: str,
    as_json: bool,
    fetch: Callable[[RequestPolicy, Callable[[int, int, str], None]], tuple[bytes, FetchReport]],
    take: Callable[..., ImportReport],
    name: str,
) -> None:
    """Import a file, or what a service answers; keep what was fetched where that is asked for."""
    from geo.cli.terminal import note, show_json, working
    from geo.dataset import write_atomic
    from geo.importers import RequestPolicy

    _sensible(file, into, live, date)
    if not live.live:
        with working("Importing"):
            account = take(file, into, date=date)
        tell(account, as_json)
        return
    data, fetched = fetch(RequestPolicy(live.contact, pause_s=live.pause), _progress)
    note(f"fetched: {fetched}")
    if live.save is not None:
        write_atomic(live.save, data)
        note(f"{live.save}: {len(data):,} bytes, to be carried on and given to --from")
    if into is not None:
        with working("Importing"):
            account = take(live.save or Path(name), into, date=date, data=data)
        tell(account, as_json, fetched)
    elif as_json:
        show_json({"file": str(live.save), "bytes": len(data), "fetched": fetched.as_dict()})


def _sensible(file: Path | None, into: Path | None, live: Live, date: str) -> None:
    """Refuse options that contradict one another."""
    if live.live == (file is not None):
        raise InvalidSelection("Give either a file with --from, or --live.")
    if live.live and date:
        raise InvalidSelection("--date goes with --from only: what is fetched tells its day.")
    if not live.live and (live.save or live.only or live.service or live.contact):
        raise InvalidSelection("--save, --only, --service and --contact go with --live only.")
    if into is None and (live.save is None or not live.live):
        raise InvalidSelection("No pack is given. Give the folder to import into with --into.")
    if live.save is not None:
        target(live.save, (".json",))


def _progress(done: int, all_: int, name: str) -> None:
    from geo.cli.terminal import note

    note(f"{done + 1:,} of {all_:,}: {name}")


def _parties(given: list[str] | None, known: tuple[State, ...]) -> tuple[State, ...]:
    """The parties that are asked for: those that are given, else all that are known."""
    from geo.parties import party

    if given is None:
        return known
    chosen = tuple(dict.fromkeys(party(text) for text in states(given)))
    barred = [one.name for one in chosen if one not in known]
    if barred:
        raise InvalidSelection(
            f"The service cannot be asked for {', '.join(barred)}. Leave it out."
        )
    return chosen


def _pairs(option: str, given: list[str] | None) -> dict[str, str]:
    pairs = {}
    for text in given or ():
        field, mark, what = text.partition("=")
        if not mark:
            raise InvalidSelection(f"{option} {quoted(text)} has no =. Write {option} kind=Type.")
        pairs[field.strip()] = what.strip()
    return pairs
