"""A page served on this machine, and a reader who looks at it in Debian's Chromium.

Where there is no browser the tests are skipped, and say so; with ``CI=true`` they fail.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from support.accessible import violations
from support.layer_page import Map
from support.layer_page import served as served_files
from support.served import served

import geo
from geo import webmap

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60_000
STATE = """
    (document.querySelector('.stApp')?.dataset.testScriptState ?? '') + location.search
    + (document.querySelector('.stMain')?.innerText ?? '')
    + document.querySelectorAll('[data-stale=true]').length
    + [...document.querySelectorAll('.stMain input, .stSidebar input')].map(it => it.value)
    + (document.querySelector('.st-key-links_script')
       && !document.documentElement.dataset.links ? Math.random() : '')
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser on a busy machine is late at times: such a test runs once more, and is reported."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    missing = "" if Path(CHROMIUM).exists() else "there is no Chromium (apt-get install chromium)"
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing = "playwright is not installed (pip install -e '.[test]')"
    if missing and os.environ.get("CI") == "true":
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("cache")) as at:
        yield at


@dataclass
class Reader:
    """Somebody who looks at the page, and notes what it should not do."""

    page: Any
    address: str
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE)
        self.page.add_init_script("window.hit = undefined; window.alert = () => { window.hit = 1 }")
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.errors.append(f"pageerror: {error}"))
        self.page.route("**/*", self._request)

    def _console(self, message: Any) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def _request(self, route: Any) -> None:
        url = route.request.url
        if url.startswith((self.address, "data:", "blob:", "about:", "file:")):
            route.continue_()
        else:
            self.outside.append(url)
            route.abort()

    def open(self, query: str = "", map: bool = True) -> Reader:
        self.page.goto(f"{self.address}?{query}" if query else self.address)
        self.page.wait_for_selector("h1.ea-title, .stAlert")
        self.settle()
        if map:
            self.frame().wait_for_selector("[data-missions-drawn]")
        return self

    def settle(self) -> None:
        """Wait until the page has stood still for more than half a second."""
        still, before = 0, ""
        for _ in range(200):
            self.page.wait_for_timeout(200)
            now = str(self.page.evaluate(STATE))
            still = still + 1 if now == before and now.startswith("notRunning") else 0
            before = now
            if still >= 3:
                return
        raise AssertionError("the page does not come to rest")

    def frame(self) -> Any:
        self.page.wait_for_selector(".st-key-map_side iframe")
        for _ in range(600):
            found = [f for f in self.page.frames if "streamlit_folium" in f.url]
            if found:
                return found[0]
            self.page.wait_for_timeout(100)
        raise AssertionError("the map has no frame")

    def drawn(self, what: str) -> int:
        holder = self.frame().locator(f"[data-{what}-drawn]").first
        return int(holder.get_attribute(f"data-{what}-drawn"))

    def view(self) -> list[float]:
        script = "[map_div.getCenter().lat, map_div.getCenter().lng, map_div.getZoom()]"
        return list(self.frame().evaluate(script))

    def click_at(self, longitude: float, latitude: float) -> None:
        """Click the map where a point is drawn, on the copy of the world that is in view."""
        x, y = self.frame().evaluate(
            """([lon, lat]) => {
                const on = turn => map_div.latLngToContainerPoint([lat, lon + turn]);
                const at = [-360, 0, 360].map(on);
                const size = map_div.getSize();
                const seen = at.find(p => p.x > 0 && p.x < size.x && p.y > 0 && p.y < size.y);
                return [seen.x, seen.y];
            }""",
            [longitude, latitude],
        )
        box = self.page.locator(".st-key-map_side iframe").bounding_box()
        self.page.mouse.click(box["x"] + x, box["y"] + y)
        self.settle()

    def unfold(self) -> None:
        """Open the parts of the card, as somebody who reads all of it does."""
        self.page.evaluate(
            "document.querySelectorAll('.ea-part-of-card').forEach(part => { part.open = true })"
        )

    def card(self) -> str:
        self.unfold()
        return str(self.page.locator(".st-key-card_side").inner_text())

    def said(self) -> str:
        return str(self.page.locator(".st-key-under_map [role=status]").inner_text())

    def details(self) -> str:
        """What the page says of the view at length."""
        self.page.locator(".st-key-details button").click()
        told = self.page.locator("[data-testid=stPopoverBody]")
        told.locator("p").first.wait_for()
        self.settle()
        text = str(told.inner_text())
        self.page.keyboard.press("Escape")
        return text

    def files(self) -> None:
        """Open the list of downloads, if it is not open."""
        if not self.page.locator(".st-key-download_geojson").count():
            self.page.locator(".st-key-files button").first.click()
            self.page.locator(".st-key-download_geojson").wait_for()

    def download(self, key: str, to: Path) -> Path:
        if self.page.locator(".st-key-files").count():
            self.files()
        with self.page.expect_download() as started:
            self.page.locator(f".st-key-download_{key} button").first.click()
        path = to / started.value.suggested_filename
        started.value.save_as(path)
        return path

    def hits(self) -> list[object]:
        return [hit for f in self.page.frames if (hit := f.evaluate("window.hit")) is not None]

    def found_nothing_wrong(self) -> None:
        assert self.outside == []
        assert self.errors == []
        assert self.hits() == []


@pytest.fixture
def visit(chromium: Any) -> Iterator[Callable[..., Reader]]:
    """Make a reader at an address; closed after the test."""
    contexts = []

    def make(at: str, **options: Any) -> Reader:
        options = {"viewport": {"width": 1280, "height": 900}, "accept_downloads": True} | options
        contexts.append(chromium.new_context(**options))
        return Reader(contexts[-1].new_page(), at)

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def reader(visit: Callable[..., Reader], address: str) -> Reader:
    return visit(address)


@pytest.fixture(scope="session")
def site(
    atlas: geo.Atlas, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, webmap.Assets, str]]:
    folder = tmp_path_factory.mktemp("site")
    kept = webmap.assets(atlas, folder)
    with served_files(folder) as address:
        yield folder, kept, address


@pytest.fixture
def look(chromium: Any, site: tuple[Path, webmap.Assets, str]) -> Iterator[Callable[..., Map]]:
    contexts = []

    def make(**options: Any) -> Map:
        context = chromium.new_context(**{"viewport": {"width": 1000, "height": 600}, **options})
        contexts.append(context)
        return Map(context.new_page(), *site)

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def still(
    chromium: Any, site: tuple[Path, webmap.Assets, str], opening: webmap.Scene
) -> Iterator[Map]:
    """A map that is only asked, never touched."""
    context = chromium.new_context(viewport={"width": 1000, "height": 600})
    yield Map(context.new_page(), *site).open(opening)
    context.close()


@pytest.fixture(scope="session")
def opening(atlas: geo.Atlas) -> webmap.Scene:
    return webmap.Scene(emphasis=webmap.founding(atlas), theme="light")


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """``axe(page)``: what axe-core finds wrong with a page and its frames; ``[]`` for nothing."""
    return violations
