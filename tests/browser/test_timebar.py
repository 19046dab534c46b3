"""The time bar under the map: both hands, what it draws, and that the page follows it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from support.layer_page import Map

import geo
from geo import dates, evidence, i18n, webmap
from geo.atlas.relation_lines import lines
from geo.selection import Selection
from geo.ui import address
from geo.vocabulary import STATUSES

pytestmark = pytest.mark.browser

TODAY = dates.today()
VEN = "ven-embassy-pyongyang"
FRAME = ("landmark-one-main", "page-has-heading-one")  # the page around the map has both
AS_OF, KNOWN = ".atlas-hand-as-of", ".atlas-hand-known-on"


def scene(selection: Selection | None = None, **more: Any) -> webmap.Scene:
    return webmap.Scene(selection or Selection(), theme="light", today=TODAY, **more)


def days(page: Map) -> tuple[dt.date, dt.date | None]:
    """Both days on which the bar stands; None for all that is known."""
    as_of, known_on = page.do("return [stage.scene.as_of, stage.scene.known_on];")
    known = None if known_on == dates.LAST - 1 else dt.date.fromordinal(known_on)
    return dt.date.fromordinal(as_of), known


def x_of(page: Map, day: dt.date) -> tuple[float, float]:
    """Where on the window a day is on the line."""
    left, top, wide, share = page.do(
        """
        const box = document.querySelector('.atlas-time-track').getBoundingClientRect();
        return [box.left, box.top, box.width, layer.time.axis.share(given)];
        """,
        day.toordinal(),
    )
    return left + 54 + (wide - 84) * share, top + 48


def drag(page: Map, hand: str, to: dt.date, steps: int = 6) -> None:
    """Drag a hand to a day, and hold it there."""
    box = page.page.locator(hand).bounding_box()
    mouse = page.page.mouse
    mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    mouse.down()
    mouse.move(*x_of(page, to), steps=steps)
    page.rest()


def drawn(page: Map, what: str) -> int:
    return int(page.page.locator(f"[data-{what}-drawn]").get_attribute(f"data-{what}-drawn"))


def settled(page: Map) -> None:
    page.page.wait_for_selector("[data-missions-drawn]:not([data-moving])")
    page.rest()


# ---- what it does to the map ----


def test_dragging_filters_as_python_does(look: Callable[..., Map], atlas: geo.Atlas) -> None:
    page = look().open(scene(), time=True)
    seen = set()
    for day in ("1960-01-01", "1975-06-01", "1999-12-31", "2016-02-03", "2019-08-21", "2024-05-01"):
        drag(page, AS_OF, dt.date.fromisoformat(day), steps=3)
        settled(page)
        shown, known = days(page)
        assert known is None
        assert abs((shown - dt.date.fromisoformat(day)).days) < 60
        selection = Selection(as_of=shown.isoformat())
        missions = atlas.missions(selection)
        assert drawn(page, "missions") == len(missions)
        assert drawn(page, "lines") == len(lines(atlas, selection, vertices=2))
        ids = page.do(
            "return stage.found.number.map(m => stage.ready.columns.texts['mission.id'][m]);"
        )
        assert sorted(ids) == sorted(missions["id"])
        seen.add(len(ids))
        page.page.mouse.up()
    assert len(seen) == 6
    for day in ("2019-01-26", "2015-06-30"):
        drag(page, KNOWN, dt.date.fromisoformat(day), steps=3)
        settled(page)
        shown, known = days(page)
        assert known is not None
        both = Selection(as_of=shown.isoformat(), known_on=known.isoformat())
        assert drawn(page, "missions") == len(atlas.missions(both))
        page.page.mouse.up()
    page.found_nothing_wrong()


def test_while_it_moves_names_are_left_out_and_at_rest_they_are_back(
    look: Callable[..., Map], atlas: geo.Atlas
) -> None:
    page = look().open(scene(Selection(statuses=STATUSES)), time=True)
    page.page.add_script_tag(
        content="""
        window.written = 0;
        const write = CanvasRenderingContext2D.prototype.fillText;
        CanvasRenderingContext2D.prototype.fillText = function (...all) {
            if (this.canvas.classList.contains('atlas-sheet')) window.written += 1;
            return write.apply(this, all);
        };
        """
    )
    before = page.do(
        """
        layer.time.moveTo({ as_of: stage.scene.as_of - 1 });
        layer.time.pass();
        window.written = 0;
        layer.time.moveTo({ as_of: stage.scene.as_of - 1 });
        layer.time.pass();
        const { dataset } = map.getContainer();
        return [dataset.moving, Number(dataset.missionsDrawn), Number(dataset.linesDrawn),
            window.written];
        """
    )
    settled(page)
    selection = Selection(statuses=STATUSES, as_of=days(page)[0].isoformat())
    moving, missions, moved, written = before
    assert moving == "true"
    assert missions == len(atlas.missions(selection)) == drawn(page, "missions")
    assert moved == drawn(page, "lines") == len(lines(atlas, selection, vertices=2))
    assert written == 0
    assert page.page.evaluate("window.written") > 0
    page.found_nothing_wrong()


def test_few_missions_are_drawn_whole_while_it_moves(look: Callable[..., Map]) -> None:
    page = look().open(scene(Selection(among=("PRK", "VEN"))), time=True)
    drag(page, AS_OF, dt.date(2021, 1, 1))
    assert page.do("return [stage.moving, stage.routes.map(r => r.id)];")[0] is True
    assert "pair:PRK-VEN" in page.do("return stage.routes.map(r => r.id);")
    drag_end = page.do("return stage.drawn.symbols.length;")
    assert drag_end >= 2
    page.page.mouse.up()
    page.found_nothing_wrong()


def test_the_view_stays_and_so_does_the_bar(look: Callable[..., Map]) -> None:
    page = look().open(scene(), time=True)
    page.go(300, 20, 4)
    before = page.view()
    drag(page, AS_OF, dt.date(2000, 1, 1))
    page.page.mouse.up()
    settled(page)
    assert page.view()[2] == before[2]
    assert page.view()[:2] == pytest.approx(before[:2], abs=1e-6)


# ---- what it shows ----


def test_bars_are_the_openings_and_closings_that_the_dataset_dates(
    look: Callable[..., Map], atlas: geo.Atlas
) -> None:
    page = look().open(scene(), time=True)
    told = page.do(
        """
        const h = layer.time.histogram;
        const plain = side => ({ sure: [...side.sure], perhaps: [...side.perhaps] });
        return { ...h, edges: [...h.edges], openings: plain(h.openings),
            closings: plain(h.closings) };
        """
    )
    now = evidence.transitions(atlas.dataset, atlas.publication)
    now = now[now["known_end"] == dates.LAST]
    for way, what in enumerate(("opening", "closing")):
        of = now[now["counts"] == what]
        assert told["dated"][way] == int(of["dated"].sum()) > 10
        assert told["undated"][way] == int((~of["dated"]).sum()) > 10
        bins = told[f"{what}s"]
        sure, perhaps = bins["sure"], bins["perhaps"]
        assert sum(sure) + sum(perhaps) == pytest.approx(told["dated"][way])
        assert sum(perhaps) == pytest.approx(told["perhaps"][way])
        assert sum(perhaps) > 0
    opened = dt.date(2019, 8, 21).toordinal()
    bin = max(i for i, edge in enumerate(told["edges"]) if edge <= opened)
    year = now[(now["counts"] == "opening") & now["dated"] & (now["certainty"] == "yes")]
    inside = year[(year["first"] >= told["edges"][bin]) & (year["last"] < told["edges"][bin + 1])]
    assert told["openings"]["sure"][bin] == len(inside) >= 1
    sums = page.page.locator(".atlas-time-sums").inner_text()
    assert f"Undated, at “?”: {told['undated'][0]} openings" in sums
    assert f"{told['undated'][1]} closings" in sums
    assert "possible" in sums


INK = """
    const canvas = document.querySelector('.atlas-time-track canvas');
    const ratio = canvas.width / canvas.clientWidth;
    const context = canvas.getContext('2d');
    const [x, y, wide, high] = given.map(value => Math.round(value * ratio));
    const { data } = context.getImageData(x, y, wide, high);
    let full = 0;
    for (let i = 3; i < data.length; i += 4) if (data[i] > 200) full += 1;
    return full / (data.length / 4);
