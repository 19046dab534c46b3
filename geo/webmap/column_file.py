"""An atlas as columns of numbers and texts, in one file that the browser keeps as typed arrays."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo import basemap, dates, i18n, parties
from geo.atlas import Atlas
from geo.atlas.absence import FACES, PRESENT, AbsenceInterval
from geo.atlas.relation_lines import weight
from geo.dataset import Coverage, Mission, Place, Position, Relation
from geo.evidence import NONE, UNDATED, validity
from geo.i18n import Translator
from geo.selection import Selection
from geo.vocabulary import EXACTNESS, KINDS, NOWHERE, OLD_YEARS, STATUSES, Answer
from geo.webmap import container
from geo.webmap.base_map import mercator, rings
from geo.webmap.payload import Payload, carried

LONGEST: Final = 120  # Characters up to which a text from the dataset is written on the map
_CLOCKS = ("begin", "end", "known_begin", "known_end")
UNIT: Final = 2.0**-24  # Of the coordinates of rings, in widths of the world: 2.4 m at the equator.
_STATE_STEP: Final = 0.02  # degrees, two kilometres: as states are shaded
_ALIKE: Final = 0.9
_UNNAMED: Final = Place.of({})
Arrays = dict[str, npt.NDArray[Any]]
Texts = dict[str, list[str]]
_STATUSES: Final = (*STATUSES, NONE, UNDATED)
_EXACT: Final = tuple(EXACTNESS)
_COUNTS: Final = ("", "opening", "closing")


def columns(
    atlas: Atlas,
    language: str = "en",
    selection: Selection | None = None,
    *,
    every_day: bool = False,
) -> bytes:
    """Missions, both clocks, places, the material of lines, and names, for the browser.

    Those of a selection on its days, or on any day.
    """
    party = {state.code: number for number, state in enumerate(parties.parties())}
    kept = carried(atlas, selection, every_day=every_day)
    mission = {row.id: number for number, row in enumerate(kept.missions)}
    regions = {name: number for number, name in enumerate(kept.outlines)}
    region_arrays, region_texts, places = outlines(atlas, kept.outlines)
    town_arrays, town_texts = _towns(kept)
    town = dict(zip(mission, town_arrays["mission.town"].tolist(), strict=True))
    arrays: Arrays = {
        **_parties(party),
        **_missions(kept.missions, party),
        **_status_intervals(kept.status_intervals),
        **_placements(kept.placements, regions),
        **_transitions(kept.transitions),
        **_seen(kept.seen),
        **town_arrays,
        **_relations(atlas, kept.relations, party),
        **_coverage(atlas, kept.coverage, party, mission),
        **absences(kept.absences, party, town),
        **_neighbours(atlas, kept.positions, mission),
        **region_arrays,
        **_of("region", np.int32, known=_known(atlas, places)),
    }
    texts: Texts = {
        "party.code": list(party),
        "mission.id": list(mission),
        "cover.id": [row.id for row in kept.coverage],
        **region_texts,
        **town_texts,
        **(spoken(kept.missions, i18n.tr(language)) if language else {}),
    }
    values: dict[str, object] = {
        "groups": list(KINDS.values()),
        "kind_ranks": [weight(kind, STATUSES[0], "")[0] for kind in KINDS],
        "statuses": list(_STATUSES),
        "status_ranks": [weight("embassy", status, "")[1] for status in STATUSES],
        "present": [int(status in PRESENT) for status in _STATUSES],
        "faces": list(FACES),
        "region_unit": UNIT,
        "exactness": list(_EXACT),
        "stale_days": dates.years(OLD_YEARS),
        "counts": list(_COUNTS),
    }
    return container.write(arrays, texts, values)


def _of(name: str, kind: npt.DTypeLike, /, **columns: Iterable[Any]) -> Arrays:
    """Columns of one table and one type of numbers."""
    return {
        f"{name}.{column.rstrip('_')}": np.asarray(
            values if isinstance(values, np.ndarray) else list(values), dtype=kind
        )
        for column, values in columns.items()
    }


def _parties(party: Mapping[str, int]) -> Arrays:
    states = parties.parties()
    seats = [(s.seat_lon, s.seat_lat) for s in states]
    longitude = (np.nan if lon is None else lon for lon, _ in seats)
    latitude = (np.nan if lat is None else lat for _, lat in seats)
    return {
        **_of("party", np.int32, of=(party.get(s.of, -1) for s in states)),
        **_of("party", np.float64, seat_longitude=longitude, seat_latitude=latitude),
    }


def _missions(rows: Sequence[Mission], party: Mapping[str, int]) -> Arrays:
    kinds = list(KINDS)
    ends = {name: [party[row[name]] for row in rows] for name in ("sending", "receiving")}
    return {
        **_of("mission", np.int32, **ends),
        **_of("mission", np.uint8, kind=(kinds.index(row.kind) for row in rows)),
    }


def _clocks(intervals: pd.DataFrame, name: str) -> Arrays:
    """The two clocks of a table whose rows stand in the order of their missions."""
    return _of(name, np.int32, **{one: intervals[one] for one in ("mission", *_CLOCKS)})


def _status_intervals(intervals: pd.DataFrame) -> Arrays:
    status = (_STATUSES.index(one) for one in intervals["status"])
    perhaps = intervals["certainty"] == Answer.POSSIBLE
    own = {"status": status, "possible": intervals["possible"], "perhaps": perhaps}
    return {**_clocks(intervals, "episode"), **_of("episode", np.uint8, **own)}


def _placements(placements: pd.DataFrame, regions: Mapping[str, int]) -> Arrays:
    metres = {name: placements[f"{name}_m"] for name in ("radius", "off", "tolerance")}
    point = {name: placements[name] for name in ("longitude", "latitude")}
    exactness = (_EXACT.index(one) for one in placements["exactness"])
    region = (regions.get(place, -1) for place in placements["place"])
    return {
        **_clocks(placements, "placement"),
        **_of("placement", np.float64, **point),
        **_of("placement", np.float32, **metres),
        **_of("placement", np.uint8, exactness=exactness),
        **_of("placement", np.int32, region=region),
    }


def _seen(seen: pd.DataFrame) -> Arrays:
    """The days on which sources show missions, of each mission in their order."""
    days = {name: seen[name] for name in ("mission", "day", "known")}
    digits = seen["date"].str.len()
    return {**_of("seen", np.int32, **days), **_of("seen", np.uint8, digits=digits)}


def _transitions(transitions: pd.DataFrame) -> Arrays:
    """The changes of status that the time bar counts and steps through."""
    whole = ("mission", "first", "last", "known_begin", "known_end")
    lists = {"before": _STATUSES, "after": _STATUSES, "counts": _COUNTS}
    words = {name: map(known.index, transitions[name]) for name, known in lists.items()}
    flags = {"dated": transitions["dated"], "perhaps": transitions["certainty"] == Answer.POSSIBLE}
    return {
        **_of("turn", np.int32, **{name: transitions[name] for name in whole}),
        **_of("turn", np.uint8, **words, **flags),
    }


def _towns(kept: Payload) -> tuple[Arrays, Texts]:
    first = kept.placements.drop_duplicates("mission")
    where = first[["longitude", "latitude"]].to_numpy(dtype=np.float64)
    nowhere = first["exactness"].isin(NOWHERE).tolist()
    number: dict[tuple[str, str], int] = {}
    points: list[tuple[float, float]] = []
    of_mission = []
    for index, row in enumerate(kept.missions):
        key = (row.receiving, row.city)
        city = parties.city(row.city, row.receiving) if row.city else None
        if not row.city or (city is None and key not in number and nowhere[index]):
            of_mission.append(-1)
            continue
        if key not in number:
            number[key] = len(points)
            here = (city.lon, city.lat) if city else tuple(where[index].tolist())
            points.append(here)
        of_mission.append(number[key])
    arrays = {**_of("mission", np.int32, town=of_mission), **_points("town", points)}
    return arrays, {"town.name": [i18n.plain(name, LONGEST) for _, name in number]}


def _points(name: str, points: Sequence[tuple[float, float]]) -> Arrays:
    longitude, latitude = (one for one, _ in points), (other for _, other in points)
    return _of(name, np.float64, longitude=longitude, latitude=latitude)


def _known(atlas: Atlas, rows: Iterable[Any]) -> list[int]:
    return [atlas.publication.of(row.sources).possibly for row in rows]


def _relations(atlas: Atlas, rows: Sequence[Relation], party: Mapping[str, int]) -> Arrays:
    """The events that a pair's line counts."""
    days = [validity(row.date, row.sense) for row in rows]
    return _of(
        "relation",
        np.int32,
        a=(party[row.a] for row in rows),
        b=(party[row.b] for row in rows),
        known=_known(atlas, rows),
        from_=(each.first for each in days),
    )


