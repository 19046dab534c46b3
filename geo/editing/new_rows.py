"""New rows: their fields, their default values, and all rows of a new mission in one edit.

By default, the id of a row is made from its values.
"""

import hashlib
import json
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from geo import parties
from geo.dataset import ALL_MODELS, Dataset, Place, Row, ids_of
from geo.dataset.models import Column
from geo.errors import AtlasError, InvalidGeometry
from geo.parties.lexicon import codes

Field = Column
_ATTESTED: Final = ("listed", "unconfirmed")
_LONGEST: Final = 100
_OTHERS: Final = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_ROUND_M: Final = 10
_BY_DECIMALS: Final = ("city", "city", "quarter", "street", "building")  # By the number of decimals
_DRAWN: Final = ("Polygon", "MultiPolygon")
_UNDRAWN: Final = (AtlasError, ValueError, TypeError, AttributeError, LookupError)


def fields(table: str) -> tuple[Field, ...]:
    """The fields of a table, from its record model."""
    return tuple(ALL_MODELS[table].columns.values())


def filled(table: str, cells: Mapping[str, str]) -> dict[str, str]:
    """The cells of a new row, with the defaults."""
    given = dict(cells)
    if table in ("claims", "positions"):
        given["rank"] = given.get("rank") or "normal"
    if table in ("events", "relations", "coverage"):
        listed = table == "coverage" or given.get("kind") in _ATTESTED
        given["sense"] = given.get("sense") or ("attested" if listed else "on")
    return given


def named(
    table: str,
    cells: Mapping[str, str],
    taken: Collection[str],
    counted: dict[str, int] | None = None,
) -> str:
    """The id of a new row."""
    plain = slug(*_parts(table, cells)) or table
    counted = {} if counted is None else counted
    found, number = plain, counted.get(plain, 1)
    while found in taken:
        number += 1
        found = f"{plain}-{number}"
    counted[plain] = number
    return found


def slug(*parts: str) -> str:
    """Texts as an id: plain lower-case letters and digits with ``-``, or a SHA-256's start."""
    found: list[str] = []
    for part in parts:
        folded = unicodedata.normalize("NFKD", part.casefold().translate(_OTHERS))
        plain = re.findall(r"[a-z0-9]+", folded.encode("ascii", "ignore").decode())
        if part and not plain:
            plain = [hashlib.sha256(part.encode("utf-8", "surrogatepass")).hexdigest()[:8]]
        found += plain
    text = "-".join(found)
    return text if len(text) <= _LONGEST else text[:_LONGEST].rpartition("-")[0] or text[:_LONGEST]


def _parts(table: str, cells: Mapping[str, str]) -> tuple[str, ...]:
    of = defaultdict(str, cells)
    match table:
        case "sources":
            return of["publisher"], of["published"] or of["revised"] or of["title"]
        case "missions":
            where = of["city"] or of["receiving"]
            if where in codes() and not of["city"]:
                where = parties.party_by_code(where).name
            return of["sending"], of["kind"], where
        case "events":
            return of["mission"], of["kind"], of["date"]
        case "positions" if of["place"]:
            return of["mission"], "in", of["place"]
        case "positions" if of["method"] in ("words", "city", "state"):
            return of["mission"], "by", of["method"]
        case "positions":
            return of["mission"], "at", *ids_of(of["sources"])[:1]
        case "heads":
            return of["mission"], "head", of["name"]
        case "relations":
            return "rel", of["a"], of["b"], of["kind"], of["title"], of["date"]
        case "coverage" if of["face"] == "none":
            return "cover", of["sending"], of["receiving"], "none"
        case "coverage":
            where = of["city"] or of["mission"]
            return "cover", of["sending"], of["receiving"], "from", where
        case "claims":
            return "claim", of["subject"], of["property"], of["source"]
        case _:
            return (of["name"],)


@dataclass(frozen=True)
class Placing:
    """Where a mission is, as somebody says it: by a point, an outline or a place; or nothing.

    ``at`` is longitude and latitude, CRS84 degrees, as given; ``polygon`` a GeoJSON (Multi)Polygon,
    CRS84, which becomes a place called ``name``; ``place`` the id of one, or a city of the
    receiving state. A blank ``precision`` without ``radius_m`` (metres) follows from the decimals
    or the place, a blank ``method`` from how it is placed. ``reason`` is needed for a point outside
    the state.
    """

    at: tuple[str | float, str | float] | None = None
    polygon: Mapping[str, Any] | None = None
    place: str = ""
    name: str = ""
    precision: str = ""
    radius_m: str = ""
    method: str = ""
    reason: str = ""


def mission_rows(
    dataset: Dataset,
    cells: Mapping[str, str],
    *,
    sources: str,
    placing: Placing | None = None,
    event: Mapping[str, str] | None = None,
) -> list[Row]:
    """The rows of a new mission: itself, its place and position if given, and its first event."""
    where = placing or Placing()
    taken = set[str]().union(*dataset.by_id.values())
    mission = {name: cell.strip() for name, cell in cells.items()}
    if where.place and not mission.get("city") and where.place not in dataset.places.by_id:
        city = _city(where.place, mission.get("receiving", ""))
        mission["city"] = city if city else mission.get("city", "")
    id = mission["id"] = mission.get("id") or named("missions", mission, taken)
    taken.add(id)
    rows = _standing(dataset, mission, where, sources, taken)
    given = {name: text for name, text in (event or {}).items() if text}
    given = filled("events", {"kind": "listed", "sources": sources, **given, "mission": id})
    given["date"] = given.get("date") or _day(dataset, given["sources"])
    taken |= {row.id for row in rows}
    given["id"] = given.get("id") or named("events", given, taken)
    return [Row("missions", mission), *rows, Row("events", given)]


