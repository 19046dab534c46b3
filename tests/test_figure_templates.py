"""Figures asked for by name: a network, a quarter, a ranking, a timeline, a matrix."""

from __future__ import annotations

import csv
import importlib.util
import io
import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from support.boxes import Box, _shared
from support.rows import listed, mission, source, written

import geo
from geo.errors import EmptySelection, InvalidSelection
from geo.figures import SIZES, TEMPLATES, alt_text, table
from geo.figures.canvas.sheet import Sheet
from geo.figures.canvas.style import LIGHT, Look
from geo.figures.canvas.typography import UNKNOWN, clean, lacking, runs
from geo.figures.templates.ranking import ranked, without
from geo.reports.networks import counted

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


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("template", ["network", "quarter", "ranking", "matrix"])
def test_no_two_texts_of_a_template_overlap(
    atlas: geo.Atlas, boxes: list[tuple[str, Box, Sheet]], template: str, size: str
) -> None:
    selection = geo.Selection(**SELECTIONS[template], as_of="2024-06-30")
    geo.figure(atlas, selection, template=template, size=size, language="es", dpi=36)
    clash = [(a[0], b[0]) for a, b in combinations(boxes, 2) if _shared(a[1], b[1])]
    assert not clash
    low = boxes[0][2]._axes.get_ylim()[0]
    assert all(box[0] >= 0.0 and box[1] >= low for _, box, _ in boxes)
    assert all(box[2] <= page.width and box[3] <= page.height for _, box, page in boxes)


def test_the_tables_of_a_ranking_and_a_matrix_have_every_mission_surely_there(
    atlas: geo.Atlas,
) -> None:
    total = int(counted(atlas, geo.Selection()).missions["sure"].sum())
    assert 0 < total < len(atlas.missions(geo.Selection()))
    for template in ("ranking", "matrix"):
        text = table(atlas, geo.Selection(), template=template).decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        assert sum(int(row["missions"]) for row in rows) == total


def test_a_template_needs_what_it_draws(atlas: geo.Atlas) -> None:
    with pytest.raises(InvalidSelection, match="--sending PRK --receiving VEN"):
        geo.figure(atlas, geo.Selection(sending=("PRK",)), template="quarter")
    for selection in (geo.Selection(), geo.Selection(states=("PRK", "VEN"))):
        with pytest.raises(InvalidSelection, match="a network is of one state"):
            geo.figure(atlas, selection, template="network")
    with pytest.raises(InvalidSelection, match=r"Unknown template .pie.*Use network, quarter"):
        geo.figure(atlas, geo.Selection(), template="pie")


@pytest.mark.parametrize(("count", "end"), [("sent", "sending"), ("received", "receiving")])
def test_a_ranking_counts_as_the_command_does(atlas: geo.Atlas, count: str, end: str) -> None:
    rows = ranked(atlas, geo.Selection(), count)
    counts = geo.rank(atlas, by=end)
    expected = counts[counts["missions"] > 0].set_index("code")["missions"].to_dict()
    assert {one["code"]: one["missions"] for one in rows} == expected
    assert [one["missions"] for one in rows] == sorted(expected.values(), reverse=True)
    lacking_, states = without(set(expected))
    assert 0 < lacking_ < states


def test_a_network_counts_missions_that_are_surely_there(tmp_path: Path) -> None:
    """A mission that was announced made the link between two states one of both ways."""
    day = "2025-11-16"
    ends = {"sent": ("PRK", "NIC"), "received": ("NIC", "PRK"), "planned": ("PRK", "PER")}
    rows = {
        "sources": [source("s", published=day)],
        "missions": [
            mission(id, sending=one, receiving=other, city="") for id, (one, other) in ends.items()
        ],
        "events": [
            listed("sent", "s", kind="announced", date=day, sense="on"),
            listed("received", "s", date=day),
            listed("planned", "s", kind="announced", date=day, sense="on"),
        ],
    }
    atlas = geo.Atlas.open(written(tmp_path / "pack", rows))
    chosen = geo.Selection(states=("PRK",), as_of="2025-12-01")
    told = alt_text(atlas, chosen, template="network")
    assert "missions both ways: 0 states" in told
    assert "received only: 1 state" in told
    assert "no mission certain: 1 state" in told
    assert "Not counted: 2 missions" in told
    assert geo.figure(atlas, chosen, template="network", format="svg")
    planned = geo.Selection(states=("PRK",), as_of="2025-12-01", statuses=("announced",))
    assert geo.figure(atlas, planned, template="network", format="svg")


@pytest.mark.parametrize("template", ["network", "quarter", "ranking", "matrix"])
def test_every_template_says_how_recent_its_evidence_is(atlas: geo.Atlas, template: str) -> None:
    selection = geo.Selection(**SELECTIONS[template], as_of="2026-11-21")
    drawn = geo.figure(atlas, selection, format="svg", template=template).decode()
    for told in (drawn[: drawn.index("</desc>")], alt_text(atlas, selection, template=template)):
        assert re.search(r"Last confirmed \d{4}", told)


def test_a_ranking_of_both_ends_counts_each_other_state_once(atlas: geo.Atlas) -> None:
    (own,) = (one for one in ranked(atlas, geo.Selection(), "both") if one["code"] == "PRK")
    missions = counted(atlas, geo.Selection()).missions
    sure = missions[missions["sure"]]
    sent = set(sure["receiving"][sure["sending"] == "PRK"])
    received = set(sure["sending"][sure["receiving"] == "PRK"])
    assert own["states"] == len(sent | received)


def test_a_ranking_of_nothing_sure_says_so(atlas: geo.Atlas) -> None:
    for template in ("ranking", "matrix"):
        with pytest.raises(EmptySelection, match="possibly"):
            geo.figure(atlas, geo.Selection(statuses=("announced",)), template=template)


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
