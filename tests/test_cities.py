"""A city: its missions by sending state, its quarters, and what is not one city."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.cities import city_of, two_of_a_name
from support.rows import mission, simple

import geo
from geo.errors import InvalidSelection, MissingDependency, UnknownPlace
from geo.i18n import ENGLISH
from geo.render import sentences

MUNSU_DONG = [
    *("BGR", "BRA", "CZE", "DEU", "FRA", "GBR", "IDN", "IND"),
    *("POL", "PSE", "SWE", "VEN", "VNM"),
]


def _quarter(frame: object, place: str) -> dict[str, object]:
    (found,) = frame[frame["place"] == place].to_dict("records")  # type: ignore[index]
    return found


def test_munsu_dong_is_one_quarter_of_thirteen_missions(atlas: geo.Atlas) -> None:
    found = geo.quarters(atlas, "Pyongyang")
    munsu = _quarter(found, "munsu-dong-quarter")
    assert munsu["missions"] == 13
    assert munsu["as_area"] == 1
    sending = munsu["sending"].split("|")  # type: ignore[attr-defined]
    assert sorted({*sending} - {"MNG"}) == MUNSU_DONG, "Mongolia is located only to the quarter"
    assert munsu["radius_m"] < 1_000
    # Romania and Iran are 1.5 km to the north, Russia and China across the river.
    assert found.attrs["scattered"] == 4


def test_an_outline_comes_first_whatever_the_points_around_it(atlas: geo.Atlas) -> None:
    found = geo.quarters(atlas, "Pyongyang", geo.Selection(statuses=("open",)))
    assert _quarter(found, "munsu-dong-quarter")["missions"] == 7


def test_las_mercedes_has_what_lies_in_it_and_names_what_is_near(atlas: geo.Atlas) -> None:
    report = geo.city(atlas, "Caracas")
    mercedes = _quarter(report.tables["quarters"], "las-mercedes")
    assert mercedes["quarter"] == "Las Mercedes"
    assert mercedes["missions"] == 3
    assert mercedes["as_area"] == 1
    # Founded from there: the embassy of North Korea is located to the quarter.
    assert mercedes["sending"] == "FRA|MEX|POL|PRK"
    assert mercedes["near"] == 2
    missions = report.tables["missions"].set_index("id")
    assert missions.loc["prk-embassy-caracas", "quarter"] == "Las Mercedes"
    for id in ("rus-embassy-caracas", "tur-embassy-caracas"):
        assert missions.loc[id, "quarter"] == ""
        assert missions.loc[id, "near"] == "Las Mercedes"


@pytest.mark.slow
def test_both_come_out_of_the_world_by_the_bundled_outlines(
    atlas: geo.Atlas, world: Path, tmp_path: Path
) -> None:
    snapshot = world / "wikidata-missions-2022-11-16.csv"
    geo.import_wikidata(snapshot, tmp_path / "world")
    everywhere = geo.Atlas.open(tmp_path / "world")
    munsu = geo.quarters(everywhere, "Pyongyang", places=atlas.places())
    assert _quarter(munsu, "munsu-dong-quarter")["sending"].split("|") == MUNSU_DONG  # type: ignore[attr-defined]
    mercedes = geo.quarters(everywhere, "Caracas", places=atlas.places())
    assert {"FRA", "MEX"} <= set(_quarter(mercedes, "las-mercedes")["sending"].split("|"))  # type: ignore[attr-defined]
    assert set(geo.quarters(everywhere, "Pyongyang")["quarter"]) == {""}, "no outline, no name"


def test_every_mission_is_in_a_quarter_or_counted(atlas: geo.Atlas) -> None:
    for name in ("Caracas", "Pyongyang", "Moscow"):
        found = geo.quarters(atlas, name)
        counts = found[["missions", "near"]].to_numpy().sum()
        counts += found.attrs["scattered"] + found.attrs["no_point"]
        assert counts == len(geo.city(atlas, name).tables["missions"])


@settings(max_examples=15)
@given(
    st.lists(st.tuples(st.floats(-0.02, 0.02), st.floats(-0.02, 0.02)), min_size=0, max_size=12),
    st.integers(0, 4),
)
def test_any_points_make_quarters_of_three_or_more(
    tmp_path_factory: pytest.TempPathFactory, points: list[tuple[float, float]], same: int
) -> None:
    spots = [*points, *[(0.001, 0.001)] * same] or [(0.0, 0.0)]
    rows = [("DEU", "PRK", "Pyongyang", 125.75 + x, 39.02 + y) for x, y in spots]
    found = geo.quarters(city_of(tmp_path_factory.mktemp("city"), *rows), "Pyongyang")
    assert (found["missions"] >= 3).all()
    total = found["missions"].sum() + found.attrs["scattered"] + found.attrs["no_point"]
    assert total == len(spots)


def test_senders_are_counted_with_what_is_only_possible(atlas: geo.Atlas) -> None:
    senders = geo.city(atlas, "Pyongyang").tables["senders"].set_index("sending")
    assert senders.loc["DEU", "missions"] == senders.loc["DEU", "embassy"] == 1
    assert senders.loc["CHE", "missions"] == 0, "status unknown"
    assert senders.loc["CHE", "possible"] == 1


def test_a_city_is_known_by_other_names_and_near_ones_are_suggested(atlas: geo.Atlas) -> None:
    assert geo.city(atlas, "Pionyang").facts["city"] == "Pyongyang"
    assert geo.city(atlas, "PYONGYANG").parties == ("PRK",)
    with pytest.raises(InvalidSelection, match="Caracas"):
        geo.city(atlas, "Caraca")
    with pytest.raises(InvalidSelection, match="Atlantis"):
        geo.city(atlas, "Atlantis")


def test_a_name_that_two_states_have_needs_the_receiving_state(tmp_path: Path) -> None:
    atlas = two_of_a_name(tmp_path / "list")
    with pytest.raises(UnknownPlace, match=r"Belarus.*France"):
        geo.city(atlas, "Brest")
    chosen = geo.Selection(receiving=("FRA",))
    assert geo.city(atlas, "Brest", chosen).parties == ("FRA",)
    assert len(geo.city(atlas, "Brest", chosen).tables["missions"]) == 1


def test_a_state_of_whose_city_no_point_is_known_is_not_passed_over(tmp_path: Path) -> None:
    rows = [
        mission("a", sending="FRA", receiving="JAM", city="Kingston"),
        mission("b", sending="DEU", receiving="AUS", city="Kingston"),
    ]
    atlas = geo.Atlas.open(simple(tmp_path / "list", "list", *rows))
    with pytest.raises(UnknownPlace, match=r"Australia.*Jamaica"):
        geo.city(atlas, "Kingston")


def test_other_cities_close_by_are_named(tmp_path: Path) -> None:
    atlas = city_of(
        tmp_path / "list",
        ("DEU", "CHL", "Santiago", -70.65, -33.45),
        ("FRA", "CHL", "Las Condes", -70.58, -33.41),
        ("GBR", "CHL", "Las Condes", -70.59, -33.41),
        ("GBR", "CHL", "Punta Arenas", -70.91, -53.16),
    )
    assert geo.city(atlas, "Santiago").facts["nearby"] == {"Las Condes": 2}


def test_what_is_possible_or_suspended_or_no_state_is_counted_apart(atlas: geo.Atlas) -> None:
    facts = geo.city(atlas, "Pyongyang").facts
    assert (facts["missions"], facts["possible"], facts["suspended"]) == (25, 3, 9)
    report = geo.city(atlas, "Caracas")
    assert "EUE" in {*report.tables["senders"]["sending"]}
    assert report.facts["senders"] == 50
    first, *_ = sentences(report, ENGLISH)
    assert "50 missions (and possibly 1 more), 50 sending states and entities" in first


def test_a_city_of_two_receiving_states_at_one_spot_is_one(atlas: geo.Atlas) -> None:
    assert geo.city(atlas, "Rome").parties == ("ITA", "VAT")


def test_without_scikit_learn_the_remedy_is_told_and_all_else_works(
    atlas: geo.Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sklearn.cluster", None)
    with pytest.raises(MissingDependency, match=r"embassy-atlas\[quarters\]"):
        geo.quarters(atlas, "Caracas")
    report = geo.city(atlas, "Caracas")
    assert "quarters" not in report.tables
    assert report.facts["scattered"] is None
    assert len(report.tables["missions"]) > 40


def test_a_day_before_any_mission_has_a_report_without_missions(atlas: geo.Atlas) -> None:
    report = geo.city(atlas, "Pyongyang", geo.Selection(as_of="1800"))
    assert not len(report.tables["missions"])
    assert not len(report.tables["quarters"])
    assert "not yet open" in " ".join(sentences(report, ENGLISH))
