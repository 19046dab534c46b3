"""Several processes at one dataset: no writer undoes another, no reader sees half of each."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from support.processes import child
from support.rows import mission, missions, simple

from geo import dataset
from geo.dataset import lock, transaction
from geo.errors import DatasetUnreadable, WriteFailed

NAMES = [f"{table}.csv" for table in dataset.MODELS]

posix = pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")


def held_by_another(folder: Path) -> subprocess.Popen[str]:
    code = """
    import sys
    from pathlib import Path
    from geo.dataset.lock import held
    with held(Path(sys.argv[1])):
        print("held", flush=True)
        sys.stdin.readline()
    """
    holder = child(code, folder)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


# --- writers -------------------------------------------------------------------------------------


def test_of_many_writers_none_is_lost(tmp_path: Path) -> None:
    """Each adds a line to what it has read; what it was told is written stands at the end."""
    code = """
    import sys
    from pathlib import Path
    from geo.errors import WriteFailed
    from geo.dataset import contents, fingerprint, put_whole
    folder = Path(sys.argv[1])
    sys.stdin.readline()
    for number in range(8):
        while True:
            read = contents(folder)
            line = f"{sys.argv[2]} {number}\\n".encode()
            names = ("heads.csv", "missions.csv")
            files = {name: read.get(name, b"") + line for name in names}
            try:
                put_whole(folder, files, was=fingerprint(read))
                break
            except WriteFailed as error:
                assert "another program" in str(error), error
    """
    folder = tmp_path / "new"
    writers = [child(code, folder, name) for name in "abcd"]
    for one in writers:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    told = [one.communicate()[1] for one in writers]
    assert [one.returncode for one in writers] == [0] * 4, told
    lines = (folder / "missions.csv").read_text("utf-8").splitlines()
    assert sorted(lines) == sorted(f"{name} {number}" for name in "abcd" for number in range(8))
    assert sorted(path.name for path in folder.iterdir()) == ["heads.csv", "missions.csv"]


def test_of_two_merges_into_a_new_folder_none_is_lost(tmp_path: Path) -> None:
    """Both reported success, and the missions of one of them were gone."""
    datasets = {
        id: simple(tmp_path, f"from-{id}", mission(id, sending=id.upper())) for id in ("col", "mex")
    }
    into = tmp_path / "new"
    runs = {
        id: subprocess.Popen(
            [sys.executable, "-m", "geo.cli", "merge", str(folder), "--into", str(into)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for id, folder in datasets.items()
    }
    said = {id: run.communicate()[1] for id, run in runs.items()}
    well = {id for id, run in runs.items() if run.returncode == 0}
    assert well, said
    assert well == set(missions(into))
    for id in datasets.keys() - well:
        assert "try again" in said[id]


@pytest.mark.slow
def test_of_two_imports_into_a_new_folder_none_is_lost(tmp_path: Path) -> None:
    listed = Path(__file__).parent / "data" / "importers" / "missions.csv"
    into = tmp_path / "new"
    runs = {}
    for day in ("2022-11-16", "2022-11-17"):
        file = shutil.copy(listed, tmp_path / f"missions-{day}.csv")
        words = ["import", "wikidata", "--from", file, "--into", into]
        runs[day] = subprocess.Popen(
            [sys.executable, "-m", "geo.cli", *map(str, words)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    said = {day: run.communicate()[1] for day, run in runs.items()}
    well = {day for day, run in runs.items() if run.returncode == 0}
    assert well, said
    dates = {row["date"] for row in dataset.read(into).rows["events"] if row["kind"] == "listed"}
    assert well == dates
    for day in runs.keys() - well:
        assert "try again" in said[day]


def test_what_came_where_nothing_was_is_not_written_over(tmp_path: Path) -> None:
    new = tmp_path / "new"
    _, was = dataset.read_or_new(new)
    other = simple(tmp_path, "other", mission("a"))
    files = dataset.rendered(dataset.read(other))
    dataset.put_whole(new, files)
    with pytest.raises(WriteFailed, match="another program"):
        dataset.put_whole(new, dict.fromkeys(files, b""), was=was)
    assert missions(new).keys() == {"a"}


def test_a_second_writer_waits_and_takes_nothing_away(
    dataset_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It took the files away that the first had laid, which then said the disk was at fault."""
    second: list[threading.Thread] = []
    seen: list[str] = []
    real = transaction.write_atomic

    def fix() -> None:
        dataset.fix(dataset_copy)
        seen.append("fixed")

    def lays(path: Path, data: bytes) -> None:
        if not second:
            second.append(threading.Thread(target=fix))
            second[0].start()
            second[0].join(0.5)
            seen.append("laying")
        real(path, data)

    fresh = dataset.rendered(dataset.read(dataset_copy))
    fresh["heads.csv"] = b"".join(fresh["heads.csv"].splitlines(keepends=True)[:-1])
    monkeypatch.setattr(transaction, "write_atomic", lays)
    assert dataset.put_whole(dataset_copy, fresh)
    second[0].join()
    assert seen == ["laying", "fixed"]
    assert (dataset_copy / "heads.csv").read_bytes() == fresh["heads.csv"]


