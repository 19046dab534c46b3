"""An atlas as columns of numbers and texts, in one file that the browser keeps as typed arrays."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from geo import basemap, dates, i18n, parties
from geo.atlas import Atlas
from geo.atlas.absence import FACES, PRESENT
from geo.atlas.relation_lines import weight
from geo.dataset import Coverage, Mission, Place
from geo.evidence import NONE, UNDATED, validity
from geo.i18n import Translator
from geo.selection import Selection
from geo.vocabulary import EXACTNESS, KINDS, NOWHERE, OLD_YEARS, STATUSES, Answer
from geo.webmap import container
from geo.webmap.base_map import mercator, rings
from geo.webmap.payload import Payload, carried

_LONGEST: Final = 120  # Characters up to which a text from the dataset is written on the map
_CLOCKS: Final = ("begin", "end", "known_begin", "known_end")
_UNIT: Final = 2.0**-24  # Of the coordinates of rings, in widths of the world: 2.4 m at the equator
_STATE_STEP: Final = 0.02  # degrees, two kilometres: as states are shaded
_ALIKE: Final = 0.9
_UNNAMED: Final = Place.of({})
_KINDS: Final = tuple(KINDS)
_STATUSES: Final = (*STATUSES, NONE, UNDATED)
_EXACT: Final = tuple(EXACTNESS)
_COUNTS: Final = ("", "opening", "closing")
Tables = dict[str, dict[str, Iterable[Any]]]
"""Table -> its columns; those that are no arrays yet have whole numbers of 32 bits."""


def _array(kind: type[np.number[Any]], values: Iterable[Any]) -> npt.NDArray[Any]:
    return np.asarray(list(values), dtype=kind)


_small = partial(_array, np.uint8)
_metres = partial(_array, np.float32)
_degrees = partial(_array, np.float64)


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
    towns, of_mission = _towns(kept)
    tables: Tables = {
        "party": _parties(party),
        "mission": {
            "sending": [party[row.sending] for row in kept.missions],
            "receiving": [party[row.receiving] for row in kept.missions],
            "kind": _small(_KINDS.index(row.kind) for row in kept.missions),
            "town": of_mission,
        },
        "town": _points(towns.values()),
        **_intervals(kept),
        **_lines(atlas, kept, party, of_mission),
        "region": _outlines(atlas, kept.outlines),
    }
    places = atlas.dataset.places.by_id
    named = [places.get(name, _UNNAMED).name for name in kept.outlines]
    texts = {
        "party.code": list(party),
        "mission.id": [row.id for row in kept.missions],
        "cover.id": [row.id for row in kept.coverage],
        "region.id": [name if name in places else "" for name in kept.outlines],
        "region.name": [i18n.plain(name, _LONGEST) for name in named],
        "town.name": [i18n.plain(name, _LONGEST) for _, name in towns],
        **(spoken(kept.missions, i18n.tr(language)) if language else {}),
    }
    values: dict[str, object] = {
        "groups": list(KINDS.values()),
        "kind_ranks": [weight(kind, STATUSES[0], "")[0] for kind in KINDS],
        "statuses": list(_STATUSES),
        "status_ranks": [weight("embassy", status, "")[1] for status in STATUSES],
        "present": [int(status in PRESENT) for status in _STATUSES],
        "faces": list(FACES),
        "region_unit": _UNIT,
        "exactness": list(_EXACT),
        "stale_days": dates.years(OLD_YEARS),
        "counts": list(_COUNTS),
    }
    arrays = {
        name: column if isinstance(column, np.ndarray) else _array(np.int32, column)
        for name, column in container.named(tables).items()
    }
    return container.write(arrays, texts, values)


def _parties(party: Mapping[str, int]) -> dict[str, Iterable[Any]]:
    states = parties.parties()
    return {
        "of": [party.get(one.of, -1) for one in states],
        "seat_longitude": _degrees(one.seat_lon for one in states),
        "seat_latitude": _degrees(one.seat_lat for one in states),
        "state_from": map(_from, states),
        "state_until": map(_until, states),
    }


def _intervals(kept: Payload) -> Tables:
    """The tables whose rows are in the order of their missions."""
    episodes, placements, turns = kept.status_intervals, kept.placements, kept.transitions
    regions = {name: number for number, name in enumerate(kept.outlines)}
    turned = ("mission", "first", "last", "known_begin", "known_end")
    return {
        "episode": {
            **{name: episodes[name] for name in ("mission", *_CLOCKS)},
            "status": _small(map(_STATUSES.index, episodes["status"])),
            "possible": _small(episodes["possible"]),
            "perhaps": _small(episodes["certainty"] == Answer.POSSIBLE),
        },
        "placement": {
            **{name: placements[name] for name in ("mission", *_CLOCKS)},
            **{name: _degrees(placements[name]) for name in ("longitude", "latitude")},
            **{name: _metres(placements[f"{name}_m"]) for name in ("radius", "off", "tolerance")},
            "exactness": _small(map(_EXACT.index, placements["exactness"])),
            "region": [regions.get(place, -1) for place in placements["place"]],
        },
        "turn": {
            **{name: turns[name] for name in turned},
            **{name: _small(map(_STATUSES.index, turns[name])) for name in ("before", "after")},
            "counts": _small(map(_COUNTS.index, turns["counts"])),
            "dated": _small(turns["dated"]),
            "perhaps": _small(turns["certainty"] == Answer.POSSIBLE),
        },
        "seen": {
            **{name: kept.seen[name] for name in ("mission", "day", "known")},
            "digits": _small(kept.seen["date"].str.len()),
        },
    }


def _towns(kept: Payload) -> tuple[dict[tuple[str, str], tuple[float, float]], list[int]]:
    """State and name of each city -> its point; and which city each mission is in, -1 for none."""
    first = kept.placements.drop_duplicates("mission")
    where = first[["longitude", "latitude"]].to_numpy(dtype=np.float64).tolist()
    nowhere = first["exactness"].isin(NOWHERE).tolist()
    points: dict[tuple[str, str], tuple[float, float]] = {}
    towns: list[tuple[str, str] | None] = []
    for index, row in enumerate(kept.missions):
        key = (row.receiving, row.city)
        city = parties.city(row.city, row.receiving) if row.city else None
        if row.city and (city or key in points or not nowhere[index]):
            points.setdefault(key, (city.lon, city.lat) if city else tuple(where[index]))
            towns.append(key)
        else:
            towns.append(None)
    number = {key: number for number, key in enumerate(points)}
    return points, [-1 if key is None else number[key] for key in towns]


def _points(points: Iterable[tuple[float, float]]) -> dict[str, Iterable[Any]]:
    longitudes, latitudes = np.array([*points], dtype=np.float64).reshape(-1, 2).T
    return {"longitude": longitudes, "latitude": latitudes}


def _known(atlas: Atlas, rows: Iterable[Any]) -> list[int]:
    return [atlas.publication.of(row.sources).possibly for row in rows]


def _lines(atlas: Atlas, kept: Payload, party: Mapping[str, int], towns: Sequence[int]) -> Tables:
    """Events that a pair's line counts, accreditations, neighbours, and intervals of absence."""
    mission = {row.id: number for number, row in enumerate(kept.missions)}
    covering = [validity(row.valid, row.sense, lasting=True) for row in kept.coverage]
    pairs = [(row, one) for row in kept.positions for one in row.anchors if one in mission]
    town = dict(zip(mission, towns, strict=True))
    absent = kept.absences
    return {
        "relation": {
            "a": [party[row.a] for row in kept.relations],
            "b": [party[row.b] for row in kept.relations],
            "known": _known(atlas, kept.relations),
            "from": [validity(row.date, row.sense).first for row in kept.relations],
        },
        "cover": {
            "a": [party[row.sending] for row in kept.coverage],
            "b": [party[row.receiving] for row in kept.coverage],
            "mission": [mission.get(row.mission, -1) for row in kept.coverage],
            "known": _known(atlas, kept.coverage),
            "from": [each.first for each in covering],
            **{n: [getattr(each, n) for each in covering] for n in ("surely", "fades", "over")},
            **_points(_seat_of(atlas, row) for row in kept.coverage),
        },
        "near": {
            "mission": [mission[row.mission] for row, _ in pairs],
            "anchor": [mission[anchor] for _, anchor in pairs],
            "known": _known(atlas, [row for row, _ in pairs]),
        },
        "absent": {
            "a": [party[one.sending] for one in absent],
            "b": [party[one.receiving] for one in absent],
            "town": [town.get(one.known.mission, -1) for one in absent],
            **{name: [getattr(one, name) for one in absent] for name in _CLOCKS},
            "face": _small(FACES.index(one.known.face) for one in absent),
            "perhaps": _small(one.known.possibly for one in absent),
            "closed": _small(one.known.closed for one in absent),
        },
    }


