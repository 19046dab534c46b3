"""Codes of states in ISO 3166-1 and in the schemes of political science, statistics and sport."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final, NamedTuple

from geo.errors import AmbiguousState, InvalidSelection, UnknownState, quoted
from geo.parties.lookup import parties, party_by_code
from geo.parties.records import State, listed, rows

CODE_SCHEMES: Final = ("iso2", "iso3", "cow", "gw", "fips", "un", "ioc")
"""ISO 3166-1 alpha-2 and alpha-3, Correlates of War (number or abbreviation), Gleditsch and Ward,
FIPS 10-4, United Nations (M49), International Olympic Committee."""

SCHEME_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "iso2": "ISO 3166-1 alpha-2",
        "iso3": "ISO 3166-1 alpha-3",
        "cow": "Correlates of War",
        "gw": "Gleditsch and Ward",
        "fips": "FIPS 10-4",
        "un": "United Nations (M49)",
        "ioc": "International Olympic Committee",
    }
)

_USER_ASSIGNED = "X"
_ISO = 3
_LETTERS: Final = re.compile(r"[A-Z]{2,4}")
_NUMBER: Final = re.compile(r"0*([0-9]{1,4})(?:\.0)?")
_COLUMNS: Final = {"cow": ("cow", "cow_abbreviation")}


class Codes(NamedTuple):
    """Codes of one party; blank where a scheme has none."""

    iso: str
    cow: str
    gw: str


@cache
def codes_of(code: str) -> Codes:
    """ISO 3166-1 alpha-3, Correlates of War and Gleditsch-Ward codes of a party."""
    party = party_by_code(code)
    own = _table().get(code, {})
    listed = party.is_state or (party.of and party.alpha2)
    iso = code if listed and len(code) == _ISO and not code.startswith(_USER_ASSIGNED) else ""
    return Codes(iso, own.get("cow", ""), own.get("gw", ""))


@cache
def _table() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in rows("codes.csv")}


def code_in(text: str) -> str:
    """The code that a text is, as it is compared; blank if it is not written as a code.

    A code is two to four plain capitals, or a number, of which leading zeros may be lost.
    """
    if number := _NUMBER.fullmatch(text):
        return number[1]
    return text if _LETTERS.fullmatch(text) else ""


@cache
def codes_in(scheme: str) -> Mapping[str, tuple[str, ...]]:
    """Code of a scheme -> parties that it means: several over time, none if it is no party here."""
    if scheme not in CODE_SCHEMES:
        known = ", ".join(CODE_SCHEMES)
        raise InvalidSelection(f"Unknown scheme of codes {quoted(scheme)}. Schemes: {known}.")
    if scheme == "iso2":
        found = {one.alpha2: (one.code,) for one in parties() if one.alpha2}
    elif scheme == "iso3":
        found = {one.code: (one.code,) for one in parties()}
    else:
        columns = _COLUMNS.get(scheme, (scheme,))
        cells = ((row[name], code) for code, row in _table().items() for name in columns)
        found = {code_in(cell): (code,) for cell, code in cells if cell}
    return found | {code: listed(row["parties"]) for code, row in _others(scheme).items()}


@cache
def _others(scheme: str) -> dict[str, dict[str, str]]:
    """Codes that mean a state which is no party here, or different parties over time."""
    return {row["code"]: row for row in rows("other_codes.csv") if row["scheme"] == scheme}


def party_of_code(text: str, scheme: str) -> State:
    """The party that a code of a scheme means; one of a state that is not listed is refused."""
    code, known = code_in(text.strip()), codes_in(scheme)
    found = known.get(code)
    if found and len(found) == 1:
        return party_by_code(found[0])
    name = SCHEME_NAMES[scheme]
    if found is None:
        raise UnknownState(f"Unknown code {quoted(text)} of {name}. Give a code of that scheme.")
    state = _others(scheme)[code]["name"]
    if not found:
        raise UnknownState(
            f"The code {quoted(text)} of {name} means {state}, which is not listed here. "
            "Leave the row out, or name a state that is listed."
        )
    shown = ", ".join(f"{one} ({party_by_code(one).name})" for one in found)
    raise AmbiguousState(
        f"The code {quoted(text)} of {name} ({state}) means different states over time. "
        f"Write one of {shown}.",
        candidates=found,
    )
