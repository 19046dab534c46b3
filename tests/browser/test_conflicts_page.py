"""The page of disagreements: 1965 against 1974 opened and read, ten thousand claims."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from support.served import served

from geo import dataset

pytestmark = pytest.mark.browser

FAMOUS = "PRK-VEN relations-established"
MANY = 10_000


def opened(reader: Any, path: str) -> Any:
    reader.page.goto(f"{reader.address}{path}")
    reader.page.wait_for_selector("h1.ea-title")
    reader.settle()
    reader.errors[:] = [text for text in reader.errors if "404 (Not Found)" not in text]
    return reader.page


def famous(page: Any) -> Any:
    rows = page.locator(".ea-table tbody tr")
    return rows.filter(has=page.locator("summary", has_text="1974 · 1965"))


def test_the_disagreement_on_1965_and_1974_is_opened_and_read(
    reader: Any, axe: Callable[..., list[str]]
) -> None:
    page = opened(reader, "conflicts?among=VEN,PRK&lang=en")
    row = famous(page)
    assert row.count() == 1
    details = row.locator("details")
    assert details.get_attribute("open") is None
    row.locator("summary").focus()
    page.keyboard.press("Enter")
    page.wait_for_function(
        "() => [...document.querySelectorAll('details.ea-dispute')].some(it => it.open)"
    )
    text = details.inner_text()
    assert "Decided by rank" in text
    assert "8 sources, 6 origins" in text
    assert "6 sources, 2 origins" in text
    assert "rank: preferred" in text
    assert "no primary source seen" in text
    assert "repeats Associated Press via CityNews 1130" in text
    assert text.index("used") < text.index("6 sources, 2 origins")
    marks = details.locator("li > span:first-child").all_inner_texts()
    assert marks == [f"[{number}]" for number in range(1, 18)]
    out = details.locator('a[href^="https://www.citynews1130.com/"]')
    assert out.get_attribute("rel") == "noopener noreferrer"
    assert axe(page) == []
    row.locator("th a").click()
    page.wait_for_selector(".st-key-card_side")
    reader.settle()
    told = parse_qs(urlsplit(page.url).query)
    assert told["show"] == ["pair:PRK-VEN"]
    assert "North Korea and Venezuela" in reader.card()
    assert "1974" in page.locator(".st-key-card_side").text_content()
    reader.found_nothing_wrong()


def test_one_of_them_is_read_page_by_page_and_taken_along(reader: Any, tmp_path: Path) -> None:
    page = opened(reader, f"conflicts?find={FAMOUS}&rows=25&lang=es")
    assert page.locator("h1").inner_text() == "Fuentes en conflicto"
    assert page.locator(".ea-table tbody tr").count() == 17
    assert "6 fuentes, 2 orígenes" in page.locator(".ea-dispute").inner_text()
    file = reader.download("conflicts", tmp_path)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 17
    assert {row["value"] for row in rows if row["leads"] == "yes"} == {"1974"}
    page.locator("#ea-all").click()
    page.wait_for_selector("details.ea-dispute")
    reader.settle()
    assert page.locator("details.ea-dispute").count() == 25
    reader.found_nothing_wrong()


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A copy of the bundled dataset in which ten thousand claims repeat South Korea's year."""
    folder = tmp_path_factory.mktemp("crowd") / "pack"
    own = dataset.read()
    wrong = next(c for c in own.rows["claims"] if "ap-citynews" in c["id"] and c["value"] == "1965")
    own.rows["claims"] += [{**wrong, "id": f"z-{number:05}"} for number in range(MANY)]
    own.rows["claims"].sort(key=lambda row: row["id"])
    dataset.write(own, folder)
    with served(tmp_path_factory.mktemp("cache"), folder) as at:
        yield at


def test_ten_thousand_claims_freeze_nothing_and_are_all_reached_from_the_card(
    visit: Callable[..., Any], crowded: str
) -> None:
    reader = visit(crowded)
    page = opened(reader, "?among=VEN,PRK&show=pair:PRK-VEN&lang=en")
    more = page.locator(".st-key-card_side a", has_text="All conflicting sources").first
    more.evaluate(
        "it => { for (; it; it = it.parentElement) if (it.open === false) it.open = true }"
    )
    more.click()
    page.wait_for_selector("details.ea-dispute")
    reader.settle()
    assert page.locator("h1").inner_text() == "Conflicting sources"
    row = famous(page)
    row.locator("summary").click()
    assert row.locator("li").count() < 100
    assert "10,006 sources" not in row.inner_text()
    row.get_by_text("Show all 10,017 claims").click()
    page.wait_for_selector(".ea-table .ea-col-origin")
    reader.settle()
    assert page.locator(".ea-table tbody tr").count() == 50
    assert "of 10,017" in page.locator(".ea-count").first.inner_text()
    page.locator("#ea-conflicts-top-next").click()
    page.wait_for_function("document.querySelector('.ea-count')?.innerText.startsWith('Rows 51')")
    reader.settle()
    assert parse_qs(urlsplit(page.url).query)["page"] == ["2"]
    reader.found_nothing_wrong()


def test_a_day_before_all_sources_is_said_to_be_one(reader: Any) -> None:
    for path in ("?among=VEN,PRK&known-on=1980&lang=en", "conflicts?known-on=1980&lang=en"):
        page = opened(reader, path)
        told = page.locator(".stAlert", has_text="published by 31 December 1980")
        assert "4 April 1995" in told.inner_text()
