"""What is worth a second look in a dataset: found, told apart, and no fault."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from pathlib import Path

import pytest
from support.command import Ended, run
from support.rows import at, claim, listed, mission, row, simple, source, written

import geo
from geo import dataset, parties
from geo.cli import main
from geo.errors import InvalidSelection
from geo.i18n import tr
from geo.importers import import_wikidata
from geo.reports import quality
from geo.reports.quality import Finding
from geo.ui.address import Address
from geo.ui.components.list_page import listing, table_html
from geo.ui.pages import quality as quality_page
from geo.ui.state import View

TODAY = dt.date(2026, 11, 25)


def found(folder: Path, kind: str = "", years: int = 5) -> list[Finding]:
    all_ = quality.findings(dataset.read(folder), today=TODAY, years_old=years)
    return [one for one in all_ if one.kind == kind] if kind else all_


def cases(folder: Path, kind: str) -> list[str]:
    return [one.case for one in found(folder, kind)]


def embassy(id: str, receiving: str, city: str, sending: str = "VEN") -> dict[str, str]:
    return mission(id, receiving=receiving, city=city, sending=sending)


OUTSIDE: list[tuple[str, str, str, str, str]] = [
    ("FRA", "48.8566", "2.3522", "Paris", "outside.swapped"),
    ("VEN", "66.8655", "10.4989", "Caracas", "outside.sign"),
    ("FRA", "13.4050", "52.5200", "Paris", "outside.state"),
    ("FRA", "-30.0000", "40.0000", "Paris", "outside.sea"),
]


@pytest.mark.parametrize(("receiving", "longitude", "latitude", "city", "case"), OUTSIDE)
def test_a_point_outside_its_state_is_told_with_what_may_have_gone_wrong(
    receiving: str, longitude: str, latitude: str, city: str, case: str, tmp_path: Path
) -> None:
    one = embassy("a", receiving, city, sending="COL")
    folder = simple(tmp_path, "p", one, positions=[at("a", "p", longitude, latitude)])
    (told,) = found(folder, "outside")
    assert (told.case, told.file, told.row) == (case, "positions.csv", 2)
    assert told.value == f"{longitude} {latitude}"
    assert "km" in told.suggestion
    assert [problem.row for problem in dataset.check(folder)] == [told.row]


def test_an_embassy_to_the_holy_see_in_rome_is_no_finding(tmp_path: Path) -> None:
    one = embassy("a", "VAT", "Rome")
    folder = simple(tmp_path, "p", one, positions=[at("a", "p", "12.4823", "41.8955")])
    assert found(folder, "outside") == []


def test_a_point_with_a_reason_is_no_finding(tmp_path: Path) -> None:
    there = at("a", "p", "13.4050", "52.5200", reason="It serves France from Berlin.")
    folder = simple(tmp_path, "p", embassy("a", "FRA", "Paris"), positions=[there])
    assert found(folder, "outside") == []


SHARED: list[tuple[str, dict[str, str], dict[str, str], tuple[str, str], str]] = [
    (
        "another state",
        embassy("a", "FRA", "Paris"),
        embassy("b", "DEU", "Berlin"),
        ("2.34567", "48.87654"),
        "shared.states",
    ),
    (
        "another city",
        embassy("a", "FRA", "Paris"),
        embassy("b", "FRA", "Marseille", "COL"),
        ("2.34567", "48.87654"),
        "shared.cities",
    ),
    (
        "few decimals",
        embassy("a", "FRA", "Paris"),
        embassy("b", "FRA", "Paris", "COL"),
        ("2.312", "48.876"),
        "shared.coarse",
    ),
    (
        "one sender",
        mission("a", receiving="FRA", city="Paris"),
        mission("b", receiving="FRA", city="Paris", kind="consulate"),
        ("2.31234", "48.87654"),
        "shared.sections",
    ),
    (
        "one city",
        embassy("a", "FRA", "Paris"),
        embassy("b", "FRA", "Paris", "COL"),
        ("2.31234", "48.87654"),
        "shared.building",
    ),
    (
        "a blank city",
        embassy("a", "FRA", ""),
        embassy("b", "FRA", "Paris", "COL"),
        ("2.31234", "48.87654"),
        "shared.open",
    ),
]


@pytest.mark.parametrize(
    ("one", "other", "point", "case"), [s[1:] for s in SHARED], ids=[s[0] for s in SHARED]
)
def test_a_shared_point_is_a_building_or_a_copy(
    one: dict[str, str], other: dict[str, str], point: tuple[str, str], case: str, tmp_path: Path
) -> None:
    positions = [at("a", "p", *point), at("b", "p", *point)]
    folder = simple(tmp_path, "p", one, other, positions=positions)
    told = found(folder, "shared")
    assert {finding.case for finding in told} == {case}
    assert [finding.mission for finding in told] == ["a", "b"]
    assert "b" in told[0].suggestion


def test_a_point_that_two_sources_give_is_named_once_a_mission(tmp_path: Path) -> None:
    """Each source's row was a finding, and the count that of the sources."""
    point = "2.31234", "48.87654"
    rows = {
        "sources": [source("p"), source("q")],
        "missions": [embassy("a", "FRA", "Paris"), embassy("b", "FRA", "Paris", "COL")],
        "positions": [at(id, name, *point) for id in "ab" for name in "pq"],
    }
    told = found(written(tmp_path / "p", rows), "shared")
    assert [(one.mission, one.id) for one in told] == [("a", "a-at-p"), ("b", "b-at-p")]