def test_a_writer_that_does_not_end_is_named_and_not_waited_for(
    dataset_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "_WAIT_S", 0.05)
    before = dataset.contents(dataset_copy)
    holder = held_by_another(dataset_copy)
    with pytest.raises(WriteFailed, match=r"being written by another program.*try again"):
        dataset.put_whole(dataset_copy, {"heads.csv": b"new\n"})
    with pytest.raises(WriteFailed, match="being written"):
        dataset.fix(dataset_copy)
    assert dataset.contents(dataset_copy) == before, "readers wait for nobody"
    holder.communicate("done\n")
    assert dataset.put_whole(dataset_copy, {"heads.csv": b"new\n"})


@posix
def test_a_writer_that_is_killed_keeps_nobody_out(
    dataset_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "_WAIT_S", 0.05)
    holder = held_by_another(dataset_copy)
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    assert dataset.put_whole(dataset_copy, {"heads.csv": b"new\n"})


@posix
def test_where_folders_cannot_be_locked_a_file_in_them_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl
    import stat

    real = fcntl.flock

    def refuses(handle: int, how: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(9, "Bad file descriptor")
        real(handle, how)

    monkeypatch.setattr(fcntl, "flock", refuses)
    monkeypatch.setattr(lock, "_WAIT_S", 0.05)
    files = dataset.rendered(dataset.read(simple(tmp_path, "other", mission("a"))))
    new = tmp_path / "new"
    new.mkdir()
    with (
        lock.held(new),
        ThreadPoolExecutor() as other,
        pytest.raises(WriteFailed, match="being written"),
    ):
        other.submit(dataset.put_whole, new, files).result()
    assert [path.name for path in new.iterdir()] == [lock.LOCK]
    _, was = dataset.read_or_new(new)
    assert dataset.put_whole(new, files, was=was), "the file that is left hinders nobody"
    assert dataset.check(new) == []


# --- in turn -------------------------------------------------------------------------------------


def test_writers_have_their_turns_in_the_order_in_which_they_came(tmp_path: Path) -> None:
    had: list[int] = []

    def wait(number: int) -> None:
        with lock.held(tmp_path):
            had.append(number)
            time.sleep(0.05)

    with lock.held(tmp_path), lock.held(tmp_path):
        threads = []
        for number in range(6):
            threads.append(threading.Thread(target=wait, args=(number,)))
            threads[-1].start()
            while len(list(tmp_path.glob(f"{lock.TURN}.*"))) <= number:
                time.sleep(0.005)
    for one in threads:
        one.join()
    assert had == list(range(6))
    assert not list(tmp_path.iterdir())


@posix
def test_who_is_killed_while_waiting_keeps_nobody_waiting(tmp_path: Path) -> None:
    code = """
    import sys
    from pathlib import Path
    from geo.dataset.lock import held
    with held(Path(sys.argv[1])):
        pass
    """
    with lock.held(tmp_path):
        killed = child(code, tmp_path)
        while not (left := list(tmp_path.glob(f"{lock.TURN}.*"))):
            time.sleep(0.005)
        killed.send_signal(signal.SIGKILL)
        killed.communicate()
    assert left == list(tmp_path.iterdir())
    dataset.put_whole(tmp_path, {"heads.csv": b"new\n"})
    assert [path.name for path in tmp_path.iterdir()] == ["heads.csv"]


def test_a_long_queue_is_waited_for_while_it_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of those before takes less than the longest wait, all of them together more."""
    monkeypatch.setattr(lock, "_WAIT_S", 0.6)

    def wait() -> None:
        with lock.held(tmp_path):
            time.sleep(0.3)

    with ThreadPoolExecutor(6) as pool:
        for future in [pool.submit(wait) for _ in range(6)]:
            future.result()


# --- readers -------------------------------------------------------------------------------------


def version(number: int) -> dict[str, bytes]:
    return {name: str(number).encode() * 2_000 for name in NAMES}


def test_a_reader_sees_files_of_one_moment(tmp_path: Path) -> None:
    code = """
    import sys
    from geo.dataset import MODELS, put_whole
    n = 0
    while True:
        n += 1
        put_whole(sys.argv[1], {f"{name}.csv": str(n).encode() * 2_000 for name in MODELS})
        print(n, flush=True)
    """
    writer = child(code, tmp_path)
    assert writer.stdout is not None
    try:
        for _ in range(12):
            writer.stdout.readline()
            for _ in range(20):
                assert len(set(dataset.contents(tmp_path).values())) == 1
    finally:
        writer.kill()
        writer.communicate()


@pytest.mark.parametrize("after", range(len(NAMES)))
def test_a_writer_between_two_files_is_noticed(
    after: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset.put_whole(tmp_path, version(1))
    real = transaction._read
    reads = 0

    def written_between(*words: object, **more: bool) -> object:
        nonlocal reads
        if reads == after + 1:
            dataset.put_whole(tmp_path, version(2))
        reads += 1
        return real(*words, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(transaction, "_read", written_between)
    assert dataset.contents(tmp_path) == version(2)


def test_files_that_never_rest_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks, read = iter(range(1_000_000)), transaction._read

    def restless(folder: Path, name: str, *, whole: bool = True) -> Any:
        return (next(marks),), read(folder, name, whole=whole)[1]

    monkeypatch.setattr(transaction, "_read", restless)
    monkeypatch.setattr(transaction, "_PAUSE_S", 0)
    files: Mapping[str, bytes] = version(1)
    dataset.put_whole(tmp_path, files)
    with pytest.raises(DatasetUnreadable, match="changed all the time"):
        dataset.contents(tmp_path)
