"""Timelines: reading and drawing those of a pair and of all missions of a dataset.

python tests/bench/timelines.py [DATASET]
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import geo
from geo.figures import SIZES, timeline
from geo.reports.timelines import timelines

TIMES = 5


def median(work: Callable[[], object]) -> float:
    took = []
    for _ in range(TIMES):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return statistics.median(took)


def main() -> None:
    atlas = geo.Atlas.open(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    pair = timelines(atlas, ["pair:PRK-VEN"])
    everything = timelines(atlas)
    for name, told, ids in (("pair", pair, ["pair:PRK-VEN"]), ("all", everything, [])):
        read = median(partial(timelines, atlas, ids))
        print(f"{name}: {len(told.missions):,} missions, read in {read:.2f} s")
        for size in SIZES:
            print(f"  {size}: {median(partial(timeline, atlas, told, size=size)):.2f} s")


if __name__ == "__main__":
    main()