def test_the_middle_of_a_city_is_no_building(tmp_path: Path) -> None:
    from geo.parties import city

    paris = city("Paris", "FRA")
    assert paris is not None
    point = f"{paris.lon:.5f}", f"{paris.lat:.5f}"
    two = embassy("a", "FRA", "Paris"), embassy("b", "FRA", "Paris", "COL")
    folder = simple(tmp_path, "p", *two, positions=[at(id, "p", *point) for id in "ab"])
    assert cases(folder, "shared") == ["shared.centre"] * 2


YEARS: list[tuple[dict[str, str], list[str]]] = [
    ({"kind": "opened", "date": "1990-01-01", "sense": "on"}, ["year.day"]),
    ({"kind": "opened", "date": "1990-01-02", "sense": "on"}, []),
    ({"kind": "opened", "date": "1990", "sense": "on"}, []),
    (
        {"kind": "opened", "date": "1990", "sense": "on", "reason": "The data writes 1990-01-01."},
        ["year.read"],
    ),
    (
        {"kind": "opened", "date": "1990-01-01", "sense": "on", "reason": "New Year's Day."},
        [],
    ),
    ({"kind": "listed", "date": "1990-01-01", "sense": "attested"}, []),
]


@pytest.mark.parametrize(("cells", "then"), YEARS)
def test_a_first_of_january_may_be_a_year(
    cells: dict[str, str], then: list[str], tmp_path: Path
) -> None:
    rows = {
        "sources": [source("p")],
        "missions": [mission("a")],
        "events": [row("events", id="e", mission="a", sources="p", **cells)],
    }
    assert cases(written(tmp_path / "p", rows), "year") == then


TWICE: list[tuple[dict[str, str], dict[str, str], list[str]]] = [
    ({"wikidata": "Q1"}, {"wikidata": "Q1", "city": "Hamhung"}, ["duplicate.id"]),
    ({}, {}, ["duplicate.embassy"]),
    ({"kind": "consulate"}, {"kind": "consulate"}, ["duplicate.place"]),
    ({}, {"kind": "consulate"}, []),
    ({}, {"sending": "COL"}, []),
]


@pytest.mark.parametrize(("one", "other", "then"), TWICE)
def test_two_rows_may_be_one_mission(
    one: dict[str, str], other: dict[str, str], then: list[str], tmp_path: Path
) -> None:
    folder = simple(tmp_path, "p", mission("a", **one), mission("b", **other))
    told = found(folder, "duplicate")
    assert [finding.case for finding in told] == then
    assert all(finding.value == "a b" for finding in told)


