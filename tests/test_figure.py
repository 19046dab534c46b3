"""Figures: the same bytes each time, true numbers, inert text."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import pyproj
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geo
from geo import geodesy
from geo.errors import EmptySelection, InvalidSelection
from geo.figures import FORMATS, figure, insets
from geo.figures.canvas.labels import Labels
from geo.figures.canvas.marginalia import source_line, when_line
from geo.figures.canvas.sheet import sheet
from geo.figures.canvas.style import LIGHT, SIZES, Look, Size
from geo.figures.canvas.typography import LONGEST, Style, clean, fit, runs, width, wrap
from geo.figures.maps.plan import nice
from geo.figures.pair.pair_facts import pair_in_words, pair_of, rows_of

PAIR = geo.Selection(among=("VEN", "PRK"), as_of="2026-11-21")
WORLD = geo.Selection(as_of="2026-11-21")
THEN = geo.Selection(among=("VEN", "PRK"), as_of="2019-01-26", known_on="2019-01-26")
BODY = Style(9.0)


def paper(width: float, height: float) -> Look:
    """A sheet of any size."""
    return Look(Size("any", width, height, 0.0, points=SIZES["page"].points), LIGHT)


HOSTILE = (
    "$x^2$ and \\frac{1}{2} $unclosed",
    "NUL \0 bell \a escape \x1b[31m",
    "turned \u202earound\u202c \u2066\u2069",
    "line\nfeed\r\n and\ttab\u2028end",
    "a" * 100_000,
    "word " * 20_000,
    "zalgo " + "e" + "\u0301" * 500,
    "\ud800 lone surrogate \uffff",
    "리성길 ليس 中文 😀 \U000f0000",
    "<script>alert(1)</script> & </svg> ]]> `${}`",
    "\u200b\u00ad\ufeff",
    "   ",
)


def _hashes(atlas: geo.Atlas) -> dict[str, str]:
    return {
        f"{name}.{form}": hashlib.sha256(figure(atlas, chosen, format=form, dpi=72)).hexdigest()
        for name, chosen in (("pair", PAIR), ("world", WORLD))
        for form in FORMATS
    }


@pytest.mark.slow
def test_the_quarters_of_a_pair_come_by_themselves(atlas: geo.Atlas) -> None:
    made = insets(atlas, PAIR)
    assert [one.png[:8] for one in made] == [b"\x89PNG\r\n\x1a\n"] * 2
    assert "Las Mercedes" in made[0].text
    assert "299 m from the mission of Vietnam" in made[1].text
    assert insets(atlas, PAIR) == made != insets(atlas, PAIR, dark=True)
    whole = pair_in_words(pair_of(atlas, PAIR), *when_line(PAIR))  # type: ignore[arg-type]
    assert all(one.text in whole for one in made)
    assert insets(atlas, geo.Selection(receiving=("VEN",))) == ()


def test_another_process_draws_the_same_bytes(atlas: geo.Atlas, tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text("font.size: 31\nlines.linewidth: 9\nsavefig.dpi: 5\n")
    program = """
