"""What there is to choose from, as the environment says."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from geo.errors import InvalidTiles, quoted
from geo.tiles.background import OPENSTREETMAP, OWN, Background, address, on_this_machine

if TYPE_CHECKING:
    from geo.tiles.mbtiles import Tileset

TILES: Final = "EMBASSY_ATLAS_TILES"
"""Environment variable: an address of tiles, or the path of an MBTiles file."""

CREDIT: Final = "EMBASSY_ATLAS_TILES_CREDIT"
"""Environment variable: whom the map names for them."""

OFFLINE: Final = "EMBASSY_ATLAS_OFFLINE"
"""Environment variable: 1 to offer nothing that is not on this machine."""

_YES: Final = ("1", "true", "yes", "on")
_NO: Final = ("", "0", "false", "no", "off")
_LONGEST: Final = 300
_ONE: Final = threading.Lock()


def choices(environment: Mapping[str, str] = os.environ) -> tuple[Background, ...]:
    """The backgrounds beside the bundled Natural Earth; a file is opened once in a process."""
    said = environment.get(OFFLINE, "").strip().lower()
    if said not in (*_YES, *_NO):
        raise InvalidTiles(f"{OFFLINE} is {quoted(said)}. Set it to 1 for yes or 0 for no.")
    offline = said in _YES
    tiles, credit = environment.get(TILES, ""), environment.get(CREDIT, "")
    with _ONE:
        given = _served(tiles.strip(), credit, offline=offline)
    return (*(() if offline else (OPENSTREETMAP,)), *((given,) if given else ()))


def own(tiles: str, credit: str = "", *, offline: bool = False) -> tuple[Background, Path | None]:
    """Check tiles that are given, without serving them."""
    background, tileset = _given(tiles.strip(), credit, offline=offline)
    if tileset is None:
        return background, None
    tileset.close()
    return background, tileset.path.resolve()


@lru_cache(maxsize=4)
def _served(tiles: str, credit: str, *, offline: bool) -> Background | None:
    if not tiles:
        if credit.strip():
            raise InvalidTiles(
                f"A credit {quoted(credit)} is given, but no tiles that it is for. Give both, or "
                "neither."
            )
        return None
    background, tileset = _given(tiles, credit, offline=offline)
    if tileset is None:
        return background
    from geo.tiles.loopback import serve

    return _told(tileset, credit, serve(tileset))


def _given(tiles: str, credit: str, *, offline: bool) -> tuple[Background, Tileset | None]:
    scheme = tiles.partition("://")[0] if "://" in tiles else ""
    if not scheme and "{" not in tiles:
        from geo.tiles.mbtiles import Tileset

        tileset = Tileset(Path(tiles).expanduser())
        return _told(tileset, credit, ""), tileset
    url = address(tiles)
    if offline and not on_this_machine(url):
        raise InvalidTiles(
            f"The tiles' address {quoted(url)} is not on this machine, and the page is to be "
            "offline. Leave out one of the two, or give an MBTiles file."
        )
    host = urlsplit(url).hostname or ""
    return Background(OWN, url, _line(credit) or host, host), None


def _told(tiles: Tileset, credit: str, url: str) -> Background:
    name = tiles.name or tiles.path.stem[:_LONGEST]
    return Background(
        OWN,
        url,
        _line(credit) or tiles.credit or name,
        name,
        least=tiles.least,
        most=tiles.most,
        bounds=tiles.bounds,
    )


def _line(text: str) -> str:
    return " ".join(text.split())[:_LONGEST]
