"""The map's own layer in a browser: the same answers as Python, drawing, hits, keys, safety."""

from __future__ import annotations

import dataclasses
import json
import random
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import pytest
from layer_page import RUNS, Map, served

import geo
from geo import network, webmap, words
from geo.selection import Selection
from geo.vocabulary import STATUSES

pytestmark = pytest.mark.browser

VEN, PRK = "ven-embassy-pyongyang", "prk-embassy-caracas"
LAS_MERCEDES = (-66.85976, 10.48216)
DAYS = ("2013-01-01", "2014-06-01", "2015-06-23", "2018-06-01", "2019-01-26", "2019-09-01", "2023")


@pytest.fixture(scope="module")
def site(
    atlas: geo.Atlas, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, webmap.Assets, str]]:
    folder = tmp_path_factory.mktemp("site")
    kept = webmap.assets(atlas, folder)
    with served(folder) as address:
        yield folder, kept, address


@pytest.fixture
def look(chromium: Any, site: tuple[Path, webmap.Assets, str]) -> Iterator[Callable[..., Map]]:
    contexts = []

    def make(**options: Any) -> Map:
        context = chromium.new_context(**{"viewport": {"width": 1000, "height": 600}, **options})
        contexts.append(context)
        return Map(context.new_page(), *site)

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def still(
    chromium: Any, site: tuple[Path, webmap.Assets, str], opening: webmap.Scene
) -> Iterator[Map]:
    """A map that is only asked, never touched."""
    context = chromium.new_context(viewport={"width": 1000, "height": 600})
    yield Map(context.new_page(), *site).open(opening)
    context.close()


@pytest.fixture(scope="module")
def opening(atlas: geo.Atlas) -> webmap.Scene:
    return webmap.Scene(emphasis=webmap.founding(atlas), theme="light")


# ---- the same answers as Python ----

CASES = (
    Selection(),
    Selection(statuses=STATUSES),
    Selection(statuses=("closed",)),
    Selection(statuses=("preparing", "announced")),
    Selection(states=("PRK",)),
    Selection(states=("PRK", "CUB")),
    Selection(among=("PRK", "VEN")),
    Selection(among=("PRK", "VEN"), as_of="2019-01-26", known_on="2019-01-26"),
    Selection(among=("PRK", "VEN"), as_of="2018-06-01"),
    Selection(sending=("VEN",)),
    Selection(receiving=("VEN",)),
    Selection(sending=("PRK",), receiving=("CHN", "CUB")),
    Selection(kinds=("consulate",)),
    Selection(kinds=("honorary_consul", "liaison")),
    Selection(cities=("Pyongyang", "caracas")),
    Selection(text="brasilia"),
    Selection(text="Embassy Ri Sung Gil"),
    Selection(text="no such thing"),
    Selection(text="corea del norte"),
    Selection(sources=("nk-news-2019-01-25",)),
    Selection(bbox=(100, -20, -100, 60)),
    Selection(bbox=(-70, 8, -60, 12)),
    Selection(as_of="1950"),
    Selection(known_on="1950"),
)


def drawn_lots(many: int) -> list[Selection]:
    """Selections put together by lot, the same on every run."""
    lot = random.Random(1)
    states = ("PRK", "VEN", "CUB", "CHN", "RUS", "VNM", "POL", "DEU", "USA", "KOR")
    found = []
    for _ in range(many):
        options: dict[str, Any] = {}
        for name in ("states", "among", "sending", "receiving"):
            if lot.random() < 0.3:
                options[name] = tuple(lot.sample(states, lot.randint(1, 6)))
        if lot.random() < 0.3:
            options["kinds"] = tuple(lot.sample(("embassy", "consulate", "liaison"), 2))
        if lot.random() < 0.4:
            options["statuses"] = tuple(lot.sample(STATUSES, lot.randint(1, 4)))
        if lot.random() < 0.2:
            options["text"] = lot.choice(("pyong", "embassy", "ven", "consulate o"))
        for name in ("as_of", "known_on"):
            if lot.random() < 0.5:
                options[name] = lot.choice(DAYS)
        found.append(Selection(**options))
    return found


def rows(frame: Any, names: list[str]) -> list[list[Any]]:
    return sorted([list(row) for row in frame[names].itertuples(index=False)], key=str)


