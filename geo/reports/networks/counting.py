"""Missions of each party and direction, and what is known of all other states: counted once."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import parties
from geo.atlas import Atlas
from geo.atlas.absence import COVERED, KNOWN, UNKNOWN, counterparts, named, sides
from geo.atlas.absence.absence_rule import Rule
from geo.evidence import UNDATED
from geo.selection import Selection
from geo.vocabulary import KINDS, Answer, columns_of

ENDS: Final = ("sending", "receiving")
BY: Final = ("receiving", "sending", "city", "kind")  # What missions are counted by
GROUPS: Final = ("embassy", "consulate", "liaison")
EMBASSIES: Final = ("embassy", "high_commission", "nunciature")
"""Types that are embassies, and what ranks with them between two states."""

# Type of mission -> one of :data:`GROUPS`; a delegation or mission to the UN is no embassy
COUNTED_AS: Final = {
    kind: "liaison" if group == "embassy" and kind not in EMBASSIES else group
    for kind, group in KINDS.items()
}
UNSURE: Final = ("announced", "preparing", "unknown", UNDATED)  # Statuses of possible missions


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


ABSENT: Final = (Level.NONE, Level.NON_RESIDENT)  # A source says that there is no mission
COLUMNS: Final = columns_of("networks")
"""The columns of :func:`geo.rank`; the last five only with what they are about."""

_LEVELS: Final = {
    "known": (Level.OTHER, Level.EMBASSY),
    "known_possible": (Level.POSSIBLE,),
    "left_out": (Level.LEFT_OUT,),
    "non_resident": (Level.NON_RESIDENT,),
    "known_none": (Level.NONE,),
    "no_data": (Level.NO_DATA,),
}
_FACES: Final = {COVERED: Level.NON_RESIDENT, KNOWN: Level.NONE, UNKNOWN: Level.NO_DATA}


@dataclass(frozen=True, slots=True, eq=False)
class Counting:
    """What a selection shows, counted."""

    missions: pd.DataFrame  # Of the atlas, with ``group`` of types, ``sure`` and ``level``
    codes: tuple[str, ...]  # Of all parties: rows and columns of the next two
    levels: NDArray[np.int8]  # Sending × receiving party -> a :class:`Level`
    pairs: NDArray[np.bool_]  # Whether the selection admits them, whichever states exist
    sending: NDArray[np.bool_]  # Whether it asks about each party as a sending one
    receiving: NDArray[np.bool_]  # The same as a receiving one

    def level(self, sending: str, receiving: str) -> Level:
        """What is known of one party's missions in another, by their codes."""
        return Level(int(self.levels[self.codes.index(sending), self.codes.index(receiving)]))

    @property
    def asked(self) -> NDArray[np.bool_]:
        """Whether the selection asks about each sending × receiving party."""
        return self.pairs & self.sending[:, None] & self.receiving[None, :]

    def by(self, what: str) -> pd.DataFrame:
        """Parties of the selection, and parties, cities or types that have missions."""
        names, own, far, levels, pairs, kept = self._table(what)
        sure = self.missions["sure"].to_numpy(dtype=bool)
        which = {"missions": sure, "possible": ~sure}
        which |= {name: sure & (self.missions["group"] == name).to_numpy() for name in GROUPS}
        table: dict[str, NDArray[Any]] = {one: names[one].to_numpy() for one in ("code", "name")}
        for name, rows in which.items():
            table[name] = np.bincount(own[rows], minlength=len(names))
        met = np.zeros(levels.shape, dtype=bool)
        met[own[sure], far[sure]] = True
        table |= {"states": met.sum(axis=1), "denominator": pairs.sum(axis=1)}
        for name, those in _LEVELS.items():
            table[name] = (np.isin(levels, those) & pairs).sum(axis=1)
        surely = table["denominator"] - table["no_data"] - table["known_possible"]
        table["coverage"] = surely / np.maximum(table["denominator"], 1)
        there = kept | (table["missions"] + table["possible"] > 0)
        found: pd.DataFrame = pd.DataFrame(table)[there]
        return found.sort_values(["code", "name"], ignore_index=True)

    def _table(self, what: str) -> tuple[pd.DataFrame, Any, Any, Any, Any, Any]:
        """Names of the rows; row and column of each mission; cells; which count; rows kept."""
        sent, received = (_numbers(self.missions[name], self.codes) for name in ENDS)
        names = pd.DataFrame({"code": self.codes, "name": self.codes}, dtype=object)
        to = self.pairs & self.receiving[None, :]
        of = (self.pairs & self.sending[:, None]).T
        if what == "sending":
            return names, sent, received, self.levels, to, self.sending
        if what == "receiving":
            return names, received, sent, self.levels.T, of, self.receiving
        keys = "receiving" if what == "city" else what, what
        groups = self.missions.groupby(list(dict.fromkeys(keys)), sort=False)
        own, units = groups.ngroup().to_numpy(), groups.head(1)
        names = pd.DataFrame({"code": units[keys[0]], "name": units[keys[1]]}, dtype=object)
        # A pair that has missions elsewhere, or of another type, is left out of this row.
        levels = np.minimum(self.levels, Level.LEFT_OUT)
        if what == "city":
            host = _numbers(names["code"], self.codes)
            far, levels, asked = sent, levels.T[host], of[host]
        else:
            # The columns of a type are pairs of parties.
            far, shape = sent * len(self.codes) + received, (len(names), levels.size)
            levels = np.broadcast_to(levels.ravel(), shape).copy()
            asked = np.broadcast_to(self.asked.ravel(), shape)
        _lay(levels, own, far, self.missions)
        return names, own, far, levels, asked, np.zeros(len(names), dtype=bool)


