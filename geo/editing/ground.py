"""The pack that an edit is made on: one that may be edited, as it stands, with a sound history."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from geo._data import is_packaged
from geo.errors import PackFaulty, WriteFailed, quoted
from geo.pack import Pack, faults_of_history, locate, read

__all__ = ["newest", "with_history", "writable"]

_SHOWN: Final = 10


def writable(folder: str | Path) -> Path:
    """The folder of a pack that may be edited.

    Parameters
    ----------
    folder
        The folder.

    Returns
    -------
    Path
        The same folder.

    Raises
    ------
    PackMissing
        There is no such folder, or no pack in it.
    WriteFailed
        It is the pack that belongs to the installed program.
    """
    path = locate(folder)
    if is_packaged(path):
        raise WriteFailed(
            f"{quoted(folder)} belongs to the installed program and is not edited: its next "
            "version would take its place. Make a copy with embassy-atlas copy FOLDER, and edit "
            "that."
        )
    return path


def newest(folder: str | Path) -> Pack:
    """The pack as it stands now, to be edited.

    Parameters
    ----------
    folder
        Its folder.

    Returns
    -------
    Pack
        With a sound history.

    Raises
    ------
    PackError
        It is missing or faulty, or its history is.
    WriteFailed
        It belongs to the installed program.
    """
    return with_history(read(writable(folder)))


def with_history(pack: Pack) -> Pack:
    """The same pack, whose history is sound.

    Parameters
    ----------
    pack
        The pack.

    Returns
    -------
    Pack
        The same.

    Raises
    ------
    PackFaulty
        Its history is broken.
    """
    faults = faults_of_history(pack.history)
    if faults:
        told = "\n".join(f"  {fault}" for fault in faults[:_SHOWN])
        where = quoted(pack.folder)
        raise PackFaulty(f"the history of the pack in {where} is broken:\n{told}", faults)
    return pack
