"""Geometries as a table holds them -> points in CRS84, longitude first."""

import math
from collections.abc import Sequence

import numpy as np
import pyproj
import shapely
from pyproj.exceptions import ProjError
from shapely.errors import ShapelyError
from shapely.geometry import mapping

from geo.errors import InvalidGeometry, SourceFaulty, quoted
from geo.geodesy import shape_of
from geo.geodesy.rings import wrong_outline
from geo.importers.input_files import Grid

Point = tuple[float, float]


class NoPointWithinError(InvalidGeometry):
    """A geometry in which no point can be found, with rule and remedy."""

    def __init__(self, rule: str, remedy: str = "Draw it again.") -> None:
        super().__init__(rule)
        self.rule, self.remedy = rule, remedy


def place(grid: Grid, geometries: Sequence[object], crs: object) -> None:
    """Put a point of each row's geometry (GeoJSON or a shape) into a grid, or its problem."""
    if not any(geometries):
        return
    _, degrees = _to_crs84(grid.file, crs)
    for (number, _), geometry in zip(grid.rows, geometries, strict=True):
        point = None
        try:
            point = point_of(geometry, degrees=degrees)
        except NoPointWithinError as error:
            grid.refuse(number, "geometry", "", error.rule, error.remedy)
        grid.points.append(point)
    grid.points = moved(grid.file, grid.points, crs)


def shapes_of(wkb: Sequence[bytes | None]) -> list[object]:
    """GeoJSON of geometries in WKB; a text, which is none, where one cannot be read."""
    drawn = shapely.force_2d(shapely.from_wkb(np.array(wkb, dtype=object), on_invalid="ignore"))
    return [
        (None if bytes_ is None else "WKB") if shape is None or shape.is_empty else mapping(shape)
        for shape, bytes_ in zip(drawn, wkb, strict=True)
    ]


def point_of(geometry: object, *, degrees: bool = True) -> Point | None:
    """A point within a GeoJSON geometry; None where it is null or empty.

    In degrees an outline is checked as in the editor: a ring must be closed, and none goes from one
    side of ±180° to the other.
    """
    if not geometry:
        return None
    try:
        shape = shape_of(geometry)
        point = (shape if shape.is_valid else shapely.make_valid(shape)).representative_point()
    except ShapelyError as error:
        raise NoPointWithinError(f"no point lies within the geometry: {quoted(error)}") from error
    except InvalidGeometry as error:
        raise NoPointWithinError(str(error)) from error
    if not degrees or point.is_empty:
        return None if point.is_empty else (point.x, point.y)
    if wrong := wrong_outline(geometry):  # type: ignore[arg-type]
        raise NoPointWithinError(*wrong)
    if abs(point.x) > 180 or abs(point.y) > 90:
        rule = f"longitude {point.x:g} and latitude {point.y:g} are not within ±180 and ±90"
        raise NoPointWithinError(rule, "Write longitude first, in degrees.")
    return point.x, point.y


def moved(file: str, points: Sequence[Point | None], crs: object) -> list[Point | None]:
    """Points of a reference system (x first) in CRS84; endless where they cannot be moved."""
    move, _ = _to_crs84(file, crs)
    if move is None:
        return list(points)
    at = np.array([(math.nan, math.nan) if p is None else p for p in points]).reshape(-1, 2)
    ends = zip(points, *(axis.tolist() for axis in move.transform(*at.T)), strict=True)
    return [None if point is None else (x, y) for point, x, y in ends]


def _to_crs84(file: str, crs: object) -> tuple[pyproj.Transformer | None, bool]:
    """What moves points of a system to CRS84, None for a blank, which is it; whether in degrees."""
    if not crs:
        return None, True
    try:
        own = pyproj.CRS.from_user_input(crs)
        return pyproj.Transformer.from_crs(own, "OGC:CRS84", always_xy=True), own.is_geographic
    except (ProjError, ValueError, TypeError, KeyError) as error:
        told = f"{file}: its coordinate reference system cannot be read: {quoted(error)}"
        raise SourceFaulty(f"{told}. Save it again in WGS 84.") from error
