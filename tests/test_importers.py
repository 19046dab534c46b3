"""Imports from files: what is taken, what is refused, and that a dataset is never half-changed."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geo
from geo import dataset, dates, importers, parties
from geo.errors import DatasetMissing, SourceFaulty, StateError, ValidationError, WriteFailed
from geo.importers import items
from geo.importers.import_run import take
from geo.importers.input_files import MOST_ROWS
from geo.importers.inputs import Entry, Listing, Named, Point
from geo.importers.matcher import Namer
from geo.importers.origin import Origin

DATA = Path(__file__).parent / "data" / "importers"
DAY = "2022-11-16"
MALTA = "Q107737081"
WIKIDATA = Origin.known("wikidata", DAY, Origin.fingerprint(b"x"))
SNAPSHOT = "wikidata-missions-2022-11-16.csv"


def table(folder: Path, name: str) -> dict[str, dict[str, str]]:
    return dataset.read(folder).by_id[name]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


@pytest.fixture
def taken(tmp_path: Path) -> tuple[Path, importers.ImportReport]:
    folder = tmp_path / "pack"
    return folder, importers.import_wikidata(DATA / "missions.csv", folder, date=DAY)


# --- what is taken ---------------------------------------------------------------------------


def test_an_import_attests_and_does_not_open(taken: tuple[Path, importers.ImportReport]) -> None:
    folder, _ = taken
    events = table(folder, "events")
    listed = events["ven-embassy-pyongyang-listed-wikidata-2022-11-16"]
    assert (listed["kind"], listed["date"], listed["sense"]) == ("listed", DAY, "attested")
    assert listed["detail"] == "Listed in the data of 2022-11-16"
    atlas = geo.Atlas.open(folder)
    shown = atlas.missions(geo.Selection(sending=("VEN",), as_of="2022-11-17")).set_index("id")
    assert shown.loc["ven-embassy-pyongyang", "status"] == "open"
    assert shown.loc["ven-embassy-pyongyang", "opened"] == ""
    before = geo.Selection(sending=("VEN",), as_of="2022-11-15")
    shown = atlas.missions(before).set_index("id")
    assert shown.loc["ven-embassy-pyongyang", "status"] == "undated"
    assert "ven-embassy-pyongyang" not in set(atlas.missions(before.but(undated="none"))["id"])


def test_the_source_is_recorded_with_its_fingerprint(
    taken: tuple[Path, importers.ImportReport],
) -> None:
    import hashlib

    folder, account = taken
    source = table(folder, "sources")[account.source]
    assert account.source == "wikidata-2022-11-16"
    assert source["publisher"] == "Wikidata"
    assert source["licence"] == "CC0-1.0"
    assert source["published"] == DAY
    assert hashlib.sha256((DATA / "missions.csv").read_bytes()).hexdigest() in source["note"]
    assert [one["name"] for one in dataset.read(folder).own["licenses"]] == ["CC0-1.0"]


def test_1_january_is_the_year_and_says_so(taken: tuple[Path, importers.ImportReport]) -> None:
    events = table(taken[0], "events")
    year = events["ven-embassy-rome-opened-wikidata-2022-11-16"]
    assert year["date"] == "1927"
    assert "1927-01-01" in year["reason"]
    day = events["nor-embassy-berlin-opened-wikidata-2022-11-16"]
    assert (day["date"], day["reason"]) == ("1999-10-20", "")


def test_an_embassy_to_the_holy_see_belongs_to_it(
    taken: tuple[Path, importers.ImportReport],
) -> None:
    folder, _ = taken
    assert table(folder, "missions")["ven-embassy-rome"]["receiving"] == "VAT"
    claim = table(folder, "claims")["claim-ven-embassy-rome-receiving-state-wikidata-2022-11-16"]
    assert (claim["value"], claim["rank"]) == ("Italy", "deprecated")
    assert not [problem for problem in dataset.check(folder) if "ven-embassy-rome" in str(problem)]


def test_entities_that_are_no_state_are_kept(taken: tuple[Path, importers.ImportReport]) -> None:
    mission = table(taken[0], "missions")["smom-embassy-per"]
    assert mission["sending"] == "SMOM"
    assert not parties.party_by_code("SMOM").is_state


def test_jurisdictions_are_accreditations(taken: tuple[Path, importers.ImportReport]) -> None:
    folder, _ = taken
    covered = {
        (row["sending"], row["receiving"], row["mission"]): row
        for row in table(folder, "coverage").values()
    }
    row = covered["SMOM", "ECU", "smom-embassy-per"]
    assert (row["face"], row["valid"], row["sense"]) == ("covered", DAY, "attested")
    assert ("SMOM", "PER", "smom-embassy-per") not in covered, "where it stands is no accreditation"
    parts = {
        c["value"] for c in table(folder, "claims").values() if c["property"] == "jurisdiction"
    }
    assert parts == {"Guangdong (Q15175)", "Hainan (Q42200)"}


def test_without_a_point_it_stands_in_its_city_then_its_state(
    taken: tuple[Path, importers.ImportReport],
) -> None:
    folder, _ = taken
    shown = geo.Atlas.open(folder).missions(geo.Selection(as_of=DAY)).set_index("id")
    berlin = parties.city("Berlin", "DEU")
    assert berlin is not None
    norway = shown.loc["nor-embassy-berlin"]
    assert (norway["method"], norway["radius_m"]) == ("city", berlin.radius_m)
    claims = table(folder, "claims")
    assert claims["claim-nor-embassy-berlin-city-wikidata-2022-11-16"]["value"] == "Mitte"
    assert shown.loc["per-embassy-tokyo", "method"] == "city", "0,0 is a missing point"
    assert shown.loc["per-consulate-a-town-that-no-gazetteer-has", "method"] == "state"


def test_the_radius_follows_the_decimals(taken: tuple[Path, importers.ImportReport]) -> None:
    positions = table(taken[0], "positions")
    assert positions["smom-embassy-per-at-wikidata-2022-11-16"]["precision"] == "quarter"
    assert positions["ven-embassy-pyongyang-at-wikidata-2022-11-16"]["precision"] == "building"
    assert (
        positions["esp-consulate-general-guangzhou-at-wikidata-2022-11-16"]["precision"] == "city"
    )


def test_two_senders_of_one_item_are_two_missions(
    taken: tuple[Path, importers.ImportReport],
) -> None:
    both = [r for r in table(taken[0], "missions").values() if r["wikidata"] == "Q900000007"]
    assert sorted(row["sending"] for row in both) == ["IRQ", "NPL"]


def test_a_state_named_as_its_own_host_is_received_where_its_point_lies(
    taken: tuple[Path, importers.ImportReport],
) -> None:
    assert table(taken[0], "missions")["aus-embassy-ankara"]["receiving"] == "TUR"


def test_what_is_not_taken_is_written_beside_the_dataset(
    taken: tuple[Path, importers.ImportReport],
) -> None:
    folder, account = taken
    assert account.refused_file == folder.parent / "pack.refused.wikidata-2022-11-16.csv"
    with account.refused_file.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["file", "row", "column", "value", "reason", "remedy"]
    assert [(row["row"], row["column"], row["value"]) for row in rows] == [
        ("11", "receiving", "Nordic countries (Q52062)"),
        ("12", "receiving", "Hungary (Q28)"),
        ("13", "latitude", "0 0"),
        ("13", "creation", "2031-05-02"),
        ("15", "QID", "CC BY-SA 3.0"),
        ("16", "type", "castle"),
    ]
    assert all(row["reason"] and row["remedy"] for row in rows)
    assert account.refused_rows == 4
    assert account.read == account.added + account.refused_rows == 15


def test_the_way_by_which_a_party_was_found_is_counted(
    taken: tuple[Path, importers.ImportReport],
) -> None:
    assert taken[1].cells == {"by id": 25, "unresolved": 1}, "a body that acts for Taiwan by its id"
    assert table(taken[0], "missions")["twn-representative-office-tokyo"]["sending"] == "TWN"


@pytest.mark.parametrize(
    ("qid", "name", "code"),
    [
        ("Q36947", "Salvador", ""),  # the city in Brazil, which was read as El Salvador
        ("Q1428", "Georgia", ""),  # the state of the United States
        ("Q1126", "Luxembourg", ""),  # the province of Belgium
        ("Q22502", "Taiwan", ""),  # the island
        ("Q843186", "Japan", "JPN"),
        ("Q792", "Salvador", "SLV"),
        ("", "Salvador", "SLV"),
        ("", "Georgia", "GEO"),
    ],
)
def test_where_an_id_is_given_the_name_settles_nothing(qid: str, name: str, code: str) -> None:
    namer = Namer()
    assert namer(Named(qid, name)) == code
    assert namer.ways == {("by id" if qid else "by name") if code else "unresolved": 1}


# --- again, and into what is there -----------------------------------------------------------


@pytest.mark.parametrize("file", ["missions.csv", "statements.json", "wide.json"])
def test_importing_twice_changes_nothing(tmp_path: Path, file: str) -> None:
    folder = tmp_path / "pack"
    first = importers.import_wikidata(DATA / file, folder, date="2026-11-20")
    before = contents(folder)
    again = importers.import_wikidata(DATA / file, folder, date="2026-11-20")
    assert first.changed
    assert not again.changed
    assert contents(folder) == before
    assert (again.added, again.known) == (0, first.added)
    assert not again.rows


def test_a_second_file_keeps_its_own_word_too(tmp_path: Path) -> None:
    first = tmp_path / "missions-2021-01-01.csv"
    first.write_bytes((DATA / "missions.csv").read_bytes())
    second = tmp_path / "missions-2022-01-01.csv"
    second.write_bytes((DATA / "missions.csv").read_bytes() + b"\n")
    for file in (first, second):
        importers.import_wikidata(file, tmp_path / "pack")
    claims = dataset.read(tmp_path / "pack").rows["claims"]
    told = [c for c in claims if c["property"] == "receiving-state"]
    assert {c["rank"] for c in told} == {"deprecated"}
    by_source = [
        {c["subject"] for c in told if c["source"].endswith(y)}
        for y in ("2021-01-01", "2022-01-01")
    ]
    assert by_source[0] == by_source[1] != set()


@pytest.mark.slow
def test_into_the_bundled_dataset_nothing_is_lost_or_doubled(
    dataset_copy: Path, world: Path
) -> None:
    before = dataset.read(dataset_copy)
    account = importers.import_wikidata(world / SNAPSHOT, dataset_copy)
    after = dataset.read(dataset_copy)
    for name, rows in before.by_id.items():
        kept = after.by_id[name]
        assert all(kept.get(id) == row for id, row in rows.items()), name
    known = {row["wikidata"] for row in before.rows["missions"] if row["wikidata"]}
    times = Counter(row["wikidata"] for row in after.rows["missions"])
    assert all(times[qid] == 1 for qid in known)
    assert account.known > 100
    assert {one["name"] for one in after.own["licenses"]} == {"CC-BY-4.0", "CC0-1.0"}
    assert account.source not in before.by_id["sources"], "another source has the plain id"
    for new, old in account.lookalikes:
        assert new not in before.by_id["missions"]
        assert old in before.by_id["missions"]


def test_what_a_dataset_says_otherwise_stands_and_the_file_becomes_a_claim(
    taken: tuple[Path, importers.ImportReport],
) -> None:
    folder, account = taken
    path = folder / "missions.csv"
    path.write_text(
        path.read_text("utf-8").replace("VEN,PRK,embassy", "VEN,PRK,residence"), "utf-8"
    )
    other = folder.parent / "later.csv"
    other.write_bytes((DATA / "missions.csv").read_bytes())
    again = importers.import_wikidata(other, folder, date=DAY)
    assert again.source == "wikidata-2022-11-16", "the same bytes are the same source"
    assert table(folder, "missions")["ven-embassy-pyongyang"]["kind"] == "residence"
    claims = table(folder, "claims")
    said = claims[f"claim-ven-embassy-pyongyang-kind-{account.source}"]
    assert said["value"] == "embassy"


def test_an_item_that_changed_hands_is_a_mission_of_each_state(
    taken: tuple[Path, importers.ImportReport], tmp_path: Path
) -> None:
    """KnownInterval by its Wikidata id alone, what was Peru's embassy attested Chile's for ever."""
    folder, _ = taken
    before = contents(folder)
    rows = (DATA / "missions.csv").read_text("utf-8")
    peru = "Peru;http://www.wikidata.org/entity/Q419;;;Japan;"
    assert rows.count(f"\n{peru}") == 1
    chile = rows.replace(f"\n{peru}", "\nChile;http://www.wikidata.org/entity/Q298;;;Japan;")
    (tmp_path / "later.csv").write_text(chile, encoding="utf-8")
    later = importers.import_wikidata(tmp_path / "later.csv", folder, date="2023-01-01")
    assert (later.added, later.known) == (1, 10)
    missions = table(folder, "missions")
    assert missions["chl-embassy-tokyo"]["wikidata"] == missions["per-embassy-tokyo"]["wikidata"]
    assert ("chl-embassy-tokyo", "per-embassy-tokyo") in later.lookalikes
    attested = {e["mission"] for e in table(folder, "events").values() if later.source in e["id"]}
    assert "per-embassy-tokyo" not in attested
    assert contents(folder) != before
    again = importers.import_wikidata(tmp_path / "later.csv", folder, date="2023-01-01")
    assert (again.changed, again.lookalikes) == (False, [])


def test_the_same_file_is_not_of_two_days(
    taken: tuple[Path, importers.ImportReport], tmp_path: Path
) -> None:
    """The day was passed over in silence: the file stayed one of the day given first."""
    folder, _ = taken
    before = contents(folder)
    with pytest.raises(SourceFaulty, match=r"data of 2022-11-16, not of 2022-12-01.*--date 2022"):
        importers.import_wikidata(DATA / "missions.csv", folder, date="2022-12-01")
    assert contents(folder) == before
    other = importers.import_wikidata(DATA / "missions.csv", tmp_path / "new", date="2022-12-01")
    assert other.source == "wikidata-2022-12-01"


def test_the_same_table_is_not_under_two_licences(tmp_path: Path) -> None:
    """The second stood in datapackage.json beside the first, and in no source."""

    def again(licence: str) -> importers.ImportReport:
        return importers.import_table(
            DATA / "table.csv", tmp_path / "p", publisher="X", date="2026-11-20", licence=licence
        )

    assert again("").added
    with pytest.raises(SourceFaulty, match=r"without a licence, not under CC0-1\.0.*sources\.csv"):
        again("CC0-1.0")
    sources = tmp_path / "p" / "sources.csv"
    text = sources.read_text("utf-8").replace(",database,,", ",database,CC0-1.0,")
    sources.write_text(text, encoding="utf-8")
    assert again("CC0-1.0").changed, "the licence goes into the description of the pack"
    assert not again("").changed
    assert [one["name"] for one in dataset.read(tmp_path / "p").own["licenses"]] == ["CC0-1.0"]


def test_licences_that_are_no_objects_are_passed_over(
    taken: tuple[Path, importers.ImportReport], tmp_path: Path
) -> None:
    """A list of names, as people write it, ended the import with a fault of the program."""
    folder, _ = taken
    path = folder / "datapackage.json"
    document = json.loads(path.read_bytes())
    document["licenses"] = ["CC0-1.0", None]
    path.write_text(json.dumps(document), encoding="utf-8")
    importers.import_wikidata(DATA / "statements.json", folder, date="2026-11-20")
    kept = json.loads(path.read_bytes())["licenses"]
    assert kept[:2] == ["CC0-1.0", None]
    assert [one["name"] for one in kept[2:]] == ["CC0-1.0"]


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear", encoding="utf-8")
    with pytest.raises(DatasetMissing, match="contains no dataset"):
        importers.import_wikidata(DATA / "missions.csv", tmp_path, date=DAY)
    assert list(contents(tmp_path)) == ["letter.txt"]


# --- SPARQL ----------------------------------------------------------------------------------


@pytest.fixture
def stated(tmp_path: Path) -> Path:
    importers.import_wikidata(DATA / "statements.json", tmp_path / "pack", date="2026-11-20")
    return tmp_path / "pack"


def test_all_values_are_kept_with_ranks_and_references(stated: Path) -> None:
    at = [r for r in table(stated, "positions").values() if r["mission"] == "ven-embassy-pyongyang"]
    assert {(row["longitude"], row["rank"], row["attributed_to"]) for row in at} == {
        ("125.792", "preferred", "https://example.org/where"),
        ("125.7936", "normal", ""),
    }
    sites = {
        row["value"]: row["rank"]
        for row in table(stated, "claims").values()
        if row["property"] == "website"
    }
    assert sites == {
        "https://one.example.org/": "normal",
        "https://old.example.org/": "deprecated",
    }
    opened = {
        row["date"]: row["attributed_to"]
        for row in table(stated, "events").values()
        if row["kind"] == "opened" and row["mission"] == "ven-embassy-pyongyang"
    }
    assert opened == {"2019": "", "2019-08-21": "https://example.org/opening; English Wikipedia"}


def test_closed_missions_are_kept_with_their_dates(stated: Path) -> None:
    events = table(stated, "events")
    oslo = {row["kind"]: row for row in events.values() if row["mission"] == "ven-embassy-oslo"}
    assert set(oslo) == {"opened", "closed"}, "what has closed is not attested as open"
    assert (oslo["opened"]["date"], oslo["closed"]["date"]) == ("197X", "2025-10")
    ended = next(row for row in events.values() if row["mission"] == "ven-consulate-chl")
    assert (ended["kind"], ended["date"], ended["sense"]) == ("closed", "[..2026-11-20]", "by")
    shown = geo.Atlas.open(stated).missions(geo.Selection(statuses=("closed",), as_of="2026-11-21"))
    assert set(shown["id"]) == {"ven-embassy-oslo", "ven-consulate-chl"}


def test_results_with_a_column_for_each_property(tmp_path: Path) -> None:
    importers.import_wikidata(DATA / "wide.json", tmp_path / "pack", date="2026-11-20")
    assert table(tmp_path / "pack", "missions")["nor-embassy-tokyo"]["wikidata"] == "Q900000201"
    assert len(table(tmp_path / "pack", "positions")) == 2
    opened = next(r for r in table(tmp_path / "pack", "events").values() if r["kind"] == "opened")
    assert opened["date"] == "1958"
    assert "1 January is read as the year" in opened["reason"]


@settings(deadline=None)
@given(st.dates(dt.date(100, 1, 1), dt.date(9900, 12, 31)), st.sampled_from([7, 8, 9, 10, 11]))
def test_a_time_of_any_precision_holds_its_day(day: dt.date, precision: int) -> None:
    told = _time(f"{day.isoformat()}T00:00:00Z", precision)
    first, last = dates.ordinals([told])
    assert first[0] <= day.toordinal() <= last[0]
    width = last[0] - first[0] + 1
    least, most = {7: (36_524, 36_525), 8: (3_652, 3_653), 9: (365, 366), 10: (28, 31), 11: (1, 1)}[
        precision
    ]
    assert least <= width <= most


def test_a_century_beyond_the_calendar_is_none() -> None:
    """A time in the year 9901 became a century that ends in 10000, which is no date."""
    found, problems = _told("9901-01-01T00:00:00Z", 7)
    assert not found[0].dated
    assert "9901" in problems[0].value


def _time(value: str, precision: int) -> str:
    found, problems = _told(value, precision)
    assert not problems
    return found[0].dated[0].date


def _told(value: str, precision: int) -> tuple[list[Entry], list[ValidationError]]:
    return stated_of(("P571", value, {"precision": str(precision)}))


ENTITY = "http://www.wikidata.org/entity/"
EMBASSY = ("P31", f"{ENTITY}Q3917681", {})
OF_VENEZUELA = ("P137", f"{ENTITY}Q717", {})
IN_NORWAY = ("P17", f"{ENTITY}Q20", {})
Told = tuple[str, str, dict[str, str]]


def stated_of(
    *more: Told, of: tuple[Told, ...] = (OF_VENEZUELA, IN_NORWAY, EMBASSY)
) -> tuple[list[Entry], list[ValidationError]]:
    """An item with statements: property, value, and what else its row has."""
    rows = [
        {
            name: {"type": "literal", "value": text}
            for name, text in {"item": f"{ENTITY}Q1", "property": p, "value": value, **row}.items()
        }
        for p, value, row in (*of, *more)
    ]
    document = {
        "head": {"vars": ["item", "property", "value", "valueLabel", "precision", "rank", "end"]},
        "results": {"bindings": rows},
    }
    found = items.entries("x.json", json.dumps(document).encode())
    return found.entries, found.problems


DATES = {*items._OPENED, *items._CLOSED}
ENDED = {"end": "1991-12-26T00:00:00Z"}


def test_what_has_ended_is_a_claim(tmp_path: Path) -> None:
    """The Soviet Union, to 1991, beside Russia gave an open Soviet embassy in a former city."""
    found, problems = stated_of(
        ("P137", f"{ENTITY}Q15180", {**ENDED, "valueLabel": "Soviet Union"}),
        ("P137", f"{ENTITY}Q159", {"valueLabel": "Russia"}),
        ("P131", f"{ENTITY}Q586", {**ENDED, "valueLabel": "Bonn"}),
        ("P131", f"{ENTITY}Q64", {"valueLabel": "Berlin"}),
        ("P31", f"{ENTITY}Q3917681", ENDED),
        ("P31", f"{ENTITY}Q372690", {"valueLabel": "consulate general"}),
        ("P625", "Point(7.1 50.7)", {**ENDED, "rank": "http://wikiba.se/ontology#PreferredRank"}),
        ("P625", "Point(13.38 52.51)", {}),
        of=(("P17", f"{ENTITY}Q183", {}),),
    )
    assert problems == []
    assert [str(entry.sending) for entry in found] == ["Russia (Q159)"]
    entry = found[0]
    assert (entry.kind, entry.city) == ("consulate_general", "Berlin")
    assert [(point.longitude, point.latitude) for point in entry.points] == [("13.38", "52.51")]
    said = {one.property: one for one in entry.said}
    assert said["sending-state"].value == "Soviet Union (Q15180)"
    assert said["city"].value == "Bonn (Q586)"
    assert said["type"].value == "Q3917681"
    assert said["point"].value == "7.1 50.7"
    assert all("No longer true" in one.reason for one in said.values())
    account = take(Listing("x.json", found, 1), WIKIDATA, tmp_path / "pack")
    assert (account.added, account.refused, account.problems) == (1, [], [])


def test_where_all_has_ended_it_is_taken_as_it_was() -> None:
    ended = tuple((p, value, ENDED) for p, value, _ in (OF_VENEZUELA, IN_NORWAY, EMBASSY))
    found, problems = stated_of(("P625", "Point(10.7 59.9)", ENDED), of=ended)
    assert problems == []
    assert [(entry.sending.qid, entry.kind, len(entry.points)) for entry in found] == [
        ("Q717", "embassy", 1)
    ]


def test_what_ended_and_began_again_holds() -> None:
    found, _ = stated_of(("P137", f"{ENTITY}Q717", ENDED), ("P137", f"{ENTITY}Q159", ENDED))
    assert [entry.sending.qid for entry in found] == ["Q717"]


@pytest.mark.parametrize("unknown", ["http://www.wikidata.org/.well-known/genid/a1b2", "_:t1"])
def test_a_value_that_is_unknown_is_none(unknown: str) -> None:
    """The address that the Query Service writes for an unknown value became city and website."""
    every = [(p, unknown, {}) for p in items.PROPERTIES if p not in DATES]
    found, problems = stated_of(*every)
    assert problems == []
    assert len(found) == 1
    assert (found[0].city, found[0].points, found[0].jurisdictions) == ("", [], [])
    assert found[0].said == []
    closed, _ = stated_of(("P576", unknown, {}))
    assert [(one.kind, one.date) for one in closed[0].dated] == [("closed", "")]


# --- round trips -----------------------------------------------------------------------------

_names = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12).map(str.strip)
_entries = st.builds(
    lambda number, sender, receiver, kind, city, lon, lat, name: Entry(
        row=number,
        key=f"Q{number}",
        qid=f"Q{number}",
        sending=Named("", sender),
        receiving=Named("", receiver),
        kind=kind,
        city=city,
        points=[Point(f"{lon:.4f}", f"{lat:.4f}")],
        name=name,
    ),
    st.integers(1, 10**6),
    st.sampled_from(["VEN", "PRK", "NOR", "SMOM"]),
    st.sampled_from(["ESP", "PER", "VAT", "JPN"]),
    st.sampled_from(["embassy", "consulate", "liaison_office"]),
    _names,
    st.floats(-180, 180),
    st.floats(-90, 90),
    _names,
)


@settings(max_examples=40, deadline=None)
@given(st.lists(_entries, min_size=1, max_size=5, unique_by=lambda one: one.qid))
def test_what_is_taken_reads_back_and_is_sound(
    tmp_path_factory: pytest.TempPathFactory, given_: list[Entry]
) -> None:
    folder = tmp_path_factory.mktemp("trip") / "pack"
    account = take(Listing("x.csv", given_, len(given_)), WIKIDATA, folder)
    read = dataset.read(folder)
    assert len(read.rows["missions"]) == account.added == len(given_)
    assert account.problems == dataset.check(folder), "what the import says is what check says"
    assert all("outside" in problem.rule for problem in account.problems)
    before = contents(folder)
    assert not take(Listing("x.csv", given_, len(given_)), WIKIDATA, folder).changed
    assert contents(folder) == before


# --- bad input -------------------------------------------------------------------------------

WHOLE = (DATA / "missions.csv").read_bytes()
STATED = (DATA / "statements.json").read_bytes()
HEADER = WHOLE.split(b"\n", 1)[0]
BAD: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "is empty"),
    "blank": (b"\n \n", "is empty"),
    "cut within a row": (WHOLE[: len(WHOLE) // 2], "may have been cut short"),
    "cut within the last id": (WHOLE[:-8], "does not end with a line feed"),
    "header alone": (HEADER + b"\n", "no row"),
    "another encoding": (WHOLE.replace(b"Norway", b"Norw\xe8ge"), 'row 4, cell 1: "e8'),
    "UTF-16 without a mark": (WHOLE.decode().encode("utf-16-le"), "NUL"),
    "separated by something else": (WHOLE.replace(b";", b"^"), "the column is missing"),
    "a heading twice": (WHOLE.replace(b"address;", b"city;", 1), "as cells 7, 9"),
    "a heading missing": (WHOLE.replace(b"countryQID", b"c", 1), "column countryQID"),
    "an open quote": (WHOLE + b'"Peru;' + b"x" * 1000 + b"\n", "ends early"),
    "all rows shifted": (HEADER + b"\n" + b"Peru;" * 24 + b"Peru\n", "no row of"),
    "a million rows": (HEADER + b"\n" + b"x\n" * 1_000_000, f"at most {MOST_ROWS:,}"),
    "binary": (bytes(range(256)) * 20, "not UTF-8"),
    "half of JSON": (STATED[: len(STATED) // 2], "cut short"),
    "JSON of another kind": (b'{"elements": []}', "not SPARQL results"),
    "a web page": (b"<!DOCTYPE html><title>Error</title>\n<p>x</p>\n", "the column is missing"),
    "deep JSON": (b"[" * 100_000, "cut short"),
    "nothing found": (b'{"head":{"vars":["item"]},"results":{"bindings":[]}}', "found nothing"),
    "no item": (
        b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"1"}}]}}',
        "no column item",
    ),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_broken_file_is_told_and_the_dataset_is_as_it_was(
    taken: tuple[Path, importers.ImportReport], tmp_path: Path, kind: str
) -> None:
    folder, _ = taken
    before = contents(folder)
    data, word = BAD[kind]
    (tmp_path / "bad.csv").write_bytes(data)
    with pytest.raises(SourceFaulty) as told:
        importers.import_wikidata(tmp_path / "bad.csv", folder, date=DAY)
    assert word in str(told.value)
    assert "bad.csv" in str(told.value)
    assert len(str(told.value)) < 3_000
    assert contents(folder) == before
    with pytest.raises(SourceFaulty):
        importers.import_wikidata(tmp_path / "bad.csv", tmp_path / "new", date=DAY)
    assert not (tmp_path / "new").exists()


def test_other_separators_and_marks_that_are_sure_are_read(tmp_path: Path) -> None:
    comma = "\n".join(
        ",".join(f'"{cell}"' for cell in line.split(";")) for line in WHOLE.decode().splitlines()
    )
    (tmp_path / "comma.csv").write_bytes(f"\ufeff{comma}\n".encode())
    account = importers.import_wikidata(tmp_path / "comma.csv", tmp_path / "pack", date=DAY)
    assert account.added == 11


def test_shifted_rows_are_refused_one_by_one(tmp_path: Path) -> None:
    rows = WHOLE.decode().splitlines(keepends=True)
    rows[1] = rows[1].replace(";;39.0236", ";;An address; with a semicolon;39.0236")
    (tmp_path / "shifted.csv").write_text("".join(rows), encoding="utf-8")
    account = importers.import_wikidata(tmp_path / "shifted.csv", tmp_path / "pack", date=DAY)
    first = account.refused[0]
    assert (first.row, first.column) == (2, "")
    assert "columns are shifted" in first.rule
    assert account.added == 10
    assert account.read == 15


@pytest.mark.parametrize("date", ["2022-02-31", "yesterday", "2999-01-01", "2022/.."])
def test_a_day_that_cannot_be_is_refused(tmp_path: Path, date: str) -> None:
    with pytest.raises(SourceFaulty, match="the date of the data"):
        importers.import_wikidata(DATA / "missions.csv", tmp_path / "pack", date=date)


def test_without_a_day_nothing_is_taken(tmp_path: Path) -> None:
    with pytest.raises(SourceFaulty, match="--date"):
        importers.import_wikidata(DATA / "missions.csv", tmp_path / "pack")


def test_a_city_of_900_000_characters_is_refused(tmp_path: Path) -> None:
    data = WHOLE.decode().replace(";Pyongyang;", f";{'P' * 900_000};")
    (tmp_path / "long.csv").write_text(data, encoding="utf-8")
    account = importers.import_wikidata(tmp_path / "long.csv", tmp_path / "pack", date=DAY)
    assert account.added == 10
    first = account.refused[0]
    assert (first.row, first.column) == (2, "city")
    assert "900,000 characters" in first.rule
    assert account.refused_file is not None
    assert account.refused_file.stat().st_size < 5_000


def test_hostile_cells_stay_texts(tmp_path: Path) -> None:
    hostile = '=HYPERLINK("http://x")`${alert(1)}`<script>'.replace('"', "'")
    data = WHOLE.decode().replace("https://www.example.org", hostile).replace("castle", "=1+1")
    (tmp_path / "hostile.csv").write_text(data, encoding="utf-8")
    account = importers.import_wikidata(tmp_path / "hostile.csv", tmp_path / "pack", date=DAY)
    claims = table(tmp_path / "pack", "claims")
    assert hostile in {row["value"] for row in claims.values()}
    assert account.refused_file is not None
    assert "'=1+1" in account.refused_file.read_text("utf-8")


@pytest.mark.parametrize("number", range(1, 11))
def test_a_disk_that_fails_leaves_the_dataset_as_it_was(
    taken: tuple[Path, importers.ImportReport], number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from geo.dataset import transaction

    folder, _ = taken
    before = contents(folder)
    calls = 0
    real: Callable[[Path, bytes], None] = transaction.write_atomic

    def failing(path: Path, data: bytes) -> None:
        nonlocal calls
        calls += 1
        if calls == number:
            raise WriteFailed("the disk is full")
        real(path, data)

    monkeypatch.setattr(transaction, "write_atomic", failing)
    with pytest.raises(WriteFailed):
        importers.import_wikidata(DATA / "statements.json", folder, date="2026-11-20")
    assert {path.name for path in folder.iterdir()} == set(before)
    assert contents(folder) == before


def test_where_the_refused_cannot_be_written_the_dataset_is_as_it_was(
    taken: tuple[Path, importers.ImportReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    """They were written last: the import failed with the dataset changed already."""
    folder, _ = taken
    monkeypatch.chdir(folder.parent)  # a message shortens a long path
    folder = Path(folder.name)
    before = contents(folder)
    (folder.parent / "pack.refused.wikidata-2022-12-01.csv").mkdir()
    data = (DATA / "missions.csv").read_bytes().replace(b"Peru;", b"Pery;")
    (folder.parent / "later.csv").write_bytes(data)
    with pytest.raises(WriteFailed, match=r"pack\.re"):  # a long path is cut
        importers.import_wikidata(folder.parent / "later.csv", folder, date="2022-12-01")
    assert contents(folder) == before
    deep = folder.parent / "of" / "folders" / "pack"
    account = importers.import_wikidata(folder.parent / "later.csv", deep, date="2022-12-01")
    assert account.refused_file is not None
    assert account.refused_file.parent.resolve() == deep.parent.resolve()


def test_a_file_of_which_nothing_can_be_taken_makes_no_dataset(
    taken: tuple[Path, importers.ImportReport], tmp_path: Path
) -> None:
    """It made a dataset of one source and no mission, and ended well."""
    rows = WHOLE.decode().splitlines(keepends=True)
    nowhere = next(row for row in rows if "Nordic countries" in row)
    (tmp_path / "none.csv").write_text(rows[0] + nowhere, encoding="utf-8")
    folder, _ = taken
    before = contents(folder)
    for into in (folder, tmp_path / "new"):
        with pytest.raises(SourceFaulty, match=r"no mission of none\.csv can be imported") as told:
            importers.import_wikidata(tmp_path / "none.csv", into, date="2022-12-01")
        assert [problem.column for problem in told.value.problems] == ["receiving"]
        assert "Nordic countries" in str(told.value)
    assert contents(folder) == before
    assert not (tmp_path / "new").exists()


# --- the world -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def whole_world(
    world: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, importers.ImportReport]:
    folder = tmp_path_factory.mktemp("world") / "pack"
    return folder, importers.import_wikidata(world / SNAPSHOT, folder)


def test_the_cells_of_the_world_are_resolved(
    whole_world: tuple[Path, importers.ImportReport],
) -> None:
    _, account = whole_world
    cells = account.cells
    assert cells.total() == 2 * 9_852
    assert (cells["by id"] + cells["by name"]) / cells.total() >= 0.995
    named = [f for f in account.refused if f.column in ("sending", "receiving")]
    assert len([f for f in named if "of a state or entity" in f.rule]) == cells["unresolved"]


@pytest.mark.slow
def test_an_older_snapshot_goes_into_the_same_dataset(world: Path, tmp_path: Path) -> None:
    """In either order it is the same missions, each attested on both days.

    An item that one snapshot gives to another sending state is a mission of each: the embassy in
    San Ġwann that is Egypt's in 2021 and Russia's in 2022 was taken for Egypt's on both days.
    """
    older = "wikidata-missions-2021-08-24.csv"
    datasets = []
    for number, order in enumerate(((SNAPSHOT, older), (older, SNAPSHOT))):
        accounts = [importers.import_wikidata(world / n, tmp_path / str(number)) for n in order]
        for account in accounts:
            assert account.cells["unresolved"] / account.cells.total() <= 0.005
        datasets.append(dataset.read(tmp_path / str(number)))
    one, two = (Counter(row["wikidata"] for row in p.rows["missions"]) for p in datasets)
    assert one == two
    for folder in datasets:
        times = Counter((row["wikidata"], row["sending"]) for row in folder.rows["missions"])
        assert set(times.values()) == {1}
        days = {row["mission"]: [] for row in folder.rows["events"]}
        for row in folder.rows["events"]:
            if row["kind"] == "listed":
                days[row["mission"]].append(row["date"])
        malta = {r["sending"]: r["id"] for r in folder.rows["missions"] if r["wikidata"] == MALTA}
        assert {code: days[id] for code, id in malta.items()} == {
            "EGY": ["2021-08-24"],
            "RUS": [DAY],
        }
    pairs = {frozenset(pair) for pair in accounts[-1].lookalikes}
    assert frozenset(malta.values()) in pairs, "named, and left to merging"
    listed = Counter(r["mission"] for r in datasets[0].rows["events"] if r["kind"] == "listed")
    assert Counter(listed.values())[2] > 7_900
    assert {row["date"] for row in datasets[0].rows["events"] if row["kind"] == "listed"} == {
        "2021-08-24",
        DAY,
    }


def test_no_cell_of_the_world_is_resolved_wrongly(
    whole_world: tuple[Path, importers.ImportReport], world: Path
) -> None:
    """Against the file itself, by its ids; where a name resolves as well, both must agree."""
    folder, _ = whole_world
    missions = dataset.read(folder).rows["missions"]
    found = {(row["wikidata"], row["sending"]): row["receiving"] for row in missions}
    own_host = 0
    with (world / SNAPSHOT).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            qid = row["QID"].rpartition("/")[2]
            sent, received = (_party(row, name) for name in ("operator", "country"))
            if (qid, sent) not in found:
                continue
            told = found[qid, sent]
            served = row["jurisdictions"].split("|")
            if received == "ITA" and "Vatican City" in served and "Italy" not in served:
                assert told == "VAT", qid
            elif sent == received:
                own_host += 1
                assert parties.party_by_code(told).code in {_code(name) for name in served}, qid
            else:  # a territory with a code of its own receives what is in it
                assert received in (told, parties.party_by_code(told).of), qid
    assert own_host > 15


def test_a_city_that_is_named_like_a_state_is_no_accreditation(
    whole_world: tuple[Path, importers.ImportReport],
) -> None:
    """Salvador (Q36947) in Brazil, served by Belgium's consul, was read as El Salvador."""
    rows = dataset.read(whole_world[0]).rows
    claimed = [c["subject"] for c in rows["claims"] if c["value"] == "Salvador (Q36947)"]
    assert len(claimed) == 1
    assert not [c for c in rows["coverage"] if c["mission"] == claimed[0]]


