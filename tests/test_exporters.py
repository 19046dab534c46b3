"""GeoJSON: a strict validator of RFC 7946, and what the export must hold."""

from __future__ import annotations

import copy
import io
import itertools
import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import geopandas as gpd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import (
    GeometryCollection,
    LineString,
    MultiPolygon,
    Point,
    Polygon,
    box,
    mapping,
    shape,
)

import geo
from geo import exporters
from geo.atlas import relation_lines
from geo.errors import InvalidGeometry
from geo.exporters import LAYERS
from geo.exporters.feature_collections import MEANINGS, collected, write_collection
from geo.exporters.frames import CITED
from geo.exporters.rfc7946 import around, shaped

DAY = "2026-11-21"
PAIR = geo.Selection(among=("VEN", "PRK"), as_of=DAY)
TYPES = {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}


# --- the validator: one line a rule, each with its section -------------------------------


def problems(data: bytes) -> list[str]:
    """What RFC 7946 holds against a file, MUST and SHOULD alike."""
    if data.startswith(b"\xef\xbb\xbf"):
        return ["1: a byte order mark (RFC 8259, 8.1)"]
    found: list[str] = []

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        doubled = [name for name, n in Counter(name for name, _ in items).items() if n > 1]
        found.extend(f"1: the member {name!r} stands twice (RFC 8259, 4)" for name in doubled)
        return dict(items)

    def constant(name: str) -> float:
        found.append(f"1: {name} is no JSON")
        return 0.0

    text = data.decode("utf-8")
    root = json.loads(text, object_pairs_hook=pairs, parse_constant=constant)
    found.extend(_collection(root))
    found.extend(_decimals(text))
    return found


def _collection(root: dict[str, Any]) -> Iterator[str]:
    if root.get("type") != "FeatureCollection":
        yield "3.3: the root is no FeatureCollection"
    for name in ("crs", "geometry", "properties", "coordinates", "geometries", "feature"):
        if name in root:
            yield f"4, 7.1: the root has the member {name!r}"
    features = root.get("features")
    if not isinstance(features, list):
        yield "3.3: features is no array"
        return
    ids: Counter[Any] = Counter()
    parts: list[Any] = []
    for number, feature in enumerate(features):
        yield from (f"feature {number}: {problem}" for problem in _feature(feature))
        ids[feature.get("id")] += 1
        if feature.get("geometry"):
            parts.extend(shapely.get_parts(shape(feature["geometry"])))
    yield from (f"3.2: the id {id!r} stands {n} times" for id, n in ids.items() if n > 1)
    if parts:
        yield from _bbox(root.get("bbox"), parts)
    elif "bbox" in root:
        yield "5: a bbox of nothing"


def _feature(feature: dict[str, Any]) -> Iterator[str]:
    if feature.get("type") != "Feature":
        yield "3.2: it is no Feature"
    if not {"geometry", "properties"} <= feature.keys():
        yield "3.2: geometry or properties are missing"
        return
    if {"coordinates", "geometries", "features", "crs"} & feature.keys():
        yield "7.1: it has a member that another type defines"
    if not isinstance(feature.get("id"), str | int | float) or isinstance(feature["id"], bool):
        yield "3.2: its id is neither a string nor a number"
    if not isinstance(feature["properties"], dict | None):
        yield "3.2: its properties are no object"
    geometry = feature["geometry"]
    if geometry is None:
        return
    if geometry.get("type") not in TYPES:
        yield f"3.1: the type {geometry.get('type')!r} is none, or discouraged (3.1.8)"
        return
    if geometry.keys() - {"type", "coordinates"}:
        yield "3.1, 5: the geometry has members of its own"
    yield from _geometry(geometry["type"], geometry["coordinates"])
    if geometry["type"] != "Point":
        yield from _bbox(feature.get("bbox"), list(shapely.get_parts(shape(geometry))))


