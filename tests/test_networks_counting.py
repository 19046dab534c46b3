"""Missions and the gaps beside them, counted: an oracle of plain loops, and what always adds up."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.absences import NONE, OPEN, SHUT, atlas_of, cover, event
from support.rows import mission, source

import geo
from geo import absence, parties
from geo.atlas.absence import counterparts, number_of_states
from geo.dataset import MODELS, Dataset
from geo.evidence import UNDATED
from geo.reports.networks import Level, counted
from geo.reports.networks.counting import COUNTED_AS, ENDS, UNSURE
from geo.selection import Selection

CODES = ("VEN", "PRK", "CUB", "CHN", "EUE", "HKG")
PARTS = ("known", "known_possible", "left_out", "non_resident", "known_none", "no_data")
DAY = "2020-01-01"
OPENED = cache(geo.Atlas.open)


def _row(table: Any, code: str) -> dict[str, Any]:
    found: dict[str, Any] = table.set_index("code").loc[code].to_dict()
    return found


def _expected(atlas: geo.Atlas, selection: Selection, end: str, code: str) -> dict[str, int]:
    """The same by loops over rows and pairs, with the rule of absence for one pair at a time."""
    other = ENDS[1 - ENDS.index(end)]
    found: Counter[str] = Counter()
    sure, possible = set(), set()
    for one in atlas.missions(selection).to_dict("records"):
        if one[end] != code:
            continue
        if one["certainty"] == "yes" and one["status"] not in UNSURE:
            found["missions"] += 1
            found[COUNTED_AS[one["kind"]]] += 1
            sure.add(one[other])
        else:
            found["possible"] += 1
            possible.add((one[other], one["status"] == UNDATED))
    for far in counterparts(selection.as_of_day):
        if far == code:
            continue
        found["denominator"] += 1
        pair = (code, far) if end == "sending" else (far, code)
        face = absence(atlas, *pair, selection.as_of, selection.known_on)
        if far in sure:
            found["known"] += 1
        elif (far, False) in possible:
            found["known_possible"] += 1
        elif face is not None and face.face == "covered":
            found["non_resident"] += 1
        elif (far, True) in possible:
            found["known_possible"] += 1
        elif face is None:
            found["left_out"] += 1
        else:
            found[{"none": "known_none", "unknown": "no_data"}[face.face]] += 1
    found["states"] = len(sure)
    return found


COUNTS = (
    "missions",
    "possible",
    "embassy",
    "consulate",
    "liaison",
    "states",
    "denominator",
    *PARTS,
)


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("code", ["VEN", "PRK", "CUB"])
@pytest.mark.parametrize(
    "selection",
    [Selection(), Selection(kinds=("consulate",)), Selection(as_of="2015-01-01", undated="all")],
    ids=["all", "consulates", "then"],
)
def test_counts_are_those_of_plain_loops(
    atlas: geo.Atlas, selection: Selection, code: str, end: str
) -> None:
    counts = _row(counted(atlas, selection).by(end), code)
    expected = _expected(atlas, selection, end, code)
    assert {name: counts[name] for name in COUNTS} == {name: expected[name] for name in COUNTS}


_EVENTS = st.sampled_from(
    [
        [("opened", "2015-06-01", "on")],
        [("opened", "2015-06-01", "on"), ("closed", "2018-01-01", "on")],
        [("listed", "2024", "attested")],
        [("announced", "2016", "on")],
        [("opened", "2019/2021", "on")],
    ]
)
_MISSIONS = st.lists(
    st.tuples(
        st.sampled_from(CODES),
        st.sampled_from(CODES),
        st.sampled_from(["embassy", "consulate"]),
        _EVENTS,
    ).filter(lambda one: one[0] != one[1]),
    max_size=8,
)
_COVERAGE = st.lists(
    st.tuples(
        st.sampled_from(CODES[:4]), st.sampled_from(CODES[:4]), st.sampled_from(["none", "covered"])
    ).filter(lambda one: one[0] != one[1]),
    max_size=4,
    unique_by=lambda one: one[:2],
)


def _made(missions: list[Any], coverage: list[Any]) -> geo.Atlas:
    tables: dict[str, Any] = {name: [] for name in (*MODELS, "places")}
    tables["sources"] = [source("early", published="2010-01-01")]
    for number, (sending, receiving, kind, events) in enumerate(missions):
        name = f"m{number}"
        ends = {"sending": sending, "receiving": receiving, "kind": kind}
        tables["missions"].append(mission(name, **ends))
        tables["events"] += [event(*told, of=name) for told in events]
    for number, (sending, receiving, face) in enumerate(coverage):
        ends = {"sending": sending, "receiving": receiving, "valid": "2012-01-01"}
        tables["coverage"].append(cover(f"c{number}", face, **ends))
    return geo.Atlas(Dataset(Path("p"), tables, {}, {"name": "p"}, ""))


@settings(max_examples=25)
@given(_MISSIONS, _COVERAGE, st.sampled_from([(), ("embassy",)]), st.sampled_from(ENDS))
def test_made_up_datasets_count_as_loops_do(
    missions: list[Any], coverage: list[Any], kinds: tuple[str, ...], end: str
) -> None:
    atlas = _made(missions, coverage)
    selection = Selection(as_of=DAY, kinds=kinds)
    table = counted(atlas, selection).by(end)
    for code in {*CODES} & {*table["code"]}:
        counts, expected = _row(table, code), _expected(atlas, selection, end, code)
        assert {name: counts[name] for name in COUNTS} == {n: expected[n] for n in COUNTS}


_SOME = st.lists(st.sampled_from(CODES[:4]), max_size=3, unique=True).map(tuple)


@settings(max_examples=40)
@given(
    _SOME,
    _SOME,
    _SOME,
    _SOME,
    st.sampled_from(["1960-01-01", "2015-01-01", DAY]),
    st.sampled_from(ENDS),
)
def test_what_is_known_and_what_is_not_is_the_denominator(
    states: tuple[str, ...],
    among: tuple[str, ...],
    sending: tuple[str, ...],
    receiving: tuple[str, ...],
    day: str,
    end: str,
) -> None:
    chosen = Selection(states=states, among=among, sending=sending, receiving=receiving, as_of=day)
    atlas = OPENED()
    counting = counted(atlas, chosen)
    table = counting.by(end)
    assert (table[list(PARTS)].sum(axis=1) == table["denominator"]).all()
    assert (table[["embassy", "consulate", "liaison"]].sum(axis=1) == table["missions"]).all()
    assert table["missions"].sum() + table["possible"].sum() == len(atlas.missions(chosen))
    assert table["coverage"].between(0.0, 1.0).all()


def test_both_ends_count_the_same_missions(atlas: geo.Atlas) -> None:
    counting = counted(atlas, Selection())
    sent, received = (counting.by(end) for end in ENDS)
    assert sent["missions"].sum() == received["missions"].sum()
    assert sent["possible"].sum() == received["possible"].sum()


def test_an_undated_mission_is_possible_and_never_surely_there() -> None:
    atlas = atlas_of([], [event("listed", "2024", "attested")])
    counting = counted(atlas, Selection(as_of=DAY))
    sent = _row(counting.by("sending"), "VEN")
    assert (sent["missions"], sent["possible"], sent["known"]) == (0, 1, 0)
    assert counting.level("VEN", "PRK") is Level.POSSIBLE
    assert sent["known_possible"] == 1
    # Nothing is known of the rest: a possible mission is no knowledge.
    assert sent["coverage"] == 0.0


@pytest.mark.parametrize(
    ("coverage", "events", "level"),
    [
        ([], [], Level.NO_DATA),
        ([NONE], [], Level.NONE),
        ([cover("c", valid="2012-01-01")], [], Level.NON_RESIDENT),
        ([NONE], OPEN, Level.EMBASSY),
        ([], SHUT, Level.NO_DATA),
        (
            [cover("c", valid="2012-01-01")],
            [event("listed", "2024", "attested")],
            Level.NON_RESIDENT,
        ),
    ],
)
def test_level_of_a_pair(coverage: list[Any], events: list[Any], level: Level) -> None:
    assert counted(atlas_of(coverage, events), Selection(as_of=DAY)).level("VEN", "PRK") is level


def test_a_mission_that_filters_leave_out_is_no_absence() -> None:
    counting = counted(atlas_of([NONE], OPEN), Selection(kinds=("consulate",), as_of=DAY))
    assert counting.level("VEN", "PRK") is Level.LEFT_OUT
    assert _row(counting.by("sending"), "VEN")["left_out"] == 1


def test_an_entity_is_no_other_state_but_has_a_row_of_its_own(atlas: geo.Atlas) -> None:
    made = _made([("EUE", "VEN", "delegation", [("opened", "2015-06-01", "on")])], [])
    counting = counted(made, Selection(as_of=DAY))
    received, sent = counting.by("receiving"), counting.by("sending")
    states = len(counterparts(Selection(as_of=DAY).as_of_day))
    venezuela = _row(received, "VEN")
    assert (venezuela["missions"], venezuela["states"], venezuela["known"]) == (1, 1, 0)
    assert venezuela["denominator"] == states - 1
    assert _row(sent, "EUE")["denominator"] == states
    assert "EUE" not in set(received["code"])


def test_a_former_state_counts_only_while_it_existed(atlas: geo.Atlas) -> None:
    assert "SUN" in set(counted(atlas, Selection(as_of="1980-01-01")).by("sending")["code"])
    today = counted(atlas, Selection()).by("sending")
    assert "SUN" not in set(today["code"])
    assert not {one.code for one in parties.parties() if one.former} & set(today["code"])


def test_a_dataset_without_missions() -> None:
    table = counted(_made([], []), Selection(as_of=DAY)).by("sending")
    assert (table["no_data"] == table["denominator"]).all()
    assert (table["coverage"] == 0.0).all()


@pytest.mark.parametrize(
    ("kind", "level", "group"),
    [
        ("embassy", Level.EMBASSY, "embassy"),
        ("high_commission", Level.EMBASSY, "embassy"),
        ("nunciature", Level.EMBASSY, "embassy"),
        ("delegation", Level.OTHER, "liaison"),
        ("mission", Level.OTHER, "liaison"),
        ("interests_section", Level.OTHER, "liaison"),
        ("consulate", Level.OTHER, "consulate"),
    ],
)
def test_only_embassies_count_as_embassies(kind: str, level: Level, group: str) -> None:
    made = _made([("PRK", "CUB", kind, [("opened", "2015-06-01", "on")])], [])
    counting = counted(made, Selection(as_of=DAY))
    assert counting.level("PRK", "CUB") is level
    row = _row(counting.by("sending"), "PRK")
    assert {one for one in ("embassy", "consulate", "liaison") if row[one]} == {group}


@pytest.mark.parametrize(
    ("day", "there", "absent"),
    [
        ("1980-06-01", {"SUN", "DDR", "YUG", "DEU"}, {"UKR", "SSD", "TLS", "SVK"}),
        ("1960-06-01", {"SUN", "IND", "GHA"}, {"DZA", "UGA", "SSD"}),
        ("2020-01-01", {"UKR", "SSD", "TLS"}, {"SUN", "DDR", "YUG"}),
    ],
)
def test_states_of_a_day_are_those_that_were_founded(
    day: str, there: set[str], absent: set[str]
) -> None:
    states = set(counterparts(Selection(as_of=day).as_of_day))
    assert there <= states
    assert not absent & states


def test_the_number_of_states_is_said_to_be_known_only_where_it_is() -> None:
    days = {"1700-01-01": "unknown", "1980-01-01": "about", "1993-01-01": "known"}
    for day, said in days.items():
        assert number_of_states(Selection(as_of=day).as_of_day) == said
