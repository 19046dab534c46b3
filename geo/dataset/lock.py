"""One writer of a dataset at a time, first come, first served.

A shared dataset is locked in its database; a folder by a lock of the system, which ends with the
process: the folder is locked or, where the system locks no folders (Windows, network disks), a file
in it. Each waiting writer has a locked file there as well; its name has the time of its arrival.
"""

import contextlib
import errno
import os
import secrets
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from geo.dataset.addresses import database_of
from geo.errors import WriteFailed, quoted

LOCK: Final = ".lock"  # Name of the file that is locked where a folder cannot be
TURN: Final = ".turn"  # Prefix of the names of files of waiting writers
_WAIT_S: Final = 20.0
_PAUSE_S: Final = 0.02
_HELD: Final = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
_OPEN: Final = os.O_RDWR if sys.platform == "win32" else os.O_RDONLY

_OF_THREAD = threading.local()


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keep all other writers out of a dataset, those of this process too; may be nested."""
    mine: set[Path] = _OF_THREAD.__dict__.setdefault("folders", set())
    path = folder.resolve()
    if path in mine:
        yield
        return
    database = database_of(path)
    with locked(folder) if database is None else database.turn():
        mine.add(path)
        try:
            yield
        finally:
            mine.discard(path)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep all other writers out of a folder."""
    try:
        handle = _locked(folder)
    except OSError as error:
        raise unwritable(folder, error) from error
    try:
        yield
    finally:
        os.close(handle)


def unwritable(folder: str | Path, error: OSError | ValueError) -> WriteFailed:
    """The error for a folder in which something cannot be written."""
    why = getattr(error, "strerror", None) or str(error)
    return WriteFailed(
        f"cannot write {quoted(folder)}: {why}. "
        "Choose a folder that is writable, with free space on its disk."
    )


def _locked(folder: Path) -> int:
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        with contextlib.suppress(OSError):  # where folders cannot be locked
            return _waited(handle, folder)
    return _waited(os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o666), folder)


def _waited(handle: int, folder: Path) -> int:
    try:
        _wait(handle, folder)
    except BaseException:
        os.close(handle)
        raise
    return handle


def _wait(handle: int, folder: Path) -> None:
    """Lock a handle; the time limit starts again whenever another writer has finished."""
    if not any(folder.glob(f"{TURN}.*")) and _tried(handle):
        return
    with _waiting(folder) as before:
        until, ahead = time.monotonic() + _WAIT_S, -1
        while (now := before()) or not _tried(handle):
            if now != ahead:
                until, ahead = time.monotonic() + _WAIT_S, now
            if time.monotonic() > until:
                raise WriteFailed(
                    f"{quoted(folder)} is being written by another program. Nothing was written: "
                    "wait until that has ended, or end it, and try again."
                )
            time.sleep(_PAUSE_S)


@contextlib.contextmanager
def _waiting(folder: Path) -> Iterator[Callable[[], int]]:
    """Number of writers that wait before this one."""
    mine = folder / f"{TURN}.{time.time_ns():020d}.{secrets.token_hex(4)}"
    handle: int | None = None
    with contextlib.suppress(OSError):  # without it others do not see this one; it still waits
        handle = os.open(mine, _OPEN | os.O_CREAT, 0o666)
        while not (_tried(handle) and mine.exists()):  # taken for one of a process that has ended
            os.close(handle)
            handle = None
            handle = os.open(mine, _OPEN | os.O_CREAT, 0o666)

    def before() -> int:
        return sum(_waits(one) and one.name < mine.name for one in folder.glob(f"{TURN}.*"))

    try:
        yield before
    finally:
        if handle is not None:
            os.close(handle)
            with contextlib.suppress(OSError):
                mine.unlink()


def _waits(file: Path) -> bool:
    """Whether the process that made this file still waits; if it has ended, the file is removed."""
    with contextlib.suppress(OSError):
        handle = os.open(file, _OPEN)
        try:
            if not _tried(handle):
                return True
            if sys.platform != "win32":
                file.unlink()  # while it is locked, so that its owner sees it
        finally:
            os.close(handle)
        if sys.platform == "win32":
            file.unlink()
    return False


def _tried(handle: int) -> bool:
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
