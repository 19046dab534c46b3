"""An atlas as columns of numbers and texts, in one file that the browser keeps as typed arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from geo import basemap, countries, words
from geo.claims import NONE, UNDATED, validity
from geo.pack import split
from geo.vocabulary import KINDS, METHODS, STATUSES, Answer
from geo.webmap import container
from geo.webmap.ground import mercator, rings

if TYPE_CHECKING:
    import pandas as pd

    from geo.atlas import Atlas

__all__ = ["columns"]

Arrays = dict[str, npt.NDArray[Any]]
Texts = dict[str, list[str]]
Rows = Sequence[Mapping[str, str]]

_LONGEST: Final = 120
_STATUSES: Final = (*STATUSES, NONE, UNDATED)
_METHODS: Final = tuple(METHODS)
_ALIKE: Final = 0.9


def columns(atlas: Atlas) -> bytes:
    """All missions, both clocks, places and the material of lines of an atlas, for the browser.

    Parameters
    ----------
    atlas
        The opened pack.

    Returns
    -------
    bytes
        A file as :mod:`geo.webmap.container` describes it; the same bytes for the same pack.
        Parties, missions, sources, towns and regions are referred to by their row, -1 for none.
    """
    party = {state.code: number for number, state in enumerate(countries.parties())}
    rows = atlas.pack.rows["missions"]
    mission = {row["id"]: number for number, row in enumerate(rows)}
    regions = _regions(atlas)
    region_arrays, region_texts = _outlines(atlas, regions, party)
    town_arrays, town_texts = _towns(atlas, rows)
    arrays: Arrays = {
        **_parties(party),
        **_missions(rows, party),
        **_episodes(atlas.episodes),
        **_placements(atlas.placements, regions),
        **town_arrays,
        **_relations(atlas, party),
        **_coverage(atlas, party, mission),
        **_neighbours(atlas, mission),
        **_resting(atlas),
        **region_arrays,
    }
    texts: Texts = {
        "party.code": list(party),
        "party.name": [words.tight(code) for code in party],
        "mission.id": list(mission),
        "mission.label": [words.plain(atlas.name_of(row), _LONGEST) for row in rows],
        "mission.short": [words.plain(_short(row), _LONGEST) for row in rows],
        "mission.city_folded": [countries.fold(row["city"]) for row in rows],
        "mission.words": list(atlas.haystacks),
        "source.id": sorted(atlas.pack.by_id["sources"]),
        "cover.id": [row["id"] for row in _covered(atlas)],
        **region_texts,
        **town_texts,
    }
    values = {"kinds": list(KINDS), "groups": list(KINDS.values()), "statuses": list(_STATUSES)}
    values["methods"] = list(_METHODS)
    return container.write(arrays, texts, values)


def _short(row: Mapping[str, str]) -> str:
    """What a mission is called on the map: its own name, else kind, state and city, short."""
    if row["name"]:
        return row["name"]
    kind = words.kind(row["kind"])
    sender = f"{countries.party_by_code(row['sending']).article} {words.tight(row['sending'])}"
    where = row["city"] or words.tight(row["receiving"])
    return f"{kind[:1].upper()}{kind[1:]} of {sender.strip()} in {where}"


def _int32(values: Sequence[int] | npt.NDArray[Any]) -> npt.NDArray[np.int32]:
    return np.asarray(values, dtype=np.int32)


def _float64(values: Sequence[float]) -> npt.NDArray[np.float64]:
    return np.asarray(values, dtype=np.float64)


def _parties(party: Mapping[str, int]) -> Arrays:
    states = countries.parties()
    seats = [(s.seat_lon, s.seat_lat) for s in states]
    return {
        "party.of": _int32([party.get(s.of, -1) for s in states]),
        "party.seat_longitude": _float64([np.nan if lon is None else lon for lon, _ in seats]),
        "party.seat_latitude": _float64([np.nan if lat is None else lat for _, lat in seats]),
    }


def _missions(rows: Rows, party: Mapping[str, int]) -> Arrays:
    kinds = list(KINDS)
    return {
        "mission.sending": _int32([party[row["sending"]] for row in rows]),
        "mission.receiving": _int32([party[row["receiving"]] for row in rows]),
        "mission.kind": np.array([kinds.index(row["kind"]) for row in rows], dtype=np.uint8),
    }


def _clocks(stretches: pd.DataFrame, name: str) -> Arrays:
    """The two clocks of a table whose rows stand in the order of their missions."""
    names = ("mission", "begin", "end", "known_begin", "known_end")
    return {f"{name}.{column}": _int32(stretches[column].to_numpy()) for column in names}


def _ordered(stretches: pd.DataFrame) -> pd.DataFrame:
    return stretches.sort_values("mission", kind="stable", ignore_index=True)


def _episodes(episodes: pd.DataFrame) -> Arrays:
    ordered = _ordered(episodes)
    return {
        **_clocks(ordered, "episode"),
        "episode.status": np.array([_STATUSES.index(s) for s in ordered["status"]], dtype=np.uint8),
        "episode.perhaps": (ordered["certainty"].to_numpy() == Answer.PERHAPS).astype(np.uint8),
    }


def _placements(placements: pd.DataFrame, regions: Mapping[str, int]) -> Arrays:
    ordered = _ordered(placements)
    return {
        **_clocks(ordered, "placement"),
        "placement.longitude": ordered["longitude"].to_numpy(dtype=np.float64),
        "placement.latitude": ordered["latitude"].to_numpy(dtype=np.float64),
        "placement.radius": ordered["radius_m"].to_numpy(dtype=np.float32),
        "placement.method": np.array([_METHODS.index(m) for m in ordered["method"]], np.uint8),
        "placement.region": _int32([regions.get(place, -1) for place in ordered["place"]]),
    }


def _regions(atlas: Atlas) -> dict[str, int]:
    """Every outline, a place's or a whole state's that a placement uses, and its row."""
    places = atlas.pack.places
    drawn = places["id"][places.geometry.notna()]
    names = sorted({*drawn, *atlas.placements["place"]} - {""})
    return {name: number for number, name in enumerate(names)}


def _outlines(
    atlas: Atlas, regions: Mapping[str, int], party: Mapping[str, int]
) -> tuple[Arrays, Texts]:
    places = atlas.pack.by_id["places"]
    drawn = {row["id"]: row["geometry"] for row in atlas.pack.places.to_dict("records")}
    shapes = [drawn[name] if name in drawn else basemap.state_shape(name) for name in regions]
    geometries = np.array(shapes, dtype=object)
    found = rings(geometries, "region", np.float64)
    parts = shapely.get_num_geometries(geometries) if shapes else np.empty(0, dtype=int)
    first_part = np.concatenate([[0], np.cumsum(parts)]).astype(int)
    ring = found.pop("region.shape")[first_part]
    bounds = shapely.bounds(geometries).reshape(-1, 4)
    low, high = mercator(bounds[:, :2]), mercator(bounds[:, 2:])
    rows = [places.get(name, {"name": "", "state": "", "sources": ""}) for name in regions]
    arrays: Arrays = {
        **found,
        "region.first": ring.astype(np.int32),
        "region.west": low[:, 0],
        "region.east": high[:, 0],
        "region.top": high[:, 1],
        "region.bottom": low[:, 1],
        "region.state": _int32([party.get(row["state"], -1) for row in rows]),
        "region.known": _known(atlas, rows),
        "region.alike": _alike(geometries),
    }
    texts = {
        "region.id": [name if name in places else "" for name in regions],
        "region.name": [words.plain(row["name"], _LONGEST) for row in rows],
    }
    return arrays, texts


def _alike(geometries: npt.NDArray[Any]) -> npt.NDArray[np.int32]:
    """Pairs of outlines that are all but one: what they share is most of what either covers."""
    if not geometries.size:
        return np.empty(0, dtype=np.int32)
    one, other = shapely.STRtree(geometries).query(geometries, predicate="intersects")
    one, other = one[one < other], other[one < other]
    shared = shapely.area(shapely.intersection(geometries[one], geometries[other]))
    either = shapely.area(shapely.union(geometries[one], geometries[other]))
    return _int32(np.column_stack([one, other])[shared > _ALIKE * either].ravel())


def _towns(atlas: Atlas, rows: Rows) -> tuple[Arrays, Texts]:
    first = _ordered(atlas.placements).drop_duplicates("mission")
    where = first[["longitude", "latitude"]].to_numpy(dtype=np.float64)
    number: dict[tuple[str, str], int] = {}
    points: list[tuple[float, float]] = []
    of_mission = []
    for index, row in enumerate(rows):
        key = (row["receiving"], row["city"])
        if not row["city"]:
            of_mission.append(-1)
            continue
        if key not in number:
            number[key] = len(points)
            city = countries.city(row["city"], row["receiving"])
            here = (city.lon, city.lat) if city else tuple(where[index].tolist())
            points.append(here)
        of_mission.append(number[key])
    arrays: Arrays = {
        "mission.town": _int32(of_mission),
        "town.longitude": _float64([lon for lon, _ in points]),
        "town.latitude": _float64([lat for _, lat in points]),
    }
    return arrays, {"town.name": [words.plain(name, _LONGEST) for _, name in number]}


def _known(atlas: Atlas, rows: Rows) -> npt.NDArray[np.int32]:
    return _int32([atlas.knowledge.of(split(row["sources"])).perhaps for row in rows])


def _relations(atlas: Atlas, party: Mapping[str, int]) -> Arrays:
    """The dated relations that a pair's line counts."""
    rows = [
        row
        for row in atlas.pack.rows["relations"]
        if row["date"] and row["a"] != row["b"] and row["sense"] != "planned"
    ]
    days = [validity(row["date"], row["sense"]) for row in rows]
    return {
        "relation.a": _int32([party[row["a"]] for row in rows]),
        "relation.b": _int32([party[row["b"]] for row in rows]),
        "relation.known": _known(atlas, rows),
        "relation.from": _int32([each.first for each in days]),
    }


