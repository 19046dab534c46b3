"""``source|mission|event|claim add``: add a row; the options are made from the record models."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, make_dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from typer.core import TyperGroup

from geo.cli import options
from geo.cli.edit.edit_flow import Saving, carry_out
from geo.errors import InvalidSelection, StateError, ValidationError, quoted
from geo.i18n import printable

if TYPE_CHECKING:
    from geo.editing import Draft, Row

NOUNS: Final = ("source", "mission", "event", "claim")
_DEFAULTS: Final = {
    "id": "made from the other values",
    "rank": "normal",
    "sense": "attested for listed and unconfirmed, else on",
}
_ADD: Final = "add"
_LABELS: Final = {
    **{("positions", one): one for one in ("precision", "radius_m", "method", "reason", "sources")},
    **{("places", "geometry"): "polygon", ("places", "name"): "place-name"},
    **{("places", "sources"): "sources", ("events", "kind"): "event"},
    **{("events", one): one for one in ("date", "sense", "detail", "sources")},
}  # Column of a row that a new mission has, beside its own -> the option that fills it


@dataclass(frozen=True, slots=True)
class Standing:
    """The position of a new mission. Default: its city."""

    at: str = ""
    polygon: Path | None = None
    place: str = ""
    place_name: str = ""
    precision: str = ""
    radius_m: str = ""
    method: str = ""
    reason: str = ""

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


class _Adding(TyperGroup):
    """A group whose one command is made only when it is called: the models take a while."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of its commands."""
        return [_ADD]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name; None where there is none."""
        if cmd_name != _ADD:
            return None
        noun = str(self.name)
        app = typer.Typer(**options.BEHAVIOUR)
        options.add(app, f"{noun} {_ADD}", _mission() if noun == "mission" else _plain(f"{noun}s"))
        return typer.main.get_command(app)


def group(noun: str) -> typer.Typer:
    """The group ``source``, ``mission``, ``event`` or ``claim``."""
    made = options.group(noun, cls=_Adding)
    made.callback()(lambda: None)
    return made


def _plain(table: str) -> Callable[..., None]:
    """The command that adds one row of a table."""

    def add(dataset: Path, *, cells: Any, saving: Saving) -> None:
        from geo import editing

        saving.checked()
        row = editing.Row(table, _given(table, cells))
        carry_out(dataset, lambda: _draft(dataset, [row], saving), saving, _said(table))

    add.__annotations__["cells"] = _cells(table)
    return add


def _mission() -> Callable[..., None]:
    """The command that adds a mission with its position and its evidence."""

    def add(
        dataset: Path,
        *,
        cells: Any,
        standing: Standing,
        sources: str = "",
        event: str = "",
        date: str = "",
        sense: str = "",
        detail: str = "",
        saving: Saving,
    ) -> None:
        from geo import editing

        saving.checked()
        standing.sensible()
        given = _given("missions", cells)
        unread = _coded(given)
        polygon = editing.outline(standing.polygon.read_bytes()) if standing.polygon else None
        where = asdict(standing) | {"at": _point(standing.at), "polygon": polygon}
        placing = editing.Placing(name=where.pop("place_name"), **where)
        evidence = {"date": date, "sense": sense, "detail": detail, "kind": event}

        def made() -> Draft:
            base = editing.newest(dataset)
            rows = editing.mission_rows(
                base, given, sources=_list(sources), placing=placing, event=evidence
            )
            return _draft(base, rows, saving)

        point = "at" if standing.at else "polygon" if standing.polygon else "place"
        labels = _LABELS | {("positions", one): point for one in ("longitude", "latitude")}
        labels["positions", "place"] = "place" if standing.place else point
        carry_out(dataset, made, saving, _said("missions", labels, unread))

    add.__annotations__["cells"] = _cells("missions")
    return add


def _draft(base: Any, rows: list[Row], saving: Saving) -> Draft:
    from geo import editing

    author, day, why = saving.author, saving.day, saving.why
    return editing.prepare(base, rows, author=author, day=day, why=why, adding=True)


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
        names = f"{_flag(one.name)} --source" if one.name == "sources" else _flag(one.name)
        takes = "IDS" if one.many else "ID" if one.table else "WORD" if words else "TEXT"
        annotation = Annotated[str, options.option(f"{names} {takes}", help)]
        made.append((one.name, annotation, field(default="")))
    return make_dataclass("Cells", made, frozen=True)


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
    """Replace names of states by codes; returns the errors, by column."""
    from geo.parties import party

    unread = {}
    for column in ("sending", "receiving"):
        if given.get(column):
            try:
                given[column] = party(given[column], typed=True).code
            except StateError as error:
                unread[column] = error
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


def _said(
    table: str,
    labels: Mapping[tuple[str, str], str] = MappingProxyType({}),
    unread: Mapping[str, StateError] = MappingProxyType({}),
) -> Callable[[ValidationError], str]:
    """A function that writes an error with the option that fills its column."""
    from geo.editing import fields

    own = {(table, one.name): one.name for one in fields(table)}
    of_edit = {("edits", "author"): "author", ("edits", "made"): "day", ("edits", "why"): "why"}
    names = own | of_edit | dict(labels)

    def said(problem: ValidationError) -> str:
        name = names.get((problem.file.rpartition(".")[0], problem.column))
        return f"{_flag(name)}: {unread.get(name, problem)}" if name else str(problem)

    return said
