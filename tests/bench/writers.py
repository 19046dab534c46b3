"""Five writers on one dataset, each a command of its own, and a reader that checks it meanwhile.

``python tests/bench/writers.py [--edits 200] [--writers 5] [FOLDER]``; FOLDER is copied first, the
bundled dataset without it. Also how long one ``source add`` takes alone. It exits with 1 where an
edit is lost, a read is torn, or a goal is missed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from geo import dataset, editing

ROUNDS = 9
MOST_EDIT_S = 10.0
MOST_ADD_S = 0.8
QUIET = {"capture_output": True, "stdin": subprocess.DEVNULL, "text": True}


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--edits", type=int, default=200)
    parser.add_argument("--writers", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "shared"
        dataset.write(dataset.read(given.folder), folder)
        alone = _alone(folder)
        most, lost, torn = _together(folder, given.edits, given.writers)
    return int(
        bool(lost or torn) or most > MOST_EDIT_S or (not given.folder and alone > MOST_ADD_S)
    )


def _alone(folder: Path) -> float:
    """Seconds of one ``source add``, and their ratio to starting Python, in turns."""
    spent: dict[str, list[float]] = {"add": [], "pass": []}
    for number in range(ROUNDS):
        for name, words in (("add", _add(folder, "alone", number)), ("pass", ["-c", "pass"])):
            begun = time.perf_counter()
            subprocess.run([sys.executable, *words], check=True, **QUIET)
            spent[name].append(time.perf_counter() - begun)
    add, start = (statistics.median(spent[name]) for name in ("add", "pass"))
    print(f"one source add: {add:.2f} s, {add / start:.0f} times python -c pass ({start:.3f} s)")
    return add


def _add(folder: Path, writer: str, number: int) -> list[str]:
    cells = ["--publisher", writer, "--title", f"No fact {number}", "--kind", "news"]
    return ["-m", "geo.cli", "source", "add", str(folder), *cells, "--author", writer]


def _together(folder: Path, edits: int, writers: int) -> tuple[float, int, int]:
    ended = threading.Event()
    spent: list[float] = []
    again: list[int] = []

    def write(writer: int) -> None:
        for number in range(writer, edits, writers):
            begun, runs = time.perf_counter(), 1
            words = [sys.executable, *_add(folder, f"Writer {writer}", number)]
            while (done := subprocess.run(words, check=False, **QUIET)).returncode:
                assert "changed" in done.stderr or "being written" in done.stderr, done.stderr
                runs += 1
            spent.append(time.perf_counter() - begun)
            again.append(runs - 1)

    def check() -> tuple[int, int]:
        runs = torn = 0
        while not ended.is_set():
            words = [sys.executable, "-m", "geo.cli", "check", str(folder)]
            torn += bool(subprocess.run(words, check=False, **QUIET).returncode)
            runs += 1
        return runs, torn

    before = len(editing.history(folder))
    begun = time.perf_counter()
    with ThreadPoolExecutor(writers + 1) as pool:
        reader = pool.submit(check)
        for future in [pool.submit(write, number) for number in range(writers)]:
            future.result()
        took = time.perf_counter() - begun
        ended.set()
        checks, torn = reader.result()
    lost = edits - (len(editing.history(folder)) - before)
    print(f"{edits} edits by {writers} writers on {os.cpu_count()} processors: {took:.0f} s")
    print(f"an edit: median {statistics.median(spent):.1f} s, at most {max(spent):.1f} s")
    print(f"runs again by hand: {sum(again)}; lost: {lost}; torn reads: {torn} of {checks}")
    return max(spent), lost, torn


if __name__ == "__main__":
    raise SystemExit(main())
