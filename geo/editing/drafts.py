"""What is to be changed in a dataset: made on it as it stood, checked whole, not saved."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from geo import dates
from geo.dataset import ALL_MODELS, HISTORY, Change, Dataset, Row, file_of, shown
from geo.editing.base import newest, with_history
from geo.editing.differences import Changes, changes, ordered, row_of
from geo.editing.ids import named
from geo.editing.new_faults import brought
from geo.editing.table_fields import filled
from geo.errors import EditConflict, InvalidDate, ValidationError, quoted

_SHOWN: Final = 10
_LONGEST_AUTHOR: Final = 200


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

    @property
    def was(self) -> str:
        """Fingerprint of the dataset on which it was made."""
        return self.base.sha256

    def problems_of(self, number: int | None) -> list[ValidationError]:
        """The errors of one of its rows."""
        about = zip(self.problems, self.about, strict=True)
        return [problem for problem, row in about if row == number]

    def as_dict(self) -> dict[str, Any]:
        """The draft as a plain mapping, for JSON."""
        return {
            "dataset": shown(self.folder),
            **{name: getattr(self, name) for name in ("was", "author", "day", "why", "undoes")},
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
    said = _Said(base)
    whole: list[Row] = []
    steps: dict[tuple[str, str], Change] = {}
    numbers: dict[tuple[str, str], int] = {}
    for number, row in enumerate(given):
        if row.table not in ALL_MODELS:
            rule, remedy = "unknown table", f"The tables are: {', '.join(ALL_MODELS)}."
            first.append((ValidationError(row.table, None, "", "", rule, remedy), number))
            whole.append(row)
            continue
        one, wrong = _with_id(base, row, taken, counted, said, adding)
        key = one.table, one.id
        if key in steps:
            wrong = "another row of the edit has this id", "Give it another."
        if wrong is not None:
            first.append((ValidationError(file_of(one.table), None, "id", one.id, *wrong), number))
        whole.append(one)
        steps.setdefault(key, Change(*key, row_of(base, *key), one))
        numbers.setdefault(key, number)
    for key in removed:
        steps.setdefault(key, Change(*key, row_of(base, *key), None))
    day = str(day or "")
    return drafted(
        base, list(steps.values()), author, day, why, rows=whole, first=first, numbers=numbers
    )


def drafted(
    base: Dataset,
    steps: Sequence[Change],
    author: str,
    day: str,
    why: str,
    *,
    undoes: str = "",
    rows: Sequence[Row] = (),
    first: Sequence[tuple[ValidationError, int | None]] = (),
    numbers: Mapping[tuple[str, str], int] | None = None,
) -> Draft:
    """A draft of changes to a dataset."""
    real = [step for step in steps if step.before != step.after]
    goes = not undoes and any(step.after is None for step in real)
    after, between = brought(base, real, restoring=bool(undoes))
    found = [*((problem, None) for problem in _of_author(author, day, why, goes)), *first]
    if not real and not found:
        rule, remedy = "the edit changes nothing", "Change a value."
        found.append((ValidationError(HISTORY, None, "changes", "", rule, remedy), None))
    found += [(problem, _number(key, numbers)) for problem, key in between]
    return Draft(
        base,
        after,
        tuple(rows) or tuple(step.after for step in real if step.after is not None),
        ordered(real),
        tuple(problem for problem, _ in found),
        author.strip(),
        day,
        why.strip(),
        undoes,
        tuple(number for _, number in found),
    )


def rebase(draft: Draft) -> Draft:
    """Put a draft on the newest state of its dataset; nothing is written."""
    base = newest(draft.folder)
    theirs = changes(draft.base, base)
    steps = []
    clashing = []
    for step in draft.changes:
        now = row_of(base, step.table, step.id)
        if now not in (step.before, step.after):
            clashing.append(step.id)
        steps.append(Change(step.table, step.id, now, step.after))
    if clashing:
        raise collision(draft, theirs, clashing)
    numbers = {(row.table, row.id): number for number, row in enumerate(draft.rows)}
    return drafted(
        base,
        steps,
        draft.author,
        draft.day,
        draft.why,
        undoes=draft.undoes,
        rows=draft.rows,
        numbers=numbers,
    )


def collision(draft: Draft, theirs: Changes, ids: Sequence[str]) -> EditConflict:
    """The error for a draft whose very rows have changed meanwhile."""
    names = ", ".join(ids[:_SHOWN]) + (" …" if len(ids) > _SHOWN else "")
    return EditConflict("", theirs, draft).keyed(
        "editing.collision", folder=quoted(shown(draft.folder)), names=names
    )


def _number(
    key: tuple[str, str] | None, numbers: Mapping[tuple[str, str], int] | None
) -> int | None:
    return None if key is None or numbers is None else numbers.get(key)


def _with_id(
    base: Dataset, row: Row, taken: set[str], counted: dict[str, int], said: _Said, adding: bool
) -> tuple[Row, tuple[str, str] | None]:
    """A whole row with its id, and what is wrong with that: rule and remedy."""
    stands = row.id in base.by_id[row.table]
    cells = row.cells if stands else filled(row.table, row.cells)
    if row.id:
        whole = Row(row.table, Row(row.table, cells).whole, row.shape)
        if adding and stands:
            return whole, ("another row of the table has this id", "Give it another.")
        return whole, None
    id = named(row.table, cells, taken, counted)
    taken.add(id)
    whole = Row(row.table, Row(row.table, {**cells, "id": id}).whole, row.shape)
    twin = said.of(whole)
    if twin is not None and base.shapes.get(twin) == row.shape:
        rule = f"the dataset already says this, in row {twin}"
        return whole, (rule, "Leave it out.")
    return whole, None


class _Said:
    """What the rows of a dataset say, whatever their ids are."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._ids: dict[str, dict[tuple[str, ...], str]] = {}

    def of(self, row: Row) -> str | None:
        """Id of the row that says the same; None where none does."""
        if row.table not in self._ids:
            rows = self._dataset.rows[row.table]
            self._ids[row.table] = {self._without_id(one): one["id"] for one in rows}
        return self._ids[row.table].get(self._without_id(row.whole))

    @staticmethod
    def _without_id(cells: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(cell for name, cell in cells.items() if name != "id")


def _tidied(row: Row) -> Row:
    """A row without blanks round its cells, in composed characters; as a fix would leave it."""
    cells = {
        name: unicodedata.normalize("NFC", cell.replace("\r\n", "\n").strip())
        for name, cell in row.cells.items()
    }
    shape = row.shape
    with contextlib.suppress(TypeError, ValueError, RecursionError):  # checking says what is wrong
        shape = json.loads(json.dumps(shape))
    return Row(row.table, cells, shape)


def _of_author(author: str, day: str, why: str, goes: bool) -> Iterator[ValidationError]:
    """What is wrong with who edits, when and why."""

    def problem(column: str, value: str, rule: str, remedy: str) -> ValidationError:
        return ValidationError(HISTORY, None, column, value, rule, remedy)

    if not author.strip():
        yield problem("author", "", "no author", "Give your name.")
    elif not author.strip().isprintable() or len(author) > _LONGEST_AUTHOR:
        rule = f"the author must be one line of at most {_LONGEST_AUTHOR} characters"
        yield problem("author", author, rule, "Write a name, or an address.")
    if goes and not why.strip():
        yield problem("why", "", "a removal needs a reason", "Give it.")
    bad = [c for c in why.strip() if not c.isprintable() and c != "\n"]
    if bad:
        rule = f"the text contains a control character {quoted(bad[0])}"
        yield problem("why", why, rule, "Remove it.")
    if not day:
        return
    try:
        span = dates.parse(day)
    except InvalidDate as error:
        yield problem("made", day, "not a day", str(error))
        return
    if len(day) != len("2026-11-25") or span.earliest != span.latest or span.earliest is None:
        yield problem("made", day, "not a single day", "Write it like 2026-11-25.")
    elif span.earliest > dates.today():
        yield problem("made", day, "the date is in the future", "Give the date of the edit.")
