"""Figures: the same bytes each time, true numbers, sound projections, inert text."""

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
import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import geo
from geo import basemap, countries, geodesy
from geo.errors import EmptySelection, InvalidGeometry, InvalidSelection
from geo.figure import FORMATS, figure, save
from geo.figure.city import gathered
from geo.figure.facts import tight_in_text
from geo.figure.gathering import pair_of
from geo.figure.horizon import coasts, joined_lines, visible_lines, visible_rings
from geo.figure.imprint import source_line, when_line
from geo.figure.labels import Labels
from geo.figure.pair import alt_text, rows_of
from geo.figure.plan import nice
from geo.figure.projections import EqualEarth, LocalPlane, View
from geo.figure.sheet import About, Sheet, sheet
from geo.figure.style import TEXT
from geo.figure.typography import LONGEST, Style, clean, fit, lacking, runs, width, wrap

PAIR = geo.Selection(among=("VEN", "PRK"), as_of="2026-11-21")
WORLD = geo.Selection(as_of="2026-11-21")
THEN = geo.Selection(among=("VEN", "PRK"), as_of="2019-01-26", known_on="2019-01-26")
BODY = Style(9.0)

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

longitudes = st.floats(-180.0, 180.0, allow_nan=False)
latitudes = st.floats(-89.9, 89.9, allow_nan=False)
views = st.builds(View, longitudes, st.floats(-90.0, 90.0))


def _hashes(atlas: geo.Atlas) -> dict[str, str]:
    return {
        f"{name}.{form}": hashlib.sha256(figure(atlas, chosen, format=form, dpi=72)).hexdigest()
        for name, chosen in (("pair", PAIR), ("world", WORLD))
        for form in FORMATS
    }