def _covered(atlas: Atlas) -> list[Mapping[str, str]]:
    return [row for row in atlas.pack.rows["coverage"] if row["face"] == "covered"]


def _coverage(atlas: Atlas, party: Mapping[str, int], mission: Mapping[str, int]) -> Arrays:
    rows = _covered(atlas)
    days = [validity(row["valid"], row["sense"], lasting=True) for row in rows]
    third, points = [], []
    for row in rows:
        covering = atlas.pack.by_id["missions"].get(row["mission"])
        state = row["state"] or (covering["receiving"] if covering else "")
        town = row["city"] or (covering["city"] if covering else "")
        city = countries.city(town, state) if state else None
        third.append(party.get(state, -1))
        points.append((city.lon, city.lat) if city else (np.nan, np.nan))
    return {
        "cover.a": _int32([party[row["sending"]] for row in rows]),
        "cover.b": _int32([party[row["receiving"]] for row in rows]),
        "cover.third": _int32(third),
        "cover.mission": _int32([mission.get(row["mission"], -1) for row in rows]),
        "cover.longitude": _float64([lon for lon, _ in points]),
        "cover.latitude": _float64([lat for _, lat in points]),
        "cover.known": _known(atlas, rows),
        "cover.from": _int32([each.first for each in days]),
        "cover.surely": _int32([each.surely for each in days]),
        "cover.fades": _int32([each.fades for each in days]),
        "cover.over": _int32([each.over for each in days]),
    }


def _neighbours(atlas: Atlas, mission: Mapping[str, int]) -> Arrays:
    pairs = [
        (row, anchor)
        for row in atlas.pack.rows["positions"]
        for anchor in split(row["anchors"])
        if anchor in mission
    ]
    return {
        "near.mission": _int32([mission[row["mission"]] for row, _ in pairs]),
        "near.anchor": _int32([mission[anchor] for _, anchor in pairs]),
        "near.known": _known(atlas, [row for row, _ in pairs]),
    }


def _resting(atlas: Atlas) -> Arrays:
    """The sources that say something of each mission."""
    number = {name: index for index, name in enumerate(sorted(atlas.pack.by_id["sources"]))}
    lists = [sorted(number[source] for source in told) for told in atlas.sieve.resting]
    starts = np.concatenate([[0], np.cumsum([len(sources) for sources in lists])])
    return {
        "mission.sources_start": _int32(starts),
        "mission.source": _int32([source for sources in lists for source in sources]),
    }
