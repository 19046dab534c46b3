"""Cases: a file of a format that the product reads, mutated, and the command that reads it."""

from __future__ import annotations

import io
import random
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from support.rows import mission, simple

import geo
from fuzz import mutations
from geo import editing
from geo.cli import main
from geo.dataset import Row, archive

DATA = Path(__file__).resolve().parents[1] / "data" / "importers"
ROWS = {
    "sending": ["FRA", "Peru", "Q142", "DEU"],
    "receiving": ["PER", "FRA", "PER", "France"],
    "kind": ["embassy", "Embassy", "consulate general", "embassy"],
    "city": ["Lima", "Paris", "Lima", "Paris"],
    "name": ["E1", "E2", "E3", "E4"],
    "longitude": ["-77.03", "2.3", "-77", "2.31"],
    "latitude": ["-12.1", "48.85", "-12", "48.86"],
    "opened": ["1965", "2001-02-03", "12 March 2011", ""],
    "url": ["https://example.org/1", "", "", ""],
}
KML = """<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Placemark><name>E1</name><ExtendedData><Data name="sending"><value>FRA</value></Data>
<Data name="receiving"><value>PER</value></Data><Data name="kind"><value>embassy</value></Data>
<Data name="city"><value>Lima</value></Data></ExtendedData>
<Point><coordinates>-77.03,-12.1</coordinates></Point></Placemark></Document></kml>
"""
OSM = """<?xml version="1.0"?><osm version="0.6"><node id="1" lat="-12.1" lon="-77.0" version="1">
<tag k="office" v="diplomatic"/><tag k="diplomatic" v="embassy"/><tag k="country" v="FR"/>
<tag k="target" v="PE"/></node></osm>
"""
MAPPING = b'{"embassy_atlas_mapping": 1, "columns": {"sending": "sending", "kind": "kind"}, '
MAPPING += b'"values": {"kind": {"Embassy": "embassy"}}, "constants": {"receiving": "PER"}}\n'
TABLE = ("import", "table", "--publisher", "P", "--date", "2026-01-01")
DAY = ("--date", "2026-01-01")
Command = Callable[[], int]


class Seeds:
    """Whole files to begin from, made once in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        two = mission("a"), mission("b", city="Seoul", receiving="KOR")
        self.dataset = simple(folder, "first", *two)
        self.other = simple(folder, "second", mission("c", sending="COL"))
        said = {"publisher": "P", "kind": "news", "published": "2020-01-01"}
        shape = {"type": "Point", "coordinates": [-77.0, -12.0]}
        for row in (
            Row("sources", {**said, "title": "T", "id": "p-news-1"}),
            Row("claims", {"subject": "a", "property": "floor", "value": "3", "source": "first"}),
            Row("places", {"id": "p1", "name": "P", "kind": "district", "state": "PER"}, shape),
        ):
            draft = editing.prepare(self.dataset, [row], author="me")
            if not draft.problems:
                editing.save(draft)
        self._tables()
        self._archives()

    def _tables(self) -> None:
        frame = pd.DataFrame(ROWS)
        frame.to_csv(self.folder / "t.csv", index=False)
        frame.to_csv(self.folder / "semicolons.csv", index=False, sep=";")
        book = openpyxl.Workbook()
        book.active.append(list(frame))
        for row in frame.itertuples(index=False):
            book.active.append(list(row))
        book.active["H2"], book.active["I3"] = pd.Timestamp("2001-03-04"), True
        book.save(self.folder / "t.xlsx")
        plain = frame.drop(columns=["longitude", "latitude"])
        at = gpd.points_from_xy(frame.longitude.astype(float), frame.latitude.astype(float))
        placed = gpd.GeoDataFrame(plain, geometry=at, crs=4326)
        placed.loc[2, "geometry"] = placed.geometry[2].buffer(0.01)
        placed.to_file(self.folder / "t.geojson", driver="GeoJSON")
        placed.to_parquet(self.folder / "t.parquet")
        points = placed.drop(index=2)
        points.to_file(self.folder / "t.gpkg", layer="m")
        points.to_file(self.folder / "t.fgb", driver="FlatGeobuf")
        points.to_file(self.folder / "shape.shp")
        frame.to_json(self.folder / "t.json", orient="records")
        frame.to_json(self.folder / "t.jsonl", orient="records", lines=True)
        (self.folder / "t.kml").write_text(KML)
        (self.folder / "t.osm").write_text(OSM)
        (self.folder / "mapping.json").write_bytes(MAPPING)

    def _archives(self) -> None:
        for name, files in {
            "dataset.zip": sorted(self.dataset.iterdir()),
            "t.zip": sorted(self.folder.glob("shape.*")),
            "t.kmz": [self.folder / "t.kml"],
        }.items():
            with zipfile.ZipFile(self.folder / name, "w", zipfile.ZIP_DEFLATED) as out:
                for file in files:
                    out.write(file, file.name)

    def read(self, name: str) -> bytes:
        """A seed: one that was made, or one of the importers' tests."""
        made = self.folder / name
        return made.read_bytes() if made.exists() else (DATA / name).read_bytes()


