"""How smoothly the time bar moves the map: frames while a hand is dragged, on the whole page.

    python tests/bench/timebar.py DATASET [--rounds 3]

DATASET is the folder of a dataset with the world's missions. In Debian's Chromium, on the page with
all
missions, the mouse drags each hand over the whole line and back, and the as-of hand over its last
tenth, one step of the mouse a frame. Told are the time between frames (requestAnimationFrame), the
work of our script in one, and what went over the wire meanwhile. It exits with 1 where the median
frame takes longer than 50 ms, or where anything was sent.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
MOST_MS = 50.0
STEPS = 160
DRAGS = {
    "as of, over everything and back": ("as-of", 0.0, 1.0),
    "as of, over the last tenth and back": ("as-of", 0.9, 1.0),
    "known on, over everything and back": ("known-on", 0.0, 1.0),
}

WATCH = """
() => {
    let layer = null;
    map_div.eachLayer(one => { if (one.state) layer = one; });
    window.bench = { frames: [], work: [], missions: 0, lines: 0 };
    const pass = layer.time.pass;
    layer.time.pass = function () {
        const begin = performance.now();
        pass.call(this);
        window.bench.work.push(performance.now() - begin);
        const { missionsDrawn, linesDrawn } = map_div.getContainer().dataset;
        window.bench.missions = Math.max(window.bench.missions, Number(missionsDrawn));
        window.bench.lines = Math.max(window.bench.lines, Number(linesDrawn));
    };
    let before = 0;
    let worked = 0;
    const frame = now => {
        // Frames of the movement alone: those in which something was drawn anew.
        if (before && window.bench.work.length > worked) window.bench.frames.push(now - before);
        worked = window.bench.work.length;
        before = now;
        requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
}
"""


def drag(page: Any, frame: Any, hand: str, start: float, end: float) -> None:
    """Drag a hand from share to share of the line and back, a step a frame."""
    box = page.locator("iframe").first.bounding_box()
    track = frame.evaluate(
        """hand => {
            const one = document.querySelector('.atlas-hand-' + hand).getBoundingClientRect();
            const line = document.querySelector('.atlas-time-track').getBoundingClientRect();
            return [one.left + one.width / 2, one.top + one.height / 2, line.left + 54,
                line.right - 30];
        }""",
        hand,
    )
    x, y, left, right = track
    page.mouse.move(box["x"] + x, box["y"] + y)
    page.mouse.down()
    way = [start + (end - start) * k / STEPS for k in range(STEPS + 1)]
    for share in [*reversed(way), *way]:
        page.mouse.move(box["x"] + left + (right - left) * share, box["y"] + y)
        frame.evaluate("() => new Promise(requestAnimationFrame)")


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("dataset", metavar="dataset", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    sys.path[:0] = [str(ROOT), str(HERE)]
    from playwright.sync_api import sync_playwright
    from world import CHROMIUM, FLAGS, map_frame, served, settled, visit

    missed = 0
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as driver,
        served(ROOT / "app.py", Path(folder), asked.dataset.resolve()) as address,
    ):
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        context, page = visit(browser)
        sent: list[Any] = []
        page.on("websocket", lambda socket: socket.on("framesent", lambda one: sent.append(one)))
        page.goto(f"{address}?view=all")
        frame = map_frame(page)
        frame.locator("[data-missions-drawn]:not([data-missions-drawn='0'])").wait_for()
        settled(page)
        frame.evaluate(WATCH)
        for what, (hand, start, end) in DRAGS.items():
            frames: list[float] = []
            work: list[float] = []
            counted = (0, 0)
            for _ in range(asked.rounds):
                frame.evaluate(
                    "() => Object.assign(bench, { frames: [], work: [], missions: 0, lines: 0 })"
                )
                before = len(sent)
                drag(page, frame, hand, start, end)
                told = frame.evaluate("() => bench")
                wire = len(sent) - before
                page.mouse.up()
                page.wait_for_timeout(700)
                settled(page)
                frames += told["frames"]
                work += told["work"]
                counted = told["missions"], told["lines"]
                missed += wire > 0
            middle = statistics.median(frames)
            missed += middle > MOST_MS
            print(
                f"{what}: frame {middle:.1f} ms, p95 {percentile(frames, 0.95):.1f}; "
                f"work {statistics.median(work):.1f} ms, p95 {percentile(work, 0.95):.1f}; "
                f"{len(frames)} frames, up to {counted[0]:,} missions and {counted[1]:,} lines; "
                f"{'nothing' if not missed else 'something'} sent"
            )
        context.close()
        browser.close()
    print(f"{missed} missed; load {os.getloadavg()[0]:.1f}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
