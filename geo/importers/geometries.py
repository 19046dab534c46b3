"""Geometries as a table holds them -> points in CRS84, longitude first."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from geo.errors import InvalidGeometry, SourceFaulty, quoted
from geo.geodesy import shape_of
from geo.geodesy.rings import rings, wrong_line, wrong_ring

if TYPE_CHECKING:
    import shapely

Point = tuple[float, float]

_AGAIN: Final = "Save it again, or fetch it again."
_EAST, _NORTH = 180.0, 90.0
_DEPTHS: Final = {"LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
"""Type of a geometry -> how deep its lines and rings lie."""


class NoPointWithinError(InvalidGeometry):
    """A geometry in which no point can be found, with rule and remedy."""

    def __init__(self, rule: str, remedy: str = "Draw it again.") -> None:
        super().__init__(rule)
        self.rule, self.remedy = rule, remedy


def described(file: str, told: bytes | None) -> tuple[dict[str, dict[str, Any]], str]:
    """What GeoParquet says of its columns of geometry."""
    if not told:
        return {}, ""
    try:
        about = json.loads(told)
        shapes, main = about["columns"], about["primary_column"]
        if isinstance(shapes[main], dict):
            return shapes, main
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise SourceFaulty(f"{file}: the description of its geometry is not GeoParquet. {_AGAIN}")


def points_of(file: str, shapes: Sequence[bytes | None], crs: object) -> list[Point | None]:
    """A point of each geometry (WKB), within it."""
    import numpy as np
    import shapely
    from shapely.errors import ShapelyError

    try:
        drawn = shapely.from_wkb(np.array(shapes, dtype=object), on_invalid="ignore")
        points = [None if shape is None else point_within(shape) for shape in drawn]
    except (InvalidGeometry, ShapelyError, ValueError, TypeError) as error:
        raise SourceFaulty(
            f"{file}: its geometry cannot be read: {quoted(error)}. {_AGAIN}"
        ) from error
    return moved(file, points, crs)


def in_degrees(crs: object) -> bool:
    """Whether coordinates of a reference system are degrees; blank is CRS84."""
    if not crs:
        return True
    import pyproj
    from pyproj.exceptions import ProjError

    try:
        return bool(pyproj.CRS.from_user_input(crs).is_geographic)
    except ProjError:
        return False  # `moved` reports it


def point_of(geometry: object, *, degrees: bool = True) -> Point | None:
    """A point within a GeoJSON geometry; None where it is null or empty.

    In degrees an outline is checked as in the editor: a ring must be closed, and none goes from one
    side of ±180° to the other.
    """
    if not geometry:
        return None
    try:
        drawn = shape_of(geometry)
        point = point_within(drawn)
    except InvalidGeometry as error:
        raise NoPointWithinError(str(error)) from error
    if not degrees or point is None:
        return point
    kind = drawn.geom_type
    check = wrong_ring if "Polygon" in kind else wrong_line
    lines = rings(geometry["coordinates"], _DEPTHS[kind]) if kind in _DEPTHS else ()  # type: ignore[index]
    if wrong := next(filter(None, map(check, lines)), None):
        raise NoPointWithinError(*wrong)
    if abs(point[0]) > _EAST or abs(point[1]) > _NORTH:
        rule = f"longitude {point[0]:g} and latitude {point[1]:g} are not within ±180 and ±90"
        raise NoPointWithinError(rule, "Write longitude first, in degrees.")
    return point


def point_within(shape: shapely.Geometry) -> Point | None:
    """A point within a shape, None where it is empty."""
    import shapely
    from shapely.errors import ShapelyError

    try:
        point = (shape if shape.is_valid else shapely.make_valid(shape)).representative_point()
    except ShapelyError as error:
        raise InvalidGeometry(f"no point lies within the geometry: {quoted(error)}") from error
    return None if point.is_empty else (point.x, point.y)


def moved(file: str, points: Sequence[Point | None], crs: object) -> list[Point | None]:
    """Points of a reference system (x first) in CRS84; infinite where they cannot be converted."""
    if not crs:
        return list(points)
    import numpy as np
    import pyproj
    from pyproj.exceptions import ProjError

    try:
        own = pyproj.CRS.from_user_input(crs)
        if own.is_geographic and own.to_epsg() in (4326, None):
            return list(points)
        move = pyproj.Transformer.from_crs(own, "OGC:CRS84", always_xy=True)
        at = np.array([(math.nan, math.nan) if p is None else p for p in points]).reshape(-1, 2)
        lon, lat = move.transform(at[:, 0], at[:, 1])
    except (ProjError, ValueError, TypeError, KeyError) as error:
        raise SourceFaulty(
            f"{file}: its coordinate reference system cannot be read: {quoted(error)}. "
            "Save it again in WGS 84."
        ) from error
    ends = zip(points, lon.tolist(), lat.tolist(), strict=True)
    return [None if point is None else (x, y) for point, x, y in ends]
