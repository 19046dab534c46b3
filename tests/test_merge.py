"""Merging datasets: what is one mission stands once, nothing is lost, and twice is as once."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.command import Ended, run
from support.labelled import NEWER, OLDER, SNAPSHOTS, UNTOLD, by_item, hidden, pairs, score
from support.rows import at, claim, listed, mission, missions, row, simple, source, written

import geo
from geo import dataset, merge
from geo.dataset import MODELS
from geo.errors import DatasetFaulty, DatasetMissing, SourceFaulty, WriteFailed
from geo.importers import import_wikidata

EXACT = 0.99
COMPLETE = 0.97
RECALL = {
    ("ids", True): COMPLETE,
    ("ids", False): 0.88,
    ("hidden", True): 0.79,
    ("hidden", False): 0.73,
}
"""Least recall on the labelled pairs, by whether the Wikidata ids are shown and whether the
suggestions beside the doubts are taken or nobody has answered."""


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


# --- the founding story --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def snapshots(world: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("snapshots")
    for year, name in SNAPSHOTS.items():
        import_wikidata(world / name, folder / year)
    return {year: folder / year for year in SNAPSHOTS}


@pytest.fixture(scope="module")
def founded(snapshots: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("founded") / "atlas"
    dataset.write(dataset.read(), folder)
    merge.merge([snapshots[NEWER]], folder)
    return folder


@pytest.mark.slow
def test_no_founding_mission_is_lost_or_stands_twice(
    founded: Path, snapshots: dict[str, Path]
) -> None:
    """All 288, prk-embassy-caracas and ven-embassy-pyongyang by name."""
    before, after = dataset.read(), dataset.read(founded)
    bundled = before.by_id["missions"]
    assert len(bundled) == 288
    assert {"prk-embassy-caracas", "ven-embassy-pyongyang"} <= bundled.keys()
    kept = after.by_id["missions"]
    assert bundled.keys() <= kept.keys()
    for id in bundled:
        for column in ("sending", "receiving", "kind", "city"):
            assert kept[id][column] == bundled[id][column], id
    between = {(one["sending"], one["receiving"]) for one in bundled.values()}
    added = [one for id, one in kept.items() if id not in bundled]
    assert [one["id"] for one in added if (one["sending"], one["receiving"]) in between] == [], (
        "a founding mission stands twice"
    )
    listed = {one["wikidata"] for one in dataset.read(snapshots[NEWER]).rows["missions"]}
    found = [one for one in bundled.values() if one["wikidata"] in listed]
    assert len(found) == 137
    assert len(kept) == 288 + len(dataset.read(snapshots[NEWER]).rows["missions"]) - len(found)


def test_all_that_the_founding_sources_say_is_still_said(founded: Path) -> None:
    before, after = dataset.read(), dataset.read(founded)
    for table in (*MODELS, "places"):
        for id, told in before.by_id[table].items():
            assert after.by_id[table][id].items() >= {
                k: v for k, v in told.items() if v
            }.items() or (table == "sources" and id == "wikidata-2022-11-16"), id
    assert after.shapes == before.shapes
    of = {one["mission"] for one in after.rows["positions"] if one["place"] == "las-mercedes"}
    assert "prk-embassy-caracas" in of
    said = [e["sources"] for e in after.rows["events"] if e["mission"] == "ven-embassy-pyongyang"]
    assert "wikidata-2022-11-16" in said
    assert len(said) > 1


def test_the_snapshot_that_both_know_is_one_source(founded: Path) -> None:
    kept = [
        one for one in dataset.read(founded).rows["sources"] if one["published"] == "2022-11-16"
    ]
    assert [one["id"] for one in kept] == ["wikidata-2022-11-16"]
    assert "9852 rows" in kept[0]["note"]
    assert "SHA-256 2d02d16f16becd1e" in kept[0]["note"]


def test_the_merged_dataset_has_no_problem_that_its_parts_had_not(
    founded: Path, snapshots: dict[str, Path]
) -> None:
    told = {(problem.value, problem.rule) for problem in dataset.check(founded)}
    assert told == {(problem.value, problem.rule) for problem in dataset.check(snapshots[NEWER])}
    opened = geo.Atlas.open(founded)
    shown = opened.missions(geo.Selection(among=("VEN", "PRK")))
    assert sorted(shown["id"]) == ["prk-embassy-caracas", "ven-embassy-pyongyang"]


@pytest.mark.slow
def test_merging_the_world_again_changes_no_byte(founded: Path, snapshots: dict[str, Path]) -> None:
    before = files(founded)
    again = merge.merge([snapshots[NEWER]], founded)
    assert not again.changed
    assert files(founded) == before


# --- right and complete --------------------------------------------------------------------------


def test_the_sample_is_what_it_says() -> None:
    labelled = pairs()
    assert len(labelled) == 300
    assert len({(one.older.id, one.newer.id) for one in labelled}) == 300
    strata = Counter(one.stratum for one in labelled)
    assert strata["plain"] < 60
    assert {"holy-see-italy", "embassy-consulate-one-city", "moved-id", "honorary"} <= strata.keys()
    assert 100 < sum(one.same for one in labelled) < 200
    apart = [one for one in labelled if not one.same]
    likenesses = [merge.likeness(one.older, one.newer) for one in apart]
    assert sum(like.parties and like.kind == "same" for like in likenesses) >= 0.7 * len(apart), (
        "what is told apart by its parties or its kind is told apart easily"
    )
    assert all(one.reason for one in labelled)


def test_the_sample_alone_is_matched_without_a_wrong_pair() -> None:
    """Of the pairs' own missions, without the snapshots beside them."""
    labelled = pairs()
    older = {one.older.id: one.older for one in labelled}
    newer = {one.newer.id: one.newer for one in labelled}
    scored, _ = score(older, newer, labelled, suggestions=True)
    assert scored.precision >= EXACT, str(scored)
    assert scored.recall >= COMPLETE, str(scored)
    blind, _ = score(hidden(older), hidden(newer), labelled, suggestions=False)
    assert blind.precision >= EXACT, str(blind)


