"""What changed between two datasets or two days of one, why, and the files that say so."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

import geo
from geo import dataset, importers
from geo.cli import main
from geo.dataset import days_of
from geo.errors import InvalidSelection
from geo.i18n import ENGLISH, tr
from geo.render import FEEDS, changes_csv, changes_geojson
from geo.reports.changes import KINDS, REASONS, Compared, changes

ME = ("--author", "Ana Ruiz", "--why", "seen <there>")
HEAD = "id,sending,receiving,type,city,longitude,latitude,website,opened"
FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string"},
        "authors": {"type": "array", "items": {"type": "object", "minProperties": 1}},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "content_text"],
                "properties": {
                    "id": {"type": "string", "minLength": 1},
                    "date_published": {"pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T00:00:00Z$"},
                    "tags": {"type": "array", "items": {"enum": list(KINDS)}},
                },
            },
        },
    },
}
LISTED = ("added", "removed")
ATOM = "{http://www.w3.org/2005/Atom}"


def days(name: str, *pair: str, **chosen: object) -> Compared:
    atlas = geo.Atlas.open()
    sides = [(atlas, geo.Selection(**{name: day}, **chosen)) for day in pair]
    return changes(sides[0], sides[1], names=pair)


def between(one: Path, two: Path) -> Compared:
    sides = [(geo.Atlas.open(folder), geo.Selection()) for folder in (one, two)]
    return changes(sides[0], sides[1], names=(str(one), str(two)))


def taken(folder: Path, day: str, *rows: str, publisher: str = "Ministry") -> Path:
    """A dataset of one imported table."""
    source = folder.parent / f"{folder.name}-{day}.csv"
    source.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    importers.import_table(source, folder, publisher=publisher, date=day)
    return folder


def test_two_days_of_one_dataset_show_what_happened() -> None:
    found = days("as_of", "2019-01-01", "2020-01-01")
    one = next(one for one in found.changes if one.mission == "ven-embassy-pyongyang")
    assert (one.kind, one.now, one.reason.word) == ("opened", "open", "time")
    assert {source.id for source in one.reason.sources} >= {"nk-news-2019-08-21"}
    assert all(one.kind in KINDS and one.reason.word in REASONS for one in found.changes)
    assert found.counts["closed"] == sum(one.kind == "closed" for one in found.changes) > 0


def test_two_days_up_to_which_sources_count_show_what_was_published() -> None:
    found = days("known_on", "2019-01-24", "2019-09-01", among=("VEN", "PRK"))
    by = {one.mission: one for one in found.changes if one.kind == "opened"}
    assert {one.reason.word for one in by.values()} == {"published"}
    said = by["ven-embassy-pyongyang"].evidence
    assert [one.now for one in said if one.what == "opened"] == ["2019-08-21"]


def test_nothing_changed_between_equal_datasets(dataset_copy: Path) -> None:
    found = between(dataset.locate(None), dataset_copy)
    assert found.changes == ()
    assert found.summary() == ENGLISH("editing.count.none")


def test_an_editor_is_the_reason_where_one_changed_it(
    dataset_copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--mission", "prk-embassy-caracas", "--kind", "closed", "--date", "2026-11-01")
    assert main(["event", "add", str(dataset_copy), *words, "--source", "unrecorded", *ME]) == 0
    found = between(dataset.locate(None), dataset_copy)
    closed = next(one for one in found.changes if one.kind == "closed")
    assert (closed.mission, closed.was, closed.now) == ("prk-embassy-caracas", "open", "closed")
    assert closed.reason.word == "editor"
    assert "Ana Ruiz" in closed.reason.text(ENGLISH)
    back = between(dataset_copy, dataset.locate(None))
    assert [one.kind for one in back.changes] == ["opened", "withdrawn"]


CHILE = "1,Chile,Peru,embassy,Lima,-77.0365,-12.0989,https://a.example,"


def test_each_kind_of_change_of_a_source(tmp_path: Path) -> None:
    before = taken(
        tmp_path / "one",
        "2021-08-24",
        CHILE,
        "2,Brazil,Peru,embassy,Lima,-77.0300,-12.1200,https://b.example,",
        "3,Cuba,Peru,consulate,Lima,,,https://c.example,",
        "4,Spain,Peru,embassy,Lima,,,,",
    )
    after = taken(
        tmp_path / "two",
        "2022-11-16",
        CHILE.replace("a.example", "d.example"),
        "2,Brazil,Peru,embassy,Lima,-77.0300,-12.1000,,",
        "3,Cuba,Peru,consulate_general,Lima,,,https://c.example,",
        "5,Italy,Peru,embassy,Lima,,,,2022-01-10",
        "6,France,Peru,embassy,Lima,,,,1950",
    )
    found = between(before, after)
    kinds = {(one.kind, one.sending) for one in found.changes}
    assert {
        ("evidence", "CHL"),
        ("moved", "BRA"),
        ("withdrawn", "BRA"),
        ("removed", "ESP"),
        ("renamed", "CUB"),
        ("opened", "ITA"),
        ("added", "FRA"),
    } <= kinds
    moved = next(one for one in found.changes if one.kind == "moved")
    assert moved.metres == pytest.approx(2212, abs=5)
    website = next(one for one in found.changes if one.kind == "evidence" and one.sending == "CHL")
    assert [(one.was, one.now) for one in website.evidence] == [
        ("https://a.example", "https://d.example")
    ]
    assert {one.reason.word for one in found.changes} == {"source"}


def test_a_position_within_both_radii_is_no_move(tmp_path: Path) -> None:
    before = taken(tmp_path / "one", "2021-01-01", CHILE)
    after = taken(tmp_path / "two", "2022-01-01", CHILE.replace("-12.0989", "-12.0990"))
    assert [one.kind for one in between(before, after).changes] == ["evidence"]
    by_city = taken(tmp_path / "city", "2021-01-01", "1,Chile,Peru,embassy,Lima,,,,")
    assert "moved" not in between(by_city, after).counts


def test_an_import_is_the_reason_where_its_source_is_new(tmp_path: Path) -> None:
    before = taken(tmp_path / "one", "2021-01-01", CHILE)
    taken(tmp_path / "two", "2021-01-01", CHILE)
    row = CHILE.replace("a.example", "e.example")
    after = taken(tmp_path / "two", "2021-02-01", row, publisher="Embassy list")
    found = between(before, after)
    assert {one.reason.word for one in found.changes} == {"import"}


def test_our_rule_is_the_reason_where_the_same_file_is_read_otherwise(tmp_path: Path) -> None:
    before = taken(tmp_path / "one", "2021-01-01", CHILE)
    read = dataset.read(before)
    rows = {**read.rows, "events": [{**row, "sense": "on", "kind": "opened", "reason": "read anew"}
                                    for row in read.rows["events"]]}  # fmt: skip
    dataset.write(replace(read, rows=rows), tmp_path / "two")
    found = between(before, tmp_path / "two")
    assert found.changes
    assert {one.reason.word for one in found.changes} == {"rule"}


def test_datasets_without_a_common_mission_are_refused(tmp_path: Path) -> None:
    one = taken(tmp_path / "one", "2021-01-01", CHILE)
    two = taken(tmp_path / "two", "2021-01-01", "9,Japan,Kenya,embassy,Nairobi,,,,")
    with pytest.raises(InvalidSelection, match="no mission in common"):
        between(one, two)


HOSTILE = "</title><script>alert(1)</script>{{ 7*7 }} ]]> \x1b[31m\u202e\nline"


@pytest.fixture
def hostile() -> Compared:
    found = days("as_of", "2019-01-01", "2020-01-01")
    kept = [replace(one, name=HOSTILE, was=HOSTILE) for one in found.changes]
    return replace(found, before=HOSTILE, changes=tuple(kept))


@pytest.mark.parametrize("language", ["en", "es"])
def test_feeds_are_valid_whatever_a_name_is(hostile: Compared, language: str) -> None:
    feed = json.loads(FEEDS[".json"](hostile, tr(language)))
    jsonschema.validate(feed, FEED)
    ids = [one["id"] for one in feed["items"]]
    assert len(ids) == len(set(ids)) == len(hostile.changes)
    data = FEEDS[".atom"](hostile, tr(language))
    assert b"<script" not in data
    root = ElementTree.fromstring(data)
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert element.findtext(f"{ATOM}{name}")
    assert [one.text for one in root.iterfind(f"{ATOM}entry/{ATOM}id")] == ids
    assert "alert(1)" in root.findtext(f"{ATOM}entry/{ATOM}title")
    assert data == FEEDS[".atom"](hostile, tr(language))


def test_text_geojson_and_table_hold_every_change(hostile: Compared) -> None:
    lines = hostile.text().split("\n")
    assert "line" not in lines
    assert not any("\x1b" in line or "\u202e" in line for line in lines)
    told = json.loads(changes_geojson(hostile, ENGLISH))
    assert len(told["features"]) == len(hostile.changes)
    assert {one["properties"]["change"] for one in told["features"]} == set(hostile.counts)
    assert changes_csv(hostile, ENGLISH).count(b"\r\n") == len(hostile.changes) + 1


# --- the command ---------------------------------------------------------------------------------


def test_the_command_prints_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["diff", "--as-of", "2019-01-01", "2020-01-01"]
    files = [tmp_path / name for name in ("a.geojson", "a.json", "a.atom")]
    assert main([*asked, "--geojson", str(files[0]), "--feed", str(files[1])]) == 0
    assert main([*asked, "--feed", str(files[2]), "--language", "es"]) == 0
    assert "ven-embassy-pyongyang" in capsys.readouterr().out
    assert all(file.stat().st_size > 100 for file in files)
    assert main([*asked, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["before"] == "2019-01-01"
    assert sum(told["counts"].values()) == len(told["changes"])
    assert {one["why"] for one in told["changes"]} == {"time", "time_by"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "Give two datasets"),
        (["PACK"], "Give two datasets"),
        (["PACK", "PACK"], "given twice"),
        (["PACK", "nowhere"], "no folder"),
        (["--as-of", "someday", "2020"], "not a date"),
        (["--as-of", "2020-01-01", "2020-01-01"], "is not before"),
        (["--known-on", "2020-01-01", "2019-01-01"], "is not before"),
        (["--as-of", "2019", "2020", "--known-on", "2019", "2020"], "Give two datasets"),
        (["PACK", "PACK", "--as-of", "2019", "2020"], "Give two datasets"),
        (["--as-of", "2019", "2020", "--feed", "x.txt"], "Unknown format"),
        (["--as-of", "2019", "2020", "--feed", "nofolder/x.atom"], "no folder"),
        (["--as-of", "2019", "2020", "--rows"], "--rows lists the rows of two datasets"),
    ],
)
def test_bad_input_is_told(
    words: list[str], said: str, dataset_copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", *(str(dataset_copy) if one == "PACK" else one for one in words)]) == 2
    assert said in capsys.readouterr().err


def test_only_what_made_the_change_is_told(atlas: geo.Atlas) -> None:
    """Finland's embassy closed by 2019; nothing says in that year. Plans opened nothing."""
    sides = [(atlas, geo.Selection(as_of=day)) for day in ("2019-01-01", "2020-01-01")]
    found = {one.mission: one for one in changes(*sides).changes}
    assert found["fin-embassy-caracas"].reason.word == "time_by"
    opened = found["ven-embassy-pyongyang"]
    assert (opened.reason.word, opened.day) == ("time", "2019-08-21")
    events = {e.id: e for e in atlas.dataset.events.of_mission(opened.mission)}
    told = {source for e in events.values() if e.kind == "opened" for source in e.sources}
    assert {one.id for one in opened.reason.sources} <= told


