"""Commands that are killed at any moment: the dataset is whole, and the next command clears up.

``python tests/test_killed.py --each 200`` kills each command 200 times; the test does it a few
times.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from support.rows import mission, simple

from geo import dataset, editing, figures, importers, merge, site
from geo.cli import commands
from geo.cli import main as command
from geo.editing import Row

LISTED = Path(__file__).resolve().parent / "data" / "importers" / "missions.csv"
SOURCE = {"publisher": "P", "kind": "news"}
MORE = ["--publisher", "P", "--kind", "news", "--author", "me"]
ACTS = {
    "add": ["source", "add", "{into}", "--title", "added", *MORE],
    "undo": ["undo", "{into}", "--author", "me"],
    "import": [
        "import",
        "wikidata",
        "--from",
        "{listed}",
        "--date",
        "2022-11-16",
        "--into",
        "{into}",
    ],
    "merge": ["merge", "{other}", "--into", "{into}"],
    "fix": ["check", "{into}", "--fix"],
}
PUBLISH = ["publish", "{site}", "--dataset", "{into}", "--no-pictures", "--as-of", "2026-01-01"]
NAMES = [*ACTS, "publish"]
LOADED = (commands, figures, importers, merge, site)
"""Loaded before a process is divided: what is killed is then the work, not the loading."""

_PARTS = 1.2
"""Part of the time of a whole run within which it is killed."""


def killed(name: str, number: int, seed: int, folder: Path) -> int:
    """Kill a command so often at random moments; returns how often it had saved by then."""
    chance = random.Random(f"{name} {seed}")
    plain = simple(folder, "plain", mission("a"), mission("b", city="Seoul", receiving="KOR"))
    editing.save(editing.prepare(plain, [Row("sources", {**SOURCE, "title": "T"})], author="me"))
    other = simple(folder, "other", mission("c", sending="COL"))
    before = _rows(plain)
    if name == "fix":  # what a spreadsheet does to a table
        for table in ("heads", "missions", "sources"):
            file = plain / f"{table}.csv"
            file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    into = folder / "into"
    words = [word.format(into=into, other=other, listed=LISTED) for word in ACTS[name]]
    shutil.copytree(plain, into)
    begun = time.perf_counter()
    assert _run(words, None) == 0
    took = time.perf_counter() - begun
    after = _rows(into)
    saved = 0
    for _ in range(number):
        shutil.rmtree(into)
        shutil.copytree(plain, into)
        ended = _run(words, chance.uniform(0, took * _PARTS))
        assert ended in (0, -signal.SIGKILL), ended
        if name == "fix":
            saved += not dataset.check(into)
            assert _run(words, None) == 0
        else:
            saved += _rows(into) == after
        assert _rows(into) in (before, after), name
        assert dataset.check(into) == []
        _goes_on(into)
    return saved


def unpublished(number: int, seed: int, folder: Path) -> int:
    """Kill ``publish`` over an older site; returns how often the new one was whole by then."""
    chance = random.Random(f"publish {seed}")
    into = simple(folder, "into", mission("a"), mission("b", city="Seoul", receiving="KOR"))
    output, older = folder / "site", folder / "older"
    words = [word.format(site=output, into=into) for word in PUBLISH]
    # In this process: what is killed is then the work, not the loading
    assert command([word.format(site=older, into=into) for word in PUBLISH]) == 0
    editing.save(editing.prepare(into, [Row("sources", {**SOURCE, "title": "T"})], author="me"))
    row = Row("claims", {"subject": "a", "property": "floor", "value": "3", "source": "into"})
    editing.save(editing.prepare(into, [row], author="me"))
    before, was = _rows(into), _files(older)
    shutil.copytree(older, output)
    begun = time.perf_counter()
    assert _run(words, None) == 0
    took, becomes, whole = time.perf_counter() - begun, _files(output), 0
    for _ in range(number):
        shutil.rmtree(output)
        shutil.copytree(older, output)
        assert _run(words, chance.uniform(0, took * _PARTS)) in (0, -signal.SIGKILL)
        now = _files(output)
        for path, data in now.items():  # each file is of one of the two, never half
            assert path.endswith(".new") or data in (was.get(path), becomes.get(path)), path
        whole += now == becomes
        assert _rows(into) == before
        assert _run(words, None) == 0
        assert _files(output) == becomes
    return whole


def _files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def _rows(folder: Path) -> list[object]:
    """What a dataset says, and how often it was edited; the time of an edit is another each run."""
    read = dataset.read(folder)
    return [read.rows, read.shapes, len(editing.history(read))]


def _goes_on(into: Path) -> None:
    """The next command does what it should, and leaves nothing that was begun before it."""
    row = Row("sources", {**SOURCE, "title": "next"})
    editing.save(editing.prepare(into, [row], author="me"))
    assert dataset.check(into) == []
    left = {path.name for path in into.iterdir()} - set(dataset.contents(into))
    assert not left, left


def _run(words: Sequence[str], within: float | None) -> int:
    """Run a command in a child process, killed after so many seconds if it has not ended."""
    child = os.fork()
    if not child:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        os._exit(command(list(words)))
    if within is not None:
        time.sleep(within)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")
@pytest.mark.parametrize("name", NAMES)
def test_a_command_that_is_killed_leaves_a_whole_dataset(name: str, tmp_path: Path) -> None:
    import subprocess

    done = subprocess.run(
        [sys.executable, __file__, "--each", "6", name], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def main() -> int:
    """Kill commands as often as is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=NAMES)
    parser.add_argument("--each", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    for name in given.names:
        with tempfile.TemporaryDirectory() as folder:
            if name == "publish":
                saved = unpublished(given.each, given.seed, Path(folder))
            else:
                saved = killed(name, given.each, given.seed, Path(folder))
        print(f"{name}: killed {given.each} times, {saved} of them after it had saved")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
