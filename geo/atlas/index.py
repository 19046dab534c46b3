"""The index that finds things in a dataset: what there is, all texts of each, and their words."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property, partial, reduce
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo import parties
from geo.atlas import entries
from geo.atlas.entries import CITY, KIND, NAME, Entry
from geo.atlas.query import Unit, units
from geo.dataset import Dataset
from geo.parties import fold, lexicon
from geo.vocabulary import KINDS

_NAMED: Final = (NAME, KIND, CITY)
_MISSION: Final = entries.TYPES.index("mission")
_STATE: Final = entries.TYPES.index("state")
_RELATION: Final = entries.TYPES.index("relation")
_FIXED: Final = tuple(entries.TYPES.index(one) for one in ("city", "place"))
_BEYOND: Final = "\U0010ffff"
_NOWHERE: Final = 255
# Types whose texts are not names: they are ranked after entries with that name
_NAMELESS: Final = ("relation", "address", "claim", "source")


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
        texts = [text for entry in self.entries for _, text in entry.texts]
        folded = {text: fold(text) for text in dict.fromkeys(texts)}
        self.folded = [folded[text] for text in texts]
        fields = [field for entry in self.entries for field, _ in entry.texts]
        self._field = np.array(fields, dtype=np.uint8)
        counts = [len(entry.texts) for entry in self.entries]
        self._owner = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
        self._in_name = np.isin(self._field, _NAMED)
        self._type = np.array([entry.type for entry in self.entries], dtype=np.uint8)
        self.words, self._starts, self._at = _inverted(self.folded)

    def has(self, word: str) -> bool:
        """Whether a folded word is in any text, or names a party, a city or a kind."""
        return bool(self._posted(word).size) or any(unit.named for unit in units(word))

    @cached_property
    def names(self) -> Sequence[str]:
        """Folded names of entries, one for each."""
        return [fold(entry.name) for entry in self.entries]

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
    def _kinds(self) -> tuple[dict[str, int], NDArray[np.int32]]:
        number = {kind: place for place, kind in enumerate(KINDS)}
        return number, np.array([number.get(e.kind, -1) for e in self.entries], dtype=np.int32)

    @cached_property
    def _cities(self) -> tuple[dict[tuple[str, str], int], NDArray[np.int32]]:
        cities = [entry.city for entry in self.entries]
        number = {city: place for place, city in enumerate(dict.fromkeys(filter(None, cities)))}
        return number, np.array([number[c] if c else -1 for c in cities], dtype=np.int32)

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
        for number in np.flatnonzero(whole).tolist():
            if self.entries[number].name:
                tier[number] = self._tier(number, wanted, asked)
        tier[self._by_id.get(text.strip(), [])] = 0
        # Entries stand in the order of their tables, which decides between equals.
        order = np.lexsort((found, depth[found], self._type[found], tier[found]))
        return Match(Unit(wanted), asked, found[order])

    def _tier(self, number: int, wanted: str, asked: Sequence[Unit]) -> int:
        """0 for an entry that is called just so, 1 for one whose name holds the words together."""
        entry, name, unit = self.entries[number], self.names[number], asked[0]
        kind = entries.TYPES[entry.type]
        if kind in _NAMELESS:
            return 2
        just = kind == "state" and entry.a in unit.parties | unit.senders
        just |= kind == "city" and entry.city in unit.cities
        if name == wanted or (just and len(asked) == 1):
            return 0
        return 1 if f" {wanted} " in f" {name} " else 2

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
            more = self._between_words(unit.text, unit.text + _BEYOND)
            beginning = frozenset[str]().union(*_party_words(unit.text, unit.text + _BEYOND))
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
        found = reduce(partial(np.intersect1d, assume_unique=True), map(self._posted, words))
        if len(words) > 1:
            kept = [n for n in found.tolist() if f" {phrase} " in f" {self.folded[n]} "]
            found = np.array(kept, dtype=np.int32)
        return found

    def _posted(self, word: str) -> NDArray[np.int32]:
        return self._between_words(word, word)

    def _between_words(self, word: str, last: str) -> NDArray[np.int32]:
        """Numbers of the texts with any word from ``word`` to ``last``, in alphabetical order."""
        low, high = bisect_left(self.words, word), bisect_right(self.words, last)
        return self._at[self._starts[low] : self._starts[high]]

    def _meant(self, unit: Unit) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """The entries that a unit means by what it names, and those of them that are called so."""
        word = () if unit.exact else _party_words(unit.text, unit.text)
        named = self._between(unit.parties.union(*word))
        meant = named.copy()
        if unit.senders:
            of, first, second = self._ends
            codes = [of[code] for code in unit.senders]
            named |= np.isin(first, codes)
            named |= (self._type == _RELATION) & np.isin(second, codes)
        if unit.kinds:
            # "Embassy" is called so by embassies, and means nunciatures as well.
            proper = [kind for kind in unit.kinds if KINDS[kind] == kind] or unit.kinds
            number, kinds = self._kinds
            named |= np.isin(kinds, [number[kind] for kind in proper])
            meant |= np.isin(kinds, [number[kind] for kind in unit.kinds])
        if unit.cities:
            places, cities = self._cities
            named |= np.isin(cities, [places[key] for key in unit.cities if key in places])
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


def _party_words(first: str, last: str) -> Iterable[frozenset[str]]:
    """The codes for each word in names of parties from ``first`` to ``last``, alphabetically."""
    words, codes = lexicon.party_words()
    return codes[bisect_left(words, first) : bisect_right(words, last)]


def _inverted(texts: Sequence[str]) -> tuple[list[str], NDArray[np.int64], NDArray[np.int32]]:
    """All words of texts, sorted; for each word where its texts begin; the texts of all words."""
    held = {text: {*text.split()} for text in dict.fromkeys(texts)}
    ordered = sorted(set().union(*held.values()))
    number = {word: place for place, word in enumerate(ordered)}
    numbers = {text: [number[word] for word in words] for text, words in held.items()}
    counts = [len(numbers[text]) for text in texts]
    text_of = np.repeat(np.arange(len(texts), dtype=np.int32), counts)
    ranks = np.array([one for text in texts for one in numbers[text]], dtype=np.intp)
    order = np.argsort(ranks, kind="stable")
    starts = np.searchsorted(ranks[order], np.arange(len(ordered) + 1))
    return ordered, starts, text_of[order]
