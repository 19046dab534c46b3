"""Tables as people keep them become the same missions; each damaged one names its place."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas
import openpyxl
import pandas as pd
import pyarrow
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from pyarrow import parquet
from shapely.geometry import Point, Polygon

from geo import dataset
from geo.cli import main
from geo.errors import SourceFaulty
from geo.importers import TableOptions, import_table
from geo.importers.grids import grid_of
from geo.importers.report import ImportReport

CASES = Path(__file__).parent / "data" / "cases"
DAY = "2026-11-20"
HEAD = ["sending", "receiving", "kind", "city"]
ROW = ["Peru", "Iceland", "embassy", "Reykjavik"]


def taken(file: Path, into: Path, **options: object) -> ImportReport:
    return import_table(
        file,
        into,
        publisher="X",
        date=DAY,
        options=TableOptions(**options),  # type: ignore[arg-type]
    )


def text_file(folder: Path, text: str, name: str = "t.csv") -> Path:
    (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder / name


def book_file(folder: Path, **sheets: Callable[[Worksheet], object]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, make in sheets.items():
        make(book.create_sheet(name))
    book.save(folder / "t.xlsx")
    return folder / "t.xlsx"


def rows(*given: list[object]) -> Callable[[Worksheet], object]:
    return lambda sheet: [sheet.append(row) for row in given]


def positions(into: Path) -> dict[str, tuple[float, float]]:
    return {
        row["mission"]: (float(row["longitude"]), float(row["latitude"]))
        for row in dataset.read(into).rows["positions"]
    }


@pytest.mark.parametrize(
    ("name", "missions"),
    [
        ("10-no-final-line-feed.csv", 1),
        ("16-coordinates-in-one-column.csv", 2),
        ("17-json-list.json", 1),
        ("18-sep-line.csv", 1),
        ("18-title-above-headings.csv", 1),
        ("19-rows-called-copies.csv", 2),
        ("20-geojson-crs-and-null.geojson", 2),
        ("21-closed-before-opened.csv", 1),
    ],
)
def test_what_people_keep_is_taken_and_once(name: str, missions: int, tmp_path: Path) -> None:
    account = taken(CASES / name, tmp_path / "p")
    assert (account.added, account.refused_rows) == (missions, 0)
    again = taken(CASES / name, tmp_path / "p")
    assert (again.changed, again.known) == (False, missions)


# --- separated values ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "sending,receiving,kind,city\nPeru,Iceland,embassy,Reykjavik\n",
        "\n\r\n,,,\nsending,receiving,kind,city\nPeru,Iceland,embassy,Reykjavik",
        "sep=;\r\nsending;receiving;kind;city\r\nPeru;Iceland;embassy;Reykjavik\r\n",
        '"sep=|"\nsending|receiving|kind|city\nPeru|Iceland|embassy|Reykjavik\n',
        "Ministry, of, foreign, affairs, of, X\n2026\n\nsending;receiving;kind;city\n"
        "Peru;Iceland;embassy;Reykjavik\n",
        "sending\treceiving\tkind\tcity\nPeru\tIceland\tembassy\tReykjavik\t\t\n",
        "sending,receiving,kind,city\nsending,receiving,kind,city\nPeru,Iceland,embassy,Reykjavik\n",
    ],
)
def test_headings_are_found_under_titles_and_blanks(text: str, tmp_path: Path) -> None:
    grid = grid_of(text_file(tmp_path, text))
    assert grid.columns == HEAD
    assert [cells for _, cells in grid.rows] == [ROW]
    (line,) = (line for line, _ in grid.rows)
    assert text.splitlines()[line - 1].startswith("Peru"), "rows keep the numbers of the file"


def test_rows_that_repeat_the_headings_are_left_out_and_named(tmp_path: Path) -> None:
    head, row = "sending,receiving,kind,city\n", "Peru,Iceland,embassy,Reykjavik\n"
    account = taken(
        text_file(tmp_path, head + row + head + row.replace("Peru", "Cuba")), tmp_path / "p"
    )
    assert (account.read, account.added) == (2, 2)
    assert any("repeat the headings" in one and "row 3 " in one for one in account.notes)
    with pytest.raises(SourceFaulty, match="repeat the headings") as faulty:
        grid_of(text_file(tmp_path, 5 * "x\n"))
    assert "row 2, 3, 4, 5" in str(faulty.value)


def test_the_row_of_the_headings_can_be_given(tmp_path: Path) -> None:
    file = text_file(tmp_path, "a,b\nsending,receiving\nc,d\nVEN,PRK\n")
    assert grid_of(file, TableOptions(header_row=3)).columns == ["c", "d"]
    with pytest.raises(SourceFaulty, match="row 9: there are no headings"):
        grid_of(file, TableOptions(header_row=9))


@pytest.mark.parametrize(
    ("name", "options"),
    [("t.csv", {"layer": "A"}), ("t.json", {"header_row": 2}), ("t.parquet", {"layer": "A"})],
)
def test_an_option_that_the_form_does_not_have_is_refused(
    name: str, options: dict[str, object], tmp_path: Path
) -> None:
    with pytest.raises(SourceFaulty, match="no meaning"):
        grid_of(text_file(tmp_path, "x", name), TableOptions(**options))  # type: ignore[arg-type]


def test_headings_that_nothing_knows_are_the_first_row_that_is_no_title(tmp_path: Path) -> None:
    grid = grid_of(text_file(tmp_path, "All of them,,\n,,\nein,zwei,drei\n1,2,3\n"))
    assert (grid.columns, grid.rows) == (["ein", "zwei", "drei"], [(4, ["1", "2", "3"])])


def test_units_in_headings_are_left_out(tmp_path: Path) -> None:
    head = ",".join([*HEAD, "Latitude (°)", "lon [deg]"])
    file = text_file(tmp_path, f"{head}\n{','.join(ROW)},64.1466,-21.9426\n")
    taken(file, tmp_path / "p")
    assert positions(tmp_path / "p") == {"per-embassy-reykjavik": (-21.9426, 64.1466)}


def test_a_file_without_a_last_line_feed_is_taken_and_said(tmp_path: Path) -> None:
    account = taken(CASES / "10-no-final-line-feed.csv", tmp_path / "p")
    assert any("line feed" in note for note in account.notes)
    cut = text_file(tmp_path, "sending,receiving,kind,city\nPeru,Iceland,embassy,X\nChile,Ice")
    account = taken(cut, tmp_path / "cut")
    assert [(problem.row, account.added) for problem in account.refused] == [(3, 1)]


# --- workbooks -------------------------------------------------------------------------------


def test_a_workbook_of_a_ministry(tmp_path: Path) -> None:
    def make(sheet: Worksheet) -> None:
        sheet.append(["List of missions", None, None, "as of 2026"])
        sheet.append([])
        sheet.append(["sending", "receiving", "type", "city", "opened", "Location", None])
        sheet.append([None, None, None, None, None, "lat", "lon"])
        for row in (
            [
                "Peru",
                "Iceland",
                "embassy",
                "Reykjavik",
                dt.date(2011, 3, 12),
                "64°08′48″N",
                "21°56′33″W",
            ],
            [None, "Chile", "embassy", "Santiago", dt.date(2011, 3, 1), -33.4, -70.6],
            [None, "Norway", "embassy", "Oslo", 2011, None, "#N/A"],
            ["Cuba", "Norway", "embassy", "Oslo", None, None, None],
        ):
            sheet.append(row)
        sheet["E6"].number_format = "mmm yyyy"
        for area in ("A1:C1", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:E4", "F3:G3", "A5:A7"):
            sheet.merge_cells(area)

    account = taken(book_file(tmp_path, Sheet1=make), tmp_path / "p")
    assert (account.added, account.read) == (4, 4)
    assert [(one.row, one.column, one.value) for one in account.refused] == [(7, "lon", "#N/A")]
    read = dataset.read(tmp_path / "p")
    assert {(row["sending"], row["receiving"]) for row in read.rows["missions"]} == {
        *(("PER", "ISL"), ("PER", "CHL"), ("PER", "NOR"), ("CUB", "NOR"))
    }
    opened = {e["mission"]: e["date"] for e in read.rows["events"] if e["kind"] == "opened"}
    assert sorted(opened.values()) == ["2011", "2011-03", "2011-03-12"]
    assert positions(tmp_path / "p")["per-embassy-reykjavik"] == (-21.9425, 64.1467)


TABLE = rows(list(HEAD), list(ROW))
OTHER = rows(["year", "visits"], [2011, 3])


def test_the_one_sheet_that_lists_missions_is_taken_and_named(tmp_path: Path) -> None:
    account = taken(book_file(tmp_path, About=OTHER, List=TABLE), tmp_path / "p")
    assert account.added == 1
    assert any('"List"' in note for note in account.notes)


@pytest.mark.parametrize(
    ("sheets", "words"),
    [
        ({"A": TABLE, "B": TABLE, "C": OTHER}, ('"A", "B"', "--layer")),
        ({"A": OTHER, "B": OTHER}, ('"A", "B"', "--layer")),
    ],
)
def test_several_sheets_or_none_are_asked_about(
    sheets: dict[str, Callable[[Worksheet], object]], words: tuple[str, ...], tmp_path: Path
) -> None:
    file = book_file(tmp_path, **sheets)
    with pytest.raises(SourceFaulty) as refused:
        grid_of(file)
    assert all(word in str(refused.value) for word in words)
    assert '"C"' not in str(refused.value)
    assert grid_of(file, TableOptions(layer="B")).rows
    with pytest.raises(SourceFaulty, match='no "D"'):
        grid_of(file, TableOptions(layer="D"))


def changed(file: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """An archive with one part changed."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (SHEET, b"</row>", b""),
        (SHEET, b'r="A2"', b'r="A2" s="99999"'),
        (SHEET, b'<c r="A1"', b'<c r="ZZZZZZ1"'),
        ("xl/workbook.xml", b"sheetId", b'sheetId="&#0;" x'),
        ("xl/styles.xml", b"<cellXfs", b"<\xff"),
        ("[Content_Types].xml", b"</Types>", b""),
    ],
)
def test_a_damaged_workbook_is_read_or_refused(
    part: str, old: bytes, new: bytes, tmp_path: Path
) -> None:
    file = changed(book_file(tmp_path, A=TABLE), part, lambda data: data.replace(old, new))
    with contextlib.suppress(SourceFaulty):  # with any other error the test fails
        assert grid_of(file).columns == HEAD