def _geometry(kind: str, coordinates: Any) -> Iterator[str]:
    if kind.startswith("Multi"):
        if len(coordinates) == 1:
            yield f"3.1: a {kind} of one part"
        for part in coordinates:
            yield from _geometry(kind.removeprefix("Multi"), part)
    elif kind == "Point":
        yield from _position(coordinates)
    elif kind == "LineString":
        if len(coordinates) < 2:
            yield "3.1.4: a line of fewer than two positions"
        yield from _run(coordinates)
    else:
        for number, ring in enumerate(coordinates):
            if len(ring) < 4:
                yield "3.1.6: a ring of fewer than four positions"
            if ring[0] != ring[-1]:
                yield "3.1.6: a ring that is not closed"
            if (_area(ring) > 0) != (number == 0):
                yield f"3.1.6: ring {number} turns the wrong way"
            yield from _run(ring)


def _run(positions: list[Any]) -> Iterator[str]:
    for position in positions:
        yield from _position(position)
    for one, two in itertools.pairwise(positions):
        border = all(abs(p[0]) == 180 or abs(p[1]) == 90 for p in (one, two))
        if abs(one[0] - two[0]) > 180 and not border:
            yield f"3.1.9: not cut between {one} and {two}"


def _position(position: Any) -> Iterator[str]:
    numbers = all(isinstance(n, int | float) and not isinstance(n, bool) for n in position)
    if not numbers or len(position) != 2:
        yield f"3.1.1: {position} is not two numbers"
    elif not (abs(position[0]) <= 180 and abs(position[1]) <= 90):
        yield f"4: {position} is no longitude and latitude"


def _area(ring: list[Any]) -> float:
    return math.fsum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring))


def _bbox(given: Any, parts: list[Any]) -> Iterator[str]:
    if not isinstance(given, list) or len(given) != 4:
        yield "5: no bbox of four numbers"
        return
    west, south, east, north = given
    bounds = shapely.bounds(parts)
    if [south, north] != [bounds[:, 1].min(), bounds[:, 3].max()]:
        yield "5: south and north of the bbox are not those of the geometries"
    for low, _, high, _ in bounds:
        inside = west <= low and high <= east
        if west > east:
            inside = low >= west or high <= east
        if not inside:
            yield f"5.2: the bbox {given} leaves {low}..{high} out"
    if not {west, east} <= set(bounds[:, [0, 2]].ravel().tolist()):
        yield f"5: the bbox {given} is wider than its geometries"


def _decimals(text: str) -> Iterator[str]:
    coordinates = re.sub(r'"(?:[^"\\]|\\.)*"', "", text)
    for number in re.findall(r"\[(-?[\d.]+),(-?[\d.]+)\]", coordinates):
        if any(len(part.partition(".")[2]) > 7 for part in number):
            yield f"11.2: {number} has more than 7 decimals"


# --- the validator itself can fail ---------------------------------------------------------


def _sound() -> dict[str, Any]:
    square = mapping(shapely.orient_polygons(box(0, 0, 2, 2) - box(0.5, 0.5, 1, 1)))
    return {
        "type": "FeatureCollection",
        "bbox": [0.0, 0.0, 2.0, 2.0],
        "features": [
            {
                "type": "Feature",
                "id": "a",
                "bbox": [0.0, 0.0, 2.0, 2.0],
                "geometry": square,
                "properties": {},
            }
        ],
    }


def _with(change: Callable[[dict[str, Any]], object]) -> bytes:
    root = json.loads(json.dumps(_sound()))
    change(root)
    return json.dumps(root).encode()


