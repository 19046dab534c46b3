"""JSON as grids: lists of objects, an object a line, GeoJSON whole or a feature a line."""

from typing import Any, Final

from geo.atlas.columns import CITED
from geo.errors import SourceFaulty
from geo.importers.geometries import place
from geo.importers.grids.grid import AGAIN, Cells
from geo.importers.input_files import Grid, json_of, measure, text_of
from geo.importers.table_options import TableOptions

# Column -> key of the objects that our own GeoJSON has for sources
_LISTED: Final = {"sources": "id", **CITED}
_DEEPEST: Final = 4


def json_table(file: str, data: bytes, options: TableOptions) -> Grid:
    """A JSON document as a grid: GeoJSON, a list of objects, or an object that holds one list."""
    rows = document = json_of(file, text_of(file, data), AGAIN)
    crs = options.crs
    if isinstance(document, dict):
        crs = _named_crs(file, document.get("crs")) or crs
        lists = [value for value in document.values() if isinstance(value, list)]
        lists = [value for value in lists if any(isinstance(one, dict) for one in value)]
        rows = document.get("features", lists[0] if len(lists) == 1 else None)
    if not isinstance(rows, list):
        told = f"{file} is JSON, but neither a GeoJSON FeatureCollection nor a list of objects"
        raise SourceFaulty(f"{told}. Save the missions as one of them.")
    return _grid(file, dict(enumerate(rows, start=1)), crs)


def json_lines(file: str, data: bytes, options: TableOptions) -> Grid:
    """Features, or objects without geometry, one a line, as a grid."""
    texts = text_of(file, data).split("\n")
    measure(file, len(texts) - 1)
    given = {number: text for number, text in enumerate(texts, start=1) if text.strip()}
    found = {n: json_of(file, text.lstrip("\x1e"), AGAIN, n) for n, text in given.items()}
    return _grid(file, found, options.crs)


def _named_crs(file: str, crs: Any) -> str:
    try:
        name = "" if crs is None else crs["properties"]["name"]
    except (TypeError, LookupError):
        name = None
    if not isinstance(name, str):
        told = f"{file}: its member crs names no coordinate reference system"
        raise SourceFaulty(f"{told}. Save it in WGS 84.")
    return name


def _flat(properties: dict[str, Any]) -> dict[str, Any]:
    """Properties with those of objects in them as ``object.property``, sources as lists."""
    flat: dict[str, Any] = {}
    queue = [(name, value, 1) for name, value in reversed(properties.items())]
    while queue:
        name, value, depth = queue.pop()
        if isinstance(value, dict) and depth < _DEEPEST:
            queue += [(f"{name}.{key}", one, depth + 1) for key, one in reversed(value.items())]
        else:
            flat[str(name)] = value
    sources = properties.get("sources")
    if sources and isinstance(sources, list) and all(isinstance(one, dict) for one in sources):
        for column, key in _LISTED.items():
            flat[column] = "|".join(str(one.get(key) or "").replace("|", "¦") for one in sources)
    return flat


def _properties(one: object) -> dict[str, Any] | None:
    if not isinstance(one, dict):
        return None
    if "properties" not in one and one.get("type") != "Feature":
        return _flat(one)
    return _flat(one["properties"]) if isinstance(one.get("properties"), dict) else None


def _grid(file: str, rows: dict[int, Any], crs: str) -> Grid:
    measure(file, len(rows))
    flat = {number: _properties(one) for number, one in rows.items()}
    grid = Grid(file, list(dict.fromkeys(name for one in flat.values() for name in one or ())))
    measure(file, 0, len(grid.columns))
    text = Cells(file)
    geometries = []
    for number, one in rows.items():
        properties = flat[number]
        if properties is None:
            rule = "neither an object nor a feature with properties"
            grid.refuse(number, "", "", rule, "Correct it.")
            continue
        grid.rows.append((number, [text(properties.get(name)) for name in grid.columns]))
        geometries.append(one.get("geometry") if "properties" in one else None)
    if grid.problems and not grid.rows:
        raise SourceFaulty(str(grid.problems[0]), grid.problems)
    place(grid, geometries, crs)
    return grid