def close(one: list[Any], other: list[Any]) -> bool:
    return len(one) == len(other) and all(
        a == pytest.approx(b, abs=1e-9, rel=1e-6) if isinstance(a, float) else a == b
        for a, b in zip(one, other, strict=True)
    )


def test_the_browser_filters_as_python_does(still: Map, atlas: geo.Atlas) -> None:
    selections = [*CASES, *drawn_lots(40)]
    answers = still.answers([webmap.Scene(selection) for selection in selections])
    shown = set()
    for selection, answer in zip(selections, answers, strict=True):
        missions = atlas.missions(selection)
        missions["lon"], missions["lat"] = missions.geometry.x, missions.geometry.y
        wanted = rows(missions, ["id", "status", "certainty", "lon", "lat", "radius_m"])
        told = sorted(answer["missions"], key=str)
        assert [row[0] for row in told] == [row[0] for row in wanted], selection
        assert all(map(close, wanted, told)), selection
        assert sorted(answer["places"]) == sorted(atlas.places(selection)["id"]), selection
        shown.add(len(told))
    assert len(shown) > 20
    still.found_nothing_wrong()


def test_the_browser_draws_the_lines_that_python_draws(still: Map, atlas: geo.Atlas) -> None:
    selections = [*CASES, *drawn_lots(16)]
    answers = still.answers([webmap.Scene(selection) for selection in selections])
    names = ["id", "kind", "a", "b", "start", "end", "relations", "certainty"]
    names += ["start_lon", "start_lat", "end_lon", "end_lat"]
    kinds = set()
    for selection, answer in zip(selections, answers, strict=True):
        lines = network.lines(atlas, selection, vertices=2)
        # What was only planned and has not begun is drawn as perhaps: the map has no third look.
        lines["certainty"] = lines["certainty"].replace("no", "perhaps")
        wanted = rows(lines, names)
        told = sorted(answer["lines"], key=str)
        assert [row[:8] for row in told] == [row[:8] for row in wanted], selection
        assert all(map(close, wanted, told)), selection
        kinds |= {row[1] for row in told}
    assert kinds == {"pair", "seat", "coverage", "neighbour"}


# ---- the sphere ----


def test_lines_stray_by_less_than_half_a_pixel(still: Map) -> None:
    lot = np.random.default_rng(5)
    zoom = 4
    ends = np.column_stack([lot.uniform(-180, 180, 80), lot.uniform(-80, 80, 80)])
    pairs = ends.reshape(-1, 2, 2)
    runs = still.page.evaluate(RUNS, [[a.tolist(), b.tolist(), zoom] for a, b in pairs])
    for (start, end), run in zip(pairs, runs, strict=True):
        xy = np.array(run).reshape(-1, 2)
        assert np.all(np.abs(np.diff(xy[:, 0])) < 0.5)
        exact = great_circle(start, end, 1_500)
        exact = exact[np.abs(exact[:, 1] - 0.5) < 0.7]
        assert np.max(away(exact, xy)) * 256 * 2**zoom < 0.75


def great_circle(start: Any, end: Any, many: int) -> Any:
    """Web Mercator points of the great circle on the sphere, in widths of the world."""
    lon, lat = np.radians(np.array([start, end])).T
    a, b = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    angle = np.arccos(np.clip(a @ b, -1, 1))
    share = np.linspace(0, 1, many)[:, None]
    points = (np.sin((1 - share) * angle) * a + np.sin(share * angle) * b) / np.sin(angle)
    x = np.arctan2(points[:, 1], points[:, 0]) / (2 * np.pi) + 0.5
    y = 0.5 - np.arctanh(np.clip(points[:, 2], -1, 1)) / (2 * np.pi)
    return np.column_stack([x, y])


def away(points: Any, run: Any) -> Any:
    """Distance of each point from a run, whichever copy of the world the run lies on."""
    best = np.full(len(points), np.inf)
    for turn in (-1.0, 0.0, 1.0):
        p = points + np.array([turn, 0.0])
        for a, b in pairwise(run):
            d = b - a
            share = np.clip(((p - a) @ d) / max(d @ d, 1e-18), 0, 1)
            best = np.minimum(best, np.hypot(*(p - a - share[:, None] * d).T))
    return best


