"""A zipped dataset from somebody else: taken whole, or refused with all that is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.archives import (
    FILES,
    REFUSED,
    Entries,
    link,
    packed,
    zipped,
)

from geo import dataset
from geo.dataset import archive
from geo.errors import ArchiveRefused, DatasetFaulty


@pytest.mark.parametrize("what", REFUSED)
def test_what_no_dataset_has_is_refused_and_nothing_is_written(what: str, tmp_path: Path) -> None:
    make, key = REFUSED[what]
    folder = tmp_path / "into"
    folder.mkdir()
    with pytest.raises(ArchiveRefused) as caught:
        archive.unpack(make(), folder)
    assert {reason.key for reason in caught.value.reasons} >= {f"error.archive.{key}"}
    assert [*folder.iterdir()] == []
    assert [*tmp_path.iterdir()] == [folder]


def test_all_that_shows_at_once_is_told_at_once(tmp_path: Path) -> None:
    entries = [*packed(), ("../evil.csv", b""), (link("places.geojson"), b"x"), ("a/b/c.csv", b"")]
    with pytest.raises(ArchiveRefused) as caught:
        archive.unpack(zipped(entries), tmp_path)
    keys = [reason.key.rpartition(".")[2] for reason in caught.value.reasons]
    assert keys == ["out", "link", "nested"]
    assert all(str(reason) in str(caught.value) for reason in caught.value.reasons)


@pytest.mark.parametrize("folder", ["", "my pack/"])
def test_a_dataset_comes_out_as_it_went_in(folder: str, tmp_path: Path) -> None:
    beside: Entries = [
        (f"{folder}README.md", b"x"),
        (f"__MACOSX/{folder}._missions.csv", b"x"),
        (f"{folder}.DS_Store", b"x"),
    ]
    archive.unpack(zipped([*packed(folder), *beside]), tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == FILES


def test_a_table_with_problems_is_for_the_reader_of_datasets(tmp_path: Path) -> None:
    entries = [(n, d) for n, d in FILES.items() if n != "missions.csv"]
    broken = FILES["missions.csv"].replace(b",VEN,", b",XXX,")
    archive.unpack(zipped([*entries, ("missions.csv", broken)]), tmp_path)
    with pytest.raises(DatasetFaulty) as caught:
        dataset.read(tmp_path)
    assert {problem.file for problem in caught.value.problems} >= {"missions.csv"}
