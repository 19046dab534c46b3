"""The functions of page.js, which a screenshot calls in the page."""

from typing import Final

from geo.package_files import text

_PAGE: Final = text("screenshot/page.js")


def _call(name: str) -> str:
    return f"given => {{ return (\n{_PAGE}).{name}(given); }}"


WAITS: Final = _call("waits")  # What the page still waits for; blank when it rests
RESTS: Final = _call("rests")  # An object when the page rests or fails, null while neither
HEIGHT: Final = _call("height")  # Height of the page down to its foot, CSS pixels
GROW: Final = _call("grow")  # Give the map the whole window
HAS_MAP: Final = _call("hasMap")

PICTURE: Final = _call("picture")  # The map as its own button saves it, as base64
LACKING: Final = _call("lacking")  # Letters on the page and its map that no font has
