"""A draft into its dataset: whole or not at all, with author and day, never over another's."""

import datetime as dt
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from geo.dataset import Edit, edits, fingerprint, held, put_whole, rendered, shown
from geo.dataset.history import with_edit
from geo.editing.differences import Changes, changes
from geo.editing.drafts import Draft, newest, rebase, writable
from geo.errors import DatasetChanged, DraftFaulty, EditConflict, quoted

_SHOWN: Final = 50


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
            raise DraftFaulty.listing(what, problems, _SHOWN, rest=True)
        try:
            return _put(draft)
        except DatasetChanged:
            theirs = changes(draft.base, newest(draft.folder))
        again = draft if theirs.rows and not on_top else rebase(draft)
        if again is draft or again.problems:
            raise EditConflict("", theirs, draft).keyed(
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
    edit = Edit(
        f"edit-{number:06d}", made, draft.author, draft.why, draft.undoes, draft.changes.rows
    )
    files = rendered(replace(draft.after, history=with_edit(draft.base.history, edit)))
    put_whole(draft.folder, files, was=draft.was)
    return Saved(draft.folder, edit, draft.changes, fingerprint(files))
