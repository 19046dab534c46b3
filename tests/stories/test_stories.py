"""Every example runs alone, in an empty folder, from the bundled data."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
STORIES = sorted(one for one in FOLDER.glob("*.py") if not one.name.startswith("test_"))


@pytest.mark.parametrize("story", STORIES, ids=lambda one: one.stem)
def test_a_story_runs(
    story: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    runpy.run_path(str(story), run_name="__main__")
    assert capsys.readouterr().out.strip()
