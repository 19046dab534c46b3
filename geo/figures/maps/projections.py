"""Globe, Equal Earth, plane of a quarter: CRS84 degrees to the unit that each class names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.errors import InvalidGeometry, quoted

Floats = NDArray[np.float64]

WGS84_A: Final = 6_378_137.0
WGS84_E2: Final = 0.006_694_379_990_141_3


def unit_vectors(lonlat: ArrayLike) -> Floats:
    """Positions as unit vectors of the sphere."""
    degrees = np.asarray(lonlat, dtype=float)
    if degrees.ndim == 0 or degrees.shape[-1] != 2:
        raise InvalidGeometry(
            f"positions have the shape {quoted(degrees.shape)}; give (..., 2), longitude first"
        )
    if not np.isfinite(degrees).all():
        raise InvalidGeometry("a position is not finite; leave out positions that are not known")
    lon, lat = np.radians(degrees[..., 0]), np.radians(degrees[..., 1])
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)


@dataclass(frozen=True)
class View:
    """The sphere as seen from above one position, north up.

    ``turn`` gives vectors of the view: x to the right, y up, z towards the eye; the
    orthographic projection is then (x, y) in radii of the globe, and a position is
    before the horizon where z ≥ 0. Source of the rotation: J. P. Snyder, *Map
    projections: a working manual*, USGS Professional Paper 1395 (1987), p. 145–153.
    """

    lon: float  # The centre, CRS84 degrees
    lat: float

    @cached_property
    def _matrix(self) -> Floats:
        lon, lat = np.radians(self.lon), np.radians(self.lat)
        east = [-np.sin(lon), np.cos(lon), 0.0]
        north = [-np.sin(lat) * np.cos(lon), -np.sin(lat) * np.sin(lon), np.cos(lat)]
        eye = [np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]
        return np.array([east, north, eye], dtype=float)

    def turn(self, lonlat: ArrayLike) -> Floats:
        """Positions as vectors of the view."""
        return np.asarray(unit_vectors(lonlat) @ self._matrix.T, dtype=float)

    def orthographic(self, lonlat: ArrayLike) -> Floats:
        """Positions on the disc of the globe, in its radii; NaN beyond the horizon."""
        turned = self.turn(lonlat)
        return np.where(turned[..., 2:] >= -1e-12, turned[..., :2], np.nan)

    def inverse(self, xy: ArrayLike) -> Floats:
        """The positions of points on the disc of the globe."""
        plane = np.asarray(xy, dtype=float)
        squared = 1.0 - np.sum(plane**2, axis=-1)
        depth = np.sqrt(np.where(squared >= 0.0, squared, np.nan))
        world = np.concatenate([plane, depth[..., None]], axis=-1) @ self._matrix
        lon = np.degrees(np.arctan2(world[..., 1], world[..., 0]))
        lat = np.degrees(np.arcsin(np.clip(world[..., 2], -1.0, 1.0)))
        return np.stack([lon, lat], axis=-1)

    @classmethod
    def midway(cls, start: ArrayLike, end: ArrayLike) -> View:
        """The view centred between two positions, from which both can be seen."""
        middle = unit_vectors(start) + unit_vectors(end)
        length = float(np.linalg.norm(middle))
        if length < 1e-9:
            return cls(float(np.asarray(start, dtype=float)[0]), 90.0)
        x, y, z = middle / length
        return cls(float(np.degrees(np.arctan2(y, x))), float(np.degrees(np.arcsin(z))))


def equal_area(disc: ArrayLike) -> Floats:
    """The orthographic disc in Lambert's equal-area projection (Snyder 1987, p. 182-190)."""
    plane = np.asarray(disc, dtype=float)
    squared = np.sum(plane**2, axis=-1, keepdims=True)
    depth = np.sqrt(np.clip(1.0 - squared, 0.0, None))
    return np.asarray(plane * np.sqrt(2.0 / (1.0 + depth)), dtype=float)


