"""The party that a text names: by code as it is written, Wikidata id, or exact name.

Further ways to write a name (``forms.csv``: abbreviations, articles; another order of words, lost
spaces) only give other texts, each of which must match exactly. If two parties match,
none is chosen.
"""

import csv
import difflib
import itertools
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from geo import package_files
from geo.errors import AmbiguousState, UnknownState, quoted
from geo.parties.folding import fold
from geo.parties.records import TABLES, State, listed, parties, party_by_code, rows, usual_names

_LONGEST: Final = 200
_QID = re.compile(r"(?:https?://www\.wikidata\.org/(?:entity|wiki)/)?(Q[1-9][0-9]*)", re.IGNORECASE)
# Latin names this short are compared with their accents: "Áo" is Austria, "Ao" is not
_SHORT: Final = 3
_SHORTEST_JOINED: Final = 4
_MOST_FORMS: Final = 512
_ALIKE: Final = 200  # Most names, by shared pairs of letters, compared for suggestions
_TWO_NAMES: Final = re.compile(r"([^()\[\]/,]+)(?:[(\[/]([^()\[\]/]+)[)\]]?|(,)(.+))")
_ELIDED: Final = re.compile(r"\b([dl]) (?=\w)|(?<=\w) (?=s\b)")
_AND: Final = "&"


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """Code as it is written -> code of the party."""
    every = parties()
    return {one.alpha2: one.code for one in every if one.alpha2} | {o.code: o.code for o in every}


def name_key(text: str) -> str:
    """A name as ``names.csv`` has it: folded; one of few Latin letters with its accents."""
    folded = fold(text)
    if len(folded) > _SHORT or not folded.isascii():
        return folded
    return unicodedata.normalize("NFC", text.casefold().strip())


@lru_cache(maxsize=1)
def names_of_tables() -> dict[str, tuple[str, ...]]:
    """Folded id, name or alias -> the codes of the parties that it names."""
    found: dict[str, dict[str, None]] = {}
    for one in parties():
        texts = [*filter(None, (one.qid, *one.qids, *one.every_name)), *usual_names(one)]
        if one.article:
            english = (one.name, one.short, one.formal, one.names["en"])
            texts += [f"{one.article} {text}" for text in english]
        for text in texts:
            found.setdefault(fold(text), {})[one.code] = None
    for row in rows("aliases.csv"):
        for code in listed(row["codes"]):
            found.setdefault(fold(row["alias"]), {})[code] = None
    return {text: tuple(codes) for text, codes in found.items()}


@lru_cache(maxsize=1)
def _names() -> Mapping[str, tuple[str, ...]]:
    """The names of the tables and those of ``names.csv``, which is read at the first miss only."""
    path = package_files.folder(TABLES) / "names.csv"
    with path.open(encoding="utf-8", newline="") as file:
        found = {name: listed(codes) for codes, name in itertools.islice(csv.reader(file), 1, None)}
    return found | names_of_tables()


@lru_cache(maxsize=1)
def _joined() -> dict[str, list[str]]:
    """Name without its spaces -> the names."""
    found: dict[str, list[str]] = {}
    for name in _names():
        if " " in name:
            found.setdefault(name.replace(" ", ""), []).append(name)
    return found


@lru_cache(maxsize=1)
def _forms() -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    """Abbreviation -> what it may stand for; and the articles."""
    table = rows("forms.csv")
    short = {row["written"]: listed(row["meant"]) for row in table if row["meant"]}
    return short, frozenset(row["written"] for row in table if not row["meant"])


def _exact(text: str) -> tuple[str, ...]:
    """The parties that have a text as a name, compared as in the tables."""
    return names_of_tables().get(fold(text)) or _names().get(name_key(text), ())


def named_as(text: str) -> tuple[str, ...]:
    """The parties that have a text as a name, in whatever case, where it may be a code."""
    return _names().get(name_key(text), ())


