"""Elements of OpenStreetMap, each with a point within it: Overpass JSON, GeoJSON or an extract.

Overpass gives the shape of a way or relation in several forms: its centre (``out center``), its
positions (``out geom``), or the ids of nodes and ways that are elements of their own
(``out body; >; out skel;``). A point within the shape goes before the centre, which may be outside.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from geo.errors import SourceFaulty, quoted
from geo.geodesy.rings import wrong_line
from geo.importers.geometries import NoPointWithinError, point_of
from geo.importers.input_files import MOST_ROWS, json_of, text_of
from geo.importers.osm_tags import is_mission

_HEAD: Final = 1_024
_PBF: Final = b"OSMHeader"
_XML: Final = re.compile(
    rb"(\xef\xbb\xbf)?\s*(<\?xml[^>]*\?>\s*)?(<!--.*?-->\s*)*<osm[\s>]", re.DOTALL
)
"""How an extract begins: the type of the first blob of a .osm.pbf; the element of a .osm."""

_ID: Final = re.compile(r"(?:.*/)?(node|way|relation)[/ ]?([0-9]+)")
_STAMP: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T")
_RING: Final = 4
_NO_TAGS: Final = ("it is not an object with tags", "Export it again.")
_NO_NUMBERS: Final = ("lat and lon are not two numbers", "Write both in degrees.")

Position = list[float]


@dataclass(frozen=True, slots=True)
class Element:
    """One element; ``fault`` is rule and remedy where its shape, or all of it, cannot be read."""

    row: int
    key: str
    tags: Mapping[str, str]
    point: tuple[float, float] | None  # Longitude and latitude, CRS84 degrees
    fault: tuple[str, str] | None = None


def elements_of(file: str, data: bytes) -> list[Element]:
    """The missions among the elements of a file in Overpass JSON or GeoJSON."""
    document = _document(file, data)
    if isinstance(document.get("elements"), list):
        if document.get("remark"):
            raise SourceFaulty(
                f"{file} is an incomplete answer of Overpass: "
                f"{quoted(document['remark'])}. Query less, and try again."
            )
        found = document["elements"]
        made = _Answer(found).elements()
    elif isinstance(document.get("features"), list):
        found = document["features"]
        made = filter(None, (_feature(number, one) for number, one in enumerate(found, start=1)))
    else:
        raise SourceFaulty(
            f"{file} is JSON, but neither of Overpass (elements) nor GeoJSON (features). "
            "Export it again."
        )
    if len(found) > MOST_ROWS:
        raise SourceFaulty(
            f"{file} has {len(found):,} elements; at most {MOST_ROWS:,} are read. "
            "Export missions only."
        )
    return list(made)


def day_of(data: bytes) -> str:
    """The day of the data as Overpass or Overpass turbo write it; blank where it is not told."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(document, dict):
        return ""
    about = document.get("osm3s")
    stamp = about.get("timestamp_osm_base") if isinstance(about, dict) else None
    found = _STAMP.match(str(stamp or document.get("timestamp") or ""))
    return found[1] if found else ""


def _document(file: str, data: bytes) -> dict[str, Any]:
    document = json_of(file, text_of(file, data), "Export it again.")
    if not isinstance(document, dict):
        raise SourceFaulty(f"{file} is JSON, but not an object. Export it again.")
    return document


class _Answer:
    """The elements of an answer of Overpass, which may refer to one another."""

    def __init__(self, found: list[Any]) -> None:
        self._listed = found
        self._by_key = {
            f"{one.get('type')}/{one['id']}": one
            for one in found
            if isinstance(one, dict) and isinstance(one.get("id"), int)
        }

    def elements(self) -> Iterator[Element]:
        for number, one in enumerate(self._listed, start=1):
            tags = _tags_in(one, "tags")
            if tags is None:
                yield Element(number, "", {}, None, _NO_TAGS)
            elif is_mission(tags) and one.get("type") != "area":
                key = f"{one.get('type')}/{one.get('id')}"
                own = key if _ID.fullmatch(key) else ""
                made = _made(number, own, tags, self._shape(one) or _at(one.get("center")))
                lost = one.get("type") == "node" and not (made.point or made.fault)
                wrong = lost and not one.keys().isdisjoint(("lat", "lon"))
                yield replace(made, fault=_NO_NUMBERS) if wrong else made

    def _shape(self, one: Mapping[str, Any]) -> object:
        """The GeoJSON geometry of an element; None where the answer does not hold it whole."""
        if one.get("type") == "node":
            return _at(one)
        if one.get("type") == "way":
            line = self._line(one)
            if line and len(line) >= _RING and line[0] == line[-1]:
                return {"type": "Polygon", "coordinates": [line]}
            return {"type": "LineString", "coordinates": line} if line else None
        members = one.get("members")
        return self._assembled(members) if isinstance(members, list) else None

    def _line(self, one: Mapping[str, Any]) -> list[Position]:
        """The positions of a way; none where one is missing."""
        nodes = one.get("geometry")
        if not isinstance(nodes, list):
            ids = one.get("nodes")
            known = ids if isinstance(ids, list) else []
            nodes = [self._by_key.get(f"node/{id}") for id in known]
        line = [_position(node) for node in nodes]
        whole = [at for at in line if at is not None]
        return whole if len(whole) == len(line) > 1 else []

    def _assembled(self, members: list[Any]) -> object:
        """The area that the ways of a relation bound; without one its only node."""
        import shapely

        lines: dict[bool, list[list[Position]]] = {True: [], False: []}
        nodes = []
        for member in members:
            if not isinstance(member, dict) or not isinstance(member.get("ref"), int):
                continue
            own = self._by_key.get(f"{member.get('type')}/{member['ref']}", {})
            if member.get("type") == "node":
                nodes.append(_at(member) or _at(own))
            elif member.get("type") == "way" and member.get("role") in ("outer", "inner", "", None):
                line = self._line(member) or self._line(own)
                if not line:
                    return None
                lines[member.get("role") == "inner"].append(line)
        if not lines[False]:
            return nodes[0] if len(nodes) == 1 else None
        if any(map(wrong_line, lines[False])):
            return {"type": "MultiLineString", "coordinates": lines[False]}
        drawn = [shapely.polygonize([shapely.LineString(x) for x in own]) for own in lines.values()]
        inner, outer = map(shapely.union_all, drawn)
        area = shapely.difference(outer, inner)
        return None if area.is_empty else area.__geo_interface__


