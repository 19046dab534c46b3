"""What the buttons of the form do. Each asks first whether this reader may, and loses nothing."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec

from geo import editing
from geo.dataset import Dataset
from geo.errors import AtlasError, DatasetError, EditConflict, InvalidSelection
from geo.ui.edit import gate
from geo.ui.edit.form_state import EXISTING, desk
from geo.ui.edit.rows import removed, rows

P = ParamSpec("P")

_LOG: Final = logging.getLogger("geo.ui")


def _deed(act: Callable[P, None]) -> Callable[P, None]:
    """A deed of a reader who may, whose failure is kept to be told."""

    @wraps(act)
    def done(*args: P.args, **kwargs: P.kwargs) -> None:
        who = gate.editor()
        if who.refused:
            return
        at = desk()
        at.sign(who.address)
        before, at.conflict = at.conflict, None
        at.forget_deeds()
        try:
            act(*args, **kwargs)
        except EditConflict as error:
            at.conflict = error
        except AtlasError as error:
            at.trouble, at.conflict = error, before
        except Exception:
            _LOG.exception("an edit failed")
            at.trouble, at.conflict = unforeseen(), before

    return done


def unforeseen() -> DatasetError:
    """The message for an edit that fails unexpectedly."""
    return DatasetError().keyed("error.edit.unforeseen")


def unsigned() -> InvalidSelection:
    """The message for an undo without an author."""
    return InvalidSelection().keyed("error.edit.unsigned")


@_deed
def check(dataset: Dataset) -> None:
    """Check what the form holds against the dataset that is shown."""
    at = desk()
    at.tried = True
    made = rows(at, dataset)
    at.draft = editing.prepare(
        dataset, made, author=at.author, why=at.why, adding=at.kind != EXISTING, removed=removed(at)
    )
    at.checked = made, at.author, at.why


@_deed
def save() -> None:
    """Save what was checked."""
    at = desk()
    if at.draft is not None:
        at.saved = editing.save(at.draft, on_top=True)
        at.empty()


@_deed
def go_on() -> None:
    """Leave what was said of the last deed; the form stays as it is."""
    at = desk()
    at.draft = at.checked = None


@_deed
def clear() -> None:
    """Empty the form."""
    desk().empty()


@_deed
def ask_undo(dataset: Dataset, which: str) -> None:
    """Show what undoing an edit would change."""
    at = desk()
    if not at.author.strip():
        raise unsigned()
    at.undoing = editing.undoing(dataset, at.author, which)


def undo() -> None:
    """Undo the edit that was confirmed, once."""
    asked = desk().undoing
    if asked is not None:
        _undo(asked)


@_deed
def _undo(asked: editing.Draft) -> None:
    desk().saved = editing.save(asked, on_top=True)
