"""Embassy Atlas: diplomatic missions, where each stands, and how exactly that is known.

Everything public is here and loads what it needs when it is first used::

    import geo

    atlas = geo.Atlas.open()
    missions = atlas.missions(geo.Selection(among=("Venezuela", "North Korea")))

Coordinates are CRS84, longitude first, degrees; lengths are metres on WGS 84.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from geo.errors import AmbiguousState, AtlasError, UnknownState

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.atlas.relation_lines import lines
    from geo.atlas.search import locate
    from geo.geodesy import distance, great_circles
    from geo.parties import State, state
    from geo.selection import Selection

__all__ = [
    "AmbiguousState",
    "Atlas",
    "AtlasError",
    "Selection",
    "State",
    "UnknownState",
    "distance",
    "great_circles",
    "lines",
    "locate",
    "state",
]

_ROOMS = {
    "Atlas": "geo.atlas",
    "Selection": "geo.selection",
    "State": "geo.parties",
    "distance": "geo.geodesy",
    "great_circles": "geo.geodesy",
    "lines": "geo.atlas.relation_lines",
    "locate": "geo.atlas.search",
    "state": "geo.parties",
}


def __getattr__(name: str) -> object:
    room = _ROOMS.get(name)
    if room is None:
        raise AttributeError(f"module 'geo' has no attribute {name!r}")
    return getattr(import_module(room), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
