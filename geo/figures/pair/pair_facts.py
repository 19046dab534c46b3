"""What the pair figure says: two missions, their neighbours and what lies between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import exporters
from geo.atlas import Atlas
from geo.i18n import Translator
from geo.selection import Selection
from geo.vocabulary import POINTED, STATUSES, Answer

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