def _coverage(
    atlas: Atlas, rows: Sequence[Coverage], party: Mapping[str, int], mission: Mapping[str, int]
) -> Arrays:
    days = [validity(row.valid, row.sense, lasting=True) for row in rows]
    points = []
    for row in rows:
        covering = atlas.dataset.missions.by_id.get(row.mission)
        state = row.state or (covering.receiving if covering else "")
        town = row.city or (covering.city if covering else "")
        city = parties.city(town, state) if state else None
        points.append((city.lon, city.lat) if city else (np.nan, np.nan))
    whole = {
        "a": (party[row.sending] for row in rows),
        "b": (party[row.receiving] for row in rows),
        "mission": (mission.get(row.mission, -1) for row in rows),
        "known": _known(atlas, rows),
        "from": (each.first for each in days),
    }
    whole |= {n: [getattr(each, n) for each in days] for n in ("surely", "fades", "over")}
    return {**_of("cover", np.int32, **whole), **_points("cover", points)}


def _neighbours(atlas: Atlas, rows: Sequence[Position], mission: Mapping[str, int]) -> Arrays:
    pairs = [(row, anchor) for row in rows for anchor in row.anchors if anchor in mission]
    ends = {"mission": (mission[row.mission] for row, _ in pairs)}
    ends["anchor"] = (mission[anchor] for _, anchor in pairs)
    return _of("near", np.int32, known=_known(atlas, [row for row, _ in pairs]), **ends)


