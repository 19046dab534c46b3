"""``import``: missions from a file or a live service into a dataset."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from typer.core import TyperGroup

from geo.cli.export_command import target
from geo.cli.import_table_command import Date, Into, table
from geo.cli.options import TYPER, Json, option, spread, states
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
    help="Import missions from a file or a live service. The dataset is new or an existing one. "
    "Exit codes: 0 success, also if some rows were rejected; 1 no mission of the file is valid, "
    "or a service did not answer; 2 wrong use.\n\n"
    "Example: embassy-atlas import osm --from extract.osm.pbf --into world",
    no_args_is_help=True,
    **TYPER,
)

_PAUSE_S: Final = 1.0
_SHOWN: Final = 3

From = Annotated[Path | None, option("--from", "FILE", "File to import.")]


@dataclass(frozen=True)
class Service:
    """A file or a live service, as they are given on the command line."""

    file: From = None
    into: Into = None
    date: Date = ""
    live: Annotated[
        bool, option("--live", None, "Query the service instead of reading a file.")
    ] = False
    contact: Annotated[
        str, option("--contact", "MAIL|URL", "Your address, for the operators of the service.")
    ] = ""
    save: Annotated[
        Path | None,
        option("--save", "FILE", "Save the answers to one file, for a machine without a network."),
    ] = None
    service: Annotated[
        str, option("--service", "URL", "Query this mirror of the service instead.")
    ] = ""
    pause: Annotated[float, option("--pause", "SECONDS", "Pause between two queries.", min=0.0)] = (
        _PAUSE_S
    )


@dataclass(frozen=True)
class Live(Service):
    """A service that is queried state by state."""

    only: Annotated[
        list[str] | None, option("--only", "STATES", "Query these states only: VEN,PRK.")
    ] = None


def _command(name: str) -> Any:
    """The command for a source of another package."""
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)

    @alone.command(name, help=f"Import missions with the plug-in {name}.")
    def run(file: From = None, into: Into = None, date: Date = "", as_json: Json = False) -> None:
        from geo.cli.terminal import working
        from geo.importers import IMPORTERS

        if file is None or into is None:
            raise InvalidSelection(
                "Give a file with --from, and the folder of a dataset with --into."
            )
        importer = IMPORTERS.get(name)
        if importer is None:
            raise InvalidSelection(
                f"There is no plug-in {quoted(name)}. Install the package that offers it."
            )
        with working("Importing"), named(name):
            account = importer.read(file, into, date=date)
        tell(account, as_json)

    return typer.main.get_command(alone)


@importing.command()
@spread
def wikidata(*, live: Live, as_json: Json = False) -> None:
    """Import missions from Wikidata.

    Reads the semicolon CSV of the public "Database of embassies", or SPARQL results in JSON.
    --live sends one query per sending state to the Wikidata Query Service.

    Example: embassy-atlas import wikidata --from missions.csv --into world
    """
    from geo import importers

    def fetch(policy: RequestPolicy, **how: Any) -> tuple[bytes, FetchReport]:
        return importers.fetch_wikidata(_parties(live.only, importers.senders()), policy, **how)

    run(live, as_json, fetch, importers.import_wikidata, "wikidata.json")


@importing.command()
@spread
def osm(*, live: Live, as_json: Json = False) -> None:
    """Import missions from OpenStreetMap.

    Reads Overpass JSON, GeoJSON, or an extract (.osm.pbf). --live sends one query per receiving
    state to Overpass. The data is under the ODbL; the dataset and every export say so.

    Example: embassy-atlas import osm --from extract.osm.pbf --into world
    """
    from geo import importers

    def fetch(policy: RequestPolicy, **how: Any) -> tuple[bytes, FetchReport]:
        return importers.fetch_osm(_parties(live.only, importers.hosts()), policy, **how)

    run(live, as_json, fetch, importers.import_osm, "osm.json")


importing.command()(table)


def tell(account: ImportReport, as_json: bool, fetched: FetchReport | None = None) -> None:
    """Print the result of an import."""
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
        show(f"warning: {one}")
    if len(found) > _SHOWN:
        rest = f"{len(found) - _SHOWN:,} more dates to check"
        print(f"… and {rest}: run embassy-atlas check to list them")


def run(
    live: Service,
    as_json: bool,
    fetch: Callable[..., tuple[bytes, FetchReport]],
    take: Callable[..., ImportReport],
    name: str,
) -> None:
    """Import a file, or the answers of a service, which ``--save`` keeps."""
    from geo.cli.terminal import note, show_json, working
    from geo.dataset import write_atomic
    from geo.importers import RequestPolicy

    _sensible(live)
    if not live.live:
        with working("Importing"):
            account = take(live.file, live.into, date=live.date)
        tell(account, as_json)
        return
    policy = RequestPolicy(live.contact, pause_s=live.pause)
    data, fetched = fetch(policy, progress=progress, address=live.service)
    note(f"fetched: {fetched}")
    if live.save is not None:
        write_atomic(live.save, data)
        note(f"{live.save}: {len(data):,} bytes; import it with --from")
    if live.into is not None:
        with working("Importing"):
            account = take(live.save or Path(name), live.into, data=data)
        tell(account, as_json, fetched)
    elif as_json:
        show_json({"file": str(live.save), "bytes": len(data), "fetched": fetched.as_dict()})


def _sensible(live: Service) -> None:
    """Refuse options that contradict one another."""
    if live.live == (live.file is not None):
        raise InvalidSelection("Give either a file with --from, or --live.")
    if live.live and live.date:
        raise InvalidSelection(
            "--date goes with --from only: fetched data has its date. Leave out --date."
        )
    only = live.only if isinstance(live, Live) else None
    if not live.live and (live.save or only or live.service or live.contact):
        raise InvalidSelection(
            "--save, --only, --service and --contact go with --live only. Add --live."
        )
    if live.into is None and (live.save is None or not live.live):
        raise InvalidSelection("No dataset is given. Give the folder to import into with --into.")
    if live.save is not None:
        target(live.save, (".json",))


def progress(done: int, all_: int, name: str) -> None:
    """Print which query is sent."""
    from geo.cli.terminal import note

    note(f"{done + 1:,} of {all_:,}: {name}")


def _parties(given: list[str] | None, known: tuple[State, ...]) -> tuple[State, ...]:
    """The parties to query: those that are given, else all that are known."""
    from geo.parties import party

    if given is None:
        return known
    chosen = tuple(dict.fromkeys(party(text, typed=True) for text in states(given)))
    barred = [one.name for one in chosen if one not in known]
    if barred:
        raise InvalidSelection(
            f"The service cannot be queried for {', '.join(barred)}. Leave it out."
        )
    return chosen