def test_a_workbook_with_broken_compression_is_refused(tmp_path: Path) -> None:
    file = book_file(tmp_path, A=TABLE)
    data = bytearray(file.read_bytes())
    with zipfile.ZipFile(file) as archive:
        at = archive.getinfo(SHEET).header_offset + 60 + len(SHEET)
    data[at : at + 40] = b"\xff" * 40
    file.write_bytes(data)
    with pytest.raises(SourceFaulty, match="not a workbook"):
        grid_of(file)


# --- JSON, KML, Shapefiles -------------------------------------------------------------------

OBJECT = dict(zip(HEAD, ROW, strict=True))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("t.json", json.dumps([OBJECT])),
        ("t.json", json.dumps({"count": 1, "missions": [OBJECT]})),
        ("t.jsonl", json.dumps(OBJECT) + "\n"),
        ("t.ndjson", json.dumps({"type": "Feature", "properties": OBJECT, "geometry": None})),
        ("t.geojson", json.dumps({"features": [{"properties": OBJECT}]})),
    ],
)
def test_json_in_its_forms(name: str, text: str, tmp_path: Path) -> None:
    grid = grid_of(text_file(tmp_path, text, name))
    assert (grid.columns, grid.rows) == (HEAD, [(1, ROW)])


def test_objects_in_objects_are_columns_of_their_own(tmp_path: Path) -> None:
    told = {
        **OBJECT,
        "at": {"lat": 64.1, "lon": -21.9},
        "tags": ["a", "b"],
        "deep": [[1], {"x": 2}],
    }
    grid = grid_of(text_file(tmp_path, json.dumps([told]), "t.json"))
    assert dict(zip(grid.columns, grid.rows[0][1], strict=True)) == {
        **OBJECT,
        "at.lat": "64.1",
        "at.lon": "-21.9",
        "tags": "a|b",
        "deep": '[[1], {"x": 2}]',
    }


