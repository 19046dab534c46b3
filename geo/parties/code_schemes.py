"""Codes of parties in the schemes of political science."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from geo.parties.lookup import party_by_code
from geo.parties.records import rows

_USER_ASSIGNED = "X"
_ISO = 3


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


def region(code: str) -> str:
    """The part of a continent in which a state lies (UN M49); blank for other parties."""
    return _regions().get(code, "")


@cache
def _regions() -> dict[str, str]:
    return {row["code"]: row["region"] for row in rows("regions.csv")}


@cache
def _table() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in rows("codes.csv")}
