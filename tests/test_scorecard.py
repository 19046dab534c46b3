"""A dataset measured, and against what others count."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import geo
from geo.cli import main
from geo.errors import SourceFaulty

DAY = "2026-11-29"
Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def made(text: str) -> Path:
        path = tmp_path / "given.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return made


def part(card: object, name: str) -> tuple[int | None, int | None]:
    (found,) = (one for one in card.measures if one.name == name)  # type: ignore[attr-defined]
    return found.part, found.whole


def test_measures_agree_with_a_plain_count(atlas: geo.Atlas) -> None:
    selection = geo.Selection(as_of=DAY)
    card = geo.scorecard(atlas, selection)
    rows = atlas.missions(selection).to_dict("records")
    vague = sum(row["exactness"] in ("city", "state") for row in rows)
    assert part(card, "points") == (len(rows) - vague, len(rows))
    assert part(card, "opened") == (sum(row["opened"] != "" for row in rows), len(rows))
    assert part(card, "evidence") == (sum(row["last_evidence"] != "" for row in rows), len(rows))
    assert card.by_state["missions"].sum() == len(rows)
    assert card.by_state["points"].sum() == len(rows) - vague


def test_nothing_is_claimed_without_a_list_or_a_sample(atlas: geo.Atlas) -> None:
    card = geo.scorecard(atlas, geo.Selection(as_of=DAY))
    assert part(card, "listed") == part(card, "sample") == (None, None)
    assert {one["share"] for one in card.as_dict()["measures"] if one["name"] == "listed"} == {None}


def test_a_list_is_looked_for_by_names_types_and_cities(atlas: geo.Atlas, write: Write) -> None:
    listed = write(
        "sending,receiving,kind,city\n"
        "North Korea,VEN,embassy,caracas\n"
        "PRK,Venezuela,,\n"
        "PRK,VEN,consulate,\n"
        "AUS,VEN,,\n"
    )
    card = geo.scorecard(atlas, geo.Selection(as_of=DAY), listed=listed)
    assert part(card, "listed") == (2, 4)
    assert [(row["sending"], row["kind"]) for row in card.missing] == [
        ("PRK", "consulate"),
        ("AUS", ""),
    ]


def test_a_sample_is_compared_value_by_value(atlas: geo.Atlas, write: Write) -> None:
    sample = write(
        "mission,status,opened,city\n"
        "prk-embassy-caracas,open,2015,Caracas\n"
        "ven-embassy-pyongyang,open,2019-08-22,\n"
        "no-such-mission,open,,\n"
    )
    card = geo.scorecard(atlas, geo.Selection(as_of=DAY), sample=sample)
    assert part(card, "sample") == (3, 5)
    assert card.unknown == ("no-such-mission",)
    assert {(row["mission"], row["property"]) for row in card.wrong} == {
        ("ven-embassy-pyongyang", "status"),
        ("ven-embassy-pyongyang", "opened"),
    }


def test_all_faults_of_a_table_are_told_at_once(atlas: geo.Atlas, write: Write) -> None:
    listed = write("sending,receiving,kind\nKorea,VEN,\n,VEN,embassy\nPRK,VEN,castle\n")
    with pytest.raises(SourceFaulty) as raised:
        geo.scorecard(atlas, listed=listed)
    assert [(one.row, one.column) for one in raised.value.problems] == [
        (2, "sending"),
        (3, "sending"),
        (4, "kind"),
    ]
    with pytest.raises(SourceFaulty, match='lacks the column "receiving"'):
        geo.scorecard(atlas, listed=write("sending\nPRK\n"))


def test_totals_of_named_lists_are_explained_mission_by_mission(atlas: geo.Atlas) -> None:
    """Seoul's list of January 2024 names 44; three more are open here, and it has Lima."""
    found = geo.totals(atlas).set_index("source")
    row = found.loc["kangnamtimes-2024-01"]
    assert (row["reported"], row["explained"]) == (44, "by name")
    here = [one.partition(" ")[0] for one in row["only_here"].split("|")]
    assert here == [
        "prk-consulate-general-karachi",
        "prk-embassy-sanaa",
        "prk-representative-office-tokyo",
    ]
    there = [one for one in row["only_there"].split("|") if one]
    assert row["reported"] == row["sure"] - len(here) + len(there)


@pytest.mark.parametrize(
    ("source", "reported"),
    [
        ("donga-2023-10-31", 53),
        ("koreatimesus-2025-02-21", 15),
        ("segye-2025-02-21", 16),
    ],
)
def test_other_totals_are_left_unexplained(atlas: geo.Atlas, source: str, reported: int) -> None:
    row = geo.totals(atlas).set_index("source").loc[source]
    assert row["reported"] == reported
    working = row["sure"] - row["suspended"] * (row["counted"] == "open embassies")
    assert row["difference"] == reported - working
    assert row["explained"] == ("unexplained" if row["difference"] else "no difference")
    assert not row["only_here"]


def test_embassies_in_pyongyang_differ_by_those_that_are_suspended(atlas: geo.Atlas) -> None:
    found = geo.totals(atlas)
    row = found[(found["direction"] == "received") & (found["rank"] == "preferred")].iloc[0]
    assert row["counted"] == "open embassies"
    assert row["difference"] == row["reported"] - (row["sure"] - row["suspended"])
    assert abs(row["difference"]) <= 1 + row["possible"]


def test_a_user_adds_totals(atlas: geo.Atlas, write: Write) -> None:
    """46 posts on 5 December 2023, by Seoul's count."""
    given = write("party,direction,date,count,source\nPRK,sent,2023-12-05,46,Seoul\n")
    found = geo.totals(atlas, given).set_index("source")
    shown = atlas.missions(geo.Selection(sending=("PRK",), as_of="2023-12-05"))
    row = found.loc["Seoul"]
    assert (row["reported"], row["explained"]) == (46, "unexplained")
    assert row["sure"] + row["possible"] == len(shown)


def test_the_commands_print_tables_and_json(
    capsys: pytest.CaptureFixture[str], write: Write
) -> None:
    assert main(["scorecard", "--receiving", "VEN", "--as-of", DAY]) == 0
    assert "Missions with an opening date" in capsys.readouterr().out
    own = str(geo.Atlas.open().dataset.folder)
    assert main(["scorecard", "--against", own]) == 0
    assert "Number (atlas)" in capsys.readouterr().out
    assert main(["totals", "--json"]) == 0
    assert '"kangnamtimes-2024-01"' in capsys.readouterr().out
    assert main(["scorecard", "--list", str(write("sending,receiving\nKorea,VEN\n"))]) == 1
    assert "column sending" in capsys.readouterr().err
    assert main(["totals", str(write("x\n1\n"))]) == 1
    assert "party" in capsys.readouterr().err


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_shows_measures_and_totals(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from streamlit.testing.v1 import AppTest

    monkeypatch.setattr("sys.argv", ["app.py"])
    script = (
        "import streamlit as st\n"
        "from geo.ui import page_list, sidebar\n"
        "st.session_state['scorecard'] = True\n"
        "sidebar.view('quality')\n"
        "page_list.draw('quality')\n"
    )
    app = AppTest.from_string(script, default_timeout=120)
    app.query_params |= {"lang": language, "view": "all"}
    app.run()
    assert not app.exception
    measures, states, found = (one.value for one in app.dataframe)
    assert len(measures) > 5
    assert len(states) > 50
    assert sorted(found.iloc[:, 5]) == sorted(geo.totals(geo.Atlas.open())["reported"])
