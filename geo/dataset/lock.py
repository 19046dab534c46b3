"""One writer of a dataset at a time: a lock of the system, which ends with the process.

The folder is locked or, where the system locks no folders (Windows, network disks), a file in it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from geo.errors import WriteFailed, quoted

LOCK: Final = ".lock"
"""Name of the file that is locked where a folder cannot be."""

_WAIT_S: Final = 20.0
_PAUSE_S: Final = 0.02
_HELD: Final = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keep all other writers out of a folder, those of this process too."""
    handle = _locked(folder)
    try:
        yield
    finally:
        os.close(handle)


def _locked(folder: Path) -> int:
    """A handle that has the lock until it is closed."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            _wait(handle, folder)
            return handle
        except OSError:  # folders cannot be locked here
            os.close(handle)
        except BaseException:
            os.close(handle)
            raise
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _wait(handle, folder)
    except BaseException:
        os.close(handle)
        raise
    return handle


def _wait(handle: int, folder: Path) -> None:
    until = time.monotonic() + _WAIT_S
    while not _tried(handle):
        if time.monotonic() > until:
            raise WriteFailed(
                f"{quoted(folder)} is being written by another program. Nothing was written: "
                "wait until that has ended, or end it, and try again."
            )
        time.sleep(_PAUSE_S)


def _tried(handle: int) -> bool:
    """Whether the lock could be had at once."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _HELD:
            return False
        raise
    return True
