"""Hostile strings in every text field of a dataset, looked at on every surface in a browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import pytest
from support.hostile import FREE, MISSION, PAYLOADS, spoiled

import geo
from geo import dataset
from geo.dataset import MODELS

pytestmark = pytest.mark.browser

BOUND: Final = {
    *("id", "kind", "date", "sense", "method", "precision", "seen", "rank", "face", "valid"),
    *("url", "published", "revised", "accessed", "archived_url", "known_through", "derived_from"),
    *("sending", "receiving", "city", "wikidata", "mission", "sources", "longitude", "latitude"),
    *("place", "radius_m", "anchors", "start", "end", "attested", "a", "b", "third", "state"),
    *("subject", "property", "source", "origin", "grade"),
}
"""Columns that are ids, codes, dates, numbers or words of a closed list."""


def test_no_text_field_is_forgotten() -> None:
    for table, model in MODELS.items():
        assert set(model.columns) == {*FREE[table], *BOUND} & set(model.columns)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    from conftest import served

    folder = tmp_path_factory.mktemp("hostile") / "pack"
    dataset.write(spoiled(dataset.read()), folder)
    assert [problem for problem in dataset.check(folder) if "canonical" not in problem.rule] == []
    with served(tmp_path_factory.mktemp("cache"), folder) as address:
        yield address, folder


def test_nothing_runs_on_any_card(visit: Callable[..., Any], hostile: tuple[str, Path]) -> None:
    reader = visit(hostile[0])
    atlas = geo.Atlas.open(hostile[1])
    lines = geo.lines(atlas, geo.Selection(), vertices=2)
    ids = [MISSION, "ven-embassy-pyongyang", "pair:PRK-VEN", "las-mercedes"]
    ids += [next(id for id in lines["id"] if id.startswith(kind)) for kind in ("cover:", "near:")]
    for number, id in enumerate(ids):
        reader.open(f"view=all&show={quote(id)}", map=number == 0)
        assert reader.page.locator(".st-key-card_side article").count() == 1
        reader.page.evaluate(
            "document.querySelectorAll('.st-key-card_side details')"
            ".forEach(part => { part.open = true })"
        )
        made = reader.page.locator(".st-key-card_side article, .st-key-card_side header")
        assert made.locator("img, script, svg, style, iframe, object, [onerror]").count() == 0
        for link in made.locator("a").all():
            to = link.get_attribute("href")
            outside = to.startswith("https://outside.invalid/")
            inner = re.fullmatch(r"#ea-(source|ref)-[0-9]+", to)
            assert outside or inner or re.fullmatch(r"\./\?[a-z-]+=[A-Za-z0-9,:&=%.+-]*", to), to
            assert link.get_attribute("onmouseover") is None
        assert reader.hits() == []
        if id == MISSION:
            assert "characters in all" in reader.card()
            assert "[U+202E]" in reader.card()
            reader.page.locator(".st-key-cite_card button").first.click()
            shown = reader.page.locator("#ea-cite-card")
            shown.wait_for()
            reader.settle()
            assert "</script><script>" in shown.inner_text()
            assert reader.page.locator(".ea-citation").locator("img, script, svg").count() == 0
            reader.page.keyboard.press("Escape")
    reader.found_nothing_wrong()


def test_nothing_runs_on_the_map_or_in_the_lists(
    visit: Callable[..., Any], hostile: tuple[str, Path]
) -> None:
    reader = visit(hostile[0])
    reader.open("view=all")
    assert reader.drawn("missions") > 100
    box = reader.page.locator(".st-key-map_side iframe").bounding_box()
    for step in range(1, 12):
        x = box["x"] + box["width"] * step / 12
        reader.page.mouse.move(x, box["y"] + box["height"] * (0.4 + 0.03 * step))
        reader.page.wait_for_timeout(60)
    reader.click_at(-66.85976, 10.48216)
    reader.page.get_by_text("More filters", exact=True).first.click()
    for label in ("City", "Source"):
        reader.page.get_by_role("combobox", name=re.compile(label)).last.click()
        reader.page.wait_for_timeout(300)
        reader.page.keyboard.press("Escape")
    reader.page.get_by_role("combobox", name=re.compile("Choose a mission")).click()
    reader.page.wait_for_timeout(500)
    reader.page.keyboard.press("Escape")
    assert "</script>" in reader.page.locator(".stSidebar").inner_text()
    reader.found_nothing_wrong()


def test_nothing_runs_in_the_table_of_absences_and_on_its_cards(
    visit: Callable[..., Any], hostile: tuple[str, Path]
) -> None:
    reader = visit(hostile[0])
    reader.page.goto(f"{hostile[0]}table?states=PRK&list=absences&rows=250")
    reader.page.wait_for_selector(".ea-table tbody tr")
    reader.settle()
    assert any(one in reader.page.locator(".ea-table").inner_text() for one in PAYLOADS)
    reader.errors[:] = [text for text in reader.errors if "404 (Not Found)" not in text]
    reader.open("states=PRK&show=pair:AUS-PRK")
    assert any(one in reader.card() for one in PAYLOADS)
    box = reader.page.locator(".st-key-map_side iframe").bounding_box()
    for step in range(1, 12):
        reader.page.mouse.move(box["x"] + box["width"] * step / 12, box["y"] + box["height"] * 0.4)
        reader.page.wait_for_timeout(60)
    reader.found_nothing_wrong()


@pytest.mark.parametrize("payload", [*PAYLOADS, "\0NUL\0", "x" * 5_000])
def test_the_address_is_text(visit: Callable[..., Any], address: str, payload: str) -> None:
    reader = visit(address)
    given = quote(payload, safe="")
    keys = ("text", "show", "states", "as-of", "kind", "bbox", "city", "source", given)
    reader.open("&".join(f"{key}={given}" for key in keys), map=False)
    said = " ".join(reader.page.locator(".stAlert").all_inner_texts())
    assert "Traceback" not in said
    assert "as-of" in said
    reader.found_nothing_wrong()


def test_files_of_a_hostile_dataset_are_files(
    visit: Callable[..., Any], hostile: tuple[str, Path], tmp_path: Path
) -> None:
    reader = visit(hostile[0])
    reader.open("among=VEN,PRK").settle()  # a map that comes later draws the buttons anew
    told = json.loads(reader.download("geojson", tmp_path).read_bytes())
    assert PAYLOADS[0] in json.dumps(told, ensure_ascii=False)
    drawn = reader.download("svg", tmp_path)
    for key in ("png", "pdf"):
        assert reader.download(key, tmp_path).stat().st_size > 1_000
    reader.found_nothing_wrong()
    reader.page.goto(drawn.as_uri())
    reader.page.wait_for_timeout(500)
    assert reader.hits() == []
    assert "<script" not in drawn.read_text(encoding="utf-8")


def test_a_search_for_anything_is_a_search(visit: Callable[..., Any], address: str) -> None:
    reader = visit(address)
    reader.open()
    search = reader.page.get_by_role("textbox", name="Search", exact=True)
    for payload in PAYLOADS[:5]:
        search.fill(payload)
        search.press("Enter")
        reader.settle()
        assert "No mission in this dataset" in reader.page.locator(".stAlert").first.inner_text()
    reader.found_nothing_wrong()


def test_what_a_search_finds_stays_text(visit: Callable[..., Any], hostile: Any) -> None:
    reader = visit(hostile[0])
    reader.open()
    search = reader.page.get_by_role("textbox", name="Search", exact=True)
    for text in ("onerror", "HYPERLINK", "red smile"):
        search.fill(text)
        search.press("Enter")
        reader.settle()
        found = reader.page.locator(".st-key-found button")
        assert found.count() > 0, text
    found.first.focus()
    reader.page.keyboard.press("Enter")
    reader.settle()
    reader.found_nothing_wrong()
