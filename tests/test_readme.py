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
COMMANDS = [
    line.split("#")[0].strip()
    for block in SHELL
    for line in block.splitlines()
    if line.startswith("embassy-atlas") and not line.startswith("embassy-atlas serve")
]


def test_the_two_commands_stand_in_the_readme() -> None:
    assert "pip install -e . && streamlit run app.py" in README
    assert "pip install -e '.[test]' && pytest" in README


def test_the_counts_are_those_of_the_pack(atlas: geo.Atlas) -> None:
    missions, sources = (len(atlas.pack.rows[table]) for table in ("missions", "sources"))
    assert f"{missions} missions, {sources} sources" in README


def test_the_first_steps_are_as_long_as_they_say() -> None:
    assert len(COMMANDS) == 10
    (block,) = PYTHON
    assert len([line for line in block.splitlines() if line]) == 10
    (picture,) = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert (HOUSE / picture).read_bytes().startswith(b"\x89PNG")


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
        assert "named neighbour" in (tmp_path / "pair.pdf.csv").read_text("utf-8-sig")


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
    assert "no faults" in done.stdout + done.stderr
    assert "Embassy of Iceland in Lima" in done.stdout
    added = geo.Atlas.open(tmp_path / "my-atlas")
    assert len(added.pack.rows["missions"]) == 288


@pytest.mark.parametrize("block", PYTHON)
def test_the_python_of_the_readme_runs(block: str) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", block], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "KOR" in done.stdout
    assert "14,3" in done.stdout