def _made(number: int, key: str, tags: Mapping[str, str], shape: object) -> Element:
    try:
        return Element(number, key, tags, point_of(shape))
    except NoPointWithinError as error:
        return Element(number, key, tags, None, (error.rule, error.remedy))


def _at(place: object) -> object:
    position = _position(place)
    return {"type": "Point", "coordinates": position} if position else None


def _position(place: object) -> Position | None:
    """The position of a node, or what is written in its place."""
    lon, lat = (place.get("lon"), place.get("lat")) if isinstance(place, dict) else (None, None)
    numbers = [number for number in map(_number, (lon, lat)) if number is not None]
    return numbers if len(numbers) == 2 else None


def _feature(number: int, one: object) -> Element | None:
    tags = _tags_in(one, "properties")
    if tags is None or not isinstance(one, dict):
        return Element(number, "", {}, None, _NO_TAGS)
    told = str(one.get("id") or tags.get("@id") or tags.get("id") or tags.get("osm_id") or "")
    kind = tags.get("@type") or tags.get("type") or tags.get("osm_type") or ""
    found = _ID.fullmatch(told) or _ID.fullmatch(f"{kind}/{told}")
    key = f"{found[1]}/{found[2]}" if found else ""
    return _made(number, key, tags, one.get("geometry")) if is_mission(tags) else None


def _tags_in(one: object, key: str) -> dict[str, str] | None:
    """The tags of an element, none where it has none; None where that is no element."""
    given = (one.get(key) or {}) if isinstance(one, dict) else None
    return _tags(given) if isinstance(given, dict) else None


def _tags(given: Mapping[Any, Any]) -> dict[str, str]:
    return {str(k): str(v).strip() for k, v in given.items() if v is not None and str(v).strip()}


def _number(value: object) -> float | None:
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def extract(path: Path) -> list[Element]:
    """The missions of an extract in ``.osm.pbf`` or ``.osm``, read by GDAL."""
    import pyogrio
    import shapely
    from pyogrio.errors import DataLayerError, DataSourceError

    # GDAL chooses its driver by what is in a file, and some of its forms name other files to read.
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if _PBF not in head[:64] and not _XML.match(head):
        raise SourceFaulty(
            f"{path.name} is not an extract of OpenStreetMap: its first bytes differ. Fetch "
            "it again."
        )
    found: list[Element] = []
    for layer in ("points", "lines", "multipolygons"):
        try:
            about, _, shapes, columns = pyogrio.raw.read(
                path, layer=layer, where=_WHERE[layer], encoding="utf-8"
            )
        except (DataSourceError, DataLayerError, ValueError) as error:
            raise SourceFaulty(
                f"{path.name} cannot be read as an extract of OpenStreetMap: {error}. "
                "Fetch it again."
            ) from error
        fields = [str(name) for name in about["fields"]]
        for number, shape in enumerate(shapes):
            cells = {n: c[number] for n, c in zip(fields, columns, strict=True)}
            point = shapely.from_wkb(shape).representative_point()
            tags = _tags({**_other(cells.pop("other_tags", None)), **cells})
            kind, id = "node" if layer == "points" else "way", tags.pop("osm_id", "")
            if way := tags.pop("osm_way_id", ""):
                id = way
            elif layer == "multipolygons":
                kind = "relation"
            if is_mission(tags):
                found.append(Element(len(found) + 1, f"{kind}/{id}", tags, (point.x, point.y)))
    return found


# A prefix may stand before the key: disused:office. Whether it is a mission is_mission decides.
_LIKE: Final = " OR ".join(
    f"other_tags LIKE '%{key}\"=>\"{value}%'"
    for key, value in (("office", 'diplomatic"'), ("amenity", "embassy"), ("diplomatic", ""))
)
_WHERE: Final = {
    "points": _LIKE,
    "lines": _LIKE,
    "multipolygons": f"office = 'diplomatic' OR amenity IN ('embassy', 'consulate') OR {_LIKE}",
}
_PAIR: Final = re.compile(r'"((?:[^"\\]|\\.)*)"=>"((?:[^"\\]|\\.)*)"')


def _other(text: object) -> dict[str, str]:
    """Tags as GDAL joins them, in the form of PostgreSQL's hstore."""
    pairs = _PAIR.findall(text) if isinstance(text, str) else []
    return {_plain(key): _plain(value) for key, value in pairs}


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