def test_distances_are_those_of_the_ellipsoid(still: Map) -> None:
    lot = np.random.default_rng(6)
    ends = np.column_stack([lot.uniform(-180, 180, 400), lot.uniform(-89, 89, 400)])
    pairs = ends.reshape(-1, 4)
    told = still.page.evaluate(
        "pairs => pairs.map(p => EmbassyAtlas.sphere.distance(...p))", pairs.tolist()
    )
    exact = pyproj.Geod(ellps="WGS84").inv(*pairs.T)[2]
    np.testing.assert_allclose(told, exact, atol=0.01)
    antipodes = still.page.evaluate("EmbassyAtlas.sphere.distance(0, 0, 180, 0)")
    assert antipodes == pytest.approx(20_003_931, rel=0.002)


@pytest.mark.parametrize(
    "ends", [((10, 80), (-170, 80)), ((0, 0), (180, 0)), ((5, 5), (5, 5)), ((179, 0), (-179, 0))]
)
def test_lines_over_the_pole_and_across_180_stay_whole(still: Map, ends: Any) -> None:
    run = np.array(still.page.evaluate(RUNS, [[*ends, 3]])[0]).reshape(-1, 2)
    assert np.all(np.isfinite(run))
    assert np.all(np.abs(np.diff(run[:, 0])) <= 0.5 + 1e-9)


def test_distances_are_written_as_python_writes_them(still: Map) -> None:
    metres = [0, 299.4, 999.4, 1_000, 12_345, 999_940, 14_368_000, 20_003_931]
    told = still.page.evaluate("all => all.map(m => EmbassyAtlas.words.distance(m))", metres)
    assert told == [words.distance(value) for value in metres]


# ---- drawing ----


@pytest.mark.parametrize("size", [(1000, 560), (700, 620), (328, 460)])
def test_the_opening_shows_the_founding_line_whole(
    look: Callable[..., Map], opening: webmap.Scene, size: tuple[int, int]
) -> None:
    page = look(viewport={"width": size[0], "height": size[1]}).open(opening)
    seen = page.do(
        """
        const { insetX, insetY } = stage.drawn.view;
        const strokes = stage.drawn.strokes.filter(s => s.route.id === 'pair:PRK-VEN');
        const legend = document.querySelector('.atlas-legend').getBoundingClientRect();
        return { legend: legend.top, strokes: strokes.map(s => s.runs.map(run =>
            run.map((value, i) => value - (i % 2 ? insetY : insetX)))) };
        """
    )
    whole = [
        runs[0]
        for runs in seen["strokes"]
        if len(runs) == 1
        and all(0 < x < size[0] for x in runs[0][::2])
        and all(0 < y < seen["legend"] for y in runs[0][1::2])
    ]
    assert len(whole) == 1
    start, end = whole[0][:2], whole[0][-2:]
    marks = [page.at(PRK), page.at(VEN)]
    for mark, tip in zip(sorted(marks), sorted([start, end]), strict=True):
        assert mark == pytest.approx(tip, abs=0.6)
    page.found_nothing_wrong()


def test_counts_are_on_the_container(
    look: Callable[..., Map], atlas: geo.Atlas, opening: webmap.Scene
) -> None:
    page = look().open(opening)
    holder = page.page.locator("[data-missions-drawn]")
    assert int(holder.get_attribute("data-missions-drawn")) == len(atlas.missions())
    assert int(holder.get_attribute("data-lines-drawn")) == len(network.lines(atlas, vertices=2))
    page.show(webmap.Scene(Selection(text="no such thing")))
    assert holder.get_attribute("data-missions-drawn") == "0"
    assert "Nothing to show" in page.said()
    page.found_nothing_wrong()


def test_land_and_sea_in_both_themes(look: Callable[..., Map], opening: webmap.Scene) -> None:
    page = look().open(opening)
    light = page.colour(250, 42.3), page.colour(200, 20)
    assert light[0] != light[1]
    assert sum(light[0][:3]) > 600
    page.show(dataclasses.replace(opening, theme="dark"))
    dark = page.colour(250, 42.3), page.colour(200, 20)
    assert dark[0] != dark[1]
    assert sum(dark[0][:3]) < 300
    assert page.page.locator("[data-theme=dark]").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_auto_is_as_the_reader_prefers(
    look: Callable[..., Map], opening: webmap.Scene, scheme: str
) -> None:
    page = look(color_scheme=scheme).open(dataclasses.replace(opening, theme="auto"))
    assert page.page.locator(f"[data-theme={scheme}]").count() == 1


