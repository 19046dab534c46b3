"""Figures asked for by name: a network, a quarter, a ranking, a timeline, a matrix."""

from __future__ import annotations

import importlib.util
from collections import Counter
from typing import Any

import pytest

import geo
from geo.errors import InvalidSelection
from geo.figures import SIZES, TEMPLATES, alt_text
from geo.figures.canvas.style import LIGHT, Look
from geo.figures.canvas.typography import UNKNOWN, clean, lacking, runs
from geo.figures.templates.ranking import counted, without

SELECTIONS: dict[str, dict[str, Any]] = {
    "network": {"states": ("PRK",)},
    "quarter": {"sending": ("VEN",), "receiving": ("PRK",)},
    "ranking": {},
    "timeline": {"among": ("VEN", "PRK")},
    "matrix": {},
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_in_every_size_says_title_dates_and_sources(
    atlas: geo.Atlas, template: str, size: str
) -> None:
    selection = geo.Selection(**SELECTIONS[template], as_of="2024-06-30")
    options: dict[str, Any] = {"template": template, "size": size, "language": "es"}
    drawn = geo.figure(atlas, selection, format="svg", **options)
    assert drawn == geo.figure(atlas, selection, format="svg", **options)
    said = drawn.decode()
    assert "<title>" in said
    assert "30 de junio de 2024" in said[: said.index("</desc>")]
    assert alt_text(atlas, selection, language="es", template=template).strip()


def test_a_template_needs_what_it_draws(atlas: geo.Atlas) -> None:
    with pytest.raises(InvalidSelection, match="--sending PRK --receiving VEN"):
        geo.figure(atlas, geo.Selection(sending=("PRK",)), template="quarter")
    for selection in (geo.Selection(), geo.Selection(states=("PRK", "VEN"))):
        with pytest.raises(InvalidSelection, match="a network is of one state"):
            geo.figure(atlas, selection, template="network")
    with pytest.raises(InvalidSelection, match="Choose one of network, quarter"):
        geo.figure(atlas, geo.Selection(), template="pie")


def test_a_ranking_counts_every_mission_once(atlas: geo.Atlas) -> None:
    missions = atlas.missions(geo.Selection())
    there = missions[missions["status"] != "undated"]
    ranked, others = counted(missions, "sent")
    assert {code: by.total() for code, by in ranked} == Counter(there["sending"])
    assert [by.total() for _, by in ranked] == sorted(
        (by.total() for _, by in ranked), reverse=True
    )
    assert all(others[code] <= set(there["receiving"]) for code, _ in ranked)
    lacking_, states = without({code for code, _ in ranked})
    assert 0 < lacking_ < states


def test_arabic_is_letters_in_every_face() -> None:
    text = clean("سفارة فنزويلا")
    for role in ("title", "subtitle", "note", "panel"):
        style = Look(SIZES["page"], LIGHT).text(role)
        assert not lacking(text, style)
        assert [run.text for run in runs(text, style)] == [text]  # words in their order


def test_east_asian_letters_where_the_extra_is_installed() -> None:
    if importlib.util.find_spec("noto_cjk_sans_otc") is None:
        pytest.skip("the extra `fonts` (15.5 MB) is not installed")
    for role in ("title", "note"):
        style = Look(SIZES["page"], LIGHT).text(role)
        for text in ("평양 주재 베네수엘라 대사관", "委内瑞拉驻朝鲜大使馆"):
            assert not lacking(text, style)
            assert "".join(run.text for run in runs(text, style)) == text


def test_without_the_extra_the_letters_that_are_missing_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from geo.figures.canvas import typography

    further = typography._further()
    monkeypatch.setattr(typography, "_further", lambda: further[:1])
    typography._intervals.cache_clear()
    style = Look(SIZES["page"], LIGHT).text("title")
    assert lacking("평양", style) == "평양"
    assert "".join(run.text for run in runs("평양", style)) == UNKNOWN * 2
    typography._intervals.cache_clear()
