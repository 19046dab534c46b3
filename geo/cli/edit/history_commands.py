"""The commands that show the edits of a dataset, undo one, or copy a dataset to be edited."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from geo.cli.edit.edit_flow import Saving, carry_out, lines
from geo.cli.terminal import note, show, show_json, show_table, working
from geo.errors import DatasetMissing, InvalidSelection, quoted
from geo.i18n import ENGLISH

if TYPE_CHECKING:
    from geo.editing import Draft


def undo(dataset: Path, edit: str = "", *, saving: Saving) -> None:
    """Undo an edit."""
    from geo import editing
    from geo.dataset import shown

    said = saving.checked()

    def made() -> Draft:
        draft = editing.undoing(dataset, said.author, edit, day=said.day, why=said.why)
        last = next(one for one in editing.history(draft.base) if one.id == draft.undoes)
        if not (edit or last.author == draft.author or saving.dry_run or saving.asks):
            raise InvalidSelection(
                f"The last edit, {last.id}, was made by {quoted(last.author)}. "
                f"To undo it, give its id: embassy-atlas undo {shown(dataset)} {last.id}."
            )
        if not saving.as_json:
            note(f"undoing {last.id}, {last.made}, by {last.author}")
        return draft

    carry_out(dataset, made, saving)


def edits(dataset: Path, edit: str = "", as_json: bool = False) -> None:
    """Print the edits of a dataset, or the rows of one."""
    from geo import editing

    with working("Reading the dataset"):
        made = editing.history(dataset)
    stands = editing.standing(made)
    chosen = [one for one in made if edit in ("", one.id)]
    if edit and not chosen:
        raise InvalidSelection(
            f"The dataset has no edit {quoted(edit)}. Leave out the id to list all edits."
        )
    if as_json:
        show_json([{**one.as_dict(), "stands": stands[one.id]} for one in chosen])
        return
    if edit:
        for one in chosen:
            show(f"{one.id}, {one.made}, {one.author}", *([one.why] if one.why else []))
            lines(editing.Changes(one.changes), show)
        return
    rows = []
    for one in made:
        found = editing.Changes(one.changes)
        state = [ENGLISH("editing.undone", id=one.undoes)] if one.undoes else []
        state += [] if stands[one.id] else ["undone"]
        told = (one.id, one.made, one.author, found.summary(), ", ".join(state), one.why)
        rows.append((*told, found.brief()))
    show_table(("id", "made", "author", "rows", "state", "why", "changes"), rows)


def copy(folder: Path, dataset_option: Path | None = None) -> None:
    """Copy a dataset into a new folder, to be edited there."""
    from geo.dataset import put_whole, read, read_or_new, rendered, shown

    source = read(dataset_option)
    there, was = read_or_new(folder)
    if there.sha256:
        raise DatasetMissing(
            f"{quoted(shown(folder))} already contains a dataset. Give a new folder."
        )
    put_whole(folder, rendered(source), was=was)
    missions = len(source.rows["missions"])
    show(f"{shown(folder)}: a dataset of {missions:,} missions")
