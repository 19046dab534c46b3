"""How claims and evidence are told: the same words on the page, in a dossier, on a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from geo.i18n import Translator, plain
from geo.reports.cards.model import MOST_CLAIMS, Card, Cite, Evidence, Statement
from geo.reports.cards.record_text import seen_text

_LEFT: Final = {
    "said_later": "card.left.said_later",
    "later": "card.left.later",
    "text_of_later": "card.left.text_of_later",
}
_MOST_VALUES: Final = 5
_LONGEST: Final = 120


def evidence(last: Evidence, tr: Translator) -> str:
    """The last evidence for a value, as a phrase."""
    if not last.source:
        return tr("card.evidence.own")
    if last.day is None:
        return tr("card.evidence.undated", publisher=last.publisher)
    values = {"publisher": last.publisher, "day": tr.date(last.published), "age": last.age}
    if last.by:
        return tr("card.evidence.repeated", by=last.by, **values)
    return tr("card.evidence.last", **values)


def told(claim: Statement, tr: Translator) -> list[tuple[str, bool]]:
    """What is told of a claim besides its value, its days and its source."""
    said: list[tuple[str, bool]] = []
    if claim.locator:
        said.append((tr("card.claims.locator", where=claim.locator), True))
    if claim.attributed_to:
        said.append((tr("card.text.attributed", whom=claim.attributed_to), True))
    if seen := seen_text(tr, claim.seen):
        said.append((seen, False))
    if repeats := claim.origins if claim.names_origin else claim.cite.repeats:
        said.append((tr("card.cite.repeats", sources=tr.listed(repeats)), False))
    if further := [one for one in claim.origins if one not in repeats]:
        said.append((tr("card.claims.goes_back", sources=tr.listed(further)), False))
    if claim.grade:
        said.append((tr("card.claims.grade", grade=claim.grade), False))
    if claim.reason:
        said.append((claim.reason.rstrip("."), True))
    return said


def rest(claims: Sequence[Statement], tr: Translator) -> str:
    """The claims that are not told one by one, counted by what they say."""
    more = claims[MOST_CLAIMS:]
    if not more:
        return ""
    often = Counter(claim.value for claim in more).most_common()
    what = [
        tr("card.claims.valued", value=plain(value, _LONGEST), number=tr.number(number))
        for value, number in often[:_MOST_VALUES]
    ]
    if len(often) > _MOST_VALUES:
        left = sum(number for _, number in often[_MOST_VALUES:])
        what.append(tr("card.others", count=left))
    return tr("card.claims.rest", count=len(more), what=tr.listed(what))


def left_out(card: Card, tr: Translator) -> str:
    """What a card leaves out for its days, counted, as a sentence; blank for nothing."""
    parts = [tr(_LEFT[why], count=number) for why, number in card.left_out.items() if number]
    return tr("card.left_out", what=tr.listed(parts)) if parts else ""


def named(cite: Cite, tr: Translator) -> str:
    """Publisher and day of a source, plain: "NK News, as revised on 26 January 2019"."""
    if cite.kind == "unrecorded":
        return cite.publisher
    day = tr.date(cite.revised or cite.published) or tr("card.cite.undated")
    key = "card.cite.revised" if cite.revised else "card.cite.published"
    return tr(key, publisher=cite.publisher, day=day)


def dated(cite: Cite, tr: Translator) -> str:
    """When a source was published, and revised: "23 June 2015, revised 24 June 2015"."""
    published = tr.date(cite.published) or tr("card.cite.undated")
    if not cite.revised:
        return published
    return tr("card.cite.day_revised", day=published, revised=tr.date(cite.revised))


def provenance(cite: Cite, tr: Translator) -> list[str]:
    """How much of a source was seen, through whom it is known, and whom it repeats."""
    said = [seen] if (seen := seen_text(tr, cite.seen)) else []
    if cite.through:
        said.append(tr("card.cite.known_through", sources=tr.listed(cite.through)))
    if cite.repeats:
        said.append(tr("card.cite.repeats", sources=tr.listed(cite.repeats)))
    return said
