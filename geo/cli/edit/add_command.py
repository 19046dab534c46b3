"""``source|mission|event|claim add``: add a row; the options are made from the record models."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, make_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from typer.core import TyperGroup

from geo.cli.edit.edit_flow import Labels, Saving, carry_out
from geo.cli.options import TYPER, dataset_argument, option, spread
from geo.errors import InvalidSelection, StateError, quoted
from geo.i18n import printable

if TYPE_CHECKING:
    from geo.editing import Draft

_TABLES: Final = {"source": "sources", "mission": "missions", "event": "events", "claim": "claims"}
NOUNS: Final = tuple(_TABLES)
_DEFAULTS: Final = {
    "id": "made from the other values",
    "rank": "normal",
    "sense": "attested for listed and unconfirmed, else on",
}
_EXAMPLES: Final = {
    "source": 'Example: embassy-atlas source add my-atlas --publisher "Example Gazette"',
    "mission": "Example: embassy-atlas mission add my-atlas --sending PRK --receiving VEN",
    "event": "Example: embassy-atlas event add my-atlas --kind opened --date 2026-03",
    "claim": "Example: embassy-atlas claim add my-atlas --subject isl-embassy-lima",
}
_PARTIES: Final = ("sending", "receiving")
_ADD: Final = "add"

Folder = Annotated[Path, dataset_argument("DATASET", "Folder or URL of the dataset.")]


@dataclass(frozen=True, slots=True)
class Standing:
    """The position of a new mission, as it is given on the command line. Default: its city."""

    at: Annotated[
        str, option("--at", "LON,LAT", "Point in degrees, longitude first: -77.03,-12.10.")
    ] = ""
    polygon: Annotated[
        Path | None, option("--polygon", "FILE", "GeoJSON of its area; the area becomes a place.")
    ] = None
    place: Annotated[
        str, option("--place", "ID|CITY", "Place of the dataset, or city of the gazetteer.")
    ] = ""
    place_name: Annotated[str, option("--place-name", "TEXT", "Name of the area of --polygon.")] = (
        ""
    )
    precision: Annotated[
        str,
        option(
            "--precision",
            "WORD",
            "One of: survey, building, street, near, quarter, city, state. Default: by the "
            "decimals of the point.",
        ),
    ] = ""
    radius_m: Annotated[
        str, option("--radius-m", "METRES", "Radius in metres, instead of --precision.")
    ] = ""
    method: Annotated[
        str,
        option(
            "--method",
            "WORD",
            "One of: surveyed, source_point, district, words, city, state. Default: source_point "
            "for a point, district for an area.",
        ),
    ] = ""
    reason: Annotated[
        str, option("--reason", "TEXT", "Reason, if it is outside the receiving state.")
    ] = ""

    def sensible(self) -> None:
        """Refuse options that contradict one another."""
        if self.polygon and (self.at or self.place):
            raise InvalidSelection(
                "--polygon cannot be combined with --at or --place. Leave those out."
            )
        if self.place_name and not self.polygon:
            raise InvalidSelection("--place-name needs --polygon. Give both.")
        if self.precision and self.radius_m:
            raise InvalidSelection(
                "--radius-m and --precision are given together. Give one of them."
            )
        by_city = not (self.at or self.polygon or self.place) and self.method in ("", "city")
        if by_city and self.precision not in ("", "city", "state"):
            raise InvalidSelection(
                f"--precision {printable(self.precision)} is too precise for a city. Give the "
                "point with --at, or leave it out."
            )


@dataclass(frozen=True, slots=True)
class Shown:
    """The evidence of a new mission, as it is given on the command line."""

    sources: Annotated[
        str, option("--sources", "IDS", "Ids of sources in the dataset. Required.", "--source")
    ] = ""
    event: Annotated[
        str,
        option(
            "--event",
            "TYPE",
            "Type of event, such as opened or announced. Default: listed (it was there).",
        ),
    ] = ""
    date: Annotated[
        str, option("--date", "DATE", "Date (EDTF). Default: that of the first source.")
    ] = ""
    sense: Annotated[
        str,
        option(
            "--sense",
            "WORD",
            "Meaning of the date: on, by, after, attested, planned. Default: attested for listed, "
            "else on.",
        ),
    ] = ""
    detail: Annotated[str, option("--detail", "TEXT", "Description of the event.")] = ""


class _Adding(TyperGroup):
    """A group whose one command is made only when it is called: the models take a while."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of its commands."""
        return [_ADD]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name; None where there is none."""
        if cmd_name != _ADD:
            return None
        app = typer.Typer(**TYPER)
        noun = str(self.name)
        app.command(_ADD)(_mission() if noun == "mission" else _plain(noun))
        return typer.main.get_command(app)


def group(noun: str) -> typer.Typer:
    """The group ``source``, ``mission``, ``event`` or ``claim``."""
    made = typer.Typer(
        name=noun,
        cls=_Adding,
        help=f"Add {_article(noun)} to a dataset.\n\n{_EXAMPLES[noun]}",
        no_args_is_help=True,
        **TYPER,
    )
    made.callback()(lambda: None)
    return made


def _plain(noun: str) -> Callable[..., None]:
    """The command that adds one row of a table."""
    table = _TABLES[noun]

    def add(dataset: Path, *, cells: Any, saving: Saving) -> None:
        from geo import editing

        saving.checked()
        row = editing.Row(table, _given(table, cells))

        def made() -> Draft:
            return editing.prepare(
                dataset, [row], author=saving.author, day=saving.day, why=saving.why, adding=True
            )

        carry_out(dataset, made, saving, _labels(table))

    add.__doc__ = (
        f"Add {_article(noun)} to a dataset.\n\n"
        "Checks the row, and saves it with author and date; undo reverts it. Separate ids with "
        f"commas. Asks before saving at a terminal.\n\n{_EXAMPLES[noun]}"
    )
    add.__annotations__ = {"dataset": Folder, "cells": _cells(table), "saving": Saving}
    return spread(add)


def _mission() -> Callable[..., None]:
    """The command that adds a mission with its position and its evidence."""

    def add(dataset: Path, *, cells: Any, standing: Standing, shown: Shown, saving: Saving) -> None:
        from geo import editing
        from geo.editing import Placing

        saving.checked()
        standing.sensible()
        given = _given("missions", cells)
        unread = _coded(given)
        placing = Placing(
            at=_point(standing.at),
            polygon=editing.outline(standing.polygon.read_bytes()) if standing.polygon else None,
            place=standing.place,
            name=standing.place_name,
            precision=standing.precision,
            radius_m=standing.radius_m,
            method=standing.method,
            reason=standing.reason,
        )
        event = {name: getattr(shown, name) for name in ("date", "sense", "detail")}
        event["kind"] = shown.event

        def made() -> Draft:
            base = editing.newest(dataset)
            rows = editing.mission_rows(
                base, given, sources=_list(shown.sources), placing=placing, event=event
            )
            return editing.prepare(
                base, rows, author=saving.author, day=saving.day, why=saving.why, adding=True
            )

        carry_out(dataset, made, saving, _of_mission(standing), unread)

    add.__doc__ = (
        "Add a mission to a dataset, with its position and its evidence.\n\n"
        "Without a position it is shown for its city. Add its source first, with embassy-atlas "
        "source add. Checks the rows, and saves them with author and date; undo reverts them. "
        f"Asks before saving at a terminal.\n\n{_EXAMPLES['mission']}"
    )
    add.__annotations__ = {
        "dataset": Folder,
        "cells": _cells("missions"),
        "standing": Standing,
        "shown": Shown,
        "saving": Saving,
    }
    return spread(add)


def _cells(table: str) -> type:
    """The options of a table's columns."""
    from geo.editing import fields

    made = []
    for one in fields(table):
        words = [word for word in one.words if word]
        help = one.help
        if words and not all(word in help for word in words):
            help = f"{help} One of: {', '.join(words)}."
        if one.needed:
            help = f"{help} Required."
        if one.name in _DEFAULTS:
            help = f"{help} Default: {_DEFAULTS[one.name]}."
        more = ("--source",) if one.name == "sources" else ()
        metavar = "IDS" if one.many else "ID" if one.table else "WORD" if words else "TEXT"
        annotation = Annotated[str, option(_flag(one.name), metavar, help, *more)]
        made.append((one.name, annotation, field(default="")))
    return make_dataclass("Cells", made, frozen=True)


