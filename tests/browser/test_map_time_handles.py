"""The map's own layer in a browser: pointer, keyboard, and that nothing in data runs."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from support.layer_page import Map

import geo
from geo import i18n, webmap
from geo.selection import Selection

pytestmark = pytest.mark.browser

VEN, PRK = "ven-embassy-pyongyang", "prk-embassy-caracas"
LAS_MERCEDES = (-66.85976, 10.48216)


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


def test_the_keyboard_reaches_and_opens_everything(
    look: Callable[..., Map], opening: webmap.Scene
) -> None:
    page = look().open(opening)
    page.listen()
    page.page.keyboard.press("Tab")
    focused = page.page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert "arrow keys step through missions" in focused
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
        const c = layer.sheets.overlay._container;
        const data = layer.sheets.overlay.context.getImageData(0, 0, c.width, c.height).data;
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
        const [lon, lat] = EmbassyAtlas.where(stage, stage.focused);
        const at = [-360, 0, 360].map(turn => map.latLngToContainerPoint([lat, lon + turn]));
        const size = map.getSize();
        return at.some(p => p.x > 0 && p.y > 0 && p.x < size.x && p.y < size.y);
        """
    )
    assert inside


def test_nothing_in_a_label_runs(
    look: Callable[..., Map], site: tuple[Path, webmap.Assets, str], opening: webmap.Scene
) -> None:
    from geo.webmap import container

    folder, kept, _ = site
    payload = "<img src=x onerror=window.hit=1></script><script>window.hit=1</script>`${1}`"
    for name, old in (("columns", kept.columns), ("names", kept.named["en"])):
        arrays, texts, values = container.read((folder / old).read_bytes())
        for column in ("mission.label", "mission.short", "party.name", "town.name", "region.name"):
            if column in texts:
                texts[column] = [payload for _ in texts[column]]
        (folder / f"hostile-{name}.bin").write_bytes(container.write(arrays, texts, values))
    page = look()
    hostile = {"columns": "hostile-columns.bin", "named": {"en": "hostile-names.bin"}}
    page.kept = dataclasses.replace(kept, **hostile)
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
    assert legend.evaluate("it => it.open")
    sending = i18n.ENGLISH("map.legend.sent_by", name=i18n.ENGLISH.party("PRK"))
    assert sending in legend.inner_text()
    page.show(webmap.Scene(Selection(among=("PRK", "VEN"))))
    text = legend.inner_text()
    assert "suspended" in text
    assert "consulate" not in text
    assert "approximate: city, district" in text
    page.show(webmap.Scene(Selection(text="no such thing")))
    assert "approximate: city, district" not in legend.inner_text()


def test_the_scene_is_small(opening: webmap.Scene) -> None:
    assert len(json.dumps(opening.to_dict())) < 1_200