def _written(text: str) -> Iterator[str]:
    """Folded forms of a text that keep its order: written out, without article, spaces mended."""
    short, articles = _forms()
    folded = f" {_AND} ".join(map(fold, text.split(_AND)))
    for one in dict.fromkeys((folded, _ELIDED.sub(r"\1", folded))):
        words = one.split()
        starts = [words, words[1:]] if len(words) > 1 and words[0] in articles else [words]
        if re.match("[Ll]['’`´]", text):
            starts.append([words[0][1:], *words[1:]])
        for start in starts:
            meant = [(word, *short.get(word, ())) for word in start]
            if math.prod(map(len, meant)) <= _MOST_FORMS:
                yield from map(" ".join, itertools.product(*meant))
    whole = folded.replace(" ", "")
    if len(whole) >= _SHORTEST_JOINED:
        yield from (name for name in _joined().get(whole, ()) if _lost(folded, name))


def _lost(written: str, name: str) -> bool:
    """Whether a text is a name that lost spaces, and has none that the name lacks."""

    def breaks(text: str) -> set[int]:
        return set(itertools.accumulate(map(len, text.split())))

    return breaks(written) < breaks(name)


def _found(forms: Iterable[str]) -> set[str]:
    return {code for form in forms for code in _names().get(form, ())}


def _candidates(text: str) -> set[str]:
    """The parties that a text may name by the forms that a name is written in."""
    if found := _found(_written(text)):
        return found
    halves = _TWO_NAMES.fullmatch(text.strip())
    if not halves:
        return set()
    first, second = halves[1].strip(), (halves[2] or halves[4]).strip()
    found = _found(_written(f"{second} {first}"))
    if not halves[3]:
        one, other = (set(_exact(half)) or _found(_written(half)) for half in (first, second))
        if one and other:
            found |= (one & other) or (one | other)
    return found


@lru_cache(maxsize=4096)
def party(text: str, *, typed: bool = False) -> State:
    """The state, territory or entity that a text names; typed by a person, a code may be small."""
    if len(text) > _LONGEST:
        raise UnknownState().keyed("error.state.long", text=quoted(text))
    plain = "".join(one for one in text if unicodedata.category(one) != "Cf").strip()
    if code := _codes().get(plain):
        return party_by_code(code)
    address = _QID.fullmatch(plain)
    if address:
        codes = names_of_tables().get(fold(address[1]), ())
    else:
        codes = _exact(plain) or tuple(sorted(_candidates(plain)))
        lower = _codes().get(plain.upper()) if plain.islower() and (codes or typed) else None
        if lower and lower not in codes:
            codes = (*codes, lower)
    if not codes:
        raise UnknownState().keyed("error.state.unknown", text=quoted(text))
    if len(codes) > 1:
        shown = ", ".join(f"{code} ({party_by_code(code).name})" for code in codes)
        raise AmbiguousState(candidates=codes).keyed(
            "error.state.ambiguous", text=quoted(text), candidates=shown
        )
    return party_by_code(codes[0])


def _pairs(name: str) -> set[str]:
    """The letters of a name, each with the next one."""
    padded = f" {name} "
    return {padded[at : at + 2] for at in range(len(padded) - 1)}


@lru_cache(maxsize=1)
def _by_pair() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in _names():
        for pair in _pairs(name):
            found.setdefault(pair, []).append(name)
    return found


def near(text: str) -> tuple[str, ...]:
    """Names of parties that are spelt like a text, at most three, each of another party."""
    found: dict[str, str] = {}
    folded = fold(text)[:_LONGEST]
    shared = Counter(name for pair in sorted(_pairs(folded)) for name in _by_pair().get(pair, ()))
    alike = (name for name, _ in shared.most_common(_ALIKE))
    for name in difflib.get_close_matches(folded, alike, n=9, cutoff=0.75):
        for code in _names()[name]:
            found.setdefault(code, party_by_code(code).name)
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
        what = f"a territory of {party_by_code(found.of).name}"
    else:
        what = "an entity listed here that is not a state"
    raise UnknownState(
        f"{quoted(text)} names no state: {found.in_text} ({found.code}) is {what}. "
        "Use its code where any party is allowed."
    )
