"""Absences on the map: the same as Python marks, drawn, heard, walked to, and opened."""

from __future__ import annotations

import base64
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from support.absences import CASES as RULE
from support.absences import atlas_of
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
        one.row, one.closed, one.over,
    ]));
}"""
)
ELSEWHERE = f"""async ([data, scene]) => {{
    {FIND}
    const bytes = Uint8Array.from(atob(data), letter => letter.charCodeAt(0));
    const was = stage.ready;
    const columns = await EmbassyAtlas.columns.load(bytes.buffer);
    stage.ready = EmbassyAtlas.filter.prepared(columns);
    const found = ({ANSWER})([scene]);
    stage.ready = was;
    return found[0];
}}"""
"""The answer for one scene from a file of columns that the map does not show."""

CASES = (
    Selection(),
    Selection(receiving=("VEN",)),
    Selection(sending=("PRK",)),
    Selection(states=("VEN",)),
    Selection(states=("PRK",), statuses=STATUSES),
    Selection(states=("PRK",), statuses=("open",)),
    Selection(states=("PRK", "VEN")),
    Selection(among=("PRK", "VEN", "CUB", "AUS", "SWE", "NOR")),
    Selection(among=("PRK",)),
    Selection(sending=("PRK",), receiving=("UGA", "BGD", "AUS")),
    Selection(sending=("VEN",), receiving=("VEN",)),
    Selection(receiving=("VEN",), kinds=("embassy",)),
    Selection(receiving=("VEN",), text="'"),
    Selection(receiving=("VEN",), text="embassy"),
    Selection(receiving=("VEN",), bbox=(-80, 0, -50, 20)),
    Selection(sending=("EUE",), receiving=("HKG", "VEN")),
    Selection(states=("DDR",), as_of="1985"),
    Selection(states=("PRK",), as_of="1990-10-03"),
    Selection(states=("PRK",), as_of="1990-10-04"),
)
DAYS = ("1990-01-01", "2008-06-01", "2014-06-01", "2014-07-01", "2018-06-01", "2019-01-25")
DAYS += ("2019-01-26", "2019-09-01", "2022-11-16", "2023-11-15", "2026-11-21")


def drawn_lots(many: int) -> list[Selection]:
    """Selections put together by lot, the same on every run."""
    lot = random.Random(7)
    states = ("PRK", "VEN", "CUB", "CHN", "AUS", "SWE", "POL", "UGA", "USA", "CHE")
    found = []
    for _ in range(many):
        options: dict[str, Any] = {}
        for name in ("states", "among", "sending", "receiving"):
            if lot.random() < 0.4:
                options[name] = tuple(lot.sample(states, lot.choice((1, 1, 2, 5))))
        for name in ("as_of", "known_on"):
            if lot.random() < 0.6:
                options[name] = lot.choice(DAYS)
        found.append(Selection(**options))
    return found


def wanted(atlas: geo.Atlas, selection: Selection) -> list[list[Any]]:
    return [
        [
            *(one.absence.sending, one.absence.receiving, one.at, one.absence.face),
            *(one.absence.certainty, one.absence.row),
            bool(one.absence.closed_mission),
            one.absence.covering == "closed",
        ]
        for one in absence.marked(atlas, selection)
    ]


def told(still: Map, selections: list[Selection]) -> list[list[list[Any]]]:
    scenes = [webmap.Scene(one).to_dict() for one in selections]
    return list(still.page.evaluate(ANSWER, scenes))


def test_the_browser_marks_the_absences_that_python_marks(still: Map, atlas: geo.Atlas) -> None:
    selections = [*CASES, *drawn_lots(60)]
    seen = set()
    for selection, answer in zip(selections, told(still, selections), strict=True):
        assert answer == wanted(atlas, selection), selection
        seen |= {(row[3], row[4], row[6], row[7]) for row in answer}
    assert {face for face, *_ in seen} == set(absence.FACES)
    assert {certainty for _, certainty, *_ in seen} == {"yes", "perhaps", ""}
    assert {closed for _, _, closed, _ in seen} == {over for *_, over in seen} == {True, False}
    still.found_nothing_wrong()


@pytest.mark.parametrize("case", RULE, ids=[case[0] for case in RULE])
def test_the_browser_keeps_the_rule_case_by_case(still: Map, case: Any) -> None:
    _, coverage, events, beijing, as_of, known_on, (face, *_) = case
    atlas = atlas_of(coverage, events, beijing)
    data = base64.b64encode(webmap.columns(atlas)).decode()
    for part in ({"receiving": ("PRK",)}, {"sending": ("VEN",)}, {"among": ("PRK", "VEN")}):
        selection = Selection(**part, as_of=as_of, known_on=known_on)
        marks = still.page.evaluate(ELSEWHERE, [data, webmap.Scene(selection).to_dict()])
        assert marks == wanted(atlas, selection)
        own = [mark[3] for mark in marks if mark[:2] == ["VEN", "PRK"]]
        assert own == ([] if face == "there" or (face == "unknown" and "among" in part) else [face])


def test_on_other_datasets_and_in_files_of_a_selection_it_is_the_same(
    still: Map, atlas: geo.Atlas
) -> None:
    """Rows of all kinds by lot, between a few states whose missions come and go."""
    lot = random.Random(3)
    states = ("PRK", "VEN", "CUB", "AUS", "SWE", "NOR", "UGA")
    covering = [row for row in atlas.dataset.rows["missions"] if row["sending"] in states]
    rows = []
    for number in range(160):
        by = lot.choice(covering)
        other = lot.choice([code for code in states if code != by["sending"]])
        first, last = sorted(lot.sample(DAYS, 2))
        valid = lot.choice((first, f"{first}/{last}", f"../{first}", f"{first}/..", ""))
        none = lot.random() < 0.5
        rows.append(
            {
                **dict.fromkeys(atlas.dataset.rows["coverage"][0], ""),
                **{"id": f"r{number}", "sending": by["sending"], "receiving": other},
                "face": "none" if none else "covered",
                "mission": "" if none else by["id"],
                "valid": valid,
                "sense": lot.choice(("on", "attested", "planned")),
                "sources": lot.choice(("nk-news-2019-01-25", "wikidata-2022-11-16", "wtimes-kr")),
            }
        )
    other = geo.Atlas(replace(atlas.dataset, rows={**atlas.dataset.rows, "coverage": rows}))
    selections = [
        Selection(**part, as_of=lot.choice(DAYS), known_on=lot.choice((*DAYS, None)))
        for code in states
        for part in ({"sending": (code,)}, {"receiving": (code,)}, {"among": states})
        for _ in range(3)
    ]
    whole = base64.b64encode(webmap.columns(other)).decode()
    faces = set()
    for selection in selections:
        scene = webmap.Scene(selection).to_dict()
        marks = wanted(other, selection)
        assert still.page.evaluate(ELSEWHERE, [whole, scene]) == marks, selection
        alone = base64.b64encode(webmap.columns(other, "es", selection)).decode()
        assert still.page.evaluate(ELSEWHERE, [alone, scene]) == marks, selection
        faces |= {mark[3] for mark in marks}
    assert faces == set(absence.FACES)
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
    for face in ("covered from elsewhere", "the pack does not say"):
        assert face in text
    assert "known to have no mission" not in text
    page.show(webmap.Scene(Selection(sending=("VEN",), as_of="1990-01-01")))
    assert "known to have no mission" in str(legend.text_content())
    for selection in (Selection(), Selection(sending=("VEN",), kinds=("embassy",))):
        page.show(webmap.Scene(selection))
        assert marks(page) == 0
        assert "does not say" not in str(legend.text_content())


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
    assert "DPR Korea covers Iceland from Stockholm" in page.tip()
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
    assert "Venezuela covers" in page.said()
    assert page.said().endswith(f"1 of {marks(page)}")
    page.page.keyboard.press("End")
    assert "does not say whether Venezuela has a mission in" in page.said()
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
