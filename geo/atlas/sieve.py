"""The sieve: which missions a selection lets through, and as what they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo import countries
from geo.atlas import keeping
from geo.claims import NONE, UNDATED, Knowledge
from geo.pack import Pack, split
from geo.selection import Selection
from geo.vocabulary import Answer
from geo.words import ENGLISH

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["Hidden", "Sieve", "State", "name_of"]

_REASONS: Final = {
    "not_yet": "not yet there",
    "undated": "undated",
    "not_known": "not yet told of",
}


@dataclass(frozen=True, slots=True)
class Hidden:
    """What a selection leaves out, and what it shows only as perhaps.

    Attributes
    ----------
    statuses
        Status -> number of missions that all else would show, left out for their status.
    not_yet
        Number of those that there were none of yet on the as-of day.
    undated
        Number of those whose beginning nothing dates, and of which the first evidence is later.
    not_known
        Number of those that no source had told of by the known-on day.
    perhaps
        Number of missions that are shown, but not surely.
    on_undated_sources
        Number of missions that are shown on sources alone that do not say when they were published.
    """

    statuses: Mapping[str, int]
    not_yet: int
    undated: int
    not_known: int
    perhaps: int
    on_undated_sources: int

    @property
    def total(self) -> int:
        """Number of missions left out."""
        return sum(self.counts.values())

    @property
    def counts(self) -> dict[str, int]:
        """Why they are left out -> how many; without those that are none.

        A status, ``not_yet``, ``undated`` or ``not_known``: what
        :meth:`geo.words.Voice.left_out` says.
        """
        counts = {
            **self.statuses,
            "not_yet": self.not_yet,
            "undated": self.undated,
            "not_known": self.not_known,
        }
        return {why: number for why, number in counts.items() if number}

    @property
    def reasons(self) -> dict[str, int]:
        """The same in English, for files."""
        return {_REASONS.get(why) or ENGLISH.status(why): n for why, n in self.counts.items()}


@dataclass(frozen=True, slots=True)
class State:
    """Mission by mission, in the order of the table: what a selection makes of it.

    Attributes
    ----------
    wanted
        Whether all parts but statuses and dates let it through.
    known
        Whether any source had told of it by the known-on day.
    shown
        Whether it is shown.
    status
        Its episode on the day, missing where it was not known.
    placed
        Its placement on the day.
    """

    wanted: NDArray[np.bool_]
    known: NDArray[np.bool_]
    shown: NDArray[np.bool_]
    status: pd.DataFrame
    placed: pd.DataFrame


def name_of(mission: Mapping[str, str]) -> str:
    """The name of a mission: its own, else kind, sending state and city in English.

    Parameters
    ----------
    mission
        Row of the table ``missions``.
    """
    if mission["name"]:
        return mission["name"]
    ends = mission["sending"], mission["receiving"]
    return ENGLISH.label(mission["kind"], *ends, mission["city"])


class Sieve:
    """Which missions of a pack a selection lets through.

    Parameters
    ----------
    pack
        The pack.
    knowledge
        When its sources spoke.
    """

    def __init__(self, pack: Pack, knowledge: Knowledge) -> None:
        self.pack = pack
        self.knowledge = knowledge

    @cached_property
    def episodes(self) -> pd.DataFrame:
        """Status of every mission on both clocks, see :func:`geo.claims.episodes`."""
        return keeping.episodes(self.pack, self.knowledge)

    @cached_property
    def placements(self) -> pd.DataFrame:
        """Position of every mission on both clocks, see :func:`geo.claims.placements`."""
        return keeping.placements(self.pack, self.knowledge)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What each mission is called in English, in the order of the table."""
        return tuple(name_of(row) for row in self.pack.rows["missions"])

    @cached_property
    def haystacks(self) -> tuple[str, ...]:
        """The text that a search looks through, mission by mission in the order of the table.

        Names, city, both states in all languages of the gazetteer, people, Wikidata id;
        without case, accents and punctuation.
        """
        people: dict[str, list[str]] = {}
        for head in self.pack.rows["heads"]:
            people.setdefault(head["mission"], []).append(head["name"])
        states = {
            code: " ".join(sorted({*party.names.values(), party.name, party.short, party.code}))
            for code, party in ((c, countries.party_by_code(c)) for c in self._codes)
        }
        return tuple(
            countries.fold(
                " ".join(
                    (
                        row["id"],
                        name,
                        row["city"],
                        row["wikidata"],
                        states[row["sending"]],
                        states[row["receiving"]],
                        *people.get(row["id"], ()),
                    )
                )
            )
            for row, name in zip(self.pack.rows["missions"], self.names, strict=True)
        )

    @cached_property
    def _codes(self) -> frozenset[str]:
        rows = self.pack.rows["missions"]
        return frozenset({r["sending"] for r in rows} | {r["receiving"] for r in rows})

    @cached_property
    def resting(self) -> tuple[frozenset[str], ...]:
        """Ids of the sources that say anything of each mission, in the order of the table."""
        found: dict[str, set[str]] = {row["id"]: set() for row in self.pack.rows["missions"]}
        for table in ("events", "positions", "heads"):
            for row in self.pack.rows[table]:
                found[row["mission"]].update(split(row["sources"]))
        for row in self.pack.rows["claims"]:
            if row["subject"] in found:
                found[row["subject"]].add(row["source"])
        return tuple(frozenset(sources) for sources in found.values())

    @cached_property
    def told(self) -> Mapping[str, list[tuple[str, int]]]:
        """Id of a mission -> the sources of its events, each with the day it was known from."""
        found: dict[str, list[tuple[str, int]]] = {}
        for row in self.pack.rows["events"]:
            for source in split(row["sources"]):
                known = self.knowledge.of([source]).perhaps
                found.setdefault(row["mission"], []).append((source, known))
        return found

    @cached_property
    def undated(self) -> NDArray[np.bool_]:
        """Missions none of whose events has a dated source."""
        rows = self.pack.rows["missions"]
        return np.array(
            [self.knowledge.undated(s for s, _ in self.told.get(row["id"], ())) for row in rows],
            dtype=bool,
        )

    @cached_property
    def _columns(self) -> dict[str, NDArray[Any]]:
        rows = self.pack.rows["missions"]
        columns = ("id", "sending", "receiving", "kind")
        found = {name: np.array([row[name] for row in rows], dtype=object) for name in columns}
        found["city"] = np.array([countries.fold(row["city"]) for row in rows], dtype=object)
        return found

    def _wanted(self, chosen: Selection) -> NDArray[np.bool_]:
        """Which missions all parts of a selection but statuses and dates let through."""
        columns = self._columns
        sending, receiving = columns["sending"], columns["receiving"]
        wanted = np.ones(len(sending), dtype=bool)
        if chosen.states:
            wanted &= np.isin(sending, chosen.states) | np.isin(receiving, chosen.states)
        if chosen.among:
            wanted &= np.isin(sending, chosen.among) & np.isin(receiving, chosen.among)
        if chosen.sending:
            wanted &= np.isin(sending, chosen.sending)
        if chosen.receiving:
            wanted &= np.isin(receiving, chosen.receiving)
        if chosen.kinds:
            wanted &= np.isin(columns["kind"], sorted(chosen.kinds_meant))
        if chosen.cities:
            wanted &= np.isin(columns["city"], [countries.fold(city) for city in chosen.cities])
        if chosen.text:
            texts = self.haystacks
            wanted &= np.array([all(t in text for t in chosen.terms) for text in texts], dtype=bool)
        if chosen.sources:
            sources = frozenset(chosen.sources)
            wanted &= np.array([not sources.isdisjoint(told) for told in self.resting], dtype=bool)
        return wanted

    def state(self, chosen: Selection) -> State:
        """Mission by mission, what a selection makes of it.

        Parameters
        ----------
        chosen
            What is shown.

        Returns
        -------
        State
            One entry a mission, in the order of the table.
        """
        wanted = self._wanted(chosen)
        day, known_on = chosen.as_of_day, chosen.known_on_day
        status = _at(self.episodes, day, known_on, len(wanted))
        placed = _at(self.placements, day, known_on, len(wanted))
        known = status["status"].notna().to_numpy()
        names = status["status"].to_numpy(dtype=object)
        if chosen.statuses:
            right = np.isin(names.astype(str), chosen.statuses)
        else:
            right = names != "closed"
        there = known & (names != NONE) & (names != UNDATED)
        shown = wanted & there & right
        if chosen.bbox is not None:
            inside = _inside(placed, chosen.bbox)
            wanted, shown = wanted & inside, shown & inside
        return State(wanted, known, shown, status, placed)

    def hidden(self, chosen: Selection) -> Hidden:
        """What a selection leaves out for its dates or statuses, counted.

        Parameters
        ----------
        chosen
            What is shown.

        Returns
        -------
        Hidden
            The counts.
        """
        state = self.state(chosen)
        left = state.wanted & ~state.shown
        names = state.status["status"].to_numpy(dtype=object)
        told = left & state.known
        counts = {
            str(name): int(np.sum(told & (names == name))) for name in sorted(set(names[told]))
        }
        not_yet, undated = counts.pop(NONE, 0), counts.pop(UNDATED, 0)
        uncertain = state.status["certainty"].to_numpy(dtype=object) == Answer.PERHAPS
        return Hidden(
            counts,
            not_yet,
            undated,
            int(np.sum(left & ~state.known)),
            int(np.sum(state.shown & uncertain)),
            int(np.sum(state.shown & self.undated)),
        )


def _at(stretches: pd.DataFrame, day: int, known_on: int, missions: int) -> pd.DataFrame:
    """The stretch of each mission that holds a day of both clocks; missing where none does."""
    holds = (
        (stretches["begin"].to_numpy() <= day)
        & (day < stretches["end"].to_numpy())
        & (stretches["known_begin"].to_numpy() <= known_on)
        & (known_on < stretches["known_end"].to_numpy())
    )
    return stretches[holds].set_index("mission").reindex(range(missions))


def _inside(placed: pd.DataFrame, bbox: tuple[float, float, float, float]) -> NDArray[np.bool_]:
    west, south, east, north = bbox
    longitude = placed["longitude"].to_numpy(dtype=float)
    latitude = placed["latitude"].to_numpy(dtype=float)
    between = (
        (west <= longitude) & (longitude <= east)
        if west <= east
        else (west <= longitude) | (longitude <= east)
    )
    inside: NDArray[np.bool_] = between & (south <= latitude) & (latitude <= north)
    return inside
