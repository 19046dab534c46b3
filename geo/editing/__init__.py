"""A pack is edited: rows are put, checked, saved whole with author and day, and taken back.

What is to be changed is a :class:`Draft`, made on the pack as it stood at one moment; it has all
its faults at once, and a readable difference. It is saved whole or not at all, and only where the
pack is still what the draft was made on: whoever comes second gets an
:class:`~geo.errors.EditConflict` with what has changed meanwhile and with the draft, which
:func:`rebase` puts on the newest pack. Each edit stands in the pack's own history with the rows as
they were and are, so that it can be undone after a restart and by somebody else.
"""

from __future__ import annotations

from geo.editing.changes import Changes, changes
from geo.editing.drafting import Draft, prepare, rebase, writable
from geo.editing.fields import Field, fields, filled
from geo.editing.naming import named
from geo.editing.placing import Placing, mission_rows, outline
from geo.editing.saving import Saved, save
from geo.editing.undoing import history, standing, undo, undoing
from geo.pack import Change, Edit, Row

__all__ = [
    "Change",
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
    "outline",
    "prepare",
    "rebase",
    "save",
    "standing",
    "undo",
    "undoing",
    "writable",
]
