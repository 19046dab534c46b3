"""The house: thin front door, light imports, one room for each outside world, nothing sent home."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HEAVY = ("folium", "geopandas", "matplotlib", "pandas", "pydantic", "shapely", "streamlit")


def loaded_by(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint('\\n'.join(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("code", ["import geo", "import geo.errors, geo.vocabulary, geo.dates"])
def test_importing_loads_nothing_heavy(code: str) -> None:
    assert loaded_by(code).isdisjoint(HEAVY)


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import contextlib, io, sys\n"
        "sys.argv = ['embassy-atlas', '--help']\n"
        "from geo.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        "    main()"
    )
    assert loaded_by(code).isdisjoint(HEAVY)


def test_app_is_a_list_of_pages_and_nothing_else() -> None:
    tree = ast.parse((ROOT / "app.py").read_text(encoding="utf-8"))
    imported = {
        name.name if isinstance(node, ast.Import) else f"{node.module}.{name.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }
    assert all(name.split(".")[0] in ("streamlit", "geo", "__future__") for name in imported)
    assert all(name.startswith("geo.ui") for name in imported if name.startswith("geo"))
    assert not any(isinstance(n, ast.FunctionDef | ast.ClassDef) for n in ast.walk(tree))
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) <= 30


def test_plain_streamlit_stays_on_this_machine_and_sends_nothing_home() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["browser"]["gatherUsageStats"] is False
    assert config["server"]["address"] == "127.0.0.1"
    assert config["server"]["showEmailPrompt"] is False


def test_the_network_is_off_in_tests() -> None:
    import socket

    with pytest.raises(Exception, match=r"(?i)socket"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_versions_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"version: {project['version']}" in (ROOT / "CITATION.cff").read_text()
    assert f"## {project['version']} " in (ROOT / "CHANGELOG.md").read_text()
