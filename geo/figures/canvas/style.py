"""The look of figures: light and dark colours, and the letters of each role in each size.

Colours of a pair and fills of a status differ in lightness, for colour-blind readers and grey
print, and are never the only sign (Okabe and Ito's blue and vermilion, adapted for small marks).
Letters have a contrast of 4.5 (WCAG 2.2, AA).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from geo.figures.canvas.sizes import Size
from geo.figures.canvas.typography import Style

GROUP_MARKS: Final = {"embassy": "o", "consulate": "s", "liaison": "D"}
"""Group of kinds -> shape of the mark."""


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


PALE: Final = 0.62
"""How much of a mark's colour gives way to paper where its status is not certain."""


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


LIGHT: Final = Palette(
    paper="#ffffff",
    ink="#23292f",
    quiet="#454d54",
    muted="#5d666e",
    rule="#c9ced2",
    edge="#7d8b97",
    water="#e7eef4",
    land="#f2ede2",
    coast="#a39a86",
    border="#c3baa6",
    graticule="#cfdae3",
    quarter="#f7f4ec",
    river="#b4cbdc",
    river_name="#2a5672",
    other="#7a838b",
    route="#4b2a7b",
    region="#4b2a7b",
    seat="#6c86a0",
    coverage="#9a6a1f",
    pair=("#b5472a", "#1b5a8e"),
    pair_land=("#ebbfae", "#aac6dd"),
    statuses={
        "open": ("#0b4f7d", "#0b4f7d"),
        "preparing": ("#f2c14e", "#7a5a00"),
        "announced": ("#ffffff", "#a06a00"),
        "suspended": ("#e58a5b", "#8c3a12"),
        "closed": ("#ffffff", "#5d666e"),
        "unknown": ("#b9c0c6", "#5d666e"),
        "undated": ("#ffffff", "#7a838b"),
    },
    circle="#24506e",
    shades=("#d3e6dc", "#b4d5c9", "#90c0b3", "#67a79c", "#3f8b84"),
)

DARK: Final = Palette(
    paper="#14181d",
    ink="#eef1f3",
    quiet="#c6ced5",
    muted="#a7b1ba",
    rule="#3c454e",
    edge="#5d6a76",
    water="#1b2630",
    land="#353a3e",
    coast="#6f7265",
    border="#565b5a",
    graticule="#2a3843",
    quarter="#23282c",
    river="#33526a",
    river_name="#a9cbe4",
    other="#8d979f",
    route="#d6bbff",
    region="#d6bbff",
    seat="#7f9fbd",
    coverage="#d8a24a",
    pair=("#ff9a76", "#5fb0ee"),
    pair_land=("#6b3f31", "#26496a"),
    statuses={
        "open": ("#62b4f0", "#62b4f0"),
        "preparing": ("#ffe08a", "#fff2c9"),
        "announced": ("#14181d", "#e6b04c"),
        "suspended": ("#c8612f", "#ffb593"),
        "closed": ("#14181d", "#a7b1ba"),
        "unknown": ("#6a737b", "#c3cbd2"),
        "undated": ("#14181d", "#8d979f"),
    },
    circle="#9fc9e6",
    shades=("#27403f", "#2d5450", "#356c64", "#438a7c", "#5cad98"),
)

_FACES: Final = {
    "title": ("bold", "ink", 0.0),
    "subtitle": ("regular", "quiet", 0.0),
    "place": ("bold", "ink", 2.6),
    "under": ("regular", "ink", 2.4),
    "distance": ("bold", "route", 3.0),
    "panel": ("semibold", "ink", 0.0),
    "panel_note": ("regular", "muted", 0.0),
    "city": ("regular", "ink", 2.2),
    "label": ("regular", "quiet", 1.8),
    "near": ("semibold", "ink", 2.0),
    "plan": ("regular", "ink", 1.8),
    "key": ("regular", "ink", 0.0),
    "row": ("regular", "muted", 0.0),
    "value": ("regular", "ink", 0.0),
    "small": ("regular", "muted", 0.0),
    "tiny": ("regular", "muted", 1.2),
    "note": ("italic", "muted", 0.0),
    "foot": ("regular", "muted", 0.0),
}
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
