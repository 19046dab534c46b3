"""Files made in processes: same bytes, places in a queue, cancelling, limits, what is left."""

from __future__ import annotations

import asyncio
import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

import geo
from geo import dates
from geo.errors import WriteFailed
from geo.exporters import exported
from geo.figures import figure
from geo.i18n import tr
from geo.site import archive
from geo.ui import job_process, jobs
from geo.ui.jobs import Job, Pool

CHOSEN = geo.Selection(among=("PRK", "VEN"))


def write(text: str) -> bytes:
    return text.encode()


def fail(error: Exception) -> bytes:
    raise error


def wait(folder: Path, name: str, remark: Callable[[str], None] | None = None) -> bytes:
    """Say which process this is, leave a file in its folder, and wait for one to appear."""
    number = str(os.getpid())
    (folder / f"{name}.begun").write_text(number)
    Path(tempfile.mkdtemp(), "large").write_bytes(b"x" * 1_000)
    while not (folder / f"{name}.go").exists():
        time.sleep(0.05)
    if remark:
        remark("waited")
    return number.encode()


def until(true: Callable[[], object]) -> None:
    while not true():
        time.sleep(0.05)


def process_of(folder: Path, name: str) -> int:
    until(lambda: (folder / f"{name}.begun").exists() and (folder / f"{name}.begun").read_text())
    return int((folder / f"{name}.begun").read_text())


