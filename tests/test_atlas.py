"""Missions, relations, places and lines as a selection shows them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

import geo
from geo import vocabulary
from geo.atlas import relation_lines
from geo.atlas.columns import MISSIONS, RELATIONS
from geo.errors import UnknownMission
from geo.selection import Selection

ALL = tuple(vocabulary.STATUSES)


def test_the_documented_columns(atlas: geo.Atlas) -> None:
    assert list(atlas.missions().columns) == list(MISSIONS)
    assert list(atlas.relations().columns) == list(RELATIONS)
    assert list(geo.lines(atlas).columns) == list(relation_lines.COLUMNS)
    assert list(atlas.missions().columns) == [
        *("id", "name", "sending", "receiving", "city", "kind", "status", "certainty"),
        *("opened", "closed", "last_evidence", "last_source"),
        *("geometry", "radius_m", "method", "exactness", "off_m", "sources"),
    ]


FORMS = {"GeoPackage": "gpkg", "GeoJSON": "geojson", "FlatGeobuf": "fgb"}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("what", ["missions", "lines", "places"])
def test_geopandas_writes_what_an_atlas_gives_and_reads_it_back(
    form: str, what: str, atlas: geo.Atlas, tmp_path: Path
) -> None:
    given = {"missions": atlas.missions, "lines": lambda: geo.lines(atlas), "places": atlas.places}
    frame = given[what]()
    path = tmp_path / f"{what}.{FORMS[form]}"
    frame.to_file(path)
    back = gpd.read_file(path).set_index("id").loc[list(frame["id"])].reset_index()
    assert back.crs.to_epsg() == 4326 or back.crs == frame.crs
    assert set(back.columns) == set(frame.columns)
    away = [
        shapely.hausdorff_distance(*both)
        for both in zip(back.geometry, frame.geometry, strict=True)
    ]
    assert max(away) < 1e-6
    for column in frame.columns.drop("geometry"):
        texts = [["" if one is None else str(one) for one in f[column]] for f in (back, frame)]
        assert texts[0] == texts[1] or frame[column].dtype != object, column


def test_regions_are_given_on_request_and_change_nothing_else(atlas: geo.Atlas) -> None:
    flat, whole = atlas.missions(), atlas.missions(regions=True)
    assert [*flat.columns, "region"] == list(whole.columns)
    assert flat.equals(whole.drop(columns="region"))
    assert whole.geometry.name == "geometry"
    drawn = whole[whole["region"].notna()]
    assert 0 < len(drawn) < len(whole)
    assert all(r.intersects(p) for r, p in zip(drawn["region"], drawn.geometry, strict=True))


def test_every_mission_is_placed_and_none_at_zero_zero(atlas: geo.Atlas) -> None:
    missions = atlas.missions(Selection(statuses=ALL))
    assert len(missions) == 288
    assert missions.geometry.notna().all()
    assert missions.geometry.is_valid.all()
    assert not ((missions.geometry.x == 0) & (missions.geometry.y == 0)).any()
    unmeasured = missions["exactness"].isin(["unverified", "rounded", "state", "outside", "far"])
    assert (missions["radius_m"].isna() == unmeasured).all()
    assert (missions["radius_m"].dropna() > 0).all()
    assert set(missions["method"]) <= set(vocabulary.METHODS)
    assert missions.crs == "OGC:CRS84"


def test_what_a_filter_hides_is_counted(atlas: geo.Atlas) -> None:
    shown, hidden = atlas.missions(), atlas.hidden()
    assert len(shown) + hidden.total == 288
    assert hidden.statuses["closed"] > 0
    early = Selection(as_of="1980", statuses=ALL)
    assert len(atlas.missions(early)) + atlas.hidden(early).total == 288
    assert atlas.hidden(early).not_yet > 0
    nothing_known = Selection(known_on="1900", statuses=ALL)
    assert atlas.hidden(nothing_known).not_known > 0


SELECTIONS: list[tuple[Selection, Callable[[dict[str, object]], bool]]] = [
    (Selection(states=("PRK",)), lambda m: "PRK" in (m["sending"], m["receiving"])),
    (Selection(among=("PRK", "VEN")), lambda m: {m["sending"], m["receiving"]} == {"PRK", "VEN"}),
    (Selection(sending=("VEN",)), lambda m: m["sending"] == "VEN"),
    (Selection(receiving=("VEN",)), lambda m: m["receiving"] == "VEN"),
    (Selection(kinds=("consulate",)), lambda m: vocabulary.KINDS[str(m["kind"])] == "consulate"),
    (Selection(statuses=("closed",)), lambda m: m["status"] == "closed"),
    (Selection(cities=("BOGOTA",)), lambda m: m["city"] == "Bogotá"),
    (Selection(text="corea norte"), lambda m: "PRK" in (m["sending"], m["receiving"])),
    (Selection(text="sung gil caracas"), lambda m: m["id"] == "prk-embassy-caracas"),
]


@pytest.mark.parametrize(("selection", "holds"), SELECTIONS)
def test_a_selection_shows_all_that_it_names_and_nothing_else(
    atlas: geo.Atlas, selection: Selection, holds: Callable[[dict[str, object]], bool]
) -> None:
    statuses = selection.statuses or tuple(s for s in ALL if s != "closed")
    everything = atlas.missions(Selection(statuses=statuses)).to_dict("records")
    wanted = [m["id"] for m in everything if holds(m)]
    assert wanted
    assert atlas.missions(selection)["id"].to_list() == wanted


def test_a_box_may_cross_the_antimeridian(atlas: geo.Atlas) -> None:
    box = Selection(bbox=(100.0, -60.0, -60.0, 60.0))
    shown = atlas.missions(box)
    assert {"prk-embassy-caracas", "ven-embassy-pyongyang"} <= set(shown["id"])
    assert not (shown.geometry.x.between(-59.9, 99.9)).any()


def test_an_empty_selection_is_an_empty_table_with_all_columns(atlas: geo.Atlas) -> None:
    nothing = Selection(text="no such mission anywhere")
    assert list(atlas.missions(nothing).columns) == list(MISSIONS)
    assert len(atlas.missions(nothing)) == len(geo.lines(atlas, nothing)) == 0
    assert len(atlas.relations(Selection(among=("AUS", "ISL")))) == 0


def test_an_unknown_mission_is_told_with_candidates(atlas: geo.Atlas) -> None:
    with pytest.raises(UnknownMission, match="prk-embassy-caracas"):
        atlas.mission("embassy caracas north korea")
    with pytest.raises(UnknownMission):
        atlas.mission("\0<img>")


def test_the_founding_line(atlas: geo.Atlas) -> None:
    drawn = geo.lines(atlas, Selection(among=("PRK", "VEN")))
    pair = drawn.set_index("id").loc["pair:PRK-VEN"]
    assert {pair["start"], pair["end"]} == {"prk-embassy-caracas", "ven-embassy-pyongyang"}
    assert pair["distance_m"] == pytest.approx(14_370_000, abs=10_000)
    assert pair["relations"] > 10
    assert shapely.get_num_geometries(pair.geometry) == 2
    assert pair.geometry.bounds[3] == pytest.approx(77.5, abs=0.2)


def test_words_link_a_mission_to_its_neighbours(atlas: geo.Atlas) -> None:
    early = Selection(among=("PRK", "VEN"), as_of="2019-01-26", known_on="2019-01-26")
    near = geo.lines(atlas, early)
    near = near[near["kind"] == "neighbour"]
    assert set(near["end"]) == {"vnm-embassy-pyongyang", "pol-embassy-pyongyang"}
    assert near["distance_m"].isna().all()
    now = geo.lines(atlas, Selection(among=("PRK", "VEN")))
    now = now[now["kind"] == "neighbour"].set_index("end")["distance_m"]
    assert now["vnm-embassy-pyongyang"] == pytest.approx(299, abs=1)
    assert now["pol-embassy-pyongyang"] == pytest.approx(477, abs=1)


def test_lines_of_every_kind_end_where_their_missions_stand(atlas: geo.Atlas) -> None:
    drawn = geo.lines(atlas)
    assert set(drawn["kind"]) == {"pair", "seat", "coverage", "neighbour"}
    assert drawn["id"].is_unique
    points = atlas.missions().set_index("id").geometry
    for side in ("start", "end"):
        rows = drawn[drawn[side].isin(points.index)]
        there = points.loc[rows[side]]
        assert (abs(there.x.to_numpy() - rows[f"{side}_lon"].to_numpy()) < 1e-9).all()
        assert (abs(there.y.to_numpy() - rows[f"{side}_lat"].to_numpy()) < 1e-9).all()
    assert (drawn["distance_m"].dropna() > 0).all()
