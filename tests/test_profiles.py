"""The profile of a state: counts with denominators, ranks, changes, one-sided ties, gaps."""

from __future__ import annotations

from collections import Counter

import orjson
import pytest
from support.command import run

import geo
from geo.atlas.absence import absence
from geo.errors import AmbiguousState, UnknownState
from geo.i18n import LANGUAGES, tr
from geo.render import sentences
from geo.reports.networks import counted
from geo.reports.networks.counting import UNSURE

DAY = geo.Selection(as_of="2024-01-01")


def test_counts_are_those_of_the_missions_shown(atlas: geo.Atlas) -> None:
    report = geo.profile(atlas, "Venezuela", DAY)
    frame = atlas.missions(DAY.but(sending=("VEN",)))
    sure = frame[(frame["certainty"] == "yes") & ~frame["status"].isin(UNSURE)]
    assert report.facts["sent"]["missions"] == len(sure)
    assert report.facts["sent"]["possible"] == len(frame) - len(sure)
    types = report.tables["types"]
    sent = types[types["direction"] == "sent"].set_index("kind")["missions"]
    assert Counter(sure["kind"]) == Counter({k: n for k, n in sent.items() if n})


def test_a_rank_is_counted_among_the_states_of_the_day(atlas: geo.Atlas) -> None:
    side = geo.profile(atlas, "PRK", DAY).facts["received"]
    table = counted(atlas, DAY).by("receiving").set_index("code")["missions"]
    states = [one for one in geo.parties.parties() if one.is_state and one.code in table.index]
    more = [one.code for one in states if table[one.code] > table["PRK"]]
    assert side["rank"] == len(more) + 1
    assert side["ranked"] == sum(table[one.code] > 0 for one in states)
    same = [one.code for one in states if table[one.code] == table["PRK"]]
    assert side["tied"] == len(same) - 1
    parts = ("known", "known_possible", "left_out", "non_resident", "known_none", "no_data")
    assert sum(side[one] for one in parts) == side["denominator"]


def test_one_sided_is_never_no_where_nothing_is_known(atlas: geo.Atlas) -> None:
    words = {"none": "none", "covered": "non_resident", "unknown": "no_data"}
    for name in ("one_way", "one_sided"):
        rows = geo.profile(atlas, "VEN", DAY).tables[name].to_dict("records")
        assert rows
        for row in rows:
            pair = ("VEN", row["other"]) if row["direction"] == "sent" else (row["other"], "VEN")
            assert absence(atlas, *pair, DAY.as_of) is None, "there is a mission in this direction"
            back = absence(atlas, *pair[::-1], DAY.as_of)
            if row["other_way"] != "possible":
                assert row["other_way"] == words[back.face]  # type: ignore[union-attr]
            confirmed = row["other_way"] in ("none", "non_resident")
            assert confirmed == (name == "one_way")


def test_changes_are_of_the_last_years_and_say_where_that_is_not_sure(atlas: geo.Atlas) -> None:
    report = geo.profile(atlas, "VEN", DAY, years=5)
    changes = report.tables["changes"]
    assert report.facts["since"] == "2019-01-01"
    row = changes[changes["mission"] == "ven-embassy-pyongyang"].to_dict("records")
    assert [(one["event"], one["certainty"]) for one in row if one["event"] == "opened"] == [
        ("opened", "yes")
    ]
    assert set(changes["event"]) <= {"opened", "reopened", "suspended", "closed"}
    for one in changes.to_dict("records"):
        first, last = (int(days[0]) for days in geo.dates.ordinals([one["date"]]))
        assert last >= geo.dates.day_of("2019-01-01").toordinal() or one["sense"] == "after"
        assert first <= DAY.as_of_day or one["sense"] in ("by", "attested")
    early = geo.profile(atlas, "VEN", DAY.but(known_on="2019-01-26"), years=5)
    assert "ven-embassy-pyongyang" not in set(
        early.tables["changes"].query("event == 'opened'")["mission"]
    )


def test_a_mission_has_its_head_opposite_and_city(atlas: geo.Atlas) -> None:
    missions = geo.profile(atlas, "VEN", DAY).tables["missions"].set_index("id")
    pyongyang = missions.loc["ven-embassy-pyongyang"]
    assert pyongyang["opposite"] == "prk-embassy-caracas"
    assert pyongyang["other_way"] == "embassy"
    assert pyongyang["in_city"] == len(atlas.missions(DAY.but(cities=("Pyongyang",))))
    assert missions.loc["prk-embassy-caracas", "head"] == "", "he had left by November 2023"
    before = geo.profile(atlas, "PRK", DAY.but(as_of="2019-02-01")).tables["missions"]
    caracas = before[before["id"] == "prk-embassy-caracas"].iloc[0]
    assert (caracas["head"], caracas["head_date"]) == ("Ri Sung Gil", "2019-01-25")


