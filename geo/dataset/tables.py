"""A folder of tables -> rows with the lines they stand on, and every error on the way."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic import ValidationError as RowError

from geo.dataset.addresses import database_of, dataset_path
from geo.dataset.json_text import read_json
from geo.dataset.models import ADDED, MODELS, Place, RuleViolation
from geo.dataset.transaction import READY, together
from geo.errors import DatasetMissing, ValidationError, quoted
from geo.package_files import folder as data_folder

DESCRIPTION = "datapackage.json"
PLACES = "places.geojson"
HISTORY = "edits.jsonl"
FILES = (*(f"{table}.csv" for table in MODELS), PLACES, DESCRIPTION, HISTORY)
_FIX = "Run embassy-atlas check --fix, which corrects it."


@dataclass(slots=True)
class Tables:
    """What was read from a folder, errors and all."""

    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=dict)
    # Id of a place -> its GeoJSON geometry, or None
    shapes: dict[str, dict[str, Any] | None] = field(default_factory=dict)
    # Table -> the ids of all its rows, sound or not; None where it could not be read
    ids: dict[str, set[str] | None] = field(default_factory=dict)
    problems: list[ValidationError] = field(default_factory=list)
    raw: dict[str, bytes] = field(default_factory=dict)  # File name -> its bytes


def file_of(table: str) -> str:
    """Name of a table's file."""
    return PLACES if table == "places" else f"{table}.csv"


def locate(folder: str | Path | None = None) -> Path:
    """The folder of a dataset; of a shared one, the folder of its local copy, as new as it."""
    path = data_folder("atlas") if folder is None else dataset_path(folder)
    database = database_of(path)
    if database is not None:
        return database.refreshed()
    try:
        if path.name == DESCRIPTION and path.is_file():
            path = path.parent
        if not path.is_dir():
            raise DatasetMissing(
                f"there is no folder {quoted(path)}. Give the folder that contains {DESCRIPTION}."
            )
        marks = (f"{READY}/{DESCRIPTION}", DESCRIPTION, file_of("missions"))
        if not any((path / mark).is_file() for mark in marks):
            raise DatasetMissing(
                f"{quoted(path)} contains no dataset: it has neither {DESCRIPTION} nor "
                "missions.csv. "
                "Give the folder that contains them."
            )
    except (OSError, ValueError) as error:
        raise DatasetMissing(
            f"the folder {quoted(folder)} cannot be read: {error}. Give another."
        ) from error
    return path


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a dataset that there are, unread."""
    read = together(folder, FILES)
    return {name: data for name, data in read.items() if isinstance(data, bytes)}


def scan(folder: Path) -> Tables:
    """Read every table of a folder, row by row through its model."""
    tables, read = Tables(), together(folder, FILES)
    for table, model in MODELS.items():
        tables.rows[table], tables.lines[table], tables.ids[table] = [], [], None
        data = _bytes(file_of(table), read, tables)
        if data is not None:
            ids: set[str] = set()
            had = len(tables.problems)
            for line, record in scan_csv(file_of(table), data, model, tables.problems, ids):
                tables.rows[table].append(record)
                tables.lines[table].append(line)
            tables.ids[table] = ids if ids or len(tables.problems) == had else None
    tables.rows["places"], tables.lines["places"], tables.ids["places"] = [], [], None
    data = _bytes(PLACES, read, tables)
    if data is not None:
        scan_places(data, tables)
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
        remedy = "Restore it from a copy; an empty table is its header alone."
    else:
        rule = f"the file cannot be read: {data.strerror or data}"
        remedy = "Check its permissions."
    tables.problems.append(ValidationError(name, None, "", "", rule, remedy))
    return None


def scan_csv(
    file: str, data: bytes, model: type[BaseModel], problems: list[ValidationError], ids: set[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Read one CSV table, row by row through its model."""
    columns = list(model.model_fields)
    text = _text(file, data, problems)
    if text is None:
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        header = next(reader, [])
        if not _sound_header(file, header, columns, problems):
            return
        begins = reader.line_num + 1
        for cells in reader:
            line, begins = begins, reader.line_num + 1
            if not cells:
                problems.append(ValidationError(file, line, "", "", "the row is empty", _FIX))
            elif len(cells) != len(columns):
                rule = f"the row has {len(cells)} cells, the header {len(columns)}"
                remedy = "Put a cell that holds a comma or a quote in double quotes."
                problems.append(
                    ValidationError(file, line, "", ",".join(cells)[:200], rule, remedy)
                )
            else:
                record = dict(zip(columns, cells, strict=True))
                ids.add(record["id"])
                if _sound(file, line, record, model, problems):
                    yield line, record
    except csv.Error as error:
        rule = f"the table ends early or is broken here: {error}"
        remedy = "Close the quotes, or restore the file from a copy."
        problems.append(ValidationError(file, begins, "", "", rule, remedy))


