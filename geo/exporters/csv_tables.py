"""What is shown as CSV, for spreadsheets: nothing in it can run."""

from __future__ import annotations

import csv as _csv
import io
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from geo import i18n
from geo.exporters.frames import COLUMNS, Frames
from geo.selection import Selection

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geo.atlas import Atlas
    from geo.i18n import Translator


def csv(atlas: Atlas, selection: Selection | None = None, *, language: str = "en") -> bytes:
    """The missions that a selection shows, as CSV for a spreadsheet."""
    frames = Frames(atlas, selection, language)
    return table(list(COLUMNS), _cells(frames.missions))


def records(
    atlas: Atlas, chosen: Selection, frame: gpd.GeoDataFrame, tr: Translator
) -> list[dict[str, object]]:
    """Missions as the rows of a table, each with what :data:`COLUMNS` names."""
    told = Frames(atlas, chosen, tr.language).with_columns(frame)
    return [dict(zip(COLUMNS, row, strict=True)) for row in _cells(told)]


def _cells(frame: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    """Rows of a table: numbers as numbers, metres whole, what is missing as None."""
    columns = []
    for name in (one for one in frame.columns if one != "geometry"):
        values = frame[name].tolist()
        if frame[name].dtype.kind == "f":
            values = [_number(value) for value in values]
        columns.append(values)
    return zip(*columns, strict=True)


def _number(value: float) -> float | None:
    if math.isnan(value):
        return None
    return int(value) if value.is_integer() else round(value, 7)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table as CSV that spreadsheets open as it is meant.

    A text that a spreadsheet would take for a formula has an apostrophe before it, as have
    control characters at its beginning; numbers stay numbers.
    """
    out = io.StringIO()
    writer = _csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([i18n.inert(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig", "replace")
