"""Where a place of the dataset or a city of the gazetteer is, by its exact name."""

import contextlib
import difflib
import itertools
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from geo import geodesy, parties
from geo.atlas import Atlas
from geo.atlas.index import Index
from geo.errors import StateError, UnknownPlace, quoted
from geo.parties import fold, lexicon
from geo.selection import Selection

_MOST: Final = 5
_LEAST: Final = 0.6  # Likeness (difflib) below which nothing is offered
_NEAREST: Final = 24
_TRIED: Final = 8
_PUT_TOGETHER: Final = 500
_FEW: Final = 4
_SHORTEST: Final = 3
_WORDS: Final = 12


class Location(NamedTuple):
    """Where something is: CRS84 degrees, and metres within which it lies."""

    name: str
    state: str
    longitude: float
    latitude: float
    radius_m: float
    method: str  # ``district`` (outlined), ``source_point`` (pointed) or ``city``
    region: shapely.Geometry | None  # Outline, CRS84; None for a disc
    sources: tuple[str, ...]  # Ids, or the gazetteer's own word for a city


def locate(text: str, atlas: Atlas | None = None) -> Location:
    """Find a place by its name: exactly, or not at all.

    Parameters
    ----------
    text
        Name of a place or city, then what narrows it, after commas: ``Las Mercedes``,
        ``Las Mercedes, Caracas``, ``Bogotá, Colombia``. Case and accents do not matter.
    atlas
        Atlas whose places are looked at first; None for the bundled one.

    Returns
    -------
    Location
        Where it is, and how exactly.

    Raises
    ------
    UnknownPlace
        No drawn place and no city has this name there, or more than one has it.

    Examples
    --------
    >>> import geo
    >>> place = geo.locate("Caracas")
    >>> round(place.longitude), round(place.latitude)
    (-67, 10)
    """
    name, *rest = (part.strip() for part in text.split(","))
    opened, wanted = atlas or Atlas.open(), fold(name)
    found = [
        one
        for one in opened.drawn(Selection())
        if wanted in (fold(one.name), fold(one.id)) and wanted and one.kind != "city"
        if all(_narrows(part, one.city, one.state) for part in rest)
    ]
    if len(found) == 1:
        place = found[0]
        frame = opened.dataset.drawn_places
        outline = frame[frame["id"] == place.id].geometry.iloc[0]
        centre, edge = outline.centroid, shapely.get_coordinates(outline)
        reach = float(np.max(geodesy.distance((centre.x, centre.y), edge)))
        where = place.name, place.state, centre.x, centre.y, reach + (place.radius_m or 0.0)
        if outline.geom_type in ("Polygon", "MultiPolygon"):
            return Location(*where, "district", outline, place.sources)
        return Location(*where, "source_point", None, place.sources)
    cities = [
        city
        for city in parties.cities()
        if fold(city.name) == wanted and all(_narrows(part, "", city.state) for part in rest)
    ]
    if len(cities) == 1:
        city = cities[0]
        where = city.name, city.state, city.lon, city.lat, city.radius_m
        return Location(*where, "city", None, (city.source,))
    both = [*(f"{one.name}, {one.state}" for one in cities), *(one.name for one in found)]
    if both:
        raise UnknownPlace(f"{quoted(text)} may be {' or '.join(both)}. Add the state.")
    raise UnknownPlace(
        f"unknown place or city {quoted(text)}. "
        "Write it as a source writes it, with the state after a comma."
    )


def _narrows(part: str, city: str, state: str) -> bool:
    with contextlib.suppress(StateError):
        return bool(city and fold(part) == fold(city)) or parties.party(part).code == state
    return False


def suggestions(atlas: Atlas, text: str) -> tuple[str, ...]:
    """Texts like one that finds nothing, each of which finds something."""
    index, wanted = atlas.mission_filter.index, fold(text)
    words = wanted.split()
    if not words:
        return ()
    whole = _near(_grams(index, True), wanted)
    each = [_instead(index, word) for word in words[:_WORDS]]
    parts = [
        (sum(share for share, _ in one) / len(one), " ".join(word for _, word in one))
        for one in itertools.islice(itertools.product(*each), _PUT_TOGETHER)
    ]
    ranked = sorted([*whole, *parts], key=lambda one: (-one[0], one[1]))
    found: dict[int, str] = {}  # what finds the same thing first is offered once
    for near in itertools.islice(dict.fromkeys(near for _, near in ranked), _TRIED):
        numbers = index.match(near).found
        if near != wanted and numbers.size:
            found.setdefault(int(numbers[0]), near)
        if len(found) == _MOST:
            break
    return tuple(found.values())


def _instead(index: Index, word: str) -> list[tuple[float, str]]:
    """What may be for a word, with its likeness: itself where anything has it, then others."""
    others = [one for one in _near(_grams(index, False), word) if one[1] != word][:_FEW]
    return [(1.0, word), *others] if index.has(word) else others


class _Grams:
    """The trigrams of many texts, to find those that share most with another."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        held: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(texts):
            for gram in _trigrams(text):
                held[gram].append(number)
        self._held = {gram: np.array(numbers, dtype=np.int32) for gram, numbers in held.items()}
        self._many = np.array([max(len(_trigrams(text)), 1) for text in texts])

    def nearest(self, text: str) -> list[str]:
        """The texts that share the most trigrams with another, for their number."""
        grams = _trigrams(text)
        shared: NDArray[np.float64] = np.zeros(len(self.texts))
        for gram in grams:
            if gram in self._held:
                shared[self._held[gram]] += 1
        share = 2 * shared / (self._many + len(grams))
        best = np.argsort(-share, kind="stable")[:_NEAREST]
        return [self.texts[number] for number in best.tolist() if share[number] > 0]


def _trigrams(text: str) -> set[str]:
    padded = f"  {text} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}


@lru_cache(maxsize=4)
def _grams(index: Index, names: bool) -> _Grams:
    """Of the names of what can be found, or of all words."""
    known = lexicon.parties_called(), lexicon.demonyms(), lexicon.cities_called()
    own = index.proper_names if names else index.words
    texts = dict.fromkeys(itertools.chain(own, *known))
    kept = (text for text in texts if len(text) >= _SHORTEST and not any(map(str.isdigit, text)))
    return _Grams(tuple(kept))


def _near(grams: _Grams, text: str) -> list[tuple[float, str]]:
    likeness = difflib.SequenceMatcher(autojunk=False)
    likeness.set_seq2(text)
    found = []
    for near in grams.nearest(text):
        likeness.set_seq1(near)
        if (share := likeness.ratio()) >= _LEAST:
            found.append((share, near))
    return sorted(found, key=lambda one: (-one[0], one[1]))
