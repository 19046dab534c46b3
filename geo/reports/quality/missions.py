"""Missions that stand twice or lack a place, points in the wrong state or of several missions."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any, Final

from geo import basemap, parties
from geo.dataset import TOLERANCE_M, Dataset, Mission, Position, astray
from geo.dataset import outside as outside_states
from geo.geodesy import distance
from geo.merge import Profile, likeness, profiles
from geo.reports.quality.model import Finding, Row, closed, each, finding

_TEXTS: Final = {  # Table -> its columns with free text
    "claims": ("value", "locator"),
    "events": ("detail",),
    "relations": ("title", "detail"),
    "positions": ("anchors",),
}
_MEASURED: Final = ("surveyed", "source_point")  # Methods of positions with a point of their own
_BY_NAME: Final = ("city", "state")  # Methods of positions that only name a city or a state
_ADDRESS: Final = re.compile(r"\S*(?:://|www\.)\S*")
_CENTRE_M: Final = 150.0  # A point this near to the centre of a city counts as the centre
_CITIES_APART_M: Final = 30_000.0
_COARSE: Final = 3  # Decimals of a degree up to which a point names no building: about 100 metres
_DIGITS: Final = 6


def duplicates(dataset: Dataset) -> Iterator[Finding]:
    """Pairs of missions that may be one, by the same evidence by which datasets are merged."""
    groups: dict[tuple[str, ...], list[Profile]] = defaultdict(list)
    for one in profiles(dataset).values():
        for key in (("host", one.host), *(("id", qid) for qid in one.qids)):
            groups[one.sending, *key].append(one)
    pairs = {
        (first.id, second.id): (first, second)
        for group in groups.values()
        for first, second in combinations(sorted(group, key=lambda one: one.id), 2)
    }
    lines = {row.id: (line, row) for line, row in each(dataset, "missions")}
    for both, (first, second) in sorted(pairs.items()):
        like = likeness(first, second)
        if not (like.alike or like.one_id) or any(closed(dataset, id) for id in both):
            continue
        values: dict[str, Any]
        case, values = "embassy" if like.embassies else "place", {"other": first.id}
        if like.one_id:
            case = "id"
        elif like.near:
            case, values = "near", {**values, "away": float(like.metres or 0.0)}
        line, row = lines[second.id]
        yield finding("missions", line, row, " ".join(both), f"duplicate.{case}", **values)


def places(dataset: Dataset) -> Iterator[Finding]:
    """Missions without a city, or that no source gives a point or a district for."""
    placed = {one.mission for one in dataset.positions if one.method not in _BY_NAME}
    for line, row in each(dataset, "missions"):
        city, pointed = row.city, row.id in placed
        if pointed and city:
            continue
        case, values = "none" if not city else "unknown", {"receiving": row.receiving}
        if pointed:
            case, values = "city", {}
        elif city and (held := parties.city(city, row.receiving)):
            case, values = "point", {"city": held.name}
        yield finding("missions", line, row, city, f"place.{case}", **values)


def confused(dataset: Dataset) -> Iterator[Finding]:
    """Texts that name only the other Korea (or Congo, Guinea, …); no addresses, no remarks."""
    sources = dataset.sources.by_id
    for table, columns in _TEXTS.items():
        for line, row in each(dataset, table):
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
            case = "confusable.aside" if aside else "confusable.other"
            for other in (other for other in others if other not in explained):
                values = {"of": mission, "party": other, "own": near[other]}
                yield finding(table, line, row, told, case, **values)


def _subject(dataset: Dataset, table: str, row: Any) -> tuple[tuple[str, ...], str]:
    """Which parties a row is about, and which mission."""
    subject = row["subject"] if table == "claims" else row.get("mission", row["id"])
    codes: tuple[str, ...] = ()
    mission = ""
    if own := dataset.mission_of(subject):
        codes, mission = (own.sending, own.receiving), own.id
    elif relation := dataset.relations.by_id.get(subject):
        codes = (relation.a, relation.b, relation.third)
    elif coverage := dataset.coverage.by_id.get(subject):
        codes, mission = (coverage.sending, coverage.receiving, coverage.state), coverage.mission
    elif place := dataset.places.by_id.get(subject):
        codes = (place.state,)
    elif subject not in dataset.sources.by_id:
        codes = tuple(subject.split("-"))
    return tuple(filter(None, codes)), mission


def outside(dataset: Dataset) -> Iterator[Finding]:
    """Points further outside their receiving state than its outline may be off, and why perhaps."""
    unexplained = ((line, row) for line, row in each(dataset, "positions") if not row.reason)
    for line, row, code, metres in outside_states(unexplained, dataset.missions.by_id):
        case, values = astray(row.point or (0.0, 0.0), code)
        told = {**values, "away": metres, "receiving": code}
        yield finding("positions", line, row, _shown(row), case, **told)


def shared(dataset: Dataset) -> Iterator[Finding]:
    """Points that several missions have: one building, or a copied coordinate."""
    groups: dict[tuple[float, ...], dict[str, tuple[int, Position]]] = defaultdict(dict)
    for line, row in each(dataset, "positions"):
        if row.point and row.method in _MEASURED and row.mission in dataset.missions.by_id:
            at = tuple(round(degrees, _DIGITS) for degrees in row.point)
            groups[at].setdefault(row.mission, (line, row))
    for of in (of for of in groups.values() if len(of) > 1):
        for line, row in of.values():
            others = [dataset.missions.by_id[id] for id in of if id != row.mission]
            case, other, values = _verdict(row, dataset.missions.by_id[row.mission], others)
            named = (other.id, *(one.id for one in others if one is not other))
            yield finding(
                "positions", line, row, _shown(row), f"shared.{case}", others=named, **values
            )


def _verdict(
    position: Position, mission: Mission, others: Sequence[Mission]
) -> tuple[str, Mission, dict[str, object]]:
    """What speaks for one building or for a copy, and the mission that shows it best."""
    lonlat, city = position.point or (0.0, 0.0), _city(mission)
    for other in others:
        if other.receiving != mission.receiving and not _may_be_both(lonlat, mission, other):
            return "states", other, {}
    for other in others:
        there = _city(other)
        if city and there and city != there and _metres(city, there) > _CITIES_APART_M:
            return "cities", other, {}
    first = next((one for one in others if _town(one) == _town(mission)), others[0])
    if city and float(distance(lonlat, (city.lon, city.lat))) <= _CENTRE_M:
        return "centre", first, {"city": city.name}
    decimals = max(len(position[c].partition(".")[2]) for c in ("longitude", "latitude"))
    if decimals <= _COARSE:
        return "coarse", first, {"number": decimals}
    if same := next((one for one in others if one.sending == mission.sending), None):
        return "sections", same, {}
    if mission.city and _town(first) == _town(mission):
        return "building", first, {"number": decimals}
    return "open", first, {}


def _may_be_both(lonlat: tuple[float, float], one: Mission, other: Mission) -> bool:
    """Whether a point may be in two receiving parties: those in Rome, or at a border."""
    return all(
        not basemap.has_shape(side.receiving)
        or basemap.within(*lonlat, side.receiving) <= TOLERANCE_M
        for side in (one, other)
    )


def _city(mission: Mission) -> parties.City | None:
    return parties.city(mission.city, mission.receiving) if mission.city else None


def _town(mission: Mission) -> str:
    city = _city(mission)
    return parties.fold(city.name if city else mission.city)


def _metres(one: parties.City, other: parties.City) -> float:
    return float(distance((one.lon, one.lat), (other.lon, other.lat)))


def _shown(row: Row) -> str:
    return f"{row['longitude']} {row['latitude']}"
