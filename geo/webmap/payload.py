"""Which rows of an atlas a file of columns carries, and masks of what a selection lets through."""

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from geo import parties
from geo.atlas import Atlas, absence, relation_lines
from geo.dataset import Coverage, Mission, Position, Relation
from geo.evidence import transitions
from geo.selection import Selection

NARROWING: Final = (
    *("states", "among", "sending", "receiving"),
    *("kinds", "cities", "sources", "text"),
)
"""The parts of a selection that masks stand for."""


@dataclass(frozen=True)
class Payload:
    """Rows of the tables of an atlas."""

    missions: Sequence[Mission]
    numbers: Sequence[int]
    coverage: Sequence[Coverage]
    relations: Sequence[Relation]
    positions: Sequence[Position]
    absences: Sequence[absence.AbsenceInterval]
    status_intervals: pd.DataFrame
    placements: pd.DataFrame
    seen: pd.DataFrame
    transitions: pd.DataFrame
    outlines: tuple[str, ...]


def accreditations(atlas: Atlas) -> list[Coverage]:
    """The rows of coverage that say from where."""
    return [row for row in atlas.dataset.coverage if row.face == absence.COVERED]


def carried(
    atlas: Atlas, selection: Selection | None = None, *, every_day: bool = False
) -> Payload:
    """The rows that the browser needs for a selection on its days, or on any day."""
    dataset = atlas.dataset
    missions: Sequence[Mission] = dataset.missions
    numbers = list(range(len(missions)))
    covered = accreditations(atlas)
    absent = atlas.once(absence.absence_intervals)
    relations = [
        row for row in dataset.relations if row.date and row.a != row.b and row.sense != "planned"
    ]
    positions: Sequence[Position] = dataset.positions
    days = selection
    if selection is not None:
        days = selection.but(known_on=None) if every_day else selection
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
        outlines=_outlines(atlas.places(days)["id"], placements["place"]),
    )


Rows = tuple[set[str], set[str], set[str], set[tuple[str, str]], set[str]]


def _on_the_days(atlas: Atlas, selection: Selection) -> Rows:
    """Missions, closed ones, lines, pairs with a mark of absence, accreditations on the days."""
    lines = set(relation_lines.lines(atlas, selection, vertices=2)["id"])
    marks = [one.absence for one in absence.marked(atlas, selection)]
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
    ids, named = {one.id for one in missions}, {*absence.named(selection)}
    covering = {one.id for one in accreditations(atlas) if one.mission in ids}
    if named:
        between = relation_lines.accredited(atlas, selection)
        covering = {one.id for one, it in zip(atlas.dataset.coverage, between, strict=True) if it}
        about = [one for one in atlas.dataset.relations if {one.a, one.b} & named]
        ends |= {relation_lines.pair_id(one.a, one.b) for one in about}
    pairs: set[tuple[str, str]] = set()
    if absence.markable(selection):
        every = [one.code for one in parties.parties()]
        senders, hosts = map(set, absence.sides(selection, every))
        found = atlas.once(absence.absence_intervals)
        between_them = ((one.sending, one.receiving) for one in found)
        pairs = {pair for pair in between_them if pair[0] in senders and pair[1] in hosts}
    return ids, set(), ends, pairs, covering


def _of(intervals: pd.DataFrame, numbers: Sequence[int]) -> pd.DataFrame:
    new = {old: number for number, old in enumerate(numbers)}
    found = intervals.assign(mission=[new.get(old, -1) for old in intervals["mission"].tolist()])
    found = found[found["mission"] >= 0]
    return found.sort_values("mission", kind="stable", ignore_index=True)


@dataclass(frozen=True, slots=True)
class Masks:
    """A bit for each row of the columns, the first the highest of its byte; empty for all rows."""

    missions: bytes = b""
    coverage: bytes = b""
    places: bytes = b""
    shown_only: bool = False  # Only accreditations of shown missions are drawn
    # Pairs whose absences are marked, as a bit for each party; None for no marks
    absences: Mapping[str, object] | None = None

    def to_dict(self) -> dict[str, object]:
        """The masks as the browser reads them."""
        bits = {name: _text(getattr(self, name)) for name in ("missions", "coverage", "places")}
        return {**bits, "shown_only": self.shown_only, "absences": self.absences}


def masks(
    atlas: Atlas, selection: Selection, alone: bool = False, every_day: bool = False
) -> Masks:
    """What a selection lets through, of all columns or of its own alone."""
    if alone:
        kept = carried(atlas, selection, every_day=every_day)
        missions, covered, outlines = kept.numbers, kept.coverage, kept.outlines
    else:
        missions, covered, outlines = atlas.once(_whole)
    named = absence.named(selection)
    coverage = places = b""
    if named:
        number = atlas.dataset.coverage.numbers
        rows = np.array([number[row.id] for row in covered], dtype=np.intp)
        coverage = _packed(relation_lines.accredited(atlas, selection)[rows])
        drawn = {one.id for one in atlas.drawn(selection.but(known_on=None))}
        places = _packed(id in drawn for id in outlines)
    return Masks(
        missions=_packed(atlas.mission_filter.passing(selection)[np.asarray(missions, np.intp)]),
        coverage=coverage,
        places=places,
        shown_only=relation_lines.narrows_missions(selection),
        absences=_absences(selection) if absence.markable(selection) else None,
    )


def _whole(atlas: Atlas) -> tuple[Any, list[Coverage], tuple[str, ...]]:
    """Content of the columns of all missions: numbers, accreditations, ids of outlines."""
    outlines = _outlines(atlas.places()["id"], atlas.placements["place"])
    return np.arange(len(atlas.dataset.missions)), accreditations(atlas), outlines


def _outlines(drawn: Iterable[str], placed: Iterable[str]) -> tuple[str, ...]:
    """The places that are drawn, and those that missions are placed in."""
    return tuple(sorted({*drawn, *placed} - {""}))


def _absences(selection: Selection) -> dict[str, object]:
    codes, named = [one.code for one in parties.parties()], absence.named(selection)
    senders, hosts = absence.sides(selection, codes)
    sides = {"sending": senders, "receiving": hosts, "states": selection.states or codes}
    sides["named"] = named
    bits = {name: _packed(code in side for code in codes) for name, side in sides.items()}
    return {**{name: _text(mask) for name, mask in bits.items()}, "unknown": len(named) == 1}


def _packed(passing: Iterable[bool]) -> bytes:
    bits = np.fromiter(passing, dtype=bool)
    return b"" if bits.all() else np.packbits(bits).tobytes()


def _text(mask: bytes) -> str:
    return base64.b64encode(mask).decode("ascii")
