"""Whether the codes in a column of a table are those that they would be read as, ISO 3166-1.

A scheme explains a code that it has. A column of codes is ISO's if ISO 3166-1 explains more of its
codes than any other scheme, or as many and no code means another state there. Else the import stops
and asks: of 247 codes of FIPS 10-4, 68 are another state's in ISO 3166-1.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from geo import parties
from geo.errors import InvalidSelection, StateError, quoted
from geo.importers.inputs import Entry
from geo.importers.mapping import Mapped
from geo.parties.codes import CODE_SCHEMES, SCHEME_NAMES, code_in, codes_in
from geo.parties.names import named_as

_ISO: Final = ("iso2", "iso3")
_OTHERS: Final = tuple(scheme for scheme in CODE_SCHEMES if scheme not in _ISO)
_IN_HEADING: Final[Mapping[str, str]] = {
    **{"fips": "fips", "ioc": "ioc", "un": "un", "m49": "un", "cow": "cow", "ccode": "cow"},
    **{"cowcode": "cow", "stateabb": "cow", "statenme": "cow", "cabb": "cow", "gw": "gw"},
    **{"gwno": "gw", "gwcode": "gw", "gwn": "gw", "iso": "iso3", "iso2": "iso2", "iso3": "iso3"},
    **{"iso2c": "iso2", "iso3c": "iso3", "cowc": "cow", "cown": "cow"},
}
"""Word of a heading, without the number at its end -> the scheme that it names."""

_SHOWN: Final = 3


def check_codes(entries: Sequence[Entry], mapping: Mapped, scheme: str) -> list[str]:
    """Stop at a column whose codes may be of another scheme than ISO 3166-1; else what to note."""
    if scheme:
        codes_in(scheme)
        return []
    fields = [field for field in ("sending", "receiving") if field in mapping.columns]
    texts = {field: {getattr(entry, field).name for entry in entries} - {""} for field in fields}
    codes = {field: sorted(filter(None, map(code_in, texts[field]))) for field in fields}
    notes = []
    for field in fields:
        heading, own = mapping.heading(field), codes[field]
        told = _told(heading)
        if not own or told in _ISO:
            continue
        if told:
            _stop(heading, own, [told])
        if 2 * len(own) < len(texts[field]):
            _refuse_doubtful(heading, own)
            continue
        other = codes[fields[0] if field == fields[-1] else fields[-1]]
        alike = len(own) == 1 and len({len(one) for one in (*own, *other)}) == 1
        notes += _compare(heading, own, [*own, *other] if alike else own)
    return notes


def _told(heading: str) -> str:
    words = re.findall(r"[a-z]+[0-9]?", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading).lower())
    words = [*words, *(word.rstrip("0123456789") for word in words)]
    return next((_IN_HEADING[word] for word in words if word in _IN_HEADING), "")


def _iso(code: str) -> tuple[str, ...] | None:
    """The party that a code is read as without a scheme."""
    try:
        return (parties.party(code).code,)
    except StateError:
        return next((codes_in(one)[code] for one in _ISO if code in codes_in(one)), None)


def _compare(heading: str, own: Sequence[str], beside: Sequence[str]) -> list[str]:
    """Stop unless ISO 3166-1 explains a column best; ``beside`` are the codes that are counted."""
    of_iso = sum(_iso(code) is not None for code in beside)
    known = {scheme: sum(code in codes_in(scheme) for code in beside) for scheme in _OTHERS}
    better = [scheme for scheme in _OTHERS if known[scheme] > of_iso]
    if better and 2 * max(known.values()) >= len(beside):
        best = max(known.values())
        _stop(heading, own, [scheme for scheme in better if known[scheme] == best])
    notes, doubtful = [], []
    for scheme in _OTHERS:
        if not of_iso or known[scheme] < of_iso:
            continue
        meant = [(code, codes_in(scheme)[code]) for code in own if code in codes_in(scheme)]
        if any(found and not set(found) & set(_iso(code) or ()) for code, found in meant):
            doubtful.append(scheme)
        elif former := [code for code, found in meant if not found and _iso(code)]:
            shown = ", ".join(former[:_SHOWN])
            notes.append(
                f"column {quoted(heading)}: read as ISO 3166-1; {shown} means a former state in "
                f"{SCHEME_NAMES[scheme]}. If that is meant, pass --codes {scheme}."
            )
    if doubtful:
        _stop(heading, own, [*doubtful, "iso2" if len(own[0]) == len("US") else "iso3"])
    return notes


def _refuse_doubtful(heading: str, codes: Sequence[str]) -> None:
    """Stop where a column of names has a code that is another party's name in some language."""
    for code in codes:
        if meant := set(named_as(code)) - set(_iso(code) or ()):
            names = " or ".join(_name(one) for one in (*(_iso(code) or ()), *sorted(meant)))
            raise InvalidSelection(
                f"The column {quoted(heading)} has names, and {quoted(code)}, which may mean "
                f"{names}. Write the name in full, or pass --codes iso3 if it is a code."
            )


def _stop(heading: str, codes: Sequence[str], schemes: Sequence[str]) -> None:
    told = []
    for code in codes:
        readings = {one: codes_in(one).get(code) for one in schemes if one not in _ISO}
        told += [
            f"{code} is {_name(*found)} in {SCHEME_NAMES[one]} and {_name(*iso)} in ISO 3166-1"
            for one, found in readings.items()
            if found and (iso := _iso(code)) and not set(found) & set(iso)
        ]
    shown = f" ({'; '.join(told[:_SHOWN])})" if told else f" ({', '.join(codes[:_SHOWN])})"
    names = " or ".join(SCHEME_NAMES[one] for one in schemes)
    remedy = " or ".join(f"--codes {one}" for one in schemes)
    raise InvalidSelection(
        f"The codes of states in the column {quoted(heading)} may be those of {names}{shown}. "
        f"Say which they are with {remedy}."
    )


def _name(*codes: str) -> str:
    return "/".join(parties.party_by_code(code).short for code in codes)