NESTED = "[" * 100_000 + "]" * 100_000
FAULTY_JSON = {
    "cut": ('[{"sending": "Peru"', "line 1"),
    "number": ('[\n{"a":\n' + "1" * 5_000 + "}]", "line 3"),
    "half": ('[\n{"a": "\\ud800"}]', "line 2"),
    "other half": ('[{"a": "\\udc00\\ud800"}]', "line 1"),
    "deep": (NESTED, "nested"),
    "text": ('"no"', "list of objects"),
    "list": ("[[1]]", "row 1: neither an object"),
    "moon": (
        '{"crs": {"properties": {"name": "IAU_2015:30100"}}, "features": '
        '[{"properties": {"a": 1}, "geometry": {"type": "Point", "coordinates": [1, 2]}}]}',
        "reference system",
    ),
    "two lists": (json.dumps({"a": [OBJECT], "b": [OBJECT]}), "list of objects"),
    "crs": ('{"crs": {"type": "link"}, "features": [{"properties": {"a": 1}}]}', "reference"),
    "no crs": (
        '{"crs": {"properties": {"name": "EPSG:99999999"}}, "features": '
        '[{"properties": {"a": 1}, "geometry": {"type": "Point", "coordinates": [1, 2]}}]}',
        "reference system",
    ),
}


