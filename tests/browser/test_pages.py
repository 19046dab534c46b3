"""All pages for every reader: what axe finds, a phone, the keyboard, two languages."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from geo import i18n
from geo.ui import state

pytestmark = pytest.mark.browser

PAGES = {
    "map": "?among=VEN,PRK&show=ven-embassy-pyongyang",
    "table": "table?receiving=VEN",
    "absences": "table?receiving=VEN&list=absences",
    "nobody": "table?list=absences",
    "timelines": "timelines?among=VEN,PRK",
    "timeline": "timelines?show=ven-embassy-pyongyang",
    "changes": "changes?among=VEN,PRK&as-of=2020-01-01&since=2019-01-01",
    "sources": "sources?among=VEN,PRK",
    "conflicts": "conflicts?among=VEN,PRK",
    "quality": "quality?receiving=VEN",
    "load-data": "load-data?among=VEN,PRK",
    "about": "about?among=VEN,PRK",
    "nothing": "?among=VEN,PRK&as-of=1990",
    "wrong": "table?as-of=Mar-19&sending=Korea&page=x",
}
ELSEWHERE = ("edit", "changes", "compare", "matrix", "pair", "city")
"""Pages that are not in the bar: other pages lead there, or they are not served."""

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
PROBES = ("/_stcore/health", "/_stcore/host-config")
"""Streamlit looks for itself below the path of a page first, and gets a 404."""


def opened(reader: Any, name: str, language: str = "en") -> Any:
    missing: list[str] = []
    reader.page.on("response", lambda told: missing.append(told.url) if told.status == 404 else 0)
    path = PAGES[name]
    reader.page.goto(f"{reader.address}{path}&lang={language}")
    reader.page.wait_for_selector("h1.ea-title")
    reader.settle()
    if path.startswith("?"):
        reader.frame().wait_for_selector("[data-missions-drawn]")
    assert {urlsplit(url).path for url in missing} <= {f"/{name}{probe}" for probe in PROBES} | {
        f"/{place}{probe}" for place in ("table", "timelines") for probe in PROBES
    }
    reader.errors[:] = [text for text in reader.errors if "404 (Not Found)" not in text]
    return reader.page


@pytest.mark.parametrize(
    ("old", "new"), [("courses", "timelines"), ("open", "load-data"), ("map", "")]
)
def test_an_old_address_leads_to_the_new_one(reader: Any, old: str, new: str) -> None:
    reader.page.goto(f"{reader.address}{old}?among=VEN,PRK&as-of=2020-01-01&lang=es")
    reader.page.wait_for_url(re.compile(f"/{new}[?]"))
    reader.settle()
    told = parse_qs(urlsplit(reader.page.url).query)
    assert (told["as-of"], told["lang"]) == (["2020-01-01"], ["es"])
    if new:
        assert reader.page.locator("h1.ea-title").inner_text() == i18n.tr("es")(f"page.name.{new}")
    else:
        reader.frame().wait_for_selector("[data-missions-drawn]")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_any_page(
    visit: Callable[..., Any], address: str, axe: Callable[..., list[str]], name: str, scheme: str
) -> None:
    reader = visit(address, color_scheme=scheme)
    page = opened(reader, name)
    assert axe(page) == []
    page.set_viewport_size(PHONE["viewport"])
    reader.settle()
    assert axe(page) == []
    reader.found_nothing_wrong()


@pytest.mark.parametrize("name", PAGES)
def test_every_page_fits_a_phone_in_spanish(
    visit: Callable[..., Any], address: str, name: str
) -> None:
    reader = visit(address, **PHONE)
    page = opened(reader, name, "es")
    wide, room = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= room
    assert page.evaluate("document.documentElement.lang") == "es"
    tr = i18n.tr("es")
    bar = page.locator(".ea-bar a").all_inner_texts()
    assert bar == [tr(f"page.name.{one}") for one in state.PAGES if one not in ELSEWHERE]
    assert page.locator("h1").count() == 1
    reader.found_nothing_wrong()


def test_the_keyboard_goes_from_page_to_page_and_keeps_what_is_shown(reader: Any) -> None:
    page = opened(reader, "map")
    for name, title in (("Table", "Table of missions"), ("Sources", "Sources"), ("Map", "Embassy")):
        link = page.locator(".ea-bar").get_by_role("link", name=name, exact=True)
        link.focus()
        assert link.evaluate("it => getComputedStyle(it).outlineStyle") == "solid"
        page.keyboard.press("Enter")
        page.wait_for_function(
            "title => document.querySelector('h1.ea-title')?.innerText.startsWith(title)",
            arg=title,
        )
        reader.settle()
        page.wait_for_function("document.activeElement.id === 'ea-title'")
        assert parse_qs(urlsplit(page.url).query)["among"] == ["PRK,VEN"]
    assert "Embassy of Venezuela in Pyongyang" in reader.card()


def test_the_table_is_sorted_and_turned_by_keyboard(reader: Any) -> None:
    page = opened(reader, "table")
    first = ".ea-table tbody tr:first-child th"
    before = page.locator(first).inner_text()
    page.locator("#ea-missions-name").focus()
    page.keyboard.press("Enter")
    page.wait_for_function(
        "before => ![undefined, before].includes("
        "document.querySelector('.ea-table tbody th')?.innerText)",
        arg=before,
    )
    reader.settle()
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("Mission")
    assert page.evaluate("document.activeElement.id") == "ea-missions-name"
    assert page.locator(".ea-table tbody tr").count() == 50
    page.locator("#ea-missions-top-next").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelectorAll('.ea-table tbody tr').length < 50")
    reader.settle()
    assert page.locator(".ea-table tbody tr:last-child th").inner_text() == before
    told = parse_qs(urlsplit(page.url).query)
    assert (told["sort"], told["page"]) == (["-name"], ["2"])


def test_the_embed_is_offered_with_its_line(reader: Any) -> None:
    page = opened(reader, "map")
    reader.files()
    page.locator(".st-key-embed summary").click()
    line = page.locator(".stCode code")
    line.wait_for()
    told = line.inner_text()
    assert told.startswith('<iframe src="embassy-atlas-embed-among-PRK-VEN-')
    title = "Diplomatic missions between North Korea and Venezuela"
    assert f'title="{title}"' in html.unescape(told)
    line.scroll_into_view_if_needed()
    box, high = line.bounding_box(), page.viewport_size["height"]
    assert 0 <= box["y"] < box["y"] + box["height"] <= high
