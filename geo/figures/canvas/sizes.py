"""The sizes that a figure comes in: a closed list, in millimetres.

Letters are at least 6.5 points in print, 14 on a slide, and about nine pixels on a telephone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

MM: Final = 25.4
PROVISIONAL: Final = 900.0


@dataclass(frozen=True, slots=True)
class Size:
    """A size of figures."""

    name: str
    width: float  # Of the sheet in millimetres
    height: float | None  # Of the sheet in millimetres
    margin: float  # Empty millimetres along the edges
    zoom: float = 1.0
    points: Mapping[str, float] = field(default_factory=dict)
    brief: bool = False
    card: bool = False

    @property
    def across(self) -> float:
        """Width of the layout, millimetres."""
        return self.width / self.zoom

    @property
    def tall(self) -> float:
        """Height of the layout, millimetres; of a sheet that ends by itself, more than it needs."""
        return (self.height or PROVISIONAL) / self.zoom

    @property
    def left(self) -> float:
        """Where the left margin ends, millimetres of the layout."""
        return self.margin

    @property
    def right(self) -> float:
        """Where the right margin begins, millimetres of the layout."""
        return self.across - self.margin


_PAGE: Final = {
    "title": 23.0,
    "subtitle": 11.4,
    "place": 10.4,
    "under": 8.0,
    "distance": 12.0,
    "panel": 9.6,
    "panel_note": 8.6,
    "city": 7.8,
    "label": 7.4,
    "near": 7.8,
    "plan": 6.8,
    "key": 8.6,
    "row": 8.6,
    "value": 8.6,
    "small": 7.0,
    "tiny": 6.5,
    "note": 7.6,
    "foot": 7.0,
}
_COLUMN: Final = _PAGE | {
    "title": 15.5,
    "subtitle": 8.8,
    "place": 9.0,
    "under": 7.0,
    "distance": 10.0,
    "panel": 7.8,
    "panel_note": 7.0,
    "city": 6.8,
    "label": 6.6,
    "near": 7.0,
    "plan": 6.6,
    "key": 7.6,
    "row": 7.2,
    "value": 7.6,
    "small": 6.6,
    "tiny": 6.5,
    "note": 7.0,
    "foot": 6.5,
}
_SLIDE: Final = _COLUMN | {
    "title": 16.5,
    "subtitle": 9.4,
    "under": 7.7,
    "panel_note": 7.7,
    "city": 7.6,
    "label": 7.6,
    "near": 7.8,
    "plan": 7.6,
    "key": 8.0,
    "row": 7.8,
    "value": 8.0,
    "small": 7.6,
    "tiny": 7.6,
    "note": 7.6,
    "foot": 7.6,
}
_SOCIAL: Final = _COLUMN | {
    "title": 18.0,
    "subtitle": 9.6,
    "place": 11.0,
    "under": 8.4,
    "distance": 12.5,
    "panel": 8.6,
    "panel_note": 7.4,
    "city": 7.6,
    "near": 8.0,
    "plan": 7.2,
    "key": 7.4,
    "small": 7.0,
    "note": 7.4,
    "foot": 6.8,
}

_POSTER: Final = _PAGE | {"title": 56.0, "subtitle": 26.0, "key": 18.0, "note": 16.0, "foot": 14.0}

INSET: Final = Size("inset", 85.0, 64.0, 0.5, 1.15, _COLUMN)
"""An inset alone, as wide as a card on the page."""

SIZES: Final[dict[str, Size]] = {
    size.name: size
    for size in (
        Size("column", 90.0, None, 4.0, points=_COLUMN),
        Size("page", 297.0, 210.0, 12.0, points=_PAGE),
        Size("slide", 13.0 * MM + MM / 3.0, 7.5 * MM, 6.5, 1.85, _SLIDE, brief=True),
        Size("social", 4.0 * MM, 4.0 * MM, 5.0, points=_SOCIAL, brief=True, card=True),
        Size("poster", 1189.0, 841.0, 20.0, points=_POSTER),
    )
}
"""Name -> size: a newspaper's column, A4 across, a slide of 16 to 9, a square card (1,200
pixels wide at 300 dots an inch), A0 across."""
