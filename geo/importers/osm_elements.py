"""Elements of OpenStreetMap, their tags, and a point within each: of Overpass, GeoJSON, an extract.

Tags say the type of a mission, and whether it still exists: see
https://wiki.openstreetmap.org/wiki/Tag:office=diplomatic, Key:diplomatic, Lifecycle_prefix,
Key:operational_status.

Overpass gives the shape of a way or relation in several forms: its centre (``out center``), its
positions (``out geom``), or the ids of nodes and ways that are elements of their own
(``out body; >; out skel;``). A point within the shape is preferred: the centre may be outside.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import shapely

from geo import package_files
from geo.errors import SourceFaulty, quoted
from geo.geodesy.rings import wrong_line
from geo.importers.geometries import NoPointWithinError, point_of
from geo.importers.input_files import MOST_ROWS, json_of, text_of
from geo.importers.statuses import event_of
from geo.importers.words import kind_of

# First bytes of an extract: type of the first blob of a .osm.pbf; root element of a .osm
_HEAD: Final = 1_024
_PBF: Final = b"OSMHeader"
_XML: Final = re.compile(
    rb"(\xef\xbb\xbf)?\s*(<\?xml[^>]*\?>\s*)?(<!--.*?-->\s*)*<osm[\s>]", re.DOTALL
)
_ID: Final = re.compile(r"(?:.*/)?(node|way|relation)[/ ]?([0-9]+)")
_STAMP: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T")
_RING: Final = 4
_NO_TAGS: Final = ("it is not an object with tags", "Export it again.")
_NO_NUMBERS: Final = ("lat and lon are not two numbers", "Write both in degrees.")
_HAPPENED: Final[dict[str, list[str]]] = package_files.toml("importers/lifecycle.toml")
_ENDED, _PLANNED = _HAPPENED["closed"], _HAPPENED["announced"]
# Prefix of a key -> event of the mission, such as was: -> closed
_LIFECYCLE: Final = {key: event for event, keys in _HAPPENED.items() for key in keys}
# Of these, keys that mean the same of the whole element. construction=* is about the building,
# historic=* about a monument, which may be in use.
_FLAGS: Final = (*(one for one in _ENDED if one not in ("was", "old", "historic")), *_PLANNED)
_STATUS: Final = "operational_status"
_MAIN: Final = {"office": ("diplomatic",), "amenity": ("embassy", "consulate")}
# Value of ``diplomatic`` -> type where no further tag says more
_GROUPS: Final = {"embassy": "embassy", "consulate": "consulate", "liaison": "liaison_office"}
Position = list[float]


class Element(NamedTuple):
    """One element; ``fault`` is rule and remedy where its shape, or all of it, cannot be read."""

    row: int
    key: str
    tags: Mapping[str, str]
    point: tuple[float, float] | None  # Longitude and latitude, CRS84 degrees
    fault: tuple[str, str] | None = None


def elements_of(file: str, data: bytes) -> list[Element]:
    """The missions among the elements of a file in Overpass JSON or GeoJSON."""
    document = json_of(file, text_of(file, data), "Export it again.")
    if not isinstance(document, dict):
        raise SourceFaulty(f"{file} is JSON, but not an object. Export it again.")
    if isinstance(document.get("elements"), list):
        if remark := document.get("remark"):
            told = f"{file} is an incomplete answer of Overpass: {quoted(remark)}"
            raise SourceFaulty(f"{told}. Query less, and try again.")
        found = document["elements"]
        made = _Answer(found).elements()
    elif isinstance(document.get("features"), list):
        found = document["features"]
        made = filter(None, (_feature(number, one) for number, one in enumerate(found, start=1)))
    else:
        told = f"{file} is JSON, but neither of Overpass (elements) nor GeoJSON (features)"
        raise SourceFaulty(f"{told}. Export it again.")
    if len(found) > MOST_ROWS:
        told = f"{file} has {len(found):,} elements; at most {MOST_ROWS:,} are read"
        raise SourceFaulty(f"{told}. Export missions only.")
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
                yield made._replace(fault=_NO_NUMBERS) if wrong else made

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
        return line if all(line) and len(line) > 1 else []

    def _assembled(self, members: list[Any]) -> object:
        """The area that the ways of a relation bound; without one its only node."""
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


def _position(place: object) -> Position:
    """The position of a node, or of an object with lon and lat; blank for none."""
    try:
        position = [float(place[name]) for name in ("lon", "lat")]  # type: ignore[index]
    except (KeyError, TypeError, ValueError, OverflowError):
        return []
    return position if all(map(math.isfinite, position)) else []


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
    given = (one.get(key) or {}) if isinstance(one, dict) else None
    return _tags(given) if isinstance(given, dict) else None


def _tags(given: Mapping[Any, Any]) -> dict[str, str]:
    return {str(k): str(v).strip() for k, v in given.items() if v is not None and str(v).strip()}


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


def extract(path: Path) -> list[Element]:
    """The missions of an extract in ``.osm.pbf`` or ``.osm``, read by GDAL."""
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    # GDAL chooses its driver by what is in a file, and some of its forms name other files to read.
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if _PBF not in head[:64] and not _XML.match(head):
        told = f"{path.name} is not an extract of OpenStreetMap: its first bytes differ"
        raise SourceFaulty(f"{told}. Fetch it again.")
    found: list[Element] = []
    for layer, where in _WHERE.items():
        try:
            about, _, shapes, columns = pyogrio.raw.read(
                path, layer=layer, where=where, encoding="utf-8"
            )
        except (DataSourceError, DataLayerError, ValueError) as error:
            told = f"{path.name} cannot be read as an extract of OpenStreetMap: {error}"
            raise SourceFaulty(f"{told}. Fetch it again.") from error
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


def _other(text: object) -> dict[str, str]:
    """Tags as GDAL joins them, in the form of PostgreSQL's hstore."""
    pairs = _PAIR.findall(text) if isinstance(text, str) else []
    return dict([re.sub(r"\\(.)", r"\1", one) for one in both] for both in pairs)


