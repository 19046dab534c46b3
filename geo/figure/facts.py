"""What the pair figure says: taken from the atlas, measured by geodesy, drawn elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import countries, geodesy, network, words
from geo.figure.imprint import source_line
from geo.pack import split
from geo.vocabulary import STATUSES

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.selection import Selection

__all__ = ["Embassy", "Neighbour", "Pair", "pair_of"]

Floats = NDArray[np.float64]

FINEST_NEIGHBOUR_M: Final = 600.0
"""Missions that are known less exactly are not drawn among an embassy's neighbours."""

REACH_M: Final = 20_000.0
ROUTE_POINTS: Final = 257
POINT_METHODS: Final = ("surveyed", "source_point")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A mission near an embassy.

    Attributes
    ----------
    id, name
        Of the mission; its sending state's short name.
    lon, lat
        CRS84 degrees.
    distance_m
        From the embassy, metres on WGS 84.
    named
        Whether a source names it as the embassy's neighbour.
    """

    id: str
    name: str
    lon: float
    lat: float
    distance_m: float
    named: bool


@dataclass(frozen=True, slots=True)
class Embassy:
    """One of the two missions of a pair.

    Attributes
    ----------
    id, sending, receiving, city, kind
        As in the atlas.
    status, certainty, opened, closed
        As in the atlas, on the selection's days.
    lon, lat
        CRS84 degrees: the point, or the middle of the region.
    radius_m
        Metres within which it stands.
    method
        How it was placed.
    shapes
        Outlines to draw: its region, or the districts around its point; CRS84 degrees.
    quarter
        Name of the district; blank where none is drawn.
    neighbours
        Missions around it.
    sources
        Ids of the sources of its course and position, those that say most of it first.
    placed_by
        Who says where it is, in words: "Caracas Chronicles, 23 June 2015".
    """

    id: str
    sending: str
    receiving: str
    city: str
    kind: str
    status: str
    certainty: str
    opened: str
    closed: str
    lon: float
    lat: float
    radius_m: float
    method: str
    shapes: tuple[Any, ...]
    quarter: str
    neighbours: tuple[Neighbour, ...]
    sources: tuple[str, ...]
    placed_by: tuple[str, ...]

    @property
    def position(self) -> tuple[float, float]:
        """Longitude and latitude, CRS84 degrees."""
        return self.lon, self.lat

    @property
    def is_point(self) -> bool:
        """Whether a point of its own is known, and not only where it lies within."""
        return self.method in POINT_METHODS

    @property
    def label(self) -> str:
        """What it is called: "Embassy of Venezuela in Pyongyang"."""
        return words.label(self.kind, self.sending, self.receiving, self.city)

    @property
    def narrow_label(self) -> str:
        """What it is called in a column: "Embassy of DPR Korea in Caracas"."""
        return f"{self.short_label} in {self.place}"

    @property
    def short_label(self) -> str:
        """What it is called where the city is plain: "Embassy of Venezuela"."""
        kind = words.kind(self.kind)
        return f"{kind[:1].upper()}{kind[1:]} of {words.tight(self.sending)}"

    @property
    def place(self) -> str:
        """The place it is in, else its city, else the receiving state."""
        return self.city or words.party(self.receiving)

    @property
    def course(self) -> str:
        """Its status, with what is known of its opening and closing."""
        said = words.status(self.status)
        if self.status == "unknown":
            said = f"status {said}"
        said = said[:1].upper() + said[1:]
        if self.certainty != "yes":
            said = f"Perhaps {said[:1].lower()}{said[1:]}"
        if self.opened:
            said += f"; opened {words.when(self.opened)}"
        if self.closed:
            said += f"; closed {words.when(self.closed)}"
        return said

    @property
    def placed(self) -> str:
        """How it is placed and how exactly."""
        return words.placed(self.method, self.radius_m, self.city, self.quarter)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two embassies and what lies between them.

    Attributes
    ----------
    ends
        The two embassies, in the order of their cities.
    distance_m
        Between them, metres on WGS 84.
    slack_m
        How much it may be out, by the two radii; metres.
    course
        Initial course from the first, degrees from north.
    north
        The northernmost point of the route: longitude, latitude.
    crossing
        Latitude at ±180°; None where the route does not cross it.
    route
        Shape (n, 2), CRS84 degrees: the great circle.
    others
        For the sending state of each end: positions of its other missions that are shown.
    relations
        Number of dated relations of the two states.
    """

    ends: tuple[Embassy, Embassy]
    distance_m: float
    slack_m: float
    course: float
    north: tuple[float, float]
    crossing: float | None
    route: Floats
    others: tuple[Floats, Floats]
    relations: int


def pair_of(atlas: Atlas, selection: Selection) -> Pair | None:
    """The pair that a selection shows.

    Parameters
    ----------
    atlas
        The atlas.
    selection
        What is shown.

    Returns
    -------
    Pair or None
        None where ``among`` is not two states, or they have no missions in each other.
    """
    if len(selection.among) != 2:
        return None
    lines = network.lines(atlas, selection)
    pairs = lines[lines["kind"] == "pair"]
    if len(pairs) != 1:
        return None
    line = pairs.iloc[0]
    missions = {row["id"]: row for row in atlas.missions(selection).to_dict("records")}
    rows = sorted(
        (missions[line["start"]], missions[line["end"]]),
        key=lambda row: (countries.fold(row["city"]), row["id"]),
    )
    ends = (_embassy(atlas, selection, rows[0]), _embassy(atlas, selection, rows[1]))
    start, end = np.array(ends[0].position), np.array(ends[1].position)
    north = np.asarray(geodesy.northernmost(start, end), dtype=float).reshape(-1)
    crossing = geodesy.crossing(start, end)
    return Pair(
        ends=ends,
        distance_m=float(geodesy.distance(start, end)),
        slack_m=ends[0].radius_m + ends[1].radius_m,
        course=float(geodesy.initial_course(start, end)) % 360.0,
        north=(float(north[0]), float(north[1])),
        crossing=None if crossing is None else float(crossing),
        route=np.asarray(geodesy.points(start, end, ROUTE_POINTS), dtype=float).reshape(-1, 2),
        others=_others(atlas, selection, ends),
        relations=int(line["relations"]),
    )


