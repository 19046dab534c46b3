"""What lies below the map: borders by viewpoint, and tiles where a scene names them."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from support.layer_page import OPENING, Map, served

from geo import tiles, webmap

pytestmark = pytest.mark.browser

CONTROL = (74.8, 34.72)
"""On the line of control between Srinagar and Gilgit."""
KHYBER = (73.7, 35.27)
"""On the border of India in India's view."""
CREDIT = '<img src=x onerror="window.hit=1">${window.hit=1}'
INKED = """
    const { scale, left, top, ratio } = layer.sheets.ground.view();
    return given.map(([lon, lat]) => {
        const x = Math.round((EmbassyAtlas.sphere.worldX(lon) * scale - left) * ratio);
        const y = Math.round((EmbassyAtlas.sphere.worldY(lat) * scale - top) * ratio);
        const found = layer.sheets.ground.context.getImageData(x - 14, y - 14, 28, 28).data;
        let ink = 0;
        const [r, g, b] = [found[0], found[1], found[2]];
        for (let i = 0; i < found.length; i += 4) {
            const far = Math.abs(found[i] - r) + Math.abs(found[i + 1] - g);
            if (far + Math.abs(found[i + 2] - b) > 60) ink += 1;
        }
        return ink > 8;
    });
"""


def said(page: Map) -> str:
    return str(page.page.locator(".leaflet-control-attribution").inner_text())


def test_borders_are_drawn_from_the_viewpoint_of_the_scene(
    look: Callable[..., Map], opening: webmap.Scene
) -> None:
    plain = dataclasses.replace(opening, emphasis=())
    page = look().open(plain)
    page.go(75.5, 34.8, 6)
    view = page.view()
    assert page.do(INKED, [CONTROL, KHYBER]) == [True, False]
    assert "de facto" in said(page)
    page.show(dataclasses.replace(plain, viewpoint="IND"))
    assert page.do(INKED, [CONTROL, KHYBER]) == [False, True]
    assert "viewpoint of India" in said(page)
    page.show(dataclasses.replace(plain, viewpoint="PAK", language="es"))
    page.page.wait_for_selector("html[lang=es]")
    assert page.do(INKED, [CONTROL, KHYBER]) == [False, False]
    assert "Pakistán" in said(page)
    page.show(plain)
    assert page.do(INKED, [CONTROL, KHYBER]) == [True, False]
    assert page.view() == pytest.approx(view, abs=0.05)  # a longer credit may take a line more
    page.found_nothing_wrong()


def test_tiles_lie_below_where_the_scene_names_them_and_nothing_is_asked_before(
    look: Callable[..., Map], opening: webmap.Scene, tmp_path: Path
) -> None:
    picture = tmp_path / "tile.png"
    Image.new("RGB", (256, 256), (0, 160, 0)).save(picture)
    database = tmp_path / "own.mbtiles"
    with sqlite3.connect(database) as file:
        file.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        file.execute("CREATE TABLE tiles (zoom_level, tile_column, tile_row, tile_data)")
        rows = [(2, x, y, picture.read_bytes()) for x in range(4) for y in range(4)]
        file.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
    file.close()
    (own,) = tiles.choices({tiles.TILES: str(database), tiles.CREDIT: CREDIT, tiles.OFFLINE: "1"})
    # A server that lets no page read its tiles: they are seen all the same.
    strict = tmp_path / "strict"
    for x in range(4):
        for y in range(4):
            (strict / f"2/{x}").mkdir(parents=True, exist_ok=True)
            (strict / f"2/{x}/{y}.png").write_bytes(picture.read_bytes())
    page = look(viewport={"width": 700, "height": 500})
    with served(strict) as elsewhere:
        closed = tiles.Background(
            "closed", elsewhere + "{z}/{x}/{y}.png", "Elsewhere", least=2, most=2
        )
        dead = tiles.Background("dead", "http://127.0.0.1:1/{z}/{x}/{y}", "Nobody", "Dead <b>")
        given = [tiles.OPENSTREETMAP, own, closed, dead]
        base = webmap.AtlasMap(page.kept, bounds=OPENING, backgrounds=given)
        base.add_child(webmap.scene_group(opening))
        (page.folder / "ground.html").write_text(base.get_root().render(), encoding="utf-8")
        page.page.goto(page.address + "ground.html")
        page.page.wait_for_selector("[data-missions-drawn]")
        page.rest()
        assert page.outside == []
        page.go(60, 30, 2)
        view, land = page.view(), page.colour(18, 27)
        assert land[3] == 255

        page.show(dataclasses.replace(opening, background=tiles.OWN))
        loaded = page.page.locator("img.leaflet-tile-loaded")
        loaded.first.wait_for()
        assert page.outside
        assert all(one.startswith(own.url.split("{")[0]) for one in page.outside)
        assert loaded.first.get_attribute("crossorigin") == "anonymous"
        policy = "strict-origin-when-cross-origin"
        assert loaded.first.evaluate("tile => tile.referrerPolicy") == policy
        assert page.colour(18, 27)[3] < 255
        assert CREDIT in said(page)
        assert "tile provider" in said(page)
        assert page.page.evaluate("window.hit") is None
        assert page.page.locator("[data-missions-drawn]").count() == 1
        # Below the first zoom level that has tiles the world is Natural Earth's.
        page.go(60, 30, 1)
        assert page.colour(18, 27) == land
        page.go(60, 30, 2)

        asked = len(page.outside)
        page.show(dataclasses.replace(opening, background="unknown"))
        assert page.page.locator("img.leaflet-tile").count() == 0
        assert page.colour(18, 27) == land
        page.show(opening)
        assert page.colour(18, 27) == land
        assert CREDIT not in said(page)
        assert page.view() == view
        assert len(page.outside) == asked
        assert page.errors == []

        page.show(dataclasses.replace(opening, background="closed"))
        loaded.first.wait_for()
        assert loaded.first.get_attribute("crossorigin") is None
        assert page.page.locator(".atlas-note").is_hidden()
        page.show(dataclasses.replace(opening, background="dead"))
        note = page.page.locator(".atlas-note")
        note.wait_for()
        assert "No tiles arrive from Dead <b>" in note.inner_text()
        page.show(opening)
        assert note.is_hidden()
    assert all("CORS" in error or "net::ERR" in error for error in page.errors)