def test_a_filter_keeps_the_view(look: Callable[..., Map], opening: webmap.Scene) -> None:
    page = look().open(opening)
    page.go(300, 20, 4)
    before = page.view()
    page.show(dataclasses.replace(opening, selection=Selection(states=("VEN",))))
    page.show(webmap.Scene(Selection(text="zzz"), theme="dark"))
    page.show(opening)
    assert page.view() == before


def test_a_focus_moves_the_map_once(look: Callable[..., Map], opening: webmap.Scene) -> None:
    page = look(reduced_motion="reduce").open(opening)
    focus = (125.78, 39.01, 125.81, 39.03)
    page.show(dataclasses.replace(opening, focus=focus))
    latitude, longitude, zoom = page.view()
    assert latitude == pytest.approx(39.02, abs=0.02)
    assert longitude == pytest.approx(125.795, abs=0.02)
    assert zoom > 12
    page.go(0, 0, 3)
    page.show(dataclasses.replace(opening, focus=focus, theme="dark"))
    assert page.view() == [0, 0, 3]


@pytest.mark.parametrize("ratio", [1, 2, 3])
def test_sharp_on_every_screen(look: Callable[..., Map], opening: webmap.Scene, ratio: int) -> None:
    page = look(device_scale_factor=ratio).open(opening)
    wide = page.do("const c = layer._data._container; return [c.width, c.clientWidth];")
    assert wide[0] == pytest.approx(wide[1] * ratio, abs=ratio)
    moved = page.do("return L.DomUtil.getPosition(layer._data._container);")
    assert moved["x"] == round(moved["x"])


def test_every_copy_of_the_world_is_drawn(look: Callable[..., Map], opening: webmap.Scene) -> None:
    page = look().open(opening)
    for turn in (-720, 0, 1_080):
        page.go(LAS_MERCEDES[0] + turn, LAS_MERCEDES[1], 4)
        x, y = page.at(PRK)
        assert x == pytest.approx(500, abs=3)
        assert y == pytest.approx(300, abs=3)


def test_uncertainty_is_an_area(look: Callable[..., Map], opening: webmap.Scene) -> None:
    page = look().open(opening)
    names = """
        return stage.drawn.areas.filter(a => a.region >= 0).map(a => stage.regionId(a.region));
    """
    assert "las-mercedes" not in page.do(names)
    page.go(*LAS_MERCEDES, 14)
    assert "las-mercedes" in page.do(names)
    page.show(webmap.Scene(Selection(sending=("PRK",), cities=("Beijing",))))
    number = "return stage.drawn.areas.filter(a => a.members.length).length;"
    lon, lat, metres = page.do(
        """
        const spot = stage.spots[0];
        return [spot.lon, spot.lat, spot.areas[0].metres];
        """
    )
    page.go(lon, lat, 16 if metres < 500 else 12)
    assert page.do(number) == 1


def test_missions_at_one_spot_fan_out(
    look: Callable[..., Map], atlas: geo.Atlas, opening: webmap.Scene
) -> None:
    page = look().open(dataclasses.replace(opening, selection=Selection(statuses=STATUSES)))
    many = """
        const most = stage.spots.reduce((a, b) => b.members.length > a.members.length ? b : a);
        const at = stage.drawn.symbols.filter(s => s.spot === most);
        const places = new Set(at.map(s => Math.round(s.x) + ' ' + Math.round(s.y)));
        return [most.members.length, places.size, most.lon, most.lat];
    """
    members, places, lon, lat = page.do(many)
    assert members > 5
    page.go(lon, lat, 3)
    assert page.do(many)[1] == 1
    page.go(lon, lat, 9)
    assert page.do(many)[:2] == [members, members]
    assert places >= 1


