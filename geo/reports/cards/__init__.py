"""Cards: everything known of one mission, line, place or source, every value with its sources."""

import difflib
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final

from geo import dates, i18n, parties
from geo.atlas import Atlas, relation_lines
from geo.dataset.indexes import Nearest
from geo.errors import UnknownMission, quoted
from geo.i18n import Translator
from geo.reports.cards.context import ReportContext
from geo.reports.cards.line_cards import coverage_card, neighbour_card, pair_card
from geo.reports.cards.mission import ends, mission_card, mission_label
from geo.reports.cards.model import (
    MOST_CITES,
    Card,
    Cite,
    Dispute,
    Evidence,
    Row,
    Section,
    Statement,
)
from geo.reports.cards.place import cities, city_card, city_key, place_card, state_card
from geo.reports.cards.record_text import dated, evidence, language_of, provenance, tag_of
from geo.reports.cards.source import resting_on, source_card
from geo.reports.cards.statements import annotated

__all__ = [
    "MOST_CITES",
    "Card",
    "Cite",
    "Dispute",
    "Evidence",
    "Row",
    "Section",
    "Statement",
    "card",
    "card_of",
    "cities",
    "city_key",
    "dated",
    "evidence",
    "language_of",
    "name",
    "provenance",
    "resting",
    "tag_of",
]
_NAMED: Final = ("missions", "places", "sources")
_CARDS: Final[Mapping[str, Callable[[ReportContext, Any, str], Card]]] = {
    "sources": source_card,
    "missions": mission_card,
    "coverage": coverage_card,
    "places": place_card,
}


def card(
    atlas: Atlas,
    id: str,
    as_of: str | date | None = None,
    known_on: str | date | None = None,
    language: str = "en",
    today: date | None = None,
) -> Card:
    """The card of a mission, a line, a state, a city, a place or a source.

    Parameters
    ----------
    id
        Id of a mission, a place or a source; of a line: ``pair:PRK-VEN`` (of any two parties of
        the gazetteer), ``seat:<mission>``, ``cover:<coverage>``, ``near:<mission>:<mission>``; of
        a state: ``state:PRK``; of a city: ``city:PRK:Pyongyang``; or of a relation.
    as_of
        Day that is looked at (EDTF text or date); today by default.
    known_on
        Day by which sources had to be published; None for all of them.
    language
        One of :data:`geo.i18n.LANGUAGES`. Texts of the dataset stay in their own.
    today
        Day to which ages of evidence count; ``known_on`` if that is given, else today by default.

    Returns
    -------
    Card
        Its sections, conflicts and sources.

    Raises
    ------
    UnknownMission
        Nothing in the dataset has this id.
    InvalidDate
        A day is none.
    InvalidSelection
        The language is unknown.

    Examples
    --------
    >>> import geo
    >>> geo.card(geo.Atlas.open(), "prk-embassy-caracas").title
    'Embassy of North Korea in Caracas'
    """
    day = dates.today() if as_of is None else dates.day_of(as_of)
    known = None if known_on is None else dates.day_of(known_on)
    context = ReportContext(atlas, day, known, i18n.tr(language), today)
    return annotated(context, _made(context, id))


def card_of(atlas: Atlas, statement: str) -> str:
    """The id of the card that shows a claim, or a record of another table."""
    dataset = atlas.dataset
    claim = dataset.claims.by_id.get(statement)
    subject = claim.subject if claim else statement
    if mission := dataset.mission_of(subject):
        return mission.id
    if relation := dataset.relations.by_id.get(subject):
        return relation_lines.pair_id(relation.a, relation.b)
    if any(subject in dataset.table(table).by_id for table in ("coverage", "places")):
        return subject
    codes = subject.split("-")
    if claim and len(set(codes)) == 2 and {*codes} <= _codes():
        return relation_lines.pair_id(*codes)
    if claim:
        return claim.source
    error, text = UnknownMission(), quoted(statement)
    if candidates := Nearest(one.id for one in dataset.claims).to(statement):
        raise error.keyed("error.claim.meant", text=text, meant=candidates)
    raise error.keyed("error.claim.unknown", text=text)


def _made(context: ReportContext, id: str) -> Card:
    dataset, (what, _, rest) = context.dataset, id.partition(":")
    first, _, second = rest.partition("-" if what == "pair" else ":")
    if what == "pair":
        own = any(row.a == row.b == first for row in dataset.relations)
        if {first, second} <= _codes() and (first != second or own):
            return pair_card(context, first, second, id)
    elif what == "state" and rest in _codes():
        return state_card(context, rest, id)
    elif what == "city" and (first, second) in cities(context.atlas):
        return city_card(context, (first, second), id)
    elif what == "near" and {first, second} <= dataset.missions.by_id.keys():
        missions = dataset.missions.by_id
        return neighbour_card(context, missions[first], missions[second], id)
    elif what not in ("city", "near"):
        key = rest if what in ("seat", "cover") else id
        for table, made in _CARDS.items():
            if record := dataset.table(table).by_id.get(key):
                return made(context, record, id)
        if relation := dataset.relations.by_id.get(key):
            return pair_card(context, relation.a, relation.b, id)
    every = [one for table in _NAMED for one in dataset.table(table).by_id]
    candidates = tuple(difflib.get_close_matches(id[:200], every, n=3))
    error, text = UnknownMission(candidates=candidates), quoted(id)
    if candidates:
        raise error.keyed("error.card.meant", text=text, meant=candidates)
    raise error.keyed("error.card.unknown", text=text)


@lru_cache(maxsize=1)
def _codes() -> frozenset[str]:
    return frozenset(party.code for party in parties.parties())


def name(atlas: Atlas, id: str, tr: Translator) -> str:
    """What the card of an id is called on a button or in a list."""
    dataset, (what, _, rest) = atlas.dataset, id.partition(":")
    if what == "pair":
        return tr.listed([tr.party(code) for code in rest.split("-")])
    if what in ("state", "city"):
        return tr.party(rest) if what == "state" else rest.partition(":")[2]
    key = rest if what in ("seat", "cover") else id
    if row := dataset.missions.by_id.get(key):
        return mission_label(row, tr)
    if covered := dataset.coverage.by_id.get(key):
        return ends(covered, tr)
    if key in dataset.sources.by_id:
        return ReportContext(atlas, dates.today(), None, tr).byline(key)
    place, relation = dataset.places.by_id.get(key), dataset.relations.by_id.get(key)
    return place.name if place else relation.title if relation else id


def resting(atlas: Atlas) -> Mapping[str, Mapping[str, int]]:
    """How many rows of each table are based on each source."""
    dataset = atlas.dataset
    return {
        source.id: {table: len(rows) for table, rows in resting_on(dataset, source.id).items()}
        for source in dataset.sources
    }