@pytest.mark.parametrize("case", FAULTY_JSON)
def test_faulty_json_is_refused_with_its_place(case: str, tmp_path: Path) -> None:
    text, word = FAULTY_JSON[case]
    with pytest.raises(SourceFaulty, match=word):
        grid_of(text_file(tmp_path, text, "t.json"))


def test_whole_characters_in_two_escapes_are_read(tmp_path: Path) -> None:
    file = text_file(tmp_path, '[{"a": "\\ud83d\\ude00", "b": "\\\\ud800"}]', "t.json")
    assert grid_of(file).rows == [(1, ["\U0001f600", "\\ud800"])]


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Point", "coordinates": [None, None]},
        {"type": "Circle", "coordinates": [1, 2]},
        {"type": "Point", "coordinates": ["x", "y"]},
        {"type": "Point", "coordinates": [10**400, 1]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, None], [1, 1], [0, 0]]]},
        {"type": "GeometryCollection"},
        {"type": "Polygon", "coordinates": 3},
        "text",
        [1, 2],
    ],
)
def test_a_geometry_that_is_none_is_refused_with_its_place(
    geometry: object, tmp_path: Path
) -> None:
    good = {"properties": OBJECT, "geometry": {"type": "Point", "coordinates": [-21.9, 64.1]}}
    bad = {"properties": {**OBJECT, "sending": "Chile"}, "geometry": geometry}
    file = text_file(tmp_path, json.dumps({"features": [good, bad]}), "t.geojson")
    account = taken(file, tmp_path / "p")
    assert [(problem.row, problem.column) for problem in account.refused] == [(2, "geometry")]
    assert [*positions(tmp_path / "p")] == ["per-embassy-reykjavik"]


def test_a_named_reference_system_is_followed_and_its_blanks_refused(tmp_path: Path) -> None:
    account = taken(CASES / "20-geojson-crs-and-null.geojson", tmp_path / "p")
    assert [(problem.row, problem.column) for problem in account.refused] == [(2, "geometry")]
    (at,) = positions(tmp_path / "p").values()
    assert at == pytest.approx((178.4323649, -18.1404966))


KML = """<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Folder><name>Abroad</name>{}</Folder></Document></kml>"""
PLACEMARK = (
    "<Placemark><name>Embassy</name><ExtendedData>"
    '<Data name="sending"><value>Peru</value></Data><Data name="kind"><value>embassy</value></Data>'
    '<SchemaData><SimpleData name="receiving">Iceland</SimpleData></SchemaData></ExtendedData>'
    "{}</Placemark>"
)
POINT = "<Point><coordinates>-21.9426,64.1466,12</coordinates></Point>"


