"""How a dataset asks to be shown: key ``embassy-atlas`` of its description."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.rows import at, mission, simple

import geo
from geo import dataset, webmap
from geo.ui import open_atlas


def asking(folder: Path, asked: Any) -> Path:
    """The dataset, asking for something else."""
    file = folder / "datapackage.json"
    document = json.loads(file.read_text(encoding="utf-8"))
    document["embassy-atlas"] = asked
    file.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return folder


def test_the_bundled_dataset_opens_with_its_story(atlas: geo.Atlas) -> None:
    shown = open_atlas.opening(atlas)
    assert (shown.selection.among, shown.show) == (("PRK", "VEN"), "pair:PRK-VEN")
    assert webmap.founding(atlas)[-1] == "pair:PRK-VEN"
    west, south, east, north = atlas.dataset.presentation.view
    for longitude, latitude in ((125.7, 39.0), (293.1, 10.5)):  # Pyongyang, Caracas eastwards
        assert west < longitude < east
        assert south < latitude < north


def test_another_pair_is_another_opening(dataset_copy: Path) -> None:
    asked = {"selection": "among=CUB,PRK", "show": "pair:CUB-PRK", "view": [-90, 0, 130, 60]}
    changed = geo.Atlas.open(asking(dataset_copy, asked))
    assert dataset.check(dataset_copy) == []
    assert open_atlas.opening(changed).selection.among == ("CUB", "PRK")
    assert changed.dataset.presentation.view == (-90, 0, 130, 60)
    assert "pair:PRK-VEN" not in webmap.founding(changed)


def test_a_dataset_that_asks_for_nothing_shows_all(dataset_copy: Path) -> None:
    file = dataset_copy / "datapackage.json"
    document = json.loads(file.read_text(encoding="utf-8"))
    del document["embassy-atlas"]
    file.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    bare = geo.Atlas.open(dataset_copy)
    assert open_atlas.opening(bare) == open_atlas.Address(geo.Selection())
    assert webmap.founding(bare) == ()
    assert dataset.check(dataset_copy) == []


@pytest.mark.parametrize(
    ("asked", "column"),
    [
        ([], "embassy-atlas"),
        ({"view": [1, 2, 3]}, "embassy-atlas.view"),
        ({"view": [10, 0, 5, 60]}, "embassy-atlas.view"),
        ({"view": [0, 0, "9", 60]}, "embassy-atlas.view"),
        ({"selection": 7}, "embassy-atlas.selection"),
        ({"show": "x" * 501}, "embassy-atlas.show"),
        ({"proper_names": "Kim"}, "embassy-atlas.proper_names"),
        ({"opening": {}}, "embassy-atlas.opening"),
    ],
)
def test_what_cannot_be_used_is_a_problem_and_opens_all_the_same(
    dataset_copy: Path, asked: Any, column: str
) -> None:
    (found,) = dataset.check(asking(dataset_copy, asked))
    assert (found.file, found.column) == ("datapackage.json", column)
    assert found.remedy
    assert open_atlas.opening(geo.Atlas.open(dataset_copy)).show == ""


def test_a_selection_that_means_nothing_opens_all(dataset_copy: Path) -> None:
    opened = geo.Atlas.open(asking(dataset_copy, {"selection": "among=Atlantis"}))
    assert open_atlas.opening(opened) == open_atlas.Address(geo.Selection())


def test_it_is_kept_when_the_dataset_is_written(dataset_copy: Path, tmp_path: Path) -> None:
    there = tmp_path / "there"
    dataset.write(dataset.read(dataset_copy), there)
    name = "datapackage.json"
    assert (there / name).read_bytes() == (dataset_copy / name).read_bytes()


def test_a_dataset_that_asks_for_no_view_leaves_it_to_its_missions(tmp_path: Path) -> None:
    found = dataset.read(simple(tmp_path, "plain", mission("m")))
    assert found.presentation.view is None


def test_what_goes_all_around_the_world_is_cut_where_the_map_is(tmp_path: Path) -> None:
    around = {f"m{degrees}": str(degrees) for degrees in range(-180, 180, 15)}
    folder = simple(
        tmp_path,
        "around",
        *(mission(id) for id in around),
        positions=[at(id, "around", degrees, "0") for id, degrees in around.items()],
    )
    west, _, east, _ = webmap.fitting(geo.Atlas.open(folder)) or (0, 0, 0, 0)
    assert (west, east) == (webmap.WORLD[0], webmap.WORLD[2])
