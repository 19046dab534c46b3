"""OpenStreetMap: tags old and new, several senders and targets, and the licence that goes along."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

import geo
from geo import dataset, dossier, exporters, figures, i18n, importers
from geo.errors import SourceFaulty
from geo.figures.canvas.sheet import Sheet
from geo.figures.canvas.typography import Style
from geo.importers import osm, osm_tags
from geo.webmap.base_map import data as map_credit

DATA = Path(__file__).parent / "data" / "importers"


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, importers.ImportReport]:
    folder = tmp_path_factory.mktemp("osm") / "pack"
    return folder, importers.import_osm(DATA / "overpass.json", folder)


def missions(folder: Path) -> set[tuple[str, str, str, str]]:
    rows = dataset.read(folder).rows["missions"]
    return {(row["sending"], row["receiving"], row["kind"], row["city"]) for row in rows}


def test_tags_are_read_as_openstreetmap_means_them(
    taken: tuple[Path, importers.ImportReport],
) -> None:
    folder, account = taken
    assert missions(folder) == {
        ("NOR", "VEN", "embassy", "Caracas"),
        ("TWN", "VAT", "embassy", ""),
        ("ESP", "DEU", "embassy", ""),
        ("DNK", "ESP", "honorary_consul", ""),
        ("FIN", "TWN", "representative_office", ""),
        ("SWE", "TWN", "representative_office", ""),
    }
    assert account.read == 9, "a café is no record"
    assert account.refused_rows == 3
    assert {(problem.row, problem.column) for problem in account.refused} == {
        (6, "diplomatic"),
        (6, "country"),
        (7, "sending"),
        (9, "target"),
    }


def test_further_targets_are_accreditations(taken: tuple[Path, importers.ImportReport]) -> None:
    covered = dataset.read(taken[0]).rows["coverage"]
    assert [(row["sending"], row["receiving"]) for row in covered] == [("ESP", "LIE")]


def test_what_is_told_of_a_mission(taken: tuple[Path, importers.ImportReport]) -> None:
    read = dataset.read(taken[0])
    row = read.by_id["missions"]["nor-embassy-caracas"]
    assert row["name"] == "Royal Norwegian Embassy"
    claims = {c["property"]: c["value"] for c in read.rows["claims"] if c["subject"] == row["id"]}
    assert claims == {
        "osm-id": "node/900000001",
        "website": "https://www.example.org/caracas",
        "address": "Calle Uno 7",
        "name": "Real Embajada de Noruega",
    }
    opened = [e for e in read.rows["events"] if e["kind"] == "opened"]
    assert [(e["mission"], e["date"]) for e in opened] == [(row["id"], "1998-05")]


def test_the_day_is_that_of_the_data_and_twice_is_once(
    taken: tuple[Path, importers.ImportReport],
) -> None:
    folder, account = taken
    assert account.source == "osm-2026-11-20"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    again = importers.import_osm(DATA / "overpass.json", folder)
    assert not again.changed
    assert again.known == account.added
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_the_next_day_knows_a_mission_by_its_id(
    taken: tuple[Path, importers.ImportReport], tmp_path: Path
) -> None:
    document = json.loads((DATA / "overpass.json").read_bytes())
    document["osm3s"]["timestamp_osm_base"] = "2026-11-21T00:00:00Z"
    document["elements"][0]["tags"]["addr:city"] = "Baruta"
    (tmp_path / "later.json").write_text(json.dumps(document), encoding="utf-8")
    importers.import_osm(DATA / "overpass.json", tmp_path / "pack")
    later = importers.import_osm(tmp_path / "later.json", tmp_path / "pack")
    assert (later.added, later.known) == (0, 6)
    listed = [
        row["date"]
        for row in dataset.read(tmp_path / "pack").rows["events"]
        if row["mission"] == "nor-embassy-caracas" and row["kind"] == "listed"
    ]
    assert sorted(listed) == ["2026-11-20", "2026-11-21"]


def test_the_order_of_senders_does_not_matter(
    taken: tuple[Path, importers.ImportReport], tmp_path: Path
) -> None:
    """The first sender had the element's id to itself: in another order it was another's."""
    document = json.loads((DATA / "overpass.json").read_bytes())
    shared = [one for one in document["elements"] if ";" in one["tags"].get("country", "")]
    assert len(shared) == 1
    tags = shared[0]["tags"]
    tags["country"] = ";".join(reversed(tags["country"].split(";")))
    document["osm3s"]["timestamp_osm_base"] = "2026-11-21T00:00:00Z"
    (tmp_path / "later.json").write_text(json.dumps(document), encoding="utf-8")
    importers.import_osm(DATA / "overpass.json", tmp_path / "pack")
    later = importers.import_osm(tmp_path / "later.json", tmp_path / "pack")
    assert (later.added, later.known, later.lookalikes) == (0, 6, [])
    claims = dataset.read(tmp_path / "pack").rows["claims"]
    assert not [row for row in claims if row["property"] == "sending-state"]


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every line that is written on a figure."""
    lines: list[str] = []
    text = Sheet.text

    def noted(self: Sheet, x: float, y: float, line: str, style: Style, **how: object) -> None:
        lines.append(line)
        text(self, x, y, line, style, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(Sheet, "text", noted)
    return lines


def test_odbl_is_recorded_and_carried_to_every_export(
    taken: tuple[Path, importers.ImportReport], written: list[str]
) -> None:
    folder, _ = taken
    read = dataset.read(folder)
    assert [one["name"] for one in read.own["licenses"]] == ["ODbL-1.0"]
    assert "ODbL-1.0" in (folder / "datapackage.json").read_text("utf-8")
    source = read.rows["sources"][0]
    assert (source["licence"], source["publisher"]) == ("ODbL-1.0", "OpenStreetMap contributors")
    atlas = geo.Atlas.open(folder)
    shown = geo.Selection(as_of="2026-11-21")
    metadata = json.loads(exporters.geojson(atlas, shown))["metadata"]
    assert metadata["licences"][0]["name"] == "ODbL-1.0"
    assert metadata["licences_of_sources"] == {"ODbL-1.0": ["osm-2026-11-20"]}
    rows = exporters.csv(atlas, shown).decode("utf-8-sig").splitlines()
    assert all("ODbL-1.0" in row for row in rows[1:])
    figures.figure(atlas, shown, dpi=36)
    assert "ODbL-1.0" in " ".join(written)
    assert b"ODbL-1.0" in dossier.dossier(atlas, shown)
    assert "ODbL-1.0" in map_credit(i18n.tr("en"), atlas)


def test_geojson_with_areas(tmp_path: Path) -> None:
    account = importers.import_osm(DATA / "osm.geojson", tmp_path / "pack")
    assert account.source == "osm-2026-11-20"
    assert missions(tmp_path / "pack") == {
        ("BRA", "VEN", "consulate_general", "Caracas"),
        ("VAT", "PER", "nunciature", ""),
    }
    at = {row["mission"]: row for row in dataset.read(tmp_path / "pack").rows["positions"]}
    inside = at["bra-consulate-general-caracas"]
    assert -66.85 < float(inside["longitude"]) < -66.84
    assert 10.49 < float(inside["latitude"]) < 10.5


def test_the_hash_is_of_the_bytes_that_were_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = (DATA / "missions.osm.pbf").read_bytes()
    file = tmp_path / "missions.osm.pbf"
    file.write_bytes(held)
    read = osm.extract

    def replaced_meanwhile(path: Path) -> list[osm.Element]:
        file.write_bytes(b"another extract")
        return read(path)

    monkeypatch.setattr(osm, "extract", replaced_meanwhile)
    account = importers.import_osm(file, tmp_path / "pack", date="2026-11-20")
    assert account.added == 3
    source = dataset.read(tmp_path / "pack").by_id["sources"]["osm-2026-11-20"]
    assert source["note"].endswith(f"SHA-256 {hashlib.sha256(held).hexdigest()}")


def test_an_extract_in_pbf(tmp_path: Path) -> None:
    account = importers.import_osm(DATA / "missions.osm.pbf", tmp_path / "pack", date="2026-11-20")
    assert account.refused == []
    rows = dataset.read(tmp_path / "pack").rows
    assert missions(tmp_path / "pack") == {
        ("NOR", "VEN", "embassy", ""),
        ("ESP", "DEU", "embassy", ""),
        ("PER", "DEU", "consulate", ""),
    }
    assert {c["value"] for c in rows["claims"]} == {"node/1", "way/5", "way/6"}
    assert {row["name"] for row in rows["missions"]} == {'The "Royal" Embassy', ""}


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"office": "diplomatic", "diplomatic": "embassy"}, "embassy"),
        ({"diplomatic": "embassy", "embassy": "high_commission"}, "high_commission"),
        ({"diplomatic": "embassy", "embassy": "yes"}, "embassy"),
        ({"diplomatic": "embassy", "consulate": "consulate_general"}, "embassy"),
        ({"diplomatic": "consulate", "consulate": "consular_agency"}, "consular_agency"),
        ({"diplomatic": "liaison", "liaison": "subnational"}, "subnational"),
        ({"diplomatic": "liaison"}, "liaison_office"),
        ({"amenity": "embassy"}, "embassy"),
        ({"amenity": "embassy", "diplomatic": "consulate_general"}, "consulate_general"),
        ({"amenity": "embassy", "diplomatic": "honorary_consulate"}, "honorary_consul"),
        ({"amenity": "embassy", "diplomatic": "ambassadors_residence"}, "residence"),
        ({"office": "diplomatic", "diplomatic": "visa_center"}, ""),
        ({"office": "diplomatic"}, ""),
    ],
)
def test_kinds_of_missions(tags: dict[str, str], kind: str) -> None:
    assert osm_tags.is_mission(tags)
    assert osm_tags.kind_in(tags) == kind