def test_states_of_the_selection_do_not_matter(atlas: geo.Atlas) -> None:
    whole = geo.profile(atlas, "VEN", DAY)
    other = geo.profile(atlas, "VEN", DAY.but(sending=("CUB",), among=("CUB", "CHN")))
    assert whole.facts == other.facts
    embassies = geo.profile(atlas, "VEN", DAY.but(kinds=("embassy",)))
    assert set(embassies.tables["missions"]["kind"]) <= {"embassy", "nunciature", "delegation"}


@pytest.mark.parametrize(
    ("party", "day", "told"),
    [
        ("DDR", "2024", "ended on 3 October 1990"),
        ("EUE", "2024", "not counted as a state"),
        ("NRU", "2024", "no mission of Nauru"),
        ("VEN", "1500", "shown on this date"),
        ("HKG", "2024", "not counted as a state"),
    ],
)
def test_what_has_no_usual_profile_explains_itself(
    atlas: geo.Atlas, party: str, day: str, told: str
) -> None:
    report = geo.profile(atlas, party, geo.Selection(as_of=day))
    said = {language: " ".join(sentences(report, tr(language))) for language in LANGUAGES}
    assert told in said["en"]
    assert said["es"] != said["en"]


def test_names_are_checked_as_everywhere(atlas: geo.Atlas) -> None:
    with pytest.raises(UnknownState, match="France"):
        geo.profile(atlas, "Frence")
    with pytest.raises(AmbiguousState, match="PRK"):
        geo.profile(atlas, "Korea")
    for blank in ("", "  "):
        with pytest.raises(UnknownState):
            geo.profile(atlas, blank)


def test_the_command_prints_sentences_tables_and_json() -> None:
    ended = run("state", "VEN", "--as-of", "2024-01-01")
    assert ended.returncode == 0
    assert ended.stdout.startswith("Venezuela sends ")
    assert "\nOpened and closed in the last years\n" in ended.stdout
    told = orjson.loads(run("state", "VEN", "--as-of", "2024-01-01", "--json").stdout)
    assert told["parties"] == ["VEN"]
    assert told["sent"]["denominator"] == told["received"]["denominator"]
    assert len(told["missions"]) == sum(
        told[side]["missions"] + told[side]["possible"] for side in ("sent", "received")
    )
    assert told["gaps"]["no_data_sent"] == told["sent"]["no_data"]


def test_a_state_without_a_known_mission_has_no_rank(atlas: geo.Atlas) -> None:
    report = geo.profile(atlas, "DDR", geo.Selection(as_of="1980"))
    assert {report.facts[side]["rank"] for side in ("sent", "received")} == {None}
    assert "rank" not in " ".join(sentences(report, tr("en")))


def test_a_rank_with_few_data_says_so_and_names_ties(atlas: geo.Atlas) -> None:
    report = geo.profile(atlas, "FRA", DAY)
    side = report.facts["sent"]
    assert side["tied"] > 0
    said = " ".join(sentences(report, tr("en")))
    assert f"rank {side['rank']} (shared with {side['tied']} others)" in said
    assert "The true rank may differ" in said


def test_the_number_of_other_states_is_no_fact_before_it_is_known(atlas: geo.Atlas) -> None:
    said = {
        day: " ".join(sentences(geo.profile(atlas, "DDR", geo.Selection(as_of=day)), tr("en")))
        for day in ("1980",)
    }
    assert "of about" in said["1980"]
    assert "possibly has a mission in 1 state and no data for" in said["1980"]
    assert "not matching" not in said["1980"]


def test_a_former_state_is_told_one_way_to_another_date(atlas: geo.Atlas) -> None:
    def said(day: str, party: str = "DDR") -> str:
        return " ".join(sentences(geo.profile(atlas, party, geo.Selection(as_of=day)), tr("en")))

    assert "Choose an earlier" in said("2024")
    assert "Choose a later" not in said("2024")
    assert "Choose an earlier" not in said("1980")
    assert "2026" not in said("1985", "YUG"), "nothing is of a day after its end"


def test_nothing_changes_after_the_end_of_a_state_and_sure_changes_come_first(
    atlas: geo.Atlas,
) -> None:
    changes = geo.profile(atlas, "PRK", geo.Selection(as_of="2026-01-01")).tables["changes"]
    assert not {"YMD", "YUG", "DDR", "SUN"} & set(changes["other"])
    sure = (changes["certainty"] == "yes").tolist()
    assert any(sure)
    assert sure == sorted(sure, reverse=True)
