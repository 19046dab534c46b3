"""The dataset: a folder of plain tables that people can edit, diff and cite.

``datapackage.json``, eight CSV tables, ``places.geojson``; and ``edits.jsonl`` once it was edited.
Every row passes the record models in :mod:`geo.dataset.models`, the one definition.
"""

import contextlib
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from geo.dataset.addresses import address_of, database_of, dataset_path, left_outdated, shown, watch
from geo.dataset.archive import MEGABYTE, MOST_BYTES, MOST_ROWS, MOST_UNPACKED, unpack
from geo.dataset.canonical import mend_csv, own_words, problems_of_form, render, render_places
from geo.dataset.cells import days_of, ids_of
from geo.dataset.description import Presentation, describe, licences_of, presentation
from geo.dataset.files import write_atomic
from geo.dataset.history import Change, Edit, Row, edits, problems_of_history, settled
from geo.dataset.indexes import Table, wikidata_ids
from geo.dataset.lock import LOCK, TURN, held, unwritable
from geo.dataset.models import (
    ALL_MODELS,
    MODELS,
    Claim,
    Coverage,
    Event,
    Head,
    Mission,
    Place,
    Position,
    Record,
    Relation,
    Source,
)
from geo.dataset.postgres.layers import Layer
from geo.dataset.rules import TOLERANCE_M, Found, Key, astray, outside, problems_between
from geo.dataset.tables import (
    DESCRIPTION,
    FILES,
    HISTORY,
    PLACES,
    Tables,
    contents,
    file_of,
    locate,
    problems_of_row,
    scan,
    unreadable,
)
from geo.dataset.transaction import LAID, fingerprint, put_whole, settle
from geo.errors import DatasetChanged, DatasetFaulty, DatasetMissing, ValidationError, quoted

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

__all__ = [
    "ALL_MODELS",
    "DESCRIPTION",
    "HISTORY",
    "MEGABYTE",
    "MODELS",
    "MOST_BYTES",
    "MOST_ROWS",
    "MOST_UNPACKED",
    "PLACES",
    "TOLERANCE_M",
    "Change",
    "Claim",
    "Coverage",
    "Dataset",
    "Edit",
    "Event",
    "Head",
    "Layer",
    "Mission",
    "Place",
    "Position",
    "Record",
    "Relation",
    "Row",
    "Source",
    "address_of",
    "astray",
    "check",
    "check_rows",
    "contents",
    "database_of",
    "dataset_path",
    "days_of",
    "edits",
    "file_of",
    "fingerprint",
    "fix",
    "held",
    "ids_of",
    "left_outdated",
    "licences_of",
    "locate",
    "outside",
    "problems_of_row",
    "pull",
    "push",
    "put_whole",
    "read",
    "read_or_new",
    "rendered",
    "shown",
    "unpack",
    "watch",
    "wikidata_ids",
    "write",
    "write_atomic",
]


_R = TypeVar("_R", bound=Record)


def _table(name: str, record: type[_R]) -> cached_property[Table[_R]]:
    return cached_property(lambda dataset: Table(record, dataset.rows[name]))


