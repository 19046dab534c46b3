"""A published site: the same bytes again, links that lead somewhere, nothing from elsewhere."""

from __future__ import annotations

import io
import json
import os
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from test_render import HOSTILE
from typer.testing import CliRunner

import geo
import geo.i18n
import geo.render
import geo.webmap
from geo.cli.commands import app
from geo.errors import EmptySelection, InvalidSelection, WriteFailed
from geo.parties import fold
from geo.site import Published, archive
from geo.site.lean import lean, lean_style
from geo.site.output import MARK, begun
from geo.site.pages import Site
from geo.site.plan import planned
from geo.site.search_files import findable, index_file, names_file
from geo.webmap import container

DAY = "2026-11-24"
CHOSEN = geo.Selection(among=("PRK", "VEN", "CUB"), as_of=DAY)
BASE = "https://atlas.example/maps/"


class Page(HTMLParser):
    """Links, ids and policy of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.policy = ""
        self.tags: list[str] = []
        self.inline: list[str] = []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.ids += [given["id"]] if "id" in given else []
        if given.get("rel") not in ("canonical", "alternate", "icon"):
            self.links += [given[name] for name in ("href", "src") if name in given]
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"]
        if tag == "script" and "src" not in given:
            self.inline.append(given.get("type", ""))
        assert not {name for name in given if name.startswith("on") or name == "style"}


def tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of a few states, with a base address and downloads."""
    root = tmp_path_factory.mktemp("site")
    geo.publish(geo.Atlas.open(), root, CHOSEN, base_url=BASE, pictures=False)
    return root


def small(root: Path, atlas: geo.Atlas | None = None, **more: Any) -> Published:
    """A site of two states without downloads."""
    given: dict[str, Any] = {"pictures": False, "downloads": False, **more}
    chosen = given.pop("selection", geo.Selection(among=("PRK", "VEN"), as_of=DAY))
    return geo.publish(atlas or geo.Atlas.open(), root, chosen, **given)


