"""How a dataset asks to be shown: key ``embassy-atlas`` of its ``datapackage.json``."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from geo.errors import ValidationError, quoted

KEY: Final = "embassy-atlas"
_FILE: Final = "datapackage.json"
_PARTS: Final = ("selection", "show", "view", "proper_names")


@dataclass(frozen=True)
class Presentation:
    """How a dataset asks to be shown.

    ``selection`` is the query of an address, ``show`` the id of the card that is open then;
    ``view`` is west, south, east, north in degrees (CRS84; east may exceed 180), None for all
    missions shown; ``proper_names`` maps a lower-case part of a slug to how a heading writes it;
    ``problems`` are what cannot be used.
    """

    selection: str = ""
    show: str = ""
    view: tuple[float, float, float, float] | None = None
    proper_names: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[ValidationError, ...] = ()

    @property
    def pair(self) -> tuple[str, str] | None:
        """Codes of the two parties whose missions and line are emphasised."""
        kind, _, codes = self.show.partition(":")
        a, dash, b = codes.partition("-")
        return (a, b) if kind == "pair" and dash and a and b else None


def presentation(own: Mapping[str, Any]) -> Presentation:
    """Read what a dataset's description asks for."""
    if KEY not in own:
        return Presentation()
    asked, problems = own[KEY], []

    def wrong(key: str, value: object, remedy: str) -> None:
        name = f"{KEY}.{key}" if key else KEY
        text = quoted(str(value))
        problems.append(ValidationError(_FILE, None, name, text, "cannot be used", remedy))

    if not isinstance(asked, dict):
        wrong("", asked, "Give an object, or leave the key out.")
        return Presentation(problems=tuple(problems))
    found: dict[str, Any] = {}
    for key, value in asked.items():
        if key not in _PARTS:
            wrong(key, value, f"Known keys: {', '.join(_PARTS)}.")
        elif key in ("selection", "show"):
            if isinstance(value, str) and len(value) <= 500:
                found[key] = value
            else:
                wrong(key, value, "Give a text, as in the address of the page.")
        elif key == "view":
            if box := _box(value):
                found[key] = box
            else:
                wrong(key, value, "Give west, south, east, north in degrees: [118, 4, 301, 78.5].")
        elif isinstance(value, list) and all(isinstance(one, str) and one for one in value):
            found[key] = {one.lower(): one for one in value}
        else:
            wrong(key, value, 'Give a list of names: ["Pyongyang", "DPRK"].')
    return Presentation(**found, problems=tuple(problems))


def _box(value: object) -> tuple[float, float, float, float] | None:
    if not isinstance(value, list) or len(value) != 4:
        return None
    if not all(type(one) in (int, float) and math.isfinite(one) for one in value):
        return None
    west, south, east, north = (float(one) for one in value)
    right = -540 <= west < east <= 540 and east - west <= 360 and -90 <= south < north <= 90
    return (west, south, east, north) if right else None
