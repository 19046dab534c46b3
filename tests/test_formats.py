"""Formats: each is read by GDAL, geopandas or its own tools, and holds what is shown."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import geopandas as gpd
import networkx
import openpyxl
import orjson
import pandas as pd
import pyogrio
import pytest
import shapely
from fastkml.validator import validate
from pyarrow import parquet
from support.rows import at, claim, listed, mission, source, written

import geo
from geo import dataset, dates, parties
from geo.errors import InvalidSelection, WriteFailed
from geo.exporters import (
    COLUMNS,
    CONTENTS,
    FORMATS,
    LAYERS,
    Frames,
    chosen_layers,
    dictionary_of,
    suffix_of,
    write_file,
)
from geo.exporters.dyads import LEVELS
from geo.exporters.gis_files import fids
from geo.vocabulary import EXACTNESS, KINDS, POINTED

DAY = "2026-11-21"
ALL = geo.Selection(as_of=DAY, statuses=("open", "closed", "unknown", "suspended", "announced"))
PAIR = geo.Selection(among=("VEN", "PRK"), as_of=DAY)
GIS = ("geojson", "geojsonl", "gpkg", "fgb", "kml", "kmz", "shp.zip")
XLSX = "xlsx"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, atlas: geo.Atlas) -> Path:
    """One file of each format, with all the layers that it holds."""
    made = tmp_path_factory.mktemp("formats")
    for suffix, format in FORMATS.items():
        layers = format.layers if format.several else ()
        write_file(atlas, ALL, made / f"all.{suffix}", layers=layers)
    for content in CONTENTS:
        for suffix in ("csv", "xlsx", "parquet", "jsonl"):
            write_file(atlas, ALL, made / f"{content}.{suffix}", content=content)
    return made


def count(atlas: geo.Atlas) -> int:
    return len(atlas.missions(ALL))


def vsi(path: Path) -> str:
    return f"/vsizip/{path}" if path.name.endswith("shp.zip") else str(path)


@pytest.mark.parametrize("suffix", GIS)
def test_gdal_reads_it(folder: Path, atlas: geo.Atlas, suffix: str) -> None:
    path = vsi(folder / f"all.{suffix}")
    layers = [str(name) for name, _ in pyogrio.list_layers(path)]
    layer = "missions" if "missions" in layers else layers[0]
    frame = pyogrio.read_dataframe(path, layer=layer)
    if "layer" in frame:
        frame = frame[frame["layer"] == "missions"]
    assert len(frame) == count(atlas)
    wanted = atlas.missions(ALL).total_bounds
    assert frame.total_bounds == pytest.approx(wanted, abs=1e-6)
    for one in layers if len(layers) > 1 else ():
        drawn = pyogrio.read_dataframe(path, layer=one)
        if isinstance(drawn, gpd.GeoDataFrame) and len(drawn):
            west, south, east, north = drawn.total_bounds
            assert -180 <= west <= east <= 180
            assert -90 <= south <= north <= 90


@pytest.mark.parametrize("suffix", sorted(FORMATS.keys() - {"zip"}))
def test_no_line_jumps_and_the_same_input_has_the_same_rows(
    folder: Path, tmp_path: Path, suffix: str
) -> None:
    again = tmp_path / f"again.{suffix}"
    layers = FORMATS[suffix].layers if FORMATS[suffix].several else ()
    write_file(geo.Atlas.open(), ALL, again, layers=layers)
    if suffix not in ("gpkg", XLSX, "shp.zip"):  # these name the time or a random number
        assert again.read_bytes() == (folder / f"all.{suffix}").read_bytes()


def test_geoparquet_is_of_version_1_1_with_boxes(folder: Path, atlas: geo.Atlas) -> None:
    path = folder / "all.parquet"
    about = parquet.ParquetFile(path)
    said = json.loads(about.schema_arrow.metadata[b"geo"])
    assert said["version"] == "1.1.0"
    column = said["columns"][said["primary_column"]]
    assert column["encoding"] == "WKB"
    assert column["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]
    assert about.metadata.row_group(0).column(0).compression == "ZSTD"
    frame = gpd.read_parquet(path)
    assert len(frame) == count(atlas)
    assert frame.crs.is_geographic
    assert "CRS84" in frame.crs.name
    assert set(frame.columns) == {*COLUMNS, "geometry"} - {"longitude", "latitude"}


@pytest.mark.parametrize("content", ["missions", *CONTENTS])
def test_every_column_of_parquet_has_a_type(tmp_path: Path, atlas: geo.Atlas, content: str) -> None:
    """Columns without any value had the type null."""
    path = tmp_path / "pair.parquet"
    write_file(atlas, PAIR, path, content=content)
    schema = parquet.read_schema(path)
    assert {name for name in schema.names if str(schema.field(name).type) == "null"} == set()


def test_days_at_the_end_of_a_month_are_days_in_a_workbook(
    tmp_path: Path, atlas: geo.Atlas
) -> None:
    selection = geo.Selection(among=("VEN", "PRK"), as_of="2026-10-31")
    write_file(atlas, selection, tmp_path / "x.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")["missions"]
    column = [cell.value for cell in sheet[1]].index("as_of")
    assert all(row[column].day == 31 for row in sheet.iter_rows(2, values_only=True))


def test_an_approximate_position_looks_otherwise_than_a_point(
    folder: Path, atlas: geo.Atlas
) -> None:
    """In KML and in the style for QGIS both had the same mark."""
    exactness = dict(atlas.missions(ALL)[["id", "exactness"]].to_numpy().tolist())
    root = ET.fromstring((folder / "all.kml").read_text())
    space = {"k": "http://www.opengis.net/kml/2.2"}
    styles = {style.get("id") for style in root.iterfind(".//k:Style", space)}
    marks: dict[bool, set[str]] = {True: set(), False: set()}
    for one in root.iterfind(".//k:Placemark", space):
        data = {
            d.get("name"): d.findtext("k:value", "", space)
            for d in one.iterfind(".//k:Data", space)
        }
        if data["id"] in exactness:
            told = exactness[data["id"] or ""]
            assert (data["exactness"], data["as_of"]) == (told, DAY)
            assert data["certainty"]
            marks[told in POINTED].add(one.findtext("k:styleUrl", "", space)[1:])
            if told in ("city", "state"):
                assert EXACTNESS[told] in one.findtext("k:name", "", space)
    assert marks[True]
    assert marks[False]
    assert marks[True].isdisjoint(marks[False])
    assert marks[True] | marks[False] <= styles
    assert "CC-BY-4.0" in root.findtext("k:Document/k:description", "", space)

    base = sqlite3.connect(folder / "all.gpkg")
    query = "SELECT styleQML FROM layer_styles WHERE f_table_name = 'missions'"
    qml = ET.fromstring(re.sub(r"<!DOCTYPE[^>]*>", "", base.execute(query).fetchone()[0]))
    sizes = {
        symbol.get("name"): [
            o.get("value") for o in symbol.iter("Option") if o.get("name") == "size"
        ]
        for symbol in qml.iter("symbol")
    }
    size = {one.get("value"): sizes[one.get("symbol")] for one in qml.iter("category")}
    renderer = qml.find("renderer-v2")
    assert renderer is not None
    rows = base.execute(f"SELECT exactness, {renderer.get('attr')} FROM missions").fetchall()
    drawn = {word in POINTED: size[value] for word, value in rows}
    assert drawn[True] != drawn[False]


def test_a_geopackage_opens_styled_in_qgis(folder: Path) -> None:
    base = sqlite3.connect(folder / "all.gpkg")
    columns = [(row[1], row[2]) for row in base.execute("PRAGMA table_info(layer_styles)")]
    assert columns == [
        ("id", "INTEGER"),
        *((f"f_{name}", "TEXT(256)") for name in ("table_catalog", "table_schema", "table_name")),
        ("f_geometry_column", "TEXT(256)"),
        ("styleName", "TEXT(30)"),
        ("styleQML", "TEXT"),
        ("styleSLD", "TEXT"),
        ("useAsDefault", "BOOLEAN"),
        ("description", "TEXT"),
        ("owner", "TEXT(30)"),
        ("ui", "TEXT(30)"),
        ("update_time", "DATETIME"),
    ]
    styles = base.execute(
        "SELECT f_table_name, f_geometry_column, styleQML, useAsDefault FROM layer_styles"
    ).fetchall()
    geometries = dict(base.execute("SELECT table_name, column_name FROM gpkg_geometry_columns"))
    assert {name for name, *_ in styles} == {"missions", "regions", "lines", "places"}
    for name, column, qml, default in styles:
        root = ET.fromstring(re.sub(r"<!DOCTYPE[^>]*>", "", qml))
        renderer = root.find("renderer-v2")
        assert renderer is not None
        assert root.tag == "qgis"
        assert geometries[name] == column
        assert default
        symbols = {symbol.get("name") for symbol in root.iter("symbol")}
        assert {one.get("symbol") for one in root.iter("category")} <= symbols
        if renderer.get("attr"):
            told = {row[0] for row in base.execute(f"SELECT {renderer.get('attr')} FROM {name}")}
            assert told <= {one.get("value") for one in root.iter("category")}
    kinds = dict(base.execute("SELECT table_name, data_type FROM gpkg_contents"))
    assert kinds["layer_styles"] == kinds["columns"] == kinds["sources"] == "attributes"
    assert base.execute("PRAGMA application_id").fetchone()[0] == 0x47504B47
    assert base.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    base.close()


def test_ids_of_features_stay_whatever_else_is_exported(tmp_path: Path, folder: Path) -> None:
    write_file(geo.Atlas.open(), PAIR, tmp_path / "pair.gpkg")
    fid = {}
    for path in (folder / "all.gpkg", tmp_path / "pair.gpkg"):
        frame = pyogrio.read_dataframe(path, layer="missions", fid_as_index=True)
        fid[path.name] = dict(zip(frame["id"], frame.index, strict=True))
    for id, number in fid["pair.gpkg"].items():
        assert fid["all.gpkg"][id] == number
    assert len(set(fids(f"m-{n}" for n in range(2_000)))) == 2_000
    assert len(set(fids(["a", "a"]))) == 2


def test_a_workbook_is_typed_and_explains_its_columns(folder: Path, atlas: geo.Atlas) -> None:
    book = openpyxl.load_workbook(folder / "all.xlsx")
    assert book.sheetnames == [*LAYERS, "columns"]
    sheet = book["missions"]
    assert sheet.freeze_panes == "A2"
    head = [cell.value for cell in sheet[1]]
    assert head == list(COLUMNS)
    assert sheet.max_row == count(atlas) + 1
    types = {
        name: {type(row[n]) for row in sheet.iter_rows(2, values_only=True)}
        for n, name in enumerate(head)
    }
    assert types["longitude"] == {float}
    assert pd.Timestamp in {pd.Timestamp if "datetime" in str(t) else t for t in types["opened"]}
    told = {(row[0], row[1]): row for row in book["columns"].iter_rows(2, values_only=True)}
    for layer, columns in LAYERS.items():
        for column in columns:
            assert told[layer, column][4], (layer, column)


def test_every_column_of_every_table_is_explained(folder: Path) -> None:
    for content in CONTENTS:
        rows = list(csv.DictReader(io.StringIO(dictionary_of((), content).decode("utf-8-sig"))))
        text = (folder / f"{content}.csv").read_text("utf-8-sig")
        table = csv.DictReader(io.StringIO(text, newline=""))
        assert [row["column"] for row in rows] == list(table.fieldnames or ())
        found = list(table)
        for row in rows:
            assert row["meaning"]
            if row["values"]:
                used = {one[row["column"]] for one in found} - {""}
                assert used <= set(row["values"].split("|")), (content, row["column"])


def test_google_earth_has_styles_and_networks_are_whole(folder: Path, atlas: geo.Atlas) -> None:
    space = "{http://www.opengis.net/kml/2.2}"
    root = ET.parse(folder / "all.kml").getroot()
    styles = {f"#{one.get('id')}" for one in root.iter(f"{space}Style")}
    used = {one.text for one in root.iter(f"{space}styleUrl")}
    assert used <= styles
    assert validate(file_to_validate=folder / "all.kml") is True
    with zipfile.ZipFile(folder / "all.kmz") as archive:
        assert archive.read("doc.kml") == (folder / "all.kml").read_bytes()
    missions = atlas.missions(ALL)
    states = {*missions["sending"], *missions["receiving"]}
    for suffix, space in (
        ("graphml", "{http://graphml.graphdrawing.org/xmlns}"),
        ("gexf", "{http://gexf.net/1.3}"),
    ):
        root = ET.parse(folder / f"all.{suffix}").getroot()
        nodes = {one.get("id") for one in root.iter(f"{space}node")}
        edges = list(root.iter(f"{space}edge"))
        assert nodes == states
        assert {one.get("id") for one in edges} == set(missions["id"])
        assert {one.get("source") for one in edges} | {one.get("target") for one in edges} <= nodes
    for read, suffix in ((networkx.read_graphml, "graphml"), (networkx.read_gexf, "gexf")):
        graph = read(folder / f"all.{suffix}")
        assert graph.number_of_edges() == len(missions)
        assert graph.nodes["PRK"]["name"] == "North Korea"


def test_a_shapefile_says_what_its_short_names_mean(folder: Path) -> None:
    with zipfile.ZipFile(folder / "all.shp.zip") as archive:
        rows = list(csv.DictReader(io.TextIOWrapper(archive.open("columns.csv"), "utf-8-sig")))
    frame = pyogrio.read_dataframe(vsi(folder / "all.shp.zip"), layer="missions")
    short = {row["short_name"]: row["column"] for row in rows if row["layer"] == "missions"}
    assert set(frame.columns) - {"geometry"} == set(short)
    assert short["receiving_"] == "receiving_name"
    assert all(len(name) <= 10 for name in short)


def test_the_dataset_comes_back_from_its_zip(folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(folder / "all.zip") as archive:
        archive.extractall(tmp_path)
    assert dataset.check(tmp_path) == []
    assert dataset.read(tmp_path).rows == geo.Atlas.open().dataset.rows


# --- columns ---------------------------------------------------------------------------------


def test_columns_name_states_places_and_sources(atlas: geo.Atlas) -> None:
    rows = {row["id"]: row for row in Frames(atlas, PAIR).missions.to_dict("records")}
    caracas = rows["prk-embassy-caracas"]
    assert caracas["sending_name"] == "North Korea"
    assert (caracas["place"], caracas["place_kind"]) == ("Las Mercedes", "district")
    number = len(caracas["sources"].split("|"))
    for name in ("source_titles", "source_publishers", "source_dates", "source_urls"):
        assert len(caracas[name].split("|")) == number
    spanish = Frames(atlas, PAIR, "es").missions.set_index("id")
    assert spanish["sending_name"]["prk-embassy-caracas"] == "Corea del Norte"
    assert caracas["as_of"] == DAY


# --- dyads -----------------------------------------------------------------------------------


def dyads(folder: Path) -> pd.DataFrame:
    return pd.read_parquet(folder / "dyads.parquet")


def test_a_year_without_evidence_is_missing_not_zero(folder: Path) -> None:
    frame = dyads(folder)
    assert set(frame["level"]) <= set(LEVELS)
    assert not frame.duplicated(["sending", "receiving", "year"]).any()
    assert frame["year"].max() == int(DAY[:4])
    told = frame[(frame["sending"] == "VEN") & (frame["receiving"] == "PRK")].set_index("year")
    assert 2003 not in told.index
    assert set(told["resident"][[2017, 2018]]) == {"no"}
    assert set(told["accredited_from"][[2017, 2018]]) == {"CHN"}
    assert told["level"][2020] == "embassy"
    assert told["resident"][2020] == "yes"
    assert told["mission"][2020] == "ven-embassy-pyongyang"
    none = frame[frame["level"] == "none"]
    assert len(none)
    assert set(none["kind"]) == {""}


def test_the_level_is_that_of_the_highest_mission(atlas: geo.Atlas, folder: Path) -> None:
    frame = dyads(folder)
    told = {(row.sending, row.receiving, row.year): row for row in frame.itertuples()}
    missions = atlas.missions(geo.Selection(as_of=DAY, statuses=("open",), undated="none"))
    for row in missions.itertuples():
        if row.last_evidence:
            year = dates.day_of(row.last_evidence).year
            assert told[row.sending, row.receiving, year].level_rank >= LEVELS[KINDS[row.kind]]


def test_a_mission_counts_no_longer_than_its_evidence(atlas: geo.Atlas, folder: Path) -> None:
    """Missions last seen in 2022 were open in every later year, surely."""
    frame = dyads(folder)
    open_ones = frame[(frame["resident"] == "yes") & (frame["mission"] != "")]
    last = open_ones.groupby("mission")["year"].max()
    missions = atlas.missions(geo.Selection(as_of=DAY, statuses=("open",), undated="none"))
    for row in missions.itertuples():
        if row.id in last and row.last_evidence:
            assert last[row.id] <= dates.day_of(row.last_evidence).year


def test_what_closed_once_is_not_said_to_be_none_ever_after(folder: Path) -> None:
    """Australia left Pyongyang in 1975, and is accredited from Seoul."""
    frame = dyads(folder)
    told = frame[(frame["sending"] == "AUS") & (frame["receiving"] == "PRK")].set_index("year")
    assert told["level"][1975] == "embassy"
    assert not set(told.index) & {1980, 2000, 2024}
    assert (told["accredited_from"][2022], told["resident"][2022]) == ("KOR", "no")


def test_codes_of_other_schemes(folder: Path) -> None:
    frame = dyads(folder)
    by = frame.drop_duplicates("sending").set_index("sending")
    assert (by["sending_cow"]["PRK"], by["sending_gw"]["PRK"]) == (731, 731)
    assert (by["sending_cow"]["DEU"], by["sending_gw"]["DEU"]) == (255, 260)
    assert parties.codes_of("XKX") == ("", "347", "347")
    assert parties.codes_of("DDR") == ("DDR", "265", "265")
    assert parties.codes_of("ESH").cow == parties.codes_of("QUE").iso == ""
    codes = [parties.codes_of(one.code) for one in parties.parties()]
    for scheme in range(3):
        given = [code[scheme] for code in codes if code[scheme]]
        assert len(given) == len(set(given))


# --- statements ------------------------------------------------------------------------------


def test_statements_are_all_there_with_stable_addresses(folder: Path, atlas: geo.Atlas) -> None:
    rows = [orjson.loads(line) for line in (folder / "statements.jsonl").read_bytes().splitlines()]
    by_id = {row["id"]: row for row in rows}
    assert len(by_id) == len(rows)
    for one in atlas.dataset.claims:
        row = by_id[one.id]
        assert (row["entity"], row["property"]) == (one.subject, one.property)
        assert row["original_value"] == one.value
        assert (row["source"], row["rank"]) == (one.source, one.rank)
        assert one.id in row["address"]
    for table in ("events", "positions", "heads", "relations", "coverage"):
        for record in atlas.dataset.table(table):
            for told in record.sources:
                row = by_id[record.id if len(record.sources) == 1 else f"{record.id}@{told}"]
                assert row["source"] == told
                assert record.id in row["address"]
                assert row["rank"] in ("preferred", "normal", "deprecated")
    people = {row["value"] for row in rows if row["property"] == "head"}
    assert people == {head.name for head in atlas.dataset.heads}
    named = geo.Selection(sending=("VEN",), receiving=("PRK",), as_of=DAY)
    some = CONTENTS["statements"].made(Frames(atlas, named))
    assert 0 < len(some) < len(rows)
    assert "prk-embassy-caracas" not in set(some["entity"])
    about_two = some[some["entity"].isin(["PRK-VEN", "VEN-PRK"])]
    assert not about_two.empty


# --- bad input -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("suffix", "layers", "content", "word"),
    [
        ("fgb", ("missions", "lines"), "missions", "one layer"),
        ("kml", ("sources",), "missions", "does not hold"),
        ("gpkg", ("line",), "missions", "Unknown layer"),
        ("kml", (), "dyads", ".parquet"),
        ("csv", (), "dyad", "Unknown content"),
        ("csv", ("lines",), "dyads", "no layers"),
    ],
)
def test_what_a_format_does_not_hold_is_refused(
    suffix: str, layers: tuple[str, ...], content: str, word: str
) -> None:
    with pytest.raises(InvalidSelection, match=re.escape(word)):
        chosen_layers(suffix, layers, content)


def test_unknown_suffixes_folders_and_full_disks(
    atlas: geo.Atlas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InvalidSelection, match=r"\.gpkg"):
        write_file(atlas, PAIR, tmp_path / "map.dwg")
    assert suffix_of("A.SHP.ZIP") == "shp.zip"
    for suffix in ("csv", "gpkg", "kmz", XLSX):
        with pytest.raises(WriteFailed):
            write_file(atlas, PAIR, tmp_path / "none" / f"x.{suffix}")
        (tmp_path / f"folder.{suffix}").mkdir()
        with pytest.raises(WriteFailed):
            write_file(atlas, PAIR, tmp_path / f"folder.{suffix}")

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    kept = tmp_path / "kept.csv"
    kept.write_text("before")
    monkeypatch.setattr("geo.dataset.files.os.fsync", full)
    with pytest.raises(WriteFailed, match="No space"):
        write_file(atlas, PAIR, kept)
    assert kept.read_text() == "before"
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("suffix", sorted(FORMATS.keys() - {"zip"}))
def test_stopping_leaves_no_half_file(
    atlas: geo.Atlas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    def stopped(self: Frames) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(Frames, "missions", property(stopped))
    with pytest.raises(KeyboardInterrupt):
        write_file(atlas, PAIR, tmp_path / f"x.{suffix}", layers=("missions",))
    assert list(tmp_path.iterdir()) == []


HOSTILE = "=cmd|'/c calc'!A1 \u202e\x00\x1b<script>&]]>{{7*7}}${x}\ud800" + "x" * 10_000


@pytest.fixture(scope="module")
def wicked(tmp_path_factory: pytest.TempPathFactory) -> geo.Atlas:
    """Hostile text, and points at ±180° and near a pole, with discs around them."""
    folder = tmp_path_factory.mktemp("wicked") / "pack"
    name = HOSTILE.replace("\x00", "").replace("\x1b", "").replace("\ud800", "")
    points = {"a": ("179.9999", "-17"), "b": ("-179.9999", "66"), "c": ("20", "89.99")}
    rows = {
        "sources": [source("s", published="2022-11-16")],
        "missions": [mission(id, city="", name=name) for id in points],
        "events": [listed(id, "s") for id in points],
        "positions": [
            at(id, "s", *point, radius_m="60000", reason="A test") for id, point in points.items()
        ],
        "claims": [claim(f"claim-{id}", id, "website", "http://a/b|c", "s") for id in points],
    }
    return geo.Atlas.open(written(folder, rows, title="<b>=1+1</b>"))


@pytest.mark.parametrize("suffix", sorted(FORMATS.keys() - {"zip"}))
def test_hostile_text_and_the_ends_of_the_earth(
    wicked: geo.Atlas, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"x.{suffix}"
    layers = FORMATS[suffix].layers if FORMATS[suffix].several else ()
    write_file(wicked, geo.Selection(as_of=DAY), path, layers=layers)
    if suffix in GIS:
        layers = [str(name) for name, _ in pyogrio.list_layers(vsi(path))]
        layer = "missions" if "missions" in layers else layers[0]
        frame = pyogrio.read_dataframe(vsi(path), layer=layer)
        assert set(frame.geom_type) >= {"Point"}
        bounds = shapely.bounds(frame.geometry.to_numpy()[frame.geom_type == "Point"])
        assert {180.0, 179.9999} & {abs(round(x, 4)) for x in bounds[:, 0]}
    elif suffix in ("graphml", "gexf"):
        ET.parse(path)
    elif suffix == "csv":
        text = io.StringIO(path.read_text("utf-8-sig"), newline="")
        names = [row["name"] for row in csv.DictReader(text)]
        assert not any(name.startswith("=") for name in names)
        assert max(map(len, names)) > 10_000
    elif suffix == XLSX:
        sheet = openpyxl.load_workbook(path)["missions"]
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
