"""The rule of absence: which of its three types a pair has on two dates (decision 9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np

from geo import dates
from geo.atlas import Atlas
from geo.dataset import Coverage, days_of
from geo.evidence import NONE, UNDATED, Validity, validity
from geo.selection import Selection
from geo.vocabulary import STATUSES, Answer

COVERED: Final = "covered"
KNOWN: Final = "none"
UNKNOWN: Final = "unknown"

FACES: Final = (COVERED, KNOWN, UNKNOWN)
"""The three types of absence: non-resident, no mission (confirmed), no data."""

_CLOSED: Final = "closed"
_ABSENT: Final = frozenset((NONE, UNDATED, _CLOSED))
_FEW: Final = 50  # pairs, of which each mission is looked up by itself

Ends = tuple[str, str]
_Intervals = tuple[list[int], dict[str, list[int]], list[str]]


@dataclass(frozen=True, slots=True)
class Absence:
    """That no mission of one party is shown in another on a day; what is not known is blank."""

    sending: str
    receiving: str
    face: str  # One of :data:`FACES`
    certainty: str = ""  # Yes or perhaps
    row: str = ""  # Id of the row of ``coverage`` that gives the face
    mission: str = ""  # The covering one, as are city, state and wikidata
    city: str = ""
    state: str = ""
    wikidata: str = ""
    covering: str = ""  # Its status on the day
    valid: str = ""  # EDTF; as in the row, with sense, attributed_to and reason
    sense: str = ""
    sources: str = ""  # Ids joined with ``|``
    attributed_to: str = ""
    reason: str = ""
    also: str = ""  # Ids of further rows that hold on the day and say otherwise, joined with ``|``
    closed: str = ""  # Of the last mission known there, EDTF
    closed_mission: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of coverage with its days."""

    record: Coverage
    days: Validity
    known: int
    city: str
    state: str
    place: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Holding:
    """A row that holds on a day, and how surely."""

    row: _Row
    sure: bool
    covering: str

    @property
    def order(self) -> tuple[object, ...]:
        """Key by which the row that gives the face comes first."""
        record = self.row.record
        return (
            record.face != COVERED,
            not self.sure,
            self.covering == _CLOSED,
            -self.row.days.first,
            record.id,
        )


class _Numbers:
    """The number of the episode of a mission on the days, for the few that are asked about."""

    def __init__(self, intervals: _Intervals, day: int, known_on: int) -> None:
        self._starts, self._told, _ = intervals
        self._day, self._known_on = day, known_on

    def __getitem__(self, mission: int) -> int:
        told, day, known_on = self._told, self._day, self._known_on
        for at in range(self._starts[mission], self._starts[mission + 1]):
            known = told["known_begin"][at] <= known_on < told["known_end"][at]
            if known and told["begin"][at] <= day < told["end"][at]:
                return at
        return -1


_Numbered = list[int] | _Numbers
"""For each mission the number of its episode on the days, -1 for none."""


