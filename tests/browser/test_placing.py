"""A point and a region put on the map: by mouse, by finger, by key; and what is refused."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable
from typing import Any

import pytest
from support.layer_page import Map, masked

from geo import webmap
from geo.errors import InvalidGeometry
from geo.selection import Selection

pytestmark = pytest.mark.browser

CARACAS = (-66.86, 10.48)
SCENE = webmap.Scene(Selection(among=("PRK", "VEN")), theme="light")


def scene(mode: Any, **more: Any) -> webmap.Scene:
    return dataclasses.replace(SCENE, placing=webmap.Placing(mode, **more))


def opened(
    look: Callable[..., Map], mode: str, at: Any = CARACAS, zoom: float = 13, **how: Any
) -> Map:
    page = look(**how).open(scene(mode, radius_m=150.0))
    page.listen()
    page.go(*at, zoom)
    return page


def last(page: Map) -> webmap.Placed | None:
    return webmap.placed({"last_active_drawing": page.sent()[-1]})


def bar(page: Map) -> Any:
    return page.page.locator(".atlas-bar")


def where(page: Map, x: float, y: float) -> list[float]:
    script = "const at = map.containerPointToLatLng(given).wrap(); return [at.lng, at.lat];"
    return list(page.do(script, [x, y]))


def ink(page: Map) -> int:
    script = """
        const c = layer.placing.sheet._container;
        const data = layer.placing.sheet.context.getImageData(0, 0, c.width, c.height).data;
        let many = 0;
        for (let i = 3; i < data.length; i += 4) if (data[i]) many += 1;
        return many;
    """
    page.rest()
    return int(page.do(script))


def test_a_click_places_a_point_with_its_circle(look: Callable[..., Map]) -> None:
    page = opened(look, "point")
    assert "Click the place" in bar(page).inner_text()
    assert ink(page) == 0
    page.page.mouse.click(430, 260)
    found = last(page)
    assert found is not None
    assert found.mode == "point"
    assert found.positions[0] == pytest.approx(where(page, 430, 260), abs=2e-5)
    small = ink(page)
    assert small > 100
    page.show(scene("point", radius_m=900.0))
    assert ink(page) > 5 * small
    assert page.page.locator("[data-placed]").get_attribute("data-placed")
    page.page.mouse.click(600, 300)
    assert last(page).positions[0] == pytest.approx(where(page, 600, 300), abs=2e-5)
    page.page.mouse.move(600, 300)
    page.page.mouse.down()
    page.page.mouse.move(640, 360, steps=4)
    page.page.mouse.up()
    assert last(page).positions[0] == pytest.approx(where(page, 640, 360), abs=2e-5)
    before = page.view()
    page.page.mouse.move(300, 300)
    page.page.mouse.down()
    page.page.mouse.move(360, 300, steps=4)
    page.page.mouse.up()
    page.page.wait_for_timeout(400)
    assert page.view() != before
    bar(page).get_by_role("button", name="Clear").click()
    assert last(page).positions == ()
    assert ink(page) == 0
    page.found_nothing_wrong()


def test_no_card_opens_while_something_is_placed_and_all_is_as_before_afterwards(
    look: Callable[..., Map], opening: webmap.Scene
) -> None:
    page = look().open(opening)
    page.listen()
    mission = page.at("ven-embassy-pyongyang")
    page.show(dataclasses.replace(opening, placing=webmap.Placing("point")))
    page.page.mouse.click(*mission)
    assert [one["properties"]["what"] for one in page.sent()] == ["placed"]
    assert webmap.clicked({"last_active_drawing": page.sent()[0]}) is None
    page.show(opening)
    assert bar(page).count() == 0
    assert page.page.locator(".atlas-cross, .atlas-hands").count() == 0
    page.page.mouse.click(*mission)
    assert page.sent()[-1]["properties"]["what"] == "mission"
    assert page.do("return map.doubleClickZoom.enabled();")


def test_a_region_is_drawn_corner_by_corner_and_closed_on_the_first(
    look: Callable[..., Map],
) -> None:
    page = opened(look, "polygon")
    corners = [(400, 200), (600, 210), (590, 380), (420, 390)]
    for corner in corners[:2]:
        page.page.mouse.click(*corner)
    assert "three or more" in bar(page).inner_text()
    assert bar(page).get_by_role("button", name="Close").count() == 0
    for corner in corners[2:]:
        page.page.mouse.click(*corner)
    assert page.sent() == []
    page.page.mouse.click(403, 202)
    found = last(page)
    assert found is not None
    assert len(found.positions) == 4
    for told, at in zip(found.positions, corners, strict=True):
        assert told == pytest.approx(where(page, *at), abs=2e-5)
    ring = found.geometry["coordinates"][0]
    assert ring[0] == ring[-1]
    turned = sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring))
    assert turned > 0
    assert "closed" in page.said()
    page.page.mouse.move(600, 210)
    page.page.mouse.down()
    page.page.mouse.move(640, 180, steps=4)
    page.page.mouse.up()
    assert last(page).positions[1] == pytest.approx(where(page, 640, 180), abs=2e-5)
    page.page.mouse.move(640, 180)
    page.page.mouse.down()
    page.page.mouse.move(480, 500, steps=4)
    page.page.mouse.up()
    with pytest.raises(InvalidGeometry, match="cross"):
        last(page)
    bar(page).get_by_role("button", name="Undo").click()
    assert last(page).positions == ()
    assert "Click the next corner" in bar(page).inner_text()
    page.found_nothing_wrong()


def test_an_outline_that_crosses_itself_is_refused_and_can_be_mended(
    look: Callable[..., Map],
) -> None:
    page = opened(look, "polygon")
    for corner in ((400, 200), (600, 200), (600, 400), (500, 120), (400, 200)):
        page.page.mouse.click(*corner)
    with pytest.raises(InvalidGeometry, match="cross"):
        last(page)
    page.page.mouse.move(500, 120)
    page.page.mouse.down()
    page.page.mouse.move(430, 330, steps=4)
    page.page.mouse.up()
    assert len(last(page).positions) == 4


def test_the_keyboard_places_points_and_regions(look: Callable[..., Map]) -> None:
    page = opened(look, "point")
    key = page.page.keyboard.press
    key("Tab")
    assert "crosshair" in page.page.evaluate("document.activeElement.getAttribute('aria-label')")
    key("ArrowRight")
    assert page.page.locator(".atlas-cross").is_visible()
    assert "north" in page.said()
    assert "west" in page.said()
    key("Enter")
    centre = page.view()
    assert last(page).positions[0] == pytest.approx((centre[1], centre[0]), abs=2e-5)
    assert centre[1] > CARACAS[0]
    key("Escape")
    assert last(page).positions == ()
    page.show(scene("polygon"))
    key("Enter")
    assert "three corners" in page.said()
    for step in ("ArrowRight", "ArrowDown", "ArrowLeft"):
        key("Space")
        for _ in range(3):
            key(step)
    assert "Corner 3" in page.said() or "north" in page.said()
    key("Space")
    key("Backspace")
    assert "3 corners" in page.said()
    key("Enter")
    assert len(last(page).positions) == 3
    assert "closed" in page.said()
    key("Escape")
    assert last(page).positions == ()
    page.found_nothing_wrong()


def test_a_finger_places_too(look: Callable[..., Map]) -> None:
    page = opened(look, "polygon", has_touch=True)
    for corner in ((400, 200), (600, 210), (590, 380)):
        page.page.touchscreen.tap(*corner)
        page.page.wait_for_timeout(400)
    page.page.touchscreen.tap(412, 208)
    page.page.wait_for_timeout(400)
    assert len(last(page).positions) == 3
    small = bar(page).get_by_role("button", name="Clear").bounding_box()
    assert small["height"] >= 24


def test_across_the_date_line(look: Callable[..., Map]) -> None:
    page = opened(look, "point", (181.5, -18.0), 6)
    page.page.mouse.click(500, 300)
    longitude, _ = last(page).positions[0]
    assert longitude == pytest.approx(-178.5, abs=0.05)
    page = opened(look, "polygon", (180.0, -18.0), 6)
    page.page.mouse.click(400, 200)
    page.page.mouse.click(600, 210)
    page.page.mouse.click(450, 300)
    page.page.mouse.click(400, 200)
    with pytest.raises(InvalidGeometry, match="180"):
        last(page)


def test_what_stands_is_taken_over_once_and_the_hand_is_left_alone(
    look: Callable[..., Map],
) -> None:
    page = opened(look, "point")
    page.page.mouse.click(500, 300)
    placed = page.page.locator("[data-placed]")
    drawn = placed.get_attribute("data-placed")
    page.show(scene("point", radius_m=20.0))
    assert placed.get_attribute("data-placed") == drawn
    page.show(scene("point", at=((-66.5, 10.25),), turn=1))
    assert placed.get_attribute("data-placed") == "-66.5 10.25"


POINT = {"type": "Point", "coordinates": [1.0, 2.0]}
RING = [[0, 0], [1, 0], [1, 1], [0, 0]]


@pytest.mark.parametrize(
    "drawing",
    [
        None,
        "placed",
        {"properties": None},
        {"properties": {"what": "placed", "id": "circle", "at": 1}, "geometry": POINT},
        {"properties": {"what": "mission", "id": "point", "at": 1}, "geometry": POINT},
        {"properties": {"what": "placed", "id": "point", "at": True}, "geometry": POINT},
        {"properties": {"what": "placed", "id": "point", "at": float("nan")}, "geometry": POINT},
    ],
)
def test_what_is_no_placing_is_nothing(drawing: Any) -> None:
    assert webmap.placed({"last_active_drawing": drawing}) is None


@pytest.mark.parametrize(
    ("mode", "coordinates"),
    [
        ("point", None),
        ("point", "12"),
        ("point", [1]),
        ("point", [181, 0]),
        ("point", [0, float("nan")]),
        ("point", [True, 0]),
        ("point", [["1"], 2]),
        ("polygon", None),
        ("polygon", []),
        ("polygon", [RING, RING]),
        ("polygon", [[*RING[:2], RING[0]]]),
        ("polygon", [[*RING[:2], ["<b>", 1], RING[0]]]),
        ("polygon", [[[0, 0], [0, 0], [0, 0], [0, 0]]]),
        ("polygon", [[[n / 1000, n % 2] for n in range(502)]]),
        ("polygon", [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]),
        ("polygon", [[[170, 0], [-170, 0], [170, 1], [170, 0]]]),
    ],
)
def test_nothing_that_a_browser_sends_is_trusted(mode: str, coordinates: Any) -> None:
    told = {"what": "placed", "id": mode, "at": 5}
    drawing = {"properties": told, "geometry": {"type": "Point", "coordinates": coordinates}}
    with pytest.raises(InvalidGeometry):
        webmap.placed({"last_active_drawing": drawing})


def test_a_scene_without_placing_is_what_it_was() -> None:
    assert "placing" not in masked(SCENE)
    assert masked(scene("point"))["name"] != masked(SCENE)["name"]
