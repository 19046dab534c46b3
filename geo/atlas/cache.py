"""Compiled columns, kept by their content among this user's caches; no entry is ever run."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo import evidence
from geo.dataset import (
    ALL_MODELS,
    HISTORY,
    Dataset,
    contents,
    fingerprint,
    locate,
    read,
    write_atomic,
)
from geo.errors import WriteFailed
from geo.evidence import PublicationIndex
from geo.package_files import caches, versions
from geo.package_files import folder as data_folder

if TYPE_CHECKING:
    import pandas as pd

LEAST_BYTES: Final = 1_000_000  # Smaller datasets are read as fast without a cache
_PART: Final = "packs"
_UNUSED_DAYS: Final = 30
_MOST: Final = 24
_SECONDS_PER_DAY: Final = 86_400
_ROOMS: Final = ("dataset", "evidence", "parties", "geodesy", "atlas")
_FILES: Final = (
    *("dates.py", "basemap.py", "vocabulary.py", "vocabulary.toml", "columns.toml", "errors.py"),
)
_DATA: Final = ("gazetteer", "basemap")
_METRES: Final = ("radius_m", "off_m", "tolerance_m")
_NUMBERS: Final = ("mission", "begin", "end", "known_begin", "known_end")


def opened(folder: str | Path | None = None) -> Dataset:
    """Read a dataset, or take it from where it was kept when these very bytes were found sound."""
    path = locate(folder)
    files = contents(path)
    if sum(map(len, files.values())) < LEAST_BYTES:
        return read(path)
    sha256 = fingerprint(files)

    def dataset_of(body: Mapping[str, Any]) -> Dataset:
        rows: dict[str, list[dict[str, str]]] = {}
        for table in ALL_MODELS:
            names, columns = body["rows"][table]
            cells = zip(*columns, strict=True)
            rows[table] = [dict(zip(names, row, strict=True)) for row in cells]
        return Dataset(path, rows, body["shapes"], body["own"], sha256, files.get(HISTORY))

    found: Dataset | None = _kept("rows", sha256, dataset_of)
    if found is None:
        found, tables = read(path), {}
        for table, rows in found.rows.items():
            names = list(rows[0]) if rows else []
            tables[table] = names, [[row[name] for row in rows] for name in names]
        body = {"rows": tables, "shapes": dict(found.shapes), "own": dict(found.own)}
        _keep("rows", found.sha256, body)
    return found


def compiled(kind: str, dataset: Dataset, publication: PublicationIndex) -> pd.DataFrame:
    """The table that a function of :mod:`geo.evidence` compiles; cached for large datasets."""
    compile: Callable[[Dataset, PublicationIndex], pd.DataFrame] = getattr(evidence, kind)
    if not dataset.sha256 or not _path("rows", dataset.sha256).is_file():
        return compile(dataset, publication)
    found: pd.DataFrame | None = _kept(kind, dataset.sha256, _frame)
    if found is None:
        found = compile(dataset, publication)
        cells = {name: found[name].to_list() for name in found.columns}
        body = {n: [None if one != one else one for one in cells[n]] for n in cells}  # NaN
        _keep(kind, dataset.sha256, body)
    return found


def _frame(body: Mapping[str, Any]) -> pd.DataFrame:
    import pandas as pd

    if tuple(body)[: len(_NUMBERS)] != _NUMBERS:
        raise ValueError("other columns than were kept")
    frame = pd.DataFrame(dict(body))
    metres = [name for name in _METRES if name in frame]
    return frame.astype(dict.fromkeys(metres, float))


@lru_cache(maxsize=1)
def _program() -> bytes:
    """A hash over what answers come from beside the dataset: libraries, code and gazetteer."""
    package = Path(__file__).resolve().parents[1]
    files = [package / name for name in _FILES]
    files += [file for room in _ROOMS for file in sorted((package / room).glob("*.py"))]
    files += [file for name in _DATA for file in sorted(data_folder(name).glob("*.*"))]
    digest = hashlib.sha256(versions())
    for file in files:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.digest()


def _path(kind: str, sha256: str) -> Path:
    name = hashlib.sha256(_program() + sha256.encode()).hexdigest()[:32]
    return caches(_PART) / f"{kind}-{name}.json"


def _kept(kind: str, sha256: str, made: Callable[[Mapping[str, Any]], Any]) -> Any:
    """What is made of an entry; None where there is none, or none that is whole."""
    import orjson

    path = _path(kind, sha256)
    try:
        seal, _, data = path.read_bytes().partition(b"\n")
        if seal != _seal(data):
            return None
        found = made(orjson.loads(data))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        return None
    with contextlib.suppress(OSError):
        os.utime(path)
    return found


def _keep(kind: str, sha256: str, body: Mapping[str, Any]) -> None:
    """Write an entry; where that cannot be done, it is made again the next time."""
    path = _path(kind, sha256)
    with contextlib.suppress(OSError, WriteFailed, ValueError, TypeError, RecursionError):
        text = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        data = text.encode()
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_atomic(path, _seal(data) + b"\n" + data)
        _forget(path.parent)


def _seal(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()


def _forget(folder: Path) -> None:
    """Delete what nothing has used for a month, and all but the latest few."""
    oldest = time.time() - _UNUSED_DAYS * _SECONDS_PER_DAY
    aged = []
    for path in folder.glob("*-*.json"):
        with contextlib.suppress(OSError):
            aged.append((path.stat().st_mtime, path))
    for number, (written, path) in enumerate(sorted(aged, reverse=True)):
        if number >= _MOST or written < oldest:
            with contextlib.suppress(OSError):
                path.unlink()
