"""The index that finds things in a dataset: what there is, all texts of each, and their words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from geo import parties
from geo.atlas import entries
from geo.atlas.entries import CITY, KIND, NAME, Entry
from geo.atlas.query import Unit, units
from geo.dataset import Dataset
from geo.parties import fold, lexicon
from geo.vocabulary import KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NAMED: Final = (NAME, KIND, CITY)
_MISSION: Final = entries.TYPES.index("mission")
_STATE: Final = entries.TYPES.index("state")
_RELATION: Final = entries.TYPES.index("relation")
_FIXED: Final = tuple(entries.TYPES.index(one) for one in ("city", "place"))
_BEYOND: Final = "\U0010ffff"
_NOWHERE: Final = 255
_NAMELESS: Final = ("relation", "address", "claim", "source")
"""Types whose texts are no names, so that they come after things that are called so."""


class Match(NamedTuple):
    """What a text finds."""

    whole: Unit
    units: tuple[Unit, ...]
    found: NDArray[np.intp]


class _Hits(NamedTuple):
    """For each entry whether a unit is in its name whole, or begun; and the first field with it."""

    whole: NDArray[np.bool_]
    begun: NDArray[np.bool_]
    depth: NDArray[np.uint8]


class Index:
    """Everything in a dataset that can be found."""

    def __init__(self, dataset: Dataset) -> None:
        self.entries: Sequence[Entry] = entries.entries(dataset)
        self._missions = len(dataset.missions)
        folded: dict[str, str] = {}
        texts, fields, owners = [], [], []
        for number, entry in enumerate(self.entries):
            for field, text in entry.texts:
                if text not in folded:
                    folded[text] = fold(text)
                texts.append(folded[text])
                fields.append(field)
                owners.append(number)
        self.folded: Sequence[str] = texts
        self._field = np.array(fields, dtype=np.uint8)
        self._owner = np.array(owners, dtype=np.int32)
        self._in_name = np.isin(self._field, _NAMED)
        self._type = np.array([entry.type for entry in self.entries], dtype=np.uint8)
        self._words, self._starts, self._at = _inverted(texts)

    @property
    def words(self) -> Sequence[str]:
        """All words of all texts, sorted."""
        return self._words

    def has(self, word: str) -> bool:
        """Whether a folded word is in any text, or names a party, a city or a kind."""
        return bool(self._posted(word).size) or any(unit.named for unit in units(word))

    @cached_property
    def names(self) -> Sequence[str]:
        """Folded names of entries, one for each."""
        return [fold(entry.name) for entry in self.entries]

    @cached_property
    def _called(self) -> NDArray[np.bool_]:
        """The entries that have a name of their own."""
        return np.array([bool(entry.name) for entry in self.entries], dtype=bool)

    @cached_property
    def _by_id(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, entry in enumerate(self.entries):
            found.setdefault(entry.id, []).append(number)
        return found

    @property
    def proper_names(self) -> Iterable[str]:
        """Folded names of missions, states, places, cities and people."""
        for entry, name in zip(self.entries, self.names, strict=True):
            if name and entries.TYPES[entry.type] not in _NAMELESS:
                yield name

    @cached_property
    def _ends(self) -> tuple[dict[str, int], NDArray[np.int32], NDArray[np.int32]]:
        code = {one.code: number for number, one in enumerate(parties.parties())}
        first = np.array([code.get(e.a, -1) for e in self.entries], dtype=np.int32)
        second = np.array([code.get(e.b, -1) for e in self.entries], dtype=np.int32)
        return code, first, second

    @cached_property
    def _kinds(self) -> NDArray[np.int8]:
        number = {kind: place for place, kind in enumerate(KINDS)}
        return np.array([number.get(entry.kind, -1) for entry in self.entries], dtype=np.int8)

    def _of_kinds(self, kinds: Iterable[str]) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = np.isin(self._kinds, [[*KINDS].index(kind) for kind in kinds])
        return found

    @cached_property
    def _cities(self) -> tuple[dict[tuple[str, str], int], NDArray[np.int32]]:
        number: dict[tuple[str, str], int] = {}
        found = [
            number.setdefault(entry.city, len(number)) if entry.city else -1
            for entry in self.entries
        ]
        return number, np.array(found, dtype=np.int32)

    def missions(self, text: str) -> NDArray[np.bool_]:
        """The missions that a text finds, by themselves or by what is attached to them."""
        found = np.ones(len(self.entries), dtype=bool)
        for unit in units(text):
            found &= self._hits(unit).depth < _NOWHERE
        return found[: self._missions]

    def match(self, text: str) -> Match:
        """All that a text finds: names before other texts, whole names before parts of them."""
        asked = units(text)
        if not asked:
            return Match(Unit(""), asked, np.zeros(0, dtype=np.intp))
        hits = [self._hits(unit) for unit in asked]
        whole = np.logical_and.reduce([one.whole for one in hits])
        begun = np.logical_and.reduce([one.begun for one in hits])
        depth = np.maximum.reduce([one.depth for one in hits])
        found = np.flatnonzero(depth < _NOWHERE)
        wanted = fold(text)
        together = self._owning(self._holding(wanted))
        tier = np.where(whole, 2, np.where(begun, 3, np.where(together, 4, 5)))
        for number in np.flatnonzero(whole & self._called).tolist():
            tier[number] = self._tier(number, wanted, asked)
        tier[self._by_id.get(text.strip(), [])] = 0
        # Entries stand in the order of their tables, which decides between equals.
        order = np.lexsort((found, depth[found], self._type[found], tier[found]))
        return Match(Unit(wanted), asked, found[order])

    def _tier(self, number: int, wanted: str, asked: Sequence[Unit]) -> int:
        """0 for an entry that is called just so, 1 for one whose name holds the words together."""
        entry, name = self.entries[number], self.names[number]
        if entries.TYPES[entry.type] in _NAMELESS:
            return 2
        if name == wanted or (len(asked) == 1 and self._is(entry, asked[0])):
            return 0
        return 1 if f" {wanted} " in f" {name} " else 2

    @staticmethod
    def _is(entry: Entry, unit: Unit) -> bool:
        """Whether a unit names just this state or city."""
        kind = entries.TYPES[entry.type]
        if kind == "state":
            return entry.a in unit.parties | unit.senders
        return kind == "city" and entry.city in unit.cities

    def _hits(self, unit: Unit) -> _Hits:
        texts = self._holding(unit.text)
        if unit.exact:
            # "Niger" means no mission whose note speaks of it, "Republic of Korea" one of two.
            types = self._type[self._owner[texts]]
            named_so = (types == _MISSION) & (self._field[texts] == NAME)
            texts = texts[named_so | ~np.isin(types, (_MISSION, _STATE))]
        meant, named = self._meant(unit)
        whole = named | self._owning(texts[self._in_name[texts]])
        begun = whole
        if unit.open:
            more = self._beginning(unit.text)
            beginning = frozenset[str]().union(*_party_words(unit.text))
            begun = whole | self._owning(more[self._in_name[more]]) | self._between(beginning)
            texts = more
        depth = np.full(len(self.entries), _NOWHERE, dtype=np.uint8)
        np.minimum.at(depth, self._owner[texts], self._field[texts])
        depth[meant | begun] = 0
        return _Hits(whole, begun, depth)

    def _owning(self, texts: NDArray[np.int32]) -> NDArray[np.bool_]:
        found = np.zeros(len(self.entries), dtype=bool)
        found[self._owner[texts]] = True
        return found

    def _holding(self, phrase: str) -> NDArray[np.int32]:
        """Numbers of the texts that hold a phrase as whole words."""
        words = phrase.split()
        lists = [self._posted(word) for word in words]
        found = lists[0]
        for other in lists[1:]:
            found = np.intersect1d(found, other, assume_unique=True)
        if len(words) > 1:
            kept = [n for n in found.tolist() if f" {phrase} " in f" {self.folded[n]} "]
            found = np.array(kept, dtype=np.int32)
        return found

    def _posted(self, word: str) -> NDArray[np.int32]:
        at = bisect_left(self._words, word)
        if at == len(self._words) or self._words[at] != word:
            return self._at[:0]
        return self._at[self._starts[at] : self._starts[at + 1]]

    def _beginning(self, word: str) -> NDArray[np.int32]:
        """Numbers of the texts that hold a word that begins so."""
        low, high = bisect_left(self._words, word), bisect_left(self._words, word + _BEYOND)
        return self._at[self._starts[low] : self._starts[high]]

    def _meant(self, unit: Unit) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """The entries that a unit means by what it names, and those of them that are called so."""
        named = self._between(unit.parties)
        meant = named.copy()
        if not unit.exact:
            named = named | self._between(_party_word(unit.text))
            meant = named.copy()
        if unit.senders:
            of, first, second = self._ends
            codes = [of[code] for code in unit.senders]
            named = named | np.isin(first, codes)
            named |= (self._type == _RELATION) & np.isin(second, codes)
        if unit.kinds:
            # "Embassy" is called so by embassies, and means nunciatures as well.
            proper = [kind for kind in unit.kinds if KINDS[kind] == kind] or list(unit.kinds)
            named = named | self._of_kinds(proper)
            meant = meant | self._of_kinds(unit.kinds)
        if unit.cities:
            number, cities = self._cities
            wanted = [number[key] for key in unit.cities if key in number]
            named = named | np.isin(cities, wanted)
        return meant | named | self._within(unit.parties), named

    def _between(self, codes: Collection[str]) -> NDArray[np.bool_]:
        """The entries at either end of which is any of these parties."""
        of, first, second = self._ends
        wanted = [of[code] for code in codes]
        if not wanted:
            return np.zeros(len(self.entries), dtype=bool)
        found: NDArray[np.bool_] = np.isin(first, wanted) | np.isin(second, wanted)
        return found & ~np.isin(self._type, _FIXED)

    def _within(self, codes: Collection[str]) -> NDArray[np.bool_]:
        """The places and cities in any of these parties."""
        of, _, second = self._ends
        found: NDArray[np.bool_] = np.isin(second, [of[code] for code in codes])
        return found & np.isin(self._type, _FIXED)


def _party_word(word: str) -> frozenset[str]:
    words, codes = lexicon.party_words()
    at = bisect_left(words, word)
    return codes[at] if at < len(words) and words[at] == word else frozenset()


def _party_words(beginning: str) -> Iterable[frozenset[str]]:
    words, codes = lexicon.party_words()
    low, high = bisect_left(words, beginning), bisect_left(words, beginning + _BEYOND)
    return codes[low:high]


def _inverted(texts: Sequence[str]) -> tuple[list[str], NDArray[np.int64], NDArray[np.int32]]:
    """All words of texts, sorted; for each word where its texts begin; the texts of all words."""
    numbers: dict[str, int] = {}
    held: dict[str, list[int]] = {}
    word_of: list[int] = []
    counts: list[int] = []
    for text in texts:
        if text not in held:
            held[text] = [numbers.setdefault(word, len(numbers)) for word in set(text.split())]
        word_of += held[text]
        counts.append(len(held[text]))
    text_of = np.repeat(np.arange(len(texts), dtype=np.int32), counts)
    ordered = sorted(numbers)
    rank = np.empty(len(numbers), dtype=np.int64)
    rank[[numbers[word] for word in ordered]] = np.arange(len(numbers))
    ranks = rank[np.array(word_of, dtype=np.intp)]
    order = np.argsort(ranks, kind="stable")
    starts = np.searchsorted(ranks[order], np.arange(len(numbers) + 1))
    return ordered, starts, text_of[order]
