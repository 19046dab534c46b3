"""The form: what a reader adds to a dataset, from the first click to the tables, and back."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.edit_form import CLAIM, SOURCE, Form
from support.proxies import free_ports, nginx
from support.served import served

from geo import dataset, editing
from geo.dataset import MODELS, Row

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=hit()> ${hit()} {{7*7}} `x` *bold*"


@pytest.fixture
def edited(dataset_copy: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    with served(tmp_path / "cache", dataset_copy, own=("--edit",)) as at:
        yield at, dataset_copy


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


Visit = Callable[..., Any]


def test_a_claim_is_checked_shown_saved_told_and_undone(
    visit: Visit, edited: tuple[str, Path]
) -> None:
    address, folder = edited
    before = (folder / "claims.csv").read_bytes()
    form = Form(visit(address)).claim(HOSTILE)
    form.write("Reason for the edit (optional)", "From the report")
    assert (folder / "claims.csv").read_bytes() == before
    form.press("Check")
    assert "claims.csv: 1 row added" in form.side()
    assert HOSTILE in form.side()
    assert (folder / "claims.csv").read_bytes() == before, "nothing is saved before it was shown"
    form.press("Save")
    assert "Saved as edit-000001" in form.side()
    (added,) = [row for row in rows(folder, "claims") if row["value"] == HOSTILE]
    assert (added["subject"], added["source"]) == ("ven-embassy-pyongyang", SOURCE)
    (edit,) = editing.history(folder)
    assert (edit.author, edit.why) == ("A. Reader", "From the report")
    assert not dataset.check(folder)
    # The card has it at once.
    form.page.goto(f"{address}?{CLAIM}")
    form.reader.settle()
    assert "*bold*" in form.page.locator(".st-key-card_side").text_content()
    form.reader.found_nothing_wrong()
    again = Form(form.reader)
    again.write("Your name", "A. Reader").press("Undo edit-000001")
    assert "1 row removed" in again.side()
    again.press("Undo it")
    assert (folder / "claims.csv").read_bytes() == before
    assert [one.undoes for one in editing.history(folder)] == ["", "edit-000001"]


def test_problems_stand_beside_their_fields_all_at_once(
    visit: Visit, edited: tuple[str, Path]
) -> None:
    address, folder = edited
    before = dataset.contents(folder)
    form = Form(visit(address), "").choose("Task", "Add an event of a mission")
    form.choose("Mission", "ven-embassy-pyongyang").choose("Type", "closed")
    form.write("Date", "2026-02-31").press("Check")
    shown = form.page.locator(".ea-fault").all_inner_texts()
    assert len(shown) == 3
    assert any("2026-02 has no day 31" in one for one in shown)
    assert any("a value is required here" in one.lower() for one in shown)
    assert any("author" in one.lower() for one in shown)
    assert "3 errors, shown in the form. Nothing was saved." in form.side()
    assert "2026-02" not in form.side()
    assert form.page.get_by_role("button", name="Save").count() == 0
    assert dataset.contents(folder) == before
    form.write("Date", "2026-02-28")
    assert "Understood as: 28 February 2026" in form.form()


def test_an_event_is_saved(visit: Visit, edited: tuple[str, Path]) -> None:
    address, folder = edited
    form = Form(visit(address), "").choose("Task", "Add an event of a mission")
    form.choose("Mission", "ven-embassy-pyongyang").choose("Type", "Reception")
    form.write("Date", "2018-12-24").choose("Sources", SOURCE).write("Your name", "A. Reader")
    form.press("Check")
    assert "events.csv: 1 row added" in form.side(), form.side()
    form.press("Save")
    (event,) = [
        row
        for row in rows(folder, "events")
        if row["mission"] == "ven-embassy-pyongyang" and row["date"] == "2018-12-24"
    ]
    assert (event["kind"], event["sources"], event["sense"]) == ("reception", SOURCE, "on")
    assert not dataset.check(folder)


def test_what_is_typed_stays_when_the_reader_goes_and_comes_back(
    visit: Visit, edited: tuple[str, Path]
) -> None:
    address, _ = edited
    form = Form(visit(address)).claim("Said once")
    form.page.locator(".ea-bar a", has_text="Table").click()
    form.page.wait_for_selector("h1:has-text('Table of missions')")
    form.reader.settle()
    form.page.locator(".ea-bar a", has_text="Edit").click()
    form.page.wait_for_selector("h1:has-text('Edit the dataset')")
    form.reader.settle()
    assert form.page.get_by_role("textbox", name="What the source says").input_value() == (
        "Said once"
    )
    assert form.page.get_by_role("textbox", name="Your name").input_value() == "A. Reader"


def test_a_mission_is_chosen_by_typing_part_of_it_and_enter(
    visit: Visit, edited: tuple[str, Path]
) -> None:
    address, _ = edited
    form = Form(visit(address), "")
    form.type_and_enter("Mission, source", "Pyongyang")
    assert "Pyongyang, North Korea" in form.chosen("Mission, source")
    form.type_and_enter("Mission, source", "Venezuela in Pyo")
    assert "ven-embassy-pyongyang" in form.chosen("Mission, source")
    assert "7 events" in form.form()
    form.choose("Task", "Add an event").type_and_enter("Mission", "North Korea")
    assert "North Korea" in form.chosen("Mission")
    assert form.page.locator(".ea-fault").count() == 0


def test_a_claim_is_corrected(visit: Visit, edited: tuple[str, Path]) -> None:
    address, folder = edited
    old = next(r for r in rows(folder, "claims") if r["subject"] == "prk-embassy-caracas")
    form = Form(visit(address), "show=prk-embassy-caracas")
    form.page.locator(".st-key-edit_form summary").filter(has_text="claims").click()
    form.page.locator(f".st-key-open_claims_{old['id']} button").click()
    form.reader.settle()
    form.do("Correct it").write("What the source says", "Another value")
    form.write("Your name", "A. Reader").press("Check")
    assert form.page.locator(".ea-fault").all_inner_texts() == [
        "A record that is preferred or deprecated needs a reason. Give it."
    ]
    form.write("Reason for the edit", "Misread").press("Check")
    assert f"What the source says: {old['value']} → Another value" in form.side()
    assert f"Rank: {old['rank']} → deprecated" in form.side()
    form.press("Save")
    now = {row["id"]: row for row in rows(folder, "claims")}
    assert (now[old["id"]]["rank"], now[old["id"]]["reason"]) == ("deprecated", "Misread")
    assert any(row["value"] == "Another value" for row in now.values())
    assert not dataset.check(folder)
    form.page.get_by_text("What changed").first.click()
    assert f"{old['value']} → Another value" in form.side()
    assert "deprecated" in form.page.locator(f".st-key-open_claims_{old['id']}").text_content()


def test_an_event_is_deprecated_and_the_edit_undone(visit: Visit, edited: tuple[str, Path]) -> None:
    address, folder = edited
    before = dataset.contents(folder)
    form = Form(visit(address)).open("Opened")
    form.do("Deprecate it").write("Your name", "A. Reader")
    form.write("Reason for the edit", "Never happened").press("Check").press("Save")
    event = "ven-embassy-pyongyang-opened-2019-08-21"
    told = [row for row in rows(folder, "claims") if row["subject"] == event]
    assert {row["rank"] for row in told} == {"deprecated"}
    assert "deprecated" in form.page.locator(f".st-key-open_events_{event}").inner_text()
    form.press("Undo edit-000001").press("Undo it")
    assert dataset.contents(folder)["claims.csv"] == before["claims.csv"]


def test_each_record_keeps_its_draft_also_after_a_reload(
    visit: Visit, edited: tuple[str, Path]
) -> None:
    address, _ = edited
    form = Form(visit(address)).open("Opened").do("Fix a typing error")
    form.write("Details (optional)", "Half written").write("Your name", "A. Reader")
    assert "Not saved yet" in form.side()
    form.type_and_enter("Mission, source", "prk-embassy-lima")
    assert "Half written" not in form.form()
    form.page.locator(".st-key-edit_side [class*=st-key-draft_] button").click()
    form.reader.settle()
    box = form.page.get_by_role("textbox", name="Details (optional)")
    assert box.input_value() == "Half written"
    form.page.reload()
    form.page.wait_for_selector(".st-key-edit_restore_it")
    form.reader.settle()
    form.press("Restore the changes")
    assert box.input_value() == "Half written"
    assert form.page.get_by_role("textbox", name="Your name").input_value() == "A. Reader"


def _meanwhile(folder: Path, id: str) -> None:
    cells = dict.fromkeys(MODELS["sources"].columns, "")
    cells |= {"id": id, "publisher": "The Other", "title": "Another report", "kind": "news"}
    editing.save(editing.prepare(folder, [Row("sources", cells)], author="B. Other"))


def test_the_second_to_save_other_rows_is_told_what_was_there_before(
    visit: Visit, edited: tuple[str, Path]
) -> None:
    address, folder = edited
    first = Form(visit(address)).claim("Ten diplomats").press("Check")
    second = Form(visit(address)).claim("Eleven diplomats", "premises").press("Check")
    first.press("Save")
    second.press("Save")
    assert "Saved as edit-000002" in second.side()
    assert "Saved on top of changes by others to other rows: 1 row added" in second.side()
    assert {"Ten diplomats", "Eleven diplomats"} <= {r["value"] for r in rows(folder, "claims")}
    assert len(editing.history(folder)) == 2


def test_two_rows_of_one_id_do_not_replace_one_another(
    visit: Visit, edited: tuple[str, Path]
) -> None:
    address, folder = edited
    first = Form(visit(address)).claim("Ten diplomats").press("Check")
    second = Form(visit(address)).claim("Eleven diplomats").press("Check")
    first.press("Save")
    second.press("Save")
    assert "Somebody else has changed the dataset" in second.side()
    assert "By A. Reader." in second.side()
    assert "Ten diplomats" in second.side()
    assert "Eleven diplomats" in second.side()
    assert "Eleven diplomats" not in str(rows(folder, "claims"))
    second.press("Go on editing")
    box = second.page.get_by_role("textbox", name="What the source says")
    assert box.input_value() == "Eleven diplomats"
    second.press("Check").press("Save")
    values = [row["value"] for row in rows(folder, "claims")]
    assert "Ten diplomats" in values
    assert "Eleven diplomats" in values


def test_the_command_line_may_come_first_too(visit: Visit, edited: tuple[str, Path]) -> None:
    address, folder = edited
    form = Form(visit(address)).claim("Nine diplomats").press("Check")
    _meanwhile(folder, "the-other-2026")
    form.press("Save")
    assert "Saved as edit-000002" in form.side()
    assert "Saved on top of changes by others" in form.side()
    assert "the-other-2026" in {row["id"] for row in rows(folder, "sources")}


def _mission(form: Form, how: str) -> Form:
    form.choose("Task", "Add a mission").choose("Sending state", "Fiji")
    form.choose("Receiving state", "Venezuela").choose("Type", "Embassy")
    form.choose("City", "Caracas")
    form.page.get_by_text(how, exact=False).first.click()
    form.reader.settle()
    form.choose("Type", "opened", nth=1).write("Date", "2018-05").choose("Sources", SOURCE)
    return form.write("Your name", "A. Reader")


def _map(form: Form) -> Any:
    form.page.wait_for_selector(".st-key-edit_map_side iframe")
    for _ in range(100):
        found = [f for f in form.page.frames if "streamlit_folium" in f.url]
        if found and found[0].locator("[data-atlas=ready]").count():
            break
        form.page.wait_for_timeout(100)
    form.page.wait_for_timeout(500)
    side = form.page.locator(".st-key-edit_map_side iframe")
    side.scroll_into_view_if_needed()
    return side.bounding_box()


def _clicks(form: Form, *offsets: tuple[int, int]) -> None:
    box = _map(form)
    for x, y in offsets:
        form.page.mouse.click(box["x"] + box["width"] / 2 + x, box["y"] + 200 + y)
        form.page.wait_for_timeout(400)


def test_a_mission_is_placed_by_a_click_and_stands_on_the_map(
    visit: Visit, edited: tuple[str, Path]
) -> None:
    address, folder = edited
    form = _mission(Form(visit(address), ""), "A point, by clicking on the map")
    _clicks(form, (0, 0))
    form.reader.settle()
    longitude = form.page.get_by_role("textbox", name="Longitude").input_value()
    assert -68 < float(longitude) < -66
    form.press("Check")
    assert "positions.csv: 1 row added" in form.side(), form.side()
    form.press("Save")
    (position,) = [r for r in rows(folder, "positions") if r["mission"] == "fji-embassy-caracas"]
    assert float(position["longitude"]) == pytest.approx(float(longitude))
    form.page.locator("#ea-saved").click()
    form.page.wait_for_selector("h1:has-text('Embassy')")
    form.reader.settle()
    assert "Embassy of Fiji in Caracas" in form.reader.card()
    assert not dataset.check(folder)


def test_a_mission_is_placed_by_a_region(visit: Visit, edited: tuple[str, Path]) -> None:
    address, folder = edited
    form = _mission(Form(visit(address), ""), "A region, drawn on the map")
    _clicks(form, (-60, -40), (60, -40), (60, 40), (-60, 40))
    form.page.keyboard.press("Enter")
    form.reader.settle()
    form.write("Name of the region (optional)", "A quarter")
    form.press("Check")
    assert "1 row added" in form.side(), form.side()
    form.press("Save")
    (position,) = [r for r in rows(folder, "positions") if r["mission"] == "fji-embassy-caracas"]
    assert position["method"] == "district"
    assert dataset.read(folder).shapes[position["place"]]["type"] == "Polygon"
    assert not dataset.check(folder)


def test_a_mission_is_placed_in_a_place(visit: Visit, edited: tuple[str, Path]) -> None:
    address, folder = edited
    form = _mission(Form(visit(address), ""), "A place in the dataset, or a city")
    form.choose("Place", "Las Mercedes").press("Check")
    assert "positions.csv: 1 row added" in form.side(), form.side()
    form.press("Save")
    (position,) = [r for r in rows(folder, "positions") if r["mission"] == "fji-embassy-caracas"]
    assert position["place"] == "las-mercedes"


def test_what_comes_through_a_proxy_is_refused(
    visit: Visit, edited: tuple[str, Path], tmp_path: Path
) -> None:
    # A browser that is told to send a header sends it with pages, not with their socket.
    address, _ = edited
    ports = replace(free_ports(), page=int(address.rstrip("/").rpartition(":")[2]))
    folder = tmp_path / "nginx"
    folder.mkdir()
    with nginx(folder, ports):
        form = Form(visit(f"http://127.0.0.1:{ports.plain}/"), "")
        assert form.page.locator(".st-key-edit_form").count() == 0
        assert "Editing is refused" in form.page.locator(".stAlert").inner_text()


def test_without_being_asked_for_there_is_no_form(visit: Visit, address: str) -> None:
    reader = visit(address).open()
    assert "Edit" not in reader.page.locator(".ea-bar a").all_inner_texts()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_form(
    visit: Visit, edited: tuple[str, Path], axe: Callable[..., list[str]], scheme: str
) -> None:
    address, _ = edited
    form = Form(visit(address, color_scheme=scheme))
    assert axe(form.page) == []
    form.open("Opened").do("Correct it").press("Check")
    assert axe(form.page) == []
    form.claim().press("Check")
    assert axe(form.page) == []
    form.page.mouse.move(0, 0)  # else a help text opens where the pointer comes to lie
    form.page.set_viewport_size({"width": 390, "height": 800})
    form.reader.settle()
    assert axe(form.page) == []
    assert form.page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    form.choose("Task", "Add a mission")
    form.page.get_by_text("A point, by clicking on the map").first.click()
    form.reader.settle()
    _map(form)
    assert axe(form.page) == []