def is_running(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("server") / "jobs"
    jobs.begin(home)
    yield home
    jobs.end()
    assert not home.exists()


def begun(make: Callable[..., bytes], **more: object) -> Job:
    job = Job(make, **more)  # type: ignore[arg-type]
    job.begin()
    return job


def test_a_file_has_the_bytes_that_it_has_here(pool: Path, atlas: geo.Atlas) -> None:
    makes = (
        partial(figure, atlas, CHOSEN, format="svg", language="es"),
        partial(exported, atlas, CHOSEN, "gpkg"),
        partial(exported, atlas, geo.Selection(), "csv", content="statements"),
    )
    for make in makes:
        assert Job(make).run() == make()


def test_the_day_on_which_it_was_asked_counts(
    monkeypatch: pytest.MonkeyPatch, atlas: geo.Atlas
) -> None:
    day = dates.day_of("2031-05-04")
    call = job_process.packed(partial(exported, atlas, CHOSEN, "geojson"), None)
    monkeypatch.setattr("geo.dates._day", None)
    monkeypatch.setattr(tempfile, "tempdir", None)
    made = job_process.make(job_process.Order(call, "en", day, tempfile.gettempdir()))
    assert b"2031-05-04" in made.data


def test_what_was_made_is_kept_by_its_content(pool: Path, tmp_path: Path, atlas: geo.Atlas) -> None:
    (tmp_path / "kept.go").touch()
    first = Job(partial(wait, tmp_path, "kept")).run()
    (tmp_path / "kept.begun").unlink()
    assert Job(partial(wait, tmp_path, "kept")).run() == first
    assert not (tmp_path / "kept.begun").exists()


def test_a_dataset_that_a_reader_has_loaded_works_and_is_not_kept(
    pool: Path, tmp_path: Path, atlas: geo.Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "own.data"
    geo.dataset.write(atlas.dataset, folder)
    make = partial(exported, atlas, CHOSEN, "geojson")
    assert Job(make, own=lambda: folder).run() == make()
    (folder / "datapackage.json").unlink()
    (folder / "missions.csv").write_text("faulty")
    monkeypatch.setattr(jobs, "WORKERS", 1)
    fresh = Pool(tmp_path / "jobs")
    monkeypatch.setattr(jobs, "_pool", fresh)
    again = begun(make, own=lambda: folder)
    again.over.wait()
    assert again.outcome == "failed", "it was read again"
    fresh.end()


def test_places_in_the_queue_and_cancelling(pool: Path, tmp_path: Path) -> None:
    busy = [begun(partial(wait, tmp_path, f"b{number}")) for number in range(jobs.WORKERS)]
    numbers = [process_of(tmp_path, f"b{number}") for number in range(jobs.WORKERS)]
    queue = [begun(partial(write, f"q{number}")) for number in range(3)]
    first = jobs.WORKERS
    assert [job.said() for job in queue] == [
        tr("en")("page.file.waiting", count=first + number) for number in range(3)
    ]
    assert "2 before you" in queue[0].said() or jobs.WORKERS != 2
    queue[0].cancel()
    queue[0].over.wait()
    assert queue[0].outcome == "cancelled"
    assert queue[1].said() == tr("en")("page.file.waiting", count=first)
    with pytest.raises(geo.AtlasError, match="cancelled"):
        queue[0].run()
    busy[0].cancel()
    busy[0].over.wait()
    assert not is_running(numbers[0])
    assert [job.run() for job in queue[1:]] == [b"q1", b"q2"]
    for number in range(1, jobs.WORKERS):
        (tmp_path / f"b{number}.go").touch()
    for job in busy[1:]:
        job.over.wait()
        assert job.outcome == "done"
    assert list(pool.iterdir()) == []


def test_one_that_is_killed_says_so_and_frees_its_place(pool: Path, tmp_path: Path) -> None:
    job = begun(partial(wait, tmp_path, "killed"))
    os.kill(process_of(tmp_path, "killed"), signal.SIGKILL)
    job.over.wait()
    assert job.outcome == "killed"
    assert "was ended" in job.made.problem
    assert Job(partial(write, "after")).run() == b"after"
    assert list(pool.iterdir()) == []


def test_one_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = Pool(tmp_path / "jobs", (1.0, 1.0))
    monkeypatch.setattr(jobs, "_pool", own)
    job = begun(partial(wait, tmp_path, "slow"), tr=tr("es"))
    job.over.wait()
    assert job.outcome == "timeout"
    assert "1 minuto" in job.made.problem
    assert not is_running(process_of(tmp_path, "slow"))
    own.end()


def test_a_reader_who_leaves_frees_the_queue(
    pool: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_GRACE", 0.2)
    gone = threading.Event()
    job = begun(partial(wait, tmp_path, "left"), left=gone.is_set)
    number = process_of(tmp_path, "left")
    assert not job.over.is_set()
    gone.set()
    job.over.wait()
    assert job.outcome == "cancelled"
    assert not is_running(number)


def test_errors_are_told_in_the_language_of_the_reader(
    pool: Path, caplog: pytest.LogCaptureFixture
) -> None:
    job = begun(partial(fail, WriteFailed("the disk is full. Make room.")), tr=tr("es"))
    job.over.wait()
    assert job.made.problem == "No se pudo crear el archivo: the disk is full. Make room."
    assert not caplog.records
    job = begun(partial(fail, ZeroDivisionError("detail")))
    job.over.wait()
    assert "detail" not in job.made.problem
    assert "detail" in caplog.text


def test_the_queue_is_bounded(pool: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "MOST_EACH", 2)
    mine = [begun(partial(wait, tmp_path, f"m{number}"), reader="a") for number in range(3)]
    assert mine[2].outcome == "refused"
    assert "several files" in mine[2].made.problem
    monkeypatch.setattr(jobs, "MOST", 2)
    other = begun(partial(write, "x"), reader="b")
    assert "Too many readers" in other.made.problem
    for job in mine:
        job.cancel()
        job.over.wait()


def test_a_click_asks_twice_for_one_job(pool: Path, tmp_path: Path) -> None:
    first, second = (Job(partial(wait, tmp_path, "twice"), reader="a") for _ in range(2))
    other = Job(partial(wait, tmp_path, "other"), reader="a")
    assert first.begin() is first
    assert second.begin() is first
    assert other.begin() is other
    for name in ("twice", "other"):
        process_of(tmp_path, name)
        (tmp_path / f"{name}.go").touch()
    assert first.run() is second.run()
    assert other.run()


def test_a_long_job_leaves_a_process_for_the_others(pool: Path, tmp_path: Path) -> None:
    long = [begun(partial(wait, tmp_path, f"l{n}"), long=True) for n in range(jobs.WORKERS)]
    until(lambda: sum(job.running for job in long) == jobs.WORKERS - 1)
    assert Job(partial(write, "short")).run() == b"short"
    for job in long:
        job.cancel()
        job.over.wait()


def test_remarks_and_progress_come_back(pool: Path, tmp_path: Path, atlas: geo.Atlas) -> None:
    (tmp_path / "said.go").touch()
    job = begun(partial(wait, tmp_path, "said"), tells="remark")
    assert job.run()
    assert job.made.remarks == ("waited",)
    said = set()
    job = begun(partial(archive, atlas, CHOSEN), tells="progress", long=True)
    while not job.over.wait(0.01):
        said.add(job.said())
    assert job.run() == archive(atlas, CHOSEN)
    assert any("/" in one or "of" in one for one in said)


def test_files_that_wait_leave_threads_for_others() -> None:
    waiting = threading.Barrier(jobs.MOST + 1)

    async def ask() -> None:
        each = (asyncio.to_thread(waiting.wait, 60) for _ in range(jobs.MOST + 1))
        await asyncio.gather(*each)

    def of_its_own() -> None:
        loop = jobs.Loops().new_event_loop()
        try:
            loop.run_until_complete(ask())
        finally:
            loop.run_until_complete(loop.shutdown_default_executor())
            loop.close()

    # In a thread: a browser of another test may keep this thread's loop running.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(of_its_own).result()
