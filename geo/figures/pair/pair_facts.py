"""What the pair figure says: two missions, their neighbours and what lies between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.vocabulary import POINTED, Answer

__all__ = ["Embassy", "Neighbour", "Others", "Pair"]

Floats = NDArray[np.float64]


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
    sure
        Whether its status is certain.
    """

    id: str
    name: str
    lon: float
    lat: float
    distance_m: float
    named: bool
    sure: bool


@dataclass(frozen=True, slots=True)
class Others:
    """The other missions of a sending state that are shown.

    Attributes
    ----------
    ids
        Their ids.
    points
        Shape (n, 2), CRS84 degrees.
    sure
        Shape (n,): whether the status of each is certain.
    """

    ids: tuple[str, ...]
    points: Floats
    sure: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Embassy:
    """One of the two missions of a pair.

    Attributes
    ----------
    id, sending, receiving, city, kind
        As in the atlas.
    status, certainty
        As in the atlas, on the selection's days.
    label, narrow_label
        What it is called: "Embassy of Venezuela in Pyongyang", in full and with the short
        name of its sending state.
    short_label
        What it is called where the city is plain, in two parts: "Embassy", "of Venezuela".
    place
        The city it is in, else the receiving state.
    course
        Its status in words, since when, and who says so.
    brief
        Its status in words and when it opened, for narrow places.
    placed
        How it is placed and how exactly, as a sentence.
    lon, lat
        CRS84 degrees: the point, or the middle of the region.
    radius_m
        Metres within which it stands; NaN where not known.
    method, exactness
        How it was placed, and how exactly.
    shapes
        Outlines to draw: its region, or the districts around its point; CRS84 degrees.
    quarter
        Name of the district, up to its first comma or parenthesis; blank where none is drawn.
    neighbours
        Missions around it.
    sources
        Ids of the sources of its course and position, those that say most of it first.
    placed_by
        Who says where it is, in words: "Caracas Chronicles, 23 June 2015".
    drawn_by
        Who drew the quarter and the neighbours after the known-on day, in words.
    """

    id: str
    sending: str
    receiving: str
    city: str
    kind: str
    status: str
    certainty: str
    label: str
    narrow_label: str
    short_label: tuple[str, str]
    place: str
    course: str
    brief: str
    placed: str
    lon: float
    lat: float
    radius_m: float
    method: str
    exactness: str
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
    """Two embassies and what lies between them.

    Attributes
    ----------
    ends
        The two embassies, in the order of their cities.
    distance_m
        Between them, metres on WGS 84.
    slack_m
        How much it may be out, by the two radii; metres, NaN where one of them is not known.
    course
        Initial course from the first, degrees from north.
    north
        The northernmost point of the route: longitude, latitude.
    crossing
        Latitude at ±180°; None where the route does not cross it.
    route
        Shape (n, 2), CRS84 degrees: the great circle.
    others
        For the sending state of each end: its other missions that are shown.
    relations
        Number of dated relations of the two states.
    by_city
        Whether anything that is shown stands where the gazetteer has its city or seat.
    """

    ends: tuple[Embassy, Embassy]
    distance_m: float
    slack_m: float
    course: float
    north: tuple[float, float]
    crossing: float | None
    route: Floats
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
