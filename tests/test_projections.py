"""The projections of the figures, and what is cut at the horizon."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from geo import basemap, geodesy
from geo.errors import InvalidGeometry
from geo.figures.canvas.sheet import Frame, Sheet, sheet
from geo.figures.canvas.style import LIGHT, SIZES, Look
from geo.figures.maps.charts import Azimuthal, WorldMap, extent_of, named, suiting
from geo.figures.maps.projections import (
    LocalPlane,
    View,
    coasts,
    equal_area,
    equal_earth,
    equal_earth_outline,
    joined_lines,
    visible_lines,
    visible_rings,
)

longitudes = st.floats(-180.0, 180.0, allow_nan=False)
latitudes = st.floats(-89.9, 89.9, allow_nan=False)
views = st.builds(View, longitudes, st.floats(-90.0, 90.0))


@given(longitudes, st.floats(-90.0, 90.0))
def test_equal_earth_is_that_of_proj(lon: float, lat: float) -> None:
    ours = equal_earth([lon, lat])
    proj = pyproj.Proj("+proj=eqearth +R=1 +over")
    assert ours == pytest.approx(proj(lon, lat), abs=1e-9)


def test_equal_earth_known_values() -> None:
    assert equal_earth([180.0, 0.0]) == pytest.approx([2.7066297, 0.0], abs=1e-6)
    assert equal_earth([0.0, 90.0]) == pytest.approx([0.0, 1.3173627], abs=1e-6)
    ring = shapely.Polygon(equal_earth_outline(0.1))
    assert ring.exterior.is_ccw
    assert ring.area == pytest.approx(4.0 * np.pi, rel=1e-4)


@given(views, longitudes, latitudes)
def test_orthographic_is_that_of_proj(view: View, lon: float, lat: float) -> None:
    turned = view.turn([lon, lat])
    assume(abs(turned[2]) > 1e-6)
    ours = view.orthographic([lon, lat])
    assert np.isnan(ours).all() == (turned[2] < 0.0)
    if turned[2] > 0.0:
        proj = pyproj.Proj(f"+proj=ortho +R=1 +lon_0={view.lon!r} +lat_0={view.lat!r}")
        assert ours == pytest.approx(proj(lon, lat), abs=1e-8)
        back = view.turn(view.inverse(ours))
        assert back == pytest.approx(turned, abs=1e-5)


def test_positions_that_are_none_are_refused() -> None:
    with pytest.raises(InvalidGeometry):
        View(0.0, 0.0).turn([np.nan, 0.0])
    with pytest.raises(InvalidGeometry):
        View(0.0, 0.0).turn([1.0, 2.0, 3.0])


@given(longitudes, st.floats(-80.0, 80.0), st.floats(0.0, 360.0), st.floats(10.0, 5_000.0))
def test_the_plane_of_a_quarter_is_in_metres(
    lon: float, lat: float, course: float, metres: float
) -> None:
    east, north, _ = pyproj.Geod(ellps="WGS84").fwd(lon, lat, course, metres)
    plane = LocalPlane(lon, lat)
    at = plane.forward([east, north])
    assert float(np.hypot(*at)) == pytest.approx(metres, rel=5e-3)
    back = plane.inverse(at)
    assert back[1] == pytest.approx(north, abs=1e-9)
    assert (back[0] - east + 180.0) % 360.0 - 180.0 == pytest.approx(0.0, abs=1e-9)


@given(longitudes, latitudes, longitudes, latitudes)
def test_both_ends_of_a_route_are_seen(lon: float, lat: float, lon2: float, lat2: float) -> None:
    view = View.midway((lon, lat), (lon2, lat2))
    depths = view.turn([(lon, lat), (lon2, lat2)])[:, 2]
    assert (depths > -1e-6).all()
    assert depths[0] == pytest.approx(depths[1], abs=1e-6)


def _filled(rings: list[np.ndarray], points: np.ndarray) -> np.ndarray:
    """Winding numbers of points on the disc, summed over rings: what the non-zero rule fills.

    Counted by the edges that cross the ray to the right of a point: a ring may touch itself where
    it enters at the horizon, and then shapely's sense of its turn is not to be relied on.
    """
    found = np.zeros(len(points), dtype=int)
    x, y = points[:, 0, None], points[:, 1, None]
    for ring in map(np.asarray, rings):
        (x0, y0), (x1, y1) = ring[:-1].T, ring[1:].T
        turn = (x1 - x0) * (y - y0) - (x - x0) * (y1 - y0)
        up, down = (y0 <= y) & (y < y1), (y1 <= y) & (y < y0)
        found += (up & (turn > 0)).sum(axis=1) - (down & (turn < 0)).sum(axis=1)
    return found


def _near_edge(polygon: shapely.Geometry, lonlat: np.ndarray) -> np.ndarray:
    distances = shapely.distance(shapely.boundary(polygon), shapely.points(lonlat))
    return np.asarray(distances < 0.2)


def _agree(polygon: shapely.Geometry, view: View, points: np.ndarray) -> None:
    lonlat = view.inverse(points)
    wanted = shapely.contains_xy(polygon, lonlat[:, 0], lonlat[:, 1])
    filled = _filled(visible_rings([polygon], view), points) != 0
    sure = ~_near_edge(polygon, lonlat) & (np.hypot(*points.T) < 0.995)
    assert (filled == wanted)[sure].all()


GRID = np.stack(np.meshgrid(*[np.linspace(-0.98, 0.98, 29)] * 2), axis=-1).reshape(-1, 2)
GRID = GRID[np.hypot(*GRID.T) < 0.97]


@settings(deadline=None, max_examples=60)
@given(
    views,
    st.floats(-150.0, 150.0),
    st.floats(-70.0, 70.0),
    st.lists(st.floats(5.0, 60.0), min_size=5, max_size=12),
    st.booleans(),
)
@example(View(-7.5, 7.0), 38.0, 0.0, [27.0, 5.0, 5.0, 5.0, 5.0], True)
def test_what_is_before_the_horizon_is_drawn_and_nothing_else(
    view: View, lon: float, lat: float, radii: list[float], hollow: bool
) -> None:
    angles = np.linspace(0.0, 2 * np.pi, len(radii), endpoint=False)
    star = np.stack([np.cos(angles), np.sin(angles)], axis=-1) * np.array(radii)[:, None]
    star *= np.array([2.0, 1.0])
    outer = shapely.Polygon(star + np.array([lon, lat]))
    inner = shapely.Polygon(star * 0.4 + np.array([lon, lat]))
    shape = shapely.difference(outer, inner) if hollow else outer
    polygon = shapely.intersection(shape, shapely.box(-180.0, -89.0, 180.0, 89.0))
    assume(polygon.is_valid and polygon.geom_type == "Polygon" and polygon.area > 50.0)
    _agree(polygon, view, GRID)


@pytest.mark.parametrize(
    ("polygon", "view"),
    [
        (shapely.box(-180.0, -90.0, 180.0, 90.0), View(10.0, 20.0)),
        (shapely.box(-180.0, -90.0, 180.0, 40.0), View(0.0, 90.0)),
        (shapely.box(-180.0, -90.0, 180.0, -20.0), View(0.0, 90.0)),
        (shapely.box(-180.0, -90.0, 180.0, -60.0), View(0.0, -90.0)),
        (shapely.box(-180.0, -90.0, 180.0, 0.001), View(0.0, 89.0)),
        (
            shapely.difference(
                shapely.box(-180.0, -90.0, 180.0, 90.0), shapely.Point(0.0, 0.0).buffer(20.0)
            ),
            View(0.0, 0.0),
        ),
    ],
)
def test_a_polygon_that_holds_the_antipode_does_not_invert(
    polygon: shapely.Geometry, view: View
) -> None:
    _agree(polygon, view, GRID)


@pytest.mark.parametrize("view", [View(-100.0, 60.0), View(120.0, -80.0), View(179.9, 0.1)])
def test_the_land_of_the_world(view: View) -> None:
    land = list(basemap.land("110m").geometry)
    whole = shapely.union_all(land)
    lonlat = view.inverse(GRID)
    wanted = shapely.contains_xy(whole, lonlat[:, 0], lonlat[:, 1])
    filled = _filled(visible_rings(land, view), GRID) != 0
    sure = ~_near_edge(whole, lonlat)
    assert (filled == wanted)[sure].all()


@settings(deadline=None)
@given(views, st.lists(st.tuples(longitudes, latitudes), min_size=2, max_size=8))
def test_lines_end_at_the_horizon(view: View, ends: list[tuple[float, float]]) -> None:
    line = shapely.LineString(ends)
    pieces = visible_lines(*joined_lines([line]), view)
    for piece in pieces:
        assert (np.hypot(*piece.T) <= 1.0 + 1e-9).all()
    seen = int((view.turn(ends)[:, 2] >= 0.0).sum())
    assert sum(map(len, pieces)) >= seen - 1 if seen > 1 else True


def test_coasts_have_no_cut_at_180() -> None:
    vertices, joined = coasts([shapely.box(170.0, -90.0, 180.0, -70.0)])
    drawn = {tuple(pair) for pair in zip(*(vertices[:-1][joined].T), strict=True)}
    assert (170.0, -90.0) in drawn or (170.0, -70.0) in drawn
    both = np.stack([vertices[:-1], vertices[1:]], axis=1)[joined]
    assert not (np.abs(both[:, :, 0]) == 180.0).all(axis=1).any()
    assert not (np.abs(both[:, :, 1]) == 90.0).all(axis=1).any()


@given(views, longitudes, latitudes)
def test_equal_area_is_lamberts_of_proj(view: View, lon: float, lat: float) -> None:
    disc = view.orthographic([lon, lat])
    assume(not np.isnan(disc).any())
    proj = pyproj.Proj(f"+proj=laea +R=1 +lon_0={view.lon!r} +lat_0={view.lat!r}")
    assert equal_area(disc) == pytest.approx(proj(lon, lat), abs=1e-6)


def _world(page: Sheet, meridian: float) -> WorldMap:
    return WorldMap(page, Frame(0.0, 0.0, 200.0, 100.0), meridian)


def _area(rings: list[np.ndarray]) -> float:
    return float(sum(shapely.Polygon(ring).area for ring in map(np.asarray, rings)))


def test_the_world_may_be_cut_open_elsewhere() -> None:
    land = list(basemap.land("110m").geometry)
    with sheet(Look(SIZES["page"], LIGHT)) as page:
        usual, pacific = _world(page, 0.0), _world(page, 150.0)
        assert _area(pacific.rings(land)) == pytest.approx(_area(usual.rings(land)), rel=2e-3)
        left, _, right, _ = pacific.frame.box
        middle = (left + right) / 2.0
        assert pacific.points([150.0, 0.0])[0] == pytest.approx(middle)
        assert pacific.points([-30.001, 0.0])[0] == pytest.approx(right, abs=0.01)
        assert pacific.points([-29.999, 0.0])[0] == pytest.approx(left, abs=0.01)
        for ring in pacific.rings(land):
            assert np.ptp(np.asarray(ring)[:, 0]) < 199.0


@given(st.tuples(longitudes, latitudes), st.tuples(longitudes, latitudes))
def test_a_line_across_the_seam_goes_up_to_it_on_both_sides(
    start: tuple[float, float], end: tuple[float, float]
) -> None:
    lines = list(geodesy.great_circles(np.array([start]), np.array([end]), 64))
    vertices, joined = joined_lines(lines)
    with sheet(Look(SIZES["page"], LIGHT)) as page:
        world = _world(page, 150.0)
        pieces = world.pieces(vertices, joined)
        left, _, right, _ = world.frame.box
    steps = [np.abs(np.diff(piece[:, 0])).max() for piece in pieces]
    over_a_pole = max(abs(vertices[:, 1])) > 80.0
    assert over_a_pole or max(steps, default=0.0) < (right - left) / 2.0


def test_a_region_fits_its_frame_and_shows_all() -> None:
    shown = np.array([[-66.9, 10.5], [-46.6, -23.5], [-82.4, 23.1], [-34.9, -8.0]])
    frame = Frame(10.0, 10.0, 250.0, 120.0)
    with sheet(Look(SIZES["page"], LIGHT)) as page:
        chart = named(page, frame, "azimuthal-equal-area", extent_of(shown))
        assert chart.boxed
        assert np.isfinite(chart.points(shown)).all()
        assert np.isnan(chart.points([100.0, 40.0])).all()
        assert suiting(extent_of(shown), []) == "azimuthal-equal-area"
        assert suiting(extent_of(np.array([[-66.9, 10.5], [125.7, 39.0]])), []) == "equal-earth"


def test_the_pacific_is_in_the_middle_where_that_cuts_fewer_lines() -> None:
    ends = np.array([[-99.1, 19.4], [-77.0, -12.0], [-70.7, -33.4], [149.1, -35.3]])
    tokyo = np.broadcast_to([139.7, 35.7], ends.shape)
    lines = list(geodesy.great_circles(tokyo, ends))
    assert suiting(extent_of(ends, lines), lines) == "equal-earth-pacific"


@pytest.mark.parametrize("area", [False, True])
@pytest.mark.parametrize("reach", [20.0, 90.0])
def test_a_bar_is_as_long_as_the_way_at_the_middle_of_the_map(area: bool, reach: float) -> None:
    with sheet(Look(SIZES["page"], LIGHT)) as page:
        view = View(20.0, 48.0)
        chart = Azimuthal(page, view, Frame(0.0, 0.0, 100.0, 100.0), reach, area=area)
        east = pyproj.Geod("+a=6371008.8 +b=6371008.8").fwd(view.lon, view.lat, 90.0, 100_000.0)
        drawn = np.hypot(*(chart.points(east[:2]) - chart.points([view.lon, view.lat])))
    assert drawn == pytest.approx(100.0 * chart.scale, rel=1e-3)


def test_the_ratio_of_the_world_is_that_of_its_equator() -> None:
    with sheet(Look(SIZES["slide"], LIGHT)) as page:
        world = _world(page, 0.0)
        across = np.ptp(world.points([[-180.0, 0.0], [180.0, 0.0]])[:, 0])
        printed = across * SIZES["slide"].zoom / 1_000.0
    assert world.reduction == pytest.approx(2.0 * np.pi * 6_378_137.0 / printed)
