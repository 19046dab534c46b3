"""The map without a browser: columns, files, the constant base, scenes, and what a click says."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import folium
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.layer_page import standalone

import geo
from geo import i18n, parties, webmap
from geo.atlas import absence
from geo.errors import InvalidDate, InvalidSelection, WriteFailed
from geo.package_files import caches
from geo.webmap import placement
from geo.webmap.asset_files import script
from geo.webmap.scene import SIDES, script_json

SOURCES = Path(webmap.__file__).parent / "js"
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "`${alert(1)}`",
    "{{ 7*7 }}{% raw %}{# x #}",
    "{{ cycler.__init__.__globals__ }}",
    "'\"\\",
    "\u202egnp.exe\u2028\u2029\0",
    "a_word",
    "map_div feature_group_0 _missions",
)


@pytest.fixture(scope="module")
def kept(atlas: geo.Atlas, tmp_path_factory: pytest.TempPathFactory) -> webmap.Assets:
    return webmap.assets(atlas, tmp_path_factory.mktemp("map"))


# ---- files ----


def test_our_script_writes_no_markup_and_runs_no_text() -> None:
    code = script()
    for forbidden in ("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval("):
        assert forbidden not in code
    assert not re.search(r"new Function|setTimeout\(\s*[\"'`]", code)
    assert not re.search(r"https?://", code)
    assert not re.search(r"\b_off\b\s*[:=]", code)


def test_files_are_named_by_what_is_in_them(kept: webmap.Assets, atlas: geo.Atlas) -> None:
    named = re.compile(r"[a-z]+(-[0-9a-f]{16}){1,2}\.(js|css|bin)")
    assert all(named.fullmatch(name) for name in kept.names)
    before = {name: (kept.folder / name).stat().st_ino for name in kept.names}
    assert webmap.assets(atlas, kept.folder) == kept
    assert {name: (kept.folder / name).stat().st_ino for name in kept.names} == before


def test_a_torn_file_is_written_again(atlas: geo.Atlas, tmp_path: Path) -> None:
    kept = webmap.assets(atlas, tmp_path)
    path = tmp_path / kept.columns
    whole = path.read_bytes()
    path.write_bytes(whole[:100])
    webmap.assets(atlas, tmp_path)
    assert path.read_bytes() == whole


def test_a_file_spoilt_without_a_change_of_size_is_written_again(
    atlas: geo.Atlas, tmp_path: Path
) -> None:
    kept = webmap.assets(atlas, tmp_path)
    whole = {name: (tmp_path / name).read_bytes() for name in kept.names}
    for name, data in whole.items():
        (tmp_path / name).write_bytes(bytes(len(data)))
    assert webmap.assets(atlas, tmp_path) == kept
    assert {name: (tmp_path / name).read_bytes() for name in kept.names} == whole


def test_files_that_nothing_used_for_a_month_go(atlas: geo.Atlas, tmp_path: Path) -> None:
    old, new, other = (tmp_path / n for n in ("columns-0.bin", "columns-1.bin", "notes.txt"))
    for path in (old, new, other):
        path.write_bytes(b"x")
    os.utime(old, (1, 1))
    os.utime(other, (1, 1))
    webmap.assets(atlas, tmp_path)
    assert not old.exists()
    assert new.exists()
    assert other.exists()


def test_a_folder_that_cannot_be_made(atlas: geo.Atlas, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(WriteFailed, match="XDG_CACHE_HOME"):
        webmap.assets(atlas, blocked / "map")


def test_the_cache_folder_is_the_platforms(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert "embassy-atlas" in caches("map").parts


# ---- the constant base ----


def texts_of(kept: webmap.Assets, scene: webmap.Scene) -> tuple[str, str, str]:
    """What streamlit-folium sends for a base and a scene, and the key that it gives the frame."""
    streamlit_folium = pytest.importorskip("streamlit_folium")
    base = webmap.AtlasMap(kept, prefix="../geo.ui.components.map.map_files/")
    base.get_root().render()
    leaflet = streamlit_folium._get_map_string(base)
    group = streamlit_folium._get_feature_group_string(webmap.scene_group(scene), map=base)
    return leaflet, group, streamlit_folium.generate_js_hash(leaflet, "map")


def test_the_base_is_the_same_text_on_every_run(kept: webmap.Assets, atlas: geo.Atlas) -> None:
    one = texts_of(kept, webmap.Scene())
    asked = geo.Selection(text="caracas")
    masks = webmap.masks(atlas, asked)
    other = texts_of(kept, webmap.Scene(asked, theme="dark", masks=masks))
    assert one[0] == other[0]
    assert one[2] == other[2]
    assert one[1] != other[1]


def test_scenes_that_differ_only_after_an_underscore_differ(kept: webmap.Assets) -> None:
    one = texts_of(kept, webmap.Scene(chosen="a_b"))[1]
    other = texts_of(kept, webmap.Scene(chosen="a_c"))[1]
    assert one != other
    assert texts_of(kept, webmap.Scene(chosen="a_b"))[1] == one


def test_folium_keeps_its_own_links(kept: webmap.Assets) -> None:
    before = [*folium.Map.default_js], [*folium.Map.default_css]
    base = webmap.AtlasMap(kept, prefix="x/")
    base.get_root().render()
    assert ([*folium.Map.default_js], [*folium.Map.default_css]) == before
    assert base.default_js is not folium.Map.default_js
    links = [url for _, url in (*base.default_js, *base.default_css)]
    assert links == [f"x/{name}" for name in (*kept.scripts, *kept.styles)]


def test_a_page_of_its_own_asks_for_nothing_outside(kept: webmap.Assets) -> None:
    page = standalone(kept, webmap.Scene(), title="A map")
    assert "<title>A map</title>" in page
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)
    assert page == standalone(kept, webmap.Scene(), title="A map")
    assert "Boundaries are drawn de facto, as Natural Earth draws them" in page


# ---- languages ----


def test_all_that_the_script_says_is_in_the_catalogue_and_all_there_is_said() -> None:
    rooms = "\n".join(path.read_text("utf-8") for path in sorted(SOURCES.glob("[!n]*/*.js")))
    whole = set(re.findall(r"""\bsay\(\s*"([a-z_.]+)"\s*[,)]""", rooms))
    whole |= set(re.findall(r"""failure\("([a-z_.]+)\"""", rooms)) | {"zoom.in", "zoom.out"}
    for pair in re.findall(r"""\? "([a-z]+\.[a-z_]+)" : "([a-z]+\.[a-z_]+)\"""", rooms):
        whole |= set(pair)
    whole |= set(re.findall(r"""\"(time\.[a-z_]+)\"""", rooms))
    begun = set(re.findall(r"""\bsay\(\s*"([a-z_]+\.(?:[a-z]+\.)?)" \+""", rooms))
    begun |= set(re.findall(r"""\"(time\.[a-z]+\.)\"""", rooms))
    assert begun == {
        *("absent.", "face.", "how.", "kind.", "line.", "none."),
        *("placed.", "placing.", "set.", "status.", "date.month.", "layers.", "legend."),
        *("time.hand.", "time.handle.", "time.turn.", "time.by.", "time.perhaps."),
    }
    known = set(i18n.tr("en").messages("map")) | {"date.day", "date.month_year"}
    known |= {f"time.{key}" for key in i18n.tr("en").messages("time")}
    python = {key for key in known if key.startswith("credit.")}
    assert whole <= known
    assert {key for key in known - whole - python if not key.startswith(tuple(begun))} == set()