@pytest.mark.slow
def test_of_the_snapshots_pairs_are_found_rightly_and_completely(
    snapshots: dict[str, Path],
) -> None:
    sides = {
        year: by_item(merge.profiles(dataset.read(folder)).values())
        for year, folder in snapshots.items()
    }
    older, newer, labelled = sides[OLDER], sides[NEWER], pairs()
    for pair in labelled:
        for told, read in ((pair.older, older), (pair.newer, newer)):
            known = read[told.id]
            assert (told.receiving, told.kind, told.city) == (
                known.receiving,
                known.kind,
                known.city,
            ), pair.number
    for (ids, suggestions), least in RECALL.items():
        of = dict if ids == "ids" else hidden
        scored, _ = score(of(older), of(newer), labelled, suggestions=suggestions)
        assert scored.precision >= EXACT, f"{ids}, suggestions taken: {suggestions}: {scored}"
        assert scored.recall >= least, f"{ids}, suggestions taken: {suggestions}: {scored}"
    done = merge.match(hidden(newer), hidden(older), records={}, same={})
    common = older.keys() & newer.keys()
    assert sum(done.found.get(id) == id for id in common) / len(common) >= COMPLETE
    assert [id for id in common if done.found.get(id, id) != id] == []


def test_of_all_doubts_between_the_snapshots_no_suggestion_is_wrong(
    snapshots: dict[str, Path],
) -> None:
    """Every doubt is labelled, or named as one that nothing at hand decides."""
    sides = {
        year: by_item(merge.profiles(dataset.read(folder)).values())
        for year, folder in snapshots.items()
    }
    done = merge.match(sides[NEWER], sides[OLDER], records={}, same={})
    labels = {(one.older.id, one.newer.id): one.same for one in pairs()}
    asked = {(one.there, one.here): one.suggestion for one in done.candidate_matches}
    assert len(asked) == 21
    assert asked.keys() - labels.keys() == UNTOLD
    suggested = {key for key, suggestion in asked.items() if suggestion}
    assert [key for key in suggested - UNTOLD if not labels[key]] == []
    assert len(suggested) >= 18
    malta = ("q107737081-egy", "q107720812-egy")
    assert (labels[malta], asked[malta]) == (False, "")


# --- which missions are one ----------------------------------------------------------------------