@dataclass(frozen=True, eq=False)
class Dataset:
    """A dataset, read and sound row by row.

    ``rows`` maps each table to its rows in the order of the file (column -> cell, all text);
    ``sources``, ``missions`` and so on are the same as typed records with indexes. ``shapes`` maps
    the id of a place to its GeoJSON geometry (CRS84, longitude first) or None; ``own`` is what its
    description says of it; ``sha256`` is over the content of all files; ``history`` is its
    ``edits.jsonl`` as it is, None where it has none.
    """

    folder: Path
    rows: Mapping[str, list[dict[str, str]]]
    shapes: Mapping[str, dict[str, Any] | None]
    own: Mapping[str, Any]
    sha256: str
    history: bytes | None = None

    sources = _table("sources", Source)
    missions = _table("missions", Mission)
    events = _table("events", Event)
    positions = _table("positions", Position)
    heads = _table("heads", Head)
    relations = _table("relations", Relation)
    coverage = _table("coverage", Coverage)
    claims = _table("claims", Claim)
    places = _table("places", Place)

    def mission_of(self, subject: str) -> Mission | None:
        """The mission that an id of a mission, head, event or position belongs to, if any."""
        of = (table.by_id.get(subject) for table in (self.heads, self.events, self.positions))
        owner = next((one.mission for one in of if one is not None), subject)
        return self.missions.by_id.get(owner)

    def table(self, name: str) -> Table[Any]:
        """A table by its name."""
        return cast("Table[Any]", getattr(self, name))

    def frame(self, table: str) -> "pd.DataFrame":
        """A table as columns of text; blank is the empty text, never NaN."""
        import pandas as pd

        columns = list(ALL_MODELS[table].columns)
        return pd.DataFrame(self.rows[table], columns=columns, dtype=object)

    @cached_property
    def by_id(self) -> dict[str, dict[str, dict[str, str]]]:
        """Table -> id -> row."""
        return {table: {r["id"]: r for r in rows} for table, rows in self.rows.items()}

    @cached_property
    def presentation(self) -> Presentation:
        """Its settings for display."""
        return presentation(self.own)

    @cached_property
    def between(self) -> list[Found]:
        """Every error between its rows, as :func:`found_between` gives them; computed once."""
        return found_between(self)

    @cached_property
    def drawn_places(self) -> "gpd.GeoDataFrame":
        """The places: the columns of their table, and geometry (CRS84)."""
        import geopandas as gpd
        from shapely.geometry import shape

        frame = self.frame("places")
        shapes = [self.shapes.get(place) for place in frame["id"]]
        geometry = [shape(one) if one else None for one in shapes]
        return gpd.GeoDataFrame(frame, geometry=geometry, crs="OGC:CRS84")


def read(folder: str | Path | None = None) -> Dataset:
    """Read a dataset."""
    path = locate(folder)
    tables = scan(path)
    between = () if tables.problems else problems_between(tables, links_only=True)
    if problems := [*tables.problems, *(problem for problem, _ in between)]:
        count = "1 error" if len(problems) == 1 else f"{len(problems):,} errors"
        what, then = (
            f"the dataset in {shown(path)} has {count}",
            "Run embassy-atlas check to see them all.",
        )
        raise DatasetFaulty.listing(what, problems, 10, rest=True, then=then)
    own, sha256 = own_words(tables.raw.get(DESCRIPTION, b"")), fingerprint(tables.raw)
    return Dataset(path, tables.rows, tables.shapes, own, sha256, tables.raw.get(HISTORY))


def read_or_new(folder: Path) -> tuple[Dataset, str]:
    """Read a dataset, or make an empty one where there is none yet; nothing is written."""
    try:
        database = database_of(folder)
        fresh = _is_empty(folder) if database is None else database.is_blank()
    except (OSError, ValueError) as error:
        raise unreadable(folder, error) from error
    if fresh:
        empty: dict[str, list[dict[str, str]]] = {name: [] for name in ALL_MODELS}
        slug = "-".join(re.findall(r"[a-z0-9]+", folder.resolve().name.lower())) or "atlas"
        own = {"name": slug, "title": "Diplomatic missions", "licenses": []}
        return Dataset(folder, empty, {}, own, ""), fingerprint({})
    dataset = read(folder)
    return dataset, dataset.sha256


def _is_empty(folder: Path) -> bool:
    """Whether nothing lies in a folder but what another writer has begun or a crash has left."""
    if not folder.exists():
        return True
    begun = (LOCK, LAID, TURN)
    return folder.is_dir() and all(one.name.startswith(begun) for one in folder.iterdir())


def check(folder: str | Path | None = None) -> list[ValidationError]:
    """Every error of a dataset: of its files, its rows, between its rows, and of its form.

    Parameters
    ----------
    folder
        The folder, or None for the bundled dataset.

    Returns
    -------
    list of ValidationError
        Empty for a sound dataset in canonical form.

    Raises
    ------
    DatasetMissing
        There is no such folder, or no dataset in it.

    Examples
    --------
    >>> import geo
    >>> geo.check()
    []
    """
    tables = scan(locate(folder))
    problems = [*tables.problems, *(problem for problem, _ in problems_between(tables))]
    problems += problems_of_history(tables.raw.get(HISTORY, b""))
    problems += presentation(own_words(tables.raw.get(DESCRIPTION, b""))).problems
    return problems or problems_of_form(tables)


def check_rows(dataset: Dataset) -> list[ValidationError]:
    """Every error between the rows of a dataset that is not written yet."""
    return [problem for problem, _ in found_between(dataset)]


