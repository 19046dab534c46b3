"""The pages of a state, of two states and of a city in a browser: reached by links, on a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

pytestmark = pytest.mark.browser


def _open(reader: Any, page: str) -> Any:
    reader.page.goto(f"{reader.address}{page}")
    reader.page.wait_for_selector("h1.ea-title, .stAlert")
    reader.settle()
    reader.errors[:] = [text for text in reader.errors if "404 (Not Found)" not in text]
    return reader.page


def test_a_card_leads_to_the_pair_to_a_state_and_to_a_city(reader: Any) -> None:
    reader.open("among=VEN,PRK&show=pair:PRK-VEN")
    page = reader.page
    page.get_by_role("link", name="Report on the two states").click()
    page.wait_for_function("document.querySelector('h1')?.innerText.startsWith('North Korea and')")
    reader.settle()
    assert "First mission: North Korea opened first (1991)" in page.locator("body").inner_text()
    assert page.locator("img.ea-timeline.ea-wide").is_visible()
    _open(reader, "state?state=VEN")
    page.get_by_role("link", name="Vienna", exact=True).first.click()
    page.wait_for_function("document.querySelector('h1')?.innerText === 'Vienna'")
    reader.settle()
    assert parse_qs(urlsplit(page.url).query)["city"] == ["Vienna"]
    page.get_by_role("link", name="North Korea", exact=True).first.click()
    page.wait_for_function("document.querySelector('h1')?.innerText === 'North Korea'")
    reader.errors[:] = [text for text in reader.errors if "404 (Not Found)" not in text]
    reader.found_nothing_wrong()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", ["state?state=VEN", "pair?pair=VEN,PRK", "city?city=Caracas"])
def test_axe_finds_nothing_and_a_phone_has_room(
    visit: Callable[..., Any], address: str, axe: Callable[..., list[str]], page: str, scheme: str
) -> None:
    reader = visit(address, color_scheme=scheme)
    shown = _open(reader, f"{page}&lang=es")
    assert axe(shown) == []
    shown.set_viewport_size({"width": 360, "height": 740})
    reader.settle()
    assert axe(shown) == []
    wide, room = shown.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= room
    assert shown.locator("img.ea-timeline.ea-narrow").is_visible()
    reader.found_nothing_wrong()
