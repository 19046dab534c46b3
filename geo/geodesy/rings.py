"""GeoJSON geometries as shapes, and what RFC 7946 says of outlines (sections 3.1.6 and 3.1.9)."""

from collections.abc import Mapping, Sequence
from itertools import chain, pairwise
from typing import Any, Final

import numpy as np
import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape

from geo.errors import InvalidGeometry, quoted

_HALF_TURN: Final = 180.0
# Type of a geometry in small letters -> how deep the positions of its lines or rings lie
_DEPTHS: Final = {"linestring": 1, "multilinestring": 2, "polygon": 2, "multipolygon": 3}
# Errors of shapely, besides its own, for a text that is no geometry
_BROKEN: Final = (
    *(ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError),
)


def shape_of(geometry: object) -> shapely.Geometry:
    """A GeoJSON geometry as a shape, its coordinates as they are."""
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


def wrong_outline(geometry: Mapping[str, Any]) -> tuple[str, str] | None:
    """Rule and remedy of the first line or ring of a GeoJSON geometry that is wrong."""
    kind = geometry["type"].lower()  # as shapely reads it
    if kind == "geometrycollection":
        return next(filter(None, map(wrong_outline, geometry["geometries"])), None)
    if kind not in _DEPTHS:
        return None
    lines = [geometry["coordinates"]]
    for _ in range(_DEPTHS[kind] - 1):
        lines = [*chain(*lines)]
    return next(filter(None, map(_wrong_ring if "polygon" in kind else wrong_line, lines)), None)


def _wrong_ring(ring: Sequence[Any]) -> tuple[str, str] | None:
    if ring[:1] != ring[-1:]:
        rule = "a ring of its outline is not closed"
        return rule, "End each ring with the point with which it begins."
    return wrong_line(ring)


def wrong_line(line: Sequence[Any]) -> tuple[str, str] | None:
    """Rule and remedy, where a line or ring goes from one side of ±180° to the other."""
    if any(abs(one[0] - two[0]) > _HALF_TURN for one, two in pairwise(line)):
        rule = "its outline crosses the 180th meridian and would go around the whole earth"
        return rule, "Cut it there: a MultiPolygon with a part on either side."
    return None
