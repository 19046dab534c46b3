"""Which pairs of states a selection asks about: who has no mission here, where has a state none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final

from geo import dates, parties
from geo.atlas import Atlas
from geo.atlas.absence.absence_rule import UNKNOWN, Absence, Rule
from geo.errors import InvalidSelection
from geo.selection import Selection
from geo.vocabulary import STATUSES

_LEAST: Final = 2
_FOUNDED: Final = dt.date(1993, 1, 1).toordinal()
_SOME_FOUNDED: Final = dt.date(1946, 1, 1).toordinal()


def named(selection: Selection) -> tuple[str, ...]:
    """Codes of the parties that a selection names in any place, sorted."""
    chosen = selection
    parts = (chosen.states, chosen.among, chosen.sending, chosen.receiving)
    return tuple(sorted({code for part in parts for code in part}))


@lru_cache(maxsize=64)
def counterparts(day: int) -> tuple[str, ...]:
    """States that exist on a day (an ordinal), by the founding years and ends known: codes."""
    year = dt.date.fromordinal(day).year
    return tuple(
        one.code
        for one in parties.parties()
        if one.is_state
        and (parties.begun(one.code) or 0) <= year
        and (not one.former or day <= dates.day_of(one.ended).toordinal())
    )


def number_of_states(day: int) -> str:
    """The number of states on a day is ``known`` (since 1993), ``about`` that, or ``unknown``."""
    return "known" if day >= _FOUNDED else "about" if day >= _SOME_FOUNDED else "unknown"


def sides(selection: Selection, everyone: Sequence[str]) -> tuple[list[str], list[str]]:
    """Which of some parties a selection asks about as sending and as receiving."""
    among = set(selection.among)
    senders = [code for code in selection.sending or everyone if not among or code in among]
    hosts = [code for code in selection.receiving or everyone if not among or code in among]
    return senders, hosts


def asked(selection: Selection) -> list[tuple[str, str]]:
    """The ordered pairs of parties that a selection asks about."""
    names = named(selection)
    if not names:
        raise InvalidSelection().keyed("error.absence.nobody")
    everyone = sorted({*counterparts(selection.as_of_day), *names})
    states = set(selection.states)
    senders, hosts = sides(selection, everyone)
    found = [
        (one, other)
        for one, other in product(senders, hosts)
        if one != other and (not states or one in states or other in states)
    ]
    if not found:
        raise InvalidSelection().keyed("error.absence.no_pair")
    return sorted(found)


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
    """The absences that a map marks: none where more than states and days narrows the selection."""
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