SPOILT: dict[str, Callable[[dict[str, Any]], object]] = {
    "4, 7.1": lambda r: r.update(crs={"type": "name"}),
    "3.2: the id": lambda r: r["features"].append(copy.deepcopy(r["features"][0])),
    "3.2: its id": lambda r: r["features"][0].pop("id"),
    "3.2: geometry": lambda r: r["features"][0].pop("geometry"),
    "turns the wrong way": lambda r: r["features"][0]["geometry"]["coordinates"][0].reverse(),
    "ring 1": lambda r: r["features"][0]["geometry"]["coordinates"][1].reverse(),
    "not closed": lambda r: r["features"][0]["geometry"]["coordinates"][0].append([1, 1]),
    "leaves": lambda r: r.update(bbox=[0.5, 0.0, 2.0, 2.0]),
    "wider": lambda r: r.update(bbox=[0.0, 0.0, 3.0, 2.0]),
    "5: no bbox": lambda r: r["features"][0].pop("bbox"),
    "11.2": lambda r: r["features"][0].update(
        geometry={"type": "Point", "coordinates": [0.12345678, 1]}
    ),
    "4: [181": lambda r: r["features"][0].update(
        geometry={"type": "Point", "coordinates": [181, 1]}
    ),
    "3.1.9": lambda r: r["features"][0].update(
        geometry={"type": "LineString", "coordinates": [[170, 0], [-170, 0]]}
    ),
    "3.1.8": lambda r: r["features"][0].update(
        geometry={"type": "GeometryCollection", "geometries": []}
    ),
}


def test_validator_finds_nothing_wrong_where_nothing_is() -> None:
    assert problems(json.dumps(_sound()).encode().replace(b", ", b",")) == []


@pytest.mark.parametrize("rule", SPOILT)
def test_validator_finds_each_problem(rule: str) -> None:
    data = _with(SPOILT[rule]).replace(b", ", b",")
    assert any(rule in problem for problem in problems(data)), problems(data)


def test_validator_finds_doubled_members_and_nan() -> None:
    found = problems(b'{"type":"FeatureCollection","features":[],"x":NaN,"x":1}')
    assert len(found) == 2, found


# --- the writer ----------------------------------------------------------------------------


def collection(ids: list[str], geometries: Iterable[Any]) -> bytes:
    frame = gpd.GeoDataFrame({"id": ids}, geometry=list(geometries), crs="OGC:CRS84")
    file = io.BytesIO()
    write_collection(file, collected([("x", frame)], lambda layer, row: None), dict)
    return file.getvalue()


def _written(*geometries: Any) -> dict[str, Any]:
    data = collection([str(number) for number in range(len(geometries))], geometries)
    assert problems(data) == []
    root: dict[str, Any] = json.loads(data)
    return root


def test_polygon_across_the_antimeridian_is_cut_and_turned() -> None:
    fiji = Polygon([(177, -20), (177, -16), (-178, -16), (-178, -20)])
    root = _written(fiji)
    assert root["features"][0]["geometry"]["type"] == "MultiPolygon"
    assert root["features"][0]["bbox"] == root["bbox"] == [177, -20, -178, -16]
    assert shape(root["features"][0]["geometry"]).area == pytest.approx(20)


def test_longitudes_that_run_on_are_brought_back() -> None:
    root = _written(Polygon([(177, -20), (182, -20), (182, -16), (177, -16)]), Point(190, 5))
    assert root["bbox"] == [177, -20, -170, 5]


def test_hole_follows_its_ring_across_the_antimeridian() -> None:
    ring = [(170, 0), (-170, 0), (-170, 10), (170, 10)]
    hole = [(-175, 4), (-172, 4), (-172, 6), (-175, 6)]
    root = _written(Polygon(ring, [hole]))
    assert shape(root["features"][0]["geometry"]).area == pytest.approx(20 * 10 - 3 * 2)


def test_points_on_both_sides_have_the_narrow_box_and_the_world_a_plain_one() -> None:
    assert _written(Point(177, -17), Point(-178, -16))["bbox"] == [177, -17, -178, -16]
    everywhere = [Point(x, 0) for x in range(-150, 180, 30)]
    assert _written(*everywhere)["bbox"] == [-150, 0, 150, 0]


def test_disc_over_a_pole_and_its_box() -> None:
    root = _written(geo.geodesy.disc((20.0, 89.0), 400_000.0))
    west, _, east, north = root["bbox"]
    assert (west, east, north) == (-180, 180, 90)


