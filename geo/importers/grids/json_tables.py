"""GeoJSON, whole or a feature a line, as grids."""

from __future__ import annotations

from typing import Any, Final

from geo.atlas.columns import CITED
from geo.errors import SourceFaulty, ValidationError
from geo.importers.grids.grid import AGAIN, Cells, Grid, measure
from geo.importers.input_files import json_of, text_of

_LISTED: Final = {"sources": "id", **CITED}
"""Column -> key of the objects that our own GeoJSON has for sources."""


def document(file: str, data: bytes) -> list[Any]:
    document = json_of(file, text_of(file, data), AGAIN)
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        raise SourceFaulty(f"{file} is JSON, but not a GeoJSON FeatureCollection. {AGAIN}")
    return features


def lines(file: str, data: bytes) -> list[Any]:
    """Features, or rows without geometry, one a line."""
    texts = text_of(file, data).splitlines()
    measure(file, len(texts))
    found = [
        json_of(file, text.lstrip("\x1e"), AGAIN, number)
        for number, text in enumerate(texts, start=1)
        if text.strip()
    ]
    return [
        one if isinstance(one, dict) and "properties" in one else {"properties": one}
        for one in found
    ]


def _flat(properties: dict[str, Any]) -> dict[str, Any]:
    """Properties whose sources are objects, with a list for each of their keys."""
    given = properties.get("sources")
    if not (isinstance(given, list) and given and all(isinstance(one, dict) for one in given)):
        return properties
    lists = {
        column: "|".join(str(one.get(key) or "").replace("|", "¦") for one in given)
        for column, key in _LISTED.items()
    }
    return {**properties, **lists}


def geojson(file: str, features: list[Any]) -> Grid:
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    measure(file, len(features))
    flat = [
        _flat(one["properties"])
        if isinstance(one, dict) and isinstance(one.get("properties"), dict)
        else None
        for one in features
    ]
    columns = list(dict.fromkeys(str(name) for one in flat if one is not None for name in one))
    measure(file, 0, len(columns))
    grid = Grid(columns, [])
    text = Cells(file)
    drawn = any(one.get("geometry") for one in features if isinstance(one, dict))
    for number, (one, properties) in enumerate(zip(features, flat, strict=True), start=1):
        if properties is None:
            rule = "a feature without properties"
            grid.problems.append(ValidationError(file, number, "", "", rule, "Give it properties."))
            continue
        grid.rows.append((number, [text(properties.get(name)) for name in columns]))
        if not drawn:
            continue
        try:
            point = shape(one["geometry"]).representative_point() if one.get("geometry") else None
            grid.points.append(None if point is None or point.is_empty else (point.x, point.y))
        except (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError):
            rule = "not a GeoJSON geometry"
            grid.problems.append(
                ValidationError(file, number, "geometry", "", rule, "Draw it again.")
            )
            grid.points.append(None)
    return grid
