"""Other data for one session: opened, refused with its report, unseen by others, and then gone."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from support.served import served

import geo
from geo import dataset, exporters
from geo.i18n import tr
from geo.selection import Selection

pytestmark = pytest.mark.browser

ENGLISH = tr("en")
SOON = 90.0


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A server of its own, and the folder in which it keeps what is brought."""
    cache = tmp_path_factory.mktemp("cache")
    with served(cache) as address:
        yield address, cache / "embassy-atlas" / "uploads"


@pytest.fixture
def two_missions(tmp_path: Path) -> Path:
    """The zip of a dataset of two missions under one telling name."""
    source = dataset.read()
    wanted = {"prk-embassy-caracas", "ven-embassy-pyongyang"}
    rows = {name: list(table) for name, table in source.rows.items()}
    for name, column in (("missions", "id"), ("events", "mission"), ("positions", "mission")):
        rows[name] = [row for row in rows[name] if row[column] in wanted]
    rows["positions"] = [row for row in rows["positions"] if not row["anchors"]]
    for name in ("heads", "claims", "coverage", "relations"):
        rows[name] = []
    own = {**source.own, "title": "A pack of two"}
    folder = tmp_path / "two"
    dataset.write(dataset.Dataset(folder, rows, source.shapes, own, ""), folder)
    return zipped(folder, tmp_path / "two.zip")


def zipped(folder: Path, to: Path) -> Path:
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as made:
        for path in sorted(folder.iterdir()):
            made.write(path, f"{folder.name}/{path.name}")
    return to


def bring(reader: Any, file: Path, kind: str = "", language: str = "en", **asked: str) -> None:
    said = tr(language)
    reader.page.goto(f"{reader.address}open?lang={language}")
    reader.page.wait_for_selector("h1.ea-title")
    reader.settle()
    if kind:
        reader.page.locator(".st-key-open_kind input").click()
        reader.page.get_by_role("option", name=said(f"page.open.kind.{kind}")).click()
        reader.settle()
    reader.page.set_input_files("input[type=file]", file)
    reader.page.locator("[data-testid=stFileUploader]").get_by_text("B").last.wait_for()
    reader.settle()
    for ask, text in asked.items():
        box = reader.page.get_by_role("textbox", name=said(f"page.open.ask.{ask}"))
        box.fill(text)
        box.press("Tab")
        reader.settle()
    reader.page.locator(".st-key-open_go button").click()
    reader.settle()


def to_map(reader: Any) -> None:
    reader.page.locator("#ea-open-map").click()
    reader.frame().wait_for_selector("[data-missions-drawn]")
    reader.settle()


def gone(path: Path) -> bool:
    """Whether a folder vanishes; sessions end a while after their page is closed."""
    until = time.monotonic() + SOON
    while path.exists() and time.monotonic() < until:
        time.sleep(0.5)
    return not path.exists()


def quiet(reader: Any) -> None:
    """Streamlit looks for itself below the path of a page first, and gets a 404."""
    reader.errors[:] = [text for text in reader.errors if "404 (Not Found)" not in text]
    reader.found_nothing_wrong()


def test_what_one_session_opens_no_other_sees_and_it_is_gone_afterwards(
    visit: Callable[..., Any], page: tuple[str, Path], two_missions: Path
) -> None:
    address, folder = page
    mine, other = visit(address), visit(address)
    bring(mine, two_missions)
    assert "two.zip" in mine.page.locator(".stMain").inner_text()
    to_map(mine)
    assert mine.drawn("missions") == 2
    assert "A pack of two" in mine.page.locator("[data-testid=stSidebar]").inner_text()
    files = [
        url
        for url in mine.frame().evaluate(
            "performance.getEntriesByType('resource').map(one => one.name)"
        )
        if "columns-" in url
    ]
    (upload,) = [path for path in folder.glob("*/*") if path.is_dir()]
    assert all(upload.name in url for url in files)
    assert len(upload.name) == 32
    assert folder.stat().st_mode & 0o077 == 0 or upload.stat().st_mode & 0o077 == 0
    # What was brought is read and no longer there; what is there is what the browser draws.
    assert {path.name.partition("-")[0] for path in upload.iterdir()} == {
        "atlas",
        "columns",
        "land",
        "leaflet",
        "names",
    }

    other.open("view=all")
    assert other.drawn("missions") == len(geo.Atlas.open().missions(Selection()))
    assert "A pack of two" not in other.page.locator("[data-testid=stSidebar]").inner_text()
    fetched = other.frame().evaluate(
        "performance.getEntriesByType('resource').map(one => one.name)"
    )
    assert not any(upload.name in url for url in fetched)
    other.page.goto(f"{address}open")
    other.page.wait_for_selector("h1.ea-title")
    other.settle()
    assert "two.zip" not in other.page.locator(".stMain").inner_text()

    kept = folder.parent / "packs"
    assert not kept.exists() or not [*kept.iterdir()]
    quiet(mine)
    quiet(other)
    mine.page.close()
    assert gone(upload)
    with pytest.raises(HTTPError):
        urlopen(files[0], timeout=10)


