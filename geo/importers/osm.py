"""Missions from OpenStreetMap: Overpass JSON, GeoJSON, or an extract in ``.osm.pbf``.

A mission is what is tagged ``office=diplomatic``, ``diplomatic=*`` or, as it was before 2018,
``amenity=embassy``. ``country`` is the sending state, ``target`` those that it is sent to, as
ISO 3166-1 alpha-2 codes; the tags ``embassy``, ``consulate`` and ``liaison`` say more of the kind.

Where ``target`` names none or several, the mission is received by the state in which its point
lies, as drawn by Natural Earth; the others are accreditations.

The data is © OpenStreetMap contributors, under the ODbL 1.0: anyone who uses a dataset with it says
so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from geo import basemap, parties
from geo.errors import SourceFaulty, StateError, ValidationError, quoted
from geo.importers.input_files import MOST_ROWS, json_of, text_of
from geo.importers.inputs import Dated, Entry, Named, Point, Said
from geo.importers.kinds import kind_of
from geo.importers.origin import ODBL, Origin
from geo.vocabulary import KINDS

NAME: Final = "osm"

_HEAD: Final = 1_024
_PBF: Final = b"OSMHeader"
_XML: Final = re.compile(
    rb"(\xef\xbb\xbf)?\s*(<\?xml[^>]*\?>\s*)?(<!--.*?-->\s*)*<osm[\s>]", re.DOTALL
)
"""How an extract begins: the type of the first blob of a .osm.pbf; the element of a .osm."""

_SECOND: Final = {"embassy": "embassy", "consulate": "consulate", "liaison": "liaison_office"}
"""Value of ``diplomatic`` -> kind where no further tag says more."""

_SAID: Final = {
    "website": ("website", "contact:website", "url"),
    "phone": ("phone", "contact:phone"),
    "email": ("email", "contact:email"),
    "opening-hours": ("opening_hours",),
}
_ID: Final = re.compile(r"(?:.*/)?(node|way|relation)[/ ]?([0-9]+)")
_QID: Final = re.compile(r"Q[1-9][0-9]*(?=$|;)")
_NOWHERE: Final = "no receiving state is tagged, and its point is in no state or in several"
_DIGITS: Final = 7
_STAMP: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T")


@dataclass(frozen=True, slots=True)
class Element:
    """One element of OpenStreetMap."""

    row: int
    key: str
    tags: Mapping[str, str]
    longitude: float | None
    latitude: float | None


def origin(date: str, sha256: str) -> Origin:
    """What is recorded of the data."""
    return Origin(
        NAME,
        publisher="OpenStreetMap contributors",
        title=f"Diplomatic missions in OpenStreetMap, data of {date}",
        url="https://www.openstreetmap.org/copyright",
        date=date,
        licence=ODBL,
        sha256=sha256,
        note="© OpenStreetMap contributors.",
    )


def is_mission(tags: Mapping[str, str]) -> bool:
    """Whether tags are those of a mission."""
    return (
        tags.get("office") == "diplomatic"
        or tags.get("amenity") == "embassy"
        or bool(tags.get("diplomatic"))
    )


def elements_of(file: str, data: bytes) -> list[Element]:
    """The elements of a file in Overpass JSON or GeoJSON."""
    document = _document(file, data)
    if isinstance(document.get("elements"), list):
        if document.get("remark"):
            raise SourceFaulty(
                f"{file} is an incomplete answer of Overpass: "
                f"{quoted(document['remark'])}. Query less, and try again."
            )
        found = document["elements"]
        made = (_overpass(number, one) for number, one in enumerate(found, start=1))
    elif isinstance(document.get("features"), list):
        found = document["features"]
        made = (_feature(number, one) for number, one in enumerate(found, start=1))
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
    return [one for one in made if one is not None]


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


def _overpass(number: int, one: object) -> Element | None:
    if not isinstance(one, dict) or not isinstance(one.get("tags"), dict):
        return None
    key = f"{one.get('type')}/{one.get('id')}"
    if not _ID.fullmatch(key):
        return None
    place = one if "lon" in one else one.get("center")
    lon, lat = (place.get("lon"), place.get("lat")) if isinstance(place, dict) else (None, None)
    if lon is None and isinstance(one.get("geometry"), list):
        ring = [[at.get("lon"), at.get("lat")] for at in one["geometry"] if isinstance(at, dict)]
        lon, lat = _within({"type": "Polygon", "coordinates": [ring]})
    return Element(number, key, _tags(one["tags"]), _number(lon), _number(lat))


def _feature(number: int, one: object) -> Element | None:
    if not isinstance(one, dict) or not isinstance(one.get("properties"), dict):
        return None
    tags = _tags(one["properties"])
    told = str(one.get("id") or tags.get("@id") or tags.get("id") or tags.get("osm_id") or "")
    kind = tags.get("@type") or tags.get("type") or tags.get("osm_type") or ""
    found = _ID.fullmatch(told) or _ID.fullmatch(f"{kind}/{told}")
    key = f"{found[1]}/{found[2]}" if found else ""
    lon, lat = _within(one.get("geometry"))
    return Element(number, key, tags, lon, lat)


def _tags(given: Mapping[Any, Any]) -> dict[str, str]:
    return {str(k): str(v).strip() for k, v in given.items() if v is not None and str(v).strip()}


def _within(geometry: object) -> tuple[float | None, float | None]:
    """A point within a GeoJSON geometry; None where it is none."""
    if not isinstance(geometry, dict):
        return None, None
    if geometry.get("type") == "Point":
        at = geometry.get("coordinates")
        if isinstance(at, list) and len(at) >= 2:
            return _number(at[0]), _number(at[1])
        return None, None
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    try:
        point = shape(geometry).representative_point()
    except (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError):
        return None, None
    return (None, None) if point.is_empty else (point.x, point.y)


def _number(value: object) -> float | None:
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return number if abs(number) <= 180 else None


def entries(
    file: str, elements: Iterable[Element]
) -> tuple[list[Entry], list[ValidationError], int]:
    """The missions among elements."""
    problems: list[ValidationError] = []
    found: list[Entry] = []
    records = 0
    for one in elements:
        if is_mission(one.tags):
            made = list(_missions(file, one, problems))
            records += max(1, len(made))
            found += made
    if not records:
        raise SourceFaulty(
            f"nothing in {file} is tagged office=diplomatic, diplomatic=* or amenity=embassy. "
            "Give an extract that contains missions."
        )
    return found, problems, records


def _missions(file: str, one: Element, problems: list[ValidationError]) -> Iterator[Entry]:
    tags = one.tags

    def refuse(tag: str, rule: str, remedy: str) -> None:
        problems.append(
            ValidationError(file, one.row, tag, tags.get(tag, "") or one.key, rule, remedy)
        )

    kind = _kind(tags)
    senders = _list(tags.get("country", ""))
    receiving, served = _receiving(one)
    if not one.key:
        refuse("id", "the feature has no OpenStreetMap id", "Export with ids: node/123.")
    if not kind:
        refuse(
            "diplomatic", "its tags name no type of mission", "Tag it, such as diplomatic=embassy."
        )
    if not senders:
        refuse("country", "no sending state is tagged", "Tag country=, the ISO code.")
    if not receiving:
        refuse("target", _NOWHERE, "Tag target=, the ISO code.")
    if not (one.key and kind and senders and receiving):
        return
    for sender in senders:
        entry = Entry(
            row=one.row,
            key=one.key,
            qid=qid[0] if (qid := _QID.match(tags.get("wikidata", ""))) else "",
            sending=Named("", sender),
            receiving=Named("", receiving),
            kind=kind,
            city=tags.get("addr:city", ""),
            name=tags.get("name:en") or tags.get("name", ""),
            jurisdictions=[Named("", code) for code in served],
        )
        if one.longitude is not None and one.latitude is not None:
            entry.points.append(Point(_decimal(one.longitude), _decimal(one.latitude)))
        for tag, what in (("start_date", "opened"), ("end_date", "closed")):
            if tags.get(tag):
                entry.dated.append(Dated(what, tags[tag], f"Tagged {tag}", "", tag))
        entry.said += _said(tags)
        yield entry


def _kind(tags: Mapping[str, str]) -> str:
    """The kind that tags name; the more special one goes."""
    group = tags.get("diplomatic", "")
    further = tags.get(group, "") if group in _SECOND else ""
    if further in KINDS:
        return further
    if group in _SECOND:
        return _SECOND[group]
    if group:
        return kind_of("", group.replace("_", " "))
    return "embassy" if tags.get("amenity") == "embassy" else ""


def _receiving(one: Element) -> tuple[str, list[str]]:
    """The receiving state, and all to which the mission is sent."""
    targets = _list(one.tags.get("target", ""))
    codes = [code for code in map(_code, targets) if code]
    if len(targets) == 1:
        return targets[0], targets
    at = None if one.longitude is None or one.latitude is None else (one.longitude, one.latitude)
    if at and codes:
        drawn = [code for code in codes if basemap.has_shape(code)]
        holding = [code for code in drawn if basemap.within(*at, code) == 0.0]
    else:
        told = _code(one.tags.get("addr:country", ""))
        holding = [told] if told else list(basemap.holding(*at)) if at else []
    return (holding[0] if len(holding) == 1 else ""), targets


def _code(text: str) -> str:
    try:
        return parties.party(text).code if text else ""
    except StateError:
        return ""


def _list(text: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))


def _said(tags: Mapping[str, str]) -> list[Said]:
    said = []
    for slug, names in _SAID.items():
        values = dict.fromkeys(tags[name] for name in names if name in tags)
        said += [Said(slug, value) for value in values]
    street = f"{tags.get('addr:street', '')} {tags.get('addr:housenumber', '')}".strip()
    address = tags.get("addr:full") or street
    if address:
        said.append(Said("address", address))
    if tags.get("name:en") and tags.get("name") and tags["name:en"] != tags["name"]:
        said.append(Said("name", tags["name"]))
    return said


def _decimal(number: float) -> str:
    text = f"{number:.{_DIGITS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


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
            point = shapely.from_wkb(shape)
            point = point if layer == "points" else point.representative_point()
            tags = _tags({**_other(cells.pop("other_tags", None)), **cells})
            kind, id = "node" if layer == "points" else "way", tags.pop("osm_id", "")
            if way := tags.pop("osm_way_id", ""):
                id = way
            elif layer == "multipolygons":
                kind = "relation"
            found.append(Element(len(found) + 1, f"{kind}/{id}", tags, point.x, point.y))
    return found


_LIKE: Final = " OR ".join(
    f'other_tags LIKE \'%"{key}"=>"{value}%\''
    for key, value in (("office", 'diplomatic"'), ("amenity", 'embassy"'), ("diplomatic", ""))
)
_WHERE: Final = {
    "points": _LIKE,
    "lines": _LIKE,
    "multipolygons": f"office = 'diplomatic' OR amenity = 'embassy' OR {_LIKE}",
}
_PAIR: Final = re.compile(r'"((?:[^"\\]|\\.)*)"=>"((?:[^"\\]|\\.)*)"')


def _other(text: object) -> dict[str, str]:
    """Tags as GDAL joins them, in the form of PostgreSQL's hstore."""
    pairs = _PAIR.findall(text) if isinstance(text, str) else []
    return {_plain(key): _plain(value) for key, value in pairs}


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