def counted(atlas: Atlas, selection: Selection) -> Counting:
    """Count the missions that a selection shows, and what is known of all other states."""
    missions = atlas.missions(selection).drop(columns=["geometry"])
    missions["group"] = missions["kind"].map(COUNTED_AS)
    sure = (missions["certainty"] == Answer.YES) & ~missions["status"].isin(UNSURE)
    level = np.where(missions["group"] == "embassy", Level.EMBASSY, Level.OTHER)
    level = np.where(sure, level, Level.POSSIBLE)
    missions["sure"] = sure.to_numpy(dtype=bool)
    missions["level"] = np.where(missions["status"] == "closed", Level.NO_DATA, level)
    codes = tuple(one.code for one in parties.parties())
    days = Selection(as_of=selection.as_of, known_on=selection.known_on)
    levels = atlas.once(_known)(days, selection.as_of_day, codes).copy()
    own, far = (_numbers(missions[name], codes) for name in ENDS)
    _lay(levels, own, far, missions)
    everyone = sorted({*counterparts(selection.as_of_day), *named(selection)})
    sending, receiving = (np.isin(codes, side) for side in sides(selection, everyone))
    pairs: NDArray[np.bool_] = ~np.eye(len(codes), dtype=bool)
    if selection.states:
        one = np.isin(codes, selection.states)
        pairs = pairs & (one[:, None] | one[None, :])
        left = pairs & sending[:, None] & receiving[None, :]
        sending, receiving = (np.logical_or.reduce(left, axis=axis) for axis in (1, 0))
    return Counting(missions, codes, levels, pairs, sending, receiving)


def _lay(levels: NDArray[np.int8], own: Any, far: Any, missions: pd.DataFrame) -> None:
    """Write into the cells of missions what is known by them."""
    level = missions["level"].to_numpy(dtype=np.int8)
    undated = (missions["status"] == UNDATED).to_numpy(dtype=bool)
    # That a state is represented from elsewhere says more than a mission that nothing dates.
    weak = undated & (levels[own, far] == Level.NON_RESIDENT)
    for each in (Level.POSSIBLE, Level.OTHER, Level.EMBASSY):
        rows = (level == each) & ~weak
        levels[own[rows], far[rows]] = each


def _numbers(column: pd.Series, codes: tuple[str, ...]) -> NDArray[np.intp]:
    return pd.Index(codes).get_indexer(pd.Index(column, dtype=object))


def _known(atlas: Atlas) -> Callable[[Selection, int, tuple[str, ...]], NDArray[np.int8]]:
    """What is known of every pair whatever the selection shows, by its two days."""
    rule = atlas.once(Rule)

    @lru_cache(maxsize=8)
    def on(days: Selection, _: int, codes: tuple[str, ...]) -> NDArray[np.int8]:
        number = {code: at for at, code in enumerate(codes)}
        levels = np.full((len(codes), len(codes)), Level.NO_DATA, dtype=np.int8)
        for sending, receiving in rule.there(days):
            levels[number[sending], number[receiving]] = Level.LEFT_OUT
        for one in rule.absences(list(rule.rows), days):
            levels[number[one.sending], number[one.receiving]] = _FACES[one.face]
        return levels

    return on
