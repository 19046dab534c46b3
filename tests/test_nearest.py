"""The missions nearest to a point, against every distance measured by itself."""

from __future__ import annotations

import math

import pyproj
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.command import run

import geo
from geo.errors import InvalidGeometry
from geo.vocabulary import NOWHERE

GEOD = pyproj.Geod(ellps="WGS84")
ATLAS = geo.Atlas.open()


@settings(max_examples=40)
@given(st.floats(-90, 90), st.floats(-180, 180), st.integers(1, 30))
def test_the_nearest_are_those_that_every_distance_gives(
    latitude: float, longitude: float, count: int
) -> None:
    frame = ATLAS.missions()
    frame = frame[~frame["exactness"].isin(NOWHERE)]
    brute = sorted(
        (GEOD.inv(longitude, latitude, point.x, point.y)[2], id)
        for point, id in zip(frame.geometry, frame["id"], strict=True)
    )[:count]
    found = geo.nearest(ATLAS, latitude, longitude, count=count)
    assert found["distance_m"].tolist() == pytest.approx([one for one, _ in brute], abs=1e-3)
    assert found["distance_m"].is_monotonic_increasing
    assert found.attrs["left_out"] == len(ATLAS.missions()) - len(frame)


def test_filters_narrow_and_radii_are_told() -> None:
    found = geo.nearest(ATLAS, 10.48, -66.86, geo.Selection(sending=("PRK",)), count=3)
    assert found["id"].iloc[0] == "prk-embassy-caracas"
    assert found["radius_m"].iloc[0] == 970
    assert set(found["sending"]) == {"PRK"}
    assert found.crs == "OGC:CRS84"
    assert not len(geo.nearest(ATLAS, 0.0, 0.0, geo.Selection(as_of="1500")))


def test_a_swapped_point_is_explained_and_suggested() -> None:
    with pytest.raises(InvalidGeometry, match=r"Latitude comes first. Did you mean 39.03,125.75"):
        geo.nearest(ATLAS, 125.75, 39.03)
    for point in ((math.nan, 1.0), (1.0, math.inf), (91.0, 181.0), (-200.0, -200.0)):
        with pytest.raises(InvalidGeometry, match="±90"):
            geo.nearest(ATLAS, *point)


@pytest.mark.parametrize("point", ["12", "a,b", "1,2,3", "", "10,48,-66,86"])
def test_a_text_that_is_no_point_is_explained(point: str) -> None:
    ended = run("nearest", point)
    assert ended.returncode == 2
    assert "10.48,-66.86" in ended.stderr
    assert not ended.stdout


def test_a_southern_point_is_no_option() -> None:
    ended = run("nearest", "-33.4,-70.6", "--count", "1", "--json")
    assert ended.returncode == 0
    assert '"distance_m"' in ended.stdout
    assert "left out" not in run("nearest", "10.48,-66.86", "--sending", "PRK").stderr


def test_a_printed_distance_is_no_more_exact_than_the_place() -> None:
    printed = run("nearest", "48.85,2.35", "--count", "7").stdout.splitlines()[1:]
    rows = {one[0]: one for one in (line.split("\t") for line in printed)}
    assert rows["prk-delegation-paris"][2:4] == ["up to 20000", "17500"], "of its city only"
    assert rows["prk-mission-geneva"][2:4] == ["410000", "10000"]
    assert rows["ven-embassy-paris"][2:4] == ["4900", ""], "unverified"
