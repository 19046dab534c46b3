"""Absences on the map: the same as Python marks, drawn, heard, walked to, and opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from support.layer_page import FIND, Map

import geo
from geo import webmap
from geo.atlas import absence
from geo.selection import Selection
from geo.vocabulary import STATUSES

pytestmark = pytest.mark.browser

DAY = "2026-11-21"
ANSWER = (
    "scenes => {"
    + FIND
    + """
    const code = stage.ready.columns.texts['party.code'];
    return scenes.map(scene => EmbassyAtlas.absence.marked(stage.ready, scene).map(one => [
        code[one.a], code[one.b], code[one.at], one.face,
        one.face === 'unknown' ? '' : one.perhaps ? 'perhaps' : 'yes',
        one.closed, one.over,
    ]));
}"""
)
CASES = (
    Selection(receiving=("VEN",)),
    Selection(sending=("PRK",)),
    Selection(states=("PRK",), statuses=STATUSES),
    Selection(states=("PRK", "VEN")),
    Selection(among=("PRK", "VEN", "CUB", "AUS", "SWE", "NOR")),
    Selection(among=("PRK",)),
    Selection(sending=("EUE",), receiving=("HKG", "VEN")),
    Selection(states=("DDR",)),
    Selection(receiving=("VEN",), kinds=("embassy",)),
)
DAYS = ("1985-01-01", "1990-10-03", "1990-10-04", "2008-06-01", "2014-06-01", "2014-07-01")
DAYS += ("2018-06-01", "2019-01-25", "2019-01-26", "2019-09-01", "2022-11-16", "2026-11-21")


def wanted(atlas: geo.Atlas, selection: Selection) -> list[list[Any]]:
    return [
        [
            *(one.absence.sending, one.absence.receiving, one.at, one.absence.face),
            one.absence.certainty,
            bool(one.absence.closed_mission),
            one.absence.covering == "closed",
        ]
        for one in absence.marked(atlas, selection)
    ]


def test_time_moves_over_the_absences_that_python_marks(still: Map, atlas: geo.Atlas) -> None:
    seen = set()
    for chosen in CASES:
        masks = webmap.masks(atlas, chosen)
        times = [chosen.but(as_of=day) for day in DAYS]
        times += [chosen.but(as_of=day, known_on=day) for day in DAYS]
        scenes = [webmap.Scene(one, masks=masks).to_dict() for one in times]
        for selection, answer in zip(times, still.page.evaluate(ANSWER, scenes), strict=True):
            assert answer == wanted(atlas, selection), selection
            seen |= {tuple(row[3:]) for row in answer}
    assert {face for face, *_ in seen} == set(absence.FACES)
    assert {certainty for _, certainty, *_ in seen} == {"yes", "perhaps", ""}
    assert {closed for _, _, closed, _ in seen} == {over for *_, over in seen} == {True, False}
    still.found_nothing_wrong()


@pytest.fixture
def page(look: Callable[..., Map], opening: webmap.Scene) -> Map:
    return look().open(opening)


def marks(page: Map) -> int:
    return int(page.page.locator("[data-absences-drawn]").get_attribute("data-absences-drawn"))


def test_they_are_in_the_legend_only_where_they_are_marked(page: Map) -> None:
    legend = page.page.locator(".atlas-legend")
    page.show(webmap.Scene(Selection(sending=("VEN",), as_of="2016-01-01")))
    assert marks(page) > 150
    text = str(legend.text_content())
    for face in ("non-resident", "no data"):
        assert face in text
    assert "no mission (confirmed)" not in text
    page.show(webmap.Scene(Selection(sending=("VEN",), as_of="1990-01-01")))
    assert "no mission (confirmed)" in str(legend.text_content())
    for selection in (Selection(), Selection(sending=("VEN",), kinds=("embassy",))):
        page.show(webmap.Scene(selection))
        assert marks(page) == 0
        assert "no data" not in str(legend.text_content())


def at(page: Map, id: str) -> list[float]:
    """Where the mark of a pair stands in the window, nearest to the middle."""
    return list(
        page.do(
            """
            const { insetX, insetY, seen } = stage.drawn.view;
            const box = map.getContainer().getBoundingClientRect();
            const far = p => Math.hypot(p[0] - seen.x / 2, p[1] - seen.y / 2);
            return stage.drawn.absences.filter(one => one.mark.id === given)
                .map(one => [one.x - insetX, one.y - insetY]).sort((a, b) => far(a) - far(b))
                .map(([x, y]) => [x + box.left, y + box.top])[0];
            """,
            id,
        )
    )


def test_a_mark_says_which_face_it_is_and_opens_the_card_of_the_pair(page: Map) -> None:
    page.show(webmap.Scene(Selection(sending=("PRK",), as_of=DAY)))
    page.go(10, 64, 3)
    page.listen()
    x, y = at(page, "pair:ISL-PRK")
    page.page.mouse.move(x, y)
    page.page.wait_for_selector(".atlas-tip:not([hidden])")
    assert "North Korea to Iceland: non-resident, accredited from Stockholm" in page.tip()
    page.page.mouse.click(x, y)
    (sent,) = [one["properties"] for one in page.sent()]
    assert (sent["what"], sent["id"]) == ("absence", "pair:ISL-PRK")
    assert webmap.clicked({"last_active_drawing": page.sent()[0]}) is not None
    page.found_nothing_wrong()


def test_the_keyboard_walks_them_known_ones_first(page: Map) -> None:
    page.show(webmap.Scene(Selection(sending=("VEN",), as_of="2016-01-01")))
    container = page.page.locator(".leaflet-container")
    container.focus()
    for _ in range(2):
        page.page.keyboard.press("ArrowDown")
    assert page.said() == f"Absences: {marks(page)}"
    page.page.keyboard.press("ArrowRight")
    assert "non-resident" in page.said()
    assert page.said().endswith(f"1 of {marks(page)}")
    page.page.keyboard.press("End")
    assert "no data on a mission of Venezuela in" in page.said()
    page.show(webmap.Scene(Selection()))
    container.focus()
    page.page.keyboard.press("ArrowUp")
    assert page.said().startswith("Lines:")
    page.page.keyboard.press("ArrowDown")
    assert page.said().startswith("Places:")
    page.page.keyboard.press("ArrowUp")
    page.page.keyboard.press("ArrowUp")
    assert page.said().startswith("Missions:")


def test_signs_differ_in_shape_and_not_only_in_colour(still: Map) -> None:
    """Each painted alone in one colour: no two are alike, nor like a symbol of a mission."""
    pictures = still.page.evaluate(
        """() => {
            const painted = paint => {
                const canvas = document.createElement('canvas');
                canvas.width = canvas.height = 40;
                const context = canvas.getContext('2d');
                context.translate(20, 20);
                paint(context);
                return [...context.getImageData(0, 0, 40, 40).data].map(v => v > 127 ? 1 : 0);
            };
            const { absence, symbols } = EmbassyAtlas;
            const signs = absence.FACES.map(face =>
                painted(c => absence.sign(c, face, false, 6, '#000', '#fff')));
            const looks = ['open', 'preparing', 'announced', 'suspended', 'closed', 'unknown'];
            const missions = looks.map(status => painted(c =>
                symbols.draw(c, {shape: 'circle', status, perhaps: false}, 6, '#000', '#fff')));
            return [...signs, ...missions].map(one => one.join(''));
        }"""
    )
    signs, missions = pictures[:3], pictures[3:]
    differ = [
        sum(a != b for a, b in zip(one, other, strict=True))
        for i, one in enumerate(signs)
        for other in (*signs[i + 1 :], *missions)
    ]
    assert min(differ) > 60
