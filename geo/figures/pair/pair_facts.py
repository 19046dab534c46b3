"""What the pair figure says: two missions, their neighbours and what lies between them."""

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import exporters, geodesy, parties
from geo.atlas import Atlas, relation_lines
from geo.dataset import ids_of
from geo.figures.canvas.notices import source_line
from geo.figures.pair.status_text import brief, course, drawn_later
from geo.i18n import ENGLISH, Translator
from geo.selection import Selection
from geo.vocabulary import NOWHERE, POINTED, STATUSES, Answer

END: Final = "end"
NAMED: Final = "nearby mission named by a source"
NEIGHBOUR: Final = "nearby mission"
OTHER: Final = "other mission"
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A mission near an embassy."""

    id: str
    name: str
    lon: float  # CRS84 degrees
    lat: float
    distance_m: float  # From the embassy, metres on WGS 84
    named: bool
    sure: bool


@dataclass(frozen=True, slots=True)
class Others:
    """The other missions of a sending state that are shown."""

    ids: tuple[str, ...]
    points: Floats  # Shape (n, 2), CRS84 degrees
    sure: NDArray[np.bool_]  # Shape (n,): whether the status of each is certain


@dataclass(frozen=True, slots=True)
class Embassy:
    """One of the two missions of a pair."""

    id: str
    sending: str
    receiving: str
    city: str
    kind: str
    status: str
    certainty: str
    label: str
    short_label: tuple[str, str]
    place: str
    course: str
    brief: str
    placed: str
    lon: float  # CRS84 degrees: the point, or the middle of the region
    lat: float
    radius_m: float  # Metres within which it stands; NaN where not known
    method: str
    exactness: str
    # Outlines to draw: its region, or the districts around its point; CRS84 degrees
    shapes: tuple[Any, ...]
    quarter: str
    neighbours: tuple[Neighbour, ...]
    sources: tuple[str, ...]
    placed_by: tuple[str, ...]
    drawn_by: tuple[str, ...]

    @property
    def sure(self) -> bool:
        """Whether its status is certain."""
        return self.certainty == Answer.YES

    @property
    def position(self) -> tuple[float, float]:
        """Longitude and latitude, CRS84 degrees."""
        return self.lon, self.lat

    @property
    def is_point(self) -> bool:
        """Whether a point of its own is known, and not only where it lies within."""
        return self.exactness in POINTED


@dataclass(frozen=True, slots=True)
class Pair:
    """Two embassies and what lies between them."""

    ends: tuple[Embassy, Embassy]
    distance_m: float  # Between them, metres on WGS 84
    slack_m: float
    course: float  # Initial course from the first, degrees from north
    north: tuple[float, float]  # The northernmost point of the route: longitude, latitude
    crossing: float | None  # Latitude at ±180°; None where the route does not cross it
    route: Floats  # Shape (n, 2), CRS84 degrees: the great circle
    others: tuple[Others, Others]
    relations: int
    by_city: bool

    @property
    def perhaps(self) -> int:
        """Number of missions that are shown, but not surely."""
        doubtful = {end.id for end in self.ends if not end.sure}
        doubtful |= {one.id for end in self.ends for one in end.neighbours if not one.sure}
        for others in self.others:
            doubtful |= {one for one, sure in zip(others.ids, others.sure, strict=True) if not sure}
        return len(doubtful)


def pair_listed(atlas: Atlas, selection: Selection, pair: Pair, tr: Translator) -> bytes:
    """The missions of a pair figure as CSV: see `geo.figures.table`."""
    roles: dict[str, tuple[str, float | str]] = {end.id: (END, "") for end in pair.ends}
    for end in pair.ends:
        for one in end.neighbours:
            far = round(one.distance_m) if end.is_point else ""
            roles.setdefault(one.id, (NAMED if one.named else NEIGHBOUR, far))
    for others in pair.others:
        for id in others.ids:
            roles.setdefault(id, (OTHER, ""))
    days = Selection(as_of=selection.as_of, known_on=selection.known_on, undated="none")
    found = [atlas.missions(days), atlas.missions(days.but(known_on=None, statuses=STATUSES))]
    frame = pd.concat(found, ignore_index=True).drop_duplicates("id")
    rows = {row["id"]: row for row in exporters.records(atlas, days, frame, tr)}
    columns = ["shown_as", *exporters.COLUMNS, "distance_m"]
    listed = [
        {"shown_as": role, **rows[id], "distance_m": far} for id, (role, far) in roles.items()
    ]
    return exporters.table(columns, [[row[name] for name in columns] for row in listed])


FINEST_NEIGHBOUR_M: Final = 600.0  # Missions known less exactly are no neighbours of an embassy
REACH_M: Final = 20_000.0
ROUTE_POINTS: Final = 257
AROUND: Final[Mapping[str, Any]] = {
    "among": (),
    "states": (),
    "sending": (),
    "receiving": (),
    "cities": (),
    "text": "",
    "bbox": None,
    "undated": "none",
}
"""What a wider look around lets go of a selection."""

BY_CITY: Final = ("city", "state")  # Methods by which the gazetteer places a mission


def pair_of(atlas: Atlas, selection: Selection, tr: Translator = ENGLISH) -> Pair | None:
    """The pair that a selection shows."""
    if len(selection.among) != 2:
        return None
    lines = relation_lines.lines(atlas, selection)
    pairs = lines[lines["kind"] == "pair"]
    if len(pairs) != 1:
        return None
    line = pairs.iloc[0]
    frame = atlas.missions(selection, regions=True)
    missions = {row["id"]: row for row in frame.to_dict("records")}
    rows = sorted(
        (missions[line["start"]], missions[line["end"]]),
        key=lambda row: (parties.fold(row["city"]), row["id"]),
    )
    first, second = (embassy_of(atlas, selection, row, tr) for row in rows)
    ends = (first, second)
    others, by_city = _others(atlas, selection, ends)
    start, end = np.array(ends[0].position), np.array(ends[1].position)
    north = np.asarray(geodesy.northernmost(start, end), dtype=float).reshape(-1)
    crossing = geodesy.crossing(start, end)
    nowhere = any(end.exactness in NOWHERE for end in ends)
    return Pair(
        ends=ends,
        distance_m=math.nan if nowhere else float(geodesy.distance(start, end)),
        slack_m=ends[0].radius_m + ends[1].radius_m,
        course=float(geodesy.initial_course(start, end)) % 360.0,
        north=(float(north[0]), float(north[1])),
        crossing=None if crossing is None else float(crossing),
        route=np.asarray(geodesy.points(start, end, ROUTE_POINTS), dtype=float).reshape(-1, 2),
        others=others,
        relations=int(line["relations"]),
        by_city=by_city or any(end.method in BY_CITY for end in ends),
    )


def embassy_of(
    atlas: Atlas, selection: Selection, row: Mapping[str, Any], tr: Translator
) -> Embassy:
    """What a figure says of one mission: its course, its place, its neighbours."""
    lon, lat = float(row["geometry"].x), float(row["geometry"].y)
    region = row["region"]
    shapes, quarter, drawing = _quarter(atlas, selection, row)
    neighbours = _neighbours(atlas, selection, row, tr)
    told, position = ids_of(row["sources"]), atlas.position(row["id"], selection)
    ids = [source for source in position.sources if source in told] if position else []
    placed_by = source_line(atlas, ids, tr, licences=False)[:2]
    named = str(row["kind"]), str(row["sending"]), str(row["receiving"]), str(row["city"])
    return Embassy(
        **{
            key: str(row[key])
            for key in (
                *("id", "sending", "receiving", "city", "kind"),
                *("status", "certainty", "method", "exactness"),
            )
        },
        label=tr.label(*named),
        short_label=(tr.capital(tr.kind(named[0])), tr.of(named[1])),
        place=named[3] or tr.party(named[2]),
        course=course(atlas, selection, row, tr),
        brief=brief(row, tr),
        placed=tr.placed(row, quarter),
        lon=lon,
        lat=lat,
        radius_m=float(row["radius_m"]),
        shapes=(region,) if region is not None and not shapes else shapes,
        quarter=quarter,
        neighbours=neighbours,
        sources=_by_weight(atlas, row),
        placed_by=tuple(placed_by),
        drawn_by=drawn_later(atlas, selection, row["id"], drawing, tr),
    )


def _by_weight(atlas: Atlas, row: Mapping[str, Any]) -> tuple[str, ...]:
    """The sources of a mission, those first that its events and positions name most often."""
    uses = Counter(
        source
        for table in ("events", "positions", "heads")
        for other in atlas.dataset.table(table).of_mission(row["id"])
        for source in other.sources
    )
    return tuple(sorted(ids_of(row["sources"]), key=lambda one: (-uses[one], one)))


def _quarter(
    atlas: Atlas, selection: Selection, row: Mapping[str, Any]
) -> tuple[tuple[Any, ...], str, list[str]]:
    """The district that a mission's positions name, or that holds it: outline, name, sources."""
    places = atlas.places(selection.but(**{**AROUND, "receiving": (row["receiving"],)}))
    named = {one.place for one in atlas.dataset.positions.of_mission(row["id"])}
    ordered = sorted(places.to_dict("records"), key=lambda place: place["id"] not in named)
    for place in ordered:
        shape = place["geometry"]
        if place["kind"] != "district" or not shape.geom_type.endswith("Polygon"):
            continue
        region = row["region"]
        held = shape.equals(region) if region is not None else shape.contains(row["geometry"])
        if held:
            name = re.split(r"[,(]", str(place["name"]))[0].strip() or str(place["name"])
            return (shape,), name, list(ids_of(place["sources"]))
    return (), "", []


