"""How exactly a position is known: one answer on every output, no metres that nobody gave."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import geo
from geo import basemap, dataset, exporters, i18n, importers, vocabulary
from geo.dataset import MODELS
from geo.evidence import as_placed
from geo.parties import city as city_of
from geo.reports import cards
from geo.ui.pages import missions

CASES = Path(__file__).parent / "data" / "cases"
DAY = "2026-11-21"
METRES = re.compile(r"\d[\d,.]* k?m\b")
ALL = geo.Selection(as_of=DAY, statuses=vocabulary.STATUSES)
LIMA = city_of("Lima", "PER")


def texts(card: cards.Card) -> str:
    rows = [row.value for part in card.sections if part.key == "position" for row in part.rows]
    return " ".join([*card.lead, *rows])


def told(atlas: geo.Atlas, selection: geo.Selection) -> dict[str, dict[str, Any]]:
    """Mission -> what each output says of its exactness and metres."""
    frame = atlas.missions(selection)
    table = csv.DictReader(io.StringIO(exporters.csv(atlas, selection).decode("utf-8-sig")))
    features = json.loads(exporters.geojson(atlas, selection))["features"]
    own = {f["id"]: f["properties"] for f in features if f["properties"]["layer"] == "missions"}
    view = SimpleNamespace(atlas=atlas, tr=i18n.ENGLISH, link=lambda *_, **__: "")
    page = {column.key: column for column in missions.columns(view)}  # type: ignore[arg-type]
    found = {}
    for shown, line in zip(frame.to_dict("records"), table, strict=True):
        row = missions.Mission(*(shown[name] for name in missions.Mission._fields))
        found[shown["id"]] = {
            "frame": shown,
            "csv": line,
            "geojson": own[shown["id"]],
            "page": (page["method"].cell(row), page["radius"].cell(row)),
        }
    return found


def test_all_outputs_say_the_same_of_every_bundled_mission(atlas: geo.Atlas) -> None:
    seen = set()
    for id, said in told(atlas, ALL).items():
        shown = said["frame"]
        word, radius = shown["exactness"], shown["radius_m"]
        seen.add(word)
        measured = not math.isnan(radius)
        assert said["csv"]["exactness"] == said["geojson"]["exactness"] == word
        assert said["csv"]["radius_m"] == (str(round(radius)) if measured else "")
        assert said["geojson"]["radius_m"] == (radius if measured else None)
        assert said["page"][0] == i18n.ENGLISH(f"words.exactness.{word}")
        assert bool(METRES.search(said["page"][1])) == measured
        lead = " ".join(cards.card(atlas, id, DAY).lead)
        assert ("shown as an area" if word == "district" else i18n.ENGLISH.placed(shown)) in lead
    assert {"unverified", "district", "city"} <= seen


def test_the_row_of_a_position_says_what_the_map_says(atlas: geo.Atlas) -> None:
    by_id = atlas.dataset.by_id["positions"]
    exact = ["exactness", "radius_m", "off_m"]
    for row in atlas.placements[atlas.placements["position"] != ""].to_dict("records"):
        own = as_placed(atlas.dataset, by_id[row["position"]])
        for name in exact:
            assert str(own[name]) == str(row[name])


@pytest.fixture
def peru(tmp_path: Path) -> Callable[..., geo.Atlas]:
    """An atlas with one embassy in Peru, for cells of its row and of its position."""

    def made(mission: dict[str, str], **position: str) -> geo.Atlas:
        def row(table: str, **cells: str) -> dict[str, str]:
            return dict.fromkeys(MODELS[table].columns, "") | cells

        source = {"id": "list", "publisher": "P", "title": "T", "kind": "database"}
        own = {"id": "m", "sending": "BRA", "receiving": "PER", "kind": "embassy", **mission}
        event = {"kind": "opened", "date": "2000", "sense": "on", "sources": "list"}
        at = {"id": "p", "mission": "m", "rank": "normal", "sources": "list", **position}
        rows: dict[str, list[dict[str, str]]] = {table: [] for table in (*MODELS, "places")}
        rows["sources"] = [row("sources", published="2020", **source)]
        rows["missions"] = [row("missions", **own)]
        rows["events"] = [row("events", id="e", mission="m", **event)]
        rows["positions"] = [row("positions", **at)]
        folder = tmp_path / "one"
        dataset.write(dataset.Dataset(folder, rows, {}, dataset.read().own, "", None), folder)
        return geo.Atlas.open(folder)

    return made


def point(lon: float, lat: float) -> dict[str, str]:
    where = {"longitude": f"{lon:.6f}", "latitude": f"{lat:.6f}"}
    return {"method": "source_point", "precision": "building", **where}


def test_the_decimals_of_a_point_are_no_metres(peru: Callable[..., geo.Atlas]) -> None:
    atlas = peru({"city": "Lima"}, **point(-77.0312, -12.1004))
    (said,) = told(atlas, ALL).values()
    assert said["frame"]["exactness"] == "unverified"
    assert not METRES.search(texts(cards.card(atlas, "m", DAY)))


def test_metres_that_a_row_states_are_told(peru: Callable[..., geo.Atlas]) -> None:
    atlas = peru({"city": "Lima"}, **point(-77.0312, -12.1004), radius_m="250")
    (said,) = told(atlas, ALL).values()
    assert (said["frame"]["exactness"], said["frame"]["radius_m"]) == ("stated", 250)
    assert "within about 250 m" in texts(cards.card(atlas, "m", DAY))


def test_a_rounded_point_is_no_point(peru: Callable[..., geo.Atlas]) -> None:
    atlas = peru({"city": "Lima"}, **(point(-77.0, -12.1) | {"precision": "city"}))
    assert atlas.missions(ALL)["exactness"].tolist() == ["rounded"]


@pytest.mark.parametrize("stated", ["", "30"])
@pytest.mark.parametrize("method", ["source_point", "surveyed"])
@pytest.mark.parametrize(
    ("mission", "lonlat", "word"),
    [
        ({"city": "Lima"}, (-71.5369, -16.3988), "far"),  # Arequipa
        ({"city": "Lima"}, (-68.15, -16.5), "outside"),  # La Paz
        ({}, (-68.15, -16.5), "outside"),
        ({}, (-71.5369, -16.3988), ""),
    ],
)
def test_a_point_that_contradicts_its_record_is_doubtful_and_has_no_metres(
    peru: Callable[..., geo.Atlas],
    mission: dict[str, str],
    lonlat: tuple[float, float],
    word: str,
    method: str,
    stated: str,
) -> None:
    cells = point(*lonlat) | {"method": method, "radius_m": stated, "reason": "As listed."}
    atlas = peru(mission, **cells)
    shown = atlas.missions(ALL).iloc[0]
    if not word:
        assert shown["exactness"] in vocabulary.POINTED
        return
    assert shown["exactness"] == word
    assert math.isnan(shown["radius_m"])
    assert shown["off_m"] > 50_000
    said = texts(cards.card(atlas, "m", DAY))
    assert ("outside Peru" if word == "outside" else "from Lima") in said
    assert "within about" not in said


def test_fifty_kilometres_count_from_the_edge_of_the_city(
    peru: Callable[..., geo.Atlas],
) -> None:
    assert LIMA is not None
    for beyond, word in ((49_000, "unverified"), (51_000, "far")):
        metres = LIMA.radius_m + beyond
        (north,) = geo.geodesy.disc((LIMA.lon, LIMA.lat), metres).bounds[3:4]
        atlas = peru({"city": "Lima"}, **point(LIMA.lon + 0.05, north), reason="As listed.")
        assert atlas.missions(ALL)["exactness"].tolist() == [word]


def test_a_point_just_off_a_generalised_coast_is_not_outside(
    peru: Callable[..., geo.Atlas],
) -> None:
    lon = next(
        lon for lon in (-77.15 - step / 500 for step in range(200))
        if float(basemap.within(lon, -12.06, "PER")) > 2_000
    )  # fmt: skip
    atlas = peru({"city": "Lima"}, **point(lon, -12.06))
    assert atlas.missions(ALL)["exactness"].tolist() == ["unverified"]


def test_somewhere_in_a_country_has_no_metres_on_any_output(dataset_copy: Path) -> None:
    """A list that gave only two states was told as within 9,406 km, and within 10 km, at once."""
    importers.import_table(
        CASES / "06-card-tells-two-radii.csv", dataset_copy, publisher="P", date=DAY
    )
    atlas = geo.Atlas.open(dataset_copy)
    says = told(atlas, geo.Selection(as_of=DAY, sending=("PER",), receiving=("IND",)))
    (id, said), *_ = ((id, one) for id, one in says.items() if not one["frame"]["city"])
    assert said["frame"]["exactness"] == said["csv"]["exactness"] == "state"
    assert said["csv"]["radius_m"] == ""
    assert said["geojson"]["radius_m"] is None
    assert (
        float(basemap.within(said["frame"]["geometry"].x, said["frame"]["geometry"].y, "IND")) == 0
    )
    card = cards.card(atlas, id, DAY)
    assert "Somewhere in India (city not recorded)." in texts(card)
    assert not METRES.search(texts(card))
