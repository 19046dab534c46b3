"""Absence and its three faces, as a table of cases: from the table coverage, on both clocks."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.absences import (
    CASES,
    FROM_EMBASSY,
    GONE,
    SHUT,
    SOURCES,
    atlas_of,
    cover,
    event,
)

import geo
from geo import dataset, exporters, parties
from geo.atlas import absence
from geo.atlas.absence import Absence
from geo.cli import main
from geo.errors import AmbiguousState, InvalidDate, InvalidSelection, UnknownMission, UnknownState
from geo.figures import alt_text, figure
from geo.figures.canvas.sheet import Sheet
from geo.figures.world import world_drawing
from geo.i18n import LANGUAGES, tr
from geo.render.card import card_body
from geo.reports import cards, quality
from geo.selection import Selection
from geo.ui import address
from geo.ui.components.list_page import listing, table_html
from geo.ui.pages import absences as absences_page
from geo.ui.state import View
from geo.vocabulary import STATUSES

# What it is about, coverage, events of the mission, events of the one in Beijing, as of, known on
# -> face ("there" for no absence), certainty, row, rows that say otherwise.


def face_of(found: Absence | None) -> tuple[str, ...]:
    if found is None:
        return ("there",)
    return found.face, found.certainty, found.row, found.also


@pytest.mark.parametrize(
    ("coverage", "events", "beijing", "as_of", "known_on", "wanted"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_the_rule_of_absence(
    coverage: list[dict[str, str]],
    events: list[dict[str, str]],
    beijing: list[dict[str, str]],
    as_of: str,
    known_on: str | None,
    wanted: tuple[str, ...],
) -> None:
    atlas = atlas_of(coverage, events, beijing)
    found = absence.absence(atlas, "VEN", "PRK", as_of, known_on)
    assert face_of(found) == wanted
    # A list tells the same of the pair as it does by itself.
    selection = Selection(states=("PRK",), as_of=as_of, known_on=known_on)
    frame = absence.absences(atlas, selection)
    listed = frame[(frame["sending"] == "VEN") & (frame["receiving"] == "PRK")]
    told = [Absence(**one) for one in listed.to_dict("records")]
    assert told == ([] if found is None else [found])


def compiled(atlas: geo.Atlas) -> dict[tuple[str, str], list[absence.AbsenceInterval]]:
    found: dict[tuple[str, str], list[absence.AbsenceInterval]] = {}
    for one in absence.absence_intervals(atlas):
        found.setdefault((one.sending, one.receiving), []).append(one)
    return found


def looked_up(intervals: list[absence.AbsenceInterval], selection: Selection) -> tuple[Any, ...]:
    day, known_on = selection.as_of_day, selection.known_on_day
    found = [
        one.known
        for one in intervals
        if one.begin <= day < one.end and one.known_begin <= known_on < one.known_end
    ]
    assert len(found) <= 1
    return tuple(found[0]) if found else ("unknown", False, "", False)


def as_compiled(found: Absence) -> tuple[Any, ...]:
    known = found.face != "unknown"
    perhaps = known and found.certainty != "yes"
    return found.face, perhaps, found.mission, found.covering == "closed"


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_intervals_hold_what_the_rule_says(case: Any) -> None:
    _, coverage, events, beijing, *_ = case
    atlas = atlas_of(coverage, events, beijing)
    intervals = compiled(atlas).get(("VEN", "PRK"), [])
    for year in (2004, *range(2009, 2021)):
        for known_on in (None, "2009", "2012", "2018-06-01", "2023"):
            selection = Selection(as_of=f"{year}-06-01", known_on=known_on)
            found = absence.absence(atlas, "VEN", "PRK", selection.as_of, known_on)
            assert found is None or as_compiled(found) == looked_up(intervals, selection)


@pytest.mark.slow
def test_intervals_of_the_bundled_dataset(atlas: geo.Atlas) -> None:
    intervals = compiled(atlas)
    states = tuple({code for ends in intervals for code in ends})
    for as_of in ("1990-01-01", "2008-06-01", "2014-07-01", "2019-01-26", "2026-11-21"):
        for known_on in (None, "2019-01-26", "2022-11-16"):
            selection = Selection(states=states, as_of=as_of, known_on=known_on)
            listed = absence.absences(atlas, selection)
            for found in (Absence(**one) for one in listed.to_dict("records")):
                ends = found.sending, found.receiving
                assert as_compiled(found) == looked_up(intervals.get(ends, []), selection)


def test_what_a_mission_that_closed_leaves_behind_is_told() -> None:
    found = absence.absence(atlas_of([], SHUT), "VEN", "PRK", "2020")
    assert found is not None
    assert (found.closed, found.closed_mission) == ("2018-06-01", "own")
    before = absence.absence(atlas_of([], SHUT), "VEN", "PRK", "2014")
    assert before is not None
    assert (before.closed, before.closed_mission) == ("", "")


def test_the_covering_mission_is_told_with_its_status() -> None:
    atlas = atlas_of([FROM_EMBASSY], [], GONE)
    for day, status in (("2018", "open"), ("2020", "closed")):
        found = absence.absence(atlas, "VEN", "PRK", day)
        assert found is not None
        assert (found.mission, found.city, found.state) == ("beijing", "Beijing", "CHN")
        assert found.covering == status


DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2030, 1, 1)).map(lambda day: day.isoformat())
SPANS = st.one_of(
    DAYS,
    st.tuples(DAYS, DAYS).map(lambda ends: "/".join(sorted(ends))),
    DAYS.map(lambda day: f"../{day}"),
    DAYS.map(lambda day: f"{day}/.."),
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["none", "covered"]),
        SPANS,
        st.sampled_from(["on", "attested", "planned"]),
        st.sampled_from(list(SOURCES)),
        st.sampled_from([("PRK", "VEN"), ("VEN", "PRK")]),
    ),
    max_size=6,
)
COURSES = st.lists(
    st.tuples(st.sampled_from(["opened", "suspended", "closed", "announced"]), DAYS),
    max_size=4,
    unique_by=lambda one: one,
)


@given(ROWS, COURSES, DAYS, st.one_of(st.none(), DAYS))
def test_missing_is_never_absent(
    rows: list[Any], course: list[Any], as_of: str, known_on: str | None
) -> None:
    coverage = [
        cover(f"r{n}", face, valid=valid, sense=sense, sources=by, sending=a, receiving=b)
        for n, (face, valid, sense, by, (a, b)) in enumerate(rows)
    ]
    atlas = atlas_of(coverage, [event(kind, day) for kind, day in course])
    found = absence.absence(atlas, "VEN", "PRK", as_of, known_on)
    pair = {"sending": ("VEN",), "receiving": ("PRK",), "undated": "none"}
    everything = Selection(**pair, statuses=STATUSES, as_of=as_of, known_on=known_on)
    shown = atlas.missions(everything)
    assert (found is None) == bool((shown["status"] != "closed").any())
    if found is None:
        return
    told = {one["id"]: one for one in coverage if one["sending"] == "VEN"}
    accredited = set(atlas.relations(everything)["id"])
    # A face other than "not known" rests on a row of this pair, whose source had spoken.
    if found.face == "unknown":
        assert (found.row, found.sources, found.also) == ("", "", "")
        assert accredited == set()
    else:
        assert told[found.row]["face"] == found.face
        assert found.sources
    # What Atlas.relations tells of as an accreditation is covered, and named.
    assert (found.face == "covered") == bool(accredited)
    if accredited:
        assert accredited <= {found.row, *found.also.split("|"), *told}
        assert found.row in accredited
    # More rows that say "none" change no face but "not known".
    more = atlas_of([*coverage, cover("more", "none", valid="")], [event(*one) for one in course])
    again = absence.absence(more, "VEN", "PRK", as_of, known_on)
    assert again is not None
    assert again.face == found.face or (found.face, again.face) == ("unknown", "none")


ASKED = [
    ({"receiving": ("VEN",)}, lambda a, b: b == "VEN"),
    ({"sending": ("PRK",)}, lambda a, b: a == "PRK"),
    ({"states": ("CUB",)}, lambda a, b: "CUB" in (a, b)),
    ({"among": ("CUB", "PRK", "VEN")}, lambda a, b: {a, b} <= {"CUB", "PRK", "VEN"}),
    (
        {"sending": ("PRK",), "states": ("VEN", "CUB")},
        lambda a, b: a == "PRK" and b in ("VEN", "CUB"),
    ),
]


@pytest.mark.parametrize(("parts", "belongs"), ASKED)
def test_a_selection_asks_about_the_pairs_of_the_states_it_names(parts: Any, belongs: Any) -> None:
    day = Selection(as_of="2026-11-21", **parts)
    everyone = absence.counterparts(day.as_of_day)
    wanted = {(a, b) for a in everyone for b in everyone if a != b and belongs(a, b)}
    found = absence.asked(day)
    assert set(found) == wanted
    assert found == sorted(wanted)


def test_counterparts_are_states_on_their_days_and_no_territories() -> None:
    now = dt.date(2026, 11, 21).toordinal()
    codes = absence.counterparts(now)
    assert len(codes) == 200
    assert {"XKX", "TWN", "ESH", "PSE", "VAT"} <= set(codes)
    assert {"HKG", "ABW", "EUE", "SMOM", "DDR", "YUG"}.isdisjoint(codes)
    last = dt.date(1990, 10, 3)
    assert "DDR" in absence.counterparts(last.toordinal())
    assert "DDR" not in absence.counterparts(last.toordinal() + 1)
    # Named, they are asked about all the same.
    named = Selection(sending=("EUE",), receiving=("HKG", "VEN"))
    assert absence.asked(named) == [("EUE", "HKG"), ("EUE", "VEN")]
    assert all(parties.party_by_code(code).is_state for code in codes)


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"kinds": ("embassy",)},
        {"among": ("VEN",)},
        {"sending": ("VEN",), "receiving": ("VEN",)},
        {"sending": ("PRK",), "states": ("PRK",), "among": ("PRK", "VEN"), "receiving": ("PRK",)},
    ],
)
def test_without_a_pair_of_states_nothing_is_asked(parts: Any, atlas: geo.Atlas) -> None:
    selection = Selection(**parts)
    for ask in (absence.asked, lambda one: absence.absences(atlas, one)):
        with pytest.raises(InvalidSelection, match="Give"):
            ask(selection)
    assert absence.marked(atlas, selection) == []


def test_bad_input_is_refused(atlas: geo.Atlas) -> None:
    for bad in ("Atlantis", "", "x" * 900, "<b>"):
        with pytest.raises((UnknownState, InvalidSelection)):
            absence.absence(atlas, bad, "VEN")
    with pytest.raises(AmbiguousState):
        absence.absence(atlas, "Korea", "VEN")
    with pytest.raises(InvalidDate):
        absence.absence(atlas, "PRK", "VEN", "2019-02-31")
    with pytest.raises(InvalidSelection):
        absence.absence(atlas, "VEN", "VEN")


def test_columns_are_those_that_are_documented(atlas: geo.Atlas) -> None:
    frame = absence.absences(atlas, Selection(receiving=("VEN",)))
    assert list(frame.columns) == list(absence.COLUMNS)
    assert list(absence.COLUMNS) == list(Absence._fields)


# --- the bundled atlas ---------------------------------------------------------------------------


def test_the_bundled_atlas_says_what_its_sources_say(atlas: geo.Atlas) -> None:
    day = "2026-11-21"
    serbia = absence.absence(atlas, "SRB", "VEN", day)
    assert serbia is not None
    assert (serbia.face, serbia.city, serbia.state) == ("covered", "Havana", "CUB")
    assert serbia.sources == "wikidata-2022-11-16"
    albania = absence.absence(atlas, "ALB", "VEN", day)
    assert albania is not None
    assert albania.face == "unknown"
    uganda = absence.absence(atlas, "PRK", "UGA", day)
    assert uganda is not None
    assert (uganda.face, uganda.certainty) == ("covered", "perhaps")
    assert uganda.also == "cover-prk-uga-from-pretoria"
    norway = absence.absence(atlas, "VEN", "SWE", day)
    assert norway is not None
    assert (norway.mission, norway.covering) == ("ven-embassy-oslo", "closed")
    assert norway.certainty == "perhaps"
    assert absence.absence(atlas, "CUB", "VEN", day) is None


def test_none_is_recorded_only_where_a_source_says_so(atlas: geo.Atlas) -> None:
    rows = [one for one in atlas.dataset.rows["coverage"] if one["face"] == "none"]
    assert {(one["sending"], one["receiving"]) for one in rows} == {("VEN", "PRK"), ("PRK", "AUS")}
    for one in rows:
        assert one["valid"]
        assert one["reason"]
        assert "editors-2026-11-21" not in one["sources"]
        assert "unrecorded" not in one["sources"]
    # Before Venezuela's embassy was announced it had none, and was covered from Beijing.
    before = absence.absence(atlas, "VEN", "PRK", "2016-01-01")
    assert before is not None
    assert (before.face, before.mission) == ("covered", "ven-embassy-beijing")
    assert set(before.also.split("|")) == {"none-ven-prk-2014", "none-ven-prk-2019"}
    earlier = absence.absence(atlas, "VEN", "PRK", "1990-01-01")
    assert earlier is not None
    assert (earlier.face, earlier.row) == ("none", "none-ven-prk-2019")
    # By what was known in 2018 nobody had said so.
    unheard = absence.absence(atlas, "VEN", "PRK", "1990-01-01", "2018-01-01")
    assert unheard is not None
    assert unheard.face == "unknown"


@pytest.mark.parametrize("language", LANGUAGES)
def test_counts_add_up_and_are_told_in_words(atlas: geo.Atlas, language: str) -> None:
    said = tr(language)
    selection = Selection(receiving=("VEN",), as_of="2026-11-21")
    (told,) = absence.sentences(atlas, selection, said)
    faces = absence.absences(atlas, selection)["face"].value_counts()
    asked = len(absence.asked(selection))
    for number in (asked - faces.sum(), faces["covered"], faces["unknown"]):
        assert str(number) in told
    assert told.startswith("In Venezuela, 50 states" if language == "en" else "En Venezuela: 50")
    both = absence.sentences(atlas, selection.but(states=("VEN",), receiving=()), said)
    assert both[0] == told
    assert len(both) == 2
    among = absence.sentences(atlas, Selection(among=("PRK", "VEN", "CUB")), said)
    assert among[0].startswith("6 pa")


COUNTED = [
    ({"receiving": ("VEN",)}, ["In Venezuela, 50 states have a mission"]),
    ({"states": ("VEN",)}, ["In Venezuela, ", "Venezuela has a mission in "]),
    ({"sending": ("VEN",), "states": ("VEN",)}, ["Venezuela has a mission in "]),
    ({"sending": ("CUB", "PRK"), "states": ("PRK",)}, ["200 pairs of sending"]),
    ({"sending": ("CUB", "PRK")}, ["398 pairs of sending"]),
    ({"sending": ("PRK",), "receiving": ("VEN",)}, ["1 pair of sending"]),
    ({"among": ("PRK", "VEN"), "states": ("VEN",)}, ["In Venezuela, 1 state", "Venezuela has"]),
]


@pytest.mark.parametrize(("parts", "begin"), COUNTED)
def test_sentences_count_every_pair_once(parts: Any, begin: list[str], atlas: geo.Atlas) -> None:
    selection = Selection(as_of="2026-11-21", **parts)
    told = absence.sentences(atlas, selection, tr("en"))
    assert len(told) == len(begin)
    assert all(map(str.startswith, told, begin)), told
    numbers = [int(number) for one in told for number in re.findall(r"\d+", one)]
    if "pair" in told[0]:
        assert numbers[0] == sum(numbers[1:])
    else:
        assert sum(numbers) == len(absence.asked(selection))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_never_says_absent_for_missing(language: str) -> None:
    said = tr(language)
    faces = {
        (case[-1][0], case[-1][1]): absence.absence(atlas_of(*case[1:4]), "VEN", "PRK", *case[4:6])
        for case in CASES
        if case[-1] != ("there",)
    }
    sentences = {key: absence.sentence(one, said) for key, one in faces.items() if one}
    assert len(set(sentences.values())) == len(sentences) >= 5
    unknown = sentences["unknown", ""]
    assert said("absence.title.unknown") in unknown.lower()
    for text in ("has no mission", "known to have no", "sin misión", "no tiene"):
        assert text not in unknown


# --- bad input -----------------------------------------------------------------------------------


# What is changed in the row by which Australia covers the DPRK -> column, words of the rule.
FAULTY = [
    ({"face": "none"}, "city", "no mission (confirmed)"),
    ({"city": "", "state": ""}, "mission", "without the accredited mission"),
    ({"mission": "aus-embassy-pyongyang"}, "mission", "no absence"),
    ({"mission": "prk-embassy-jakarta"}, "mission", "sent by PRK, not by AUS"),
    ({"receiving": "AUS"}, "receiving", "not accredited to itself"),
]


@pytest.mark.parametrize(("changes", "column", "rule"), FAULTY)
def test_a_row_that_cannot_be_is_a_problem(
    changes: dict[str, str], column: str, rule: str, atlas: geo.Atlas
) -> None:
    rows = [dict(one) for one in atlas.dataset.rows["coverage"]]
    number = next(n for n, one in enumerate(rows) if one["id"] == "cover-aus-prk-from-seoul")
    rows[number] |= changes
    spoilt = replace(atlas.dataset, rows={**atlas.dataset.rows, "coverage": rows})
    (problem,) = dataset.check_rows(spoilt)
    assert (problem.file, problem.row, problem.column) == ("coverage.csv", number + 2, column)
    assert rule in problem.rule
    assert problem.remedy


# Valid and sense of a row that says none; the mission opened on 2015-06-01 and closed on 2018-06-01
# -> whether it is named as contradicted, and on which day.
CONTRADICTED = [
    ("2016-01-01", "attested", "2016-01-01"),
    ("2016", "on", "2016-12-31"),
    ("2014/2020", "on", "2015-06-01"),
    ("../2017", "on", "2015-06-01"),
    ("2014/..", "on", "2015-06-01"),
    ("2014-01-01", "attested", ""),
    ("../2014", "on", ""),
    ("2019-01-01", "attested", ""),
    ("2019/..", "on", ""),
    ("2016-01-01", "planned", ""),
    ("", "on", ""),
]


@pytest.mark.parametrize(("valid", "sense", "day"), CONTRADICTED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_none_beside_a_mission_on_the_same_days_is_worth_a_second_look(
    valid: str, sense: str, day: str, language: str
) -> None:
    own = cover("n", "none", valid=valid, sense=sense)
    found = quality.findings(atlas_of([own], SHUT).dataset)
    told = [one for one in found if one.kind == "absence"]
    assert [(one.file, one.row, one.id, one.mission) for one in told] == (
        [("coverage.csv", 2, "n", "own")] if day else []
    )
    if told:
        assert told[0].values["day"] == day
        said = tr(language)
        assert said.date(day) in told[0].said(said)
        assert said.status("open") in told[0].said(said)


def test_the_bundled_dataset_contradicts_no_absence_of_its_own(atlas: geo.Atlas) -> None:
    assert [one for one in quality.findings(atlas.dataset) if one.kind == "absence"] == []


# --- cards ---------------------------------------------------------------------------------------


def section(card: cards.Card) -> dict[str, str]:
    found = card.section("absence")
    return {row.label: row.value for row in found.rows} if found else {}


def test_the_card_of_a_pair_says_which_face_it_is(atlas: geo.Atlas) -> None:
    card = cards.card(atlas, "pair:ALB-VEN", as_of="2026-11-21")
    told = section(card)
    assert told == {
        "Albania to Venezuela": "No data on a mission of Albania in Venezuela",
        "Venezuela to Albania": "Venezuela to Albania: non-resident, accredited from Sofia",
    }
    found = card.section("absence")
    assert found is not None
    assert found.note == tr("en")("absence.card.missing")
    covered = found.rows[1]
    assert covered.leads_to == "ven-embassy-sofia"
    assert [cite.id for cite in covered.cites] == ["wikidata-2022-11-16"]
    assert covered.when == "reported on 16 November 2022"
    # What stands there is not told a second time.
    assert card.section("accreditations") is None


def test_the_card_of_a_pair_names_what_says_otherwise_and_what_has_closed(atlas: geo.Atlas) -> None:
    before = cards.card(atlas, "pair:PRK-VEN", as_of="2014-07-01").section("absence")
    assert before is not None
    assert before.note == ""
    face, *others = before.rows
    assert face.leads_to == "ven-embassy-beijing"
    assert [one.cites[0].id for one in others] == ["voa-korea-2014-06-25", "nk-news-2019-01-25"]
    assert all("no mission" in one.value for one in others)
    # By what was known in 2015, NK News had not said so.
    known = cards.card(atlas, "pair:PRK-VEN", as_of="2014-07-01", known_on="2015-01-01")
    found = known.section("absence")
    assert found is not None
    assert {cite.id for row in found.rows for cite in row.cites}.isdisjoint({"nk-news-2019-01-25"})
    sweden = cards.card(atlas, "pair:SWE-VEN", as_of="2026-11-21").section("absence")
    assert sweden is not None
    oslo = next(row for row in sweden.rows if row.leads_to == "ven-embassy-oslo")
    assert oslo.value.endswith("where the mission has closed")
    assert oslo.certainty == "perhaps"


def test_where_both_have_a_mission_nothing_is_absent(atlas: geo.Atlas) -> None:
    assert cards.card(atlas, "pair:PRK-VEN", as_of="2026-11-21").section("absence") is None


@pytest.mark.parametrize("id", ["pair:ALB-GEO", "pair:GEO-ALB", "pair:HKG-TON", "pair:EUE-DDR"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_any_two_parties_have_a_card(atlas: geo.Atlas, id: str, language: str) -> None:
    card = cards.card(atlas, id, as_of="2026-11-21", language=language)
    assert len(section(card)) == 2
    assert card.sources == ()
    assert len(card.lead) == 1
    assert any(word in card.lead[0] for word in ("No data on", "Sin datos sobre"))


@pytest.mark.parametrize("id", ["pair:ALB-ALB", "pair:ALB-XXX", "pair:alb-ven", "pair:ALB-VEN-PRK"])
def test_what_are_no_two_parties_has_no_card(atlas: geo.Atlas, id: str) -> None:
    with pytest.raises(UnknownMission):
        cards.card(atlas, id)


def test_the_card_of_a_mission_tells_what_it_covers_and_that_it_has_closed(
    atlas: geo.Atlas,
) -> None:
    found = cards.card(atlas, "ven-embassy-oslo", as_of="2026-11-21").section("accreditations")
    assert found is not None
    covers = [row for row in found.rows if row.label.startswith("Venezuela to")]
    assert len(covers) == 7
    assert all(row.value.endswith("the mission there: closed") for row in covers)
    before = cards.card(atlas, "ven-embassy-oslo", as_of="2023-01-01").section("accreditations")
    assert before is not None
    assert not any("closed" in row.value for row in before.rows)


# --- lists ---------------------------------------------------------------------------------------


def listed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["list", "--absent", "--as-of", "2026-11-21", *arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_the_command_lists_absences_with_their_faces(
    capsys: pytest.CaptureFixture[str], atlas: geo.Atlas
) -> None:
    code, out, err = listed(capsys, "--receiving", "VEN")
    assert code == 0
    head, *lines = (line.split("\t") for line in out.splitlines())
    assert head == list(absence.COLUMNS)
    frame = absence.absences(atlas, Selection(receiving=("VEN",), as_of="2026-11-21"))
    assert lines == frame.to_numpy().tolist()
    assert err.startswith("In Venezuela, 50 states have a mission; 28 are non-resident")
    code, out, _ = listed(capsys, "--sending", "PRK", "--receiving", "UGA", "--json")
    told = json.loads(out)
    assert code == 0
    assert told["faces"] == {"covered": 1, "none": 0, "unknown": 0}
    (only,) = told["absences"]
    assert (only["face"], only["certainty"], only["city"]) == ("covered", "perhaps", "Malabo")
    assert only["also"] == ["cover-prk-uga-from-pretoria"]
    assert (only["closed"], only["closed_mission"]) != (None, None)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "--receiving VEN"),
        (("--among", "VEN"), "make no pair"),
        (("--sending", "PRK", "--kind", "embassy"), "--kind filters missions"),
        (("--sending", "PRK", "--status", "closed"), "--status filters missions"),
        (("--sending", "PRK", "--text", "x"), "--text filters missions"),
        (("--sending", "Korea"), "may name more than one state"),
        (("--sending", "PRK", "--known-on", "2019-02-31"), "no day 31"),
    ],
)
def test_the_command_says_what_is_wrong(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    code, out, err = listed(capsys, *arguments)
    assert (code, out) == (2, "")
    assert said in err


def test_the_card_of_any_pair_is_shown_by_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "pair:ALB-VEN", "--as-of", "2026-11-21"]) == 0
    assert "o data on a mission of Albania in Venezuela" in capsys.readouterr().out


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_csv_of_absences_has_every_one_and_cannot_run(atlas: geo.Atlas, language: str) -> None:
    selection = Selection(sending=("PRK",), as_of="2026-11-21", known_on="2025-01-01")
    text = exporters.absences(atlas, selection, language=language).decode("utf-8-sig")
    told = list(csv.DictReader(io.StringIO(text)))
    frame = absence.absences(atlas, selection)
    assert list(told[0]) == [*exporters.ABSENCES, "provenance"]
    for name in absence.COLUMNS:
        assert [one[name] for one in told] == frame[name].tolist(), name
    assert {one["as_of"] for one in told} == {"2026-11-21"}
    assert {one["known_on"] for one in told} == {"2025-01-01"}
    named = told[0]
    assert named["receiving_name"] == tr(language).party(named["receiving"])
    wicked = atlas_of([cover("c", valid="", city="=cmd|'/c calc'!A1", reason="@SUM(1)")])
    text = exporters.absences(wicked, Selection(receiving=("PRK",))).decode("utf-8-sig")
    row = next(one for one in csv.DictReader(io.StringIO(text)) if one["sending"] == "VEN")
    assert row["city"].startswith("'=")
    assert row["reason"].startswith("'@")


HOSTILE = "<img src=x onerror=alert(1)>`${alert(1)}`{{7*7}}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_lists_absences_page_by_page(atlas: geo.Atlas, language: str) -> None:
    params = {"receiving": ["VEN"], "list": ["absences"], "as-of": ["2026-11-21"]}
    found = address.read(params, address.Address())
    assert (found.listed, found.problems) == ("absences", ())
    assert address.write(found) == params
    assert "list" not in address.write(found, listing=False)
    view = View(atlas, found, "table", tr(language))
    rows = absences_page.rows(view)
    shown = listing(view, absences_page.PAGE, rows)
    assert (shown.total, len(shown.rows)) == (149, 50)
    # What is known comes before what is not.
    assert {row.face for row in shown.rows[:28]} == {"covered"}
    body = table_html(view, absences_page.PAGE, shown)
    assert "show=pair:AUS-VEN" in body
    assert 'href="table?' in absences_page.switch(view)


def test_hostile_text_in_a_row_of_coverage_stays_text() -> None:
    row = cover("c", valid="", city=HOSTILE, reason=HOSTILE, attributed_to=HOSTILE)
    hostile = atlas_of([{**row, "sources": "early"}])
    for source_row in hostile.dataset.rows["sources"]:
        source_row["publisher"] = HOSTILE
    view = View(hostile, address.Address(Selection(receiving=("PRK",))), "table", tr("en"))
    found = [one for one in absences_page.rows(view) if one.sending == "VEN"]
    assert found[0].city == HOSTILE
    shown = listing(view, absences_page.PAGE, found)
    body = table_html(view, absences_page.PAGE, shown)
    card = card_body(cards.card(hostile, "pair:PRK-VEN"), tr("en"))
    for text in (body, card):
        assert "<img" not in text
        assert "&lt;img" in text


def test_an_address_that_lists_something_else_is_told() -> None:
    found = address.read({"list": ["castles"], "receiving": ["VEN"]}, address.Address())
    assert found.listed == ""
    assert len(found.problems) == 1


# --- figures -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "marked"), [("page", True), ("column", True), ("slide", False)])
def test_figures_mark_absences_where_there_is_room(
    atlas: geo.Atlas, size: str, marked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    signs: list[str] = []
    sign = world_drawing._sign

    def noted(sheet: Any, face: str, *more: Any, **options: Any) -> None:
        signs.append(face)
        sign(sheet, face, *more, **options)

    monkeypatch.setattr(world_drawing, "_sign", noted)
    texts: list[str] = []
    text = Sheet.text

    def written(self: Sheet, x: float, y: float, line: str, *more: Any, **options: Any) -> None:
        texts.append(line)
        text(self, x, y, line, *more, **options)

    monkeypatch.setattr(Sheet, "text", written)
    selection = Selection(sending=("PRK",), as_of="2026-11-21")
    figure(atlas, selection, size=size, format="svg", projection="equal-earth")
    if not marked:
        assert signs == []
        return
    faces = absence.absences(atlas, selection)["face"].value_counts()
    # One sign for each seat, and one for each entry of the legend.
    assert signs.count("unknown") == faces["unknown"] + 1
    assert signs.count("covered") == faces["covered"] + 2
    assert tr("en")("absence.figure.covered", number=int(faces["covered"])) in texts
    assert tr("en")("absence.figure.unknown", number=int(faces["unknown"])) in texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_beside_a_figure_counts_the_faces(atlas: geo.Atlas, language: str) -> None:
    selection = Selection(receiving=("VEN",), as_of="2026-11-21")
    (told,) = absence.sentences(atlas, selection, tr(language))
    assert told in alt_text(atlas, selection, language=language)
    narrowed = alt_text(atlas, selection.but(kinds=("embassy",)), language=language)
    assert told not in narrowed
