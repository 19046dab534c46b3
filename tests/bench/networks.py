"""How long the questions about states and networks take with a dataset, and their pages.

    python tests/bench/networks.py DATASET

The dataset is opened and its missions have been asked for once. Each question is asked seven times
with another as-of date each time, so that no answer is remembered; medians and the longest, in
seconds of the clock. Then each page is drawn: once at first, and five times again.
It exits with 1 where a median is more than 0.3 s for a question or 0.5 s for a page.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import geo

ROUNDS = 7
MOST = {"question": 0.3, "page": 0.5}
PAGES = {
    "state": {"states": "FRA"},
    "pair": {"among": "FRA,DEU"},
    "city": {"city": "Geneva"},
    "rank": {},
    "compare": {"compare": "CHN,FRA,GBR,RUS,USA"},
    "matrix": {},
}
SCRIPT = """
from geo.ui import page_list, sidebar

sidebar.view({page!r})
page_list.draw({page!r})
sidebar.sidebar()
"""


def questions(atlas: geo.Atlas) -> dict[str, Callable[[geo.Selection], object]]:
    """Name -> what is asked."""
    return {
        "profile": lambda chosen: geo.profile(atlas, "FRA", chosen),
        "pair": lambda chosen: geo.pair(atlas, "FRA", "DEU", chosen),
        "city": lambda chosen: geo.city(atlas, "Geneva", chosen),
        "rank": lambda chosen: geo.rank(atlas, chosen),
        "compare": lambda chosen: geo.compare(atlas, ["CHN", "FRA", "GBR", "RUS", "USA"], chosen),
        "matrix": lambda chosen: geo.matrix(atlas, chosen),
        "reciprocity": lambda chosen: geo.reciprocity(atlas, chosen),
        "hosts_both": lambda chosen: geo.hosts_both(atlas, "PRK", "KOR", chosen),
        "nearest": lambda chosen: geo.nearest(atlas, 10.48, -66.86, chosen),
        "quarters": lambda chosen: geo.quarters(atlas, "Geneva", chosen),
        "scorecard": lambda chosen: geo.scorecard(atlas, chosen),
    }


def timed(ask: Callable[[], object]) -> float:
    """Seconds of the clock."""
    begun = time.perf_counter()
    ask()
    return time.perf_counter() - begun


def pages() -> dict[str, list[float]]:
    """Page -> seconds of its first run and of later ones."""
    from streamlit.testing.v1 import AppTest

    found = {}
    for name, query in PAGES.items():
        app = AppTest.from_string(SCRIPT.format(page=name), default_timeout=300)
        for key, value in query.items():
            app.query_params[key] = value
        found[name] = [timed(app.run) for _ in range(6)]
        if app.exception:
            raise SystemExit(f"{name}: {app.exception[0].message}")
    return found


def main() -> int:
    """Measure, print, and say whether the times are kept."""
    folder = Path(sys.argv[1])
    atlas = geo.Atlas.open(folder)
    days = [geo.Selection(as_of=f"2022-11-{day}") for day in range(20, 20 + ROUNDS)]
    kept = True
    for name, ask in questions(atlas).items():
        ask(geo.Selection(as_of="2022-12-31"))
        took = [timed(partial(ask, day)) for day in days]
        kept &= statistics.median(took) <= MOST["question"]
        print(f"{name:12} {statistics.median(took):.3f} s, at most {max(took):.3f} s")
    os.environ["EMBASSY_ATLAS_DATASET"] = str(folder)
    for name, took in pages().items():
        kept &= statistics.median(took[1:]) <= MOST["page"]
        print(f"/{name:11} {statistics.median(took[1:]):.3f} s, at first {took[0]:.2f} s")
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
