"""The commands that put a dataset into PostgreSQL, and get it back as a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from geo.cli.options import argument, dataset_argument, dataset_option, option
from geo.cli.terminal import note, show, working

Replace = Annotated[bool, option("--replace", None, "Replace another dataset there.")]


def push(
    address: Annotated[Path, dataset_argument("URL", "postgresql://user@host/name")],
    dataset_option: Annotated[
        Path | None, dataset_option("--dataset", "FOLDER", "Put this dataset there.")
    ] = None,
    replace: Replace = False,
    readers: Annotated[
        list[str] | None, option("--readers", "ROLE", "Give this role the rights to read.")
    ] = None,
    editors: Annotated[
        list[str] | None, option("--editors", "ROLE", "Give this role the rights to edit.")
    ] = None,
) -> None:
    """Put a dataset into a PostgreSQL database, to be shared.

    Creates or updates the tables first; run it again after an upgrade. Without --dataset, the data
    in the database stays as it is. All or nothing; pull gives the same files, byte for byte. Keep
    the password in ~/.pgpass.

    Example: embassy-atlas push postgresql://desk@db/atlas --dataset my-atlas
    """
    from geo import exporters
    from geo.dataset import push, shown

    with working("Writing the dataset"):
        done = push(
            address, dataset_option, replace=replace, readers=readers or (), editors=editors or ()
        )
        drawn = exporters.draw_layers(address, create=True)
    for name in done:
        note(f"run: {name}")
    if not drawn:
        note("no map layers: the database has no PostGIS, or no dataset yet")
    show(f"{shown(address)}: up to date")


def pull(
    folder: Annotated[Path, argument("FOLDER", "Folder to create.")],
    dataset_option: Annotated[
        Path, dataset_option("--dataset", "URL", "postgresql://user@host/name")
    ],
    replace: Replace = False,
) -> None:
    """Copy a dataset out of a PostgreSQL database into a folder.

    The files are those that were pushed, byte for byte, with all edits since.

    Example: embassy-atlas pull my-atlas --dataset postgresql://desk@db/atlas
    """
    from geo.dataset import pull

    with working("Reading the dataset"):
        changed = pull(folder, dataset_option, replace=replace)
    show(f"{folder}: {'written' if changed else 'unchanged'}")
