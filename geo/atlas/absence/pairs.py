"""The pairs of states that a selection asks about, and their absences in words and counted."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final

from geo import dates, parties
from geo.atlas import Atlas
from geo.atlas.absence.absence_rule import COVERED, FACES, UNKNOWN, Absence, Rule
from geo.errors import InvalidSelection
from geo.i18n import Translator
from geo.selection import Selection
from geo.vocabulary import STATUSES, Answer

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


_THERE: Final = "there"
_ONE: Final = 1
_COVERED: Final = {
    (True, False): "absence.face.covered",
    (True, True): "absence.face.covered_closed",
    (False, False): "absence.face.covered_elsewhere",
    (False, True): "absence.face.covered_elsewhere_closed",
}
"""Whether it is known from where, and whether the mission there has closed -> the sentence."""


def sentence(absence: Absence, tr: Translator) -> str:
    """Which face an absence has, as a sentence."""
    ends = {"sending": tr.of_party(absence.sending), "receiving": tr.of_party(absence.receiving)}
    if absence.face == COVERED:
        where = absence.city or (tr.of_party(absence.state) if absence.state else "")
        key = _COVERED[bool(where), absence.covering == "closed"]
        said = tr(key, where=where, **ends)
        if absence.covering not in ("", "open", "closed"):
            status = tr.status(absence.covering)
            said = tr("absence.face.standing", said=said, status=status)
    elif absence.face == UNKNOWN:
        key = "absence.face.unknown_closed" if absence.closed_mission else "absence.face.unknown"
        said = tr(key, **ends)
    else:
        said = tr("absence.face.none", **ends)
    if absence.certainty == Answer.POSSIBLE:
        said = tr("absence.face.perhaps", said=said)
    return tr.capital(said)


def sentences(atlas: Atlas, selection: Selection, tr: Translator) -> list[str]:
    """How many of the pairs that a selection asks about have a mission, and which face the rest."""
    pairs = asked(selection)
    face = {(a.sending, a.receiving): a.face for a in atlas.once(Rule).absences(pairs, selection)}
    told = [(ends, face.get(ends, _THERE)) for ends in pairs]
    host = _only(selection.receiving, selection.states)
    sender = _only(selection.sending, selection.states)
    sides = {
        "receiving": (host, [one for one in told if one[0][1] == host]),
        "sending": (sender, [one for one in told if one[0][0] == sender]),
    }
    if len(pairs) == _ONE or sum(len(own) for _, own in sides.values()) != len(pairs):
        return [_counted("pairs", told, "", tr)]
    return [_counted(what, own, code, tr) for what, (code, own) in sides.items() if own]


def _only(named: tuple[str, ...], either: tuple[str, ...]) -> str:
    """The one code that is named, on this side or on either; blank where there are several."""
    codes = named or either
    return codes[0] if len(codes) == _ONE else ""


def _counted(what: str, told: list[tuple[tuple[str, str], str]], code: str, tr: Translator) -> str:
    counts = Counter(face for _, face in told)
    parts = [
        tr(f"absence.count.{what}.{face}", count=counts[face])
        for face in (_THERE, *FACES)
        if counts[face]
    ]
    if code:
        party = tr.of_party(code)
        return tr.capital(tr(f"absence.counted.{what}", party=party, what="; ".join(parts)))
    pairs = tr("absence.counted.total", count=len(told))
    return tr("absence.counted.pairs", pairs=pairs, what="; ".join(parts))