@pytest.mark.parametrize(
    "shape",
    [
        POINT,
        f"<MultiGeometry>{POINT}</MultiGeometry>",
        "<Polygon><outerBoundaryIs><LinearRing><coordinates>-21.95,64.14 -21.93,64.14 -21.93,64.16 "
        "-21.95,64.16 -21.95,64.14</coordinates></LinearRing></outerBoundaryIs></Polygon>",
    ],
)
def test_kml_whole_and_zipped(shape: str, tmp_path: Path) -> None:
    text = KML.format(PLACEMARK.format(shape))
    file = text_file(tmp_path, text, "t.kml")
    with zipfile.ZipFile(tmp_path / "t.kmz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", text)
    for one in (file, tmp_path / "t.kmz"):
        grid = grid_of(one)
        assert dict(zip(grid.columns, grid.rows[0][1], strict=True)) == {
            **{"folder": "Abroad", "name": "Embassy"},
            **{"sending": "Peru", "kind": "embassy", "receiving": "Iceland"},
        }
        assert grid.points[0] == pytest.approx((-21.9426, 64.1466), abs=0.02)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("<kml><Document>", "not KML"),
        ("<html></html>", "not KML"),
        ('<!DOCTYPE kml [<!ENTITY a "b">]><kml>&a;</kml>', "document type"),
        ("<!DOCTYPE kml [".encode("utf-16"), "document type"),
        ("<kml></kml>", "headings"),
        (f"<kml>{'<Folder>' * 400}{'</Folder>' * 400}</kml>", "headings"),
    ],
)
def test_faulty_kml_is_refused(text: str | bytes, word: str, tmp_path: Path) -> None:
    (tmp_path / "t.kml").write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(SourceFaulty, match=word):
        grid_of(tmp_path / "t.kml")


@pytest.mark.parametrize("coordinates", ["", "x,y", "1", "1,nan", ",", "1e999,2"])
def test_a_placemark_with_faulty_coordinates_is_refused_with_its_place(
    coordinates: str, tmp_path: Path
) -> None:
    bad = PLACEMARK.format(f"<Point><coordinates>{coordinates}</coordinates></Point>")
    good = PLACEMARK.format(POINT)
    grid = grid_of(text_file(tmp_path, KML.format(good + bad), "t.kml"))
    assert [(problem.row, problem.column) for problem in grid.problems] == [(2, "geometry")]
    assert grid.points[1] is None


def shapefile(folder: Path, crs: str, *without: str) -> Path:
    table = pd.DataFrame([ROW[:3]], columns=HEAD[:3])
    frame = geopandas.GeoDataFrame(table, geometry=[Point(-21.9426, 64.1466)], crs=4326)
    (folder / "shp").mkdir()
    frame.to_crs(crs).to_file(folder / "shp" / "missions.shp")
    with zipfile.ZipFile(folder / "t.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted((folder / "shp").iterdir()):
            if part.suffix not in without:
                archive.write(part, f"inner/{part.name}")
    return folder / "t.zip"


@pytest.mark.parametrize(("without", "crs"), [("", ""), (".prj", "EPSG:3857"), (".cpg", "")])
def test_a_zipped_shapefile(without: str, crs: str, tmp_path: Path) -> None:
    grid = grid_of(shapefile(tmp_path, "EPSG:3857", without), TableOptions(crs=crs))
    assert (grid.columns, grid.rows) == (HEAD[:3], [(1, ROW[:3])])
    assert grid.points[0] == pytest.approx((-21.9426, 64.1466))


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda file: None, "lacks"),
        (lambda file: file.write_bytes(b"no archive"), "not a zipped Shapefile"),
        (lambda file: file.write_bytes(file.read_bytes()[:-40]), "not a zipped Shapefile"),
        (lambda file: file.write_bytes(file.read_bytes()[3:]), "not a zipped Shapefile"),
        (lambda file: changed(file, "inner/missions.shp", lambda _: b"x"), "not a Shapefile"),
    ],
)
def test_a_faulty_shapefile_is_refused(
    change: Callable[[Path], object], word: str, tmp_path: Path
) -> None:
    file = shapefile(tmp_path, "EPSG:4326", ".dbf")
    change(file)
    with pytest.raises(SourceFaulty, match=word):
        grid_of(file)


def test_two_shapefiles_of_one_name_are_refused(tmp_path: Path) -> None:
    file = shapefile(tmp_path, "EPSG:4326")
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("other/MISSIONS.shp", archive.read("inner/missions.shp"))
    with pytest.raises(SourceFaulty, match="two Shapefiles"):
        grid_of(file)


