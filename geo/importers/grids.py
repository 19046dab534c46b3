"""Tables in their many forms -> grids of text: CSV, XLSX, GeoJSON, GeoPackage, Parquet.

Each form is measured before it is unpacked: bytes, rows, columns. A geometry becomes a point
(CRS84, longitude first), an area by a point within it.
"""

from __future__ import annotations

import datetime as dt
import io
import math
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.atlas.columns import CITED
from geo.errors import SourceFaulty, ValidationError, quoted
from geo.i18n import as_written
from geo.importers.geometries import described, points_of
from geo.importers.input_files import (
    MOST_COLUMNS,
    MOST_ROWS,
    bytes_of,
    json_of,
    sheet_of,
    sound_header,
    text_of,
)
from geo.importers.origin import Origin

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

_SHEETS: Final = (".csv", ".tsv", ".txt")
_LINES: Final = (".geojsonl", ".geojsonseq", ".jsonl", ".ndjson")
MISSIONS: Final = "missions"
"""The layer or sheet that is read where a file has it among others."""

LISTED: Final = {"sources": "id", **CITED}
"""Column -> key of the objects that our own GeoJSON has for sources."""

SUFFIXES: Final = (
    *_SHEETS,
    ".xlsx",
    ".geojson",
    ".json",
    *_LINES,
    ".gpkg",
    ".fgb",
    ".parquet",
    ".geoparquet",
)

MOST_UNPACKED: Final = 128 * 1024 * 1024
"""Bytes that an archive holds unpacked at most, and characters that a table's cells have."""

_MOST_PARTS: Final = 2_000
_BATCH: Final = 1_000
_FEWER: Final = "Remove what is not a mission, or split the file."
_GEOPACKAGE_HEAD: Final = 100
_GEOPACKAGES: Final = (b"GPKG", b"GP10", b"GP11")
"""Application ids of SQLite files that are GeoPackages (OGC 12-128, clause 1.1.1)."""

_FLATGEOBUF: Final = b"fgb"
_AGAIN: Final = "Save it again, or fetch it again."


@dataclass(slots=True)
class Grid:
    """A table as a grid of text."""

    columns: list[str]
    rows: list[tuple[int, list[str]]]
    # Longitude and latitude (CRS84, degrees) of each row's geometry, or None
    points: list[tuple[float, float] | None] = field(default_factory=list)
    problems: list[ValidationError] = field(default_factory=list)
    sha256: str = ""  # Of the bytes that it was read from


def grid_of(path: Path, layer: str = "") -> Grid:
    """Read a table."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        known = ", ".join(SUFFIXES)
        raise SourceFaulty(
            f"the suffix of {quoted(path.name)} is not a table that can be read. Known: {known}."
        )
    data = bytes_of(path)
    if suffix in (".gpkg", ".fgb"):
        # GDAL warns of bytes without a suffix: it reads a copy of those that were read.
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / path.name
            copy.write_bytes(data)
            grid = _through_gdal(copy, layer)
    elif suffix == ".xlsx":
        grid = _xlsx(path.name, data, layer)
    elif suffix in (".parquet", ".geoparquet"):
        grid = _parquet(path.name, data)
    elif suffix in (".geojson", ".json"):
        grid = _geojson(path.name, _document(path.name, data))
    elif suffix in _LINES:
        grid = _geojson(path.name, _lines(path.name, data))
    else:
        sheet = sheet_of(path.name, text_of(path.name, data), trailing=True)
        rows = [(line, [as_written(cell) for cell in cells]) for line, cells in sheet.rows]
        grid = Grid(sheet.columns, rows, [], sheet.problems)
    grid.sha256 = Origin.fingerprint(data)
    if suffix in _SHEETS:
        return grid
    sound_header(path.name, grid.columns, ", ")
    if not grid.rows:
        raise SourceFaulty(f"{path.name} has headings but no rows. {_AGAIN}")
    return grid


def _measure(file: str, rows: int, columns: int = 0) -> None:
    if rows > MOST_ROWS:
        raise SourceFaulty(f"{file} has {rows:,} rows; at most {MOST_ROWS:,} are read. {_FEWER}")
    if columns > MOST_COLUMNS:
        raise SourceFaulty(
            f"{file} has {columns:,} columns; at most {MOST_COLUMNS} are read. Remove the others."
        )


def _cell(value: object) -> str:
    """A cell as text: whole numbers without a point, days without a time."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "|".join(_cell(one) for one in value)
    if isinstance(value, bytes):
        return ""
    return str(value).strip()


