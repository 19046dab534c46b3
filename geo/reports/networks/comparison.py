"""A comparison of up to five states: whom they share, who alone is where, and how they grew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import permutations
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo.errors import InvalidSelection
from geo.reports.networks.counting import COLUMNS, ENDS, Counting, Level, counted
from geo.reports.networks.pairs import RECIPROCITY, WORDS, different, names, of_pairs, unnamed
from geo.reports.networks.ranking import earlier, grow
from geo.selection import Selection

if TYPE_CHECKING:
    from geo.atlas import Atlas

MOST: Final = 5
"""States that can be compared at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """A comparison of states: their codes, and a table for each question.

    Attributes
    ----------
    states
        Codes, in the order in which they were given.
    numbers
        A row a state and direction (``end``), counted as in :meth:`Counting.by`; with an earlier
        day also the last columns of :func:`rank`.
    receiving
        A row a receiving state in which any of them surely has a mission: code, name, ``held``
        (``shared`` by all, ``some``, ``exclusive``), ``only`` the code of the one that is there,
        and a column with a word of a matrix for each of the states.
    lacking
        What one surely ``has`` and another ``lacks``: code and name of the receiving state, and
        what is ``known`` of a mission of the other there.
    reciprocity
        A row a state: with how many other states it is mutual, one_sided, none, no_data; of
        ``pairs``.
    pairs
        The same of the states with each other, see :func:`reciprocity`.
    """

    states: tuple[str, ...]
    numbers: pd.DataFrame
    receiving: pd.DataFrame
    lacking: pd.DataFrame
    reciprocity: pd.DataFrame
    pairs: pd.DataFrame

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by name."""
        return {one.name: getattr(self, one.name) for one in fields(self)[1:]}


def compare(
    atlas: Atlas,
    states: Sequence[str],
    selection: Selection | None = None,
    since: str | dt.date | None = None,
) -> Comparison:
    """Compare the networks of two to five states.

    Parameters
    ----------
    atlas
        The atlas.
    states
        Codes or exact names.
    selection
        Which missions count, and on which day; the states that it names do not.
    since
        An earlier day (EDTF text or date), from which growth is counted.

    Returns
    -------
    Comparison
        The tables.

    Raises
    ------
    UnknownState, AmbiguousState
        A name is not that of one state.
    InvalidSelection
        There are too few or too many, one is given twice, is no state or had ended by the day;
        or ``since`` is after the as-of day.

    Examples
    --------
    >>> import geo
    >>> found = geo.compare(geo.Atlas.open(), ["VEN", "North Korea"])
    >>> found.states
    ('VEN', 'PRK')
    """
    chosen = unnamed(selection or Selection())
    if not 2 <= len(states) <= MOST:
        raise InvalidSelection().keyed("error.network.number", number=len(states), most=MOST)
    codes = different(states, chosen.as_of_day, only_states=True)
    counting = counted(atlas, chosen)
    numbers = _numbers(counting, codes)
    if since is not None:
        before = _numbers(counted(atlas, earlier(chosen, since)), codes)
        grow(numbers, before)
    every = of_pairs(counting)
    within = every[every["a"].isin(codes) & every["b"].isin(codes)].reset_index(drop=True)
    levels = counting.levels[[counting.codes.index(code) for code in codes]]
    receiving, lacking = _receiving(counting, codes, levels), _lacking(counting, codes, levels)
    return Comparison(codes, numbers, receiving, lacking, _reciprocity(every, codes), within)


def _numbers(counting: Counting, codes: Sequence[str]) -> pd.DataFrame:
    tables = [counting.by(end).set_index("code") for end in ENDS]
    rows = [one.reindex([*codes], fill_value=0) for one in tables]
    table = pd.concat(rows, keys=ENDS, names=["end"]).reset_index()
    table["name"] = names(table["code"].tolist())
    return table[["code", "name", "end", *[*COLUMNS][2:]]]


def _receiving(counting: Counting, codes: Sequence[str], levels: np.ndarray) -> pd.DataFrame:
    """Where any of the states has a mission, and what is known of each of them there."""
    there = np.flatnonzero((levels >= Level.OTHER).any(axis=0))
    sure, hosts = levels[:, there] >= Level.OTHER, [counting.codes[n] for n in there.tolist()]
    held = sure.sum(axis=0)
    # A state cannot have a mission in itself: all others there are all that can be.
    most = len(codes) - np.isin(hosts, codes)
    said = np.select([held == 1, held == most], ["exclusive", "shared"], "some").astype(object)
    only = np.where(held == 1, np.array(codes, dtype=object)[sure.argmax(axis=0)], "")
    table = {"code": hosts, "name": names(hosts), "held": said, "only": only}
    own = np.array([hosts]) == np.array([codes]).T
    words = np.where(own, "", WORDS[levels[:, there]])
    frame = pd.DataFrame({**table, **dict(zip(codes, words, strict=True))}, dtype=object)
    return frame.iloc[np.lexsort((frame["name"], frame["only"], -held))].reset_index(drop=True)


def _lacking(counting: Counting, codes: Sequence[str], levels: np.ndarray) -> pd.DataFrame:
    rows = []
    for has, lacks in permutations(range(len(codes)), 2):
        hosts = np.flatnonzero((levels[has] >= Level.OTHER) & (levels[lacks] < Level.OTHER))
        found = sorted(zip(names(h := [counting.codes[n] for n in hosts]), h, hosts, strict=True))
        for name, code, number in found:
            if code != codes[lacks]:
                rows.append((codes[has], codes[lacks], code, name, WORDS[levels[lacks, number]]))
    return pd.DataFrame(rows, columns=["has", "lacks", "code", "name", "known"], dtype=object)


def _reciprocity(every: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    rows = []
    for code, name in zip(codes, names(codes), strict=True):
        said = every["reciprocity"][(every["a"] == code) | (every["b"] == code)].value_counts()
        rows.append([code, name, *(int(said.get(one, 0)) for one in RECIPROCITY), int(said.sum())])
    return pd.DataFrame(rows, columns=["code", "name", *RECIPROCITY, "pairs"])