Mutation = Callable[[random.Random, bytes], bytes]
Make = Callable[[random.Random, Seeds, Path], Command]


def _mutated(r: random.Random, data: bytes, how: Mutation) -> bytes:
    """Mutated as its format is, at times as bytes."""
    if how is not mutations.raw and r.random() < 0.25:
        how = mutations.raw
    return how(r, data)


def _command(*words: object) -> Command:
    return lambda: main([str(word) for word in words])


def _file(words: Sequence[str], how: Mutation, *names: str, more: Sequence[str] = ()) -> Make:
    """A file of an importer."""

    def make(r: random.Random, seeds: Seeds, work: Path) -> Command:
        name = r.choice(names)
        file = work / Path(name).name
        file.write_bytes(_mutated(r, seeds.read(name), how))
        return _command(*words, "--from", file, "--into", work / "into", *more)

    return make


def _spoilt(r: random.Random, seeds: Seeds, into: Path) -> None:
    """A dataset with one or two files mutated."""
    shutil.copytree(seeds.dataset, into)
    for _ in range(r.choice((1, 1, 1, 2))):
        file = r.choice(sorted(into.iterdir()))
        ways = {".csv": mutations.table, ".jsonl": mutations.lines}
        data = file.read_bytes()
        try:
            made = _mutated(r, data, ways.get(file.suffix, mutations.tree))
        except (ValueError, IndexError):
            made = mutations.raw(r, data)
        if r.random() < 0.03:
            file.unlink()
        else:
            file.write_bytes(made)


def _check(r: random.Random, seeds: Seeds, work: Path) -> Command:
    _spoilt(r, seeds, work / "d")
    return _command("check", work / "d", *r.choice(((), ("--fix",), ("--json",))))


def _open(r: random.Random, seeds: Seeds, work: Path) -> Command:
    """What reads a dataset: lists, cards, conflicts, exports, its history."""
    _spoilt(r, seeds, work / "d")
    of = ("--dataset", work / "d")
    found = (
        ("list", *of),
        ("show", "a", *of),
        ("conflicts", *of),
        ("timeline", *of),
        ("export", work / "out.geojson", *of),
        ("edits", work / "d"),
        ("diff", seeds.dataset, work / "d"),
        ("undo", work / "d", "--author", "me"),
        ("source", "add", work / "d", "--publisher", "P", "--title", "N", "--kind", "news"),
    )
    return _command(*r.choice(found))


def _merge(r: random.Random, seeds: Seeds, work: Path) -> Command:
    _spoilt(r, seeds, work / "d")
    if r.random() < 0.5:
        shutil.copytree(seeds.other, work / "into")
    return _command("merge", work / "d", seeds.other, "--into", work / "into")