def test_single_parts_lose_their_wrapping_and_empties_are_null() -> None:
    root = _written(MultiPolygon([box(0, 0, 1, 1)]), GeometryCollection(), None)
    kinds = [f["geometry"] and f["geometry"]["type"] for f in root["features"]]
    assert kinds == ["Polygon", None, None]


def test_no_feature_at_all_is_a_sound_collection() -> None:
    assert _written() == {"type": "FeatureCollection", "metadata": {}, "features": []}


@pytest.mark.parametrize(
    ("geometry", "word"),
    [
        (Point(float("nan"), 0), "not a place on Earth"),
        (Point(0, 91), "not a place on Earth"),
        (Polygon([(-120, 80), (0, 80), (120, 80), (-120, 80)]), "round a pole"),
    ],
)
def test_what_geojson_cannot_hold_is_refused(geometry: Any, word: str) -> None:
    with pytest.raises(InvalidGeometry, match=word):
        shaped([geometry])


def test_two_features_of_one_id_are_refused() -> None:
    with pytest.raises(InvalidGeometry, match='"a"'):
        collection(["a", "a"], [None, None])


_lonlat = st.tuples(st.floats(-179, 179), st.floats(-85, 85))


@given(st.lists(_lonlat, min_size=2, max_size=8, unique=True))
@settings(max_examples=60, deadline=None)
def test_any_line_is_cut_and_keeps_its_length(positions: list[tuple[float, float]]) -> None:
    line = LineString(positions)
    drawn = _written(line)["features"][0]["geometry"]
    short = [(b[0] - a[0] + 180) % 360 - 180 for a, b in itertools.pairwise(positions)]
    rises = [b[1] - a[1] for a, b in itertools.pairwise(positions)]
    length = sum(math.hypot(dx, dy) for dx, dy in zip(short, rises, strict=True))
    assert drawn is None or shape(drawn).length == pytest.approx(length, abs=1e-4)


@given(_lonlat, st.floats(0.1, 25), st.floats(0.1, 4))
@settings(max_examples=60, deadline=None)
def test_any_box_is_cut_and_keeps_its_area(
    corner: tuple[float, float], width: float, height: float
) -> None:
    wrapped = [((x + 180) % 360 - 180, y) for x, y in box(0, 0, width, height).exterior.coords]
    moved = [((x + corner[0] + 180) % 360 - 180, y + corner[1]) for x, y in wrapped]
    root = _written(Polygon(moved))
    assert shape(root["features"][0]["geometry"]).area == pytest.approx(width * height, rel=1e-4)
    parts = shapely.get_parts(shape(root["features"][0]["geometry"]))
    assert around(shapely.bounds(parts)) == tuple(root["bbox"])


# --- the export ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def whole(atlas: geo.Atlas) -> bytes:
    return exporters.geojson(atlas, geo.Selection(as_of=DAY), layers=tuple(LAYERS))


def _layer(data: bytes, layer: str) -> dict[str, dict[str, Any]]:
    features = json.loads(data)["features"]
    return {f["id"]: f for f in features if f["properties"]["layer"] == layer}


def test_everything_is_valid_and_the_same_bytes_each_time(atlas: geo.Atlas, whole: bytes) -> None:
    assert problems(whole) == []
    assert (
        exporters.geojson(geo.Atlas.open(), geo.Selection(as_of=DAY), layers=tuple(LAYERS)) == whole
    )
    assert problems(exporters.geojson(atlas, PAIR, layers=tuple(LAYERS))) == []


