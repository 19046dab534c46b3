"""What is wrong with an edit: the errors that a dataset would have only through it."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from geo.dataset import (
    ALL_MODELS,
    Change,
    Dataset,
    Row,
    check_rows,
    file_of,
    lines_of,
    problems_of_row,
    refs,
)
from geo.errors import ValidationError, quoted
from geo.geodesy.rings import wrong_outline

MOST_CELL: Final = 20_000
"""Characters of a cell."""

MOST_POSITIONS: Final = 10_000
"""Positions of the outline of a place."""

_MOST_NEAR: Final = 50
"""Errors for which ids are looked for that are near: among ten thousand, that takes a while."""

Key = tuple[str, str]
"""Table and id of a row."""

Found = tuple[ValidationError, Key | None]
"""An error, and the row of the draft that it is about; None where that row is another's."""

_SHAPES: Final = {"Point": 0, "Polygon": 2, "MultiPolygon": 3}
"""Type of the geometry of a place -> how deep its positions lie."""

_MEMBERS: Final = frozenset(("type", "coordinates", "bbox"))

_Rows = dict[str, dict[str, dict[str, str]]]
_Same = tuple[str, str, str, str, str]


def brought(
    base: Dataset, steps: Sequence[Change], *, restoring: bool = False
) -> tuple[Dataset, list[Found]]:
    """The dataset as it would be, and the errors that it would have through the changes."""
    sound: _Rows = {table: dict(rows) for table, rows in base.by_id.items()}
    shapes = dict(base.shapes)
    broken: dict[Key, Row] = {}
    own: list[Found] = []
    for step in steps:
        key = step.table, step.id
        sound[step.table].pop(step.id, None)
        if step.table == "places":
            shapes.pop(step.id, None)
        if step.after is None:
            continue
        problems = list(_of_row(step.after))
        if problems:
            own += [(problem, key) for problem in problems]
            broken[key] = step.after
            continue
        sound[step.table][step.id] = step.after.whole
        if step.table == "places":
            shapes[step.id] = None if step.after.shape is None else dict(step.after.shape)
    rows = {table: [of[id] for id in sorted(of)] for table, of in sound.items()}
    after = replace(base, rows=rows, shapes=shapes, sha256="")
    between = _between(base, after, steps, broken, restoring)
    return after, _placed(own + between, after, broken)


def _of_row(row: Row) -> Iterator[ValidationError]:
    """What is wrong with a row by itself; its line is found out later."""
    file, model, cells = file_of(row.table), ALL_MODELS[row.table], row.whole
    for name, cell in cells.items():
        if name not in model.model_fields:
            remedy = f"The columns are: {', '.join(model.model_fields)}."
            yield ValidationError(file, 0, name, "", "unknown column", remedy)
        elif len(cell) > MOST_CELL:
            rule = f"it has {len(cell):,} characters; the limit is {MOST_CELL:,}"
            yield ValidationError(file, 0, name, cell, rule, "Shorten it.")
        elif any("\ud800" <= character <= "\udfff" for character in cell):
            rule, remedy = "the text contains half a character", "Write it again."
            yield ValidationError(file, 0, name, quoted(cell), rule, remedy)
    yield from problems_of_row(file, 0, {name: cells[name] for name in model.model_fields}, model)
    if row.shape is not None:
        wrong = _wrong_shape(row)
        if wrong:
            yield ValidationError(file, 0, "geometry", "", *wrong)


