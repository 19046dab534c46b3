"""Geodesy: properties, and the oracles pyproj and `antimeridian`."""

from __future__ import annotations

import itertools
import math

import antimeridian
import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from geo import geodesy
from geo.errors import InvalidGeometry
from geo.geodesy import (
    crossing,
    disc,
    distance,
    great_circles,
    initial_course,
    northernmost,
    points,
)

CARACAS = (-66.861, 10.482)
PYONGYANG = (125.7936, 39.0236)
WGS84 = pyproj.Geod(ellps="WGS84")
SPHERE = pyproj.Geod(a=geodesy.EARTH_RADIUS_M, b=geodesy.EARTH_RADIUS_M)
EDGE = 85.06
LINES = 2_000

longitudes = st.one_of(st.floats(-180, 180), st.sampled_from([-180.0, -90.0, 0.0, 90.0, 180.0]))
latitudes = st.one_of(st.floats(-90, 90), st.sampled_from([-90.0, -45.0, 0.0, 45.0, 90.0]))
places = st.tuples(longitudes, latitudes)


def random_ends(count: int = LINES, seed: int = 20_261_121) -> tuple[np.ndarray, np.ndarray]:
    """Places spread evenly over the sphere."""
    random = np.random.default_rng(seed)
    longitude = random.uniform(-180, 180, (2, count))
    latitude = np.degrees(np.arcsin(random.uniform(-1, 1, (2, count))))
    start, end = np.stack([longitude, latitude], axis=-1)
    return start, end


def vectors(pairs: np.ndarray) -> np.ndarray:
    lon, lat = np.radians(pairs[..., 0]), np.radians(pairs[..., 1])
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)


