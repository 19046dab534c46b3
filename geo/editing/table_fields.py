"""The fields of a table, for the options of a command and the inputs of a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, get_args

from pydantic import AfterValidator

from geo.dataset import ALL_MODELS, Word, problems_of_row, refs

_ATTESTED: Final = ("listed", "unconfirmed")


@dataclass(frozen=True)
class Field:
    """One column of a table.

    ``words`` is its closed list, empty where any text may be; ``table`` the one whose ids it holds,
    blank for none; ``many``: whether several, joined with ``|``.
    """

    name: str
    help: str
    needed: bool
    words: tuple[str, ...]
    table: str
    many: bool


@cache
def fields(table: str) -> tuple[Field, ...]:
    """The fields of a table, from its record model."""
    model = ALL_MODELS[table]
    blank = filled(table, dict.fromkeys(model.model_fields, ""))
    needed = {problem.column for problem in problems_of_row("", 0, blank, model)} - {"id"}
    links = refs(model)
    found = []
    for name, info in model.model_fields.items():
        marks = [*info.metadata, *get_args(info.annotation)]
        checks = [mark.func for mark in marks if isinstance(mark, AfterValidator)]
        allowed = next((check.allowed for check in checks if isinstance(check, Word)), ())
        link = links.get(name)
        found.append(
            Field(
                name,
                info.description or "",
                name in needed,
                allowed,
                link.table if link else "",
                bool(link and link.many),
            )
        )
    return tuple(found)


def filled(table: str, cells: Mapping[str, str]) -> dict[str, str]:
    """The cells of a new row, with what is where nothing is said."""
    given = dict(cells)
    if table in ("claims", "positions"):
        given["rank"] = given.get("rank") or "normal"
    if table in ("events", "relations", "coverage"):
        listed = table == "coverage" or given.get("kind") in _ATTESTED
        given["sense"] = given.get("sense") or ("attested" if listed else "on")
    return given
