"""The search of a site: the words of everything that has a page, and what names parties mean.

Two files of columns. One has, for each entry, its type, parties, type of mission, city, page and
box on the map, the entries of each word, and the codes of each name: parties, senders (demonyms),
types of missions and cities, as ``code * 4 + which of the four``. The other has names in one
language.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import numpy as np

from geo import i18n, parties
from geo.atlas import Atlas
from geo.atlas.entries import ID, KIND, TYPES, Entry
from geo.atlas.query import kinds_called
from geo.atlas.search.results import about, called, where
from geo.i18n import Translator
from geo.parties import lexicon
from geo.selection import Selection
from geo.site.pages import Site
from geo.vocabulary import KINDS
from geo.webmap import container

_LONGEST: Final = 120
_MEANINGS: Final = 4
_MISSION: Final = TYPES.index("mission")
_IN_MISSION: Final = ("address", "claim")


class Found(NamedTuple):
    """An entry that has a page: its page and the id of its card."""

    entry: Entry
    page: str
    card: str


def findable(site: Site) -> list[Found]:
    """The entries of the index that have a page; a claim on a mission is found with the mission."""
    found, missions = [], site.atlas.dataset.missions.by_id
    for entry in site.atlas.mission_filter.index.entries:
        kind, card = TYPES[entry.type], entry.opens
        if kind == "state":
            card = f"state:{entry.a}"
        elif kind == "city" and entry.city:
            card = f"city:{entry.city[0]}:{entry.city[1]}"
        elif kind in _IN_MISSION and card in missions:
            continue
        if page := site.href(card, ""):
            found.append(Found(entry, page, card))
    return found


def index_file(site: Site, found: list[Found]) -> bytes:
    """The words, meanings and pages."""
    entries = [one.entry for one in found]
    party = {one.code: number for number, one in enumerate(parties.parties())}
    kinds = {kind: number for number, kind in enumerate(KINDS)}
    cities: dict[tuple[str, str], int] = {}
    for entry in entries:
        if entry.city:
            cities.setdefault(entry.city, len(cities))
    words, phrases = _words(found), _phrases(party, kinds, cities)
    days = Selection(as_of=site.plan.selection.as_of, known_on=site.plan.selection.known_on)
    boxes = [where(site.atlas, entry, days) or (np.nan,) * 4 for entry in entries]
    arrays: dict[str, Any] = {
        "type": np.array([entry.type for entry in entries], dtype=np.uint8),
        **{end: _int32([party.get(getattr(one, end), -1) for one in entries]) for end in "ab"},
        "kind": _int32([kinds.get(entry.kind, -1) for entry in entries]),
        "city": _int32([cities[entry.city] if entry.city else -1 for entry in entries]),
        "box": np.array(boxes, dtype=np.float32).ravel(),
    }
    for name, held in {"word": words.values(), "name": phrases.values()}.items():
        arrays[f"{name}.of"] = _int32([number for one in held for number in one])
        arrays[f"{name}.start"] = _int32(np.cumsum([0, *map(len, held)]))
    pages, cards = [one.page for one in found], [one.card for one in found]
    texts = {"word": [*words], "name": [*phrases], "page": pages, "card": cards}
    return container.write(arrays, texts)


def names_file(atlas: Atlas, found: list[Found], tr: Translator) -> bytes:
    """What each entry is called in a language, and what distinguishes it."""
    entries = [one.entry for one in found]
    names = [i18n.plain(called(one, tr), _LONGEST) for one in entries]
    beside = [i18n.plain(about(atlas, one, tr), _LONGEST) for one in entries]
    return container.write({}, {"called": names, "about": beside})


def _int32(values: Any) -> Any:
    return np.asarray(values, dtype=np.int32)


def _words(found: list[Found]) -> Mapping[str, list[int]]:
    """Word -> the entries that have it; a mission's type is found by its name."""
    held: dict[str, dict[int, None]] = defaultdict(dict)
    for at, one in enumerate(found):
        left_out = (ID, KIND) if one.entry.type == _MISSION else (ID,)
        for field, text in one.entry.texts:
            if field not in left_out:
                for word in parties.fold(text).split():
                    held[word][at] = None
    return {word: sorted(held[word]) for word in sorted(held)}


def _phrases(
    party: Mapping[str, int], kinds: Mapping[str, int], cities: Mapping[tuple[str, str], int]
) -> Mapping[str, list[int]]:
    """Folded name -> the codes of all that it means."""
    found: dict[str, set[int]] = defaultdict(set)
    meanings: list[tuple[Mapping[str, Any], Mapping[Any, int]]] = [
        (lexicon.parties_called(), party),
        (lexicon.demonyms(), party),
        (kinds_called(), kinds),
        (lexicon.cities_called(), cities),
    ]
    for which, (called_so, number) in enumerate(meanings):
        for text, keys in called_so.items():
            found[text].update(number[key] * _MEANINGS + which for key in keys if key in number)
    return {text: sorted(found[text]) for text in sorted(found) if found[text]}
