"""A dataset is edited: checked before it is saved, with author and day, and taken back whole."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.labelled import NEWER, SNAPSHOTS
from support.rows import mission, simple, source

import geo
from geo import dataset, editing, merge, package_files
from geo.atlas import cache
from geo.dataset import HISTORY, archive
from geo.editing import Placing, Row, fields, named, new_faults, prepare, save, undo, undoing
from geo.errors import (
    DatasetFaulty,
    DraftFaulty,
    EditConflict,
    InvalidGeometry,
    InvalidSelection,
    ValidationError,
    WriteFailed,
)
from geo.importers import import_wikidata

ME = "Ana Example"
LIMA = {"sending": "ISL", "receiving": "PER", "kind": "embassy", "city": "Lima"}
GAZETTE = {
    "publisher": "Example Gazette",
    "title": "An example and no fact",
    "published": "2026-03-02",
    "kind": "gazette",
}
SQUARE = [[-77.05, -12.12], [-77.03, -12.12], [-77.03, -12.10], [-77.05, -12.10], [-77.05, -12.12]]
POLYGON = {"type": "Polygon", "coordinates": [SQUARE]}


def add(folder: Path, table: str, **cells: str) -> editing.Saved:
    return save(prepare(folder, [Row(table, cells)], author=ME, adding=True))


def gazette(folder: Path) -> str:
    return add(folder, "sources", **GAZETTE).changes.rows[0].id


def claim(folder: Path, value: str = "stone", **cells: str) -> editing.Saved:
    told = {"subject": "prk-embassy-caracas", "property": "facade", "source": "nk-news-2019-01-25"}
    return add(folder, "claims", **{**told, "value": value, **cells})


def tables(folder: Path) -> dict[str, bytes]:
    """The files of a dataset, but for its history and the description that names it."""
    files = dataset.contents(folder)
    return {
        name: data for name, data in files.items() if name not in (HISTORY, dataset.DESCRIPTION)
    }


def problems(folder: Path, *rows: Row, **more: Any) -> list[tuple[str, str, str]]:
    draft = prepare(folder, list(rows), **{"author": ME, **more})
    before = dataset.contents(folder)
    if draft.problems:
        with pytest.raises(DraftFaulty, match="nothing was saved") as refused:
            save(draft)
        assert refused.value.problems == draft.problems
        assert dataset.contents(folder) == before
    return [(problem.file, problem.column, problem.value) for problem in draft.problems]


# --- rows go in ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "cells", "id"),
    [
        ("sources", GAZETTE, "example-gazette-2026-03-02"),
        (
            "claims",
            {
                "subject": "prk-embassy-caracas",
                "property": "facade",
                "value": "stone",
                "source": "nk-news-2019-01-25",
            },
            "claim-prk-embassy-caracas-facade-nk-news-2019-01-25",
        ),
        (
            "events",
            {
                "mission": "prk-embassy-lima",
                "kind": "unconfirmed",
                "date": "2019-01",
                "sources": "unrecorded",
            },
            "prk-embassy-lima-unconfirmed-2019-01",
        ),
        (
            "heads",
            {
                "mission": "ven-embassy-pyongyang",
                "name": "José Ñandú",
                "rank": "ambassador",
                "sources": "unrecorded",
            },
            "ven-embassy-pyongyang-head-jose-nandu",
        ),
        (
            "coverage",
            {"sending": "ISL", "receiving": "PRK", "face": "none", "sources": "unrecorded"},
            "cover-isl-prk-none",
        ),
        (
            "places",
            {"name": "Las Peñas", "kind": "district", "state": "VEN", "sources": "unrecorded"},
            "las-penas",
        ),
    ],
)
def test_a_row_of_any_table_goes_in_under_an_id_made_of_it(
    table: str, cells: dict[str, str], id: str, dataset_copy: Path
) -> None:
    saved = add(dataset_copy, table, **cells)
    assert [(one.table, one.id, one.kind) for one in saved.changes] == [(table, id, "added")]
    assert dataset.check(dataset_copy) == []
    after = dataset.read(dataset_copy)
    stands = after.by_id[table][id]
    assert cells.items() <= stands.items()
    assert after.sha256 == saved.sha256


def test_the_ids_of_the_bundled_dataset_are_those_of_the_rule(atlas: geo.Atlas) -> None:
    """So that what is added is named as its neighbours are."""
    rows = atlas.dataset.rows
    made = {table: [named(table, row, ()) == row["id"] for row in rows[table]] for table in rows}
    for table in ("missions", "events"):
        assert sum(made[table]) / len(made[table]) > 0.9, table
    assert sum(made["claims"]) / len(made["claims"]) > 0.5


def test_an_id_is_unique_in_all_tables(dataset_copy: Path) -> None:
    first, second = claim(dataset_copy), claim(dataset_copy, "brick")
    assert second.changes.rows[0].id == f"{first.changes.rows[0].id}-2"
    assert named("places", {"name": "PRK embassy Caracas"}, {"prk-embassy-caracas"}).endswith("-2")
    assert dataset.check(dataset_copy) == []


@pytest.mark.parametrize("text", ["주체", "…", "🏛️", "x" * 300, "Æther & Co. ¿qué?"])
def test_an_id_can_be_made_of_any_text(text: str) -> None:
    id = named("sources", {"publisher": text, "title": text}, ())
    assert not [
        problem
        for problem in dataset.problems_of_row(
            "f", 1, {**source("x"), "id": id}, dataset.MODELS["sources"]
        )
        if problem.column == "id"
    ]
    assert len(id) <= 120


def test_blanks_round_a_cell_are_left_out(dataset_copy: Path) -> None:
    saved = add(dataset_copy, "sources", **{**GAZETTE, "publisher": " Example Gazette \r\n"})
    assert saved.changes.rows[0].id == "example-gazette-2026-03-02"


def test_a_row_that_stands_can_be_changed(dataset_copy: Path) -> None:
    before = dataset.read(dataset_copy).by_id["missions"]["prk-embassy-caracas"]
    saved = save(
        prepare(
            dataset_copy, [Row("missions", {**before, "name": "Embajada"})], author=ME, why="seen"
        )
    )
    assert saved.changes.counts == {"added": 0, "removed": 0, "changed": 1}
    assert "name: (blank) → Embajada" in saved.changes.text()
    assert dataset.check(dataset_copy) == []
    taken = Row("missions", {**before, "name": "Embajada"})
    assert problems(dataset_copy, taken) == [(HISTORY, "changes", "")]
    assert ("missions.csv", "id", before["id"]) in problems(dataset_copy, taken, adding=True)


def test_what_the_dataset_says_already_is_not_said_twice(dataset_copy: Path) -> None:
    claim(dataset_copy)
    told = {"subject": "prk-embassy-caracas", "property": "facade", "source": "nk-news-2019-01-25"}
    row = Row("claims", {**told, "value": "stone"})
    (problem,) = prepare(dataset_copy, [row], author=ME).problems
    assert "already says this" in problem.rule
    assert "claim-prk-embassy-caracas-facade-nk-news-2019-01-25" in problem.rule


def test_the_fields_are_those_of_the_models() -> None:
    for table, model in dataset.ALL_MODELS.items():
        assert [one.name for one in fields(table)] == list(model.columns)
        assert all(one.help for one in fields(table))
    by_name = {one.name: one for one in fields("events")}
    assert by_name["mission"].table == "missions"
    assert not by_name["mission"].many
    assert by_name["sources"].many
    assert "opened" in by_name["kind"].words
    assert [one.name for one in fields("events") if one.needed] == [
        "mission",
        "kind",
        "date",
        "sources",
    ]
    assert [one.name for one in fields("claims") if one.needed] == [
        "subject",
        "property",
        "value",
        "source",
    ]


# --- bad input -----------------------------------------------------------------------------------


def test_all_problems_come_at_once_each_with_its_place(dataset_copy: Path) -> None:
    draft = prepare(
        dataset_copy,
        [
            Row(
                "claims",
                {"subject": "prk-embasy-caracas", "property": "x", "value": "y", "source": "no"},
            ),
            Row(
                "events", {"mission": "prk-embassy-caracas", "kind": "burnt", "date": "2019-02-31"}
            ),
        ],
        author="",
        day="2026-02-31",
    )
    assert {(problem.file, problem.column) for problem in draft.problems} == {
        (HISTORY, "author"),
        (HISTORY, "made"),
        ("events.csv", "kind"),
        ("events.csv", "date"),
        ("events.csv", "sources"),
        ("claims.csv", "subject"),
        ("claims.csv", "source"),
    }

    def of(row: int | None) -> list[ValidationError]:
        about = zip(draft.problems, draft.about, strict=True)
        return [problem for problem, number in about if number == row]

    assert {problem.column for problem in of(0)} == {"subject", "source"}
    assert {problem.column for problem in of(1)} == {"kind", "date", "sources"}
    assert {problem.column for problem in of(None)} == {"author", "made"}
    assert all(problem.remedy for problem in draft.problems)
    assert all(problem.row for number in (0, 1) for problem in of(number))
    (subject,) = [problem for problem in draft.problems if problem.column == "subject"]
    assert "Did you mean prk-embassy-caracas" in subject.remedy


def test_the_line_of_a_problem_is_the_one_on_which_the_row_would_stand(dataset_copy: Path) -> None:
    draft = prepare(
        dataset_copy,
        [Row("missions", {**LIMA, "receiving": "ISL"}), Row("missions", {**LIMA, "kind": "x"})],
        author=ME,
    )
    lines = {problem.column: problem.row for problem in draft.problems}
    ids = sorted([*dataset.read(dataset_copy).by_id["missions"], *(row.id for row in draft.rows)])
    assert lines["receiving"] == ids.index(draft.rows[0].id) + 2
    assert lines["kind"] == ids.index(draft.rows[1].id) + 2


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("2019-02-31", "has no day 31"),
        ("2019/2018", "ends before it begins"),
        ("[2019..2018]", "ends before it begins"),
        ("31.2.2019", "is not a date"),
        ("0000", "no year 0000"),
        ("9" * 5000, "too long"),
    ],
)
def test_a_date_that_cannot_be_is_refused(date: str, said: str, dataset_copy: Path) -> None:
    row = Row(
        "events",
        {"mission": "prk-embassy-lima", "kind": "closed", "date": date, "sources": "unrecorded"},
    )
    (problem,) = [f for f in prepare(dataset_copy, [row], author=ME).problems if f.column == "date"]
    assert said in problem.remedy
    assert problem.file == "events.csv"
    assert problem.row
    problems(dataset_copy, row)


def test_a_claim_on_an_unknown_subject_is_refused(dataset_copy: Path) -> None:
    row = {"property": "x", "value": "y", "source": "unrecorded"}
    for subject in ("nowhere", "VEN-PRK", "sources.csv", "edit-000001", "=1+1", "‮pack"):
        assert problems(dataset_copy, Row("claims", {**row, "subject": subject})) == [
            ("claims.csv", "subject", subject)
        ]
    for subject in ("pack", "PRK-VEN", "PRK", "caracas"):
        assert problems(dataset_copy, Row("claims", {**row, "subject": subject})) == []


def test_a_claim_about_nothing_is_found_where_tables_are_empty(tmp_path: Path) -> None:
    """A dataset without heads had claims about missions that it did not have, and passed."""
    folder = simple(tmp_path, "s", mission("a"))
    row = {"property": "x", "value": "y", "source": "s"}
    assert problems(folder, Row("claims", {**row, "subject": "b"})) == [
        ("claims.csv", "subject", "b")
    ]
    table = folder / "claims.csv"
    table.write_text(f"{table.read_text('utf-8')}c,b,x,y,,s,,,,,normal,,\n", "utf-8")
    assert [(problem.column, problem.value) for problem in dataset.check(folder)] == [
        ("subject", "b")
    ]
    with pytest.raises(DatasetFaulty, match="about nothing in the dataset"):
        dataset.read(folder)
    (folder / "sources.csv").write_bytes(
        (folder / "sources.csv").read_bytes().splitlines(keepends=True)[0]
    )
    assert {problem.column for problem in dataset.check(folder)} >= {"subject", "source", "sources"}


def test_a_source_cannot_be_derived_from_itself(dataset_copy: Path) -> None:
    own = Row("sources", {**GAZETTE, "id": "own", "derived_from": "own"})
    assert ("sources.csv", "derived_from", "own") in problems(dataset_copy, own)


def test_a_circle_of_sources_is_refused_and_named_at_each_of_them(dataset_copy: Path) -> None:
    old = dataset.read(dataset_copy).by_id["sources"]["nk-news-2019-01-25"]
    rows = [
        Row("sources", {**GAZETTE, "id": "one", "derived_from": "two"}),
        Row("sources", {**GAZETTE, "id": "two", "derived_from": "nk-news-2019-01-25"}),
        Row("sources", {**old, "derived_from": "one"}),
    ]
    found = problems(dataset_copy, *rows)
    assert {value for _, column, value in found if column == "derived_from"} == {
        "one",
        "two",
        "nk-news-2019-01-25",
    }
    save(prepare(dataset_copy, [rows[0], Row("sources", {**GAZETTE, "id": "two"})], author=ME))
    assert ("sources.csv", "derived_from", "one") in problems(
        dataset_copy, Row("sources", {**GAZETTE, "id": "two", "derived_from": "one"})
    )


@pytest.mark.parametrize(
    ("cell", "refused"),
    [
        ("a\0b", True),
        ("a\x1b[31mb", True),
        ("a\rb", True),
        ("\ud800", True),
        ("x" * 200_000, True),
        ('say "no", twice\nand once more', False),
        ("=HYPERLINK(1)", False),
        ("‮embassy‏", False),
        ("<script>alert(1)</script>${x}{{y}}", False),
        ("line\u2028separator\x85", False),
    ],
)
def test_hostile_cells_are_refused_or_kept_as_they_are(
    cell: str, refused: bool, dataset_copy: Path
) -> None:
    told = {"subject": "pack", "property": "note", "source": "unrecorded", "value": cell}
    if refused:
        assert ("claims.csv", "value") in {
            f[:2] for f in problems(dataset_copy, Row("claims", told))
        }
        return
    before = tables(dataset_copy)
    saved = claim(dataset_copy, cell, subject="pack", property="note", source="unrecorded")
    stands = dataset.read(dataset_copy).by_id["claims"][saved.changes.rows[0].id]
    assert stands["value"] == cell.strip()
    assert dataset.check(dataset_copy) == []
    assert editing.history(dataset_copy)[0].changes == saved.changes.rows
    text = saved.changes.text()
    assert "‮" not in text
    assert all(line.isprintable() for line in text.split("\n"))
    assert len(text.split("\n")) == 2 + sum(1 for name in stands if stands[name] and name != "id")
    undo(dataset_copy, ME)
    assert tables(dataset_copy) == before


def test_a_row_of_another_shape_is_refused(dataset_copy: Path) -> None:
    assert problems(dataset_copy, Row("embassies", {"id": "x"})) == [("embassies", "", "")]
    assert ("missions.csv", "colour", "") in problems(
        dataset_copy, Row("missions", {**LIMA, "colour": "red"})
    )
    one = Row("sources", {**GAZETTE, "id": "one"})
    assert problems(dataset_copy, one, one) == [("sources.csv", "id", "one")]
    assert problems(dataset_copy, Row("sources", {**GAZETTE, "id": "las-mercedes"})) != []
    assert problems(dataset_copy) == [(HISTORY, "changes", "")]


@pytest.mark.parametrize(
    ("author", "day", "why", "column"),
    [
        ("", "", "", "author"),
        (" \n", "", "", "author"),
        ("two\nlines", "", "", "author"),
        ("‮ana", "", "", "author"),
        ("x" * 300, "", "", "author"),
        (ME, "2019", "", "made"),
        (ME, "2019-02-31", "", "made"),
        (ME, "3019-01-01", "", "made"),
        (ME, "", "\x1b]0;", "why"),
    ],
)
def test_an_edit_has_an_author_a_day_that_was_and_plain_words(
    author: str, day: str, why: str, column: str, dataset_copy: Path
) -> None:
    row = Row("sources", GAZETTE)
    assert [one[1] for one in problems(dataset_copy, row, author=author, day=day, why=why)] == [
        column
    ]


def test_problems_that_the_dataset_had_before_hinder_nobody(tmp_path: Path) -> None:
    """A world of missions has points outside their states; they are not this edit's."""
    folder = simple(tmp_path, "old", mission("a", receiving="VEN", sending="VEN", city="Caracas"))
    assert dataset.check(folder) != []
    add(folder, "sources", **GAZETTE)
    assert [problem.column for problem in dataset.check(folder)] == ["receiving"]
    a = dataset.read(folder).by_id["missions"]["a"]
    assert problems(folder, Row("missions", {**a, "name": "A"})) == []


