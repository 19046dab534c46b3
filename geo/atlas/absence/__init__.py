"""Absence and its three types: no mission (confirmed), non-resident, no data (decision 9)."""

from __future__ import annotations

import datetime as dt
from dataclasses import astuple
from typing import TYPE_CHECKING, Final

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
from geo.atlas.absence.pairs import (
    PRESENT,
    Mark,
    asked,
    counterparts,
    markable,
    marked,
    named,
    number_of_states,
    sentence,
    sentences,
    sides,
)
from geo.selection import Selection
from geo.vocabulary import columns_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "COLUMNS",
    "COVERED",
    "FACES",
    "KNOWN",
    "PRESENT",
    "UNKNOWN",
    "Absence",
    "AbsenceInterval",
    "Mark",
    "absence",
    "absence_intervals",
    "absences",
    "asked",
    "counterparts",
    "markable",
    "marked",
    "named",
    "number_of_states",
    "sentence",
    "sentences",
    "sides",
]

COLUMNS: Final = columns_of("absences")
"""The columns of :func:`absences`, and the fields of :class:`Absence`."""


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
    return pd.DataFrame(map(astuple, found), columns=list(COLUMNS), dtype=object)
