"""How right the matching of missions is, and how long merging takes.

``python tests/bench/merging.py`` needs ../shared/world beside the checkout.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.labelled import NEWER, OLDER, SNAPSHOTS, by_item, hidden, pairs, score

from geo import dataset
from geo.importers import import_wikidata
from geo.merge import match, merge, profiles
from geo.reports import quality

WORLD = Path(__file__).resolve().parents[3] / "shared" / "world"
ROUNDS = 5


def main() -> int:
    """Measure and print."""
    if not WORLD.is_dir():
        print(f"{WORLD} is not there")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        datasets = {year: Path(folder) / year for year in SNAPSHOTS}
        for year, name in SNAPSHOTS.items():
            import_wikidata(WORLD / name, datasets[year])
        _rightness(datasets)
        _speed(datasets, Path(folder))
    return 0


def _rightness(datasets: dict[str, Path]) -> None:
    sides = {
        year: by_item(profiles(dataset.read(path)).values()) for year, path in datasets.items()
    }
    labelled = pairs()
    for name, of in (("with Wikidata ids", dict), ("with the ids hidden", hidden)):
        older, newer = of(sides[OLDER]), of(sides[NEWER])
        for how, suggestions in (("nobody asked", False), ("suggestions taken", True)):
            scored, failed = score(older, newer, labelled, suggestions=suggestions)
            print(f"{name}, {how}: {scored}")
            if failed:
                print("   ", dict(Counter(pair.stratum for pair in failed)))
        done = match(newer, older, records={}, same={})
        common = older.keys() & newer.keys()
        found = sum(done.found.get(id) == id for id in common)
        other = sum(done.found.get(id, id) != id for id in common)
        print(
            f"{name}, all {len(common):,} missions that both snapshots have: {found:,} found, "
            f"{other} taken for another, {len(done.candidate_matches)} pairs asked"
        )


def _speed(datasets: dict[str, Path], folder: Path) -> None:
    times: dict[str, list[float]] = {"merge": [], "again": [], "findings": []}
    for number in range(ROUNDS):
        target = folder / f"target-{number}"
        dataset.write(dataset.read(), target)
        for name in ("merge", "again"):
            begun = time.perf_counter()
            merge([datasets[NEWER]], target)
            times[name].append(time.perf_counter() - begun)
        read = dataset.read(datasets[NEWER])
        begun = time.perf_counter()
        quality.findings(read)
        times["findings"].append(time.perf_counter() - begun)
    for name, taken in times.items():
        print(f"{name}: {statistics.median(taken):.2f} s")


if __name__ == "__main__":
    raise SystemExit(main())
