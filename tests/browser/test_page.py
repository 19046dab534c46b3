"""The page in a browser: opening, filtering, cards, address, downloads, keyboard, silence."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from geo import i18n
from geo.screenshot import scripts

pytestmark = pytest.mark.browser

LAS_MERCEDES = (-66.85976, 10.48216)


def query(reader: Any) -> dict[str, list[str]]:
    return parse_qs(urlsplit(reader.page.url).query)


def field(reader: Any, label: str) -> Any:
    return reader.page.get_by_role("textbox", name=label, exact=True)


def test_opening(reader: Any) -> None:
    reader.open()
    assert query(reader) == {"among": ["PRK,VEN"], "show": ["pair:PRK-VEN"]}
    assert reader.drawn("missions") == 2
    frame = reader.page.locator(".st-key-map_side iframe")
    assert frame.get_attribute("title") == i18n.ENGLISH("page.name.map")
    assert reader.drawn("lines") >= 1
    assert "2 missions between North Korea and Venezuela" in reader.said()
    assert "North Korea and Venezuela" in reader.card()
    west_east = reader.frame().evaluate(
        "[map_div.getBounds().getWest(), map_div.getBounds().getEast()]"
    )
    assert west_east[0] < 125.79
    assert west_east[1] > 360 - 66.86
    told = reader.frame().locator("[data-view]").get_attribute("data-view").split(",")
    assert [float(told[0]), float(told[2])] == pytest.approx(west_east, abs=0.001)
    reader.found_nothing_wrong()


@pytest.mark.parametrize("id", ["pair:PRK-VEN", "prk-embassy-caracas", "ven-embassy-pyongyang"])
def test_a_card_opens_folded(visit: Any, address: str, id: str) -> None:
    reader = visit(address, viewport={"width": 1440, "height": 900}).open(f"show={id}")
    side = reader.page.locator(".st-key-card_side")
    assert side.evaluate("side => side.scrollHeight") <= 2500
    assert reader.page.locator(".ea-part-of-card").count() >= 5
    reader.unfold()
    assert side.locator(".ea-card a:not([href])").count() == 0
    reader.found_nothing_wrong()


def test_the_link_of_a_statement_opens_it_in_view(reader: Any) -> None:
    reader.open("show=prk-embassy-caracas")
    reader.unfold()
    link = reader.page.locator(".ea-card .ea-claims[open] .ea-here, .ea-row .ea-here").nth(20)
    claim = parse_qs(urlsplit(link.get_attribute("href")).query)["claim"][0]
    reader.open(f"claim={claim}")
    asked = reader.page.locator(".ea-card [aria-current=true]")
    assert asked.get_attribute("id") == f"ea-claim-{claim}"
    assert asked.evaluate("it => document.activeElement === it")
    box, side = asked.bounding_box(), reader.page.locator(".st-key-card_side").bounding_box()
    assert side["y"] <= box["y"] < side["y"] + side["height"]
    reader.found_nothing_wrong()


def test_a_click_leads_to_the_card_of_las_mercedes(reader: Any) -> None:
    reader.open()
    reader.click_at(*LAS_MERCEDES)
    card = reader.card()
    assert "Embassy of North Korea in Caracas" in card
    assert "Las Mercedes" in card
    assert "Ri Sung Gil" in card
    assert query(reader)["show"] == ["prk-embassy-caracas"]
    link = reader.page.locator(".st-key-card_side .ea-sources a[target]").first
    assert link.get_attribute("href").startswith("http")
    assert "noopener" in link.get_attribute("rel")
    reader.found_nothing_wrong()


def seen(reader: Any) -> list[float]:
    """West, south, east and north of what the map shows."""
    text = reader.frame().locator("[data-view]").get_attribute("data-view")
    return [float(part) for part in text.split(",")]


def test_a_search_moves_the_map_to_what_it_finds_and_counts_what_it_hides(reader: Any) -> None:
    reader.open("view=all")
    reader.frame().evaluate("map_div.setView([10.5, -66.9], 6, {animate: false})")
    everything = reader.drawn("missions")
    field(reader, "Search").fill("beijing")
    field(reader, "Search").press("Enter")
    reader.settle()
    assert 0 < reader.drawn("missions") < everything
    reader.page.wait_for_timeout(1_500)
    west, south, east, north = seen(reader)
    assert west < 116.4 < east
    assert south < 39.9 < north
    assert query(reader)["text"] == ["beijing"]
    field(reader, "Search").fill("")
    field(reader, "Search").press("Enter")
    reader.settle()
    assert reader.drawn("missions") == everything
    for place in (".stSidebar", ".st-key-under_map"):
        assert "closed not shown" in reader.page.locator(place).inner_text()
    reader.found_nothing_wrong()


def test_a_card_of_what_is_in_view_leaves_the_map_where_it_is(reader: Any) -> None:
    reader.open("among=VEN,PRK")
    before = reader.view()
    reader.frame().evaluate(
        """() => { let own; map_div.eachLayer((one) => { if (one.state) own = one; });
            own.open({ what: 'mission', id: 'prk-embassy-caracas' }); }"""
    )
    reader.settle()
    assert query(reader)["show"] == ["prk-embassy-caracas"]
    reader.page.wait_for_timeout(1_200)
    assert reader.view() == pytest.approx(before)


def test_what_is_switched_is_in_the_address(reader: Any) -> None:
    reader.open("view=all&layers=globe,sends")
    container = reader.frame().locator("[data-globe]")
    assert container.get_attribute("data-globe") == "true"
    reader.frame().get_by_role("button", name="Show as a globe").click()
    reader.settle()
    assert container.get_attribute("data-globe") == "false"
    assert query(reader)["layers"] == ["sends"]
    reader.open("view=all&layers=upside-down")
    assert "upside-down" in reader.page.locator(".stApp").inner_text()


def test_accents_do_not_matter(reader: Any) -> None:
    reader.open("text=brasilia")
    plain = reader.drawn("missions")
    reader.open("text=Bras%C3%ADlia")
    assert reader.drawn("missions") == plain > 0


def test_both_clocks(reader: Any) -> None:
    reader.open("among=VEN,PRK&show=ven-embassy-pyongyang")
    assert "suspended" in reader.card()
    for label in ("As of", "Sources up to"):
        field(reader, label).fill("2019-01-26")
        field(reader, label).press("Enter")
        reader.settle()
    assert "in preparation" in reader.card()
    assert "Inferred from a description" in reader.card()
    field(reader, "As of").fill("2018-06-01")
    field(reader, "As of").press("Enter")
    reader.settle()
    assert "Not yet open on 1 June 2018" in reader.card()
    assert query(reader)["as-of"] == ["2018-06-01"]
    reader.found_nothing_wrong()


def test_back_and_reload_show_what_the_address_says(reader: Any) -> None:
    reader.open()
    field(reader, "As of").fill("2019-09-01")
    field(reader, "As of").press("Enter")
    reader.settle()
    assert "1 September 2019" in reader.said()
    reader.page.reload()
    reader.page.wait_for_selector("h1.ea-title")
    reader.settle()
    assert "1 September 2019" in reader.said()
    holds = "([field, value]) => field.value === value"
    reader.page.wait_for_function(
        holds, arg=[field(reader, "As of").element_handle(), "2019-09-01"]
    )
    reader.page.go_back()
    reader.page.wait_for_url(lambda url: "2019-09-01" not in url)
    reader.settle()
    assert "1 September 2019" not in reader.said()
    reader.page.wait_for_function(holds, arg=[field(reader, "As of").element_handle(), ""])


def test_the_keyboard_alone_opens_a_card(reader: Any) -> None:
    reader.open("among=VEN,PRK&view=all")
    choice = reader.page.get_by_role("combobox", name=re.compile("Choose a mission"))
    choice.focus()
    reader.page.keyboard.type("embassy of venezuela in pyong")
    reader.page.keyboard.press("Enter")
    reader.settle()
    assert "Embassy of Venezuela in Pyongyang" in reader.card()
    assert query(reader)["show"] == ["ven-embassy-pyongyang"]
    assert "Wikidata" in reader.card()


def test_a_result_of_the_search_is_opened_by_keyboard_from_any_page(reader: Any) -> None:
    reader.open("among=VEN,PRK&view=all")
    for page, text, card, at in (
        ("Map", "Munsu-dong", "Munsu-dong diplomatic quarter", (39.02, 125.79)),
        ("Table", "norcoreana caracas", "in Caracas", (10.48, -66.86)),
    ):
        reader.page.get_by_role("link", name=page, exact=True).click()
        reader.settle()
        field(reader, "Search").fill(text)
        field(reader, "Search").press("Enter")
        reader.settle()
        reader.page.locator(".st-key-found button").first.focus()
        reader.page.keyboard.press("Enter")
        reader.settle()
        reader.frame().wait_for_selector("[data-missions-drawn]")
        assert card in reader.card()
        assert query(reader)["text"] == [text]
        assert query(reader)["among"] == ["PRK,VEN"]
        assert reader.view()[:2] == pytest.approx(at, abs=0.1)
    reader.found_nothing_wrong()


def test_a_wrong_date_and_an_empty_result_explain_themselves(reader: Any) -> None:
    reader.open()
    field(reader, "As of").fill("Mar-19")
    field(reader, "As of").press("Enter")
    reader.settle()
    told = reader.page.locator(".stSidebar .stAlert")
    assert "2019-03" in told.inner_text()
    assert told.bounding_box()["y"] - field(reader, "As of").bounding_box()["y"] < 120
    assert field(reader, "As of").input_value() == "Mar-19"
    field(reader, "As of").fill("")
    field(reader, "As of").press("Enter")
    field(reader, "Search").fill("no such thing")
    field(reader, "Search").press("Enter")
    reader.settle()
    assert "No mission in this dataset" in reader.page.locator(".stAlert").first.inner_text()
    reader.page.get_by_role("button", name=re.compile("Without the search text")).click()
    reader.settle()
    assert reader.drawn("missions") == 2
    reader.found_nothing_wrong()


def test_downloads_are_exactly_what_is_shown(reader: Any, tmp_path: Path) -> None:
    reader.open("among=VEN,PRK&as-of=2019-09-01")
    told = json.loads(reader.download("geojson", tmp_path).read_bytes())
    ids = {str(feature["id"]) for feature in told["features"]}
    assert any("prk-embassy-caracas" in id for id in ids)
    assert any("ven-embassy-pyongyang" in id for id in ids)
    assert not any("beijing" in id and "near" not in id for id in ids if id.startswith("ven-"))
    starts = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}
    for key, start in starts.items():
        path = reader.download(key, tmp_path)
        assert path.read_bytes().startswith(start)
        assert path.name == f"embassy-atlas-among-PRK-VEN-2019-09-01.{key}"
    reader.found_nothing_wrong()


def test_a_figure_is_drawn_as_it_was_chosen(reader: Any, tmp_path: Path) -> None:
    reader.open("among=VEN,PRK&as-of=2019-09-01")
    plain = reader.download("svg", tmp_path).read_bytes()
    reader.page.get_by_text("Figure options").click()
    for label, choice in (
        ("Figure", "Ranking of states"),
        ("Missions to count", "Sent by a state"),
    ):
        reader.page.get_by_role("combobox", name=re.compile(label)).click()
        reader.page.get_by_role("option", name=choice).click()
        reader.settle()
    ranked = reader.download("svg", tmp_path).read_bytes()
    assert ranked != plain
    rows = reader.download("csv_figure", tmp_path).read_text("utf-8-sig").splitlines()
    assert {row.split(",")[0] for row in rows[1:]} == {"VEN", "PRK"}
    reader.found_nothing_wrong()


def test_further_formats_and_contents_are_downloaded(reader: Any, tmp_path: Path) -> None:
    reader.open("among=VEN,PRK&as-of=2019-09-01")
    reader.files()
    reader.page.get_by_text("More formats").click()
    reader.settle()
    starts = {"gpkg": b"SQLite format 3", "kmz": b"PK", "parquet": b"PAR1", "gexf": b"<?xml"}
    for key, start in starts.items():
        assert reader.download(key, tmp_path).read_bytes().startswith(start)
    rows = reader.download("csv_statements", tmp_path).read_text("utf-8-sig").splitlines()
    assert rows[0].startswith("id,entity,property")
    reader.found_nothing_wrong()


def test_a_line_and_a_place_open_cards(reader: Any) -> None:
    reader.open("among=VEN,PRK&show=las-mercedes")
    assert "Hand-drawn" in reader.card()
    reader.page.get_by_role("button", name="Embassy of North Korea in Caracas").click()
    reader.settle()
    assert query(reader)["show"] == ["prk-embassy-caracas"]
    reader.page.get_by_role("button", name="North Korea and Venezuela").click()
    reader.settle()
    assert "14,37" in reader.card()


def test_what_another_address_shows_is_in_view(reader: Any) -> None:
    reader.open("sending=VEN&receiving=CUB,BOL&view=all")
    reader.page.wait_for_timeout(1_000)
    inside = """[[-82.4, 23.1], [-68.1, -16.5]].every(([lon, lat]) =>
        [0, 360].some(turn => map_div.getBounds().contains([lat, lon + turn])))"""
    assert reader.frame().evaluate(inside)
    seen = reader.view()
    field(reader, "Search").fill("havana")
    field(reader, "Search").press("Enter")
    reader.settle()
    reader.page.wait_for_timeout(1_500)
    assert reader.view()[2] > seen[2]
    reader.frame().evaluate("map_div.setView([10.5, -66.9], 3, {animate: false})")
    reader.page.get_by_role("button", name="Zoom to all").click()
    reader.settle()
    reader.page.wait_for_timeout(1_500)
    assert reader.view()[0] == pytest.approx(23.1, abs=0.5)


def test_a_line_and_a_place_can_be_gone_to(reader: Any) -> None:
    reader.open("among=VEN,PRK&show=las-mercedes")
    for show, latitude in (("las-mercedes", 10.48), ("pair:PRK-VEN", None)):
        if show.startswith("pair"):
            reader.page.get_by_role("combobox", name=re.compile("Choose a mission")).focus()
            reader.page.keyboard.type("north korea and vene")
            reader.page.keyboard.press("Enter")
            reader.settle()
        reader.page.get_by_role("button", name="Zoom to", exact=True).click()
        reader.settle()
        reader.page.wait_for_timeout(1_500)
        if latitude:
            assert reader.view()[0] == pytest.approx(latitude, abs=0.1)
        else:
            assert reader.view()[2] < 5


def test_a_failed_download_is_told(visit: Callable[..., Any], tmp_path: Path) -> None:
    from conftest import served

    script = tmp_path / "app.py"
    script.write_text(
        "import runpy\n"
        "import geo.exporters.formats\n"
        "from geo.errors import WriteFailed\n"
        "def fail(*_):\n"
        "    raise WriteFailed('no file of that kind today')\n"
        "geo.exporters.formats.Format.made = fail\n"
        "runpy.run_path('app.py', run_name='__main__')\n",
        encoding="utf-8",
    )
    with served(tmp_path / "cache", script=str(script)) as at:
        reader = visit(at)
        reader.open()
        reader.files()
        reader.page.locator(".st-key-download_geojson button").first.click()
        alert = reader.page.locator("[data-testid=stPopoverBody] .stAlert")
        alert.wait_for()
        assert "no file of that kind today" in alert.inner_text()
        assert reader.drawn("missions") == 2
        assert reader.download("png", tmp_path).read_bytes().startswith(b"\x89PNG")
        reader.settle()
        assert alert.count() == 0


def test_what_nobody_moved_is_fitted_into_a_larger_frame(
    visit: Callable[..., Any], address: str
) -> None:
    # A screenshot of the map, 800 by 450 pixels, showed the world twice: the frame was narrow
    # before, and Leaflet had moved the middle by less than a pixel as the frame took its size.
    reader = visit(address, viewport={"width": 800, "height": 450}, reduced_motion="reduce")
    reader.open("among=PRK,VEN")
    assert reader.view()[2] < 1
    reader.page.evaluate(scripts.GROW, [800, 450])
    reader.frame().wait_for_function("map_div.getZoom() >= 1.75")


def test_going_there_moves_the_map(reader: Any) -> None:
    reader.open("among=VEN,PRK&show=ven-embassy-pyongyang")
    before = reader.view()
    reader.page.get_by_role("button", name="Zoom to", exact=True).click()
    reader.settle()
    reader.page.wait_for_timeout(1_500)
    latitude, longitude, zoom = reader.view()
    assert zoom > before[2]
    assert latitude == pytest.approx(39.02, abs=0.1)
    assert longitude % 360 == pytest.approx(125.79, abs=0.1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone(visit: Callable[..., Any], address: str, scheme: str) -> None:
    reader = visit(
        address,
        viewport={"width": 360, "height": 740},
        color_scheme=scheme,
        has_touch=True,
        is_mobile=True,
        device_scale_factor=2,
    )
    reader.open()
    assert reader.drawn("missions") == 2
    wide = reader.page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide[0] <= wide[1]
    card = reader.page.locator(".st-key-card_side").bounding_box()
    map = reader.page.locator(".st-key-map_side iframe").bounding_box()
    assert card["y"] - map["y"] > 0.55 * 740
    credit = reader.frame().locator(".leaflet-control-attribution").bounding_box()
    assert credit["y"] + credit["height"] <= card["y"] + 1  # the sheet covers nobody's name
    assert map["y"] < 130
    reader.page.get_by_test_id("stExpandSidebarButton").click()
    reader.page.locator(".stSidebar").get_by_role("heading", name="Filters").wait_for()
    reader.page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    assert reader.frame().evaluate("map_div.getSize().y") == pytest.approx(map["height"], abs=2)
    hidden = reader.page.locator(".st-key-under_map")
    assert "1 closed not shown" in hidden.inner_text()
    assert hidden.is_visible()
    assert map["height"] < 740
    reader.found_nothing_wrong()


def test_a_view_is_shared_by_its_address(reader: Any) -> None:
    reader.open("receiving=VEN&as-of=2018-06-01&layers=sends&show=prk-embassy-caracas")
    reader.page.locator(".st-key-share button").first.click()
    address = reader.page.locator("[data-testid=stPopoverBody] code").inner_text()
    reader.open(address.partition("?")[2])
    assert query(reader)["receiving"] == ["VEN"]
    assert query(reader)["as-of"] == ["2018-06-01"]
    assert query(reader)["layers"] == ["sends"]
    assert query(reader)["show"] == ["prk-embassy-caracas"]


def test_the_line_of_time_has_fine_bars_once_it_is_unfolded(reader: Any) -> None:
    reader.open("view=all")
    reader.frame().locator(".atlas-time-fold").click()
    sums = reader.frame().locator(".atlas-time-sums")
    sums.wait_for()
    assert "per year" in sums.inner_text()
    card = reader.page.locator(".st-key-card_side").bounding_box()
    frame = reader.page.locator(".st-key-map_side iframe").bounding_box()
    switches = reader.frame().locator(".atlas-switches").bounding_box()
    assert switches["y"] > card["y"] + card["height"]
    assert switches["y"] + switches["height"] < frame["y"] + frame["height"]
