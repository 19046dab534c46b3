"""A folder of tables -> rows with the lines they stand on, and every fault on the way."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from geo._data import folder as data_folder
from geo.errors import Fault, PackMissing, quoted
from geo.pack.models import ADDED, MODELS, Breach, Place
from geo.pack.whole import READY, together

__all__ = [
    "DESCRIPTION",
    "HISTORY",
    "PLACES",
    "Tables",
    "contents",
    "faults_of_row",
    "file_of",
    "locate",
    "scan",
    "scan_csv",
]

DESCRIPTION = "datapackage.json"
PLACES = "places.geojson"
HISTORY = "edits.jsonl"
_FILES = (*(f"{table}.csv" for table in MODELS), PLACES, DESCRIPTION, HISTORY)
_FIX = "Run embassy-atlas check --fix, which makes it so."


@dataclass(slots=True)
class Tables:
    """What was read from a folder, faults and all.

    Attributes
    ----------
    rows
        Table -> its rows, each a mapping from column to cell; only sound rows.
    lines
        Table -> the line of the file on which each row begins.
    shapes
        Id of a place -> its GeoJSON geometry, or None.
    ids
        Table -> the ids of all its rows, sound or not; None where it could not be read.
    faults
        Every fault met.
    raw
        File name -> its bytes.
    """

    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=dict)
    shapes: dict[str, dict[str, Any] | None] = field(default_factory=dict)
    ids: dict[str, set[str] | None] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    raw: dict[str, bytes] = field(default_factory=dict)


def file_of(table: str) -> str:
    """Name of a table's file."""
    return PLACES if table == "places" else f"{table}.csv"


def locate(folder: str | Path | None = None) -> Path:
    """The folder of a pack.

    Parameters
    ----------
    folder
        The folder, its ``datapackage.json``, or None for the bundled pack.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    PackMissing
        There is no such folder, or no pack in it.
    """
    path = data_folder("atlas") if folder is None else Path(folder)
    try:
        if path.name == DESCRIPTION and path.is_file():
            path = path.parent
        if not path.is_dir():
            raise PackMissing(
                f"there is no folder {quoted(path)}. Give the folder that holds {DESCRIPTION}."
            )
        marks = (f"{READY}/{DESCRIPTION}", DESCRIPTION, file_of("missions"))
        if not any((path / mark).is_file() for mark in marks):
            raise PackMissing(
                f"{quoted(path)} holds no pack: neither {DESCRIPTION} nor missions.csv is in it. "
                "Give the folder that holds them."
            )
    except (OSError, ValueError) as error:
        raise PackMissing(
            f"the folder {quoted(folder)} cannot be looked into: {error}. Give another."
        ) from error
    return path


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a pack that there are, unread.

    Parameters
    ----------
    folder
        Folder of the pack, as :func:`locate` gives it.

    Returns
    -------
    dict
        File name -> its bytes, all of one moment.

    Raises
    ------
    PackUnreadable
        They are changed all the time.
    """
    read = together(folder, _FILES)
    return {name: data for name, data in read.items() if isinstance(data, bytes)}


def scan(folder: Path) -> Tables:
    """Read every table of a folder, row by row through its model.

    Parameters
    ----------
    folder
        Folder of the pack, as :func:`locate` gives it.

    Returns
    -------
    Tables
        Sound rows and all faults, of one moment.

    Raises
    ------
    PackUnreadable
        The files are changed all the time.
    """
    tables, read = Tables(), together(folder, _FILES)
    for table, model in MODELS.items():
        tables.rows[table], tables.lines[table], tables.ids[table] = [], [], None
        data = _bytes(file_of(table), read, tables)
        if data is not None:
            ids: set[str] = set()
            had = len(tables.faults)
            for line, record in scan_csv(file_of(table), data, model, tables.faults, ids):
                tables.rows[table].append(record)
                tables.lines[table].append(line)
            tables.ids[table] = ids if ids or len(tables.faults) == had else None
    tables.rows["places"], tables.lines["places"], tables.ids["places"] = [], [], None
    data = _bytes(PLACES, read, tables)
    if data is not None:
        _scan_places(data, tables)
    description = _bytes(DESCRIPTION, read, tables)
    if description is not None:
        _scan_description(description, tables)
    if not isinstance(read[HISTORY], FileNotFoundError):
        _bytes(HISTORY, read, tables)
    return tables


def _bytes(name: str, read: Mapping[str, bytes | OSError], tables: Tables) -> bytes | None:
    data = read[name]
    if isinstance(data, bytes):
        tables.raw[name] = data
        return data
    if isinstance(data, FileNotFoundError):
        rule = "the file is missing"
        remedy = "Put it back from a copy; an empty table is its header alone."
    else:
        rule = f"the file cannot be read: {data.strerror or data}"
        remedy = "Look at its rights."
    tables.faults.append(Fault(name, None, "", "", rule, remedy))
    return None


def scan_csv(
    file: str, data: bytes, model: type[BaseModel], faults: list[Fault], ids: set[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Read one CSV table, row by row through its model.

    Parameters
    ----------
    file
        Name of the file, for the faults.
    data
        Its bytes.
    model
        Record model of the table.
    faults
        Faults are added here.
    ids
        The ids of all rows are added here, sound or not.

    Yields
    ------
    tuple of int and dict
        Line on which the row begins (the header is line 1), and its cells by column.
    """
    columns = list(model.model_fields)
    text = _text(file, data, faults)
    if text is None:
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        header = next(reader, [])
        if not _sound_header(file, header, columns, faults):
            return
        begins = reader.line_num + 1
        for cells in reader:
            line, begins = begins, reader.line_num + 1
            if not cells:
                faults.append(Fault(file, line, "", "", "the row is empty", _FIX))
            elif len(cells) != len(columns):
                rule = f"the row has {len(cells)} cells, the header {len(columns)}"
                remedy = "Put a cell that holds a comma or a quote in double quotes."
                faults.append(Fault(file, line, "", ",".join(cells)[:200], rule, remedy))
            else:
                record = dict(zip(columns, cells, strict=True))
                ids.add(record["id"])
                if _sound(file, line, record, model, faults):
                    yield line, record
    except csv.Error as error:
        rule = f"the table breaks off or is broken here: {error}"
        remedy = "Close the quotes, or put the file back from a copy."
        faults.append(Fault(file, begins, "", "", rule, remedy))


