"""Rankings, matrix, reciprocity and comparisons: against loops over what was counted."""

from __future__ import annotations

import json
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_networks_counting import _COVERAGE, _MISSIONS, _made

import geo
from geo import parties
from geo.atlas.absence import counterparts
from geo.cli import main
from geo.errors import (
    AmbiguousState,
    EmptySelection,
    InvalidDate,
    InvalidSelection,
    UnknownState,
)
from geo.reports.networks import ORDERS, Level, counted
from geo.selection import Selection

DAY = "2020-01-01"
SURE = ("embassy", "other")
STATES = counterparts(Selection().as_of_day)


def _there(atlas: geo.Atlas, selection: Selection) -> set[tuple[str, str]]:
    missions = counted(atlas, selection).missions
    rows = missions[missions["sure"]].to_dict("records")
    return {(one["sending"], one["receiving"]) for one in rows}


@pytest.mark.parametrize("by", ["receiving", "sending", "kind"])
def test_a_ranking_counts_and_places(atlas: geo.Atlas, by: str) -> None:
    table = geo.rank(atlas, by=by)
    missions = counted(atlas, Selection()).missions
    sure = Counter(missions[missions["sure"]][by])
    all_of = Counter(missions[by])
    for row in table.to_dict("records"):
        assert row["missions"] == sure[row["code"]]
        assert row["missions"] + row["possible"] == all_of[row["code"]]
        fit = table if by == "kind" else table[table["code"].isin(STATES)]
        better = sum(number > row["missions"] for number in fit["missions"])
        placed = row["missions"] > 0 and row["code"] in set(fit["code"])
        assert row["place"] == better + 1 if placed else pd.isna(row["place"])
    parts = ["known", "known_possible", "left_out", "non_resident", "known_none", "no_data"]
    assert (table[parts].sum(axis=1) == table["denominator"]).all()


def test_cities_are_told_apart_by_their_state(atlas: geo.Atlas) -> None:
    table = geo.rank(atlas, Selection(receiving=("PRK",)), by="city")
    missions = counted(atlas, Selection(receiving=("PRK",))).missions
    keys = set(zip(missions["receiving"], missions["city"], strict=True))
    assert set(zip(table["code"], table["name"], strict=True)) == keys
    assert table["missions"].sum() == missions["sure"].sum()
    # A state with a mission in another city of the same state is not one without.
    assert (table["known"] + table["left_out"] >= table["known"].max()).any()


def test_the_change_since_a_day_lies_between_least_and_most(atlas: geo.Atlas) -> None:
    table = geo.rank(atlas, since="2010-01-01").set_index("code")
    then = geo.rank(atlas, Selection(as_of="2010-01-01")).set_index("code")
    row, before = table.loc["VEN"], then.loc["VEN"]
    assert (row["before"], row["before_possible"]) == (before["missions"], before["possible"])
    assert row["change_least"] == row["missions"] - before["missions"] - before["possible"]
    assert row["change_most"] == row["missions"] + row["possible"] - before["missions"]
    assert (table["change_least"] <= table["change_most"]).all()
    same = geo.rank(atlas, Selection(as_of=DAY), since=DAY)
    assert (same["missions"] == same["before"]).all()


def test_a_state_that_has_gone_keeps_its_row_beside_an_earlier_day() -> None:
    # Nothing of today is there: its missions of then are the change.
    atlas = _made([("VEN", "SUN", "embassy", [("opened", "1980-01-01", "on")])], [])
    selection = Selection(as_of="1995-01-01")
    table = geo.rank(atlas, selection, since="1985-01-01").set_index("code")
    assert "SUN" in table.index


@pytest.mark.parametrize("coverage", [None, 0, "0", 0.0])
def test_a_coverage_of_zero_sets_nothing_apart(atlas: geo.Atlas, coverage: Any) -> None:
    table = geo.rank(atlas, coverage=coverage)
    assert not table["apart"].any()
    assert table["place"].notna().equals((table["missions"] > 0) & table["code"].isin(STATES))


def test_states_under_a_coverage_stand_apart_and_last(atlas: geo.Atlas) -> None:
    table = geo.rank(atlas, coverage=0.3)
    assert table["apart"].any()
    assert not table["apart"].all()
    assert (table["apart"] == (table["coverage"] < 0.3)).all()
    assert table["apart"].is_monotonic_increasing
    assert table.loc[table["apart"], "place"].isna().all()
    assert (table.loc[~table["apart"] & (table["missions"] > 0), "place"].notna()).any()
    assert geo.rank(atlas, coverage=1)["apart"].all()