def _neighbours(
    atlas: Atlas, selection: Selection, row: Mapping[str, Any], tr: Translator
) -> tuple[Neighbour, ...]:
    wide = selection.but(**{**AROUND, "receiving": (row["receiving"],), "kinds": (), "sources": ()})
    named = _anchors(atlas, selection, row["id"])
    frame = atlas.missions(wide)
    certainty = dict(zip(frame["id"], frame["certainty"], strict=True))
    fine = frame[_fine(frame)]
    vague = named - set(fine["id"])
    if vague:
        later = atlas.missions(wide.but(known_on=None, statuses=STATUSES))
        # No distance is measured from the middle of a city that stands in for a hidden point.
        later = later[later["id"].isin(vague) & ~later["method"].isin(BY_CITY)]
        frame = pd.concat([frame[~frame["id"].isin(vague)], later], ignore_index=True)
    frame = frame[frame["id"] != row["id"]]
    frame = frame[frame["id"].isin(named) | _fine(frame)]
    if not len(frame):
        return ()
    points = np.stack([frame.geometry.x, frame.geometry.y], axis=-1)
    here = np.array([row["geometry"].x, row["geometry"].y])
    metres = np.asarray(geodesy.distance(np.broadcast_to(here, points.shape), points), dtype=float)
    found = [
        Neighbour(
            id=other["id"],
            name=tr.party(other["sending"]),
            lon=float(point[0]),
            lat=float(point[1]),
            distance_m=float(far),
            named=other["id"] in named,
            sure=certainty.get(other["id"], other["certainty"]) == Answer.YES,
        )
        for other, point, far in zip(frame.to_dict("records"), points, metres, strict=True)
        if far <= REACH_M
    ]
    return tuple(sorted(found, key=lambda one: (not one.named, one.distance_m, one.id)))


