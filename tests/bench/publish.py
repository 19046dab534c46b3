"""Publish a dataset as a site, and measure time, sizes, and what a first view loads.

    python tests/bench/publish.py DATASET [--apart]

A first run, then one that changes nothing, each by the clock and of processor (all processes);
without pictures and downloads. With ``--apart`` then one with downloads and one with pictures too.
Then the map is opened in Chromium by turns with a blank page of the same web server (nginx), each
in a context of its own with nothing cached, five times: what the map takes more is the median's
difference. It exits with 1 where the site is larger than 150 MB, a first view than 1.2 MB, the
median page of a mission than 5 kB, the largest than 60 kB, or the map takes 0.5 s more.
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
from typing import Any

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.served import free_port
from support.web_server import web_server

import geo

BROWSER = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
SERVER = """
  types {{ text/html html; text/css css; text/javascript js; application/json json; }}
  gzip on;
  gzip_types text/css text/javascript application/json;
  server {{ listen 127.0.0.1:{port}; location / {{ alias {site}/; }} }}
"""
MOST_MORE_S = 0.5
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


def seconds_to_the_map(site: Path) -> tuple[float, float]:
    """Median seconds until a blank page is loaded, and until the map is drawn."""
    port = free_port()
    (site / "blank.html").write_text("<!doctype html><title>blank</title><p>blank", "utf-8")
    blank, drawn = [], []
    with (
        tempfile.TemporaryDirectory() as folder,
        web_server(Path(folder), SERVER.format(port=port, site=site)),
        sync_playwright() as play,
    ):
        chromium = play.chromium.launch(executable_path="/usr/bin/chromium", args=[*BROWSER])
        for _ in range(6):  # the first of each is for warming up
            for page, ready, took in (
                ("blank.html", "p", blank),
                ("en/index.html", "#atlas[data-atlas=ready][data-missions-drawn]", drawn),
            ):
                context = chromium.new_context(viewport={"width": 1440, "height": 900})
                shown, begin = context.new_page(), time.monotonic()
                shown.goto(f"http://127.0.0.1:{port}/{page}", wait_until="commit")
                shown.locator(ready).wait_for(timeout=120_000)
                took.append(time.monotonic() - begin)
                context.close()
        chromium.close()
    (site / "blank.html").unlink()
    return statistics.median(blank[1:]), statistics.median(drawn[1:])


def published(dataset: str, site: Path, name: str, **parts: bool) -> Any:
    """Publish once, and print what it took."""
    begin, used = time.monotonic(), processor()
    done = geo.publish(geo.Atlas.open(dataset), site, geo.Selection(as_of=DAY), **parts)
    took, of_work = time.monotonic() - begin, processor() - used
    steps = ", ".join(f"{step} {s:.1f} s" for step, s in done.seconds.items())
    print(f"{name}: {took:.1f} s, of processor {of_work:.1f} s ({steps})")
    print(f"  written {done.written:,} of {done.files:,} files, {done.bytes / 1e6:.1f} MB", end="")
    print(f"; loop {loop():.2f} ms", flush=True)
    return done


def main(dataset: str, apart: bool) -> int:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        for name in ("first", "again"):
            done = published(dataset, site, name, pictures=False, downloads=False)
        missions = [one.stat().st_size for one in site.glob("*/missions/*.html")]
        median, largest = statistics.median(missions), max(missions)
        view = first_view(site)
        print(f"pages {done.pages:,}, {done.bytes / 1e6:.1f} MB; first view {view / 1e6:.3f} MB")
        print(f"page of a mission: median {median:,.0f} bytes, at most {largest:,}")
        blank, drawn = seconds_to_the_map(site)
        more = drawn - blank
        print(f"blank page {blank:.3f} s, map {drawn:.3f} s: {more:.3f} s more", flush=True)
        if apart:
            published(dataset, site, "with downloads", pictures=False, downloads=True)
            published(dataset, site, "with pictures", pictures=True, downloads=False)
    kept = done.bytes <= MOST_SITE and view <= MOST_VIEW and more <= MOST_MORE_S
    return int(not (kept and median <= MOST_MEDIAN and largest <= MOST_PAGE))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], "--apart" in sys.argv))