def test_what_an_edit_does_to_other_rows_is_its_problem(dataset_copy: Path) -> None:
    row = dataset.read(dataset_copy).by_id["missions"]["arg-embassy-caracas"]
    found = problems(dataset_copy, Row("missions", {**row, "receiving": "PRK"}))
    assert "positions.csv" in {file for file, _, _ in found}


# --- where a mission stands ----------------------------------------------------------------------


def placed(
    folder: Path, placing: Placing | None, event: Mapping[str, str] | None = None, **cells: str
) -> tuple[dict[str, Row], tuple[ValidationError, ...]]:
    base = dataset.read(folder)
    rows = editing.mission_rows(
        base,
        {**LIMA, **cells},
        sources="example-gazette-2026-03-02",
        placing=placing,
        event=event,
    )
    draft = prepare(base, rows, author=ME, adding=True)
    if not draft.problems:
        save(draft)
        assert dataset.check(folder) == []
    return {row.table: row for row in draft.rows}, draft.problems


def on_the_map(folder: Path) -> Any:
    atlas = geo.Atlas.open(folder)
    shown = atlas.missions(geo.Selection(as_of="2026-06-01"), regions=True)
    return shown.set_index("id").loc["isl-embassy-lima"]


def test_by_its_city(dataset_copy: Path) -> None:
    gazette(dataset_copy)
    rows, wrong = placed(dataset_copy, None)
    assert not wrong
    assert rows.keys() == {"missions", "events"}
    shown = on_the_map(dataset_copy)
    assert (shown.method, shown.status, shown.certainty) == ("city", "open", "yes")
    event = rows["events"].cells
    assert (event["kind"], event["date"], event["sense"]) == ("listed", "2026-03-02", "attested")


