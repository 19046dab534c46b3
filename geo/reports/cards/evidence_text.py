"""How claims and evidence are told: the same words on the page, in a dossier, on a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Protocol

from geo.i18n import Translator, plain
from geo.reports.cards.model import MOST_CLAIMS, Cite, Evidence, Statement
from geo.reports.cards.record_text import seen_text

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


class Detailed(Protocol):
    """What one source says of a value: a claim on a card, or a statement of a conflict."""

    locator: str
    attributed_to: str
    seen: str
    grade: str
    reason: str


def details(said: Detailed, tr: Translator, origins: Iterable[str]) -> list[tuple[str, bool]]:
    """Where, by whom and why something is said, each with whether it is the dataset's own text."""
    told = [
        (said.locator and tr("card.claims.locator", where=said.locator), True),
        (said.attributed_to and tr("card.text.attributed", whom=said.attributed_to), True),
        (seen_text(tr, said.seen), False),
        *((text, False) for text in origins),
        (said.grade and tr("card.claims.grade", grade=said.grade), False),
        (said.reason.rstrip("."), True),
    ]
    return [one for one in told if one[0]]


def told(claim: Statement, tr: Translator) -> list[tuple[str, bool]]:
    """What is told of a claim besides its value, its days and its source."""
    repeats = claim.origins if claim.names_origin else claim.cite.repeats
    further = [one for one in claim.origins if one not in repeats]
    keys = {"card.cite.repeats": repeats, "card.claims.goes_back": further}
    origins = (tr(key, sources=tr.listed(ids)) for key, ids in keys.items() if ids)
    return details(claim, tr, origins)


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


def left_out(counts: Mapping[str, int], tr: Translator) -> str:
    """What is left out for its days, counted by why, as a sentence; blank for nothing."""
    parts = [tr(f"card.left.{why}", count=number) for why, number in counts.items() if number]
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
