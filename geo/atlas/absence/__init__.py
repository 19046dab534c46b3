"""Absence and its three types: no mission (confirmed), non-resident, no data (decision 9)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

from geo import dates, parties
from geo.atlas import Atlas
from geo.atlas.absence.absence_rule import (
    COVERED,
    FACES,
    KNOWN,
    UNKNOWN,
    Absence,
    AbsenceInterval,
    Rule,
    absence_intervals,
)
from geo.errors import InvalidSelection
from geo.i18n import Translator
from geo.selection import Selection
from geo.vocabulary import STATUSES, Answer, columns_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COVERED", "FACES", "KNOWN", "UNKNOWN", "Absence", "AbsenceInterval"]
__all__ += ["COLUMNS", "PRESENT", "Mark", "absence", "absence_intervals", "absences", "asked"]
__all__ += ["counterparts", "markable", "marked", "named", "number_of_states", "sentence"]
__all__ += ["sentences", "sides"]

COLUMNS: Final = columns_of("absences")  # of :func:`absences`, and the fields of :class:`Absence`
PRESENT: Final = frozenset(STATUSES) - {"closed"}  # Statuses of a mission that exists
_FOUNDED: Final = dt.date(1993, 1, 1).toordinal()
_SOME_FOUNDED: Final = dt.date(1946, 1, 1).toordinal()


def absence(
    atlas: Atlas,
    sending: str,
    receiving: str,
    as_of: str | dt.date | None = None,
    known_on: str | dt.date | None = None,
) -> Absence | None:
    """What is known where no mission of one party is shown in another.

    Parameters
    ----------
    sending, receiving
        The two parties: codes or exact names.
    as_of
        Day that is looked at (EDTF text or date); today by default.
    known_on
        Day up to which sources count; None for all of them.

    Returns
    -------
    Absence or None
        None where a mission is there on the day: open, suspended, announced, in preparation,
        or of unknown status.

    Raises
    ------
    UnknownState, AmbiguousState
        A name is not that of one party.
    InvalidDate
        A day is none.
    InvalidSelection
        Both are the same.

    Examples
    --------
    >>> import geo
    >>> atlas = geo.Atlas.open()
    >>> geo.absence(atlas, "SRB", "VEN").face
    'covered'
    """
    days = [None if day is None else dates.day_of(day).isoformat() for day in (as_of, known_on)]
    ends = [parties.party(name, typed=True).code for name in (sending, receiving)]
    selection = Selection(sending=(ends[0],), receiving=(ends[1],), as_of=days[0], known_on=days[1])
    return next(atlas.once(Rule).absences(asked(selection), selection), None)


def absences(atlas: Atlas, selection: Selection) -> pd.DataFrame:
    """Who has no mission where, of the pairs of states that a selection asks about.

    Parameters
    ----------
    selection
        Names the states, see :func:`asked`; on its two days it is looked.

    Returns
    -------
    pandas.DataFrame
        One row an ordered pair of which no mission is there, by sending and receiving code, with
        the columns of :data:`COLUMNS`.

    Raises
    ------
    InvalidSelection
        It names no state, or no two that could have missions in each other.

    Examples
    --------
    >>> import geo
    >>> atlas = geo.Atlas.open()
    >>> missing = geo.absences(atlas, geo.Selection(receiving=("VEN",)))
    >>> 'SRB' in set(missing['sending'])
    True
    """
    import pandas as pd

    found = atlas.once(Rule).absences(asked(selection), selection)
    return pd.DataFrame(list(found), columns=list(COLUMNS), dtype=object)


def named(selection: Selection) -> tuple[str, ...]:
    """Codes of the parties that a selection names in any place, sorted."""
    parts = selection.states, selection.among, selection.sending, selection.receiving
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


class Mark(NamedTuple):
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


def sentence(absence: Absence, tr: Translator) -> str:
    """Which face an absence has, as a sentence."""
    ends = {"sending": tr.of_party(absence.sending), "receiving": tr.of_party(absence.receiving)}
    if absence.face == COVERED:
        where = absence.city or (tr.of_party(absence.state) if absence.state else "")
        kind = "covered" if where else "covered_elsewhere"
        kind += "_closed" if absence.covering == "closed" else ""
        said = tr(f"absence.face.{kind}", where=where, **ends)
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
    counted = []
    for what, side in (("receiving", 1), ("sending", 0)):
        codes = getattr(selection, what) or selection.states
        code = codes[0] if len(codes) == 1 else ""
        counted.append((what, [ends for ends in pairs if ends[side] == code], code))
    if len(pairs) == 1 or sum(len(own) for _, own, _ in counted) != len(pairs):
        counted = [("pairs", pairs, "")]
    said = []
    for what, own, code in counted:
        counts = Counter(face.get(ends, "there") for ends in own)
        parts = "; ".join(
            tr(f"absence.count.{what}.{one}", count=counts[one])
            for one in ("there", *FACES)
            if counts[one]
        )
        if code and own:
            party = tr.of_party(code)
            said.append(tr.capital(tr(f"absence.counted.{what}", party=party, what=parts)))
        elif own:
            total = tr("absence.counted.total", count=len(own))
            said.append(tr("absence.counted.pairs", pairs=total, what=parts))
    return said
