"""The figure of many missions: counts by state and city, shading, and lines only for few states."""

from __future__ import annotations

from collections import Counter

import pytest

import geo
from geo.errors import InvalidSelection
from geo.figures.canvas.style import LIGHT
from geo.figures.world.overview import MANY, overview_of
from geo.vocabulary import NOWHERE


@pytest.fixture(scope="module")
def missions(atlas: geo.Atlas) -> object:
    frame = atlas.missions(geo.Selection())
    assert len(frame) > MANY
    return frame


@pytest.mark.parametrize("count", ["received", "sent", "both"])
def test_states_and_cities_have_the_numbers_of_the_missions(missions, count: str) -> None:
    overview = overview_of(missions, count, shaded=True)
    there = missions[missions["status"] != "undated"]
    expected: Counter[str] = Counter()
    if count != "sent":
        expected.update(there["receiving"])
    if count != "received":
        expected.update(there["sending"])
    assert overview.by_state == expected
    assert overview.numbers.sum() + overview.unplaced == len(there)
    assert there["exactness"].isin(NOWHERE).sum() <= overview.unplaced
    assert list(overview.numbers) == sorted(overview.numbers, reverse=True)


def test_every_state_with_a_mission_has_one_shade(missions) -> None:
    overview = overview_of(missions, "sent", shaded=True)
    codes = [code for shade in overview.marked(LIGHT).values() for code in shade]
    assert sorted(codes) == sorted(overview.by_state)
    assert overview.classes == sorted(set(overview.classes))
    assert overview.classes[0] == 1


def test_no_shade_from_a_viewpoint(missions) -> None:
    assert not overview_of(missions, "sent", shaded=False).marked(LIGHT)


def test_what_is_counted_changes_the_figure_and_its_text(atlas: geo.Atlas) -> None:
    sent, received = (
        geo.figure(atlas, geo.Selection(), format="svg", count=one) for one in ("sent", "received")
    )
    assert sent != received
    from geo.figures import alt_text

    said = alt_text(atlas, geo.Selection(), count="sent", language="es")
    assert said != alt_text(atlas, geo.Selection(), count="received", language="es")
    with pytest.raises(InvalidSelection, match="Use received, sent, both"):
        geo.figure(atlas, geo.Selection(), count="all")


def test_lines_only_where_one_state_or_two_are_named(
    atlas: geo.Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    from geo.figures import draw

    asked: list[geo.Selection] = []
    monkeypatch.setattr(draw, "MANY", 3)
    original = draw.relation_lines.lines
    monkeypatch.setattr(
        draw.relation_lines, "lines", lambda a, s: asked.append(s) or original(a, s)
    )
    geo.figure(atlas, geo.Selection(), dpi=36)
    assert not asked
    geo.figure(atlas, geo.Selection(sending=("PRK",)), dpi=36)
    assert asked
