"""What the product answers is what it answered before, but where a commit says why."""

from __future__ import annotations

import json
from pathlib import Path

import golden
import matplotlib
import pytest

import geo
from geo import importers


@pytest.mark.parametrize("name", golden.SELECTIONS)
def test_answers_are_those_of_the_dump(atlas: geo.Atlas, name: str) -> None:
    kept = json.loads((golden.DUMP / f"{name}.json").read_text(encoding="utf-8"))
    for part, rows in golden.parts(atlas, golden.SELECTIONS[name], bundled=True):
        assert json.loads(json.dumps(rows)) == kept.pop(part), part
    assert not kept


def test_figures_are_those_of_the_dump(atlas: geo.Atlas) -> None:
    kept = json.loads((golden.DUMP / "figures.txt").read_text(encoding="utf-8"))
    if kept["matplotlib"] != matplotlib.__version__:
        pytest.skip(f"the dump was drawn by matplotlib {kept['matplotlib']}")
    assert golden.figure_digests(atlas) == kept


@pytest.mark.slow
def test_answers_on_the_world_are_those_of_the_dump(world: Path, tmp_path: Path) -> None:
    dataset = tmp_path / "world"
    importers.import_wikidata(world / "wikidata-missions-2022-11-16.csv", dataset)
    kept = json.loads((golden.DUMP / "world.txt").read_text(encoding="utf-8"))
    assert golden.world(geo.Atlas.open(dataset)) == kept
