"""Files of a fixed day are the same bytes on other days, in other places and for other seeds."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.processes import child

ROOT = Path(__file__).resolve().parent.parent
MAKE = """
import datetime as dt, sys
from pathlib import Path
import geo.dates
day = dt.date.fromisoformat(sys.argv[1])
geo.dates.today = lambda: day
import geo
from geo.cli import main
from geo.dossier import embed
from geo.exporters import FORMATS
out = Path(sys.argv[2])
view = ["--among", "PRK,VEN", "--as-of", "2024-01-01"]
for suffix in FORMATS:
    assert main(["export", str(out / f"x.{suffix}"), *(view if suffix != "zip" else [])]) == 0
for suffix in ("png", "svg", "pdf"):
    assert main(["figure", str(out / f"figure.{suffix}"), *view, "--beside"]) == 0
assert main(["dossier", str(out / "dossier.html"), *view]) == 0
selection = geo.Selection(among=("PRK", "VEN"), as_of="2024-01-01")
(out / "embed.html").write_bytes(embed(geo.Atlas.open(), selection))
"""


@pytest.mark.slow
def test_files_of_a_fixed_day_are_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    runs = {
        "2026-11-30": {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0"},
        "2031-02-03": {"TZ": "Pacific/Kiritimati", "LC_ALL": "es_ES.UTF-8", "PYTHONHASHSEED": "77"},
    }
    made = []
    for day, environment in runs.items():
        for name, text in environment.items():
            monkeypatch.setenv(name, text)
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / f"cache {day}"))
        out = tmp_path / day
        out.mkdir()
        done = child(MAKE, day, out)
        said = done.communicate()[1]
        assert done.returncode == 0, said
        made.append({path.name: path.read_bytes() for path in out.iterdir()})
    assert len(made[0]) > 20
    assert made[0].keys() == made[1].keys()
    assert [name for name in made[0] if made[0][name] != made[1][name]] == []
