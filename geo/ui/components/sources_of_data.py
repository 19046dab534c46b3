"""What a reader may bring: a packed dataset, or a file that can be imported into one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from geo.errors import InvalidSelection, ValidationError, quoted

_LONGEST_NAME: Final = 80

Taken = tuple[Path, tuple[ValidationError, ...]]
"""Folder of the dataset that was made, and what could not be taken."""


@dataclass(frozen=True)
class Kind:
    """One kind of file."""

    key: str
    endings: tuple[str, ...]
    asks: tuple[str, ...]
    # Given the bytes, the name, a folder and the answers, makes a dataset in the folder
    read: Callable[[bytes, str, Path, Mapping[str, str]], Taken]


def _packed(data: bytes, name: str, folder: Path, asked: Mapping[str, str]) -> Taken:
    from geo.dataset import unpack

    place = folder / "pack"
    place.mkdir()
    unpack(data, place)
    return place, ()


def _file(data: bytes, name: str, folder: Path) -> Path:
    """The file where an importer looks for it; of its name only what leads nowhere."""
    plain = "".join(c for c in Path(name).stem if c.isalnum() or c in "-_")[:_LONGEST_NAME]
    place = folder / f"{plain or 'file'}{Path(name).suffix.lower()}"
    place.write_bytes(data)
    return place


def _imported(source: str, data: bytes, name: str, folder: Path, asked: Mapping[str, str]) -> Taken:
    """What an importer of the registry makes of a file."""
    from geo.importers import IMPORTERS
    from geo.registry import named

    importer = IMPORTERS.get(source)
    if importer is None:
        raise InvalidSelection(f"There is no importer {quoted(source)}. Choose another type.")
    into = folder / "pack"
    with named(source):
        account = importer.read(_file(data, name, folder), into, date=asked["date"])
    return into, tuple(account.refused)


def _table(data: bytes, name: str, folder: Path, asked: Mapping[str, str]) -> Taken:
    from geo.importers import import_table

    into = folder / "pack"
    account = import_table(
        _file(data, name, folder),
        into,
        publisher=asked["publisher"],
        date=asked["date"],
        licence=asked["licence"],
    )
    return into, tuple(account.refused)


_ENDINGS: Final = {"wikidata": ("csv", "json"), "osm": ("json", "geojson")}
_TABLES: Final = ("csv", "xlsx", "geojson", "gpkg", "parquet")


def kinds() -> Mapping[str, Kind]:
    """The kinds of files, the first one offered first: a dataset, the importers, a table."""
    from geo.importers import IMPORTERS

    found = [Kind("pack", ("zip",), (), _packed)]
    for name in IMPORTERS.names():
        found.append(Kind(name, _ENDINGS.get(name, ()), ("date",), partial(_imported, name)))
    found.append(Kind("table", _TABLES, ("publisher", "date", "licence"), _table))
    return {one.key: one for one in found}
