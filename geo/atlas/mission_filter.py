"""The sieve: which missions a selection lets through, and as what they are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo import dates, evidence, parties
from geo.atlas import cache
from geo.atlas.index import Index
from geo.dataset import MODELS, Coverage, Dataset
from geo.evidence import NONE, UNDATED, PublicationIndex
from geo.i18n import ENGLISH
from geo.selection import Selection
from geo.vocabulary import Answer

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

_DAYS: Final = 16
_STATES: Final = 32
_REASONS: Final = {
    "not_yet": "not yet open",
    "undated": "not known whether open yet",
    "not_known": "not yet reported",
}


@dataclass(frozen=True, slots=True)
class Hidden:
    """Numbers of missions that a selection leaves out, and of those shown as possible only."""

    statuses: Mapping[str, int]  # Left out for their status alone
    not_yet: int  # Left out: none yet on the as-of day
    undated: int  # Left out: nothing dates their beginning; evidence is later
    not_known: int  # Left out: reported after the known-on day
    perhaps: int  # Shown
    on_undated_sources: int  # Shown: their sources do not say when they were published
    undated_shown: int  # Shown

    @property
    def total(self) -> int:
        """Number of missions left out."""
        return sum(self.counts.values())

    @property
    def counts(self) -> dict[str, int]:
        """Status, ``not_yet``, ``undated`` or ``not_known`` -> how many; without zeros."""
        counts = {**self.statuses, **{why: getattr(self, why) for why in _REASONS}}
        return {why: number for why, number in counts.items() if number}

    @property
    def reasons(self) -> dict[str, int]:
        """The same in English, for files."""
        return {_REASONS.get(why) or ENGLISH.status(why): n for why, n in self.counts.items()}


@dataclass(frozen=True, slots=True)
class State:
    """Mission by mission, in the order of the table: what a selection makes of it."""

    wanted: NDArray[np.bool_]
    known: NDArray[np.bool_]
    shown: NDArray[np.bool_]
    status_interval: NDArray[np.intp]
    placement: NDArray[np.intp]
    undated: NDArray[np.bool_]


def name_of(mission: Mapping[str, str]) -> str:
    """The name of a mission: its own, else kind, sending state and city in English."""
    if mission["name"]:
        return mission["name"]
    ends = mission["sending"], mission["receiving"]
    return ENGLISH.label(mission["kind"], *ends, mission["city"])


def between_named(chosen: Selection, a: str, b: str, third: str) -> bool:
    """Whether a selection names the two parties of a relation, or the third it goes through."""
    return (
        (not chosen.states or not {a, b, third}.isdisjoint(chosen.states))
        and (not chosen.among or {a, b} <= set(chosen.among))
        and (not chosen.sending or a in chosen.sending)
        and (not chosen.receiving or b in chosen.receiving)
    )


def accredited_from(dataset: Dataset, row: Coverage) -> tuple[str, str]:
    """City and state of the mission that a row of coverage names; blank where not known."""
    mission = dataset.missions.by_id.get(row.mission)
    city, state = (mission.city, mission.receiving) if mission else ("", "")
    return row.city or city, row.state or state


class MissionFilter:
    """Which missions of a dataset a selection lets through."""

    def __init__(self, dataset: Dataset, publication: PublicationIndex) -> None:
        self.dataset = dataset
        self.publication = publication
        self.seen = Seen(dataset, publication)
        # A page asks several things of one selection, and only its dates can change meanwhile.
        self._state = lru_cache(maxsize=_STATES)(self._worked_out)
        self.heard = lru_cache(maxsize=_STATES)(self._heard)
        self.passing = lru_cache(maxsize=_STATES)(self._passing)

    @cached_property
    def status_intervals(self) -> pd.DataFrame:
        """Status of every mission on both clocks, see :func:`geo.evidence.status_intervals`."""
        return cache.compiled("status_intervals", self.dataset, self.publication)

    @cached_property
    def placements(self) -> pd.DataFrame:
        """Position of every mission on both clocks, see :func:`geo.evidence.placements`."""
        return cache.compiled("placements", self.dataset, self.publication)

    @property
    def numbers(self) -> Mapping[str, int]:
        """Id of a mission -> its row in the table."""
        return self.dataset.missions.numbers

    @cached_property
    def index(self) -> Index:
        """What finds things by words; made when it is first asked."""
        return Index(self.dataset)

    @cached_property
    def resting(self) -> tuple[frozenset[str], ...]:
        """Ids of the sources that say anything of each mission, in the order of the table."""
        data = self.dataset

        def told(id: str) -> Iterator[str]:
            for table in (data.events, data.positions, data.heads):
                yield from (source for one in table.of_mission(id) for source in one.sources)
            yield from (one.source for one in data.claims.about(id))

        return tuple(frozenset(told(mission.id)) for mission in data.missions)

    @cached_property
    def told(self) -> Mapping[str, list[tuple[str, int]]]:
        """Id of a mission -> the sources of its events, each with the day it was known from."""
        found: dict[str, list[tuple[str, int]]] = {}
        for event in self.dataset.events:
            for source in event.sources:
                known = self.publication.of([source]).possibly
                found.setdefault(event.mission, []).append((source, known))
        return found

    def _heard(self, known_on: int) -> tuple[frozenset[str], ...]:
        """The sources of each mission's events published by a day, in the table's order."""
        same: dict[frozenset[str], frozenset[str]] = {}
        told = (self.told.get(mission.id, ()) for mission in self.dataset.missions)
        found = (frozenset(source for source, on in pairs if on <= known_on) for pairs in told)
        return tuple(same.setdefault(sources, sources) for sources in found)

    @cached_property
    def undated(self) -> NDArray[np.bool_]:
        """Missions none of whose events has a dated source."""
        told = (self.told.get(mission.id, ()) for mission in self.dataset.missions)
        undated = (self.publication.undated(source for source, _ in pairs) for pairs in told)
        return np.fromiter(undated, dtype=bool)

    @cached_property
    def columns(self) -> dict[str, NDArray[Any]]:
        """The columns of the table ``missions`` and ``called``, the English name; read only."""
        missions = self.dataset.missions
        found = {name: [one[name] for one in missions] for name in MODELS["missions"].columns}
        found["called"] = [name_of(one) for one in missions]
        return {name: np.array(texts, dtype=object) for name, texts in found.items()}

    @cached_property
    def intervals(self) -> tuple[dict[str, NDArray[Any]], dict[str, NDArray[Any]]]:
        """The columns of status_intervals and of placements; do not change them."""
        return _arrays(self.status_intervals), _arrays(self.placements)

    @cached_property
    def _coded(self) -> dict[str, tuple[tuple[str, ...], NDArray[np.intp]]]:
        """Column of the missions -> its distinct texts, and the number of each row's."""
        columns = {name: self.columns[name].tolist() for name in ("sending", "receiving", "kind")}
        columns["city"] = [parties.fold(text) for text in self.columns["city"].tolist()]
        return {name: _coded(texts) for name, texts in columns.items()}

    def _is_one_of(self, name: str, wanted: Collection[str]) -> NDArray[np.bool_]:
        texts, codes = self._coded[name]
        found: NDArray[np.bool_] = np.array([text in wanted for text in texts], dtype=bool)[codes]
        return found

    def _passing(self, chosen: Selection) -> NDArray[np.bool_]:
        """Which missions all parts of a selection but statuses, dates and box let through."""
        wanted = np.ones(len(self.dataset.missions), dtype=bool)
        if not wanted.size:
            return wanted
        one_of = self._is_one_of
        if chosen.states:
            wanted &= one_of("sending", chosen.states) | one_of("receiving", chosen.states)
        for name, asked in (
            *(("sending", chosen.among), ("receiving", chosen.among)),
            *(("sending", chosen.sending), ("receiving", chosen.receiving)),
            ("kind", chosen.kinds and chosen.kinds_meant),
            ("city", {parties.fold(city) for city in chosen.cities}),
        ):
            if asked:
                wanted &= one_of(name, asked)
        if chosen.text:
            wanted &= self.index.missions(chosen.text)
        if chosen.sources:
            sources = frozenset(chosen.sources)
            wanted &= np.array([not sources.isdisjoint(told) for told in self.resting], dtype=bool)
        return wanted

    def state(self, chosen: Selection) -> State:
        """Mission by mission, what a selection makes of it."""
        return self._state(chosen, chosen.as_of_day, chosen.known_on_day)

    def _worked_out(self, chosen: Selection, day: int, known_on: int) -> State:
        wanted = self.passing(chosen)  # not to be changed
        told, placed = self.intervals
        status_interval = _at(told, day, known_on, len(wanted))
        placement = _at(placed, day, known_on, len(wanted))
        known = status_interval >= 0
        right, there = self._statuses(chosen.statuses)
        late = dates.LAST if chosen.undated_days < 0 else told["end"][status_interval] - day
        possible = np.append(told["possible"].astype(bool), False)[status_interval]
        undated = possible & (late <= chosen.undated_days) & wanted & known
        shown = (wanted & known & (right & there)[status_interval]) | undated
        if chosen.bbox is not None:
            inside = _inside(placed, placement, chosen.bbox)
            wanted, shown, undated = wanted & inside, shown & inside, undated & inside
        return State(wanted, known, shown, status_interval, placement, undated)

    def _statuses(self, asked: Collection[str]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """For each episode whether its status is asked for, and whether there is a mission."""
        names, codes = self._status_codes
        right = [name in asked if asked else name != "closed" for name in names]
        there = [name not in (NONE, UNDATED) for name in names]
        # One more than there are: the place that -1 leads to.
        return np.array([*right, False])[codes], np.array([*there, False])[codes]

    @cached_property
    def _status_codes(self) -> tuple[tuple[str, ...], NDArray[np.intp]]:
        texts, codes = _coded(self.intervals[0]["status"].tolist())
        return texts, np.append(codes, len(texts))

    def hidden(self, chosen: Selection) -> Hidden:
        """What a selection leaves out for its dates or statuses, counted."""
        state = self.state(chosen)
        told = self.intervals[0]
        left = state.wanted & ~state.shown
        known = state.status_interval[left & state.known]
        counts = dict(sorted(Counter(told["status"][known].tolist()).items()))
        not_yet, undated = counts.pop(NONE, 0), counts.pop(UNDATED, 0)
        certainty = told["certainty"][state.status_interval[state.shown & ~state.undated]]
        numbers = [left & ~state.known, certainty == Answer.POSSIBLE]
        numbers += [state.shown & self.undated, state.undated]
        return Hidden(counts, not_yet, undated, *(int(np.sum(one)) for one in numbers))


def _coded(texts: list[str]) -> tuple[tuple[str, ...], NDArray[np.intp]]:
    """The distinct ones of some texts, and the number of each text among them."""
    number = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    codes = np.fromiter(map(number.__getitem__, texts), dtype=np.intp, count=len(texts))
    return tuple(number), codes


def _arrays(intervals: pd.DataFrame) -> dict[str, NDArray[Any]]:
    return {
        str(name): column.to_numpy(dtype=None if column.dtype.kind in "ifb" else object)
        for name, column in intervals.items()
    }


def _at(
    intervals: Mapping[str, NDArray[Any]], day: int, known_on: int, missions: int
) -> NDArray[np.intp]:
    """The stretch of each mission that holds a day of both clocks; -1 where none does."""
    holds = (intervals["begin"] <= day) & (day < intervals["end"])
    holds &= (intervals["known_begin"] <= known_on) & (known_on < intervals["known_end"])
    rows, found = np.flatnonzero(holds), np.full(missions, -1, dtype=np.intp)
    # A dataset may have no missions at all.
    found[intervals["mission"][rows].astype(np.intp)] = rows
    return found


def _inside(
    placed: Mapping[str, NDArray[Any]],
    placement: NDArray[np.intp],
    bbox: tuple[float, float, float, float],
) -> NDArray[np.bool_]:
    west, south, east, north = bbox
    longitude, latitude = placed["longitude"][placement], placed["latitude"][placement]
    after, before = west <= longitude, longitude <= east
    between = after & before if west <= east else after | before
    inside: NDArray[np.bool_] = between & (south <= latitude) & (latitude <= north)
    return inside


class Seen:
    """The sightings of a dataset."""

    def __init__(self, dataset: Dataset, publication: PublicationIndex) -> None:
        self.dataset = dataset
        self.publication = publication
        self.last = lru_cache(maxsize=_DAYS)(self._last)

    @cached_property
    def columns(self) -> dict[str, NDArray[Any]]:
        """The columns of :func:`geo.evidence.sighting`, not to be changed."""
        frame = evidence.sightings(self.dataset, self.publication)
        numbers = ("mission", "day", "known")
        return {
            name: frame[name].to_numpy(dtype=np.int64 if name in numbers else object)
            for name in frame.columns
        }

    def _last(self, day: int, known_on: int) -> NDArray[np.intp]:
        """For each mission the row of its last sighting on a day of both clocks, -1 for none."""
        seen = self.columns
        rows = np.flatnonzero((seen["day"] <= day) & (seen["known"] <= known_on))
        found = np.full(len(self.dataset.missions), -1, dtype=np.intp)
        found[seen["mission"][rows]] = rows  # the latest of a mission stands last
        return found
