"""Tables of anyone's: each form gives the same, the mapping is shown, bombs do not go off."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas
import openpyxl
import pandas as pd
import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet
from shapely.geometry import Point, box

from geo import dataset, importers
from geo.cli import main
from geo.errors import InvalidSelection, SourceFaulty
from geo.importers import grids, table
from geo.importers.input_files import MOST_ROWS
from geo.importers.mapping import mapped
from geo.importers.report import ImportReport
from geo.importers.row_writer import RowWriter
from geo.importers.table_options import TableOptions
from geo.importers.words import heading_key, words

DATA = Path(__file__).parent / "data" / "importers"
DAY = "2026-11-20"
ROWS = [
    ("NOR", "VEN", "embassy", "Caracas", "1998-05", -66.8655, 10.4806),
    ("KOR", "PER", "honorary consul", "Arequipa", "", -71.53, -16.4),
    ("Q717", "Norway", "consulate general", "Oslo", "2011", 10.75, 59.91),
]
HEAD = ["sending", "receiving", "kind", "city", "opened"]


def frame() -> geopandas.GeoDataFrame:
    table = pd.DataFrame([row[:5] for row in ROWS], columns=HEAD)
    points = [Point(row[5], row[6]) for row in ROWS]
    return geopandas.GeoDataFrame(table, geometry=points, crs="EPSG:4326")


def as_csv(path: Path) -> None:
    lines = [",".join([*HEAD, "lon", "lat"]), *(",".join(map(str, row)) for row in ROWS)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def as_xlsx(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append([*HEAD, "lon", "lat"])
    for row in ROWS:
        book.active.append(list(row))
    book.save(path)


def as_parquet(path: Path) -> None:
    frame().to_parquet(path)


def as_web_mercator(path: Path) -> None:
    frame().to_crs("EPSG:3857").to_file(path, driver="GPKG")


FORMS: dict[str, Callable[[Path], None]] = {
    "t.csv": as_csv,
    "t.xlsx": as_xlsx,
    "t.geojson": lambda path: frame().to_file(path, driver="GeoJSON"),
    "t.gpkg": lambda path: frame().to_file(path, driver="GPKG"),
    "mercator.gpkg": as_web_mercator,
    "t.parquet": as_parquet,
}


@pytest.mark.parametrize("name", FORMS)
def test_every_form_gives_the_same(name: str, tmp_path: Path) -> None:
    FORMS[name](tmp_path / name)
    account = importers.import_table(
        tmp_path / name, tmp_path / "pack", publisher="Someone", date=DAY, licence="cc-by-4.0"
    )
    assert (account.read, account.added, account.refused) == (3, 3, [])
    read = dataset.read(tmp_path / "pack")
    assert set(read.by_id["missions"]) == {
        "nor-embassy-caracas",
        "kor-honorary-consul-arequipa",
        "ven-consulate-general-oslo",
    }
    at = {row["mission"]: row for row in read.rows["positions"]}
    for mission, row in zip(
        ("nor-embassy-caracas", "kor-honorary-consul-arequipa", "ven-consulate-general-oslo"),
        ROWS,
        strict=True,
    ):
        assert float(at[mission]["longitude"]) == pytest.approx(row[5], abs=2e-7)
        assert float(at[mission]["latitude"]) == pytest.approx(row[6], abs=2e-7)
    opened = {e["mission"]: e["date"] for e in read.rows["events"] if e["kind"] == "opened"}
    assert opened == {"nor-embassy-caracas": "1998-05", "ven-consulate-general-oslo": "2011"}
    assert read.own["licenses"][0]["name"] == "CC-BY-4.0"
    before = {path.name: path.read_bytes() for path in (tmp_path / "pack").iterdir()}
    again = importers.import_table(
        tmp_path / name, tmp_path / "pack", publisher="Someone", date=DAY, licence="cc-by-4.0"
    )
    assert not again.changed
    assert {path.name: path.read_bytes() for path in (tmp_path / "pack").iterdir()} == before


def test_an_area_is_a_point_within_it(tmp_path: Path) -> None:
    table = pd.DataFrame([("NOR", "VEN", "embassy")], columns=HEAD[:3])
    areas = geopandas.GeoDataFrame(table, geometry=[box(-66.9, 10.4, -66.8, 10.5)], crs=4326)
    areas.to_file(tmp_path / "area.gpkg", driver="GPKG")
    importers.import_table(tmp_path / "area.gpkg", tmp_path / "p", publisher="X", date=DAY)
    row = dataset.read(tmp_path / "p").rows["positions"][0]
    assert -66.9 < float(row["longitude"]) < -66.8
    assert 10.4 < float(row["latitude"]) < 10.5


def test_a_table_as_people_write_it(tmp_path: Path) -> None:
    account = importers.import_table(
        DATA / "table.csv", tmp_path / "pack", publisher="Ministry of X", date=DAY
    )
    assert account.source == "ministry-of-x-2026-11-20"
    assert [(problem.row, problem.column, problem.value) for problem in account.refused] == [
        (4, "sending", "Atlantis"),
        (5, "receiving", "Korea"),
        (6, "Type", "Castle"),
        (7, "Lat", "-70.6 -133.4"),
        (7, "Since", "05/06/2001"),
    ]
    assert "PRK" in account.refused[1].rule, "the candidates are named"
    assert "KOR" in account.refused[1].rule
    at = {row["mission"]: row for row in dataset.read(tmp_path / "pack").rows["positions"]}
    assert at["nor-embassy-caracas"]["latitude"] == "10.4806", "a decimal comma is mended"


def test_a_pair_of_coordinates_in_a_state_that_is_unknown_is_refused_with_its_row(
    tmp_path: Path,
) -> None:
    file = tmp_path / "posts.csv"
    file.write_text(
        "sending,receiving,kind,coordinates\n"
        'FRA,Atlantis,embassy,"48.5, 2.5"\n'
        'FRA,PER,embassy,"-12.1, -77.0"\n',
        encoding="utf-8",
    )
    report = importers.import_table(file, tmp_path / "pack", publisher="Ministry of X", date=DAY)
    assert (2, "receiving", "Atlantis") in [
        (one.row, one.column, one.value) for one in report.refused
    ]


def test_headings_that_may_be_anything_are_no_ids(tmp_path: Path) -> None:
    """A column "code" of the receiving state made one mission of all embassies there."""
    for heading in ("code", "ref", "key"):
        assert "id" not in mapped([*HEAD[:3], heading]).columns
    lines = ["sending,receiving,kind,code", "NOR,VEN,embassy,VE", "PER,VEN,embassy,VE"]
    (tmp_path / "t.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    account = importers.import_table(tmp_path / "t.csv", tmp_path / "p", publisher="X", date=DAY)
    assert (account.read, account.added, account.refused) == (2, 2, [])


def test_no_row_is_lost_because_another_is_like_it(tmp_path: Path) -> None:
    """Rows with one id, or with the same parties, kind and city, were folded and not told."""
    head = "id,sending,receiving,kind,city,address,wikidata"
    lines = [
        head,
        "a,NOR,VEN,embassy,Caracas,One,",
        "a,NOR,VEN,consulate,Caracas,Two,",
        ",NOR,PER,honorary consul,Cusco,Calle 1,",
        ",NOR,PER,honorary consul,Cusco,Calle 2,",
        ",NOR,PER,honorary consul,Cusco,Calle 1,",
        ",KOR,PER,embassy,Lima,,Q900000901",
        ",KOR,PER,consulate,Lima,,Q900000901",
        ",PRK,PER,consulate,Lima,,Q900000901",
    ]
    (tmp_path / "t.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    account = importers.import_table(tmp_path / "t.csv", tmp_path / "p", publisher="X", date=DAY)
    assert [(problem.row, problem.column) for problem in account.refused] == [
        (2, "id"),
        (3, "id"),
        (6, ""),
        (8, ""),
    ]
    assert [problem.rule for problem in account.refused] == [
        "2 rows have this id",
        "2 rows have this id",
        "the row is a copy of row 4",
        "row 7 is the same mission, kor-embassy-lima",
    ]
    assert (account.read, account.added, account.known, account.refused_rows) == (8, 4, 0, 4)
    rows = dataset.read(tmp_path / "p").rows
    assert {c["value"] for c in rows["claims"] if c["property"] == "address"} == {
        "Calle 1",
        "Calle 2",
    }
    before = {path.name: path.read_bytes() for path in (tmp_path / "p").iterdir()}
    again = importers.import_table(tmp_path / "t.csv", tmp_path / "p", publisher="X", date=DAY)
    assert (again.changed, again.known, len(again.refused)) == (False, 4, 4)
    assert {path.name: path.read_bytes() for path in (tmp_path / "p").iterdir()} == before


def test_publishers_in_any_script_have_ids_of_their_own(tmp_path: Path) -> None:
    """外交部 and МИД were both "table", and row 1 of the one was row 1 of the other."""
    head = "id,sending,receiving,kind\n"
    for name, row in (("a", "1,NOR,VEN,embassy\n"), ("b", "1,NOR,VEN,consulate\n")):
        (tmp_path / f"{name}.csv").write_text(head + row, encoding="utf-8")
    one = importers.import_table(tmp_path / "a.csv", tmp_path / "p", publisher="外交部", date=DAY)
    two = importers.import_table(tmp_path / "b.csv", tmp_path / "p", publisher="МИД", date=DAY)
    assert (one.added, two.added) == (1, 1)
    named = ["外交部", "МИД", "МИД X", "ГУ X", "X", "Wikidata", "OSM", "Élan X", "A.", "…", "—!"]
    slugs = [table.origin(name, DAY, "0" * 64).name for name in named]
    assert len(set(slugs[:8])) == 8
    assert not {"wikidata", "osm"} & {*slugs}
    assert (slugs[4], slugs[7], slugs[8]) == ("x", "elan-x", "a")
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) for slug in slugs)


def test_a_record_is_not_put_twice_with_other_cells(tmp_path: Path) -> None:
    account = ImportReport(tmp_path)
    source = table.origin("A ministry", DAY, "0" * 64)
    row_writer = RowWriter(dataset.read(), source, "t.csv", account)
    cells = {"publisher": "X", "title": "T", "language": "en", "kind": "database", "seen": "data"}
    assert row_writer.put("sources", 2, id="x-2026", **cells)
    assert row_writer.put("sources", 3, id="x-2026", **cells)
    assert not row_writer.put("sources", 4, id="x-2026", **{**cells, "title": "Other"})
    assert [(problem.row, problem.value) for problem in account.refused] == [(4, "x-2026")]
    assert account.rows == {"sources": 2}, "that of the file, and the one that was put"


# --- the mapping -----------------------------------------------------------------------------


def test_the_mapping_is_guessed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    command = ["import", "table", "--from", str(DATA / "table.csv"), "--show-mapping"]
    assert main(command) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[:2] for line in lines[1:9]] == [
        ["Sending country", "sending"],
        ["Host country", "receiving"],
        ["Type", "kind"],
        ["City", "city"],
        ["Lat", "latitude"],
        ["Lon", "longitude"],
        ["Since", "opened"],
        ["Web", "website"],
    ]
    assert main([*command, "--json", "--map", "note=Web", "--set", "kind=embassy"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["columns"]["note"] == "Web"
    assert "website" not in told["columns"]
    assert told["constants"] == {"kind": "embassy"}


def test_the_mapping_can_be_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "ours.csv").write_text("Wo;Was\nPeru;x\nChile;y\n", encoding="utf-8")
    command = ["import", "table", "--from", str(tmp_path / "ours.csv"), "--date", DAY]
    into = ["--into", str(tmp_path / "pack"), "--publisher", "Us"]
    assert main([*command, *into]) == 2
    assert "--map sending=COLUMN" in capsys.readouterr().err
    given = ["--map", "receiving=Wo", "--set", "sending=VEN", "--set", "kind=embassy"]
    assert main([*command, *into, *given, "--map", "city="]) == 0
    said = capsys.readouterr().out
    assert 'sending: always "VEN"' in said
    assert 'not used: "Was"' in said
    rows = dataset.read(tmp_path / "pack").rows["missions"]
    assert [(row["sending"], row["receiving"]) for row in rows] == [("VEN", "CHL"), ("VEN", "PER")]


@pytest.mark.parametrize(
    ("columns", "values", "word"),
    [
        ({"sender": "A"}, {}, 'unknown field "sender"'),
        ({"sending": "Z"}, {}, 'unknown column "Z"'),
        ({}, {"castle": "x"}, 'unknown field "castle"'),
        ({}, {}, "no column found for sending, receiving, kind"),
    ],
)
def test_a_mapping_that_cannot_be_is_told(
    columns: dict[str, str], values: dict[str, str], word: str
) -> None:
    with pytest.raises(InvalidSelection) as told:
        mapped(["A", "B"], TableOptions(columns=columns, constants=values)).sound()
    assert word in str(told.value)


def test_each_error_of_a_mapping_has_a_line_and_the_columns_are_listed_once() -> None:
    options = TableOptions(columns={"sending": "Y", "receiving": "Z", "castle": "sending"})
    with pytest.raises(InvalidSelection) as faulty:
        mapped(HEAD, options).sound()
    _, *lines = str(faulty.value).splitlines()
    assert len(lines) == 3
    assert all(word in line for word, line in zip(("castle", '"Y"', '"Z"'), lines, strict=True))
    assert str(faulty.value).count("Columns:") == str(faulty.value).count("Fields:") == 1


@settings(deadline=None)
@given(st.lists(st.sampled_from([one.written for one in words("headings").values()]), unique=True))
def test_no_column_is_used_twice(headings: list[str]) -> None:
    fixed = {"sending": "VEN", "receiving": "PRK", "kind": "embassy"}
    mapping = mapped(headings, TableOptions(constants=fixed))
    assert len(set(mapping.columns.values())) == len(mapping.columns)
    for field, number in mapping.columns.items():
        assert field in words("headings")[heading_key(headings[number])].meanings


def test_who_published_it_and_when_must_be_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["import", "table", "--from", str(DATA / "table.csv"), "--into", str(tmp_path / "p")]
    for flags, asked in (
        ([], {"--publisher", "--date"}),
        (["--date", DAY], {"--publisher"}),
        (["--publisher", "X"], {"--date"}),
    ):
        assert main([*command, *flags]) != 0
        said = capsys.readouterr().err
        assert {one for one in ("--publisher", "--date") if one in said} == asked
    assert not (tmp_path / "p").exists()


# --- bad input -------------------------------------------------------------------------------


def bomb(path: Path) -> None:
    """A sheet of 400 MB of blanks that datasets into less than one."""
    as_xlsx(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            if name.endswith("sheet1.xml"):
                with archive.open(name, "w") as part:
                    for _ in range(400):
                        part.write(b" " * 1_000_000)
            else:
                archive.writestr(name, data)


def lying_bomb(path: Path) -> None:
    """The same, but its directory says that it holds a thousand bytes."""
    bomb(path)
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02")
    while at >= 0:
        name = bytes(data[at + 46 : at + 46 + int.from_bytes(data[at + 28 : at + 30], "little")])
        if name.endswith(b"sheet1.xml"):
            data[at + 24 : at + 28] = (1_000).to_bytes(4, "little")
        at = data.rfind(b"PK\x01\x02", 0, at)
    path.write_bytes(data)


def wide(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append([f"c{n}" for n in range(2_000)])
    book.save(path)


def two_sheets(path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Second")
    book.save(path)


def twice(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["sending", "receiving", "sending"])
    book.active.append(["VEN", "PRK", "NOR"])
    book.save(path)


def shifted(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(HEAD[:3])
    book.active.append(["VEN", "PRK", "embassy", "one too many"])
    book.save(path)


def many(path: Path) -> None:
    pd.DataFrame({"sending": ["VEN"] * 1_000_000}).to_parquet(path)


def repeated(path: Path, rows: list[object]) -> None:
    """Rows a hundred times in a file that holds their one text in few bytes."""
    part = pyarrow.table({"sending": rows})
    with parquet.ParquetWriter(path, part.schema, compression="zstd") as writer:
        for _ in range(100):
            writer.write_table(part)
    assert path.stat().st_size < 100_000


def dictionary(path: Path) -> None:
    """One text of 20,000 characters that is in 100,000 rows, and in the file 100 times."""
    repeated(path, ["V" * 20_000] * 1_000)


def lists(path: Path) -> None:
    """The same in lists."""
    repeated(path, [["V" * 20_000] * 10] * 100)


def shared(path: Path) -> None:
    """One text of 30,000 characters with a blank at its end, to which 20,000 cells point."""
    as_xlsx(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheets = b"application/vnd.openxmlformats-officedocument.spreadsheetml"
    told = (
        b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s.sharedStrings+xml"/></Types>'
    )
    types = parts["[Content_Types].xml"].replace(b"</Types>", told % sheets)
    schema = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    text = b'<sst xmlns="%s"><si><t xml:space="preserve">%s </t></si></sst>'
    row = b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>'
    rows = b"".join(row % (number, number) for number in range(5, 20_005))
    parts |= {
        "[Content_Types].xml": types,
        "xl/sharedStrings.xml": text % (schema, b"V" * 30_000),
        "xl/worksheets/sheet1.xml": parts["xl/worksheets/sheet1.xml"].replace(
            b"</sheetData>", rows + b"</sheetData>"
        ),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def told_of_geometry(told: bytes) -> Callable[[Path], None]:
    """A GeoParquet whose description of its geometry is as given."""

    def make(path: Path) -> None:
        as_parquet(path)
        grid = parquet.read_table(path)
        parquet.write_table(grid.replace_schema_metadata({b"geo": told}), path)

    return make


CRS = b'{"primary_column": "geometry", "columns": {"geometry": {"crs": %s}}}'


def written(data: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(data) and None  # type: ignore[func-returns-value]


def other_files(path: Path) -> None:
    """A form of GDAL's that names another file, under the ending of one of ours."""
    secret = path.with_name("secret.csv")
    secret.write_text("sending,receiving,kind\nVEN,PRK,embassy\n", "utf-8")
    path.write_text(
        '<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>'
        f"{secret}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
        "utf-8",
    )


