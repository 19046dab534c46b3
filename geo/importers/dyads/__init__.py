"""Who was represented where, year by year: a century and more of pairs of states.

:mod:`~geo.importers.dyads.formats` reads the formats, :mod:`~geo.importers.dyads.pairs` their dates
and parties; :mod:`~geo.importers.dyads.histories` makes missions of the observations: one for each
direction of a pair, drawn at the present seat of the receiving state, because none of these
sources gives the place.
"""

import csv
import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pandas as pd

from geo.dataset import read_or_new
from geo.errors import SourceFaulty
from geo.importers.dyads import formats, histories
from geo.importers.dyads.pairs import known_pairs
from geo.importers.import_run import put_dataset
from geo.importers.input_files import bytes_of, text_of
from geo.importers.inputs import Checked
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
    data, read = bytes_of(path), Checked(path.name)
    table = _table(path, data, read)
    told = formats.format_of([*table.columns], form)
    observed = told.observations(table)
    counted = observed["what"].value_counts()
    unknown = observed[observed["what"] == formats.UNKNOWN]
    rule = f"unknown value of the format {told.name}"
    remedy = f"Write one of {', '.join(told.values)}, or leave the cell blank."
    cells = unknown[["row", "column", "value"]]
    for row, column, value in cells.itertuples(index=False, name=None):
        read.refuse(row, column, value, rule, remedy)
    observed = observed[~observed["what"].isin((formats.UNKNOWN, formats.MISSING))]
    observed, recognised = known_pairs(observed, read)
    observed = histories.told_once(observed, read)
    if not observed["what"].isin(formats.KINDS).any():
        raise SourceFaulty.listing(f"no mission of {path.name} can be imported", read.problems)
    date = date or max(zip(observed["last"], observed["ends"], strict=True))[1]
    about, digest = (told.publisher, told.title, told.url), Origin.fingerprint(data)
    origin = Origin(f"dyads-{told.name}", *about, date, None, digest)
    before, was = read_or_new(Path(into))
    origin.agree(path.name, before.sources)
    account = ImportReport(Path(into), refused=read.problems)
    writer = RowWriter(before, origin, path.name, account)
    histories.write(observed, told.ranked, writer)
    account.read = account.missions
    account.cells["by name"] = recognised
    account.notes = [_counts(counted), histories.AT_THE_SEAT]
    put_dataset(writer, was, before.shapes)
    return account


def _table(path: Path, data: bytes, read: Checked) -> pd.DataFrame:
    rows: Iterator[Sequence[str]]
    if path.suffix.lower() == ".xlsx":
        try:
            book = pd.read_excel(io.BytesIO(data), header=None, dtype=str, na_filter=False)
        except Exception as error:  # openpyxl passes on errors of its parsers
            told = f"{path.name} is not a workbook that can be read: {error}."
            raise SourceFaulty(told) from error
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
        read.refuse(row, "", "", rule, "Correct it in the file.")
    return pd.DataFrame([*found.values()], index=[*found], columns=columns, dtype=str)


def _counts(counted: pd.Series) -> str:
    missions = sum(counted.get(what, 0) for what in formats.KINDS)
    return (
        f"observations: {missions:,} of a mission; {counted.get(formats.NONE, 0):,} of no mission, "
        f"as the source says; {counted.get(formats.NO_EVIDENCE, 0):,} without evidence, which "
        f"record no absence; {counted.get(formats.ELSEWHERE, 0):,} of a representation without a "
        f"known place; {counted.get(formats.MISSING, 0):,} missing"
    )
