"""Rows as SQL: cells become typed columns and texts again; what has changed is written by row."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from geo.dataset.canonical import own_words, render_places
from geo.dataset.description import describe
from geo.dataset.files import render_csv
from geo.dataset.history import KEYS, Edit, edits, line_of
from geo.dataset.models import ALL_MODELS
from geo.dataset.tables import DESCRIPTION, HISTORY, PLACES, Tables, file_of, scan_places
from geo.errors import DatasetChanged

if TYPE_CHECKING:
    from psycopg import Connection

# Each table after those that its rows refer to
_TABLES: Final = tuple(dict.fromkeys(("sources", "missions", "places", *ALL_MODELS)))
_GEOMETRY: Final = "geometry"
_ADD: Final = "INSERT INTO {table} ({}) SELECT {} FROM {}"  # Names, values, and the rows ``new``
_CHANGE: Final = (
    "UPDATE {table} SET ({}) = ROW ({}) FROM {} "
    "WHERE {table}.id = new.id AND {table}.row_version <="
)


class Columns:
    """The columns of every table, with their types in the database."""

    def __init__(self, conn: Connection[Any]) -> None:
        found = conn.execute(
            "SELECT attrelid::regclass::text, attname, format_type(atttypid, atttypmod) "
            "FROM pg_attribute WHERE attrelid = ANY(%s::text[]::regclass[]) AND attnum > 0",
            [list(_TABLES)],
        )
        types = {(table, name): kind for table, name, kind in found}
        self.of: dict[str, dict[str, str]] = {}
        for table in _TABLES:
            names = [*ALL_MODELS[table].columns, *([_GEOMETRY] * (table == "places"))]
            self.of[table] = {name: types[table, name] for name in names}

    def as_text(self, table: str) -> str:
        """The columns of a table, as cells."""
        told = (
            f"""array_to_string("{name}", '|')""" if kind.endswith("[]") else f'"{name}"::text'
            for name, kind in self.of[table].items()
        )
        return ", ".join(f"coalesce({text}, '')" for text in told)

    def put(self, conn: Connection[Any], table: str, rows: list[tuple[str, ...]], how: str) -> int:
        """Run a statement over rows, if there are any; the number of rows that it wrote."""
        if not rows:
            return 0
        names = ", ".join(f'"{name}"' for name in self.of[table])
        values = []
        for name, kind in self.of[table].items():
            cell = f"""nullif(new."{name}", '')"""
            text = f"string_to_array({cell}, '|')" if kind.endswith("[]") else cell
            values.append(f"{text}::{kind}")
        cells = ", ".join(["%s::text[]"] * len(values))
        new = f"unnest({cells}) AS new ({names})"
        query = how.format(names, ", ".join(values), new, table=table)
        return conn.execute(query, [list(column) for column in zip(*rows, strict=True)]).rowcount


def read_file(conn: Connection[Any], columns: Columns, name: str) -> bytes:
    """A file in canonical form, made of its table."""
    if name == DESCRIPTION:
        own, history = conn.execute("SELECT own::text, has_history FROM dataset").fetchall()[0]
        return describe(json.loads(own), history=history)
    if name == HISTORY:
        query = (
            "SELECT id, made, author, why, coalesce(undoes, ''), changes::text "
            "FROM edits ORDER BY number"
        )
        told = (dict(zip(KEYS, row, strict=True)) for row in conn.execute(query))
        return b"".join(line_of({**one, "changes": json.loads(one["changes"])}) for one in told)
    table = name.partition(".")[0]
    names = list(ALL_MODELS[table].columns)
    query = f"SELECT {columns.as_text(table)} FROM {table} ORDER BY id"  # noqa: S608
    rows = conn.execute(query).fetchall()
    if name != PLACES:
        return render_csv(names, rows)
    places = [dict(zip(names, row[:-1], strict=True)) for row in rows]
    return render_places(places, {row[0]: json.loads(row[-1] or "null") for row in rows})


def write_tables(
    conn: Connection[Any],
    columns: Columns,
    before: Mapping[str, bytes],
    after: Mapping[str, bytes],
    version: int,
) -> None:
    """Write the rows that differ; none may be newer than the version that was read."""
    gone: list[tuple[str, list[str]]] = []
    for table in _TABLES:
        name = file_of(table)
        if name not in after or before.get(name) == after[name]:
            continue
        old, new = _rows(name, before.get(name)), _rows(name, after[name])
        gone.append((table, [id for id in old if id not in new]))
        columns.put(conn, table, [row for id, row in new.items() if id not in old], _ADD)
        changed = [row for id, row in new.items() if id in old and old[id] != row]
        _all(columns.put(conn, table, changed, f"{_CHANGE} {version:d}"), changed)
    for table, ids in reversed(gone):
        if ids:
            query = f"DELETE FROM {table} WHERE id = ANY(%s) AND row_version <= %s"  # noqa: S608
            _all(conn.execute(query, [ids, version]).rowcount, ids)
    if DESCRIPTION in after:
        own = json.dumps(own_words(after[DESCRIPTION]), ensure_ascii=False)
        conn.execute("UPDATE dataset SET own = %s", [own])
    if HISTORY in after:
        _write_history(conn, edits(before.get(HISTORY)), edits(after[HISTORY]))


def _rows(name: str, data: bytes | None) -> dict[str, tuple[str, ...]]:
    """Id -> cells; of a place, its geometry as JSON after them."""
    if data is None:
        return {}
    if name != PLACES:
        reader = csv.reader(io.StringIO(data.decode(), newline=""), strict=True)
        next(reader)
        return {row[0]: tuple(row) for row in reader}
    found = Tables()
    found.rows["places"], found.lines["places"] = [], []
    scan_places(data, found)
    shapes = {id: json.dumps(one, ensure_ascii=False) for id, one in found.shapes.items()}
    return {row["id"]: (*row.values(), shapes[row["id"]]) for row in found.rows["places"]}


def _all(count: int, wanted: list[Any]) -> None:
    if count != len(wanted):
        raise DatasetChanged(
            "A row that is to be changed was changed by another program meanwhile. "
            "Nothing was written: try again."
        )


def _write_history(conn: Connection[Any], before: list[Edit], after: list[Edit]) -> None:
    if after[: len(before)] != before:
        conn.execute("DELETE FROM edits")
        before = []
    new = [edit.as_dict() for edit in after[len(before) :]]
    if new:
        told = [[one[name] for one in new] for name in KEYS[:-1]]
        changes = [json.dumps(one["changes"], ensure_ascii=False) for one in new]
        conn.execute(
            "INSERT INTO edits (id, made, author, why, undoes, changes, made_on) "
            "SELECT id, made, author, why, nullif(undoes, ''), changes::json, left(made, 10)::date "
            "FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[]) "
            "AS new (id, made, author, why, undoes, changes)",
            [*told, changes],
        )
