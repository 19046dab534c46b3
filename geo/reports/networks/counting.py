"""Missions of each party and direction, and what is known of all other states: counted once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from geo import parties
from geo.atlas.absence import COVERED, KNOWN, UNKNOWN, counterparts, named, sides
from geo.atlas.absence.absence_rule import Rule
from geo.evidence import UNDATED
from geo.selection import Selection
from geo.vocabulary import KINDS, Answer

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from geo.atlas import Atlas

ENDS: Final = ("sending", "receiving")
GROUPS: Final = ("embassy", "consulate", "liaison")

UNSURE: Final = ("announced", "preparing", "unknown", UNDATED)
"""Statuses of missions that are only possibly there."""


class Level(IntEnum):
    """What is known of one party's missions in another, from least to most."""

    NO_DATA = 0
    NONE = 1
    NON_RESIDENT = 2
    LEFT_OUT = 3
    POSSIBLE = 4
    OTHER = 5
    EMBASSY = 6

    @property
    def word(self) -> str:
        """As tables write it: ``non_resident``."""
        return self.name.lower()


COLUMNS: Final[dict[str, str]] = {
    "code": "code of the party",
    "missions": "missions that are surely there: open or suspended on the day",
    "possible": "missions that are possibly there: undated, of unknown status, not yet open, or "
    "uncertain",
    "embassy": "the sure ones of them that are embassies or rank with them",
    "consulate": "the sure ones that are consulates of any rank",
    "liaison": "the sure ones that are representative or liaison offices",
    "states": "other parties with which it has a sure one",
    "denominator": "other states of the day that are asked about",
    "known": "of these, those of which a mission is surely there",
    "known_possible": "those of which one is only possibly there",
    "left_out": "those of which there are only missions that the selection leaves out",
    "non_resident": "those that are represented from elsewhere",
    "known_none": "those of which a row of coverage says that there is none",
    "no_data": "those of which nothing is known",
    "coverage": "share of the denominator of which something is surely known, 0 to 1",
}
"""The columns of :meth:`Counting.by`."""

_LEVELS: Final = {
    "known": (Level.OTHER, Level.EMBASSY),
    "known_possible": (Level.POSSIBLE,),
    "left_out": (Level.LEFT_OUT,),
    "non_resident": (Level.NON_RESIDENT,),
    "known_none": (Level.NONE,),
    "no_data": (Level.NO_DATA,),
}


_FACES: Final = {
    COVERED: Level.NON_RESIDENT,
    KNOWN: Level.NONE,
    UNKNOWN: Level.NO_DATA,
}


@dataclass(frozen=True, slots=True, eq=False)
class Counting:
    """What a selection shows, counted.

    Attributes
    ----------
    missions
        The missions of :meth:`geo.Atlas.missions` without their geometry, and ``group`` (of
        types) and ``sure``.
    codes
        Codes of all parties: the rows and columns of the next two.
    levels
        Sending × receiving party -> a :class:`Level`.
    sending, receiving
        Whether the selection asks about each party at that end.
    pairs
        Whether it asks about each pair, whoever the parties are.
    """

    missions: pd.DataFrame
    codes: tuple[str, ...]
    levels: NDArray[np.int8]
    sending: NDArray[np.bool_]
    receiving: NDArray[np.bool_]
    pairs: NDArray[np.bool_]

    def level(self, sending: str, receiving: str) -> Level:
        """What is known of one party's missions in another, by their codes."""
        at = self.codes.index
        return Level(int(self.levels[at(sending), at(receiving)]))

    def by(self, end: str) -> pd.DataFrame:
        """Every party at one end, with the columns of :data:`COLUMNS`.

        Parameters
        ----------
        end
            ``sending`` or ``receiving``.

        Returns
        -------
        pandas.DataFrame
            Those that the selection asks about and those that have a mission, by code.
        """
        import pandas as pd

        other = ENDS[1 - ENDS.index(end)]
        own, far = (_numbers(self.missions[name], self.codes) for name in (end, other))
        sure, size = self.missions["sure"].to_numpy(dtype=bool), len(self.codes)
        group = self.missions["group"].to_numpy(dtype=object)

        def count(which: NDArray[np.bool_]) -> NDArray[np.intp]:
            return np.bincount(own[which], minlength=size)

        met = np.zeros((size, size), dtype=bool)
        met[own[sure], far[sure]] = True
        table = {"code": np.array(self.codes, dtype=object), "missions": count(sure)}
        table["possible"] = count(~sure)
        table |= {name: count(sure & (group == name)) for name in GROUPS}
        levels, pairs = self.levels, self.pairs & getattr(self, other)[None, :]
        if end == "receiving":
            levels, pairs = levels.T, self.pairs.T & self.sending[None, :]
        table |= {"states": met.sum(axis=1), "denominator": pairs.sum(axis=1)}
        for name, those in _LEVELS.items():
            table[name] = (np.isin(levels, those) & pairs).sum(axis=1)
        unsure = table["no_data"] + table["known_possible"]
        table["coverage"] = 1.0 - unsure / np.maximum(table["denominator"], 1)
        there = table["missions"] + table["possible"] > 0
        frame = pd.DataFrame(table, columns=list(COLUMNS))
        found: pd.DataFrame = frame[getattr(self, end) | there]
        return found.sort_values("code", ignore_index=True)


