"""Absences over a dataset: how long a list takes in Python, and the marks of a map in the browser.

python tests/bench/absence.py DATASET
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playwright.sync_api import sync_playwright
from support.layer_page import Map, masked, served

import geo
from geo import webmap
from geo.atlas import absence

CHROMIUM = "/usr/bin/chromium"
ROUNDS = 9
ASKED = (
    geo.Selection(receiving=("VEN",)),
    geo.Selection(sending=("PRK",)),
    geo.Selection(states=("USA",)),
    geo.Selection(states=absence.counterparts(geo.Selection().as_of_day)),
)
MARKS = """
    const times = [];
    const passing = EmbassyAtlas.filter.passing(stage.ready, given[0]);
    for (let i = 0; i < given[1]; i += 1) {
        const from = performance.now();
        EmbassyAtlas.absence.marks(stage.ready, given[0], passing);
        times.push(performance.now() - from);
    }
    EmbassyAtlas.show(map, given[0]);
    return [stage.absences.length, times.sort((a, b) => a - b)[given[1] >> 1]];
"""


def median(call: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        call()
        times.append(1e3 * (time.perf_counter() - begun))
    return statistics.median(times)


def main() -> None:
    atlas = geo.Atlas.open(sys.argv[1])
    folder = Path(tempfile.mkdtemp())
    kept = webmap.assets(atlas, folder)
    with sync_playwright() as driver, served(folder) as address:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = Map(browser.new_page(), folder, kept, address).open(webmap.Scene())
        for one in ASKED:
            pairs = len(absence.asked(one))
            listed = median(lambda one=one: absence.absences(atlas, one))
            scene = masked(webmap.Scene(one), atlas)
            drawn, marks = page.do(MARKS, [scene, ROUNDS])
            print(
                f"{one.to_query()[:24]:24} {pairs:6,} pairs: list {listed:6.1f} ms; "
                f"{drawn:5,} marks in the browser {marks:5.1f} ms"
            )
        browser.close()


if __name__ == "__main__":
    main()