def test_a_part_of_an_archive_with_broken_lzma_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "t.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.shp", bytes(range(256)) * 40)
    whole = bytearray(file.read_bytes())
    whole[60:90] = b"\xff" * 30
    file.write_bytes(bytes(whole))
    with pytest.raises(SourceFaulty, match="not a zipped Shapefile"):
        grid_of(file)


def test_an_archive_that_unpacks_to_too_much_or_climbs_out_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.shp", b"\0" * 200_000_000)
    with pytest.raises(SourceFaulty, match="would unpack to 200,000,000"):
        grid_of(tmp_path / "bomb.zip")
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", str(inner))
    with zipfile.ZipFile(tmp_path / "climb.zip", "w") as archive:
        archive.writestr("../../climbed.shp", b"\0\0\x27\x0a")
        archive.writestr("readme.txt", "x")
    with pytest.raises(SourceFaulty, match="lacks"):
        grid_of(tmp_path / "climb.zip")
    assert not [*tmp_path.glob("**/climbed.shp")]


@pytest.mark.parametrize("name", ["t.gpkg", "t.fgb", "t.parquet", "t.zip"])
def test_an_outline_over_180_is_refused_with_its_place_in_every_form(
    name: str, tmp_path: Path
) -> None:
    around = Polygon([(179, -18), (-179, -18), (-179, -17), (179, -17)])
    table = pd.DataFrame([ROW[:3], ["Chile", *ROW[1:3]]], columns=HEAD[:3])
    frame = geopandas.GeoDataFrame(table, geometry=[Point(1, 2).buffer(1), around], crs=4326)
    if name.endswith(".parquet"):
        frame.to_parquet(tmp_path / name)
    else:
        frame.to_file(tmp_path / (name if name != "t.zip" else "t.shp"))
    if name.endswith(".zip"):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for part in tmp_path.glob("t.[sdpc]*"):
                archive.write(part, part.name)
    grid = grid_of(tmp_path / name)
    (problem,) = grid.problems
    at = [row for row, (_, cells) in enumerate(grid.rows) if cells[0] == "Chile"]
    assert (problem.row, problem.column) == (at[0] + 1, "geometry")
    assert "180th meridian" in problem.rule
    assert [grid.points[n] is None for n in range(2)] == [n in at for n in range(2)]


# --- Parquet ---------------------------------------------------------------------------------


def test_faulty_fields_dates_and_geometries_are_refused_with_their_place(tmp_path: Path) -> None:
    names = [pyarrow.array(["Peru"])] * 2
    parquet.write_table(pyarrow.table(names, ["sending", "sending"]), tmp_path / "t.parquet")
    with pytest.raises(SourceFaulty, match="more than once"):
        grid_of(tmp_path / "t.parquet")
    about = {"version": "1.0.0", "primary_column": "g", "columns": {"g": {"encoding": "WKB"}}}
    shapes = pyarrow.table([["Peru"], pyarrow.array([b"no"], pyarrow.binary())], ["sending", "g"])
    told = shapes.replace_schema_metadata({"geo": json.dumps(about)})
    parquet.write_table(told, tmp_path / "t.parquet")
    (problem,) = grid_of(tmp_path / "t.parquet").problems
    assert (problem.row, problem.column) == (1, "geometry")
    late = pyarrow.array([0, 2**31 - 1], pyarrow.date32())
    parquet.write_table(pyarrow.table([late], ["opened"]), tmp_path / "t.parquet")
    with pytest.raises(SourceFaulty, match='row 2, "opened"'):
        grid_of(tmp_path / "t.parquet")


def test_a_reference_system_with_an_axis_without_a_unit_is_read(tmp_path: Path) -> None:
    frame = geopandas.GeoDataFrame(
        pd.DataFrame([ROW[:3]], columns=HEAD[:3]), geometry=[Point(1, 2)]
    )
    frame.set_crs(4326).to_parquet(tmp_path / "t.parquet")
    table = parquet.read_table(tmp_path / "t.parquet")
    about = json.loads(table.schema.metadata[b"geo"])
    del about["columns"]["geometry"]["crs"]["coordinate_system"]["axis"][0]["unit"]
    odd = table.replace_schema_metadata({"geo": json.dumps(about)})
    parquet.write_table(odd, tmp_path / "odd.parquet")
    assert grid_of(tmp_path / "odd.parquet").points == [(1, 2)]


