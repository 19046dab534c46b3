"""Which pairs of states a selection asks about: who has no mission here, where has a state none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import Final

from geo import dates, parties
from geo.errors import InvalidSelection
from geo.selection import Selection

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
    """Codes of the states that exist on a day (an ordinal), by the founding years and ends known.

    The year in which a state is founded counts; one of which no founding year is known is there.
    """
    year = dt.date.fromordinal(day).year
    return tuple(
        one.code
        for one in parties.parties()
        if one.is_state
        and (parties.begun(one.code) or 0) <= year
        and (not one.former or day <= dates.day_of(one.ended).toordinal())
    )


def number_of_states(day: int) -> str:
    """Whether the number of states on a day is ``known``, or ``about`` that, or ``unknown``.

    Founding years are known for most states since 1946, and the last that are not are of 1992.
    """
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
