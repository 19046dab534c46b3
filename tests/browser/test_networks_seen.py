"""The pages of networks in a browser: choices reach the address, a cell of the matrix its pair."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

pytestmark = pytest.mark.browser


def _open(reader: Any, page: str) -> Any:
    reader.page.goto(f"{reader.address}{page}")
    reader.page.wait_for_selector("h1.ea-title, .stAlert")
    reader.settle()
    return reader.page


def _query(page: Any) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_rankings_lead_to_a_comparison_and_the_address_follows(reader: Any) -> None:
    page = _open(reader, "rank?as-of=2024-01-01")
    box = page.get_by_label("Minimum share known")
    box.fill("0.3")
    box.press("Enter")
    reader.settle()
    assert _query(page)["coverage"] == ["0.3"]
    assert "set apart" in page.locator("body").inner_text()
    with page.expect_download() as caught:
        page.get_by_role("button", name="CSV").click()
    assert "missions" in caught.value.path().read_text("utf-8-sig").splitlines()[0]
    page.locator("#ea-network-compare").click()
    page.wait_for_function(
        "document.querySelector('h1.ea-title')?.innerText === 'Comparison of states'"
    )
    reader.settle()
    assert "coverage" not in _query(page)
    chosen = page.get_by_label("States to compare")
    for name in ("Venezuela", "North Korea"):
        chosen.fill(name)
        reader.settle()
        chosen.press("Enter")
        reader.settle()
    assert _query(page)["compare"] == ["VEN,PRK"]
    caption = page.locator("figcaption").inner_text()
    assert "Venezuela blue" in caption
    assert "North Korea vermilion" in caption
    reader.errors[:] = [text for text in reader.errors if "404 (Not Found)" not in text]
    reader.found_nothing_wrong()


def test_a_cell_of_the_matrix_is_reached_by_keyboard(reader: Any) -> None:
    page = _open(reader, "matrix?among=PRK,VEN&as-of=2024-01-01")
    canvas = page.locator("[data-testid='stDataFrame'] canvas").first
    canvas.focus()
    for key in ("ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
        reader.settle()
    text = page.locator("[role=status]").last.inner_text()
    assert " in " in text
    link = page.get_by_role("link", name="Open the pair")
    if not link.count():  # the cell of a state with itself
        page.keyboard.press("ArrowDown")
        reader.settle()
        assert page.locator("[role=status]").last.inner_text() != text
    link.click()
    page.wait_for_function("!document.querySelector('[data-testid=stDataFrame]')")
    assert "PRK" in page.url
    assert "VEN" in page.url
    reader.errors[:] = [text for text in reader.errors if "404 (Not Found)" not in text]
    reader.found_nothing_wrong()
