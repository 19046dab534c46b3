"""The commands that put a dataset into PostgreSQL, and get it back as a folder."""

from pathlib import Path

from geo.cli.options import Texts
from geo.cli.terminal import note, show, working


def push(
    address: Path,
    dataset_option: Path | None = None,
    replace: bool = False,
    readers: Texts = None,
    editors: Texts = None,
) -> None:
    """Put a dataset into a database, or update the tables there."""
    from geo import dataset, exporters

    roles = {"readers": readers or (), "editors": editors or ()}
    with working("Writing the dataset"):
        done = dataset.push(address, dataset_option, replace=replace, **roles)
        drawn = exporters.draw_layers(address, create=True)
    note(*(f"run: {name}" for name in done))
    if not drawn:
        note("no map layers: the database has no PostGIS, or no dataset yet")
    show(f"{dataset.shown(address)}: up to date")


def pull(folder: Path, dataset_option: Path, replace: bool = False) -> None:
    """Copy a dataset out of a database into a folder."""
    from geo import dataset

    with working("Reading the dataset"):
        changed = dataset.pull(folder, dataset_option, replace=replace)
    show(f"{folder}: {'written' if changed else 'unchanged'}")
