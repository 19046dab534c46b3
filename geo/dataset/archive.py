"""A zip of a dataset from somebody else: looked through before anything of it is written.

Only the dataset's own files are taken, each under its own name; sizes it states are not trusted.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections import Counter
from pathlib import Path, PurePosixPath
from typing import Final

from geo.dataset.files import write_atomic
from geo.dataset.models import MODELS
from geo.dataset.tables import DESCRIPTION, HISTORY, PLACES, file_of
from geo.errors import ArchiveRefused, DatasetError, english, quoted

MEGABYTE: Final = 1024 * 1024
"""Bytes, as the upload's own limit counts them."""

MOST_BYTES: Final = 64 * MEGABYTE
"""Bytes of an archive."""

MOST_UNPACKED: Final = 256 * MEGABYTE
"""Bytes of all that is in it."""

MOST_JSON: Final = 16 * MEGABYTE
"""Bytes of its description, or of its places: read, they take twenty times as much."""

MOST_ENTRIES: Final = 100
"""Files and folders in it: a dataset has ten."""

MOST_ROWS: Final = 500_000
"""Lines of all its tables together."""

_NAMES: Final = (*map(file_of, MODELS), PLACES, DESCRIPTION, HISTORY)
_BESIDE: Final = ("__MACOSX", ".DS_Store")
_ENTRY: Final = b"PK\x01\x02"
_CHUNK: Final = MEGABYTE
_ENCRYPTED: Final = 0x1
_PACKINGS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MOST_TOLD: Final = 20
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError)


def unpack(data: bytes, folder: Path) -> None:
    """Write the files of a zipped dataset, at its top or in one folder of it, into a folder."""
    if len(data) > MOST_BYTES:
        raise ArchiveRefused([_too_large(len(data), MOST_BYTES)])
    if (entries := data.count(_ENTRY)) > 10 * MOST_ENTRIES:  # before each becomes an object
        raise ArchiveRefused([_too_many(entries)])
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = _unpacked(archive, _wanted(archive.infolist()))
    except (*_BROKEN, ValueError, RuntimeError) as error:
        raise ArchiveRefused([_problem("broken", why=quoted(str(error)))]) from error
    for name, content in files.items():
        write_atomic(folder / name, content)


def _wanted(entries: list[zipfile.ZipInfo]) -> list[tuple[str, zipfile.ZipInfo]]:
    """The entries to be taken, each with the name of the dataset's file that it is."""
    if len(entries) > MOST_ENTRIES:
        raise ArchiveRefused([_too_many(len(entries))])
    problems: list[DatasetError] = []
    found: list[tuple[PurePosixPath, zipfile.ZipInfo]] = []
    for entry in entries:
        problem = _problem_of(entry)
        path = PurePosixPath(entry.filename)
        if problem is not None:
            problems.append(problem)
        elif not entry.is_dir() and not {*path.parts} & {*_BESIDE}:
            found.append((path, entry))
    taken = [(path, entry) for path, entry in found if path.name in _NAMES]
    folders = {path.parent for path, _ in taken}
    if len(folders) > 1:
        problems.append(_scattered(sorted(str(folder) for folder in folders)))
    for name, number in Counter(path.name for path, _ in taken).items():
        if number > 1 and len(folders) == 1:
            problems.append(_problem("twice", name=quoted(name)))
    if not taken and not problems:
        problems.append(_problem("none"))
    claimed = sum(entry.file_size for _, entry in taken)
    if claimed > MOST_UNPACKED:
        problems.append(_too_large(claimed, MOST_UNPACKED))
    if problems:
        raise ArchiveRefused(problems[:_MOST_TOLD])
    return [(path.name, entry) for path, entry in taken]


def _problem_of(entry: zipfile.ZipInfo) -> DatasetError | None:
    """What is wrong with one entry by itself."""
    name, path = entry.orig_filename, PurePosixPath(entry.filename)
    out = path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name or ":" in name
    if out:
        return _problem("out", name=quoted(name))
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return _problem("link", name=quoted(name))
    if entry.flag_bits & _ENCRYPTED:
        return _problem("encrypted", name=quoted(name))
    if entry.compress_type not in _PACKINGS:
        return _problem("packing", name=quoted(name))
    deepest = 3 if path.parts[:1] == _BESIDE[:1] else 2
    if len(path.parts) > deepest - entry.is_dir():
        return _problem("nested", name=quoted(name))
    return None


def _unpacked(
    archive: zipfile.ZipFile, wanted: list[tuple[str, zipfile.ZipInfo]]
) -> dict[str, bytes]:
    """The contents, read until there is too much of them."""
    files: dict[str, bytes] = {}
    size = rows = 0
    for name, entry in wanted:
        parts: list[bytes] = []
        with archive.open(entry) as stream:
            while part := stream.read(_CHUNK):
                size += len(part)
                if name.endswith(".csv"):
                    rows += max(part.count(b"\n"), part.count(b"\r"))
                if not name.endswith(".csv") and sum(map(len, parts)) > MOST_JSON:
                    raise ArchiveRefused([_too_large(sum(map(len, parts)), MOST_JSON)])
                if size > MOST_UNPACKED:
                    raise ArchiveRefused([_too_large(size, MOST_UNPACKED)])
                if rows > MOST_ROWS:
                    raise ArchiveRefused([_problem("rows", most=MOST_ROWS)])
                parts.append(part)
        files[name] = b"".join(parts)
    return files


def _problem(key: str, **values: object) -> DatasetError:
    return DatasetError().keyed(f"error.archive.{key}", **values)


def _too_large(size: int, most: int) -> DatasetError:
    megabytes, allowed = -(-size // MEGABYTE), most // MEGABYTE
    text = english("error.archive.large", number=str(megabytes), most=str(allowed))
    return DatasetError(text).keyed("error.archive.large", number=megabytes, most=allowed)


def _too_many(number: int) -> DatasetError:
    return _problem("many", number=number, most=MOST_ENTRIES)


def _scattered(folders: list[str]) -> DatasetError:
    named = quoted(", ".join(folders))
    return _problem("scattered", names=named)
