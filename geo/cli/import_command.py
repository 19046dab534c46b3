"""``import``: missions from files, live services, official lists, and all sources at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typer
from typer.core import TyperGroup

from geo.cli.export_command import target
from geo.cli.options import Texts, add, states
from geo.cli.terminal import note, show, show_json, working
from geo.errors import InvalidSelection, quoted
from geo.registry import IMPORTER_GROUP, named

if TYPE_CHECKING:
    from geo.importers import FetchReport, ImportReport
    from geo.parties import State

_PAUSE_S: Final = 1.0
_SHOWN: Final = 3


class Importers(TyperGroup):
    """The built-in sources as commands, and those of other packages after them."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of its commands."""
        known = super().list_commands(ctx)
        points = entry_points(group=IMPORTER_GROUP)
        return [*known, *sorted({point.name for point in points} - {*known})]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name; None where there is none."""
        known = super().get_command(ctx, cmd_name)
        points = entry_points(group=IMPORTER_GROUP, name=cmd_name)
        return known if known or not points else _plugin(cmd_name)


def _plugin(name: str) -> Any:
    """The command for a source of another package."""

    def run(
        file: Path | None = None, into: Path | None = None, date: str = "", as_json: bool = False
    ) -> None:
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

    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    add(alone, f"import {name}", run, help=f"Import missions with the plug-in {name}.")
    return typer.main.get_command(alone)


@dataclass(frozen=True)
class Service:
    """A file or a live service."""

    file: Path | None = None
    into: Path | None = None
    date: str = ""
    live: bool = False
    contact: str = ""
    save: Path | None = None
    service: str = ""
    pause: float = _PAUSE_S


def wikidata(*, as_json: bool = False, live: Service, only: Texts = None) -> None:
    """Import missions from Wikidata: from a file, or live."""
    from geo import importers

    def fetch(*policy: Any, **how: Any) -> tuple[bytes, FetchReport]:
        return importers.fetch_wikidata(_parties(only, importers.senders()), *policy, **how)

    _import(live, as_json, fetch, importers.import_wikidata, "wikidata.json", only)


def osm(*, as_json: bool = False, live: Service, only: Texts = None) -> None:
    """Import missions from OpenStreetMap: from a file, or live."""
    from geo import importers

    def fetch(*policy: Any, **how: Any) -> tuple[bytes, FetchReport]:
        return importers.fetch_osm(_parties(only, importers.hosts()), *policy, **how)

    _import(live, as_json, fetch, importers.import_osm, "osm.json", only)


def official(name: str, needs_key: bool) -> Callable[..., None]:
    """The command of an official list."""

    def take(*, as_json: bool = False, live: Service, **more: Any) -> None:
        from geo.importers import OFFICIAL

        one = OFFICIAL[name]
        if live.into is None:  # otherwise the report has it
            note(one.notice)
        _import(live, as_json, partial(one.fetched, **more), one.import_file, f"{name}.json")

    def plain(*, as_json: bool = False, live: Service) -> None:
        take(as_json=as_json, live=live)

    def keyed(*, key: str = "", as_json: bool = False, live: Service) -> None:
        take(as_json=as_json, live=live, key=key)

    return keyed if needs_key else plain


def dyads(file: Path, into: Path, form: str = "", date: str = "", as_json: bool = False) -> None:
    """Import pairs of states by year."""
    from geo import importers

    with working("Importing"):
        account = importers.import_dyads(file, into, date=date, form=form)
    tell(account, as_json)


def world(
    into: Path,
    contact: str = "",
    from_folder: Path | None = None,
    date: str = "",
    source: Texts = None,
    service: Texts = None,
    key: str = "",
    pause: float = _PAUSE_S,
    as_json: bool = False,
) -> None:
    """Import and merge all sources of the world's missions."""
    from geo.importers import RequestPolicy
    from geo.world_import import SOURCES, import_world

    if bool(contact) == (from_folder is not None):
        raise InvalidSelection("Give either --contact or saved answers with --from-folder.")
    if date and from_folder is None:
        raise InvalidSelection("--date is for saved answers. Give it with --from-folder.")
    addresses = {}
    for text in service or ():
        name, mark, addresses[name] = text.partition("=")
        if not mark or name not in SOURCES:
            raise InvalidSelection(
                f"--service {quoted(text)} names no source. Write --service NAME=URL, with one of "
                f"{', '.join(SOURCES)}."
            )
    report = import_world(
        into,
        RequestPolicy(contact, pause_s=pause) if contact else None,
        saved=from_folder,
        date=date,
        only=source or (),
        addresses=addresses,
        key=key,
        progress=lambda name, done, all_, what: _progress(done, all_, f"{name}, {what}"),
    )
    if as_json:
        show_json(report.as_dict())
    else:
        show(*report.sentences())
    if report.failed:
        note(f"failed: {', '.join(one.name for one in report.failed)}")
        raise typer.Exit(1)


def tell(account: ImportReport, as_json: bool, fetched: FetchReport | None = None) -> None:
    """Print the result of an import."""
    from geo.reports.quality import misdated

    found = misdated(account.after) if account.after else []
    if as_json:
        more = {} if fetched is None else {"fetched": fetched.as_dict()}
        show_json({**account.as_dict(), "findings": [one.as_dict() for one in found], **more})
        return
    show(*account.sentences(), *(f"warning: {one}" for one in found[:_SHOWN]))
    if len(found) > _SHOWN:
        rest = f"{len(found) - _SHOWN:,} more dates to check"
        print(f"… and {rest}: run embassy-atlas check to list them")


def _import(
    live: Service,
    as_json: bool,
    fetch: Callable[..., tuple[bytes, FetchReport]],
    take: Callable[..., ImportReport],
    name: str,
    only: Texts = None,
) -> None:
    """Import a file, or the answers of a service, which ``--save`` keeps."""
    from geo.dataset import write_atomic
    from geo.importers import RequestPolicy

    _refuse_contradictions(live, only)
    if not live.live:
        with working("Importing"):
            account = take(live.file, live.into, date=live.date)
        tell(account, as_json)
        return
    policy = RequestPolicy(live.contact, pause_s=live.pause)
    data, fetched = fetch(policy, progress=_progress, address=live.service)
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


def _refuse_contradictions(live: Service, only: Texts) -> None:
    if live.live == (live.file is not None):
        raise InvalidSelection("Give either a file with --from, or --live.")
    if live.live and live.date:
        raise InvalidSelection(
            "--date goes with --from only: fetched data has its date. Leave out --date."
        )
    if not live.live and (live.save or only or live.service or live.contact):
        raise InvalidSelection(
            "--save, --only, --service and --contact go with --live only. Add --live."
        )
    if live.into is None and (live.save is None or not live.live):
        raise InvalidSelection("No dataset is given. Give the folder to import into with --into.")
    if live.save is not None:
        target(live.save, (".json",))


def _progress(done: int, all_: int, name: str) -> None:
    note(f"{done + 1:,} of {all_:,}: {name}")


def _parties(given: Texts, known: tuple[State, ...]) -> tuple[State, ...]:
    """The parties to query: those that are given, else all that are known."""
    from geo.parties import party

    if given is None:
        return known
    chosen = tuple(dict.fromkeys(party(text, typed=True) for text in states(given)))
    if barred := [one.name for one in chosen if one not in known]:
        raise InvalidSelection(
            f"The service cannot be queried for {', '.join(barred)}. Leave it out."
        )
    return chosen
