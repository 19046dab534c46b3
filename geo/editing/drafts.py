"""Edits of a dataset: made on one version, checked, and saved completely or not at all."""

import contextlib
import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from geo import dates, errors
from geo.dataset import ALL_MODELS, HISTORY, Change, Dataset, Edit, Row, read, rendered, shown
from geo.dataset.canonical import tidy
from geo.dataset.history import edits, problems_of_history, with_edit
from geo.dataset.lock import held
from geo.dataset.tables import file_of, locate
from geo.dataset.transaction import fingerprint, put_whole
from geo.editing.differences import Changes, changes, ordered, row_of
from geo.editing.new_faults import brought
from geo.editing.new_rows import filled, named
from geo.errors import ValidationError, WriteFailed, quoted
from geo.package_files import is_packaged

_SHOWN: Final = 10
_MOST_SHOWN: Final = 50
_LONGEST_AUTHOR: Final = 200


def writable(folder: str | Path) -> Path:
    """The folder of a dataset that may be edited."""
    path = locate(folder)
    if is_packaged(path):
        raise WriteFailed(
            f"{quoted(folder)} belongs to the installed program and cannot be edited: its next "
            "version would take its place. Make a copy with embassy-atlas copy FOLDER, and edit "
            "that."
        )
    return path


def newest(folder: str | Path) -> Dataset:
    """The current dataset, to be edited."""
    return with_history(read(writable(folder)))


def with_history(dataset: Dataset) -> Dataset:
    """The same dataset, whose history is sound."""
    problems = problems_of_history(dataset.history)
    if problems:
        what = f"the history of the dataset in {quoted(shown(dataset.folder))} is broken"
        raise errors.DatasetFaulty.listing(what, problems, _SHOWN)
    return dataset


@dataclass(frozen=True, eq=False)
class Draft:
    """An edit that is not saved yet.

    ``after`` is ``base`` as it would be, without rows that have an error in themselves; ``rows``
    are those that it puts, whole and with ids, in the order given; ``problems`` are all errors that
    it brings: it can be saved where there are none. ``day`` is YYYY-MM-DD, blank for the day of
    saving.
    """

    base: Dataset
    after: Dataset
    rows: tuple[Row, ...]
    changes: Changes
    problems: tuple[ValidationError, ...]
    author: str
    day: str
    why: str
    undoes: str
    about: tuple[int | None, ...]

    @property
    def folder(self) -> Path:
        """Folder of the dataset."""
        return self.base.folder

    def as_dict(self) -> dict[str, Any]:
        """The draft as a plain mapping, for JSON."""
        return {
            **{"dataset": shown(self.folder), "was": self.base.sha256},
            **{name: getattr(self, name) for name in ("author", "day", "why", "undoes")},
            **self.changes.as_dict(),
            "errors": [problem.as_dict() for problem in self.problems],
        }


def prepare(
    folder: str | Path | Dataset,
    rows: Sequence[Row],
    *,
    author: str,
    day: str | dt.date | None = None,
    why: str = "",
    adding: bool = False,
    removed: Iterable[tuple[str, str]] = (),
) -> Draft:
    """Make a draft on a dataset; nothing is written. ``removed``: table and id of rows."""
    base = with_history(folder) if isinstance(folder, Dataset) else newest(folder)
    first: list[tuple[ValidationError, int | None]] = []
    given = [_tidied(row) for row in rows]
    taken = set[str]().union(*(base.by_id[table] for table in ALL_MODELS), (r.id for r in given))
    counted: dict[str, int] = {}
    whole: list[Row] = []
    steps: dict[tuple[str, str], Change] = {}

    @cache
    def said(table: str) -> dict[tuple[str, ...], str]:
        return {_without_id(one): one["id"] for one in base.rows[table]}

    for number, row in enumerate(given):
        if row.table not in ALL_MODELS:
            wrong = ("unknown table", f"The tables are: {', '.join(ALL_MODELS)}.")
            first.append((ValidationError(row.table, None, "", "", *wrong), number))
            whole.append(row)
            continue
        table, stands = row.table, row.id in base.by_id[row.table]
        cells = row.cells if stands else filled(table, row.cells)
        id = row.id or named(table, cells, taken, counted)
        taken.add(id)
        one = Row(table, Row(table, {**cells, "id": id}).whole, row.shape)
        twin = None if row.id else said(table).get(_without_id(one.cells))
        rule, remedy = "", "Give it another."
        if (table, id) in steps:
            rule = "another row of the edit has this id"
        elif adding and stands:
            rule = "another row of the table has this id"
        elif twin is not None and base.shapes.get(twin) == row.shape:
            rule, remedy = f"the dataset already says this, in row {twin}", "Leave it out."
        if rule:
            problem = ValidationError(file_of(table), None, "id", id, rule, remedy)
            first.append((problem, number))
        whole.append(one)
        steps.setdefault((table, id), Change(table, id, row_of(base, table, id), one))
    for key in removed:
        steps.setdefault(key, Change(*key, row_of(base, *key), None))
    by = Edit("", str(day or ""), author, why, "")
    return drafted(base, list(steps.values()), by, rows=whole, first=first)


