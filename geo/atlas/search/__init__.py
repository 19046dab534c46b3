"""What a text finds in a dataset, and where a place is."""

from __future__ import annotations

from geo.atlas.search.location import Location, locate
from geo.atlas.search.results import Reason, Result, find, told
from geo.atlas.search.similar import suggestions
from geo.atlas.search.zoom import on_box, on_circle, on_line, on_state

__all__ = [
    "Location",
    "Reason",
    "Result",
    "find",
    "locate",
    "on_box",
    "on_circle",
    "on_line",
    "on_state",
    "suggestions",
    "told",
]
