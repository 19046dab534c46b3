"""Tables that a user gives to measure a dataset by: lists of missions, samples, totals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from geo import dates, parties
from geo.errors import AtlasError, SourceFaulty, ValidationError, quoted
from geo.importers.grids import grid_of
from geo.vocabulary import KINDS

Row = dict[str, str]


def _date(text: str) -> str:
    dates.parse(text)
    return text


def _kind(text: str) -> str:
    word = text.lower().replace(" ", "_")
    if word not in {*KINDS, *KINDS.values()}:
        raise SourceFaulty(f"Unknown type. Use one of: {', '.join(KINDS)}.")
    return word


def _count(text: str) -> str:
    if not text.isascii() or not text.isdigit():
        raise SourceFaulty("Not a whole number. Write digits only, such as 46.")
    return text


def _direction(text: str) -> str:
    if text not in ("sent", "received"):
        raise SourceFaulty("Use sent or received.")
    return text


_READ: Mapping[str, Callable[[str], str]] = {
    **dict.fromkeys(("sending", "receiving", "party"), lambda text: parties.party(text).code),
    **dict.fromkeys(("date", "opened", "closed"), _date),
    "kind": _kind,
    "count": _count,
    "direction": _direction,
}


def rows_of(path: Path, needed: tuple[str, ...], optional: tuple[str, ...]) -> list[Row]:
    """The rows of a table (CSV, XLSX, …), states as codes; other columns are left alone."""
    grid = grid_of(path)
    missing = [name for name in needed if name not in grid.columns]
    if missing:
        raise SourceFaulty(
            f"{quoted(path.name)} lacks the column {' and '.join(map(quoted, missing))}. "
            f"It needs {', '.join(needed)}, and may have {', '.join(optional)}."
        )
    at = {name: grid.columns.index(name) for name in (*needed, *optional) if name in grid.columns}
    found, problems = [], list(grid.problems)
    for number, cells in grid.rows:
        row = dict.fromkeys((*needed, *optional), "")
        for name, place in at.items():
            text = cells[place].strip()
            try:
                row[name] = _READ[name](text) if text and name in _READ else text
            except AtlasError as error:
                rule, _, remedy = str(error).partition(". ")
                problems.append(ValidationError(path.name, number, name, text, rule, remedy))
            if not text and name in needed:
                problems.append(
                    ValidationError(path.name, number, name, "", "blank", "Fill it in.")
                )
        found.append(row)
    if problems:
        raise SourceFaulty("\n".join(map(str, problems)), problems)
    return found