def _party(row: dict[str, str], name: str) -> str:
    """The party by both ways, which must agree: each cell of the world has an id."""
    by_id, by_name = _code(row[f"{name}QID"]), _code(row[name])
    assert row[f"{name}QID"] or not row[name]
    assert by_id == by_name or not by_name or not by_id, row["QID"]
    return by_id


def _code(text: str) -> str:
    try:
        return parties.party(text).code
    except StateError:
        return ""


def test_embassies_to_the_holy_see_belong_to_it(
    whole_world: tuple[Path, importers.ImportReport],
) -> None:
    claims = dataset.read(whole_world[0]).rows["claims"]
    to_holy_see = [
        row
        for row in claims
        if row["property"] == "receiving-state" and "Holy See" in row["reason"]
    ]
    assert len(to_holy_see) > 80


def test_the_world_dataset_is_sound_save_for_points_outside(
    whole_world: tuple[Path, importers.ImportReport],
) -> None:
    folder, account = whole_world
    problems = dataset.check(folder)
    assert problems == account.problems
    assert 0 < len(problems) < 50
    assert all("outside" in problem.rule for problem in problems)


def test_the_world_twice_is_the_world(
    whole_world: tuple[Path, importers.ImportReport], world: Path
) -> None:
    folder, _ = whole_world
    before = contents(folder)
    assert not importers.import_wikidata(world / SNAPSHOT, folder).changed
    assert contents(folder) == before


def test_few_missions_of_the_world_are_placed_by_state_only(
    whole_world: tuple[Path, importers.ImportReport],
) -> None:
    """Those that give neither a point nor a city, and a handful whose city is a province."""
    folder, account = whole_world
    missions = dataset.read(folder).by_id["missions"]
    by_state = [r for r in dataset.read(folder).rows["positions"] if r["method"] == "state"]
    with_city = [r for r in by_state if missions[r["mission"]]["city"]]
    assert account.placed["by state"] == len(by_state)
    assert len(with_city) <= 20


def test_the_properties_that_are_asked_for_are_read() -> None:
    read = {*items._OPENED, *items._CLOSED, *items._SAID}
    assert set(items.PROPERTIES) == read | {"P137", "P17", "P131", "P625", "P31", "P1001"}