def drafted(
    base: Dataset,
    steps: Sequence[Change],
    by: Edit,
    *,
    rows: Sequence[Row] = (),
    first: Sequence[tuple[ValidationError, int | None]] = (),
) -> Draft:
    """A draft of changes to a dataset; ``by``: author, date, reason, and the edit it undoes."""
    real = [step for step in steps if step.before != step.after]
    goes = not by.undoes and any(step.after is None for step in real)
    after, between = brought(base, real, restoring=bool(by.undoes))
    found = [*((problem, None) for problem in _of_author(by, goes)), *first]
    if not real and not found:
        rule, remedy = "the edit changes nothing", "Change a value."
        found.append((ValidationError(HISTORY, None, "changes", "", rule, remedy), None))
    numbers = {(row.table, row.id): n for n, row in reversed([*enumerate(rows)])}
    found += [(problem, numbers.get(key)) for problem, key in between]
    return Draft(
        base,
        after,
        tuple(rows) or tuple(step.after for step in real if step.after is not None),
        ordered(real),
        tuple(problem for problem, _ in found),
        *(by.author.strip(), by.made, by.why.strip(), by.undoes),
        about=tuple(number for _, number in found),
    )


def rebase(draft: Draft) -> Draft:
    """Put a draft on the newest state of its dataset; nothing is written."""
    base = newest(draft.folder)
    steps = [replace(step, before=row_of(base, step.table, step.id)) for step in draft.changes]
    pairs = zip(draft.changes, steps, strict=True)
    if clashing := [n.id for s, n in pairs if n.before not in (s.before, s.after)]:
        theirs = changes(draft.base, base)
        raise clash(
            "editing.collision", draft, theirs, clashing, folder=quoted(shown(draft.folder))
        )
    by = Edit("", draft.day, draft.author, draft.why, draft.undoes)
    return drafted(base, steps, by, rows=draft.rows)


def clash(
    key: str, draft: Draft, theirs: Changes, ids: Sequence[str], **values: str
) -> errors.EditConflict:
    """The error for a draft some of whose rows were changed by others meanwhile."""
    names = ", ".join(ids[:_SHOWN]) + (" …" if len(ids) > _SHOWN else "")
    return errors.EditConflict("", theirs, draft).keyed(key, names=names, **values)


def _without_id(cells: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(cell for name, cell in cells.items() if name != "id")


def _tidied(row: Row) -> Row:
    """A row without blanks round its cells, in composed characters; as a fix would leave it."""
    cells = {name: tidy(cell) for name, cell in row.cells.items()}
    shape = row.shape
    with contextlib.suppress(TypeError, ValueError, RecursionError):  # checking says what is wrong
        shape = json.loads(json.dumps(shape))
    return Row(row.table, cells, shape)


def _of_author(by: Edit, goes: bool) -> Iterator[ValidationError]:
    problem = partial(ValidationError, HISTORY, None)
    author, why, day = by.author.strip(), by.why.strip(), by.made
    if not author:
        yield problem("author", "", "no author", "Give your name.")
    elif not author.isprintable() or len(by.author) > _LONGEST_AUTHOR:
        rule = f"the author must be one line of at most {_LONGEST_AUTHOR} characters"
        yield problem("author", by.author, rule, "Write a name, or an address.")
    if goes and not why:
        yield problem("why", "", "a removal needs a reason", "Give it.")
    if bad := [c for c in why if not c.isprintable() and c != "\n"]:
        rule = f"the text contains a control character {quoted(bad[0])}"
        yield problem("why", by.why, rule, "Remove it.")
    if not day:
        return
    try:
        span = dates.parse(day)
    except errors.InvalidDate as error:
        yield problem("made", day, "not a day", str(error))
        return
    if len(day) != len("2026-11-25") or span.earliest != span.latest or span.earliest is None:
        yield problem("made", day, "not a single day", "Write it like 2026-11-25.")
    elif span.earliest > dates.today():
        yield problem("made", day, "the date is in the future", "Give the date of the edit.")


@dataclass(frozen=True)
class Saved:
    """What was saved, the fingerprint of the dataset now, and what others had saved meanwhile."""

    folder: Path
    edit: Edit
    changes: Changes
    sha256: str
    beneath: Changes = field(default_factory=Changes)

    def as_dict(self) -> dict[str, Any]:
        """What was saved as a plain mapping, for JSON."""
        told = {key: value for key, value in self.edit.as_dict().items() if key != "changes"}
        return {
            "dataset": shown(self.folder),
            "edit": told,
            **self.changes.as_dict(),
            "sha256": self.sha256,
            "beneath": self.beneath.as_dict(),
        }


def save(draft: Draft, *, on_top: bool = False) -> Saved:
    """Save a draft; with ``on_top`` also where others have changed other rows meanwhile."""
    with turn(draft.folder):
        if problems := draft.problems:
            count = "1 error" if len(problems) == 1 else f"{len(problems):,} errors"
            what = f"nothing was saved: the edit has {count}"
            raise errors.DraftFaulty.listing(what, problems, _MOST_SHOWN, rest=True)
        try:
            return _put(draft)
        except errors.DatasetChanged:
            theirs = changes(draft.base, newest(draft.folder))
        again = draft if theirs.rows and not on_top else rebase(draft)
        if again is draft or again.problems:
            raise errors.EditConflict("", theirs, draft).keyed(
                "editing.conflict", folder=quoted(shown(draft.folder)), summary=theirs.summary()
            )
        return replace(_put(again), beneath=theirs)


def turn(folder: str | Path) -> AbstractContextManager[None]:
    """Keep all other writers out of a dataset, first come, first served; may be nested."""
    return held(writable(folder))


def _put(draft: Draft) -> Saved:
    before = edits(draft.base.history)
    number = int(before[-1].id.removeprefix("edit-")) + 1 if before else 1
    made = draft.day or dt.datetime.now().astimezone().isoformat(timespec="seconds")
    by = (draft.author, draft.why, draft.undoes)
    edit = Edit(f"edit-{number:06d}", made, *by, draft.changes.rows)
    files = rendered(replace(draft.after, history=with_edit(draft.base.history, edit)))
    put_whole(draft.folder, files, was=draft.base.sha256)
    return Saved(draft.folder, edit, draft.changes, fingerprint(files))