class Reading(NamedTuple):
    """Tags without lifecycle prefixes; blank event for a mission that is one now."""

    tags: Mapping[str, str]
    event: str = ""
    tag: str = ""  # The tag with the event


def is_mission(tags: Mapping[str, str]) -> bool:
    """Whether tags are those of a mission that is, was or is planned."""
    plain = reading(tags).tags
    return _is_main(plain) or bool(plain.get("diplomatic"))


def _is_main(tags: Mapping[str, str]) -> bool:
    return any(tags.get(key) in values for key, values in _MAIN.items())


def reading(tags: Mapping[str, str]) -> Reading:
    """The tags without their lifecycle prefix, and the event of the prefix, a flag or a value.

    ``disused:office=diplomatic`` beside ``office=diplomatic`` is of an office before this one.
    """
    read = Reading(tags) if _is_main(tags) else _without_prefix(tags)
    if read.event:
        return read
    for key in (*_FLAGS, *_MAIN):
        if tags.get(key) in _ENDED if key in _MAIN else tags.get(key, "no") != "no":
            return read._replace(event=_LIFECYCLE.get(key, "closed"), tag=key)
    event = event_of(tags.get(_STATUS, "").replace("_", " "))
    return read._replace(event=event, tag=_STATUS) if event else read


def _without_prefix(tags: Mapping[str, str]) -> Reading:
    for key in tags:
        prefix, _, rest = key.partition(":")
        if prefix in _LIFECYCLE and rest in (*_MAIN, "diplomatic"):
            under = {k.partition(":")[2]: v for k, v in tags.items() if k.startswith(f"{prefix}:")}
            if _is_main(under) or under.get("diplomatic"):
                return Reading({**under, **tags}, _LIFECYCLE[prefix], key)
    return Reading(tags)


def kind_in(tags: Mapping[str, str]) -> str:
    """The type that tags name; the more specific one is used, such as consulate=honorary_consul."""
    group = tags.get("diplomatic", "")
    if group not in _GROUPS:
        if group:
            return kind_of("", group.replace("_", " "))
        if tags.get("office") == "diplomatic" or tags.get("amenity") not in _MAIN["amenity"]:
            return ""
        group = tags["amenity"]
    further = _special(tags.get(group, ""), group)
    if not further and "diplomatic" not in tags:  # amenity=embassy meant consulates, too
        further = _special(tags.get("consulate", ""), "consulate")
    return further or _GROUPS[group]


def _special(value: str, group: str) -> str:
    """The type that a value such as honorary, consulate_general or residence means."""
    words = value.replace("_", " ")
    return kind_of("", words) or (kind_of("", f"{words} {group}") if words else "")
