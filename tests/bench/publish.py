"""Publish a dataset as a site, and measure time, sizes, and what a first view loads.

    python tests/bench/publish.py DATASET

A first run, then one that changes nothing, each by the clock and of processor (all processes);
without pictures and downloads. It exits with 1 where the site is larger than 150 MB, a first view
than 1.2 MB, the median page of a mission than 5 kB, or the largest than 60 kB.
"""

from __future__ import annotations

import gzip
import re
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

import geo

MOST_SITE, MOST_VIEW, MOST_MEDIAN, MOST_PAGE = 150e6, 1.2e6, 5_000, 60_000
DAY = "2026-11-24"


def processor() -> float:
    """Seconds of processor of this process and of those that have ended."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def loop() -> float:
    """Milliseconds for a fixed loop: how much this machine gives just now."""
    begin = time.process_time()
    for _ in range(20):
        sum(range(60_000))
    return (time.process_time() - begin) * 50


def first_view(site: Path) -> int:
    """Bytes of the map's page and of what it loads, as a host sends them with gzip."""
    page = site / "en" / "index.html"
    text = page.read_text("utf-8")
    names = {*re.findall(r'(?:src|href)="\.\./(data/[^"]*)"', text)}
    for role in ("columns", "land", "names"):
        found = re.search(rf'"{role}":"\.\./(data\\u002f|data/)([^"]*)"', text)
        assert found is not None
        names.add(f"data/{found[2]}.bin".replace("\\u005f", "_"))
    sizes = [len(gzip.compress(page.read_bytes()))]
    for name in sorted(names):
        data = (site / name).read_bytes()
        sizes.append(len(data) if name.endswith(".bin") else len(gzip.compress(data)))
    return sum(sizes)


def main(dataset: str) -> int:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        for name in ("first", "again"):
            begin, used = time.monotonic(), processor()
            done = geo.publish(
                geo.Atlas.open(dataset),
                site,
                geo.Selection(as_of=DAY),
                pictures=False,
                downloads=False,
            )
            took, of_work = time.monotonic() - begin, processor() - used
            steps = ", ".join(f"{step} {s:.1f} s" for step, s in done.seconds.items())
            print(f"{name}: {took:.1f} s, of processor {of_work:.1f} s ({steps})")
            print(f"  written {done.written:,} of {done.files:,} files; loop {loop():.2f} ms")
        missions = [one.stat().st_size for one in site.glob("*/missions/*.html")]
        median, largest = statistics.median(missions), max(missions)
        view = first_view(site)
        print(f"pages {done.pages:,}, {done.bytes / 1e6:.1f} MB; first view {view / 1e6:.3f} MB")
        print(f"page of a mission: median {median:,.0f} bytes, at most {largest:,}")
    kept = done.bytes <= MOST_SITE and view <= MOST_VIEW
    return int(not (kept and median <= MOST_MEDIAN and largest <= MOST_PAGE))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
