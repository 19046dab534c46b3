"""Missions that stand twice, and missions of which the place is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Final

from geo import parties
from geo.merge import Likeness, Profile, likeness, profiles
from geo.reports.quality.model import Finding
from geo.reports.quality.record import DatasetLines

_FILE: Final = "missions.csv"


def duplicates(record: DatasetLines) -> Iterator[Finding]:
    """Pairs of missions that may be one, by the same evidence by which datasets are merged."""
    known = profiles(record.dataset)
    between: dict[tuple[str, str], list[Profile]] = defaultdict(list)
    by_id: dict[tuple[str, str], list[Profile]] = defaultdict(list)
    for one in known.values():
        between[one.sending, one.host].append(one)
        for qid in one.qids:
            by_id[one.sending, qid].append(one)
    pairs: dict[tuple[str, str], tuple[Profile, Profile]] = {}
    for group in (*by_id.values(), *between.values()):
        for first, second in combinations(sorted(group, key=lambda one: one.id), 2):
            pairs.setdefault((first.id, second.id), (first, second))
    for _, (first, second) in sorted(pairs.items()):
        like = likeness(first, second)
        if record.closed & {first.id, second.id}:
            continue
        if like.alike or like.one_id:
            case, values = _twice(like)
            yield Finding(
                _FILE,
                record.lines[second.id],
                second.id,
                second.id,
                "duplicate",
                f"{first.id} {second.id}",
                case,
                {"other": first.id, **values},
            )


def _twice(like: Likeness) -> tuple[str, dict[str, object]]:
    if like.one_id:
        return "duplicate.id", {}
    if like.near:
        return "duplicate.near", {"away": float(like.metres or 0.0)}
    return ("duplicate.embassy", {}) if like.embassies else ("duplicate.place", {})


def places(record: DatasetLines) -> Iterator[Finding]:
    """Missions without a city, or that no source gives a point or a district for."""
    placed = {one.mission for one in record.dataset.positions if one.method not in _BY_NAME}
    for line, row in record.each("missions"):
        city, pointed = row.city, row.id in placed
        values: dict[str, object] = {}
        if pointed and city:
            continue
        if pointed:
            case = "place.city"
        elif not city:
            case, values = "place.none", {"receiving": row.receiving}
        elif (held := parties.city(city, row.receiving)) is not None:
            case, values = "place.point", {"city": held.name}
        else:
            case, values = "place.unknown", {"receiving": row.receiving}
        yield Finding(_FILE, line, row.id, row.id, "place", city, case, values)


_BY_NAME: Final = ("city", "state")
"""Methods of positions that give no more than the name of a city or a state."""
