"""Opening the page in Chromium, over a blank Streamlit page in the same run.

    python tests/bench/opening.py [--rounds 5]

Both servers are warm: each page has been opened once before. A round opens the blank
page, then the map, each in a browser context of its own with nothing cached. A page is open when
its text stands in the document; the map, when its missions and lines are drawn. It exits with 1
where the ratio exceeds 2.5.
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
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
BLANK = "import streamlit as st\n\nst.write('blank')\n"
PATIENCE_MS = 60_000
MOST = 2.5


@contextlib.contextmanager
def served(script: Path, cache: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless=true"]
    command += [f"--server.port={port}", "--server.fileWatcherType=none"]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "XDG_CACHE_HOME": str(cache), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        for _ in range(300):
            with contextlib.suppress(URLError, OSError):
                if urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2).status == 200:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/"
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


def opened(browser: Any, address: str, blank: bool) -> float:
    """Seconds from asking for the page to seeing it."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
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


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rounds", type=int, default=5)
    rounds = arguments.parse_args().rounds
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        script = Path(folder) / "blank.py"
        script.write_text(BLANK, encoding="utf-8")
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        cache = Path(folder) / "cache"
        with served(script, cache) as blank, served(ROOT / "app.py", cache) as atlas:
            pages = ((blank, True), (atlas, False))
            for address, is_blank in pages:
                opened(browser, address, is_blank)
            times: dict[bool, list[float]] = {True: [], False: []}
            for _ in range(rounds):
                for address, is_blank in pages:
                    times[is_blank].append(opened(browser, address, is_blank))
        browser.close()
    one, two = (statistics.median(times[is_blank]) for is_blank in (True, False))
    print(f"blank Streamlit page  {one:.2f} s   {[round(t, 2) for t in times[True]]}")
    print(f"Embassy Atlas         {two:.2f} s   {[round(t, 2) for t in times[False]]}")
    print(f"ratio {two / one:.2f}; blank + {two - one:.2f} s; medians of {rounds} rounds, warm")
    return 0 if two / one <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
