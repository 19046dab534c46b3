"""Absence and its three types: no mission (confirmed), non-resident, no data.

Missing is not absent. That the dataset has no mission of one state in another says nothing by
itself;
a row of ``coverage`` does, if its sources had told of it and its dates admit the day::

    absence(atlas, "SRB", "VEN").face     # "covered", from Havana
    absence(atlas, "ALB", "VEN").face     # "unknown": the dataset does not say
    absence(atlas, "CUB", "VEN")          # None: its embassy is in the atlas

The rule is in :mod:`geo.atlas.absence.absence_rule`; which pairs a selection asks about, in
:mod:`geo.atlas.absence.pairs`. A mission counts where its row says that it is received: one in a
territory with a code of its own (Hong Kong, Aruba) is one in that territory.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import astuple
from typing import TYPE_CHECKING, Final

from geo import dates, parties
from geo.atlas import Atlas
from geo.atlas.absence.absence_rule import COVERED, FACES, KNOWN, UNKNOWN, Absence, Rule
from geo.atlas.absence.intervals import AbsenceInterval, absence_intervals
from geo.atlas.absence.marks import PRESENT, Mark, markable, marked
from geo.atlas.absence.pairs import asked, counterparts, named, number_of_states, sides
from geo.atlas.absence.text import sentence, sentences
from geo.selection import Selection

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

COLUMNS: Final[dict[str, str]] = {
    "sending": "code of the sending party",
    "receiving": "code of the receiving party",
    "face": "none (no mission, confirmed), covered (non-resident) or unknown (no data)",
    "certainty": "yes or `perhaps` (possibly); blank if the face is unknown",
    "row": "id of the row of coverage",
    "mission": "id of the accredited mission, if the dataset has it",
    "city": "city of the accredited mission",
    "state": "code of the state in which that city lies",
    "wikidata": "Wikidata id of the accredited mission",
    "covering": "status of the accredited mission on the date, if the dataset has it",
    "valid": "when (EDTF); blank if not known",
    "sense": "meaning of that date",
    "sources": "ids of the sources, joined with |",
    "attributed_to": "person or body that the sources cite for it",
    "reason": "note",
    "also": "ids of further rows of coverage that contradict it, joined with |",
    "closed": "when the last known mission there closed (EDTF); blank for none",
    "closed_mission": "id of that mission",
}
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
    atlas
        The atlas.
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
    atlas
        The atlas.
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