@pytest.mark.parametrize("coverage", [-0.1, 1.01, "x", float("nan"), "2"])
def test_a_coverage_that_is_no_share_is_refused(atlas: geo.Atlas, coverage: Any) -> None:
    with pytest.raises(InvalidSelection, match=r"from 0 to 1"):
        geo.rank(atlas, coverage=coverage)


def test_what_cannot_be_ranked_is_refused(atlas: geo.Atlas) -> None:
    with pytest.raises(InvalidSelection, match="receiving, sending, city, kind"):
        geo.rank(atlas, by="size")
    with pytest.raises(InvalidDate):
        geo.rank(atlas, since="soon")
    with pytest.raises(InvalidSelection, match="earlier"):
        geo.rank(atlas, Selection(as_of=DAY), since="2021-01-01")
    with pytest.raises(InvalidSelection, match="region, cluster, name"):
        geo.matrix(atlas, order="size")


def test_before_any_data_all_is_zero_and_nothing_fails(atlas: geo.Atlas) -> None:
    selection = Selection(as_of="1700-01-01")
    assert geo.rank(atlas, selection, since="1600-01-01")["missions"].sum() == 0
    assert not {"embassy", "other", "possible"} & {*geo.matrix(atlas, selection).to_numpy().flat}
    assert not (geo.reciprocity(atlas, selection)["reciprocity"] == "mutual").any()
    assert geo.compare(atlas, ["FRA", "DEU"], selection).receiving.empty


@pytest.mark.parametrize("by", ["receiving", "sending", "city", "kind"])
def test_a_dataset_without_missions(by: str) -> None:
    atlas = _made([], [])
    assert geo.rank(atlas, by=by)["missions"].sum() == 0
    for order in ORDERS:
        assert geo.matrix(atlas, order=order).empty


@settings(max_examples=20)
@given(_MISSIONS, _COVERAGE, st.sampled_from(ORDERS))
def test_a_matrix_has_the_level_of_every_pair(
    missions: list[Any], coverage: list[Any], order: str
) -> None:
    atlas, selection = _made(missions, coverage), Selection(as_of=DAY)
    counting, table = counted(atlas, selection), geo.matrix(atlas, selection, order)
    assert len(set(table.index)) == len(table.index)
    for sending in table.index:
        for receiving in table.columns:
            word = table.loc[sending, receiving]
            level = counting.level(sending, receiving).word
            assert word == ("" if sending == receiving else level)
    shown = {(a, b) for a in table.index for b in table.columns}
    assert _there(atlas, selection) <= shown
    assert {(a, b) for a, b, _ in coverage if counting.level(a, b) > 0} <= shown


def test_every_order_has_the_same_cells(atlas: geo.Atlas) -> None:
    tables = [geo.matrix(atlas, order=order) for order in ORDERS]
    for table in tables[1:]:
        same = table.loc[tables[0].index, tables[0].columns]
        assert same.equals(tables[0])
    regions = [parties.region(code) for code in tables[0].index]
    assert sorted(one or "~" for one in regions) == [one or "~" for one in regions]


def test_like_networks_stand_together() -> None:
    """Two groups without a mission between them are not mixed."""
    groups = ("FRA", "DEU", "ITA"), ("JPN", "KOR", "CHN")
    opened = [("opened", "2015-01-01", "on")]
    pairs = [pair for group in groups for pair in combinations(group, 2)] + [("FRA", "JPN")]
    atlas = _made([(a, b, "embassy", opened) for a, b in pairs], [])
    counting = counted(atlas, Selection(as_of=DAY))
    told = counting.levels > Level.NO_DATA
    from geo.reports.networks.pairs import _ordered

    order = [counting.codes[number] for number in _ordered(counting, told, "cluster")]
    places = [sorted(order.index(code) for code in group) for group in groups]
    assert places[0][-1] < places[1][0] or places[1][-1] < places[0][0]


