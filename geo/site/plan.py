"""What a site consists of: its pages, and the address of each."""

from __future__ import annotations

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
from geo.render import statement_anchor
from geo.reports.cards import cities, city_key
from geo.selection import Selection

FOLDERS: Final = {
    "mission": "missions",
    "pair": "pairs",
    "state": "states",
    "city": "cities",
    "place": "places",
    "source": "sources",
}
"""Type of a card -> the folder of its pages."""

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
    pictures: bool
    downloads: bool

    @cached_property
    def version(self) -> str:
        """What the site is made from, as a short name: the same input has the same."""
        parts = (
            *(self.dataset, self.selection.to_query(), program_version(), self.base),
            *(",".join(self.languages), str(self.pictures), str(self.downloads)),
        )
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:_HASHED]

    def of(self, what: str) -> list[str]:
        """The ids of the cards of a type, in order."""
        folder = f"{FOLDERS[what]}/"
        return [id for id, path in self.cards.items() if path.startswith(folder)]

    def path(self, language: str, page: str) -> str:
        """The file of a page."""
        return f"{language}/{page}.html"

    def url(self, language: str, page: str) -> str:
        """The address of a page on the web; blank where that is not known."""
        return f"{self.base}{self.path(language, page)}" if self.base else ""

    def href(self, id: str, page: str) -> str:
        """The relative address of a card from a page; blank where it has none."""
        to = self.cards.get(id)
        if to is None:
            return ""
        folder = page.rpartition("/")[0]
        if not folder:
            return f"{to}.html"
        there, _, name = to.rpartition("/")
        return f"{name}.html" if there == folder else f"../{to}.html"


class Addresses:
    """The addresses of all that a card can lead to: lines and accreditations have no own page."""

    def __init__(self, atlas: Atlas, plan: Plan) -> None:
        self._dataset = atlas.dataset
        self._plan = plan

    def href(self, id: str, page: str) -> str:
        """The relative address, with the place on the page where that is a statement."""
        plan, dataset = self._plan, self._dataset
        what, _, rest = id.partition(":")
        if what in ("seat", "near"):
            return plan.href(rest.partition(":")[0], page)
        own = rest if what == "cover" else id
        if covered := dataset.coverage.by_id.get(own):
            pair = pair_id(covered.sending, covered.receiving)
            to = plan.href(pair, page) or plan.href(covered.mission, page)
            return to and f"{to}#{statement_anchor(own)}"
        if relation := dataset.relations.by_id.get(own):
            to = plan.href(pair_id(relation.a, relation.b), page)
            return to and f"{to}#{statement_anchor(own)}"
        return plan.href(id, page)


def planned(
    atlas: Atlas,
    selection: Selection | None,
    *,
    base: str = "",
    languages: Iterable[str] = LANGUAGES,
    pictures: bool = False,
    downloads: bool = False,
) -> Plan:
    """The plan of a site."""
    chosen = selection or Selection()
    if chosen.as_of is None:
        chosen = chosen.but(as_of=dates.today().isoformat())
    passing = atlas.mission_filter.passing(chosen)
    missions = [
        one for one, passes in zip(atlas.dataset.missions, passing.tolist(), strict=True) if passes
    ]
    if chosen.bbox is not None:
        inside = set(atlas.missions(chosen)["id"])
        missions = [one for one in missions if one.id in inside]
    if not missions:
        raise EmptySelection(
            "no mission matches the filters. Remove a filter. Nothing was written."
        )
    whole = len(missions) == len(atlas.dataset.missions)
    return Plan(
        selection=chosen,
        languages=_languages(languages),
        base=_base(base),
        whole=whole,
        dataset=atlas.dataset.sha256,
        cards=_cards(atlas, missions, whole),
        pictures=pictures,
        downloads=downloads,
    )


def _languages(given: Iterable[str]) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(given))
    if not chosen or not {*chosen} <= {*LANGUAGES}:
        raise InvalidSelection(
            f"Unknown languages {quoted(', '.join(chosen))}. Choose of {', '.join(LANGUAGES)}."
        )
    return chosen


def _base(text: str) -> str:
    """The public address of a site, with a slash at its end; blank for none."""
    if text and not _BASE.fullmatch(text):
        raise InvalidSelection(
            f"The base address {quoted(text)} is not one of the web. "
            "Write it as https://example.org/atlas/."
        )
    return f"{text.rstrip('/')}/" if text else ""


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