def _text(file: str, data: bytes, faults: list[Fault]) -> str | None:
    if not data:
        remedy = "It was cut short: put it back from a copy."
        faults.append(Fault(file, None, "", "", "the file is empty", remedy))
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        value = data[error.start : error.start + 8].hex(" ")
        faults.append(Fault(file, line, "", value, "not UTF-8", "Save the file as UTF-8."))
        return None
    if text.startswith("\ufeff"):
        faults.append(Fault(file, 1, "", "", "a byte order mark stands before the header", _FIX))
        text = text[1:]
    if not text.endswith("\n"):
        rule = "the last line does not end with a line feed: the file may have been cut short"
        faults.append(Fault(file, text.count("\n") + 1, "", text[-40:], rule, _FIX))
    return text


def _sound_header(file: str, header: list[str], columns: list[str], faults: list[Fault]) -> bool:
    if header == columns:
        return True
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        rule = "the columns are not separated by commas"
        faults.append(Fault(file, 1, "", header[0][:120], rule, _FIX))
        return False
    for name in columns:
        if name not in header:
            remedy = _FIX if name in ADDED else f"The columns are: {', '.join(columns)}."
            faults.append(Fault(file, 1, name, "", "the column is missing", remedy))
    for name in sorted(set(header), key=header.index):
        if name not in columns:
            faults.append(Fault(file, 1, name, name, "no such column", "Remove or rename it."))
        elif header.count(name) > 1:
            faults.append(Fault(file, 1, name, name, "the column stands twice", "Remove one."))
    if sorted(header) == sorted(columns):
        faults.append(Fault(file, 1, "", ",".join(header), "the columns are out of order", _FIX))
    return False


def faults_of_row(
    file: str, line: int, record: dict[str, str], model: type[BaseModel]
) -> list[Fault]:
    """The faults of one row by itself: the door that every row passes.

    Parameters
    ----------
    file
        Name of the file, for the faults.
    line
        Line of the row, for the faults.
    record
        Column -> cell.
    model
        Record model of the table.

    Returns
    -------
    list of Fault
        Empty for a sound row.
    """
    faults: list[Fault] = []
    try:
        model.model_validate(record)
    except ValidationError as error:
        for item in error.errors(include_url=False):
            column = str(item["loc"][0]) if item["loc"] else ""
            breach = item.get("ctx", {}).get("error")
            rule, remedy = (
                (breach.rule, breach.remedy)
                if isinstance(breach, Breach)
                else (str(item["msg"]), "Correct it.")
            )
            faults.append(Fault(file, line, column, str(record.get(column, "")), rule, remedy))
    return faults


def _sound(
    file: str, line: int, record: dict[str, str], model: type[BaseModel], faults: list[Fault]
) -> bool:
    found = faults_of_row(file, line, record, model)
    faults += found
    return not found


def _scan_places(data: bytes, tables: Tables) -> None:
    try:
        text = data.decode("utf-8")
        collection = json.loads(text)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        remedy = "Mend it, or put it back from a copy."
        tables.faults.append(Fault(PLACES, line, "", "", f"not JSON: {error}", remedy))
        return
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list):
        rule = "not a GeoJSON FeatureCollection"
        tables.faults.append(Fault(PLACES, None, "", "", rule, "Put it back from a copy."))
        return
    ids: set[str] = set()
    tables.ids["places"] = ids
    for index, feature in enumerate(features, start=1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict):
            rule = "a feature without properties"
            tables.faults.append(Fault(PLACES, index, "", "", rule, "Give it properties."))
            continue
        record = {name: _cell(properties.get(name)) for name in Place.model_fields}
        ids.add(record["id"])
        for name in properties.keys() - record.keys():
            tables.faults.append(
                Fault(PLACES, index, str(name), "", "no such property", "Remove it.")
            )
        if _sound(PLACES, index, record, Place, tables.faults):
            tables.rows["places"].append(record)
            tables.lines["places"].append(index)
            tables.shapes[record["id"]] = feature.get("geometry")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "|".join(str(part) for part in value)
    if isinstance(value, float) and math.isfinite(value) and value.is_integer():
        return str(int(value))
    return str(value)


def _scan_description(data: bytes, tables: Tables) -> None:
    try:
        description = json.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        rule = f"not JSON: {error}"
        tables.faults.append(Fault(DESCRIPTION, None, "", "", rule, _FIX))
        return
    if not isinstance(description, dict):
        rule = "not a Data Package description"
        tables.faults.append(Fault(DESCRIPTION, None, "", "", rule, _FIX))