class _Cells:
    """Cells as texts, counted: a packed form may give far more than it holds."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._left = MOST_UNPACKED

    def __call__(self, value: object) -> str:
        text = _cell(value)
        self.count(len(text))
        return text

    def count(self, characters: int) -> None:
        """Count what was unpacked; past the limit nothing more is."""
        self._left -= characters
        if self._left < 0:
            raise SourceFaulty(
                f"{self._file}: its cells have more than {MOST_UNPACKED:,} characters, which are "
                "not read. Leave out the columns that are not needed, or split the file."
            )


# --- XLSX ------------------------------------------------------------------------------------


def _xlsx(file: str, data: bytes, layer: str) -> Grid:
    import warnings
    from xml.etree.ElementTree import ParseError

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    _not_a_bomb(file, data)
    broken = (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, ParseError, OSError)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and validations, which are not read
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheet = book[_chosen(file, book.sheetnames, layer, "sheets")]
            sheet.reset_dimensions()  # what it says of its size may be anything
            return _sheet(file, sheet.iter_rows(values_only=True))
    except broken as error:
        raise SourceFaulty(
            f"{file} is not a workbook that can be read: {error}. {_AGAIN}"
        ) from error


def _sheet(file: str, rows: Iterable[Sequence[object]]) -> Grid:
    columns: list[str] = []
    found: list[tuple[int, list[str]]] = []
    text = _Cells(file)
    for number, values in enumerate(rows, start=1):
        _measure(file, number - 1, len(values))
        cells = [as_written(text(value)) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if not columns:
            columns = cells
        elif len(cells) <= len(columns):
            found.append((number, cells + [""] * (len(columns) - len(cells))))
        else:
            raise SourceFaulty(
                f"{file}, row {number}: it has {len(cells)} cells, the headings {len(columns)}: "
                "columns are shifted. Shift them back, or give the column a heading."
            )
    return Grid(columns, found)


def _not_a_bomb(file: str, data: bytes) -> None:
    """Measure a ZIP archive by what it says that it holds, before any of it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise SourceFaulty(f"{file} is not a workbook: {error}. {_AGAIN}") from error
    size = sum(part.file_size for part in parts)
    if size > MOST_UNPACKED or len(parts) > _MOST_PARTS:
        raise SourceFaulty(
            f"{file} would unpack to {size:,} bytes in {len(parts):,} parts; at most "
            f"{MOST_UNPACKED:,} in {_MOST_PARTS:,} are read. Save the table alone, as CSV."
        )


def _chosen(file: str, names: Sequence[str], layer: str, what: str) -> str:
    shown = ", ".join(quoted(name) for name in names)
    if layer:
        if layer not in names:
            raise SourceFaulty(f"{file} has no {quoted(layer)}; its {what} are: {shown}.")
        return layer
    if MISSIONS in names:
        return MISSIONS
    if len(names) != 1:
        raise SourceFaulty(f"{file} has {len(names)} {what}: {shown}. Name one with --layer.")
    return names[0]


# --- forms with geometry ---------------------------------------------------------------------


def _document(file: str, data: bytes) -> list[Any]:
    document = json_of(file, text_of(file, data), _AGAIN)
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        raise SourceFaulty(f"{file} is JSON, but not a GeoJSON FeatureCollection. {_AGAIN}")
    return features


def _lines(file: str, data: bytes) -> list[Any]:
    """Features, or rows without geometry, one a line."""
    texts = text_of(file, data).splitlines()
    _measure(file, len(texts))
    found = [
        json_of(file, text.lstrip("\x1e"), _AGAIN, number)
        for number, text in enumerate(texts, start=1)
        if text.strip()
    ]
    return [
        one if isinstance(one, dict) and "properties" in one else {"properties": one}
        for one in found
    ]


def _flat(properties: dict[str, Any]) -> dict[str, Any]:
    """Properties whose sources are objects, with a list for each of their keys."""
    given = properties.get("sources")
    if not (isinstance(given, list) and given and all(isinstance(one, dict) for one in given)):
        return properties
    lists = {
        column: "|".join(str(one.get(key) or "").replace("|", "¦") for one in given)
        for column, key in LISTED.items()
    }
    return {**properties, **lists}


def _geojson(file: str, features: list[Any]) -> Grid:
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    _measure(file, len(features))
    flat = [
        _flat(one["properties"])
        if isinstance(one, dict) and isinstance(one.get("properties"), dict)
        else None
        for one in features
    ]
    columns = list(dict.fromkeys(str(name) for one in flat if one is not None for name in one))
    _measure(file, 0, len(columns))
    grid = Grid(columns, [])
    text = _Cells(file)
    drawn = any(one.get("geometry") for one in features if isinstance(one, dict))
    for number, (one, properties) in enumerate(zip(features, flat, strict=True), start=1):
        if properties is None:
            rule = "a feature without properties"
            grid.problems.append(ValidationError(file, number, "", "", rule, "Give it properties."))
            continue
        grid.rows.append((number, [text(properties.get(name)) for name in columns]))
        if not drawn:
            continue
        try:
            point = shape(one["geometry"]).representative_point() if one.get("geometry") else None
            grid.points.append(None if point is None or point.is_empty else (point.x, point.y))
        except (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError):
            rule = "not a GeoJSON geometry"
            grid.problems.append(
                ValidationError(file, number, "geometry", "", rule, "Draw it again.")
            )
            grid.points.append(None)
    return grid