def apart(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Degrees between places on the sphere, good for small ones."""
    half = np.linalg.norm(vectors(np.asarray(one)) - vectors(np.asarray(other)), axis=-1) / 2
    return np.degrees(2 * np.arcsin(np.clip(half, 0, 1)))


def strands(shape: shapely.Geometry) -> list[np.ndarray]:
    return [shapely.get_coordinates(part) for part in shapely.get_parts(shape)]


def is_sound(shape: shapely.Geometry) -> None:
    """In range, no step longer than half a turn, and parts that meet at ±180°."""
    parts = strands(shape)
    for pairs in parts:
        assert np.isfinite(pairs).all()
        assert np.abs(pairs[:, 0]).max() <= 180
        assert np.abs(pairs[:, 1]).max() <= 90
        assert np.abs(np.diff(pairs[:, 0])).max() <= 180 + 1e-9
    for before, after in itertools.pairwise(parts):
        assert abs(before[-1, 0]) == 180
        assert before[-1, 0] == -after[0, 0]
        assert before[-1, 1] == after[0, 1]


# The founding line


def test_the_founding_line():
    assert distance(CARACAS, PYONGYANG) == pytest.approx(14_370_000, abs=5_000)
    assert northernmost(CARACAS, PYONGYANG)[1] == pytest.approx(77.5, abs=0.1)
    assert crossing(CARACAS, PYONGYANG) == pytest.approx(76.25, abs=0.01)
    line = great_circles(CARACAS, PYONGYANG)[0]
    is_sound(line)
    west, east = strands(line)
    assert tuple(west[0]) == CARACAS
    assert tuple(east[-1]) == PYONGYANG
    assert west[-1, 0] == -180
    assert west[:, 1].max() == pytest.approx(77.54, abs=0.01)


# Distance and course


@given(places, places)
def test_distance_is_that_of_pyproj(start, end):
    assert distance(start, end) == WGS84.inv(*start, *end)[2]
    assert distance(start, end) == pytest.approx(distance(end, start), abs=1e-6)


def test_distance_takes_columns_and_one_point_against_many():
    start, end = random_ends(50)
    _, _, metres = WGS84.inv(start[:, 0], start[:, 1], end[:, 0], end[:, 1])
    assert distance(start, end) == pytest.approx(metres)
    assert distance(CARACAS, end).shape == (50,)
    assert distance(end, CARACAS)[7] == pytest.approx(float(distance(CARACAS, end[7])))
    assert distance(np.empty((0, 2)), np.empty((0, 2))).shape == (0,)


def test_courses_are_those_of_pyproj_on_a_sphere():
    start, end = random_ends()
    course, _, _ = SPHERE.inv(start[:, 0], start[:, 1], end[:, 0], end[:, 1])
    difference = (initial_course(start, end) - course + 180) % 360 - 180
    assert np.abs(difference).max() < 1e-7


@pytest.mark.parametrize(
    ("start", "end", "course"),
    [
        ((0, 0), (10, 0), 90),
        ((0, 0), (-10, 0), 270),
        ((0, 0), (0, 10), 0),
        ((0, 10), (0, 0), 180),
        ((30, 90), (50, 60), 180),
        ((30, -90), (50, 60), 0),
        ((30, 90), (50, -90), 180),
        ((10, 0), (-170, 0), 0),
        ((10, -20), (-170, -20), 180),
        ((5, 5), (5, 5), math.nan),
    ],
)
def test_courses_of_special_lines(start, end, course):
    assert initial_course(start, end) == pytest.approx(course, nan_ok=True)


# Points and lines against the oracles


def test_points_are_those_of_pyproj_on_a_sphere():
    start, end = random_ends()
    ours = points(start, end, 16)
    for row in range(LINES):
        theirs = SPHERE.inv_intermediate(
            *start[row],
            *end[row],
            npts=16,
            initial_idx=0,
            terminus_idx=0,
            return_back_azimuth=False,
        )
        assert apart(ours[row], np.column_stack([theirs.lons, theirs.lats])).max() < 1e-6


@pytest.mark.slow
def test_cuts_are_those_of_antimeridian_on_2000_random_lines():
    start, end = random_ends()
    raw = points(start, end, 64)
    cut_lines = 0
    for row, ours in enumerate(great_circles(start, end, vertices=64)):
        theirs = antimeridian.fix_line_string(shapely.LineString(raw[row]), great_circle=True)
        assert ours.geom_type == theirs.geom_type
        mine, other = shapely.get_coordinates(ours), shapely.get_coordinates(theirs)
        assert mine.shape == other.shape
        assert apart(mine, other).max() < 1e-6
        is_sound(ours)
        cut_lines += ours.geom_type == "MultiLineString"
    assert cut_lines == np.isfinite(crossing(start, end)).sum()
    assert cut_lines > LINES / 5


@settings(deadline=None)
@given(places, places, st.integers(2, 40))
def test_every_line_is_sound_and_keeps_its_ends(start, end, vertices):
    for line in (
        great_circles(start, end)[0],
        great_circles(start, end, vertices=vertices)[0],
    ):
        is_sound(line)
        pairs = shapely.get_coordinates(line)
        assert apart(pairs[0], start) < 1e-9
        assert apart(pairs[-1], end) < 1e-9


@settings(deadline=None)
@given(places, places)
def test_points_lie_on_the_great_circle_at_equal_steps(start, end):
    placed = points(start, end, 9)[0]
    steps = apart(placed[1:], placed[:-1])
    whole = apart(np.asarray(start), np.asarray(end))
    assert steps == pytest.approx(whole / 8, abs=2e-6)
    assert np.abs(placed[:, 0]).max() <= 180


@settings(deadline=None)
@given(places, places)
def test_a_line_back_is_the_same_line(start, end):
    assume(apart(np.asarray(start), np.asarray(end)) < 179.9)
    there, back = points(start, end, 9)[0], points(end, start, 9)[0]
    assert apart(there, back[::-1]).max() < 1e-4


def mercator(pairs: np.ndarray) -> np.ndarray:
    lat = np.radians(np.clip(pairs[:, 1], -EDGE, EDGE))
    return np.column_stack([pairs[:, 0], np.degrees(np.arcsinh(np.tan(lat)))])


def plate(pairs: np.ndarray) -> np.ndarray:
    return pairs


@settings(deadline=None, max_examples=60)
@given(places, places, st.sampled_from([1.0, 0.1, 0.01]))
@example(CARACAS, PYONGYANG, 0.01)
@example((-66.0, 50.0), (113.999, 60.0), 0.01)
@example((-66.0, 50.0), (113.999999999, 60.0), 0.01)
@example((0.0, -80.0), (179.0, -80.0), 0.01)
@example((0.0, -40.0), (90.0, 40.0), 0.01)
@example((0.0, 0.0), (179.0, 0.5), 0.01)
@example((0.0, 0.0), (123.0, 89.0), 1.0)  # once 6 % over: near a pole the middle strays least
@example((49.960146235087876, -81.6317699679953), (-130.033469472095, -89.9706952043677), 0.1)
def test_no_straight_piece_strays_from_the_great_circle(start, end, tolerance):
    assume(apart(np.asarray(start), np.asarray(end)) > 1e-9)
    line = great_circles(start, end, tolerance=tolerance)[0]
    dense = points(start, end, 4_001)[0]
    for project in (plate, mercator):
        drawn = shapely.transform(line, project)
        off = shapely.distance(drawn, shapely.points(project(dense)))
        turned = shapely.points(project(dense) * (-1, 1))
        edge = np.abs(np.abs(dense[:, 0]) - 180) < 1e-9
        off = np.where(edge, np.minimum(off, shapely.distance(drawn, turned)), off)
        assert off.max() <= tolerance


def test_an_adaptive_line_spends_its_vertices_where_it_bends():
    equator, polar = great_circles([(0, 0), (-60, 60)], [(90, 0), (100, 60)])
    assert len(equator.coords) < 12 < len(polar.coords) < 200
    fine = great_circles((-60, 60), (100, 60), tolerance=0.0001)[0]
    assert len(fine.coords) > 5 * len(polar.coords)


def test_blocks_of_lines_do_not_change_them():
    start, end = random_ends(2_500)
    for options in ({}, {"vertices": 64}, {"vertices": 200}):
        many = great_circles(start, end, **options)
        for row in (0, 1023, 1024, 2047, 2048, 2499):
            alone = great_circles(start[row], end[row], **options)[0]
            assert shapely.equals_exact(many[row], alone, 1e-9)


# Special lines


@pytest.mark.parametrize(
    ("start", "end", "adaptive"),
    [
        # over a pole: two vertices on it
        ((0, 10), (180, 20), "LINESTRING (0 10, 0 90, 180 90, 180 20)"),
        ((0, 10), (-180, -20), "LINESTRING (0 10, 0 -90, -180 -90, -180 -20)"),
        ((-170, -60), (10, -50), "LINESTRING (-170 -60, -170 -90, 10 -90, 10 -50)"),
        # antipodes: over the north pole
        ((10, 0), (-170, 0), "LINESTRING (10 0, 10 90, -170 90, -170 0)"),
        ((-120, -35), (60, 35), "LINESTRING (-120 -35, -120 90, 60 90, 60 35)"),
        ((30, 90), (50, -90), "LINESTRING (30 90, 30 -90)"),
        # a pole takes the longitude of the line
        ((30, 90), (50, 60), "LINESTRING (50 90, 50 60)"),
        ((50, 60), (-120, -90), "LINESTRING (50 60, 50 -90)"),
        # along a meridian, and along the 180th
        ((7, -50), (7, 60), "LINESTRING (7 -50, 7 60)"),
        ((180, 5), (-180, 9), "LINESTRING (180 5, 180 9)"),
        # without length
        ((5, 5), (5, 5), "LINESTRING (5 5, 5 5)"),
    ],
)
def test_special_lines(start, end, adaptive):
    line = great_circles(start, end)[0]
    assert shapely.equals_exact(line, shapely.from_wkt(adaptive), 1e-12)
    is_sound(great_circles(start, end, vertices=8)[0])


@pytest.mark.parametrize("start", [(180.0, 10.0), (-180.0, 10.0)])
@pytest.mark.parametrize("end", [(-170.0, 20.0), (170.0, 20.0)])
def test_a_line_that_only_touches_the_180th_meridian_is_whole(start, end):
    for line in (great_circles(start, end)[0], great_circles(end, start, vertices=9)[0]):
        assert line.geom_type == "LineString"
        assert set(np.sign(shapely.get_coordinates(line)[:, 0])) == {np.sign(end[0])}
    assert crossing(start, end) is None


def test_a_vertex_on_the_180th_meridian_is_not_doubled():
    line = great_circles((170, 0), (-170, 0), vertices=5)[0]
    assert [len(part) for part in strands(line)] == [3, 3]


def test_a_line_close_by_a_pole_has_no_streak():
    line = great_circles((-66, 50), (113.9, 60))[0]
    pairs = shapely.get_coordinates(line)
    wide = np.abs(np.diff(pairs[:, 0])) > 20
    assert pairs[:-1][wide][:, 1].min(initial=90) > 89.9


# Northernmost point and crossing


@settings(deadline=None)
@given(places, places)
def test_northernmost_is_on_the_line_and_above_all_of_it(start, end):
    top = northernmost(start, end)
    dense = points(start, end, 2_001)[0]
    assert dense[:, 1].max() <= top[1] + 1e-6
    nearest = apart(dense, top).min()
    assert nearest <= apart(np.asarray(start), np.asarray(end)) / 2_000 + 1e-6


@settings(deadline=None)
@given(places, places)
@example((0.0, 90.0), (180.0, 89.99999999999997))  # once without a vertex left
def test_crossing_is_where_the_line_is_cut(start, end):
    line = great_circles(start, end)[0]
    latitude = crossing(start, end)
    if latitude is None:
        assert line.geom_type == "LineString"
    else:
        assert strands(line)[0][-1][1] == latitude
    column = crossing([start, CARACAS], [end, PYONGYANG])
    assert column == pytest.approx(
        [math.nan if latitude is None else latitude, 76.250886], abs=1e-6, nan_ok=True
    )


# Discs


def planar_area(shape: shapely.Geometry) -> float:
    """Square metres on the sphere, by the equal-area cylinder."""
    fine = shapely.segmentize(shape, 0.25)
    flat = shapely.transform(
        fine,
        lambda pairs: np.column_stack([np.radians(pairs[:, 0]), np.sin(np.radians(pairs[:, 1]))]),
    )
    return flat.area * geodesy.EARTH_RADIUS_M**2


def check_disc(shape: shapely.Geometry, centre: tuple[float, float], radius: float) -> None:
    assert shape.is_valid
    assert shape.covers(shapely.Point(centre))
    west, south, east, north = shape.bounds
    assert -180 <= west < east <= 180
    assert -90 <= south < north <= 90
    for part in shapely.get_parts(shape):
        assert part.exterior.is_ccw
        assert not any(hole.is_ccw for hole in part.interiors)
        for ring in (part.exterior, *part.interiors):
            pairs = np.asarray(ring.coords)
            closing = (np.abs(pairs[:, 0]) == 180) | (np.abs(pairs[:, 1]) == 90)
            away = distance(centre, pairs)
            assert away[~closing] == pytest.approx(radius, abs=0.025)
            assert (away[closing] <= radius + 0.025).all() or radius > 10_000_000
            steps = np.abs(np.diff(pairs[:, 0]))
            at_pole = (np.abs(pairs[:-1, 1]) == 90) & (np.abs(pairs[1:, 1]) == 90)
            assert steps[~at_pole].max(initial=0) <= 5 + 1e-9
    cap = 2 * math.pi * geodesy.EARTH_RADIUS_M**2 * (1 - math.cos(radius / geodesy.EARTH_RADIUS_M))
    assert planar_area(shape) == pytest.approx(cap, rel=0.02)


DISCS = [
    ((-66.861, 10.482), 1_500.0, 1),
    ((179.99, 10.0), 50_000.0, 2),
    ((-180.0, -30.0), 100_000.0, 2),
    ((0.0, 89.0), 300_000.0, 1),
    ((50.0, -85.0), 2_000_000.0, 1),
    ((10.0, 90.0), 1_000_000.0, 1),
    ((10.0, -90.0), 5_000.0, 1),
    ((179.0, 85.0), 500_000.0, 2),
    ((100.0, 20.0), 9_000_000.0, 1),
    ((170.0, 60.0), 12_000_000.0, 1),
    ((0.0, 0.0), 15_000_000.0, 1),
    ((-175.0, 5.0), 15_000_000.0, 1),
    ((0.0, 0.0), 9_900_000.0, 1),
    ((0.0, 0.0), 10_001_965.0, 1),
    ((179.99999999999997, 0.0), 100.0, 2),  # once left the edge's own meridian uncut
    ((44.99999999999997, -90.0), 100.0, 1),  # once reached a hair beyond -180
    ((20.0, 89.999), float(distance((20.0, 89.999), (20.0, 90.0))), 1),
]


@pytest.mark.parametrize(("centre", "radius", "parts"), DISCS)
def test_discs(centre, radius, parts):
    shape = disc(centre, radius)
    check_disc(shape, centre, radius)
    assert len(shapely.get_parts(shape)) == parts


@settings(deadline=None, max_examples=80)
@given(places, st.floats(100, 15_000_000), places)
def test_a_disc_holds_what_is_near_enough(centre, radius, other):
    shape = disc(centre, radius)
    check_disc(shape, centre, radius)
    away = distance(centre, other)
    if away < radius * 0.98 - 10:
        assert shape.covers(shapely.Point(other))
    elif away > radius * 1.02 + 10:
        assert not shape.covers(shapely.Point(other))


@pytest.mark.parametrize("centre", [CARACAS, (179.9, 40.0), (-180.0, -60.0)])
@pytest.mark.parametrize("radius", [1_500.0, 10_000.0, 500_000.0])
def test_the_area_of_a_disc_is_its_geodesic_area(centre, radius):
    area, _ = WGS84.geometry_area_perimeter(disc(centre, radius, vertices=360))
    assert area == pytest.approx(math.pi * radius**2, rel=0.002)


def test_a_disc_that_holds_a_pole_is_a_band():
    north, south = disc((40, 88), 1_000_000), disc((40, -88), 1_000_000)
    assert (north.bounds[0], *north.bounds[2:]) == (-180, 180, 90)
    assert south.bounds[:3] == (-180, -90, 180)
    assert north.covers(shapely.Point(-140, 89.5))
    assert not north.covers(shapely.Point(-140, 60))


# At the door

WRONG = [
    ((math.nan, 1.0), "not finite"),
    ([(0.0, 0.0), (0.0, math.inf)], "row 1.*not finite"),
    ([(0.0, 0.0), (1.0, 1.0), (200.5, 1.0)], r"row 2.*200\.5, 1\.0.*out of range"),
    ((0.0, -90.001), "out of range"),
    ((39.0236, 125.7936), "longitude comes first"),
    ((7_000_000.0, 1_000_000.0), "metres of another CRS"),
    ((1.0, 2.0, 3.0), "shape"),
    ([[[1.0, 2.0]]], "shape"),
    (5.0, "shape"),
    (None, "shape"),
    ("<img onerror=alert(1)>", "not numbers"),
    ([("a", "b")], "not numbers"),
    ([(1.0, 2.0), (1.0,)], "not numbers"),
    ([(math.nan, 0.0), (math.nan, 0.0)], "row 0.* 1 more rows have errors"),
]


@pytest.mark.parametrize(("wrong", "message"), WRONG)
def test_coordinates_that_cannot_be_are_named(wrong, message):
    for ask in (distance, great_circles, northernmost, crossing, initial_course):
        with pytest.raises(InvalidGeometry, match="start.*" + message):
            ask(wrong, CARACAS)
        with pytest.raises(InvalidGeometry, match="end.*" + message):
            ask(CARACAS, wrong)
    with pytest.raises(InvalidGeometry, match="start.*" + message):
        points(wrong, CARACAS, 3)
    with pytest.raises(InvalidGeometry):
        disc(wrong, 1_000)


def test_options_that_cannot_be_are_named():
    for vertices in (1, 0, -3, 2.5, True, "many"):
        with pytest.raises(InvalidGeometry, match="number of vertices"):
            great_circles(CARACAS, PYONGYANG, vertices=vertices)
    for tolerance in (0.0, -1.0, math.nan, math.inf):
        with pytest.raises(InvalidGeometry, match="tolerance"):
            great_circles(CARACAS, PYONGYANG, tolerance=tolerance)
    for radius in (0.0, -1.0, math.nan, 2e7, "near", None):
        with pytest.raises(InvalidGeometry, match="radius"):
            disc(CARACAS, radius)
    with pytest.raises(InvalidGeometry, match="one point"):
        disc([CARACAS], 1_000)
    with pytest.raises(InvalidGeometry, match="start has 2 rows and end has 3"):
        distance([CARACAS] * 2, [CARACAS] * 3)


def test_no_lines_are_no_lines():
    nothing = np.empty((0, 2))
    assert great_circles(nothing, nothing).shape == (0,)
    assert great_circles(nothing, nothing, vertices=8).shape == (0,)
    assert points(nothing, nothing, 8).shape == (0, 8, 2)
    assert northernmost(nothing, nothing).shape == (0, 2)


def test_arguments_are_left_as_they_are():
    start, end = random_ends(20)
    before = start.copy(), end.copy()
    great_circles(start, end)
    points(start, end, 5)
    assert np.array_equal(start, before[0])
    assert np.array_equal(end, before[1])


def test_public_names():
    assert sorted(geodesy.__all__) == [
        "EARTH_RADIUS_M",
        "LonLat",
        "TOLERANCE_DEG",
        "crossing",
        "disc",
        "discs",
        "distance",
        "great_circles",
        "initial_course",
        "northernmost",
        "points",
        "shape_of",
    ]
    assert all(hasattr(geodesy, name) for name in geodesy.__all__)
