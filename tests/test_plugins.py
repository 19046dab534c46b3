"""Importers and exporters of other packages: found by entry points, used on the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import geo

CODE = """
from geo.importers import import_table


class Source:
    def read(self, file, into, *, date=""):
        return import_table(file, into, publisher="The Plug-in", date=date)


class Lines:
    def write(self, atlas, selection):
        return "".join(f"{id}\\n" for id in atlas.missions(selection)["id"]).encode()


class Failing:
    def write(self, atlas, selection):
        raise ZeroDivisionError("by design")


source, lines, hollow, failing = Source(), Lines(), object(), Failing()
"""
POINTS = """[embassy_atlas.importers]
plain = atlas_plugin:source
broken = atlas_plugin_that_is_not_there:source

[embassy_atlas.exporters]
lines = atlas_plugin:lines
hollow = atlas_plugin:hollow
failing = atlas_plugin:failing
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    info = folder / "atlas_plugin-1.0.dist-info"
    info.mkdir(parents=True)
    (folder / "atlas_plugin.py").write_text(CODE, "utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: atlas-plugin\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(POINTS)
    return folder


def _run(site: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(site), str(Path(geo.__file__).parents[1])])
    return subprocess.run(
        [sys.executable, "-m", "geo.cli", *map(str, words)],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_plug_in_exports(site: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.lines"
    done = _run(site, "export", out, "--among", "VEN,PRK")
    assert done.returncode == 0, done.stderr
    ids = list(geo.Atlas.open().missions(geo.Selection(among=("VEN", "PRK")))["id"])
    assert out.read_text().split() == ids


def test_a_plug_in_imports(site: Path, tmp_path: Path) -> None:
    table = tmp_path / "list.csv"
    table.write_text("sending,receiving,kind,city\nPRK,VEN,embassy,Caracas\n")
    into = ("--into", tmp_path / "p", "--date", "2024")
    done = _run(site, "import", "plain", "--from", table, *into)
    assert done.returncode == 0, done.stderr
    assert "The Plug-in" in (tmp_path / "p" / "sources.csv").read_text("utf-8")
    assert "plain" in _run(site, "import", "--help").stdout


def test_the_page_offers_a_plug_in_as_a_kind_of_file(site: Path, tmp_path: Path) -> None:
    program = """
import pathlib, sys
from geo.importers import OFFICIAL
from geo.ui.pages.load_data import kinds
offered = kinds()
assert list(offered) == [
    "pack", "wikidata", "osm", *OFFICIAL, "dyads", "broken", "plain", "table"
], list(offered)
data = b"sending,receiving,kind,city\\nPRK,VEN,embassy,Caracas\\n"
into, refused = offered["plain"].read(data, "list.csv", {"date": "2024"}, pathlib.Path(sys.argv[1]))
assert not refused
print((into / "sources.csv").read_text("utf-8"))
"""
    path = os.pathsep.join([str(site), str(Path(geo.__file__).parents[1])])
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "The Plug-in" in done.stdout


def test_a_broken_plug_in_is_named_when_it_is_used(site: Path, tmp_path: Path) -> None:
    done = _run(site, "import", "broken", "--from", tmp_path / "x", "--into", tmp_path / "p")
    assert done.returncode == 2
    assert "atlas_plugin_that_is_not_there" in done.stderr
    assert "Traceback" not in done.stderr
    done = _run(site, "export", tmp_path / "a.hollow")
    assert (done.returncode, "has no method write" in done.stderr) == (2, True)
    done = _run(site, "export", tmp_path / "a.failing", "--among", "VEN,PRK")
    assert (done.returncode, 'plug-in "failing" failed: ZeroDiv' in done.stderr) == (2, True)
    assert not (tmp_path / "a.failing").exists()
    done = _run(site, "export", tmp_path / "a.geojson", "--among", "VEN,PRK")
    assert done.returncode == 0
