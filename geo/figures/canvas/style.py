"""The look of figures: colours that differ in lightness (Okabe and Ito), letters by role."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from geo.figures.canvas.sizes import LOOK, Size
from geo.figures.canvas.typography import Style

GROUP_MARKS: Final = {"embassy": "o", "consulate": "s", "liaison": "D"}  # Group of types -> mark


@dataclass(frozen=True, slots=True)
class Palette:
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
        parts = zip(_parts(colour), _parts(self.paper), strict=True)
        return "#" + "".join(f"{round(part + (paper - part) * PALE):02x}" for part, paper in parts)


PALE: Final = 0.62  # How much of a mark's colour gives way to paper where its status is not certain


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _palette(name: str) -> Palette:
    found = LOOK[name].items()
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in found}
    fields["statuses"] = {status: tuple(mark) for status, mark in fields["statuses"].items()}
    return Palette(**fields)


LIGHT: Final = _palette("light")

DARK: Final = _palette("dark")

_FACES: Final[dict[str, tuple[str, str, float]]] = {r: tuple(f) for r, f in LOOK["faces"].items()}
"""Role of a text -> face, colour of the palette, points of paper around the letters."""


@dataclass(frozen=True)
class Look:
    """How one figure looks."""

    size: Size
    palette: Palette

    def text(self, role: str) -> Style:
        """How the text of a role is set."""
        face, colour, halo = _FACES[role]
        return Style(self.size.points[role], face, getattr(self.palette, colour), halo)
