"""Pairs of states by year: at which level one is represented in the other.

A row is there only where a source gives evidence: a year without is missing, and is not a zero. A
mission counts from its opening to the event that ends it, or else to its last evidence. A pair and
year has the level of its highest mission that was open on any day of that year. Its level is
``none`` in a year in which a source says that its missions closed, or that there was none; not in
later ones.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Final

import numpy as np

from geo import dates, parties
from geo.atlas.mission_filter import between_named
from geo.dataset import days_of
from geo.exporters.frames import Frames
from geo.vocabulary import KINDS, columns_of

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

# Level, a group of types of missions -> its rank
LEVELS: Final = {"none": 0, "consulate": 1, "liaison": 2, "embassy": 3}
COLUMNS: Final = columns_of("dyads")
_Key = tuple[str, str, int]
_Told = tuple[str, str, str, str, str, str]  # level, kind, resident, from, certainty, mission


def dyads(frames: Frames) -> pd.DataFrame:
    """Pairs by year, to the as-of day, of the missions that a selection names, of any status."""
    import pandas as pd

    found: dict[_Key, list[_Told]] = defaultdict(list)
    unclear = _missions(frames, found)
    _coverage(frames, found)
    rows = []
    for key in sorted(found):
        level, *rest = max(found[key], key=_strength)
        if level == "none" and key in unclear:
            continue
        sending, receiving = (parties.codes_of(code) for code in key[:2])
        schemes = [code for pair in zip(sending, receiving, strict=True) for code in pair]
        rows.append((*key, level, LEVELS[level], *rest, *schemes))
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    for name in ("year", "level_rank"):
        frame[name] = frame[name].astype("int64")
    for name in ("sending_cow", "receiving_cow", "sending_gw", "receiving_gw"):
        frame[name] = pd.to_numeric(frame[name], errors="coerce").astype("Int64")
    return frame


def _strength(told: _Told) -> tuple[int, bool, bool, str]:
    return LEVELS[told[0]], told[2] == "yes", told[4] == "yes", told[5]


def _years(begin: int, end: int, last: int) -> range:
    """The years that days from ``begin`` to before ``end`` touch, up to a last day."""
    until = min(end - 1, last)
    if begin <= dates.FIRST or until < begin:
        return range(0)
    return range(dt.date.fromordinal(begin).year, dt.date.fromordinal(until).year + 1)


def _missions(frames: Frames, found: dict[_Key, list[_Told]]) -> set[_Key]:
    """Add what missions show to ``found``; returns the pairs and years that are unclear."""
    held, chosen = frames.atlas.mission_filter, frames.selection
    table, last, known_on = held.intervals[0], chosen.as_of_day, chosen.known_on_day
    known = (table["known_begin"] <= known_on) & (known_on < table["known_end"])
    passing = held.passing(chosen)[table["mission"].astype(int)]
    closed, unclear = set[_Key](), set[_Key]()
    seen, said = _last_evidence(frames), _said_closed(frames)
    for row in np.flatnonzero(known & passing).tolist():
        status, certainty = table["status"][row], str(table["certainty"][row])
        if status not in ("open", "closed", "unknown", "suspended"):
            continue
        number, begin, end = (int(table[name][row]) for name in ("mission", "begin", "end"))
        mission = frames.atlas.dataset.missions[number]
        until = last
        if status == "closed":
            until = min(until, said[mission.id])
        elif end > last:
            until = int(seen[number])
        keys = [(mission.sending, mission.receiving, year) for year in _years(begin, end, until)]
        if status == "open":
            told = (KINDS[mission.kind], mission.kind, "yes", "", certainty, mission.id)
            for key in keys:
                found[key].append(told)
        elif status == "closed" and certainty == "yes":
            closed.update(keys)
        else:
            unclear.update(keys)
    for key in closed:
        found[key].append(("none", "", "no", "", "yes", ""))
    return unclear


def _last_evidence(frames: Frames) -> NDArray[np.int64]:
    """For each mission the last day on which a source shows it; before all days for none."""
    held, chosen = frames.atlas.mission_filter, frames.selection
    rows = held.seen.last(chosen.as_of_day, chosen.known_on_day)
    found = np.full(len(rows), dates.FIRST - 1, dtype=np.int64)
    found[rows >= 0] = held.seen.columns["day"][rows[rows >= 0]]
    return found


def _said_closed(frames: Frames) -> dict[str, int]:
    """Mission -> the last day of the dates on which sources say that it closed."""
    publication, known_on = frames.atlas.publication, frames.selection.known_on_day
    found: dict[str, int] = defaultdict(lambda: dates.FIRST - 1)
    for event in frames.atlas.dataset.events:
        if event.kind == "closed" and publication.of(event.sources).possibly <= known_on:
            found[event.mission] = max(found[event.mission], event.days.last)
    return found


def _coverage(frames: Frames, found: dict[_Key, list[_Told]]) -> None:
    atlas, chosen = frames.atlas, frames.selection
    missions = atlas.dataset.missions.by_id
    for one in atlas.dataset.coverage:
        mission = missions.get(one.mission)
        third = one.state or (mission.receiving if mission else "")
        heard = atlas.publication.of(one.sources).possibly <= chosen.known_on_day
        if not (one.valid and heard and between_named(chosen, one.sending, one.receiving, third)):
            continue
        first, last = days_of(one.valid)
        if first == dates.FIRST or last == dates.LAST:  # open at one end: the other is attested
            first = last = first if last == dates.LAST else last
        kind = mission.kind if mission else "embassy"
        told = KINDS[kind], kind, "no", third, "yes", one.mission
        if one.face == "none":
            told = "none", "", *told[2:]
        for year in _years(first, last + 1, chosen.as_of_day):
            found[one.sending, one.receiving, year].append(told)
