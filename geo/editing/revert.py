"""What was edited, and the way back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from geo.dataset import Change, Dataset, Edit, edits, read
from geo.editing.base import newest, with_history
from geo.editing.commit import Saved, save
from geo.editing.differences import Changes, ordered, row_of
from geo.editing.drafts import Draft, drafted
from geo.errors import EditConflict, InvalidSelection, quoted

_SHOWN: Final = 10


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
    since: list[Change] = []
    steps: list[Change] = []
    for change in edit.changes:
        now = row_of(base, change.table, change.id)
        if now != change.after:
            since.append(Change(change.table, change.id, change.after, now))
        steps.append(Change(change.table, change.id, now, change.before))
    draft = drafted(base, steps, author, str(day or ""), why, undoes=edit.id)
    if since:
        raise _moved(edit, ordered(since), draft)
    return draft


def undo(
    folder: str | Path | Dataset,
    author: str,
    which: str = "",
    *,
    day: str | dt.date | None = None,
    why: str = "",
) -> Saved:
    """Undo an edit. The undo is an edit too and can itself be undone."""
    return save(undoing(folder, author, which, day=day, why=why))


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


def _moved(edit: Edit, since: Changes, draft: Draft) -> EditConflict:
    ids = [one.id for one in since]
    names = ", ".join(ids[:_SHOWN]) + (" …" if len(ids) > _SHOWN else "")
    return EditConflict("", since, draft).keyed("editing.moved", id=edit.id, names=names)
