"""The bundled base map: valid, within bounds, coded, and fit to find misplaced points."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from geo import basemap, package_files, parties
from geo.errors import InvalidGeometry, InvalidSelection, UnknownState
from geo.webmap import base_map, container

SCALES = get_args(basemap.Scale)
LAYERS = {
    "land": basemap.land,
    "lakes": basemap.lakes,
    "borders": basemap.borders,
    "states": basemap.states,
}
GEOD = Geod(ellps="WGS84")


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_is_valid_and_within_bounds(layer: str, scale: basemap.Scale) -> None:
    frame = LAYERS[layer](scale)
    assert frame.crs.to_authority() == ("OGC", "CRS84")
    assert len(frame) > 20
    assert frame.is_valid.all()
    assert not frame.is_empty.any()
    west, south, east, north = frame.total_bounds
    assert -180 <= west < east <= 180
    assert -90 <= south < north <= 90


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("layer", LAYERS)
def test_nothing_streaks_across_the_map(layer: str, scale: basemap.Scale) -> None:
    shapes = LAYERS[layer](scale).geometry.to_numpy()
    parts = shapely.get_parts(shapes)
    lines = shapely.get_rings(parts) if layer != "borders" else parts
    points, line = shapely.get_coordinates(lines, return_index=True)
    steps = np.abs(np.diff(points[:, 0]))[np.diff(line) == 0]
    assert steps.max() <= 5.001


@pytest.mark.parametrize("scale", SCALES)
def test_polygons_wind_as_geojson_asks(scale: basemap.Scale) -> None:
    for layer in ("land", "lakes", "states"):
        parts = shapely.get_parts(LAYERS[layer](scale).geometry.to_numpy())
        assert shapely.is_ccw(shapely.get_exterior_ring(parts)).all()


@pytest.mark.parametrize("scale", SCALES)
def test_states_have_the_codes_of_parties(scale: basemap.Scale) -> None:
    frame = basemap.states(scale)
    assert list(frame.columns) == [
        *("code", "name", "label_lon", "label_lat", "min_zoom", "geometry")
    ]
    coded = frame[frame["code"] != ""]
    assert coded["code"].is_unique
    for code in coded["code"]:
        parties.party_by_code(code)
    assert {"FRA", "NOR", "XKX", "XSL", "XNC", "PRK", "KOR", "VEN", "ESH", "PSE", "TWN"} <= set(
        coded["code"]
    )
    assert frame["name"].str.len().gt(0).all()
    assert frame["label_lon"].between(-180, 180).all()
    assert frame["label_lat"].between(-90, 90).all()
    assert frame["min_zoom"].between(0, 10).all()


def test_every_present_state_has_an_area() -> None:
    without = {one.code for one in parties.parties() if not basemap.has_shape(one.code)}
    no_inhabitants = {"ATF", "IOT", "SGS"}
    assert without - no_inhabitants == {
        *("AFRU", "CTAD", "EUE", "LASA", "QUE", "SMOM", "UNO", "XAB", "XSO", "TKL")
    }
    assert no_inhabitants <= without
    for code in sorted(without):
        with pytest.raises(UnknownState, match="no area"):
            basemap.state_shape(code)


def test_an_area_is_drawn_without_what_is_drawn_apart() -> None:
    for whole, part in (("MAR", "ESH"), ("SOM", "XSL"), ("CYP", "XNC"), ("CHN", "HKG")):
        inner = shapely.point_on_surface(basemap.state_shape(part))
        assert not basemap.state_shape(whole).intersects(inner)
        assert basemap.within(inner.x, inner.y, whole) == 0


def test_what_is_given_out_may_be_changed() -> None:
    frame = basemap.lakes("110m")
    frame["name"] = "spoilt"
    assert not basemap.lakes("110m")["name"].eq("spoilt").any()


@pytest.mark.parametrize(
    ("lon", "lat", "code"),
    [
        (-66.86, 10.48, "VEN"),
        (125.79, 39.023, "PRK"),
        (-61.0, 14.65, "FRA"),
        (-52.33, 4.92, "GUF"),
        (15.65, 78.22, "NOR"),
        (114.16, 22.28, "CHN"),
        (13.4, 52.52, "DDR"),
        (37.6, 55.75, "SUN"),
        (30.5, 50.45, "SUN"),
        (12.49, 41.9, "VAT"),
        (44.065, 9.56, "SOM"),
        (179.99, 65.5, "RUS"),
        (-179.99, 66.0, "RUS"),
    ],
)
def test_inside_is_zero(lon: float, lat: float, code: str) -> None:
    assert basemap.within(lon, lat, code) == 0


@pytest.mark.parametrize(
    ("lon", "lat", "code", "least", "most"),
    [
        (125.79, 39.023, "KOR", 90_000, 180_000),
        (-66.9, 10.5, "PRK", 10_000_000, 15_500_000),
        (14.5, 35.9, "VAT", 600_000, 720_000),
        (0.0, 0.0, "GHA", 500_000, 600_000),
        (178.0, 72.5, "USA", 600_000, 900_000),
        (0.0, 90.0, "NOR", 900_000, 1_100_000),
    ],
)
def test_outside_is_metres(lon: float, lat: float, code: str, least: float, most: float) -> None:
    assert least < basemap.within(lon, lat, code) < most


@given(lon=st.floats(-180, 180), lat=st.floats(-89, 89))
def test_distance_agrees_with_dense_sampling(lon: float, lat: float) -> None:
    area = basemap.state_shape("CHE")
    found = float(basemap.within(lon, lat, "CHE"))
    if shapely.intersects_xy(area, lon, lat):
        assert found == 0
        return
    outline = shapely.get_coordinates(shapely.segmentize(area.exterior, 0.005))
    sampled = GEOD.inv(
        np.full(len(outline), lon), np.full(len(outline), lat), outline[:, 0], outline[:, 1]
    )[2].min()
    # The sphere finds the nearest point, the ellipsoid measures to it: within 0.5 %.
    assert found == pytest.approx(sampled, rel=0.005, abs=300)


def test_arrays_keep_their_shape() -> None:
    away = basemap.within(
        np.array([[-66.9, 125.75], [0, 0]]), np.array([[10.5, 39.0], [0, 0]]), "VEN"
    )
    assert away.shape == (2, 2)
    assert away[0, 0] == 0
    assert (away.ravel()[1:] > 0).all()
    assert basemap.within([], [], "VEN").shape == (0,)


@pytest.mark.parametrize(
    ("lon", "lat"), [(181.0, 0.0), (0.0, 91.0), (float("nan"), 0.0), ([0.0, 1.0], [0.0])]
)
def test_what_is_no_position_is_refused(lon: object, lat: object) -> None:
    with pytest.raises(InvalidGeometry):
        basemap.within(lon, lat, "VEN")  # type: ignore[arg-type]


def test_an_unknown_scale_is_refused() -> None:
    with pytest.raises(InvalidGeometry, match="50m, 110m"):
        basemap.land("10m")  # type: ignore[arg-type]
    with pytest.raises(InvalidGeometry):
        basemap.layer_path("../atlas")


def test_the_world_falls_inside_save_for_its_known_problems(world: Path) -> None:
    points: dict[str, list[tuple[float, float]]] = {}
    with (world / "wikidata-missions-2022-11-16.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            if row["latitude"] and row["countryQID"]:
                try:
                    code = parties.party(row["countryQID"]).code
                except UnknownState:
                    continue
                if basemap.has_shape(code):
                    place = (float(row["longitude"]), float(row["latitude"]))
                    points.setdefault(code, []).append(place)
    away = np.concatenate(
        [
            basemap.within([lon for lon, _ in places], [lat for _, lat in places], code)
            for code, places in points.items()
        ]
    )
    assert len(away) > 8_000
    assert (away > 7_000).sum() <= 45
    assert ((away > 7_000) & (away < 50_000)).sum() == 0


def test_the_taedong_runs_between_the_two_banks_of_pyongyang() -> None:
    frame = basemap.rivers()
    assert list(frame["name"]) == ["Taedong"]
    assert frame["licence"].str.startswith("LGPL").all()
    # Kim Il Sung Square on the west bank, the Juche Tower on the east bank.
    across = shapely.LineString([(125.7527, 39.0195), (125.7633, 39.0176)])
    assert frame.geometry.iloc[0].crosses(across)


def test_provenance_is_recorded_and_the_files_are_small() -> None:
    folder = package_files.folder("basemap")
    readme = (folder / "README.md").read_text(encoding="utf-8")
    for word in ("Natural Earth", "public domain", "GSHHG", "LGPL", "de facto", "Crimea"):
        assert word in readme
    assert "public domain" in basemap.PROVENANCE
    assert (folder / "licences" / "LGPL-3.0.txt").is_file()
    assert sum(path.stat().st_size for path in folder.glob("*.geojson")) < 4_500_000
    for path in folder.glob("*.geojson"):
        assert "crs" not in json.loads(path.read_bytes())


def test_importing_loads_nothing_heavy() -> None:
    script = (
        "import sys, geo.basemap;"
        "print(sorted({'pandas','geopandas','shapely','pyproj'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


# ---- viewpoints ----

PLACES = {
    "the line of control in Kashmir": [(74.8, 34.1), (74.8, 35.3)],
    "between Gilgit and Khyber": [(73.0, 35.25), (74.5, 35.25)],
    "between Mirpur and Punjab": [(73.4, 33.4), (73.9, 33.4)],
    "north of Shaksgam": [(76.5, 35.9), (76.7, 36.4)],
    "east of Aksai Chin": [(79.9, 35.1), (80.4, 35.1)],
    "west of Aksai Chin": [(77.5, 35.1), (79.0, 34.4)],
    "south of Jammu": [(76.5, 33.0), (76.5, 33.4)],
    "the MacMahon line": [(94.0, 28.4), (94.0, 29.6)],
    "south of Arunachal": [(94.0, 27.1), (94.0, 27.6)],
    "the berm of Western Sahara": [(-15.5, 24.0), (-12.3, 24.0)],
    "27° 40′ N": [(-11.0, 27.5), (-11.0, 27.8)],
    "Perekop": [(33.7, 45.8), (33.7, 46.4)],
    "Kerch": [(36.3, 45.3), (36.9, 45.3)],
    "west of Donetsk": [(37.3, 48.0), (37.7, 47.8)],
    "west of Abkhazia": [(41.6, 42.7), (42.1, 42.6)],
    "Kosovo and Serbia": [(20.8, 42.9), (20.8, 43.4)],
    "north of the Golan": [(35.55, 33.0), (35.7, 33.0)],
    "east of the Golan": [(35.78, 32.95), (35.95, 32.95)],
    "Somaliland": [(48.2, 9.5), (49.2, 9.5)],
    "the Green Line": [(33.0, 34.9), (33.0, 35.25)],
    "Esequibo": [(-61.6, 6.5), (-59.5, 6.5)],
    "China and Mongolia": [(105.0, 41.0), (105.0, 42.5)],
    "France and Spain": [(1.0, 42.3), (1.0, 43.2)],
}


def crossed(where: str, viewpoint: str, scale: basemap.Scale = "50m") -> str:
    """What a traveller along a short line across a border meets, by the drawn lines alone."""
    frame = basemap.borders(scale, viewpoint)
    met = frame[frame.intersects(shapely.LineString(PLACES[where]))]
    return " ".join(sorted(set(met["kind"]))) or "nothing"


@pytest.mark.parametrize(
    ("viewpoint", "where", "expected"),
    [
        # Kashmir: de facto by control, whole for India, Pakistan's for Pakistan.
        ("", "the line of control in Kashmir", "disputed"),
        ("", "between Gilgit and Khyber", "nothing"),
        ("", "east of Aksai Chin", "nothing"),
        ("", "west of Aksai Chin", "disputed"),
        ("IND", "the line of control in Kashmir", "nothing"),
        ("IND", "between Gilgit and Khyber", "border"),
        ("IND", "between Mirpur and Punjab", "border"),
        ("IND", "north of Shaksgam", "border"),
        ("IND", "east of Aksai Chin", "border"),
        ("IND", "west of Aksai Chin", "nothing"),
        ("IND", "the MacMahon line", "border"),
        ("PAK", "the line of control in Kashmir", "nothing"),
        ("PAK", "between Gilgit and Khyber", "nothing"),
        ("PAK", "south of Jammu", "border"),
        ("CHN", "west of Aksai Chin", "border"),
        ("CHN", "the MacMahon line", "nothing"),
        ("CHN", "south of Arunachal", "border"),
        ("", "south of Arunachal", "nothing"),
        # Western Sahara.
        ("", "the berm of Western Sahara", "disputed"),
        ("", "27° 40′ N", "nothing"),
        ("MAR", "the berm of Western Sahara", "nothing"),
        ("MAR", "27° 40′ N", "nothing"),
        ("ESP", "the berm of Western Sahara", "nothing"),
        ("ESP", "27° 40′ N", "disputed"),
        # Crimea and the Donbas.
        ("", "Perekop", "disputed"),
        ("", "Kerch", "disputed"),
        ("UKR", "Perekop", "nothing"),
        ("UKR", "Kerch", "border"),
        ("RUS", "Perekop", "border"),
        ("RUS", "Kerch", "nothing"),
        ("USA", "Perekop", "disputed"),
        ("USA", "Kerch", "border"),
        ("RUS", "west of Donetsk", "border"),
        ("UKR", "west of Donetsk", "nothing"),
        ("", "west of Donetsk", "nothing"),
        ("RUS", "west of Abkhazia", "border"),
        ("USA", "west of Abkhazia", "nothing"),
        # Others.
        ("", "Kosovo and Serbia", "border"),
        ("ESP", "Kosovo and Serbia", "disputed"),
        ("CHN", "Kosovo and Serbia", "nothing"),
        ("RUS", "Kosovo and Serbia", "nothing"),
        ("DEU", "Kosovo and Serbia", "border"),
        ("", "north of the Golan", "nothing"),
        ("ISR", "north of the Golan", "nothing"),
        ("EGY", "north of the Golan", "border"),
        ("ISR", "east of the Golan", "border"),
        ("EGY", "east of the Golan", "nothing"),
        ("", "Somaliland", "disputed"),
        ("TWN", "Somaliland", "border"),
        ("EGY", "Somaliland", "nothing"),
        ("", "the Green Line", "disputed"),
        ("TUR", "the Green Line", "border"),
        ("GRC", "the Green Line", "nothing"),
        ("", "Esequibo", "disputed"),
        ("CHN", "Esequibo", "border"),
        ("", "China and Mongolia", "border"),
        ("TWN", "China and Mongolia", "disputed"),
    ],
)
def test_a_line_is_drawn_as_its_viewpoint_sees_it(
    viewpoint: str, where: str, expected: str
) -> None:
    assert crossed(where, viewpoint) == expected


@pytest.mark.parametrize("viewpoint", ["", *basemap.VIEWPOINTS])
def test_what_nobody_disputes_is_the_same_from_everywhere(viewpoint: str) -> None:
    for scale in SCALES:
        assert crossed("France and Spain", viewpoint, scale) == "border"
        frame = basemap.borders(scale, viewpoint)
        assert list(frame.columns) == ["kind", "min_zoom", "geometry"]
        assert set(frame["kind"]) == {"border", "disputed"}
        assert list(frame.index) == list(range(len(frame)))


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize(
    ("viewpoint", "where", "expected"),
    [
        ("IND", "the line of control in Kashmir", "nothing"),
        ("IND", "east of Aksai Chin", "border"),
        ("MAR", "the berm of Western Sahara", "nothing"),
        ("UKR", "Perekop", "nothing"),
        ("RUS", "Perekop", "border"),
    ],
)
def test_both_scales_see_alike(
    scale: basemap.Scale, viewpoint: str, where: str, expected: str
) -> None:
    assert crossed(where, viewpoint, scale) == expected


def rooms(viewpoint: str, *more: shapely.LineString) -> list[int]:
    """In which room of Asia, walled off by the lines alone, each of seven places lies."""
    land = shapely.union_all(basemap.states("50m").geometry.to_numpy())
    lines = basemap.borders("50m", viewpoint).geometry.to_numpy()
    walls = shapely.buffer(shapely.union_all([*lines, *more]), 0.003)
    inland = shapely.intersection(land, shapely.box(60, 5, 110, 45))
    parts = shapely.get_parts(shapely.difference(inland, walls))
    delhi, srinagar, skardu, aksai = (77.2, 28.6), (74.8, 34.1), (75.6, 35.3), (79.5, 35.2)
    islamabad, urumqi, kabul = (73.1, 33.6), (87.6, 43.8), (69.2, 34.5)
    places = (delhi, srinagar, skardu, aksai, islamabad, urumqi, kabul)
    return [int(np.flatnonzero(shapely.contains_xy(parts, *place))[0]) for place in places]


def test_the_lines_of_kashmir_close() -> None:
    delhi, srinagar, skardu, aksai, islamabad, urumqi, kabul = rooms("")
    assert (delhi, islamabad, urumqi) == (srinagar, skardu, aksai)
    assert len({delhi, islamabad, urumqi, kabul}) == 4

    delhi, srinagar, skardu, aksai, islamabad, urumqi, kabul = rooms("PAK")
    assert (islamabad, islamabad, urumqi) == (srinagar, skardu, aksai)
    assert len({delhi, islamabad, urumqi, kabul}) == 4

    # Natural Earth leaves 25 km open at the Karakoram Pass in this view; nowhere else.
    gap = shapely.LineString([(77.520, 35.473), (77.799, 35.496)])
    delhi, srinagar, skardu, aksai, islamabad, urumqi, kabul = rooms("IND", gap)
    assert delhi == srinagar == skardu == aksai
    assert len({delhi, islamabad, urumqi, kabul}) == 4


def test_the_viewpoints_are_those_of_the_data() -> None:
    found = set()
    for scale in SCALES:
        told = json.loads(basemap.layer_path("borders", scale).read_bytes())["features"]
        for feature in told:
            own = feature["properties"]
            lists = [own[f"{kind}_for"].split() for kind in ("border", "disputed", "none")]
            codes = [code for codes in lists for code in codes]
            assert len(set(codes)) == len(codes)
            found |= set(codes)
            if own["kind"] == basemap.NOT_DRAWN:
                assert lists[0] or lists[1], "a line that nobody draws"
    assert found == set(basemap.VIEWPOINTS)
    assert list(basemap.VIEWPOINTS) == sorted(basemap.VIEWPOINTS)
    for code, suffix in basemap.VIEWPOINTS.items():
        assert parties.party_by_code(code).alpha2 == {"KO": "KR"}.get(suffix, suffix)


def test_a_claim_fills_the_box_that_its_original_gives() -> None:
    file = package_files.folder("basemap") / "edited" / "claims.geojson"
    claims = json.loads(file.read_bytes())["features"]
    land = shapely.union_all(basemap.borders("50m").geometry.to_numpy())
    assert len(claims) == 26
    for feature in claims:
        line = shapely.LineString(feature["geometry"]["coordinates"])
        assert list(line.bounds) == feature["bbox"]
        own = feature["properties"]
        assert set(f"{own.get('border', '')} {own.get('disputed', '')}".split()) <= set(
            basemap.VIEWPOINTS
        )
    ends = [
        shapely.get_point(shapely.LineString(one["geometry"]["coordinates"]), end)
        for one in claims
        if one["properties"]["name"] in ("Aksai Chin", "Arunachal Pradesh")
        for end in (0, -1)
    ]
    assert max(land.distance(end) for end in ends) < 0.001


def test_the_browser_gets_the_lines_of_every_viewpoint_or_of_one() -> None:
    def lines(arrays: dict[str, np.ndarray], kinds: np.ndarray, kind: int) -> float:
        """Length in widths of the world of what is drawn so."""
        x, y, part = (arrays[f"border.{name}"] for name in ("x", "y", "part"))
        steps = np.hypot(np.diff(x), np.diff(y))
        return float(
            sum(steps[part[i] : part[i + 1] - 1].sum() for i in np.flatnonzero(kinds == kind))
        )

    every, _, values = container.read(base_map.ground())
    assert values["viewpoints"] == ["", *basemap.VIEWPOINTS]
    table = every["border.kind"].reshape(len(values["viewpoints"]), -1)
    for code in ("", "IND", "VNM"):
        one, _, own = container.read(base_map.ground(code))
        assert own["viewpoints"] == [code]
        assert set(one["border.kind"]) == {1, 2}
        row = table[values["viewpoints"].index(code)]
        for kind in (1, 2):
            drawn = lines(every, row, kind)
            assert drawn == pytest.approx(lines(one, one["border.kind"], kind), rel=1e-5)
            assert drawn > 0


def test_areas_stay_de_facto() -> None:
    before = basemap.state_shape("UKR")
    basemap.borders("50m", "UKR")
    assert basemap.state_shape("UKR").equals(before)
    assert basemap.within(34.1, 44.95, "UKR") > 0
    assert basemap.within(34.1, 44.95, "RUS") == 0


@pytest.mark.parametrize(
    ("text", "code"),
    [("", ""), ("  ", ""), ("IND", "IND"), ("India", "IND"), ("Republic of Korea", "KOR")],
)
def test_a_viewpoint_by_code_or_name(text: str, code: str) -> None:
    assert basemap.viewpoint(text) == code


def test_a_viewpoint_that_nobody_records_is_refused() -> None:
    for text in ("VEN", "Cyprus", "European Union"):
        with pytest.raises(InvalidSelection, match=r"ARG, BGD, .*, VNM"):
            basemap.viewpoint(text)
    with pytest.raises(UnknownState):
        basemap.viewpoint("Ruritania")
    with pytest.raises(InvalidSelection, match='"India"'):
        basemap.borders("50m", "India")
    with pytest.raises(InvalidGeometry):
        basemap.borders("10m", "IND")  # type: ignore[arg-type]
