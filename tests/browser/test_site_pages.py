"""A published site in Chromium: served by nginx from a subfolder, and opened from a disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.accessible import violations
from support.served import free_port
from support.web_server import web_server

import geo
from geo.parties import fold, lexicon

pytestmark = pytest.mark.browser

CHOSEN = geo.Selection(receiving=("PRK", "VEN"), kinds=("embassy",), as_of="2026-11-24")
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
POLICY += "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'"
SETTINGS = """
  types {{ text/html html; text/css css; text/javascript js; application/json json; }}
  default_type application/octet-stream;
  server {{
    listen 127.0.0.1:{port};
    location /deep/atlas/ {{
      alias {site}/;
      add_header Content-Security-Policy "{policy}";
    }}
  }}
"""
PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1440, "height": 900}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of the embassies in two states."""
    root = tmp_path_factory.mktemp("published") / "a site"
    geo.publish(geo.Atlas.open(), root, CHOSEN, pictures=False, downloads=False)
    return root


@pytest.fixture(scope="module")
def nginx(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site below a folder of a web server."""
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    link = folder / "site"
    link.symlink_to(site)
    with web_server(folder, SETTINGS.format(port=port, site=link, policy=POLICY)):
        yield f"http://127.0.0.1:{port}/deep/atlas/"


@pytest.fixture(params=["nginx", "disk"])
def root(request: pytest.FixtureRequest, site: Path) -> str:
    """The address of the site."""
    if request.param == "disk":
        return f"{site.as_uri()}/"
    return str(request.getfixturevalue("nginx"))


Opened = Callable[..., Any]


@pytest.fixture
def opened(chromium: Any) -> Iterator[Opened]:
    """Opens pages that may load nothing but from one address; says what went wrong."""
    contexts, wrong = [], []

    def open_page(root: str, page: str, **how: Any) -> Any:
        context = chromium.new_context(**{"viewport": WIDE, **how})
        contexts.append(context)
        shown = context.new_page()
        shown.set_default_timeout(60_000)
        shown.on("pageerror", lambda error: wrong.append(str(error)))
        shown.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        shown.on(
            "request",
            lambda asked: (
                None
                if asked.url.startswith((root, "data:", "blob:", "about:"))
                else wrong.append(f"asked for {asked.url}")
            ),
        )
        shown.goto(f"{root}{page}")
        return shown

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def ready(page: Any) -> int:
    """The number of missions on the map once it is drawn."""
    holder = page.locator("#atlas[data-atlas=ready][data-missions-drawn]")
    holder.wait_for()
    return int(holder.get_attribute("data-missions-drawn"))


def search(page: Any, text: str) -> list[str]:
    """The names that a search finds."""
    page.fill("#words", text)
    page.locator("#found p:not(:empty)").wait_for()
    found: list[str] = page.locator("#found li a").all_inner_texts()
    return found


def card(page: Any) -> Any:
    """The frame of the open card."""
    page.locator("#card:not([hidden]) iframe").wait_for()
    frame = page.frames[-1]
    frame.wait_for_selector("h1")
    return frame


def test_the_map_is_drawn_and_the_search_opens_a_card(root: str, opened: Opened) -> None:
    page = opened(root, "en/index.html")
    assert ready(page) > 20
    assert search(page, "las mercedes")[0] == "Las Mercedes"
    page.click("#found li a >> nth=0")
    shown = card(page)
    assert shown.inner_text("h1") == "Las Mercedes"
    assert not shown.is_visible("nav")
    assert "#" in page.url
    assert search(page, "East Pyongyang")
    page.click("#card > button")
    assert page.is_hidden("#card")


def test_a_mission_on_the_map_opens_its_card(root: str, opened: Opened) -> None:
    page = opened(root, "es/index.html#prk-embassy-caracas")
    ready(page)
    assert card(page).inner_text("h1") == "Embajada de Corea del Norte en Caracas"
    page.focus("#atlas")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert card(page).locator("h1").count() == 1


def test_the_map_has_time_and_globe(nginx: str, opened: Opened) -> None:
    page = opened(nginx, "en/index.html")
    today = ready(page)
    page.click(".atlas-time-fold")
    assert page.locator(".atlas-time-track").first.is_visible()
    assert page.locator(".leaflet-container").count() == 1
    assert today == int(page.locator("#atlas").get_attribute("data-missions-drawn"))


def test_what_the_search_folds_is_what_python_folds(nginx: str, opened: Opened) -> None:
    page = opened(nginx, "en/index.html")
    ready(page)
    names = [name for names in lexicon.city_names().values() for name in names][::9]
    names += ["Straße", "Łódź", "Þórshöfn", "São Tomé & Príncipe", "Côte d’Ivoire", "東京", "İzmir"]
    folded = page.evaluate("names => names.map(EmbassyAtlasFold)", names)
    assert folded == [fold(name) for name in names]


@pytest.mark.parametrize(
    "text", ["Venezuelan embassy", "embassy of cuba", "corea del norte", "Pyongyang", "kim"]
)
def test_the_search_finds_the_missions_that_python_finds(
    nginx: str, opened: Opened, text: str
) -> None:
    page = opened(nginx, "en/index.html")
    ready(page)
    atlas = geo.Atlas.open()
    search(page, text)
    found = page.evaluate("[...document.querySelectorAll('#found a')].map(it => it.hash.slice(1))")
    _, results = geo.find(atlas, text, most=2_000)
    python = [one.opens for one in results if one.type == "mission"]
    here = {one.id for one in atlas.dataset.missions} & {*found}
    assert here
    assert here <= {*python}


@pytest.mark.parametrize("look", [{}, {"viewport": PHONE, "color_scheme": "dark"}])
@pytest.mark.parametrize(
    "name",
    [
        *("index", "states", "cities", "sources", "conflicts", "changes", "about"),
        *("missions/prk-embassy-caracas", "pairs/PRK-VEN", "states/PRK", "cities/PRK-pyongyang"),
    ],
)
def test_pages_are_accessible(nginx: str, opened: Opened, name: str, look: dict[str, Any]) -> None:
    page = opened(nginx, f"es/{name}.html", **look)
    if name == "index":
        ready(page)
    assert violations(page) == []
    wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert page.evaluate(wide)


def test_the_open_card_is_accessible(nginx: str, opened: Opened) -> None:
    page = opened(nginx, "en/index.html#prk-embassy-caracas")
    ready(page)
    card(page)
    assert violations(page) == []


def test_pages_work_without_scripts(root: str, opened: Opened) -> None:
    page = opened(root, "en/index.html", java_script_enabled=False)
    assert page.is_visible(".atlas-plain")
    assert page.is_hidden("#find")
    page.click("main a >> text=States")
    page.click("main a >> text=Venezuela")
    page.click("main a >> text=Embassy of North Korea in Caracas")
    assert "Last confirmed" in page.inner_text("main")
    page.click("nav a[lang=es]")
    assert "Última confirmación" in page.inner_text("main")


@pytest.mark.parametrize("name", ["%E0%A4%A", "..%2F..%2Fx", "javascript:alert(1)", "//x.example"])
def test_an_address_that_names_nothing_opens_nothing(root: str, opened: Opened, name: str) -> None:
    page = opened(root, f"en/index.html#{name}")
    page.fill("#words", "Caracas")
    page.locator("#found li").first.wait_for()
    assert page.is_hidden("#card")


def test_a_statement_has_an_address(root: str, opened: Opened) -> None:
    page = opened(root, "en/missions/ven-embassy-pyongyang.html")
    page.click("a[aria-label='Link to this claim'] >> nth=0")
    anchor = page.url.partition("#")[2]
    assert anchor.startswith("ea-claim-")
    assert page.locator(f"[id='{anchor}']").is_visible()