def found_between(
    dataset: Dataset,
    *,
    links_only: bool = False,
    unsound: Iterable[Key] = (),
    drawn: Set[Key] | None = None,
) -> list[Found]:
    """The errors between the rows of a dataset that is not written yet, each with its row.

    ``unsound``: rows with errors whose ids may be referred to. ``drawn``: the only rows whose
    geometry is checked; None for all.
    """
    rows = {name: sorted(rows, key=lambda row: row["id"]) for name, rows in dataset.rows.items()}
    lines = {name: lines_of(name, ordered) for name, ordered in rows.items()}
    ids: dict[str, set[str] | None] = {
        name: {row["id"] for row in ordered} | {id for table, id in unsound if table == name}
        for name, ordered in rows.items()
    }
    return problems_between(Tables(rows, lines, dict(dataset.shapes), ids), links_only, drawn)


def lines_of(table: str, ordered: Sequence[Mapping[str, str]]) -> list[int]:
    """The line numbers of the rows of a table once it is written."""
    if table == "places":
        return list(range(1, len(ordered) + 1))
    begins, lines = 2, []
    for row in ordered:
        lines.append(begins)
        begins += 1 + "".join(row.values()).count("\n")
    return lines


def fix(folder: str | Path | None = None) -> list[str]:
    """Put a dataset into canonical form: undo what a spreadsheet did, and change no fact."""
    path = locate(folder)
    try:
        with held(path):
            if database_of(path) is None:
                return _fixed(path)
            with tempfile.TemporaryDirectory() as copy:
                before = contents(path)
                put_whole(copy, before)
                written = _fixed(Path(copy))
                put_whole(path, contents(Path(copy)), was=fingerprint(before))
                return written
    except OSError as error:
        raise unwritable(path, error) from error


def _fixed(path: Path) -> list[str]:
    with contextlib.suppress(OSError):
        settle(path, FILES)
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
    if PLACES in tables.raw and not any(problem.file == PLACES for problem in tables.problems):
        put(PLACES, render_places(tables.rows["places"], tables.shapes))
    history = tables.raw.get(HISTORY)
    if history is not None:
        put(HISTORY, settled(history))
    own = own_words(tables.raw.get(DESCRIPTION, b""))
    put(DESCRIPTION, describe(own, history=history is not None))
    return written


def rendered(dataset: Dataset) -> dict[str, bytes]:
    """The files of a dataset in canonical form."""
    return render(dataset.rows, dataset.shapes, dataset.own, dataset.history)


def write(dataset: Dataset, folder: str | Path) -> None:
    """Write a dataset in canonical form, all of its files or none; canonical ones byte for byte."""
    put_whole(folder, rendered(dataset))


def push(
    address: str | Path,
    folder: str | Path | None = None,
    *,
    replace: bool = False,
    readers: Sequence[str] = (),
    editors: Sequence[str] = (),
) -> list[str]:
    """Prepare a database, and put a dataset into it, byte for byte; the migrations that were run.

    Without a folder, only the tables are brought up to date. ``replace``: another dataset there may
    be replaced. ``readers`` and ``editors`` are roles of the database that get these rights.
    """
    target = dataset_path(address)
    database = database_of(target)
    if database is None:
        raise DatasetMissing(
            f"{quoted(address)} is not the address of a database. Write it like "
            "postgresql://user@host/atlas."
        )
    done = database.prepare(readers, editors)
    if folder is not None:
        read(folder)
        files = contents(locate(folder))
        with held(target):
            database.put(files, was=None if replace else _was(target, files), whole=True)
    return done


def pull(folder: str | Path, address: str | Path | None, *, replace: bool = False) -> bool:
    """Copy a dataset into a folder, byte for byte; whether anything was written."""
    target = dataset_path(folder)
    files = contents(locate(address))
    was = None if replace else _was(target, files)
    changed = put_whole(target, files, was=was)
    if replace and HISTORY not in files:
        (target / HISTORY).unlink(missing_ok=True)
    return changed


def _was(target: Path, files: Mapping[str, bytes]) -> str:
    """The fingerprint of what is in a place that is empty or has these very files."""
    there, was = read_or_new(target)
    if there.sha256 and was != fingerprint(files):
        raise DatasetChanged(
            f"{quoted(shown(target))} already contains another dataset. Give another place, or "
            "--replace to replace it."
        )
    return was
