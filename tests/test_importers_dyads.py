"""Dyads: levels, years and absences of three formats, each told as its source means it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geo
from geo import dataset
from geo.cli import main
from geo.errors import InvalidSelection, SourceFaulty
from geo.importers import IMPORTERS, import_dyads
from geo.selection import Selection

DATA = Path(__file__).parent / "data" / "importers"
HEAD = "ccode1,ccode2,year,DR_at_1,DR_at_2,DE,version"


@pytest.fixture(params=["cow", "ddr", "ranges"])
def form(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def imported(form: str, folder: Path) -> dataset.Dataset:
    import_dyads(DATA / f"dyads-{form}.csv", folder)
    return dataset.read(folder)


def written(folder: Path, *lines: str) -> Path:
    file = folder / "table.csv"
    file.write_text("\n".join((*lines, "")), "utf-8")
    return file


def missions(found: dataset.Dataset) -> list[tuple[str, str, str]]:
    return sorted((one["sending"], one["receiving"], one["kind"]) for one in found.rows["missions"])


def events(found: dataset.Dataset, mission: str) -> list[tuple[str, str]]:
    rows = [row for row in found.rows["events"] if row["mission"] == mission]
    return sorted((row["date"], row["kind"]) for row in rows)


def test_each_format_is_told_by_its_columns_and_gives_a_sound_dataset(
    form: str, tmp_path: Path
) -> None:
    report = import_dyads(DATA / f"dyads-{form}.csv", tmp_path / "pack")
    assert not dataset.check(tmp_path / "pack")
    assert report.source.startswith(f"dyads-{form}")
    again = import_dyads(DATA / f"dyads-{form}.csv", tmp_path / "pack", form=form)
    assert (again.changed, again.added, again.known) == (False, 0, report.added)
    importer = IMPORTERS.get("dyads")
    assert importer is not None
    assert importer.read(DATA / f"dyads-{form}.csv", tmp_path / "two").added == report.added


def test_one_mission_for_each_direction_of_a_pair(tmp_path: Path) -> None:
    """DR_at_1 is the level of side 2 at side 1; both rows of a pair tell one thing."""
    found = imported("cow", tmp_path)
    assert missions(found) == [
        ("FRA", "USA", "mission"),
        ("GBR", "USA", "mission"),
        ("RUS", "USA", "mission"),
        ("SUN", "USA", "mission"),
        ("USA", "BRA", "mission"),
        ("USA", "FRA", "mission"),
        ("USA", "GBR", "mission"),
        ("USA", "RUS", "mission"),
        ("USA", "SUN", "mission"),
    ]
    levels = {
        (row["subject"], row["valid"]): row["value"]
        for row in found.rows["claims"]
        if row["property"] == "level"
    }
    assert levels["fra-mission-usa", "1817"] == "minister"
    assert levels["usa-mission-fra", "1817"] == "other level"
    assert levels["gbr-mission-usa", "1914"] == "ambassador"


def test_no_evidence_none_and_missing_are_kept_apart(tmp_path: Path) -> None:
    found = imported("cow", tmp_path / "cow")
    assert not found.rows["coverage"], "no evidence is no absence"
    assert events(found, "usa-mission-gbr") == [
        ("1817", "listed"),
        ("1824", "unconfirmed"),
        ("1914", "listed"),
    ]
    assert events(found, "usa-mission-fra") == [("1817", "listed"), ("1920", "listed")]
    ranges = imported("ranges", tmp_path / "ranges")
    faces = {(row["receiving"], row["valid"]): row["reason"] for row in ranges.rows["coverage"]}
    assert "no formal" in faces["AFG", "1919-08-08/1935-05-03"]
    note = import_dyads(DATA / "dyads-cow.csv", tmp_path / "cow").notes[0]
    assert "17 of a mission" in note
    assert "5 without evidence" in note
    assert "1 missing" in note


@pytest.mark.parametrize(
    ("day", "face", "certainty"),
    [("1900", "none", "yes"), ("1905-01-12", "none", "yes"), ("1938", "unknown", "")],
)
def test_that_there_is_no_mission_holds_for_the_days_of_the_range(
    day: str, face: str, certainty: str, tmp_path: Path
) -> None:
    """The mission closed on an unknown day of 1893, the year in which the range begins."""
    imported("ranges", tmp_path)
    atlas = geo.Atlas.open(tmp_path)
    found = geo.absence(atlas, "USA", "BRA", day)
    assert found is not None
    assert (found.face, found.certainty) == (face, certainty)
    report = geo.pair(atlas, "USA", "BRA", Selection(as_of=day))
    listed = [*report.tables["no_data"]["sending"]]
    assert listed == ["BRA", "USA"][: 1 + (face == "unknown")]


def test_an_envoy_who_is_not_resident_is_no_evidence_that_there_is_no_mission(
    tmp_path: Path,
) -> None:
    found = imported("ranges", tmp_path)
    assert all("not resident" not in row["reason"] for row in found.rows["coverage"])
    told = [row for row in found.rows["claims"] if row["property"] == "representation"]
    assert [(one["subject"], one["valid"]) for one in told] == [
        ("AFG-USA", "1935-05-04/1942-06-05")
    ]
    assert "not resident" in told[0]["value"]
    absent = geo.absence(geo.Atlas.open(tmp_path), "USA", "AFG", "1938")
    assert absent is not None
    assert absent.face == "unknown"


def test_a_code_means_the_state_of_its_year(tmp_path: Path) -> None:
    found = imported("cow", tmp_path)
    dates = {row["mission"]: row["date"] for row in found.rows["events"]}
    assert dates["rus-mission-usa"] == "1914"
    assert dates["sun-mission-usa"] == "1985"
    file = written(tmp_path, HEAD, "2,365,1991,3,3,1,2006.1", "2,200,1990,3,3,1,2006.1")
    report = import_dyads(file, tmp_path / "x")
    assert [problem.value for problem in report.refused] == ["365"]
    assert "different states" in report.refused[0].rule


@pytest.mark.parametrize(
    ("form", "text", "word"),
    [("cow", "245", "Bavaria"), ("ddr", "Soviet Union", "ended on 1991-12-26")],
)
def test_what_is_no_party_or_had_ended_is_refused_once_with_its_name(
    form: str, text: str, word: str, tmp_path: Path
) -> None:
    report = import_dyads(DATA / f"dyads-{form}.csv", tmp_path / "pack")
    (problem,) = [one for one in report.refused if one.value == text]
    assert word in problem.rule
    assert "left out" in problem.rule
    assert report.refused_file is not None


def test_a_cell_that_is_refused_is_named_with_its_remedy(tmp_path: Path) -> None:
    bad = ("2,365,1991,3,3", "2,200,18x7,3,3", "200,999,1817,3,3", "2,200,1820,3,7")
    rows = [f"{one},1,x" for one in (*bad, "2,200,1821,3,3", "2,999,1990,3,")]
    report = import_dyads(written(tmp_path, HEAD, *rows), tmp_path / "pack")
    assert json.dumps(report.as_dict())
    told = {one.value: one for one in report.refused}
    assert len(told) == len(report.refused), "each once"
    assert {text: (one.row, one.column) for text, one in told.items()} == {
        "365": (2, "ccode2"),
        "18x7": (3, "year"),
        "999": (4, "ccode2"),
        "7": (5, "dr_at_2"),
    }
    assert "0, 1, 2, 3, 9" in told["7"].remedy
    assert "1914-07-28" in told["18x7"].remedy
    assert told["999"].remedy == "Give a code of that scheme."
    assert "3 observations are left out" in told["999"].rule
    assert "SUN (Soviet Union)" in told["365"].remedy
    lines = ["AFG,700,1935-05-04,1942-02-30,None", "AFG,710,1942-06-06,1948-06-04,Legation"]
    head = "country_abbrev_cow,country_code_cow,date_start,date_end,us_mission_status"
    more = import_dyads(written(tmp_path, head, *lines), tmp_path / "more")
    assert [(one.row, one.column, one.value) for one in more.refused] == [
        (2, "date_end", "1942-02-30")
    ]
    lines[0] = "XXX,999,1935-05-04,1942-02-03,None"
    more = import_dyads(written(tmp_path, head, *lines), tmp_path / "most")
    assert "1 observation is left out" in more.refused[0].rule


def test_years_that_follow_one_another_are_one_claim_and_gaps_stay_gaps(tmp_path: Path) -> None:
    found = imported("ddr", tmp_path)
    levels = {
        row["valid"]: row["value"]
        for row in found.rows["claims"]
        if row["subject"] == "fra-mission-chn"
    }
    assert list(levels) == ["1990/1991", "1992"]
    assert events(found, "fra-mission-chn") == [
        ("1990", "listed"),
        ("1991", "listed"),
        ("1992", "listed"),
        ("1994", "unconfirmed"),
    ]


def test_a_representation_without_a_known_place_is_no_mission(tmp_path: Path) -> None:
    found = imported("ddr", tmp_path)
    assert missions(found) == [("FRA", "CHN", "mission"), ("FRA", "IRQ", "interests_section")]
    (covered,) = found.rows["coverage"]
    assert (covered["receiving"], covered["mission"]) == ("MNG", "fra-mission-chn")
    told = {row["subject"] for row in found.rows["claims"] if row["property"] == "representation"}
    assert told == {"BTN-FRA", "FRA-NPL"}


def test_only_days_of_changes_open_and_close(tmp_path: Path) -> None:
    found = imported("ranges", tmp_path)
    changes = [one for one in events(found, "usa-mission-afg") if one[1] != "listed"]
    assert changes == [
        ("1942-06-06", "opened"),
        ("1989-01-30", "closed"),
        ("2002-01-17", "reopened"),
    ]
    first = [kind for _, kind in events(found, "usa-consulate-dnk")]
    assert "opened" not in first, "the first day of a range is that of the state system"
    assert ("1827-09-20", "opened") in events(found, "usa-mission-dnk")
    assert ("1940-04-09", "listed") in events(found, "usa-mission-dnk")
    assert "closed" not in [kind for _, kind in events(found, "usa-mission-dnk")]
    assert ("1893", "closed") in events(found, "usa-mission-bra"), "1 January may be any day"


def test_a_higher_or_lower_level_closes_no_mission(tmp_path: Path) -> None:
    """The source gives the highest level only, so another mission may still be there."""
    found = imported("ranges", tmp_path / "ranges")
    assert ("1827-09-20", "unconfirmed") in events(found, "usa-consulate-dnk")
    assert ("2002-01-17", "unconfirmed") in events(found, "usa-liaison-office-afg")
    for id in ("usa-consulate-dnk", "usa-liaison-office-afg"):
        assert "closed" not in [kind for _, kind in events(found, id)]
    lower = written(
        tmp_path,
        "country_code_cow,date_start,date_end,us_mission_status",
        "155,1900-03-03,1910-03-03,Legation",
        "155,1910-03-04,1915-03-03,Consulate",
        "155,1915-03-04,1920-03-03,Legation",
        "155,1920-03-04,1925-03-03,None",
    )
    import_dyads(lower, tmp_path / "lower")
    found = dataset.read(tmp_path / "lower")
    changes = [one for one in events(found, "usa-mission-chl") if one[1] != "listed"]
    assert changes == [
        ("1910-03-04", "unconfirmed"),
        ("1915-03-04", "reopened"),
        ("1920-03-04", "closed"),
    ]
    changes = [one for one in events(found, "usa-consulate-chl") if one[1] != "listed"]
    assert changes == [("1915-03-04", "unconfirmed")], "it may have been there before 1910"


def test_missions_are_drawn_at_the_seat_and_said_to_be(form: str, tmp_path: Path) -> None:
    report = import_dyads(DATA / f"dyads-{form}.csv", tmp_path)
    assert "present seat" in "\n".join(report.sentences())
    found = dataset.read(tmp_path)
    for row in found.rows["positions"]:
        state = geo.state(next(m["receiving"] for m in found.missions if m["id"] == row["mission"]))
        assert float(row["longitude"]) == pytest.approx(state.seat_lon, abs=1e-4)
        assert (row["method"], row["precision"]) == ("state", "state")
        assert "present seat" in row["reason"]
    assert not any(row["city"] for row in found.missions), "no source says in which city"


@pytest.mark.parametrize(
    ("day", "there"),
    [
        ("1806-06-30", 0),
        ("1817-06-30", 4),
        ("1914-06-30", 6),
        ("1985-06-30", 2),
        ("2020-01-01", 0),
    ],
)
def test_any_day_from_1817_on_can_be_asked_about(day: str, there: int, tmp_path: Path) -> None:
    imported("cow", tmp_path)
    atlas = geo.Atlas.open(tmp_path)
    chosen = Selection(as_of=dt.date.fromisoformat(day), statuses=("open",))
    assert len(atlas.missions(chosen)) == there


def test_a_run_of_years_does_not_expire_within(tmp_path: Path) -> None:
    rows = [f"China,France,{year},,6,1,61,1" for year in range(1960, 2011)]
    head = "Destination,Sending Country,Year,Location,Embassy,Focus,EmbassyFocus,LOR"
    import_dyads(written(tmp_path, head, *rows), tmp_path / "pack")
    atlas = geo.Atlas.open(tmp_path / "pack")
    for year in range(1961, 2011):
        chosen = Selection(as_of=dt.date(year, 7, 1), statuses=("open",))
        assert len(atlas.missions(chosen)) == 1, year
    assert len(dataset.read(tmp_path / "pack").rows["events"]) < 10


def test_the_command_and_a_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.Workbook()
    for number, line in enumerate((DATA / "dyads-cow.csv").read_text().splitlines()):
        cells = line.split(",")
        book.active.append(cells if not number else [int(one) if one.isdigit() else one or None
                                                     for one in cells])  # fmt: skip
    book.save(tmp_path / "cow.xlsx")
    command = ["import", "dyads", "--from", str(tmp_path / "cow.xlsx"), "--json"]
    assert main([*command, "--into", str(tmp_path / "pack")]) == 0
    assert json.loads(capsys.readouterr().out)["added"] == 9
    assert missions(dataset.read(tmp_path / "pack")) == missions(imported("cow", tmp_path / "csv"))


BROKEN: dict[str, tuple[tuple[str, ...], type[Exception]]] = {
    "nothing": ((), SourceFaulty),
    "other columns": (("a,b", "1,2"), InvalidSelection),
    "only headings": ((HEAD,), SourceFaulty),
    "short rows": ((HEAD, "2,200"), SourceFaulty),
    "no year": ((HEAD, "2,200,,3,3,1,1"), SourceFaulty),
    "a word for a year": ((HEAD, "2,200,year,3,3,1,1"), SourceFaulty),
    "a state with itself": ((HEAD, "2,2,1990,3,3,1,1"), SourceFaulty),
    "no such code": ((HEAD, "2,9999,1990,3,3,1,1"), SourceFaulty),
    "no such level": ((HEAD, "2,200,1990,x,-1,1,1"), SourceFaulty),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_table_is_refused_whole(kind: str, tmp_path: Path) -> None:
    lines, error = BROKEN[kind]
    with pytest.raises(error):
        import_dyads(written(tmp_path, *lines), tmp_path / "pack")
    assert not (tmp_path / "pack").exists()


def test_rows_that_contradict_one_another_are_named(tmp_path: Path) -> None:
    file = written(tmp_path, HEAD, "2,200,1914,3,3,1,1", "200,2,1914,3,2,1,1")
    report = import_dyads(file, tmp_path / "pack")
    (problem,) = report.refused
    assert problem.row == 3
    assert "another value" in problem.rule


def test_a_format_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    for given_form in ("ddr", "nothing"):
        with pytest.raises(InvalidSelection):
            import_dyads(DATA / "dyads-cow.csv", tmp_path / "pack", form=given_form)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["2", "200", "220", "365", "345", "245", "999", ""]),
            st.sampled_from(["2", "200", "220", "710"]),
            st.integers(1800, 2010),
            st.sampled_from(["0", "1", "2", "3", "9", "", "8"]),
            st.sampled_from(["0", "3", "NA"]),
        ),
        max_size=12,
    )
)
def test_any_table_of_the_shape_is_sound_or_refused(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, int, str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("dyads")
    lines = [f"{a},{b},{year},{x},{y},1,1" for a, b, year, x, y in rows]
    try:
        import_dyads(written(folder, HEAD, *lines), folder / "pack")
    except SourceFaulty:
        return
    assert not dataset.check(folder / "pack")
