"""What is exported comes back through the import as it was, and never as a second copy."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.rows import at, claim, listed, mission, row, source, written

import geo
from geo import dataset, i18n, importers
from geo.errors import InvalidSelection
from geo.exporters import Frames, write_file
from geo.vocabulary import STATUSES

DAY = "2026-11-21"
ALL = geo.Selection(as_of=DAY, statuses=STATUSES)
FORMATS = ("csv", "xlsx", "geojson", "geojsonl", "gpkg", "parquet", "fgb", "jsonl")
TEXTS = ("name", "sending", "receiving", "city", "kind", "status", "certainty", "opened", "closed")
TEXTS += ("method", "exactness", "place", "place_kind", "wikidata", "address", "website", "as_of")


def taken(path: Path, into: Path) -> importers.ImportReport:
    return importers.import_table(path, into, publisher="Us", date=DAY)


def told(atlas: geo.Atlas, selection: geo.Selection = ALL) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in Frames(atlas, selection).missions.to_dict("records")}


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[tuple[str, object, object]]:
    found = [(name, one[name], other[name]) for name in TEXTS if one[name] != other[name]]
    for name, near in (("longitude", 1e-6), ("latitude", 1e-6), ("radius_m", 0.01)):
        here, there = one[name], other[name]
        same = abs(here - there) <= near or (math.isnan(here) and math.isnan(there))
        found += [] if same else [(name, here, there)]
    return found


def sources(row: dict[str, Any]) -> set[tuple[str, ...]]:
    names = ("sources", "source_titles", "source_publishers", "source_dates", "source_urls")
    return set(zip(*(row[name].split("|") for name in names), strict=True))


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_bundled_missions_come_back(atlas: geo.Atlas, tmp_path: Path, suffix: str) -> None:
    path, into = tmp_path / f"out.{suffix}", tmp_path / "again"
    write_file(atlas, ALL, path)
    account = taken(path, into)
    assert account.refused == []
    assert dataset.check(into) == []
    before, after = told(atlas), told(geo.Atlas.open(into))
    assert after.keys() == before.keys()
    assert {id: d for id in before if (d := differences(before[id], after[id]))} == {}
    other = [id for id in before if sources(before[id]) != sources(after[id])]
    assert len(other) <= 1, other
    evidence = [id for id in before if before[id]["last_evidence"] != after[id]["last_evidence"]]
    assert len(evidence) <= 6, evidence
    assert not taken(path, into).changed


def test_a_dataset_that_has_them_stays_as_it_is(atlas: geo.Atlas, tmp_path: Path) -> None:
    write_file(atlas, ALL, tmp_path / "out.csv")
    dataset.write(atlas.dataset, tmp_path / "same")
    account = taken(tmp_path / "out.csv", tmp_path / "same")
    assert (account.added, dict(account.rows), account.changed) == (0, {}, False)
    assert dataset.read(tmp_path / "same").sha256 == atlas.dataset.sha256


def test_what_was_edited_in_the_table_is_taken_and_nothing_else(
    atlas: geo.Atlas, tmp_path: Path
) -> None:
    write_file(atlas, ALL, tmp_path / "out.csv")
    text = (tmp_path / "out.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    edited = next(row for row in rows if row["id"] == "prk-embassy-caracas")
    edited |= {"status": "closed", "closed": "2026-10-02", "website": "https://example.org/"}
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    (tmp_path / "edited.csv").write_text(out.getvalue(), "utf-8", newline="")
    dataset.write(atlas.dataset, tmp_path / "same")
    account = taken(tmp_path / "edited.csv", tmp_path / "same")
    assert account.added == 0
    assert dict(account.rows) == {"sources": 1, "events": 1, "claims": 1}
    after = told(geo.Atlas.open(tmp_path / "same"))
    for id, row_ in told(atlas).items():
        changed = {name for name, *_ in differences(row_, after[id])}
        assert changed == ({"status", "closed", "website"} if id == edited["id"] else set())


def test_layers_beside_the_missions_are_not_taken_for_missions(
    atlas: geo.Atlas, tmp_path: Path
) -> None:
    path = tmp_path / "all.geojson"
    write_file(atlas, ALL, path, layers=("missions", "regions", "lines", "places", "sources"))
    account = taken(path, tmp_path / "again")
    assert account.refused == []
    assert account.added == len(atlas.missions(ALL))


def test_outlines_that_are_lost_become_discs(atlas: geo.Atlas, tmp_path: Path) -> None:
    write_file(atlas, ALL, tmp_path / "out.csv")
    taken(tmp_path / "out.csv", tmp_path / "again")
    places = dataset.read(tmp_path / "again").places
    mercedes = next(place for place in places if place.name == "Las Mercedes")
    assert mercedes.derivation.startswith("A disc")


PAST = geo.Selection(as_of="2015-06-01", statuses=("open", "closed", "announced", "unknown"))


def test_an_import_invents_no_evidence(atlas: geo.Atlas, tmp_path: Path) -> None:
    """Missions without evidence on the day of the table came back as listed on that of the import.

    What no evidence of the table shows is unknown, and the report says of which missions.
    """
    path, into = tmp_path / "past.csv", tmp_path / "again"
    write_file(atlas, PAST, path)
    account = importers.import_table(path, into, publisher="Us", date="2026-11-29")
    again = geo.Atlas.open(into)
    before, after = told(atlas, PAST), told(again, PAST)
    assert after.keys() == before.keys()
    bare = {id for id, row_ in before.items() if not row_["last_evidence"]}
    assert {row_["status"] for row_ in map(before.get, bare) if row_} >= {"undated", "open"}
    assert [e.id for e in again.dataset.events if e.mission in bare and e.kind == "listed"] == []
    now = told(again, geo.Selection(as_of="2026-11-29", statuses=STATUSES))
    shown = {id for id in bare if now[id]["last_evidence"] and not before[id]["opened"]}
    assert shown == set()
    assert not [r for r in after.values() if r["last_source"].startswith("us-")]
    assert [id for id in before if before[id]["certainty"] != after[id]["certainty"]] == []
    other = {id for id in before if before[id]["status"] != after[id]["status"]}
    assert {after[id]["status"] for id in other} == {"unknown"}
    counted = sum(
        1 + int(found[1] or 0) for found in map(_OTHERWISE.search, account.notes) if found
    )
    assert counted == len(other) > 0
    assert not importers.import_table(path, into, publisher="Us", date="2026-11-29").changed


_OTHERWISE = re.compile(r"^status: \S+(?: and (\d+) more)? (?:is|are) ")


@pytest.mark.parametrize("suffix", ["csv", "geojson"])
def test_the_source_of_the_last_evidence_comes_along(
    atlas: geo.Atlas, tmp_path: Path, suffix: str
) -> None:
    """Where it was not among the sources of a mission, the table became the evidence."""
    path = tmp_path / f"out.{suffix}"
    write_file(atlas, ALL, path)
    taken(path, tmp_path / "again")
    before, after = told(atlas), told(geo.Atlas.open(tmp_path / "again"))
    assert [
        r for r in before.values() if r["last_source"] not in ("", *r["sources"].split("|"))
    ] == []
    assert not [r for r in after.values() if r["last_source"].startswith("us-")]
    assert after["ven-embassy-rome"]["last_source"] == before["ven-embassy-rome"]["last_source"]
    cited = {id for row_ in before.values() for id in row_["sources"].split("|")}
    assert cited <= {*Frames(atlas, ALL).sources["id"]}


def edited(path: Path, id: str, **cells: str) -> Path:
    """A CSV in which cells of one mission are edited."""
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    next(row for row in rows if row["id"] == id).update(cells)
    made = path.with_name("edited.csv")
    with made.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return made


def test_an_edited_status_that_later_evidence_outweighs_is_reported(
    atlas: geo.Atlas, tmp_path: Path
) -> None:
    write_file(atlas, ALL, tmp_path / "out.csv")
    path = edited(tmp_path / "out.csv", "prk-embassy-caracas", status="closed", closed="2020")
    dataset.write(atlas.dataset, tmp_path / "same")
    notes = taken(path, tmp_path / "same").notes
    said = [note for note in notes if note.startswith("status: prk-embassy-caracas is closed")]
    assert len(said) == 1
    assert "open in the dataset" in said[0]


@pytest.mark.parametrize("suffix", ["csv", "geojson", "xlsx"])
def test_an_export_says_its_own_day_and_needs_no_publisher_unless_edited(
    atlas: geo.Atlas, tmp_path: Path, suffix: str
) -> None:
    path, into = tmp_path / f"all.{suffix}", tmp_path / "same"
    write_file(atlas, ALL, path)
    dataset.write(atlas.dataset, into)
    assert not importers.import_table(path, into).changed
    with pytest.raises(InvalidSelection, match="--publisher"):
        importers.import_table(path, tmp_path / "new")
    assert not (tmp_path / "new").exists()
    assert importers.import_table(path, tmp_path / "new", publisher="Us").source == f"us-{DAY}"
    if suffix == "csv":
        other = edited(path, "prk-embassy-caracas", status="closed", closed="2026-10-02")
        with pytest.raises(InvalidSelection, match="--publisher"):
            importers.import_table(other, into)
        assert dataset.read(into).sha256 == atlas.dataset.sha256


# --- any dataset -----------------------------------------------------------------------------

_text = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=9)
_hostile = st.sampled_from(["=1+1", "'=1+1", "+58 212", "@x", "-5", "''-5", "'tis", "a|b", "¦"])
_date = st.sampled_from(["2001", "2010-05", "2019-08-21", "2024-03", "2022~", "[..2015-02]"])
_kept = st.one_of(_text, _hostile).map(str.strip).filter(bool)


@st.composite
def packs(draw: st.DrawFn) -> dict[str, Sequence[dict[str, str]]]:
    """Missions with an opening, a closing, a position, an address, each or none."""
    tables: dict[str, list[dict[str, str]]] = {
        "sources": [source("s", published="2025-11-16", url="https://example.org/a%7Cb")],
        "missions": [],
        "events": [],
        "positions": [],
        "claims": [],
    }
    tables["sources"][0]["title"] = draw(_kept)
    for number in range(draw(st.integers(1, 4))):
        id = f"m-{number}"
        tables["missions"].append(mission(id, name=draw(_kept), kind=draw(_kinds)))
        tables["events"].append(listed(id, "s", date="2025-11-16"))
        for kind in draw(st.sets(st.sampled_from(["opened", "closed"]))):
            date = "2025-12" if kind == "closed" else draw(_date)
            cited = "later" if kind == "closed" else "s"
            tables["events"].append(
                row("events", id=f"{id}-{kind}", mission=id, kind=kind, date=date, sense="on",
                    sources=cited)
            )  # fmt: skip
        if draw(st.booleans()):
            radius = draw(st.sampled_from(["", "2.5", "60", "12000"]))
            method = "source_point" if not radius else draw(_methods)
            point = ("125.7", "39.0123456")
            tables["positions"].append(at(id, "s", *point, radius_m=radius, method=method))
        for name in draw(st.sets(st.sampled_from(["address", "website"]))):
            value = draw(_kept.filter(lambda text: "|" not in text))
            tables["claims"].append(claim(f"claim-{id}-{name}", id, name, value, "s"))
    tables["sources"].append(source("later", published="2026-01-05"))
    return tables


_kinds = st.sampled_from(["embassy", "consulate", "liaison_office"])
_methods = st.sampled_from(["source_point", "surveyed", "words"])


@given(packs(), st.sampled_from(FORMATS))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_dataset_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    tables: dict[str, Sequence[dict[str, str]]],
    suffix: str,
) -> None:
    folder = tmp_path_factory.mktemp("any")
    atlas = geo.Atlas.open(written(folder / "pack", tables))
    path = folder / f"out.{suffix}"
    write_file(atlas, ALL, path)
    account = taken(path, folder / "again")
    assert account.refused == []
    before, after = told(atlas), told(geo.Atlas.open(folder / "again"))
    assert before.keys() == after.keys()
    for id in before:
        assert differences(before[id], after[id]) == []
        assert sources(before[id]) == sources(after[id])
    assert not taken(path, folder / "again").changed


@given(st.text(max_size=12) | _hostile)
def test_a_cell_that_was_neutralised_is_restored(text: str) -> None:
    kept = text.replace("\0", "")
    assert i18n.as_written(i18n.inert(text)) == kept
    assert not i18n.inert(text).lstrip().startswith(("=", "+", "-", "@"))


def test_a_formula_is_text_in_the_workbook_and_comes_back(tmp_path: Path) -> None:
    rows = {
        "sources": [source("s", published="2022-11-16")],
        "missions": [mission("m", name="=HYPERLINK(1)")],
        "events": [listed("m", "s")],
    }
    atlas = geo.Atlas.open(written(tmp_path / "pack", rows))
    write_file(atlas, ALL, tmp_path / "x.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")["missions"]
    assert sheet["B2"].value == "'=HYPERLINK(1)"
    taken(tmp_path / "x.xlsx", tmp_path / "again")
    assert geo.Atlas.open(tmp_path / "again").mission("m").name == "=HYPERLINK(1)"
    write_file(atlas, ALL, tmp_path / "x.parquet")
    assert gpd.read_parquet(tmp_path / "x.parquet")["name"].tolist() == ["=HYPERLINK(1)"]