@settings(max_examples=20)
@given(_MISSIONS, _COVERAGE)
def test_reciprocity_is_that_of_both_directions(missions: list[Any], coverage: list[Any]) -> None:
    atlas, selection = _made(missions, coverage), Selection(as_of=DAY)
    counting = counted(atlas, selection)
    absent = (Level.NONE, Level.NON_RESIDENT)
    table = geo.reciprocity(atlas, selection)
    assert (table["a"] < table["b"]).all()
    states = int(counting.sending.sum())
    assert len(table) == states * (states - 1) // 2
    for row in table[(table["a_in_b"] != "no_data") | (table["b_in_a"] != "no_data")].itertuples():
        levels = counting.level(row.a, row.b), counting.level(row.b, row.a)
        known = [level >= Level.OTHER for level in levels]
        if all(known):
            expected = "mutual"
        elif any(known) and any(level in absent for level in levels):
            expected = "one_sided"
        elif all(level in absent for level in levels):
            expected = "none"
        else:
            expected = "no_data"
        assert row.reciprocity == expected


def test_hosts_of_two_parties(atlas: geo.Atlas) -> None:
    table = geo.hosts_both(atlas, "North Korea", "Venezuela")
    there = _there(atlas, Selection())
    for row in table.itertuples():
        hosts = ("PRK", row.code) in there, ("VEN", row.code) in there
        sure = {"none", "non_resident"}
        words = {
            (True, True): "both",
            (True, False): "only_a" if row.b in sure else "known_a",
            (False, True): "only_b" if row.a in sure else "known_b",
        }
        assert row.hosts == words.get(hosts, "none_known")
    assert {"only_a", "known_a"} <= set(table["hosts"])
    assert not {"PRK", "VEN"} & set(table["code"])
    assert len(table) == len(counterparts(Selection().as_of_day)) - 2


def test_a_comparison_says_who_is_where(atlas: geo.Atlas) -> None:
    found = geo.compare(atlas, ["Venezuela", "PRK", "CUB"], since="2010-01-01")
    there = _there(atlas, Selection())
    assert found.states == ("VEN", "PRK", "CUB")
    rows = found.receiving.set_index("code")
    assert set(rows.index) == {b for a, b in there if a in found.states}
    for code, row in rows.iterrows():
        holders = [one for one in found.states if (one, code) in there]
        possible = [one for one in found.states if one != code]
        if len(holders) == 1:
            others = [row[one] for one in possible if one not in holders]
            sure = all(word in ("none", "non_resident") for word in others)
            assert row["only"] == holders[0]
            assert row["held"] == ("exclusive" if sure else "only_known")
        else:
            assert row["held"] == ("shared" if len(holders) == len(possible) else "some")
        assert [one for one in possible if row[one] in SURE] == holders
    lacking = set(zip(*(found.lacking[name] for name in ("has", "lacks", "code")), strict=True))
    assert lacking == {
        (a, b, host)
        for a in found.states
        for b in found.states
        for host in rows.index
        if a != b and host != b and (a, host) in there and (b, host) not in there
    }
    numbers = found.numbers.set_index(["code", "end"])
    ranked = geo.rank(atlas, by="sending", since="2010-01-01").set_index("code")
    for name in ("missions", "known", "no_data", "denominator", "before", "change_most"):
        assert numbers.loc[("VEN", "sending"), name] == ranked.loc["VEN", name]
    sums = found.reciprocity[["mutual", "one_sided", "none", "no_data"]].sum(axis=1)
    assert (sums == found.reciprocity["pairs"]).all()
    assert len(found.pairs) == 3


def test_states_of_the_filters_do_not_narrow_a_comparison(atlas: geo.Atlas) -> None:
    narrowed = geo.compare(atlas, ["VEN", "PRK"], Selection(sending=("CUB",), states=("FRA",)))
    assert narrowed.numbers.equals(geo.compare(atlas, ["VEN", "PRK"]).numbers)


