"""What a figure says: doubt, who says so, names, captions, credits."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from support.figure_file import save

import geo
from geo import basemap, parties
from geo.figures import figure
from geo.figures.canvas.labels import Labels
from geo.figures.canvas.marginalia import when_line
from geo.figures.canvas.sheet import Sheet, sheet
from geo.figures.canvas.style import LIGHT, SIZES, Look
from geo.figures.canvas.typography import Style, clean, lacking, runs, width
from geo.figures.pair.pair_facts import pair_of, rows_of
from geo.figures.world.city_inset import gathered
from geo.i18n import ENGLISH
from tests.test_figure import paper

PAIR = geo.Selection(among=("VEN", "PRK"), as_of="2026-11-21")
WORLD = geo.Selection(as_of="2026-11-21")
THEN = geo.Selection(among=("VEN", "PRK"), as_of="2019-01-26", known_on="2019-01-26")
BODY = Style(9.0)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every line that is written on a sheet."""
    lines: list[str] = []
    text = Sheet.text

    def noted(self: Sheet, x: float, y: float, line: str, style: Style, **how: object) -> None:
        lines.append(clean(line))
        text(self, x, y, line, style, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(Sheet, "text", noted)
    return lines


def _joined(lines: list[str]) -> str:
    return " ".join(lines).replace("\u00a0", " ")


@pytest.mark.slow
def test_what_is_perhaps_so_looks_it_and_is_counted(
    atlas: geo.Atlas, written: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []
    marks = Sheet.marks

    def noted(self: Sheet, points: object, **how: object) -> None:
        if how.get("dashed"):
            drawn.append(np.asarray(points).size // 2)
        marks(self, points, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(Sheet, "marks", noted)
    then = geo.Selection(as_of="2020-06-01", undated="none")
    count = int((atlas.missions(then)["certainty"] != "yes").sum())
    assert count
    figure(atlas, then, dpi=36)
    assert f"possibly: {count:,}" in written
    assert sum(drawn) >= count + 1
    written.clear()
    chosen = PAIR.but(as_of="2020-06-01")
    pair = pair_of(atlas, chosen)
    assert pair is not None
    assert not pair.ends[1].sure
    figure(atlas, chosen, dpi=36)
    assert f"possibly: {pair.perhaps:,}" in written
    written.clear()
    drawn.clear()
    figure(atlas, PAIR, dpi=36)
    assert not [line for line in written if line.startswith("possibly")]
    assert sum(drawn) == 0


@pytest.mark.parametrize("chosen", [PAIR, WORLD])
def test_what_stands_below_each_figure(
    atlas: geo.Atlas, written: list[str], chosen: geo.Selection
) -> None:
    figure(atlas, chosen, dpi=36)
    said = _joined(written)
    assert parties.CREDIT in said
    assert basemap.BOUNDARIES in said
    assert ENGLISH("figure.missing") in said
    assert "more (all sources: embassy-atlas export)" in said
    assert (basemap.CREDIT_RIVERS in said) == (chosen is PAIR)


def test_names_are_whole_and_have_their_article(atlas: geo.Atlas, written: list[str]) -> None:
    figure(atlas, PAIR, dpi=36)
    assert "Munsu-dong diplomatic quarter" in written
    said = _joined(written)
    assert "United Kingdom, Sweden, Germany" in said
    assert not [line for line in written if line.endswith("…") and "Kingdom" in line]
    codes = {
        "USA": "the United States",
        "PRK": "North Korea",
        "RUS": "Russia",
        "VEN": "Venezuela",
    }
    assert {code: ENGLISH.of_party(code) for code in codes} == codes
    assert ENGLISH.of_party("EUE") == "the European Union"
    assert ENGLISH.of_party("DDR") == "East Germany"


def test_a_label_is_nowhere_nearer_to_another_mark() -> None:
    with sheet(paper(100.0, 60.0)) as page:
        labels = Labels(page, (0.0, 0.0, 100.0, 60.0))
        rivals = np.array([(53.0, 31.0), (50.0, 34.0), (47.0, 26.0)])
        labels.block_marks(rivals, 4.0)
        labels.block_marks((50.0, 30.0), 4.0)
        taken = len(labels._taken)
        settings = [["a long", "label"], ["a", "long", "label"]]
        labels.place((50.0, 30.0), "a long label", BODY, settings=settings, reach=4, own=True)
        left, bottom, right, top = labels._taken[taken]

    def away(x: float, y: float) -> float:
        return float(np.hypot(max(left - x, x - right, 0), max(bottom - y, y - top, 0)))

    assert all(away(*rival) >= away(50.0, 30.0) for rival in rivals.tolist())


def test_a_label_avoids_an_outline() -> None:
    with sheet(paper(100.0, 60.0)) as page:
        labels = Labels(page, (0.0, 0.0, 100.0, 60.0))
        line = np.array([(54.0, 0.0), (54.0, 60.0)])
        labels.block_line(line, 0.15, soft=True)
        taken = len(labels._taken)
        labels.place((50.0, 30.0), "a long label", BODY)
        assert labels._taken[taken][2] < 54.0


def test_a_status_says_since_when_and_who_says_so(atlas: geo.Atlas) -> None:
    def course(chosen: geo.Selection) -> str:
        pair = pair_of(atlas, chosen)
        assert pair is not None
        return pair.ends[1].course

    assert course(PAIR) == (
        "Suspended by 1 April 2021 (Russian embassy in Pyongyang, through Chernaya Kobra); "
        "opened 21 August 2019"
    )
    assert course(PAIR.but(as_of="2019-09-01")).startswith("Open; opened 21 August 2019 (")
    assert course(PAIR.but(as_of="2020-06-01")).startswith("Possibly open; opened")
    assert course(THEN).startswith(
        "In preparation, reported on 25 January 2019 (an informed source"
    )
    assert "Chernaya" not in course(PAIR.but(known_on="2020-12-31"))


def test_no_absence_is_stated(atlas: geo.Atlas, written: list[str]) -> None:
    figure(atlas, geo.Selection(among=("USA", "VEN"), as_of="2026-11-21"), dpi=36)
    assert "United States: no others in this dataset" in written
    assert not [line for line in written if line.startswith("0 ")]


@pytest.mark.slow
def test_long_captions_are_wrapped_and_what_is_cut_is_told(
    atlas: geo.Atlas, written: list[str], tmp_path: Path
) -> None:
    title, note = "A title of many words " * 5, "A note of some length. " * 15
    credit = "A credit that goes on. " * 20
    given = {"title": title, "note": note, "credit": credit}
    for chosen in (PAIR, WORLD):
        written.clear()
        assert save(atlas, chosen, tmp_path / "a.png", dpi=36, **given) == ()
        assert all(text.strip() in _joined(written) for text in given.values())
    longer = {name: text * 20 for name, text in given.items()}
    remarks = save(atlas, PAIR, tmp_path / "b.png", dpi=36, **longer)
    assert [remark.partition(" is ")[0] for remark in remarks] == [
        "The title",
        "The credit",
        "The note",
    ]
    (remark,) = save(atlas, PAIR, tmp_path / "c.png", dpi=36, title="Ri 리 in Caracas")
    assert "리 (U+B9AC)" in remark


def test_only_letters_that_the_font_lacks_fall_back() -> None:
    parts = runs("Embassy of ليس هنا in Caracas", BODY)
    assert [part.text for part in parts] == ["Embassy of ", "ليس هنا", " in Caracas"]
    files = [part.file.name for part in parts]
    assert files[0] == files[2] == "SourceSansPro-Regular.ttf"
    assert files[1] == "DejaVuSans.ttf"
    assert sum(part.width for part in parts) == pytest.approx(
        width("Embassy of ليس هنا in Caracas", BODY)
    )
    assert lacking("Ri 리 Sung 성 리", BODY) == "리성"


def test_what_was_drawn_later_is_named(atlas: geo.Atlas) -> None:
    pair = pair_of(atlas, THEN)
    assert pair is not None
    said = {row.name: row.value for row in rows_of(pair, *when_line(THEN))}
    later = "Wikidata via Database of Embassies, 16 November 2022"
    row = said["Embassy of Venezuela in Pyongyang"]
    assert f"District and nearby missions drawn from: {later}" in row
    assert later in said["Embassy of North Korea in Caracas"].partition("District drawn from")[2]
    assert all(one.distance_m < 600 for one in pair.ends[1].neighbours if one.named)
    now = pair_of(atlas, PAIR)
    assert now is not None
    assert now.ends[0].drawn_by == now.ends[1].drawn_by == ()


def test_the_world_states_its_scale(atlas: geo.Atlas, written: list[str]) -> None:
    figure(atlas, WORLD, dpi=36)
    (line,) = [text for text in written if text.startswith("Scale about")]
    scale = float(line.removeprefix("Scale about 1:").replace(",", ""))
    with sheet(Look(SIZES["page"], LIGHT)) as page:
        size = page.look.size
        widest = (size.right - size.left) / (2 * np.pi * 6_378_137_000)
    assert 1 / scale <= widest * 1.005


def test_a_city_that_holds_most_has_a_plan(atlas: geo.Atlas, written: list[str]) -> None:
    chosen = geo.Selection(receiving=("VEN",), as_of="2026-11-21")
    missions = atlas.missions(chosen)
    city = gathered(missions)
    assert city is not None
    assert city.name == "Caracas"
    own = missions[missions["city"] == "Caracas"]
    assert set(city.on_plan["id"]) | set(city.beside["id"]) == set(own["id"])
    assert not set(city.on_plan["method"]) & {"city", "state"}
    figure(atlas, chosen, dpi=36)
    assert len(own) == len(missions)
    assert f"all {len(own)} missions shown" in written
    said = _joined(written)
    names = {ENGLISH.of_party(code).removeprefix("the ") for code in own["sending"]}
    assert not [name for name in names if name not in said]
    assert "North Korea, approximate" in said
    assert said.count("approximate") == 1
    assert gathered(atlas.missions(WORLD)) is None


@pytest.mark.parametrize("text", ["العربية", "שלום", "السفارة في كاراكاس"])
def test_letters_read_from_the_right_are_as_wide_as_they_are_drawn(text: str) -> None:
    """They were measured one by one, and a third too wide, for beside one another they join."""
    style = Style(20.0)
    (run,) = runs(text, style)
    with sheet(paper(200.0, 30.0)) as page:
        page.text(10.0, 10.0, text, style)
        page.render("png", 254, title="t", text="d", source="s")
        box = page._axes.texts[0].get_window_extent()
    assert run.width == pytest.approx(box.width / 10.0, rel=0.06)
    assert run.width == pytest.approx(width(text, style))


def test_a_line_of_two_directions_keeps_its_order() -> None:
    parts = [run.text for run in runs("한국어 العربية in Caracas", BODY)]
    assert parts == ["□□□ ", "العربية", " in Caracas"]