class EqualEarth:
    """The Equal Earth projection of the sphere of radius 1, central meridian 0°.

    Source of the formulae: B. Šavrič, T. Patterson and B. Jenny, "The Equal Earth map
    projection", *International Journal of Geographical Information Science* 33 (3),
    2018, p. 454–465, equations 5 to 9; the inverse by Newton's method.
    """

    A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
    M = np.sqrt(3.0) / 2.0

    @classmethod
    def forward(cls, lonlat: ArrayLike) -> Floats:
        """Positions on the plane."""
        degrees = np.asarray(lonlat, dtype=float)
        lon, lat = np.radians(degrees[..., 0]), np.radians(degrees[..., 1])
        theta = np.arcsin(np.clip(cls.M * np.sin(lat), -1.0, 1.0))
        x = lon * np.cos(theta) / (cls.M * cls._slope(theta))
        return np.stack([x, cls._height(theta)], axis=-1)

    @classmethod
    def inverse(cls, xy: ArrayLike) -> Floats:
        """The positions of points on the plane."""
        plane = np.asarray(xy, dtype=float)
        theta = plane[..., 1] / cls.A1
        for _ in range(12):
            theta = theta - (cls._height(theta) - plane[..., 1]) / cls._slope(theta)
        lon = plane[..., 0] * cls.M * cls._slope(theta) / np.cos(theta)
        lat = np.arcsin(np.clip(np.sin(theta) / cls.M, -1.0, 1.0))
        return np.asarray(np.degrees(np.stack([lon, lat], axis=-1)), dtype=float)

    @classmethod
    def outline(cls, step: float = 1.0) -> Floats:
        """The edge of the world, anticlockwise and closed."""
        lat = np.linspace(-90.0, 90.0, round(180.0 / step) + 1)
        east = np.stack([np.full_like(lat, 180.0), lat], axis=-1)
        west = np.stack([np.full_like(lat, -180.0), lat[::-1]], axis=-1)
        return cls.forward(np.concatenate([east, west, east[:1]]))

    @classmethod
    def _height(cls, theta: Floats) -> Floats:
        square = theta**2
        inner = cls.A2 + square**2 * (cls.A3 + square * cls.A4)
        return np.asarray(theta * (cls.A1 + square * inner), dtype=float)

    @classmethod
    def _slope(cls, theta: Floats) -> Floats:
        square = theta**2
        inner = 3 * cls.A2 + square**2 * (7 * cls.A3 + 9 * square * cls.A4)
        return np.asarray(cls.A1 + square * inner, dtype=float)


@dataclass(frozen=True)
class LocalPlane:
    """A few kilometres around a position as a plane in metres, north up (Snyder 1987, p. 24-25)."""

    lon: float  # The centre, CRS84 degrees; not a pole
    lat: float

    def forward(self, lonlat: ArrayLike) -> Floats:
        """Metres east and north of the centre."""
        degrees = np.asarray(lonlat, dtype=float)
        east, north = self._metres_per_degree
        turn = (degrees[..., 0] - self.lon + 180.0) % 360.0 - 180.0
        return np.stack([turn * east, (degrees[..., 1] - self.lat) * north], axis=-1)

    def inverse(self, metres: ArrayLike) -> Floats:
        """The positions of points of the plane."""
        plane = np.asarray(metres, dtype=float)
        east, north = self._metres_per_degree
        lon = (plane[..., 0] / east + self.lon + 180.0) % 360.0 - 180.0
        return np.stack([lon, plane[..., 1] / north + self.lat], axis=-1)

    @cached_property
    def _metres_per_degree(self) -> tuple[float, float]:
        sine, cosine = np.sin(np.radians(self.lat)), np.cos(np.radians(self.lat))
        root = np.sqrt(1.0 - WGS84_E2 * sine**2)
        across, along = WGS84_A / root, WGS84_A * (1.0 - WGS84_E2) / root**3
        return float(np.radians(across * max(cosine, 1e-9))), float(np.radians(along))
