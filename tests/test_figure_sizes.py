"""Figures in every size, light and dark, in both languages: nothing overlaps, all can be read."""

from __future__ import annotations

import csv
import inspect
import io
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from support.boxes import Box, _shared
from support.figure_file import save

import geo
from geo import basemap
from geo.errors import InvalidSelection
from geo.figures import PROJECTIONS, SIZES, alt_text, figure, table
from geo.figures.canvas.sheet import Sheet
from geo.figures.canvas.style import DARK, LIGHT, Look, Palette
from geo.figures.pair.pair_facts import NAMED

DAY = "2026-11-21"
CHOSEN = {
    "pair": geo.Selection(among=("VEN", "PRK"), as_of=DAY),
    "then": geo.Selection(among=("VEN", "PRK"), as_of="2019-01-26", known_on="2019-01-26"),
    "world": geo.Selection(states=("PRK",), as_of=DAY),
    "city": geo.Selection(receiving=("VEN",), as_of=DAY),
    "region": geo.Selection(sending=("VEN",), receiving=("COL", "BRA", "CUB"), as_of=DAY),
    **{
        f"{a}-{b}": geo.Selection(among=(a, b), as_of=DAY)
        for a, b in (("IDN", "VEN"), ("SAU", "VEN"), ("CUB", "VEN"), ("CHN", "PRK"), ("RUS", "PRK"))
    },
}
LONG = {
    "title": "A title that goes on for longer than anybody would want it to, and then on " * 2,
    "note": "A note of some length that says what the editors thought of. " * 4,
    "credit": "A credit that names everybody who ever looked at this map. " * 4,
}
SMALLEST = {"column": 6.5, "page": 6.5, "slide": 14.0, "social": 6.5, "poster": 6.5}
"""Points below which no letter of a size is set, as printed."""

ON_MAPS = ("place", "under", "distance", "city", "label", "near")
"""Roles of texts that stand on the ground of a map."""


@pytest.mark.parametrize(
    ("language", "captions"), [("en", {}), ("es", LONG)], ids=["usual", "spanish-long"]
)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", CHOSEN)
def test_no_two_texts_overlap_and_none_leaves_the_sheet(
    atlas: geo.Atlas,
    boxes: list[tuple[str, Box, Sheet]],
    name: str,
    size: str,
    language: str,
    captions: dict[str, str],
) -> None:
    png = figure(atlas, CHOSEN[name], size=size, language=language, dpi=72, **captions)
    sheet = boxes[0][2]
    low = sheet._axes.get_ylim()[0]
    for said, box, _ in boxes:
        assert box[0] >= 0.0, said
        assert box[2] <= sheet.width, said
        assert box[1] >= low, said
        assert box[3] <= sheet.height, said
    clash = [
        (one[0], other[0]) for one, other in combinations(boxes, 2) if _shared(one[1], other[1])
    ]
    assert not clash
    assert len(boxes) > 15
    image = Image.open(io.BytesIO(png))
    across = SIZES[size].width / 25.4 * 72
    assert image.width == pytest.approx(across, abs=1)


@pytest.mark.parametrize("size", SIZES)
def test_letters_are_large_enough_for_their_use(size: str) -> None:
    chosen = SIZES[size]
    assert min(chosen.points.values()) * chosen.zoom >= SMALLEST[size]
    assert set(chosen.points) == set(SIZES["page"].points)


def _light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255.0 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_light(one), _light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_letters_and_marks_stand_out(palette: Palette) -> None:
    look = Look(SIZES["page"], palette)
    for role in SIZES["page"].points:
        colour = look.text(role).colour
        for ground in (palette.paper, palette.quarter):
            assert _contrast(colour, ground) >= 4.5, (role, ground)
        if role in ON_MAPS:
            for ground in (palette.water, palette.land, *palette.pair_land):
                assert _contrast(colour, ground) >= 4.5, (role, ground)
    for ground in (palette.quarter, palette.river, palette.paper):
        assert _contrast(palette.river_name, ground) >= 4.5
    for colour in palette.pair:
        assert _contrast(colour, palette.quarter) >= 4.5
    assert _contrast(palette.other, palette.quarter) >= 3.0
    for ground in (palette.water, palette.land):
        assert _contrast(palette.route, ground) >= 3.0
        for _, rim in palette.statuses.values():
            assert _contrast(rim, ground) >= 3.0
    fills = sorted(_light(fill) for fill, _ in palette.statuses.values())
    assert fills[-1] - fills[0] > 0.3


def test_dark_is_light_on_dark(atlas: geo.Atlas) -> None:
    light, dark = (
        np.asarray(Image.open(io.BytesIO(figure(atlas, CHOSEN["pair"], dpi=36, dark=how))))
        for how in (False, True)
    )
    assert light[:2, :2, :3].min() == 255
    assert dark[:2, :2, :3].max() < 40
    assert light.shape == dark.shape


