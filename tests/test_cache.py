"""A dataset of some size is cached as columns: the same answers, never old or damaged."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import geo
from geo import dataset, evidence, package_files
from geo.atlas import cache
from geo.errors import DatasetFaulty


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which datasets are kept, with every dataset large enough for it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.setattr(cache, "LEAST_BYTES", 0)
    return tmp_path / "caches" / "embassy-atlas" / "packs"


def opened(folder: Path) -> tuple[geo.Atlas, pd.DataFrame]:
    atlas = geo.Atlas.open(folder)
    return atlas, atlas.missions(geo.Selection(as_of="2022"))


def entries(kept: Path) -> list[str]:
    return sorted(path.name.partition("-")[0] for path in kept.iterdir())


def test_what_is_kept_gives_the_same_answers(kept: Path, dataset_copy: Path) -> None:
    source = dataset.read(dataset_copy)
    publication = evidence.PublicationIndex.of_dataset(source)
    _, first = opened(dataset_copy)
    assert entries(kept) == ["placements", "rows", "status_intervals"]
    again, second = opened(dataset_copy)
    assert again.dataset.rows == source.rows
    assert again.dataset.shapes == source.shapes
    assert again.dataset.own == source.own
    assert again.dataset.sha256 == source.sha256
    assert again.dataset.folder == source.folder
    pd.testing.assert_frame_equal(
        again.status_intervals, evidence.status_intervals(source, publication)
    )
    pd.testing.assert_frame_equal(again.placements, evidence.placements(source, publication))
    pd.testing.assert_frame_equal(first, second)


def test_what_is_kept_is_used(
    kept: Path, dataset_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, first = opened(dataset_copy)

    def never(*_: object) -> None:
        raise AssertionError("read or compiled again")

    monkeypatch.setattr(cache, "read", never)
    monkeypatch.setattr(evidence, "status_intervals", never)
    monkeypatch.setattr(evidence, "placements", never)
    _, second = opened(dataset_copy)
    pd.testing.assert_frame_equal(first, second)


def test_a_changed_table_is_read_anew(kept: Path, dataset_copy: Path) -> None:
    opened(dataset_copy)
    table = dataset_copy / "sources.csv"
    table.write_bytes(table.read_bytes().replace(b"NK News", b"Another"))
    atlas, _ = opened(dataset_copy)
    assert "Another" in set(atlas.sources["publisher"])
    assert "NK News" not in set(atlas.sources["publisher"])
    table = dataset_copy / "missions.csv"
    table.write_bytes(table.read_bytes().replace(b",VEN,", b",XXX,"))
    with pytest.raises(DatasetFaulty):
        opened(dataset_copy)


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "half written": lambda data: data[: len(data) // 2],
    "empty": lambda data: b"",
    "a byte turned": lambda data: data[:-100] + bytes([data[-100] ^ 1]) + data[-99:],
    "no JSON": lambda data: cache._seal(b"x") + b"\nx",
    "other JSON": lambda data: cache._seal(b"[]") + b"\n[]",
    "JSON without columns": lambda data: cache._seal(b"{}") + b"\n{}",
    "columns of several lengths": lambda data: (
        cache._seal(b'{"mission":[1],"begin":[]}') + b'\n{"mission":[1],"begin":[]}'
    ),
    "not text": lambda data: bytes(range(256)),
}


@pytest.mark.parametrize("what", DAMAGE)
def test_a_damaged_entry_is_passed_over_and_made_anew(
    what: str, kept: Path, dataset_copy: Path
) -> None:
    _, first = opened(dataset_copy)
    whole = {path: path.read_bytes() for path in kept.iterdir()}
    for path, data in whole.items():
        path.write_bytes(DAMAGE[what](data))
    _, second = opened(dataset_copy)
    pd.testing.assert_frame_equal(first, second)
    assert {path: path.read_bytes() for path in kept.iterdir()} == whole


def test_another_program_keeps_apart(
    kept: Path, dataset_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(dataset_copy)
    before = {*kept.iterdir()}
    monkeypatch.setattr(cache, "_program", lambda: b"another")
    opened(dataset_copy)
    assert len({*kept.iterdir()} - before) == len(before)


@pytest.mark.parametrize("library", ["pandas", "numpy", "shapely", "pyproj"])
def test_another_version_of_a_library_keeps_apart(
    library: str, kept: Path, dataset_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(dataset_copy)
    before = {*kept.iterdir()}
    real = package_files.version
    monkeypatch.setattr(
        package_files, "version", lambda name: "0" if name == library else real(name)
    )
    package_files.versions.cache_clear()
    cache._program.cache_clear()
    try:
        opened(dataset_copy)
        assert len({*kept.iterdir()} - before) == len(before)
    finally:
        package_files.versions.cache_clear()
        cache._program.cache_clear()


def test_a_table_changed_to_one_of_the_same_size_and_time_is_read_anew(
    kept: Path, dataset_copy: Path
) -> None:
    opened(dataset_copy)
    table = dataset_copy / "sources.csv"
    data, was = table.read_bytes(), table.stat()
    table.write_bytes(data.replace(b"NK News", b"KN News"))
    os.utime(table, ns=(was.st_atime_ns, was.st_mtime_ns))
    atlas, _ = opened(dataset_copy)
    assert "KN News" in set(atlas.sources["publisher"])


def test_without_a_folder_to_write_it_works_all_the_same(
    dataset_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stands = tmp_path / "a file"
    stands.write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(stands))
    monkeypatch.setattr(cache, "LEAST_BYTES", 0)
    _, missions = opened(dataset_copy)
    assert len(missions)


def test_a_small_dataset_is_not_kept(
    dataset_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    opened(dataset_copy)
    assert not (tmp_path / "caches").exists()


def test_only_the_latest_are_kept(
    kept: Path, dataset_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_MOST", 3)
    table = dataset_copy / "sources.csv"
    for publisher in (b"One", b"Two", b"Three"):
        opened(dataset_copy)
        table.write_bytes(table.read_bytes().replace(b"NK News", publisher))
    assert len([*kept.iterdir()]) == 3


@pytest.mark.slow
def test_two_programs_at_once_do_each_other_no_harm(kept: Path, dataset_copy: Path) -> None:
    code = (
        "import sys, geo; from geo.atlas import cache; cache.LEAST_BYTES = 0\n"
        "for _ in range(3): print(len(geo.Atlas.open(sys.argv[1]).missions()))"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", code, str(dataset_copy)], stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    told = {line for one in both for line in one.communicate()[0].split()}
    assert [one.returncode for one in both] == [0, 0]
    assert told == {str(len(geo.Atlas.open(dataset_copy).missions())).encode()}
    assert all(not path.name.endswith(".tmp") for path in kept.iterdir())