def _article(noun: str) -> str:
    return f"{'an' if noun == 'event' else 'a'} {noun}"


def _flag(column: str) -> str:
    return f"--{column.replace('_', '-')}"


def _given(table: str, cells: Any) -> dict[str, str]:
    """The cells as they go into the table: a list with ``|``, what is blank left out."""
    from geo.editing import fields

    many = {one.name for one in fields(table) if one.many}
    return {
        name: _list(text) if name in many else text for name, text in asdict(cells).items() if text
    }


def _list(text: str) -> str:
    return "|".join(part.strip() for part in text.replace("|", ",").split(",") if part.strip())


def _coded(given: dict[str, str]) -> dict[str, StateError]:
    """Replace names of states by codes; returns the errors, by option."""
    from geo.parties import party

    unread = {}
    for column in _PARTIES:
        if given.get(column):
            try:
                given[column] = party(given[column], typed=True).code
            except StateError as error:
                unread[_flag(column)] = error
    return unread


def _point(text: str) -> tuple[str, str] | None:
    if not text:
        return None
    longitude, comma, latitude = text.partition(",")
    if not comma:
        raise InvalidSelection(
            f"The point {quoted(text)} is not two numbers. Write longitude,latitude in degrees, "
            "such as --at -77.03,-12.10."
        )
    return longitude.strip(), latitude.strip()


def _labels(table: str) -> Labels:
    from geo.editing import fields

    return {**{(table, one.name): _flag(one.name) for one in fields(table)}, **_OF_EDIT}


def _of_mission(standing: Standing) -> Labels:
    """Which option fills which column of the rows that a new mission has."""
    where = "--at" if standing.at else "--polygon" if standing.polygon else "--place"
    given: Mapping[tuple[str, str], str] = {
        ("positions", "longitude"): where,
        ("positions", "latitude"): where,
        ("positions", "place"): "--place" if standing.place else where,
        ("positions", "precision"): "--precision",
        ("positions", "radius_m"): "--radius-m",
        ("positions", "method"): "--method",
        ("positions", "reason"): "--reason",
        ("positions", "sources"): "--sources",
        ("places", "geometry"): "--polygon",
        ("places", "name"): "--place-name",
        ("places", "sources"): "--sources",
        ("events", "kind"): "--event",
        ("events", "date"): "--date",
        ("events", "sense"): "--sense",
        ("events", "detail"): "--detail",
        ("events", "sources"): "--sources",
    }
    return {**_labels("missions"), **given}


_OF_EDIT: Final[Mapping[tuple[str, str], str]] = {
    ("edits", "author"): "--author",
    ("edits", "made"): "--day",
    ("edits", "why"): "--why",
}
