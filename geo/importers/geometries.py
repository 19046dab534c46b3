"""Geometries as a table holds them -> points in CRS84, longitude first."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from geo.errors import SourceFaulty, quoted
from geo.geodesy.rings import rings, wrong_line, wrong_ring

if TYPE_CHECKING:
    from numpy.typing import NDArray

_AGAIN: Final = "Save it again, or fetch it again."
_EAST, _NORTH = 180.0, 90.0
_DEPTHS: Final = {
    "Point": 0,
    "MultiPoint": 0,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
"""Type of a geometry -> how deep its lines and rings lie."""


class NoPointWithinError(ValueError):
    """A geometry in which no point can be found, with rule and remedy."""

    def __init__(self, rule: str, remedy: str) -> None:
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


def points_of(
    file: str, shapes: Sequence[bytes | None], crs: object
) -> list[tuple[float, float] | None]:
    """A point of each geometry, within it."""
    import numpy as np
    import pyproj
    import shapely
    from pyproj.exceptions import ProjError
    from shapely.errors import ShapelyError

    try:
        drawn = shapely.from_wkb(np.array(shapes, dtype=object), on_invalid="ignore")
        points = [None if s is None else s.representative_point() for s in drawn]
        whole = np.array(points, dtype=object)
        at = np.column_stack((shapely.get_x(whole), shapely.get_y(whole)))
        if crs is not None:
            own = pyproj.CRS.from_user_input(crs)
            if not own.is_geographic or own.to_epsg() not in (4326, None):
                move = pyproj.Transformer.from_crs(own, "OGC:CRS84", always_xy=True)
                at = np.column_stack(move.transform(at[:, 0], at[:, 1]))
    except (ShapelyError, ProjError, ValueError, TypeError, KeyError) as error:
        raise SourceFaulty(
            f"{file}: its geometry or its coordinate reference system cannot be read: "
            f"{quoted(error)}. Save it again in WGS 84."
        ) from error
    return list(_pairs(at))


def _pairs(at: NDArray[Any]) -> Iterator[tuple[float, float] | None]:
    for lon, lat in at.tolist():
        yield (lon, lat) if math.isfinite(lon) and math.isfinite(lat) else None


def point_within(geometry: object, *, degrees: bool = True) -> tuple[float, float] | None:
    """A point within a GeoJSON geometry; None where it is null or empty.

    In degrees an outline is checked as in the editor: where a ring is not closed, goes from one
    side of ±180° to the other, or is no geometry, `NoPointWithinError` says so.
    """
    if not geometry:
        return None
    import shapely
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    try:
        kind = str(geometry["type"])  # type: ignore[index]
        if degrees and kind in _DEPTHS:
            check = wrong_ring if "Polygon" in kind else wrong_line
            lines = rings(geometry["coordinates"], _DEPTHS[kind])  # type: ignore[index]
            if wrong := next(filter(None, map(check, lines)), None):
                raise NoPointWithinError(*wrong)
        drawn = shape(geometry)
        point = (drawn if drawn.is_valid else shapely.make_valid(drawn)).representative_point()
    except NoPointWithinError:
        raise
    except (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise NoPointWithinError("not a GeoJSON geometry", "Draw it again.") from error
    if point.is_empty:
        return None
    if degrees and (abs(point.x) > _EAST or abs(point.y) > _NORTH):
        rule = f"longitude {point.x:g} and latitude {point.y:g} are not within ±180 and ±90"
        raise NoPointWithinError(rule, "Write longitude first, in degrees.")
    return point.x, point.y
