"""The map's own layer in a browser: what it looks up as time moves, and the same sphere."""

from __future__ import annotations

import base64
import datetime as dt
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pyproj
import pytest
from support.layer_page import ANSWER, FIND, RUNS, Map

import geo
from geo import dates, i18n, webmap
from geo.atlas import relation_lines
from geo.selection import Selection
from geo.vocabulary import OLD_YEARS, STATUSES

pytestmark = pytest.mark.browser

NAMES = ("id", "status", "certainty", "lon", "lat", "radius_m")
DAYS = ("2013-01-01", "2014-06-01", "2015-06-23", "2018-06-01", "2019-01-26", "2019-09-01", "2023")


CASES = (
    Selection(),
    Selection(statuses=STATUSES, undated="all"),
    Selection(statuses=("preparing", "announced")),
    Selection(states=("PRK", "CUB")),
    Selection(among=("PRK", "VEN")),
    Selection(text="corea del norte", undated="none"),
    Selection(sources=("nk-news-2019-01-25",)),
    Selection(bbox=(100, -20, -100, 60)),
)
CLOCKS = (
    *({"as_of": day} for day in DAYS),
    *({"known_on": day} for day in DAYS),
    {"as_of": "1950", "known_on": "2023"},
    {"as_of": "2019-12-31", "known_on": "2019-01-26"},
    {"as_of": "2040"},
)


def scene(atlas: geo.Atlas, selection: Selection, alone: bool = False) -> webmap.Scene:
    return webmap.Scene(selection, masks=webmap.masks(atlas, selection, alone))


def moved(still: Map, atlas: geo.Atlas) -> list[tuple[Selection, dict[str, Any]]]:
    """What the browser shows as the reader moves time: each selection with the masks of today."""
    found = []
    for chosen in CASES:
        base = scene(atlas, chosen)
        times = [chosen.but(**days) for days in CLOCKS]
        scenes = [replace(base, selection=one) for one in times]
        found += zip(times, still.answers(scenes), strict=True)
    return found


def rows(frame: Any, names: list[str]) -> list[list[Any]]:
    return sorted([list(row) for row in frame[names].itertuples(index=False)], key=str)


def close(one: list[Any], other: list[Any]) -> bool:
    return len(one) == len(other) and all(
        a == pytest.approx(b, abs=1e-9, rel=1e-6, nan_ok=True) if isinstance(a, float) else a == b
        for a, b in zip(one, other, strict=True)
    )


def test_time_moves_over_what_python_answers(still: Map, atlas: geo.Atlas) -> None:
    names = ["id", "kind", "a", "b", "start", "end", "relations", "certainty"]
    names += ["start_lon", "start_lat", "end_lon", "end_lat"]
    shown, kinds = set(), set()
    for selection, answer in moved(still, atlas):
        missions = atlas.missions(selection)
        missions["lon"], missions["lat"] = missions.geometry.x, missions.geometry.y
        wanted = rows(missions, [*NAMES, "exactness", "last_evidence"])
        told = sorted(answer["missions"], key=str)
        assert [row[0] for row in told] == [row[0] for row in wanted], selection
        assert all(map(close, wanted, told)), selection
        assert sorted(answer["places"]) == sorted(atlas.places(selection)["id"]), selection
        lines = relation_lines.lines(atlas, selection, vertices=2)
        # What was only planned and has not begun is drawn as perhaps: the map has no third look.
        lines["certainty"] = lines["certainty"].replace("no", "perhaps")
        wanted, told = rows(lines, names), sorted(answer["lines"], key=str)
        assert [row[:8] for row in told] == [row[:8] for row in wanted], selection
        assert all(map(close, wanted, told)), selection
        shown.add(len(missions))
        kinds |= {row[1] for row in told}
    assert len(shown) > 20
    assert kinds == {"pair", "seat", "coverage", "neighbour"}
    still.found_nothing_wrong()


def test_old_evidence_is_paler_and_undated_missions_are_hollow(
    still: Map, atlas: geo.Atlas
) -> None:
    day = dt.date(2026, 11, 21)
    drawn = """
        EmbassyAtlas.show(map, given);
        const id = stage.ready.columns.texts['mission.id'];
        const entries = EmbassyAtlas.legend.entries(stage, stage.palette()).flat();
        const look = i => {
            const made = EmbassyAtlas.draw.look(stage, i);
            return { ...made, undated: made.status === 'undated' };
        };
        return {
            stale: [...stage.at].filter(([, i]) => look(i).stale).map(([id]) => id),
            undated: [...stage.at].filter(([, i]) => look(i).undated).map(([id]) => id),
            legend: entries.map(entry => entry.text),
            hover: EmbassyAtlas.textOf(stage, {what: 'mission', id: id[stage.found.number[0]]}),
        };
    """
    chosen = Selection(as_of=day.isoformat())
    told = still.do(drawn, scene(atlas, chosen).to_dict())
    shown = atlas.missions(chosen)
    old = (day - dt.timedelta(dates.years(OLD_YEARS))).isoformat()
    stale = shown[(shown["last_evidence"] < old) & (shown["status"] != "closed")]
    assert sorted(told["stale"]) == sorted(stale["id"])
    assert told["undated"] == []
    assert any("5" in text for text in told["legend"])
    then = Selection(as_of="2019-12-31", receiving=("PRK",))
    told = still.do(drawn, scene(atlas, then).to_dict())
    shown = atlas.missions(then)
    assert sorted(told["undated"]) == sorted(shown["id"][shown["status"] == "undated"])
    assert told["undated"]
    assert "opening date unknown" in told["legend"]
    assert "first reported" in told["hover"][1] or "last confirmed" in told["hover"][1]
    still.found_nothing_wrong()


