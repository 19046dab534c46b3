"""What a search reads as a party or a city: names, demonyms and exonyms, in many languages."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final, TypeVar

from geo.parties.folding import fold
from geo.parties.records import listed, parties, rows, usual_names

# The ending of "Germany's", but that of "People's Republic", which is part of a name
_OWNING: Final = re.compile(r"(?<!people)['’]s\b", re.IGNORECASE)
_SHORTEST: Final = 3  # Letters of an alias that can name a party within a text
_CODE: Final = 3
_FEMININE: Final = "snlr"  # Endings of Spanish demonyms that take an "a": albanés, alemán, español
CityKey = tuple[str, str]
_Value = TypeVar("_Value", str, CityKey)


def _gathered(pairs: Iterable[tuple[str, _Value]]) -> dict[str, frozenset[_Value]]:
    """Key -> all values that it is paired with."""
    found: dict[str, set[_Value]] = {}
    for key, value in pairs:
        found.setdefault(key, set()).add(value)
    return {key: frozenset(values) for key, values in found.items() if key}


@cache
def parties_called() -> Mapping[str, frozenset[str]]:
    """Folded name or alias -> codes of the parties that it names; several where it is ambiguous."""

    def pairs() -> Iterator[tuple[str, str]]:
        for one in parties():
            texts = [*one.every_name, f"{one.article} {one.name}", *usual_names(one)]
            yield from ((text, one.code) for text in texts)
        for row in rows("aliases.csv"):
            if len(row["alias"]) > _CODE or not row["alias"].isascii():
                yield from ((row["alias"], code) for code in listed(row["codes"]))

    return _gathered((fold(text), code) for text, code in pairs())


@cache
def demonyms() -> Mapping[str, frozenset[str]]:
    """Folded demonym in English or Spanish, either gender and number -> codes of parties."""

    def pairs() -> Iterator[tuple[str, str]]:
        for row in rows("demonyms.csv"):
            english, spanish = ([*map(fold, listed(row[language]))] for language in ("en", "es"))
            forms = {*english, *spanish, *(f"{text}s" for text in english)}
            yield from ((form, row["code"]) for form in forms.union(*map(_spanish, spanish)))
        for row in rows("confusable.csv"):
            for text in listed(row["adjectives"]) if row["code"] else ():
                yield fold(text), row["code"]

    return _gathered(pairs())


def _spanish(word: str) -> set[str]:
    """The feminine and the plurals of a folded Spanish demonym of one word."""
    if " " in word:
        return set()
    if word.endswith("o"):
        return {f"{word}s", f"{word[:-1]}a", f"{word[:-1]}as"}
    if word[-1] in _FEMININE:
        return {f"{word}es", f"{word}a", f"{word}as"}
    return {f"{word}s", f"{word}es"}


@cache
def city_names() -> Mapping[CityKey, tuple[str, ...]]:
    """State and name of each city of the gazetteer -> its names: its own, then other spellings."""
    table = rows("cities.csv")
    return {(one["state"], one["name"]): (one["name"], *listed(one["also"])) for one in table}


@cache
def cities_called() -> Mapping[str, frozenset[CityKey]]:
    """Folded name or exonym -> state and name of the cities that it names."""
    named = [*city_names().items()]
    named += [((r["state"], r["name"]), listed(r["exonyms"])) for r in rows("exonyms.csv")]
    return _gathered((fold(name), key) for key, names in named for name in names)


@cache
def codes() -> frozenset[str]:
    """The codes of all parties."""
    return frozenset(one.code for one in parties())


@cache
def party_words() -> tuple[tuple[str, ...], tuple[frozenset[str], ...]]:
    """The single words of all names of parties, sorted, and the codes that each belongs to."""
    pairs = ((text, code) for text, codes in parties_called().items() for code in codes)
    found = _gathered((word, code) for text, code in pairs for word in text.split())
    ordered = sorted(found)
    return tuple(ordered), tuple(found[word] for word in ordered)


@cache
def mistakable(code: str) -> frozenset[str]:
    """The parties that one is easily taken for."""
    table = [(row["group"], row["code"]) for row in rows("confusable.csv") if row["code"]]
    groups = {group for group, one in table if one == code}
    return frozenset(one for group, one in table if group in groups and one != code)


@cache
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
        for text in (*one.every_name, *called):
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
