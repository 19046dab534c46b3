"""Which rows of an atlas a file of columns carries: all, or only what a selection shows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo import parties
from geo.atlas import Atlas, relation_lines
from geo.atlas.absence import (
    COVERED,
    AbsenceInterval,
    absence_intervals,
    markable,
    marked,
    named,
    sides,
)
from geo.dataset import Coverage, Mission, Position, Relation
from geo.evidence import transitions
from geo.selection import Selection

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Payload:
    """Rows of the tables of an atlas."""

    missions: Sequence[Mission]
    numbers: Sequence[int]
    coverage: Sequence[Coverage]
    relations: Sequence[Relation]
    positions: Sequence[Position]
    absences: Sequence[AbsenceInterval]
    status_intervals: pd.DataFrame
    placements: pd.DataFrame
    seen: pd.DataFrame
    transitions: pd.DataFrame
    outlines: tuple[str, ...]


def accreditations(atlas: Atlas) -> list[Coverage]:
    """The rows of coverage that say from where."""
    return [row for row in atlas.dataset.coverage if row.face == COVERED]


def outline_names(
    atlas: Atlas, placed: Iterable[str], drawn: Collection[str] | None = None
) -> tuple[str, ...]:
    """The places that are drawn, of some or of all, and those that missions are placed in."""
    if drawn is None:
        drawn = set(atlas.places()["id"])
    return tuple(sorted({*drawn, *placed} - {""}))


def carried(
    atlas: Atlas, selection: Selection | None = None, *, every_day: bool = False
) -> Payload:
    """The rows that the browser needs for a selection on its days, or on any day."""
    import pandas as pd

    dataset = atlas.dataset
    missions: Sequence[Mission] = dataset.missions
    numbers = list(range(len(missions)))
    covered = accreditations(atlas)
    absent = atlas.once(absence_intervals)
    relations = [
        row for row in dataset.relations if row.date and row.a != row.b and row.sense != "planned"
    ]
    positions: Sequence[Position] = dataset.positions
    drawn = None
    if selection is not None:
        rows = _on_any_day if every_day else _on_the_days
        shown, closed, lines, pairs, covering = rows(atlas, selection)
        positions = [row for row in positions if row.mission in shown]
        absent = [one for one in absent if (one.sending, one.receiving) in pairs]
        covered = [row for row in covered if row.id in covering]
        kept = shown | closed | {row.mission for row in covered}
        kept |= {one.known.mission for one in absent}
        kept |= {anchor for row in positions for anchor in row.anchors}
        numbers = [number for number in numbers if missions[number].id in kept]
        missions = [missions[number] for number in numbers]
        relations = [row for row in relations if relation_lines.pair_id(row.a, row.b) in lines]
        drawn = set(atlas.places(selection.but(known_on=None) if every_day else selection)["id"])
    placements = _of(atlas.placements, numbers)
    changes = transitions(dataset, atlas.publication)
    if selection is not None and not every_day:
        changes = changes.iloc[:0]
    return Payload(
        missions=missions,
        numbers=numbers,
        coverage=covered,
        relations=relations,
        positions=positions,
        absences=absent,
        status_intervals=_of(atlas.status_intervals, numbers),
        placements=placements,
        seen=_of(pd.DataFrame(atlas.mission_filter.seen.columns), numbers),
        transitions=_of(changes, numbers),
        outlines=outline_names(atlas, placements["place"], drawn),
    )


Rows = tuple[set[str], set[str], set[str], set[tuple[str, str]], set[str]]


def _on_the_days(atlas: Atlas, selection: Selection) -> Rows:
    """Missions, closed ones, lines, pairs with a mark of absence, accreditations on the days."""
    lines = set(relation_lines.lines(atlas, selection, vertices=2)["id"])
    marks = [one.absence for one in marked(atlas, selection)]
    closed = {one.closed_mission for one in marks}
    missions = set(atlas.missions(selection)["id"])
    pairs = {(one.sending, one.receiving) for one in marks}
    covering = {id.removeprefix("cover:") for id in lines if id.startswith("cover:")}
    return missions, closed, lines, pairs, covering


def _on_any_day(atlas: Atlas, selection: Selection) -> Rows:
    """The same on any day, for a map with a time bar."""
    passing = atlas.mission_filter.passing(selection).tolist()
    missions = [one for one, kept in zip(atlas.dataset.missions, passing, strict=True) if kept]
    ends = {relation_lines.pair_id(one.sending, one.receiving) for one in missions}
    ids = {one.id for one in missions}
    covering = {one.id for one in accreditations(atlas) if one.mission in ids}
    if named(selection):
        between = relation_lines.accredited(atlas, selection)
        covering = {one.id for one, it in zip(atlas.dataset.coverage, between, strict=True) if it}
        ends |= {
            relation_lines.pair_id(one.a, one.b)
            for one in atlas.dataset.relations
            if {one.a, one.b} & {*named(selection)}
        }
    pairs: set[tuple[str, str]] = set()
    if markable(selection):
        every = [one.code for one in parties.parties()]
        senders, hosts = map(set, sides(selection, every))
        found = atlas.once(absence_intervals)
        pairs = {
            (one.sending, one.receiving)
            for one in found
            if one.sending in senders and one.receiving in hosts
        }
    return ids, set(), ends, pairs, covering


def _of(intervals: pd.DataFrame, numbers: Sequence[int]) -> pd.DataFrame:
    owner = intervals["mission"].to_numpy(dtype=np.intp)  # a dataset may have no missions at all
    new = np.full(int(owner.max(initial=-1)) + 1, -1)
    wanted = np.asarray(numbers, dtype=int)
    wanted = wanted[wanted < new.size]
    new[wanted] = np.arange(wanted.size)
    found = intervals.assign(mission=new[owner])
    found = found[found["mission"] >= 0]
    return found.sort_values("mission", kind="stable", ignore_index=True)
