"""The commands that show the edits of a dataset, undo one, compare two datasets, or copy one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from geo.cli.diff_command import Wanted, show_changes
from geo.cli.edit.edit_flow import Saving, copy_dataset, show_edits, take_back
from geo.cli.options import Json, argument, dataset_argument, dataset_option, spread

EditedDataset = Annotated[Path, dataset_argument("DATASET", "Folder or URL of the dataset.")]


@spread
def undo(
    dataset: EditedDataset,
    edit: Annotated[str, argument("EDIT", "Id of the edit. Default: the last one.")] = "",
    *,
    saving: Saving,
) -> None:
    """Undo an edit of a dataset.

    Restores its rows as they were before, unless somebody has changed them since. To undo an edit
    by somebody else, give its id. An undo is an edit itself and can be undone by its id.

    Example: embassy-atlas undo my-atlas edit-000003 --author "Ana Ruiz"
    """
    take_back(dataset, edit, saving)


def edits(
    dataset: EditedDataset,
    edit: Annotated[str, argument("EDIT", "Id of an edit: show its rows.")] = "",
    as_json: Json = False,
) -> None:
    """List the edits of a dataset: who, when, why, what changed.

    Example: embassy-atlas edits my-atlas
    """
    show_edits(dataset, edit, as_json)


@spread
def diff(
    old: Annotated[
        Path | None,
        dataset_argument("OLD", "Folder or URL of a dataset. Default: the bundled one."),
    ] = None,
    new: Annotated[
        Path | None, dataset_argument("NEW", "Folder or URL of another dataset.")
    ] = None,
    *,
    wanted: Wanted,
) -> None:
    """Compare two datasets or two dates: what changed, and why.

    Missions opened, closed, moved, renamed, newly or no longer listed, and new or withdrawn
    evidence. Why: an editor, a source, an import or our rule changed it. Moved means that the
    circles of uncertainty around both positions do not touch.

    Example: embassy-atlas diff --as-of 2019-01-01 2020-01-01
    """
    show_changes(old, new, wanted)


def copy(
    folder: Annotated[Path, argument("FOLDER", "Folder to create.")],
    dataset_option: Annotated[
        Path | None,
        dataset_option("--dataset", "FOLDER|URL", "Copy this dataset, not the bundled one."),
    ] = None,
) -> None:
    """Copy a dataset into a new folder, to edit it there.

    Example: embassy-atlas copy my-atlas
    """
    copy_dataset(folder, dataset_option)
