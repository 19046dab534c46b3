"""How long one edit of the world takes: a row added and taken back, each by a command of its own.

``python tests/bench/editing.py`` needs ../shared/world beside the checkout.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.labelled import NEWER, SNAPSHOTS

from geo import dataset, editing
from geo.editing import Row
from geo.importers import import_wikidata

WORLD = Path(__file__).resolve().parents[3] / "shared" / "world"
ROUNDS = 5
MOST_S = 5.0
SOURCE = {"publisher": "Example Gazette", "title": "No fact", "kind": "gazette"}


def main() -> int:
    """Measure and print."""
    if not WORLD.is_dir():
        print(f"{WORLD} is not there")
        return 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "world"
        import_wikidata(WORLD / SNAPSHOTS[NEWER], folder)
        rows = sum(map(len, dataset.read(folder).rows.values()))
        print(f"a dataset of {rows:,} rows, medians of {ROUNDS}")
        slowest = max(_commands(folder))
        _parts(folder)
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"most memory of a command: {most:,} MB")
    return int(slowest > MOST_S)


def _commands(folder: Path) -> list[float]:
    words = [word for column, cell in SOURCE.items() for word in (f"--{column}", cell)]
    runs = {
        "source add": ["source", "add", str(folder), *words],
        "undo": ["undo", str(folder)],
    }
    spent: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, given in runs.items():
            begun = time.perf_counter()
            _run(given)
            spent[name].append(time.perf_counter() - begun)
    for name, seconds in spent.items():
        print(f"{name}, from start to end: {statistics.median(seconds):.2f} s")
    return [statistics.median(seconds) for seconds in spent.values()]


def _run(given: list[str]) -> None:
    subprocess.run(
        [sys.executable, "-m", "geo.cli", *given, "--author", "bench"],
        check=True,
        capture_output=True,
        stdin=subprocess.DEVNULL,
    )


def _parts(folder: Path) -> None:
    """Within one process: reading, checking the first and a further draft, saving, undoing."""
    spent: dict[str, list[float]] = {}
    row = Row("sources", SOURCE)

    def timed(name: str, begun: float) -> float:
        now = time.perf_counter()
        spent.setdefault(name, []).append(now - begun)
        return now

    for _ in range(ROUNDS):
        now = time.perf_counter()
        base = editing.newest(folder)
        now = timed("read the dataset", now)
        draft = editing.prepare(base, [row], author="bench")
        now = timed("a draft, checked", now)
        editing.prepare(base, [row], author="bench")
        now = timed("another on the same dataset", now)
        editing.save(draft)
        timed("save", now)
        editing.undo(folder, "bench")
    for name, seconds in spent.items():
        print(f"  {name}: {statistics.median(seconds):.2f} s")


if __name__ == "__main__":
    raise SystemExit(main())
