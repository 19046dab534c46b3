"""Tables as CSV, XLSX, Parquet and lines of JSON: nothing in a spreadsheet can run."""

from __future__ import annotations

import csv as _csv
import datetime as dt
import io
import math
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

import orjson

from geo import i18n
from geo.atlas import Atlas, absence
from geo.errors import WriteFailed
from geo.exporters.contents import CONTENTS, Request, dictionary, zipped
from geo.exporters.feature_collections import counted
from geo.exporters.frames import COLUMNS, LAYERS, Frames
from geo.i18n import Translator
from geo.provenance import COLUMN, sealed
from geo.selection import Selection
from geo.vocabulary import columns_of

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

ABSENCES: Final = columns_of("exported-absences")
_TIMES: Final = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>", re.DOTALL)
_DAY: Final = re.compile(r"(19[1-9]|20[0-9])[0-9]-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST: Final = 32_767  # characters of a cell in Excel
_MOST_ROWS: Final = 1_048_576  # of a sheet, its heading with them


def csv(atlas: Atlas, selection: Selection | None = None, *, language: str = "en") -> bytes:
    """The missions that a selection shows, as CSV for a spreadsheet."""
    frames = Frames(atlas, selection, language)
    made = table(list(COLUMNS), cells(frames.missions))
    return sealed(made, "csv", "table", atlas, selection or Selection(), language=language)


def records(
    atlas: Atlas, chosen: Selection, frame: gpd.GeoDataFrame, tr: Translator
) -> list[dict[str, object]]:
    """Missions as the rows of a table, each with what :data:`COLUMNS` names."""
    told = Frames(atlas, chosen, tr.language).with_columns(frame)
    return [dict(zip(COLUMNS, row, strict=True)) for row in cells(told)]


def cells(frame: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    """Rows of a table: numbers as numbers, what is missing as None."""
    import pandas as pd

    columns = []
    for name in (one for one in frame.columns if one != "geometry"):
        values = frame[name].tolist()
        if frame[name].dtype.kind == "f":
            values = [_number(value) for value in values]
        elif isinstance(frame[name].dtype, pd.Int64Dtype):
            values = [None if value is pd.NA else value for value in values]
        columns.append(values)
    return zip(*columns, strict=True)


def _number(value: float) -> float | None:
    if math.isnan(value):
        return None
    return int(value) if value.is_integer() else round(value, 7)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table as CSV; a text that a spreadsheet would take for a formula gets an apostrophe."""
    out = io.StringIO()
    _write_rows(out, columns, rows)
    return out.getvalue().encode("utf-8-sig", "replace")


def _write_rows(out: IO[str], columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    writer = _csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([i18n.inert(cell) if isinstance(cell, str) else cell for cell in row])


def write_csv(request: Request) -> None:
    """Write the one table of a request as CSV."""
    frame = request.table(request.tables[0])
    with request.path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        _write_rows(file, list(frame.columns), counted(cells(frame), request.progress))


def dictionary_of(layers: Sequence[str], content: str = "") -> bytes:
    """The columns of layers, or of another content, and what they mean, as CSV."""
    names = [content] if content in CONTENTS else layers
    frame, meaning = dictionary(names), "only in CSV: origin of the file, in its first row"
    stamp = ("|".join(names), COLUMN, "text", "", meaning)
    return table(list(frame.columns), [*cells(frame), stamp])


def write_json_lines(request: Request) -> None:
    """Write the one table of a request as JSON, a row a line; what is blank is null."""
    frame = request.table(request.tables[0])
    with request.path.open("wb") as file:
        for row in counted(cells(frame), request.progress):
            told = {name: None if v == "" else v for name, v in zip(frame, row, strict=True)}
            file.write(orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE))


def write_xlsx(request: Request) -> None:
    """Write a workbook: a sheet a table and one for the columns; whole days are dates."""
    import openpyxl
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = openpyxl.Workbook(write_only=True)
    sheets = [(name, request.table(name)) for name in request.tables]
    for name, frame in sheets:
        if len(frame) >= _MOST_ROWS:
            raise WriteFailed(
                f"{name} has {len(frame):,} rows; a sheet holds {_MOST_ROWS:,}. Export CSV or "
                "Parquet, or filter."
            )
    for name, frame in [*sheets, ("columns", dictionary(request.tables))]:
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        heads = [WriteOnlyCell(sheet, value=column) for column in frame.columns]
        for cell in heads:
            cell.font = Font(bold=True)
        sheet.append(heads)
        for row in counted(cells(frame), request.progress):
            sheet.append([_typed(value) for value in row])
    book.save(request.path)
    _timeless(request.path)


def _timeless(path: Path) -> None:
    """Write a workbook again without its time of creation."""
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as old:
        files = {name: old.read(name) for name in old.namelist()}
    files["docProps/core.xml"] = _TIMES.sub(b"", files["docProps/core.xml"])
    zipped(path, files.items())


def _typed(value: object) -> object:
    """A cell of a workbook: days as dates, texts that cannot run and that XML can hold."""
    if not isinstance(value, str):
        return value
    if _DAY.fullmatch(value):  # days are valid: EDTF was checked when the dataset was read
        return dt.date.fromisoformat(value)
    return i18n.inert(_ILLEGAL.sub("", value))[:_LONGEST] or None


def write_parquet(request: Request) -> None:
    """Write a table as Parquet, or a layer as GeoParquet 1.1 with boxes."""
    import pandas as pd
    import pyarrow as pa

    name, options = request.tables[0], {}
    if name in LAYERS and name != "sources":
        frame = request.frame(name)
        options = {"schema_version": "1.1.0", "write_covering_bbox": True}
    else:
        frame = request.table(name)
    # Columns without any value are text, not of the type null.
    blank = [one for one in frame if frame[one].dtype == object and frame[one].isna().all()]
    typed = frame.astype(dict.fromkeys(blank, pd.ArrowDtype(pa.string())))
    typed.to_parquet(request.path, compression="zstd", index=False, **options)


def absences(atlas: Atlas, selection: Selection, *, language: str = "en") -> bytes:
    """The absences that a selection asks about, as CSV for a spreadsheet."""
    frames, rows = Frames(atlas, selection, language), []
    for row in absence.absences(atlas, selection).to_dict("records"):
        told = {
            **row,
            "sending_name": frames.tr.party(row["sending"]),
            "receiving_name": frames.tr.party(row["receiving"]),
            "licences": frames.licences(row["sources"]),
            "as_of": frames.as_of,
            "known_on": frames.known_on,
        }
        rows.append([told[name] for name in ABSENCES])
    made = table(list(ABSENCES), rows)
    return sealed(made, "csv", "absences", atlas, selection, language=language)
