"""A folder of tables -> rows with the lines they stand on, and every error on the way."""

import csv
import io
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from geo.dataset.addresses import database_of, dataset_path
from geo.dataset.cells import RuleViolation
from geo.dataset.files import read_json
from geo.dataset.models import ADDED, ALL_MODELS, MODELS, Record
from geo.dataset.transaction import READY, together
from geo.errors import DatasetMissing, ValidationError, quoted
from geo.package_files import folder as data_folder

DESCRIPTION: Final = "datapackage.json"
PLACES: Final = "places.geojson"
HISTORY: Final = "edits.jsonl"
FILES: Final = (*(f"{table}.csv" for table in MODELS), PLACES, DESCRIPTION, HISTORY)
_FIX: Final = "Run embassy-atlas check --fix, which corrects it."


@dataclass(slots=True)
class Tables:
    """What was read from a folder, errors and all."""

    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=dict)
    shapes: dict[str, dict[str, Any] | None] = field(default_factory=dict)  # Place -> GeoJSON
    ids: dict[str, set[str] | None] = field(default_factory=dict)  # Of all rows; None: unread
    problems: list[ValidationError] = field(default_factory=list)
    raw: dict[str, bytes] = field(default_factory=dict)  # File name -> its bytes

    def wrong(
        self, file: str, line: int | None, rule: str, remedy: str, column: str = "", value: str = ""
    ) -> None:
        """Record an error."""
        self.problems.append(ValidationError(file, line, column, value, rule, remedy))

    def take(self, table: str, line: int, record: dict[str, str]) -> bool:
        """Add a row if it is valid; else record its errors."""
        problems = problems_of_row(file_of(table), line, record, ALL_MODELS[table])
        self.problems += problems
        if not problems:
            self.rows[table].append(record)
            self.lines[table].append(line)
        return not problems


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
                "missions.csv. Give the folder that contains them."
            )
    except (OSError, ValueError) as error:
        raise unreadable(folder, error) from error
    return path


