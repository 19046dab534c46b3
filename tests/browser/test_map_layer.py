"""The map's own layer in a browser: what is drawn, and how."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.layer_page import Map, served

import geo
from geo import i18n, importers, vocabulary, webmap
from geo.atlas import relation_lines
from geo.selection import Selection
from geo.vocabulary import STATUSES

pytestmark = pytest.mark.browser

VEN, PRK = "ven-embassy-pyongyang", "prk-embassy-caracas"
LAS_MERCEDES = (-66.85976, 10.48216)
COUNTRY_ONLY = Path(__file__).parents[1] / "data" / "cases" / "06-card-tells-two-radii.csv"
LEGEND = "return EmbassyAtlas.legend.entries(stage, stage.palette()).flat().map(one => one.text);"


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
    assert int(holder.get_attribute("data-lines-drawn")) == len(
        relation_lines.lines(atlas, vertices=2)
    )
    page.show(webmap.Scene(Selection(text="no such thing")))
    assert holder.get_attribute("data-missions-drawn") == "0"
    assert "Nothing matches" in page.said()
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
    wide = page.do("const c = layer.sheets.data._container; return [c.width, c.clientWidth];")
    assert wide[0] == pytest.approx(wide[1] * ratio, abs=ratio)
    moved = page.do("return L.DomUtil.getPosition(layer.sheets.data._container);")
    assert moved["x"] == round(moved["x"])


def test_every_copy_of_the_world_is_drawn(look: Callable[..., Map], opening: webmap.Scene) -> None:
    page = look().open(opening)
    for turn in (-720, 0, 1_080):
        page.go(LAS_MERCEDES[0] + turn, LAS_MERCEDES[1], 4)
        x, y = page.at(PRK)
        assert x == pytest.approx(500, abs=3)
        assert y == pytest.approx(page.do("return map.getSize().y;") / 2, abs=3)


def test_uncertainty_is_an_area(look: Callable[..., Map], opening: webmap.Scene) -> None:
    page = look().open(opening)
    names = """
        return stage.drawn.areas.filter(a => a.region >= 0).map(a => stage.regionId(a.region));
    """
    assert "las-mercedes" not in page.do(names)
    page.go(*LAS_MERCEDES, 14)
    assert "las-mercedes" in page.do(names)
    number = "return stage.drawn.areas.filter(a => a.members.length).length;"
    page.show(webmap.Scene(Selection(sending=("PRK",), cities=("Beijing",))))
    page.go(*page.do("return [stage.spots[0].lon, stage.spots[0].lat];"), 16)
    assert page.do(number) == 0, "a database's point has no metres"
    page.show(webmap.Scene(Selection(sending=("AGO",), cities=("Caracas",))))
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
    vague = set(missions["id"][~missions["exactness"].isin(vocabulary.POINTED)])
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
        const made = stage.sprite;
        stage.sprite = (look, ...more) => {
            window.looks.push(EmbassyAtlas.spots.ringed(look.how));
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
        return ['unverified', 'around', 'country', 'doubtful'].map(how => {
            const canvas = new OffscreenCanvas(24, 24);
            const context = canvas.getContext('2d');
            context.translate(12, 12);
            EmbassyAtlas.symbols.draw(context, { ...look, how }, 8, '#000000', '#ffffff');
            return [...context.getImageData(12 + 5, 12, 1, 1).data][0] > 200;
        });
    """
    assert page.do(looks) == [False, True, True, True]