import json, sys, geo, geo.figures
early = "matplotlib" in sys.modules
from tests.test_figure import _hashes
hashes = _hashes(geo.Atlas.open())
print(json.dumps([early, "matplotlib.pyplot" in sys.modules, hashes]))
"""
    settings = {"PYTHONHASHSEED": "77", "MATPLOTLIBRC": str(tmp_path), "TZ": "Asia/Seoul"}
    other = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=True,
        text=True,
        cwd=Path(__file__).resolve().parents[1],
        env={**os.environ, **settings},
    )
    early, pyplot, hashes = json.loads(other.stdout)
    assert hashes == _hashes(atlas)
    assert not early
    assert not pyplot


def test_drawing_leaves_no_trace(atlas: geo.Atlas) -> None:
    import matplotlib

    before = dict(matplotlib.rcParams)
    first = figure(atlas, PAIR, dpi=40)
    with matplotlib.rc_context({"font.size": 40.0, "text.usetex": True, "path.sketch": (9, 9, 9)}):
        assert figure(atlas, PAIR, dpi=40) == first
    assert dict(matplotlib.rcParams) == before


@pytest.mark.slow
def test_each_format_says_what_it_shows(atlas: geo.Atlas) -> None:
    from PIL import Image

    png = figure(atlas, PAIR, title="A <title> & more", dpi=60)
    image = Image.open(io.BytesIO(png))
    assert image.size == (702, 496) or image.size == (701, 496)
    assert image.info["Title"] == "A <title> & more"
    assert "14,370\u00a0km" in image.info["Description"]
    assert image.info["Source"] == atlas.dataset.sha256
    svg = figure(atlas, PAIR, title="A <title> & more", format="svg").decode()
    assert "<title>A &lt;title&gt; &amp; more</title>" in svg
    assert "14,370\u00a0km" in re.search(r"<desc>(.*?)</desc>", svg, re.S).group(1)  # type: ignore[union-attr]
    assert "<text" not in svg
    assert "dc:date" not in svg
    pdf = figure(atlas, PAIR, title="A title", format="pdf")
    assert pdf.startswith(b"%PDF-")
    assert b"/Subject" in pdf
    assert b"CreationDate" not in pdf
    assert b"SourceSansPro" in pdf
    assert b"/FontFile2" in pdf


def test_the_numbers_are_those_of_geodesy(atlas: geo.Atlas) -> None:
    pair = pair_of(atlas, PAIR)
    assert pair is not None
    caracas, pyongyang = pair.ends
    assert (caracas.id, pyongyang.id) == ("prk-embassy-caracas", "ven-embassy-pyongyang")
    start, end = caracas.position, pyongyang.position
    geod = pyproj.Geod(ellps="WGS84")
    azimuth, _, metres = geod.inv(*start, *end)
    assert pair.distance_m == pytest.approx(metres, abs=0.01)
    rows = {row.name: row.value for row in rows_of(pair, *when_line(PAIR))}
    assert rows["Distance"].startswith(f"{metres / 1000:,.0f} km on WGS 84")
    assert 14_360_000 < metres < 14_380_000
    north = geodesy.northernmost(start, end)
    assert rows["Northernmost point"].startswith(f"{north[1]:.1f}° N")
    assert rows["Crosses 180° at"] == f"{geodesy.crossing(start, end):.1f}° N"
    assert rows["Initial course"] == f"{azimuth % 360:.0f}° from Caracas"
    for name in (
        "Embassy of Venezuela in Pyongyang",
        "Embassy of North Korea in Caracas",
    ):
        assert name in rows
    named = {one.id: one.distance_m for one in pyongyang.neighbours if one.named}
    assert set(named) == {"vnm-embassy-pyongyang", "pol-embassy-pyongyang"}
    for one in pyongyang.neighbours:
        expected = geod.inv(*end, *one.position)[2]
        assert one.distance_m == pytest.approx(expected, abs=0.01)
    assert "Las Mercedes" in pair_in_words(pair, "today", "all of them")
    assert "299" in pair_in_words(pair, "today", "all of them")


def test_the_pair_as_it_was_known_then(atlas: geo.Atlas) -> None:
    pair = pair_of(atlas, THEN)
    assert pair is not None
    pyongyang = pair.ends[1]
    shown = atlas.missions(THEN).set_index("id")
    assert shown.loc[pyongyang.id, "status"] == "preparing"
    assert pyongyang.exactness == shown.loc[pyongyang.id, "exactness"] == "words"
    assert not pyongyang.is_point
    assert {one.name for one in pyongyang.neighbours if one.named} == {"Vietnam", "Poland"}
    assert not any("August 2019" in line for line in source_line(atlas, pyongyang.sources))
    assert figure(atlas, THEN, dpi=40).startswith(b"\x89PNG")


def test_no_pair_no_pair_figure(atlas: geo.Atlas) -> None:
    assert pair_of(atlas, geo.Selection(among=("VEN", "PRK"), as_of="2018-06-01")) is None
    assert pair_of(atlas, WORLD) is None


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("first", range(0, len(HOSTILE), 3))
def test_hostile_captions(atlas: geo.Atlas, form: str, first: int) -> None:
    chosen = WORLD.but(sending=("PRK",), receiving=("VEN",))
    title, note, credit = HOSTILE[first : first + 3]
    data = figure(atlas, chosen, title=title, note=note, credit=credit, format=form, dpi=36)
    assert len(data) > 1_000
    if form == "svg":
        from xml.etree import ElementTree

        root = ElementTree.fromstring(data)
        assert not [node for node in root.iter() if node.tag.endswith("script")]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_keeps_to_its_room(text: str) -> None:
    line = clean(text)
    assert line.isprintable() or "\u00a0" in line
    assert len(line) <= LONGEST + 1
    assert not set("\u202e\u202c\u2066\0\x1b\n\r\t\u2028") & set(line)
    assert width(fit(line, BODY, 40.0), BODY) <= 40.0
    lines = wrap(line, BODY, 40.0, 3)
    assert len(lines) <= 3
    assert all(width(part, BODY) <= 40.0 for part in lines)
    assert sum(len(run.text) for run in runs(line, BODY)) == len(line)


def test_hostile_names_in_the_dataset(atlas: geo.Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    missions = atlas.missions

    def spoiled(
        selection: geo.Selection | None = None, *, regions: bool = False
    ) -> gpd.GeoDataFrame:
        frame = missions(selection, regions=regions)
        texts = [text.encode("utf-8", "ignore").decode() for text in HOSTILE]
        frame["city"] = [texts[row % len(texts)] for row in range(len(frame))]
        return frame

    monkeypatch.setattr(atlas, "missions", spoiled)
    for chosen in (PAIR, WORLD):
        assert figure(atlas, chosen, dpi=36).startswith(b"\x89PNG")


def test_dollars_are_dollars(monkeypatch: pytest.MonkeyPatch) -> None:
    with sheet(paper(60.0, 20.0)) as page:
        page.text(2.0, 2.0, "$x^2$", page.style("title"))
        written = page._axes.texts[0]
        assert written.get_text() == "$x^2$"
        assert not written.get_parse_math()
        assert page.render("png", 50, title="t", text="d", source="s").startswith(b"\x89PNG")


def test_nothing_to_draw(atlas: geo.Atlas) -> None:
    nothing = geo.Selection(sending=("TUV",), receiving=("NRU",), as_of="2026-11-21")
    with pytest.raises(EmptySelection, match="no mission matches"):
        figure(atlas, nothing)


def test_wrong_use(atlas: geo.Atlas) -> None:
    with pytest.raises(InvalidSelection, match="png, svg, pdf"):
        figure(atlas, PAIR, format="jpg")
    with pytest.raises(InvalidSelection, match="36 to 1200"):
        figure(atlas, PAIR, dpi=100_000)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(st.floats(2.0, 98.0), st.floats(2.0, 58.0), st.text(min_size=1, max_size=20)),
        min_size=1,
        max_size=30,
    )
)
def test_labels_neither_overlap_nor_leave_their_frame(
    marks: list[tuple[float, float, str]],
) -> None:
    with sheet(paper(100.0, 60.0)) as page:
        labels = Labels(page, (0.0, 0.0, 100.0, 60.0))
        for x, y, text in marks:
            labels.place((x, y), text, BODY)
        boxes = labels._taken
    for number, one in enumerate(boxes):
        assert one[0] >= 0.0
        assert one[2] <= 100.0
        assert one[1] >= 0.0
        assert one[3] <= 60.0
        for other in boxes[number + 1 :]:
            wide = min(one[2], other[2]) - max(one[0], other[0])
            tall = min(one[3], other[3]) - max(one[1], other[1])
            assert wide <= 0.0 or tall <= 0.0


def test_scale_bars_have_round_lengths() -> None:
    assert [nice(most) for most in (7.0, 19.0, 240.0, 2_499.0, 5_000.0)] == [
        5,
        10,
        200,
        2_000,
        5_000,
    ]