def test_the_same_input_gives_the_same_bytes_and_nothing_is_written_again(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    small(one)
    first = tree(one)
    times = {path: (one / path).stat().st_mtime_ns for path in first}
    again = small(one)
    small(other)
    assert tree(one) == first == tree(other)
    assert again.written == 0
    kept = {path: (one / path).stat().st_mtime_ns for path in first if not path.startswith(".")}
    assert kept == {path: times[path] for path in kept}


def test_another_day_rewrites_pages_but_not_the_files_named_by_content(tmp_path: Path) -> None:
    small(tmp_path)
    before = tree(tmp_path)
    small(tmp_path, selection=geo.Selection(among=("PRK", "VEN"), as_of="2026-11-25"))
    after = tree(tmp_path)
    assert {p for p in before if p.startswith("data/")} == {p for p in after if "data/" in p}
    mission = "en/missions/prk-embassy-caracas.html"
    assert before[mission] != after[mission]


def test_what_is_left_of_another_site_goes_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    small(tmp_path, selection=CHOSEN)
    (tmp_path / "CNAME").write_text("atlas.example")
    (tmp_path / ".nojekyll").touch()
    (tmp_path / "en" / ".index.html.new").write_text("half")
    small(tmp_path)
    left = set(tree(tmp_path))
    assert {"CNAME", ".nojekyll"} <= left
    assert not any(path.endswith(".new") or "pairs/CUB" in path for path in left)


def test_a_folder_of_others_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(WriteFailed, match=r"thesis\.txt"):
        small(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_older_versions_stay_as_long_as_chosen(tmp_path: Path) -> None:
    versions = []
    for day in ("2026-11-22", "2026-11-23", "2026-11-24"):
        chosen = geo.Selection(among=("PRK", "VEN"), as_of=day)
        versions.append(small(tmp_path, selection=chosen, keep=2).version)
    assert sorted(os.listdir(tmp_path / "v")) == [versions[1]]
    old = tmp_path / "v" / versions[1] / "en" / "missions" / "prk-embassy-caracas.html"
    assert "23 November 2026" in old.read_text("utf-8")
    told = json.loads((tmp_path / "v1" / "index.json").read_bytes())
    assert [one["version"] for one in told["versions"]] == [versions[1]]
    mark = tmp_path / ".embassy-atlas-site.json"
    mark.write_text(mark.read_text().replace(versions[2], "../../thesis"))
    assert told["version"] == versions[2]
    (tmp_path.parent / "thesis").mkdir(exist_ok=True)
    small(tmp_path, selection=chosen)
    assert not (tmp_path / "v").exists()
    assert (tmp_path.parent / "thesis").is_dir()


@pytest.mark.parametrize("name", ["../../outside", "/tmp/x", "en", "", 5, None, ["a"], {"a": 1}])
def test_a_mark_that_was_changed_moves_and_deletes_nothing(tmp_path: Path, name: Any) -> None:
    told: dict[str, Any] = {"versions": [{"as_of": "2026-11-22", "version": name}]}
    (tmp_path / MARK).write_text(json.dumps(told))
    assert begun(tmp_path) == []
    (tmp_path / MARK).write_text("[" * 100_000)
    assert begun(tmp_path) == []


def pages(root: Path) -> Iterator[tuple[Path, Page]]:
    for path in sorted(root.rglob("*.html")):
        yield path, Page(path)


def test_every_link_is_relative_and_leads_somewhere(site: Path) -> None:
    known = dict(pages(site))
    checked = 0
    for path, page in known.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme in ("http", "https", "data"):
                assert path.parent != site
                continue
            assert not parts.scheme
            assert not link.startswith("/")
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.is_file(), f"{path}: {link}"
            if parts.fragment and target.suffix == ".html" and target.name != "index.html":
                assert unquote(parts.fragment) in known[target].ids, f"{path}: {link}"
            checked += 1
    assert checked > 500


def test_ids_are_unique_and_a_page_runs_no_script_but_its_own(site: Path) -> None:
    for path, page in pages(site):
        assert len(set(page.ids)) == len(page.ids), path
        assert "default-src 'none'" in page.policy, path
        assert "unsafe" not in page.policy
        assert "http" not in page.policy
        assert set(page.inline) <= {"application/json", "application/ld+json"}
        assert not {"form", "object", "embed", "base"} & set(page.tags)
        if path.name != "index.html":
            assert "script-src" not in page.policy
            assert "script" not in page.tags or page.inline


def test_statements_have_addresses_of_their_own(site: Path) -> None:
    page = Page(site / "en" / "missions" / "ven-embassy-pyongyang.html")
    events = geo.Atlas.open().dataset.events.of_mission("ven-embassy-pyongyang")
    shown = [f"ea-claim-{one.id}" for one in events]
    assert {one for one in shown if one in page.ids} >= set(shown[:1])
    assert f"#{shown[0]}" in page.links


def test_pages_name_their_other_language_and_their_canonical_address(site: Path) -> None:
    text = (site / "es" / "missions" / "prk-embassy-caracas.html").read_text("utf-8")
    own = f"{BASE}es/missions/prk-embassy-caracas.html"
    assert f'<link rel="canonical" href="{own}">' in text
    assert f'hreflang="en" href="{BASE}en/missions/prk-embassy-caracas.html"' in text
    root = ElementTree.fromstring((site / "sitemap.xml").read_bytes())
    listed = {one.text for one in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    assert own in listed
    assert all((site / str(one).removeprefix(BASE)).is_file() for one in listed)


def test_many_addresses_are_in_several_sitemaps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo.site._MOST_ADDRESSES", 20)
    small(tmp_path, base_url=BASE)
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    index = ElementTree.fromstring((tmp_path / "sitemap.xml").read_bytes())
    assert index.tag == f"{space}sitemapindex"
    listed: list[str] = []
    for one in index.iter(f"{space}loc"):
        part = ElementTree.fromstring((tmp_path / str(one.text).removeprefix(BASE)).read_bytes())
        found = [str(address.text) for address in part.iter(f"{space}loc")]
        assert len(found) <= 20
        listed += found
    pages_of = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.html")}
    assert {one.removeprefix(BASE) for one in listed} >= pages_of - {"index.html"}


def test_files_for_programs_say_what_the_pages_do(site: Path) -> None:
    told = json.loads((site / "v1" / "index.json").read_bytes())
    atlas = geo.Atlas.open()
    assert told["dataset"] == atlas.dataset.sha256
    assert told["as_of"] == DAY
    missions = json.loads((site / "v1" / told["missions"]).read_bytes())
    rows = [dict(zip(missions["columns"], row, strict=True)) for row in missions["rows"]]
    assert {one["id"] for one in rows} >= {"prk-embassy-caracas", "ven-embassy-pyongyang"}
    for one in rows:
        assert (site / "en" / f"{one['page']}.html").is_file()
    state = json.loads((site / "v1" / "states" / "PRK.json").read_bytes())
    assert "prk-embassy-caracas" in state["sends"]
    statements = json.loads((site / "v1" / "statements" / "VEN.json").read_bytes())
    assert "opened" in {row[1] for row in statements["entities"]["prk-embassy-caracas"]}
    assert statements["columns"][:2] == ["id", "property"]
    assert {one["code"] for one in json.loads((site / "v1" / told["states"]).read_bytes())} == {
        *("CUB", "PRK", "VEN")
    }


def test_downloads_feeds_and_descriptions_are_there(site: Path) -> None:
    about = (site / "en" / "about.html").read_text("utf-8")
    for suffix in ("csv", "xlsx", "geojson", "gpkg", "kml", "parquet"):
        assert (site / "downloads" / f"missions.{suffix}").stat().st_size > 100
        assert f"../downloads/missions.{suffix}" in about
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', about)
    assert found is not None
    told = json.loads(found[1])
    assert told["@type"] == "Dataset"
    assert all(one["contentUrl"].startswith(BASE) for one in told["distribution"])
    ElementTree.fromstring((site / "es" / "changes.atom").read_bytes())
    assert json.loads((site / "en" / "changes.json").read_bytes())["version"].endswith("1.1")
    assert "cff-version" in (site / "CITATION.cff").read_text("utf-8")


def test_without_a_base_address_nothing_names_one(tmp_path: Path) -> None:
    small(tmp_path)
    assert not (tmp_path / "sitemap.xml").exists()
    for path in tmp_path.rglob("*.html"):
        assert "canonical" not in path.read_text("utf-8")


def test_a_picture_is_drawn_once_and_named_on_its_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[object] = []

    def figure(*given: object, **_: object) -> bytes:
        drawn.append(given[1])
        return b"\x89PNG\r\n\x1a\n"

    monkeypatch.setattr("geo.figures.figure", figure)
    for _ in range(2):
        small(tmp_path, pictures=True, languages=("en",), base_url=BASE)
    assert len(drawn) == len(set(map(str, drawn))) > 3
    cities = [one for one in drawn if isinstance(one, geo.Selection) and one.cities]
    assert {(one.receiving, one.cities) for one in cities} >= {(("VEN",), ("Caracas",))}
    assert all(len(geo.Atlas.open().missions(one)) for one in cities)
    page = (tmp_path / "en" / "pairs" / "PRK-VEN.html").read_text("utf-8")
    shared = re.search(r'property="og:image" content="([^"]*)"', page)
    assert shared is not None
    assert (tmp_path / shared[1].removeprefix(BASE)).is_file()
    mission = (tmp_path / "en" / "missions" / "prk-embassy-caracas.html").read_text("utf-8")
    assert "og:image" not in mission


def test_texts_of_the_dataset_are_inert(tmp_path: Path, hostile: geo.Atlas) -> None:
    small(tmp_path, hostile)
    for path, page in pages(tmp_path):
        text = path.read_text("utf-8")
        assert "<img src=x" not in text, path
        assert "\u202e" not in text, path
        assert not [one for one in page.links if one.startswith("javascript:")]
        assert "`$" not in text


def test_short_classes_stand_for_the_same_rules() -> None:
    made = lean(
        geo.render.Markup(
            '<span class="ea-label" lang="en">x</span><p class="ea-row ea-plain"></p>'
        )
    )
    assert str(made) == '<b lang="en">x</b><p class="r g"></p>'
    assert lean_style(".ea-when { } .ea-whence { } .ea-card a.ea-ref { }") == (
        ".w { } .ea-whence { } .ea-card a.n { }"
    )
    hostile = geo.render.render("ui/fold", text=HOSTILE + ' class="ea-row"')
    assert lean(hostile) == hostile


def test_the_search_knows_words_and_names(site: Path) -> None:
    atlas = geo.Atlas.open()
    plan = planned(atlas, geo.Selection(as_of=DAY))
    own = Site(atlas, plan, "")
    found = findable(own)
    arrays, texts, _ = container.read(index_file(own, found))
    called = container.read(names_file(atlas, found, geo.i18n.tr("es")))[1]["called"]
    assert len(called) == len(texts["page"]) == len(arrays["type"]) == len(found)
    at = texts["word"].index(fold("Mercedes"))
    entries = arrays["word.of"][arrays["word.start"][at] : arrays["word.start"][at + 1]]
    assert "Las Mercedes" in {called[e] for e in entries}
    assert {"korea del norte", "north korea", "venezuelan"} & set(texts["name"])
    assert texts["word"] == sorted(texts["word"])


def test_columns_are_the_same_in_the_form_that_compresses_better() -> None:
    data = geo.webmap.columns(geo.Atlas.open(), "")
    packed = container.packed(data)
    plain, other = container.read(data), container.read(packed)
    assert plain[1:] == other[1:]
    for name, column in plain[0].items():
        assert column.dtype == other[0][name].dtype
        assert column.tobytes() == other[0][name].tobytes(), name
    assert container.packed(packed) == packed


def test_what_cannot_be_published_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EmptySelection):
        small(tmp_path, selection=geo.Selection(sending=("TUV",), receiving=("PRK",)))
    for wrong in ({"base_url": "example.org"}, {"languages": ("fr",)}, {"keep": 0}):
        with pytest.raises(InvalidSelection):
            small(tmp_path, **wrong)
    assert not list(tmp_path.iterdir())


def test_a_site_as_an_archive_has_the_same_files(tmp_path: Path) -> None:
    chosen = geo.Selection(among=("PRK", "VEN"), as_of=DAY)
    steps: list[str] = []
    atlas = geo.Atlas.open()
    data = archive(atlas, chosen, progress=lambda step, done, total: steps.append(step))
    small(tmp_path, atlas, downloads=True)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == tree(tmp_path)
    assert {"pages", "map", "lists"} <= set(steps)
    assert all(geo.i18n.tr("es")(f"page.file.site_{step}") for step in steps)


def test_the_command_says_what_it_wrote(tmp_path: Path) -> None:
    given = ["publish", str(tmp_path / "site"), "--among", "PRK,VEN", "--as-of", DAY, "--json"]
    done = CliRunner().invoke(app, [*given, "--no-pictures", "--no-downloads"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["pages"] == len(list((tmp_path / "site").rglob("*.html")))
    assert told["files"] == len(tree(tmp_path / "site")) - 1
