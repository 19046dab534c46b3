"""How an edit is shown, confirmed at a terminal, saved and reported; and the list of edits."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from geo.cli.options import Json, option
from geo.cli.terminal import note, show, show_json, show_table, working
from geo.errors import (
    DatasetMissing,
    EditConflict,
    InvalidSelection,
    StateError,
    ValidationError,
    quoted,
)
from geo.vocabulary import AUTHOR

if TYPE_CHECKING:
    from geo.editing import Changes, Draft, Edit, Saved

_MOST_LINES: Final = 200  # Lines of what others have changed: an import may have changed thousands
_QUESTION: Final = "Save this? y yes, n no: "

Labels = Mapping[tuple[str, str], str]
"""Table and column -> the option that fills it."""


@dataclass(frozen=True, slots=True)
class Saving:
    """The options of every edit, as they are given on the command line."""

    author: Annotated[
        str, option("--author", "NAME", "Your name; saved with the edit.", envvar=AUTHOR)
    ] = ""
    why: Annotated[str, option("--why", "TEXT", "Reason; saved with it.")] = ""
    day: Annotated[str, option("--day", "DATE", "Date of the edit. Default: now.")] = ""
    dry_run: Annotated[bool, option("--dry-run", None, "Show the changes, and write nothing.")] = (
        False
    )
    yes: Annotated[bool, option("--yes", None, "Save without asking at a terminal.")] = False
    rebase: Annotated[
        bool | None,
        option(
            "--rebase/--no-rebase",
            None,
            "Save on top of changes by others to other rows. Default: yes, except at a terminal.",
        ),
    ] = None
    as_json: Json = False

    @property
    def on_top(self) -> bool:
        """Whether to save on top of edits of other rows without asking."""
        return not _asks(self) if self.rebase is None else self.rebase

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
    labels: Labels | None = None,
    unread: Mapping[str, StateError] | None = None,
) -> None:
    """Make a draft, show it, and save it."""
    from geo import editing

    in_turn = saving.on_top and not saving.dry_run and not _asks(saving)
    try:  # a draft in turn includes all earlier saves
        with editing.turn(dataset) if in_turn else nullcontext():
            _carry_out(made, saving, labels or {}, unread or {})
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


def _carry_out(
    made: Callable[[], Draft], saving: Saving, labels: Labels, unread: Mapping[str, StateError]
) -> None:
    from geo import editing

    with working("Reading the dataset"):
        draft = made()
    while True:
        _refuse_faulty(draft, saving, labels, unread)
        if not _wanted(draft, saving):
            return
        try:
            with working("Saving"):
                saved = editing.save(draft, on_top=saving.on_top)
        except EditConflict as conflict:
            if not _asks(saving):
                raise
            _tell_conflict(conflict)
            draft = editing.rebase(draft)
            note("Your edit, on top of the current dataset:")
            continue
        _tell(saved, saving)
        return


def take_back(dataset: Path, which: str, saving: Saving) -> None:
    """Undo an edit."""
    from geo import editing
    from geo.dataset import shown

    said = saving.checked()

    def made() -> Draft:
        draft = editing.undoing(dataset, said.author, which, day=said.day, why=said.why)
        edit = next(one for one in editing.history(draft.base) if one.id == draft.undoes)
        if not which and edit.author != draft.author and not saving.dry_run and not _asks(saving):
            raise InvalidSelection(
                f"The last edit, {edit.id}, was made by {quoted(edit.author)}. "
                f"To undo it, give its id: embassy-atlas undo {shown(dataset)} {edit.id}."
            )
        if not saving.as_json:
            note(f"undoing {edit.id}, {edit.made}, by {edit.author}")
        return draft

    carry_out(dataset, made, saving)


def show_edits(dataset: Path, which: str, as_json: bool) -> None:
    """Print the edits of a dataset."""
    from geo import editing

    with working("Reading the dataset"):
        made = editing.history(dataset)
    stands = editing.standing(made)
    chosen = [edit for edit in made if which in ("", edit.id)]
    if which and not chosen:
        raise InvalidSelection(
            f"The dataset has no edit {quoted(which)}. Leave out the id to list all edits."
        )
    if as_json:
        show_json([{**edit.as_dict(), "stands": stands[edit.id]} for edit in chosen])
        return
    if which:
        for edit in chosen:
            show(f"{edit.id}, {edit.made}, {edit.author}")
            if edit.why:
                show(edit.why)
            lines(editing.Changes(edit.changes), show)
        return
    rows = []
    for edit in made:
        found, state = editing.Changes(edit.changes), _state(edit, stands[edit.id])
        told = (edit.id, edit.made, edit.author, found.summary(), state, edit.why, found.brief())
        rows.append(told)
    show_table(("id", "made", "author", "rows", "state", "why", "changes"), rows)


def _state(edit: Edit, stands: bool) -> str:
    from geo.i18n import ENGLISH

    told = [ENGLISH("editing.undone", id=edit.undoes)] if edit.undoes else []
    return ", ".join([*told, *([] if stands else ["undone"])])


def copy_dataset(into: Path, dataset: Path | None) -> None:
    """Copy a dataset into a new folder, to be edited there."""
    from geo.dataset import put_whole, read, read_or_new, rendered, shown

    source = read(dataset)
    there, was = read_or_new(into)
    if there.sha256:
        raise DatasetMissing(
            f"{quoted(shown(into))} already contains a dataset. Give a new folder."
        )
    put_whole(into, rendered(source), was=was)
    missions = len(source.rows["missions"])
    show(f"{shown(into)}: a dataset of {missions:,} missions")


def _refuse_faulty(
    draft: Draft, saving: Saving, labels: Labels, unread: Mapping[str, StateError]
) -> None:
    from geo.dataset import shown

    if not draft.problems:
        return
    if saving.as_json:
        show_json({"saved": False, **draft.as_dict()})
        raise typer.Exit(1)
    for problem in draft.problems:
        option = _option(problem, labels)
        why = unread.get(option)
        said = str(why) if why is not None else str(problem)
        note(f"{option}: {said}" if option else said)
    if draft.undoes:
        note(f"first undo or change the edits based on {draft.undoes}")
    count = f"{len(draft.problems):,} errors" if len(draft.problems) > 1 else "1 error"
    note(f"{shown(draft.folder)}: {count}; nothing was saved")
    raise typer.Exit(1)


def _option(problem: ValidationError, labels: Labels) -> str:
    table = problem.file.rpartition(".")[0]
    return labels.get((table, problem.column), "")


def _asks(saving: Saving) -> bool:
    return _at_a_terminal() and not (saving.yes or saving.as_json or saving.dry_run)


def _at_a_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _wanted(draft: Draft, saving: Saving) -> bool:
    """Whether the draft is to be saved, after it was shown."""
    if saving.dry_run:
        if saving.as_json:
            show_json({"saved": False, **draft.as_dict()})
        else:
            lines(draft.changes, show)
            note("nothing was saved: --dry-run")
        return False
    if not _asks(saving):
        return True
    lines(draft.changes, note)
    while True:
        print(_QUESTION, end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        word = line.strip().casefold()[:1]
        if word == "y":
            return True
        if not line or word == "n":
            note("nothing was saved")
            return False


def _tell(saved: Saved, saving: Saving) -> None:
    from geo.dataset import shown

    if saving.as_json:
        show_json({"saved": True, **saved.as_dict()})
        return
    if not _asks(saving):
        lines(saved.changes, show)
    where = shown(saved.folder)
    note(f"saved in {where} as {saved.edit.id}, {saved.edit.made}, by {saved.edit.author}")
    if saved.beneath:
        note(f"saved on top of changes by others: {saved.beneath.summary()}")


def _tell_conflict(conflict: EditConflict) -> None:
    note(str(conflict))
    lines(conflict.theirs, note, _MOST_LINES)


def lines(changes: Changes, say: Callable[[str], None], most: int | None = None) -> None:
    """Say what a row-by-row difference is, line by line."""
    told = changes.text().split("\n")
    for line in told[:most]:
        say(line)
    if most is not None and len(told) > most:
        say(f"… and {len(told) - most:,} more lines")