def test_another_process_draws_the_same_bytes(atlas: geo.Atlas, tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text("font.size: 31\nlines.linewidth: 9\nsavefig.dpi: 5\n")
    program = """
import json, sys, geo, geo.figure
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


def test_each_format_says_what_it_shows(atlas: geo.Atlas) -> None:
    from PIL import Image

    png = figure(atlas, PAIR, title="A <title> & more", dpi=60)
    image = Image.open(io.BytesIO(png))
    assert image.size == (702, 496) or image.size == (701, 496)
    assert image.info["Title"] == "A <title> & more"
    assert "14,370\u00a0km" in image.info["Description"]
    assert image.info["Source"] == atlas.pack.sha256
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
        "Embassy of the DPR Korea in Caracas",
    ):
        assert name in rows
    named = {one.id: one.distance_m for one in pyongyang.neighbours if one.named}
    assert set(named) == {"vnm-embassy-pyongyang", "pol-embassy-pyongyang"}
    for one in pyongyang.neighbours:
        expected = geod.inv(*end, one.lon, one.lat)[2]
        assert one.distance_m == pytest.approx(expected, abs=0.01)
    assert "Las Mercedes" in alt_text(pair, "today")
    assert "299" in alt_text(pair, "today")


def test_the_pair_as_it_was_known_then(atlas: geo.Atlas) -> None:
    pair = pair_of(atlas, THEN)
    assert pair is not None
    pyongyang = pair.ends[1]
    assert pyongyang.status == "preparing"
    assert pyongyang.method == "words"
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


def test_hostile_names_in_the_pack(atlas: geo.Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    missions = atlas.missions

    def spoiled(selection: geo.Selection | None = None) -> gpd.GeoDataFrame:
        frame = missions(selection)
        texts = [text.encode("utf-8", "ignore").decode() for text in HOSTILE]
        frame["city"] = [texts[row % len(texts)] for row in range(len(frame))]
        return frame

    monkeypatch.setattr(atlas, "missions", spoiled)
    for chosen in (PAIR, WORLD):
        assert figure(atlas, chosen, dpi=36).startswith(b"\x89PNG")


def test_dollars_are_dollars(monkeypatch: pytest.MonkeyPatch) -> None:
    with sheet(60.0, 20.0) as page:
        page.text(2.0, 2.0, "$x^2$", TEXT["title"])
        written = page._axes.texts[0]
        assert written.get_text() == "$x^2$"
        assert not written.get_parse_math()
        assert page.render("png", About("t", "d", "s"), 50).startswith(b"\x89PNG")
        with pytest.raises(InvalidSelection):
            page.render("gif", About("t", "d", "s"), 50)


def test_nothing_to_draw(atlas: geo.Atlas, tmp_path: Path) -> None:
    nothing = geo.Selection(sending=("TUV",), receiving=("NRU",), as_of="2026-11-21")
    with pytest.raises(EmptySelection, match="Widen it"):
        figure(atlas, nothing)
    with pytest.raises(EmptySelection):
        save(atlas, nothing, tmp_path / "none.png")
    assert not list(tmp_path.iterdir())


def test_wrong_use(atlas: geo.Atlas, tmp_path: Path) -> None:
    with pytest.raises(InvalidSelection, match="png, svg, pdf"):
        figure(atlas, PAIR, format="jpg")
    with pytest.raises(InvalidSelection, match="36 to 1200"):
        figure(atlas, PAIR, dpi=100_000)
    with pytest.raises(InvalidSelection, match=r"\.svg"):
        save(atlas, PAIR, tmp_path / "map.jpg")
    path = tmp_path / "Map.PDF"
    assert save(atlas, PAIR, path) == ()
    assert path.read_bytes().startswith(b"%PDF-")
    assert list(tmp_path.iterdir()) == [path]


@given(longitudes, st.floats(-90.0, 90.0))
def test_equal_earth_is_that_of_proj(lon: float, lat: float) -> None:
    ours = EqualEarth.forward([lon, lat])
    proj = pyproj.Proj("+proj=eqearth +R=1 +over")
    assert ours == pytest.approx(proj(lon, lat), abs=1e-9)
    assert EqualEarth.inverse(ours) == pytest.approx([lon, lat], abs=1e-6)


def test_equal_earth_known_values() -> None:
    assert EqualEarth.forward([180.0, 0.0]) == pytest.approx([2.7066297, 0.0], abs=1e-6)
    assert EqualEarth.forward([0.0, 90.0]) == pytest.approx([0.0, 1.3173627], abs=1e-6)
    ring = shapely.Polygon(EqualEarth.outline(0.1))
    assert ring.exterior.is_ccw
    assert ring.area == pytest.approx(4.0 * np.pi, rel=1e-4)


@given(views, longitudes, latitudes)
def test_orthographic_is_that_of_proj(view: View, lon: float, lat: float) -> None:
    turned = view.turn([lon, lat])
    assume(abs(turned[2]) > 1e-6)
    ours = view.orthographic([lon, lat])
    assert np.isnan(ours).all() == (turned[2] < 0.0)
    if turned[2] > 0.0:
        proj = pyproj.Proj(f"+proj=ortho +R=1 +lon_0={view.lon!r} +lat_0={view.lat!r}")
        assert ours == pytest.approx(proj(lon, lat), abs=1e-8)
        back = view.turn(view.inverse(ours))
        assert back == pytest.approx(turned, abs=1e-5)


def test_positions_that_are_none_are_refused() -> None:
    with pytest.raises(InvalidGeometry):
        View(0.0, 0.0).turn([np.nan, 0.0])
    with pytest.raises(InvalidGeometry):
        View(0.0, 0.0).turn([1.0, 2.0, 3.0])


@given(longitudes, st.floats(-80.0, 80.0), st.floats(0.0, 360.0), st.floats(10.0, 5_000.0))
def test_the_plane_of_a_quarter_is_in_metres(
    lon: float, lat: float, course: float, metres: float
) -> None:
    east, north, _ = pyproj.Geod(ellps="WGS84").fwd(lon, lat, course, metres)
    plane = LocalPlane(lon, lat)
    at = plane.forward([east, north])
    assert float(np.hypot(*at)) == pytest.approx(metres, rel=5e-3)
    back = plane.inverse(at)
    assert back[1] == pytest.approx(north, abs=1e-9)
    assert (back[0] - east + 180.0) % 360.0 - 180.0 == pytest.approx(0.0, abs=1e-9)


@given(longitudes, latitudes, longitudes, latitudes)
def test_both_ends_of_a_route_are_seen(lon: float, lat: float, lon2: float, lat2: float) -> None:
    view = View.midway((lon, lat), (lon2, lat2))
    depths = view.turn([(lon, lat), (lon2, lat2)])[:, 2]
    assert (depths > -1e-6).all()
    assert depths[0] == pytest.approx(depths[1], abs=1e-6)


def _filled(rings: list[np.ndarray], points: np.ndarray) -> np.ndarray:
    """Winding numbers of points on the disc, summed over rings: what the non-zero rule fills."""
    found = np.zeros(len(points), dtype=int)
    for ring in rings:
        shape = shapely.Polygon(ring)
        inside = shapely.contains_xy(shapely.make_valid(shape), points[:, 0], points[:, 1])
        found += np.where(inside, 1 if shape.exterior.is_ccw else -1, 0)
    return found


def _near_edge(polygon: shapely.Geometry, lonlat: np.ndarray) -> np.ndarray:
    distances = shapely.distance(shapely.boundary(polygon), shapely.points(lonlat))
    return np.asarray(distances < 0.2)


def _agree(polygon: shapely.Geometry, view: View, points: np.ndarray) -> None:
    lonlat = view.inverse(points)
    wanted = shapely.contains_xy(polygon, lonlat[:, 0], lonlat[:, 1])
    filled = _filled(visible_rings([polygon], view), points) != 0
    sure = ~_near_edge(polygon, lonlat) & (np.hypot(*points.T) < 0.995)
    assert (filled == wanted)[sure].all()


GRID = np.stack(np.meshgrid(*[np.linspace(-0.98, 0.98, 29)] * 2), axis=-1).reshape(-1, 2)
GRID = GRID[np.hypot(*GRID.T) < 0.97]


@settings(deadline=None, max_examples=60)
@given(
    views,
    st.floats(-150.0, 150.0),
    st.floats(-70.0, 70.0),
    st.lists(st.floats(5.0, 60.0), min_size=5, max_size=12),
    st.booleans(),
)
def test_what_is_before_the_horizon_is_drawn_and_nothing_else(
    view: View, lon: float, lat: float, radii: list[float], hollow: bool
) -> None:
    angles = np.linspace(0.0, 2 * np.pi, len(radii), endpoint=False)
    star = np.stack([np.cos(angles), np.sin(angles)], axis=-1) * np.array(radii)[:, None]
    star *= np.array([2.0, 1.0])
    outer = shapely.Polygon(star + np.array([lon, lat]))
    inner = shapely.Polygon(star * 0.4 + np.array([lon, lat]))
    shape = shapely.difference(outer, inner) if hollow else outer
    polygon = shapely.intersection(shape, shapely.box(-180.0, -89.0, 180.0, 89.0))
    assume(polygon.is_valid and polygon.geom_type == "Polygon" and polygon.area > 50.0)
    _agree(polygon, view, GRID)


@pytest.mark.parametrize(
    ("polygon", "view"),
    [
        (shapely.box(-180.0, -90.0, 180.0, 90.0), View(10.0, 20.0)),
        (shapely.box(-180.0, -90.0, 180.0, 40.0), View(0.0, 90.0)),
        (shapely.box(-180.0, -90.0, 180.0, -20.0), View(0.0, 90.0)),
        (shapely.box(-180.0, -90.0, 180.0, -60.0), View(0.0, -90.0)),
        (shapely.box(-180.0, -90.0, 180.0, 0.001), View(0.0, 89.0)),
        (
            shapely.difference(
                shapely.box(-180.0, -90.0, 180.0, 90.0), shapely.Point(0.0, 0.0).buffer(20.0)
            ),
            View(0.0, 0.0),
        ),
    ],
)
def test_a_polygon_that_holds_the_antipode_does_not_invert(
    polygon: shapely.Geometry, view: View
) -> None:
    _agree(polygon, view, GRID)


@pytest.mark.parametrize("view", [View(-100.0, 60.0), View(120.0, -80.0), View(179.9, 0.1)])
def test_the_land_of_the_world(view: View) -> None:
    land = list(basemap.land("110m").geometry)
    whole = shapely.union_all(land)
    lonlat = view.inverse(GRID)
    wanted = shapely.contains_xy(whole, lonlat[:, 0], lonlat[:, 1])
    filled = _filled(visible_rings(land, view), GRID) != 0
    sure = ~_near_edge(whole, lonlat)
    assert (filled == wanted)[sure].all()


@settings(deadline=None)
@given(views, st.lists(st.tuples(longitudes, latitudes), min_size=2, max_size=8))
def test_lines_end_at_the_horizon(view: View, ends: list[tuple[float, float]]) -> None:
    line = shapely.LineString(ends)
    pieces = visible_lines(*joined_lines([line]), view)
    for piece in pieces:
        assert (np.hypot(*piece.T) <= 1.0 + 1e-9).all()
    seen = int((view.turn(ends)[:, 2] >= 0.0).sum())
    assert sum(map(len, pieces)) >= seen - 1 if seen > 1 else True


def test_coasts_have_no_cut_at_180() -> None:
    vertices, joined = coasts([shapely.box(170.0, -90.0, 180.0, -70.0)])
    drawn = {tuple(pair) for pair in zip(*(vertices[:-1][joined].T), strict=True)}
    assert (170.0, -90.0) in drawn or (170.0, -70.0) in drawn
    both = np.stack([vertices[:-1], vertices[1:]], axis=1)[joined]
    assert not (np.abs(both[:, :, 0]) == 180.0).all(axis=1).any()
    assert not (np.abs(both[:, :, 1]) == 90.0).all(axis=1).any()


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
    with sheet(100.0, 60.0) as page:
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


def test_statuses_differ_in_lightness() -> None:
    from matplotlib.colors import to_rgb

    from geo.figure.style import PAIR as COLOURS

    def light(colour: str) -> float:
        return float(np.dot(to_rgb(colour), [0.2126, 0.7152, 0.0722]))

    assert light("#ffffff") - max(map(light, COLOURS)) > 0.5


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


def test_what_is_perhaps_so_looks_it_and_is_counted(
    atlas: geo.Atlas, written: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []
    doubtful = Sheet.doubtful

    def noted(self: Sheet, points: object, **how: object) -> None:
        drawn.append(np.asarray(points).size // 2)
        doubtful(self, points, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(Sheet, "doubtful", noted)
    then = geo.Selection(as_of="2020-06-01")
    count = int((atlas.missions(then)["certainty"] != "yes").sum())
    assert count
    figure(atlas, then, dpi=36)
    assert f"perhaps: {count:,}" in written
    assert sum(drawn) >= count + 1
    written.clear()
    chosen = PAIR.but(as_of="2020-06-01")
    pair = pair_of(atlas, chosen)
    assert pair is not None
    assert not pair.ends[1].sure
    figure(atlas, chosen, dpi=36)
    assert f"perhaps: {pair.perhaps:,}" in written
    written.clear()
    drawn.clear()
    figure(atlas, PAIR, dpi=36)
    assert not [line for line in written if line.startswith("perhaps")]
    assert sum(drawn) == 0


@pytest.mark.parametrize("chosen", [PAIR, WORLD])
def test_what_stands_below_each_figure(
    atlas: geo.Atlas, written: list[str], chosen: geo.Selection
) -> None:
    figure(atlas, chosen, dpi=36)
    said = _joined(written)
    assert countries.CREDIT in said
    assert basemap.BOUNDARIES in said
    assert "Missing is not absent: no record is no evidence that there is no mission." in said
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
        "PRK": "the DPR Korea",
        "RUS": "Russia",
        "VEN": "Venezuela",
    }
    assert {code: tight_in_text(code) for code in codes} == codes
    assert tight_in_text("EUE") == "the EU"
    assert tight_in_text("DDR") == "East Germany"


def test_a_label_is_nowhere_nearer_to_another_mark() -> None:
    with sheet(100.0, 60.0) as page:
        labels = Labels(page, (0.0, 0.0, 100.0, 60.0))
        rivals = np.array([(53.0, 31.0), (50.0, 34.0), (47.0, 26.0)])
        labels.block_marks(rivals, 4.0)
        labels.block_marks((50.0, 30.0), 4.0)
        taken = len(labels._taken)
        settings = [["a long", "label"], ["a", "long", "label"]]
        assert labels.place(
            (50.0, 30.0), "a long label", BODY, settings=settings, reach=4, own=True
        )
        left, bottom, right, top = labels._taken[taken]

    def away(x: float, y: float) -> float:
        return float(np.hypot(max(left - x, x - right, 0), max(bottom - y, y - top, 0)))

    assert all(away(*rival) >= away(50.0, 30.0) for rival in rivals.tolist())


def test_a_label_avoids_an_outline() -> None:
    with sheet(100.0, 60.0) as page:
        labels = Labels(page, (0.0, 0.0, 100.0, 60.0))
        line = np.array([(54.0, 0.0), (54.0, 60.0)])
        labels.block_line(line, 0.15, soft=True)
        taken = len(labels._taken)
        assert labels.place((50.0, 30.0), "a long label", BODY)
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
    assert course(PAIR.but(as_of="2020-06-01")).startswith("Perhaps open; opened")
    assert course(THEN).startswith("In preparation, so on 25 January 2019 (an informed source")
    assert "Chernaya" not in course(PAIR.but(known_on="2020-12-31"))


def test_no_absence_is_stated(atlas: geo.Atlas, written: list[str]) -> None:
    figure(atlas, geo.Selection(among=("USA", "VEN"), as_of="2026-11-21"), dpi=36)
    assert "United States: none other in this atlas" in written
    assert not [line for line in written if line.startswith("0 ")]


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
    files = [Path(str(part.font.get_file())).name for part in parts]
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
    assert f"Quarter and neighbours drawn from: {later}" in row
    assert later in said["Embassy of the DPR Korea in Caracas"].partition("Quarter drawn from")[2]
    assert all(one.distance_m < 600 for one in pair.ends[1].neighbours if one.named)
    now = pair_of(atlas, PAIR)
    assert now is not None
    assert now.ends[0].drawn_by == now.ends[1].drawn_by == ()


def test_the_world_states_its_scale(atlas: geo.Atlas, written: list[str]) -> None:
    figure(atlas, WORLD, dpi=36)
    assert "Scale about 1:158,000,000" in written
    assert 2 * np.pi * 6_378_137 / 0.254 == pytest.approx(158e6, rel=5e-3)


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
    assert f"{len(own)} of the {len(missions)} missions shown" in written
    said = _joined(written)
    names = {tight_in_text(code).removeprefix("the ") for code in own["sending"]}
    assert not [name for name in names if name not in said]
    assert gathered(atlas.missions(WORLD)) is None
