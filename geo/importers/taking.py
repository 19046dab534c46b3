"""Entries of one source into a pack in a folder: whole or not at all, and with an account."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from geo import dates
from geo.errors import Fault, InvalidDate, SourceFaulty, quoted
from geo.importers.account import REFUSED_COLUMNS, Account, refused_table
from geo.importers.entry import Entry
from geo.importers.intake import Intake
from geo.importers.origin import Origin
from geo.pack import Pack, check_rows, put_whole, read_or_new, rendered, write_atomic
from geo.pack.files import render_csv

__all__ = ["day_of_data", "take"]

_SHOWN: Final = 5
_DAY: Final = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2})(?![0-9])")


def day_of_data(name: str, given: str = "", told: str = "") -> str:
    """The day of the data.

    Parameters
    ----------
    name
        Name of the file, which may hold it.
    given
        By the user; goes before all else.
    told
        By the file itself.

    Returns
    -------
    str
        EDTF.

    Raises
    ------
    SourceFaulty
        Nothing tells it, it is no date, or it has not been yet.
    """
    found = _DAY.search(name)
    day = given or told or (found[1] if found else "")
    if not day:
        raise SourceFaulty(
            f"of which day the data in {quoted(name)} is, neither its name nor the file tells. "
            "Give it with --date, as in --date 2022-11-16."
        )
    try:
        last = dates.parse(day).latest
    except InvalidDate as error:
        raise SourceFaulty(f"the day of the data: {error}") from error
    if last is None or last > dates.today():
        raise SourceFaulty(
            f"the day of the data, {quoted(day)}, has not been yet. Give the day on which it was "
            "made with --date."
        )
    return day


def take(
    name: str,
    entries: Sequence[Entry],
    origin: Origin,
    into: Path,
    *,
    refused: Sequence[Fault] = (),
    records: int = 0,
) -> Account:
    """Take entries into a pack.

    Parameters
    ----------
    name
        Name of the file, for what is refused.
    entries
        The missions.
    origin
        Their source.
    into
        Folder of a pack, or of one that is to be.
    refused
        What could not be read already.
    records
        How many records the file has.

    Returns
    -------
    Account
        What became of it. What was refused is written beside the pack.

    Raises
    ------
    SourceFaulty
        No mission can be taken, or the pack records the same file otherwise.
    PackError
        The folder holds a faulty pack, or something that is none.
    WriteFailed
        The pack, or what was refused, could not be written; the pack is as it was.
    """
    before, was = read_or_new(into)
    origin.agree(name, before.rows["sources"])
    account = Account(into, read=records, refused=list(refused))
    intake = Intake(before, origin, name, account)
    intake.take(entries)
    account.refused.sort(key=lambda fault: fault.row or 0)
    if not account.added + account.known:
        told = "\n".join(f"  {fault}" for fault in account.refused[:_SHOWN])
        raise SourceFaulty(f"no mission of {name} can be taken:\n{told}", account.refused)
    own = dict(before.own)
    if origin.licence is not None:
        given = own.get("licenses")
        licences = given if isinstance(given, list) else []
        named = [one.get("name") for one in licences if isinstance(one, dict)]
        if origin.licence.name not in named:
            own["licenses"] = [*licences, origin.licence.as_dict()]
    after = Pack(into, intake.rows, before.shapes, own, "", before.history)
    account.faults, account.after = check_rows(after), after
    _write_refused(account)
    account.changed = put_whole(into, rendered(after), was=was)
    return account


def _write_refused(account: Account) -> None:
    """Write what was refused beside the pack, before it changes: so that both are there or none."""
    folder = account.pack.resolve()
    path = folder.parent / f"{folder.name}.refused.{account.source}.csv"
    if account.refused:
        with contextlib.suppress(OSError):  # writing tells why
            path.parent.mkdir(parents=True, exist_ok=True)
        rows = refused_table(account.refused)
        write_atomic(path, render_csv(REFUSED_COLUMNS, rows))
        account.refused_file = path
