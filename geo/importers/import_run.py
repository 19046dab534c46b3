"""Entries of one source into a dataset in a folder: whole or not at all, and with an account."""

import contextlib
import gc
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from geo import dataset, dates
from geo.dataset import Dataset
from geo.dataset.files import render_csv
from geo.errors import InvalidDate, InvalidSelection, SourceFaulty, quoted
from geo.importers.inputs import Listing
from geo.importers.matcher import Matcher
from geo.importers.origin import Origin
from geo.importers.report import REFUSED_COLUMNS, ImportReport, refused_table
from geo.importers.row_writer import RowWriter

# Publisher of a table that is our own export, until something of it is imported
UNNAMED: Final = "unnamed"
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
        what = f"the date of the data, {quoted(day)}, is in the future"
        raise SourceFaulty(f"{what}. Pass the date of the data with --date.")
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
    listing: Listing, origin: Origin, into: Path, *, codes: str = "", write: bool = True
) -> ImportReport:
    """Import entries into a dataset; ``codes`` is the scheme of codes of states.

    Without writing, find out only what would be refused.
    """
    before, was = dataset.read_or_new(into)
    origin.agree(listing.file, before.sources)
    account = ImportReport(into, read=listing.records, refused=listing.problems)
    matcher = Matcher(before, origin, listing.file, account, codes)
    matcher.take(listing.entries)
    account.refused.sort(key=lambda problem: problem.row or 0)
    if not write:
        return account
    if origin.publisher == UNNAMED and account.rows:
        what = "has missions that are new or differ from the dataset, and no publisher"
        raise InvalidSelection(f"{quoted(listing.file)} {what}. Give it with --publisher.")
    if not account.missions:
        what = f"no mission of {listing.file} can be imported"
        raise SourceFaulty.listing(what, account.refused)
    put_dataset(matcher.writer, was, matcher.restorer.shapes)
    if account.after is not None:
        account.notes = matcher.restorer.notes(account.after)
    return account


def put_dataset(writer: RowWriter, was: str, shapes: Mapping[str, Any]) -> None:
    """Write the refused values to a file beside the dataset, then the dataset with its new rows."""
    before, account, licence = writer.before, writer.account, writer.origin.licence
    own = dict(before.own)
    if licence and licence.name not in [one.get("name") for one in dataset.licences_of(own)]:
        listed = own.get("licenses")
        own["licenses"] = [*(listed if isinstance(listed, list) else ()), licence.as_dict()]
    after = Dataset(account.dataset, writer.rows, shapes, own, "", before.history)
    account.problems, account.after = dataset.check_rows(after), after
    folder = account.dataset.resolve()
    path = folder.parent / f"{folder.name}.refused.{account.source}.csv"
    if account.refused:  # first, so that no dataset is without it
        with contextlib.suppress(OSError):  # writing tells why
            path.parent.mkdir(parents=True, exist_ok=True)
        dataset.write_atomic(path, render_csv(REFUSED_COLUMNS, refused_table(account.refused)))
        account.refused_file = path
    account.changed = dataset.put_whole(account.dataset, dataset.rendered(after), was=was)
