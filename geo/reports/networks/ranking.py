"""Rankings: states, cities or types by their missions, with the change since an earlier day."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import permutations
from typing import Final

import numpy as np
import pandas as pd

from geo import dates
from geo.atlas import Atlas
from geo.atlas.absence import counterparts
from geo.errors import InvalidSelection, quoted
from geo.i18n import ENGLISH
from geo.reports.networks import pairs
from geo.reports.networks.counting import ABSENT, BY, COLUMNS, ENDS, Counting, Level, counted
from geo.reports.networks.pairs import RECIPROCITY, WORDS, names, unnamed
from geo.selection import Selection


def rank(
    atlas: Atlas,
    selection: Selection | None = None,
    by: str = "receiving",
    since: str | dt.date | None = None,
    coverage: float | str | None = None,
) -> pd.DataFrame:
    """Rank states, cities or types by the missions that are surely there.

    Parameters
    ----------
    by
        ``receiving``, ``sending``, ``city`` or ``kind``.
    since
        An earlier day (EDTF text or date): what was counted then is put beside.
    coverage
        Share from 0 to 1. Rows of which a smaller share of other states is known come last,
        without a place; 0 or None: none of them.

    Returns
    -------
    pandas.DataFrame
        The columns of ``geo.reports.networks.COLUMNS``, the most missions first.

    Raises
    ------
    InvalidDate, InvalidSelection
        A value cannot be, or ``since`` is after the as-of day.

    Examples
    --------
    >>> import geo
    >>> table = geo.rank(geo.Atlas.open(), by="sending")
    >>> bool(table["missions"].is_monotonic_decreasing)
    True
    """
    if by not in BY:
        raise pairs.no_choice(by, BY)
    chosen, least = selection or Selection(), share(coverage)
    before = None if since is None else earlier(chosen, since)
    keys = ["code", "name"]
    table = counted(atlas, chosen).by(by).set_index(keys)
    if before is not None:
        then = counted(atlas, before).by(by).set_index(keys)[["missions", "possible"]]
        gone = then.index[then.sum(axis=1) > 0]
        table = table.reindex(table.index.union(gone), fill_value=0)
        _grow(table, then.reindex(table.index, fill_value=0))
    table = table.reset_index()
    if by != "city":
        codes = table["code"].tolist()
        table["name"] = [*map(ENGLISH.kind, codes)] if by == "kind" else names(codes)
    table["apart"] = table["coverage"] < least
    order = [table["name"], -table["possible"], -table["missions"], table["apart"]]
    table = table.iloc[np.lexsort([column.to_numpy() for column in order])]
    fit = ~table["apart"] & (table["missions"] > 0)
    if by in ENDS:
        fit &= table["code"].isin(counterparts(chosen.as_of_day))
    placed = table["missions"].where(fit).rank(ascending=False, method="min")
    table["place"] = placed.astype("Int64")
    return table[[one for one in COLUMNS if one in table]].reset_index(drop=True)


def _grow(table: pd.DataFrame, then: pd.DataFrame) -> None:
    """Put what was counted on an earlier day beside, and the least and the most change since."""
    before, possible = then["missions"], then["possible"]
    table["before"], table["before_possible"] = before, possible
    table["change_least"] = table["missions"] - before - possible
    table["change_most"] = table["missions"] + table["possible"] - before


def share(value: float | str | None) -> float:
    """A share from 0 to 1, as it is given; 0 for none."""
    try:
        number = float(value or 0.0)
    except ValueError:
        number = np.nan
    if not 0.0 <= number <= 1.0:
        raise InvalidSelection().keyed("error.network.coverage", text=quoted(value))
    return number


def earlier(selection: Selection, since: str | dt.date) -> Selection:
    """The same selection on an earlier day."""
    before = selection.but(as_of=dates.day_of(since).isoformat())
    if before.as_of_day > selection.as_of_day:
        day = dt.date.fromordinal(selection.as_of_day).isoformat()
        raise InvalidSelection().keyed("error.network.since", text=quoted(since), day=day)
    return before


MOST: Final = 5  # States that can be compared at once


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """A comparison of states: a table for each question."""

    states: tuple[str, ...]
    numbers: pd.DataFrame  # A row a state and ``end``, as in a ranking
    # A row a party that receives, states first: who is there (shared, some; exclusive: the others
    # surely have none; only_known: of another it is not known), the ``only`` one, a word of a
    # matrix for each of the states
    receiving: pd.DataFrame
    lacking: pd.DataFrame  # What one surely has, and what is known of another's there
    reciprocity: pd.DataFrame  # A row a state: its pairs by reciprocity
    pairs: pd.DataFrame  # The states with each other

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
    states
        Codes or exact names.
    selection
        Which missions count, on which day; the states that it names do not.
    since
        An earlier day (EDTF text or date), from which growth is counted.

    Raises
    ------
    UnknownState, AmbiguousState, InvalidSelection
        A name is not that of one state of the day, is given twice, or there are too many.

    Examples
    --------
    >>> import geo
    >>> geo.compare(geo.Atlas.open(), ["VEN", "North Korea"]).states
    ('VEN', 'PRK')
    """
    chosen = unnamed(selection or Selection())
    if not 2 <= len(states) <= MOST:
        raise InvalidSelection().keyed("error.network.number", number=len(states), most=MOST)
    codes = pairs.different(states, chosen.as_of_day, only_states=True)
    counting = counted(atlas, chosen)
    numbers = _numbers(counting, codes)
    if since is not None:
        _grow(numbers, _numbers(counted(atlas, earlier(chosen, since)), codes))
    every = pairs.of_pairs(counting)
    within = every[every["a"].isin(codes) & every["b"].isin(codes)].reset_index(drop=True)
    levels = counting.levels[[counting.codes.index(code) for code in codes]]
    receiving, lacking = _receiving(counting, codes, levels), _lacking(counting, codes, levels)
    return Comparison(codes, numbers, receiving, lacking, _reciprocity(every, codes), within)


