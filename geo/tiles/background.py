"""A background of tiles as the map is told of it, and what an address of tiles may be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from geo.errors import InvalidTiles, quoted

OWN: Final = "own"
"""Key of the background that the operator of the page has given."""

_MOST: Final = 19
_LONGEST: Final = 2_000
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


def address(text: str) -> str:
    """An address of tiles that a browser may be sent to."""
    url = text.strip()
    example = "such as https://tiles.example.org/{z}/{x}/{y}.png"
    if len(url) > _LONGEST or not _ALLOWED.fullmatch(url):
        raise InvalidTiles(
            f"The tiles' address {quoted(url)} holds characters that no address has, or more than "
            f"{_LONGEST:,}. Give one {example}."
        )
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = None
    if host is None or parts.scheme not in ("http", "https"):
        raise InvalidTiles(
            f"The tiles' address {quoted(url)} does not begin with http:// or https:// and a host. "
            f"Give one {example}, or an MBTiles file."
        )
    del port
    if "{" in parts.netloc or "@" in parts.netloc:
        raise InvalidTiles(
            f"The host in the tiles' address {quoted(url)} contains a placeholder or a password. "
            f"Write the plain host, {example}."
        )
    places = _PLACES.findall(url)
    rest = _PLACES.sub("", url)
    ups = [place for place in places if place in ("y", "-y")]
    known = sorted(place for place in places if place not in ("y", "-y")) == ["x", "z"]
    if not known or len(ups) != 1 or "{" in rest or "}" in rest:
        raise InvalidTiles(
            f"The tiles' address {quoted(url)} must have {{z}}, {{x}} and {{y}} once each, and no "
            f"other braces: {example}."
        )
    return url


def on_this_machine(url: str) -> bool:
    """Whether an address is one of this machine itself, so that nothing leaves it."""
    return urlsplit(url).hostname in _LOOPBACK
