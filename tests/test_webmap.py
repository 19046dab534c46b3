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

import geo
from geo import webmap, words
from geo.errors import InvalidDate, WriteFailed
from geo.webmap import container, framing, ground
from geo.webmap.assets import ROOMS, script
from geo.webmap.scene import SIDES, script_json

STATIC = Path(webmap.__file__).parent / "static"
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
DTYPES = (np.float64, np.float32, np.int32, np.uint16, np.uint8)


@pytest.fixture(scope="module")
def kept(atlas: geo.Atlas, tmp_path_factory: pytest.TempPathFactory) -> webmap.Assets:
    return webmap.assets(atlas, tmp_path_factory.mktemp("map"))


# ---- columns ----


@given(
    arrays=st.dictionaries(
        st.text(max_size=8),
        st.tuples(
            st.sampled_from(DTYPES), st.lists(st.integers(min_value=0, max_value=255), max_size=9)
        ),
        max_size=5,
    ),
    texts=st.dictionaries(
        st.text(max_size=8),
        st.lists(st.text(st.characters(exclude_categories=["Cs"]))),
        max_size=3,
    ),
)
def test_columns_come_back(
    arrays: dict[str, tuple[Any, list[int]]], texts: dict[str, list[str]]
) -> None:
    given_ = {name: np.array(values, dtype=kind) for name, (kind, values) in arrays.items()}
    found, words, values = container.read(container.write(given_, texts, {"a": [1]}))
    assert words == texts
    assert values == {"a": [1]}
    assert found.keys() == given_.keys()
    for name, column in given_.items():
        assert found[name].dtype == column.dtype
        np.testing.assert_array_equal(found[name], column)


def test_the_same_pack_is_the_same_columns(atlas: geo.Atlas) -> None:
    again = geo.Atlas.open()
    assert webmap.columns(atlas) == webmap.columns(again)


def test_columns_say_what_the_atlas_says(atlas: geo.Atlas) -> None:
    arrays, texts, values = container.read(webmap.columns(atlas))
    rows = atlas.pack.rows["missions"]
    assert texts["mission.id"] == [row["id"] for row in rows]
    number = texts["mission.id"].index("prk-embassy-caracas")
    assert texts["party.code"][arrays["mission.sending"][number]] == "PRK"
    assert texts["party.code"][arrays["mission.receiving"][number]] == "VEN"
    placed = arrays["placement.mission"] == number
    region = arrays["placement.region"][placed][-1]
    assert texts["region.id"][region] == "las-mercedes"
    assert len(values["kinds"]) == len(values["groups"])  # type: ignore[arg-type]
    longitude, latitude = arrays["placement.longitude"], arrays["placement.latitude"]
    assert np.all(np.abs(longitude) <= 180)
    assert np.all(np.abs(latitude) <= 90)
    assert not np.any((longitude == 0) & (latitude == 0))


def test_mercator() -> None:
    found = ground.mercator(
        np.array([[-180.0, 85.05112878], [0.0, 0.0], [180.0, -85.05112878], [360.0, 90.0]])
    )
    np.testing.assert_allclose(found[:3], [[0, 0], [0.5, 0.5], [1, 1]], atol=1e-9)
    assert found[3, 0] == 1.5
    assert -0.5 < found[3, 1] < 0


def test_land_borders_and_names_are_there() -> None:
    arrays, texts, _ = container.read(ground.ground())
    for name in ("land", "lake", "border", "river"):
        part = arrays[f"{name}.part"]
        assert part[0] == 0
        assert part[-1] == arrays[f"{name}.x"].size == arrays[f"{name}.y"].size
        assert np.all(np.diff(part) >= 2)
    assert arrays["border.disputed"].size == arrays["border.part"].size - 1
    assert 0 < arrays["border.disputed"].sum() < arrays["border.disputed"].size
    assert {words.tight(code) for code in ("PRK", "KOR", "VEN")} <= set(texts["state.name"])
    assert arrays["land.x"].min() >= 0
    assert arrays["land.x"].max() <= 1


# ---- files ----


def test_every_room_is_in_the_script() -> None:
    assert sorted(ROOMS) == sorted(path.stem for path in STATIC.glob("*.js"))
    assert script().count('"use strict";') == len(ROOMS)


def test_our_script_writes_no_markup_and_runs_no_text() -> None:
    code = script()
    for forbidden in ("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval("):
        assert forbidden not in code
    assert not re.search(r"new Function|setTimeout\(\s*[\"'`]", code)
    assert not re.search(r"https?://", code)
    assert not re.search(r"\b_off\b\s*[:=]", code)


