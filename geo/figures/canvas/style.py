"""The look of figures: sizes in millimetres, colours that differ in lightness, letters by role.

The colours are Okabe and Ito's; letters have 6.5 points or more in print, 14 on a slide.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from geo.figures.canvas.typography import Style
from geo.package_files import toml

GROUP_MARKS: Final = {"embassy": "o", "consulate": "s", "liaison": "D"}  # Group of types -> mark
MM: Final = 25.4
PROVISIONAL: Final = 900.0  # Height of a sheet without a fixed one, until its end is known
PALE: Final = 0.62  # How much of a mark's colour gives way to paper where its status is not certain
LOOK: Final[dict[str, Any]] = toml("figures/canvas/look.toml")  # Colours, letters, their points


@dataclass(frozen=True, slots=True)
class Size:
    """A size of figures."""

    name: str
    width: float  # Of the sheet in millimetres
    height: float | None  # Of the sheet in millimetres; None for as high as needed
    left: float  # Empty millimetres along the edges
    zoom: float = 1.0
    points: Mapping[str, float] = field(default_factory=dict)
    brief: bool = False
    card: bool = False

    @property
    def right(self) -> float:
        """Where the right margin begins, millimetres of the layout."""
        return self.width / self.zoom - self.left

    @property
    def wide(self) -> float:
        """Millimetres of the layout between its margins."""
        return self.right - self.left


_PAGE = LOOK["points"]["page"]
_COLUMN = _PAGE | LOOK["points"]["column"]
_SLIDE, _SOCIAL = (_COLUMN | LOOK["points"][name] for name in ("slide", "social"))
INSET: Final = Size("inset", 85.0, 64.0, 0.5, 1.15, _COLUMN)  # As wide as a card on the page
SIZES: Final[dict[str, Size]] = {
    size.name: size
    for size in (
        Size("column", 90.0, None, 4.0, points=_COLUMN),
        Size("page", 297.0, 210.0, 12.0, points=_PAGE),
        Size("slide", 13.0 * MM + MM / 3.0, 7.5 * MM, 6.5, 1.85, _SLIDE, brief=True),
        Size("social", 4.0 * MM, 4.0 * MM, 5.0, points=_SOCIAL, brief=True, card=True),
        Size("poster", 1189.0, 841.0, 20.0, points=_PAGE | LOOK["points"]["poster"]),
    )
}
"""A newspaper's column, A4 across, a slide of 16 to 9, a square card, A0 across."""


class Palette(NamedTuple):
    """The colours of a figure, each six hexadecimal digits behind #."""

    paper: str
    ink: str
    quiet: str
    muted: str
    rule: str
    edge: str
    water: str
    land: str
    coast: str
    border: str
    graticule: str
    quarter: str
    river: str
    river_name: str
    other: str
    route: str
    region: str
    seat: str
    coverage: str
    # The marks of the first and the second state of a pair; the states themselves
    pair: tuple[str, str]
    pair_land: tuple[str, str]
    statuses: Mapping[str, tuple[str, str]]
    circle: str
    shades: tuple[str, ...]  # Of states, from few missions to many

    def pale(self, colour: str) -> str:
        """A colour as the mark of an uncertain status has it: most of it gives way to paper."""
        ends = ([int(one[at : at + 2], 16) for one in (colour, self.paper)] for at in (1, 3, 5))
        return "#" + "".join(f"{round(part + (paper - part) * PALE):02x}" for part, paper in ends)

    def shade(self, at: int, many: int) -> str:
        """The shade of class ``at`` of ``many``; few classes are spread over all shades."""
        last = len(self.shades) - 1
        return self.shades[last // 2 if many < 2 else round(at * last / (many - 1))]


def _palette(name: str) -> Palette:
    found = LOOK[name].items()
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in found}
    fields["statuses"] = {status: tuple(mark) for status, mark in fields["statuses"].items()}
    return Palette(**fields)


LIGHT: Final = _palette("light")
DARK: Final = _palette("dark")


class Look(NamedTuple):
    """How one figure looks."""

    size: Size
    palette: Palette

    def text(self, role: str) -> Style:
        """How the text of a role is set."""
        face, colour, halo = LOOK["faces"][role]
        return Style(self.size.points[role], face, getattr(self.palette, colour), halo)