def test_a_mission_that_has_closed_is_neither_old_nor_a_double(tmp_path: Path) -> None:
    rows = {
        "sources": [source("p", published="1995")],
        "missions": [mission("a"), mission("b")],
        "events": [
            listed("a", "p", date="1990"),
            row("events", id="x", mission="b", kind="closed", date="1980", sense="on", sources="p"),
        ],
    }
    folder = written(tmp_path / "p", rows)
    assert found(folder, "duplicate") == []
    (told,) = found(folder, "stale")
    assert (told.id, told.value, told.values["years"]) == ("a", "1990-12-31", 35)
    assert found(folder, "stale", years=36) == []


def test_what_has_no_date_is_said_to_have_none(tmp_path: Path) -> None:
    rows = {"sources": [source("p")], "missions": [mission("a")]}
    (told,) = found(written(tmp_path / "p", rows), "stale")
    assert told.case == "stale.undated"


IN_STATE = row("positions", id="x", mission="a", method="state", sources="p", rank="normal")
PLACES: list[tuple[str, list[dict[str, str]], list[str]]] = [
    ("Pyongyang", [], ["place.point"]),
    ("", [IN_STATE], ["place.none"]),
    ("Nowhere-ri", [IN_STATE], ["place.unknown"]),
    ("", [at("a", "p", "125.75", "39.02")], ["place.city"]),
    ("Pyongyang", [at("a", "p", "125.75", "39.02")], []),
]  # fmt: skip


@pytest.mark.parametrize(("city", "positions", "then"), PLACES)
def test_a_place_that_is_missing_is_named(
    city: str, positions: list[dict[str, str]], then: list[str], tmp_path: Path
) -> None:
    folder = simple(tmp_path, "p", mission("a", city=city), positions=positions)
    assert cases(folder, "place") == then