# --- coordinates, dates and copies -----------------------------------------------------------


def test_projected_coordinates_in_two_columns_or_one(tmp_path: Path) -> None:
    head = [*HEAD, "x", "y", "wkt"]
    lines = [
        head,
        [*ROW, "-2442640.2", "9387089,6", ""],
        ["Chile", *ROW[1:], "", "", "POINT(-2442640.2 9387089.6)"],
    ]
    lines += [["Cuba", *ROW[1:], "", "", "64.1, -21.9"], ["Norway", *ROW[1:], "1e5", "3", ""]]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(lines)
    file = text_file(tmp_path, out.getvalue())
    account = taken(file, tmp_path / "p", crs="EPSG:3857", columns={"coordinates": "wkt"})
    assert [(problem.row, problem.value) for problem in account.refused] == [
        (4, "64.1, -21.9"),
        (5, "1e5 3"),
    ]
    assert [*positions(tmp_path / "p").values()] == [
        pytest.approx((-21.9426, 64.1466), abs=1e-4)
    ] * 2
    degrees = taken(file, tmp_path / "q")
    assert {problem.row for problem in degrees.refused} >= {2, 5}, "no degrees"
    with pytest.raises(SourceFaulty, match="reference system"):
        taken(file, tmp_path / "r", crs="no such thing")


def test_pairs_that_nothing_decides_are_refused(tmp_path: Path) -> None:
    lines = ["sending,receiving,kind,city,coordinates", 'Peru,Chad,embassy,Ndjamena,"16, 18"']
    account = taken(text_file(tmp_path, "\n".join(lines) + "\n"), tmp_path / "p")
    assert [(problem.row, problem.column) for problem in account.refused] == [(2, "coordinates")]
    assert "latitude first" in account.refused[0].rule
    assert positions(tmp_path / "p") == {}
    named = [lines[0].replace("coordinates", "lon lat"), lines[1]]
    taken(text_file(tmp_path, "\n".join(named) + "\n"), tmp_path / "q")
    assert [*positions(tmp_path / "q").values()] == [(16, 18)]


def test_points_far_outside_the_receiving_state_are_refused_and_the_missions_taken(
    tmp_path: Path,
) -> None:
    lines = [
        "sending,receiving,kind,city,lat,lon",
        "Peru,Iceland,embassy,Reykjavik,64.1466,-21.9426",
        "Chile,Iceland,embassy,Reykjavik,-21.9426,64.1466",
        "Cuba,Iceland,embassy,Reykjavik,64.1466,21.9426",
        "India,Iceland,embassy,Reykjavik,0,0",
        "Japan,Hong Kong,consulate general,Hong Kong,22.28,114.16",
        "France,Madagascar,consulate,,-18.9,47.5",
        "Spain,Iceland,embassy,Reykjavik,64,-18",
    ]
    account = taken(text_file(tmp_path, "\n".join(lines) + "\n"), tmp_path / "p")
    assert (account.added, account.problems) == (7, [])
    assert [(one.row, one.column, one.value) for one in account.refused] == [
        (3, "lat", "64.1466 -21.9426"),
        (4, "lat", "21.9426 64.1466"),
        (5, "latitude", "0 0"),
    ]
    swapped, sign, _ = account.refused
    assert "swapped" in swapped.rule
    assert "sign of 21.9426" in sign.rule
    assert account.placed == {"by point": 4, "by city": 3}
    # Points that are not recorded are not measured
    assert [id for id, _, _ in account.far] == ["esp-embassy-reykjavik"]


def test_blank_cells_and_formulas_without_a_result_say_so(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["sending", "receiving", "kind", "city"])
        sheet.append(["Peru", "Iceland", "embassy", "Reykjavik"])
        sheet.append(["Peru", None, "embassy", "Lima"])
        sheet.append(["Chile", '="Ice"&"land"', "embassy", "Reykjavik"])
        sheet.append(["Chile", "Norway", None, "=A2"])

    account = taken(book_file(tmp_path, missions=fill), tmp_path / "p")
    assert account.added == 1
    formula = "a formula without a saved result"
    assert [(one.row, one.column, one.value, one.rule) for one in account.refused] == [
        (3, "receiving", "", "the cell is blank"),
        (4, "receiving", "", formula),
        (5, "city", "", formula),
        (5, "kind", "", "the cell is blank"),
    ]