def test_an_uncertain_place_never_looks_exact(
    look: Callable[..., Map], atlas: geo.Atlas, opening: webmap.Scene
) -> None:
    page = look().open(opening)
    missions = atlas.missions()
    vague = set(missions["id"][~missions["method"].isin(["surveyed", "source_point"])])
    assert PRK in vague
    assert VEN not in vague
    ringed = page.do(
        """
        const id = stage.ready.columns.texts['mission.id'];
        const { found, ready } = stage;
        return found.number.filter((m, i) =>
            EmbassyAtlas.spots.vague(ready, found.placement[i])).map(m => id[m]);
        """
    )
    assert set(ringed) == vague
    page.show(dataclasses.replace(opening, selection=Selection(among=("PRK", "VEN"))))
    page.do(
        """
        const made = EmbassyAtlas.symbols.sprite;
        EmbassyAtlas.symbols.sprite = (look, ...more) => {
            window.looks.push(look.vague);
            return made(look, ...more);
        };
        """
    )
    for zoom in (0, 3, 9, 14):
        for place, wanted in ((LAS_MERCEDES, True), ((125.7936, 39.0236), False)):
            page.page.evaluate("window.looks = []")
            page.go(*place, zoom)
            assert wanted in page.page.evaluate("window.looks")
            if zoom > 3:
                assert (not wanted) not in page.page.evaluate("window.looks")
    looks = """
        const look = { shape: 'circle', status: 'open', perhaps: false };
        return [false, true].map(vague => {
            const canvas = new OffscreenCanvas(24, 24);
            const context = canvas.getContext('2d');
            context.translate(12, 12);
            EmbassyAtlas.symbols.draw(context, { ...look, vague }, 8, '#000000', '#ffffff');
            return [...context.getImageData(12 + 5, 12, 1, 1).data][0] > 200;
        });
    """
    assert page.do(looks) == [False, True]


def test_the_view_inside_a_disc_is_tinted(look: Callable[..., Map]) -> None:
    page = look().open(webmap.Scene(Selection(receiving=("VEN",)), theme="light"))
    ink = """
        const { width, height } = layer._data._container;
        return layer._data._context.getImageData(width - 2, height - 2, 1, 1).data[3];
    """
    page.go(0, -40, 13)
    assert page.do(ink) == 0
    page.go(-66.9, 10.48, 13)
    assert page.do("return stage.drawn.within;") == 1
    assert page.do(ink) > 0
    fan = page.do("return stage.drawn.fans.find(fan => fan.spot.members.length > 5).spot.areas[0];")
    told = page.do("return EmbassyAtlas.placed(stage.ready, given);", fan["placement"])
    assert told == f"by city only: within {words.distance(fan['metres'])}"


def test_lengths_are_no_finer_than_what_is_known(
    look: Callable[..., Map], still: Map, opening: webmap.Scene
) -> None:
    told = still.page.evaluate(
        """cases => cases.map(([m, unsure]) => EmbassyAtlas.words.roughly(m, unsure))""",
        [[89, 120], [287, 120], [287, 0], [40, 120], [1_234, 560], [312, 20]],
    )
    assert told == ["about 100 m", "about 300 m", "287 m", "", "about 1 km", "about 320 m"]
    early = Selection(among=("PRK", "VEN"), as_of="2019-01-26", known_on="2019-01-26")
    page = look().open(dataclasses.replace(opening, selection=early))
    lengths = """
        return stage.routes.filter(route => route.kind === 'neighbour')
            .map(route => EmbassyAtlas.lengthOf(route));
    """
    words_only = page.do(lengths)
    assert words_only
    assert set(words_only) == {""}
    page.show(dataclasses.replace(opening, selection=Selection(among=("PRK", "VEN"))))
    assert any(text.startswith("about ") for text in page.do(lengths))


def test_of_two_outlines_that_are_all_but_one_one_is_drawn(
    look: Callable[..., Map], atlas: geo.Atlas
) -> None:
    alike = {"munsu-dong-quarter", "munsu-dong-quarter-without-venezuela"}
    both = Selection(among=("PRK", "VEN"))
    assert alike <= set(atlas.places(both)["id"])
    page = look().open(webmap.Scene(both))
    drawn = page.do("return stage.places.map(region => stage.regionId(region));")
    assert alike & set(drawn) == {"munsu-dong-quarter"}
    assert "las-mercedes" in drawn
    named = """
        const { ready } = stage;
        const other = ready.columns.texts['region.id'].indexOf(given);
        const region = ready.columns.arrays['placement.region'];
        const was = region[0];
        region[0] = other;
        const all = EmbassyAtlas.filter.places(ready, stage.scene);
        const left = EmbassyAtlas.areas.outlines(ready, all, { placement: [0] });
        region[0] = was;
        return left.map(one => stage.regionId(one));
    """
    told = page.do(named, "munsu-dong-quarter-without-venezuela")
    assert alike & set(told) == {"munsu-dong-quarter-without-venezuela"}


