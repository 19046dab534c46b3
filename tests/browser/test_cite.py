"""Cards in a browser: numbers that lead to sources, values that open, citations that are copied."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pybtex.database import parse_string

import geo
from geo import i18n
from geo.reports.citations import citation

pytestmark = pytest.mark.browser

IN_VIEW = """id => {
    const box = document.getElementById(id).getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight;
}"""
PYONGYANG = "ven-embassy-pyongyang"
OPEN = f"among=VEN,PRK&as-of=2026-11-21&show={PYONGYANG}"
ON = geo.Selection(among=("VEN", "PRK"), as_of="2026-11-21")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
COPYING = {"permissions": ["clipboard-read", "clipboard-write"]}
CARD = ".st-key-card_side"


def cited(ids: tuple[str, ...], form: str, language: str = "en") -> str:
    return citation(geo.Atlas.open(), ids, ON, form, language=language).rstrip("\n")


def opened(reader: Any, key: str) -> Any:
    """The popover of a citation, opened by keyboard."""
    button = reader.page.locator(f".st-key-cite_{key} button").first
    button.focus()
    reader.page.keyboard.press("Enter")
    box = reader.page.locator(f"#ea-cite-{key}")
    box.wait_for()
    reader.settle()
    return box


def copied(reader: Any, key: str) -> str:
    button = reader.page.locator(f'button.ea-copy[data-copy="ea-cite-{key}"]')
    button.focus()
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_function("document.querySelector('.ea-citation [role=status]')?.innerText")
    return str(reader.page.evaluate("navigator.clipboard.readText()"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("key", "ids"), [("card", (PYONGYANG,)), ("view", ())])
def test_a_citation_is_copied_in_each_form(
    visit: Callable[..., Any],
    address: str,
    axe: Callable[..., list[str]],
    key: str,
    ids: tuple[str, ...],
    scheme: str,
) -> None:
    reader = visit(address, color_scheme=scheme, **COPYING)
    reader.open(OPEN)
    box = opened(reader, key)
    for form, label in (("text", "Text"), ("bibtex", "BibTeX"), ("csl", "CSL-JSON")):
        reader.page.get_by_role("radiogroup", name="Form").get_by_text(label, exact=True).click()
        reader.settle()
        wanted = cited(ids, form)
        reader.page.wait_for_function(
            "([id, text]) => document.getElementById(id)?.textContent === text",
            arg=[f"ea-cite-{key}", wanted],
        )
        assert copied(reader, key) == wanted
    assert box.evaluate("it => it.tabIndex") == 0
    assert axe(reader.page) == []
    reader.found_nothing_wrong()


def test_the_card_of_a_source_cites_the_source(visit: Callable[..., Any], address: str) -> None:
    reader = visit(address, **COPYING)
    reader.open("as-of=2026-11-21&show=nk-news-2019-01-26&view=all")
    opened(reader, "card")
    assert copied(reader, "card").startswith("NK News: “Preparations underway")
    reader.found_nothing_wrong()


def test_where_the_clipboard_is_kept_it_is_copied_by_the_older_way(
    visit: Callable[..., Any], address: str
) -> None:
    reader = visit(address, **COPYING)
    reader.open(f"{OPEN}&lang=es")
    reader.page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }"
    )
    opened(reader, "card")
    assert copied(reader, "card") == cited((PYONGYANG,), "text", "es")
    told = reader.page.locator(".ea-citation [role=status]").inner_text()
    assert told == i18n.tr("es")("cite.page.copied")
    reader.found_nothing_wrong()


def test_a_bibliography_of_the_sources_listed_is_a_file(
    visit: Callable[..., Any], address: str
) -> None:
    reader = visit(address)
    reader.page.goto(f"{address}sources?among=VEN,PRK&find=nk%20news")
    reader.page.wait_for_selector("h1.ea-title")
    reader.settle()
    with reader.page.expect_download() as got:
        reader.page.get_by_role("button", name="BibTeX").click()
    entries = parse_string(Path(got.value.path()).read_text("utf-8"), "bibtex").entries
    with reader.page.expect_download() as got:
        reader.page.get_by_role("button", name="CSL-JSON").click()
    told = json.loads(Path(got.value.path()).read_text("utf-8"))
    rows = reader.page.locator(".ea-table tbody tr").count()
    assert len(told) == len(entries) == rows > 2
    reader.errors[:] = [text for text in reader.errors if "404 (Not Found)" not in text]
    reader.found_nothing_wrong()


def test_a_number_leads_to_its_source_and_back(reader: Any) -> None:
    reader.open(OPEN)
    page = reader.page
    before = page.url
    reader.unfold()
    mark = page.locator("#ea-ref-5")
    assert mark.get_attribute("aria-label").startswith("Source 5: ")
    mark.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'ea-source-5'")
    source = page.locator("#ea-source-5")
    page.wait_for_function(IN_VIEW, arg="ea-source-5")
    source.locator(".ea-back").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'ea-ref-5'")
    assert page.url == before
    # One that stands within a folded section is brought to light.
    folded = page.evaluate(
        """() => [...document.querySelectorAll('.ea-back')].find(back =>
            document.getElementById(back.hash.slice(1))?.closest('details:not([open])'))?.hash"""
    )
    assert folded
    page.locator(f'.ea-back[href="{folded}"]').click()
    page.wait_for_function("id => document.activeElement.id === id", arg=folded[1:])
    assert page.locator(folded).is_visible()
    reader.found_nothing_wrong()


def test_a_value_opens_by_keyboard_to_all_claims_for_it(
    reader: Any, axe: Callable[..., list[str]]
) -> None:
    reader.open(OPEN)
    reader.unfold()
    city = reader.page.locator(f"{CARD} .ea-row", has_text=re.compile(r"^City")).first
    claims = city.locator("details.ea-claims")
    assert not claims.locator("li").first.is_visible()
    claims.locator("summary").focus()
    reader.page.keyboard.press("Enter")
    told = claims.inner_text()
    for text in ("Pyongyang", "Pyonyang", "deprecated", "[3]", "read in full"):
        assert text in told
    for fold in reader.page.locator(f"{CARD} details").all():
        fold.evaluate("it => it.open = true")
    assert axe(reader.page) == []
    reader.found_nothing_wrong()


def test_a_card_fits_a_phone_in_spanish(visit: Callable[..., Any], address: str) -> None:
    reader = visit(address, color_scheme="dark", **PHONE)
    reader.open(f"{OPEN}&lang=es")
    for fold in reader.page.locator(f"{CARD} details").all():
        fold.evaluate("it => it.open = true")
    box = opened(reader, "card").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    wide, room = reader.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= room
    assert "Última confirmación: NK News" in reader.card()
    reader.found_nothing_wrong()
