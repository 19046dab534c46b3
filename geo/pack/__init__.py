"""The pack: a folder of plain tables that people can edit, diff and cite.

``datapackage.json``, eight CSV tables and ``places.geojson``; and ``edits.jsonl`` once it has been
edited. The record models in :mod:`geo.pack.models` are the one definition; every row passes them
at the door.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import Fault, PackFaulty, PackMissing, WriteFailed, quoted
from geo.pack.canonical import faults_of_form, mend_csv, own_words, render, render_places
from geo.pack.checking import faults_between
from geo.pack.description import describe, refs
from geo.pack.files import write_atomic
from geo.pack.history import (
    Change,
    Edit,
    Row,
    edits,
    faults_of_history,
    settled,
    with_edit,
)
from geo.pack.holding import LOCK, held
from geo.pack.identity import FURTHER_ID, wikidata_ids
from geo.pack.models import MODELS, Place, Word, split
from geo.pack.points import TOLERANCE_M, outside, tolerance_m
from geo.pack.reading import (
    DESCRIPTION,
    HISTORY,
    PLACES,
    Tables,
    contents,
    faults_of_row,
    file_of,
    locate,
    scan,
)
from geo.pack.whole import LAID, fingerprint, put_whole, settle

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

__all__ = [
    "DESCRIPTION",
    "FURTHER_ID",
    "HISTORY",
    "MODELS",
    "PLACES",
    "TOLERANCE_M",
    "Change",
    "Edit",
    "Pack",
    "Place",
    "Row",
    "Word",
    "check",
    "check_rows",
    "contents",
    "edits",
    "faults_of_history",
    "faults_of_row",
    "file_of",
    "fingerprint",
    "fix",
    "lines_of",
    "locate",
    "outside",
    "put_whole",
    "read",
    "read_or_new",
    "refs",
    "rendered",
    "split",
    "tolerance_m",
    "wikidata_ids",
    "with_edit",
    "write",
    "write_atomic",
]


@dataclass(frozen=True, eq=False)
class Pack:
    """A pack, read and sound row by row.

    Attributes
    ----------
    folder
        Where it was read from.
    rows
        Table -> its rows in the order of the file, each column -> cell, all text.
    shapes
        Id of a place -> GeoJSON geometry (CRS84, longitude first), or None.
    own
        What its description says of it: name, title, licences.
    sha256
        Hash over the content of all its files.
    history
        Its ``edits.jsonl`` as it stands, sound or not; None where it has none.
    """

    folder: Path
    rows: Mapping[str, list[dict[str, str]]]
    shapes: Mapping[str, dict[str, Any] | None]
    own: Mapping[str, Any]
    sha256: str
    history: bytes | None = None

    def frame(self, table: str) -> pd.DataFrame:
        """A table as columns of text; blank is the empty text, never NaN."""
        import pandas as pd

        columns = list((Place if table == "places" else MODELS[table]).model_fields)
        return pd.DataFrame(self.rows[table], columns=columns, dtype=object)

    @cached_property
    def by_id(self) -> dict[str, dict[str, dict[str, str]]]:
        """Table -> id -> row."""
        return {table: {r["id"]: r for r in rows} for table, rows in self.rows.items()}

    @cached_property
    def faults(self) -> list[Fault]:
        """Every fault between its rows, as :func:`check_rows` finds them; looked for once."""
        return check_rows(self)

    @cached_property
    def places(self) -> gpd.GeoDataFrame:
        """The places: columns of :class:`~geo.pack.models.Place` and geometry (CRS84)."""
        import geopandas as gpd
        from shapely.geometry import shape

        frame = self.frame("places")
        shapes = [self.shapes.get(place) for place in frame["id"]]
        geometry = [shape(one) if one else None for one in shapes]
        return gpd.GeoDataFrame(frame, geometry=geometry, crs="OGC:CRS84")


def read(folder: str | Path | None = None) -> Pack:
    """Read a pack.

    Parameters
    ----------
    folder
        The folder, or None for the bundled pack.

    Returns
    -------
    Pack
        Its rows, every one sound in itself.

    Raises
    ------
    PackMissing
        There is no such folder, or no pack in it.
    PackFaulty
        A table is missing or broken, a row is not sound, or an id leads nowhere;
        all faults at once.
    """
    path = locate(folder)
    tables = scan(path)
    faults = tables.faults or faults_between(tables, links_only=True)
    if faults:
        raise PackFaulty(_summary(path, faults), faults)
    own = own_words(tables.raw.get(DESCRIPTION, b""))
    return Pack(
        path, tables.rows, tables.shapes, own, fingerprint(tables.raw), tables.raw.get(HISTORY)
    )


def read_or_new(folder: Path) -> tuple[Pack, str]:
    """Read a pack, or make an empty one where there is none yet; nothing is written.

    Parameters
    ----------
    folder
        A folder that holds a pack, or nothing, or that is not there.

    Returns
    -------
    pack : Pack
        Its rows; none where it is new. A new one is named after its folder, and has no hash.
    fingerprint : str
        Hash over the content of its files, for `put_whole`; that of no files where it is new.

    Raises
    ------
    PackMissing
        The folder cannot be looked into, or holds something else.
    PackFaulty
        The pack in it is not sound.
    """
    try:
        fresh = not folder.exists() or (folder.is_dir() and _is_empty(folder))
    except (OSError, ValueError) as error:
        raise PackMissing(
            f"the folder {quoted(folder)} cannot be looked into: {error}. Give another."
        ) from error
    if fresh:
        empty: dict[str, list[dict[str, str]]] = {name: [] for name in (*MODELS, "places")}
        slug = "-".join(re.findall(r"[a-z0-9]+", folder.resolve().name.lower())) or "atlas"
        own = {"name": slug, "title": "Diplomatic missions", "licenses": []}
        return Pack(folder, empty, {}, own, ""), fingerprint({})
    pack = read(folder)
    return pack, pack.sha256


def _is_empty(folder: Path) -> bool:
    """Whether nothing lies in a folder but what another writer has begun or a crash has left."""
    return all(one.name == LOCK or one.name.startswith(LAID) for one in folder.iterdir())


def _summary(path: Path, faults: list[Fault]) -> str:
    shown = "\n".join(f"  {fault}" for fault in faults[:10])
    more = f"\n  … and {len(faults) - 10:,} more" if len(faults) > 10 else ""
    count = "1 fault" if len(faults) == 1 else f"{len(faults):,} faults"
    return (
        f"the pack in {path} has {count}:\n{shown}{more}\nRun embassy-atlas check to see them all."
    )


def check(folder: str | Path | None = None) -> list[Fault]:
    """Every fault of a pack: of its files, its rows, between its rows, and of its form.

    Parameters
    ----------
    folder
        The folder, or None for the bundled pack.

    Returns
    -------
    list of Fault
        Empty for a sound pack in canonical form.

    Raises
    ------
    PackMissing
        There is no such folder, or no pack in it.
    """
    tables = scan(locate(folder))
    faults = [*tables.faults, *faults_between(tables)]
    faults += faults_of_history(tables.raw.get(HISTORY, b""))
    return faults or faults_of_form(tables)


def check_rows(
    pack: Pack,
    *,
    links_only: bool = False,
    unsound: Mapping[str, Sequence[str]] | None = None,
) -> list[Fault]:
    """Every fault between the rows of a pack that is not written yet.

    Parameters
    ----------
    pack
        The pack; each row must have passed its model already.
    links_only
        Only ids and what they lead to: what a pack cannot be opened without.
    unsound
        Table -> ids of rows that did not pass: what leads to them has no fault of its own.

    Returns
    -------
    list of Fault
        As :func:`check` would find them once :func:`write` has written it.
    """
    rows = {name: sorted(rows, key=lambda row: row["id"]) for name, rows in pack.rows.items()}
    lines = {name: lines_of(name, ordered) for name, ordered in rows.items()}
    ids: dict[str, set[str] | None] = {
        name: {*(row["id"] for row in ordered), *(unsound or {}).get(name, ())}
        for name, ordered in rows.items()
    }
    return faults_between(Tables(rows, lines, dict(pack.shapes), ids), links_only)


def lines_of(table: str, ordered: Sequence[Mapping[str, str]]) -> list[int]:
    """The lines on which the rows of a table stand once it is written.

    Parameters
    ----------
    table
        The table.
    ordered
        Its rows in the order of their ids.

    Returns
    -------
    list of int
        The header is line 1; a feature of the places counts as a line, the first being 1.
    """
    if table == "places":
        return list(range(1, len(ordered) + 1))
    begins, lines = 2, []
    for row in ordered:
        lines.append(begins)
        begins += 1 + sum(cell.count("\n") for cell in row.values())
    return lines


def fix(folder: str | Path | None = None) -> list[str]:
    """Put a pack into canonical form, changing no fact.

    Undoes what a spreadsheet does (semicolons, byte order mark, ``Mar-19``, decimal
    commas, blanks, order of rows), and writes ``datapackage.json`` anew.

    Parameters
    ----------
    folder
        The folder, or None for the bundled pack.

    Returns
    -------
    list of str
        Names of the files that were written.

    Raises
    ------
    PackMissing
        There is no such folder, or no pack in it.
    WriteFailed
        A file could not be written.
    """
    path = locate(folder)
    try:
        with held(path):
            return _fixed(path)
    except OSError as error:
        raise WriteFailed(
            f"cannot write {quoted(path)}: {error.strerror or error}. "
            "Choose a folder that may be written, with room on its disk."
        ) from error


def _fixed(path: Path) -> list[str]:
    with contextlib.suppress(OSError):
        settle(path)
    written: list[str] = []

    def put(name: str, data: bytes) -> None:
        if not (path / name).is_file() or (path / name).read_bytes() != data:
            write_atomic(path / name, data)
            written.append(name)

    for table, model in MODELS.items():
        file = path / file_of(table)
        if file.is_file():
            put(file.name, mend_csv(file.read_bytes(), model))
    tables = scan(path)
    if PLACES in tables.raw and not any(fault.file == PLACES for fault in tables.faults):
        put(PLACES, render_places(tables.rows["places"], tables.shapes))
    history = tables.raw.get(HISTORY)
    if history is not None:
        put(HISTORY, settled(history))
    own = own_words(tables.raw.get(DESCRIPTION, b""))
    put(DESCRIPTION, describe(own, history=history is not None))
    return written


def rendered(pack: Pack) -> dict[str, bytes]:
    """The files of a pack in canonical form.

    Parameters
    ----------
    pack
        The pack.

    Returns
    -------
    dict
        File name -> its bytes.
    """
    files = render(pack.rows)
    files[PLACES] = render_places(pack.rows["places"], pack.shapes)
    files[DESCRIPTION] = describe(pack.own, history=pack.history is not None)
    if pack.history is not None:
        files[HISTORY] = pack.history
    return files


def write(pack: Pack, folder: str | Path) -> None:
    """Write a pack in canonical form, all of its files or none.

    A pack that was canonical comes back byte for byte.

    Parameters
    ----------
    pack
        The pack.
    folder
        Where to; made if need be.

    Raises
    ------
    WriteFailed
        A file could not be written; the folder is as it was.
    """
    put_whole(folder, rendered(pack))
