"""What is typed into a search, read as units: words, and what they name."""

import itertools
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from geo import i18n
from geo.parties import fold, lexicon
from geo.vocabulary import KINDS

CityKey = tuple[str, str]

_LONGEST: Final = 7  # Words of the longest name that is looked for
# Connecting words, which need not be found
_JOINING: Final = frozenset(["of", "in", "at", "the", "to", "de", "del", "en", "a", "y", "and"])
_CODE: Final = re.compile(r"\b[A-Z]{3,4}\b")


class Unit(NamedTuple):
    """One word, or several that are one name, and all that must be found of them."""

    text: str
    parties: frozenset[str] = frozenset()
    senders: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    cities: frozenset[CityKey] = frozenset()
    open: bool = False

    @property
    def exact(self) -> bool:
        """Whether it names parties or kinds of missions, so that no other text is for them."""
        return bool(self.parties or self.senders or self.kinds)

    @property
    def named(self) -> bool:
        """Whether it names anything."""
        return self.exact or bool(self.cities)


def units(text: str) -> tuple[Unit, ...]:
    """Read a text: the longest names first, then word by word."""
    typed = fold(text).split()
    codes = {fold(code) for code in _CODE.findall(text)}
    found, at = [], 0
    while at < len(typed):
        for long in range(min(_LONGEST, len(typed) - at), 0, -1):
            unit = _named(" ".join(typed[at : at + long]), codes, at + long == len(typed))
            if unit.named or long == 1:
                found.append(unit)
                at += long
                break
    told = [unit for unit in found if unit.text not in _JOINING]
    return tuple(told or found)


def _named(text: str, codes: set[str], last: bool) -> Unit:
    parties = lexicon.parties_called().get(text, frozenset())
    if text in codes and (code := text.upper()) in lexicon.codes():
        parties |= {code}
    senders = lexicon.demonyms().get(text, frozenset())
    kinds = kinds_called().get(text, frozenset())
    cities = lexicon.cities_called().get(text, frozenset())
    return Unit(text, parties, senders, kinds, cities, last and not (parties or senders or kinds))


@lru_cache(maxsize=1)
def kinds_called() -> Mapping[str, frozenset[str]]:
    """Folded word, singular or plural -> the kinds it means: "consulate" means all of its group."""
    found: dict[str, set[str]] = {}
    for tr in map(i18n.tr, i18n.LANGUAGES):
        for kind, group in KINDS.items():
            meant = {one for one in KINDS if KINDS[one] == group} if kind == group else {kind}
            for form in _forms(fold(tr.kind(kind))):
                found.setdefault(form, set()).update(meant)
    return {form: frozenset(kinds) for form, kinds in found.items()}


def _forms(phrase: str) -> set[str]:
    """A phrase with any of its words in the plural."""
    each = [
        (word, f"{word[:-1]}ies") if word.endswith("y") else (word, f"{word}s", f"{word}es")
        for word in phrase.split()
    ]
    return {" ".join(one) for one in itertools.product(*each)}
