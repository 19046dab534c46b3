"""Parties and cities: codes, names, seats. A name is exact, or it is refused.

Nothing here guesses. A text names a party when, folded (see `fold`), it equals
one of the party's codes, Wikidata ids, names in ten languages, or curated
aliases; "Korea" and a bare "Congo" are refused with their candidates.

The tables lie in ``data/gazetteer``, with their provenance. Coordinates are
CRS84: degrees, longitude first.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from geo import _data
from geo.errors import AmbiguousState, UnknownState, quoted

__all__ = [
    "CREDIT",
    "LANGUAGES",
    "City",
    "State",
    "cities",
    "city",
    "fold",
    "parties",
    "party",
    "party_by_code",
    "state",
    "territories",
]

LANGUAGES: Final = ("en", "es", "fr", "de", "pt", "ru", "zh", "ar", "ko", "ja")
"""Languages in which every party has a name."""

CREDIT: Final = "City data: GeoNames (geonames.org), CC BY 4.0. Names of states: Natural Earth."
"""What must stand beside a picture or file that shows seats or cities."""

_TABLES: Final = "gazetteer"
_LONGEST: Final = 200
_QID = re.compile(r"(?:https?://www\.wikidata\.org/(?:entity|wiki)/)?(q[1-9][0-9]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class State:
    """A party: a state, a former state, a territory, or an entity that is none.

    Attributes
    ----------
    code
        ISO 3166-1 alpha-3, or XKX, or the former code DDR, YUG, YMD, SUN, CSK;
        an entity has a code of its own.
    alpha2
        ISO 3166-1 alpha-2; empty where there is none.
    qid
        Wikidata id; ``qids`` holds further ones of the same party.
    name
        English name as sources of international law use it.
    short
        English name for a label on a map.
    formal
        Formal English name.
    article
        ``"the"`` where the name takes it within a sentence, else empty.
    names
        Names by language, see `LANGUAGES`. Read only.
    is_state
        Whether it is a state, present or former. False for territories and entities.
    former
        Whether it has ended; ``ended`` is the day (EDTF), ``successors`` the codes.
    of
        Code of the state that a territory or a part belongs to; empty otherwise.
    seat
        City that lines of its network start from; see ``note`` where it is disputed.
    seat_lon, seat_lat
        CRS84 degrees.
    seat_radius_m
        Metres around the point within which the city's missions lie.
    note
        What a reader must know: a disputed seat or status.
    """

    code: str
    alpha2: str
    qid: str
    name: str
    short: str
    formal: str
    names: Mapping[str, str] = field(hash=False)
    is_state: bool
    former: bool
    ended: str
    successors: tuple[str, ...]
    seat: str
    seat_lon: float
    seat_lat: float
    seat_radius_m: float
    of: str = ""
    article: str = ""
    qids: tuple[str, ...] = ()
    note: str = ""

    @property
    def in_text(self) -> str:
        """The name as it stands within a sentence: "the Republic of Korea", "Venezuela"."""
        return f"{self.article} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class City:
    """A city of the gazetteer.

    Attributes
    ----------
    name
        English name.
    state
        Code of the party that it is listed under.
    lon, lat
        CRS84 degrees.
    radius_m
        Metres around the point within which the city's missions lie.
    population
        Inhabitants; 0 where not known.
    source
        Where point and population come from.
    """

    name: str
    state: str
    lon: float
    lat: float
    radius_m: float
    population: int
    source: str


_LETTERS = str.maketrans(
    dict(zip("øłđðħıŧə", "olddhite", strict=True)) | {"þ": "th", "æ": "ae", "œ": "oe"}
)
_DROPPED = frozenset(".'’‘ʻʼ`´ˈ′＇")
# Marks that spelling may leave out: Latin, Greek, Cyrillic, Hebrew points, Arabic vowel signs.
# Marks of Indic scripts and kana change the word and stay.
_MARKS = (
    (0x0300, 0x036F),
    (0x0591, 0x05C7),
    (0x0610, 0x061A),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE20, 0xFE2F),
)


def _is_mark(character: str) -> bool:
    point = ord(character)
    return point >= _MARKS[0][0] and any(low <= point <= high for low, high in _MARKS)


@lru_cache(maxsize=16_384)
def _kept(character: str) -> str:
    if character in _DROPPED or _is_mark(character):
        return ""
    category = unicodedata.category(character)
    if category[0] in "LNM":
        return character
    return "" if category == "Cf" else " "


def _folded_once(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = "".join(map(_kept, decomposed.translate(_LETTERS)))
    return unicodedata.normalize("NFC", " ".join(kept.split()))


def fold(text: str) -> str:
    """A text as it is compared: without case, accents and punctuation.

    Full stops and apostrophes vanish ("D.C." is "dc"), other punctuation becomes
    a space, spaces are single. Folding twice changes nothing.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str
        Letters, digits and single spaces.
    """
    previous, folded = text, _folded_once(text)
    while folded != previous and not folded.isascii():
        previous, folded = folded, _folded_once(folded)
    return folded


def _rows(table: str) -> list[dict[str, str]]:
    path = _data.folder(_TABLES) / table
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


@lru_cache(maxsize=1)
def _by_code() -> dict[str, State]:
    return {
        row["code"]: State(
            code=row["code"],
            alpha2=row["alpha2"],
            qid=row["qid"],
            qids=_listed(row["qids"]),
            name=row["name"],
            short=row["short"],
            formal=row["formal"],
            article=row["article"],
            names=MappingProxyType({language: row[f"name_{language}"] for language in LANGUAGES}),
            is_state=row["kind"] == "state",
            former=bool(row["ended"]),
            ended=row["ended"],
            successors=_listed(row["successors"]),
            of=row["of"],
            seat=row["seat"],
            seat_lon=float(row["seat_lon"]),
            seat_lat=float(row["seat_lat"]),
            seat_radius_m=float(row["seat_radius_m"]),
            note=row["note"],
        )
        for row in _rows("parties.csv")
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
        if one.article:
            for text in english:
                add(f"{one.article} {text}", one.code)
    for row in _rows("aliases.csv"):
        for code in row["codes"].split("|"):
            add(row["alias"], code)
    return {text: tuple(codes) for text, codes in found.items()}


def party_by_code(code: str) -> State:
    """The party with exactly this code.

    Parameters
    ----------
    code
        A code in capitals, such as ``"VEN"`` or ``"EUE"``.

    Returns
    -------
    State
        The party.

    Raises
    ------
    UnknownState
        No party has this code.
    """
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
    """The state, territory or entity that a text names.

    Parameters
    ----------
    text
        Code (alpha-3 or alpha-2), Wikidata id or address, or an exact name or
        alias; case, accents and punctuation do not matter.

    Returns
    -------
    State
        The party.

    Raises
    ------
    UnknownState
        No party has this name.
    AmbiguousState
        More than one has it; ``candidates`` are their codes.
    """
    known = _by_code().get(text)
    if known is not None:
        return known
    if len(text) > _LONGEST:
        raise UnknownState(f"{quoted(text)} is too long for the name of a state.")
    address = _QID.fullmatch(text.strip())
    codes = _index().get(fold(address.group(1) if address else text), ())
    if not codes:
        message = (
            f"No state is named {quoted(text)}: give an ISO 3166-1 alpha-3 code such as VEN, "
            "or a full name. Names are matched exactly, never guessed."
        )
        raise UnknownState(message)
    if len(codes) > 1:
        shown = ", ".join(f"{code} ({_by_code()[code].name})" for code in codes)
        message = f"{quoted(text)} may name more than one state: {shown}. Give one of these codes."
        raise AmbiguousState(message, codes)
    return _by_code()[codes[0]]


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
        "Use its code where any party may stand."
    )
    raise UnknownState(message)


@lru_cache(maxsize=1)
def _cities() -> dict[tuple[str, str], City]:
    found: dict[tuple[str, str], City] = {}
    for row in _rows("cities.csv"):
        one = City(
            name=row["name"],
            state=row["state"],
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            radius_m=float(row["radius_m"]),
            population=int(row["population"]),
            source=row["source"],
        )
        for text in (one.name, *_listed(row["also"])):
            found.setdefault((one.state, fold(text)), one)
    return found


def cities() -> tuple[City, ...]:
    """All cities of the gazetteer, by state and name."""
    return tuple(dict.fromkeys(_cities().values()))


def city(name: str, state_code: str) -> City | None:
    """Find the city of that name in a state or in one of its territories.

    Parameters
    ----------
    name
        English name, as the tables use it; case, accents and punctuation do not matter.
    state_code
        Code of a party. A former state's cities are looked up in its successors.

    Returns
    -------
    City or None
        None where the gazetteer does not hold it.

    Raises
    ------
    UnknownState
        No party has this code.
    """
    where = party_by_code(state_code)
    wanted = fold(name)
    inside = (one.code for one in territories(state_code))
    for code in (state_code, *where.successors, *inside):
        found = _cities().get((code, wanted))
        if found is not None:
            return found
    return None
