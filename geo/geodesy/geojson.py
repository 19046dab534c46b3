"""GeoJSON geometries as shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.errors import InvalidGeometry, quoted

if TYPE_CHECKING:
    import shapely

_BROKEN: Final = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""Errors of shapely, besides its own, for a text that is no geometry."""


def shape_of(geometry: object) -> shapely.Geometry:
    """A GeoJSON geometry as a shape, its coordinates as they are."""
    import numpy as np
    import shapely
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    try:
        drawn = shape(geometry)
        held = geometry if isinstance(geometry, dict) else {}
        empty = held.get("coordinates", held.get("geometries")) == []
        blank = drawn.is_empty and not empty  # for shapely, blank coordinates are no point
        finite = not blank and np.isfinite(shapely.get_coordinates(drawn)).all()
    except (ShapelyError, *_BROKEN) as error:
        raise InvalidGeometry(f"not a GeoJSON geometry: {quoted(error)}") from error
    if not finite:
        raise InvalidGeometry("not a GeoJSON geometry: a coordinate is blank or infinite")
    return drawn
