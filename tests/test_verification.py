"""Files that say where they come from: as they were made, edited, or overtaken by the data."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import random
import re
import shutil
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

import geo
from geo import dataset, dossier, exporters, figures, provenance, verification
from geo.cli import main
from geo.errors import InvalidSelection
from geo.i18n import ENGLISH, tr
from geo.reports.timelines import timelines

PAIR = geo.Selection(among=("VEN", "PRK"), as_of="2026-11-29")
ME = ("--author", "Ana Ruiz", "--why", "told by phone")


def workbook(atlas: geo.Atlas) -> bytes:
    """A workbook as an exporter would write it, with its stamp."""
    book = openpyxl.Workbook()
    for row in csv.reader(io.StringIO(exporters.csv(atlas, PAIR).decode("utf-8-sig"))):
        book.active.append(row[:-1])
    out = io.BytesIO()
    book.properties.modified = book.properties.created = dt.datetime(2026, 11, 29)
    book.save(out)
    return provenance.sealed(out.getvalue(), "xlsx", "table", atlas, PAIR)


MADE: dict[str, Callable[[geo.Atlas], bytes]] = {
    "a.png": lambda atlas: figures.figure(atlas, PAIR, dpi=36),
    "a.svg": lambda atlas: figures.figure(atlas, PAIR, format="svg"),
    "a.pdf": lambda atlas: figures.figure(atlas, PAIR, format="pdf"),
    "timeline.png": lambda atlas: figures.timeline(
        atlas, timelines(atlas, ("pair:PRK-VEN",), geo.Selection(as_of="2026-11-29")), dpi=36
    ),
    "a.geojson": lambda atlas: exporters.geojson(atlas, PAIR),
    "a.csv": lambda atlas: exporters.csv(atlas, PAIR, language="es"),
    "pair.csv": lambda atlas: figures.table(atlas, PAIR),
    "absences.csv": lambda atlas: exporters.absences(atlas, geo.Selection(sending=("VEN",))),
    "a.html": lambda atlas: dossier.dossier(atlas, PAIR),
    "map.html": lambda atlas: dossier.embed(atlas, PAIR),
    "a.xlsx": workbook,
}
FORMS = {"geojson": "json"}


@pytest.fixture(scope="module")
def opened() -> geo.Atlas:
    return geo.Atlas.open()


@pytest.fixture(scope="module")
def made(opened: geo.Atlas) -> dict[str, bytes]:
    return {name: make(opened) for name, make in MADE.items()}


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> geo.Atlas:
    """The bundled dataset after somebody closed a mission and changed one that is not shown."""
    folder = tmp_path_factory.mktemp("later") / "pack"
    dataset.write(dataset.read(), folder)
    words = ["--mission", "prk-embassy-caracas", "--kind", "closed", "--date", "2026-11-01"]
    assert main(["event", "add", str(folder), *words, "--source", "unrecorded", *ME]) == 0
    return geo.Atlas.open(folder)


@pytest.mark.parametrize("name", MADE)
def test_an_untouched_file_is_the_same(
    name: str, made: dict[str, bytes], opened: geo.Atlas
) -> None:
    found = verification.verified(made[name], opened)
    suffix = name.rpartition(".")[2]
    assert found.form == FORMS.get(suffix, suffix)
    assert found.same
    assert not found.edited
    stamp = found.stamp
    assert stamp is not None
    assert stamp.dataset == opened.dataset.sha256
    assert stamp.version == provenance.version()
    assert stamp.selection.as_of is not None


@pytest.mark.parametrize("name", MADE)
def test_one_byte_is_enough_to_be_edited(
    name: str, made: dict[str, bytes], opened: geo.Atlas
) -> None:
    data = made[name]
    places = random.Random(name).sample(range(len(data)), 12)
    begin = data.find(b"product=embassy-atlas")
    for place in [*places, begin + 40, data.find(b"sha256=", begin) + 10]:
        byte = (data[place] + 1) % 256
        spoilt = data[:place] + bytes([byte]) + data[place + 1 :]
        try:
            found = verification.verified(spoilt, opened)
        except InvalidSelection:  # its beginning or its stamp is not to be recognised any more
            assert name == "a.xlsx" or place < 64 or begin <= place
            continue
        if name != "a.xlsx":  # bytes of a container that hold no content may change
            assert found.edited
            assert not found.same


@pytest.mark.parametrize("name", [name for name in MADE if name not in ("a.xlsx", "absences.csv")])
def test_a_file_that_the_data_has_overtaken_says_what_changed_and_why(
    name: str, made: dict[str, bytes], later: geo.Atlas
) -> None:
    found = verification.verified(made[name], later)
    assert not found.edited
    assert not found.same
    assert found.changes is not None
    closed = next(one for one in found.changes.changes if one.kind == "closed")
    assert (closed.mission, closed.was, closed.now) == ("prk-embassy-caracas", "open", "closed")
    assert closed.reason.word == "editor"
    for language in ("en", "es"):
        lines = found.lines(tr(language))
        assert any("Ana Ruiz" in line for line in lines)
    told = found.as_dict(ENGLISH)
    assert told["same"] is False
    assert told["differences"]["counts"]["closed"] == 1


def test_a_dataset_that_changed_elsewhere_gives_the_same(
    opened: geo.Atlas, later: geo.Atlas
) -> None:
    elsewhere = geo.Selection(receiving=("KOR",), as_of="2026-11-29")
    other = geo.Selection(receiving=("PRK",), sending=("SWE",), as_of="2026-11-29")
    chosen = elsewhere if len(opened.missions(elsewhere)) else other
    for data in (exporters.csv(opened, chosen), figures.figure(opened, chosen, dpi=36)):
        found = verification.verified(data, later)
        assert found.same
        assert not found.same_dataset
        assert ENGLISH("verify.same_here") in found.lines(ENGLISH)


def test_an_edited_cell_is_named(made: dict[str, bytes], opened: geo.Atlas) -> None:
    data = made["a.csv"].replace(b",2015,", b",2016,")
    found = verification.verified(data, opened)
    assert found.edited
    assert found.changes is not None
    (change,) = found.changes.changes
    assert [(one.what, one.was, one.now) for one in change.evidence] == [("opened", "2016", "2015")]
    rows = made["a.csv"].splitlines(keepends=True)
    gone = verification.verified(b"".join(rows[:-1]), opened)
    assert gone.edited
    assert gone.changes is not None
    assert gone.changes.counts == {"added": 1}
    features = json.loads(made["a.geojson"])
    features["features"][0]["properties"]["status"] = "closed"
    again = verification.verified(json.dumps(features).encode(), opened)
    assert again.edited
    assert again.changes is not None
    assert again.changes.counts == {"evidence": 1}


def test_a_workbook_saved_again_is_edited(made: dict[str, bytes], opened: geo.Atlas) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made["a.xlsx"]))
    book.active["B2"] = "another"
    out = io.BytesIO()
    book.save(out)
    found = verification.verified(out.getvalue(), opened)
    assert found.edited
    assert found.stamp is not None


def test_files_with_a_stamp_are_still_what_they_were(
    made: dict[str, bytes], tmp_path: Path, opened: geo.Atlas
) -> None:
    picture = Image.open(io.BytesIO(made["a.png"]))
    picture.load()
    assert picture.text["embassy-atlas"].startswith("product=embassy-atlas;")
    last = made["a.png"][-12:]
    assert last == b"\0\0\0\0IEND" + zlib.crc32(b"IEND").to_bytes(4)
    rows = list(csv.reader(io.StringIO(made["a.csv"].decode("utf-8-sig"))))
    assert {len(row) for row in rows} == {len(exporters.COLUMNS) + 1}
    assert rows[0][-1] == "provenance"
    assert json.loads(made["a.geojson"])["provenance"].startswith("product=embassy-atlas;")
    assert len(openpyxl.load_workbook(io.BytesIO(made["a.xlsx"])).active["A"]) == 3
    pdf = made["a.pdf"]
    start = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    assert pdf[start:].startswith(b"xref\n")
    number, at = re.search(rb"xref\n(\d+) 1\n(\d{10}) ", pdf[start:]).groups()
    assert pdf[int(at) :].startswith(number + b" 0 obj")
    assert figures.figure(opened, PAIR, format="pdf") == pdf
    if shutil.which("pdfinfo"):
        (tmp_path / "a.pdf").write_bytes(pdf)
        done = subprocess.run(
            ["pdfinfo", "-custom", str(tmp_path / "a.pdf")], capture_output=True, text=True
        )
        assert done.stderr == ""
        assert "EmbassyAtlas" in done.stdout


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "empty"),
        (b"hello, world\n", "csv"),
        (b'{"type": "FeatureCollection", "features": []}', "json"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "png"),
        (b"%PDF-1.7\n", "pdf"),
        (b"<!doctype html><title>x</title>", "html"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "svg"),
        (b"\x7fELF" + bytes(100), "other"),
        (b"PK\3\4" + bytes(100), "other"),
    ],
)
def test_a_foreign_file_is_named(data: bytes, what: str, opened: geo.Atlas) -> None:
    with pytest.raises(InvalidSelection) as raised:
        verification.verified(data, opened)
    assert ENGLISH(f"verify.form.{what}") in str(raised.value)


@pytest.mark.parametrize("rows", ["AAAA", "eJyLjgUAARUAuQ", "x" * 100])
def test_a_forged_stamp_cannot_be_relied_upon(rows: str, opened: geo.Atlas) -> None:
    text = f"product=embassy-atlas;version=9;rows={rows};sha256={'0' * 64}"
    found = verification.verified(f"a,b\r\n1,{text}\r\n".encode(), opened)
    assert found.edited
    assert found.stamp is None
    assert not found.same
    assert found.lines(ENGLISH)[1] == ENGLISH("verify.unreadable")


# --- the command ---------------------------------------------------------------------------------


def test_the_command_says_it_by_its_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], later: geo.Atlas
) -> None:
    file = tmp_path / "pair.geojson"
    assert main(["export", str(file), "--among", "VEN,PRK", "--as-of", "2026-11-29"]) == 0
    assert main(["verify", str(file)]) == 0
    assert ENGLISH("verify.same") in capsys.readouterr().out
    assert main(["verify", str(file), "--dataset", str(later.dataset.folder), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["edited"], told["same"], told["as_of"]) == (False, False, "2026-11-29")
    file.write_bytes(file.read_bytes().replace(b"Caracas", b"Carracas", 1))
    assert main(["verify", str(file), "--language", "es"]) == 1
    assert tr("es")("verify.edited") in capsys.readouterr().out


@pytest.mark.parametrize(("name", "said"), [("nothing", "not there"), ("", "a folder")])
def test_what_is_no_file_is_told(
    name: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(tmp_path / name)]) == 2
    assert said in capsys.readouterr().err