def test_by_a_city_of_the_gazetteer(dataset_copy: Path) -> None:
    gazette(dataset_copy)
    rows, wrong = placed(dataset_copy, Placing(place="lima"), city="")
    assert not wrong
    assert rows["missions"].cells["city"] == "Lima"


@pytest.mark.parametrize(
    ("at", "precision"),
    [
        (("-77.0312", "-12.1034"), "building"),
        (("-77.031", "-12.103"), "street"),
        (("-77.03", "-12.10"), "quarter"),
        (("-77", "-12"), "city"),
        ((-77.03123456789, -12.1), "city"),
    ],
)
def test_by_a_point_as_exact_as_its_decimals(
    at: tuple[str, str], precision: str, dataset_copy: Path
) -> None:
    gazette(dataset_copy)
    rows, wrong = placed(dataset_copy, Placing(at=at))
    assert not wrong
    assert rows["positions"].cells["precision"] == precision
    assert rows["positions"].cells["method"] == "source_point"
    shown = on_the_map(dataset_copy)
    assert shown.geometry.x == pytest.approx(float(at[0]), abs=1e-6)
    assert shown.geometry.y == pytest.approx(float(at[1]), abs=1e-6)


def test_by_a_point_with_a_radius(dataset_copy: Path) -> None:
    gazette(dataset_copy)
    rows, wrong = placed(dataset_copy, Placing(at=(-77.031234, -12.1), radius_m="250"))
    assert not wrong
    assert rows["positions"].cells["longitude"] == "-77.031234"
    assert rows["positions"].cells["latitude"] == "-12.1"
    assert on_the_map(dataset_copy).radius_m == 250


