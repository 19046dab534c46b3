"""The report on two states: who opened first and how surely, the gap, distance, events."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support.absences import event
from support.command import run
from support.rows import mission, source

import geo
from geo.dataset import MODELS, Dataset
from geo.errors import EmptySelection, InvalidSelection
from geo.figures import timeline
from geo.i18n import ENGLISH, tr
from geo.render import sentences
from geo.reports.timelines import timelines
from geo.vocabulary import KINDS


def _pair(*events: dict[str, str]) -> geo.Atlas:
    """An atlas of an embassy of each of two states in the other, with these events."""
    tables: dict[str, Any] = {name: [] for name in (*MODELS, "places")}
    tables["sources"] = [source("early", published="2022-01-01")]
    caracas = {"sending": "PRK", "receiving": "VEN", "city": "Caracas"}
    tables["missions"] = [mission("ours"), mission("theirs", **caracas)]
    tables["events"] = list(events)
    return geo.Atlas(Dataset(Path("p"), tables, {}, {"name": "p"}, ""))


def _order(ours: tuple[str, str], theirs: tuple[str, str]) -> dict[str, object]:
    events = [event("opened", *ours, of="ours"), event("opened", *theirs, of="theirs")]
    found: dict[str, object] = geo.pair(_pair(*events), "VEN", "PRK").facts["order"]
    return found


def test_the_founding_story(atlas: geo.Atlas) -> None:
    report = geo.pair(atlas, "Venezuela", "North Korea")
    any_, embassies = report.facts["order"], report.facts["order_of_embassies"]
    assert (any_["first"], any_["certainty"]) == ("PRK", "yes")
    assert any_["openings"][0]["mission"] == "prk-representative-office-caracas"
    assert (embassies["first"], embassies["certainty"]) == ("PRK", "yes")
    assert embassies["openings"][1]["earliest"] == "2019-08-21"
    assert 3.6 < embassies["least_days"] / 365.25 < embassies["most_days"] / 365.25 < 4.3
    assert report.facts["distance_m"] == pytest.approx(14_370_000, abs=10_000)
    assert set(report.facts["ends"]) == {"ven-embassy-pyongyang", "prk-embassy-caracas"}
    said = sentences(report, ENGLISH)
    assert said[0].startswith("First mission: North Korea opened first (1991); Venezuela followed")
    assert any(one.startswith("First embassy: North Korea opened first") for one in said)
    assert any("opened first (2015); Venezuela followed" in one for one in said)
    assert "about 14,370 km, from Pyongyang to Caracas" in said[-1]
    assert "14\u00a0370 km, de " in sentences(report, tr("es"))[-1]
    missions = report.tables["missions"].set_index("id")
    office = missions.loc["prk-representative-office-caracas"]
    assert (office["opened"], office["reopened"]) == ("1991", "2000")
    assert set(missions["reopened"]) == {"", "2000"}
    conflicts = report.tables["conflicts"]
    assert set(conflicts.loc[conflicts["settled"] == "tie", "in_use"]) == {""}
    assert conflicts["card"].all()
    heads = set(report.tables["heads"]["head"])
    assert {"Ri Sung Gil", "Han Song Guk", "Mauricio Andrés Bardinet Tatá"} <= heads
    assert "relations established" in " ".join(report.tables["conflicts"]["about"])


@pytest.mark.parametrize(
    ("ours", "theirs", "first", "certainty", "gap"),
    [
        (("2010-01-01", "on"), ("2012-01-01", "on"), "VEN", "yes", (730, 730)),
        (("2012-01-01", "on"), ("2010-01-01", "on"), "PRK", "yes", (730, 730)),
        (("2010", "on"), ("2012-01-01", "on"), "VEN", "yes", (366, 730)),
        (("2010", "on"), ("2010-07", "on"), "", "", (None, None)),
        (("2010", "on"), ("2010", "on"), "", "", (None, None)),
        (("2010/2012", "on"), ("2011/2014", "on"), "VEN", "perhaps", (0, 1825)),
        (("2010", "by"), ("2012", "on"), "VEN", "yes", (366, None)),
        (("2012", "by"), ("2010", "on"), "", "", (None, None)),
        (("2010", "by"), ("2012", "by"), "", "", (None, None)),
        (("2010", "on"), ("2012", "after"), "VEN", "yes", (366, None)),
    ],
)
def test_dates_that_do_not_order_leave_the_order_open(
    ours: tuple[str, str], theirs: tuple[str, str], first: str, certainty: str, gap: object
) -> None:
    found = _order(ours, theirs)
    assert (found["first"], found["certainty"]) == (first, certainty)
    assert (found["least_days"], found["most_days"]) == gap


days = st.dates(geo.dates.day_of("1950-01-01"), geo.dates.day_of("2020-01-01"))


@given(st.tuples(days, days).map(sorted), st.tuples(days, days).map(sorted))
def test_the_order_holds_for_any_days_that_the_dates_admit(ours: list, theirs: list) -> None:  # type: ignore[type-arg]
    found = _order((f"[{ours[0]}..{ours[1]}]", "on"), (f"[{theirs[0]}..{theirs[1]}]", "on"))
    if not found["first"]:
        return
    early, late = (ours, theirs) if found["first"] == "VEN" else (theirs, ours)
    if found["certainty"] == "yes":
        assert early[1] < late[0], "whatever day is true"
    assume(found["most_days"] is not None)
    least, most = (late[0] - early[1]).days, (late[1] - early[0]).days
    assert found["least_days"] == max(least, 0)
    assert found["most_days"] == most


def test_a_plan_is_no_opening_and_one_alone_is_said() -> None:
    plan, there = event("announced", "2010", of="ours"), event("opened", "2012", of="theirs")
    atlas = _pair(plan, there)
    report = geo.pair(atlas, "VEN", "PRK")
    assert [one["sending"] for one in report.facts["order"]["openings"]] == ["PRK"]
    assert report.facts["order"]["first"] == ""
    assert "no embassy of Venezuela is known" in sentences(report, ENGLISH)[0]


def test_events_are_counted_by_type_with_first_and_last(atlas: geo.Atlas) -> None:
    events = geo.pair(atlas, "VEN", "PRK").tables["events"]
    rows = [one for one in atlas.dataset.relations if {one.a, one.b} == {"PRK", "VEN"}]
    visits = events[(events["of"] == "between") & (events["event"] == "visit")].iloc[0]
    assert visits["count"] == sum(one.kind == "visit" and one.sense != "planned" for one in rows)
    assert visits["first"] < visits["last"]


def test_both_days_count(atlas: geo.Atlas) -> None:
    early = geo.pair(atlas, "VEN", "PRK", geo.Selection(as_of="2014-01-01"))
    assert not {"ven-embassy-pyongyang"} & set(early.tables["missions"]["id"])
    assert early.facts["distance_m"] is None
    unheard = geo.pair(atlas, "VEN", "PRK", geo.Selection(known_on="2000-01-01"))
    assert not len(unheard.tables["heads"])


def test_a_direction_without_a_mission_is_no_data_not_none(atlas: geo.Atlas) -> None:
    tables = geo.pair(atlas, "FRA", "TUV").tables
    assert not len(tables["accreditations"]), "no data is no missing mission"
    assert set(tables["no_data"]["sending"]) == {"FRA", "TUV"}
    said = sentences(geo.pair(atlas, "FRA", "TUV"), ENGLISH)
    assert "may still exist" in said[0]


def test_a_state_with_itself_and_former_states(atlas: geo.Atlas) -> None:
    with pytest.raises(InvalidSelection, match="different"):
        geo.pair(atlas, "VEN", "Venezuela")
    assert geo.pair(atlas, "DDR", "PRK").parties == ("DDR", "PRK")


def test_types_narrow_the_missions(atlas: geo.Atlas) -> None:
    chosen = geo.Selection(kinds=("liaison",))
    report = geo.pair(atlas, "VEN", "PRK", chosen)
    assert {KINDS[kind] for kind in report.tables["missions"]["kind"]} == {"liaison"}
    assert report.facts["order_of_embassies"]["openings"] == []


def test_the_command_prints_sentences_tables_and_json(tmp_path: Path) -> None:
    ended = run("pair", "VEN", "PRK", cwd=tmp_path)
    assert ended.returncode == 0
    assert ended.stdout.startswith("First mission: North Korea opened first")
    told = orjson.loads(run("pair", "VEN", "PRK", "--json").stdout)
    assert told["order"]["first"] == "PRK"
    assert told["ends"] == ["ven-embassy-pyongyang", "prk-embassy-caracas"]
    refused = run("pair", "VEN", "VEN")
    assert (refused.returncode, refused.stdout) == (2, "")


def test_a_mission_to_the_united_nations_is_no_embassy(atlas: geo.Atlas) -> None:
    report = geo.pair(atlas, "PRK", "USA", geo.Selection(as_of="2026-01-01"))
    assert report.facts["order"]["openings"]
    assert not report.facts["order_of_embassies"]["openings"]
    assert not any(one.startswith("First embassy") for one in sentences(report, ENGLISH))


def test_a_former_state_is_said_to_have_ended_only_after_its_end(atlas: geo.Atlas) -> None:
    said = {
        day: sentences(geo.pair(atlas, "VEN", "YUG", geo.Selection(as_of=day)), ENGLISH)
        for day in ("1985", "2024")
    }
    assert said["2024"][0] == "Yugoslavia ended on 27 April 1992."
    assert not any("ended" in one for one in said["1985"])


def test_nothing_between_two_states_has_no_figure(atlas: geo.Atlas) -> None:
    told = timelines(atlas, ["pair:VEN-YUG"])
    with pytest.raises(EmptySelection, match="no event"):
        timeline(atlas, told)


def test_an_opening_known_only_by_its_latest_day_is_not_dated_to_it() -> None:
    atlas = _pair(event("opened", "2010", "by", of="ours"), event("opened", "2012", of="theirs"))
    dates = {
        one["sending"]: one["date"]
        for one in geo.pair(atlas, "VEN", "PRK").facts["order"]["openings"]
    }
    assert dates == {"VEN": "", "PRK": "2012"}
