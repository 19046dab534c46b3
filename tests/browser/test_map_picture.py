"""The map saved as a picture, in a browser."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from support.layer_page import Map

import geo
from geo import i18n, webmap

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=window.hit=1> ${1} \u202e" + "w" * 200
RECORD = """
    window.written = [];
    const write = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
        const { a, e } = this.getTransform();
        const wide = this.measureText(text).width * a;
        const left = this.textAlign === 'center' ? a * x + e - wide / 2 : a * x + e;
        window.written.push([text, left, left + wide, this.canvas.width, this.canvas.height]);
        return write.call(this, text, x, y);
    };
"""
WATCH = """
    window.told = [];
    const live = document.querySelector('.atlas-live');
    const button = document.querySelector('.atlas-save');
    new MutationObserver(() => window.told.push([live.textContent, button.disabled]))
        .observe(live, { childList: true, characterData: true });
"""
FOCUSED = "document.activeElement.matches('.atlas-save:enabled')"
STANDS = """
    const { ground, data, overlay } = layer.sheets;
    const ink = [ground, data, overlay].map(sheet => sheet._container.toDataURL());
    window.stood = window.stood || stage.drawn;
    const { lat, lng } = map.getCenter();
    return [lat, lng, map.getZoom(), ink.join(), stage.drawn === window.stood];
"""


def saved(page: Map, to: Path) -> Path:
    """The file that the button gives, pressed by keyboard."""
    page.page.locator(".atlas-save").focus()
    with page.page.expect_download() as started:
        page.page.keyboard.press("Enter")
    path = to / started.value.suggested_filename
    started.value.save_as(path)
    return path


@pytest.mark.parametrize(
    ("theme", "language", "options"),
    [
        ("light", "en", {"viewport": {"width": 900, "height": 560}}),
        (
            "dark",
            "es",
            {
                "viewport": {"width": 328, "height": 460},
                "device_scale_factor": 3,
                "has_touch": True,
            },
        ),
    ],
)
def test_the_map_becomes_a_picture(
    look: Callable[..., Map],
    opening: webmap.Scene,
    tmp_path: Path,
    theme: Any,
    language: str,
    options: dict[str, Any],
) -> None:
    page = look(**options)
    page.page.add_init_script(RECORD)
    scene = dataclasses.replace(opening, theme=theme, language=language, title=HOSTILE)
    page.open(
        dataclasses.replace(
            scene, selection=geo.Selection(as_of="2019-09-01"), dates="As of 1 September 2019"
        )
    )
    page.go(-140, 45, 2)
    before = page.do(STANDS)
    page.do(WATCH)
    page.page.evaluate("window.written.length = 0")
    path = saved(page, tmp_path)
    tr = i18n.tr(language)
    told = page.page.evaluate("window.told")
    assert told[0] == [tr("map.picture.making"), True]
    assert page.said() == tr("map.picture.saved", file=path.name)
    assert re.fullmatch(r"embassy-atlas-[a-z0-9-]{3,80}-2019-09-01\.png", path.name)
    assert page.do(STANDS) == before
    assert page.page.evaluate(FOCUSED)

    size = page.do("return map.getSize();")
    with Image.open(path) as picture:
        made = picture.convert("RGB")
    assert made.width == 2 * size["x"]
    assert made.height > 2 * (size["y"] + 100)
    paper = page.page.evaluate("theme => EmbassyAtlas.colours.of(theme)", theme)
    many = {colour: count for count, colour in made.getcolors(maxcolors=1 << 24) or []}
    for name in ("sea", "land", "paper"):
        colour = tuple(int(paper[name][k : k + 2], 16) for k in (1, 3, 5))
        assert many.get(colour, 0) > 0.05 * made.width * made.height
    assert many.get(tuple(int(paper["sides"][0][k : k + 2], 16) for k in (1, 3, 5)), 0) > 100

    written = page.page.evaluate("window.written")
    around = [one for one in written if one[3:] == [made.width, made.height]]
    assert all(left >= 0 and right <= made.width for _, left, right, *_ in around)
    text = " ".join(one[0] for one in around)
    joined = text.replace(" ", "")
    assert page.kept.credits[language].replace(" ", "") in joined
    for line in (HOSTILE.replace("\u202e", "[U+202E]"), "As of 1 September 2019"):
        assert line.replace(" ", "") in joined
    for key in ("tiles.drawn_de_facto", "map.credit.cities", "map.legend.area", "map.line.pair"):
        assert tr(key).removesuffix(".").replace(" ", "") in joined
    assert tr("map.legend.sent_by", name=tr.party("PRK")).replace(" ", "") in joined
    assert tr("map.picture.scale", length="").strip() in text
    assert any(tr.party("CAN") in one[0] for one in written if one[3:] != [made.width, made.height])
    assert page.page.evaluate("window.hit") is None
    page.found_nothing_wrong()


def test_a_picture_that_cannot_be_made_is_told(
    look: Callable[..., Map], opening: webmap.Scene, tmp_path: Path
) -> None:
    page = look(viewport={"width": 700, "height": 460}).open(opening)
    blank = tmp_path / "tile.png"
    Image.new("RGB", (256, 256), "#7f7f7f").save(blank)
    page.page.route("http://tiles.invalid/**", lambda route: route.fulfill(path=blank))
    page.page.evaluate(
        """() => new Promise(done => {
            const tile = new Image();
            tile.className = 'leaflet-tile leaflet-tile-loaded';
            tile.onload = done;
            document.querySelector('.leaflet-tile-pane').append(tile);
            tile.src = 'http://tiles.invalid/0.png';
        })"""
    )
    page.page.locator(".atlas-save").click()
    alert = page.page.get_by_role("alert")
    alert.wait_for()
    assert i18n.tr("en")("map.picture.foreign") in alert.inner_text()
    assert page.page.locator(".atlas-save").is_enabled()
    alert.get_by_role("button").press("Enter")
    assert alert.count() == 0
    assert page.page.evaluate(FOCUSED)
    page.page.evaluate("document.querySelector('img.leaflet-tile').remove()")
    page.page.evaluate(
        """() => {
            window.kept = HTMLCanvasElement.prototype.toBlob;
            HTMLCanvasElement.prototype.toBlob = done => done(null);
        }"""
    )
    page.page.locator(".atlas-save").click()
    alert.wait_for()
    assert i18n.tr("en")("map.picture.none") in alert.inner_text()
    page.page.evaluate("() => { HTMLCanvasElement.prototype.toBlob = window.kept; }")
    saved(page, tmp_path)
    assert alert.count() == 0


def test_letters_that_no_font_has_are_told(
    look: Callable[..., Map], opening: webmap.Scene, tmp_path: Path
) -> None:
    title = "Pyongyang Москва Αθήνα 𖹀𖹂"
    page = look(viewport={"width": 700, "height": 460})
    page.open(dataclasses.replace(opening, title=title))
    assert page.page.evaluate("text => EmbassyAtlas.lacking([text])", title) == "𖹀𖹂"
    path = saved(page, tmp_path)
    alert = page.page.get_by_role("alert")
    alert.wait_for()
    assert i18n.tr("en")("map.picture.letters", letters="𖹀 𖹂") in alert.inner_text()
    with Image.open(path) as picture:
        assert picture.width == 2 * page.do("return map.getSize();")["x"]
