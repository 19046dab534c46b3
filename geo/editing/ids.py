"""The ids of new rows, made by rule from what is in them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from typing import Final

from geo import parties
from geo.dataset import ids_of
from geo.errors import StateError

_LONGEST: Final = 100
_OTHERS: Final = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})

Cells = Mapping[str, str]


def named(
    table: str, cells: Cells, taken: Collection[str], counted: dict[str, int] | None = None
) -> str:
    """The id of a new row."""
    plain = _RULES[table](cells) or table
    counted = {} if counted is None else counted
    found, number = plain, counted.get(plain, 1)
    while found in taken:
        number += 1
        found = f"{plain}-{number}"
    counted[plain] = number
    return found


def slug(*parts: str) -> str:
    """Texts as an id: plain lower-case letters and digits with ``-``, or a SHA-256's start."""
    found: list[str] = []
    for part in parts:
        folded = unicodedata.normalize("NFKD", part.casefold().translate(_OTHERS))
        plain = re.findall(r"[a-z0-9]+", folded.encode("ascii", "ignore").decode())
        if part and not plain:
            plain = [hashlib.sha256(part.encode("utf-8", "surrogatepass")).hexdigest()[:8]]
        found += plain
    text = "-".join(found)
    return text if len(text) <= _LONGEST else text[:_LONGEST].rpartition("-")[0] or text[:_LONGEST]


def _source(cells: Cells) -> str:
    day = cells.get("published", "") or cells.get("revised", "")
    return slug(cells.get("publisher", ""), day or cells.get("title", ""))


def _mission(cells: Cells) -> str:
    where = cells.get("city", "")
    if not where:
        receiving = cells.get("receiving", "")
        try:
            where = parties.party_by_code(receiving).name
        except StateError:
            where = receiving
    return slug(cells.get("sending", ""), cells.get("kind", ""), where)


def _position(cells: Cells) -> str:
    mission, method = cells.get("mission", ""), cells.get("method", "")
    if cells.get("place"):
        return slug(mission, "in", cells["place"])
    if method in ("words", "city", "state"):
        return slug(mission, "by", method)
    return slug(mission, "at", *ids_of(cells.get("sources", ""))[:1])


def _relation(cells: Cells) -> str:
    names = ("a", "b", "kind", "title", "date")
    return slug("rel", *(cells.get(name, "") for name in names))


def _coverage(cells: Cells) -> str:
    ends = cells.get("sending", ""), cells.get("receiving", "")
    if cells.get("face") == "none":
        return slug("cover", *ends, "none")
    return slug("cover", *ends, "from", cells.get("city", "") or cells.get("mission", ""))


def _claim(cells: Cells) -> str:
    names = ("subject", "property", "source")
    return slug("claim", *(cells.get(name, "") for name in names))


_RULES: Final[Mapping[str, Callable[[Cells], str]]] = {
    "sources": _source,
    "missions": _mission,
    "events": lambda cells: slug(
        cells.get("mission", ""), cells.get("kind", ""), cells.get("date", "")
    ),
    "positions": _position,
    "heads": lambda cells: slug(cells.get("mission", ""), "head", cells.get("name", "")),
    "relations": _relation,
    "coverage": _coverage,
    "claims": _claim,
    "places": lambda cells: slug(cells.get("name", "")),
}