"""


def test_perhaps_and_the_undated_are_hatched_where_what_is_sure_is_solid(
    look: Callable[..., Map],
) -> None:
    page = look().open(scene(), time=True)
    left = page.do(
        """
        const look = { ink: '#000', hollow: '#fff', perhaps: '#000', line: '#888', paper: '#fff' };
        const shares = [['sure', 0], ['perhaps', 0], ['sure', 1], ['perhaps', 1]];
        return shares.map(([name, way]) => {
            const side = () => ({ sure: [0], perhaps: [0] });
            const h = { edges: [0, 100], openings: side(), closings: side(), most: 1,
                undated: [0, 0] };
            h[way ? 'closings' : 'openings'][name] = [1];
            const canvas = new OffscreenCanvas(120, 80);
            const context = canvas.getContext('2d');
            const box = { left: 20, right: 120, top: 0, bottom: 80, undated: 0, undatedWide: 10 };
            const axis = { share: day => day / 100, last: 100 };
            const middle = EmbassyAtlas.histogram.paint(context, h, axis, box, 200, look);
            const dark = (top, high) => {
                const { data } = context.getImageData(26, top, 86, high);
                let n = 0;
                for (let i = 0; i < data.length; i += 4)
                    if (data[i + 3] > 128 && data[i] < 128) n += 1;
                return n / (data.length / 4);
            };
            return [dark(4, middle - 8), dark(middle + 4, 80 - middle - 8)];
        });
        """
    )
    (solid, _), (hatched, _), (above, hollow), (_, hatched_down) = left
    assert solid > 0.95
    assert 0.1 < hatched < 0.7
    assert above == 0
    assert hollow < 0.1
    assert 0.1 < hatched_down < 0.7
    column = page.do(INK, [10, 23, 14, 48])
    assert 0.05 < column < 0.9
    assert page.do(INK, [27, 23, 20, 48]) == 0


def test_a_closing_between_two_days_is_spread_over_them(look: Callable[..., Map]) -> None:
    page = look().open(scene(), time=True)
    told = page.do(
        """
        const arrays = { 'turn.first': [0, 5, 12, 30, 35], 'turn.last': [0, 5, 31, 2e9, 2e9],
            'turn.perhaps': [0, 1, 0, 0, 0] };
        const ready = { columns: { arrays } };
        const counted = { openings: [0, 1, 2], closings: [3, 4], undated: [0, 0] };
        const turns = { counted: () => counted };
        const axis = { edges: () => ({ edges: [0, 10, 20, 30, 40], step: 1, early: false }) };
        const h = EmbassyAtlas.histogram.histogram(ready, turns, axis, 0, 100);
        return [[...h.openings.sure], [...h.openings.perhaps], h.perhaps,
            [...h.closings.sure], [...h.closings.perhaps]];
        """
    )
    assert told[0] == [1, 0, 0, 0]
    assert told[1] == pytest.approx([1, 8 / 20, 10 / 20, 2 / 20])
    assert told[2] == [2, 2]
    assert told[3] == [0, 0, 0, 0]
    assert told[4] == [0, 0, 0, 2]  # "after" has no last day: up to the end of the line


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_days_are_written_as_python_writes_them(look: Callable[..., Map], language: str) -> None:
    page = look().open(scene(language=language), time=True)
    tr = i18n.tr(language)
    some = [dt.date(1, 1, 1), dt.date(1900, 2, 28), dt.date(2000, 2, 29), dt.date(9999, 12, 31)]
    some += [dt.date.fromordinal(n) for n in range(3, 3_652_059, 99_991)]
    told = page.page.evaluate(
        """all => all.map(day => {
            const { civil, ordinal, iso, said } = EmbassyAtlas.calendar;
            return [ordinal(...civil(day)), iso(day), said(day)];
        })""",
        [day.toordinal() for day in some],
    )
    wanted = [[day.toordinal(), day.isoformat(), tr.date(day.isoformat())] for day in some]
    assert told == wanted
    years = page.page.evaluate(
        """all => all.map(([day, by]) => {
            const { iso, years } = EmbassyAtlas.calendar;
            return iso(years(day, by));
        })""",
        [[dt.date(2020, 2, 29).toordinal(), by] for by in (-1, 4, -9_000, 9_000)],
    )
    assert years == ["2019-02-28", "2024-02-29", "0001-02-28", "9999-02-28"]
    day = tr.date(TODAY.isoformat())
    assert day in page.page.locator(".atlas-time-days").inner_text()
    assert page.page.locator(AS_OF).get_attribute("aria-valuetext") == day


# ---- by keyboard ----


def test_both_hands_by_keyboard(look: Callable[..., Map], atlas: geo.Atlas) -> None:
    page = look().open(scene(Selection(among=("PRK", "VEN"))), time=True)
    keys = page.page.keyboard
    hand = page.page.locator(AS_OF)
    assert hand.get_attribute("role") == "slider"
    hand.focus()
    keys.press("Home")
    first = days(page)[0]
    assert (first.month, first.day) == (1, 1)
    assert hand.get_attribute("aria-valuenow") == hand.get_attribute("aria-valuemin")
    keys.press("PageDown")
    assert days(page)[0] == first
    keys.press("End")
    assert days(page)[0] == TODAY
    keys.press("Shift+ArrowLeft")
    assert days(page)[0] == TODAY.replace(year=2025)
    keys.press("PageDown")
    assert days(page)[0] == TODAY.replace(year=2015)
    keys.press("PageUp")
    assert days(page)[0] == TODAY.replace(year=2025)
    for _ in range(40):
        keys.press("ArrowLeft")
        if days(page)[0] == dt.date(2019, 8, 21):
            break
    assert days(page)[0] == dt.date(2019, 8, 21)
    assert hand.get_attribute("aria-valuetext") == "21 August 2019"
    settled(page)
    said = "21 August 2019: Embassy of Venezuela in Pyongyang opened"
    assert said in page.said()
    there = atlas.missions(Selection(among=("PRK", "VEN"), as_of="2019-08-21"))
    assert f"{len(there)} missions" in page.said()
    assert page.page.locator(".atlas-time-told").inner_text() == said
    keys.press("Tab")
    known = page.page.locator(KNOWN)
    assert known.get_attribute("aria-valuetext") == "all"
    keys.press("ArrowLeft")
    spoken = days(page)[1]
    assert spoken is not None
    told = atlas.status_intervals["known_begin"].tolist() + atlas.placements["known_begin"].tolist()
    assert spoken.toordinal() in told
    keys.press("Home")
    settled(page)
    assert drawn(page, "missions") == 0
    assert (
        "No source in this dataset had reported"
        in page.page.locator(".atlas-time-sums").inner_text()
    )
    keys.press("End")
    assert days(page)[1] is None
    page.found_nothing_wrong()


def test_steps_go_to_the_days_on_which_something_changes(
    look: Callable[..., Map], atlas: geo.Atlas
) -> None:
    selection = Selection(among=("PRK", "VEN"))
    page = look().open(scene(selection), time=True)
    for _ in range(60):
        before = days(page)[0]
        page.page.locator(".atlas-time-back").click()
        day = days(page)[0]
        if day == before:
            break
        shown = [
            {
                (row.id, row.status, str(row.certainty))
                for row in atlas.missions(selection.but(as_of=on.isoformat())).itertuples()
            }
            for on in (day - dt.timedelta(days=1), day)
        ]
        assert shown[0] != shown[1], day
    settled(page)
    assert "No more events" in page.said() or day.year < 2015
    page.page.locator(".atlas-time-on").click()
    assert days(page)[0] > day


def test_what_happened_at_some_time_before_is_not_said_to_have_happened_that_day(
    look: Callable[..., Map],
) -> None:
    told = ".atlas-time-told"
    page = look().open(scene(Selection(among=("PRK", "VEN"))), time=True)
    # Suspended at some time before; a closing that only an access date bounds is no step.
    assert page.page.locator(told).inner_text().endswith("in Pyongyang suspended by then")
    page = look().open(scene(Selection(among=("PRK", "VEN"), as_of="2019-08-21")), time=True)
    opened = "21 August 2019: Embassy of Venezuela in Pyongyang opened"
    assert page.page.locator(told).inner_text() == opened


# ---- playing ----


def test_playing_and_pausing(look: Callable[..., Map]) -> None:
    page = look().open(scene(Selection(as_of="2000-01-01")), time=True)
    page.listen()
    play = page.page.locator(".atlas-time-play")
    assert play.get_attribute("aria-label") == "Play"
    play.focus()
    page.page.keyboard.press("Space")
    assert play.get_attribute("aria-label") == "Pause"
    page.do("window.dayNow = () => stage.scene.as_of;")
    page.page.wait_for_function(f"dayNow() > {dt.date(2001, 6, 1).toordinal()}")
    assert page.page.locator("[data-moving]").count() == 1
    assert page.sent() == []
    page.page.keyboard.press("Space")
    settled(page)
    stopped = days(page)[0]
    page.page.wait_for_function("window.sent.length > 0")
    assert page.sent()[-1]["properties"]["what"] == "time"
    assert page.sent()[-1]["properties"]["as_of"] == stopped.isoformat()
    page.page.wait_for_timeout(300)
    assert days(page)[0] == stopped
    page.do("layer.time.moveTo({ as_of: layer.time.axis.last - 200 });")
    play.click()
    page.page.wait_for_selector(".atlas-time-play[aria-label=Play]")
    settled(page)
    assert days(page)[0] == TODAY
    page.found_nothing_wrong()


def test_without_motion_it_steps_from_event_to_event(look: Callable[..., Map]) -> None:
    page = look(reduced_motion="reduce").open(
        scene(Selection(among=("PRK", "VEN"), as_of="2018-01-01")), time=True
    )
    page.do(
        """
        window.passed = [];
        const was = layer.time.moveTo;
        layer.time.moveTo = function (days) {
            window.passed.push(days.as_of);
            was.call(this, days);
        };
        """
    )
    page.page.locator(".atlas-time-play").click()
    page.page.wait_for_function("window.passed.length >= 2")
    page.page.locator(".atlas-time-play").click()
    passed = page.page.evaluate("window.passed")
    assert set(passed) <= set(page.do("return [...layer.time.eventDays()];"))


# ---- what comes from the page meanwhile ----


def test_a_scene_made_before_does_not_throw_a_hand_back(look: Callable[..., Map]) -> None:
    page = look().open(scene(), time=True)
    page.listen()
    drag(page, AS_OF, dt.date(2010, 1, 1))
    held = days(page)
    page.show(scene(Selection(sending=("PRK",))))
    assert days(page) == held
    page.page.mouse.up()
    settled(page)
    page.page.wait_for_function("window.sent.length > 0")
    sent = page.sent()[-1]["properties"]
    page.show(scene(Selection(sending=("PRK",), as_of="1999-01-01"), heard=sent["at"] - 1))
    assert days(page) == held
    page.show(scene(Selection(sending=("PRK",), as_of=sent["as_of"]), heard=sent["at"]))
    assert days(page) == held
    page.show(scene(Selection(sending=("PRK",), as_of="1999-01-01"), heard=sent["at"]))
    assert days(page)[0] == dt.date(1999, 1, 1)
    page.found_nothing_wrong()


def test_a_click_carries_the_days_too(look: Callable[..., Map]) -> None:
    page = look().open(scene(Selection(among=("PRK", "VEN"))), time=True)
    page.listen()
    drag(page, AS_OF, dt.date(2021, 1, 1))
    page.page.mouse.up()
    settled(page)
    page.page.mouse.click(*page.at(VEN))
    told = page.sent()[-1]
    found = webmap.clicked({"last_active_drawing": told})
    assert found is not None
    assert (found.what, found.id) == ("mission", VEN)
    assert found.as_of == days(page)[0].isoformat()
    assert found.known_on == ""


def test_the_picture_states_the_days_of_the_bar(look: Callable[..., Map]) -> None:
    page = look().open(scene(dates="As of 25 November 2026"), time=True)
    drag(page, AS_OF, dt.date(2010, 1, 1))
    page.page.mouse.up()
    settled(page)
    told = page.do(
        """
        window.written = [];
        const write = CanvasRenderingContext2D.prototype.fillText;
        CanvasRenderingContext2D.prototype.fillText = function (text, ...at) {
            window.written.push(text);
            return write.call(this, text, ...at);
        };
        return EmbassyAtlas.picture(map).then(() => window.written);
        """
    )
    day = i18n.ENGLISH.date(days(page)[0].isoformat())
    assert any(f"As of {day}" in text for text in told)
    assert not any("2026" in text for text in told)
    drag(page, KNOWN, dt.date(2019, 1, 26))
    page.page.mouse.up()
    settled(page)
    as_of, known = days(page)
    with page.page.expect_download() as started:
        page.page.get_by_role("button", name="Save picture").click()
    name = started.value.suggested_filename
    assert name == f"embassy-atlas-map-{as_of}-known-{known}.png"


def test_a_picture_taken_while_time_moves_stops_it(look: Callable[..., Map]) -> None:
    page = look().open(scene(Selection(as_of="2000-01-01")), time=True)
    page.page.locator(".atlas-time-play").click()
    page.page.wait_for_selector("[data-moving]")
    with page.page.expect_download() as started:
        page.page.get_by_role("button", name="Save picture").click()
    name = started.value.suggested_filename
    assert page.page.locator(".atlas-time-play").get_attribute("aria-label") == "Play"
    assert page.page.locator("[data-moving]").count() == 0
    assert name == f"embassy-atlas-map-{days(page)[0]}.png"


# ---- odd datasets and odd days ----


@pytest.mark.parametrize("as_of", ["0001-01-01", "1500-01-01", "9999-12-31"])
def test_days_beyond_the_line(look: Callable[..., Map], as_of: str) -> None:
    page = look().open(scene(Selection(as_of=as_of)), time=True)
    hand = page.page.locator(AS_OF)
    assert days(page)[0].isoformat() == as_of
    told = [int(hand.get_attribute(f"aria-value{name}")) for name in ("min", "now", "max")]
    assert told[0] <= told[1] <= told[2]
    assert hand.get_attribute("aria-valuetext") == i18n.ENGLISH.date(as_of)
    hand.focus()
    page.page.keyboard.press("ArrowLeft")
    page.page.keyboard.press("ArrowRight")
    page.found_nothing_wrong()


def test_nothing_dated_one_event_and_nothing_at_all(look: Callable[..., Map]) -> None:
    page = look().open(scene(Selection(text="no such thing")), time=True)
    assert page.page.locator(AS_OF).is_visible()
    page.page.locator(".atlas-time-on").click()
    page.page.locator(".atlas-time-play").click()
    page.page.locator(".atlas-time-play").click()
    for ids in ([], [700_000], [700_000, 700_000]):
        told = page.page.evaluate(
            """days => {
                const axis = EmbassyAtlas.axis(days, 739000);
                const { edges } = axis.edges(300);
                const shares = [axis.share(axis.first), axis.share(axis.last)];
                const rising = edges.every((edge, i) => !i || edge > edges[i - 1]);
                return [axis.first, axis.last, ...shares, edges.length, rising];
            }""",
            ids,
        )
        assert told[0] < told[1] == 739_000
        assert told[2:4] == [0, 1]
        assert told[4] > 2
        assert told[5] is True
    page.found_nothing_wrong()


def test_a_year_long_before_all_others_leaves_them_room(look: Callable[..., Map]) -> None:
    page = look().open(scene(), time=True)
    old, end = dt.date(1300, 1, 1).toordinal(), TODAY.toordinal()
    days = [old, *range(dt.date(1950, 1, 1).toordinal(), end, 90)]
    share, back = page.page.evaluate(
        """([days, old]) => {
            const axis = EmbassyAtlas.axis(days, days.at(-1));
            return [axis.share(days[2]), axis.dayAt(axis.share(old))];
        }""",
        [days, old],
    )
    assert share < 0.1
    assert back == old


# ---- the page ----


def query(reader: Any) -> dict[str, list[str]]:
    return parse_qs(urlsplit(reader.page.url).query)


@contextmanager
def counted(reader: Any) -> Iterator[list[Any]]:
    """What the page sends to its server."""
    sent: list[Any] = []
    reader.page.on("websocket", lambda socket: socket.on("framesent", lambda one: sent.append(one)))
    yield sent


def pull(reader: Any, hand: str, share: float, steps: int = 8) -> None:
    """Drag a hand on the page to a share of the line, and hold it there."""
    frame = reader.frame()
    outer = reader.page.locator(".st-key-map_side iframe")
    outer.scroll_into_view_if_needed()
    if frame.locator(".atlas-time-folded").count():
        frame.locator(".atlas-time-fold").click()
    box = outer.bounding_box()
    x, y, left, right = frame.evaluate(
        """hand => {
            const one = document.querySelector(hand).getBoundingClientRect();
            const line = document.querySelector('.atlas-time-track').getBoundingClientRect();
            return [one.left + one.width / 2, one.top + one.height / 2, line.left + 54,
                line.right - 30];
        }""",
        hand,
    )
    reader.page.mouse.move(box["x"] + x, box["y"] + y)
    reader.page.mouse.down()
    reader.page.mouse.move(box["x"] + left + (right - left) * share, box["y"] + y, steps=steps)
    frame.evaluate("() => new Promise(d => requestAnimationFrame(() => requestAnimationFrame(d)))")


def test_dragging_asks_the_server_for_nothing_and_the_page_follows_at_the_end(
    reader: Any, atlas: geo.Atlas
) -> None:
    with counted(reader) as sent:
        reader.open("view=all")
        reader.frame().evaluate("window.marked = 1")
        everything = reader.drawn("missions")
        view = reader.view()
        reader.page.wait_for_timeout(500)
        before = len(sent)
        pull(reader, AS_OF, 0.3)
        early = reader.drawn("missions")
        reader.page.wait_for_timeout(600)
        during = query(reader)["as-of"][0]
        pulled = len(sent) - before
        assert pulled == 0
    shown = reader.frame().evaluate("document.querySelector('.atlas-hand-as-of').ariaValueText")
    assert i18n.ENGLISH.date(during) == shown
    selection = Selection(as_of=during)
    assert early == len(atlas.missions(selection)) < everything
    assert shown not in reader.said()
    reader.page.mouse.up()
    reader.page.wait_for_function(
        f"document.querySelector('.st-key-under_map [role=status]')?.innerText.includes('{shown}')"
    )
    reader.settle()
    assert len(sent) > before
    assert query(reader) == {"as-of": [during]}
    box = reader.page.get_by_role("textbox", name="As of", exact=True)
    assert box.input_value() == during
    assert reader.frame().evaluate("window.marked") == 1
    assert reader.view() == pytest.approx(view)
    assert reader.drawn("missions") == early
    reader.page.reload()
    reader.page.wait_for_selector("h1.ea-title")
    reader.settle()
    reader.frame().wait_for_selector("[data-missions-drawn]")
    assert reader.drawn("missions") == early
    assert (
        reader.frame().evaluate("document.querySelector('.atlas-hand-as-of').ariaValueText")
        == shown
    )
    reader.found_nothing_wrong()


def test_a_reload_in_the_middle_of_a_movement_shows_the_same(reader: Any) -> None:
    reader.open("view=all")
    pull(reader, AS_OF, 0.35)
    written = "document.querySelector('.atlas-time-days').innerText"
    reader.page.wait_for_function("new URLSearchParams(location.search).has('as-of')")
    reader.page.wait_for_timeout(600)
    moved, said = reader.drawn("missions"), reader.frame().evaluate(written)
    assert reader.frame().evaluate("document.querySelector('[data-moving]') === null")
    reader.page.reload()
    reader.page.wait_for_selector("h1.ea-title")
    reader.settle()
    reader.frame().wait_for_selector("[data-missions-drawn]")
    assert reader.drawn("missions") == moved
    assert reader.frame().evaluate(written) == said
    reader.found_nothing_wrong()


def test_back_leads_to_before_the_movement_and_forward_to_its_end(reader: Any) -> None:
    reader.open("view=all")
    everything = reader.drawn("missions")
    pull(reader, AS_OF, 0.4)
    reader.page.mouse.up()
    reader.page.wait_for_timeout(700)
    reader.settle()
    moved, at = reader.drawn("missions"), query(reader)
    assert moved != everything
    reader.page.go_back()
    reader.settle()
    assert query(reader) == {"view": ["all"]}
    assert reader.drawn("missions") == everything
    reader.page.go_forward()
    reader.settle()
    assert query(reader) == at
    assert reader.drawn("missions") == moved
    reader.found_nothing_wrong()


def test_known_on_by_keyboard_on_the_page(reader: Any) -> None:
    reader.open("among=VEN,PRK&as-of=2019&show=ven-embassy-pyongyang")
    reader.frame().locator(".atlas-time-fold").click()
    hand = reader.frame().locator(KNOWN)
    hand.focus()
    for _ in range(30):
        reader.page.keyboard.press("ArrowLeft")
        if hand.get_attribute("aria-valuetext") == "26 January 2019":
            break
    reader.page.wait_for_timeout(900)
    reader.settle()
    assert query(reader)["known-on"] == ["2019-01-26"]
    assert query(reader)["as-of"] == ["2019"]
    assert query(reader)["show"] == ["ven-embassy-pyongyang"]
    assert (
        reader.page.get_by_role("textbox", name="Sources up to", exact=True).input_value()
        == "2019-01-26"
    )
    assert "in preparation" in reader.card()
    assert hand.evaluate("one => document.activeElement === one")
    reader.found_nothing_wrong()


@pytest.mark.parametrize(
    ("search", "days"),
    [
        ("?view=all", ("2019-08-21", "")),
        ("?among=PRK%2CVEN&show=pair%3APRK-VEN", ("2019-08-21", "2019-01-26")),
        ("?as-of=2019-08-21&lang=es", ("", "")),
        ("?as-of=2019-08-21&known-on=2020&text=a+b%26c", ("2001-01-01", "")),
        ("?lang=es&show=x", ("", "2001-01-01")),
        ("", ("0001-01-01", "")),
    ],
)
def test_the_address_is_as_the_page_writes_it(
    still: Map, search: str, days: tuple[str, str]
) -> None:
    from geo.ui.components.map import _ADDRESS

    told = still.page.evaluate(
        "([search, days, keys]) => EmbassyAtlas.addressQuery(search, days, keys)",
        [search, {"as_of": days[0], "known_on": days[1]}, _ADDRESS],
    )
    before = address.read(parse_qs(search.removeprefix("?")), address.Address())
    selection = before.selection.but(as_of=days[0] or None, known_on=days[1] or None)
    wanted = address.write(before.but(selection=selection), listing=False)
    assert address.query_of(parse_qs(told)) == address.query_of(wanted)
    assert list(parse_qs(told)) == sorted(parse_qs(told))
    kept = [
        part for part in search.removeprefix("?").split("&") if part.startswith(("among", "text"))
    ]
    assert all(part in told.split("&") for part in kept)


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    look: Callable[..., Map], axe: Callable[..., list[str]], size: tuple[int, int], scheme: str
) -> None:
    page = look(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    page.open(dataclasses.replace(scene(language="es"), theme="auto"), time=True)
    assert axe(page.page, disable=FRAME) == []
    for one in page.page.locator(".atlas-hand, .atlas-time-button").all():
        box = one.bounding_box()
        assert min(box["width"], box["height"]) >= 24
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size[0] + 12
    wide = page.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= wide[1]