def test_the_base_is_one_for_all_languages(kept: webmap.Assets, atlas: geo.Atlas) -> None:
    assert set(kept.named) == set(i18n.LANGUAGES)
    english, spanish = (texts_of(kept, webmap.Scene(language=code)) for code in ("en", "es"))
    assert english[0] == spanish[0]
    assert all(atlas.dataset.sha256[:12] in line for line in kept.credits.values())
    assert "CC-BY-4.0" in kept.credits["es"]
    assert "fronteras" in spanish[1]
    assert "Boundaries" in english[1]


# ---- scenes ----


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_leaves_its_string(kept: webmap.Assets, text: str) -> None:
    scene = webmap.Scene(chosen=text, emphasis=(text,), sides=(text,), title=text, dates=text)
    group = texts_of(kept, scene)[1]
    inside = re.search(r"EmbassyAtlas\.show\(map_div, (.*)\);", group)
    assert inside
    assert inside[1].isascii()
    assert not set("<>&'`$_") & set(inside[1])
    told = json.loads(inside[1])
    assert told["chosen"] == text
    assert told["emphasis"] == [text]
    assert told["title"] == told["dates"] == i18n.plain(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_run_as_a_template(kept: webmap.Assets, text: str) -> None:
    page = standalone(kept, webmap.Scene(chosen=text))
    inside = re.search(r"EmbassyAtlas\.show\([a-z_]+, (.*)\);", page)
    assert inside
    assert json.loads(inside[1])["chosen"] == text
    rendered = webmap.AtlasMap(kept, credit=text).get_root().render()
    inside = re.search(r"EmbassyAtlas\.layer\((.*)\);", rendered)
    assert inside
    assert json.loads(inside[1])["credit"] == text


@settings(max_examples=50)
@given(st.recursive(st.none() | st.integers() | st.text(), lambda x: st.lists(x, max_size=3)))
def test_script_json_is_json(value: object) -> None:
    assert json.loads(script_json(value)) == value


def test_a_scene_carries_what_was_decided_here(atlas: geo.Atlas) -> None:
    asked = geo.Selection(
        states=("Venezuela",),
        kinds=("consulate",),
        as_of="2019-08",
        known_on="2019-01-26",
        bbox=(170, -10, -170, 10),
    )
    masks = webmap.masks(atlas, asked)
    told = webmap.Scene(asked, masks=masks).to_dict()
    assert told["statuses"] == ["announced", "preparing", "open", "suspended", "unknown"]
    assert told["as_of"] == asked.as_of_day
    assert told["known_on"] == asked.known_on_day
    assert told["bbox"] == [170, -10, -170, 10]
    assert told["sides"] == ["VEN"]
    assert told["name"] != webmap.Scene(asked, theme="dark", masks=masks).to_dict()["name"]
    assert len(json.dumps(told)) < 2_000
    with pytest.raises(ValueError, match="masks"):
        webmap.Scene(asked).to_dict()


def test_a_language_that_is_not_spoken_is_no_language() -> None:
    with pytest.raises(InvalidSelection):
        webmap.Scene(language="xx").to_dict()


def test_an_open_end_is_no_day() -> None:
    with pytest.raises(InvalidDate):
        webmap.Scene(geo.Selection(as_of="2019/..")).to_dict()


def test_colours_stay_with_the_emphasised_pair() -> None:
    line = ("prk-embassy-caracas", "pair:PRK-VEN")
    assert webmap.Scene(emphasis=line).coloured == ("PRK", "VEN")
    narrowed = webmap.Scene(geo.Selection(states=("VEN", "CUB")), emphasis=line)
    assert narrowed.coloured == ("PRK", "VEN", "CUB")
    assert webmap.Scene(emphasis=line, sides=("VEN",)).coloured == ("VEN",)
    many = geo.Selection(states=("CHN", "CUB", "RUS", "USA", "VEN", "PRK", "VNM", "POL"))
    assert len(webmap.Scene(many).coloured) == SIDES


def test_the_founding_pair(atlas: geo.Atlas) -> None:
    assert webmap.founding(atlas) == (
        "prk-embassy-caracas",
        "ven-embassy-pyongyang",
        "pair:PRK-VEN",
    )
    early = geo.Selection(as_of="2014-01-01", states=("CUB",))
    assert "pair:PRK-VEN" not in webmap.founding(atlas, early)


# ---- what is to be seen ----


def holds(box: tuple[float, float, float, float], longitude: float, latitude: float) -> bool:
    west, south, east, north = box
    return (longitude - west) % 360 <= east - west and south <= latitude <= north


@pytest.mark.parametrize(
    "asked",
    [
        geo.Selection(),
        geo.Selection(among=("PRK", "VEN")),
        geo.Selection(cities=("Pyongyang",)),
        geo.Selection(sending=("PRK",)),
        geo.Selection(receiving=("VEN",), as_of="2014-01-01"),
    ],
)
def test_a_fitting_box_holds_all_that_is_shown(atlas: geo.Atlas, asked: geo.Selection) -> None:
    box = webmap.fitting(atlas, asked)
    assert box is not None
    west, south, east, north = box
    assert -180 <= west < 180
    assert 0 < east - west <= 360
    assert -85 <= south < north <= 85
    points = atlas.missions(asked).geometry
    assert all(holds(box, point.x, point.y) for point in points)
    webmap.Scene(asked, focus=box, masks=webmap.masks(atlas, asked)).to_dict()


def test_the_fitting_box_of_the_founding_pair_lies_over_the_pacific(atlas: geo.Atlas) -> None:
    box = webmap.fitting(atlas, geo.Selection(among=("PRK", "VEN")))
    assert box is not None
    # A saved map of 800 by 450 pixels lost the line above Alaska.
    assert box[1] < 10.48
    assert box[3] > 77.5
    assert box[0] < 125.79 < 180 < 360 - 66.86 < box[2] < 305
    assert webmap.fitting(atlas, geo.Selection(text="no such thing")) is None


@pytest.mark.parametrize("asked", [{"receiving": ("VEN",)}, {"sending": ("TUV",)}])
def test_the_fitting_box_of_one_party_holds_the_marks_of_absence(
    atlas: geo.Atlas, asked: dict[str, tuple[str, ...]]
) -> None:
    """Of those who have no mission in Venezuela the map showed Caracas alone, or nothing."""
    selection = geo.Selection(as_of="2026-11-25", **asked)
    box = webmap.fitting(atlas, selection)
    assert box is not None
    marks = absence.marked(atlas, selection)
    assert len(marks) > 100
    for mark in marks:
        seat = parties.party_by_code(mark.at)
        assert holds(box, seat.seat_lon, seat.seat_lat), mark.at
    webmap.Scene(selection, focus=box, masks=webmap.masks(atlas, selection)).to_dict()


def test_where_no_absence_is_marked_or_two_are_named_the_missions_alone_are_held(
    atlas: geo.Atlas,
) -> None:
    for asked in (
        geo.Selection(receiving=("VEN",), kinds=("embassy",)),
        geo.Selection(receiving=("VEN", "PRK"), cities=("Caracas",)),
    ):
        west, south, east, north = webmap.fitting(atlas, asked) or (0, 0, 360, 0)
        assert east - west < 10
        assert north - south < 10


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(0.2, 20)), min_size=1, max_size=12))
def test_the_shortest_arc(arcs: list[tuple[float, float]]) -> None:
    start, width = np.array(arcs).T
    west, wide = placement._arc(start, width)
    assert 0 <= wide <= 360
    for begin, long in arcs:
        off = (begin - west + 1e-9) % 360
        assert off + long <= wide + 1e-6
    # No gap between the arcs is wider than what is left out.
    covered = np.zeros(3_600, dtype=bool)
    steps = np.arange(3_600) / 10
    for begin, long in arcs:
        covered |= (steps - begin) % 360 <= long
    filled = np.flatnonzero(np.append(covered, covered))
    if filled.size:
        assert (np.diff(filled).max() - 1) / 10 <= 360 - wide + 0.2


