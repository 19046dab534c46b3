"""How much two missions are alike: their ids, parties, kinds, cities and points side by side.

Nothing is scored and no spelling is guessed. A city is the same by its name, by the gazetteer,
which knows former names and other spellings, or because the points of both stand together. A
state keeps one embassy to a state, in one place (Vienna Convention on Diplomatic Relations,
article 12), whether it is called embassy, high commission or nunciature: there a blank city, or
the suburb in the place of the city, indicates no second one.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import pyproj

from geo import parties
from geo.dataset import Dataset, wikidata_ids
from geo.geodesy import EARTH_RADIUS_M
from geo.vocabulary import KINDS

NEAR_M: Final = 250.0  # Metres within which two points are those of one building or its neighbour
ONE_TOWN_M: Final = 30_000.0  # Metres within which two places belong to one town with its suburbs
_EMBASSIES: Final = ("embassy", "high_commission", "nunciature")  # One to a state
_NO_EMBASSY: Final = ("mission",)
_HONORARY: Final = "honorary_consul"
_MEASURED: Final = ("surveyed", "source_point")
_SPHERE: Final = pyproj.Geod(a=EARTH_RADIUS_M, f=0)


@dataclass(frozen=True)
class Profile:
    """What a mission is compared by."""

    id: str
    sending: str
    receiving: str
    kind: str
    city: str
    qids: frozenset[str]  # Of its row and of claims to ``wikidata-item``
    points: tuple[tuple[float, float], ...]  # Given or surveyed; longitude first, CRS84

    @cached_property
    def place(self) -> parties.City | None:
        """Its city in the gazetteer."""
        return parties.city(self.city, self.receiving) if self.city else None

    @cached_property
    def town(self) -> str:
        """Its city as it is compared: the name in the gazetteer, else as it is."""
        return parties.fold(self.place.name if self.place else self.city)

    @property
    def stands(self) -> tuple[tuple[float, float], ...]:
        """Its points, else the middle of its city: longitude and latitude, CRS84 degrees."""
        if self.points or self.place is None:
            return self.points
        return ((self.place.lon, self.place.lat),)

    @cached_property
    def host(self) -> str:
        """Code of the receiving party; for a territory, that of its state."""
        party = parties.party_by_code(self.receiving)
        return party.of if party.of and party.alpha2 and not party.is_state else party.code


def profiles(dataset: Dataset) -> dict[str, Profile]:
    """The missions of a dataset as they are compared."""
    qids = wikidata_ids(dataset)
    return {
        one.id: Profile(
            *(one.id, one.sending, one.receiving, one.kind, one.city),
            qids[one.id],
            tuple(
                position.point
                for position in dataset.positions.of_mission(one.id)
                if position.point and position.method in _MEASURED and position.rank != "deprecated"
            ),
        )
        for one in dataset.missions
    }


@dataclass(frozen=True, slots=True)
class Likeness:
    """The evidence for and against two missions being one."""

    parties: bool
    one_id: bool  # They share a Wikidata id
    ids: bool  # Both have one
    kind: str  # ``same``, ``kindred`` (consulate and consulate general) or ``other``
    embassies: bool  # One per pair of states
    honorary: bool  # A city may have several
    city: str  # ``same``, ``blank`` or ``other``
    metres: float | None  # Between the points, or the middles of the cities
    measured: bool  # Both have points

    @property
    def near(self) -> bool:
        """Whether their points stand together."""
        return self.measured and self.metres is not None and self.metres <= NEAR_M

    @property
    def alike(self) -> bool:
        """Whether sending and receiving party, kind and city agree."""
        if not self.parties:
            return False
        if self.embassies:
            one_town = self.metres is not None and self.metres <= ONE_TOWN_M
            return one_town or self.city in ("same", "blank")
        if self.honorary and self.ids and not self.one_id and not self.near:
            return False
        return self.kind == "same" and (self.city == "same" or self.near)

    @property
    def one_embassy(self) -> bool:
        """Whether both are the embassy of a state to a state in one place, of which it has one."""
        return self.alike and self.embassies and (self.city == "same" or self.near)

    @property
    def doubtful(self) -> bool:
        """Whether they may be one mission, so that somebody has to be asked."""
        if not self.parties or self.kind == "other":
            return False
        if self.alike or self.embassies or self.city == "same" or self.near:
            return True
        return self.city == "blank" and self.kind == "same" and not self.ids


def likeness(one: Profile, other: Profile) -> Likeness:
    """Lay two missions side by side."""
    host = one.receiving == other.receiving or (  # Hong Kong may be given as China
        one.host == other.host and one.host in (one.receiving, other.receiving)
    )
    points = ((here, there) for here in one.stands for there in other.stands)
    city = "blank"
    if one.city and other.city:
        city = "same" if one.town == other.town else "other"
    return Likeness(
        parties=one.sending == other.sending and host,
        one_id=bool(one.qids & other.qids),
        ids=bool(one.qids and other.qids),
        kind=_kinds(one.kind, other.kind),
        embassies={one.kind, other.kind} <= {*_EMBASSIES},
        honorary=one.kind == other.kind == _HONORARY,
        city=city,
        metres=min((float(_SPHERE.inv(*a, *b)[2]) for a, b in points), default=None),
        measured=bool(one.points and other.points),
    )


def _kinds(one: str, other: str) -> str:
    if one == other or (one in _EMBASSIES and other in _EMBASSIES):
        return "same"
    if one in _NO_EMBASSY or other in _NO_EMBASSY:
        return "other"
    groups = {KINDS[one], KINDS[other]}
    return "kindred" if len(groups) == 1 or groups == {"embassy", "liaison"} else "other"
