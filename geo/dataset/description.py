"""``datapackage.json``: the Data Package (v2) description, generated from the models.

Its key ``embassy-atlas`` has the settings for display of a dataset.
"""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from geo.dataset.models import MODELS, Record
from geo.errors import ValidationError, quoted

_KEY: Final = "embassy-atlas"
OWN: Final = ("name", "title", "description", "version", "homepage", "licenses", "contributors")
_PLAIN: Final = {
    "name": "atlas",
    "title": "Diplomatic missions",
    "licenses": [
        {
            "name": "CC-BY-4.0",
            "title": "Creative Commons Attribution 4.0",
            "path": "https://creativecommons.org/licenses/by/4.0/",
        }
    ],
}
_PLACES: Final = {
    "name": "places",
    "path": "places.geojson",
    "description": "Places of missions; CRS84, longitude first.",
    "format": "geojson",
    "mediatype": "application/geo+json",
    "encoding": "utf-8",
}
_HISTORY: Final = {
    "name": "edits",
    "path": "edits.jsonl",
    "description": "History of edits: author, time, reason and changes; one edit per line, "
    "the latest last.",
    "format": "jsonl",
    "mediatype": "application/jsonl",
    "encoding": "utf-8",
}


def describe(own: Mapping[str, Any] | None = None, *, history: bool = False) -> bytes:
    """The description of a dataset, as bytes of ``datapackage.json``."""
    kept = {key: (own or {})[key] for key in (*OWN, _KEY) if key in (own or {})}
    document = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        **(_PLAIN | kept),
        "resources": [
            *(_table(name, model) for name, model in MODELS.items()),
            _PLACES,
            *([_HISTORY] if history else []),
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def licences_of(own: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The licences that a description names; none where it names them in another form."""
    told = own.get("licenses")
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []


def _table(name: str, model: type[Record]) -> dict[str, Any]:
    fields: list[dict[str, Any]] = [
        {"name": one.name, "type": "string", "description": one.help}
        for one in model.columns.values()
    ]
    fields[0]["constraints"] = {"required": True, "unique": True}
    schema: dict[str, Any] = {"fields": fields, "primaryKey": ["id"], "missingValues": [""]}
    keys = [
        {"fields": [one.name], "reference": {"resource": one.table, "fields": ["id"]}}
        for one in model.links
        if not one.many and one.table in MODELS
    ]
    if keys:
        schema["foreignKeys"] = keys
    kind = {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
    told = {"path": f"{name}.csv", "description": model.__doc__}
    return {"name": name, "type": "table", **told, **kind, "schema": schema}


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
    """Read the settings for display in a dataset's description."""
    if _KEY not in own:
        return Presentation()
    settings, problems = own[_KEY], []

    def wrong(key: str, value: object, remedy: str) -> None:
        name = f"{_KEY}.{key}" if key else _KEY
        text = quoted(str(value))
        problem = ValidationError("datapackage.json", None, name, text, "cannot be used", remedy)
        problems.append(problem)

    if not isinstance(settings, dict):
        wrong("", settings, "Give an object, or leave the key out.")
        return Presentation(problems=tuple(problems))
    found: dict[str, Any] = {}
    for key, value in settings.items():
        read, remedy = _KEYS.get(key, (None, f"Known keys: {', '.join(_KEYS)}."))
        told = None if read is None else read(value)
        if told is None:
            wrong(key, value, remedy)
        else:
            found[key] = told
    return Presentation(**found, problems=tuple(problems))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and len(value) <= 500 else None


def _names(value: object) -> dict[str, str] | None:
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        return None
    return {one.lower(): one for one in value}


def _box(value: object) -> tuple[float, float, float, float] | None:
    if not isinstance(value, list) or len(value) != 4:
        return None
    if not all(type(one) in (int, float) and math.isfinite(one) for one in value):
        return None
    west, south, east, north = (float(one) for one in value)
    right = -540 <= west < east <= 540 and east - west <= 360 and -90 <= south < north <= 90
    return (west, south, east, north) if right else None


_KEYS: Final[Mapping[str, tuple[Callable[[object], Any], str]]] = {
    "selection": (_text, "Give a text, as in the address of the page."),
    "show": (_text, "Give a text, as in the address of the page."),
    "view": (_box, "Give west, south, east, north in degrees: [118, 4, 301, 78.5]."),
    "proper_names": (_names, 'Give a list of names: ["Pyongyang", "DPRK"].'),
}
"""Key -> function that reads its value (None where it cannot be used), and the remedy."""