def test_rows_are_those_of_the_file_and_texts_stand_as_they_came(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script> ${7*7} {{ x }} {0}"
    long = claim("k", "a", "note", "two\nlines", "p")
    rows = {
        "sources": [source("p", published="2026", note="first\nsecond\nthird")],
        "missions": [mission("a", name="x"), mission("b", sending="COL", city=hostile)],
        "events": [
            listed("a", "p", detail="a\nb"),
            listed("b", "p", date="1990-01-01", sense="on"),
        ],
        "positions": [
            row("positions", id="x", mission="b", method="state", sources="p", rank="normal")
        ],
        "claims": [long],
    }
    folder = written(tmp_path / "p", rows)
    lines = (folder / "events.csv").read_text("utf-8").split("\n")
    (year,) = found(folder, "year")
    assert lines[year.row - 1].startswith("b-listed-p")
    told = next(one for one in found(folder, "place") if one.id == "b")
    assert told.value == hostile
    for language in ("en", "es"):
        assert told.said(tr(language))


def test_years_cannot_be_negative() -> None:
    with pytest.raises(InvalidSelection, match="-1"):
        quality.findings(dataset.read(), years_old=-1)


@pytest.mark.slow
def test_the_world_is_looked_at_row_by_row(world: Path, tmp_path: Path) -> None:
    folder = tmp_path / "world"
    import_wikidata(world / "wikidata-missions-2022-11-16.csv", folder)
    told = found(folder, years=3)
    counted = quality.counts(told)
    problems = [problem for problem in dataset.check(folder) if "outside" in problem.rule]
    assert counted["outside"] == len(problems) == 15
    assert 700 < counted["shared"] < 800
    assert 650 < counted["year"] < 700
    assert counted["stale"] == len(dataset.read(folder).rows["missions"])
    assert Counter(one.case for one in told)["shared.states"] >= 10
    receiving = {row["id"]: row["receiving"] for row in dataset.read(folder).rows["missions"]}
    assert "VAT" in receiving.values()
    assert "VAT" not in {receiving[one.mission] for one in told if one.kind == "outside"}
    lines = {
        table: (folder / f"{table}.csv").read_text("utf-8").split("\n")
        for table in ("missions", "events", "positions")
    }
    for one in told:
        assert lines[one.file.removesuffix(".csv")][one.row - 1].startswith(f"{one.id},")


# --- check ---------------------------------------------------------------------------------------


def check(*words: object) -> Ended:
    return run("check", *words)


@pytest.mark.slow
def test_check_tells_remarks_and_ends_well_unless_it_is_strict(tmp_path: Path) -> None:
    folder = simple(tmp_path, "p", *(mission(f"m{n:02}", sending="COL") for n in range(12)))
    plain = check(folder)
    assert plain.returncode == 0, plain.stdout
    assert "12 missions without city or point" in plain.stdout
    assert "--all or --json" in plain.stdout
    assert len(check(folder, "--all").stdout.splitlines()) > len(plain.stdout.splitlines())
    assert check(folder, "--strict").returncode == 1
    told = json.loads(check(folder, "--json", "--stale-years", "0").stdout)
    assert told["count"] == 0
    assert told["warnings"]["stale"] == 12
    assert told["findings"][0].keys() >= {"file", "row", "id", "kind", "value", "suggestion"}


def test_a_point_outside_is_told_once_as_the_problem_that_it_is(tmp_path: Path) -> None:
    """It was told twice, and once as a remark that leaves a dataset sound."""
    points = {"a": ("FRA", "13.4050", "52.5200"), "b": ("DEU", "2.3522", "48.8566")}
    folder = simple(
        tmp_path,
        "p",
        *(embassy(id, state, "", "COL") for id, (state, *_) in points.items()),
        positions=[at(id, "p", *point) for id, (_, *point) in points.items()],
    )
    done = check(folder)
    assert done.returncode == 1
    rows = [line.split(",")[1] for line in done.stdout.splitlines() if "the point lies" in line]
    assert rows == [" row 2", " row 3"]
    assert done.stdout.count("13.4050 52.5200") == 1
    assert done.stdout.count("It lies in Germany") == 1
    assert "outside their receiving state" not in done.stdout
    told = json.loads(check(folder, "--json").stdout)
    assert (told["count"], told["warnings"]["outside"]) == (2, 2)


def test_strict_is_well_where_there_is_nothing_to_say(tmp_path: Path) -> None:
    rows = {"sources": [source("p")]}
    done = check(written(tmp_path / "p", rows), "--strict")
    assert done.returncode == 0, done.stdout
    assert done.stdout.strip().endswith("no errors")


def test_problems_that_keep_a_dataset_shut_are_told_before_remarks(tmp_path: Path) -> None:
    folder = simple(tmp_path, "p", mission("a"))
    (folder / "events.csv").write_bytes(b"id\n")
    done = check(folder)
    assert done.returncode == 1
    assert "correct them to see the warnings" in done.stdout
    assert json.loads(check(folder, "--json").stdout)["findings"] is None


# --- the page ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_lists_them_in_both_languages(language: str, tmp_path: Path) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    folder = simple(tmp_path, "p", mission("a"), mission("b", sending="COL", name=hostile))
    view = View(geo.Atlas.open(folder), Address(), "quality", tr(language))
    told = quality_page.findings(view)
    assert told == quality.findings(view.atlas.dataset)
    shown = listing(view, quality_page.PAGE, told)
    body = table_html(view, quality_page.PAGE, shown)
    assert tr(language)("quality.kind.place") in body
    assert "<img" not in body
    assert "&lt;img" in body


# --- names that are easily confused --------------------------------------------------------------

NAMED: list[tuple[str, set[str]]] = [
    ("South Korean flag", {"KOR"}),
    ("la embajada surcoreana", {"KOR"}),
    ("the Democratic People's Republic of Korea", {"PRK"}),
    ("Germany's embassy", {"DEU"}),
    ("Corea del Norte", {"PRK"}),
    ("an embassy in Korea", set()),
    ("Nigeria", {"NGA"}),
    ("Niger", {"NER"}),
    ("the Nigerien ambassador", {"NER"}),
    ("Equatorial Guinea", {"GNQ"}),
    ("Guinea-Bissau and Papua New Guinea", {"GNB", "PNG"}),
    ("the Gulf of Guinea", set()),
    ("Republic of the Congo", {"COG"}),
    ("Democratic Republic of the Congo", {"COD"}),
    ("Congo", set()),
    ("República Dominicana", {"DOM"}),
    ("Dominica", {"DMA"}),
    ("South Sudan", {"SSD"}),
    ("American Samoa", {"ASM"}),
    ("East German complex", {"DDR"}),
    ("French Guiana", {"GUF"}),
    ("Eslovenia", {"SVN"}),
    ("Northern Ireland", set()),
]


@pytest.mark.parametrize(("text", "codes"), NAMED)
def test_which_party_a_text_names(text: str, codes: set[str]) -> None:
    assert parties.named(text) == codes


def test_parties_are_taken_for_each_other_both_ways() -> None:
    for one in parties.parties():
        for other in parties.mistakable(one.code):
            assert one.code in parties.mistakable(other)
    assert parties.mistakable("PRK") == {"KOR"}
    assert parties.mistakable("VEN") == frozenset()


def test_the_report_of_2015_that_gave_north_korea_the_souths_name_and_flag(
    tmp_path: Path,
) -> None:
    """ANTV, on the opening in Caracas: the wrong Korea, corrected by the station itself."""
    embassy_ = mission("prk", sending="PRK", receiving="VEN", city="Caracas")
    text = "Republic of Korea, South Korean flag"
    folder = simple(
        tmp_path, "antv", embassy_, claims=[claim("c", "prk", "sending-state-named", text, "antv")]
    )
    (told,) = found(folder, "confusable")
    assert (told.file, told.row, told.id, told.mission) == ("claims.csv", 2, "c", "prk")
    assert (told.value, told.case) == (text, "confusable.other")
    assert "South Korea" in told.suggestion
    assert "North Korea" in told.suggestion
    assert "Corea del Sur" in told.said(tr("es"))
    ended = check(folder)
    assert ended.returncode == 0
    assert "claims.csv, row 2, c: Republic of Korea, South Korean flag" in ended.stdout


@pytest.mark.parametrize(
    "cells",
    [
        {"value": "South Korean flag, and North Korea meant"},
        {"value": "South Korean flag", "reason": "The flag was that of the Republic of Korea."},
        {"value": "https://south-korea.example/"},
        {"value": "DPRK"},
    ],
)
def test_what_tells_the_two_apart_is_no_remark(cells: dict[str, str], tmp_path: Path) -> None:
    embassy_ = mission("prk", sending="PRK", receiving="VEN", city="Caracas")
    told = claim("c", "prk", "sending-state-named", "", "p") | cells
    assert found(simple(tmp_path, "p", embassy_, claims=[told]), "confusable") == []


def test_events_and_relations_are_read_as_well(tmp_path: Path) -> None:
    one = mission("ner", sending="NER", receiving="CUB", city="La Habana")
    rows = {
        "sources": [source("p", published="2022-11-16")],
        "missions": [one],
        "events": [listed("ner", "p", detail="The Nigerian ambassador moved in.")],
        "relations": [
            row(
                "relations",
                id="r",
                kind="visit",
                a="AUT",
                b="CUB",
                date="2020",
                sense="on",
                title="Visit",
                detail="The Australian minister came.",
                sources="p",
            )
        ],
    }
    told = found(written(tmp_path / "p", rows), "confusable")
    assert [(each.file, each.values["party"]) for each in told] == [
        ("events.csv", "NGA"),
        ("relations.csv", "AUS"),
    ]


def test_the_bundled_dataset_has_one_such_text_unexplained() -> None:
    told = [one for one in quality.findings(dataset.read()) if one.kind == "confusable"]
    assert {one.case: one.id for one in told} == {
        "confusable.aside": "claim-prk-embassy-caracas-sending-state-named-antv-2015",
        "confusable.other": "claim-aus-prk-reason-for-the-closing-of-1975-knowledger-fr-list",
    }
    assert len(told) == 2


@pytest.mark.slow
def test_good_data_of_the_whole_world_is_left_alone(world: Path, tmp_path: Path) -> None:
    import_wikidata(world / "wikidata-missions-2022-11-16.csv", tmp_path / "p", date="2022-11-16")
    assert found(tmp_path / "p", "confusable") == []


# --- dates that cannot be right ---------------------------------------------------------------


def happening(kind: str, date: str, sense: str = "on", number: int = 0) -> dict[str, str]:
    id = f"e{number}-{kind}"
    return row("events", id=id, mission="a", kind=kind, date=date, sense=sense, sources="p")


def dated(folder: Path, one: dict[str, str], events: list[dict[str, str]]) -> Path:
    tables = {"sources": [source("p", published="2022")], "missions": [one], "events": events}
    return written(folder / "p", tables)


@pytest.mark.parametrize(
    ("sending", "receiving", "date", "sense", "case"),
    [
        ("VEN", "FRA", "1300", "on", ["early.ever"]),
        ("VEN", "FRA", "1449-12-31", "on", ["early.ever"]),
        ("VEN", "FRA", "1455", "on", []),
        ("VEN", "SSD", "2008", "on", ["early.state"]),
        ("SSD", "VEN", "2008", "on", ["early.state"]),
        ("VEN", "SSD", "2011", "on", []),
        ("VEN", "SSD", "[2008..2012]", "on", []),
        ("VEN", "SSD", "2008", "planned", []),
        ("VEN", "SSD", "2008", "after", []),
        ("VEN", "KOR", "1900", "on", []),
    ],
)
def test_an_opening_before_it_was_possible(
    sending: str, receiving: str, date: str, sense: str, case: list[str], tmp_path: Path
) -> None:
    one = embassy("a", receiving, "", sending=sending)
    folder = dated(tmp_path, one, [happening("opened", date, sense)])
    assert cases(folder, "early") == case


@pytest.mark.parametrize(
    ("events", "count"),
    [
        ([("opened", "2010"), ("closed", "2001")], 1),
        ([("opened", "2001"), ("closed", "2010")], 0),
        ([("opened", "2001"), ("closed", "2001")], 0),
        ([("closed", "1998"), ("reopened", "2004")], 0),
        ([("opened", "1990"), ("closed", "1998"), ("opened", "2004")], 0),
        ([("opened", "[..2010]"), ("closed", "2001")], 0),
    ],
)
def test_a_closing_before_the_first_opening(
    events: list[tuple[str, str]], count: int, tmp_path: Path
) -> None:
    rows = [happening(kind, date, number=number) for number, (kind, date) in enumerate(events)]
    folder = dated(tmp_path, embassy("a", "FRA", "Paris"), rows)
    assert cases(folder, "order") == ["order.closed"] * count


def test_an_import_tells_of_a_closing_before_the_opening(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = Path(__file__).parent / "data" / "cases" / "21-closed-before-opened.csv"
    command = ["import", "table", "--from", str(file), "--into", str(tmp_path / "p")]
    command += ["--publisher", "X", "--date", "2026-11-20"]
    assert main([*command, "--json"]) == 0
    assert [one["kind"] for one in json.loads(capsys.readouterr().out)["findings"]] == ["order"]
    assert main(command) == 0
    assert "1 May 2001" in capsys.readouterr().out
    assert cases(tmp_path / "p", "order") == ["order.closed"]


def test_the_day_on_which_editors_looked_is_no_evidence(tmp_path: Path) -> None:
    looked = {**source("eds", published="2026-11-21"), "kind": "editorial"}
    old = row("events", id="e1", mission="a", kind="listed", date="2009", sense="attested")
    nothing = {**old, "id": "e2", "kind": "unconfirmed", "date": "2026-11-21", "sources": "eds"}
    tables = {
        "missions": [embassy("a", "FRA", "Paris")],
        "sources": [source("p", published="2009"), looked],
        "events": [{**old, "sources": "p"}, nothing],
    }
    (told,) = found(written(tmp_path / "p", tables), "stale")
    assert told.value == "2009-12-31"