def test_the_view_inside_a_disc_is_tinted(look: Callable[..., Map]) -> None:
    page = look().open(webmap.Scene(Selection(receiving=("VEN",)), theme="light"))
    ink = """
        const { width, height } = layer.sheets.data._container;
        return layer.sheets.data.context.getImageData(width - 2, height - 2, 1, 1).data[3];
    """
    page.go(0, -40, 13)
    assert page.do(ink) == 0
    page.go(-66.9, 10.48, 13)
    assert page.do("return stage.drawn.areas.length;") >= 1
    assert page.do(ink) > 0
    fan = page.do("return stage.drawn.fans.find(fan => fan.spot.members.length > 5).spot.areas[0];")
    told = page.do("return EmbassyAtlas.placed(stage.ready, given);", fan["placement"])
    assert told == f"approximate: city only, within {i18n.ENGLISH.distance(fan['metres'])}"


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
        strip = page.page.locator(".atlas-dock").bounding_box()["height"]
        assert page.do("return map.getSize().y;") == height - strip
        for mission in (PRK, VEN):
            x, y = page.at(mission)
            assert 0 < x < 360
            assert 0 < y < height - strip


def test_a_line_is_labelled_once_however_often_it_is_drawn(
    look: Callable[..., Map], opening: webmap.Scene
) -> None:
    page = look(viewport={"width": 1000, "height": 460})
    page.page.add_init_script(
        """
        window.written = new Set();
        const write = CanvasRenderingContext2D.prototype.fillText;
        CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
            if (text.startsWith("14,37")) window.written.add(Math.round(x) + " " + Math.round(y));
            return write.call(this, text, x, y);
        };
        """
    )
    page.open(opening)
    page.go(210, 40, 0.5)
    page.page.evaluate("window.written.clear()")
    page.do("layer.repaint();")
    page.page.wait_for_function("window.written.size > 0")
    copies = page.do(
        f"return stage.drawn.symbols.filter(s => s.i === stage.at.get('{VEN}')).length;"
    )
    assert copies > 1
    assert page.page.evaluate("window.written.size") == 1


def test_the_hover_tells_metres_where_python_knows_them(still: Map, atlas: geo.Atlas) -> None:
    hovers = still.do(
        """
        const id = stage.ready.columns.texts['mission.id'];
        const { found, ready } = stage;
        return found.number.map((m, i) => [id[m], EmbassyAtlas.placed(ready, found.placement[i])]);
        """
    )
    missions = atlas.missions().set_index("id")
    assert len(hovers) == len(missions)
    for id, said in hovers:
        radius = missions.loc[id, "radius_m"]
        assert said
        wanted = i18n.ENGLISH.distance(radius) if radius == radius else ""
        assert wanted in said, (id, said, wanted)
        assert wanted or not re.search(r"\d", said)


def test_somewhere_in_a_country_is_seen_from_afar_only(
    chromium: Any, dataset_copy: Path, tmp_path: Path
) -> None:
    importers.import_table(COUNTRY_ONLY, dataset_copy, publisher="P", date="2026-11-20")
    selection = Selection(sending=("PER",), receiving=("IND",))
    atlas = geo.Atlas.open(dataset_copy)
    ids = atlas.missions(selection).query("exactness == 'state'")["id"].tolist()
    folder = tmp_path / "site"
    folder.mkdir()
    kept = webmap.assets(atlas, folder)
    context = chromium.new_context(viewport={"width": 1000, "height": 600})
    with served(folder) as address:
        scene = webmap.Scene(selection, masks=webmap.masks(atlas, selection))
        page = Map(context.new_page(), folder, kept, address).open(scene)
        drawn = """
            const id = stage.ready.columns.texts['mission.id'];
            return stage.drawn.symbols.map(s => id[stage.found.number[s.i]]);
        """
        page.go(78.96, 22.6, 4)
        assert set(ids) <= set(page.do(drawn))
        page.page.mouse.move(*page.at(ids[0]))
        page.rest()
        assert "country only" in page.tip()
        assert "country only" in str(page.do(LEGEND))
        for place in ((77.2, 28.6), page.do("return [stage.spots[0].lon, stage.spots[0].lat];")):
            for zoom in (8, 11, 14):
                page.go(*place, zoom)
                assert not set(ids) & set(page.do(drawn))
                assert page.do("return stage.drawn.areas.length;") == 0
        page.found_nothing_wrong()
    context.close()
