"""``edits.jsonl``: what was edited in a dataset, by whom, when and why; one edit a line.

It holds each row before and after, so that an edit can be undone at any time by anybody.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from geo import dates
from geo.dataset.models import ALL_MODELS
from geo.dataset.tables import HISTORY
from geo.errors import InvalidDate, ValidationError, quoted

_ID: Final = re.compile(r"edit-[0-9]{6,12}")
_MADE: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]"
    r"(?:Z|[+-][0-9]{2}:[0-9]{2}(?::[0-9]{2})?))?"
)
KEYS: Final = ("id", "made", "author", "why", "undoes", "changes")
_GEOMETRY: Final = "geometry"
_MEND: Final = "Restore the file from a copy, or delete it: the tables are complete without it."
_MOST_LINES: Final = 20


@dataclass(frozen=True, eq=False)
class Row:
    """A row of a table: column -> cell; and the geometry of a place (CRS84, longitude first).

    A column that is not named is blank; a blank ``id`` is made by rule.
    """

    table: str
    cells: Mapping[str, str]
    shape: Mapping[str, Any] | None = None

    @property
    def id(self) -> str:
        """Its id; blank where it has none yet."""
        return self.cells.get("id", "")

    @property
    def whole(self) -> dict[str, str]:
        """All cells in the order of the columns; after them those that no column has."""
        columns = ALL_MODELS[self.table].columns if self.table in ALL_MODELS else ()
        return {**dict.fromkeys(columns, ""), **self.cells}

    def __eq__(self, other: object) -> bool:
        """Whether another row says the same; a blank cell is as one that is not named."""
        return (
            isinstance(other, Row)
            and (self.table, self.whole) == (other.table, other.whole)
            and self.shape == other.shape
        )

    __hash__ = None  # type: ignore[assignment]

    def as_dict(self) -> dict[str, Any]:
        """Its cells that are not blank, and the geometry where it is drawn."""
        told: dict[str, Any] = {name: cell for name, cell in self.whole.items() if cell}
        return told if self.shape is None else {**told, _GEOMETRY: self.shape}


@dataclass(frozen=True)
class Change:
    """A row before and after; None where it was added, or removed."""

    table: str
    id: str
    before: Row | None
    after: Row | None

    @property
    def kind(self) -> str:
        """``added``, ``removed`` or ``changed``."""
        return "added" if self.before is None else "removed" if self.after is None else "changed"

    def as_dict(self) -> dict[str, Any]:
        """The change as a plain mapping, for JSON."""
        sides = {"before": self.before, "after": self.after}
        told = {key: None if row is None else row.as_dict() for key, row in sides.items()}
        return {"table": self.table, "id": self.id, **told}


@dataclass(frozen=True)
class Edit:
    """What was saved at once.

    ``made`` is an instant (ISO 8601) or the day that was given; ``undoes`` is the id of the edit
    that this one took back, blank for none.
    """

    id: str
    made: str
    author: str
    why: str
    undoes: str
    changes: tuple[Change, ...] = ()

    @property
    def day(self) -> str:
        """The day on which it was made."""
        return self.made[:10]

    def as_dict(self) -> dict[str, Any]:
        """The edit as a plain mapping, for JSON."""
        told = {key: getattr(self, key) for key in KEYS if key != "changes"}
        return {**told, "changes": [change.as_dict() for change in self.changes]}


def edits(data: bytes | None) -> list[Edit]:
    """The edits of a history, the latest last."""
    return list(_read(data or b"", []))


def problems_of_history(data: bytes | None) -> list[ValidationError]:
    """The errors of a history."""
    problems: list[ValidationError] = []
    for _ in _read(data or b"", problems):
        if len(problems) >= _MOST_LINES:
            break
    return problems


def with_edit(data: bytes | None, edit: Edit) -> bytes:
    """A history with one edit more."""
    return (settled(data) if data else b"") + line_of(edit.as_dict())


def settled(data: bytes) -> bytes:
    """A history in canonical form; as it is where it is not sound."""
    problems: list[ValidationError] = []
    lines = [line_of(edit.as_dict()) for edit in _read(data, problems)]
    return data if problems else b"".join(lines)


def line_of(edit: Mapping[str, Any]) -> bytes:
    """An edit as a line of the history."""
    return f"{json.dumps(edit, ensure_ascii=False, separators=(', ', ': '))}\n".encode()


def _read(data: bytes, problems: list[ValidationError]) -> Iterator[Edit]:
    """Each line that is sound; what is wrong with the others is added to the errors."""
    seen: set[str] = set()
    last = -1
    for number, raw in enumerate(data.split(b"\n"), start=1):
        if not raw.strip():
            continue
        try:
            edit = _edit(json.loads(raw.decode("utf-8"), parse_constant=_no_number))
            json.dumps(edit.as_dict(), ensure_ascii=False).encode()
            if int(edit.id.removeprefix("edit-")) <= last:
                raise ValueError(f"the id {quoted(edit.id)} does not come after the one before it")
            if edit.undoes and edit.undoes not in seen:
                raise ValueError(f"it undoes {quoted(edit.undoes)}, which is no edit before it")
        except (ValueError, RecursionError) as error:
            rule = f"not a valid edit: {error or 'nested too deep'}"
            problems.append(ValidationError(HISTORY, number, "", "", rule, _MEND))
            continue
        last = int(edit.id.removeprefix("edit-"))
        seen.add(edit.id)
        yield edit


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def _edit(found: object) -> Edit:
    held = _mapping(found, KEYS, "an edit")
    id, made, author, why, undoes = (_text(held[key], key) for key in KEYS[:-1])
    if not _ID.fullmatch(id):
        raise ValueError(f"{quoted(id)} is not an id of an edit, such as edit-000001")
    day = _MADE.fullmatch(made)
    try:
        dates.parse(day[1] if day else made[:10])
    except InvalidDate as error:
        raise ValueError(f"made: {error}") from error
    if not day:
        raise ValueError(f"made: {quoted(made)} is neither a date nor a time")
    if not author.strip():
        raise ValueError("the author is blank")
    listed = held["changes"]
    if not isinstance(listed, list) or not listed:
        raise ValueError("it changes nothing")
    return Edit(id, made, author, why, undoes, tuple(map(_change, listed)))


def _change(found: object) -> Change:
    held = _mapping(found, ("table", "id", "before", "after"), "a change")
    table, id = _text(held["table"], "table"), _text(held["id"], "id")
    if table not in ALL_MODELS:
        raise ValueError(f"there is no table {quoted(table)}")
    before, after = (_row(table, id, held[key]) for key in ("before", "after"))
    if before is None and after is None:
        raise ValueError(f"the change of {quoted(id)} has neither before nor after")
    return Change(table, id, before, after)


def _row(table: str, id: str, found: object) -> Row | None:
    if found is None:
        return None
    if not isinstance(found, dict):
        raise ValueError(f"the row {quoted(id)} is not an object")
    cells = {name: _text(cell, name) for name, cell in found.items() if name != _GEOMETRY}
    unknown = [name for name in cells if name not in ALL_MODELS[table].columns]
    shape = found.get(_GEOMETRY)
    if unknown or (shape is not None and table != "places"):
        raise ValueError(f"{table} has no column {quoted(unknown[0] if unknown else _GEOMETRY)}")
    if shape is not None and not isinstance(shape, dict):
        raise ValueError(f"the geometry of {quoted(id)} is not an object")
    if cells.get("id") != id:
        raise ValueError(f"the row {quoted(id)} has another id")
    return Row(table, cells, shape)


def _mapping(found: object, keys: Sequence[str], what: str) -> dict[str, Any]:
    if not isinstance(found, dict) or set(found) != set(keys):
        raise ValueError(f"{what} has the keys {', '.join(keys)} and no others")
    return found


def _text(value: object, what: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{what} is not a text")
    return value
