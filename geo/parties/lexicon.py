"""What a search reads as a party or a city: names, demonyms and exonyms, in many languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from geo.parties.folding import fold
from geo.parties.lookup import parties
from geo.parties.records import listed, rows

_CODE: Final = 3
_FEMININE: Final = "snlr"
"""Endings of Spanish demonyms that take an "a": albanés, alemán, español."""

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
