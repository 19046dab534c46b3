"""OpenStreetMap: tags old and new, several senders and targets, and the licence that goes along."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pytest

import geo
from geo import dataset, dossier, exporters, figures, i18n, importers
from geo.errors import SourceFaulty
from geo.figures.canvas.sheet import Sheet
from geo.figures.canvas.typography import Style
from geo.importers import osm_elements
from geo.webmap.base_map import data as map_credit

DATA = Path(__file__).parent / "data" / "importers"
CASES = DATA.parent / "cases"
DAY = "2026-11-20"


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


@pytest.mark.parametrize("at", [{}, {"lat": 10.48, "lon": -66.86}, {"lat": 10**400, "lon": 1}])
def test_an_unknown_receiving_state_refuses_its_element_alone(
    tmp_path: Path, at: dict[str, float]
) -> None:
    def element(number: int, target: str, **where: float) -> dict[str, object]:
        tags = {"office": "diplomatic", "diplomatic": "embassy", "country": "NO", "target": target}
        return {"type": "node", "id": number, **where, "tags": tags}

    elements = [element(1, "Atlantis", **at), element(2, "VE", lat=10.48, lon=-66.86)]
    osm = {"osm3s": {"timestamp_osm_base": f"{DAY}T00:00:00Z"}, "elements": elements}
    file = tmp_path / "osm.json"
    file.write_text(json.dumps(osm), encoding="utf-8")
    report = importers.import_osm(file, tmp_path / "pack")
    assert (1, "receiving") in {(one.row, one.column) for one in report.refused}
    assert [row["receiving"] for row in dataset.read(tmp_path / "pack").rows["missions"]] == ["VEN"]


def test_the_hash_is_of_the_bytes_that_were_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = (DATA / "missions.osm.pbf").read_bytes()
    file = tmp_path / "missions.osm.pbf"
    file.write_bytes(held)
    read = osm_elements.extract

    def replaced_meanwhile(path: Path) -> list[osm_elements.Element]:
        file.write_bytes(b"another extract")
        return read(path)

    monkeypatch.setattr(osm_elements, "extract", replaced_meanwhile)
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
    assert osm_elements.is_mission(tags)
    assert osm_elements.kind_in(tags) == kind


@pytest.mark.parametrize("tags", [{"amenity": "cafe"}, {"office": "visa"}, {"diplomatic": ""}, {}])
def test_what_is_no_mission(tags: dict[str, str]) -> None:
    assert not osm_elements.is_mission(tags)


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
        {"type": ["node"], "id": 6, "lat": 5.0, "lon": 5.0, "tags": good},
        {"type": "way", "id": 7, "nodes": [[], None, {}, "x"], "tags": {"office": ["x"]}},
    ]
    (tmp_path / "x.json").write_text(json.dumps({"elements": strange}), encoding="utf-8")
    account = importers.import_osm(tmp_path / "x.json", tmp_path / "pack", date="2026-11-20")
    assert (account.read, account.added) == (9, 3)
    untagged, no_id = "it is not an object with tags", "the feature has no OpenStreetMap id"
    assert {(problem.row, problem.rule) for problem in account.refused} == {
        *((row, untagged) for row in (1, 2, 4)),
        *((row, no_id) for row in (5, 10)),
        (6, "lat and lon are not two numbers"),
        (7, "lat and lon are not two numbers"),
        (7, 'the text contains a control character "\\x00"'),
        (9, "longitude 5 and latitude 95 are not within ±180 and ±90"),
    }
    assert dataset.check(tmp_path / "pack") == []


with (DATA / "osm-tags.csv").open(encoding="utf-8", newline="") as _file:
    TAGS = [(row["tags"], row["kind"], row["event"]) for row in csv.DictReader(_file)]


@pytest.mark.parametrize(("tags", "kind", "event"), TAGS, ids=[one[0] for one in TAGS])
def test_the_tags_of_the_wiki(tags: str, kind: str, event: str) -> None:
    given = dict(pair.split("=", 1) for pair in tags.split("|"))
    assert osm_elements.is_mission(given)
    read = osm_elements.reading(given)
    assert (osm_elements.kind_in(read.tags), read.event) == (kind, event)


def taken_from(
    tmp_path: Path, elements: list[dict[str, object]]
) -> tuple[importers.ImportReport, dict[str, list[dict[str, str]]]]:
    document = {"osm3s": {"timestamp_osm_base": "2026-01-01T00:00:00Z"}, "elements": elements}
    (tmp_path / "x.json").write_text(json.dumps(document), encoding="utf-8")
    report = importers.import_osm(tmp_path / "x.json", tmp_path / "pack")
    assert dataset.check(tmp_path / "pack") == []
    return report, dict(dataset.read(tmp_path / "pack").rows)


def embassy(number: int, at: tuple[float, float] | None = None, **tags: str) -> dict[str, object]:
    own = {"office": "diplomatic", "diplomatic": "embassy", "country": "PE"}
    own |= {key.replace("__", ":"): text for key, text in tags.items()}
    place = {} if at is None else {"lon": at[0], "lat": at[1]}
    return {"type": "node", "id": number, **place, "tags": own}


def test_a_point_near_the_line_in_nicosia_is_asked(tmp_path: Path) -> None:
    """It was received by Northern Cyprus, whose outline is coarse."""
    with pytest.raises(SourceFaulty) as told:
        importers.import_osm(CASES / "01-nicosia-received-by-northern-cyprus.json", tmp_path / "x")
    assert "CYP" in str(told.value)
    assert "XNC" in str(told.value)
    assert "target=" in str(told.value)


def test_seats_on_a_coast_are_in_their_states(tmp_path: Path) -> None:
    importers.import_osm(CASES / "05-coastal-capitals-refused.json", tmp_path / "x")
    received = {row["receiving"] for row in dataset.read(tmp_path / "x").rows["missions"]}
    assert received == {"PRT", "SWE", "DNK", "FJI", "LBN"}


def test_the_address_is_asked_after_the_point(tmp_path: Path) -> None:
    vienna, nicosia, rome = (16.37, 48.2), (33.35, 35.16), (12.48, 41.9)
    report, rows = taken_from(
        tmp_path,
        [
            embassy(1, vienna, addr__country="PE"),
            embassy(2, nicosia, addr__country="CY", country="CL"),
            embassy(3, nicosia, addr__country="AT", country="FJ"),
            embassy(4, None, addr__country="AT", country="IS"),
            embassy(5, rome, addr__country="IT", country="NO"),
            embassy(6, None, country="SE"),
            embassy(7, rome, target="IT;SM", country="DK"),
            embassy(8, vienna, target="DE;LI", country="FI"),
        ],
    )
    assert {(row["sending"], row["receiving"]) for row in rows["missions"]} == {
        ("PER", "AUT"),
        ("CHL", "CYP"),
        ("ISL", "AUT"),
        ("DNK", "ITA"),
    }
    assert [(one.row, one.column) for one in report.refused] == [
        (number, "target") for number in (3, 5, 6, 8)
    ]


def test_what_has_ended_is_closed_and_what_is_planned_not_open(tmp_path: Path) -> None:
    vienna = (16.37, 48.2)
    report, rows = taken_from(
        tmp_path,
        [
            embassy(1, vienna, end_date="2019-05"),
            embassy(2, vienna, end_date="some years ago", country="CL"),
            embassy(3, vienna, disused="yes", end_date="2999", country="FJ"),
            embassy(4, vienna, proposed="yes", country="IS"),
            embassy(5, vienna, end_date="2999", country="NO"),
            embassy(6, vienna, disused="yes", end_date="2018-01-31", country="SE"),
            embassy(7, vienna, start_date="~1965", end_date="1970s", country="DK"),
            embassy(8, vienna, start_date="2999", country="FI"),
            embassy(9, vienna, planned="yes", start_date="2999", end_date="3999", country="MT"),
            embassy(10, vienna, operational_status="closed", country="WS"),
            embassy(11, vienna, operational_status="not_operational", country="TO"),
            embassy(12, vienna, name="Former Embassy of Cuba", country="CU"),
            embassy(13, vienna, name="Former Embassy", disused="yes", country="GH"),
        ],
    )
    events = {(e["mission"][:3], e["kind"], e["date"], e["sense"]) for e in rows["events"]}
    assert events == {
        ("per", "closed", "2019-05", "on"),
        ("chl", "closed", "[..2026-01-01]", "by"),
        ("fji", "closed", "[..2026-01-01]", "by"),
        ("isl", "announced", "2026-01-01", "attested"),
        ("nor", "listed", "2026-01-01", "attested"),
        ("swe", "closed", "2018-01-31", "on"),
        ("dnk", "opened", "1965~", "on"),
        ("dnk", "closed", "197X", "on"),
        ("fin", "opened", "2999", "planned"),
        ("fin", "announced", "2026-01-01", "attested"),
        ("mlt", "opened", "2999", "planned"),
        ("mlt", "announced", "2026-01-01", "attested"),
        ("wsm", "closed", "[..2026-01-01]", "by"),
        ("ton", "unconfirmed", "2026-01-01", "attested"),
        ("gha", "closed", "[..2026-01-01]", "by"),
    }
    refused = [(one.row, one.column) for one in report.refused]
    assert refused == [(2, "end_date"), (5, "end_date"), (12, "name")]
    shown = geo.Selection(as_of="2026-01-02", statuses=("open",))
    open_now = geo.Atlas.open(tmp_path / "pack").missions(shown)
    assert list(open_now["sending"]) == ["NOR"]


def test_a_point_outside_the_target_is_refused(tmp_path: Path) -> None:
    report, rows = taken_from(
        tmp_path,
        [
            embassy(1, (16.37, 48.2), target="DE", country="AR"),
            embassy(2, (16.37, 48.2), target="AT", country="BR"),
            embassy(3, (114.16, 22.28), target="CN", country="CL"),
            embassy(4, (35.21, 31.78), target="IL", country="US"),
            embassy(5, (35.21, 31.78), target="PS", country="TR"),
            embassy(6, (12.48, 41.9), target="VA", country="PL"),
            embassy(7, (-61.53, 16.24), target="FR", country="DM"),
            embassy(8, (44.06, 9.56), target="SO", country="ET"),
            embassy(10, None, target="DE", country="PT"),
            embassy(11, (-40.0, 30.0), target="PT", country="ES"),
        ],
    )
    assert [(one.row, one.column, one.value) for one in report.refused] == [
        (1, "target", "DE"),
        (10, "target", "PT"),
    ]
    assert "AUT" in report.refused[0].rule
    assert len(rows["missions"]) == 8


def test_lifecycle_prefixes_close_a_mission(tmp_path: Path) -> None:
    importers.import_osm(CASES / "02-lifecycle-taken-as-open.json", tmp_path / "x")
    rows = dataset.read(tmp_path / "x").rows
    assert {row["sending"] for row in rows["missions"]} == {"PER", "CHL"}
    assert {event["kind"] for event in rows["events"]} == {"closed"}


def test_honorary_and_plain_consulates_are_what_they_are(tmp_path: Path) -> None:
    importers.import_osm(CASES / "14-consular-tags-taken-as-other-kind.json", tmp_path / "x")
    assert {k for _, _, k, _ in missions(tmp_path / "x")} == {"honorary_consul", "consulate"}


def test_shapes_without_a_centre(tmp_path: Path) -> None:
    report = importers.import_osm(CASES / "13-overpass-shapes-without-center.json", tmp_path / "x")
    assert (report.added, report.refused) == (3, [])
    read = dataset.read(tmp_path / "x")
    assert {row["receiving"] for row in read.rows["missions"]} == {"AUT"}
    for row in read.rows["positions"]:
        if not row["mission"].startswith("fji"):
            lon, lat = float(row["longitude"]), float(row["latitude"])
            assert lat - 48.2 < lon - 16.3 < 0.01, "within the triangle"


def way(number: int, line: list[tuple[float, float]], **more: object) -> dict[str, object]:
    return {"type": "way", "ref": number, "geometry": [{"lon": x, "lat": y} for x, y in line]} | (
        more
    )


def relation(members: list[object], **tags: str) -> dict[str, object]:
    own = {"office": "diplomatic", "diplomatic": "embassy", "country": "PE", "type": "multipolygon"}
    return {"type": "relation", "id": 7, "members": members, "tags": {**own, **tags}}


RIM = [(16.30, 48.20), (16.34, 48.20), (16.34, 48.24), (16.30, 48.24), (16.30, 48.20)]
YARD = [(16.31, 48.21), (16.33, 48.21), (16.33, 48.23), (16.31, 48.23), (16.31, 48.21)]


def test_a_multipolygon_is_assembled_from_its_ways_less_the_inner_ones(tmp_path: Path) -> None:
    members: list[object] = [
        way(1, RIM[:3], role="outer"),
        way(2, RIM[2:], role="outer"),
        way(3, YARD, role="inner"),
    ]
    _, rows = taken_from(tmp_path, [relation(members)])
    lon, lat = (float(rows["positions"][0][key]) for key in ("longitude", "latitude"))
    assert 16.30 < lon < 16.34
    assert 48.20 < lat < 48.24
    assert not (16.31 < lon < 16.33 and 48.21 < lat < 48.23), "not in the yard"


def test_a_point_within_goes_before_a_centre_outside(tmp_path: Path) -> None:
    bow = [(16.0, 48.0), (16.4, 48.0), (16.4, 48.02), (16.02, 48.02), (16.02, 48.4), (16.0, 48.4)]
    one = relation([way(1, [*bow, bow[0]], role="outer")])
    one["center"] = {"lon": 16.2, "lat": 48.2}
    _, rows = taken_from(tmp_path, [one])
    row = rows["positions"][0]
    assert float(row["longitude"]) < 16.02 or float(row["latitude"]) < 48.02


def test_members_that_are_listed_apart(tmp_path: Path) -> None:
    nodes = [
        {"type": "node", "id": n, "lon": x, "lat": y} for n, (x, y) in enumerate(RIM[:4], start=1)
    ]
    ways = [
        {"type": "way", "id": 11, "nodes": [1, 2, 3]},
        {"type": "way", "id": 12, "nodes": [3, 4, 1]},
    ]
    members: list[object] = [{"type": "way", "ref": r, "role": "outer"} for r in (11, 12)]
    report, rows = taken_from(tmp_path, [relation(members), *ways, *nodes])
    assert report.read == 1
    assert float(rows["positions"][0]["longitude"]) == pytest.approx(16.32, abs=0.02)


@pytest.mark.parametrize(
    ("members", "word"),
    [
        ([], "no point is given"),
        ("x", "no point is given"),
        ([None, {"type": "way"}, {"type": "way", "ref": "x"}], "no point is given"),
        ([{"type": ["way"], "ref": 1, "role": {}}, {"type": "way", "ref": True}], "no point is"),
        ([{"type": "way", "ref": 404, "role": "outer"}], "no point is given"),
        ([way(1, RIM[:3], role="outer")], "no point is given"),
        ([way(1, [(16.3, 48.2)], role="outer")], "no point is given"),
        ([{"type": "way", "ref": 1, "role": "outer", "geometry": [None]}], "no point is given"),
        ([{"type": "relation", "ref": 7, "role": ""}], "no point is given"),
        ([way(1, [(179.9, 0.0), (-179.9, 0.0), (-179.9, 1.0), (179.9, 0.0)])], "180th meridian"),
    ],
)
def test_a_relation_without_a_whole_shape_is_refused(
    members: list[object], word: str, tmp_path: Path
) -> None:
    elements = [relation(members), embassy(1, (16.3, 48.2), country="CL")]
    report, _ = taken_from(tmp_path, elements)
    assert report.added == 1
    told = [one for one in report.refused if word in one.rule]
    assert told
    assert {(one.file, one.row) for one in report.refused} == {("x.json", 1)}


def test_names_in_other_languages_are_claims_with_their_tag(tmp_path: Path) -> None:
    names = {"name": "Botschaft", "name:en": "Embassy", "name:es": "Embajada", "name:sr-Latn": "A"}
    names |= {"official_name": "Embassy of Peru", "name:signed": "no", "alt_name:es": "Embajada"}
    one = embassy(1, (16.37, 48.2))
    one["tags"] = {**one["tags"], **names}  # type: ignore[dict-item]
    _, rows = taken_from(tmp_path, [one])
    assert rows["missions"][0]["name"] == "Embassy"
    claims = {c["value"]: c["locator"] for c in rows["claims"] if c["property"] == "name"}
    assert claims == {
        "Botschaft": "Tag name",
        "Embajada": "Tag name:es",
        "A": "Tag name:sr-Latn",
        "Embassy of Peru": "Tag official_name",
    }


def test_features_without_tags_are_refused(tmp_path: Path) -> None:
    good = {"@id": "node/1", "office": "diplomatic", "diplomatic": "embassy", "country": "NO"}
    at = {"type": "Point", "coordinates": [16.37, 48.2]}
    features = [
        7,
        {"properties": None},
        {"properties": ["a"]},
        {"properties": good, "geometry": at},
    ]
    (tmp_path / "x.geojson").write_text(json.dumps({"features": features}), encoding="utf-8")
    report = importers.import_osm(tmp_path / "x.geojson", tmp_path / "d", date="2026-01-01")
    assert (report.read, report.added) == (3, 1)
    assert [(one.row, one.rule) for one in report.refused] == [
        (row, "it is not an object with tags") for row in (1, 3)
    ]


def test_geojson_over_180_is_refused_as_in_the_editor(tmp_path: Path) -> None:
    document = json.loads((CASES / "11-polygon-over-180.geojson").read_bytes())
    tags = {"office": "diplomatic", "diplomatic": "embassy", "country": "PE", "target": "FJ"}
    document["features"][0]["properties"] = {"@id": "way/1", **tags}
    (tmp_path / "x.geojson").write_text(json.dumps(document), encoding="utf-8")
    report = importers.import_osm(tmp_path / "x.geojson", tmp_path / "d", date="2026-01-01")
    assert [(one.column, "180th" in one.rule) for one in report.refused] == [("geometry", True)]
    at = dataset.read(tmp_path / "d").rows["positions"]
    assert [row["method"] for row in at] == ["state"], "not at 0°"
