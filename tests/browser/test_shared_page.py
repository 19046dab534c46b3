"""Two servers behind nginx with one database: a reader stays with one, an edit is seen on both."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.edit_form import Form
from support.postgres import Cluster, cluster
from support.served import free_port, served
from support.web_server import web_server

import geo
from geo import dataset, editing
from geo.dataset import Row, addresses

pytestmark = pytest.mark.browser

MISSION = "ven-embassy-pyongyang"


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    with cluster() as made:
        yield made


@pytest.fixture
def shared(server: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with server.database() as made:
        dataset.push(made, dataset.locate())
        yield made
        addresses.forget()


@pytest.fixture
def both(shared: str, tmp_path: Path) -> Iterator[str]:
    """Two servers, each with caches of its own as on another machine, behind one address."""
    with (
        served(tmp_path / "a", shared, own=("--edit",)) as a,
        served(tmp_path / "b", shared, own=("--edit",)) as b,
    ):
        port = free_port()
        told = (Path(geo.__file__).parent / "docs" / "postgres.md").read_text("utf-8")
        told = told.partition("```nginx")[2].partition("```")[0]
        for documented, used in (("8501", a), ("8502", b), ("8500", f"://_:{port}/")):
            told = told.replace(documented, used.split(":")[2].strip("/"))
        with web_server(tmp_path, told):
            yield f"http://127.0.0.1:{port}/"


def at(reader: Any, which: str) -> Any:
    cookie = {"name": "atlas_server", "value": which, "url": reader.address}
    reader.page.context.add_cookies([cookie])
    return reader


def test_a_reader_stays_with_one_server_and_sees_what_is_edited_on_the_other(
    visit: Callable[..., Any], both: str, shared: str, tmp_path: Path
) -> None:
    editor, reader = at(visit(both), "a"), at(visit(both), "b")
    reader.open(f"show={MISSION}", map=False)
    assert "Rosa facade" not in reader.card()
    editor.page.goto(f"{both}edit?show={MISSION}")
    editor.page.wait_for_selector(".st-key-edit_form")
    editor.settle()
    cells = {"subject": MISSION, "property": "facade", "value": "Rosa facade"}
    row = Row("claims", {**cells, "source": "nk-news-2019-01-25"})
    editing.save(editing.prepare(shared, [row], author="Ana", why="seen there"))
    saved = time.monotonic()
    copy = next((tmp_path / "b").rglob("claims.csv"))
    while b"Rosa facade" not in copy.read_bytes():
        time.sleep(0.02)
    print(f"the other server has it after {time.monotonic() - saved:.2f} s")
    for one in (reader, editor):
        one.open(f"show={MISSION}", map=False)
        assert "Rosa facade" in one.card()
        (cookie,) = [c for c in one.page.context.cookies() if c["name"] == "atlas_server"]
        assert cookie["value"] == ("b" if one is reader else "a")
    editor.page.goto(f"{both}edit?show={MISSION}")
    editor.page.wait_for_selector(".st-key-edit_form")
    editor.settle()
    editor.page.get_by_role("textbox", name="Your name", exact=True).fill("Ana")
    editor.page.keyboard.press("Tab")
    editor.settle()
    for button in ("Undo edit-000001", "Undo it"):
        editor.page.get_by_role("button", name=button).first.click()
        editor.settle()
    while b"Rosa facade" in copy.read_bytes():
        time.sleep(0.02)
    reader.open(f"show={MISSION}", map=False)
    assert "Rosa facade" not in reader.card()
    assert [edit.undoes for edit in editing.history(shared)] == ["", "edit-000001"]
    said = "".join(file.read_text(errors="replace") for file in tmp_path.rglob("*.log"))
    assert "s3cret" not in said + editor.page.content() + reader.page.content()


def test_editors_of_two_servers_save_through_the_page_and_neither_loses_a_word(
    visit: Callable[..., Any], shared: str, tmp_path: Path
) -> None:
    def values() -> list[str]:
        rows = geo.Atlas.open(shared).dataset.table("claims")
        return [row["value"] for row in rows]

    with (
        served(tmp_path / "a", shared, own=("--edit",)) as a,
        served(tmp_path / "b", shared, own=("--edit",)) as b,
    ):
        first, second = Form(visit(a)).claim("Rosa facade"), Form(visit(b)).claim("Azul facade")
        other = Form(visit(b)).claim("A garden", "premises")
        for form in (first, second, other):
            form.press("Check")
        assert "Rosa facade" not in values()
        assert "Saved as edit-000001" in first.press("Save").side()
        assert "Saved as edit-000002" in other.press("Save").side()
        refused = second.press("Save").side()
        assert "Somebody else has changed the dataset" in refused
        assert "Rosa facade" in refused
        assert "Azul facade" not in values()
        second.press("Go on editing").press("Check").press("Save")
        assert {"Rosa facade", "Azul facade", "A garden"} <= {*values()}
        assert [edit.id for edit in editing.history(shared)] == [f"edit-00000{n}" for n in "123"]
        assert not dataset.check(shared)
        for form in (first, second, other):
            form.reader.found_nothing_wrong()
