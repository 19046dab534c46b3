"""How a disagreement is told: the same words on the page and on a terminal."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from geo.cards.telling import SEEN
from geo.conflicts.model import Conflict, Said, Value
from geo.selection import Selection
from geo.words import Voice

if TYPE_CHECKING:
    from geo.atlas import Atlas

__all__ = ["settling", "spoken", "told", "unheard"]

_SETTLED: Final = {
    "rank": "conflicts.settled.rank",
    "date": "conflicts.settled.date",
    "tie": "conflicts.settled.tie",
    "set_aside": "conflicts.settled.set_aside",
    "table": "conflicts.settled.table",
    "course": "conflicts.settled.course",
}


def spoken(value: Value, voice: Voice) -> str:
    """How many origins stand behind a value, as a clause: "3 sources, one origin".

    Parameters
    ----------
    value
        The value.
    voice
        The reader's language.

    Returns
    -------
    str
        Blank where the table gives the value without a source.
    """
    sources = len({said.cite.id for said in value.said})
    if not sources:
        return voice("conflicts.no_source")
    said = voice("conflicts.sources", count=sources)
    if sources == value.independent:
        return said
    return voice(
        "conflicts.of_origins",
        sources=said,
        origins=voice("conflicts.origins", count=value.independent),
    )


def settling(conflict: Conflict, voice: Voice) -> str:
    """What settles which value leads, as a sentence.

    Parameters
    ----------
    conflict
        The disagreement.
    voice
        The reader's language.

    Returns
    -------
    str
        "Settled by rank: a preferred value goes before the others."
    """
    return voice(_SETTLED.get(conflict.settled, _SETTLED["tie"]))


def told(said: Said, voice: Voice) -> list[tuple[str, bool]]:
    """What is told of one statement besides its source.

    Parameters
    ----------
    said
        The statement.
    voice
        The reader's language.

    Returns
    -------
    list of tuple of str and bool
        Phrases, each with whether it is text of the pack: when it is said to be so, the rank,
        the origins, where in the source, according to whom, how much was seen, the grade, the
        reason.
    """
    parts: list[tuple[str, bool]] = []
    if said.valid:
        parts.append((voice("conflicts.valid", day=voice.date(said.valid)), False))
    if said.rank:
        parts.append((voice("conflicts.rank", rank=voice(f"card.tag.{said.rank}")), False))
    if said.repeats:
        parts.append((voice("card.cite.repeats", sources=voice.listed(said.repeats)), False))
        if said.origin_date:
            parts.append((voice("conflicts.counts_from", day=voice.date(said.origin_date)), False))
    if said.locator:
        parts.append((voice("card.claims.locator", where=said.locator), True))
    if said.attributed_to:
        parts.append((voice("card.text.attributed", whom=said.attributed_to), True))
    if said.seen in SEEN:
        parts.append((voice(SEEN[said.seen]), False))
    if said.grade:
        parts.append((voice("card.claims.grade", grade=said.grade), False))
    if said.reason:
        parts.append((said.reason.rstrip("."), True))
    return parts


def unheard(atlas: Atlas, selection: Selection, voice: Voice) -> str:
    """That no source had spoken by the day of a selection, and when the first did.

    Parameters
    ----------
    atlas
        The atlas.
    selection
        What is shown.
    voice
        The reader's language.

    Returns
    -------
    str
        A sentence; blank where a source with a date had spoken by ``known_on``.
    """
    first = atlas.knowledge.first_day
    if selection.known_on is None or first is None or selection.known_on_day >= first:
        return ""
    day, then = (
        voice.date(dt.date.fromordinal(one).isoformat()) for one in (selection.known_on_day, first)
    )
    return voice("conflicts.unheard", day=day, first=then)
