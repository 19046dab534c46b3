"""The page of courses: a picture for the screen it is on, the table, the way there and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

MISSION = "show=ven-embassy-pyongyang&as-of=2026-11-21"


def opened(reader: Any, query: str) -> Any:
    reader.page.goto(f"{reader.address}timelines?{query}")
    reader.page.wait_for_selector("img.ea-timeline", state="attached")
    reader.settle()
    reader.errors[:] = [text for text in reader.errors if "404 (Not Found)" not in text]
    return reader.page


def test_a_mission_has_its_picture_and_its_table(visit: Callable[..., Any], address: str) -> None:
    reader = visit(address)
    page = opened(reader, MISSION)
    shown = [one for one in page.locator("img.ea-timeline").all() if one.is_visible()]
    assert len(shown) == 1
    assert "Embassy of Venezuela in Pyongyang" in shown[0].get_attribute("alt")
    assert shown[0].evaluate("one => one.naturalWidth > one.clientWidth / 2")
    page.locator(".ea-figure summary").click()
    assert "21 August 2019" in page.locator(".ea-figure details").inner_text()
    expected = page.locator("table tr", has_text="March 2019")
    assert expected.locator(".ea-tag").inner_text() == "expected"
    assert (
        page.locator("table tr", has_text="Opened on a Wednesday").first.locator(".ea-tag").count()
        == 0
    )
    reader.found_nothing_wrong()


def test_a_phone_gets_the_narrow_picture(visit: Callable[..., Any], address: str) -> None:
    reader = visit(address, viewport={"width": 390, "height": 800})
    page = opened(reader, MISSION)
    assert page.locator("img.ea-timeline.ea-narrow").is_visible()
    assert not page.locator("img.ea-timeline.ea-wide").is_visible()
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    reader.found_nothing_wrong()


def test_the_card_leads_to_the_course_and_the_course_back(
    visit: Callable[..., Any], address: str
) -> None:
    reader = visit(address).open(MISSION)
    reader.page.locator(".st-key-card_side a[href^=timelines]").first.click()
    reader.page.wait_for_selector("img.ea-timeline", state="attached")
    reader.settle()
    assert "show=ven-embassy-pyongyang" in reader.page.url
    reader.page.locator("a", has_text="Open the card").or_(
        reader.page.locator(".ea-foot a").nth(1)
    ).first.click()
    reader.settle()
    assert "Embassy of Venezuela in Pyongyang" in reader.card()


@pytest.mark.parametrize(("form", "magic"), [("PNG", b"\x89PNG"), ("CSV", b"\xef\xbb\xbfsubject")])
def test_it_is_downloaded(
    visit: Callable[..., Any], address: str, tmp_path: Path, form: str, magic: bytes
) -> None:
    reader = visit(address)
    page = opened(reader, MISSION)
    with page.expect_download() as coming:
        page.get_by_role("button", name=form, exact=True).click()
    out = tmp_path / coming.value.suggested_filename
    coming.value.save_as(out)
    assert out.name.startswith("embassy-atlas-timelines-ven-embassy-pyongyang")
    assert out.read_bytes().startswith(magic)
