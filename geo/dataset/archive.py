"""A zip of a dataset from somebody else: looked through before anything of it is written.

Only the dataset's own files are taken, each under its own name; sizes it states are not trusted.
"""

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

MEGABYTE: Final = 1024 * 1024  # Bytes, as the upload's own limit counts them
MOST_BYTES: Final = 64 * MEGABYTE  # Of an archive
MOST_UNPACKED: Final = 256 * MEGABYTE  # Of all that is in it
MOST_JSON: Final = 16 * MEGABYTE  # Of a JSON file in it; it takes 20 times that in memory
MOST_ENTRIES: Final = 100  # Files and folders in it: a dataset has ten
MOST_ROWS: Final = 500_000  # Lines of all its tables together
_NAMES: Final = (*map(file_of, MODELS), PLACES, DESCRIPTION, HISTORY)
_BESIDE: Final = ("__MACOSX", ".DS_Store")
_ENTRY: Final = b"PK\x01\x02"
_ENCRYPTED: Final = 0x1
_PACKINGS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MOST_TOLD: Final = 20
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError)


def unpack(data: bytes, folder: Path) -> None:
    """Write the files of a zipped dataset, at its top or in one folder of it, into a folder."""
    if len(data) > MOST_BYTES:
        raise _too_large(len(data), MOST_BYTES)
    if (entries := data.count(_ENTRY)) > 10 * MOST_ENTRIES:  # before each becomes an object
        raise ArchiveRefused([_problem("many", number=entries, most=MOST_ENTRIES)])
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
        raise ArchiveRefused([_problem("many", number=len(entries), most=MOST_ENTRIES)])
    problems: list[DatasetError] = []
    taken: list[tuple[PurePosixPath, zipfile.ZipInfo]] = []
    for entry in entries:
        path = PurePosixPath(entry.filename)
        if wrong := _wrong(entry, path):
            problems.append(_problem(wrong, name=quoted(entry.orig_filename)))
        elif not entry.is_dir() and path.name in _NAMES and not {*path.parts} & {*_BESIDE}:
            taken.append((path, entry))
    folders = {path.parent for path, _ in taken}
    if len(folders) > 1:
        named = quoted(", ".join(sorted(map(str, folders))))
        problems.append(_problem("scattered", names=named))
    for name, number in Counter(path.name for path, _ in taken).items():
        if number > 1 and len(folders) == 1:
            problems.append(_problem("twice", name=quoted(name)))
    if not taken and not problems:
        problems.append(_problem("none"))
    claimed = sum(entry.file_size for _, entry in taken)
    if claimed > MOST_UNPACKED:
        problems += _too_large(claimed, MOST_UNPACKED).reasons
    if problems:
        raise ArchiveRefused(problems[:_MOST_TOLD])
    return [(path.name, entry) for path, entry in taken]


def _wrong(entry: zipfile.ZipInfo, path: PurePosixPath) -> str:
    name = entry.orig_filename
    if path.is_absolute() or ".." in path.parts or {"\\", "\0", ":"} & {*name}:
        return "out"
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "link"
    if entry.flag_bits & _ENCRYPTED:
        return "encrypted"
    if entry.compress_type not in _PACKINGS:
        return "packing"
    deepest = 3 if path.parts[:1] == _BESIDE[:1] else 2
    return "nested" if len(path.parts) > deepest - entry.is_dir() else ""


def _unpacked(
    archive: zipfile.ZipFile, wanted: list[tuple[str, zipfile.ZipInfo]]
) -> dict[str, bytes]:
    """The contents, read until there is too much of them."""
    files: dict[str, bytes] = {}
    size = rows = 0
    for name, entry in wanted:
        parts: list[bytes] = []
        with archive.open(entry) as stream:
            while part := stream.read(MEGABYTE):
                size += len(part)
                if name.endswith(".csv"):
                    rows += max(part.count(b"\n"), part.count(b"\r"))
                if not name.endswith(".csv") and sum(map(len, parts)) > MOST_JSON:
                    raise _too_large(sum(map(len, parts)), MOST_JSON)
                if size > MOST_UNPACKED:
                    raise _too_large(size, MOST_UNPACKED)
                if rows > MOST_ROWS:
                    raise ArchiveRefused([_problem("rows", most=MOST_ROWS)])
                parts.append(part)
        files[name] = b"".join(parts)
    return files


def _problem(key: str, **values: object) -> DatasetError:
    return DatasetError().keyed(f"error.archive.{key}", **values)


def _too_large(size: int, most: int) -> ArchiveRefused:
    megabytes, allowed = -(-size // MEGABYTE), most // MEGABYTE
    text = english("error.archive.large", number=str(megabytes), most=str(allowed))
    large = DatasetError(text).keyed("error.archive.large", number=megabytes, most=allowed)
    return ArchiveRefused([large])
