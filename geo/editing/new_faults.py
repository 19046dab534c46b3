"""What is wrong with an edit: the errors that a dataset would have only through it."""

import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from geo.dataset import ALL_MODELS, Change, Dataset, Row, file_of, found_between, lines_of
from geo.dataset.rules import Found, Key
from geo.dataset.tables import problems_of_row
from geo.errors import ValidationError, quoted
from geo.geodesy.rings import wrong_outline

MOST_CELL: Final = 20_000  # Characters
MOST_POSITIONS: Final = 10_000  # Of the outline of a place
_MOST_NEAR: Final = 50  # Errors for which near ids are looked for, which is slow
_SHAPES: Final = {"Point": 0, "Polygon": 2, "MultiPolygon": 3}  # Type -> nesting depth of positions
_MEMBERS: Final = frozenset(("type", "coordinates", "bbox"))


def brought(
    base: Dataset, steps: Sequence[Change], *, restoring: bool = False
) -> tuple[Dataset, list[Found]]:
    """The dataset as it would be, and the errors that it would have through the changes."""
    sound = {table: dict(rows) for table, rows in base.by_id.items()}
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
        if problems := list(_of_row(step.after)):
            own += [(problem, key) for problem in problems]
            broken[key] = step.after
            continue
        sound[step.table][step.id] = step.after.whole
        if step.table == "places":
            shapes[step.id] = None if step.after.shape is None else dict(step.after.shape)
    rows = {table: [of[id] for id in sorted(of)] for table, of in sound.items()}
    after = replace(base, rows=rows, shapes=shapes, sha256="")
    whole = {table: [*of] for table, of in rows.items()}
    for (table, _), row in broken.items():
        whole[table].append({name: row.whole[name] for name in ALL_MODELS[table].columns})
    mine = {(step.table, step.id) for step in steps}
    found = own + _between(base, after, mine, broken, whole, restoring)
    return after, _placed(found, whole)


def _of_row(row: Row) -> Iterator[ValidationError]:
    """What is wrong with a row by itself; its line is found out later."""
    file, model, cells = file_of(row.table), ALL_MODELS[row.table], row.whole
    for name, cell in cells.items():
        if name not in model.columns:
            remedy = f"The columns are: {', '.join(model.columns)}."
            yield ValidationError(file, 0, name, "", "unknown column", remedy)
        elif len(cell) > MOST_CELL:
            rule = f"it has {len(cell):,} characters; the limit is {MOST_CELL:,}"
            yield ValidationError(file, 0, name, cell, rule, "Shorten it.")
        elif any("\ud800" <= character <= "\udfff" for character in cell):
            rule, remedy = "the text contains half a character", "Write it again."
            yield ValidationError(file, 0, name, quoted(cell), rule, remedy)
    yield from problems_of_row(file, 0, cells, model)
    if row.shape is not None and (wrong := _wrong_shape(row)):
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
    mine: set[Key],
    broken: Mapping[Key, Row],
    whole: Mapping[str, list[dict[str, str]]],
    restoring: bool,
) -> list[Found]:
    """The errors that show when the rows are seen together, less those that were there before."""
    found = found_between(after, unsound=broken, drawn=mine)
    if broken:  # what they lead to is told at once with what is wrong with them
        links = found_between(replace(after, rows=whole), links_only=True)
        found += [(problem, key) for problem, key in links if key in broken]
    found = [one for one in found if not _follows(*one, broken)]
    if not found:
        return []
    had = {_same(*one) for one in base.between}
    new = [one for one in found if _same(*one) not in had]
    if restoring and new:
        links = found_between(after, unsound=broken, links_only=True)
        kept = {_same(*one) for one in links}
        new = [one for one in new if one[1] not in mine or _same(*one) in kept]
    near = [(_with_near(*one, after), one[1]) for one in new[:_MOST_NEAR]]
    return [*near, *new[_MOST_NEAR:]]


def _follows(problem: ValidationError, key: Key, broken: Mapping[Key, Row]) -> bool:
    """Whether an error is there only because another row of the draft is not sound."""
    if (key[0], problem.column) == ("missions", "city"):
        placed = {row.cells.get("mission") for (t, _), row in broken.items() if t == "positions"}
        return key[1] in placed
    at_place = (key[0], problem.column) == ("positions", "place")
    return at_place and ("places", problem.value) in broken


def _same(problem: ValidationError, key: Key) -> tuple[str, str, str, str, str]:
    return problem.file, key[1], problem.column, problem.value, problem.rule


def _placed(found: Sequence[Found], whole: Mapping[str, list[dict[str, str]]]) -> list[Found]:
    """The errors with the lines on which their rows would stand, once all are in the tables."""
    lines: dict[str, dict[str, int]] = {}
    for table in dict.fromkeys(key[0] for _, key in found):
        rows = sorted(whole[table], key=lambda row: row["id"])
        ids = (row["id"] for row in rows)
        lines[table] = dict(zip(ids, lines_of(table, rows), strict=True))
    order = list(ALL_MODELS)
    placed = [(replace(problem, row=lines[key[0]][key[1]]), key) for problem, key in found]
    return sorted(placed, key=lambda one: (order.index(one[1][0]), one[0].row or 0))


def _with_near(problem: ValidationError, key: Key, dataset: Dataset) -> ValidationError:
    """An error about an id that leads nowhere, with those that look like it."""
    column = ALL_MODELS[key[0]].columns.get(problem.column)
    if "Did you mean " in problem.remedy or column is None:
        return problem
    if column.table and problem.rule.startswith("no row of "):
        tables: tuple[str, ...] = (column.table,)
    elif (key[0], column.name) == ("claims", "subject"):
        tables = ("missions", "sources", "places", "heads")
    else:
        return problem
    ids = [id for table in tables for id in dataset.by_id[table]]
    if near := difflib.get_close_matches(problem.value[:200], ids, 3, 0.75):
        return replace(problem, remedy=f"{problem.remedy} Did you mean {' or '.join(near)}?")
    return problem
