"""What a site consists of: its pages, and the address of each."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any, Final

from geo import dates, parties
from geo.atlas import Atlas
from geo.atlas.relation_lines import pair_id
from geo.dataset import Dataset, Mission
from geo.errors import EmptySelection, InvalidSelection, quoted
from geo.i18n import LANGUAGES
from geo.provenance import version as program_version
from geo.reports.cards import cities, city_key
from geo.selection import Selection

_HASHED: Final = 12
_SLUG: Final = re.compile(r"[^a-z0-9]+")
_BASE: Final = re.compile(r"https?://[^\s\"'<>?#]+", re.ASCII)


@dataclass(frozen=True)
class Plan:
    """A site of an atlas: which days, languages and pages.

    ``selection`` has its as-of day written out; ``whole``: it leaves no mission out. ``cards``: id
    of a card -> its address within a language, without ``.html``.
    """

    selection: Selection
    languages: tuple[str, ...]
    base: str
    whole: bool
    dataset: str
    cards: Mapping[str, str]
    pictures: bool = False
    downloads: bool = False

    @cached_property
    def version(self) -> str:
        """What the site is made from, as a short name: the same input has the same."""
        parts = (
            *(self.dataset, self.selection.to_query(), program_version(), self.base),
            *(",".join(self.languages), str(self.pictures), str(self.downloads)),
        )
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:_HASHED]

    def of(self, folder: str) -> list[str]:
        """The ids of the cards with pages in a folder, in order."""
        return [id for id, path in self.cards.items() if path.startswith(f"{folder}/")]

    def href(self, id: str, page: str) -> str:
        """The relative address of a card from a page; blank where it has none."""
        to = self.cards.get(id, "")
        folder, _, _ = page.rpartition("/")
        there, _, name = to.rpartition("/")
        if folder and to:
            to = name if there == folder else f"../{to}"
        return to and f"{to}.html"


def planned(
    atlas: Atlas,
    selection: Selection | None,
    base: str = "",
    languages: Iterable[str] = LANGUAGES,
    **more: bool,
) -> Plan:
    """The plan of a site."""
    chosen = selection or Selection()
    if chosen.as_of is None:
        chosen = chosen.but(as_of=dates.today().isoformat())
    passing = atlas.mission_filter.passing(chosen).tolist()
    missions = [one for one, kept in zip(atlas.dataset.missions, passing, strict=True) if kept]
    if chosen.bbox is not None:
        inside = set(atlas.missions(chosen)["id"])
        missions = [one for one in missions if one.id in inside]
    if not missions:
        raise EmptySelection(
            "no mission matches the filters. Remove a filter. Nothing was written."
        )
    spoken = tuple(dict.fromkeys(languages))
    if not spoken or not {*spoken} <= {*LANGUAGES}:
        raise InvalidSelection(
            f"Unknown languages {quoted(', '.join(spoken))}. Choose of {', '.join(LANGUAGES)}."
        )
    if base and not _BASE.fullmatch(base):
        raise InvalidSelection(
            f"The base address {quoted(base)} is not one of the web. "
            "Write it as https://example.org/atlas/."
        )
    base = base and f"{base.rstrip('/')}/"
    whole = len(missions) == len(atlas.dataset.missions)
    cards = _cards(atlas, missions, whole)
    return Plan(chosen, spoken, base, whole, atlas.dataset.sha256, cards, **more)


def _cards(atlas: Atlas, missions: list[Mission], whole: bool) -> dict[str, str]:
    """Id of a card -> the address of its page within a language."""
    dataset = atlas.dataset
    pairs = {pair_id(one.sending, one.receiving) for one in missions}
    codes = {code for one in missions for code in (one.sending, one.receiving)}
    relations = [one for one in dataset.relations if whole or pair_id(one.a, one.b) in pairs]
    pairs |= {pair_id(one.a, one.b) for one in relations}
    codes |= {code for one in relations for code in (one.a, one.b)}
    towns = {key for one in missions if (key := city_key(one))}
    ids = {one.id for one in missions}
    placed = {one.place for one in dataset.positions if one.place and one.mission in ids}
    places = [one.id for one in dataset.places if whole or one.id in placed]
    cited = {*dataset.sources.by_id} if whole else _cited(dataset, ids, pairs)
    slugs = _slugs(atlas)
    return {
        **{one.id: f"missions/{one.id}" for one in missions},
        **{pair: f"pairs/{pair.removeprefix('pair:')}" for pair in sorted(pairs)},
        **{f"state:{code}": f"states/{code}" for code in sorted(codes)},
        **{f"city:{key[0]}:{key[1]}": f"cities/{slugs[key]}" for key in sorted(towns)},
        **{id: f"places/{id}" for id in places},
        **{one.id: f"sources/{one.id}" for one in dataset.sources if one.id in cited},
    }


def _cited(dataset: Dataset, missions: set[str], pairs: set[str]) -> set[str]:
    """The sources of what is said of some missions, and between the parties of some pairs."""
    between = {one.id: pair_id(one.a, one.b) for one in dataset.relations}
    between |= {one.id: pair_id(one.sending, one.receiving) for one in dataset.coverage}
    records: Iterable[Any] = chain(dataset.events, dataset.positions, dataset.heads)
    lines: Iterable[Any] = chain(dataset.relations, dataset.coverage)
    found = {id for one in records if one.mission in missions for id in one.sources}
    found |= {id for one in lines if between[one.id] in pairs for id in one.sources}
    for claim in dataset.claims:
        mission = dataset.mission_of(claim.subject)
        about = f"pair:{claim.subject}", between.get(claim.subject, "")
        if (mission and mission.id in missions) or {*about} & pairs:
            found.add(claim.source)
    return found


def _slugs(atlas: Atlas) -> Mapping[tuple[str, str], str]:
    """City -> a name for its file; of two that would have the same, both carry a hash."""
    keys = sorted(cities(atlas))
    plain = {key: f"{key[0]}-{_SLUG.sub('-', parties.fold(key[1])).strip('-')}" for key in keys}
    often = Counter(plain.values())
    return {
        key: slug
        if often[slug] == 1 and not slug.endswith("-")
        else f"{slug}-{hashlib.sha256(key[1].encode()).hexdigest()[:8]}"
        for key, slug in plain.items()
    }