def _seat_of(atlas: Atlas, row: Coverage) -> tuple[float, float]:
    covering = atlas.dataset.missions.by_id.get(row.mission)
    state = row.state or (covering.receiving if covering else "")
    town = row.city or (covering.city if covering else "")
    city = parties.city(town, state) if state else None
    return (city.lon, city.lat) if city else (np.nan, np.nan)


def _outlines(atlas: Atlas, names: Sequence[str]) -> dict[str, Iterable[Any]]:
    drawn = {row["id"]: row["geometry"] for row in atlas.dataset.drawn_places.to_dict("records")}
    shapes = [
        drawn[name] if name in drawn else basemap.state_shape(name).simplify(_STATE_STEP)
        for name in names
    ]
    geometries = np.array(shapes, dtype=object)
    found = rings(geometries, np.float64)
    parts = shapely.get_num_geometries(geometries) if shapes else np.empty(0, dtype=int)
    first_part = np.concatenate([[0], np.cumsum(parts)]).astype(int)
    bounds = shapely.bounds(geometries).reshape(-1, 4)
    (west, bottom), (east, top) = mercator(bounds[:, :2]).T, mercator(bounds[:, 2:]).T
    rows = [atlas.dataset.places.by_id.get(name, _UNNAMED) for name in names]
    return {
        **{axis: np.round(found[axis] / _UNIT).astype(np.int32) for axis in "xy"},
        "part": found["part"],
        "first": found["shape"][first_part].astype(np.int32),
        **{"west": west, "east": east, "top": top, "bottom": bottom},
        "alike": _alike(geometries),
        "known": _known(atlas, rows),
    }


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
        i18n.plain(row.name or tr.label(row.kind, row.sending, row.receiving, row.city), _LONGEST)
        for row in missions
    ]
    return {
        "party.name": [tr.party(state.code) for state in parties.parties()],
        "mission.label": labels,
        "mission.short": labels,
    }
