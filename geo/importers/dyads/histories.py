"""Observations of pairs of states -> missions, their events and levels, absences.

An observation attests that a mission was there in its year. Years that follow one another with one
level are one claim; between years that were not observed nothing is recorded. Where a later year
has no evidence, the mission is not confirmed from then on; it is not closed. Openings and closings
come only from dates of changes, which one format has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final, NamedTuple

from geo.dataset import days_of
from geo.errors import ValidationError
from geo.importers.dyads.formats import (
    ELSEWHERE,
    KINDS,
    MISSING,
    MISSION,
    NO_EVIDENCE,
    NONE,
    Format,
    Observation,
)
from geo.importers.report import ImportReport
from geo.importers.row_writer import RowWriter
from geo.parties import State
from geo.vocabulary import HOLD_YEARS

_EVERY: Final = min(HOLD_YEARS.values()) - 1
"""Years between two attestations of a run of years: fewer than a listing holds."""

_AT_THE_SEAT: Final = "The source gives no place; drawn at the seat of the receiving state."

Pair = tuple[str, str]


class _Seen(NamedTuple):
    """What was observed in a year, or between two days."""

    begins: str
    ends: str
    what: str
    level: str
    located: str
    row: int


class Histories:
    """The observations of all pairs, in the order of their dates."""

    def __init__(self, told: Format) -> None:
        self._told = told
        self._pairs: dict[Pair, dict[str, _Seen]] = defaultdict(dict)
        self._states: dict[str, State] = {}
        self._clashes: list[tuple[int, str, str]] = []

    def add(self, sending: State, receiving: State, one: Observation, located: str) -> None:
        """Add an observation; the same one may appear twice, from each side."""
        if sending.code == receiving.code or one.what == MISSING:
            return
        self._states[sending.code], self._states[receiving.code] = sending, receiving
        pair = self._pairs[sending.code, receiving.code]
        seen = _Seen(one.begins, one.ends, one.what, one.level, located, one.row)
        known = pair.setdefault(one.begins, seen)
        if known[:5] != seen[:5]:
            self._clashes.append((one.row, f"{sending.name} in {receiving.name}", one.begins))

    @property
    def last(self) -> str:
        """The last day or year that was observed."""
        ends = (one.ends for pair in self._pairs.values() for one in pair.values())
        return max(ends, key=lambda text: days_of(text).last, default="")

    def missions(self) -> bool:
        """Whether any pair has a mission."""
        return any(one.what in KINDS for pair in self._pairs.values() for one in pair.values())

    def problems(self, file: str) -> list[ValidationError]:
        """Observations that contradict an earlier one, which is imported."""
        rule = "another row gives this pair and date another value; the first is imported"
        return [
            ValidationError(file, row, "", f"{pair}, {date}", rule, "Correct one of the two.")
            for row, pair, date in self._clashes
        ]

    def write(self, writer: RowWriter, account: ImportReport) -> None:
        """Put the rows of all pairs."""
        homes: dict[Pair, str] = {}
        for pair, found in self._pairs.items():
            seen = sorted(found.values(), key=lambda one: days_of(one.begins).first)
            for what in dict.fromkeys(one.what for one in seen if one.what in KINDS):
                mission = self._mission(writer, account, pair, what, seen)
                if what == MISSION:
                    homes[pair] = mission
        for pair, found in self._pairs.items():
            seen = sorted(found.values(), key=lambda one: days_of(one.begins).first)
            self._absences(writer, pair, seen, homes)

    def _mission(
        self, writer: RowWriter, account: ImportReport, pair: Pair, what: str, seen: list[_Seen]
    ) -> str:
        """One mission with its place, its levels and its events."""
        sending, receiving = pair
        kind = KINDS[what]
        id = f"{sending.lower()}-{kind.replace('_', '-')}-{receiving.lower()}"
        row = next(one.row for one in seen if one.what == what)
        known = writer.has(id)
        own = {"sending": sending, "receiving": receiving, "kind": kind}
        writer.put("missions", row, id=id, **own)
        account.known += known
        account.added += not known
        seat = self._states[receiving]
        writer.put(
            "positions",
            row,
            id=f"{id}-at-{writer.source}",
            mission=id,
            longitude=f"{seat.seat_lon:.5f}",
            latitude=f"{seat.seat_lat:.5f}",
            precision="state",
            method="state",
            sources=writer.source,
            rank="normal",
            reason=_AT_THE_SEAT,
        )
        account.placed["at the seat of the state"] += 1
        before: _Seen | None = None
        first = True
        for run in _runs(seen):
            if run.what == what:
                self._attest(writer, id, run)
                if self._told.dated:
                    self._opened(writer, id, run, before, first)
                first = False
            elif before is not None and before.what == what:
                self._ended(writer, id, run, before)
            before = run
        return id

    def _attest(self, writer: RowWriter, mission: str, run: _Seen) -> None:
        """The level of a run, and attestations often enough that evidence does not expire."""
        writer.put(
            "claims",
            run.row,
            id=f"claim-{mission}-level-{writer.source}-{run.begins}",
            subject=mission,
            property="level",
            value=run.level,
            valid=_span(run),
            source=writer.source,
            seen="data",
            rank="normal",
        )
        for date in _dates(run):
            writer.put(
                "events",
                run.row,
                id=f"{mission}-listed-{writer.source}-{date}",
                mission=mission,
                kind="listed",
                date=date,
                sense="attested",
                detail=f"Level: {run.level}",
                sources=writer.source,
            )

    def _opened(
        self, writer: RowWriter, mission: str, run: _Seen, before: _Seen | None, first: bool
    ) -> None:
        """An opening, where the days before are covered and had no such mission."""
        if before is None or before.what == run.what or not _follows(before, run):
            return
        kind = "opened" if first else "reopened"
        self._event(writer, mission, kind, _coarse(run.begins), "on", run)

    def _ended(self, writer: RowWriter, mission: str, run: _Seen, before: _Seen) -> None:
        """What follows on a mission: a closing on a known day, or no evidence any more."""
        if self._told.dated and _follows(before, run):
            self._event(writer, mission, "closed", _coarse(run.begins), "on", run)
        elif run.what == NO_EVIDENCE:
            self._event(writer, mission, "unconfirmed", run.begins, "attested", run)

    def _event(
        self, writer: RowWriter, mission: str, kind: str, date: str, sense: str, run: _Seen
    ) -> None:
        writer.put(
            "events",
            run.row,
            id=f"{mission}-{kind}-{writer.source}-{run.begins}",
            mission=mission,
            kind=kind,
            date=date,
            sense=sense,
            detail=f"From then: {run.level}",
            sources=writer.source,
        )

    def _absences(
        self, writer: RowWriter, pair: Pair, seen: list[_Seen], homes: dict[Pair, str]
    ) -> None:
        """No mission, where the source says none; accreditation from a mission of the file."""
        sending, receiving = pair
        for run in _runs(seen):
            home = homes.get((sending, run.located), "") if run.what == ELSEWHERE else ""
            if run.what == NONE or home:
                slug = f"{sending}-{receiving}-{writer.source}-{run.begins}".lower()
                writer.put(
                    "coverage",
                    run.row,
                    id=f"{'cover' if home else 'none'}-{slug}",
                    sending=sending,
                    receiving=receiving,
                    face="covered" if home else "none",
                    mission=home,
                    valid=_span(run),
                    sense="attested",
                    sources=writer.source,
                    reason=f"Level: {run.level}",
                )
            elif run.what == ELSEWHERE:
                writer.put(
                    "claims",
                    run.row,
                    id=f"claim-{sending}-{receiving}-{writer.source}-{run.begins}".lower(),
                    subject="-".join(sorted(pair)),
                    property="representation",
                    value=f"{self._states[sending].name} in {self._states[receiving].name}: "
                    f"{run.level}",
                    valid=_span(run),
                    source=writer.source,
                    seen="data",
                    rank="normal",
                )


def _runs(seen: list[_Seen]) -> Iterator[_Seen]:
    """Years that follow one another with one value are one run; other spans stay as they are."""
    run: _Seen | None = None
    for one in seen:
        if run is not None and _continues(run, one):
            run = run._replace(ends=one.ends)
            continue
        if run is not None:
            yield run
        run = one
    if run is not None:
        yield run


def _continues(run: _Seen, one: _Seen) -> bool:
    years = len(run.ends) == len(one.begins) == 4
    same = (run.what, run.level, run.located) == (one.what, one.level, one.located)
    return years and same and int(one.begins) == int(run.ends) + 1


def _follows(before: _Seen, run: _Seen) -> bool:
    """Whether a span begins on the day after another ends."""
    return days_of(run.begins).first == days_of(before.ends).last + 1


def _span(run: _Seen) -> str:
    return run.begins if run.begins == run.ends else f"{_coarse(run.begins)}/{run.ends}"


def _dates(run: _Seen) -> Iterator[str]:
    """The first date of a run, the last, and years between them."""
    yield _coarse(run.begins)
    for year in range(int(run.begins[:4]) + _EVERY, int(run.ends[:4]), _EVERY):
        yield f"{year:04}"
    if run.ends != run.begins:
        yield run.ends


def _coarse(day: str) -> str:
    """A day as exact as the codebook says: the first of a month, or of a year, may be any of it."""
    return day.removesuffix("-01").removesuffix("-01") if day.endswith("-01") else day
