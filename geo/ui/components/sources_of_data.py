"""What a reader may bring: a packed dataset, or a file that can be imported into one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from geo.errors import ValidationError

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


def _wikidata(data: bytes, name: str, folder: Path, asked: Mapping[str, str]) -> Taken:
    from geo.importers import import_wikidata

    into = folder / "pack"
    account = import_wikidata(Path(name).name, into, date=asked["date"], data=data)
    return into, tuple(account.refused)


def _osm(data: bytes, name: str, folder: Path, asked: Mapping[str, str]) -> Taken:
    from geo.importers import import_osm

    into = folder / "pack"
    account = import_osm(_file(data, name, folder), into, date=asked["date"])
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


KINDS: Final[Mapping[str, Kind]] = {
    one.key: one
    for one in (
        Kind("pack", ("zip",), (), _packed),
        Kind("wikidata", ("csv", "json"), ("date",), _wikidata),
        Kind("osm", ("json", "geojson"), ("date",), _osm),
        Kind(
            "table",
            ("csv", "xlsx", "geojson", "gpkg", "parquet"),
            ("publisher", "date", "licence"),
            _table,
        ),
    )
}
"""The kinds of files, the first one offered first."""