def _fine(missions: pd.DataFrame) -> pd.Series:
    """Which missions are known well enough to stand among an embassy's neighbours."""
    coarse = missions["radius_m"] > FINEST_NEIGHBOUR_M
    return missions["exactness"].isin([*POINTED, "words"]) & ~coarse


def _anchors(atlas: Atlas, selection: Selection, mission: str) -> set[str]:
    """The missions that a source, known by then, names as near; later sources may place them."""
    day = selection.known_on_day
    return {
        anchor
        for position in atlas.dataset.positions.of_mission(mission)
        if position.anchors and atlas.publication.of(position.sources).possibly <= day
        for anchor in position.anchors
    }


def _others(
    atlas: Atlas, selection: Selection, ends: tuple[Embassy, Embassy]
) -> tuple[tuple[Others, Others], bool]:
    """The other missions of both states, and whether the gazetteer places any of them."""
    codes = (ends[0].sending, ends[1].sending)
    frame = atlas.missions(selection.but(**{**AROUND, "sending": codes}))
    frame = frame[~frame["id"].isin([end.id for end in ends])]
    found = []
    for code in codes:
        own = frame[frame["sending"] == code]
        points = np.stack([own.geometry.x, own.geometry.y], axis=-1).reshape(-1, 2)
        sure = (own["certainty"] == Answer.YES).to_numpy(dtype=bool)
        found.append(Others(tuple(own["id"]), points, sure))
    return (found[0], found[1]), bool(frame["method"].isin(BY_CITY).any())