def _text(file: str, data: bytes, problems: list[ValidationError]) -> str | None:
    if not data:
        remedy = "It was cut short: restore it from a copy."
        problems.append(ValidationError(file, None, "", "", "the file is empty", remedy))
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        value = data[error.start : error.start + 8].hex(" ")
        problems.append(
            ValidationError(file, line, "", value, "not UTF-8", "Save the file as UTF-8.")
        )
        return None
    if text.startswith("\ufeff"):
        problems.append(
            ValidationError(file, 1, "", "", "a byte order mark before the header", _FIX)
        )
        text = text[1:]
    if not text.endswith("\n"):
        rule = "the last line does not end with a line feed: the file may have been cut short"
        problems.append(ValidationError(file, text.count("\n") + 1, "", text[-40:], rule, _FIX))
    return text


def _sound_header(
    file: str, header: list[str], columns: list[str], problems: list[ValidationError]
) -> bool:
    if header == columns:
        return True
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        rule = "the columns are not separated by commas"
        problems.append(ValidationError(file, 1, "", header[0][:120], rule, _FIX))
        return False
    for name in columns:
        if name not in header:
            remedy = _FIX if name in ADDED else f"The columns are: {', '.join(columns)}."
            problems.append(ValidationError(file, 1, name, "", "the column is missing", remedy))
    for name in sorted(set(header), key=header.index):
        if name not in columns:
            problems.append(
                ValidationError(file, 1, name, name, "no such column", "Remove or rename it.")
            )
        elif header.count(name) > 1:
            problems.append(
                ValidationError(file, 1, name, name, "the column is there twice", "Remove one.")
            )
    if sorted(header) == sorted(columns):
        problems.append(
            ValidationError(file, 1, "", ",".join(header), "the columns are out of order", _FIX)
        )
    return False


def problems_of_row(
    file: str, line: int, record: dict[str, str], model: type[BaseModel]
) -> list[ValidationError]:
    """The errors of one row by itself; every row is checked here."""
    problems: list[ValidationError] = []
    try:
        model.model_validate(record)
    except RowError as error:
        for item in error.errors(include_url=False):
            column = str(item["loc"][0]) if item["loc"] else ""
            breach = item.get("ctx", {}).get("error")
            rule, remedy = (
                (breach.rule, breach.remedy)
                if isinstance(breach, RuleViolation)
                else (str(item["msg"]), "Correct it.")
            )
            problems.append(
                ValidationError(file, line, column, str(record.get(column, "")), rule, remedy)
            )
    return problems


def _sound(
    file: str,
    line: int,
    record: dict[str, str],
    model: type[BaseModel],
    problems: list[ValidationError],
) -> bool:
    found = problems_of_row(file, line, record, model)
    problems += found
    return not found


def scan_places(data: bytes, tables: Tables) -> None:
    """Read the places, feature by feature through their model."""
    try:
        collection = read_json(data.decode("utf-8"))
    except ValueError as error:
        line = getattr(error, "line", None)
        remedy = "Correct it, or restore it from a copy."
        tables.problems.append(ValidationError(PLACES, line, "", "", f"not JSON: {error}", remedy))
        return
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list):
        rule = "not a GeoJSON FeatureCollection"
        tables.problems.append(
            ValidationError(PLACES, None, "", "", rule, "Restore it from a copy.")
        )
        return
    ids: set[str] = set()
    tables.ids["places"] = ids
    for index, feature in enumerate(features, start=1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict):
            rule = "a feature without properties"
            tables.problems.append(
                ValidationError(PLACES, index, "", "", rule, "Give it properties.")
            )
            continue
        record = {name: _cell(properties.get(name)) for name in Place.model_fields}
        ids.add(record["id"])
        for name in properties.keys() - record.keys():
            tables.problems.append(
                ValidationError(PLACES, index, str(name), "", "no such property", "Remove it.")
            )
        if _sound(PLACES, index, record, Place, tables.problems):
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
        description = read_json(data.decode("utf-8"))
    except ValueError as error:
        rule, line = f"not JSON: {error}", getattr(error, "line", None)
        tables.problems.append(ValidationError(DESCRIPTION, line, "", "", rule, _FIX))
        return
    if not isinstance(description, dict):
        rule = "not a Data Package description"
        tables.problems.append(ValidationError(DESCRIPTION, None, "", "", rule, _FIX))
