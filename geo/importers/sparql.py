"""SPARQL results in JSON -> statements of items, with ranks and references.

Two forms are read. The long one, which :mod:`~geo.importers.live.queries` asks for, has one
statement a row: ``item``, ``property``, ``value``, and ``itemLabel``, ``valueLabel``,
``precision``, ``rank``, ``end``, ``reference``, ``referenceLabel`` where there are any. The wide
one has a column for each property, named as in ``data/words/wikidata_properties.csv``; its rows
are taken apart into statements first.

Format: SPARQL 1.1 Query Results JSON (W3C, 2013). Dates: the precision of Wikibase, 9 a year, 10
a month, 11 a day; where none is given, 1 January is read as the year.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from geo.errors import SourceFaulty
from geo.importers.input_files import MOST_ROWS, json_of
from geo.importers.inputs import Named
from geo.importers.words import table


class Property(NamedTuple):
    """A property of Wikidata that is read."""

    label: str  # What Wikidata calls it
    meaning: str  # What it is of a mission, or the property of the claim that it becomes
    columns: tuple[str, ...]  # The names that its column may have in the wide form


PROPERTIES: Final = {
    id: Property(label, meaning, tuple(filter(None, names.split("|"))))
    for id, label, meaning, names in table("wikidata_properties")
}

_RANKS: Final = {"PreferredRank": "preferred", "DeprecatedRank": "deprecated"}
_FETCHED: Final = re.compile(r'"fetched":\{[^{}]*"days":\[([^\]]*)\]')
_QID: Final = re.compile(r"https?://www\.wikidata\.org/(?:entity|wiki)/(Q[1-9][0-9]*)")
_PROPERTY: Final = re.compile(
    r"(?:https?://www\.wikidata\.org/(?:entity|prop/[a-z/]*)/?)?(P[0-9]+)"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of an item."""

    row: int
    about: str
    value: str
    label: str = ""
    precision: int | None = None  # Of a time, as Wikibase counts; None where not given
    rank: str = "normal"
    ended: bool = False
    references: tuple[str, ...] = ()

    @property
    def named(self) -> Named:
        """The value as a thing with id and name."""
        is_id = re.fullmatch(r"Q[1-9][0-9]*", self.value)
        label = "" if self.label == self.value else self.label  # The id where it has no label
        return Named(self.value, label) if is_id else Named("", label or self.value)


def statements(file: str, data: bytes) -> dict[str, tuple[str, list[Statement]]]:
    """The statements of a file, by item."""
    names, rows = _bindings(file, data)
    if "item" not in names:
        raise SourceFaulty(
            f"{file} has no column item for the missions; it has {', '.join(names[:20])}. "
            "Select ?item, or use --live."
        )
    long = {"property", "value"} <= set(names)
    known = {name: p for p, one in PROPERTIES.items() for name in one.columns if name in names}
    if not long and not {"P137", "P17"} <= set(known.values()):
        raise SourceFaulty(
            f"{file} has no column for the sending and the receiving state: it has "
            f"{', '.join(names[:20])}. Name them operator and country."
        )
    labels: dict[str, str] = {}
    found: dict[str, dict[tuple[str, str], Statement]] = defaultdict(dict)
    for number, row in enumerate(rows, start=1):
        item = _text(row, "item")
        match = _QID.fullmatch(item)
        item = match[1] if match else item
        labels.setdefault(item, _text(row, "itemLabel"))
        told = [_long(row, number)] if long else _wide(row, number, known)
        for one in told:
            if one is None:
                continue
            key = (one.about, one.value)
            before = found[item].get(key)
            if before is None:
                found[item][key] = one
            else:
                joined = dict.fromkeys((*before.references, *one.references))
                ended = before.ended and one.ended
                found[item][key] = replace(before, references=tuple(joined), ended=ended)
    return {item: (labels[item], list(told.values())) for item, told in found.items()}


def day_of(data: bytes) -> str:
    """The day of results that :mod:`geo.importers.live.queries` fetched (EDTF), else blank."""
    found = _FETCHED.search(data[-20_000:].decode("utf-8", "replace"))
    days = re.findall(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", found[1]) if found else []
    return "/".join(dict.fromkeys((days[0], days[-1]))) if days else ""


def _bindings(file: str, data: bytes) -> tuple[list[str], list[Mapping[str, Any]]]:
    again = "Fetch it again, as SPARQL results in JSON."
    try:
        document = json_of(file, data.decode("utf-8-sig"), again)
        names = [str(name) for name in document["head"]["vars"]]
        rows = document["results"]["bindings"]
    except UnicodeDecodeError as error:
        raise SourceFaulty(f"{file} is not UTF-8 at byte {error.start:,}. {again}") from error
    except (KeyError, TypeError, IndexError) as error:
        raise SourceFaulty(f"{file} is JSON, but not SPARQL results. {again}") from error
    if not isinstance(rows, list) or any(not isinstance(row, dict) for row in rows):
        raise SourceFaulty(f"{file} is JSON, but not SPARQL results. {again}")
    if not rows:
        raise SourceFaulty(f"{file} has no rows: the query found nothing. Change the query.")
    most = MOST_ROWS * 40
    if len(rows) > most:
        raise SourceFaulty(f"{file} has {len(rows):,} rows; at most {most:,} are read. Split it.")
    return names, rows


def _text(row: Mapping[str, Any], name: str) -> str:
    cell = row.get(name)
    value = cell.get("value") if isinstance(cell, dict) else None
    return value.strip() if isinstance(value, str) else ""


def _value(row: Mapping[str, Any], name: str) -> str:
    """A value; a Wikidata id without its address; blank node for an unknown one."""
    text = _text(row, name)
    cell = row.get(name)
    if isinstance(cell, dict) and cell.get("type") == "bnode":
        return f"_:{text}"
    found = _QID.fullmatch(text)
    return found[1] if found else text


def _long(row: Mapping[str, Any], number: int) -> Statement | None:
    found = _PROPERTY.fullmatch(_text(row, "property"))
    value = _value(row, "value")
    if not found or not value:
        return None
    precision = _text(row, "precision")
    reference = _text(row, "referenceLabel") or _text(row, "reference")
    return Statement(
        number,
        found[1],
        value,
        _text(row, "valueLabel"),
        int(precision) if precision.isdigit() else None,
        _RANKS.get(_text(row, "rank").rpartition("#")[2], "normal"),
        bool(_text(row, "end")),
        (reference,) if reference else (),
    )


def _wide(row: Mapping[str, Any], number: int, known: Mapping[str, str]) -> list[Statement | None]:
    return [
        Statement(number, p, value, _text(row, f"{name}Label"))
        for name, p in known.items()
        if (value := _value(row, name))
    ]
