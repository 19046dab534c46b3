"""Missions that stand twice or lack a place, points in the wrong state or of several missions."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from geo import basemap, dataset, parties
from geo.dataset import Dataset, Mission, Position
from geo.geodesy import distance
from geo.merge import Profile, likeness, profiles
from geo.reports.quality.model import DatasetLines, Finding, Row, finding

_TEXTS: Final = {
    "claims": ("value", "locator"),
    "events": ("detail",),
    "relations": ("title", "detail"),
    "positions": ("anchors",),
}
"""Table -> its columns with free text."""

_BY_NAME: Final = ("city", "state")  # Methods of positions that only name a city or a state
_ADDRESS: Final = re.compile(r"\S*(?:://|www\.)\S*")
_CENTRE_M: Final = 150.0
"""Metres from the middle of a city by the gazetteer, within which a point is that middle."""

_CITIES_APART_M: Final = 30_000.0
_COARSE: Final = 3  # Decimals of a degree up to which a point names no building: about 100 metres
_DIGITS: Final = 6


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
            values: dict[str, object] = {"other": first.id}
            case = "embassy" if like.embassies else "place"
            if like.one_id:
                case = "id"
            elif like.near:
                case, values["away"] = "near", float(like.metres or 0.0)
            line, row = record.lines[second.id], record.missions[second.id]
            both, case = f"{first.id} {second.id}", f"duplicate.{case}"
            yield finding("missions", line, row, "duplicate", both, case, **values)


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
        yield finding("missions", line, row, "place", city, case, **values)


def confused(record: DatasetLines) -> Iterator[Finding]:
    """Texts that name only the other Korea (or Congo, Guinea, …); no addresses, no remarks."""
    dataset, sources = record.dataset, record.dataset.sources.by_id
    for table, columns in _TEXTS.items():
        for line, row in record.each(table):
            own_codes, mission = _subject(dataset, table, row)
            near = {other: own for own in own_codes for other in parties.mistakable(own)}
            if not near:
                continue
            if row.get("property") == "note" and sources[row["source"]].kind == "editorial":
                continue
            told = " ".join(row[column] for column in columns if row[column])
            text = _ADDRESS.sub(" ", told)
            found = parties.named(text)
            above = {parties.party_by_code(code).of for code in own_codes}  # States of territories
            others = sorted(found & near.keys() - set(own_codes) - above)
            others = [other for other in others if near[other] not in found]
            aside = row.get("rank") == "deprecated"
            explained = parties.named(row["reason"]) if others and not aside else frozenset()
            for other in (other for other in others if other not in explained):
                case = "confusable.aside" if aside else "confusable.other"
                values = {"of": mission, "party": other, "own": near[other]}
                yield finding(table, line, row, "confusable", told, case, **values)


def _subject(dataset: Dataset, table: str, row: Row) -> tuple[tuple[str, ...], str]:
    """Which parties a row is about, and which mission."""
    if table == "relations":
        return _given(row["a"], row["b"], row["third"]), ""
    subject = row["subject"] if table == "claims" else row["mission"]
    if mission := dataset.mission_of(subject):
        return _given(mission.sending, mission.receiving), mission.id
    if relation := dataset.relations.by_id.get(subject):
        return _given(relation.a, relation.b, relation.third), ""
    if coverage := dataset.coverage.by_id.get(subject):
        return _given(coverage.sending, coverage.receiving, coverage.state), coverage.mission
    if place := dataset.places.by_id.get(subject):
        return _given(place.state), ""
    return ((), "") if subject in dataset.sources.by_id else (_given(*subject.split("-")), "")


def _given(*codes: str) -> tuple[str, ...]:
    return tuple(code for code in codes if code)


def outside(record: DatasetLines) -> Iterator[Finding]:
    """Points further outside their receiving state than its outline may be off, and why perhaps."""
    unexplained = ((line, row) for line, row in record.each("positions") if not row.reason)
    for line, row, code, metres in dataset.outside(unexplained, record.missions):
        case, values = dataset.astray(row.point or (0.0, 0.0), code)
        values |= {"away": metres, "receiving": code}
        yield finding("positions", line, row, "outside", _shown(row), case, **values)


def shared(record: DatasetLines) -> Iterator[Finding]:
    """Points that several missions have: one building, or a copied coordinate."""
    groups: dict[tuple[float, ...], list[tuple[int, Position]]] = defaultdict(list)
    for line, row in record.points:
        groups[tuple(round(degrees, _DIGITS) for degrees in row.point or ())].append((line, row))
    for entries in groups.values():
        missions = {row.mission: record.missions[row.mission] for _, row in entries}
        if len(missions) < 2:
            continue
        of: dict[str, tuple[int, Position]] = {}
        for line, row in entries:
            of.setdefault(row.mission, (line, row))
        for line, row in of.values():
            others = [one for id, one in missions.items() if id != row.mission]
            case, other, values = _verdict(row, missions[row.mission], others)
            named = [one.id for one in others if one is not other]
            values["others"] = (other.id, *named)
            yield finding("positions", line, row, "shared", _shown(row), case, **values)


def _verdict(
    position: Position, mission: Mission, others: Sequence[Mission]
) -> tuple[str, Mission, dict[str, object]]:
    """What speaks for one building or for a copy, and the mission that shows it best."""
    lonlat = position.point or (0.0, 0.0)
    for other in others:
        if other.receiving != mission.receiving and not _may_be_both(lonlat, mission, other):
            return "shared.states", other, {}
    city = _city(mission)
    for other in others:
        there = _city(other)
        if city is None or there is None or city == there:
            continue
        if _metres((city.lon, city.lat), (there.lon, there.lat)) > _CITIES_APART_M:
            return "shared.cities", other, {}
    first = next((one for one in others if _town(one) == _town(mission)), others[0])
    if city is not None and _metres(lonlat, (city.lon, city.lat)) <= _CENTRE_M:
        return "shared.centre", first, {"city": city.name}
    decimals = max(len(position[c].partition(".")[2]) for c in ("longitude", "latitude"))
    if decimals <= _COARSE:
        return "shared.coarse", first, {"number": decimals}
    for other in others:
        if other.sending == mission.sending:
            return "shared.sections", other, {}
    if mission.city and _town(first) == _town(mission):
        return "shared.building", first, {"number": decimals}
    return "shared.open", first, {}


def _may_be_both(lonlat: tuple[float, float], one: Mission, other: Mission) -> bool:
    """Whether a point may be in two receiving parties: those in Rome, or at a border."""
    return all(
        not basemap.has_shape(side.receiving)
        or basemap.within(*lonlat, side.receiving) <= dataset.TOLERANCE_M
        for side in (one, other)
    )


def _city(mission: Mission) -> parties.City | None:
    return parties.city(mission.city, mission.receiving) if mission.city else None


def _town(mission: Mission) -> str:
    city = _city(mission)
    return parties.fold(city.name if city else mission.city)


def _metres(start: tuple[float, float], end: tuple[float, float]) -> float:
    return float(distance(start, end))


def _shown(row: Row) -> str:
    return f"{row['longitude']} {row['latitude']}"
