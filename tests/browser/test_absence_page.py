"""Absences on the page: listed in a table, told under the map, opened as the card of the pair."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

pytestmark = pytest.mark.browser


def test_the_table_turns_from_missions_to_absences_and_leads_to_a_card(reader: Any) -> None:
    page = reader.page
    page.goto(f"{reader.address}table?receiving=VEN&as-of=2026-11-21&sort=-name")
    page.wait_for_selector("#ea-listed-absences")
    reader.settle()
    page.locator("#ea-listed-absences").click()
    page.wait_for_function(
        "document.querySelector('h1.ea-title')?.innerText === 'Table of absences'"
    )
    reader.settle()
    told = parse_qs(urlsplit(page.url).query)
    assert (told["list"], told["receiving"]) == (["absences"], ["VEN"])
    assert "sort" not in told
    assert "50 states have a mission; 28 are non-resident" in page.locator("body").inner_text()
    assert page.locator(".ea-table tbody tr").count() == 50
    with page.expect_download() as caught:
        page.get_by_role("button", name="CSV").click()
    rows = caught.value.path().read_text("utf-8-sig").splitlines()
    assert len(rows) == 1 + 149
    first = page.locator(".ea-table tbody tr:first-child th a")
    assert first.inner_text() == "Australia – Venezuela"
    first.click()
    page.wait_for_function("document.activeElement.id === 'ea-card'")
    assert "Australia to Venezuela: non-resident, accredited from Bogotá" in reader.card()
    assert "list" not in parse_qs(urlsplit(page.url).query)
    reader.errors[:] = [text for text in reader.errors if "404 (Not Found)" not in text]
    reader.found_nothing_wrong()


def test_an_address_opens_the_card_of_any_pair(reader: Any) -> None:
    page = reader.page
    page.goto(f"{reader.address}?show=pair:ALB-GEO&receiving=VEN&as-of=2026-11-21")
    page.wait_for_selector("#ea-card")
    reader.settle()
    assert "o data on a mission of Albania in Georgia" in reader.card()
    assert "28 are non-resident; no data for 121." in reader.details()
    assert (
        reader.frame().locator("[data-absences-drawn]").get_attribute("data-absences-drawn")
        == "149"
    )
    reader.found_nothing_wrong()
