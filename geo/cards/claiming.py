"""How claims and evidence are told: the same words on the page, in a dossier, on a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from geo.cards.model import MOST_CLAIMS, Evidence, Statement
from geo.cards.telling import SEEN
from geo.words import Voice, plain

__all__ = ["BASES", "evidence", "rest", "told"]

BASES: Final = {
    "own": "card.basis.own",
    "computed": "card.basis.computed",
    "none": "card.basis.none",
    "later": "card.basis.later",
    "silence": "card.basis.silence",
}
"""What a value without sources rests on -> the key of its message."""

_MOST_VALUES: Final = 5
_LONGEST: Final = 120


def evidence(last: Evidence, voice: Voice) -> str:
    """The last evidence for a value, as a phrase.

    Parameters
    ----------
    last
        The evidence.
    voice
        The reader's language.

    Returns
    -------
    str
        "Last evidence: NK News, 21 August 2019, 7 years ago". Names are in it as they came.
    """
    if not last.source:
        return voice("card.evidence.own")
    if last.day is None:
        return voice("card.evidence.undated", publisher=last.publisher)
    values = {"publisher": last.publisher, "day": voice.date(last.published), "age": last.age}
    if last.by:
        return voice("card.evidence.repeated", by=last.by, **values)
    return voice("card.evidence.last", **values)


def told(claim: Statement, voice: Voice) -> list[tuple[str, bool]]:
    """What is told of a claim besides its value, its days and its source.

    Parameters
    ----------
    claim
        The claim.
    voice
        The reader's language.

    Returns
    -------
    list of tuple of str and bool
        Phrases, each with whether it is text of the pack: where in the source, according to
        whom, how much of it was seen, what it repeats, the grade, the reason.
    """
    said: list[tuple[str, bool]] = []
    if claim.locator:
        said.append((voice("card.claims.locator", where=claim.locator), True))
    if claim.attributed_to:
        said.append((voice("card.text.attributed", whom=claim.attributed_to), True))
    if claim.seen in SEEN:
        said.append((voice(SEEN[claim.seen]), False))
    if repeats := claim.origins if claim.names_origin else claim.cite.repeats:
        said.append((voice("card.cite.repeats", sources=voice.listed(repeats)), False))
    if further := [one for one in claim.origins if one not in repeats]:
        said.append((voice("card.claims.goes_back", sources=voice.listed(further)), False))
    if claim.grade:
        said.append((voice("card.claims.grade", grade=claim.grade), False))
    if claim.reason:
        said.append((claim.reason.rstrip("."), True))
    return said


def rest(claims: Sequence[Statement], voice: Voice) -> str:
    """The claims that are not told one by one, counted by what they say.

    Parameters
    ----------
    claims
        All claims to a value.
    voice
        The reader's language.

    Returns
    -------
    str
        "And 9,950 more claims: 1965 (9,000), 1974 (950)."; blank where all are told.
    """
    more = claims[MOST_CLAIMS:]
    if not more:
        return ""
    often = Counter(claim.value for claim in more).most_common()
    what = [
        voice("card.claims.valued", value=plain(value, _LONGEST), number=voice.number(number))
        for value, number in often[:_MOST_VALUES]
    ]
    if len(often) > _MOST_VALUES:
        left = sum(number for _, number in often[_MOST_VALUES:])
        what.append(voice("card.others", count=left))
    return voice("card.claims.rest", count=len(more), what=voice.listed(what))