# ---- clicks ----


def answer(**properties: object) -> dict[str, object]:
    return {"last_active_drawing": {"type": "Feature", "properties": properties, "geometry": None}}


def test_a_click() -> None:
    found = webmap.clicked(answer(what="line", id="pair:PRK-VEN", at=5.0))
    assert found == webmap.Clicked("line", "pair:PRK-VEN", 5)
    assert webmap.clicked(answer(what="nothing", id="", at=6)) == webmap.Clicked("nothing", "", 6)


def test_the_days_of_the_time_bar() -> None:
    told = {"as_of": "2019-08-21", "known_on": ""}
    assert webmap.clicked(answer(what="time", id="", at=7, **told)) == webmap.Clicked(
        "time", "", 7, "2019-08-21", ""
    )
    found = webmap.clicked(answer(what="mission", id="x", at=8, as_of="", known_on="0001-01-01"))
    assert found == webmap.Clicked("mission", "x", 8, "", "0001-01-01")
    # A click stands, days that are none do not.
    found = webmap.clicked(answer(what="mission", id="x", at=9, as_of="<b>", known_on=""))
    assert found == webmap.Clicked("mission", "x", 9)


@pytest.mark.parametrize(
    "given_",
    [
        None,
        {},
        {"last_active_drawing": None},
        {"last_active_drawing": "x"},
        {"last_active_drawing": {"properties": []}},
        answer(what="mission", id=5, at=1),
        answer(what="rocket", id="x", at=1),
        answer(what=["mission"], id="x", at=1),
        answer(what="mission", id="x", at="1"),
        answer(what="mission", id="x", at=True),
        answer(what="mission", id="x", at=float("nan")),
        answer(what="mission", id="x", at=float("inf")),
        answer(what="mission", id="x", at=-1),
        answer(what="time", id="", at=1),
        answer(what="time", id="", at=1, as_of="2019-08-21"),
        answer(what="time", id="", at=1, as_of=None, known_on=""),
        answer(what="time", id="", at=1, as_of="2019-02-30", known_on=""),
        answer(what="time", id="", at=1, as_of="2019", known_on=""),
        answer(what="time", id="", at=1, as_of="", known_on="２０１９-０１-０１"),
        answer(what="time", id="", at=1, as_of=737292, known_on=""),
        answer(what="time", id="", at=1, as_of=["2019-08-21"], known_on=""),
        answer(what="time", id="", at=1, as_of="2019-08-21\n", known_on=""),
    ],
)
def test_what_is_no_click(given_: Any) -> None:
    assert webmap.clicked(given_) is None
