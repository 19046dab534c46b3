"""Great circles against a pyproj loop: ``python tests/bench/geodesy.py``."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
import pyproj
import shapely

import geo.geodesy as geodesy

LINES = 10_000
VERTICES = 64
ROUNDS = 9
LEAST_RATIO = 3.0
SEED = 20_261_121


def capitals() -> tuple[np.ndarray, np.ndarray]:
    """Random ends where capitals lie: between 45° south and 65° north, at all longitudes."""
    random = np.random.default_rng(SEED)
    low, high = (-180.0, -45.0), (180.0, 65.0)
    return random.uniform(low, high, (LINES, 2)), random.uniform(low, high, (LINES, 2))


def loop(start: np.ndarray, end: np.ndarray) -> list[object]:
    """What it replaces: one call a line, no cuts, no shapely lines."""
    geod = pyproj.Geod(ellps="WGS84")
    options = {"initial_idx": 0, "terminus_idx": 0, "return_back_azimuth": False}
    return [
        geod.inv_intermediate(lon0, lat0, lon1, lat1, npts=VERTICES, **options)
        for (lon0, lat0), (lon1, lat1) in zip(start.tolist(), end.tolist(), strict=True)
    ]


def seconds(work: Callable[[], object]) -> float:
    """Time of one run."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def main() -> int:
    """Run both by turns and print the medians; 1 where the ratio is missed."""
    start, end = capitals()
    ours, theirs, adaptive = [], [], []
    geodesy.great_circles(start[:100], end[:100], vertices=VERTICES)
    for _ in range(ROUNDS):
        ours.append(seconds(lambda: geodesy.great_circles(start, end, vertices=VERTICES)))
        theirs.append(seconds(lambda: loop(start, end)))
        adaptive.append(seconds(lambda: geodesy.great_circles(start, end)))
    fixed, slow, free = (statistics.median(times) for times in (ours, theirs, adaptive))
    lines = geodesy.great_circles(start, end)
    cut = int((shapely.get_num_geometries(lines) > 1).sum())
    mean = shapely.get_num_coordinates(lines).mean()
    print(
        f"{LINES:,} lines of {VERTICES} vertices, {cut:,} cut at 180°, medians of {ROUNDS} rounds"
    )
    print(f"great_circles, cut, shapely lines   {fixed * 1000:6.0f} ms")
    print(f"pyproj inv_intermediate, uncut      {slow * 1000:6.0f} ms   ratio {slow / fixed:.1f}")
    print(f"great_circles, adaptive ({mean:.0f} each)  {free * 1000:6.0f} ms")
    return 0 if slow / fixed >= LEAST_RATIO else 1


if __name__ == "__main__":
    sys.exit(main())