def test_a_point_outside_the_receiving_state_needs_its_reason(dataset_copy: Path) -> None:
    gazette(dataset_copy)
    far = ("-12.10", "-77.03")
    _, (problem,) = placed(dataset_copy, Placing(at=far))
    assert problem.column == "longitude"
    assert "outside Peru" in problem.rule
    assert "reason" in problem.remedy
    _, wrong = placed(dataset_copy, Placing(at=far, reason="It stands in another state meanwhile."))
    assert not wrong


@pytest.mark.parametrize(
    "at", [("x", "y"), ("0", "0"), ("200", "10"), ("", "3"), ("nan", "1"), (float("inf"), 0.0)]
)
def test_a_point_that_is_none_is_refused(at: tuple[str, str], dataset_copy: Path) -> None:
    gazette(dataset_copy)
    _, wrong = placed(dataset_copy, Placing(at=at))
    assert {problem.file for problem in wrong} == {"positions.csv"}
    _, wrong = placed(dataset_copy, Placing(at=at), city="Nowhere")
    assert {problem.file for problem in wrong} <= {"positions.csv", "missions.csv"}


def test_by_a_polygon_which_becomes_a_place(dataset_copy: Path) -> None:
    gazette(dataset_copy)
    rows, wrong = placed(dataset_copy, Placing(polygon=POLYGON, name="Miraflores, roughly"))
    assert not wrong
    assert rows["places"].id == "miraflores-roughly"
    position = rows["positions"].cells
    assert (position["method"], position["place"]) == ("district", "miraflores-roughly")
    shown = on_the_map(dataset_copy)
    assert shown.method == "district"
    assert shown.region.area == pytest.approx(0.02 * 0.02)
    corner = geo.distance([[shown.geometry.x, shown.geometry.y]], [SQUARE[0]])[0]
    assert corner <= shown.radius_m <= corner + 15


@pytest.mark.parametrize(
    "shape",
    [
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 1], [1, 0], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": "x"},
        {"type": "Polygon", "coordinates": [[["a", "b"], ["c", "d"], ["a", "b"]]]},
        {"type": "Polygon", "coordinates": [[[0, float("nan")], [1, 1], [0, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 95], [1, 95], [1, 96], [0, 95]]]},
        {"type": "Polygon", "coordinates": [[[0.0, 0.0]] * 20_000]},
        {"type": "Polygon"},
        {"type": "Sphere", "coordinates": [SQUARE]},
        {},
    ],
)
def test_an_outline_that_is_none_is_refused_and_named_alone(
    shape: dict[str, Any], dataset_copy: Path
) -> None:
    gazette(dataset_copy)
    _, wrong = placed(dataset_copy, Placing(polygon=shape))
    assert [
        (problem.file, problem.column) for problem in wrong if problem.file == "places.geojson"
    ] == [("places.geojson", "geometry")]
    assert dataset.check(dataset_copy) == []


@pytest.mark.parametrize(
    ("ring", "said"),
    [
        ([[179, -19], [-179, -19], [-179, -16], [179, -16], [179, -19]], "180th meridian"),
        ([[177.4, -18], [177.6, -18], [177.6, -17.8], [177.4, -17.8]], "not closed"),
    ],
)
def test_an_outline_round_the_earth_or_open_is_refused(
    ring: list[list[float]], said: str, dataset_copy: Path
) -> None:
    """A district of Fiji across the 180th meridian once lay in Africa, within 16,297 km."""
    gazette(dataset_copy)
    fiji = {"receiving": "FJI", "city": "Suva"}
    for shape in (
        {"type": "Polygon", "coordinates": [ring]},
        {"type": "MultiPolygon", "coordinates": [[[*SQUARE]], [ring]]},
    ):
        _, wrong = placed(dataset_copy, Placing(polygon=shape), **fiji)
        (problem,) = [problem for problem in wrong if problem.file == "places.geojson"]
        assert said in problem.rule


def test_an_outline_cut_at_the_180th_meridian_is_taken(dataset_copy: Path) -> None:
    gazette(dataset_copy)
    west = [[179.9, -16.9], [180, -16.9], [180, -16.7], [179.9, -16.7], [179.9, -16.9]]
    east = [[-180, -16.9], [-179.9, -16.9], [-179.9, -16.7], [-180, -16.7], [-180, -16.9]]
    both = {"type": "MultiPolygon", "coordinates": [[west], [east]]}
    rows, wrong = placed(dataset_copy, Placing(polygon=both), receiving="FJI", city="Suva")
    assert not wrong
    position = rows["positions"].cells
    assert abs(float(position["longitude"])) > 179.8
    assert float(position["radius_m"]) < 30_000


def test_by_a_place_of_the_dataset(dataset_copy: Path) -> None:
    gazette(dataset_copy)
    caracas = {"receiving": "VEN", "city": "Caracas"}
    rows, wrong = placed(dataset_copy, Placing(place="las-mercedes"), **caracas)
    assert not wrong
    position = rows["positions"].cells
    assert (position["method"], position["place"]) == ("district", "las-mercedes")
    assert rows["positions"].id == "isl-embassy-caracas-in-las-mercedes"
    assert 500 < float(position["radius_m"]) < 1500
    undo(dataset_copy, ME)
    rows, wrong = placed(dataset_copy, Placing(place="caracas"), **caracas)
    assert not wrong
    assert rows["positions"].cells["method"] == "city"
    undo(dataset_copy, ME)
    _, wrong = placed(dataset_copy, Placing(place="baruta"), **caracas)
    assert [(problem.column, problem.value) for problem in wrong if problem.column == "place"] == [
        ("place", "baruta")
    ]


