"""The lines of the map: from mission to mission, from a seat to its missions, to states covered.

Four kinds of lines:

``pair``
    between two states that have a mission in each other: from mission to mission, one
    line a pair, with the number of its events;
``seat``
    from the seat of the sending state to each other mission of it that is shown;
``coverage``
    from the city that a mission covers a further state from, to the seat of that state;
``neighbour``
    from a mission that words place to each neighbour that they name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from geo import geodesy, parties
from geo.atlas import Atlas
from geo.atlas.mission_filter import accredited_from, between_named
from geo.dataset import ids_of
from geo.evidence import validity
from geo.i18n import ENGLISH
from geo.selection import Selection
from geo.vocabulary import KINDS, POINTED, Answer, columns_of

if TYPE_CHECKING:
    import geopandas as gpd

COLUMNS: Final = columns_of("lines")  # of :func:`lines`
_READ: Final = (
    *("id", "name", "sending", "receiving", "city", "kind"),
    *("status", "certainty", "exactness", "sources"),
)
_Row = dict[str, Any]
_Point = tuple[float, float]
_ORDER = ("embassy", "liaison", "consulate")
_STATUS = ("open", "suspended", "preparing", "announced", "unknown", "closed")


def pair_id(one: str, other: str) -> str:
    """Id of the line between two parties, whichever way round they are given."""
    return "pair:" + "-".join(sorted((one, other)))


def weight(kind: str, status: str, mission: str) -> tuple[int, int, str]:
    """Key by which the weightiest of several missions comes first: embassies, then the open."""
    return _ORDER.index(KINDS[kind]), _STATUS.index(status), mission


def accredited(atlas: Atlas, chosen: Selection) -> NDArray[np.bool_]:
    """Which accreditations from elsewhere lie between named parties, whatever the days."""
    rows = atlas.dataset.coverage
    thirds = (accredited_from(atlas.dataset, one)[1] for one in rows)
    named = (
        between_named(chosen, one.sending, one.receiving, third)
        for one, third in zip(rows, thirds, strict=True)
    )
    return np.fromiter(named, dtype=bool)


def narrows_missions(chosen: Selection) -> bool:
    """Whether only accreditations of missions that are shown are drawn."""
    narrowed = chosen.kinds, chosen.statuses, chosen.cities, chosen.text, chosen.sources
    return any(narrowed) or chosen.bbox is not None


class _Line(NamedTuple):
    id: str
    kind: str
    a: str
    b: str
    start: str
    end: str
    certainty: str
    label: str
    sources: str
    points: tuple[_Point, _Point]
    relations: int = 0


def lines(
    atlas: Atlas, selection: Selection | None = None, vertices: int | None = None
) -> gpd.GeoDataFrame:
    """The lines that belong to what a selection shows.

    Parameters
    ----------
    selection
        The selection; None shows all but closed missions as of today.
    vertices
        As for :func:`geo.great_circles`.

    Returns
    -------
    geopandas.GeoDataFrame
        One row a line in the order of their ids, with the columns of
        :data:`geo.atlas.relation_lines.COLUMNS`; CRS84, longitude first, cut at ±180°.

    Examples
    --------
    >>> import geo
    >>> atlas = geo.Atlas.open()
    >>> drawn = geo.lines(atlas, geo.Selection(among=("VEN", "PRK")))
    >>> 'pair:PRK-VEN' in set(drawn['id'])
    True
    """
    import geopandas as gpd
    import pandas as pd

    chosen = selection or Selection()
    frame = atlas.missions(chosen.but(undated="none"))  # nobody says that these were there
    missions = _rows(frame)
    found = list(_pairs(atlas, chosen, missions))
    joined = {mission for line in found for mission in (line.start, line.end)}
    found += _seats(missions, joined)
    found += _coverage(atlas, chosen, missions)
    found += _neighbours(atlas, chosen, missions)
    frame = pd.DataFrame(found, columns=list(_Line._fields), dtype=object)
    frame["relations"] = frame["relations"].astype("int64")
    places = np.array([line.points for line in found], dtype=float).reshape(-1, 4)
    frame[["start_lon", "start_lat", "end_lon", "end_lat"]] = places
    start, end = places[:, :2], places[:, 2:]
    frame["distance_m"] = geodesy.distance(start, end) if len(frame) else np.empty(0)
    exactness = {row["id"]: row["exactness"] for row in missions}
    later = Selection(as_of=chosen.as_of)
    vague = [
        kind == "neighbour"
        and not {exactness[here], atlas.placement(there, later)["exactness"]} <= {*POINTED}
        for kind, here, there in zip(frame["kind"], frame["start"], frame["end"], strict=True)
    ]
    frame.loc[np.array(vague, dtype=bool), "distance_m"] = np.nan
    drawn = list(geodesy.great_circles(start, end, vertices)) if len(frame) else []
    full = gpd.GeoDataFrame(frame, geometry=drawn, crs="OGC:CRS84")
    return full[list(COLUMNS)].sort_values("id", ignore_index=True)


def pair_arcs(atlas: Atlas, selection: Selection) -> list[shapely.Geometry]:
    """The great circles of the lines of pairs alone."""
    missions = _rows(atlas.missions(selection.but(undated="none")))
    points = np.array([line.points for line in _pairs(atlas, selection, missions)])
    return list(geodesy.great_circles(points[:, 0], points[:, 1])) if len(points) else []


def relation_counts(atlas: Atlas, selection: Selection | None = None) -> dict[str, int]:
    """How many events each pair of parties has."""
    chosen = selection or Selection()
    told: Counter[str] = Counter()
    as_of, known_on = chosen.as_of_day, chosen.known_on_day
    for one in atlas.dataset.relations:
        planned = one.kind == "accreditation" or one.sense == "planned"
        if planned or not one.date or one.a == one.b:
            continue
        known = atlas.publication.of(one.sources).possibly <= known_on
        if known and validity(one.date, one.sense).on(as_of) is not Answer.NO:
            told[pair_id(one.a, one.b)] += 1
    return dict(told)


def _pairs(atlas: Atlas, chosen: Selection, missions: list[_Row]) -> Iterator[_Line]:
    best: dict[tuple[str, str], tuple[tuple[int, int, str], int]] = {}
    for number, row in enumerate(missions):
        sending, receiving = row["sending"], row["receiving"]
        ends = (sending, parties.party_by_code(receiving).of or receiving)
        if sending == ends[1]:  # in a territory of its own: no other state is at the other end
            continue
        strength = weight(row["kind"], row["status"], row["id"])
        if ends not in best or strength < best[ends][0]:
            best[ends] = (strength, number)
    counts = relation_counts(atlas, chosen)
    for (sending, receiving), (_, number) in sorted(best.items()):
        if sending > receiving or (receiving, sending) not in best:
            continue
        one, two = missions[number], missions[best[receiving, sending][1]]
        sure = one["certainty"] == two["certainty"] == Answer.YES
        id, label = pair_id(sending, receiving), f"{_short(sending)} – {_short(receiving)}"
        joined = sending, receiving, one["id"], two["id"]
        told = str(Answer.YES if sure else Answer.POSSIBLE), label, _joined(one, two)
        yield _Line(id, "pair", *joined, *told, (one["point"], two["point"]), counts.get(id, 0))


def _seats(missions: list[_Row], joined: set[str]) -> Iterator[_Line]:
    for row in missions:
        mission, sending, receiving = row["id"], row["sending"], row["receiving"]
        if mission not in joined:
            label = f"{_short(sending)} – {row['city'] or _short(receiving)}"
            told = row["certainty"], label, row["sources"], (_seat(sending), row["point"])
            yield _Line(f"seat:{mission}", "seat", sending, receiving, "", mission, *told)


def _coverage(atlas: Atlas, chosen: Selection, missions: list[_Row]) -> Iterator[_Line]:
    points = {row["id"]: row["point"] for row in missions}
    shown = points.keys() if narrows_missions(chosen) else None
    rows = atlas.dataset.coverage.by_id
    relations = atlas.relations(chosen)
    for row in relations[relations["kind"] == "accreditation"].to_dict("records"):
        mission = rows[row["id"]].mission
        if shown is not None and mission not in shown:
            continue
        city = parties.city(row["place"], row["third"]) if row["third"] else None
        origin = points.get(mission, (city.lon, city.lat) if city else None)
        if origin is None:
            continue
        label = f"{_short(row['a'])} to {_short(row['b'])}, accredited from {row['place']}"
        told = row["certainty"], label, row["sources"], (origin, _seat(row["b"]))
        yield _Line(f"cover:{row['id']}", "coverage", row["a"], row["b"], mission, "", *told)


def _neighbours(atlas: Atlas, chosen: Selection, missions: list[_Row]) -> Iterator[_Line]:
    here = {row["id"]: row for row in missions}
    near = [one for one in atlas.dataset.positions if one.anchors and one.mission in here]
    if not near:
        return
    drawn_later = Selection(as_of=chosen.as_of, statuses=_STATUS, undated="none")
    anchors = {row["id"]: row for row in _rows(atlas.missions(drawn_later))}
    for position in near:
        mission = here[position.mission]
        if atlas.publication.of(position.sources).possibly > chosen.known_on_day:
            continue
        for other in (one for one in position.anchors if one in anchors):
            anchor = anchors[other]
            ends = mission["sending"], anchor["sending"], mission["id"], other
            told = str(Answer.POSSIBLE), f"near {anchor['name']}", _joined(position, anchor)
            points = mission["point"], anchor["point"]
            yield _Line(f"near:{mission['id']}:{other}", "neighbour", *ends, *told, points)


def _rows(missions: gpd.GeoDataFrame) -> list[_Row]:
    """Missions with what a line needs of each; ``point`` is longitude and latitude."""
    columns = {name: missions[name].tolist() for name in _READ}
    points = zip(missions.geometry.x.tolist(), missions.geometry.y.tolist(), strict=True)
    return [
        {**dict(zip(columns, values, strict=True)), "point": point}
        for *values, point in zip(*columns.values(), points, strict=True)
    ]


def _joined(one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    return "|".join(sorted({*ids_of(one["sources"]), *ids_of(other["sources"])}))


def _seat(code: str) -> _Point:
    party = parties.party_by_code(code)
    return party.seat_lon, party.seat_lat


def _short(code: str) -> str:
    return ENGLISH.party(code)