def test_country_names_and_borders_are_seen_well_enough(still: Map) -> None:
    for theme in ("light", "dark"):
        paper = still.page.evaluate("theme => EmbassyAtlas.colours.of(theme)", theme)
        for under in ("land", "sea"):
            assert contrast(paper["name"], paper[under]) >= 4.5
        assert contrast(paper["border"], paper["land"]) >= 2


def contrast(one: str, other: str) -> float:
    """Contrast of two colours as WCAG 2.2 defines it."""
    light = []
    for colour in (one, other):
        parts = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        light.append(float(linear @ [0.2126, 0.7152, 0.0722]))
    return (max(light) + 0.05) / (min(light) + 0.05)


def test_the_map_fills_a_frame_of_any_height(
    look: Callable[..., Map], opening: webmap.Scene
) -> None:
    page = look(viewport={"width": 360, "height": 420}).open(opening)
    page.page.evaluate("document.querySelector('.leaflet-container').style.height = '560px'")
    page.rest()
    for height in (420, 300):
        page.page.set_viewport_size({"width": 360, "height": height})
        page.rest()
        page.rest()
        for part in (".leaflet-container", ".leaflet-control-attribution", ".atlas-legend"):
            box = page.page.locator(part).bounding_box()
            assert box["y"] + box["height"] <= height
        assert page.do("return map.getSize().y;") == height
        for mission in (PRK, VEN):
            x, y = page.at(mission)
            assert 0 < x < 360
            assert 0 < y < height


# ---- pointer ----


def test_a_number_tells_what_a_symbol_hides(
    look: Callable[..., Map], opening: webmap.Scene
) -> None:
    page = look().open(opening)
    page.listen()
    badge = """
        const { insetX, insetY } = stage.drawn.view;
        const id = stage.ready.columns.texts['mission.id'];
        const one = stage.drawn.badges.find(b => id[stage.found.number[b.at.i]] === given);
        return [one.x - insetX, one.y - insetY, one.members.length, Number(one.text)];
    """
    x, y, many, told = page.do(badge, PRK)
    assert many == told > 20
    page.page.mouse.click(x, y)
    page.rest()
    assert page.sent() == []
    assert page.do("return stage.fanned.length;") == many
    page.page.keyboard.press("Escape")
    page.page.mouse.click(420, 420)
    page.rest()
    page.page.mouse.click(*page.at(PRK))
    assert page.sent()[-1]["properties"]["id"] == PRK
    page.go(*LAS_MERCEDES, 13)
    assert page.do("return stage.drawn.badges;") == []


