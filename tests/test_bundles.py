"""Whether the scripts that the package ships are what the modules in ``geo/webmap/js`` make."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from geo import webmap

MODULES = Path(webmap.__file__).parent / "js"


def test_the_bundles_are_fresh() -> None:
    npm = shutil.which("npm")
    if npm is None or not (MODULES / "node_modules").is_dir():
        reason = "node or its modules are missing. Run npm install in geo/webmap/js"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    done = subprocess.run(
        [npm, "run", "--silent", "fresh"], cwd=MODULES, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
