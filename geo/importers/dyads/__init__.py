"""Who was represented where, year by year: a century and more of pairs of states.

:mod:`~geo.importers.dyads.formats` reads the formats, :mod:`~geo.importers.dyads.pairs` their dates
and parties; :mod:`~geo.importers.dyads.histories` makes missions of the observations: one for each
direction of a pair, drawn at the present seat of the receiving state, because none of these
sources gives the place.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pandas as pd

from geo.dataset import read_or_new
from geo.errors import SourceFaulty, ValidationError
from geo.importers.dyads import formats, histories
from geo.importers.dyads.pairs import known_pairs
from geo.importers.import_run import put_dataset
from geo.importers.input_files import bytes_of, text_of
from geo.importers.origin import Origin
from geo.importers.report import ImportReport
from geo.importers.row_writer import RowWriter

__all__ = ["import_dyads"]

_MOST_ROWS: Final = 2_000_000


def import_dyads(
    file: str | Path, into: str | Path, *, date: str = "", form: str = ""
) -> ImportReport:
    """Import a table of dyads; ``form``: one of the formats, else that of its columns."""
    path = Path(file)
    data = bytes_of(path)
    refused: list[ValidationError] = []
    table = _table(path, data, refused)
    told = formats.format_of([*table.columns], form)
    observed = told.observations(table)
    counted = observed["what"].value_counts()
    unknown = observed[observed["what"] == formats.UNKNOWN]
    for row, column, value in zip(unknown["row"], unknown["column"], unknown["value"], strict=True):
        rule = f"unknown value of the format {told.name}"
        remedy = f"Write one of {', '.join(told.values)}, or leave the cell blank."
        refused.append(ValidationError(path.name, row, column, value, rule, remedy))
    observed = observed[~observed["what"].isin((formats.UNKNOWN, formats.MISSING))]
    observed, recognised = known_pairs(observed, path.name, refused)
    observed = histories.told_once(observed, path.name, refused)
    if not observed["what"].isin(formats.KINDS).any():
        raise SourceFaulty.listing(f"no mission of {path.name} can be imported", refused)
    origin = Origin(
        f"dyads-{told.name}",
        publisher=told.publisher,
        title=told.title,
        url=told.url,
        date=date or max(zip(observed["last"], observed["ends"], strict=True))[1],
        licence=None,
        sha256=Origin.fingerprint(data),
    )
    before, was = read_or_new(Path(into))
    origin.agree(path.name, before.sources)
    account = ImportReport(Path(into), refused=refused)
    writer = RowWriter(before, path.name, account)
    writer.source = account.source = origin.id_among(before.sources)
    writer.put("sources", 0, **origin.record(writer.source))
    histories.write(observed, told.ranked, writer, account)
    account.read = account.added + account.known
    account.cells["by name"] = recognised
    account.notes = [_counts(counted), histories.AT_THE_SEAT]
    put_dataset(account, before, was, writer.rows, before.shapes, origin)
    return account


def _table(path: Path, data: bytes, refused: list[ValidationError]) -> pd.DataFrame:
    """The rows of a CSV file or a workbook by their numbers, under headings in lower case."""
    rows: Iterator[Sequence[str]]
    if path.suffix.lower() == ".xlsx":
        try:
            book = pd.read_excel(io.BytesIO(data), header=None, dtype=str, na_filter=False)
        except Exception as error:  # openpyxl passes on errors of its parsers
            raise SourceFaulty(
                f"{path.name} is not a workbook that can be read: {error}."
            ) from error
        rows = iter(book.to_numpy().tolist())
    else:
        rows = csv.reader(io.StringIO(text_of(path.name, data), newline=""))
    columns = [name.strip().lower() for name in next(rows, ())]
    found: dict[int, list[str]] = {}
    for row, cells in enumerate(rows, start=2):
        if row > _MOST_ROWS:
            raise SourceFaulty(f"{path.name} has more than {_MOST_ROWS:,} rows. Split the file.")
        if len(cells) == len(columns):
            found[row] = [sys.intern(cell.strip()) for cell in cells]
            continue
        rule = f"the number of its cells is {len(cells)}, not {len(columns)} as in the headings"
        refused.append(ValidationError(path.name, row, "", "", rule, "Correct it in the file."))
    return pd.DataFrame([*found.values()], index=[*found], columns=columns, dtype=str)


def _counts(counted: pd.Series) -> str:
    """Counts of the observations; no evidence, none and missing are separate."""
    missions = sum(counted.get(what, 0) for what in formats.KINDS)
    return (
        f"observations: {missions:,} of a mission; {counted.get(formats.NONE, 0):,} of no mission, "
        f"as the source says; {counted.get(formats.NO_EVIDENCE, 0):,} without evidence, which "
        f"record no absence; {counted.get(formats.ELSEWHERE, 0):,} of a representation without a "
        f"known place; {counted.get(formats.MISSING, 0):,} missing"
    )
