"""What a picture is to be: its size, its part of the page, its light and its language."""

import math
import re
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlencode

from geo.errors import InvalidSelection, quoted
from geo.selection import Selection

Part = Literal["page", "full", "map"]
Theme = Literal["light", "dark"]

_LEAST, _MOST = 320, 4096
_LEAST_SCALE, _MOST_SCALE = 1.0, 4.0
_MOST_PIXELS: Final = 50_000_000
_SIZE: Final = re.compile(r"\s*(\d{1,6})\s*[xX×]\s*(\d{1,6})\s*")


def size(text: str) -> tuple[int, int]:
    """Width and height in CSS pixels of a text such as ``1280x800``."""
    found = _SIZE.fullmatch(text)
    if found is None:
        raise InvalidSelection(
            f"{quoted(text)} is not a size. Write width x height in pixels, such as --size "
            "1280x800."
        )
    return Shot(size=(int(found[1]), int(found[2]))).size


def query_of(
    selection: Selection, *, show: str = "", language: str = "en", viewpoint: str = ""
) -> str:
    """What is after the question mark of the page's address."""
    shown = [selection.to_query(), urlencode({"show": show} if show else {})]
    own = {"lang": language, "viewpoint": viewpoint}
    looks = urlencode({key: text for key, text in own.items() if text})
    return "&".join(part for part in (*(shown if any(shown) else ["view=all"]), looks) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """What a picture is to be."""

    # CSS pixels of the window, or of the map itself, 320 to 4096
    size: tuple[int, int] = (1280, 800)
    scale: float = 2.0  # Pixels of the picture for each, 1 to 4
    part: Part = "page"  # A window, ``full`` down to its foot, or ``map`` with its legend
    theme: Theme = "light"
    language: str = "en"  # Of the browser

    def __post_init__(self) -> None:
        width, height = self.size
        if not all(_LEAST <= side <= _MOST for side in self.size):
            raise InvalidSelection(
                f"The size {width}x{height} is out of range: each side must be from {_LEAST} to "
                f"{_MOST} pixels."
            )
        if not (math.isfinite(self.scale) and _LEAST_SCALE <= self.scale <= _MOST_SCALE):
            raise InvalidSelection(
                f"The scale {self.scale:g} is out of range: it must be from {_LEAST_SCALE:g} to "
                f"{_MOST_SCALE:g} pixels of the picture for each of the page."
            )
        self.bound(width, height)

    def bound(self, width: int, height: int) -> None:
        """Refuse a picture that a browser could not hold; CSS pixels."""
        pixels = width * height * self.scale**2
        if pixels > _MOST_PIXELS:
            raise InvalidSelection(
                f"{width}x{height} at scale {self.scale:g} makes {pixels / 1e6:,.0f} million "
                f"pixels; {_MOST_PIXELS / 1e6:.0f} million are the most. Take a smaller size or "
                "scale."
            )
