"""Entries of one source into a pack in a folder: whole or not at all, and with an account."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from geo import dates
from geo.errors import Fault, InvalidDate, PackMissing, SourceFaulty, quoted
from geo.importers.account import REFUSED_COLUMNS, Account, refused_table
from geo.importers.entry import Entry
from geo.importers.intake import Intake
from geo.importers.origin import Origin
from geo.pack import MODELS, Pack, check_rows, put_whole, read, rendered, write_atomic
from geo.pack.files import render_csv

__all__ = ["day_of_data", "take"]

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
    PackError
        The folder holds a faulty pack, or something that is none.
    WriteFailed
        The pack could not be written; it is as it was.
    """
    before, was = _pack_at(into)
    account = Account(into, read=records, refused=list(refused))
    intake = Intake(before, origin, name, account)
    intake.take(entries)
    account.refused.sort(key=lambda fault: fault.row or 0)
    own = dict(before.own)
    if origin.licence is not None:
        given = own.get("licenses")
        licences = given if isinstance(given, list) else []
        if all(one.get("name") != origin.licence.name for one in licences):
            own["licenses"] = [*licences, origin.licence.as_dict()]
    after = Pack(into, intake.rows, before.shapes, own, "")
    account.faults = check_rows(after)
    account.changed = put_whole(into, rendered(after), was=was)
    _write_refused(account)
    return account


def _pack_at(folder: Path) -> tuple[Pack, str | None]:
    """The pack in a folder, and its fingerprint; an empty one where there is none yet."""
    try:
        fresh = not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
    except (OSError, ValueError) as error:
        raise PackMissing(
            f"the folder {quoted(folder)} cannot be looked into: {error}. Give another."
        ) from error
    if fresh:
        empty: dict[str, list[dict[str, str]]] = {name: [] for name in (*MODELS, "places")}
        slug = "-".join(re.findall(r"[a-z0-9]+", folder.resolve().name.lower())) or "atlas"
        own = {"name": slug, "title": "Diplomatic missions", "licenses": []}
        return Pack(folder, empty, {}, own, ""), None
    pack = read(folder)
    return pack, pack.sha256


def _write_refused(account: Account) -> None:
    folder = account.pack.resolve()
    path = folder.parent / f"{folder.name}.refused.{account.source}.csv"
    if account.refused:
        rows = refused_table(account.refused)
        write_atomic(path, render_csv(REFUSED_COLUMNS, rows))
        account.refused_file = path
