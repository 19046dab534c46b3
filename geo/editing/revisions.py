"""Edits of one row, and edits that take another one back."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from geo.dataset import ALL_MODELS, Dataset, Edit, Event, Row, edits, read
from geo.editing.differences import ordered, row_of
from geo.editing.drafts import Draft, Saved, clash, drafted, newest, save, with_history
from geo.errors import InvalidSelection, quoted

_RANKED: Final = ("correct", "change", "deprecate", "remove")
_PLAIN: Final = ("change", "remove")
REVISIONS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        **dict.fromkeys(ALL_MODELS, _PLAIN),
        **dict.fromkeys(("missions", "sources", "places"), ("change",)),
        **dict.fromkeys(("claims", "positions", "events"), _RANKED),
    }
)
"""Table -> actions that its rows allow."""


def revision(
    dataset: Dataset, table: str, id: str, act: str, cells: Mapping[str, str], reason: str = ""
) -> tuple[Row, ...]:
    """The rows of an edit that revises one row; for :func:`~geo.editing.prepare`.

    ``act``: ``correct`` (a new row; the old one is deprecated for the ``reason``), ``change`` (the
    row itself gets the cells), ``deprecate`` (it stays and decides nothing) or ``remove``.
    """
    old = dataset.by_id[table].get(id)
    if old is None or act not in REVISIONS[table]:
        raise InvalidSelection(
            f"The row {quoted(id)} of {table} cannot be edited by {quoted(act)}. "
            f"Choose a row of the dataset, and one of: {', '.join(REVISIONS[table])}."
        )
    if act == "change":
        shape = dataset.shapes.get(id) if table == "places" else None
        return (Row(table, {**old, **cells, "id": id}, shape),)
    rows: list[Row] = []
    if act == "correct":
        new = {**old, **cells, "id": ""}
        if new.get("rank") == "deprecated":
            new |= {"rank": "normal", "reason": ""}
        rows.append(Row(table, new))
    if act in ("correct", "deprecate"):
        rows += _deprecated(dataset, table, old, reason.strip())
    return tuple(rows)


def _deprecated(dataset: Dataset, table: str, row: Mapping[str, str], reason: str) -> Iterator[Row]:
    if table != "events":
        kept = f"{reason}; {row['reason']}" if table == "positions" and row["reason"] else reason
        yield Row(table, {**row, "rank": "deprecated", "reason": kept if reason else ""})
        return
    from geo.evidence import claims_to_event

    event = Event.of(row)
    for source, claims in claims_to_event(dataset, event).items():
        for claim in claims:
            if claim.rank != "deprecated":
                yield from _deprecated(dataset, "claims", claim, reason)
        if not claims:
            said = {"subject": event.id, "property": "date", "value": event.date, "source": source}
            yield Row("claims", {**said, "rank": "deprecated", "reason": reason})


def history(folder: str | Path | Dataset) -> list[Edit]:
    """What was edited in a dataset."""
    dataset = folder if isinstance(folder, Dataset) else read(folder)
    return edits(with_history(dataset).history)


def standing(made: Sequence[Edit]) -> dict[str, bool]:
    """Which edits are in effect: those that are not undone."""
    stands: dict[str, bool] = {}
    gone: set[str] = set()
    for edit in reversed(made):
        stands[edit.id] = edit.id not in gone
        if stands[edit.id] and edit.undoes:
            gone.add(edit.undoes)
    return dict(reversed(stands.items()))


def undoing(
    folder: str | Path | Dataset,
    author: str,
    which: str = "",
    *,
    day: str | dt.date | None = None,
    why: str = "",
) -> Draft:
    """Make the draft that takes an edit back; nothing is written."""
    base = with_history(folder) if isinstance(folder, Dataset) else newest(folder)
    edit = _chosen(edits(base.history), which)
    now = [row_of(base, one.table, one.id) for one in edit.changes]
    pairs = list(zip(edit.changes, now, strict=True))
    steps = [replace(one, before=row, after=one.before) for one, row in pairs]
    draft = drafted(base, steps, Edit("", str(day or ""), author, why, edit.id))
    since = [replace(one, before=one.after, after=row) for one, row in pairs if row != one.after]
    if theirs := ordered(since):
        raise clash("editing.moved", draft, theirs, [one.id for one in theirs], id=edit.id)
    return draft


def undo(folder: str | Path | Dataset, author: str, which: str = "", **more: Any) -> Saved:
    """Undo an edit. The undo is an edit too and can itself be undone."""
    return save(undoing(folder, author, which, **more))


def _chosen(made: Sequence[Edit], which: str) -> Edit:
    stands = standing(made)
    if not which:
        for edit in reversed(made):
            if stands[edit.id] and not edit.undoes:
                return edit
        raise InvalidSelection(
            "The dataset has no edit to undo. Run embassy-atlas edits to see its history."
        )
    found = next((edit for edit in made if edit.id == which), None)
    if found is None:
        raise InvalidSelection(
            f"The dataset has no edit {quoted(which)}. Run embassy-atlas edits to list them."
        )
    if not stands[which]:
        by = next(e.id for e in reversed(made) if e.undoes == which and stands[e.id])
        raise InvalidSelection(
            f"The edit {which} is already undone, by {by}. To restore it, undo {by}."
        )
    return found