def _wrong_shape(row: Row) -> tuple[str, str] | None:
    """Rule and remedy, where an outline is no plain geometry of numbers."""
    if row.table != "places":
        return "only a place has a geometry", "Add a place with the geometry, and give its id."
    shape: Mapping[str, Any] = row.shape or {}
    try:
        text = json.dumps(shape, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        return "not a GeoJSON geometry", "Draw it again."
    depth = _SHAPES.get(str(shape.get("type")))
    if shape.keys() - _MEMBERS:
        return "a geometry has a type and coordinates, and no more", "Remove the rest."
    if depth is None:
        return "a place is a Point, a Polygon or a MultiPolygon", "Draw it as one of these."
    positions = list(_positions(json.loads(text).get("coordinates"), depth))
    if None in positions:
        return "its coordinates are not lists of longitude and latitude", "Draw it again."
    if len(positions) > MOST_POSITIONS:
        rule = f"its outline has {len(positions):,} points; the limit is {MOST_POSITIONS:,}"
        return rule, "Simplify it."
    return wrong_outline(shape)


def _positions(found: object, depth: int) -> Iterator[object]:
    """The positions of a geometry; None for whatever is none."""
    if not isinstance(found, list) or not found:
        yield None
    elif depth:
        for part in found:
            yield from _positions(part, depth - 1)
    else:
        numbers = all(isinstance(n, int | float) and not isinstance(n, bool) for n in found)
        yield found if len(found) in (2, 3) and numbers else None


def _between(
    base: Dataset,
    after: Dataset,
    steps: Sequence[Change],
    broken: Mapping[Key, Row],
    restoring: bool,
) -> list[Found]:
    """The errors that show when the rows are seen together, less those that were there before."""
    unsound: dict[str, list[str]] = {}
    for table, id in broken:
        unsound.setdefault(table, []).append(id)
    mine = {(step.table, step.id) for step in steps}
    found = _named(after, check_rows(after, unsound=unsound, drawn=mine))
    if broken:  # what they lead to is told at once with what is wrong with them
        whole = {t: [*rows, *_of(broken, t)] for t, rows in after.rows.items()}
        all_ = replace(after, rows=whole)
        links = _named(all_, check_rows(all_, links_only=True))
        found += [(problem, key) for problem, key in links if key in broken]
    found = [one for one in found if not _follows(*one, broken)]
    if not found:
        return []
    had = {_same(problem, key) for problem, key in _named(base, base.problems)}
    new = [(problem, key) for problem, key in found if _same(problem, key) not in had]
    if restoring and new:
        links = _named(after, check_rows(after, unsound=unsound, links_only=True))
        kept = {_same(problem, key) for problem, key in links}
        new = [one for one in new if one[1] not in mine or _same(*one) in kept]
    near = [(_with_near(problem, after), key) for problem, key in new[:_MOST_NEAR]]
    return [*near, *new[_MOST_NEAR:]]


def _follows(problem: ValidationError, key: Key, broken: Mapping[Key, Row]) -> bool:
    """Whether an error is there only because another row of the draft is not sound."""
    if (problem.file, problem.column) == ("missions.csv", "city"):
        placed = {row.cells.get("mission") for (t, _), row in broken.items() if t == "positions"}
        return key[1] in placed
    return (problem.file, problem.column) == ("positions.csv", "place") and (
        ("places", problem.value) in broken
    )


def _of(broken: Mapping[Key, Row], table: str) -> list[dict[str, str]]:
    """The rows of a table that are not sound, with the columns that it has."""
    columns = ALL_MODELS[table].model_fields
    return [{n: row.whole[n] for n in columns} for key, row in broken.items() if key[0] == table]


def _named(
    dataset: Dataset, problems: Sequence[ValidationError]
) -> list[tuple[ValidationError, Key]]:
    """Errors with table and id of the rows that they are about."""
    tables = {file_of(table): table for table in ALL_MODELS}
    on: dict[str, dict[int, str]] = {}
    found = []
    for problem in problems:
        table = tables[problem.file]
        if table not in on:
            rows = sorted(dataset.rows[table], key=lambda row: row["id"])
            ids = (row["id"] for row in rows)
            on[table] = dict(zip(lines_of(table, rows), ids, strict=True))
        found.append((problem, (table, on[table][problem.row or 0])))
    return found


def _same(problem: ValidationError, key: Key) -> _Same:
    return problem.file, key[1], problem.column, problem.value, problem.rule


def _placed(found: Sequence[Found], after: Dataset, broken: Mapping[Key, Row]) -> list[Found]:
    """The errors with the lines on which their rows would stand, once all are in the tables."""
    lines: dict[str, dict[str, int]] = {}
    placed: list[Found] = []
    for problem, key in found:
        table, id = key or ("", "")
        if table not in lines:
            rows = [*after.rows[table], *_of(broken, table)]
            rows.sort(key=lambda row: row["id"])
            of_rows = lines_of(table, rows)
            lines[table] = {row["id"]: n for row, n in zip(rows, of_rows, strict=True)}
        placed.append((replace(problem, row=lines[table][id]), key))
    order = list(map(file_of, ALL_MODELS))
    return sorted(placed, key=lambda one: (order.index(one[0].file), one[0].row or 0))


def _with_near(problem: ValidationError, dataset: Dataset) -> ValidationError:
    """An error about an id that leads nowhere, with those that look like it."""
    if "Did you mean " in problem.remedy:
        return problem
    table = next(name for name in ALL_MODELS if file_of(name) == problem.file)
    link = refs(ALL_MODELS[table]).get(problem.column)
    if link is not None and problem.rule.startswith("no row of "):
        ids = list(dataset.by_id[link.table])
    elif (table, problem.column) == ("claims", "subject"):
        ids = [
            id for name in ("missions", "sources", "places", "heads") for id in dataset.by_id[name]
        ]
    else:
        return problem
    near = difflib.get_close_matches(problem.value[:200], ids, 3, 0.75)
    if not near:
        return problem
    return replace(problem, remedy=f"{problem.remedy} Did you mean {' or '.join(near)}?")
