"""An atlas as columns of numbers and texts, in one file that the browser keeps as typed arrays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
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

if TYPE_CHECKING:
    import pandas as pd

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
        "region.known": _known(atlas, places),
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


def _int32(values: Sequence[int] | npt.NDArray[Any]) -> npt.NDArray[np.int32]:
    return np.asarray(values, dtype=np.int32)


def _float64(values: Sequence[float]) -> npt.NDArray[np.float64]:
    return np.asarray(values, dtype=np.float64)


def _parties(party: Mapping[str, int]) -> Arrays:
    states = parties.parties()
    seats = [(s.seat_lon, s.seat_lat) for s in states]
    return {
        "party.of": _int32([party.get(s.of, -1) for s in states]),
        "party.seat_longitude": _float64([np.nan if lon is None else lon for lon, _ in seats]),
        "party.seat_latitude": _float64([np.nan if lat is None else lat for _, lat in seats]),
    }


def _missions(rows: Sequence[Mission], party: Mapping[str, int]) -> Arrays:
    kinds = list(KINDS)
    return {
        "mission.sending": _int32([party[row.sending] for row in rows]),
        "mission.receiving": _int32([party[row.receiving] for row in rows]),
        "mission.kind": np.array([kinds.index(row.kind) for row in rows], dtype=np.uint8),
    }


def _clocks(intervals: pd.DataFrame, name: str) -> Arrays:
    """The two clocks of a table whose rows stand in the order of their missions."""
    names = ("mission", "begin", "end", "known_begin", "known_end")
    return {f"{name}.{column}": _int32(intervals[column].to_numpy()) for column in names}


def _status_intervals(status_intervals: pd.DataFrame) -> Arrays:
    return {
        **_clocks(status_intervals, "episode"),
        "episode.status": np.array(
            [_STATUSES.index(s) for s in status_intervals["status"]], dtype=np.uint8
        ),
        "episode.possible": status_intervals["possible"].to_numpy(dtype=np.uint8),
        "episode.perhaps": (status_intervals["certainty"].to_numpy() == Answer.PERHAPS).astype(
            np.uint8
        ),
    }


def _placements(placements: pd.DataFrame, regions: Mapping[str, int]) -> Arrays:
    return {
        **_clocks(placements, "placement"),
        "placement.longitude": placements["longitude"].to_numpy(dtype=np.float64),
        "placement.latitude": placements["latitude"].to_numpy(dtype=np.float64),
        "placement.radius": placements["radius_m"].to_numpy(dtype=np.float32),
        "placement.exactness": np.array(
            [_EXACT.index(e) for e in placements["exactness"]], np.uint8
        ),
        "placement.off": placements["off_m"].to_numpy(dtype=np.float32),
        "placement.tolerance": placements["tolerance_m"].to_numpy(dtype=np.float32),
        "placement.region": _int32([regions.get(place, -1) for place in placements["place"]]),
    }


def _seen(seen: pd.DataFrame) -> Arrays:
    """The days on which sources show missions, of each mission in their order."""
    days = {f"seen.{name}": _int32(seen[name].to_numpy()) for name in ("mission", "day", "known")}
    return {**days, "seen.digits": np.asarray(seen["date"].str.len(), dtype=np.uint8)}


def _transitions(transitions: pd.DataFrame) -> Arrays:
    """The changes of status that the time bar counts and steps through."""
    whole = ("mission", "first", "last", "known_begin", "known_end")
    lists = {"before": _STATUSES, "after": _STATUSES, "counts": _COUNTS}
    flags = {"dated": transitions["dated"], "perhaps": transitions["certainty"] == Answer.PERHAPS}
    return {
        **{f"turn.{name}": _int32(transitions[name].to_numpy(dtype=np.int64)) for name in whole},
        **{
            f"turn.{name}": np.array(
                [known.index(text) for text in transitions[name]], dtype=np.uint8
            )
            for name, known in lists.items()
        },
        **{f"turn.{name}": flag.to_numpy(dtype=np.uint8) for name, flag in flags.items()},
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
    arrays: Arrays = {
        "mission.town": _int32(of_mission),
        "town.longitude": _float64([lon for lon, _ in points]),
        "town.latitude": _float64([lat for _, lat in points]),
    }
    return arrays, {"town.name": [i18n.plain(name, LONGEST) for _, name in number]}


def _known(atlas: Atlas, rows: Iterable[Any]) -> npt.NDArray[np.int32]:
    return _int32([atlas.publication.of(row.sources).perhaps for row in rows])


def _relations(atlas: Atlas, rows: Sequence[Relation], party: Mapping[str, int]) -> Arrays:
    """The events that a pair's line counts."""
    days = [validity(row.date, row.sense) for row in rows]
    return {
        "relation.a": _int32([party[row.a] for row in rows]),
        "relation.b": _int32([party[row.b] for row in rows]),
        "relation.known": _known(atlas, rows),
        "relation.from": _int32([each.first for each in days]),
    }


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
    return {
        "cover.a": _int32([party[row.sending] for row in rows]),
        "cover.b": _int32([party[row.receiving] for row in rows]),
        "cover.mission": _int32([mission.get(row.mission, -1) for row in rows]),
        "cover.longitude": _float64([lon for lon, _ in points]),
        "cover.latitude": _float64([lat for _, lat in points]),
        "cover.known": _known(atlas, rows),
        "cover.from": _int32([each.first for each in days]),
        "cover.surely": _int32([each.surely for each in days]),
        "cover.fades": _int32([each.fades for each in days]),
        "cover.over": _int32([each.over for each in days]),
    }


def _neighbours(atlas: Atlas, rows: Sequence[Position], mission: Mapping[str, int]) -> Arrays:
    pairs = [(row, anchor) for row in rows for anchor in row.anchors if anchor in mission]
    return {
        "near.mission": _int32([mission[row.mission] for row, _ in pairs]),
        "near.anchor": _int32([mission[anchor] for _, anchor in pairs]),
        "near.known": _known(atlas, [row for row, _ in pairs]),
    }


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
) -> dict[str, npt.NDArray[np.int32] | npt.NDArray[np.uint8]]:
    """Columns of the parties that are states, and of the intervals of pairs of them."""
    whole = {
        "party.state_from": [_from(state) for state in parties.parties()],
        "party.state_until": [_until(state) for state in parties.parties()],
        "absent.a": [party[one.sending] for one in rows],
        "absent.b": [party[one.receiving] for one in rows],
        "absent.town": [town.get(one.known.mission, -1) for one in rows],
        **{f"absent.{name}": [getattr(one, name) for one in rows] for name in _CLOCKS},
    }
    small = {
        "absent.face": [FACES.index(one.known.face) for one in rows],
        "absent.perhaps": [one.known.perhaps for one in rows],
        "absent.closed": [one.known.closed for one in rows],
    }
    return {
        **{name: np.asarray(values, dtype=np.int32) for name, values in whole.items()},
        **{name: np.asarray(values, dtype=np.uint8) for name, values in small.items()},
    }


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
    labels = [i18n.plain(_label(row, tr), LONGEST) for row in missions]
    return {
        "party.name": [tr.party(state.code) for state in parties.parties()],
        "mission.label": labels,
        "mission.short": labels,
    }


def _label(row: Mission, tr: Translator) -> str:
    """The label of a mission on the map: its own name, else type, state and city."""
    ends = row.sending, row.receiving
    return row.name or tr.label(row.kind, *ends, row.city)
