"""Many files at once: all of them new, or all of them as they were.

New files are laid in a folder beside the old ones; one renaming makes them valid, and readers take
them from there from then on. A crash before it leaves the dataset old, one after it new.
"""

import contextlib
import errno
import hashlib
import os
import re
import secrets
import shutil
import time
from collections.abc import Container, Iterable, Mapping
from pathlib import Path
from typing import Final

from geo.dataset.addresses import database_of
from geo.dataset.files import sync_folder, write_atomic
from geo.dataset.lock import held, unwritable
from geo.errors import DatasetChanged, DatasetUnreadable, quoted

READY: Final = ".ready"  # Folder of files that are valid already and not yet in their places
LAID: Final = ".laid"  # Prefix of folders whose files are not valid yet
_BEGUN: Final = re.compile(r"\.(.+)\.[0-9a-f]{16}\.tmp")  # Names made by files.replacing
_TIMES: Final = 200
_PAUSE_S: Final = 0.01


def fingerprint(files: Mapping[str, bytes]) -> str:
    """SHA-256 over the names and contents of files, in hexadecimal digits."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{len(files[name])}\0".encode())
        digest.update(files[name])
    return digest.hexdigest()


def together(folder: Path, names: Iterable[str]) -> dict[str, bytes | OSError]:
    """The bytes of files as they were valid at one moment; read again if written meanwhile."""
    wanted = list(names)
    for _ in range(_TIMES):
        read = {name: _read(folder, name) for name in wanted}
        if all(_read(folder, name, whole=False)[0] == mark for name, (mark, _) in read.items()):
            return {name: data for name, (_, data) in read.items()}
        time.sleep(_PAUSE_S)
    raise DatasetUnreadable(
        f"{quoted(folder)} is being changed all the time by another program. "
        "Wait until that has ended, and try again."
    )


def _read(
    folder: Path, name: str, *, whole: bool = True
) -> tuple[tuple[int, ...] | None, bytes | OSError]:
    """What identifies the current version of a file, and its bytes."""
    try:
        for place in (folder / READY / name, folder / name):
            missing = contextlib.suppress(FileNotFoundError, NotADirectoryError)
            with missing, place.open("rb") as file:
                stat = os.fstat(file.fileno())  # moving a file to its place changes none of these:
                mark = stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns
                return mark, file.read() if whole else b""
    except OSError as unreadable:
        return None, unreadable
    return None, FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(folder / name))


def put_whole(folder: str | Path, files: Mapping[str, bytes], *, was: str | None = None) -> bool:
    """Write files into a dataset, all or none."""
    target = Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
        with held(target):
            database = database_of(target)
            if database is not None:
                return database.put(files, was=was)
            return put_local(target, files, was)
    except (OSError, ValueError) as error:
        raise unwritable(target, error) from error


def put_local(target: Path, files: Mapping[str, bytes], was: str | None = None) -> bool:
    """Write files into a folder that is locked, all or none."""
    settle(target, files)
    standing: dict[str, bytes] = {}
    for name in files:
        with contextlib.suppress(FileNotFoundError):
            standing[name] = (target / name).read_bytes()
    if was is not None and fingerprint(standing) != was:
        raise DatasetChanged(
            f"{quoted(target)} was changed by another program meanwhile. "
            "Nothing was written: try again."
        )
    if standing == files:
        return False
    laid = target / f"{LAID}.{secrets.token_hex(8)}"
    try:
        laid.mkdir()
        for name, data in files.items():
            write_atomic(laid / name, data)
        laid.rename(target / READY)
    except BaseException:
        shutil.rmtree(laid, ignore_errors=True)
        raise
    sync_folder(target)
    settle(target, files)
    return True


def settle(folder: Path, names: Container[str]) -> None:
    """Move files that are valid to their places; remove those that a crash has left."""
    ready = folder / READY
    if ready.is_dir():
        for file in sorted(ready.iterdir()):
            place = folder / file.name
            if place.exists():
                file.chmod(place.stat().st_mode & 0o777)
            os.replace(file, place)
        sync_folder(folder)
        ready.rmdir()
    for left in list(folder.iterdir()):
        begun = _BEGUN.fullmatch(left.name)
        if begun and begun[1] in names:
            left.unlink(missing_ok=True)
        elif left.name.startswith(f"{LAID}."):
            shutil.rmtree(left, ignore_errors=True)
