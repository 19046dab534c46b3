"""JSON as grids: lists of objects, an object a line, GeoJSON whole or a feature a line."""

from __future__ import annotations

from typing import Any, Final

from geo.atlas.columns import CITED
from geo.errors import SourceFaulty, ValidationError
from geo.importers.geometries import NoPointWithinError, in_degrees, moved, point_of
from geo.importers.grids.grid import AGAIN, Cells, Grid, measure
from geo.importers.input_files import json_of, text_of
from geo.importers.table_options import TableOptions

_LISTED: Final = {"sources": "id", **CITED}
"""Column -> key of the objects that our own GeoJSON has for sources."""

_DEEPEST: Final = 4


def json_table(file: str, data: bytes, options: TableOptions) -> Grid:
    """A JSON document as a grid: GeoJSON, a list of objects, or an object that holds one list."""
    document = json_of(file, text_of(file, data), AGAIN)
    crs: object = options.crs
    rows = document
    if isinstance(document, dict):
        crs = _named_crs(file, document.get("crs")) or crs
        lists = [one for one in document.values() if _is_table(one)]
        rows = document.get("features", lists[0] if len(lists) == 1 else None)
    if not isinstance(rows, list):
        raise SourceFaulty(
            f"{file} is JSON, but neither a GeoJSON FeatureCollection nor a list of objects. "
            "Save the missions as one of them."
        )
    return _grid(file, rows, crs)


def json_lines(file: str, data: bytes, options: TableOptions) -> Grid:
    """Features, or objects without geometry, one a line, as a grid."""
    texts = text_of(file, data).split("\n")
    measure(file, len(texts) - 1)
    found = {
        number: json_of(file, text.lstrip("\x1e"), AGAIN, number)
        for number, text in enumerate(texts, start=1)
        if text.strip()
    }
    return _grid(file, list(found.values()), options.crs, list(found))


def _is_table(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(one, dict) for one in value)


def _named_crs(file: str, crs: object) -> str:
    """The name of the reference system that GeoJSON of 2008 gives; blank for none."""
    if crs is None:
        return ""
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str):
        raise SourceFaulty(
            f"{file}: its member crs names no coordinate reference system. Save it in WGS 84."
        )
    return name


def _flat(properties: dict[str, Any]) -> dict[str, Any]:
    """Properties with those of objects in them as ``object.property``, sources as lists."""
    flat: dict[str, Any] = {}
    given = properties.get("sources")
    sources = given if isinstance(given, list) else []
    listed = all(isinstance(one, dict) for one in sources)
    queue = [(name, value, 1) for name, value in reversed(properties.items())]
    while queue:
        name, value, depth = queue.pop()
        if isinstance(value, dict) and depth < _DEEPEST:
            queue += [(f"{name}.{key}", one, depth + 1) for key, one in reversed(value.items())]
        else:
            flat[str(name)] = value
    for column, key in _LISTED.items() if sources and listed else ():
        flat[column] = "|".join(str(one.get(key) or "").replace("|", "¦") for one in sources)
    return flat


def _properties(one: object) -> dict[str, Any] | None:
    """The properties of a feature, or a row."""
    if not isinstance(one, dict):
        return None
    if "properties" not in one and one.get("type") != "Feature":
        return _flat(one)
    return _flat(one["properties"]) if isinstance(one.get("properties"), dict) else None


def _grid(file: str, rows: list[Any], crs: object, numbers: list[int] | None = None) -> Grid:
    measure(file, len(rows))
    flat = [_properties(one) for one in rows]
    columns = list(dict.fromkeys(name for one in flat if one is not None for name in one))
    measure(file, 0, len(columns))
    grid = Grid(columns, [])
    text = Cells(file)
    drawn = any(_geometry(one) for one in rows)
    degrees = in_degrees(crs)
    points: list[tuple[float, float] | None] = []
    for number, one, properties in zip(numbers or range(1, len(rows) + 1), rows, flat, strict=True):
        if properties is None:
            rule, remedy = "neither an object nor a feature with properties", "Correct it."
            grid.problems.append(ValidationError(file, number, "", "", rule, remedy))
            continue
        grid.rows.append((number, [text(properties.get(name)) for name in columns]))
        try:
            points.append(point_of(_geometry(one), degrees=degrees))
        except NoPointWithinError as error:
            points.append(None)
            grid.problems.append(
                ValidationError(file, number, "geometry", "", error.rule, error.remedy)
            )
    grid.points = moved(file, points, crs) if drawn else []
    return grid


def _geometry(one: object) -> object:
    """The geometry of a feature; a row of plain JSON has none."""
    return one.get("geometry") if isinstance(one, dict) and "properties" in one else None
