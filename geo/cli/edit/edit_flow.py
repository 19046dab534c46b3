"""How an edit is shown, confirmed at a terminal, saved and reported; and the list of edits."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import typer

from geo.cli.terminal import ask, at_terminal, note, show, show_json, working
from geo.errors import EditConflict, InvalidSelection, ValidationError
from geo.vocabulary import AUTHOR

if TYPE_CHECKING:
    from geo.editing import Changes, Draft, Saved

_MOST_LINES: Final = 200  # Lines of what others have changed: an import may have changed thousands
_QUESTION: Final = "Save this? y yes, n no: "


@dataclass(frozen=True, slots=True)
class Saving:
    """The options of every edit."""

    author: str = ""
    why: str = ""
    day: str = ""
    dry_run: bool = False
    yes: bool = False
    rebase: bool | None = None
    as_json: bool = False

    @property
    def asks(self) -> bool:
        """Whether to ask at a terminal before saving."""
        return at_terminal() and not (self.yes or self.as_json or self.dry_run)

    @property
    def on_top(self) -> bool:
        """Whether to save on top of edits of other rows without asking."""
        return not self.asks if self.rebase is None else self.rebase

    def checked(self) -> Saving:
        """The same, where an author is given."""
        if not self.author.strip():
            raise InvalidSelection(
                f"No author is given. Give your name with --author NAME, or set {AUTHOR}."
            )
        return self


def carry_out(
    dataset: Path,
    made: Callable[[], Draft],
    saving: Saving,
    said: Callable[[ValidationError], str] = str,
) -> None:
    """Make a draft, show it, and save it; ``said`` turns an error into text."""
    from geo import editing

    in_turn = saving.on_top and not saving.dry_run and not saving.asks
    try:  # a draft in turn includes all earlier saves
        with editing.turn(dataset) if in_turn else nullcontext():
            with working("Reading the dataset"):
                draft: Draft | None = made()
            while draft is not None:
                draft = _saved(draft, saving, said)
    except EditConflict as conflict:
        if saving.as_json:
            both = {"theirs": conflict.theirs.as_dict(), "mine": conflict.mine.as_dict()}
            show_json({"saved": False, "why": str(conflict), **both})
        else:
            _tell_conflict(conflict)
            note("Not saved. This command would change:")
            lines(conflict.mine.changes, note)
            note("Run the same command again to apply it to the current dataset.")
        raise typer.Exit(1) from None


def _saved(draft: Draft, saving: Saving, said: Callable[[ValidationError], str]) -> Draft | None:
    """Save a draft if confirmed; on a conflict, return it rebased on what others saved."""
    from geo import editing

    if draft.problems:
        _refuse(draft, saving, said)
    if not _wanted(draft, saving):
        return None
    try:
        with working("Saving"):
            saved = editing.save(draft, on_top=saving.on_top)
    except EditConflict as conflict:
        if not saving.asks:
            raise
        _tell_conflict(conflict)
        rebased = editing.rebase(draft)
        note("Your edit, on top of the current dataset:")
        return rebased
    _tell(saved, saving)
    return None


def _refuse(draft: Draft, saving: Saving, said: Callable[[ValidationError], str]) -> NoReturn:
    from geo.dataset import shown

    if saving.as_json:
        show_json({"saved": False, **draft.as_dict()})
        raise typer.Exit(1)
    note(*map(said, draft.problems))
    if draft.undoes:
        note(f"first undo or change the edits based on {draft.undoes}")
    count = f"{len(draft.problems):,} errors" if len(draft.problems) > 1 else "1 error"
    note(f"{shown(draft.folder)}: {count}; nothing was saved")
    raise typer.Exit(1)


def _wanted(draft: Draft, saving: Saving) -> bool:
    """Whether the draft is to be saved, after it was shown."""
    if saving.dry_run and saving.as_json:
        show_json({"saved": False, **draft.as_dict()})
    elif saving.dry_run:
        lines(draft.changes, show)
        note("nothing was saved: --dry-run")
    elif not saving.asks:
        return True
    else:
        lines(draft.changes, note)
        if ask(_QUESTION, "yn") == "y":
            return True
        note("nothing was saved")
    return False


def _tell(saved: Saved, saving: Saving) -> None:
    from geo.dataset import shown

    if saving.as_json:
        show_json({"saved": True, **saved.as_dict()})
        return
    if not saving.asks:
        lines(saved.changes, show)
    where = shown(saved.folder)
    note(f"saved in {where} as {saved.edit.id}, {saved.edit.made}, by {saved.edit.author}")
    if saved.beneath:
        note(f"saved on top of changes by others: {saved.beneath.summary()}")


def _tell_conflict(conflict: EditConflict) -> None:
    note(str(conflict))
    lines(conflict.theirs, note, _MOST_LINES)


def lines(changes: Changes, say: Callable[..., None], most: int | None = None) -> None:
    """Print a row-by-row difference, line by line."""
    told = changes.text().split("\n")
    say(*told[:most])
    if most is not None and len(told) > most:
        say(f"… and {len(told) - most:,} more lines")
