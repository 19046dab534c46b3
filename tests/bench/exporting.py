"""How long an export takes, beside pyogrio and geopandas writing ready-made frames; and its memory.

    python tests/bench/exporting.py DATASET [--many 1000000]

The dataset is opened and its missions have been asked for once; then, by turns: the whole export,
lines and discs included; the writer alone; pyogrio with RFC7946=YES; GeoDataFrame.to_json. All
write the same layers. Processor time of one process, so that other programs count less; medians.
Then, in a process of its own, N missions made up chunk by chunk, and the most memory that took.
It exits with 1 where a ratio or the memory is not kept.
"""

from __future__ import annotations

import argparse
import itertools
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

import geo
from geo.exporters import COLUMNS, Frames
from geo.exporters.feature_collections import CHUNK, collected, write, write_collection

LAYERS = ("missions", "regions", "lines")
ROUNDS = 7
MOST_MB = 1_500
RATIOS = {"whole": 1.0, "pyogrio": 1.5, "to_json": 3.0}


def measured(made: dict[str, Callable[[], object]]) -> dict[str, tuple[float, float]]:
    """Median seconds of processor and of the clock, by turns."""
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in made}
    for _, (name, make) in itertools.product(range(ROUNDS), made.items()):
        begun = time.process_time(), time.perf_counter()
        make()
        took[name].append((time.process_time() - begun[0], time.perf_counter() - begun[1]))
    return {
        name: (statistics.median(a for a, _ in one), statistics.median(b for _, b in one))
        for name, one in took.items()
    }


def compare(pack: Path) -> bool:
    atlas = geo.Atlas.open(pack)
    atlas.missions()
    ready = Frames(atlas)
    frames = {layer: ready.layer(layer) for layer in LAYERS}
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.geojson"

        def ours(from_: Frames) -> None:
            with out.open("wb", buffering=1 << 20) as file:
                write(from_, LAYERS, file)

        def theirs() -> None:
            for layer, frame in frames.items():
                path = out.with_name(f"{layer}.geojson")
                frame.to_file(path, driver="GeoJSON", engine="pyogrio", RFC7946="YES")

        def plain() -> None:
            for layer, frame in frames.items():
                out.with_name(f"{layer}.json").write_text(frame.to_json())

        took = measured(
            {
                "whole export": lambda: ours(Frames(atlas)),
                "writer alone": lambda: ours(ready),
                "pyogrio, RFC7946=YES": theirs,
                "GeoDataFrame.to_json": plain,
            }
        )
    for name, (work, clock) in took.items():
        print(f"{name:24} {work:6.2f} s of processor {clock:6.2f} s by the clock")
    whole, writer, pyogrio, to_json = (work for work, _ in took.values())
    ratios = {"whole": pyogrio / whole, "pyogrio": pyogrio / writer, "to_json": to_json / writer}
    print("times as fast:", {name: round(ratio, 2) for name, ratio in ratios.items()})
    return all(ratios[name] >= least for name, least in RATIOS.items())


def many(count: int) -> None:
    """Write missions that are made up, a chunk at a time."""
    import geopandas as gpd
    import pandas as pd

    random = np.random.default_rng(1)

    def made():  # type: ignore[no-untyped-def]
        for first in range(0, count, CHUNK):
            number = min(CHUNK, count - first)
            table = {
                name: pd.Series([f"{name} of mission {first + n}" for n in range(number)])
                for name in COLUMNS
            }
            points = gpd.points_from_xy(
                random.uniform(-180, 180, number), random.uniform(-90, 90, number)
            )
            yield "missions", gpd.GeoDataFrame(table, geometry=points, crs="OGC:CRS84")

    with tempfile.TemporaryFile() as file:
        begun = time.perf_counter()
        write_collection(file, collected(made(), lambda layer, row: []), dict)
        size, took = file.tell(), time.perf_counter() - begun
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{count:,} missions: {took:.0f} s, {size / 1e6:,.0f} MB, at most {most:,.0f} MB of memory"
    )
    sys.exit(most > MOST_MB)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pack", type=Path, nargs="?")
    parser.add_argument("--many", type=int, default=1_000_000)
    given = parser.parse_args()
    if given.pack is None:
        many(given.many)
    sound = compare(given.pack)
    apart = [sys.executable, __file__, "--many", str(given.many)]
    return int(not sound or subprocess.run(apart, check=False).returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
