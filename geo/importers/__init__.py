"""Outside files -> a pack: missions as others list them, with who says so.

One importer a file: :mod:`~geo.importers.wikidata`. Each reads a
form and gives entries; :class:`~geo.importers.intake.Intake` takes them into the pack's own
tables, row by row through the record models. An import attests that a mission was listed on the
day of the data; it does not open it. What cannot be taken is written beside the pack, row by row,
with the reason. Importing the same file twice changes nothing.

No import decides that two missions are one, save by their Wikidata id or the source's own:
pairs that look alike are named, and left to merging.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from geo import dates
from geo.errors import Fault, InvalidDate, PackMissing, SourceFaulty, quoted
from geo.importers import wikidata
from geo.importers.account import REFUSED_COLUMNS, Account, refused_table
from geo.importers.entry import Entry
from geo.importers.intake import Intake
from geo.importers.opening import bytes_of
from geo.importers.origin import Origin
from geo.pack import MODELS, Pack, check_rows, put_whole, read, rendered, write_atomic
from geo.pack.files import render_csv

__all__ = ["Account", "import_wikidata"]

_DAY: Final = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2})(?![0-9])")


def import_wikidata(file: str | Path, into: str | Path, *, date: str = "") -> Account:
    """Import a file of Wikidata's missions.

    Parameters
    ----------
    file
        The file, see :mod:`geo.importers.wikidata`.
    into
        Folder of a pack, or of one that is to be.
    date
        Day of the data (EDTF); blank where the name of the file tells it.

    Returns
    -------
    Account
        What became of it.

    Raises
    ------
    SourceFaulty
        The file cannot be read, is broken, or its day is not known.
    PackError
        The folder holds a faulty pack, or something that is none.
    WriteFailed
        The pack could not be written; it is as it was.
    """
    path = Path(file)
    data = bytes_of(path)
    day = _day_of(path, date)
    entries, faults, read_rows = wikidata.read(path.name, data)
    return _imported(path.name, entries, wikidata.origin(data, day), Path(into), faults, read_rows)


def _day_of(path: Path, given: str) -> str:
    day = given or (found[1] if (found := _DAY.search(path.name)) else "")
    if not day:
        raise SourceFaulty(
            f"of which day the data in {quoted(path.name)} is, its name does not tell. "
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


def _imported(
    file: str, entries: list[Entry], origin: Origin, into: Path, faults: list[Fault], read_rows: int
) -> Account:
    before, was = _pack_at(into)
    account = Account(into, read=read_rows, refused=list(faults))
    intake = Intake(before, origin, file, account)
    intake.take(entries)
    account.refused.sort(key=lambda fault: fault.row or 0)
    own = dict(before.own)
    if origin.licence is not None:
        licences = list(own.get("licenses") or [])
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
        own = {"name": _slug(folder.name), "title": "Diplomatic missions", "licenses": []}
        return Pack(folder, empty, {}, own, ""), None
    pack = read(folder)
    return pack, pack.sha256


def _slug(name: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", name.lower())) or "atlas"


def _write_refused(account: Account) -> None:
    folder = account.pack.resolve()
    path = folder.parent / f"{folder.name}.refused.{account.source}.csv"
    if account.refused:
        rows = [[str(cell) for cell in row] for row in refused_table(account.refused)]
        write_atomic(path, render_csv(list(REFUSED_COLUMNS), rows))
        account.refused_file = path
