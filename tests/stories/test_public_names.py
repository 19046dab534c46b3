"""Every public name of ``geo`` has an example, and every example runs."""

from __future__ import annotations

import doctest
import shutil
from pathlib import Path

import pytest

import geo

NAMES = [
    *("AmbiguousState", "Atlas", "AtlasError", "Selection", "State", "UnknownState", "absence"),
    *("absences", "card", "check", "citation", "city", "compare", "conflicts", "distance"),
    *("figure", "find", "findings", "geojson", "great_circles", "hosts_both", "import_osm"),
    *("import_table", "import_wikidata", "lines", "locate", "matrix", "nearest", "pair"),
    *(
        "profile",
        "publish",
        "quarters",
        "rank",
        "reciprocity",
        "scorecard",
        "state",
        "timelines",
        "totals",
    ),
]
DATA = Path(__file__).resolve().parents[1] / "data" / "importers"


def test_the_public_names_are_these() -> None:
    assert sorted(geo.__all__) == NAMES
    assert all(getattr(geo, name) is not None for name in geo.__all__)
    with pytest.raises(AttributeError):
        _ = geo.no_such_name


@pytest.mark.parametrize("name", NAMES)
def test_the_example_of_a_name_runs(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(DATA / "missions.csv", tmp_path / "missions.csv")
    shutil.copy(DATA / "overpass.json", tmp_path / "missions.json")
    monkeypatch.chdir(tmp_path)
    said: list[str] = []
    (example,) = [
        one
        for one in doctest.DocTestFinder(recurse=False).find(getattr(geo, name), name, globs={})
        if one.examples
    ]
    result = doctest.DocTestRunner().run(example, out=said.append)
    assert result.failed == 0, "".join(said)
    assert result.attempted > 1


@pytest.mark.parametrize(
    ("suffix", "driver"), [("geojson", "GeoJSON"), ("gpkg", "GPKG"), ("fgb", "FlatGeobuf")]
)
def test_missions_go_into_any_format_that_geopandas_knows(
    atlas: geo.Atlas, tmp_path: Path, suffix: str, driver: str
) -> None:
    import geopandas

    missions = atlas.missions(geo.Selection(receiving=("VEN",)))
    file = tmp_path / f"missions.{suffix}"
    missions.to_file(file, driver=driver)
    assert len(geopandas.read_file(file)) == len(missions)


def test_missions_go_into_parquet(atlas: geo.Atlas, tmp_path: Path) -> None:
    import geopandas

    missions = atlas.missions(geo.Selection(receiving=("VEN",)))
    missions.to_parquet(tmp_path / "missions.parquet")
    again = geopandas.read_parquet(tmp_path / "missions.parquet")
    assert again["id"].tolist() == missions["id"].tolist()
