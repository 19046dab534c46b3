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

from geo import _data, basemap, countries
from geo.errors import InvalidGeometry, UnknownState

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
        countries.party_by_code(code)
    assert {"FRA", "NOR", "XKX", "XSL", "XNC", "PRK", "KOR", "VEN", "ESH", "PSE", "TWN"} <= set(
        coded["code"]
    )
    assert frame["name"].str.len().gt(0).all()
    assert frame["label_lon"].between(-180, 180).all()
    assert frame["label_lat"].between(-90, 90).all()
    assert frame["min_zoom"].between(0, 10).all()


def test_every_present_state_has_an_area() -> None:
    without = {one.code for one in countries.parties() if not basemap.has_shape(one.code)}
    assert without == {*("AFRU", "CTAD", "EUE", "LASA", "QUE", "SMOM", "UNO", "XAB", "XSO", "TKL")}
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


def test_the_world_falls_inside_save_for_its_known_faults(world: Path) -> None:
    points: dict[str, list[tuple[float, float]]] = {}
    with (world / "wikidata-missions-2022-11-16.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            if row["latitude"] and row["countryQID"]:
                try:
                    code = countries.party(row["countryQID"]).code
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
    folder = _data.folder("basemap")
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