def test_a_file_of_a_selection_from_memory_answers_alike(still: Map, atlas: geo.Atlas) -> None:
    script = f"""async ([data, scenes]) => {{
        {FIND}
        const bytes = Uint8Array.from(atob(data), letter => letter.charCodeAt(0));
        const odd = new Uint8Array(bytes.length + 3);
        odd.set(bytes, 3);
        const told = [];
        for (const source of [bytes.buffer, odd.subarray(3), async () => bytes]) {{
            const columns = await EmbassyAtlas.columns.load(source);
            const was = stage.ready;
            stage.ready = EmbassyAtlas.filter.prepared(columns);
            told.push(...({ANSWER})(scenes));
            stage.ready = was;
        }}
        return told;
    }}"""
    selections = CASES[2:7]
    answers = still.answers([scene(atlas, selection) for selection in selections])
    for selection, wanted in zip(selections, answers, strict=True):
        data = base64.b64encode(webmap.columns(atlas, "es", selection)).decode()
        for told in still.page.evaluate(script, [data, [scene(atlas, selection, True).to_dict()]]):
            assert told["missions"] == wanted["missions"], selection
            assert [line[:4] for line in told["lines"]] == [line[:4] for line in wanted["lines"]]
            assert told["places"] == wanted["places"]
    still.found_nothing_wrong()


def test_lines_stray_by_less_than_half_a_pixel(still: Map) -> None:
    lot = np.random.default_rng(5)
    zoom = 4
    ends = np.column_stack([lot.uniform(-180, 180, 80), lot.uniform(-80, 80, 80)])
    pairs = ends.reshape(-1, 2, 2)
    runs = still.page.evaluate(RUNS, [[a.tolist(), b.tolist(), zoom] for a, b in pairs])
    for (start, end), run in zip(pairs, runs, strict=True):
        xy = np.array(run).reshape(-1, 2)
        assert np.all(np.abs(np.diff(xy[:, 0])) < 0.5)
        exact = great_circle(start, end, 1_500)
        exact = exact[np.abs(exact[:, 1] - 0.5) < 0.7]
        assert np.max(away(exact, xy)) * 256 * 2**zoom < 0.75


def great_circle(start: Any, end: Any, many: int) -> Any:
    """Web Mercator points of the great circle on the sphere, in widths of the world."""
    lon, lat = np.radians(np.array([start, end])).T
    a, b = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    angle = np.arccos(np.clip(a @ b, -1, 1))
    share = np.linspace(0, 1, many)[:, None]
    points = (np.sin((1 - share) * angle) * a + np.sin(share * angle) * b) / np.sin(angle)
    x = np.arctan2(points[:, 1], points[:, 0]) / (2 * np.pi) + 0.5
    y = 0.5 - np.arctanh(np.clip(points[:, 2], -1, 1)) / (2 * np.pi)
    return np.column_stack([x, y])


def away(points: Any, run: Any) -> Any:
    """Distance of each point from a run, whichever copy of the world the run lies on."""
    best = np.full(len(points), np.inf)
    for turn in (-1.0, 0.0, 1.0):
        p = points + np.array([turn, 0.0])
        for a, b in pairwise(run):
            d = b - a
            share = np.clip(((p - a) @ d) / max(d @ d, 1e-18), 0, 1)
            best = np.minimum(best, np.hypot(*(p - a - share[:, None] * d).T))
    return best


def test_distances_are_those_of_the_ellipsoid(still: Map) -> None:
    lot = np.random.default_rng(6)
    ends = np.column_stack([lot.uniform(-180, 180, 400), lot.uniform(-89, 89, 400)])
    pairs = ends.reshape(-1, 4)
    told = still.page.evaluate(
        "pairs => pairs.map(p => EmbassyAtlas.sphere.distance(...p))", pairs.tolist()
    )
    exact = pyproj.Geod(ellps="WGS84").inv(*pairs.T)[2]
    np.testing.assert_allclose(told, exact, atol=0.01)
    antipodes = still.page.evaluate("EmbassyAtlas.sphere.distance(0, 0, 180, 0)")
    assert antipodes == pytest.approx(20_003_931, rel=0.002)


@pytest.mark.parametrize(
    "ends", [((10, 80), (-170, 80)), ((0, 0), (180, 0)), ((5, 5), (5, 5)), ((179, 0), (-179, 0))]
)
def test_lines_over_the_pole_and_across_180_stay_whole(still: Map, ends: Any) -> None:
    run = np.array(still.page.evaluate(RUNS, [[*ends, 3]])[0]).reshape(-1, 2)
    assert np.all(np.isfinite(run))
    assert np.all(np.abs(np.diff(run[:, 0])) <= 0.5 + 1e-9)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_lengths_are_written_as_python_writes_them(still: Map, language: str) -> None:
    metres = [0, 299.4, 999.4, 1_000, 1_960, 9_950, 12_345, 999_940, 8_123_000, 14_368_000]
    told = still.page.evaluate(
        """([language, all]) => {
            EmbassyAtlas.words.speak(language);
            const said = all.map(m => EmbassyAtlas.words.distance(m));
            EmbassyAtlas.words.speak('en');
            return said;
        }""",
        [language, metres],
    )
    assert told == [i18n.tr(language).distance(value) for value in metres]
