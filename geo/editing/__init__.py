"""Edits of a dataset: enter rows, check them, save them with author and day, undo them.

A :class:`Draft` has all its errors at once, and a readable difference. It is saved whole or not at
all, and only where the dataset is still what it was made on; else an
:class:`~geo.errors.EditConflict` carries what has changed, and :func:`rebase` puts the draft on the
newest dataset. An edit is kept with its rows before and after, so that anybody can undo it.
"""

from geo.dataset import Edit, Row
from geo.editing.differences import Changes, changes
from geo.editing.drafts import Draft, Saved, newest, prepare, rebase, save, turn, writable
from geo.editing.new_rows import Field, Placing, fields, filled, mission_rows, named, outline
from geo.editing.revisions import REVISIONS, history, revision, standing, undo, undoing

__all__ = [
    "REVISIONS",
    "Changes",
    "Draft",
    "Edit",
    "Field",
    "Placing",
    "Row",
    "Saved",
    "changes",
    "fields",
    "filled",
    "history",
    "mission_rows",
    "named",
    "newest",
    "outline",
    "prepare",
    "rebase",
    "revision",
    "save",
    "standing",
    "turn",
    "undo",
    "undoing",
    "writable",
]
