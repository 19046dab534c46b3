"""Pairs of states: the matrix of all, reciprocity, and the states that host two parties."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import dates, parties
from geo.atlas import Atlas
from geo.errors import InvalidSelection, quoted
from geo.reports.networks.counting import ABSENT, Counting, Level, counted
from geo.selection import Selection

ORDERS: Final = ("region", "cluster", "name")  # Of a matrix: region is a part of a continent
RECIPROCITY: Final = ("mutual", "one_sided", "none", "no_data")
HOSTS: Final = ("both", "only_a", "only_b", "known_a", "known_b", "none_known")
WORDS: Final = np.array([one.word for one in Level], dtype=object)
MARKS: Final = dict(zip((*WORDS, ""), "·×↗–○◐● ", strict=True))  # A mark for each word


def matrix(atlas: Atlas, selection: Selection | None = None, order: str = "region") -> pd.DataFrame:
    """What is known of the missions of each sending state in each receiving one.

    Parameters
    ----------
    order
        One of :data:`ORDERS`. ``cluster`` puts states with like networks beside each other, by
        the second eigenvector of the network's normalised Laplacian (spectral seriation: Atkins,
        Boman and Hendrickson 1998).

    Returns
    -------
    pandas.DataFrame
        Codes of sending × receiving states, without those of which nothing at all is known.
        Values: ``embassy``, ``other`` (consulates, offices), ``possible``, ``left_out`` (only
        missions that the selection leaves out), ``non_resident``, ``none`` (confirmed),
        ``no_data``; blank for a pair that is none.

    Examples
    --------
    >>> import geo
    >>> table = geo.matrix(geo.Atlas.open(), geo.Selection(as_of="2015-12-31"))
    >>> table.loc["PRK", "VEN"]
    'embassy'
    """
    if order not in ORDERS:
        raise no_choice(order, ORDERS)
    one = counted(atlas, selection or Selection())
    shown, known = one.levels > Level.LEFT_OUT, one.levels > Level.NO_DATA
    told: NDArray[np.bool_] = np.where(one.asked, known, one.pairs & shown)
    ordered = _ordered(one, told, order)
    rows, columns = (ordered[np.logical_or.reduce(told, axis=axis)[ordered]] for axis in (1, 0))
    cells, codes = np.where(one.pairs, WORDS[one.levels], ""), np.array(one.codes, dtype=object)
    return pd.DataFrame(cells[np.ix_(rows, columns)], index=codes[rows], columns=codes[columns])


def _ordered(counting: Counting, told: NDArray[np.bool_], order: str) -> NDArray[np.intp]:
    codes = counting.codes
    names = np.array([parties.fold(parties.party_by_code(code).short) for code in codes])
    if order == "name":
        return np.argsort(names, kind="stable")
    if order == "region":
        return np.lexsort((names, np.array([parties.region(code) or "~" for code in codes])))
    there = (told & (counting.levels >= Level.OTHER)).astype(float)
    weights = there + there.T
    inner, line = np.flatnonzero(weights.any(axis=1)), np.full(len(codes), np.inf)
    if len(inner) > 1:
        within = weights[np.ix_(inner, inner)]
        root = 1.0 / np.sqrt(within.sum(axis=1))
        _, vectors = np.linalg.eigh(np.eye(len(inner)) - within * np.outer(root, root))
        line[inner] = vectors[:, 1] * root * np.sign(vectors[np.abs(vectors[:, 1]).argmax(), 1])
    return np.argsort(line, kind="stable")


def reciprocity(atlas: Atlas, selection: Selection | None = None) -> pd.DataFrame:
    """Which pairs of states have missions in each other.

    Returns
    -------
    pandas.DataFrame
        One row a pair of the selection: ``a``, ``b``, ``reciprocity`` (``mutual``; one_sided:
        a mission in one, and surely none of the other; ``none``: surely in neither; ``no_data``: a
        direction is not surely known), ``a_in_b`` and ``b_in_a``, words of :func:`matrix`.

    Examples
    --------
    >>> import geo
    >>> pairs = geo.reciprocity(geo.Atlas.open(), geo.Selection(among=("VEN", "PRK")))
    >>> pairs["reciprocity"].tolist()
    ['mutual']
    """
    return of_pairs(counted(atlas, selection or Selection()))


def of_pairs(counting: Counting) -> pd.DataFrame:
    """The same of what was counted."""
    a, b = np.nonzero(np.triu(counting.asked | counting.asked.T))
    there, back = counting.levels[a, b], counting.levels[b, a]
    known = [level >= Level.OTHER for level in (there, back)]
    absent = [np.isin(level, ABSENT) for level in (there, back)]
    mixed = (known[0] & absent[1]) | (known[1] & absent[0])
    which = np.select([known[0] & known[1], mixed, absent[0] & absent[1]], [0, 1, 2], 3)
    codes, said = (np.array(one, dtype=object) for one in (counting.codes, RECIPROCITY))
    table = {"a": codes[a], "b": codes[b], "reciprocity": said[which]}
    found = pd.DataFrame({**table, "a_in_b": WORDS[there], "b_in_a": WORDS[back]})
    order = np.lexsort((b, a, -np.maximum(there, back), which))
    return found.iloc[order].reset_index(drop=True)


def hosts_both(atlas: Atlas, a: str, b: str, selection: Selection | None = None) -> pd.DataFrame:
    """Which states host missions of both of two parties, such as the two Koreas.

    Parameters
    ----------
    a, b
        Two parties: codes or exact names.
    selection
        Which missions count, on which day; the states that it names do not.

    Returns
    -------
    pandas.DataFrame
        One row a state of the day: ``code``, ``name``, ``hosts`` (``both``; ``only_a``,
        ``only_b``: the other surely has none; ``known_a``, ``known_b``: of the other it is not
        known; ``none_known``), ``a`` and ``b``, words of :func:`matrix`.

    Examples
    --------
    >>> import geo
    >>> hosts = geo.hosts_both(geo.Atlas.open(), "PRK", "KOR").set_index("code")["hosts"]
    >>> hosts["VEN"]
    'both'
    """
    chosen = unnamed(selection or Selection())
    ends = different((a, b), chosen.as_of_day)
    counting = counted(atlas, chosen)
    numbers = np.array([counting.codes.index(code) for code in ends])
    hosts = np.setdiff1d(np.flatnonzero(counting.receiving), numbers)
    first, second = levels = counting.levels[np.ix_(numbers, hosts)]
    sure, none = levels >= Level.OTHER, np.isin(levels, ABSENT)
    cases = [sure.all(axis=0), sure[0] & none[1], sure[1] & none[0], sure[0], sure[1]]
    which = np.select(cases, [*range(len(cases))], len(cases))
    codes = [counting.codes[number] for number in hosts.tolist()]
    said = {"hosts": np.array(HOSTS, dtype=object)[which], "a": WORDS[first], "b": WORDS[second]}
    found = pd.DataFrame({"code": codes, "name": names(codes), **said}, dtype=object)
    return found.iloc[np.lexsort((found["name"], which))].reset_index(drop=True)


def no_choice(text: str, known: Sequence[str]) -> InvalidSelection:
    """The error that a word is none of those known."""
    listed = ", ".join(known)
    return InvalidSelection().keyed("error.address.choice", text=quoted(text), known=listed)


def two(given: Sequence[str]) -> tuple[str, str]:
    """Two names of parties, as they are given."""
    if len(given) != 2:
        raise InvalidSelection().keyed("error.network.two", number=len(given))
    return given[0], given[1]


def names(codes: Sequence[str]) -> list[str]:
    """English short names of parties."""
    return [parties.party_by_code(code).short for code in codes]


def unnamed(selection: Selection) -> Selection:
    """A selection without the states that it names."""
    return selection.but(states=(), among=(), sending=(), receiving=())


def different(given: Sequence[str], day: int, *, only_states: bool = False) -> tuple[str, ...]:
    """Codes of different parties that exist on a day, in the order in which they are given."""
    found: list[str] = []
    for text in given:
        codes = Selection(states=(text,)).states or (parties.party(text, typed=True).code,)
        one = parties.party_by_code(*codes)
        if only_states and not one.is_state:
            raise InvalidSelection().keyed("error.network.entity", text=quoted(text))
        if one.code in found:
            raise InvalidSelection().keyed("error.network.same", text=quoted(text))
        if one.former and day > dates.day_of(one.ended).toordinal():
            then, successors = dt.date.fromordinal(day).isoformat(), ", ".join(one.successors)
            days = {"day": one.ended, "then": then, "successors": successors}
            raise InvalidSelection().keyed("error.network.former", text=quoted(text), **days)
        found.append(one.code)
    return tuple(found)