def test_missions_carry_every_column_and_their_sources(atlas: geo.Atlas) -> None:
    data = exporters.geojson(atlas, PAIR, layers=tuple(LAYERS))
    missions = _layer(data, "missions")
    assert {"prk-embassy-caracas", "ven-embassy-pyongyang"} <= missions.keys()
    for mission in missions.values():
        geometry = {"longitude", "latitude"}
        assert set(mission["properties"]) == {"layer", *exporters.COLUMNS} - {*CITED} - geometry
        assert mission["geometry"]["type"] == "Point"
        measured = mission["properties"]["radius_m"] is not None
        assert (f"region:{mission['id']}" in _layer(data, "regions")) == measured
        for source in mission["properties"]["sources"]:
            keys = {"id", "publisher", "title", "kind", "published", "accessed", "url"}
            assert source.keys() == {*keys, "attributed_to"}
            assert source["publisher"]
            assert source["title"]
    opened = missions["ven-embassy-pyongyang"]["properties"]["opened"]
    assert opened == "2019-08-21"
    lines = _layer(data, "lines")
    assert lines["pair:PRK-VEN"]["geometry"]["type"] == "MultiLineString"
    west, _, east, _ = lines["pair:PRK-VEN"]["bbox"]
    assert west > east


def test_attributions_reach_the_sources(atlas: geo.Atlas) -> None:
    heard = exporters.geojson(atlas, PAIR.but(as_of="2019-01-26", known_on="2019-01-26"))
    pyongyang = _layer(heard, "missions")["ven-embassy-pyongyang"]["properties"]
    assert pyongyang["status"] == "preparing"
    assert any(source["attributed_to"] for source in pyongyang["sources"])


def test_metadata_says_what_when_and_under_which_licence(atlas: geo.Atlas, whole: bytes) -> None:
    metadata = json.loads(whole)["metadata"]
    assert metadata["as_of"] == DAY
    assert metadata["known_on"] is None
    assert metadata["pack_sha256"] == atlas.dataset.sha256
    assert metadata["licences"]
    assert metadata["layers"] == MEANINGS
    assert sum(metadata["features"].values()) == len(json.loads(whole)["features"])
    hidden = atlas.hidden(geo.Selection(as_of=DAY))
    assert sum(metadata["not_shown"].values()) == hidden.total > 0


def test_geopandas_reads_it_back_with_nothing_lost(atlas: geo.Atlas, whole: bytes) -> None:
    selection = geo.Selection(as_of=DAY)
    read = gpd.read_file(io.BytesIO(whole))
    assert read.crs is not None
    assert read.crs.to_epsg() == 4326
    layers = dict(tuple(read.groupby("layer")))
    frames = {
        "missions": atlas.missions(selection, regions=True),
        "lines": relation_lines.lines(atlas, selection),
        "places": atlas.places(selection).astype({"radius_m": float}),
    }
    for layer, frame in frames.items():
        back = layers[layer].set_index("id").loc[list(frame["id"])]
        assert len(back) == len(layers[layer]) == len(frame)
        for column in frame.columns.drop(["id", "geometry", "region", "sources"], errors="ignore"):
            for one, other in zip(frame[column], back[column], strict=True):
                assert _same(one, other), (layer, column, one, other)
        last = frame.get("last_source", [""] * len(frame))
        for ids, text, also in zip(frame["sources"], back["sources"], last, strict=True):
            cited = json.loads(text) if isinstance(text, str) else list(text)
            wanted = {*ids.split("|"), also} if also else {*ids.split("|")}
            assert {source["id"] for source in cited} == wanted - {""}
        if layer != "places":
            assert shapely.equals_exact(
                shapely.normalize(back.geometry.to_numpy()),
                shapely.normalize(shaped(frame.geometry)),
                1e-7,
            ).all()
    regions = layers["regions"].set_index("mission")
    for id, region in zip(frames["missions"]["id"], frames["missions"]["region"], strict=True):
        if region is not None:
            assert regions.geometry[id].symmetric_difference(region).area < 1e-6


def _same(one: Any, other: Any) -> bool:
    missing = other is None or other != other
    if one in ("", None) or one != one:
        return missing
    if isinstance(one, str) and not isinstance(other, str) and hasattr(other, "isoformat"):
        return str(other.isoformat()[:10]) == one
    return not missing and (float(one) == float(other) if isinstance(one, float) else one == other)