def test_a_place_that_there_is_not_is_named_with_what_is_near(dataset_copy: Path) -> None:
    gazette(dataset_copy)
    _, wrong = placed(dataset_copy, Placing(place="las-mercedez"))
    (problem,) = [problem for problem in wrong if "no row of" in problem.rule]
    assert (problem.column, problem.value) == ("place", "las-mercedez")
    assert "las-mercedes" in problem.remedy


def test_a_city_that_is_not_the_missions_is_no_place_of_it(dataset_copy: Path) -> None:
    """It was passed over in silence."""
    gazette(dataset_copy)
    for placing in (Placing(place="Cusco"), Placing(place="nowhere", at=("-77.03", "-12.10"))):
        _, wrong = placed(dataset_copy, placing)
        assert ("place", placing.place) in {(problem.column, problem.value) for problem in wrong}
    rows, wrong = placed(dataset_copy, Placing(place="Lima", at=("-77.03", "-12.10")))
    assert not wrong
    assert rows["positions"].cells["place"] == ""


def test_a_mission_opens_when_that_is_said(dataset_copy: Path) -> None:
    gazette(dataset_copy)
    rows, wrong = placed(dataset_copy, None, {"kind": "opened", "date": "2026-03"})
    assert not wrong
    assert rows["events"].cells["sense"] == "on"
    assert on_the_map(dataset_copy).opened == "2026-03"


def test_a_mission_without_a_source_is_refused(dataset_copy: Path) -> None:
    rows = editing.mission_rows(dataset.read(dataset_copy), LIMA, sources="")
    draft = prepare(dataset_copy, rows, author=ME)
    assert {(problem.file, problem.column) for problem in draft.problems} == {
        ("events.csv", "sources"),
        ("events.csv", "date"),
    }


@pytest.mark.parametrize(
    ("found", "well"),
    [
        (POLYGON, True),
        ({"type": "Feature", "geometry": POLYGON, "properties": {}}, True),
        (
            {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": POLYGON}]},
            True,
        ),
        ({"type": "FeatureCollection", "features": []}, False),
        ({"type": "FeatureCollection", "features": [{}, {}]}, False),
        ({"type": "Point", "coordinates": [1, 2]}, False),
        ([1], False),
    ],
)
def test_the_outline_of_a_file(found: object, well: bool) -> None:
    data = json.dumps(found).encode()
    if well:
        assert editing.outline(data) == POLYGON
    else:
        with pytest.raises(InvalidGeometry, match="Give"):
            editing.outline(data)


@pytest.mark.parametrize("data", [b"", b"\xff", b"[" * 100_000, b"{"])
def test_a_file_that_is_no_outline(data: bytes) -> None:
    with pytest.raises(InvalidGeometry, match="not GeoJSON"):
        editing.outline(data)


def test_an_edit_comes_after_the_last_where_lines_were_taken_out(dataset_copy: Path) -> None:
    claim(dataset_copy)
    claim(dataset_copy, "brick")
    lines = (dataset_copy / HISTORY).read_bytes().splitlines(keepends=True)
    (dataset_copy / HISTORY).write_bytes(lines[1])
    assert claim(dataset_copy, "glass").edit.id == "edit-000003"
    assert [edit.id for edit in editing.history(dataset_copy)] == ["edit-000002", "edit-000003"]


def test_rows_of_one_name_are_numbered_without_counting_anew() -> None:
    """Ten thousand claims of one source about one thing once took 50 million looks."""
    looks = 0

    class Taken(set[str]):
        def __contains__(self, id: object) -> bool:
            nonlocal looks
            looks += 1
            return super().__contains__(id)

    taken, counted = Taken(["claim-a-b-c-3"]), dict[str, int]()
    ids = []
    for _ in range(1000):
        cells = {"subject": "a", "property": "b", "source": "c"}
        ids.append(named("claims", cells, taken, counted))
        taken.add(ids[-1])
    assert ids[:3] == ["claim-a-b-c", "claim-a-b-c-2", "claim-a-b-c-4"]
    assert len(set(ids)) == 1000
    assert looks < 5000


def test_a_zone_with_seconds_leaves_a_sound_history(
    dataset_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "LMT-0:19:32")
    time.tzset()
    try:
        saved = claim(dataset_copy)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert saved.edit.made.endswith("+00:19:32")
    assert [edit.made for edit in editing.history(dataset_copy)] == [saved.edit.made]


# --- author, day, history ------------------------------------------------------------------------


def test_author_day_and_reason_are_kept_in_the_dataset(dataset_copy: Path) -> None:
    row = Row("sources", GAZETTE)
    save(
        prepare(dataset_copy, [row], author=f" {ME} ", day=date(2026, 3, 4), why="It was missing.")
    )
    claim(dataset_copy)
    first, second = editing.history(dataset_copy)
    assert (first.id, first.author, first.day, first.why) == (
        "edit-000001",
        ME,
        "2026-03-04",
        "It was missing.",
    )
    assert second.id == "edit-000002"
    assert second.made[:11] == f"{date.today().isoformat()}T"
    assert [(one.table, one.id) for one in first.changes] == [
        ("sources", "example-gazette-2026-03-02")
    ]
    assert first.changes[0].after is not None
    assert GAZETTE.items() <= first.changes[0].after.whole.items()
    lines = (dataset_copy / HISTORY).read_text("utf-8").splitlines()
    assert [json.loads(line)["author"] for line in lines] == [ME, ME]


def test_a_dataset_that_was_never_edited_has_no_history_and_stays_as_it_was(
    dataset_copy: Path,
) -> None:
    before = {path.name: path.read_bytes() for path in dataset_copy.iterdir()}
    assert editing.history(dataset_copy) == []
    assert dataset.fix(dataset_copy) == []
    assert {path.name: path.read_bytes() for path in dataset_copy.iterdir()} == before
    assert HISTORY not in before


def test_the_description_names_the_history_once_there_is_one(dataset_copy: Path) -> None:
    gazette(dataset_copy)
    told = json.loads((dataset_copy / dataset.DESCRIPTION).read_bytes())
    assert told["resources"][-1]["path"] == HISTORY
    assert dataset.check(dataset_copy) == []
    plain = json.loads((dataset.locate(None) / dataset.DESCRIPTION).read_bytes())
    assert HISTORY not in [one["path"] for one in plain["resources"]]


def sound() -> dict[str, Any]:
    return {
        "id": "edit-000001",
        "made": "2026-03-04",
        "author": ME,
        "why": "",
        "undoes": "",
        "changes": [{"table": "sources", "id": "x", "before": None, "after": {"id": "x"}}],
    }


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda edit: edit.update(id="edit-1"), "not an id of an edit"),
        (lambda edit: edit.update(made="2026-02-31"), "has no day 31"),
        (lambda edit: edit.update(made="yesterday"), "made"),
        (lambda edit: edit.update(author=" "), "author is blank"),
        (lambda edit: edit.update(author=3), "author is not a text"),
        (lambda edit: edit.update(undoes="edit-000009"), "no edit before it"),
        (lambda edit: edit.update(changes=[]), "changes nothing"),
        (lambda edit: edit.update(colour="red"), "and no others"),
        (lambda edit: edit["changes"][0].update(table="embassies"), "no table"),
        (lambda edit: edit["changes"][0].update(after=None), "neither before nor after"),
        (lambda edit: edit["changes"][0].update(after={"id": "y"}), "another id"),
        (lambda edit: edit["changes"][0].update(after={"id": "x", "a": "b"}), "no column"),
        (lambda edit: edit["changes"][0].update(after={"id": "x", "geometry": {}}), "no column"),
        (lambda edit: edit["changes"][0].update(after={"id": "x", "title": 3}), "not a text"),
        (lambda edit: edit["changes"][0].update(after=[1]), "not an object"),
        (lambda edit: edit.update(why="\ud800"), "surrogates"),
    ],
)
def test_a_broken_history_is_named_by_check_and_hinders_no_reader(
    spoil: Callable[[dict[str, Any]], None], said: str, dataset_copy: Path
) -> None:
    edit = sound()
    spoil(edit)
    (dataset_copy / HISTORY).write_text(json.dumps(edit) + "\n", "utf-8")
    problems = [problem for problem in dataset.check(dataset_copy) if problem.file == HISTORY]
    assert [(problem.row, problem.column) for problem in problems] == [(1, "")]
    assert said in problems[0].rule
    assert "Restore the file" in problems[0].remedy
    assert len(geo.Atlas.open(dataset_copy).dataset.rows["missions"]) > 200
    before = dataset.contents(dataset_copy)
    for broken in (
        lambda: prepare(dataset_copy, [Row("sources", GAZETTE)], author=ME),
        lambda: editing.history(dataset_copy),
        lambda: undo(dataset_copy, ME),
    ):
        with pytest.raises(DatasetFaulty, match="the history of the dataset"):
            broken()
    assert dataset.contents(dataset_copy) == before