def counted(atlas: Atlas, selection: Selection) -> Counting:
    """Count the missions that a selection shows, and what is known of all other states.

    Parameters
    ----------
    atlas
        The atlas.
    selection
        Which missions are counted. Other states are those of its as-of day; those whose only
        missions it leaves out (by type, city, words) are counted as ``left_out``.

    Returns
    -------
    Counting
        The counts.
    """
    shown = atlas.missions(selection)
    missions = shown.drop(columns=["geometry"])
    missions["group"] = missions["kind"].map(KINDS)
    certain = missions["certainty"] == Answer.YES
    missions["sure"] = (certain & ~missions["status"].isin(UNSURE)).to_numpy(dtype=bool)
    codes = tuple(one.code for one in parties.parties())
    levels = atlas.once(_Known).on(selection, codes).copy()
    here = missions[missions["status"] != "closed"]
    ends = [_numbers(here[name], codes) for name in ENDS]
    sure, embassy = here["sure"].to_numpy(), (here["group"] == "embassy").to_numpy()
    undated = (here["status"] == UNDATED).to_numpy()
    # That a state is represented from elsewhere says more than a mission that nothing dates.
    weak = undated & (levels[ends[0], ends[1]] == Level.NON_RESIDENT)
    level = np.where(sure, np.where(embassy, Level.EMBASSY, Level.OTHER), Level.POSSIBLE)
    for each in (Level.POSSIBLE, Level.OTHER, Level.EMBASSY):
        rows = (level == each) & ~weak
        levels[ends[0][rows], ends[1][rows]] = each
    everyone = sorted({*counterparts(selection.as_of_day), *named(selection)})
    sending, receiving = (np.isin(codes, side) for side in sides(selection, everyone))
    pairs = ~np.eye(len(codes), dtype=bool)
    if selection.states:
        one = np.isin(codes, selection.states)
        pairs &= one[:, None] | one[None, :]
        sending, receiving = _with_pairs(pairs, sending, receiving)
    return Counting(missions, codes, levels, sending, receiving, pairs)


def _with_pairs(
    pairs: NDArray[np.bool_], sending: NDArray[np.bool_], receiving: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Those of either end that have any pair left with one of the other."""
    return (
        sending & (pairs & receiving[None, :]).any(axis=1),
        receiving & (pairs & sending[:, None]).any(axis=0),
    )


def _numbers(column: pd.Series, codes: tuple[str, ...]) -> NDArray[np.intp]:
    number = {code: at for at, code in enumerate(codes)}
    return np.array([number[code] for code in column], dtype=np.intp)


class _Known:
    """What is known of every pair whatever the selection shows, by its two days."""

    def __init__(self, atlas: Atlas) -> None:
        self._rule = atlas.once(Rule)
        self._on = lru_cache(maxsize=8)(self._worked_out)

    def on(self, selection: Selection, codes: tuple[str, ...]) -> NDArray[np.int8]:
        days = Selection(as_of=selection.as_of, known_on=selection.known_on)
        return self._on(days, selection.as_of_day, codes)

    def _worked_out(self, days: Selection, day: int, codes: tuple[str, ...]) -> NDArray[np.int8]:
        number = {code: at for at, code in enumerate(codes)}
        levels = np.full((len(codes), len(codes)), Level.NO_DATA, dtype=np.int8)
        for sending, receiving in self._rule.there(days):
            levels[number[sending], number[receiving]] = Level.LEFT_OUT
        for one in self._rule.absences(list(self._rule.told), days):
            levels[number[one.sending], number[one.receiving]] = _FACES[one.face]
        return levels
