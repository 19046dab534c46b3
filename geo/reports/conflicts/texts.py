"""Conflicts in words, and as a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final

from geo.atlas import Atlas
from geo.exporters import table
from geo.i18n import Translator
from geo.reports.cards.record_text import seen_text
from geo.reports.conflicts.model import Conflict, Said, Value
from geo.selection import Selection
from geo.vocabulary import columns_of

_COLUMNS: Final = tuple(columns_of("conflicts"))


def spoken(value: Value, tr: Translator) -> str:
    """How many origins are behind a value, as a clause: "3 sources, one origin"."""
    sources = len({said.cite.id for said in value.said})
    if not sources:
        return tr("conflicts.no_source")
    said = tr("conflicts.sources", count=sources)
    if sources == value.independent:
        return said
    return tr(
        "conflicts.of_origins",
        sources=said,
        origins=tr("conflicts.origins", count=value.independent),
    )


def settling(conflict: Conflict, tr: Translator) -> str:
    """What settles which value leads, as a sentence."""
    key = f"conflicts.settled.{conflict.settled}"
    return tr(key if tr.has(key) else "conflicts.settled.tie")


def told(said: Said, tr: Translator) -> list[tuple[str, bool]]:
    """The details of one statement besides its source."""
    parts: list[tuple[str, bool]] = []
    if said.valid:
        parts.append((tr("conflicts.valid", day=tr.date(said.valid)), False))
    if said.rank:
        parts.append((tr("conflicts.rank", rank=tr(f"card.tag.{said.rank}")), False))
    if said.repeats:
        parts.append((tr("card.cite.repeats", sources=tr.listed(said.repeats)), False))
        if said.origin_date:
            parts.append((tr("conflicts.counts_from", day=tr.date(said.origin_date)), False))
    if said.locator:
        parts.append((tr("card.claims.locator", where=said.locator), True))
    if said.attributed_to:
        parts.append((tr("card.text.attributed", whom=said.attributed_to), True))
    if seen := seen_text(tr, said.seen):
        parts.append((seen, False))
    if said.grade:
        parts.append((tr("card.claims.grade", grade=said.grade), False))
    if said.reason:
        parts.append((said.reason.rstrip("."), True))
    return parts


def unheard(atlas: Atlas, selection: Selection, tr: Translator) -> str:
    """The message that no source was published by the day of a selection."""
    first = atlas.publication.first_day
    if selection.known_on is None or first is None or selection.known_on_day >= first:
        return ""
    day, then = (
        tr.date(dt.date.fromordinal(one).isoformat()) for one in (selection.known_on_day, first)
    )
    return tr("conflicts.unheard", day=day, first=then)


def csv(conflicts: Iterable[Conflict]) -> bytes:
    """Conflicts as CSV: a row for each statement, and for each value without one."""
    return table(_COLUMNS, [row for one in conflicts for row in _rows(one)])


def _rows(one: Conflict) -> Iterator[list[object]]:
    for value in one.values:
        about: list[object] = [one.subject, one.property, one.about, one.settled]
        about += [value.value, "yes" if value.leads else "no", value.independent]
        for said in value.said:
            cite = said.cite
            yield [
                *about,
                *(cite.id, cite.publisher, cite.published, cite.url),
                *(said.rank, said.grade, said.reason, said.valid, said.locator),
                *(said.attributed_to, "|".join(said.origins), said.origin_date, said.id),
            ]
        if not value.said:
            yield [*about, *[""] * (len(_COLUMNS) - len(about))]