@pytest.mark.parametrize("data", [b"\xff\n", b"{\n", b"[" * 100_000, b'{"id": NaN}\n', b"\0"])
def test_a_history_of_anything_is_a_problem_and_no_crash(data: bytes, dataset_copy: Path) -> None:
    (dataset_copy / HISTORY).write_bytes(data)
    assert [problem.file for problem in dataset.check(dataset_copy)] == [HISTORY]
    dataset.fix(dataset_copy)
    assert (dataset_copy / HISTORY).read_bytes() == data, "what cannot be read is not mended"


def test_edits_out_of_order_are_problems(dataset_copy: Path) -> None:
    line = json.dumps(sound())
    (dataset_copy / HISTORY).write_text(f"{line}\n{line}\n", "utf-8")
    (problem,) = [problem for problem in dataset.check(dataset_copy) if problem.file == HISTORY]
    assert problem.row == 2


def test_a_history_is_put_into_canonical_form(dataset_copy: Path) -> None:
    gazette(dataset_copy)
    written = (dataset_copy / HISTORY).read_bytes()
    loose = json.dumps(json.loads(written), indent=None, separators=(",", ":"))
    (dataset_copy / HISTORY).write_text(f"\n{loose}", "utf-8")
    (problem,) = dataset.check(dataset_copy)
    assert (problem.file, problem.remedy) == (HISTORY, "Run embassy-atlas check --fix.")
    assert dataset.fix(dataset_copy) == [HISTORY]
    assert (dataset_copy / HISTORY).read_bytes() == written
    (dataset_copy / HISTORY).write_text(loose, "utf-8")
    claim(dataset_copy)
    assert dataset.check(dataset_copy) == []


def test_a_history_goes_along_in_a_zip(dataset_copy: Path, tmp_path: Path) -> None:
    gazette(dataset_copy)
    packed = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", dataset_copy))
    there = tmp_path / "there"
    there.mkdir()
    archive.unpack(packed.read_bytes(), there)
    assert dataset.contents(there) == dataset.contents(dataset_copy)
    undo(there, "somebody else")
    assert tables(there) == tables(dataset.locate(None))


def test_an_import_and_a_merge_leave_a_history_as_it_is(dataset_copy: Path, tmp_path: Path) -> None:
    gazette(dataset_copy)
    kept = (dataset_copy / HISTORY).read_bytes()
    other = simple(tmp_path, "other", mission("a", sending="ISL", receiving="PER", city="Lima"))
    add(other, "sources", **{**GAZETTE, "publisher": "Other"})
    assert merge.merge([other], dataset_copy).changed
    missions = Path(__file__).parent / "data" / "importers" / "missions.csv"
    assert import_wikidata(missions, dataset_copy, date="2022-11-16").changed
    assert (dataset_copy / HISTORY).read_bytes() == kept
    assert [problem for problem in dataset.check(dataset_copy) if problem.file == HISTORY] == []
    undo(dataset_copy, ME)
    assert "example-gazette-2026-03-02" not in dataset.read(dataset_copy).by_id["sources"]
    assert "other-2026-03-02" in dataset.read(dataset_copy).by_id["sources"]
    into = tmp_path / "into"
    merge.merge([dataset_copy], into)
    assert not (into / HISTORY).exists(), "the edits of a pack are not those of another"


