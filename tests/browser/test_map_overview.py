"""The map of more missions than have lines: shaded states, circles for cities, lit lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from support.layer_page import Map

import geo
from geo import Selection, webmap
from geo.atlas import relation_lines

pytestmark = pytest.mark.browser

MOST = 50


@pytest.fixture
def crowd(look: Callable[..., Map]) -> Map:
    page = look().open(webmap.Scene(Selection(), emphasis=("pair:PRK-VEN",)), most=MOST)
    page.go(10, 30, 2)
    return page


def test_states_are_counted_as_python_counts_them(crowd: Map, atlas: geo.Atlas) -> None:
    counted = crowd.do(
        """
        const { overview, ready } = stage;
        return ready.columns.texts['party.code'].map((code, i) =>
            [code, overview.sent[i], overview.received[i]]);
        """
    )
    missions = atlas.missions()
    sent, received = Counter(missions["sending"]), Counter(missions["receiving"])
    assert {code: (a, b) for code, a, b in counted if a or b} == {
        code: (sent[code], received[code]) for code in {*sent, *received}
    }


def test_every_mission_is_in_one_circle_at_every_zoom(crowd: Map, atlas: geo.Atlas) -> None:
    for zoom in (1, 3, 5):
        crowd.go(10, 30, zoom)
        members = crowd.do(
            """
            const towns = new Map(stage.drawn.circles.map((one) => [one.town.id, one.town]));
            return [...towns.values()].flatMap((town) => town.members);
            """
        )
        assert len(members) == len(set(members))
        if zoom == 1:
            assert len(members) == len(atlas.missions())


def test_only_the_lines_of_what_is_emphasised_are_drawn(crowd: Map) -> None:
    assert crowd.do("return stage.drawn.strokes.map((one) => one.route.id);") == [
        "pair:PRK-VEN"
    ] * len(crowd.do("return stage.drawn.strokes;"))


def test_pointing_at_a_state_lights_its_lines_in_the_direction_asked_for(
    crowd: Map, atlas: geo.Atlas
) -> None:
    lines = relation_lines.lines(atlas, Selection(), vertices=2)
    for direction, column in (("receives", "b"), ("sends", "a")):
        lit = crowd.do(
            f"""
            layer.switches.set('direction', '{direction}');
            layer.pointer.hover({{ what: 'state', id: 'state:VEN' }}, L.point(300, 300));
            layer.sheets.overlay.paint();
            const dimmed = map.getContainer().classList.contains('atlas-lit');
            return [dimmed, [...new Set(stage.drawn.lit.map((one) => one.route.id))]];
            """
        )
        both = lines["kind"] == "pair"
        own = lines[
            (both & ((lines["a"] == "VEN") | (lines["b"] == "VEN")))
            | (~both & (lines[column] == "VEN"))
        ]
        assert lit[0]
        assert set(lit[1]) <= set(own["id"])
        assert len(lit[1]) > 20
    crowd.do("layer.pointer.hover(null);")
    assert not crowd.do("return map.getContainer().classList.contains('atlas-lit');")


def test_a_state_under_the_pointer_is_found_and_told_in_two_lines(
    crowd: Map, atlas: geo.Atlas
) -> None:
    at = crowd.do("const { x, y } = map.latLngToContainerPoint([7.5, -66]); return [x, y];")
    crowd.page.mouse.move(*at)
    crowd.page.wait_for_function("() => !document.querySelector('.atlas-tip').hidden")
    title, detail = crowd.page.locator(".atlas-tip > *").all_inner_texts()
    missions = atlas.missions()
    assert title == "Venezuela"
    assert str((missions["sending"] == "VEN").sum()) in detail
    assert str((missions["receiving"] == "VEN").sum()) in detail


def test_a_click_on_a_state_opens_it(crowd: Map) -> None:
    told = crowd.do(
        """
        let told = null;
        layer.on('click', ({ layer: one }) => { told = one.toGeoJSON().properties; });
        layer.open({ what: 'state', id: 'state:VEN' });
        return told;
        """
    )
    assert (told["what"], told["id"]) == ("state", "state:VEN")
    assert webmap.clicked({"last_active_drawing": {"properties": told}}) is not None


def test_switches_take_layers_away(crowd: Map) -> None:
    def ink(sheet: str) -> int:
        return int(
            crowd.do(
                f"""
                layer.sheets.{sheet}.paint();
                const {{ context }} = layer.sheets.{sheet};
                const {{ canvas }} = context;
                const {{ data }} = context.getImageData(0, 0, canvas.width, canvas.height);
                let sum = 0;
                for (let i = 3; i < data.length; i += 4) sum += data[i] ? 1 : 0;
                return sum;
                """
            )
        )

    shaded, drawn = ink("shade"), ink("data")
    assert shaded > 1_000
    crowd.do("layer.switches.set('shading', false);")
    assert ink("shade") == 0
    crowd.do("layer.switches.set('lines', false);")
    assert ink("data") < drawn


def test_the_switches_are_reached_and_named(look: Callable[..., Map]) -> None:
    page = look().open(webmap.Scene(Selection()), most=MOST)
    page.do("map.addControl(layer.switches);")
    page.page.locator(".atlas-layers summary").click()
    names = page.page.locator(".atlas-layers label").all_inner_texts()
    assert len(names) == len(set(names)) == 12
    page.page.get_by_label("missions a state sends").check()
    assert page.do("return stage.layers.direction;") == "sends"
    page.page.get_by_role("button", name="Show as a globe").click()
    assert (
        page.page.get_by_role("button", name="Show as a globe").get_attribute("aria-pressed")
        == "true"
    )
    page.found_nothing_wrong()


def test_up_close_missions_are_symbols_again(crowd: Map) -> None:
    crowd.go(-66.9, 10.49, 11)
    assert crowd.do("return [stage.drawn.circles.length, stage.drawn.symbols.length > 20];") == [
        0,
        True,
    ]


def test_other_missions_of_a_quarter_are_there_faintly_with_their_names(
    look: Callable[..., Map],
) -> None:
    page = look().open(webmap.Scene(Selection(among=("PRK", "VEN"))))
    page.go(125.75, 39.02, 14)
    names = page.do(
        """
        const { texts, arrays } = stage.ready.columns;
        return stage.drawn.anchors.map(({ mission }) => texts['mission.id'][mission]);
        """
    )
    assert names
    page.do("layer.switches.set('neighbour', false); layer.sheets.data.paint();")
    assert page.do("return stage.drawn.anchors.length;") == 0


@pytest.mark.parametrize(
    ("id", "as_of", "said"),
    [
        ("ven-embassy-pyongyang", "2020-01-01", "since 21 August 2019"),
        ("prk-embassy-caracas", "2014-07-01", "since 20 June 2014"),
    ],
)
def test_the_second_line_says_since_when(
    look: Callable[..., Map], id: str, as_of: str, said: str
) -> None:
    page = look().open(webmap.Scene(Selection(among=("PRK", "VEN"), as_of=as_of)))
    title, detail = page.do(
        "return EmbassyAtlas.textOf(stage, { what: 'mission', id: given });", id
    )
    assert title
    assert said in detail