def _decisions(r: random.Random, seeds: Seeds, work: Path) -> Command:
    text = b"decision,suggestion,why,metres_apart,dataset,here,there\nsame,,,,a,a,c\n"
    (work / "d.csv").write_bytes(_mutated(r, text, mutations.table))
    words = ("--decisions", work / "d.csv", "--into", work / "into")
    return _command("merge", seeds.dataset, seeds.other, *words)


def _zip(r: random.Random, seeds: Seeds, work: Path) -> Command:
    data = mutations.parts(r, seeds.read("dataset.zip"))

    def run() -> int:
        try:
            (work / "un").mkdir()
            archive.unpack(data, work / "un")
            geo.Atlas.open(work / "un").missions()
        except geo.AtlasError as error:
            return error.exit_code
        return 0

    return run


def _mapping(r: random.Random, seeds: Seeds, work: Path) -> Command:
    (work / "m.json").write_bytes(_mutated(r, MAPPING, mutations.tree))
    words = ("--from", seeds.folder / "t.csv", "--mapping", work / "m.json")
    return _command(*TABLE, *words, "--into", work / "into")


def _mark(r: random.Random, seeds: Seeds, work: Path) -> Command:
    from geo.site.output import MARK

    site = work / "site"
    site.mkdir()
    text = b'{"versions": [{"as_of": "2026-01-01", "version": "0123456789ab"}]}\n'
    (site / MARK).write_bytes(_mutated(r, text, mutations.tree))
    words = ("--dataset", seeds.dataset, "--no-pictures", "--no-downloads", "--languages", "en")
    return _command("publish", site, *words, "--keep", "2", "--as-of", "2026-01-01")


def _geopackage(r: random.Random, seeds: Seeds, work: Path) -> Command:
    file = work / "t.gpkg"
    file.write_bytes(seeds.read("t.gpkg"))
    if r.random() < 0.5:
        file.write_bytes(mutations.raw(r, file.read_bytes()))
    else:
        _altered(r, file)
    return _command(*TABLE, "--from", file, "--into", work / "into")


def _altered(r: random.Random, file: Path) -> None:
    """Cells, geometries and tables of a GeoPackage."""
    value = r.choice((None, -1, 1.5, float("inf"), 2**62, b"\xff\xfe", b"", *mutations.CELLS))
    tables = ("gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys", "m")
    with sqlite3.connect(file) as base:
        for (name,) in base.execute(
            "SELECT name FROM sqlite_master WHERE type='trigger'"
        ).fetchall():
            base.execute(f'DROP TRIGGER "{name}"')
        table = r.choice(tables)
        columns = [row[1] for row in base.execute(f"PRAGMA table_info({table})")]
        try:
            if r.random() < 0.2:
                base.execute(f"DROP TABLE {table}")
            elif r.random() < 0.3:
                (blob,) = base.execute("SELECT geom FROM m LIMIT 1").fetchone()
                base.execute("UPDATE m SET geom=?", (mutations.raw(r, blob),))
            else:
                base.execute(f'UPDATE {table} SET "{r.choice(columns)}"=?', (value,))
        except sqlite3.Error:
            base.rollback()
    base.close()


def _parquet(r: random.Random, seeds: Seeds, work: Path) -> Command:
    data = seeds.read("t.parquet")
    data = mutations.raw(r, data) if r.random() < 0.4 else _columned(r, data)
    (work / "t.parquet").write_bytes(data)
    return _command(*TABLE, "--from", work / "t.parquet", "--into", work / "into")


