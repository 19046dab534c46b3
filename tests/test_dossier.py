"""The dossier: whole in one file, every value with its source, sealed, the same each time."""

from __future__ import annotations

import base64
import errno
import hashlib
import html
import itertools
import json
import os
import re
import shlex
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import geo
from geo import dossier
from geo.cli import main
from geo.dossier import contents
from geo.dossier.document import Picture
from geo.errors import EmptySelection, InvalidSelection, WriteFailed
from geo.i18n import ENGLISH
from geo.reports import cards

PAIR = geo.Selection(among=("VEN", "PRK"), as_of="2026-11-24")
MISSIONS = ("prk-embassy-caracas", "ven-embassy-pyongyang")
MOST_BYTES = 3_000_000
RUN = {"", "text/javascript", "module"}
ALLOWED = {
    *("a", "alt", "aria-label", "aria-labelledby", "charset", "class", "content", "href", "id"),
    *(
        "data-card",
        "data-colours",
        "data-fold",
        "data-leads",
        "data-letters",
        "data-open",
        "height",
        "lang",
    ),
    *("http-equiv", "name", "rel", "role", "scope", "src", "tabindex", "target", "type"),
    *("value", "width", "media", "srcset"),
}


class Page(HTMLParser):
    """A page as it would be read: elements with their attributes, and the text."""

    def __init__(self, data: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.raw: list[tuple[str, dict[str, str], str]] = []
        self.words: list[str] = []
        self._inside = ""
        self.feed(data.decode("utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.elements.append((tag, found))
        if tag in ("script", "style"):
            self._inside = tag
            self.raw.append((tag, found, ""))

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            tag, attributes, text = self.raw[-1]
            self.raw[-1] = (tag, attributes, text + data)
        else:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def of(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def values(self, name: str) -> list[str]:
        return [attributes[name] for _, attributes in self.elements if name in attributes]


@pytest.fixture(scope="module")
def told(atlas: geo.Atlas) -> bytes:
    return dossier.dossier(atlas, PAIR)


@pytest.fixture(scope="module")
def page(told: bytes) -> Page:
    return Page(told)


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A figure that is drawn at once, where it is not what is looked at."""
    dot = Picture("data:image/png;base64,iVBORw0KGgo=", 1, 1)
    monkeypatch.setattr("geo.dossier.document.pictured", lambda *_, **__: dot)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def call(*arguments: str | Path) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return code, out, err

    return call


def sealed(data: bytes) -> Page:
    """A page that nothing can be added to, and that asks nobody for anything."""
    found = Page(data)
    names = [name for name, _ in found.elements]
    assert names[:3] == ["html", "head", "meta"]
    first = found.of("meta")[0]
    assert first["http-equiv"] == "Content-Security-Policy"
    assert data.index(b'charset="utf-8"') < 1024
    policy = dict(part.split(" ", 1) for part in first["content"].split("; "))
    for name in ("default-src", "connect-src", "base-uri", "form-action"):
        assert policy[name] == "'none'"
    assert policy["img-src"] == "data: blob:"
    hashed: dict[str, list[str]] = {"script": [], "style": []}
    for tag, attributes, text in found.raw:
        if tag == "style" or attributes.get("type", "") in RUN:
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            hashed[tag].append(f"'sha256-{digest}'")
        else:
            assert attributes["type"] in ("application/json", "text/plain")
    assert policy["script-src"].split() == hashed["script"]
    assert policy["style-src"].split() == hashed["style"]
    assert "unsafe" not in first["content"]
    assert {name for _, a in found.elements for name in a} <= ALLOWED
    assert set(found.values("src")) <= {s for s in found.values("src") if s.startswith("data:")}
    assert not {"iframe", "object", "embed", "form", "base", "svg", "video"} & set(names)
    for attributes in found.of("link"):
        assert attributes == {"rel": "icon", "href": "data:,"}
    styles = " ".join(text for tag, _, text in found.raw if tag == "style")
    assert "url(" not in styles
    assert "@import" not in styles
    return found


@pytest.mark.slow
def test_it_is_one_sealed_file_of_less_than_3_mb(told: bytes) -> None:
    assert len(told) < MOST_BYTES
    found = sealed(told)
    ids = Counter(found.values("id"))
    assert max(ids.values()) == 1
    for attributes in found.of("a"):
        href = attributes["href"]
        if href.startswith("#"):
            assert href[1:] in ids
        else:
            assert urlsplit(href).scheme in ("http", "https")
            assert attributes["rel"] == "noopener noreferrer"


def test_it_says_what_it_shows_as_of_when_and_from_what(atlas: geo.Atlas, page: Page) -> None:
    assert "This dossier shows 2 missions." in page.text
    assert "As of 24 November 2026, from all sources. 1 closed not shown." in page.text
    assert atlas.dataset.sha256 in page.text
    assert "no statement on any claim" in page.text
    assert ENGLISH("dossier.imprint.missing") in page.text
    assert "Creative Commons Attribution 4.0" in page.text
    assert page.of("html")[0]["lang"] == "en"
    headings = [int(name[1]) for name, _ in page.elements if re.fullmatch(r"h[1-6]", name)]
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(headings))


def test_every_value_of_every_card_is_told_with_its_sources(atlas: geo.Atlas, page: Page) -> None:
    text = page.text.casefold()
    cited: set[str] = set()
    for id in (*MISSIONS, "pair:PRK-VEN", *atlas.places(PAIR)["id"]):
        card = cards.card(atlas, id, PAIR.as_of)
        assert card.title.casefold() in text
        for section in card.sections:
            for row in section.rows:
                for part in (row.label, row.value, row.when, row.note, row.attributed_to):
                    assert " ".join(part.split()).casefold() in text, (id, section.key, part)
                cited |= {cite.id for cite in row.cites}
        for one in card.disputes:
            for statement in one.statements:
                assert " ".join(statement.value.split()).casefold() in text
                cited.add(statement.cite.id)
    sources = [a for a in page.of("li") if a.get("id", "").startswith("source-")]
    assert len(sources) == len(cited) > 40
    rows = atlas.dataset.by_id["sources"]
    addresses = {html.unescape(a["href"]) for a in page.of("a")}
    assert {rows[id]["url"] for id in cited if rows[id]["url"]} <= addresses
    marks = {a["href"] for a in page.of("a") if a.get("class") == "ref"}
    assert marks == {f"#{a['id']}" for a in sources}
    expected = page.text.index("Expected")
    assert page.text.index("tenants were asked to leave", expected) > expected


def test_who_does_not_see_the_map_has_a_table_and_a_description(page: Page) -> None:
    assert len(page.of("table")) == len(page.of("caption")) == 1
    assert {a["scope"] for a in page.of("th")} == {"col", "row"}
    assert sum(a["scope"] == "row" for a in page.of("th")) == 2
    (picture,) = page.of("img")
    assert picture["src"].startswith("data:image/png;base64,")
    assert "Caracas" in picture["alt"]
    assert "Pyongyang" in picture["alt"]
    assert "The map needs JavaScript." in page.text
    linked = {a["href"] for a in page.of("a")}
    assert {f"#card-{id}" for id in MISSIONS} <= linked


@pytest.mark.slow
def test_the_same_day_gives_the_same_bytes(told: bytes) -> None:
    again = geo.Atlas.open()
    assert dossier.dossier(again, PAIR) == told
    assert dossier.embed(again, PAIR) == dossier.embed(again, PAIR)


@pytest.mark.usefixtures("undrawn")
def test_it_speaks_spanish_and_draws_another_viewpoint(atlas: geo.Atlas) -> None:
    found = sealed(dossier.dossier(atlas, PAIR, language="es", viewpoint="IND", dark=True))
    assert found.of("html")[0]["lang"] == "es"
    assert found.of("html")[0]["data-colours"] == "dark"
    assert "Misiones diplomáticas entre" in found.text
    assert "Embajada de Venezuela en Pyongyang" in found.text
    assert "punto de vista de la India" in found.text
    assert any(a.get("lang") == "en" for a in found.of("span"))
    assert "card." not in found.text
    with pytest.raises(InvalidSelection, match="tlh"):
        dossier.dossier(atlas, PAIR, language="tlh")


@pytest.mark.usefixtures("undrawn")
def test_nothing_that_came_later_is_told(atlas: geo.Atlas) -> None:
    then = geo.Selection(among=("VEN", "PRK"), as_of="2019-01-25", known_on="2019-01-25")
    text = sealed(dossier.dossier(atlas, then)).text
    assert "from sources up to 25 January 2019" in text
    assert "NK News, 25 January 2019" in text
    for later in ("Bardinet", "26 January 2019", "August 2019", "21 August", "Murga", "2019-01-26"):
        assert later not in text


@pytest.mark.slow
def test_hostile_text_is_text_everywhere(hostile: geo.Atlas) -> None:
    selection = geo.Selection(sending=("PRK",), as_of="2026-11-24")
    for data in (
        dossier.dossier(hostile, selection, title="</title><script>window.hit=1</script>"),
        dossier.embed(hostile, PAIR, title="`${window.hit=1}`"),
    ):
        found = sealed(data)
        assert all(not name.startswith("on") for _, a in found.elements for name in a)
        for attributes in found.of("a"):
            assert attributes["href"].startswith(("#", "https://"))
        shown = data.decode()
        assert "\u202e" not in shown
        assert "\ufeff" not in shown
        assert len(data) < 2 * MOST_BYTES
        assert "[U+202E]" in shown or b"data-card" not in data


def test_nothing_to_tell_makes_no_file(
    atlas: geo.Atlas, run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    closed = PAIR.but(kinds=("representative_office",))
    for make in (dossier.dossier, dossier.embed):
        with pytest.raises(EmptySelection, match=r"no mission matches .*\(1 closed not shown\)"):
            make(atlas, closed)
    with pytest.raises(EmptySelection):
        dossier.save(atlas, closed, tmp_path / "none.html")
    code, out, err = run("dossier", tmp_path / "none.html", "--text", "no such words")
    assert (code, out) == (1, "")
    assert "No mission shown" in err
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_leaves_what_was_there(
    atlas: geo.Atlas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "kept.html"
    target.write_text("what was there")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WriteFailed, match="No space left"):
        dossier.save(atlas, PAIR, target, embedded=True)
    assert [path.name for path in tmp_path.iterdir()] == ["kept.html"]
    assert target.read_text() == "what was there"
    with pytest.raises(InvalidSelection, match=r"\.html"):
        dossier.save(atlas, PAIR, tmp_path / "kept.pdf")


@pytest.mark.usefixtures("undrawn")
def test_many_missions_are_shortened_or_refused(
    atlas: geo.Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = geo.Selection(as_of="2026-11-24")
    number = len(atlas.missions(everything))
    found = sealed(dossier.dossier(atlas, everything))
    assert (
        f"match {number} missions. A dossier holds timelines and cards for at most "
        f"{contents.MOST_CARDS}"
    ) in found.text
    assert sum(a["scope"] == "row" for a in found.of("th")) == number
    assert len([a for a in found.of("li") if a.get("id", "").startswith("source-")]) > 100
    assert "data-card" not in {name for _, a in found.elements for name in a}
    monkeypatch.setattr(contents, "MOST_MISSIONS", 20)
    with pytest.raises(InvalidSelection, match=rf"{number} missions; .* at most 20.*embed"):
        dossier.dossier(atlas, everything)
    assert len(sealed(dossier.embed(atlas, everything)).of("h1")) == 1


def test_the_embed_is_a_map_with_title_days_and_credit(atlas: geo.Atlas) -> None:
    data = dossier.embed(atlas, PAIR, title="Two embassies")
    assert len(data) < MOST_BYTES / 2
    found = sealed(data)
    assert found.of("a") == []
    assert "Two embassies As of 24 November 2026" in found.text
    opening = next(text for _, a, text in found.raw if a.get("id") == "atlas-opening")
    credit = json.loads(opening)["layer"]["credit"]
    assert credit == f"Data: Embassy Atlas, dataset {atlas.dataset.sha256[:12]}, CC-BY-4.0"


def test_the_line_to_copy_is_one_safe_element() -> None:
    line = dossier.iframe('my "map" ü.html', "Caracas & <b>Pyongyang</b> `${1}`")
    found = Page(line.encode())
    assert [name for name, _ in found.elements] == ["iframe"]
    (attributes,) = found.of("iframe")
    assert attributes["src"] == "my%20%22map%22%20%C3%BC.html"
    assert attributes["title"] == "Caracas & <b>Pyongyang</b> `${1}`"
    assert attributes["sandbox"] == "allow-scripts"
    assert attributes["loading"] == "lazy"
    assert attributes["width"] == "100%"
    assert "\n" not in line


def test_the_command_that_it_names_means_the_same_selection(atlas: geo.Atlas) -> None:
    from geo.dossier.document import command

    given = geo.Selection(
        sending=("VEN",),
        kinds=("embassy",),
        cities=("Washington, D.C.", "Pyongyang"),
        statuses=("open", "suspended"),
        text="embassy",
        bbox=(-180.0, -90.0, 180.0, 90.0),
        as_of="2019-09-01",
    )
    gathered = contents.gathered(
        atlas, given.but(cities=("Pyongyang",)), title="It's", language="es", viewpoint=""
    )
    for selection in (given, geo.Selection()):
        from dataclasses import replace

        words = shlex.split(command(replace(gathered, selection=selection)))
        assert words[:3] == ["embassy-atlas", "dossier", "OUT.html"]
        options = list(zip(words[3::2], words[4::2], strict=True))
        assert [value for name, value in options if name == "--city"] == list(selection.cities)
        told = dict(options)
        assert told["--as-of"] == "2019-09-01"
        assert told["--title"] == "It's"
        assert told["--language"] == "es"
        assert ("--kind" in told) == bool(selection.kinds)


@pytest.mark.slow
@pytest.mark.usefixtures("undrawn")
def test_the_command_line(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    among = ("--among", "VEN,PRK", "--as-of", "2026-11-24")
    out = tmp_path / "pair.html"
    code, said, err = run("dossier", out, *among, "--language", "es")
    assert (code, said) == (0, "")
    assert f"{out.stat().st_size:,} bytes" in err
    assert b'lang="es"' in out.read_bytes()[:200]
    embed = tmp_path / "map.html"
    code, said, _ = run("dossier", embed, *among, "--embed", "--title", "Two <embassies>")
    assert code == 0
    assert said.startswith('<iframe src="map.html" title="Two &lt;embassies&gt;"')
    assert said.count("\n") == 1
    code, said, _ = run("dossier", embed, *among, "--embed", "--json")
    assert json.loads(said)["iframe"].startswith("<iframe ")
    for wrong, word in (
        ((tmp_path / "pair.doc",), ".html"),
        ((out, "--language", "tlh"), "tlh"),
        ((out, "--viewpoint", "Atlantis"), "Atlantis"),
    ):
        code, said, err = run("dossier", *wrong, *among)
        assert (code, said) == (2, "")
        assert word in err
