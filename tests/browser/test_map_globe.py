"""The globe: the same missions, lines and hits on an orthographic sphere."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from pyproj import CRS, Geod, Transformer
from support.layer_page import Map

from geo import Selection, webmap

pytestmark = pytest.mark.browser

FOUNDING = ("ven-embassy-pyongyang", "prk-embassy-caracas", "pair:PRK-VEN")
ARCTIC = (-150.0, 70.0)


@pytest.fixture
def globe(look: Callable[..., Map]) -> Map:
    page = look(reduced_motion="reduce").open(
        webmap.Scene(Selection(among=("PRK", "VEN")), emphasis=FOUNDING)
    )
    page.do("layer.switches.set('globe', true);")
    turn(page, *ARCTIC, 2.0)
    return page


def turn(page: Map, lon: float, lat: float, zoom: float) -> None:
    page.do(f"layer.turner.fly({lon}, {lat}, {zoom}, true); layer.sheets.data.paint();")


def test_points_lie_where_proj_puts_them(globe: Map) -> None:
    points = [(-66.87, 10.49), (125.75, 39.02), (-150.0, 70.0), (0.0, 89.0), (179.9, 66.0)]
    for middle in (ARCTIC, (20.0, 0.0), (-179.5, -50.0)):
        turn(globe, *middle, 2.0)
        lon0, lat0 = globe.do("const { lng, lat } = map.getCenter(); return [lng, lat];")
        ortho = CRS(f"+proj=ortho +lon_0={lon0} +lat_0={lat0} +R=1")
        to = Transformer.from_crs(CRS("+proj=longlat +R=1"), ortho, always_xy=True)
        for lon, lat in points:
            x, y, before = globe.do(
                f"""
                const {{ globe }} = stage.drawn.view;
                const v = EmbassyAtlas.globe.vectorOf({lon}, {lat});
                const [x, y, z] = EmbassyAtlas.globe.pixel(globe, v);
                return [(x - globe.x) / globe.r, (globe.y - y) / globe.r, z];
                """
            )
            east, north = to.transform(lon, lat)
            if before <= 0:
                assert math.isinf(east)
                continue
            assert (x, y) == pytest.approx((east, north), abs=1e-6)


def test_a_pixel_and_its_place_are_one_and_the_same(globe: Map) -> None:
    off = globe.do(
        """
        const { globe } = stage.drawn.view;
        let most = 0;
        for (const [dx, dy] of [[0, 0], [0.5, 0.2], [-0.7, -0.6], [0.1, -0.9]]) {
            const [px, py] = [globe.x + dx * globe.r, globe.y + dy * globe.r];
            const [wx, wy] = EmbassyAtlas.globe.worldOf(globe, px, py);
            const [x, y] = EmbassyAtlas.globe.pixel(globe, EmbassyAtlas.globe.vector(wx, wy));
            most = Math.max(most, Math.hypot(x - px, y - py));
        }
        return [most, EmbassyAtlas.globe.worldOf(globe, globe.x + 2 * globe.r, globe.y)];
        """
    )
    assert off[0] < 1e-6
    assert off[1] is None


def test_the_founding_line_runs_over_the_arctic_as_one_run(globe: Map) -> None:
    runs = globe.do(
        """
        const { globe } = stage.drawn.view;
        return stage.drawn.strokes.filter((one) => one.route.id === 'pair:PRK-VEN').flatMap(
            ({ runs }) => runs.map((run) => Array.from({ length: run.length / 2 }, (_, i) =>
                EmbassyAtlas.globe.worldOf(globe, run[2 * i], run[2 * i + 1]))));
        """
    )
    assert len(runs) == 1
    north = max(math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y)))) for _, y in runs[0])
    ends = globe.do("const { from, to } = stage.drawn.strokes[0].route; return [from, to];")
    geod = Geod(a=1, b=1)
    way = geod.npts(*ends[0], *ends[1], 400)
    assert north == pytest.approx(max(lat for _, lat in way), abs=0.1)
    assert north > 77


def test_what_is_drawn_is_hit_and_named(globe: Map) -> None:
    at = globe.do(
        """
        const item = stage.drawn.symbols.find((one) => one.strong);
        const { insetX, insetY } = stage.drawn.view;
        return [item.x - insetX, item.y - insetY];
        """
    )
    globe.page.mouse.move(*at)
    globe.page.wait_for_function("() => !document.querySelector('.atlas-tip').hidden")
    assert "Embassy" in globe.page.locator(".atlas-tip strong").inner_text()


def test_behind_the_limb_nothing_is_drawn_or_hit(globe: Map) -> None:
    turn(globe, 30.0, -60.0, 2.0)
    assert globe.do("return [stage.drawn.symbols.length, stage.drawn.strokes.length];") == [0, 0]


def test_land_is_filled_and_sea_is_not(globe: Map) -> None:
    """From everywhere: also where the point opposite lies within a continent."""
    inside = {"land": (25.0, 0.0), "sea": (-140.0, -5.0)}
    for lon0, lat0 in (
        (0.0, 20.0),
        (-90.0, 0.0),
        (-155.0, -20.0),
        (90.0, 60.0),
        (-75.0, -50.0),
        (-80.0, -20.0),
    ):
        turn(globe, lon0, lat0, 2.0)
        for what, (lon, lat) in inside.items():
            found = globe.do(
                f"""
                layer.sheets.ground.paint();
                const view = layer.sheets.ground.view();
                const v = EmbassyAtlas.globe.vectorOf({lon}, {lat});
                const [x, y, z] = EmbassyAtlas.globe.pixel(view.globe, v);
                if (z < 0.1) return null;
                const {{ context }} = layer.sheets.ground;
                const [r, g, b] = context.getImageData(x * view.ratio, y * view.ratio, 1, 1).data;
                const digits = [r, g, b].map((one) => one.toString(16).padStart(2, '0'));
                const hex = '#' + digits.join('');
                const palette = stage.palette();
                return hex === palette.land ? 'land' : hex === palette.sea ? 'sea' : hex;
                """
            )
            assert found in (None, what), (lon0, lat0, what)


def test_dragging_turns_it_and_lets_go_of_lines_while_it_turns(globe: Map) -> None:
    before = globe.view()
    globe.page.mouse.move(500, 300)
    globe.page.mouse.down()
    globe.page.mouse.move(560, 340, steps=4)
    assert globe.do("return stage.turning;") is True
    globe.page.mouse.up()
    globe.page.wait_for_timeout(600)
    assert globe.do("return stage.turning;") is False
    assert globe.view()[0] != before[0]


def test_the_pair_is_framed_whole(globe: Map) -> None:
    globe.do("layer.turner.frame([125.7, 10.4, 293.2, 77.6], true); layer.sheets.data.paint();")
    symbols = globe.do("return stage.drawn.symbols.filter((one) => one.strong).length;")
    assert symbols == 2
    assert globe.do("return Number(map.getContainer().dataset.globe === 'true');") == 1


def test_near_by_and_while_placing_the_map_is_flat(globe: Map) -> None:
    turn(globe, 125.75, 39.02, 12)
    assert globe.do("return stage.drawn.view.globe;") is None
    assert globe.do("return stage.drawn.symbols.length;") > 0
    globe.found_nothing_wrong()


def test_a_flight_stops_at_a_touch(look: Callable[..., Map]) -> None:
    page = look().open(webmap.Scene(Selection()))
    page.do("layer.switches.set('globe', true);")
    turn(page, 0.0, 20.0, 2.0)
    page.do("layer.turner.fly(170, -40, 2);")
    page.page.wait_for_timeout(100)
    page.page.mouse.move(500, 300)
    page.page.mouse.down()
    page.page.mouse.up()
    page.page.wait_for_timeout(900)
    lon, lat = page.do("const { lng, lat } = map.getCenter(); return [lng, lat];")
    assert (lon, lat) != pytest.approx((170, -40), abs=1)