def _columned(r: random.Random, data: bytes) -> bytes:
    """Columns of odd types, columns twice, and another description of the geometry."""
    table = pq.read_table(io.BytesIO(data))
    n = table.num_rows
    odd = (
        pa.array([2**62] * n, pa.timestamp("us")),
        pa.array([0] * n, pa.timestamp("s", tz=r.choice(("Mars/Phobos", "+99:99", "UTC")))),
        pa.array([2**31 - 1] * n, pa.date32()),
        pa.array([[["a"]]] * n),
        pa.array([{"a": {"b": 1}}] * n),
        pa.array([b"\xff\xfe"] * n),
        pa.array([2**63 - 1] * n, pa.duration("s")),
        pa.array([2**63 - 1] * n, pa.time64("ns")),
        pa.array([None] * n),
        pa.array([[("k", 1)]] * n, pa.map_(pa.string(), pa.int64())),
        pa.array(["x"] * n).dictionary_encode(),
    )
    name = r.choice(("x", "sending", "kind", "opened", "geometry"))
    table = table.append_column(name, r.choice(odd))
    meta = dict(table.schema.metadata or {})
    if r.random() < 0.5:
        meta[b"geo"] = mutations.tree(r, meta[b"geo"]).strip()
    out = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(meta), out)
    return out.getvalue()


_JSON, _CSV, _RAW, _ZIP = mutations.tree, mutations.table, mutations.raw, mutations.parts
TARGETS: dict[str, tuple[int, Make]] = {
    "check": (6, _check),
    "open": (6, _open),
    "merge": (3, _merge),
    "decisions": (1, _decisions),
    "zip": (3, _zip),
    "mapping": (2, _mapping),
    "mark": (1, _mark),
    "csv": (3, _file(TABLE, _CSV, "t.csv", "semicolons.csv", "table.csv")),
    "xlsx": (4, _file(TABLE, _ZIP, "t.xlsx")),
    "json": (2, _file(TABLE, _JSON, "t.json")),
    "jsonl": (1, _file(TABLE, mutations.lines, "t.jsonl")),
    "geojson": (3, _file(TABLE, _JSON, "t.geojson")),
    "kml": (2, _file(TABLE, mutations.xml, "t.kml")),
    "kmz": (1, _file(TABLE, _ZIP, "t.kmz")),
    "shapefile": (2, _file(TABLE, _ZIP, "t.zip")),
    "flatgeobuf": (1, _file(TABLE, _RAW, "t.fgb")),
    "geopackage": (3, _geopackage),
    "parquet": (3, _parquet),
    "overpass": (2, _file(("import", "osm", *DAY), _JSON, "overpass.json")),
    "osm": (3, _file(("import", "osm", *DAY), _JSON, "osm.geojson")),
    "pbf": (2, _file(("import", "osm", *DAY), _RAW, "missions.osm.pbf")),
    "osm-xml": (1, _file(("import", "osm", *DAY), mutations.xml, "t.osm")),
    "wikidata": (2, _file(("import", "wikidata", *DAY), _CSV, "missions.csv")),
    "sparql": (3, _file(("import", "wikidata", *DAY), _JSON, "statements.json", "wide.json")),
    "us-posts": (1, _file(("import", "us-posts", *DAY), _JSON, "official/us-posts.json")),
    "uk-posts": (1, _file(("import", "uk-posts", *DAY), _JSON, "official/uk-austria.json")),
    "korean": (1, _file(("import", "korean-posts", *DAY), _JSON, "official/korean-1.json")),
    "german": (
        1,
        _file(("import", "german-feeds", *DAY), _JSON, "official/representativesInCountry.json"),
    ),
    "dyads": (
        2,
        _file(("import", "dyads"), _CSV, "dyads-cow.csv", "dyads-ddr.csv", "dyads-ranges.csv"),
    ),
}
_DRAWN = [name for name, (weight, _) in TARGETS.items() for _ in range(weight)]


def case(number: int, seeds: Seeds, work: Path, only: str = "") -> tuple[str, Command]:
    """The target of a case and what runs it; the number decides all of it."""
    r = random.Random(number)
    target = only or r.choice(_DRAWN)
    work.mkdir(parents=True)
    return target, TARGETS[target][1](r, seeds, work)