def test_only_sources_of_the_time_between_are_called_published_then(atlas: geo.Atlas) -> None:
    """A source of June 2020, and undated ones, were said to be published before 2020."""
    sides = [(atlas, geo.Selection(known_on=day)) for day in ("2015-01-01", "2020-01-01")]
    found = changes(*sides).changes
    words = {one.reason.word for one in found}
    assert {"published", "published_undated"} <= words <= {*words, "unknown"}
    for one in found:
        for source in one.reason.sources:
            if one.reason.word == "published":
                days = days_of(source.published)
                assert days.first <= dt.date(2020, 1, 1).toordinal()
                assert days.last > dt.date(2015, 1, 1).toordinal()
            elif one.reason.word == "published_undated":
                assert not source.published


def test_no_reason_is_made_up_for_datasets_that_have_little_in_common(tmp_path: Path) -> None:
    """An import was blamed for what another dataset never had."""
    shared = "a,BRA,PRK,embassy,Pyongyang,,,,"
    one = taken(tmp_path / "one", "2020-01-01", shared, "b,CUB,PRK,embassy,Pyongyang,,,,")
    two = taken(
        tmp_path / "two",
        "2021-01-01",
        shared,
        "c,CHN,PRK,embassy,Pyongyang,,,,",
        publisher="Another office",
    )
    words = {c.mission: c.reason.word for c in between(one, two).changes if c.kind in LISTED}
    assert set(words.values()) == {"unknown"}
    assert len(words) == 2