@pytest.mark.parametrize(
    ("states", "error", "says"),
    [
        (["VEN"], InvalidSelection, "two to 5"),
        (["VEN", "PRK", "CUB", "FRA", "DEU", "ITA"], InvalidSelection, "two to 5"),
        (["VEN", "Venezuela"], InvalidSelection, "already given"),
        (["VEN", "European Union"], InvalidSelection, "not a state"),
        (["VEN", "HKG"], InvalidSelection, "not a state"),
        (["VEN", "SUN"], InvalidSelection, "RUS"),
        (["VEN", "Venezula"], UnknownState, "Did you mean Venezuela"),
        (["VEN", "Korea"], AmbiguousState, "PRK"),
        (["VEN", ""], UnknownState, "Unknown state"),
        (["VEN", "x" * 500], UnknownState, "too long"),
    ],
)
def test_what_cannot_be_compared_is_explained(
    atlas: geo.Atlas, states: list[str], error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        geo.compare(atlas, states)


def test_a_former_state_can_be_compared_while_it_existed(atlas: geo.Atlas) -> None:
    found = geo.compare(atlas, ["SUN", "CUB"], Selection(as_of="1980-01-01"))
    assert set(found.numbers["code"]) == {"SUN", "CUB"}


def test_one_party_twice_hosts_nothing(atlas: geo.Atlas) -> None:
    with pytest.raises(InvalidSelection, match="already given"):
        geo.hosts_both(atlas, "PRK", "North Korea")
    # Any two parties may be hosted, also one that is no state.
    assert len(geo.hosts_both(atlas, "PRK", "European Union"))


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["rank", "--by", "size"], 2, "Use one of"),
        (["rank", "--coverage", "2"], 2, "from 0 to 1"),
        (["rank", "--since", "soon"], 2, "not a date"),
        (["rank", "--as-of", "1700"], 1, "No mission shown"),
        (["compare", "VEN"], 2, "two to 5"),
        (["compare", "VEN,VEN"], 2, "already given"),
        (["compare", "VEN", "EUE"], 2, "not a state"),
        (["compare", "VEN", "Venezula"], 2, "Did you mean"),
        (["matrix", "--order", "size"], 2, "Use one of"),
        (["reciprocity", "--hosts", "PRK"], 2, "Give two"),
    ],
)
def test_commands_explain_what_cannot_be(
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, said: str
) -> None:
    assert main(arguments) == code
    assert said in capsys.readouterr().err


def test_commands_print_json_and_tables(capsys: pytest.CaptureFixture[str]) -> None:
    def told(*arguments: str) -> Any:
        assert main([*arguments, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    rows = told("rank", "--by", "sending", "--since", "2010", "--coverage", "0.3")["rows"]
    assert {"place", "missions", "denominator", "change_least", "apart"} <= rows[0].keys()
    assert any(row["place"] is None and row["apart"] for row in rows)
    compared = told("compare", "VEN", "PRK")
    assert {"numbers", "receiving", "lacking", "reciprocity", "pairs"} <= compared.keys()
    assert told("reciprocity", "--among", "VEN,PRK")["rows"][0]["reciprocity"] == "mutual"
    assert told("reciprocity", "--hosts", "PRK,VEN")["rows"][0]["hosts"] == "both"
    assert told("matrix", "--among", "VEN,PRK")["rows"][0].keys() == {"sending", "PRK", "VEN"}
    assert main(["matrix", "--among", "VEN,PRK"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split("\t")[0] == "sending"
    assert len(lines) == 3


def test_every_state_has_a_region() -> None:
    states = [one for one in parties.parties() if one.is_state and not one.former]
    assert all(parties.region(one.code) for one in states)
    assert parties.region("VEN") == "South America"
    assert parties.region("EUE") == ""


def test_a_world_of_states_is_in_the_matrix_of_a_poster(tmp_path: Path, atlas: geo.Atlas) -> None:
    """The poster has room for all rows and columns that a page must cut."""
    svg = geo.figure(atlas, Selection(), template="matrix", size="poster", format="svg").decode()
    assert "the first" not in svg
    with pytest.raises(EmptySelection):
        geo.figure(atlas, Selection(as_of="1700"), template="matrix", size="poster")


def test_nothing_known_has_no_place_and_entities_have_none() -> None:
    opened = [("opened", "2015-01-01", "on")]
    there = [("EUE", "VEN", "delegation", opened), ("EUE", "CUB", "delegation", opened)]
    atlas = _made([*there, ("VEN", "CUB", "embassy", opened)], [])
    table = geo.rank(atlas, Selection(as_of=DAY), by="sending").set_index("code")
    assert (table.loc["EUE", "missions"], table.loc["VEN", "place"]) == (2, 1)
    assert pd.isna(table.loc["EUE", "place"])
    assert pd.isna(table.loc["FRA", "place"])
    early = geo.rank(atlas, Selection(as_of="1700-01-01"))
    assert early["place"].isna().all()
