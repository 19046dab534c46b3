"""What the README shows runs as it is written."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import geo

README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
SHELL, PYTHON = (
    re.findall(rf"```{kind}\n(.*?)```", README, re.DOTALL) for kind in ("sh", "python")
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


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_runs(command: str, tmp_path: Path) -> None:
    words = shlex.split(command)[1:]
    done = subprocess.run(
        [sys.executable, "-m", "geo.cli", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    for name in (word for word in words if word.endswith((".geojson", ".pdf", ".png"))):
        assert (tmp_path / name).stat().st_size > 1_000


@pytest.mark.parametrize("block", PYTHON)
def test_the_python_of_the_readme_runs(block: str) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", block], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "KOR" in done.stdout
    assert "14,3" in done.stdout
