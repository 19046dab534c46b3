"""The dataset that an edit is made on: editable, as it is, with a sound history."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from geo.dataset import Dataset, locate, problems_of_history, read, shown
from geo.errors import DatasetFaulty, WriteFailed, quoted
from geo.package_files import is_packaged

_SHOWN: Final = 10


def writable(folder: str | Path) -> Path:
    """The folder of a dataset that may be edited."""
    path = locate(folder)
    if is_packaged(path):
        raise WriteFailed(
            f"{quoted(folder)} belongs to the installed program and cannot be edited: its next "
            "version would take its place. Make a copy with embassy-atlas copy FOLDER, and edit "
            "that."
        )
    return path


def newest(folder: str | Path) -> Dataset:
    """The current dataset, to be edited."""
    return with_history(read(writable(folder)))


def with_history(dataset: Dataset) -> Dataset:
    """The same dataset, whose history is sound."""
    problems = problems_of_history(dataset.history)
    if problems:
        told = "\n".join(f"  {problem}" for problem in problems[:_SHOWN])
        where = quoted(shown(dataset.folder))
        raise DatasetFaulty(f"the history of the dataset in {where} is broken:\n{told}", problems)
    return dataset
