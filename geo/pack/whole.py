"""Many files at once: all of them new, or all of them as they were.

The new files are laid beside the old ones in a folder of their own. One renaming makes them
valid: from then on readers take them from there, whether or not they have been moved to
their places yet. A crash before it leaves the pack as it was; one after it leaves it new.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from geo.errors import WriteFailed, quoted
from geo.pack.files import sync_folder, write_atomic

__all__ = ["READY", "fingerprint", "newest", "put_whole"]

READY: Final = ".ready"
"""Folder of files that are valid already and not yet in their places."""

_LAID: Final = ".laid"


def fingerprint(files: Mapping[str, bytes]) -> str:
    """SHA-256 over the names and contents of files, in hexadecimal digits."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{len(files[name])}\0".encode())
        digest.update(files[name])
    return digest.hexdigest()


def newest(folder: Path, name: str) -> bytes:
    """The bytes of a file of a pack as they are valid now.

    Parameters
    ----------
    folder
        Folder of the pack.
    name
        Name of the file.

    Returns
    -------
    bytes
        Its content.

    Raises
    ------
    OSError
        There is no such file, or it cannot be read.
    """
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        return (folder / READY / name).read_bytes()
    return (folder / name).read_bytes()


def put_whole(folder: str | Path, files: Mapping[str, bytes], *, was: str | None = None) -> bool:
    """Write files into a folder, all or none.

    Parameters
    ----------
    folder
        The folder; made if need be. What else lies in it stays.
    files
        Name -> content.
    was
        :func:`fingerprint` of these files when the work began. Where they have changed since,
        nothing is written.

    Returns
    -------
    bool
        Whether anything had to be written: False where all of it stood there already.

    Raises
    ------
    WriteFailed
        The folder cannot be made or written, its disk is full, or another program has
        changed it meanwhile; what stood there still stands.
    """
    target = Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
        _settle(target)
        standing = {name: data for name in files if (data := _standing(target / name)) is not None}
        if was is not None and fingerprint(standing) != was:
            raise WriteFailed(
                f"{quoted(target)} was changed by another program meanwhile. "
                "Nothing was written: do the same again."
            )
        if standing == files:
            return False
        laid = target / f"{_LAID}.{secrets.token_hex(8)}"
        try:
            laid.mkdir()
            for name, data in files.items():
                write_atomic(laid / name, data)
            laid.rename(target / READY)
        except BaseException:
            shutil.rmtree(laid, ignore_errors=True)
            raise
        sync_folder(target)
        _settle(target)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise WriteFailed(
            f"cannot write {quoted(target)}: {why}. "
            "Choose a folder that may be written, with room on its disk."
        ) from error
    return True


def _standing(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _settle(folder: Path) -> None:
    """Move files that are valid to their places; take away what a crash has left."""
    ready = folder / READY
    if ready.is_dir():
        for file in sorted(ready.iterdir()):
            place = folder / file.name
            if place.exists():
                file.chmod(place.stat().st_mode & 0o777)
            os.replace(file, place)
        sync_folder(folder)
        ready.rmdir()
    for left in folder.glob(f"{_LAID}.*"):
        shutil.rmtree(left, ignore_errors=True)
