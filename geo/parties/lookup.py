"""The parties by code, and by every exact name."""

from __future__ import annotations

import difflib
import re
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from geo.errors import AmbiguousState, UnknownState, quoted
from geo.parties.folding import fold
from geo.parties.records import LANGUAGES, Called, State, listed, rows

_LONGEST: Final = 200
_QID = re.compile(r"(?:https?://www\.wikidata\.org/(?:entity|wiki)/)?(q[1-9][0-9]*)", re.IGNORECASE)


@lru_cache(maxsize=1)
def _usage() -> dict[str, dict[str, Called]]:
    """Code -> language -> what the party is called."""
    found: dict[str, dict[str, Called]] = {}
    for row in rows("usage.csv"):
        called = Called(row["name"], row["short"] or row["name"], row["article"])
        found.setdefault(row["code"], {})[row["language"]] = called
    return found


@lru_cache(maxsize=1)
def _begun() -> dict[str, int]:
    return {row["code"]: int(row["begun"]) for row in rows("begun.csv")}


def begun(code: str) -> int | None:
    """The year in which a state became independent, for most since 1946."""
    return _begun().get(code)


@lru_cache(maxsize=1)
def _by_code() -> dict[str, State]:
    usage = _usage()
    return {
        row["code"]: State(
            code=row["code"],
            alpha2=row["alpha2"],
            qid=row["qid"],
            qids=listed(row["qids"]),
            name=row["name"],
            short=row["short"],
            formal=row["formal"],
            article=row["article"],
            names=MappingProxyType({language: row[f"name_{language}"] for language in LANGUAGES}),
            is_state=row["kind"] == "state",
            former=bool(row["ended"]),
            ended=row["ended"],
            successors=listed(row["successors"]),
            of=row["of"],
            seat=row["seat"],
            seat_lon=float(row["seat_lon"]),
            seat_lat=float(row["seat_lat"]),
            seat_radius_m=float(row["seat_radius_m"]),
            note=row["note"],
            usage=MappingProxyType(usage.get(row["code"], {})),
        )
        for row in rows("parties.csv")
    }


@lru_cache(maxsize=1)
def _index() -> dict[str, tuple[str, ...]]:
    """Folded code, id, name or alias -> the codes of the parties that it names."""
    found: dict[str, list[str]] = {}

    def add(text: str, code: str) -> None:
        codes = found.setdefault(fold(text), [])
        if code not in codes:
            codes.append(code)

    for one in _by_code().values():
        english = (one.name, one.short, one.formal, one.names["en"])
        for text in (one.code, one.alpha2, one.qid, *one.qids, *english, *one.names.values()):
            if text:
                add(text, one.code)
        for called in one.usage.values():
            for text in (called.name, called.short, f"{called.article} {called.name}"):
                add(text, one.code)
        if one.article:
            for text in english:
                add(f"{one.article} {text}", one.code)
    for row in rows("aliases.csv"):
        for code in row["codes"].split("|"):
            add(row["alias"], code)
    return {text: tuple(codes) for text, codes in found.items()}


def party_by_code(code: str) -> State:
    """The party with exactly this code."""
    try:
        return _by_code()[code]
    except KeyError:
        message = (
            f"No party has the code {quoted(code)}: "
            "use an ISO 3166-1 alpha-3 code in capitals, such as VEN or PRK."
        )
        raise UnknownState(message) from None


def parties() -> tuple[State, ...]:
    """All parties, by code."""
    return tuple(_by_code().values())


def territories(code: str) -> tuple[State, ...]:
    """The territories that belong to a state, by code; without entities."""
    return tuple(
        one for one in _by_code().values() if one.of == code and one.alpha2 and not one.is_state
    )


@lru_cache(maxsize=4096)
def party(text: str) -> State:
    """The state, territory or entity that a text names."""
    known = _by_code().get(text)
    if known is not None:
        return known
    if len(text) > _LONGEST:
        raise UnknownState().keyed("error.state.long", text=quoted(text))
    address = _QID.fullmatch(text.strip())
    codes = _index().get(fold(address.group(1) if address else text), ())
    if not codes:
        raise UnknownState().keyed("error.state.unknown", text=quoted(text))
    if len(codes) > 1:
        shown = ", ".join(f"{code} ({_by_code()[code].name})" for code in codes)
        raise AmbiguousState(candidates=codes).keyed(
            "error.state.ambiguous", text=quoted(text), candidates=shown
        )
    return _by_code()[codes[0]]


def near(text: str) -> tuple[str, ...]:
    """Names of parties that are spelt like a text, at most three, each of another party."""
    found: dict[str, str] = {}
    for name in difflib.get_close_matches(fold(text)[:_LONGEST], _index(), n=9, cutoff=0.75):
        for code in _index()[name]:
            found.setdefault(code, _by_code()[code].name)
    return tuple(found.values())[:3]


def state(text: str) -> State:
    """The state, present or former, that a text names.

    Parameters
    ----------
    text
        As for `party`.

    Returns
    -------
    State
        The state.

    Raises
    ------
    UnknownState
        No state has this name, or it names a territory or an entity that is no state.
    AmbiguousState
        More than one has it; ``candidates`` are their codes.

    Examples
    --------
    >>> import geo
    >>> geo.state("North Korea").code
    'PRK'
    """
    found = party(text)
    if found.is_state:
        return found
    if found.of and found.alpha2:
        what = f"a territory of {_by_code()[found.of].name}"
    else:
        what = "an entity listed here that is not a state"
    message = (
        f"{quoted(text)} names no state: {found.in_text} ({found.code}) is {what}. "
        "Use its code where any party is allowed."
    )
    raise UnknownState(message)
