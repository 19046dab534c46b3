"""What the README shows runs as it is written."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import geo

README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
HOUSE = Path(__file__).resolve().parents[1]
SHELL, PYTHON, STEPS = (
    re.findall(rf"```{kind}\n(.*?)```", README, re.DOTALL) for kind in ("sh", "python", "bash")
)
WORLD = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
COMMANDS = [
    line.split("#")[0].strip()
    for block in SHELL
    for line in block.splitlines()
    if line.startswith("embassy-atlas") and not line.startswith("embassy-atlas serve")
]


def test_the_two_commands_stand_in_the_readme() -> None:
    assert "pip install -e . && streamlit run app.py" in README
    assert "pip install -e '.[test]' && pytest" in README


def test_there_are_commands_and_a_picture() -> None:
    assert COMMANDS
    assert PYTHON
    (picture,) = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert (HOUSE / picture).read_bytes().startswith(b"\x89PNG")


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_runs(command: str, tmp_path: Path) -> None:
    words = shlex.split(command)[1:]
    if words[0] == "screenshot" and not os.environ.get("CI"):
        pytest.importorskip("playwright")
        if shutil.which("chromium") is None:
            pytest.skip("there is no Chromium: apt-get install chromium")
    done = subprocess.run(
        [sys.executable, "-m", "geo.cli", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    suffixes = (".geojson", ".pdf", ".png", ".html")
    for name in (word for word in words if word.endswith(suffixes)):
        assert (tmp_path / name).stat().st_size > 1_000
    if "--beside" in words:
        assert "14,370" in (tmp_path / "pair.pdf.txt").read_text("utf-8")
        assert ("nearby mission named by a source") in (tmp_path / "pair.pdf.csv").read_text(
            "utf-8-sig"
        )


@pytest.mark.slow
def test_the_world_is_brought_in_as_it_is_written(tmp_path: Path) -> None:
    """The table was to be merged, and the line before had only shown how it would be read."""
    import openpyxl

    (block,) = (block for block in WORLD if "import wikidata" in block)
    book = openpyxl.Workbook()
    for row in (
        ("sending", "receiving", "kind", "city"),
        ("Iceland", "Peru", "embassy", "Lima"),
    ):
        book.worksheets[0].append(row)
    book.save(tmp_path / "ours.xlsx")
    listed = HOUSE / "tests" / "data" / "importers"
    shutil.copy(listed / "missions.csv", tmp_path / "missions-2022-11-16.csv")
    shutil.copy(listed / "missions.osm.pbf", tmp_path / "extract-2026-11-20.osm.pbf")
    shutil.copy(listed / "official" / "representativesInCountry.json", tmp_path)
    shutil.copy(listed / "dyads-cow.csv", tmp_path / "Diplomatic_Exchange_2006v1.csv")
    said = []
    for line in block.splitlines():
        words = shlex.split(line, comments=True)[1:]
        if words[0] == "serve" or words[:2] == ["import", "world"]:  # asks live services
            continue
        done = subprocess.run(
            [sys.executable, "-m", "geo.cli", *words],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
        )
        said.append(done.stdout)
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    assert "city\tcity\tLima" in said[4]
    added = geo.Atlas.open(tmp_path / "world").dataset.rows["missions"]
    assert [row["city"] for row in added if row["sending"] == "ISL"] == ["Lima"]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_a_mission_of_your_own_is_added_as_it_is_written(tmp_path: Path) -> None:
    (steps,) = STEPS
    (tmp_path / "data").symlink_to(HOUSE / "data")
    command = tmp_path / "bin" / "embassy-atlas"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m geo.cli "$@"\n', "utf-8")
    command.chmod(0o755)
    done = subprocess.run(
        ["bash", "-euc", steps],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}"},
    )
    assert done.returncode == 0, done.stderr
    assert "no errors" in done.stdout + done.stderr
    assert "Embassy of Iceland in Lima" in done.stdout
    added = geo.Atlas.open(tmp_path / "my-atlas")
    assert len(added.dataset.rows["missions"]) == 289


@pytest.mark.parametrize("block", PYTHON)
def test_the_python_of_the_readme_runs(block: str) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", block], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "KOR" in done.stdout
    assert "14,3" in done.stdout
