"""KML and KMZ as grids: a placemark a row, longitude first (OGC 12-007)."""

import math
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree

from geo.errors import SourceFaulty, quoted
from geo.importers.geometries import place
from geo.importers.grids.grid import AGAIN, Cells, unpacked
from geo.importers.input_files import Grid, measure

_KINDS: Final = {"Point": "MultiPoint", "LineString": "MultiLineString", "Polygon": "MultiPolygon"}
_DEEPEST: Final = 50


def kml(file: str, data: bytes) -> Grid:
    """The placemarks of a KML document, or of the first one in a KMZ archive."""
    if file.lower().endswith(".kmz"):
        documents = unpacked(file, data, "KMZ archive", (".kml",))
        data = next(iter(documents.values()), b"")
    try:
        parser = ElementTree.XMLParser(target=_Builder())  # noqa: S314 - no entities
        root = ElementTree.fromstring(data, parser)  # noqa: S314
    except _DocumentType as error:
        told = f"{file} declares a document type, which KML does not have"
        raise SourceFaulty(f"{told}. {AGAIN}") from error
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise SourceFaulty(f"{file} is not KML, or cut short: {quoted(error)}. {AGAIN}") from error
    if _name(root) != "kml":
        raise SourceFaulty(f"{file} is XML, but not KML. {AGAIN}")
    found = list(_placemarks(root, "", 0))
    measure(file, len(found))
    columns = list(dict.fromkeys(name for _, cells in found for name in cells))
    measure(file, 0, len(columns))
    text, grid = Cells(file), Grid(file, columns)
    for number, (_, cells) in enumerate(found, start=1):
        grid.rows.append((number, [text(cells.get(name)) for name in columns]))
    place(grid, [_shape(placemark) for placemark, _ in found], "")
    return grid


class _DocumentType(Exception):
    """A document declares its type, and so may declare entities."""


class _Builder(ElementTree.TreeBuilder):
    def doctype(self, *_: object) -> None:
        raise _DocumentType


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _placemarks(
    element: ElementTree.Element, folder: str, depth: int
) -> Iterator[tuple[ElementTree.Element, dict[str, str]]]:
    for one in element if depth < _DEEPEST else ():
        if _name(one) == "Placemark":
            yield one, {"folder": folder, **_cells(one)}
        elif _name(one) in ("Document", "Folder"):
            names = [child.text or "" for child in one if _name(child) == "name"]
            inner = names[0].strip() if names and _name(one) == "Folder" else folder
            yield from _placemarks(one, inner, depth + 1)


def _cells(placemark: ElementTree.Element) -> dict[str, str]:
    cells: dict[str, str] = {}
    for one in placemark.iter():
        name, text = _name(one), (one.text or "").strip()
        if name in ("name", "description", "address") and one in placemark:
            cells[name] = text
        elif name == "SimpleData":
            cells[one.get("name", "")] = text
        elif name == "Data":
            values = [(child.text or "").strip() for child in one if _name(child) == "value"]
            cells[one.get("name", "")] = values[0] if values else ""
    return cells


def _shape(placemark: ElementTree.Element) -> dict[str, object] | None:
    """The geometries of a placemark that have the most dimensions, as one of GeoJSON."""
    shapes: dict[str, list[object]] = {}
    for one in placemark.iter():
        if _name(one) in _KINDS:
            rings = [_positions(c.text or "") for c in one.iter() if _name(c) == "coordinates"]
            first = rings[0] if rings else []
            part = {"Point": [*first, [math.nan]][0], "LineString": first, "Polygon": rings}
            shapes.setdefault(_name(one), []).append(part[_name(one)])
    kind = next((kind for kind in reversed(_KINDS) if kind in shapes), None)
    return {"type": _KINDS[kind], "coordinates": shapes[kind]} if kind else None


def _positions(text: str) -> list[list[float]]:
    """The positions of a text: longitude, latitude, and a height that is left out."""
    return [[_number(number) for number in one.split(",")[:2]] for one in text.split()]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan
