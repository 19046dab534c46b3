"""Which party a point lies in: coasts, borders, disputed areas, ±180°, territories, cities."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import dataset, importers, parties
from geo.basemap import shapes
from geo.importers import where
from geo.importers.geometries import NoPointWithinError, point_of
from geo.importers.inputs import Point

CASES = Path(__file__).parent / "data" / "cases"

AT = [
    ("Lisbon", -9.163, 38.71, "PRT"),
    ("Stockholm", 18.085, 59.335, "SWE"),
    ("Copenhagen", 12.587, 55.693, "DNK"),
    ("Suva", 178.43, -18.1416, "FJI"),
    ("Beirut", 35.518, 33.898, "LBN"),
    ("Taveuni, on 180°", 179.99, -16.8, "FJI"),
    ("Hong Kong, an island", 114.173, 22.279, "HKG"),
    ("Cayenne, a part of France", -52.33, 4.93, "FRA"),
    ("Pristina", 21.167, 42.66, "XKX"),
    ("Ramallah", 35.2, 31.9, "PSE"),
]


@pytest.mark.parametrize(("name", "lon", "lat", "code"), AT, ids=[one[0] for one in AT])
def test_a_point_is_of_the_one_party_there(name: str, lon: float, lat: float, code: str) -> None:
    assert where.places([(lon, lat)])[0].code == code


ASKED = [
    ("Nicosia, south of the line", 33.35, 35.16, {"CYP", "XNC"}),
    ("Nicosia, north of the line", 33.36, 35.19, {"CYP", "XNC"}),
    ("Nicosia, in the buffer zone", 33.345, 35.175, {"CYP", "XNC"}),
    ("Larnaca's north, at the line", 33.65, 35.05, {"CYP", "XNC"}),
    ("Simferopol", 34.1, 44.95, {"RUS", "UKR"}),
    ("Sevastopol, on a coast", 33.52, 44.6, {"RUS", "UKR"}),
    ("Donetsk", 37.8, 48.0, {"RUS", "UKR"}),
    ("Sukhumi", 41.0, 43.0, {"GEO", "XAB"}),
    ("Tskhinvali", 43.977, 42.23, {"GEO", "XSO"}),
    ("El Aaiun", -13.2, 27.15, {"ESH", "MAR"}),
    ("Dakhla, on a coast", -15.93, 23.7, {"ESH", "MAR"}),
    ("Tifariti", -10.6, 26.15, {"ESH", "MAR"}),
    ("Hargeisa", 44.06, 9.56, {"SOM", "XSL"}),
    ("Srinagar", 74.8, 34.09, {"IND", "PAK"}),
    ("Gilgit", 74.31, 35.92, {"IND", "PAK"}),
    ("the Golan", 35.69, 32.99, {"ISR", "SYR"}),
    ("Jerusalem", 35.22, 31.78, {"ISR", "PSE"}),
    ("Rome", 12.49, 41.9, {"ITA", "VAT"}),
    ("Kinshasa", 15.28, -4.31, {"COD", "COG"}),
    ("Narva, drawn in Russia", 28.19, 59.377, {"EST", "RUS"}),
    ("the Atlantic", -30.0, 0.0, set()),
    ("the pole", 0.0, 90.0, set()),
]


@pytest.mark.parametrize(("name", "lon", "lat", "codes"), ASKED, ids=[one[0] for one in ASKED])
def test_a_disputed_or_near_point_is_asked(
    name: str, lon: float, lat: float, codes: set[str]
) -> None:
    place = where.places([(lon, lat)])[0]
    assert (place.code, set(place.candidates)) == ("", codes)
    assert all(code in place.problem for code in codes)


def test_every_seat_is_its_own_or_asked() -> None:
    """The 20 seats that lie in no polygon are all found; none is another's."""
    seats = [one for one in parties.parties() if one.code in shapes()]
    found = where.places([(one.seat_lon, one.seat_lat) for one in seats])
    for one, place in zip(seats, found, strict=True):
        whole = {one.code, one.of} - {""}
        assert place.code in whole or (not place.code and whole & {*place.candidates}), one.code
    assert sum(bool(place.code) for place in found) >= 225


def test_no_city_is_given_to_another_party() -> None:
    cities = [one for one in parties.cities() if one.state in shapes()]
    found = where.places([(one.lon, one.lat) for one in cities])
    wrong = [
        (one.name, place.code)
        for one, place in zip(cities, found, strict=True)
        if place.code and place.code not in (one.state, parties.party_by_code(one.state).of)
    ]
    assert wrong == []
    assert sum(bool(place.code) for place in found) >= 620


@settings(max_examples=60, deadline=None)
@given(st.floats(-180, 180), st.floats(-90, 90))
def test_together_or_alone_the_answer_is_one(lon: float, lat: float) -> None:
    alone = where.places([(lon, lat)])[0]
    assert where.places([(12.5, 41.9), (lon, lat), (0.0, 0.0)])[1] == alone
    assert not alone.code or alone.candidates == (alone.code,)
    assert not (alone.code and alone.disputed)


def test_180_is_no_edge_of_the_world() -> None:
    east, west = where.places([(180.0, -16.8), (-180.0, -16.8)])
    assert east == west


def test_a_territory_receives_what_lies_in_it() -> None:
    at = where.places([(114.173, 22.279), (116.4, 39.9), (114.06, 22.54)])
    assert where.in_territory("CHN", "", at[0]) == "HKG"
    assert where.in_territory("CHN", "Hong Kong", None) == "HKG"
    assert where.in_territory("CHN", "Macau", None) == "MAC"
    assert where.in_territory("HKG", "Hong Kong", at[0]) == "HKG"
    assert where.in_territory("CHN", "Beijing", at[1]) == "CHN"
    assert where.in_territory("CHN", "Hong Kong", at[1]) == "CHN", "city and point contradict"
    assert where.in_territory("CHN", "", at[2]) == "CHN", "near the border: the source's word"
    assert where.in_territory("AUS", "Kingston", None) == "AUS", "also a suburb of Canberra"
    assert where.in_territory("FRA", "Martinique", None) == "FRA", "a part of France"


ONE_RULE = {
    "osm.json": json.dumps(
        {
            "osm3s": {"timestamp_osm_base": "2026-01-01T00:00:00Z"},
            "elements": [
                {
                    "type": "node",
                    "id": number,
                    "lat": 22.279,
                    "lon": 114.173,
                    "tags": {
                        "office": "diplomatic",
                        "diplomatic": "consulate",
                        "country": sender,
                        **({"target": target} if target else {}),
                    },
                }
                for number, (sender, target) in enumerate(
                    (("PE", "HK"), ("CL", "CN"), ("FJ", "")), start=1
                )
            ],
        }
    ),
    "wikidata.json": json.dumps(
        {
            "head": {"vars": ["item", "operator", "country", "type", "city", "cityLabel"]},
            "results": {
                "bindings": [
                    {
                        "item": {"type": "uri", "value": f"http://www.wikidata.org/entity/{item}"},
                        "operator": {
                            "type": "uri",
                            "value": f"http://www.wikidata.org/entity/{sender}",
                        },
                        "country": {"type": "uri", "value": "http://www.wikidata.org/entity/Q148"},
                        "type": {"type": "uri", "value": "http://www.wikidata.org/entity/Q7843791"},
                        "city": {"type": "uri", "value": "http://www.wikidata.org/entity/Q8646"},
                        "cityLabel": {"type": "literal", "value": "Hong Kong"},
                    }
                    for item, sender in (("Q9000001", "Q419"), ("Q9000002", "Q298"))
                ]
            },
        }
    ),
    "table.csv": (
        "sending,receiving,kind,city\nPeru,China,consulate,Hong Kong\n"
        "Chile,Hong Kong,consulate,Hong Kong\nFiji,China,consulate,Hong Kong\n"
    ),
}


@pytest.mark.parametrize("name", ONE_RULE)
def test_hong_kong_is_one_party_in_every_source(name: str, tmp_path: Path) -> None:
    file, into = tmp_path / name, tmp_path / "dataset"
    file.write_text(ONE_RULE[name], encoding="utf-8")
    if name == "osm.json":
        importers.import_osm(file, into)
    elif name == "wikidata.json":
        importers.import_wikidata(file, into, date="2026-01-01")
    else:
        importers.import_table(file, into, publisher="A made-up ministry", date="2026-01-01")
    read = dataset.read(into)
    assert {row["receiving"] for row in read.rows["missions"]} == {"HKG"}
    kept = [c for c in read.rows["claims"] if c["property"] == "receiving-state"]
    assert kept, "the word of the source is kept"
    assert {(c["value"], c["rank"]) for c in kept} == {("China", "deprecated")}
    assert dataset.check(into) == []


def test_a_point_far_from_its_city_is_a_warning(tmp_path: Path) -> None:
    rows = "sending,receiving,kind,city,longitude,latitude\n"
    rows += "Peru,Austria,embassy,Vienna,16.37,48.2\nChile,Austria,embassy,Vienna,13.04,47.8\n"
    (tmp_path / "t.csv").write_text(rows, encoding="utf-8")
    report = importers.import_table(
        tmp_path / "t.csv", tmp_path / "d", publisher="A made-up ministry", date="2026-01-01"
    )
    assert (report.added, report.refused) == (2, [])
    assert [(id, city) for id, city, _ in report.far] == [("chl-embassy-vienna", "Vienna")]
    assert 245_000 < report.far[0][2] < 260_000
    assert "chl-embassy-vienna" in "\n".join(report.sentences())
    assert "chl-embassy-vienna" in json.dumps(report.as_dict())


def test_the_factor_is_of_the_city_s_own_radius() -> None:
    city = parties.city("Vienna", "AUT")
    assert city is not None
    degree = 111_200.0
    for factor, far in ((2.9, 0), (3.1, 1)):
        north = str(round(city.lat + factor * city.radius_m / degree, 6))
        assert len(where.far_points([("x", city, Point(str(city.lon), north))])) == far


SQUARE = [[178.0, -18.0], [179.0, -18.0], [179.0, -17.0], [178.0, -17.0], [178.0, -18.0]]
WEST = [[-180.0, -18.0], [-179.0, -18.0], [-179.0, -17.0], [-180.0, -17.0], [-180.0, -18.0]]
ROUND = json.loads((CASES / "11-polygon-over-180.geojson").read_bytes())["features"][0]["geometry"]


def test_a_point_within_an_outline_is_on_its_side_of_180() -> None:
    assert point_of({"type": "Polygon", "coordinates": [SQUARE]}) == (178.5, -17.5)
    parts = {"type": "MultiPolygon", "coordinates": [[SQUARE], [WEST]]}
    lon, _ = point_of(parts) or (0.0, 0.0)
    assert 178 <= abs(lon) <= 180
    assert point_of(None) is None
    assert point_of({"type": "Point", "coordinates": [16.3, 48.2]}) == (16.3, 48.2)


@pytest.mark.parametrize(
    ("geometry", "word"),
    [
        (ROUND, "180th meridian"),
        ({"type": "LineString", "coordinates": [[179.0, 0.0], [-179.0, 0.0]]}, "180th meridian"),
        ({"type": "Polygon", "coordinates": [SQUARE[:4]]}, "not closed"),
        ({"type": "Polygon", "coordinates": [[]]}, "not a GeoJSON geometry"),
        ({"type": "Polygon", "coordinates": "x"}, "not a GeoJSON geometry"),
        ({"type": "Blob", "coordinates": []}, "not a GeoJSON geometry"),
        ({"type": "Point", "coordinates": [48.2, 163.0]}, "not within"),
        ("x", "not a GeoJSON geometry"),
    ],
)
def test_an_outline_that_holds_no_point_says_why(geometry: object, word: str) -> None:
    with pytest.raises(NoPointWithinError) as told:
        point_of(geometry)
    assert word in told.value.rule
    assert told.value.remedy


@pytest.mark.parametrize("crs", ["", "urn:ogc:def:crs:OGC:1.3:CRS84"])
def test_a_table_with_an_outline_over_180_is_taken_without_it(crs: str, tmp_path: Path) -> None:
    """It was placed at 0°, on the other side of the earth."""
    document = json.loads((CASES / "11-polygon-over-180.geojson").read_bytes())
    if crs:
        document["crs"] = {"type": "name", "properties": {"name": crs}}
    (tmp_path / "t.geojson").write_text(json.dumps(document), encoding="utf-8")
    report = importers.import_table(
        tmp_path / "t.geojson", tmp_path / "d", publisher="A ministry", date="2026-01-01"
    )
    assert report.added == 1
    assert [(one.row, one.column, "180th" in one.rule) for one in report.refused] == [
        (1, "geometry", True)
    ]
    assert [row["longitude"] for row in dataset.read(tmp_path / "d").rows["positions"]] == []