def _numbers(counting: Counting, codes: Sequence[str]) -> pd.DataFrame:
    tables = [counting.by(end).set_index("code") for end in ENDS]
    rows = [one.reindex([*codes], fill_value=0) for one in tables]
    table = pd.concat(rows, keys=ENDS, names=["end"]).reset_index()
    table["name"] = names(table["code"].tolist())
    return table[["code", "name", "end", *(one for one in COLUMNS if one in tables[0].columns[1:])]]


def _receiving(counting: Counting, codes: Sequence[str], levels: np.ndarray) -> pd.DataFrame:
    """Where any of the states has a mission, and what is known of each of them there."""
    there = np.flatnonzero((levels >= Level.OTHER).any(axis=0))
    sure, hosts = levels[:, there] >= Level.OTHER, [counting.codes[n] for n in there.tolist()]
    held = sure.sum(axis=0)
    # A state cannot have a mission in itself: all others there are all that can be.
    most = len(codes) - np.isin(hosts, codes)
    alone = held + np.isin(levels[:, there], ABSENT).sum(axis=0) == most
    cases = [(held == 1) & alone, held == 1, held == most]
    said = np.select(cases, ["exclusive", "only_known", "shared"], "some").astype(object)
    only = np.where(held == 1, np.array(codes, dtype=object)[sure.argmax(axis=0)], "")
    table = {"code": hosts, "name": names(hosts), "held": said, "only": only}
    own = np.array([hosts]) == np.array([codes]).T
    words = np.where(own, "", WORDS[levels[:, there]])
    frame = pd.DataFrame({**table, **dict(zip(codes, words, strict=True))}, dtype=object)
    order = np.lexsort((frame["name"], frame["only"], -held, ~counting.receiving[there]))
    return frame.iloc[order].reset_index(drop=True)


def _lacking(counting: Counting, codes: Sequence[str], levels: np.ndarray) -> pd.DataFrame:
    rows = []
    for has, lacks in permutations(range(len(codes)), 2):
        hosts = np.flatnonzero((levels[has] >= Level.OTHER) & (levels[lacks] < Level.OTHER))
        found = sorted(zip(names(h := [counting.codes[n] for n in hosts]), h, hosts, strict=True))
        for name, code, number in found:
            if code != codes[lacks]:
                rows.append((codes[has], codes[lacks], code, name, WORDS[levels[lacks, number]]))
    return pd.DataFrame(rows, columns=["has", "lacks", "code", "name", "other_has"], dtype=object)


def _reciprocity(every: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    rows = []
    for code, name in zip(codes, names(codes), strict=True):
        said = every["reciprocity"][(every["a"] == code) | (every["b"] == code)].value_counts()
        rows.append([code, name, *(int(said.get(one, 0)) for one in RECIPROCITY), int(said.sum())])
    return pd.DataFrame(rows, columns=["code", "name", *RECIPROCITY, "pairs"])