def test_files_are_named_by_what_is_in_them(kept: webmap.Assets, atlas: geo.Atlas) -> None:
    assert all(re.fullmatch(r"[a-z]+-[0-9a-f]{16}\.(js|css|bin)", name) for name in kept.names)
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
    from geo.webmap.assets import cache_folder

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert "embassy-atlas" in cache_folder().parts


# ---- the constant base ----


def texts_of(kept: webmap.Assets, scene: webmap.Scene) -> tuple[str, str, str]:
    """What streamlit-folium sends for a base and a scene, and the key that it gives the frame."""
    streamlit_folium = pytest.importorskip("streamlit_folium")
    base = webmap.AtlasMap(kept, prefix="../geo.ui.mapping.map_files/")
    base.get_root().render()
    leaflet = streamlit_folium._get_map_string(base)
    group = streamlit_folium._get_feature_group_string(webmap.scene_group(scene), map=base)
    return leaflet, group, streamlit_folium.generate_js_hash(leaflet, "map")


def test_the_base_is_the_same_text_on_every_run(kept: webmap.Assets) -> None:
    one = texts_of(kept, webmap.Scene())
    other = texts_of(kept, webmap.Scene(geo.Selection(text="caracas"), theme="dark"))
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
    page = webmap.standalone(kept, webmap.Scene(), title="A map")
    assert "<title>A map</title>" in page
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)
    assert page == webmap.standalone(kept, webmap.Scene(), title="A map")
    assert "De facto boundaries as drawn by Natural Earth" in page


def test_credit_is_text(kept: webmap.Assets) -> None:
    base = webmap.AtlasMap(kept, credit="<img src=x onerror=alert(1)>")
    assert "<img" not in base.attribution
    assert "<img" not in json.loads(base.attribution)


# ---- scenes ----


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_leaves_its_string(kept: webmap.Assets, text: str) -> None:
    scene = webmap.Scene(chosen=text, emphasis=(text,), sides=(text,))
    group = texts_of(kept, scene)[1]
    inside = re.search(r"EmbassyAtlas\.show\(map_div, (.*)\);", group)
    assert inside
    assert inside[1].isascii()
    assert not set("<>&'`$_") & set(inside[1])
    told = json.loads(inside[1])
    assert told["chosen"] == text
    assert told["emphasis"] == [text]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_run_as_a_template(kept: webmap.Assets, text: str) -> None:
    page = webmap.standalone(kept, webmap.Scene(chosen=text))
    inside = re.search(r"EmbassyAtlas\.show\([a-z_]+, (.*)\);", page)
    assert inside
    assert json.loads(inside[1])["chosen"] == text
    base = webmap.AtlasMap(kept, credit=text)
    assert f".addAttribution({base.attribution})" in base.get_root().render()


@settings(max_examples=50)
@given(st.recursive(st.none() | st.integers() | st.text(), lambda x: st.lists(x, max_size=3)))
def test_script_json_is_json(value: object) -> None:
    assert json.loads(script_json(value)) == value


def test_a_scene_carries_what_was_decided_here() -> None:
    asked = geo.Selection(
        states=("Venezuela",),
        kinds=("consulate",),
        cities=("São Tomé",),
        text="Embassy  SÃO",
        as_of="2019-08",
        known_on="2019-01-26",
        bbox=(170, -10, -170, 10),
    )
    told = webmap.Scene(asked).to_dict()
    assert told["states"] == ["VEN"]
    assert "honorary_consul" in told["kinds"]  # type: ignore[operator]
    assert told["cities"] == ["sao tome"]
    assert told["terms"] == ["embassy", "sao"]
    assert told["as_of"] == asked.as_of_day
    assert told["known_on"] == asked.known_on_day
    assert told["bbox"] == [170, -10, -170, 10]
    assert told["sides"] == ["VEN"]
    assert told["name"] != webmap.Scene(asked, theme="dark").to_dict()["name"]
    assert len(json.dumps(told)) < 2_000


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
    webmap.Scene(asked, focus=box).to_dict()


def test_the_fitting_box_of_the_founding_pair_lies_over_the_pacific(atlas: geo.Atlas) -> None:
    box = webmap.fitting(atlas, geo.Selection(among=("PRK", "VEN")))
    assert box is not None
    assert box[0] < 125.79 < 180 < 360 - 66.86 < box[2] < 305
    assert webmap.fitting(atlas, geo.Selection(text="no such thing")) is None


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(0.2, 20)), min_size=1, max_size=12))
def test_the_shortest_arc(arcs: list[tuple[float, float]]) -> None:
    start, width = np.array(arcs).T
    west, wide = framing._arc(start, width)
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
    ],
)
def test_what_is_no_click(given_: Any) -> None:
    assert webmap.clicked(given_) is None