@pytest.mark.slow
def test_the_projection_that_suits(atlas: geo.Atlas, boxes: list[tuple[str, Box, Sheet]]) -> None:
    def said(chosen: geo.Selection, **how: str) -> str:
        boxes.clear()
        figure(atlas, chosen, dpi=36, **how)  # type: ignore[arg-type]
        return " ".join(text for text, _, _ in boxes)

    assert "Lambert azimuthal equal-area" in said(CHOSEN["region"])
    assert "Orthographic" in said(CHOSEN["pair"])
    assert "centred on 150° E" in said(CHOSEN["world"])
    everything = said(geo.Selection(as_of=DAY))
    assert "Equal Earth" in everything
    assert "centred on" not in everything
    assert "Orthographic" in said(CHOSEN["world"], projection="orthographic")
    assert "outside the map" in " ".join(text for text, _, _ in boxes)


@pytest.mark.slow
@pytest.mark.parametrize("projection", PROJECTIONS)
@pytest.mark.parametrize("name", ["pair", "world", "region"])
def test_every_projection_by_name(atlas: geo.Atlas, name: str, projection: str) -> None:
    usual = figure(atlas, CHOSEN[name], dpi=36)
    drawn = figure(atlas, CHOSEN[name], dpi=36, projection=projection)
    suits = {"pair": "orthographic", "world": PROJECTIONS[1], "region": PROJECTIONS[3]}
    assert (drawn == usual) == (suits[name] == projection)


def test_a_viewpoint_is_drawn_and_said(
    atlas: geo.Atlas, boxes: list[tuple[str, Box, Sheet]]
) -> None:
    usual = figure(atlas, CHOSEN["region"], dpi=72)
    boxes.clear()
    assert figure(atlas, CHOSEN["region"], dpi=72, viewpoint="ARG") != usual
    assert "from the viewpoint of Argentina" in " ".join(text for text, _, _ in boxes)
    with pytest.raises(InvalidSelection, match="no viewpoint"):
        figure(atlas, CHOSEN["region"], viewpoint="VAT")
    assert "VEN" not in basemap.VIEWPOINTS


@pytest.mark.parametrize(
    ("how", "match"),
    [
        ({"size": "banner"}, "column, page, slide, social, poster"),
        ({"projection": "mercator"}, "equal-earth, equal-earth-pacific, orthographic"),
        ({"language": "fr"}, "en, es"),
    ],
)
def test_what_cannot_be_asked_for(atlas: geo.Atlas, how: dict[str, str], match: str) -> None:
    with pytest.raises(InvalidSelection, match=match):
        figure(atlas, CHOSEN["pair"], **how)  # type: ignore[arg-type]


def test_what_it_shows_in_words(atlas: geo.Atlas) -> None:
    said = alt_text(atlas, CHOSEN["pair"])
    assert "14,370 km" in said
    assert "299 m from the mission of Vietnam" in said
    assert "Las Mercedes" in said
    assert "sources: all" in said
    every = alt_text(atlas, geo.Selection(sending=("PRK",), as_of=DAY))
    assert "Most stand" not in every
    assert "(1)" not in every
    spanish = alt_text(atlas, CHOSEN["pair"], language="es")
    assert "14\u00a0370 km" in spanish
    assert "círculo máximo" in spanish
    assert "Suspendida" in spanish
    assert "Embajada de Venezuela en Pyongyang" in spanish
    assert "a 299 m de la misión de Vietnam" in spanish
    world = alt_text(atlas, CHOSEN["world"], language="es")
    assert "Mapa con 80 misiones de 29 Estados en 44 Estados" in world


def _rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_no_file_of_the_room_hides_a_public_name(atlas: geo.Atlas) -> None:
    """The first table beside a figure failed: a file named table.py had taken the name."""
    import geo.figures

    figure(atlas, CHOSEN["pair"], dpi=36)
    assert all(not inspect.ismodule(getattr(geo.figures, name)) for name in geo.figures.__all__)


def test_what_it_draws_as_a_table(atlas: geo.Atlas) -> None:
    rows = _rows(table(atlas, CHOSEN["pair"]))
    assert [row["id"] for row in rows[:2]] == ["prk-embassy-caracas", "ven-embassy-pyongyang"]
    assert {row["shown_as"] for row in rows[:2]} == {"end"}
    named = {row["id"]: row["distance_m"] for row in rows if row["shown_as"] == NAMED}
    assert named == {"vnm-embassy-pyongyang": "299", "pol-embassy-pyongyang": "477"}
    assert len({row["id"] for row in rows}) == len(rows)
    assert sum(row["shown_as"] == "other mission" for row in rows) > 100
    then = _rows(table(atlas, CHOSEN["then"]))
    assert all(row["distance_m"] == "" for row in then if row["id"].endswith("-pyongyang"))
    world = _rows(table(atlas, CHOSEN["world"], language="es"))
    assert len(world) == len(atlas.missions(CHOSEN["world"]))
    assert "Corea del Norte" in {row["sending_name"] for row in world}


def test_a_letter_that_no_font_has_is_told_with_a_remedy(atlas: geo.Atlas, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    (remark,) = save(atlas, CHOSEN["pair"], path, title="한국어 العربية", dpi=36)
    assert "한 (U+D55C)" in remark
    assert "ع" not in remark
    assert "Write them in" in remark
    assert path.read_bytes().startswith(b"\x89PNG")
