"""The dossier and the embed, opened from the disk and in a frame that may do nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.hostile import spoiled

import geo
from geo import dataset, dossier, i18n
from geo.atlas import absence

pytestmark = pytest.mark.browser

PAIR = geo.Selection(among=("VEN", "PRK"), as_of="2026-11-24")
MISSIONS = {"prk-embassy-caracas", "ven-embassy-pyongyang"}
WATCH = """
    window.alert = () => { window.hit = 1 };
    window.stopped = [];
    document.addEventListener('securitypolicyviolation', event => {
        window.stopped.push(event.violatedDirective + ' ' + event.blockedURI + event.sample);
    });
"""
FOLDED = "document.querySelectorAll('.card details:not([open])').length"
SHEET = 680, 994  # pixels of A4 within its margins
ACROSS = "[document.documentElement.scrollWidth, window.innerWidth]"


class Paper:
    """A file that somebody has opened, and what it did that it should not."""

    def __init__(self, page: Any, path: Path) -> None:
        self.page, self.path = page, path
        self.errors: list[str] = []
        self.asked: list[str] = []
        page.set_default_timeout(20_000)
        page.add_init_script(WATCH)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))
        page.goto(path.as_uri())

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(message.text)

    def drawn(self, frame: Any = None) -> int:
        """How many missions the map shows, once it shows any."""
        shown = (frame or self.page).locator("[data-missions-drawn]").first
        shown.wait_for()
        return int(shown.get_attribute("data-missions-drawn"))

    def asked_nobody(self, *files: Path) -> None:
        own = {path.as_uri() for path in (self.path, *files)}
        assert {url for url in self.asked if not url.startswith("data:")} <= own
        assert self.errors == []
        for frame in self.page.frames:
            assert frame.evaluate("window.stopped") == []
            assert frame.evaluate("window.hit") is None


@pytest.fixture(scope="module")
def folder(atlas: geo.Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("dossier")
    dossier.save(atlas, PAIR, made / "pair.html")
    dossier.save(atlas, PAIR, made / "map.html", embedded=True, language="es")
    return made


@pytest.fixture
def opened(chromium: Any) -> Iterator[Callable[..., Paper]]:
    contexts = []

    def make(path: Path, **options: Any) -> Paper:
        contexts.append(
            chromium.new_context(**{"viewport": {"width": 1280, "height": 900}} | options)
        )
        return Paper(contexts[-1].new_page(), path)

    yield make
    for context in contexts:
        context.close()


def test_it_opens_from_the_disk_and_leads_from_the_map_to_a_card(
    opened: Callable[..., Paper], folder: Path, axe: Callable[..., list[str]], tmp_path: Path
) -> None:
    paper = opened(folder / "pair.html")
    page = paper.page
    assert paper.drawn() == 2
    assert axe(page) == []
    page.locator("#atlas").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.card") in MISSIONS
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "ref"
    page.locator("#atlas").focus()
    for key in ("ArrowDown", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.dataset.card") == "pair:PRK-VEN"
    page.locator("#atlas").focus()
    for key in ("ArrowDown", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.closest('#places') !== null")
    before = page.evaluate(FOLDED)
    assert before > 5
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(FOLDED) == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(FOLDED) == before
    page.locator(".toc button").click()
    assert page.evaluate(FOLDED) == 0
    page.locator("#map").scroll_into_view_if_needed()
    with page.expect_download() as started:
        page.locator(".atlas-save").click()
    started.value.save_as(tmp_path / "map.png")
    assert (tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")
    paper.asked_nobody()


def test_it_is_read_on_a_phone_in_the_dark_and_printed_light(
    opened: Callable[..., Paper], folder: Path, axe: Callable[..., list[str]]
) -> None:
    phone = {"width": 360, "height": 740}
    paper = opened(folder / "pair.html", viewport=phone, color_scheme="dark")
    page = paper.page
    assert paper.drawn() == 2
    assert axe(page) == []
    wide, room = page.evaluate(ACROSS)
    assert wide <= room
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(20, 24, 28)"
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")
    assert 12 < printed.count(b"/Type /Page\n") < 45
    page.emulate_media(media="print")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    assert not page.locator("#map").is_visible()
    assert not page.locator(".toc").is_visible()
    assert page.locator("#figure img").is_visible()
    page.emulate_media(media="screen")
    page.add_init_script("delete window.DecompressionStream")
    page.reload()
    assert "too old for the map" in page.locator("#atlas").inner_text()
    paper.asked_nobody()


def test_a_mission_takes_at_most_a_page_of_print(
    opened: Callable[..., Paper], atlas: geo.Atlas, tmp_path: Path
) -> None:
    many = geo.Selection(sending=("PRK",), as_of="2026-11-24")
    dossier.save(atlas, many, tmp_path / "many.html")
    width, height = SHEET
    page = opened(tmp_path / "many.html", viewport={"width": width, "height": height}).page
    page.emulate_media(media="print")
    tall = page.evaluate("document.getElementById('missions').getBoundingClientRect().height")
    assert tall <= height * len(atlas.missions(many))


def test_it_is_whole_without_javascript(opened: Callable[..., Paper], folder: Path) -> None:
    page = opened(folder / "pair.html", java_script_enabled=False).page
    assert "needs JavaScript" in page.locator("#atlas").inner_text()
    page.locator("#table a").first.click()
    assert "#card-" in page.url
    page.locator(".card summary").first.click()
    assert page.locator(".card details[open]").count() == 1
    assert page.locator("#figure img").evaluate("image => image.naturalWidth") > 1_000


def test_the_embed_works_in_a_frame_that_may_only_run_its_script(
    opened: Callable[..., Paper], folder: Path, axe: Callable[..., list[str]]
) -> None:
    line = dossier.iframe("map.html", "Dos embajadas")
    article = folder / "article.html"
    article.write_text(
        f"<!DOCTYPE html><html lang='es'><title>A</title><main><h1>A</h1>{line}</main></html>"
    )
    paper = opened(article, viewport={"width": 340, "height": 700})
    frame = paper.page.frames[1]
    assert paper.drawn(frame) == 2
    assert frame.evaluate("origin") == "null"
    assert "Misiones diplomáticas entre" in frame.locator("h1").inner_text()
    wide, room = frame.evaluate(ACROSS)
    assert wide <= room < 340
    assert axe(paper.page, disable=("frame-tested",)) == []
    credit = frame.locator(".leaflet-control-attribution")
    assert "CC-BY-4.0" in credit.inner_text()
    assert credit.is_visible()
    assert frame.locator("a[href]:visible:not([role=button])").count() == 0
    paper.asked_nobody(folder / "map.html")


def test_nothing_of_a_hostile_dataset_runs(opened: Callable[..., Paper], tmp_path: Path) -> None:
    dataset.write(spoiled(dataset.read()), tmp_path / "pack")
    hostile = geo.Atlas.open(tmp_path / "pack")
    dossier.save(hostile, PAIR, tmp_path / "hostile.html", title="<img src=x onerror=alert(1)>${1}")
    paper = opened(tmp_path / "hostile.html")
    page = paper.page
    assert paper.drawn() == 2
    page.locator(".toc button").click()
    page.locator("#atlas").focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowRight", "ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    box = page.locator("#atlas").bounding_box()
    for step in range(1, 10):
        page.mouse.move(box["x"] + box["width"] * step / 10, box["y"] + box["height"] / 2)
    assert page.locator("main [onerror], main iframe, main form, img[src=x]").count() == 0
    assert "<img src=x onerror=alert(1)>" in page.locator("h1").inner_text()
    assert "characters in all" in page.locator("#missions").inner_text()
    paper.asked_nobody()


def test_letters_that_no_font_has_are_told_and_the_figure_has_no_boxes(
    opened: Callable[..., Paper], atlas: geo.Atlas, tmp_path: Path
) -> None:
    path = tmp_path / "letters.html"
    path.write_bytes(dossier.dossier(atlas, PAIR, title="Caracas 𖹀𖹂"))
    paper = opened(path)
    note = paper.page.locator("header [role=note]")
    note.wait_for()
    assert note.inner_text().endswith("𖹀 𖹂")
    paper.asked_nobody()


def test_the_map_of_a_dossier_marks_absences(
    opened: Callable[..., Paper], atlas: geo.Atlas, tmp_path: Path
) -> None:
    selection = geo.Selection(sending=("VEN",), as_of="2026-11-24")
    dossier.save(atlas, selection, tmp_path / "one.html")
    paper = opened(tmp_path / "one.html")
    assert paper.drawn() == len(atlas.missions(selection))
    told = paper.page.locator("[data-absences-drawn]").first.get_attribute("data-absences-drawn")
    assert int(told) == len(absence.marked(atlas, selection)) > 100
    # The sentence beside the figure counts them.
    (said,) = absence.sentences(atlas, selection, i18n.ENGLISH)
    assert said in paper.page.content()
    paper.asked_nobody()