def test_a_dataset_that_is_kept_has_its_history(
    dataset_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.setattr(cache, "LEAST_BYTES", 0)
    gazette(dataset_copy)
    for _ in range(2):
        opened = geo.Atlas.open(dataset_copy).dataset
        assert opened.history == (dataset_copy / HISTORY).read_bytes()
        assert opened.sha256 == dataset.read(dataset_copy).sha256
    draft = prepare(opened, [Row("sources", {**GAZETTE, "publisher": "Other"})], author=ME)
    save(draft)
    assert len(editing.history(dataset_copy)) == 2


# --- undo ----------------------------------------------------------------------------------------


def test_undoing_puts_the_tables_back_byte_for_byte(dataset_copy: Path) -> None:
    before = tables(dataset_copy)
    source = gazette(dataset_copy)
    placed(dataset_copy, Placing(polygon=POLYGON))
    row = dataset.read(dataset_copy).by_id["sources"][source]
    save(prepare(dataset_copy, [Row("sources", {**row, "language": "en"})], author=ME))
    for author in ("one", "two", "three"):
        assert undo(dataset_copy, author).edit.author == author
        assert dataset.check(dataset_copy) == []
    assert tables(dataset_copy) == before
    with pytest.raises(InvalidSelection, match="no edit to undo"):
        undo(dataset_copy, ME)
    assert len(editing.history(dataset_copy)) == 6


def test_undoing_can_be_undone(dataset_copy: Path) -> None:
    gazette(dataset_copy)
    after = tables(dataset_copy)
    undone = undo(dataset_copy, ME)
    assert undone.edit.undoes == "edit-000001"
    assert editing.standing(editing.history(dataset_copy)) == {
        "edit-000001": False,
        "edit-000002": True,
    }
    with pytest.raises(InvalidSelection, match="already undone, by edit-000002"):
        undo(dataset_copy, ME, "edit-000001")
    undo(dataset_copy, ME, "edit-000002")
    assert tables(dataset_copy) == after
    assert editing.standing(editing.history(dataset_copy)) == {
        "edit-000001": True,
        "edit-000002": False,
        "edit-000003": True,
    }
    undo(dataset_copy, ME)
    assert editing.history(dataset_copy)[-1].undoes == "edit-000001"


def test_an_edit_on_which_others_rest_is_not_undone(dataset_copy: Path) -> None:
    source = gazette(dataset_copy)
    claim(dataset_copy, source=source)
    before = dataset.contents(dataset_copy)
    with pytest.raises(DraftFaulty, match=r"claims\.csv, row \d+, column source") as refused:
        undo(dataset_copy, ME, "edit-000001")
    assert [problem.value for problem in refused.value.problems] == [source]
    assert dataset.contents(dataset_copy) == before
    undo(dataset_copy, ME)
    undo(dataset_copy, ME)
    assert tables(dataset_copy) == tables(dataset.locate(None))


def test_what_has_changed_since_is_not_undone_but_shown(dataset_copy: Path) -> None:
    source = gazette(dataset_copy)
    row = dataset.read(dataset_copy).by_id["sources"][source]
    save(prepare(dataset_copy, [Row("sources", {**row, "language": "en"})], author="somebody"))
    before = dataset.contents(dataset_copy)
    with pytest.raises(EditConflict, match="edit-000001 cannot be undone") as met:
        undo(dataset_copy, ME, "edit-000001")
    assert "language: (blank) → en" in met.value.theirs.text()
    assert met.value.mine.changes.rows[0].after is None
    assert dataset.contents(dataset_copy) == before


def test_an_edit_that_there_is_not(dataset_copy: Path) -> None:
    with pytest.raises(InvalidSelection, match="no edit to undo"):
        undo(dataset_copy, ME)
    with pytest.raises(InvalidSelection, match='no edit "edit-000009"'):
        undo(dataset_copy, ME, "edit-000009")


def test_a_mended_problem_can_come_back_by_undoing(tmp_path: Path) -> None:
    """The dataset had it before; undoing is no new fault."""
    folder = simple(tmp_path, "old", mission("a", receiving="VEN", sending="VEN", city="Caracas"))
    before = tables(folder)
    a = dataset.read(folder).by_id["missions"]["a"]
    save(prepare(folder, [Row("missions", {**a, "sending": "PRK"})], author=ME))
    undo(folder, ME)
    assert tables(folder) == before


TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
WORDS = st.sampled_from(["", "a", "b", "ä \n b", '"', ",", "‮", "2019", "2019-02-31", "2020/2019"])


@st.composite
def some_row(draw: st.DrawFn) -> Row:
    table = draw(st.sampled_from(["sources", "claims", "missions", "events"]))
    text = st.one_of(WORDS, TEXT)
    if table == "sources":
        return Row(
            table,
            {
                "publisher": draw(text),
                "title": draw(text),
                "kind": "news",
                "published": draw(st.sampled_from(["", "2019", "2020-02", "2019-02-31"])),
                "derived_from": draw(st.sampled_from(["", "s", "p-2019", "a-2019", "b"])),
            },
        )
    if table == "missions":
        return Row(
            table,
            {
                "sending": draw(st.sampled_from(["ISL", "PER", "XXX"])),
                "receiving": draw(st.sampled_from(["VEN", "PER"])),
                "kind": "embassy",
                "city": draw(st.sampled_from(["Lima", "Caracas", ""])),
                "name": draw(text),
            },
        )
    if table == "events":
        return Row(
            table,
            {
                "mission": draw(st.sampled_from(["a", "isl-embassy-lima", "b"])),
                "kind": draw(st.sampled_from(["opened", "listed", "burnt"])),
                "date": draw(st.sampled_from(["2019", "2019-02-31", "[..2019]", "2020/2019"])),
                "sources": draw(st.sampled_from(["s", "s|s", "none"])),
                "detail": draw(text),
            },
        )
    return Row(
        table,
        {
            "subject": draw(st.sampled_from(["a", "s", "pack", "PRK-VEN", "none"])),
            "property": "p",
            "value": draw(text),
            "source": "s",
        },
    )


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.one_of(some_row(), st.none()), max_size=6))
def test_any_edits_and_undoings_keep_a_dataset_sound(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Row | None]
) -> None:
    """None undoes the last edit that stands; all of them undone, the tables are as they were."""
    folder = simple(tmp_path_factory.mktemp("any"), "s", mission("a"))
    save(prepare(folder, [Row("claims", {**_CLAIM})], author=ME))
    undo(folder, ME)
    before, was = tables(folder), dataset.read(folder)
    made: list[bool] = []
    for step in steps:
        if step is None:
            if any(made):
                undo(folder, ME)
                made.pop()
            continue
        draft = prepare(folder, [step], author=ME, why="ä\nb")
        if draft.problems:
            with pytest.raises(DraftFaulty):
                save(draft)
            continue
        then = dataset.read(folder)
        saved = save(draft)
        made.append(True)
        now = dataset.read(folder)
        assert editing.changes(then, now).rows == saved.changes.rows
        back = [(one.id, one.after, one.before) for one in saved.changes]
        assert back == [(one.id, one.before, one.after) for one in editing.changes(now, then)]
        assert dataset.check(folder) == []
    for _ in made:
        undo(folder, ME)
        assert dataset.check(folder) == []
    assert tables(folder) == before
    assert len(editing.changes(was, dataset.read(folder))) == 0


