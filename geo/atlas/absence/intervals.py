"""Absences compiled to intervals on both clocks, for a map whose time moves without the server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from geo import dates
from geo.atlas import Atlas
from geo.atlas.absence.absence_rule import UNKNOWN, Absence, Ends, Rule
from geo.vocabulary import Answer


@dataclass(frozen=True, slots=True)
class Known:
    """What a row of coverage makes of a pair of which no mission is there."""

    face: str
    perhaps: bool
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
