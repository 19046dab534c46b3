"""Arcs of great circles as columns, each turned to start on meridian 0: no longitude jumps."""

import math
from dataclasses import dataclass, fields
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from geo.geodesy.arrays import Floats, wrapped

EPSILON_DEG: Final = 1e-10  # longitudes that differ by less are the same (0.01 mm)
POLE: Final = 90.0
HALF_TURN: Final = 180.0
_DEGREES: Final = 180.0 / math.pi
_POINT: Final = 1e-12
_CLOSE_DEG: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Arcs:
    """Columns of n arcs; longitudes and latitudes in CRS84 degrees."""

    longitude: Floats  # Of the start, (n,). A pole has the longitude of the other end
    latitude: Floats
    end_longitude: Floats
    end_latitude: Floats
    turn: Floats  # Longitude of the end less that of the start, degrees, -180 to 180, (n,)
    reach: Floats  # Longitude of the end without a jump at ±180°: start plus turn, (n,)
    length: Floats  # Angle between the ends, radians, (n,)
    course: Floats  # At the start, radians clockwise from north, (n,); 0 where there is none
    straight: NDArray[np.bool_]
    over: NDArray[np.int8]  # 1 for arcs over the north pole, -1 for the south pole, else 0, (n,)

    @classmethod
    def between(cls, start: Floats, end: Floats) -> Self:
        """Make the arcs between checked ends."""
        first, last = start[:, 0], end[:, 0]
        latitude, end_latitude = _snapped(start[:, 1]), _snapped(end[:, 1])
        at_pole, to_pole = np.abs(latitude) == POLE, np.abs(end_latitude) == POLE
        first = np.where(at_pole & ~to_pole, last, first)
        last = np.where(to_pole, first, last)
        turn = wrapped(last - first)
        lat, end_lat, lon = np.radians(latitude), np.radians(end_latitude), np.radians(turn)
        east = np.sin(lon) * np.cos(end_lat)
        north = np.cos(lat) * np.sin(end_lat) - np.sin(lat) * np.cos(end_lat) * np.cos(lon)
        sine = np.hypot(east, north)
        cosine = np.sin(lat) * np.sin(end_lat) + np.cos(lat) * np.cos(end_lat) * np.cos(lon)
        opposite = (np.abs(turn) >= HALF_TURN - EPSILON_DEG) | ((sine < _POINT) & (cosine < 0))
        opposite &= ~(at_pole | to_pole)
        northward = latitude + end_latitude >= -EPSILON_DEG
        over = np.where(opposite, np.where(northward, 1, -1), 0).astype(np.int8)
        tilt = np.radians(latitude + end_latitude)
        course = np.where(sine < _POINT, 0.0, np.arctan2(east, north))
        course = np.where(opposite, np.where(northward, 0.0, np.pi), course)
        course = np.where(at_pole & (latitude > end_latitude), np.pi, course)
        turn = np.where(opposite, last - first, turn)
        reach = first + turn
        touches = np.abs(np.abs(reach) - HALF_TURN) <= EPSILON_DEG
        reach = np.where(touches, np.copysign(HALF_TURN, reach), reach)
        return cls(
            longitude=first,
            latitude=latitude,
            end_longitude=last,
            end_latitude=end_latitude,
            turn=turn,
            reach=np.where(np.abs(reach - last) < _CLOSE_DEG, last, reach),
            length=np.where(opposite, np.pi - over * tilt, np.arctan2(sine, cosine)),
            course=course,
            straight=(np.abs(turn) <= EPSILON_DEG) | ((sine < _POINT) & (cosine > 0)),
            over=over,
        )

    def take(self, rows: NDArray[np.intp]) -> Self:
        """Pick arcs."""
        return type(self)(**{field.name: getattr(self, field.name)[rows] for field in fields(self)})

    def basis(self) -> Floats:
        """Give what `at` needs of the curved arcs, so that it is worked out once."""
        lat = np.radians(self.latitude)
        east, north = np.sin(self.course), np.cos(self.course)
        start = [np.cos(lat), np.sin(lat)]
        aside = [-np.sin(lat) * north, east, np.cos(lat) * north]
        return np.stack([*start, *aside, self.length, self.longitude])

    def at(self, basis: Floats, share: Floats, rows: NDArray[np.intp]) -> tuple[Floats, Floats]:
        """Give points on the arcs."""
        x0, z0, x1, y1, z1, length, first = basis.take(rows, axis=1)
        angle = length * share
        along, aside = np.cos(angle), np.sin(angle)
        longitude, latitude = _degrees(
            x0 * along + x1 * aside, y1 * aside, z0 * along + z1 * aside, first
        )
        special = np.flatnonzero((self.straight | (self.over != 0))[rows])
        if len(special):
            longitude[special], latitude[special] = self._meridional(share[special], rows[special])
        begins, ends = np.flatnonzero(share == 0), np.flatnonzero(share == 1)
        longitude[begins], longitude[ends] = self.longitude[rows[begins]], self.reach[rows[ends]]
        latitude[begins] = self.latitude[rows[begins]]
        latitude[ends] = self.end_latitude[rows[ends]]
        return longitude, latitude

    def _meridional(self, share: Floats, rows: NDArray[np.intp]) -> tuple[Floats, Floats]:
        over, straight, turn = self.over[rows], self.straight[rows], self.turn[rows]
        latitude = self.latitude[rows]
        rise = latitude + over * np.degrees(self.length[rows] * share)
        beyond = np.abs(rise) > POLE
        level = latitude + share * (self.end_latitude[rows] - latitude)
        across = np.where(beyond, over * HALF_TURN - rise, rise)
        longitude = self.longitude[rows] + np.where(straight, share, beyond) * turn
        return longitude, np.where(straight, level, across)

    def grid(self, vertices: int) -> tuple[Floats, Floats]:
        """Give points at equal steps on every arc."""
        x0, z0, x1, y1, z1, length, first = self.basis()
        transitions = np.empty((vertices, len(length)), dtype=np.complex128)
        transitions[0] = 1.0
        step = np.exp(1j * length / (vertices - 1))
        for k in range(1, vertices):
            np.multiply(transitions[k - 1], step, out=transitions[k])
        along, aside = transitions.real.copy(), transitions.imag.copy()
        z = z0 * along
        z += z1 * aside
        along *= x0
        along += x1 * aside
        aside *= y1
        longitude, latitude = _degrees(along, aside, z, first)
        special = np.flatnonzero(self.straight | (self.over != 0))
        if len(special):
            share = np.tile(np.linspace(0.0, 1.0, vertices), len(special))
            parts = self._meridional(share, np.repeat(special, vertices))
            longitude[:, special] = parts[0].reshape(-1, vertices).T
            latitude[:, special] = parts[1].reshape(-1, vertices).T
        longitude[0], longitude[-1] = self.longitude, self.reach
        latitude[0], latitude[-1] = self.latitude, self.end_latitude
        return longitude.T, latitude.T

    def crosses(self) -> NDArray[np.int8]:
        """Tell which arcs cross the 180th meridian; to touch it is not to cross it."""
        way = np.sign(self.turn)
        begins = way * self.longitude < HALF_TURN - EPSILON_DEG
        ends = way * self.reach > HALF_TURN + EPSILON_DEG
        return np.where(begins & ends & (self.over == 0), way, 0).astype(np.int8)

    def latitude_at(self, relative: Floats) -> Floats:
        """Give the latitude at which the great circle meets a meridian."""
        lat, lon = np.radians(self.latitude), np.radians(relative)
        rise = np.sin(lat) * np.sin(self.course) * np.cos(lon) + np.cos(self.course) * np.sin(lon)
        run = np.cos(lat) * np.sin(self.course)
        met: Floats = np.degrees(np.arctan2(rise * np.where(run < 0, -1.0, 1.0), np.abs(run)))
        return met


def _degrees(x: Floats, y: Floats, z: Floats, first: Floats) -> tuple[Floats, Floats]:
    longitude = np.arctan2(y, x)
    longitude *= _DEGREES
    longitude += first
    latitude = np.arcsin(np.clip(z, -1.0, 1.0, out=z), out=z)
    latitude *= _DEGREES
    return longitude, latitude


def _snapped(latitude: Floats) -> Floats:
    """Latitudes of which those a hair from a pole are the pole's."""
    at_pole = np.abs(latitude) > POLE - EPSILON_DEG
    return np.where(at_pole, np.copysign(POLE, latitude), latitude)