BAD: dict[str, tuple[Callable[[Path], None], str]] = {
    "other.gpkg": (other_files, "is not a GeoPackage"),
    "returns.csv": (
        lambda path: path.write_bytes(b"a,b\r" + b"1,2\r" * 300_000) and None,
        "at most 200,000",
    ),
    "bomb.xlsx": (bomb, "would unpack to 400,"),
    "lying.xlsx": (lying_bomb, "not a workbook"),
    "wide.xlsx": (wide, "2,000 columns"),
    "sheets.xlsx": (two_sheets, "has 2 sheets"),
    "twice.xlsx": (twice, "as cells 1, 3"),
    "shifted.xlsx": (shifted, "columns are shifted"),
    "text.xlsx": (written(b"sending,receiving\n"), "not a workbook"),
    "million.parquet": (many, "1,000,000 rows"),
    "million.csv": (written(b"sending\n" + b"VEN\n" * 1_000_000), f"at most {MOST_ROWS:,}"),
    "text.parquet": (written(b"PAR1 no"), "not a Parquet"),
    "dictionary.parquet": (dictionary, "characters, which are not read"),
    "lists.parquet": (lists, "characters, which are not read"),
    "shared.xlsx": (shared, "characters, which are not read"),
    "wide.csv": (written(b",".join(b"c%d" % n for n in range(2_000)) + b"\n"), "2,000 columns"),
    "header.csv": (written(b"c," * 5_000_000 + b"\n"), "headings"),
    "halfgeo.parquet": (told_of_geometry(b'{"primary_col'), "not GeoParquet"),
    "listgeo.parquet": (told_of_geometry(b"[]"), "not GeoParquet"),
    "nogeo.parquet": (
        told_of_geometry(b'{"primary_column": "x", "columns": {}}'),
        "not GeoParquet",
    ),
    "deepgeo.parquet": (told_of_geometry(b"[" * 100_000), "not GeoParquet"),
    "crs.parquet": (told_of_geometry(CRS % b'{"type": "x"}'), "reference system"),
    "number.parquet": (told_of_geometry(CRS % b"[1]"), "reference system"),
    "text.gpkg": (written(b"no such thing"), "not a GeoPackage"),
    "cut.geojson": (written(b'{"type": "FeatureCollection", "features": [{'), "cut short"),
    "other.geojson": (written(b'{"type": "Feature"}'), "FeatureCollection"),
    "none.geojson": (written(b'{"type": "FeatureCollection", "features": []}'), "headings"),
    "cut.csv": (written(b"sending,receiving,kind\nVEN,PRK,embas"), "unknown type"),
    "none.csv": (written(b""), "empty"),
    "picture.png": (written(b"x"), "is not that of a readable table"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", BAD)
def test_a_table_that_cannot_be_read_is_told(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make, word = BAD[name]
    make(tmp_path / name)
    command = ["import", "table", "--from", str(tmp_path / name), "--date", DAY]
    assert main([*command, "--publisher", "X", "--into", str(tmp_path / "pack")]) == 1
    said = capsys.readouterr()
    assert word in said.err
    assert "Traceback" not in said.err
    assert not (tmp_path / "pack").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("bomb.xlsx", 50_000_000),
        ("dictionary.parquet", 250_000_000),
        ("lists.parquet", 250_000_000),
        ("shared.xlsx", 250_000_000),
    ],
)
def test_a_bomb_costs_no_memory(name: str, most: int, tmp_path: Path) -> None:
    """Of Python, and of Arrow where a dictionary of 48 kB unpacked to 4.5 GB."""
    import tracemalloc

    BAD[name][0](tmp_path / name)
    pool = pyarrow.proxy_memory_pool(pyarrow.default_memory_pool())
    usual = pyarrow.default_memory_pool()
    pyarrow.set_memory_pool(pool)
    tracemalloc.start()
    try:
        with pytest.raises(SourceFaulty):
            grids.grid_of(tmp_path / name)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        pyarrow.set_memory_pool(usual)
    assert peak < most
    assert pool.max_memory() < most


def test_a_value_that_is_too_long_is_refused_and_never_cut(tmp_path: Path) -> None:
    """XLSX cut it at 20,000 characters; CSV took a city of 900,000."""
    long = "V" * 20_001
    head, rows = [*HEAD[:4], "address"], [("NOR", "VEN", "embassy", "Caracas", long)]
    rows += [("NOR", "PER", "embassy", long, "")]
    rows += [("NOR", "CHL", "embassy", "Santiago", long[1:])]
    text = "\n".join(",".join(row) for row in (head, *rows)) + "\n"
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    book = openpyxl.Workbook()
    for row in (head, *rows):
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    pd.DataFrame(rows, columns=head).to_parquet(tmp_path / "t.parquet")
    for form, first in (("csv", 2), ("xlsx", 2), ("parquet", 1)):
        into = tmp_path / form
        account = importers.import_table(tmp_path / f"t.{form}", into, publisher="X", date=DAY)
        assert [(problem.row, problem.column) for problem in account.refused] == [
            (first, "address"),
            (first + 1, "city"),
        ]
        assert "20,001 characters" in account.refused[0].rule
        assert (account.added, account.refused_rows) == (2, 1)
        assert account.refused_file is not None
        assert account.refused_file.stat().st_size < 2_000
        claims = dataset.read(into).rows["claims"]
        assert [len(c["value"]) for c in claims if c["property"] == "address"] == [20_000]


def test_a_sheet_that_says_it_is_endless_is_read(tmp_path: Path) -> None:
    as_xlsx(tmp_path / "t.xlsx")
    with zipfile.ZipFile(tmp_path / "t.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b'ref="A1:G4"', b'ref="A1:XFD1048576"')
    assert b"XFD1048576" in parts[sheet]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    (tmp_path / "t.xlsx").write_bytes(out.getvalue())
    assert len(grids.grid_of(tmp_path / "t.xlsx").rows) == 3


def test_cells_of_a_sheet_are_texts_as_they_are_seen(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["number", "whole", "day", "moment", "yes", "none"])
    event_window = dt.datetime(2019, 8, 21, 10, 30)
    book.active.append([-66.8655, 7.0, dt.datetime(2019, 8, 21), event_window, True, None])
    book.active.append([])
    book.active.append(["x"])
    book.save(tmp_path / "cells.xlsx")
    grid = grids.grid_of(tmp_path / "cells.xlsx")
    assert grid.rows[0] == (2, ["-66.8655", "7", "2019-08-21", "2019-08-21T10:30:00", "yes", ""])
    assert grid.rows[1][0] == 4


def changing(path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Have another program replace a file as soon as it was read; the hash of what it held."""
    held = path.read_bytes()
    read = Path.read_bytes

    def read_and_replaced(self: Path) -> bytes:
        data = read(self)
        if self == path:
            path.write_bytes(data + b"\n")
        return data

    monkeypatch.setattr(Path, "read_bytes", read_and_replaced)
    return hashlib.sha256(held).hexdigest()


@pytest.mark.parametrize("form", FORMS)
def test_the_hash_is_of_the_bytes_that_were_read(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    FORMS[form](tmp_path / form)
    wanted = changing(tmp_path / form, monkeypatch)
    importers.import_table(tmp_path / form, tmp_path / "p", publisher="X", date=DAY)
    (source,) = (row for row in dataset.read(tmp_path / "p").rows["sources"] if row["note"])
    assert source["note"].endswith(f"SHA-256 {wanted}")
