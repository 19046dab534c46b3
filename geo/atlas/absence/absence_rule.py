"""The rule of absence: which of its three types a pair has on two dates (decision 9)."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from geo import dates
from geo.atlas import Atlas
from geo.atlas.mission_filter import accredited_from
from geo.dataset import Coverage, days_of
from geo.evidence import NONE, UNDATED, Validity, validity
from geo.selection import Selection
from geo.vocabulary import STATUSES, Answer

COVERED: Final = "covered"
KNOWN: Final = "none"
UNKNOWN: Final = "unknown"
FACES: Final = (COVERED, KNOWN, UNKNOWN)  # non-resident, no mission (confirmed), no data

_CLOSED: Final = "closed"
_ABSENT: Final = frozenset((NONE, UNDATED, _CLOSED))
_FEW: Final = 50  # pairs, of which each mission is looked up by itself

Ends = tuple[str, str]


class _Episode(NamedTuple):
    """An interval of both clocks with the status of a mission."""

    begin: int
    end: int
    known_begin: int
    known_end: int
    status: str
    closed: str


_OnDays = Callable[[int], _Episode | None]  # Number of a mission -> its episode on the days


class Absence(NamedTuple):
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


class _Row(NamedTuple):
    """A row of coverage with its days."""

    record: Coverage
    days: Validity
    known: int
    city: str
    state: str
    place: tuple[str, ...]


class _Holding(NamedTuple):
    """A row that is valid on a day, how certainly, and the status of the accredited mission."""

    row: _Row
    sure: bool
    covering: str

    def order(self) -> tuple[object, ...]:
        """Key by which the row that gives the face comes first."""
        record, closed = self.row.record, self.covering == _CLOSED
        return record.face != COVERED, not self.sure, closed, -self.row.days.first, record.id

    def agrees(self, other: "_Holding") -> bool:
        """Whether both rows have the same type of absence and name the same mission."""
        face = self.row.record.face
        same = face == KNOWN or self.row.place == other.row.place
        return same and face == other.row.record.face


class Rule:
    """The rule, over the missions and the coverage of an atlas by pair of parties."""

    def __init__(self, atlas: Atlas) -> None:
        self._mission_filter, self._dataset = atlas.mission_filter, atlas.dataset
        missions, intervals = atlas.dataset.missions, atlas.mission_filter.intervals[0]
        # Where the episodes of each mission begin
        self._starts = np.searchsorted(intervals["mission"], range(len(missions) + 1)).tolist()
        columns = (intervals[name].tolist() for name in _Episode._fields)
        self._episodes = [*map(_Episode._make, zip(*columns, strict=True))]
        self._missions: dict[Ends, list[int]] = {}
        for number, mission in enumerate(missions):
            self._missions.setdefault((mission.sending, mission.receiving), []).append(number)
        self.rows: dict[Ends, list[_Row]] = {}  # The pairs that have a row of coverage
        for record in atlas.dataset.coverage:
            city, state = accredited_from(atlas.dataset, record)
            days = validity(record.valid, record.sense, lasting=True)
            known = atlas.publication.of(record.sources).possibly
            place = (record.mission,) if record.mission in missions.by_id else (city, state)
            row = _Row(record, days, known, city, state, place)
            self.rows.setdefault((record.sending, record.receiving), []).append(row)

    def _of(self, mission: int) -> list[_Episode]:
        return self._episodes[self._starts[mission] : self._starts[mission + 1]]

    def cuts(self, ends: Ends) -> tuple[set[int], set[int]]:
        """Days on either clock from which the absence of a pair may differ."""
        days, known = {dates.FIRST}, {dates.FIRST}
        own, covering = self._missions.get(ends, ()), set[int]()
        for row in self.rows.get(ends, ()):
            days |= {row.days.first, row.days.surely, row.days.fades, row.days.over}
            known.add(row.known)
            covering.add(self._dataset.missions.numbers.get(row.record.mission, -1))
        for mission in {*own, *covering} - {-1}:
            for one in self._of(mission):
                if mission in own or one.status == _CLOSED:
                    days |= {one.begin, one.end}
                    known |= {one.known_begin, one.known_end}
        return days, known

    def on(self, ends: Ends, day: int, known_on: int) -> Absence:
        """The absence of a pair of which no mission is there on the days."""
        return self._one(ends, day, known_on, self._looked_up(day, known_on))

    def there(self, selection: Selection) -> set[Ends]:
        """The pairs of which a mission is there on the days of a selection."""
        episode = self._on(selection)
        return {ends for ends in self._missions if self._is_there(ends, episode)}

    def absences(self, pairs: list[Ends], selection: Selection) -> Iterator[Absence]:
        """The pairs of which no mission is there, with the face of each."""
        day, known_on = selection.as_of_day, selection.known_on_day
        few = len(pairs) < _FEW
        episode = self._looked_up(day, known_on) if few else self._on(selection)
        for ends in pairs:
            if not self._is_there(ends, episode):
                yield self._one(ends, day, known_on, episode)

    def _looked_up(self, day: int, known_on: int) -> _OnDays:
        def episode(mission: int) -> _Episode | None:
            for one in self._of(mission):
                known = one.known_begin <= known_on < one.known_end
                if known and one.begin <= day < one.end:
                    return one
            return None

        return episode

    def _on(self, selection: Selection) -> _OnDays:
        days = Selection(statuses=STATUSES, as_of=selection.as_of, known_on=selection.known_on)
        found: list[int] = self._mission_filter.state(days).status_interval.tolist()
        return lambda mission: self._episodes[at] if (at := found[mission]) >= 0 else None

    def _current(self, ends: Ends, episode: _OnDays) -> Iterator[tuple[int, _Episode]]:
        """The missions of a pair that have an episode on the days, each with it."""
        for mission in self._missions.get(ends, ()):
            if one := episode(mission):
                yield mission, one

    def _is_there(self, ends: Ends, episode: _OnDays) -> bool:
        return any(one.status not in _ABSENT for _, one in self._current(ends, episode))

    def _one(self, ends: Ends, day: int, known_on: int, episode: _OnDays) -> Absence:
        current, missions = list(self._current(ends, episode)), self._dataset.missions
        closings = [
            (days_of(one.closed).last if one.closed else dates.FIRST, missions[at].id, one.closed)
            for at, one in current
            if one.status == _CLOSED
        ]
        _, which, closed = max(closings, default=(0, "", ""))
        holding = sorted(self._holding(ends, day, known_on, episode), key=_Holding.order)
        if any(one.status == UNDATED for _, one in current):  # one may have existed
            holding = [one for one in holding if one.row.record.face == COVERED]
        if not holding:
            return Absence(*ends, UNKNOWN, closed=closed, closed_mission=which)
        first, record = holding[0], holding[0].row.record
        same = [one for one in holding if one.agrees(first)]
        copied = ("face", "mission", "wikidata", "valid", "sense", "attributed_to", "reason")
        return Absence(
            *ends,
            **{name: record[name] for name in copied},
            certainty=str(Answer.YES if first.sure else Answer.POSSIBLE),
            row=record.id,
            city=first.row.city,
            state=first.row.state,
            covering=first.covering,
            sources="|".join(dict.fromkeys(s for one in same for s in one.row.record.sources)),
            also="|".join(one.row.record.id for one in holding if one not in same),
            closed=closed,
            closed_mission=which,
        )

    def _holding(self, ends: Ends, day: int, known_on: int, episode: _OnDays) -> Iterator[_Holding]:
        numbers = self._dataset.missions.numbers
        for row in self.rows.get(ends, ()):
            answer, mission = row.days.on(day), row.record.mission
            if row.known > known_on or answer is Answer.NO:
                continue
            if row.record.face == KNOWN and self._lapsed(ends, row.days, day, known_on):
                continue
            one = episode(numbers[mission]) if mission in numbers else None
            covering = one.status if one and one.status not in (NONE, UNDATED) else ""
            yield _Holding(row, answer is Answer.YES and covering != _CLOSED, covering)

    def _lapsed(self, ends: Ends, days: Validity, day: int, known_on: int) -> bool:
        """Whether a mission was there since a row without an end said that there is none."""
        return days.over == dates.LAST and any(
            one.begin <= day and one.end > days.first and one.status not in _ABSENT
            for mission in self._missions.get(ends, ())
            for one in self._of(mission)
            if one.known_begin <= known_on < one.known_end
        )


class Known(NamedTuple):
    """What a row of coverage makes of a pair of which no mission is there."""

    face: str
    possibly: bool
    mission: str
    closed: bool


class AbsenceInterval(NamedTuple):
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
    return [interval for ends in sorted(rule.rows) for interval in _intervals(rule, ends)]


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
            yield days[at], days[following] if following < len(days) else dates.LAST, answer


def _known(one: Absence) -> Known | None:
    if one.face == UNKNOWN:
        return None
    return Known(one.face, one.certainty != Answer.YES, one.mission, one.covering == "closed")
