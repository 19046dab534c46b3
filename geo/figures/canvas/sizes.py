"""The sizes of figures, in millimetres; letters have 6.5 points or more in print, 14 on a slide."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from geo.package_files import toml

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


LOOK: Final[dict[str, Any]] = toml("figures/canvas/look.toml")
"""Colours, letters and their points, as look.toml has them."""

_PAGE, _COLUMN, _SLIDE, _SOCIAL, _POSTER = (
    LOOK["points"][name] for name in ("page", "column", "slide", "social", "poster")
)
_COLUMN = _PAGE | _COLUMN

INSET: Final = Size("inset", 85.0, 64.0, 0.5, 1.15, _COLUMN)
"""An inset alone, as wide as a card on the page."""

SIZES: Final[dict[str, Size]] = {
    size.name: size
    for size in (
        Size("column", 90.0, None, 4.0, points=_COLUMN),
        Size("page", 297.0, 210.0, 12.0, points=_PAGE),
        Size("slide", 13.0 * MM + MM / 3.0, 7.5 * MM, 6.5, 1.85, _COLUMN | _SLIDE, brief=True),
        Size("social", 4.0 * MM, 4.0 * MM, 5.0, points=_COLUMN | _SOCIAL, brief=True, card=True),
        Size("poster", 1189.0, 841.0, 20.0, points=_PAGE | _POSTER),
    )
}
"""Name -> size: a newspaper's column, A4 across, a slide of 16 to 9, a square card (1,200
pixels wide at 300 dots an inch), A0 across."""
