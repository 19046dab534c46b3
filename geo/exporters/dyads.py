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

LEVELS: Final = {"none": 0, "consulate": 1, "liaison": 2, "embassy": 3}
"""Level, a group of types of missions -> its rank."""

RESIDENT: Final = ("yes", "no")

COLUMNS: Final = columns_of("dyads")
"""The columns of :func:`dyads`: its codebook."""

_Key = tuple[str, str, int]
_Told = tuple[str, str, str, str, str, str]  # level, kind, resident, from, certainty, mission


def dyads(frames: Frames) -> pd.DataFrame:
    """Pairs by year, to the as-of day, of the missions that a selection names, of any status."""
    import pandas as pd

    found: dict[_Key, list[_Told]] = defaultdict(list)
    unclear: set[_Key] = set()
    _missions(frames, found, unclear)
    _coverage(frames, found)
    rows = []
    for key in sorted(found):
        told = max(found[key], key=lambda one: _strength(one))
        if told[0] == "none" and key in unclear:
            continue
        sending, receiving = (parties.codes_of(code) for code in key[:2])
        level, *rest = told
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
    if begin <= dates.FIRST or begin >= end:
        return range(0)
    until = min(end - 1, last)
    if until < begin:
        return range(0)
    return range(dt.date.fromordinal(begin).year, dt.date.fromordinal(until).year + 1)


def _missions(frames: Frames, found: dict[_Key, list[_Told]], unclear: set[_Key]) -> None:
    held, chosen = frames.atlas.mission_filter, frames.selection
    table, last = held.intervals[0], chosen.as_of_day
    known = (table["known_begin"] <= chosen.known_on_day) & (
        chosen.known_on_day < table["known_end"]
    )
    passing = held.passing(chosen)[table["mission"].astype(int)]
    rows = np.flatnonzero(known & passing).tolist()
    closed: dict[_Key, set[str]] = defaultdict(set)
    seen, said = _last_evidence(frames), _said_closed(frames)
    for row in rows:
        status = table["status"][row]
        if status not in ("open", "closed", "unknown", "suspended"):
            continue
        mission = frames.atlas.dataset.missions[int(table["mission"][row])]
        certainty = str(table["certainty"][row])
        until = last
        if status == "closed":
            until = min(until, said[mission.id])
        elif int(table["end"][row]) > last:
            until = int(seen[int(table["mission"][row])])
        for year in _years(int(table["begin"][row]), int(table["end"][row]), until):
            key = (mission.sending, mission.receiving, year)
            if status == "open":
                level = KINDS[mission.kind]
                found[key].append((level, mission.kind, "yes", "", certainty, mission.id))
            elif status == "closed" and certainty == "yes":
                closed[key].add(mission.id)
            else:
                unclear.add(key)
    for key in closed:
        found[key].append(("none", "", "no", "", "yes", ""))


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
        level = "none" if one.face == "none" else KINDS[kind]
        for year in _years(first, last + 1, chosen.as_of_day):
            told = (level, "" if level == "none" else kind, "no", third, "yes", one.mission)
            found[one.sending, one.receiving, year].append(told)
