"""What a search reads as a party or a city: names, demonyms and exonyms, in many languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from geo.parties.folding import fold
from geo.parties.lookup import parties
from geo.parties.records import listed, rows

_OWNING: Final = re.compile(r"(?<!people)['’]s\b", re.IGNORECASE)
"""The ending of "Germany's", but that of "People's Republic", which is part of a name."""

_SHORTEST: Final = 3
"""Letters of an alias that can stand for a party within a text: "DPRK", but no code of two."""

_CODE: Final = 3
_FEMININE: Final = "snlr"  # Endings of Spanish demonyms that take an "a": albanés, alemán, español
CityKey = tuple[str, str]


@lru_cache(maxsize=1)
def parties_called() -> Mapping[str, frozenset[str]]:
    """Folded name or alias -> codes of the parties that it names; several where it is ambiguous."""
    found: dict[str, set[str]] = {}

    def add(texts: Iterable[str], code: str) -> None:
        for text in texts:
            if folded := fold(text):
                found.setdefault(folded, set()).add(code)

    for one in parties():
        add((one.name, one.short, one.formal, *one.names.values()), one.code)
        for called in one.usage.values():
            add((called.name, called.short, f"{called.article} {called.name}"), one.code)
        if one.article:
            add((f"{one.article} {one.name}",), one.code)
    for row in rows("aliases.csv"):
        if len(row["alias"]) > _CODE or not row["alias"].isascii():
            for code in listed(row["codes"]):
                add((row["alias"],), code)
    return {text: frozenset(codes) for text, codes in found.items()}


@lru_cache(maxsize=1)
def demonyms() -> Mapping[str, frozenset[str]]:
    """Folded demonym in English or Spanish, either gender and number -> codes of parties."""
    found: dict[str, set[str]] = {}
    for row in rows("demonyms.csv"):
        texts = [*listed(row["en"]), *listed(row["es"])]
        forms = {fold(text) for text in texts}
        forms |= {one for text in listed(row["es"]) for one in _spanish(fold(text))}
        forms |= {f"{fold(text)}s" for text in listed(row["en"])}
        for form in forms:
            found.setdefault(form, set()).add(row["code"])
    for row in rows("confusable.csv"):
        for text in listed(row["adjectives"]) if row["code"] else ():
            found.setdefault(fold(text), set()).add(row["code"])
    return {text: frozenset(codes) for text, codes in found.items()}


def _spanish(word: str) -> set[str]:
    """The feminine and the plurals of a folded Spanish demonym of one word."""
    if " " in word:
        return set()
    if word.endswith("o"):
        return {f"{word}s", f"{word[:-1]}a", f"{word[:-1]}as"}
    if word[-1] in _FEMININE:
        return {f"{word}es", f"{word}a", f"{word}as"}
    return {f"{word}s", f"{word}es"}


@lru_cache(maxsize=1)
def city_names() -> Mapping[CityKey, tuple[str, ...]]:
    """State and name of each city of the gazetteer -> its names: its own, then other spellings."""
    return {
        (row["state"], row["name"]): (row["name"], *listed(row["also"]))
        for row in rows("cities.csv")
    }


@lru_cache(maxsize=1)
def cities_called() -> Mapping[str, frozenset[CityKey]]:
    """Folded name or exonym -> state and name of the cities that it names."""
    found: dict[str, set[CityKey]] = {}
    for key, names in city_names().items():
        for name in names:
            found.setdefault(fold(name), set()).add(key)
    for row in rows("exonyms.csv"):
        for name in listed(row["exonyms"]):
            found.setdefault(fold(name), set()).add((row["state"], row["name"]))
    return {text: frozenset(keys) for text, keys in found.items()}


@lru_cache(maxsize=1)
def codes() -> frozenset[str]:
    """The codes of all parties."""
    return frozenset(one.code for one in parties())


@lru_cache(maxsize=1)
def party_words() -> tuple[tuple[str, ...], tuple[frozenset[str], ...]]:
    """The single words of all names of parties, sorted, and the codes that each belongs to."""
    found: dict[str, set[str]] = {}
    for text, named in parties_called().items():
        for word in text.split():
            found.setdefault(word, set()).update(named)
    ordered = sorted(found)
    return tuple(ordered), tuple(frozenset(found[word]) for word in ordered)


@lru_cache(maxsize=1)
def _groups() -> dict[str, frozenset[str]]:
    """Code -> the other codes of its groups."""
    by_group: dict[str, set[str]] = {}
    for row in rows("confusable.csv"):
        if row["code"]:
            by_group.setdefault(row["group"], set()).add(row["code"])
    found: dict[str, frozenset[str]] = {}
    for codes in by_group.values():
        for code in codes:
            found[code] = found.get(code, frozenset()) | codes - {code}
    return found


def mistakable(code: str) -> frozenset[str]:
    """The parties that one is easily taken for."""
    return _groups().get(code, frozenset())


@lru_cache(maxsize=1)
def _phrases() -> dict[str, dict[tuple[str, ...], str]]:
    """First word -> words in order -> the code that they name; blank for none, or for several."""
    found: dict[str, dict[tuple[str, ...], str]] = {}

    def add(text: str, code: str) -> None:
        phrase = tuple(fold(text).split())
        if phrase:
            ends = found.setdefault(phrase[0], {})
            ends[phrase] = code if ends.get(phrase, code) == code else ""

    for one in parties():
        called = [text for each in one.usage.values() for text in (each.name, each.short)]
        for text in (one.name, one.short, one.formal, *one.names.values(), *called):
            add(text, one.code)
    for row in rows("aliases.csv"):
        codes = row["codes"].split("|")
        if len(fold(row["alias"])) >= _SHORTEST or not row["alias"].isascii():
            add(row["alias"], codes[0] if len(codes) == 1 else "")
    for row in rows("confusable.csv"):
        for adjective in row["adjectives"].split("|"):
            add(adjective, row["code"])
    return found


def named(text: str) -> frozenset[str]:
    """The parties that a text names, by name or adjective."""
    words = fold(_OWNING.sub(" ", text)).split()
    phrases, found, at = _phrases(), set[str](), 0
    while at < len(words):
        ends = phrases.get(words[at], {})
        fits = [phrase for phrase in ends if tuple(words[at : at + len(phrase)]) == phrase]
        longest = max(fits, key=len, default=())
        if longest and ends[longest]:
            found.add(ends[longest])
        at += max(1, len(longest))
    return frozenset(found)
