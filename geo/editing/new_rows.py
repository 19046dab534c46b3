"""What new rows get by rule: an id made from what is in them, and the usual words; their fields."""

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Final

from geo import parties
from geo.dataset import ALL_MODELS, ids_of
from geo.dataset.models import Column
from geo.parties.lexicon import codes

Field = Column
_ATTESTED: Final = ("listed", "unconfirmed")
_LONGEST: Final = 100
_OTHERS: Final = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})


def fields(table: str) -> tuple[Field, ...]:
    """The fields of a table, from its record model."""
    return tuple(ALL_MODELS[table].columns.values())


def filled(table: str, cells: Mapping[str, str]) -> dict[str, str]:
    """The cells of a new row, with what is where nothing is said."""
    given = dict(cells)
    if table in ("claims", "positions"):
        given["rank"] = given.get("rank") or "normal"
    if table in ("events", "relations", "coverage"):
        listed = table == "coverage" or given.get("kind") in _ATTESTED
        given["sense"] = given.get("sense") or ("attested" if listed else "on")
    return given


def named(
    table: str,
    cells: Mapping[str, str],
    taken: Collection[str],
    counted: dict[str, int] | None = None,
) -> str:
    """The id of a new row."""
    plain = slug(*_parts(table, cells)) or table
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


def _parts(table: str, cells: Mapping[str, str]) -> tuple[str, ...]:
    of = defaultdict(str, cells)
    match table:
        case "sources":
            return of["publisher"], of["published"] or of["revised"] or of["title"]
        case "missions":
            where = of["city"] or of["receiving"]
            if where in codes() and not of["city"]:
                where = parties.party_by_code(where).name
            return of["sending"], of["kind"], where
        case "events":
            return of["mission"], of["kind"], of["date"]
        case "positions" if of["place"]:
            return of["mission"], "in", of["place"]
        case "positions" if of["method"] in ("words", "city", "state"):
            return of["mission"], "by", of["method"]
        case "positions":
            return of["mission"], "at", *ids_of(of["sources"])[:1]
        case "heads":
            return of["mission"], "head", of["name"]
        case "relations":
            return "rel", of["a"], of["b"], of["kind"], of["title"], of["date"]
        case "coverage" if of["face"] == "none":
            return "cover", of["sending"], of["receiving"], "none"
        case "coverage":
            where = of["city"] or of["mission"]
            return "cover", of["sending"], of["receiving"], "from", where
        case "claims":
            return "claim", of["subject"], of["property"], of["source"]
        case _:
            return (of["name"],)