def test_it_is_let_go_when_the_reader_says_so(
    visit: Callable[..., Any], page: tuple[str, Path], two_missions: Path
) -> None:
    address, folder = page
    reader = visit(address)
    before = {*folder.glob("*/*")}
    bring(reader, two_missions)
    (upload,) = {*folder.glob("*/*")} - before
    reader.page.get_by_role("button", name=ENGLISH("page.open.back")).click()
    reader.settle()
    assert not upload.exists()
    assert "two.zip" not in reader.page.locator(".stMain").inner_text()
    reader.page.locator(".ea-bar a").first.click()
    reader.frame().wait_for_selector("[data-missions-drawn]")
    reader.settle()
    assert reader.drawn("missions") == len(geo.Atlas.open().missions(Selection()))
    quiet(reader)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_hostile_zip_is_refused_with_its_reasons_and_nothing_changes(
    visit: Callable[..., Any], page: tuple[str, Path], tmp_path: Path, language: str
) -> None:
    address, folder = page
    file = tmp_path / "hostile <img src=x onerror=alert(1)>.zip"
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("../../evil <script>alert(1)</script>.csv", "x")
        made.writestr("a/b/missions.csv", "x")
    reader = visit(address)
    before = {*folder.glob("*/*")}
    bring(reader, file, language=language)
    told = reader.page.locator(".stAlert").inner_text()
    end = {"en": "leads out of the archive", "es": "lleva fuera del archivo comprimido"}
    nested = {"en": "a folder within a folder", "es": "una carpeta dentro de otra"}
    assert end[language] in told
    assert nested[language] in told
    assert {*folder.glob("*/*")} == before
    quiet(reader)


def test_a_faulty_dataset_is_refused_with_the_report_of_its_problems(
    visit: Callable[..., Any], page: tuple[str, Path], dataset_copy: Path, tmp_path: Path
) -> None:
    address, folder = page
    table = dataset_copy / "missions.csv"
    table.write_bytes(table.read_bytes().replace(b",VEN,", b",Venezuela,"))
    with pytest.raises(geo.AtlasError) as caught:
        dataset.read(dataset_copy)
    problems = caught.value.problems  # type: ignore[attr-defined]
    reader = visit(address)
    before = {*folder.glob("*/*")}
    bring(reader, zipped(dataset_copy, tmp_path / "faulty.zip"))
    text = reader.page.locator(".stMain").inner_text()
    assert "faulty.zip was not loaded" in text
    assert ENGLISH("page.open.faults", count=len(problems)) in text
    assert f"row {problems[0].row}" in text
    with reader.page.expect_download() as started:
        reader.page.get_by_role("button", name=ENGLISH("page.open.report")).click()
    report = tmp_path / "report.txt"
    started.value.save_as(report)
    assert len(report.read_text("utf-8").splitlines()) == len(problems)
    assert {*folder.glob("*/*")} == before
    quiet(reader)


def test_a_table_of_missions_is_imported_with_who_published_it(
    visit: Callable[..., Any], page: tuple[str, Path], tmp_path: Path
) -> None:
    file = tmp_path / "missions-2020-05-01.csv"
    file.write_text(
        "sending,receiving,kind,city\n"
        "Norway,Venezuela,embassy,Caracas\n"
        "Norway,Atlantis,embassy,Poseidonis\n",
        "utf-8",
    )
    reader = visit(page[0])
    bring(reader, file, "table", publisher="The Ministry of Lists")
    text = reader.page.locator(".stMain").inner_text()
    assert "1 mission" in text
    assert ENGLISH("page.open.left_out", count=1) in text
    to_map(reader)
    assert reader.drawn("missions") == 1
    reader.page.locator(".ea-bar a").nth(1).click()
    reader.page.wait_for_selector(".ea-table")
    reader.settle()
    assert "The Ministry of Lists" in reader.page.locator(".ea-table").inner_text()
    quiet(reader)


def test_the_missions_of_the_world_are_imported_from_wikidata(
    visit: Callable[..., Any], page: tuple[str, Path], world: Path
) -> None:
    reader = visit(page[0])
    bring(reader, world / "wikidata-missions-2022-11-16.csv", "wikidata")
    to_map(reader)
    assert reader.drawn("missions") > 9_700
    assert reader.drawn("lines") == 0  # of so many missions only those that are pointed at
    quiet(reader)


def test_the_folder_goes_with_the_server(
    visit: Callable[..., Any], two_missions: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "embassy-atlas" / "uploads"
    with served(tmp_path) as address:
        bring(visit(address), two_missions)
        assert len([*folder.glob("*/*")]) == 1
    assert [*folder.glob("*/*")] == []
    assert not [*folder.iterdir()]


def test_a_file_made_here_is_verified_and_an_edited_one_is_told(
    visit: Callable[..., Any], page: tuple[str, Path], tmp_path: Path, atlas: geo.Atlas
) -> None:
    reader = visit(page[0])
    reader.page.goto(f"{reader.address}load-data?lang=en")
    reader.page.wait_for_selector("h1.ea-title")
    reader.settle()
    reader.page.get_by_text("Verify a file").click()
    made = exporters.csv(atlas, geo.Selection(among=("PRK", "VEN")))
    for name, data, said in (
        ("made.csv", made, "is as it was made"),
        ("edited.csv", made.replace(b",open,", b",closed,"), "was edited"),
    ):
        (tmp_path / name).write_bytes(data)
        reader.page.locator(".st-key-verify_file input[type=file]").set_input_files(tmp_path / name)
        reader.page.locator(".st-key-verify .stAlert", has_text=name).wait_for()
        assert said in reader.page.locator(".st-key-verify .stAlert").inner_text()
