"""Backgrounds of tiles: what there is to choose from, and what an address of tiles may be."""

import os
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from geo.errors import InvalidTiles, quoted
from geo.tiles.loopback import serve
from geo.tiles.mbtiles import Tileset

# Environment variables
TILES: Final = "EMBASSY_ATLAS_TILES"  # An address of tiles, or the path of an MBTiles file
CREDIT: Final = "EMBASSY_ATLAS_TILES_CREDIT"  # Whom the map names for them
OFFLINE: Final = "EMBASSY_ATLAS_OFFLINE"  # 1 to offer nothing that is not on this machine
_YES: Final = ("1", "true", "yes", "on")
_NO: Final = ("", "0", "false", "no", "off")
_LONGEST: Final = 300
_ONE: Final = threading.Lock()
OWN: Final = "own"  # Key of the background that the operator of the page has given
_MOST: Final = 19
_LONGEST_ADDRESS: Final = 2_000
_ALLOWED: Final = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&()*+,;=%{}]+")
_PLACES: Final = re.compile(r"\{([^{}]*)\}")
_LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class Background:
    """Raster tiles in Web Mercator; texts from data are plain and not to be trusted."""

    key: str
    url: str  # With ``{z}``, ``{x}`` and ``{y}`` (or ``{-y}``, counted from the south)
    credit: str
    name: str = ""
    link: str = ""  # Of the credit; never from data
    least: int = 0  # Zoom level, as is ``most``
    most: int = _MOST
    # West, south, east, north in degrees, CRS84; None for the whole world
    bounds: tuple[float, float, float, float] | None = None


OPENSTREETMAP: Final = Background(
    "openstreetmap",
    "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
    "© OpenStreetMap contributors",
    link="https://www.openstreetmap.org/copyright",
)
"""OpenStreetMap's standard tiles. Their makers ask to be named and to be sent a referrer."""


def choices(environment: Mapping[str, str] = os.environ) -> tuple[Background, ...]:
    """The backgrounds beside the bundled Natural Earth; a file is opened once in a process."""
    said = environment.get(OFFLINE, "").strip().lower()
    if said not in (*_YES, *_NO):
        raise InvalidTiles(f"{OFFLINE} is {quoted(said)}. Set it to 1 for yes or 0 for no.")
    offline = said in _YES
    tiles, credit = environment.get(TILES, ""), environment.get(CREDIT, "")
    with _ONE:
        given = _served(tiles.strip(), credit, offline)
    return (*(() if offline else (OPENSTREETMAP,)), *((given,) if given else ()))


def own(tiles: str, credit: str = "", *, offline: bool = False) -> tuple[Background, Path | None]:
    """Check tiles that are given, without serving them."""
    background, tileset = _given(tiles.strip(), credit, offline)
    if tileset is None:
        return background, None
    tileset.close()
    return background, tileset.path.resolve()


@lru_cache(maxsize=4)
def _served(tiles: str, credit: str, offline: bool) -> Background | None:
    if tiles:
        background, tileset = _given(tiles, credit, offline)
        return replace(background, url=serve(tileset)) if tileset else background
    if credit.strip():
        raise InvalidTiles(
            f"A credit {quoted(credit)} is given, but no tiles that it is for. Give both, or "
            "neither."
        )
    return None


def _given(tiles: str, credit: str, offline: bool) -> tuple[Background, Tileset | None]:
    line = " ".join(credit.split())[:_LONGEST]
    if "://" not in tiles[1:] and "{" not in tiles:
        held = Tileset(Path(tiles).expanduser())
        name = held.name or held.path.stem[:_LONGEST]
        extent = {"least": held.least, "most": held.most, "bounds": held.bounds}
        return Background(OWN, "", line or held.credit or name, name, **extent), held
    url = _address(tiles)
    host = urlsplit(url).hostname or ""
    if offline and host not in _LOOPBACK:
        raise InvalidTiles(
            f"The tiles' address {quoted(url)} is not on this machine, and the page is to be "
            "offline. Leave out one of the two, or give an MBTiles file."
        )
    return Background(OWN, url, line or host, host), None


def _address(text: str) -> str:
    url = text.strip()
    example = "such as https://tiles.example.org/{z}/{x}/{y}.png"
    if len(url) > _LONGEST_ADDRESS or not _ALLOWED.fullmatch(url):
        raise InvalidTiles(
            f"The tiles' address {quoted(url)} holds characters that no address has, or more than "
            f"{_LONGEST_ADDRESS:,}. Give one {example}."
        )
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if host is None or parts.scheme not in ("http", "https"):
        raise InvalidTiles(
            f"The tiles' address {quoted(url)} does not begin with http:// or https:// and a host. "
            f"Give one {example}, or an MBTiles file."
        )
    if "{" in parts.netloc or "@" in parts.netloc:
        raise InvalidTiles(
            f"The host in the tiles' address {quoted(url)} contains a placeholder or a password. "
            f"Write the plain host, {example}."
        )
    rest = _PLACES.sub("", url)
    known = sorted(_PLACES.findall(url)) in (["-y", "x", "z"], ["x", "y", "z"])
    if not known or "{" in rest or "}" in rest:
        raise InvalidTiles(
            f"The tiles' address {quoted(url)} must have {{z}}, {{x}} and {{y}} once each, and no "
            f"other braces: {example}."
        )
    return url
