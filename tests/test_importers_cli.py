"""``embassy-atlas import``: what it prints, how it ends, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.cli import main

DATA = Path(__file__).parent / "data" / "importers"
CSV = str(DATA / "missions.csv")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str | Path) -> tuple[int, str, str]:
        code = main(["import", *map(str, arguments)])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return code, out, err

    return call


def test_the_account_is_told(run: Run, tmp_path: Path) -> None:
    into = ("--into", tmp_path / "pack", "--date", "2022-11-16")
    code, out, err = run("wikidata", "--from", CSV, *into)
    assert (code, err) == (0, "")
    refused = tmp_path / "pack.refused.wikidata-2022-11-16.csv"
    assert out.splitlines() == [
        f"{tmp_path / 'pack'}: 11 missions of 15 records imported, 11 of them new",
        "positions: 8 by point, 2 by city, 1 by state",
        "sending and receiving states recognised 25 by id; 1 not recognised",
        "rows added: sources 1, missions 11, positions 9, events 13, claims 11, coverage 4",
        f"rejected: 4 whole records and 6 values in all; see {refused} for the reasons",
    ]
    code, out, _ = run("wikidata", "--from", CSV, *into)
    assert code == 0
    assert out.splitlines()[-1] == "no change: the dataset already has all of it"


def test_the_account_as_json(run: Run, tmp_path: Path) -> None:
    code, out, _ = run(
        "osm", "--from", DATA / "overpass.json", "--into", tmp_path / "pack", "--json"
    )
    assert code == 0
    told = json.loads(out)
    assert (told["read"], told["added"], told["refused_rows"]) == (9, 6, 3)
    assert {problem["column"] for problem in told["refused"]} >= {"country", "target"}
    assert Path(told["refused_file"]).is_file()


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("wikidata",), "either a file with --from, or --live"),
        (("wikidata", "--from", CSV), "--into"),
        (("wikidata", "--from", CSV, "--live", "--into", "x"), "either a file"),
        (("wikidata", "--from", CSV, "--into", "x", "--save", "y.json"), "go with --live"),
        (("osm", "--live", "--contact", "a@b.cd"), "--into"),
        (("osm", "--live", "--into", "x", "--date", "2022"), "--from only"),
        (("osm", "--live", "--save", "no/folder/x.json"), "no folder"),
        (("osm", "--live", "--save", "x.txt"), "Unknown format"),
        (("wikidata", "--live", "--into", "x", "--only", "Korea", "--contact", "a@b.cd"), "PRK"),
        (("osm", "--live", "--into", "x", "--only", "DDR", "--contact", "a@b.cd"), "German"),
        (("wikidata", "--live", "--into", "x", "--only", "VEN"), "--contact"),
        (("wikidata", "--from", "a\0b", "--into", "x"), "null byte"),
        (("table", "--into", "x"), "--from"),
        (("table", "--from", CSV, "--into", "x", "--map", "kind"), "has no ="),
        (("wikidatta",), "wikidata"),
    ],
)
def test_wrong_use_is_told_and_nothing_is_made(
    run: Run, arguments: tuple[str, ...], word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(*arguments)
    assert code == 2, err
    assert out == ""
    assert word in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("wikidata", "--from", "no/such.csv", "--into", "x"), "does not exist"),
        (("wikidata", "--from", ".", "--into", "x"), "is a folder"),
        (("wikidata", "--from", CSV, "--into", "x"), "--date"),
        (("osm", "--from", CSV, "--into", "x"), "not JSON"),
    ],
)
def test_what_cannot_be_read_ends_with_1(
    run: Run, arguments: tuple[str, ...], word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(*arguments)
    assert code == 1, err
    assert out == ""
    assert word in err
    assert not (tmp_path / "x").exists()


def test_a_faulty_dataset_is_not_imported_into(run: Run, dataset_copy: Path) -> None:
    path = dataset_copy / "events.csv"
    path.write_bytes(path.read_bytes()[:-100])
    before = {one.name: one.read_bytes() for one in dataset_copy.iterdir()}
    code, _, err = run("wikidata", "--from", CSV, "--into", dataset_copy, "--date", "2022-11-16")
    assert code == 1
    assert "events.csv" in err
    assert {one.name: one.read_bytes() for one in dataset_copy.iterdir()} == before


@pytest.mark.parametrize("form", ["wikidata", "osm", "table"])
def test_every_form_says_what_it_does(run: Run, form: str) -> None:
    code, out, _ = run(form, "--help")
    assert code == 0
    assert "--from" in out
    assert "--into" in out
    assert form in run("--help")[1]


def test_the_help_names_every_form_of_a_table_and_no_row_0(run: Run) -> None:
    words = run("table", "--help")[1].replace(",", " ").split()
    forms = ("CSV", "TSV", "XLSX", "JSON", "GeoJSON", "GeoPackage", "FlatGeobuf", "KML", "Parquet")
    assert {*forms, "Shapefile."} <= {*words}
    assert "[x>=1]" in words