def _around(selection: Selection) -> Mapping[str, Any]:
    """The parts of a selection that a wider look around keeps."""
    return {
        "among": (),
        "states": (),
        "sending": (),
        "receiving": (),
        "cities": (),
        "text": "",
        "bbox": None,
    }


def _embassy(atlas: Atlas, selection: Selection, row: Mapping[str, Any]) -> Embassy:
    lon, lat = float(row["geometry"].x), float(row["geometry"].y)
    region = row["region"]
    shapes, quarter = _quarter(atlas, selection, row)
    return Embassy(
        **{
            key: str(row[key])
            for key in (
                *("id", "sending", "receiving", "city", "kind"),
                *("status", "certainty", "opened", "closed", "method"),
            )
        },
        lon=lon,
        lat=lat,
        radius_m=float(row["radius_m"]),
        shapes=(region,) if region is not None and not shapes else shapes,
        quarter=quarter,
        neighbours=_neighbours(atlas, selection, row),
        sources=_by_weight(atlas, row),
        placed_by=tuple(_placed_by(atlas, row)),
    )


def _by_weight(atlas: Atlas, row: Mapping[str, Any]) -> tuple[str, ...]:
    """The sources of a mission, those first that its events and positions name most often."""
    uses = Counter(
        source
        for table in ("events", "positions", "heads")
        for other in atlas.pack.rows[table]
        if other["mission"] == row["id"]
        for source in split(other["sources"])
    )
    return tuple(sorted(split(row["sources"]), key=lambda one: (-uses[one], one)))


def _placed_by(atlas: Atlas, row: Mapping[str, Any]) -> list[str]:
    told = split(row["sources"])
    ids = [
        source
        for position in atlas.pack.rows["positions"]
        if position["mission"] == row["id"] and position["method"] == row["method"]
        for source in split(position["sources"])
        if source in told
    ]
    return source_line(atlas, ids, licences=False)[:2]


def _quarter(
    atlas: Atlas, selection: Selection, row: Mapping[str, Any]
) -> tuple[tuple[Any, ...], str]:
    """The drawn district of a mission and its name: one its positions name, else what holds it."""
    places = atlas.places(selection.but(**{**_around(selection), "receiving": (row["receiving"],)}))
    named = {p["place"] for p in atlas.pack.rows["positions"] if p["mission"] == row["id"]}
    ordered = sorted(places.to_dict("records"), key=lambda place: place["id"] not in named)
    for place in ordered:
        shape = place["geometry"]
        if place["kind"] != "district" or not shape.geom_type.endswith("Polygon"):
            continue
        region = row["region"]
        held = shape.equals(region) if region is not None else shape.contains(row["geometry"])
        if held:
            return (shape,), str(place["name"])
    return (), ""


def _neighbours(
    atlas: Atlas, selection: Selection, row: Mapping[str, Any]
) -> tuple[Neighbour, ...]:
    wide = selection.but(
        **{**_around(selection), "receiving": (row["receiving"],), "kinds": (), "sources": ()}
    )
    named = _anchors(atlas, selection, row["id"])
    frame = atlas.missions(wide)
    absent = named - set(frame["id"])
    if absent:
        later = atlas.missions(wide.but(known_on=None, statuses=STATUSES))
        frame = pd.concat([frame, later[later["id"].isin(absent)]], ignore_index=True)
    frame = frame[frame["id"] != row["id"]]
    frame = frame[frame["id"].isin(named) | (frame["radius_m"] <= FINEST_NEIGHBOUR_M)]
    if not len(frame):
        return ()
    points = np.stack([frame.geometry.x, frame.geometry.y], axis=-1)
    here = np.array([row["geometry"].x, row["geometry"].y])
    metres = np.asarray(geodesy.distance(np.broadcast_to(here, points.shape), points), dtype=float)
    found = [
        Neighbour(
            id=other["id"],
            name=words.tight(other["sending"]),
            lon=float(point[0]),
            lat=float(point[1]),
            distance_m=float(far),
            named=other["id"] in named,
        )
        for other, point, far in zip(frame.to_dict("records"), points, metres, strict=True)
        if far <= REACH_M
    ]
    return tuple(sorted(found, key=lambda one: (not one.named, one.distance_m, one.id)))


def _anchors(atlas: Atlas, selection: Selection, mission: str) -> set[str]:
    """The missions that a source, known by then, names as neighbours of a mission.

    Where they stand may be told by later sources.
    """
    day = selection.known_on_day
    return {
        anchor
        for position in atlas.pack.rows["positions"]
        if position["mission"] == mission
        and position["anchors"]
        and atlas.knowledge.of(split(position["sources"])).perhaps <= day
        for anchor in split(position["anchors"])
    }


def _others(
    atlas: Atlas, selection: Selection, ends: tuple[Embassy, Embassy]
) -> tuple[Floats, Floats]:
    codes = (ends[0].sending, ends[1].sending)
    frame = atlas.missions(selection.but(**{**_around(selection), "sending": codes}))
    frame = frame[~frame["id"].isin([end.id for end in ends])]
    found = []
    for code in codes:
        own = frame[frame["sending"] == code]
        found.append(np.stack([own.geometry.x, own.geometry.y], axis=-1).reshape(-1, 2))
    return found[0], found[1]