class Rule:
    """The rule, over the missions and the coverage of an atlas by pair of parties."""

    def __init__(self, atlas: Atlas) -> None:
        self._mission_filter, self._dataset = atlas.mission_filter, atlas.dataset
        self._publication = atlas.publication

    @cached_property
    def _missions(self) -> dict[Ends, list[int]]:
        found: dict[Ends, list[int]] = {}
        for number, mission in enumerate(self._dataset.missions):
            found.setdefault((mission.sending, mission.receiving), []).append(number)
        return found

    @cached_property
    def _coverage(self) -> dict[Ends, list[_Row]]:
        found: dict[Ends, list[_Row]] = {}
        for record in self._dataset.coverage:
            covering = self._dataset.missions.by_id.get(record.mission)
            city = record.city or (covering.city if covering else "")
            state = record.state or (covering.receiving if covering else "")
            row = _Row(
                record,
                validity(record.valid, record.sense, lasting=True),
                self._publication.of(record.sources).possibly,
                city,
                state,
                (record.mission,) if covering else (city, state),
            )
            found.setdefault((record.sending, record.receiving), []).append(row)
        return found

    @cached_property
    def _intervals(self) -> _Intervals:
        """Where the episodes of each mission begin, their days as plain numbers, their statuses."""
        told = self._mission_filter.intervals[0]
        count = len(self._dataset.missions)
        starts = np.searchsorted(told["mission"], np.arange(count + 1)).tolist()
        names = ("begin", "end", "known_begin", "known_end")
        return starts, {name: told[name].tolist() for name in names}, told["status"].tolist()

    @property
    def told(self) -> Iterable[Ends]:
        """The pairs that have a row of coverage."""
        return self._coverage

    def cuts(self, ends: Ends) -> tuple[set[int], set[int]]:
        """Days on either clock from which what is told of a pair may be another."""
        starts, intervals, statuses = self._intervals
        days, known = {dates.FIRST}, {dates.FIRST}
        own = self._missions.get(ends, ())
        covering = set()
        for row in self._coverage.get(ends, ()):
            days |= {row.days.first, row.days.surely, row.days.fades, row.days.over}
            known.add(row.known)
            covering.add(self._dataset.missions.numbers.get(row.record.mission, -1))
        for mission in {*own, *covering} - {-1}:
            for at in range(starts[mission], starts[mission + 1]):
                if mission in own or statuses[at] == _CLOSED:
                    days |= {intervals["begin"][at], intervals["end"][at]}
                    known |= {intervals["known_begin"][at], intervals["known_end"][at]}
        return days, known

    def on(self, ends: Ends, day: int, known_on: int) -> Absence:
        """The absence of a pair of which no mission is there on the days."""
        return self._one(ends, day, known_on, _Numbers(self._intervals, day, known_on))

    def there(self, selection: Selection) -> set[Ends]:
        """The pairs of which a mission is there on the days of a selection."""
        number = self._on(selection)
        return {ends for ends in self._missions if self._is_there(ends, number)}

    def _is_there(self, ends: Ends, number: _Numbered) -> bool:
        statuses, missions = self._intervals[2], self._missions.get(ends, ())
        return any(number[m] >= 0 and statuses[number[m]] not in _ABSENT for m in missions)

    def _on(self, selection: Selection) -> list[int]:
        """For each mission the number of its episode on the days of a selection, -1 for none."""
        days = Selection(statuses=STATUSES, as_of=selection.as_of, known_on=selection.known_on)
        found: list[int] = self._mission_filter.state(days).status_interval.tolist()
        return found

    def absences(self, pairs: list[Ends], selection: Selection) -> Iterator[Absence]:
        """The pairs of which no mission is there, with the face of each."""
        day, known_on = selection.as_of_day, selection.known_on_day
        few = len(pairs) < _FEW
        number = _Numbers(self._intervals, day, known_on) if few else self._on(selection)
        for ends in pairs:
            if not self._is_there(ends, number):
                yield self._one(ends, day, known_on, number)

    def _one(self, ends: Ends, day: int, known_on: int, number: _Numbered) -> Absence:
        closed, which = self._closed(ends, number)
        holding = sorted(self._holding(ends, day, known_on, number), key=lambda one: one.order)
        if self._maybe(ends, number):
            holding = [one for one in holding if one.row.record.face == COVERED]
        if not holding:
            return Absence(*ends, UNKNOWN, closed=closed, closed_mission=which)
        first = holding[0]
        record = first.row.record
        same = [one for one in holding if _says_the_same(one, first)]
        sources = dict.fromkeys(s for one in same for s in one.row.record.sources)
        return Absence(
            *ends,
            face=record.face,
            certainty=str(Answer.YES if first.sure else Answer.POSSIBLE),
            row=record.id,
            mission=record.mission,
            city=first.row.city,
            state=first.row.state,
            wikidata=record.wikidata,
            covering=first.covering,
            valid=record.valid,
            sense=record.sense,
            sources="|".join(sources),
            attributed_to=record.attributed_to,
            reason=record.reason,
            also="|".join(one.row.record.id for one in holding if one not in same),
            closed=closed,
            closed_mission=which,
        )

    def _holding(
        self, ends: Ends, day: int, known_on: int, number: _Numbered
    ) -> Iterator[_Holding]:
        for row in self._coverage.get(ends, ()):
            answer = row.days.on(day)
            if row.known > known_on or answer is Answer.NO:
                continue
            if row.record.face == KNOWN and self._lapsed(ends, row.days, day, known_on):
                continue
            covering = self._status(row.record.mission, number)
            yield _Holding(row, answer is Answer.YES and covering != _CLOSED, covering)

    def _maybe(self, ends: Ends, number: _Numbered) -> bool:
        """Whether a mission of a pair may have been there, as nothing says when it opened."""
        at = (number[mission] for mission in self._missions.get(ends, ()))
        return any(one >= 0 and self._intervals[2][one] == UNDATED for one in at)

    def _status(self, mission: str, number: _Numbered) -> str:
        """Status of a covering mission on the day; blank where there is none yet or at all."""
        which = self._dataset.missions.numbers.get(mission)
        if which is None or number[which] < 0:
            return ""
        status = self._intervals[2][number[which]]
        return "" if status in (NONE, UNDATED) else status

    def _lapsed(self, ends: Ends, days: Validity, day: int, known_on: int) -> bool:
        """Whether a mission was there since a row without an end said that there is none."""
        if days.over != dates.LAST:
            return False
        starts, told, statuses = self._intervals
        return any(
            statuses[at] not in _ABSENT
            and told["known_begin"][at] <= known_on < told["known_end"][at]
            and told["end"][at] > days.first
            and told["begin"][at] <= day
            for mission in self._missions.get(ends, ())
            for at in range(starts[mission], starts[mission + 1])
        )

    def _closed(self, ends: Ends, number: _Numbered) -> tuple[str, str]:
        """When the last known mission of a pair closed, and its id; blank for none."""
        found = []
        closings = self._mission_filter.intervals[0]["closed"]
        for mission in self._missions.get(ends, ()):
            at = number[mission]
            if at >= 0 and self._intervals[2][at] == _CLOSED:
                text = str(closings[at])
                last = days_of(text).last if text else dates.FIRST
                found.append((last, self._dataset.missions[mission].id, text))
        if not found:
            return "", ""
        _, mission_id, text = max(found)
        return text, mission_id


