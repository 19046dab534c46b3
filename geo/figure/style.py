"""The one look of all figures: colours, sizes of letters and marks.

The two colours of a pair and the fills of a status stay apart for readers with
protanopia, deuteranopia and tritanopia and in grey print: they differ in lightness and
are never the only sign (Okabe and Ito's blue and vermilion, darkened for small marks).
"""

from __future__ import annotations

from typing import Final

from geo.figure.typography import Style

__all__ = [
    "BORDER",
    "COAST",
    "GRATICULE",
    "GROUP_MARKS",
    "INK",
    "LAND",
    "MUTED",
    "PAIR",
    "PAIR_LAND",
    "PAPER",
    "REGION",
    "ROUTE",
    "RULE",
    "STATUS_FILLS",
    "TEXT",
    "WATER",
    "pale",
]

PAPER: Final = "#ffffff"
INK: Final = "#23292f"
MUTED: Final = "#5d666e"
RULE: Final = "#c9ced2"
WATER: Final = "#e7eef4"
LAND: Final = "#f2ede2"
COAST: Final = "#a39a86"
BORDER: Final = "#c3baa6"
GRATICULE: Final = "#cfdae3"
ROUTE: Final = "#4b2a7b"
REGION: Final = "#4b2a7b"

PAIR: Final = ("#b5472a", "#1b5a8e")
"""The marks of the first and the second state of a pair."""

PAIR_LAND: Final = ("#ebbfae", "#aac6dd")
"""The two states themselves."""

GROUP_MARKS: Final = {"embassy": "o", "consulate": "s", "liaison": "D"}
"""Group of kinds -> shape of the mark."""

STATUS_FILLS: Final = {
    "open": ("#0b4f7d", "#0b4f7d"),
    "preparing": ("#f2c14e", "#7a5a00"),
    "announced": ("#ffffff", "#a06a00"),
    "suspended": ("#e58a5b", "#8c3a12"),
    "closed": ("#ffffff", "#5d666e"),
    "unknown": ("#b9c0c6", "#5d666e"),
}
"""Status -> fill and edge of the mark; they differ in lightness before they differ in hue."""

PALE: Final = 0.62
"""How much of a mark's colour gives way to paper where its status is not certain."""

TEXT: Final = {
    "title": Style(23.0, "bold", INK),
    "subtitle": Style(11.4, "regular", "#454d54"),
    "place": Style(10.4, "bold", INK, halo=2.6),
    "distance": Style(12.0, "bold", ROUTE, halo=3.0),
    "panel": Style(9.6, "semibold", INK),
    "panel_note": Style(7.6, "regular", MUTED),
    "label": Style(7.4, "regular", "#3a4248", halo=1.8),
    "near": Style(7.8, "semibold", INK, halo=2.0),
    "key": Style(8.6, "regular", INK),
    "row": Style(8.6, "regular", MUTED),
    "value": Style(8.6, "regular", INK),
    "small": Style(7.0, "regular", MUTED),
    "tiny": Style(5.6, "regular", MUTED, halo=1.2),
    "note": Style(7.6, "italic", MUTED),
    "foot": Style(7.0, "regular", "#50585f"),
}


def pale(colour: str) -> str:
    """A colour as the mark of an uncertain status has it.

    Parameters
    ----------
    colour
        Six hexadecimal digits behind #.
    """
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(part + (255 - part) * PALE):02x}" for part in parts)
