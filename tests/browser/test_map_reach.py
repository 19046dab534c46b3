"""The map for readers who use no mouse, do not see it well, hold a phone, or read Spanish."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from support.layer_page import Map

from geo import i18n, webmap

pytestmark = pytest.mark.browser

FRAME = ("landmark-one-main", "page-has-heading-one")
"""Rules for a whole page: the map stands in a frame of one."""

PHONE = {"viewport": {"width": 360, "height": 460}, "has_touch": True, "is_mobile": True}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(
    look: Callable[..., Map], opening: webmap.Scene, axe: Callable[..., list[str]], theme: Any
) -> None:
    page = look(viewport={"width": 1200, "height": 600})
    page.open(dataclasses.replace(opening, theme=theme))
    assert axe(page.page, disable=FRAME) == []
    page.page.set_viewport_size({"width": 328, "height": 460})
    page.rest()
    page.page.evaluate("document.querySelector('.atlas-legend').open = true")
    page.rest()
    assert axe(page.page, disable=FRAME) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_control_is_reached_by_keyboard_and_seen(
    look: Callable[..., Map], opening: webmap.Scene, theme: Any
) -> None:
    page = look().open(dataclasses.replace(opening, theme=theme))
    reached = []
    for _ in range(6):
        page.page.keyboard.press("Tab")
        reached.append(
            page.page.evaluate(
                """() => {
                    const { tagName, className, title, ariaLabel } = document.activeElement;
                    const { outlineStyle, outlineWidth, outlineColor } =
                        getComputedStyle(document.activeElement);
                    const name = title || ariaLabel || tagName.toLowerCase();
                    return [name, outlineStyle, outlineWidth, outlineColor];
                }"""
            )
        )
    names = [name for name, *_ in reached]
    assert names[0].startswith("Map with ")
    assert names[1:5] == ["Zoom in", "Zoom out", "Save picture", "summary"]
    ring = {"light": "rgb(11, 87, 208)", "dark": "rgb(138, 180, 248)"}[theme]
    assert {tuple(rest) for _, *rest in reached[:5]} == {("solid", "3px", ring)}
    zoom = page.view()[2]
    page.page.get_by_role("button", name="Zoom in").press("Space")
    page.page.wait_for_function("zoom => map_atlas.getZoom() > zoom", arg=zoom)


def test_a_phone(look: Callable[..., Map], opening: webmap.Scene) -> None:
    page = look(**PHONE).open(opening)
    for name in ("Zoom in", "Zoom out", "Save picture"):
        box = page.page.get_by_role("button", name=name).bounding_box()
        assert min(box["width"], box["height"]) >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
    legend = page.page.locator(".atlas-legend")
    assert not legend.evaluate("it => it.open")
    summary = legend.locator("summary")
    assert summary.bounding_box()["height"] >= 36
    summary.tap()
    page.rest()
    page.rest()
    strip = page.page.locator(".atlas-dock").bounding_box()
    map = page.page.locator(".leaflet-container").bounding_box()
    assert map["y"] + map["height"] <= strip["y"]
    assert strip["y"] + strip["height"] == 460
    assert map["height"] > 0.3 * 460
    for mission in ("ven-embassy-pyongyang", "prk-embassy-caracas"):
        x, y = page.at(mission)
        assert 0 < x < 360
        assert 0 < y < strip["y"]
    rows = legend.locator(".atlas-legend-rows")
    assert rows.evaluate("it => it.scrollHeight > it.clientHeight && it.tabIndex === 0")
    wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert page.page.evaluate(wide)
    page.found_nothing_wrong()


def test_another_language_keeps_the_view(look: Callable[..., Map], opening: webmap.Scene) -> None:
    page = look()
    fetched: list[str] = []
    page.page.on("request", lambda request: fetched.append(request.url))
    page.page.add_init_script(
        """
        window.written = new Set();
        const write = CanvasRenderingContext2D.prototype.fillText;
        CanvasRenderingContext2D.prototype.fillText = function (text, ...more) {
            window.written.add(text);
            return write.call(this, text, ...more);
        };
        """
    )
    page.open(dataclasses.replace(opening, focus=(-10, 36, 40, 58), theme="dark"))
    before = page.view()
    seen = {}
    for language in ("es", "en", "es"):
        page.page.evaluate("window.written.clear()")
        page.show(dataclasses.replace(opening, focus=(-10, 36, 40, 58), language=language))
        tr = i18n.tr(language)
        page.page.wait_for_selector(f"html[lang={language}]")
        page.page.wait_for_function("text => window.written.has(text)", arg=tr.party("DEU"))
        assert page.view() == pytest.approx(before, abs=0.1)
        label = page.page.locator(".leaflet-container").get_attribute("aria-label")
        assert tr("map.count.missions", count=len(page.answers([opening])[0]["missions"])) in label
        assert tr("map.legend.title") in page.page.locator(".atlas-legend summary").inner_text()
        assert page.page.get_by_role("button", name=tr("map.zoom.in")).count() == 1
        assert page.page.get_by_role("button", name=tr("map.picture.save")).count() == 1
        credit = page.page.locator(".leaflet-control-attribution").inner_text()
        assert tr("tiles.drawn_de_facto").removesuffix(".") in credit
        seen[language] = credit
    assert seen["en"] != seen["es"]
    assert len([url for url in fetched if "/names-" in url]) == len(i18n.LANGUAGES)
    page.page.keyboard.press("Tab")
    page.page.keyboard.press("ArrowRight")
    assert "Embajada de " in page.said()
    page.found_nothing_wrong()