def _through_gdal(path: Path, layer: str) -> Grid:
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    # GDAL chooses its driver by what is in a file, and some of its forms name other files to read.
    with path.open("rb") as file:
        head = file.read(_GEOPACKAGE_HEAD)
    package = head[:16] == b"SQLite format 3\0" and head[68:72] in _GEOPACKAGES
    if not (package or (path.suffix.lower() == ".fgb" and head[:3] == _FLATGEOBUF)):
        what = "GeoPackage" if path.suffix.lower() == ".gpkg" else "FlatGeobuf file"
        raise SourceFaulty(f"{path.name} is not a {what}. {_AGAIN}")
    try:
        names = [str(name) for name, _ in pyogrio.list_layers(path)]
        wanted = _chosen(path.name, names, layer, "layers")
        about = pyogrio.read_info(path, layer=wanted, force_feature_count=True)
        _measure(path.name, int(about["features"]), len(about["fields"]))
        about, _, shapes, columns = pyogrio.raw.read(path, layer=wanted)
    except (DataSourceError, DataLayerError, ValueError) as error:
        raise SourceFaulty(f"{path.name} is not a GeoPackage: {error}. {_AGAIN}") from error
    names = [str(name) for name in about["fields"]]
    points = [] if shapes is None else points_of(path.name, list(shapes), about.get("crs"))
    text = _Cells(path.name)
    cells = [[text(_plain(value)) for value in column] for column in columns]
    rows = [(number, list(row)) for number, row in enumerate(zip(*cells, strict=True), start=1)]
    return Grid(names, rows, points)


def _plain(value: Any) -> object:
    """A value of numpy as Python has it."""
    if type(value).__module__ != "numpy":
        return value
    if type(value).__name__ == "datetime64":
        return None if str(value) == "NaT" else value.astype("datetime64[us]").item()
    return value.item()


def _parquet(file: str, data: bytes) -> Grid:
    import pyarrow
    from pyarrow import parquet

    try:
        about = parquet.ParquetFile(io.BytesIO(data))
        size = sum(about.metadata.row_group(n).total_byte_size for n in range(about.num_row_groups))
        _measure(file, about.metadata.num_rows, len(about.schema_arrow.names))
        if size > MOST_UNPACKED:
            raise SourceFaulty(
                f"{file} would unpack to {size:,} bytes; at most {MOST_UNPACKED:,} are read. "
                f"{_FEWER}"
            )
        shapes, main = described(file, (about.schema_arrow.metadata or {}).get(b"geo"))
        names = [
            field.name
            for field in about.schema_arrow
            if field.name not in shapes and not pyarrow.types.is_struct(field.type)
        ]
        rows, drawn = _batches(file, data, about, names, main)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise SourceFaulty(f"{file} is not a Parquet file: {error}. {_AGAIN}") from error
    points = points_of(file, drawn, shapes[main].get("crs")) if drawn else []
    return Grid(names, rows, points)


def _batches(
    file: str, data: bytes, about: ParquetFile, names: Sequence[str], main: str
) -> tuple[list[tuple[int, list[str]]], list[bytes | None]]:
    """Rows and geometries, some rows at a time; texts that are in many rows are held once."""
    from pyarrow import parquet

    leaves = [about.schema.column(number) for number in range(len(about.schema))]
    texts = [leaf.path for leaf in leaves if leaf.physical_type == "BYTE_ARRAY"]
    packed = parquet.ParquetFile(io.BytesIO(data), read_dictionary=texts)
    text, wkb = _Cells(file), _Cells(file)
    rows: list[tuple[int, list[str]]] = []
    drawn: list[bytes | None] = []
    for batch in packed.iter_batches(batch_size=_BATCH, use_threads=False):
        columns = [batch.column(name) for name in names]
        for number in range(batch.num_rows):
            rows.append((len(rows) + 1, [text(column[number].as_py()) for column in columns]))
        if main in batch.schema.names:
            for shape in batch.column(main):
                drawn.append(shape.as_py())
                wkb.count(len(drawn[-1] or b""))
    return rows, drawn