_CLAIM = {"subject": "a", "property": "q", "value": "v", "source": "s"}


# --- the difference ------------------------------------------------------------------------------


def test_a_dataset_does_not_differ_from_itself(atlas: geo.Atlas, dataset_copy: Path) -> None:
    for found in (
        editing.changes(atlas.dataset, atlas.dataset),
        editing.changes(dataset.read(dataset_copy), atlas.dataset),
    ):
        assert len(found) == 0
        assert found.text() == "no difference"
        assert found.as_dict()["changes"] == []


def test_a_difference_is_told_by_table_row_and_cell(dataset_copy: Path) -> None:
    before = dataset.read(dataset_copy)
    gazette(dataset_copy)
    caracas = before.by_id["places"]["caracas"]
    point = {"type": "Point", "coordinates": [-66.9, 10.5]}
    row = before.by_id["missions"]["prk-embassy-caracas"]
    save(
        prepare(
            dataset_copy,
            [
                Row("places", caracas, point),
                Row("missions", {**row, "name": "Embajada", "city": "Baruta"}),
            ],
            author=ME,
        )
    )
    found = editing.changes(before, dataset.read(dataset_copy))
    assert found.counts == {"added": 1, "removed": 0, "changed": 2}
    lines = found.text().split("\n")
    assert lines[0] == "sources.csv: 1 row added"
    assert "  + example-gazette-2026-03-02" in lines
    assert "missions.csv: 1 row changed" in lines
    assert "  ~ prk-embassy-caracas" in lines
    assert "      city: Caracas → Baruta" in lines
    assert "      name: (blank) → Embajada" in lines
    assert "      geometry: new outline" in lines
    back = editing.changes(dataset.read(dataset_copy), before)
    assert back.counts == {"added": 0, "removed": 1, "changed": 2}
    spanish = found.text(geo.i18n.tr("es"))
    assert spanish.split("\n")[0] == "sources.csv: 1 fila añadida"


def test_what_a_dataset_says_of_itself_is_part_of_the_difference(dataset_copy: Path) -> None:
    before = dataset.read(dataset_copy)
    told = json.loads((dataset_copy / dataset.DESCRIPTION).read_bytes())
    told["title"] = "Ours"
    (dataset_copy / dataset.DESCRIPTION).write_text(json.dumps(told), "utf-8")
    found = editing.changes(before, dataset.read(dataset_copy))
    assert [(one.table, one.id) for one in found] == [("datapackage", "title")]
    assert f"title: {before.own['title']} → Ours" in found.text()


# --- where nothing can be written ----------------------------------------------------------------


def test_a_full_disk_leaves_the_dataset_as_it_was(
    dataset_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gazette(dataset_copy)
    before = {path.name: path.read_bytes() for path in dataset_copy.iterdir()}
    draft = prepare(dataset_copy, [Row("sources", {**GAZETTE, "publisher": "B"})], author=ME)
    real, written = os.fsync, []

    def full(handle: int) -> None:
        written.append(handle)
        if len(written) > 4:
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WriteFailed, match="No space left on device"):
        save(draft)
    monkeypatch.undo()
    assert {path.name: path.read_bytes() for path in dataset_copy.iterdir()} == before
    assert save(draft).edit.id == "edit-000002"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_only_be_read(dataset_copy: Path) -> None:
    draft = prepare(dataset_copy, [Row("sources", GAZETTE)], author=ME)
    dataset_copy.chmod(0o500)
    with pytest.raises(WriteFailed, match="may be written"):
        save(draft)
    dataset_copy.chmod(0o700)
    assert dataset.check(dataset_copy) == []


def test_the_dataset_of_an_installed_program_is_not_edited(
    dataset_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = tmp_path / "geo" / "data" / "atlas"
    shutil.copytree(dataset_copy, inside)
    monkeypatch.setattr(package_files, "_PACKAGE", tmp_path / "geo")
    for edits in (
        lambda: prepare(inside, [Row("sources", GAZETTE)], author=ME),
        lambda: undoing(inside, ME),
    ):
        with pytest.raises(WriteFailed, match="embassy-atlas copy FOLDER"):
            edits()
    assert dataset.contents(inside) == dataset.contents(dataset_copy)
    assert editing.history(inside) == []
    gazette(dataset_copy)


@pytest.mark.slow
def test_the_world_takes_an_edit_and_gives_it_back(world: Path, tmp_path: Path) -> None:
    folder = tmp_path / "world"
    import_wikidata(world / SNAPSHOTS[NEWER], folder)
    before = tables(folder)
    told = len(dataset.check(folder))
    gazette(folder)
    _, wrong = placed_in(folder)
    assert not wrong
    assert len(dataset.check(folder)) == told
    undo(folder, ME)
    undo(folder, ME)
    assert tables(folder) == before


def placed_in(folder: Path) -> tuple[tuple[Row, ...], tuple[ValidationError, ...]]:
    base = dataset.read(folder)
    rows = editing.mission_rows(
        base,
        {**LIMA, "id": "isl-embassy-lima-new"},
        sources="example-gazette-2026-03-02",
        placing=Placing(at=("-77.03", "-12.10")),
    )
    draft = prepare(base, rows, author=ME, adding=True)
    if not draft.problems:
        save(draft)
    return draft.rows, draft.problems


def test_the_most_that_is_taken_can_be_read_back() -> None:
    assert new_faults.MOST_CELL < 131_072, "longer fields break the reading of CSV"


def test_the_public_names_of_the_room() -> None:
    assert editing.__all__ == [
        "REVISIONS",
        "Changes",
        "Draft",
        "Edit",
        "Field",
        "Placing",
        "Row",
        "Saved",
        "changes",
        "fields",
        "filled",
        "history",
        "mission_rows",
        "named",
        "newest",
        "outline",
        "prepare",
        "rebase",
        "revision",
        "save",
        "standing",
        "turn",
        "undo",
        "undoing",
        "writable",
    ]