def test_one_finger_scrolls_two_move_the_map(
    look: Callable[..., Map], opening: webmap.Scene
) -> None:
    page = look(has_touch=True).open(opening)
    assert page.do("return getComputedStyle(map.getContainer()).touchAction;") == "pan-y"
    before = page.view()
    session = page.page.context.new_cdp_session(page.page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        told = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": told})

    touch("touchStart", (500, 400))
    for step in range(1, 6):
        touch("touchMove", (500 - 20 * step, 400))
    assert page.page.locator(".atlas-hint").is_visible()
    touch("touchEnd")
    assert page.view() == before
    touch("touchStart", (400, 300), (600, 300))
    for step in range(1, 8):
        touch("touchMove", (400 + 15 * step, 300 + 10 * step), (600 + 15 * step, 300 + 10 * step))
        page.rest()
    assert page.page.locator(".atlas-hint").is_hidden()
    touch("touchEnd")
    page.page.wait_for_timeout(400)
    assert page.view()[:2] != pytest.approx(before[:2], abs=0.5)
    moved = page.view()
    page.page.mouse.move(500, 300)
    page.page.mouse.down()
    page.page.mouse.move(420, 300, steps=4)
    page.page.mouse.up()
    page.page.wait_for_timeout(400)
    assert page.view()[1] != pytest.approx(moved[1], abs=0.5)


def test_clicks_open_missions_lines_and_places(
    look: Callable[..., Map], opening: webmap.Scene
) -> None:
    page = look().open(opening)
    page.listen()
    page.page.mouse.click(*page.at(VEN))
    x, y = page.do(
        """
        const stroke = stage.drawn.strokes.find(s => s.route.id === 'pair:PRK-VEN');
        const [x, y] = EmbassyAtlas.strokes.along(stroke, 0.4);
        return [x - stage.drawn.view.insetX, y - stage.drawn.view.insetY];
        """
    )
    page.page.mouse.click(x, y)
    page.show(dataclasses.replace(opening, selection=Selection(sending=("PRK",))))
    page.go(*LAS_MERCEDES, 15)
    page.page.mouse.click(500 + 40, 300 + 40)
    sent = page.sent()
    assert [(one["properties"]["what"], one["properties"]["id"]) for one in sent] == [
        ("mission", VEN),
        ("line", "pair:PRK-VEN"),
        ("place", "las-mercedes"),
    ]
    for one in sent:
        assert one["type"] == "Feature"
        assert one["geometry"]["type"] == "Point"
        assert webmap.clicked({"last_active_drawing": one}) is not None
    assert sent[0]["geometry"]["coordinates"] == pytest.approx([125.794, 39.0233], abs=0.01)
    page.found_nothing_wrong()


def test_a_click_on_a_stack_spreads_it_out(look: Callable[..., Map], atlas: geo.Atlas) -> None:
    page = look().open(webmap.Scene(Selection(receiving=("VEN",))))
    page.listen()
    page.go(-66.9, 10.5, 4)
    x, y = page.at(PRK)
    page.page.mouse.move(x, y)
    page.rest()
    assert "missions here" in page.tip()
    page.page.mouse.click(x, y)
    page.rest()
    assert page.sent() == []
    fanned = page.do(
        """
        const { insetX, insetY } = stage.drawn.view;
        const id = stage.ready.columns.texts['mission.id'];
        return stage.fanned.map(f => [id[stage.found.number[f.i]], f.x - insetX, f.y - insetY]);
        """
    )
    assert len(fanned) > 5
    name, x, y = fanned[3]
    page.page.mouse.click(x, y)
    assert page.sent()[-1]["properties"]["id"] == name
    before = len(page.sent())
    page.page.mouse.click(500, 60)
    page.rest()
    assert page.do("return stage.fan;") is None
    assert len(page.sent()) == before


def test_a_tooltip_under_the_mouse(
    look: Callable[..., Map], atlas: geo.Atlas, opening: webmap.Scene
) -> None:
    page = look().open(opening)
    page.page.mouse.move(*page.at(PRK))
    page.rest()
    assert atlas.name_of(atlas.mission(PRK)) in page.tip()
    assert page.do("return map.getContainer().classList.contains('atlas-pointing');")
    page.page.mouse.move(400, 420)
    page.rest()
    page.rest()
    assert page.page.locator(".atlas-tip").is_hidden()


def test_a_finger_may_miss_by_more_than_a_mouse(
    look: Callable[..., Map], opening: webmap.Scene
) -> None:
    page = look(has_touch=True).open(opening)
    page.listen()
    x, y = page.at(VEN)
    page.page.touchscreen.tap(x - 4, y + 17)
    page.page.wait_for_timeout(400)
    assert [one["properties"]["what"] for one in page.sent()]


# ---- keyboard ----


def test_the_keyboard_reaches_and_opens_everything(
    look: Callable[..., Map], opening: webmap.Scene
) -> None:
    page = look().open(opening)
    page.listen()
    page.page.keyboard.press("Tab")
    focused = page.page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert "Arrow left and right" in focused
    assert "Map with" in focused
    page.page.keyboard.press("ArrowRight")
    first = page.said()
    page.page.keyboard.press("ArrowRight")
    second = page.said()
    assert {"Caracas" in first, "Caracas" in second} == {True, False}
    assert "2 of " in second
    page.page.keyboard.press("ArrowLeft")
    assert page.said() == first
    page.page.keyboard.press("Enter")
    assert page.said().startswith("Opened: Embassy of")
    page.page.keyboard.press("ArrowDown")
    assert page.said().startswith("Lines: ")
    page.page.keyboard.press("ArrowRight")
    assert "14,370 km" in page.said()
    page.page.keyboard.press("Enter")
    page.page.keyboard.press("ArrowDown")
    page.page.keyboard.press("End")
    page.page.keyboard.press("Enter")
    page.page.keyboard.press("Escape")
    told = [one["properties"]["what"] for one in page.sent()]
    assert told == ["mission", "line", "place", "nothing"]
    assert page.sent()[1]["properties"]["id"] == "pair:PRK-VEN"
    assert page.said() == "Card closed"
    page.found_nothing_wrong()


def test_the_focus_is_seen(look: Callable[..., Map], opening: webmap.Scene) -> None:
    page = look().open(opening)
    ink = """
        const c = layer._glass._container;
        const data = layer._glass._context.getImageData(0, 0, c.width, c.height).data;
        let many = 0;
        for (let i = 3; i < data.length; i += 4) if (data[i]) many += 1;
        return many;
    """
    assert page.do(ink) == 0
    page.page.keyboard.press("Tab")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.page.evaluate(outline) == "solid"
    page.page.keyboard.press("ArrowRight")
    page.rest()
    assert page.do(ink) > 100


def test_the_map_follows_the_keyboard(look: Callable[..., Map]) -> None:
    page = look(reduced_motion="reduce").open(webmap.Scene(Selection(sending=("PRK",))))
    page.go(0, -50, 5)
    page.page.keyboard.press("Tab")
    page.page.keyboard.press("ArrowRight")
    page.page.wait_for_timeout(600)
    inside = page.do(
        """
        const [lon, lat] = layer._where(stage.focused);
        const at = [-360, 0, 360].map(turn => map.latLngToContainerPoint([lat, lon + turn]));
        const size = map.getSize();
        return at.some(p => p.x > 0 && p.y > 0 && p.x < size.x && p.y < size.y);
        """
    )
    assert inside


# ---- safety ----


def test_nothing_in_a_label_runs(
    look: Callable[..., Map], site: tuple[Path, webmap.Assets, str], opening: webmap.Scene
) -> None:
    from geo.webmap import container

    folder, kept, _ = site
    payload = "<img src=x onerror=window.hit=1></script><script>window.hit=1</script>`${1}`"
    arrays, texts, values = container.read((folder / kept.columns).read_bytes())
    for name in ("mission.label", "mission.short", "party.name", "town.name", "region.name"):
        texts[name] = [payload for _ in texts[name]]
    (folder / "hostile.bin").write_bytes(container.write(arrays, texts, values))
    page = look()
    page.kept = dataclasses.replace(kept, columns="hostile.bin")
    page.open(dataclasses.replace(opening, chosen=payload))
    page.page.mouse.move(*page.at(PRK))
    page.rest()
    assert payload in page.tip()
    page.page.keyboard.press("Tab")
    page.page.keyboard.press("ArrowRight")
    page.go(*LAS_MERCEDES, 14)
    assert page.page.evaluate("window.hit") is None
    assert page.page.locator("img").count() == 0
    page.found_nothing_wrong()


def test_files_that_do_not_come_are_explained(
    look: Callable[..., Map], site: tuple[Path, webmap.Assets, str]
) -> None:
    page = look()
    page.kept = dataclasses.replace(site[1], columns="gone.bin")
    page.open(webmap.Scene(), wait=False)
    alert = page.page.locator("[role=alert]")
    alert.wait_for()
    assert "could not be loaded" in alert.inner_text()
    assert page.page.locator("[data-atlas=failed]").count() == 1


def test_the_legend_names_what_is_drawn_and_no_more(
    look: Callable[..., Map], opening: webmap.Scene
) -> None:
    page = look(viewport={"width": 1200, "height": 600}).open(opening)
    legend = page.page.locator(".atlas-legend")
    assert f"sent by {words.tight('PRK')}" in legend.inner_text()
    page.show(webmap.Scene(Selection(among=("PRK", "VEN"))))
    text = legend.inner_text()
    assert "suspended" in text
    assert "consulate" not in text
    assert "place known only by" in text
    page.show(webmap.Scene(Selection(text="no such thing")))
    assert "place known only by" not in legend.inner_text()
    phone = look(viewport={"width": 328, "height": 460}).open(opening)
    assert not phone.page.evaluate("document.querySelector('.atlas-legend').open")
    phone.page.locator(".atlas-legend summary").click()
    assert "embassy" in phone.page.locator(".atlas-legend").inner_text()
    box = phone.page.locator(".atlas-legend").bounding_box()
    assert box["height"] <= 0.6 * 460
    assert box["width"] <= 0.45 * 328 + 1


def test_the_scene_is_small(opening: webmap.Scene) -> None:
    assert len(json.dumps(opening.to_dict())) < 1_000