def outlines(
    atlas: Atlas, names: Sequence[str]
) -> tuple[dict[str, npt.NDArray[Any]], dict[str, list[str]], list[Place]]:
    """The outlines of places and states."""
    places = atlas.dataset.places.by_id
    drawn = {row["id"]: row["geometry"] for row in atlas.dataset.drawn_places.to_dict("records")}
    shapes = [
        drawn[name] if name in drawn else basemap.state_shape(name).simplify(_STATE_STEP)
        for name in names
    ]
    geometries = np.array(shapes, dtype=object)
    found = rings(geometries, "region", np.float64)
    for axis in ("region.x", "region.y"):
        found[axis] = np.round(found[axis] / UNIT).astype(np.int32)
    parts = shapely.get_num_geometries(geometries) if shapes else np.empty(0, dtype=int)
    first_part = np.concatenate([[0], np.cumsum(parts)]).astype(int)
    ring = found.pop("region.shape")[first_part]
    bounds = shapely.bounds(geometries).reshape(-1, 4)
    low, high = mercator(bounds[:, :2]), mercator(bounds[:, 2:])
    rows = [places.get(name, _UNNAMED) for name in names]
    arrays = {
        **found,
        "region.first": ring.astype(np.int32),
        "region.west": low[:, 0],
        "region.east": high[:, 0],
        "region.top": high[:, 1],
        "region.bottom": low[:, 1],
        "region.alike": _alike(geometries),
    }
    texts = {
        "region.id": [name if name in places else "" for name in names],
        "region.name": [i18n.plain(row.name, LONGEST) for row in rows],
    }
    return arrays, texts, rows


def _alike(geometries: npt.NDArray[Any]) -> npt.NDArray[np.int32]:
    """Pairs of outlines that are all but one: what they share is most of what either covers."""
    if not geometries.size:
        return np.empty(0, dtype=np.int32)
    one, other = shapely.STRtree(geometries).query(geometries, predicate="intersects")
    one, other = one[one < other], other[one < other]
    shared = shapely.area(shapely.intersection(geometries[one], geometries[other]))
    either = shapely.area(shapely.union(geometries[one], geometries[other]))
    pairs = np.column_stack([one, other])[shared > _ALIKE * either]
    return np.asarray(pairs.ravel(), dtype=np.int32)


def absences(
    rows: Sequence[AbsenceInterval], party: Mapping[str, int], town: Mapping[str, int]
) -> Arrays:
    """Columns of the parties that are states, and of the intervals of pairs of them."""
    states = parties.parties()
    ends = {"state_from": map(_from, states), "state_until": map(_until, states)}
    whole = {
        "a": (party[one.sending] for one in rows),
        "b": (party[one.receiving] for one in rows),
        "town": (town.get(one.known.mission, -1) for one in rows),
    }
    clocks = {name: [getattr(one, name) for one in rows] for name in _CLOCKS}
    small = {
        "face": (FACES.index(one.known.face) for one in rows),
        "perhaps": (one.known.possibly for one in rows),
        "closed": (one.known.closed for one in rows),
    }
    absent = {**_of("absent", np.int32, **whole, **clocks), **_of("absent", np.uint8, **small)}
    return {**_of("party", np.int32, **ends), **absent}


def _from(state: parties.State) -> int:
    """The first day of the year in which a state was founded, where that is known."""
    year = parties.begun(state.code)
    return dates.FIRST if year is None else dt.date(year, 1, 1).toordinal()


def _until(state: parties.State) -> int:
    if not state.is_state:
        return dates.FIRST
    return dates.day_of(state.ended).toordinal() + 1 if state.former else dates.LAST


def names(atlas: Atlas, language: str = "en", selection: Selection | None = None) -> bytes:
    """The names of all parties and missions in one language; of those of a selection on any day."""
    missions: Sequence[Mission] = atlas.dataset.missions
    if selection is not None:
        missions = carried(atlas, selection, every_day=True).missions
    return container.write({}, spoken(missions, i18n.tr(language)))


def spoken(missions: Sequence[Mission], tr: Translator) -> Mapping[str, list[str]]:
    """The columns of texts that differ from language to language."""
    labels = [
        i18n.plain(row.name or tr.label(row.kind, row.sending, row.receiving, row.city), LONGEST)
        for row in missions
    ]
    return {
        "party.name": [tr.party(state.code) for state in parties.parties()],
        "mission.label": labels,
        "mission.short": labels,
    }