def _says_the_same(one: _Holding, other: _Holding) -> bool:
    same = one.row.record.face == other.row.record.face
    return same and (one.row.record.face == KNOWN or one.row.place == other.row.place)


@dataclass(frozen=True, slots=True)
class Known:
    """What a row of coverage makes of a pair of which no mission is there."""

    face: str
    possibly: bool
    mission: str
    closed: bool


@dataclass(frozen=True, slots=True)
class AbsenceInterval:
    """Days of both clocks on which the same is known of a pair."""

    sending: str
    receiving: str
    known: Known
    begin: int
    end: int
    known_begin: int
    known_end: int


_Run = tuple[int, int, Known]


def absence_intervals(atlas: Atlas) -> list[AbsenceInterval]:
    """Every pair that has a row, by the rule of absence; unknown if no row applies."""
    rule = atlas.once(Rule)
    return [interval for ends in sorted(rule.told) for interval in _intervals(rule, ends)]


def _intervals(rule: Rule, ends: Ends) -> Iterator[AbsenceInterval]:
    days, known = (sorted(cuts - {dates.LAST}) for cuts in rule.cuts(ends))
    since: dict[_Run, int] = {}
    for known_on in known:
        runs = list(_runs(rule, ends, days, known_on))
        for run in [one for one in since if one not in runs]:
            yield AbsenceInterval(*ends, run[2], *run[:2], since.pop(run), known_on)
        for run in runs:
            since.setdefault(run, known_on)
    for run, begun in since.items():
        yield AbsenceInterval(*ends, run[2], *run[:2], begun, dates.LAST)


def _runs(rule: Rule, ends: Ends, days: list[int], known_on: int) -> Iterator[_Run]:
    """The runs of days on which the same is known by a day of the other clock."""
    answers = [_known(rule.on(ends, day, known_on)) for day in days]
    changes = [at for at, now in enumerate(answers) if at == 0 or now != answers[at - 1]]
    for at, following in pairwise([*changes, len(days)]):
        if answer := answers[at]:
            end = days[following] if following < len(days) else dates.LAST
            yield days[at], end, answer


def _known(one: Absence) -> Known | None:
    if one.face == UNKNOWN:
        return None
    return Known(one.face, one.certainty != Answer.YES, one.mission, one.covering == "closed")
