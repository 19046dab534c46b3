"""Entries of one source into a dataset in a folder: whole or not at all, and with an account."""

from __future__ import annotations

import contextlib
import gc
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from geo import dates
from geo.dataset import (
    Dataset,
    check_rows,
    licences_of,
    put_whole,
    read_or_new,
    rendered,
    write_atomic,
)
from geo.dataset.files import render_csv
from geo.errors import InvalidDate, InvalidSelection, SourceFaulty, ValidationError, quoted
from geo.importers.inputs import Entry
from geo.importers.matcher import Matcher
from geo.importers.origin import Origin
from geo.importers.report import REFUSED_COLUMNS, ImportReport, refused_table

UNNAMED: Final = "unnamed"
"""Publisher of a table that is our own export, until something of it is imported."""

_SHOWN: Final = 5
_DAY: Final = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2})(?![0-9])")


class UndatedError(SourceFaulty):
    """A file that gives no date, where none was given."""


def day_of_data(name: str, given: str = "", told: str = "") -> str:
    """The day of the data."""
    found = _DAY.search(name)
    day = given or told or (found[1] if found else "")
    if not day:
        raise UndatedError(f"cannot tell the date of {quoted(name)}. Pass --date YYYY-MM-DD.")
    try:
        last = dates.parse(day).latest
    except InvalidDate as error:
        raise SourceFaulty(f"the date of the data: {error}") from error
    if last is None or last > dates.today():
        raise SourceFaulty(
            f"the date of the data, {quoted(day)}, is in the future. Pass the date of the data "
            "with --date."
        )
    return day


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Hold the search for cycles, which takes a fifth of an import: rows are in none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@_uncollected()
def take(
    name: str,
    entries: Sequence[Entry],
    origin: Origin,
    into: Path,
    *,
    refused: Sequence[ValidationError] = (),
    records: int = 0,
    codes: str = "",
    write: bool = True,
) -> ImportReport:
    """Import entries into a dataset; ``codes`` is the scheme of codes of states.

    Without writing, find out only what would be refused.
    """
    before, was = read_or_new(into)
    origin.agree(name, before.sources)
    account = ImportReport(into, read=records, refused=list(refused))
    matcher = Matcher(before, origin, name, account, codes)
    matcher.take(entries)
    account.refused.sort(key=lambda problem: problem.row or 0)
    if not write:
        return account
    if origin.publisher == UNNAMED and account.rows:
        raise InvalidSelection(
            f"{quoted(name)} has missions that are new or differ from the dataset, and no "
            "publisher. Give it with --publisher."
        )
    if not account.added + account.known:
        told = "\n".join(f"  {problem}" for problem in account.refused[:_SHOWN])
        raise SourceFaulty(f"no mission of {name} can be imported:\n{told}", account.refused)
    put_dataset(account, before, was, matcher.rows, matcher.restorer.shapes, origin)
    if account.after is not None:
        account.notes = matcher.restorer.notes(account.after)
    return account


def put_dataset(
    account: ImportReport,
    before: Dataset,
    was: str,
    rows: Mapping[str, list[dict[str, str]]],
    shapes: Mapping[str, Any],
    origin: Origin,
) -> None:
    """Write the dataset with its new rows, and beside it what was refused."""
    own = dict(before.own)
    if origin.licence is not None:
        given = own.get("licenses")
        if origin.licence.name not in [one.get("name") for one in licences_of(own)]:
            others = given if isinstance(given, list) else []
            own["licenses"] = [*others, origin.licence.as_dict()]
    after = Dataset(account.dataset, rows, shapes, own, "", before.history)
    account.problems, account.after = check_rows(after), after
    _write_refused(account)
    account.changed = put_whole(account.dataset, rendered(after), was=was)


def _write_refused(account: ImportReport) -> None:
    """Write what was refused beside the dataset before it changes: both are there or none."""
    folder = account.dataset.resolve()
    path = folder.parent / f"{folder.name}.refused.{account.source}.csv"
    if account.refused:
        with contextlib.suppress(OSError):  # writing tells why
            path.parent.mkdir(parents=True, exist_ok=True)
        rows = refused_table(account.refused)
        write_atomic(path, render_csv(REFUSED_COLUMNS, rows))
        account.refused_file = path
