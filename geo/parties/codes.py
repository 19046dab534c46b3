"""Codes of states in ISO 3166-1 and in the schemes of political science, statistics and sport."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final, NamedTuple

from geo.errors import AmbiguousState, InvalidSelection, UnknownState, quoted
from geo.parties.records import State, listed, parties, party_by_code, rows

# Schemes of codes; ``schemes.csv`` has their names
CODE_SCHEMES: Final = ("iso2", "iso3", "cow", "gw", "fips", "un", "ioc")
_USER_ASSIGNED, _ISO = "X", 3
_CODE: Final = re.compile(r"[A-Z]{2,3}|0*([0-9]{1,4})(?:\.0)?")


class Codes(NamedTuple):
    """Codes of one party; blank where a scheme has none."""

    iso: str
    cow: str
    gw: str


@cache
def codes_of(code: str) -> Codes:
    """ISO 3166-1 alpha-3, Correlates of War and Gleditsch-Ward codes of a party."""
    party, own = party_by_code(code), _table().get(code, {})
    listed = party.is_state or (party.of and party.alpha2)
    iso = code if listed and len(code) == _ISO and not code.startswith(_USER_ASSIGNED) else ""
    return Codes(iso, own.get("cow", ""), own.get("gw", ""))


@cache
def _table() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in rows("codes.csv")}


@cache
def schemes() -> Mapping[str, Mapping[str, str]]:
    """Scheme of codes -> its name, and the words of headings that name it."""
    return {row["scheme"]: row for row in rows("schemes.csv")}


def code_in(text: str) -> str:
    """The code that a text is written as: plain capitals, or a number; else blank."""
    found = _CODE.fullmatch(text)
    return (found[1] or text) if found else ""


@cache
def codes_in(scheme: str) -> Mapping[str, tuple[str, ...]]:
    """Code of a scheme -> parties that it means: several over time, none if it is no party here."""
    if scheme not in CODE_SCHEMES:
        known = ", ".join(CODE_SCHEMES)
        raise InvalidSelection(f"Unknown scheme of codes {quoted(scheme)}. Schemes: {known}.")
    if scheme in ("iso2", "iso3"):
        cells = [(one.alpha2 if scheme == "iso2" else one.code, one.code) for one in parties()]
    else:
        columns = ("cow", "cow_abbreviation") if scheme == "cow" else (scheme,)
        cells = [(row[name], code) for code, row in _table().items() for name in columns]
    others = {code: listed(row["parties"]) for code, row in _others(scheme).items()}
    return {code_in(cell) or cell: (code,) for cell, code in cells if cell} | others


@cache
def _others(scheme: str) -> dict[str, dict[str, str]]:
    """Codes of a state that is not a party here, or of different parties over time."""
    return {row["code"]: row for row in rows("other_codes.csv") if row["scheme"] == scheme}


def party_of_code(text: str, scheme: str) -> State:
    """The party that a code of a scheme means; one of a state that is not listed is refused."""
    code, known = code_in(text.strip()), codes_in(scheme)
    found = known.get(code)
    if found and len(found) == 1:
        return party_by_code(found[0])
    named = f"code {quoted(text)} of {schemes()[scheme]['name']}"
    if found is None:
        raise UnknownState(f"Unknown {named}. Give a code of that scheme.")
    state = _others(scheme)[code]["name"]
    if not found:
        raise UnknownState(
            f"The {named} means {state}, which is not listed here. "
            "Leave the row out, or name a state that is listed."
        )
    shown = ", ".join(f"{one} ({party_by_code(one).name})" for one in found)
    message = f"The {named} means different states over time ({state}). Write one of {shown}."
    raise AmbiguousState(message, candidates=found)