def test_a_point_is_held_against_the_state_that_the_code_means(tmp_path: Path) -> None:
    lines = ["sending,receiving,kind,city,lat,lon", "AS,AU,embassy,Vienna,48.2,16.37"]
    path = text_file(tmp_path, "\n".join(lines) + "\n")
    account = taken(path, tmp_path / "p", codes="fips")
    assert (account.refused, account.placed) == ([], {"by point": 1})


def test_a_point_of_a_mission_to_the_own_state_tells_where_it_is(tmp_path: Path) -> None:
    lines = [
        "sending,receiving,kind,lat,lon,jurisdictions",
        "Spain,ESP,embassy,42.508,1.53,Andorra",
    ]
    account = taken(text_file(tmp_path, "\n".join(lines) + "\n"), tmp_path / "p")
    assert (account.refused, account.placed) == ([], {"by point": 1})
    assert dataset.read(tmp_path / "p").rows["missions"][0]["receiving"] == "AND"


def test_dates_are_taken_as_they_are_written_or_asked_about(tmp_path: Path) -> None:
    lines = ["sending,receiving,kind,city,opened,closed"]
    lines += [
        "Peru,Iceland,embassy,Reykjavik,12 de marzo de 2011,",
        "Chile,Iceland,embassy,,12/03/2011,",
    ]
    lines += ["Cuba,Iceland,embassy,,early 1990s,", "Norway,Iceland,embassy,,,12/03/2011"]
    file = text_file(tmp_path, "\n".join(lines) + "\n")
    account = taken(file, tmp_path / "p")
    assert [(problem.row, problem.column) for problem in account.refused] == [
        (3, "opened"),
        (5, "closed"),
    ]
    assert account.added == 3, "the one that may be closed waits"
    opened = {
        e["mission"][:3]: e
        for e in dataset.read(tmp_path / "p").rows["events"]
        if e["kind"] == "opened"
    }
    assert (opened["per"]["date"], opened["cub"]["date"]) == ("2011-03-12", "199X")
    assert "early 1990s" in opened["cub"]["detail"]
    again = taken(file, tmp_path / "p", date_order="day-first")
    assert (again.refused, again.added) == ([], 1)


def test_rows_that_differ_in_a_column_that_is_not_used_keep_their_identity(tmp_path: Path) -> None:
    head, *lines = (CASES / "19-rows-called-copies.csv").read_text("utf-8").splitlines()
    lines.append(lines[0].replace("Ms A", "Mx C"))
    taken(text_file(tmp_path, "\n".join([head, *lines]) + "\n"), tmp_path / "p")
    other = taken(text_file(tmp_path, "\n".join([head, *reversed(lines)]) + "\n"), tmp_path / "p")
    assert (other.added, other.known, other.refused) == (0, 3, [])
    twice = "\n".join([head, *lines, lines[0]]) + "\n"
    third = taken(text_file(tmp_path, twice), tmp_path / "p")
    assert [problem.row for problem in third.refused] == [5]


def test_faulty_json_of_a_dataset_is_an_error_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken(CASES / "10-no-final-line-feed.csv", tmp_path / "p")
    places = tmp_path / "p" / "places.geojson"
    whole = places.read_text("utf-8")
    places.write_text(whole.replace("[", "[\n" + "1" * 5_000, 1), "utf-8")
    assert main(["check", str(tmp_path / "p")]) == 1
    assert "4,300 digits" in capsys.readouterr().out
    feature = {
        **{"type": "Feature", "id": "x"},
        "properties": {
            "id": "x",
            "name": "X",
            "state": "ISL",
            "kind": "district",
            "radius_m": None,
            "sources": ["x-2026-11-20"],
        },
        "geometry": {"type": "Circle", "coordinates": [1, 2]},
    }
    places.write_text(whole.replace("[", f"[\n{json.dumps(feature)}", 1), "utf-8")
    assert main(["check", str(tmp_path / "p")]) == 1
    assert "not a GeoJSON geometry" in capsys.readouterr().out
    assert main(["merge", str(tmp_path / "p"), "--into", str(tmp_path / "q")]) == 1
