"""Parties whose names are easily taken for one another, and which of them a text names.

Names are those of the gazetteer, its aliases, and the adjectives of ``confusable.csv``: whole
words, the longest first, so that neither "Nigeria" names Niger nor "Equatorial Guinea" Guinea.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from geo.parties.folding import fold
from geo.parties.lookup import parties
from geo.parties.records import rows

_OWNING: Final = re.compile(r"(?<!people)['’]s\b", re.IGNORECASE)
"""The ending of "Germany's", but that of "People's Republic", which is part of a name."""

_SHORTEST: Final = 3
"""Letters of an alias that can stand for a party within a text: "DPRK", but no code of two."""


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
