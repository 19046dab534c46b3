"""The folder of a site: files are written where they changed, and left-over ones are deleted."""

import json
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from geo.dataset import write_atomic
from geo.errors import WriteFailed, quoted

MARK: Final = ".embassy-atlas-site.json"  # Marks a site of ours; it lists its versions
_OLD: Final = "v"  # Folder of the older versions
_VERSION: Final = re.compile("[0-9a-f]{12}")
Written = tuple[str, int, bool]
"""A file: its address, size in bytes, and whether it was written."""


def put(root: Path, path: str, data: bytes) -> Written:
    """Write a file of a site unless it is there already."""
    target = root / path
    try:
        if target.stat().st_size == len(data) and target.read_bytes() == data:
            return path, len(data), False
    except OSError:
        target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.new")
    try:
        fresh.write_bytes(data)
        fresh.replace(target)
    except OSError as error:
        raise WriteFailed(
            f"cannot write {quoted(target)}: {error.strerror or error}. "
            "Choose a folder that may be written, with room on its disk."
        ) from error
    return path, len(data), True


def begun(root: Path) -> list[dict[str, str]]:
    """Begin to write a site into a folder: versions that are there; refused where all is others'.

    Files whose names begin with a point, and CNAME, are left alone.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        there = [one.name for one in root.iterdir() if not _others(one.name)]
    except OSError as error:
        raise WriteFailed(
            f"cannot write into {quoted(root)}: {error.strerror or error}. Choose another folder."
        ) from error
    mark = root / MARK
    if not mark.is_file():
        if there:
            raise WriteFailed(
                f"{quoted(root)} has files that are not of a published site, such as "
                f"{quoted(sorted(there)[0])}. Choose a new or an empty folder."
            )
        ended(root, [])
    try:
        told = json.loads(mark.read_bytes())
        found = [(one["version"], str(one["as_of"])) for one in told["versions"]]
        return [{"version": own, "as_of": day} for own, day in found if _VERSION.fullmatch(own)]
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return []  # a mark that was changed names no folder to keep or to delete


def ended(root: Path, versions: list[dict[str, str]]) -> None:
    """Say in the folder which versions it has."""
    told = json.dumps({"versions": versions}, indent=1, sort_keys=True)
    write_atomic(root / MARK, f"{told}\n".encode())


def _others(name: str) -> bool:
    return (name.startswith(".") and not name.endswith(".new")) or name == "CNAME"


def kept_aside(root: Path, version: str) -> None:
    """Keep the version that is in a folder under an address of its own, with links to its files."""
    aside = root / _OLD / version
    fresh = root / _OLD / f".{version}.new"
    if aside.is_dir():
        return
    shutil.rmtree(fresh, ignore_errors=True)
    for path in _files(root):
        if path.parts[0] != _OLD:
            (fresh / path).parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(root / path, fresh / path)
            except OSError:  # the disk knows no links
                shutil.copyfile(root / path, fresh / path)
    fresh.rename(aside)


def swept(root: Path, written: Iterable[str], versions: Iterable[str]) -> int:
    """Delete what is left of earlier sites and of writers that were stopped; how many files."""
    kept, whole, gone = {*written}, {*versions}, 0
    for path in list(_files(root)):
        old = path.parts[0] == _OLD and len(path.parts) > 1 and path.parts[1] in whole
        if not old and path.as_posix() not in kept:
            (root / path).unlink(missing_ok=True)
            gone += 1
    for folder, _, _ in os.walk(root, topdown=False):
        own = Path(folder).relative_to(root).as_posix()
        if not own.startswith(".") and not os.listdir(folder):
            os.rmdir(folder)
    return gone


def _files(root: Path) -> Iterable[Path]:
    """The files of a site, by their address; what is others' in the folder itself is left out."""
    for folder, _, names in os.walk(root):
        own = Path(folder).relative_to(root)
        if own.parts and _others(own.parts[0]):
            continue
        for name in names:
            if own.parts or not _others(name):
                yield own / name
