"""A table on the page: its columns are shown, corrected, saved, brought again, and loaded."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.accessible import violations
from support.ministry import workbook

from geo.i18n import tr

pytestmark = pytest.mark.browser

ENGLISH = tr("en")
PHONE = {"width": 390, "height": 844}


def given(reader: Any, file: Path, **asked: str) -> Any:
    """The page with a table, before it is loaded."""
    reader.page.goto(f"{reader.address}open?lang=en")
    reader.page.wait_for_selector("h1.ea-title")
    reader.settle()
    reader.page.locator(".st-key-open_kind input").click()
    reader.page.get_by_role("option", name=ENGLISH("page.open.kind.table")).click()
    reader.settle()
    reader.page.set_input_files("input[type=file]", file)
    reader.page.get_by_text(ENGLISH("page.mapping.columns")).wait_for()
    reader.settle()
    for ask, text in asked.items():
        box = reader.page.get_by_role("textbox", name=ENGLISH(f"page.open.ask.{ask}"))
        box.fill(text)
        box.press("Tab")
        reader.settle()
    return reader


def choose(reader: Any, label: str, option: str) -> None:
    """Choose from a list with the keyboard alone."""
    box = reader.page.get_by_role("combobox", name=label)
    box.focus()
    box.fill(option)
    reader.page.get_by_role("option", name=option).first.wait_for()
    box.press("Enter")
    reader.settle()


def loaded(reader: Any) -> str:
    reader.page.locator(".st-key-open_go button").click()
    reader.settle()
    return str(reader.page.locator(".stMain").inner_text())


def test_a_ministrys_workbook_is_seen_corrected_saved_and_loaded(
    visit: Callable[..., Any], address: str, tmp_path: Path
) -> None:
    file = workbook(tmp_path / "ministerio-2026-01-31.xlsx")
    reader = given(visit(address), file, publisher="Ministerio")
    text = reader.page.locator(".stMain").inner_text()
    assert ENGLISH("page.mapping.accepted", number=29, rows=30) in text
    assert "12 de marzo de 2011" in text
    assert "Castillo" in text
    assert '"Misiones" is read' in text
    choose(reader, "Type: Castillo", "embassy")
    said = ENGLISH("page.mapping.accepted", number=30, rows=30)
    assert said in reader.page.locator(".stMain").inner_text()
    with reader.page.expect_download() as started:
        reader.page.get_by_role("button", name=ENGLISH("page.mapping.save")).click()
    mapping = tmp_path / "m.json"
    started.value.save_as(mapping)
    held = json.loads(mapping.read_text("utf-8"))
    assert held["values"] == {"kind": {"Castillo": "embassy"}}
    assert held["columns"]["sending"] == "Estado acreditante"
    assert "30 missions" in loaded(reader)

    again = given(visit(address), file, publisher="Ministerio")
    again.page.locator("input[type=file]").nth(1).set_input_files(mapping)
    again.page.get_by_text(said).wait_for()
    again.settle()
    assert "30 missions" in loaded(again)
    for one in (reader, again):
        one.errors[:] = [text for text in one.errors if "404 (Not Found)" not in text]
        one.found_nothing_wrong()


def test_a_column_that_contradicts_is_asked_about_and_hostile_cells_stay_text(
    visit: Callable[..., Any], address: str, tmp_path: Path
) -> None:
    evil = "<img src=x onerror=alert(1)> $x$ :red[y] [a](javascript:alert(1))"
    file = tmp_path / "t-2026-01-31.csv"
    rows = f"Chile,embassy,closed,{evil}\nPeru,{evil},x,y\nCuba,embassy,,z\n"
    file.write_text(f"Country,Type,Consul,{evil}\n{rows}", "utf-8")
    reader = visit(address)
    reader.page.set_viewport_size(PHONE)
    given(reader, file, publisher="X")
    text = reader.page.locator(".stMain").inner_text()
    assert ENGLISH("page.mapping.problems") in text
    assert "sending, receiving" in text
    assert '"Consul" ("closed")' in text
    assert "--" not in text.partition(ENGLISH("page.mapping.problems"))[2].partition("\n\n")[0]
    choose(reader, "Country", ENGLISH("page.mapping.field.receiving"))
    choose(reader, f"{ENGLISH('page.mapping.field.sending')}, for all rows", "Iceland")
    choose(reader, "Consul", ENGLISH("page.mapping.field.status"))
    text = reader.page.locator(".stMain").inner_text()
    assert ENGLISH("page.mapping.accepted", number=2, rows=3) in text
    assert "<img src=x onerror=alert(1)> $x$ :red[y]" in text
    assert reader.page.locator(".stMain img[src=x], .stMain .katex").count() == 0
    wide = reader.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    assert violations(reader.page, within=".stMain", tags=("wcag2a", "wcag2aa")) == []
    assert "2 missions" in loaded(reader)
    reader.errors[:] = [text for text in reader.errors if "404 (Not Found)" not in text]
    reader.found_nothing_wrong()