@pytest.mark.parametrize("tags", [{"amenity": "cafe"}, {"office": "visa"}, {"diplomatic": ""}, {}])
def test_what_is_no_mission(tags: dict[str, str]) -> None:
    assert not osm_tags.is_mission(tags)


BROKE_OFF = (
    (DATA / "overpass.json")
    .read_bytes()
    .replace(b"{", b'{"remark": "runtime error: Query timed out in \\"query\\" at line 3", ', 1)
)
BAD = {
    "other.osm": (
        b'<?xml version="1.0"?><OGRVRTDataSource><OGRVRTLayer name="points">'
        b"<SrcDataSource>secret.csv</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
        "first bytes differ",
    ),
    "other.osm.pbf": (b"<OGRVRTDataSource></OGRVRTDataSource>", "first bytes differ"),
    "cut.json": ((DATA / "overpass.json").read_bytes()[:900], "cut short"),
    "page.json": (b"<html>", "cut short"),
    "list.json": (b"[]", "not an object"),
    "other.json": (b'{"a": 1}', "neither of Overpass"),
    "remark.json": (b'{"elements": [], "remark": "runtime error: timed out"}', "timed out"),
    "part.json": (BROKE_OFF, "incomplete answer"),
    "cafe.json": (b'{"elements": [{"type": "node", "id": 1, "tags": {}}]}', "nothing in"),
    "latin.json": (b'{"elements": "\xe9"}', "not UTF-8"),
    "cut.osm.pbf": ((DATA / "missions.osm.pbf").read_bytes()[:100], "cannot be read"),
    "no.osm.pbf": (b"no such thing", "first bytes differ"),
    "half.osm.pbf": (b"\0\0\0\x0d\n\tOSMHeader", "cannot be read"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_broken_file_is_told(name: str, tmp_path: Path) -> None:
    data, word = BAD[name]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceFaulty) as told:
        importers.import_osm(tmp_path / name, tmp_path / "pack", date="2026-11-20")
    assert word in str(told.value)
    assert not (tmp_path / "pack").exists()


def test_hostile_elements_are_refused_not_obeyed(tmp_path: Path) -> None:
    good = {"office": "diplomatic", "diplomatic": "embassy", "country": "NO", "target": "VE"}
    strange = [
        None,
        [],
        {"type": "node"},
        {"type": "node", "id": 1, "tags": "x"},
        {"type": "<b>", "id": 1, "tags": good},
        {"type": "node", "id": 2, "lat": "x", "lon": None, "tags": good},
        {"type": "node", "id": 3, "lat": 1e400, "lon": 5, "tags": {**good, "name": "\x00\x1b[31m"}},
        {"type": "way", "id": 4, "geometry": [None, {"lat": 1}], "tags": good},
        {"type": "node", "id": 5, "lat": 95.0, "lon": 5.0, "tags": good},
    ]
    (tmp_path / "x.json").write_text(json.dumps({"elements": strange}), encoding="utf-8")
    account = importers.import_osm(tmp_path / "x.json", tmp_path / "pack", date="2026-11-20")
    assert (account.read, account.added) == (4, 3)
    assert {(problem.row, problem.rule) for problem in account.refused} == {
        (7, 'the text contains a control character "\\x00"'),
        (9, "longitude 5 and latitude 95 are not within ±180 and ±90"),
    }
    assert dataset.check(tmp_path / "pack") == []
