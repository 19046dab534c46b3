"""What every test shares: the bundled atlas, read once, and the world-scale data where present."""

from __future__ import annotations

import os
from pathlib import Path

import hypothesis
import pytest
from support.boxes import boxes  # noqa: F401
from support.hostile import spoiled

import geo
from geo import dataset

# Where a build decides whether a change lands, the same examples come each time; everywhere
# else new ones are drawn, and what they find becomes a case.
hypothesis.settings.register_profile("build", derandomize=True, deadline=None)
hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.load_profile("build" if os.environ.get("CI") == "true" else "here")

WORLD = Path(__file__).resolve().parents[2] / "shared" / "world"


@pytest.fixture(scope="session")
def atlas() -> geo.Atlas:
    return geo.Atlas.open()


@pytest.fixture(scope="session")
def world() -> Path:
    if not WORLD.is_dir():
        pytest.skip("the world-scale data is not beside this checkout")
    return WORLD


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> geo.Atlas:
    """The bundled dataset with a hostile text in every free field of every row."""
    folder = tmp_path_factory.mktemp("hostile") / "pack"
    dataset.write(spoiled(dataset.read()), folder)
    return geo.Atlas.open(folder)


@pytest.fixture
def dataset_copy(tmp_path: Path) -> Path:
    """A copy of the bundled dataset that a test may spoil."""
    folder = tmp_path / "pack"
    dataset.write(dataset.read(), folder)
    return folder
