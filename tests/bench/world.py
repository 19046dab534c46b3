"""The page with the world's missions, against a blank page and against folium's own layers.

    python tests/bench/world.py DATASET [--rounds 5] [--only open,opening,filter,rivals,many]

DATASET is the folder of a dataset with the world's missions. Everything is measured in one run, in
Debian's Chromium, medians of the rounds; it exits with 1 where a number is not reached.

``open``     `Atlas.open` in a process of its own: what was kept before, and without it.
``opening``  from asking for the page to missions and lines on the screen, over a blank Streamlit
             page; both servers warm, nothing cached in the browser.
``first``    the first opening ever after the server is ready, nothing kept before, over
             the first opening of a blank page; and how long it takes to be ready.
``filter``   from the click on a kind in the sidebar to the frame in which the map is drawn anew,
             one way and back; what went over the wire for it, whether the reader's view was
             kept, and whether any frame between was without a picture.
``server``   the server's processor time for a change of kinds, each a selection not shown before.
``rivals``   the same change with folium's GeoJson through feature_group_to_add, and with plain
             Marker and PolyLine: on a page with nothing else on it, Leaflet served from here.
``many``     500,000 missions made of those of the dataset, and the same change.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
BLANK = "import streamlit as st\n\nst.write('blank')\n"
PATIENCE_MS = 300_000
PARTS = ("open", "opening", "first", "filter", "server", "rivals", "many")
MANY = 500_000
WARM = 2
MOST = {
    "ratio": 2.5,
    "first": 2.0,
    "filter": 0.2,
    "server": 0.08,
    "many": 1.0,
    "open": 1.0,
    "wire": 10_000,
}
RIVALS = {
    "geojson": "GeoJson",
    "eased": "GeoJson, straight lines on a canvas",
    "markers": "Marker and PolyLine",
}
LEAST = {"geojson": 10.0, "markers": 100.0}

OPEN = """
import sys, time
import geo
begin = time.perf_counter()
atlas = geo.Atlas.open(sys.argv[1])
opened = time.perf_counter()
shown = len(atlas.missions())
print(opened - begin, time.perf_counter() - opened, shown)
"""

# In every frame: when a click fell, and when the first frame after a new scene was painted.
WATCH = """
(() => {
  if (document.watched) return; // a window outlives its first, empty document
  document.watched = true;
  const now = () => performance.timeOrigin + performance.now();
  if (window === window.top) {
    window.marks = { click: 0, drawn: 0, blank: 0, frames: 0 };
    document.addEventListener('click', () => { window.marks.click = now(); }, true);
    document.addEventListener('keydown', () => { window.marks.click = now(); }, true);
    return;
  }
  const painted = () => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => { window.top.marks.drawn = now(); };
    channel.port2.postMessage(0);
  });
  // Told of within the task that shows the scene, so that the frame asked for here is that of
  // its picture; the message comes when that frame has been handed over.
  const attributes = { attributes: true, attributeFilter: ['data-scene'], subtree: true };
  new MutationObserver(painted).observe(document.documentElement, attributes);
  let layers = 0;
  const look = () => {
    const holder = document.querySelector('[data-scene]');
    const map = window.map_div;
    if (!holder && map && window.top.marks.expect) {
      let count = 0;
      map.eachLayer((one) => { if (one.getLatLng || one.getLatLngs) count += 1; });
      if (count === window.top.marks.expect && count !== layers) painted();
      layers = count;
    }
    if (window.top.marks.watch && holder) {
      const sheet = document.querySelectorAll('canvas.atlas-sheet')[1];
      const small = new OffscreenCanvas(32, 16).getContext('2d', { willReadFrequently: true });
      small.drawImage(sheet, 0, 0, 32, 16);
      const { data } = small.getImageData(0, 0, 32, 16);
      window.top.marks.frames += 1;
      if (!data.some((value, i) => i % 4 === 3 && value)) window.top.marks.blank += 1;
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
"""


class Address(str):
    """Where a page is served, and by which process."""

    process: int

    @property
    def worked(self) -> float:
        """Seconds of processor that the server has used."""
        fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def served(script: Path, cache: Path, dataset: Path | None = None) -> Iterator[Address]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless=true"]
    command += [f"--server.port={port}", "--server.fileWatcherType=none"]
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "PYTHONPATH": str(ROOT)}
    environment["EMBASSY_ATLAS_DATASET"] = str(dataset or "")
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        for _ in range(600):
            with contextlib.suppress(URLError, OSError):
                if urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2).status == 200:
                    break
            time.sleep(0.1)
        address = Address(f"http://127.0.0.1:{port}/")
        address.process = process.pid
        yield address
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


def visit(browser: Any) -> tuple[Any, Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    return context, page


def opened(browser: Any, address: str, blank: bool) -> float:
    """Seconds from asking for the page to seeing it."""
    context, page = visit(browser)
    begin = time.perf_counter()
    page.goto(address, wait_until="commit")
    if blank:
        page.get_by_text("blank", exact=True).wait_for()
    else:
        frame = page.frame_locator("iframe").first
        frame.locator("[data-missions-drawn]:not([data-missions-drawn='0'])").wait_for()
    seconds = time.perf_counter() - begin
    context.close()
    return seconds


def map_frame(page: Any) -> Any:
    for _ in range(600):
        for frame in page.frames:
            if "streamlit_folium" in frame.url:
                frame.wait_for_load_state()
                for one in (page.main_frame, frame):
                    one.evaluate(WATCH)
                return frame
        page.wait_for_timeout(100)
    raise AssertionError("the page has no map")


class Wire:
    """What a page is sent over its web socket."""

    def __init__(self, page: Any) -> None:
        self.frames: list[bytes] = []
        page.on("websocket", lambda socket: socket.on("framereceived", self._took))

    def _took(self, frame: Any) -> None:
        self.frames.append(frame if isinstance(frame, bytes) else str(frame).encode())

    def sizes(self) -> tuple[int, int]:
        """Bytes of the messages that hold the map, and of all; what is kept is let go."""
        of_map = sum(len(frame) for frame in self.frames if b"streamlit_folium" in frame)
        everything = sum(map(len, self.frames))
        self.frames.clear()
        return of_map, everything


def settled(page: Any) -> None:
    state = "document.querySelector('.stApp')?.dataset.testScriptState"
    still = 0
    while still < 5:
        page.wait_for_timeout(100)
        still = still + 1 if page.evaluate(state) == "notRunning" else 0


def drawn(page: Any) -> None:
    """Wait for a picture, also in a frame that is put in the place of another."""
    until = time.monotonic() + PATIENCE_MS / 1000
    while not page.evaluate("marks.drawn > 0"):
        if time.monotonic() > until:
            raise TimeoutError("the map is not drawn")
        for frame in page.frames:
            if "streamlit_folium" in frame.url:
                with contextlib.suppress(Exception):  # a frame that is just coming or going
                    frame.evaluate(WATCH)
        page.wait_for_timeout(50)


def changed(page: Any, act: Any) -> float:
    """Seconds from what a reader does to the frame with the new picture."""
    page.evaluate("marks.drawn = 0")
    act()
    drawn(page)
    seconds = page.evaluate("(marks.drawn - marks.click) / 1000")
    settled(page)
    return float(seconds)


def kinds(page: Any) -> None:
    """Open the list of kinds: it is in sight first, for scrolling closes a list."""
    box = page.locator(".st-key-kinds input")
    box.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    box.click()


def to_embassies(page: Any) -> None:
    kinds(page)
    option = page.get_by_role("option").first
    option.wait_for()
    page.wait_for_timeout(300)
    page.evaluate("marks.drawn = 0")
    option.click()


def to_everything(page: Any) -> None:
    kinds(page)
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    page.evaluate("marks.drawn = 0")
    page.keyboard.press("Backspace")


def filtered(browser: Any, address: str, rounds: int, look: bool = True) -> dict[str, Any]:
    """A change of kinds and back, on the whole page."""
    context, page = visit(browser)
    wire = Wire(page)
    page.goto(f"{address}?view=all")
    frame = map_frame(page)
    frame.locator("[data-missions-drawn]:not([data-missions-drawn='0'])").wait_for()
    settled(page)
    view = "[map_div.getCenter().lat, map_div.getCenter().lng, map_div.getZoom()]"
    frame.evaluate("void map_div.setView([30, 20], 3, {animate: false})")
    before = frame.evaluate(view)
    narrow, wide, of_map, everything = [], [], [], []
    counted: dict[str, tuple[int, int]] = {}
    for number in range(rounds + WARM):
        wire.sizes()
        for act, times in ((to_embassies, narrow), (to_everything, wide)):
            seconds = changed(page, lambda act=act: act(page))
            if number >= WARM:
                times.append(seconds)
            sizes = wire.sizes()
            of_map.append(sizes[0])
            everything.append(sizes[1])
            holder = frame.locator("[data-scene]")
            counts = [holder.get_attribute(f"data-{what}-drawn") for what in ("missions", "lines")]
            counted[act.__name__] = int(counts[0]), int(counts[1])
    frames = blank = 0
    if look:  # apart from the timing, which looking would disturb
        for act in (to_embassies, to_everything):
            page.evaluate("Object.assign(marks, { watch: true, frames: 0, blank: 0 })")
            changed(page, lambda act=act: act(page))
            seen = page.evaluate("marks.watch = false, [marks.frames, marks.blank]")
            frames, blank = frames + seen[0], blank + seen[1]
    same = frame.evaluate(view) == before and map_frame(page) == frame
    context.close()
    return {
        "narrow": narrow,
        "wide": wide,
        "wire": max(of_map),
        "everything": max(everything),
        "counted": counted,
        "kept": same,
        "frames": frames,
        "blank": blank,
    }


def burdened(browser: Any, address: Address, rounds: int) -> list[float]:
    """Seconds of processor for each change of kinds: one more of them, a selection never shown."""
    context, page = visit(browser)
    page.goto(f"{address}?view=all")
    frame = map_frame(page)
    frame.locator("[data-missions-drawn]:not([data-missions-drawn='0'])").wait_for()
    times = []
    for _ in range(rounds):
        settled(page)
        before = address.worked
        changed(page, lambda: to_embassies(page))
        times.append(address.worked - before)
    context.close()
    return times


def rivalled(browser: Any, address: str, rounds: int) -> list[float]:
    """The same change on a page of one of folium's own layers."""
    context, page = visit(browser)
    page.goto(address)
    page.get_by_text("missions and lines of all").wait_for()
    page.wait_for_timeout(3_000)
    map_frame(page)
    times = []
    for number in range(rounds):
        narrow = number % 2 == 0
        wanted = page.locator(f"[data-testid=stText] >> nth={0 if narrow else 1}").inner_text()
        expect = int(wanted.split(":")[1])
        if number == 0:
            first = page.locator("[data-testid=stText] >> nth=1").inner_text()
            page.evaluate(f"marks.expect = {first.split(':')[1]}")
            drawn(page)
            settled(page)
        page.evaluate(f"marks.expect = {expect}")
        times.append(changed(page, lambda: page.locator("[data-testid=stCheckbox] label").click()))
    context.close()
    return times


def many(dataset: Path, folder: Path) -> Path:
    """A dataset of 500,000 missions: those of a dataset, over and over, each copy some way off."""
    from geo import dataset as datasets

    source = datasets.read(dataset)
    missions = source.rows["missions"]
    copies = -(-MANY // len(missions))
    rows: dict[str, list[dict[str, str]]] = {name: [] for name in source.rows}
    rows["sources"] = source.rows["sources"]
    wanted: set[str] = set()
    for copy in range(copies):
        for row in missions[: MANY - len(rows["missions"])]:
            rows["missions"].append({**row, "id": f"{row['id']}-n{copy}", "wikidata": ""})
            wanted.add(f"{row['id']}-n{copy}")
        for table in ("events", "positions"):
            for row in source.rows[table]:
                mission = f"{row['mission']}-n{copy}"
                if mission in wanted:
                    one = {**row, "id": f"{row['id']}-n{copy}", "mission": mission, "anchors": ""}
                    if table == "positions" and row["longitude"]:
                        one["latitude"] = f"{float(row['latitude']) * (1 - copy / 1000):.5f}"
                    rows[table].append(one)
    made = datasets.Dataset(folder, rows, {}, source.own, "")
    datasets.write(made, folder)
    return folder


def median(times: list[float]) -> str:
    return f"{statistics.median(times):.2f} s   {[round(one, 2) for one in times]}"


class Report:
    """What was measured, a line each, and what was missed."""

    def __init__(self) -> None:
        self.missed: list[str] = []

    def say(self, what: str, value: str, held: bool | None = None) -> None:
        mark = {True: "reached", False: "MISSED", None: ""}[held]
        print(f"{what:48} {value}   {mark}", flush=True)
        if held is False:
            self.missed.append(what)


def bench_open(dataset: Path, cache: Path, rounds: int, report: Report) -> None:
    def run(folder: Path) -> tuple[float, float, int]:
        environment = {**os.environ, "XDG_CACHE_HOME": str(folder), "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", OPEN, str(dataset)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        one, two, shown = done.stdout.split()
        return float(one), float(two), int(shown)

    cold = [run(cache / f"cold{number}") for number in range(rounds)]
    run(cache)
    warm = [run(cache) for _ in range(rounds)]
    at = statistics.median(one for one, _, _ in warm)
    report.say("Atlas.open, kept", median([one for one, _, _ in warm]), at <= MOST["open"])
    report.say(f"  then {warm[0][2]:,} missions()", median([two for _, two, _ in warm]))
    report.say("Atlas.open, nothing kept", median([one for one, _, _ in cold]))
    report.say("  then missions()", median([two for _, two, _ in cold]))


def bench_opening(browser: Any, blank: str, atlas: str, rounds: int, report: Report) -> None:
    pages = ((blank, True), (f"{atlas}?view=all", False))
    for address, is_blank in pages:
        opened(browser, address, is_blank)
    times: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(rounds):
        for address, is_blank in pages:
            times[is_blank].append(opened(browser, address, is_blank))
    one, two = (statistics.median(times[is_blank]) for is_blank in (True, False))
    report.say("blank Streamlit page", median(times[True]))
    report.say("opening the world", median(times[False]))
    value = f"{two / one:.2f} blank pages; blank + {two - one:.2f} s"
    report.say("  over it", value, two / one <= MOST["ratio"])


def bench_first(
    browser: Any, script: Path, folder: Path, dataset: Path, rounds: int, report: Report
) -> None:
    from geo.server import Server, free_port, page

    ready, times, blank = [], [], []
    for number in range(rounds):
        with served(script, folder / "blank") as address:
            blank.append(opened(browser, address, True))
        environment = {"XDG_CACHE_HOME": str(folder / f"first{number}"), "PYTHONPATH": str(ROOT)}
        begin = time.perf_counter()
        given = ["--dataset", str(dataset)]
        with Server(page(), free_port(), given, quiet=True, environment=environment) as server:
            server.answers()
            ready.append(time.perf_counter() - begin)
            times.append(opened(browser, f"{server.address}?view=all", False))
    over = statistics.median(times) - statistics.median(blank)
    report.say("ready after `serve`, nothing kept", median(ready))
    report.say("first opening of a blank page", median(blank))
    report.say("first opening of the world", median(times))
    report.say("  over it", f"blank + {over:.2f} s", over <= MOST["first"])


def bench_filter(browser: Any, address: str, rounds: int, report: Report, most: float) -> float:
    found = filtered(browser, address, rounds)
    for way in ("narrow", "wide"):
        act = {"narrow": "to_embassies", "wide": "to_everything"}[way]
        missions, lines = found["counted"][act]
        at = statistics.median(found[way])
        what = f"filter to {missions:,} missions, {lines:,} lines"
        report.say(what, median(found[way]), at <= most)
    value = f"{found['wire']:,} bytes; the page's in all {found['everything']:,}"
    report.say("  for the map on the wire, at most", value, found["wire"] <= MOST["wire"])
    report.say("  the reader's view", "kept" if found["kept"] else "lost", found["kept"])
    blank = f"{found['blank']} of {found['frames']} frames between"
    report.say("  without a picture", blank, not found["blank"])
    return max(statistics.median(found[way]) for way in ("narrow", "wide"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dataset", metavar="dataset", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rivals", default=",".join(RIVALS), help="rivals, with commas")
    parser.add_argument("--only", default=",".join(PARTS), help="parts, with commas")
    asked = parser.parse_args()
    parts = asked.only.split(",")
    dataset = asked.dataset.resolve()
    report = Report()
    sys.path.insert(0, str(ROOT))
    from playwright.sync_api import sync_playwright

    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        cache = folder / "cache"
        if "open" in parts:
            bench_open(dataset, cache, asked.rounds, report)
        driver = stack.enter_context(sync_playwright())
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        app = ROOT / "app.py"
        ours = 0.0
        script = folder / "blank.py"
        script.write_text(BLANK, encoding="utf-8")
        if "first" in parts:
            bench_first(browser, script, folder, dataset, asked.rounds, report)
        if {"opening", "filter", "server"} & {*parts}:
            with served(script, cache) as blank, served(app, cache, dataset) as atlas:
                if "opening" in parts:
                    bench_opening(browser, blank, atlas, asked.rounds, report)
                if "filter" in parts:
                    ours = bench_filter(browser, atlas, asked.rounds, report, MOST["filter"])
                if "server" in parts:
                    times = burdened(browser, atlas, asked.rounds + WARM)
                    at = statistics.mean(times[WARM:])
                    value = f"{at:.3f} s on average   {[round(one, 2) for one in times[WARM:]]}"
                    report.say("server's processor for a filter", value, at <= MOST["server"])
        if "rivals" in parts:
            for rival in asked.rivals.split(","):
                name = RIVALS[rival]
                os.environ["RIVAL"] = rival
                with served(HERE / "rival.py", cache, dataset) as address:
                    times = rivalled(browser, address, asked.rounds)
                at = statistics.median(times)
                report.say(f"the same with folium's {name}", median(times))
                if ours:
                    least = LEAST.get(rival)
                    held = None if least is None else at / ours >= least
                    report.say("  ours", f"{at / ours:.1f} times as fast", held)
        if "many" in parts:
            made = many(dataset, folder / "many")
            with served(app, cache, made) as atlas:
                opened(browser, f"{atlas}?view=all", False)
                bench_filter(browser, atlas, asked.rounds, report, MOST["many"])
        browser.close()
    print(f"{len(report.missed)} missed; load {os.getloadavg()[0]:.1f}, {asked.rounds} rounds")
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
