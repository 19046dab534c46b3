"""Geometries as a table holds them -> points in CRS84, longitude first."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from geo.errors import SourceFaulty, quoted

if TYPE_CHECKING:
    from numpy.typing import NDArray

_AGAIN: Final = "Save it again, or fetch it again."


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
