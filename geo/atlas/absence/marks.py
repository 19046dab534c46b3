"""Which absences a map or a figure marks, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from geo.atlas import Atlas
from geo.atlas.absence.absence_rule import UNKNOWN, Absence, Rule
from geo.atlas.absence.pairs import asked, named
from geo.errors import InvalidSelection
from geo.selection import Selection
from geo.vocabulary import STATUSES

PRESENT: Final = frozenset(STATUSES) - {"closed"}
"""Statuses of a mission that is there."""


@dataclass(frozen=True, slots=True)
class Mark:
    """An absence, and the code of the party at whose seat a map or a figure marks it."""

    absence: Absence
    at: str


def markable(selection: Selection) -> bool:
    """Whether states are named and nothing but states and days narrows the selection."""
    chosen = selection
    narrowed = chosen.kinds, chosen.cities, chosen.terms, chosen.sources, chosen.bbox
    every = not chosen.statuses or {*chosen.statuses} >= PRESENT
    return bool(named(chosen)) and every and not any(narrowed)


def marked(atlas: Atlas, selection: Selection) -> list[Mark]:
    """The absences that a map marks.

    They are marked where states are named and nothing but states and days narrows the selection:
    else a map would mark as absent what it only leaves out. Those of which the dataset does not say
    are marked where exactly one state is named; of several they would cover all else.
    """
    chosen, names = selection, named(selection)
    if not markable(chosen):
        return []
    try:
        pairs = asked(chosen)
    except InvalidSelection:
        return []
    return [
        Mark(one, one.receiving if one.sending in names else one.sending)
        for one in atlas.once(Rule).absences(pairs, chosen)
        if one.face != UNKNOWN or len(names) == 1
    ]