def outline(data: bytes) -> dict[str, Any]:
    """The one outline of a GeoJSON geometry, feature, or collection of one feature; CRS84."""
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InvalidGeometry(
            f"The outline is not GeoJSON: {error}. Give a file with one Polygon."
        ) from error
    if isinstance(found, dict) and found.get("type") == "FeatureCollection":
        given = found.get("features")
        features = given if isinstance(given, list) else []
        if len(features) != 1:
            told = f"The outline is a collection of {len(features):,} features"
            raise InvalidGeometry(f"{told}. Give a file with one.")
        found = features[0]
    if isinstance(found, dict) and found.get("type") == "Feature":
        found = found.get("geometry")
    if not isinstance(found, dict) or found.get("type") not in _DRAWN:
        raise InvalidGeometry("The outline is neither a Polygon nor a MultiPolygon. Give one.")
    return {"type": found["type"], "coordinates": found.get("coordinates")}


def _standing(
    dataset: Dataset, mission: Mapping[str, str], where: Placing, sources: str, taken: set[str]
) -> list[Row]:
    """The position, and the place that a polygon becomes."""
    rows: list[Row] = []
    exact = {"precision": where.precision, "radius_m": where.radius_m}
    place = "" if _is_city(where.place, mission, dataset) else where.place
    if where.polygon is not None:
        name = where.name or f"Area of {mission['id']}"
        place = named("places", {"name": slug(name)}, taken)
        area = {"id": place, "name": name, "kind": "district", "sources": sources}
        area |= {"state": mission.get("receiving", ""), "city": mission.get("city", "")}
        area["derivation"] = "Outline drawn with the mission"
        rows.append(Row("places", area, where.polygon))
        method, exact = "district", exact | _middle(where.polygon, where.radius_m)
    elif where.at is not None:
        longitude, latitude = map(_number, where.at)
        if not where.precision and not where.radius_m:
            fewest = min(len(number.partition(".")[2]) for number in (longitude, latitude))
            exact["precision"] = _BY_DECIMALS[min(fewest, len(_BY_DECIMALS) - 1)]
        method, exact = "source_point", {**exact, "longitude": longitude, "latitude": latitude}
    elif place in dataset.places.by_id:
        method, exact = _in_place(dataset, dataset.places.by_id[place], where)
    elif place:  # The check reports that there is none, with near matches
        method, exact["precision"] = "district", where.precision or "quarter"
    elif where.method or where.precision or where.radius_m or where.reason:
        method = "city"
    else:
        return []
    told = {"mission": mission["id"], "sources": sources, "reason": where.reason, "place": place}
    cells = filled("positions", {**told, "method": where.method or method, **exact})
    cells["id"] = named("positions", cells, taken | {row.id for row in rows})
    return [*rows, Row("positions", cells)]


def _is_city(name: str, mission: Mapping[str, str], dataset: Dataset) -> bool:
    """Whether what is given as a place is the mission's city, and no place of the dataset."""
    if not name or name in dataset.places.by_id:
        return False
    receiving = mission.get("receiving", "")
    found = _city(name, receiving)
    return bool(found) and found == _city(mission.get("city", ""), receiving)


def _in_place(dataset: Dataset, place: Place, where: Placing) -> tuple[str, dict[str, str]]:
    """Method and point of a mission that is in a place of the dataset."""
    shape = dataset.shapes.get(place.id) or {}
    exact = {"precision": where.precision, "radius_m": where.radius_m}
    if shape.get("type") in _DRAWN:
        exact |= _middle(shape, where.radius_m)
    elif shape.get("type") == "Point":
        longitude, latitude = (_number(part) for part in shape["coordinates"][:2])
        if not where.precision and not where.radius_m:
            word = {"city": "city", "district": "quarter"}.get(place.kind, "building")
            exact = {"precision": word, "radius_m": place["radius_m"]}
        method = "city" if place.kind == "city" else "source_point"
        return method, {"longitude": longitude, "latitude": latitude, **exact}
    return "district", exact


def _middle(shape: Mapping[str, Any], radius_m: str) -> dict[str, str]:
    """A point in an outline, and the radius round it that covers the outline; in metres."""
    import numpy as np
    import shapely

    from geo import geodesy

    try:
        drawn = shapely.geometry.shape(shape)
        edge = shapely.get_coordinates(drawn)
        middle = drawn.centroid
        if not drawn.contains(middle):
            middle = drawn.representative_point()
        here = np.array([[middle.x, middle.y]])
        reach = float(np.max(geodesy.distance(np.repeat(here, len(edge), axis=0), edge)))
    except (*_UNDRAWN, shapely.errors.ShapelyError):  # checking the place says what is wrong
        return {"radius_m": radius_m or "0"}
    covering = math.ceil(reach / _ROUND_M) * _ROUND_M
    found = {"longitude": _number(round(middle.x, 5)), "latitude": _number(round(middle.y, 5))}
    return {**found, "radius_m": radius_m or str(covering)}


def _number(value: str | float) -> str:
    """A coordinate as text: as it was given, a number to six decimals and without idle zeros."""
    if isinstance(value, str):
        return value.strip()
    if not math.isfinite(value):
        return str(value)
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _city(name: str, receiving: str) -> str:
    """The city as the gazetteer calls it; blank where it has none of that name there."""
    found = parties.city(name, receiving) if receiving in codes() else None
    return found.name if found is not None else ""


def _day(dataset: Dataset, sources: str) -> str:
    """The day on which the first source with a date was published, or was accessed."""
    found = (dataset.sources.by_id.get(source) for source in ids_of(sources))
    days = (one.revised or one.published or one.accessed for one in found if one)
    return next(filter(None, days), "")