def unreadable(folder: str | Path | None, error: Exception) -> DatasetMissing:
    """The error for a folder that cannot be read."""
    return DatasetMissing(f"the folder {quoted(folder)} cannot be read: {error}. Give another.")


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a dataset that there are, unread."""
    read = together(folder, FILES)
    return {name: data for name, data in read.items() if isinstance(data, bytes)}


def scan(folder: Path) -> Tables:
    """Read every table of a folder, row by row through its model."""
    tables, read = Tables(), together(folder, FILES)
    for table in MODELS:
        tables.rows[table], tables.lines[table], tables.ids[table] = [], [], None
        data = _bytes(file_of(table), read, tables)
        if data is not None:
            had = len(tables.problems)
            ids = _scan_csv(table, data, tables)
            tables.ids[table] = ids if ids or len(tables.problems) == had else None
    tables.rows["places"], tables.lines["places"], tables.ids["places"] = [], [], None
    if (data := _bytes(PLACES, read, tables)) is not None:
        scan_places(data, tables)
    if (data := _bytes(DESCRIPTION, read, tables)) is not None:
        description = _json(DESCRIPTION, data, _FIX, tables)
        if description is not None and not isinstance(description[0], dict):
            tables.wrong(DESCRIPTION, None, "not a Data Package description", _FIX)
    if not isinstance(read[HISTORY], FileNotFoundError):
        _bytes(HISTORY, read, tables)
    return tables


def _bytes(name: str, read: Mapping[str, bytes | OSError], tables: Tables) -> bytes | None:
    data = read[name]
    if isinstance(data, bytes):
        tables.raw[name] = data
        return data
    if isinstance(data, FileNotFoundError):
        remedy = "Restore it from a copy; an empty table is its header alone."
        tables.wrong(name, None, "the file is missing", remedy)
    else:
        rule = f"the file cannot be read: {data.strerror or data}"
        tables.wrong(name, None, rule, "Check its permissions.")
    return None


def _scan_csv(table: str, data: bytes, tables: Tables) -> set[str]:
    """Read one CSV table and check each row; returns the ids of all its rows."""
    file, columns, ids = file_of(table), list(MODELS[table].columns), set[str]()
    text = _text(file, data, tables)
    if text is None:
        return ids
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        header = next(reader, [])
        if not _sound_header(file, header, columns, tables):
            return ids
        begins = reader.line_num + 1
        for cells in reader:
            line, begins = begins, reader.line_num + 1
            if not cells:
                tables.wrong(file, line, "the row is empty", _FIX)
            elif len(cells) != len(columns):
                rule = f"the row has {len(cells)} cells, the header {len(columns)}"
                remedy = "Put a cell that holds a comma or a quote in double quotes."
                tables.wrong(file, line, rule, remedy, value=",".join(cells)[:200])
            else:
                record = dict(zip(columns, cells, strict=True))
                ids.add(record["id"])
                tables.take(table, line, record)
    except csv.Error as error:
        rule = f"the table ends early or is broken here: {error}"
        tables.wrong(file, begins, rule, "Close the quotes, or restore the file from a copy.")
    return ids


def _text(file: str, data: bytes, tables: Tables) -> str | None:
    if not data:
        remedy = "It was cut short: restore it from a copy."
        tables.wrong(file, None, "the file is empty", remedy)
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        value = data[error.start : error.start + 8].hex(" ")
        tables.wrong(file, line, "not UTF-8", "Save the file as UTF-8.", value=value)
        return None
    if text.startswith("\ufeff"):
        tables.wrong(file, 1, "a byte order mark before the header", _FIX)
        text = text[1:]
    if not text.endswith("\n"):
        rule = "the last line does not end with a line feed: the file may have been cut short"
        tables.wrong(file, text.count("\n") + 1, rule, _FIX, value=text[-40:])
    return text


def _sound_header(file: str, header: list[str], columns: list[str], tables: Tables) -> bool:
    if header == columns:
        return True
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        rule = "the columns are not separated by commas"
        tables.wrong(file, 1, rule, _FIX, value=header[0][:120])
        return False
    for name in columns:
        if name not in header:
            remedy = _FIX if name in ADDED else f"The columns are: {', '.join(columns)}."
            tables.wrong(file, 1, "the column is missing", remedy, name)
    for name in dict.fromkeys(header):
        if name not in columns:
            tables.wrong(file, 1, "no such column", "Remove or rename it.", name, name)
        elif header.count(name) > 1:
            tables.wrong(file, 1, "the column is there twice", "Remove one.", name, name)
    if sorted(header) == sorted(columns):
        tables.wrong(file, 1, "the columns are out of order", _FIX, value=",".join(header))
    return False


def problems_of_row(
    file: str, line: int, record: Mapping[str, str], model: type[Record]
) -> list[ValidationError]:
    """The errors of one row by itself; every row is checked here."""
    problems: list[ValidationError] = []
    for name, column in model.columns.items():
        text = record[name]
        try:
            for check in column.checks:
                check(text)
        except RuleViolation as error:
            problems.append(ValidationError(file, line, name, text, error.rule, error.remedy))
    return problems


def scan_places(data: bytes, tables: Tables) -> None:
    """Read the places, feature by feature through their model."""
    collection = _json(PLACES, data, "Correct it, or restore it from a copy.", tables)
    if collection is None:
        return
    features = collection[0].get("features") if isinstance(collection[0], dict) else None
    if not isinstance(features, list):
        tables.wrong(PLACES, None, "not a GeoJSON FeatureCollection", "Restore it from a copy.")
        return
    ids = tables.ids["places"] = set[str]()
    for index, feature in enumerate(features, start=1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict):
            tables.wrong(PLACES, index, "a feature without properties", "Give it properties.")
            continue
        record = {name: _cell(properties.get(name)) for name in ALL_MODELS["places"].columns}
        ids.add(record["id"])
        for name in properties.keys() - record.keys():
            tables.wrong(PLACES, index, "no such property", "Remove it.", str(name))
        if tables.take("places", index, record):
            tables.shapes[record["id"]] = feature.get("geometry")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "|".join(str(part) for part in value)
    if isinstance(value, float) and math.isfinite(value) and value.is_integer():
        return str(int(value))
    return str(value)


def _json(file: str, data: bytes, remedy: str, tables: Tables) -> tuple[Any] | None:
    """What a file holds; None, and an error, where it is not JSON."""
    try:
        return (read_json(data.decode("utf-8")),)
    except ValueError as error:
        tables.wrong(file, getattr(error, "line", None), f"not JSON: {error}", remedy)
        return None