LIKE: list[tuple[str, dict[str, str], dict[str, str], str]] = [
    ("one id", {"wikidata": "Q1"}, {"wikidata": "Q1", "city": "", "kind": "mission"}, "same"),
    ("one id, two senders", {"wikidata": "Q1"}, {"wikidata": "Q1", "sending": "COL"}, "ask"),
    ("parties, kind and city", {}, {}, "same"),
    ("ids that differ, all else the same", {"wikidata": "Q1"}, {"wikidata": "Q2"}, "same"),
    ("a city spelt otherwise", {}, {"city": "P'yŏngyang"}, "same"),
    ("an embassy whose city is blank", {}, {"city": ""}, "same"),
    ("a high commission is an embassy", {}, {"kind": "high_commission"}, "same"),
    ("an embassy in another city", {}, {"city": "Hamhung"}, "ask"),
    ("an embassy and a permanent mission in one city", {}, {"kind": "mission"}, "other"),
    ("an embassy and a consulate in one city", {}, {"kind": "consulate"}, "other"),
    ("an embassy and an office in one city", {}, {"kind": "representative_office"}, "ask"),
    ("another sending state", {}, {"sending": "COL"}, "other"),
    (
        "consulate and consulate general",
        {"kind": "consulate"},
        {"kind": "consulate_general"},
        "ask",
    ),
    (
        "consulates in two cities",
        {"kind": "consulate"},
        {"kind": "consulate", "city": "Hamhung"},
        "other",
    ),
    (
        "a consulate whose city is blank",
        {"kind": "consulate"},
        {"kind": "consulate", "city": ""},
        "ask",
    ),
    (
        "two ids and no city to tell by",
        {"kind": "consulate", "wikidata": "Q1"},
        {"kind": "consulate", "city": "", "wikidata": "Q2"},
        "other",
    ),
    (
        "honorary consuls of one city with two ids",
        {"kind": "honorary_consul", "wikidata": "Q1"},
        {"kind": "honorary_consul", "wikidata": "Q2"},
        "ask",
    ),
    (
        "to the Holy See and to Italy",
        {"receiving": "VAT", "city": "Rome"},
        {"receiving": "ITA", "city": "Rome"},
        "other",
    ),
    (
        "Hong Kong told as China",
        {"receiving": "HKG", "city": "Hong Kong", "kind": "consulate"},
        {"receiving": "CHN", "city": "Hong Kong", "kind": "consulate"},
        "same",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("here", "there", "then"), [one[1:] for one in LIKE], ids=[o[0] for o in LIKE]
)
def test_two_missions_are_one_or_asked_or_two(
    here: dict[str, str], there: dict[str, str], then: str, tmp_path: Path
) -> None:
    target = simple(tmp_path, "target", mission("one", **here))
    other = simple(tmp_path, "other", mission("two", **there))
    merged = merge.merge([other], target)
    assert len(missions(target)) == (1 if then == "same" else 2)
    assert len(merged.open) == (then == "ask")
    assert merged.missions == len(missions(target))


def test_near_points_stand_for_a_city_and_far_cities_do_not(tmp_path: Path) -> None:
    here = simple(
        tmp_path,
        "here",
        mission("a", kind="consulate", receiving="JPN", city="Chiyoda"),
        positions=[at("a", "here", "139.7501", "35.6801")],
    )
    there = simple(
        tmp_path,
        "there",
        mission("b", kind="consulate", receiving="JPN", city="Kasumigaseki"),
        positions=[at("b", "there", "139.7502", "35.6802")],
    )
    assert merge.merge([there], here).by["place"] == 1


def test_several_that_fit_are_asked_and_not_guessed(tmp_path: Path) -> None:
    kind = {"kind": "consulate"}
    here = simple(tmp_path, "here", mission("a", **kind), mission("b", **kind))
    there = simple(tmp_path, "there", mission("c", **kind))
    merged = merge.merge([there], here)
    assert {(one.here, one.there) for one in merged.open} == {("a", "c"), ("b", "c")}
    assert sorted(missions(here)) == ["a", "b", "c"]


def test_a_second_item_that_a_claim_names_is_known(tmp_path: Path) -> None:
    known = claim("k", "a", "wikidata-item", "Q2 (until 2021)", "here")
    here = simple(tmp_path, "here", mission("a", wikidata="Q1"), claims=[known])
    there = simple(tmp_path, "there", mission("b", wikidata="Q2", city="Hamhung"))
    assert merge.merge([there], here).by["id"] == 1


def test_what_was_merged_is_known_to_the_next_import(tmp_path: Path) -> None:
    """The second id stands in a claim alone, and the next import added the mission anew."""
    known = claim("k", "a", "wikidata-item", "Q900000001", "here")
    here = simple(tmp_path, "here", mission("a", wikidata="Q1"), claims=[known])
    listing = Path(__file__).parent / "data" / "importers" / "missions.csv"
    import_wikidata(listing, here, date="2026-11-20")
    told = [row for row in missions(here).values() if row["sending"] == "VEN"]
    assert [row["id"] for row in told if row["receiving"] == "PRK"] == ["a"]


# --- what is kept --------------------------------------------------------------------------------


def test_both_claims_are_kept(tmp_path: Path) -> None:
    here = simple(
        tmp_path,
        "here",
        mission("a", wikidata="Q1", name="Embassy"),
        positions=[at("a", "here", "125.75", "39.02")],
    )
    there = simple(
        tmp_path,
        "there",
        mission("b", wikidata="Q1", city="Hamhung", name="Embajada"),
        positions=[at("b", "there", "125.79", "39.03")],
        claims=[claim("c", "b", "website", "https://example.org", "there")],
    )
    merge.merge([there], here)
    kept = dataset.read(here)
    assert {one["mission"] for one in kept.rows["events"]} == {"a"}
    assert {one["longitude"] for one in kept.rows["positions"]} == {"125.75", "125.79"}
    assert {one["id"] for one in kept.rows["sources"]} == {"here", "there"}
    told = {(c["subject"], c["property"], c["value"], c["source"]) for c in kept.rows["claims"]}
    assert told == {
        ("a", "website", "https://example.org", "there"),
        ("a", "city", "Hamhung", "there"),
        ("a", "name", "Embajada", "there"),
    }
    assert kept.by_id["missions"]["a"]["city"] == "Pyongyang"


def test_what_a_row_says_without_one_source_is_not_spread_over_them(tmp_path: Path) -> None:
    here = simple(tmp_path, "here", mission("a", wikidata="Q1"))
    rows = {
        "sources": [source("x"), source("y")],
        "missions": [mission("b", wikidata="Q1", city="Hamhung")],
        "events": [listed("b", "x"), listed("b", "y")],
    }
    merge.merge([written(tmp_path / "there", rows)], here)
    told = [c for c in dataset.read(here).rows["claims"] if c["property"] == "city"]
    assert [c["source"] for c in told] == ["unrecorded"]


def test_an_id_that_another_has_is_renamed_and_nothing_points_astray(tmp_path: Path) -> None:
    here = simple(tmp_path, "here", mission("a", kind="consulate"))
    rows = {
        "sources": [source("here", note="another source with this id")],
        "missions": [mission("a", kind="consulate", city="Hamhung"), mission("b", sending="COL")],
        "events": [listed("a", "here"), listed("b", "here")],
        "claims": [claim("k", "a", "website", "https://example.org", "here")],
        "coverage": [
            row(
                "coverage",
                id="cover",
                sending="VEN",
                receiving="MNG",
                face="covered",
                mission="a",
                sense="attested",
                sources="here",
            )
        ],
        "positions": [
            row(
                "positions",
                id="p",
                mission="b",
                method="words",
                precision="near",
                longitude="125.75",
                latitude="39.02",
                anchors="a",
                sources="here",
                rank="normal",
            )
        ],
    }
    merged = merge.merge([written(tmp_path / "there", rows)], here)
    kept = dataset.read(here)
    assert set(merged.renamed) == {"a", "here", "a-listed-here"}
    new, source_id = merged.renamed["a"], merged.renamed["here"]
    assert kept.by_id["missions"][new]["city"] == "Hamhung"
    assert kept.by_id["claims"]["k"]["subject"] == new
    assert kept.by_id["claims"]["k"]["source"] == source_id
    assert kept.by_id["coverage"]["cover"]["mission"] == new
    assert kept.by_id["positions"]["p"]["anchors"] == new
    assert kept.by_id["events"][merged.renamed["a-listed-here"]]["sources"] == source_id


SHA = "SHA-256 " + "a" * 64
ONE_SOURCE: list[tuple[dict[str, str], dict[str, str], bool]] = [
    ({"id": "s"}, {"id": "s"}, True),
    ({"id": "s"}, {"id": "s", "note": "otherwise"}, False),
    ({"id": "s", "note": SHA}, {"id": "t", "note": f"a file. {SHA}"}, True),
    (
        {"id": "s", "url": "https://example.org/a", "published": "2022"},
        {"id": "t", "url": "https://example.org/a", "published": "2022"},
        True,
    ),
    (
        {"id": "s", "url": "https://example.org/a", "published": "2022"},
        {"id": "t", "url": "https://example.org/a", "published": "2021"},
        False,
    ),
    (
        {"id": "s", "url": "https://example.org/a"},
        {"id": "t", "url": "https://example.org/a"},
        False,
    ),
    (
        {"id": "s", "url": "https://example.org/a", "published": "2022", "note": SHA},
        {"id": "s", "url": "https://example.org/a", "published": "2022", "note": SHA[:-1] + "b"},
        False,
    ),
]


@pytest.mark.parametrize(("here", "there", "one"), ONE_SOURCE)
def test_a_source_that_is_the_same_is_one(
    here: dict[str, str], there: dict[str, str], one: bool, tmp_path: Path
) -> None:
    fixed = {"publisher": "P", "title": "T", "kind": "database"}
    target = written(tmp_path / "here", {"sources": [row("sources", **fixed, **here)]})
    other = written(tmp_path / "there", {"sources": [row("sources", **fixed, **there)]})
    merge.merge([other], target)
    kept = files(target)
    assert len(dataset.read(target).rows["sources"]) == (1 if one else 2)
    merge.merge([other], target)
    assert files(target) == kept


def test_licences_add_up_and_the_first_dataset_names_a_new_one(tmp_path: Path) -> None:
    one = simple(tmp_path, "one", mission("a"), licenses=[{"name": "CC0-1.0"}], title="First")
    two = simple(
        tmp_path, "two", mission("b"), licenses=[{"name": "ODbL-1.0"}, {"name": "CC0-1.0"}]
    )
    merge.merge([one, two], tmp_path / "new")
    own = json.loads((tmp_path / "new" / dataset.DESCRIPTION).read_text("utf-8"))
    assert [licence["name"] for licence in own["licenses"]] == ["CC0-1.0", "ODbL-1.0"]
    assert own["title"] == "First"


def test_merged_into_a_new_folder_a_dataset_comes_back_byte_for_byte(tmp_path: Path) -> None:
    merge.merge([dataset.locate()], tmp_path / "new")
    bundled = {
        name: data for name, data in files(dataset.locate()).items() if not name.endswith(".md")
    }
    assert files(tmp_path / "new") == bundled
    assert dataset.check(tmp_path / "new") == []


def test_a_dataset_into_itself_changes_nothing(dataset_copy: Path) -> None:
    before = files(dataset_copy)
    merged = merge.merge([dataset_copy], dataset_copy)
    assert (merged.changed, merged.new, merged.open) == (False, 0, [])
    assert files(dataset_copy) == before


# --- doubts and decisions ------------------------------------------------------------------------


def doubtful(tmp_path: Path) -> tuple[Path, Path]:
    """A target and a dataset with one doubt: consulate and consulate general."""
    hostile = '=HYPERLINK("https://example.org")'
    here = simple(tmp_path, "here", mission("a", kind="consulate", name=hostile, wikidata="Q1"))
    there = simple(tmp_path, "there", mission("b", kind="consulate_general", wikidata="Q2"))
    return here, there


def decided(tmp_path: Path, word: str, **cells: str) -> Path:
    told = {"decision": word, "pack": "there", "here": "a", "there": "b"} | cells
    path = tmp_path / f"decided-{word or 'blank'}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.DictWriter(file, ["why", *told], delimiter=";")
        out.writeheader()
        out.writerow({"why": "a spreadsheet has been at it; semicolons", **told})
    return path


def test_a_doubt_has_both_sides_side_by_side_and_cannot_run(tmp_path: Path) -> None:
    here, there = doubtful(tmp_path)
    merged = merge.merge([there], here)
    text = merge.table(merged.candidate_matches, merged.decided).decode("utf-8")
    (told,) = csv.DictReader(text.splitlines())
    assert (told["here"], told["there"], told["decision"]) == ("a", "b", "")
    assert (told["here_kind"], told["there_kind"]) == ("consulate", "consulate_general")
    assert (told["here_wikidata"], told["there_wikidata"]) == ("Q1", "Q2")
    assert told["here_sources"] == "here"
    assert told["there_last_evidence"] == "2022-11-16"
    assert told["here_name"].startswith("'=")


@pytest.mark.parametrize("word", ["same", "different", "SAME "])
def test_decisions_are_replayed_before_or_after(word: str, tmp_path: Path) -> None:
    early, there = doubtful(tmp_path)
    late = tmp_path / "late"
    dataset.write(dataset.read(early), late)
    made = merge.read_decisions(decided(tmp_path, word))
    merge.merge([there], late)
    for folder in (early, late):
        merged = merge.merge([there], folder, decisions=made)
        assert merged.open == []
        kept = files(folder)
        assert not merge.merge([there], folder, decisions=made).changed
        assert files(folder) == kept
    assert {k: v for k, v in files(early).items() if k != dataset.DESCRIPTION} == {
        k: v for k, v in files(late).items() if k != dataset.DESCRIPTION
    }
    told = missions(early)
    assert sorted(told) == (["a"] if word.strip().lower() == "same" else ["a", "b"])


DISPUTED: list[tuple[list[dict[str, str]], list[dict[str, str]]]] = [
    (  # the second one's item is the Russian embassy's by the newer list
        [{"wikidata": "Q1"}, {"wikidata": "Q2", "sending": "RUS"}],
        [{"wikidata": "Q1"}, {"wikidata": "Q2", "city": ""}],
    ),
    (
        [
            {"wikidata": "Q1"},
            {"wikidata": "Q2", "city": ""},
            {"wikidata": "Q2", "sending": "RUS"},
        ],
        [{"wikidata": "Q1"}, {"wikidata": "Q2", "sending": "RUS"}],
    ),
]


@pytest.mark.parametrize(("here", "there"), DISPUTED)
def test_nothing_is_suggested_for_an_item_that_two_senders_have(
    here: list[dict[str, str]], there: list[dict[str, str]], tmp_path: Path
) -> None:
    """Malta: Egypt's second embassy was suggested to be its first, and was Russia's."""
    target = simple(tmp_path, "here", *(mission(f"h{n}", **one) for n, one in enumerate(here)))
    other = simple(tmp_path, "there", *(mission(f"t{n}", **one) for n, one in enumerate(there)))
    for _ in range(2):
        merged = merge.merge([other], target)
        assert merged.open
        assert [one.suggestion for one in merged.open if one.suggestion] == []


UNDECIDED: list[tuple[str, list[dict[str, str]], list[dict[str, str]]]] = [
    ("kinds", [{"kind": "consulate"}], [{"kind": "consulate_general"}]),
    ("cities", [{}], [{"city": "Hamhung"}]),
    ("several fit", [{"kind": "consulate"}] * 2, [{"kind": "consulate"}]),
    ("one fits two", [{"kind": "consulate"}], [{"kind": "consulate"}] * 2),
    ("two senders", [{"wikidata": "Q1"}], [{"wikidata": "Q1", "sending": "COL"}]),
    ("one id twice", [{"wikidata": "Q1"}, {"wikidata": "Q1"}], [{"wikidata": "Q1"}]),
    ("a second embassy", [{"wikidata": "Q1"}, {"city": ""}], [{"wikidata": "Q1"}]),
    (
        "another that is the one",
        [{"wikidata": "Q1"}],
        [{"wikidata": "Q1"}, {"wikidata": "Q2", "city": ""}],
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("here", "there"), [one[1:] for one in UNDECIDED], ids=[one[0] for one in UNDECIDED]
)
def test_a_doubt_is_named_until_it_is_decided(
    here: list[dict[str, str]], there: list[dict[str, str]], tmp_path: Path
) -> None:
    """It was named by the first merging alone, and then both stood apart in silence."""
    target = simple(tmp_path, "here", *(mission(f"h{n}", **one) for n, one in enumerate(here)))
    other = simple(tmp_path, "there", *(mission(f"t{n}", **one) for n, one in enumerate(there)))
    first = merge.merge([other], target)
    assert first.open
    for _ in range(2):
        again = merge.merge([other], target)
        assert not again.changed
        assert [replace(one, sides=()) for one in again.open] == [
            replace(one, sides=()) for one in first.open
        ]
    made = [merge.Decision(*doubt.key, same=False) for doubt in first.open]
    assert merge.merge([other], target, decisions=made).open == []


def test_a_second_row_of_the_target_is_folded_in_by_decision(tmp_path: Path) -> None:
    here = simple(tmp_path, "here", mission("a", wikidata="Q1"), mission("twin", city=""))
    there = simple(tmp_path, "there", mission("b", wikidata="Q1"))
    merged = merge.merge([there], here)
    assert [(one.here, one.suggestion) for one in merged.open] == [("twin", "same")]
    made = [merge.Decision("there", "twin", "b", same=True)]
    merge.merge([there], here, decisions=made)
    assert sorted(missions(here)) == ["a"]
    assert len(dataset.read(here).rows["events"]) == 3
    kept = files(here)
    merge.merge([there], here, decisions=made)
    assert files(here) == kept


def test_a_dataset_whose_name_a_spreadsheet_would_run_is_found_again(tmp_path: Path) -> None:
    here, there = doubtful(tmp_path)
    renamed = there.rename(tmp_path / "=there")
    merged = merge.merge([renamed], here)
    table = tmp_path / "doubts.csv"
    table.write_bytes(
        merge.table(merged.candidate_matches, {merged.candidate_matches[0].key: "same"})
    )
    assert "'=there" in table.read_text("utf-8")
    merge.merge([renamed], here, decisions=merge.read_decisions(table))
    assert sorted(missions(here)) == ["a"]


WRONG: list[tuple[str, dict[str, str], str]] = [
    ("perhaps", {}, "column decision"),
    ("same", {"here": "nobody"}, "column here"),
    ("same", {"there": "nobody"}, "column there"),
    ("same", {"pack": "elsewhere"}, "column pack"),
    ("same", {"there": ""}, "column there"),
]


@pytest.mark.parametrize(("word", "cells", "where"), WRONG)
def test_a_wrong_decision_is_named_with_its_row(
    word: str, cells: dict[str, str], where: str, tmp_path: Path
) -> None:
    here, there = doubtful(tmp_path)
    before = files(here)
    with pytest.raises(SourceFaulty, match=rf"row 2, {where}"):
        merge.merge([there], here, decisions=merge.read_decisions(decided(tmp_path, word, **cells)))
    assert files(here) == before


def test_what_is_merged_cannot_be_told_apart_again(tmp_path: Path) -> None:
    here, there = doubtful(tmp_path)
    merge.merge([there], here, decisions=merge.read_decisions(decided(tmp_path, "same")))
    with pytest.raises(SourceFaulty, match="already merged"):
        merge.merge([there], here, decisions=merge.read_decisions(decided(tmp_path, "different")))


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe\x00", b"a,b\n1,2\n", b'decision,pack,here,there\n"same,x', b"\0" * 40],
)
def test_a_file_that_is_no_table_of_doubts_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "wrong.csv"
    path.write_bytes(data)
    with pytest.raises(SourceFaulty, match="wrong"):
        merge.read_decisions(path)


def test_one_mission_answered_leaves_its_other_doubts_idle(tmp_path: Path) -> None:
    kind = {"kind": "consulate"}
    here = simple(tmp_path, "here", mission("a", **kind), mission("b", **kind))
    there = simple(tmp_path, "there", mission("c", **kind))
    asked = []

    def ask(doubt: merge.CandidateMatch) -> str:
        asked.append(doubt.here)
        return "same"

    merged = merge.merge([there], here, ask=ask)
    assert asked == ["a"]
    assert sorted(missions(here)) == ["a", "b"]
    assert merged.by["decision"] == 1


# --- nothing half done ---------------------------------------------------------------------------


def test_a_problem_that_only_merging_makes_leaves_the_target_as_it_was(tmp_path: Path) -> None:
    """Each dataset repeats the other's source: together the two lead in a circle."""
    address = {"published": "2022"}
    urls = {"s": "https://example.org/s", "t": "https://example.org/t"}
    made = []
    for name, (one, other) in {"here": ("s", "t"), "there": ("t", "s")}.items():
        rows = [
            source(one, url=urls[one], derived_from=other, **address),
            source(other, url=urls[other], **address),
        ]
        made.append(written(tmp_path / name, {"sources": rows}))
    here, there = made
    before = files(here)
    with pytest.raises(DatasetFaulty, match="leads back to itself"):
        merge.merge([there], here)
    assert files(here) == before


def test_a_dataset_that_is_missing_or_broken_leaves_the_target_as_it_was(
    tmp_path: Path, dataset_copy: Path
) -> None:
    before = files(dataset_copy)
    with pytest.raises(DatasetMissing):
        merge.merge([tmp_path / "nowhere"], dataset_copy)
    broken = simple(tmp_path, "broken", mission("a"))
    (broken / "events.csv").write_bytes(b"id,mission\n")
    with pytest.raises(DatasetFaulty):
        merge.merge([broken], dataset_copy)
    assert files(dataset_copy) == before


def test_a_disk_that_fails_leaves_the_target_as_it_was(
    tmp_path: Path, dataset_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = simple(tmp_path, "other", mission("zzz", sending="COL"))
    before = files(dataset_copy)

    def full(path: Path, data: bytes) -> None:
        if Path(path).name == "missions.csv":
            raise OSError(28, "No space left on device")
        Path(path).write_bytes(data)

    monkeypatch.setattr("geo.dataset.transaction.write_atomic", full)
    with pytest.raises(WriteFailed, match="No space"):
        merge.merge([other], dataset_copy)
    monkeypatch.undo()
    assert files(dataset_copy) == before
    assert dataset.check(dataset_copy) == []


# --- whatever the datasets ------------------------------------------------------------------------

CITIES = {
    "PRK": ("Pyongyang", "Hamhung", ""),
    "CHN": ("Beijing", "Shanghai", ""),
    "HKG": ("Hong Kong",),
}
HOSTILE = ("", "=1+1", "<script>", "${7*7}", '"; DROP', "{{ x }}", "a|b", "‮abc", "line\nbreak")
texts = st.sampled_from(HOSTILE)


@st.composite
def datasets(draw: st.DrawFn, name: str) -> dict[str, list[dict[str, str]]]:
    """A small dataset in a small world, so that ids, items and places often meet."""
    sources = []
    for id in draw(st.lists(st.sampled_from(["s", "t", "u"]), min_size=1, unique=True)):
        note = draw(st.sampled_from(["", SHA, SHA[:-1] + "b", "a note"]))
        url = draw(st.sampled_from(["", "https://example.org/a"]))
        published = draw(st.sampled_from(["", "2022"]))
        sources.append(source(id, url=url, published=published, note=note))
    told = st.sampled_from([one["id"] for one in sources])
    rows: dict[str, list[dict[str, str]]] = {"sources": sources, "missions": [], "events": []}
    rows |= {"positions": [], "claims": []}
    for id in draw(st.lists(st.sampled_from("abcdef"), unique=True, max_size=5)):
        receiving = draw(st.sampled_from(sorted(CITIES)))
        rows["missions"].append(
            mission(
                id,
                sending=draw(st.sampled_from(["VEN", "COL"])),
                receiving=receiving,
                city=draw(st.sampled_from(CITIES[receiving])),
                kind=draw(st.sampled_from(["embassy", "consulate", "high_commission"])),
                name=draw(texts).strip(),
                wikidata=draw(st.sampled_from(["", "Q1", "Q2", "Q3"])),
            )
        )
        rows["positions"].append(
            row(
                "positions",
                id=f"{id}-in",
                mission=id,
                method="state",
                sources=draw(told),
                rank="normal",
            )
        )
        for number in range(draw(st.integers(0, 2))):
            rows["events"].append(
                row(
                    "events",
                    id=f"{id}-{number}",
                    mission=id,
                    kind="listed",
                    date=draw(st.sampled_from(["2020", "2021"])),
                    sense="attested",
                    detail=f"{draw(st.sampled_from(['', name]))} {number} {draw(texts)}".strip(),
                    sources=draw(told),
                )
            )
        if draw(st.booleans()):
            value = draw(texts).strip() or "x"
            rows["claims"].append(claim(f"k-{id}", id, "website", value, draw(told)))
    return rows


def kept(folder: Path) -> set[tuple[str, ...]]:
    """What a dataset says, whatever the ids under which it says so."""
    read = dataset.read(folder)
    said = {("event", e["kind"], e["date"], e["detail"]) for e in read.rows["events"]}
    said |= {("position", one["method"]) for one in read.rows["positions"]}
    for one in read.rows["missions"]:
        said |= {(column, one[column]) for column in ("city", "name") if one[column]}
        said |= {("wikidata-item", one["wikidata"])} if one["wikidata"] else set()
        said.add(("kind", one["kind"].replace("_", " ")))
        for side in ("sending", "receiving"):
            said.add((f"{side}-state", geo.parties.party_by_code(one[side]).name))
    for one in read.rows["sources"]:
        if one["id"] != "unrecorded":
            said |= {
                (column, one[column]) for column in ("title", "url", "published") if one[column]
            }
    return said | {(one["property"], one["value"]) for one in read.rows["claims"]}


@pytest.fixture(scope="module")
def room() -> Iterator[Callable[[], Path]]:
    with tempfile.TemporaryDirectory() as folder:
        yield lambda: Path(tempfile.mkdtemp(dir=folder))


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(here=datasets("here"), there=datasets("there"))
def test_twice_is_as_once_and_nothing_is_lost(
    here: dict[str, Any], there: dict[str, Any], room: Callable[[], Path]
) -> None:
    folder = room()
    target, other = written(folder / "here", here), written(folder / "there", there)
    parts = kept(target), kept(other)
    first = merge.merge([other], target)
    once = files(target)
    assert dataset.check(target) == first.problems == []
    again = merge.merge([other], target)
    assert files(target) == once
    assert not again.changed
    assert parts[0] | parts[1] <= kept(target)


@settings(max_examples=40, deadline=None)
@given(here=datasets("here"), there=datasets("there"))
def test_the_order_of_datasets_does_not_matter_for_what_is_kept(
    here: dict[str, Any], there: dict[str, Any], room: Callable[[], Path]
) -> None:
    folder = room()
    one, two = written(folder / "here", here), written(folder / "there", there)
    merge.merge([one, two], folder / "forth")
    merge.merge([two, one], folder / "back")
    assert kept(folder / "forth") == kept(folder / "back")


# --- at the terminal -----------------------------------------------------------------------------


def command(*words: object) -> Ended:
    return run("merge", *words)


def test_the_command_writes_doubts_and_reads_decisions(tmp_path: Path) -> None:
    here, there = doubtful(tmp_path)
    table = tmp_path / "doubts.csv"
    first = command(there, "--into", here, "--candidates", table)
    assert first.returncode == 0, first.stderr
    assert "1 pair may be the same mission" in first.stdout
    table.write_text(table.read_text("utf-8").replace("\n,", "\nsame,", 1), "utf-8")
    spared = command(there, "--into", here, "--candidates", table)
    assert spared.returncode == 2
    assert "contains decisions" in spared.stderr
    then = command(there, "--into", here, "--decisions", table, "--candidates", table, "--json")
    assert then.returncode == 0, then.stderr
    told = json.loads(then.stdout)
    assert (told["missions"], told["by"]["decision"], told["candidates"]) == (1, 1, [])
    assert [one.same for one in merge.read_decisions(table)] == [True]


def test_a_table_of_doubts_loses_none_that_is_undecided(tmp_path: Path) -> None:
    here, there = doubtful(tmp_path)
    table = tmp_path / "doubts.csv"
    assert command(there, "--into", here, "--candidates", table).returncode == 0
    once = table.read_bytes()
    assert len(once.splitlines()) == 2
    again = command(there, "--into", here, "--candidates", table)
    assert "1 pair may be the same mission" in again.stdout
    assert table.read_bytes() == once
    other = simple(tmp_path, "other", mission("c", sending="COL"))
    assert command(other, "--into", here, "--candidates", table).returncode == 0
    assert table.read_bytes() == once, "a merging without doubts leaves those of another"
    made = decided(tmp_path, "same")
    then = command(there, "--into", here, "--decisions", made, "--candidates", table, "--json")
    assert json.loads(then.stdout)["candidates"] == []
    assert [one.same for one in merge.read_decisions(table)] == [True]
    assert merge.left_open(table) == []


def test_wrong_use_is_told_and_nothing_is_made(tmp_path: Path) -> None:
    nowhere = command(tmp_path / "nowhere", "--into", tmp_path / "new")
    assert nowhere.returncode == 2
    assert "nowhere" in nowhere.stderr
    assert not (tmp_path / "new").exists()
    assert command("--into", tmp_path / "new").returncode == 2
    assert command(dataset.locate()).returncode == 2


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are POSIX")
def test_doubts_are_asked_at_a_terminal(tmp_path: Path) -> None:
    import pty

    here, there = doubtful(tmp_path)
    leader, follower = pty.openpty()
    done = subprocess.Popen(
        [sys.executable, "-m", "geo.cli", "merge", str(there), "--into", str(here)],
        stdin=follower,
        stdout=subprocess.PIPE,
        stderr=follower,
        text=True,
    )
    os.close(follower)
    os.write(leader, b"x\ns\n")
    said, _ = done.communicate()
    shown = os.read(leader, 65_536).decode("utf-8", "replace")
    os.close(leader)
    assert done.returncode == 0
    assert "the types differ" in shown
    assert shown.count("Same mission?") == 2
    assert "1 by a decision" in said
    assert sorted(missions(here)) == ["a"]
