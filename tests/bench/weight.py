"""What the program weighs: on the disk, package by package, and in memory.

    python tests/bench/weight.py [--python PYTHON]

On the disk: the distributions that `embassy-atlas` needs to run, in the environment of that
Python (this one by default), and for each direct dependency what would go with it. In memory:
the most that one process held (resident) while it opened the bundled dataset, drew the figure of
the
pair, and served the page to one reader. The last needs playwright and Debian's Chromium here, not
there. Linux only.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
MB = 1_000_000

DISK = """
import json, re
from importlib.metadata import PackageNotFoundError, distribution
from packaging.requirements import Requirement

def name_of(text):
    return re.sub("[-_.]+", "-", text).lower()

def needs(one):
    for text in one.requires or ():
        need = Requirement(text)
        if need.marker is None or need.marker.evaluate({"extra": ""}):
            yield name_of(need.name)

def size(one):
    paths = {path.locate() for path in one.files or ()}
    return sum(path.stat().st_size for path in paths if path.is_file())

found, wanted = {}, ["embassy-atlas"]
while wanted:
    name = wanted.pop()
    if name in found:
        continue
    try:
        one = distribution(name)
    except PackageNotFoundError:
        continue
    found[name] = {"size": size(one), "needs": sorted(set(needs(one))), "version": one.version}
    wanted += found[name]["needs"]
print(json.dumps(found))
"""

PEAK = """
import resource
{work}
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""

WORKS = {
    "an empty Python": "",
    "Atlas.open()": "import geo; geo.Atlas.open()",
    "Atlas.open().missions()": "import geo; geo.Atlas.open().missions()",
    "figure of the pair, PNG": (
        "import geo; from geo.figures import figure; "
        "figure(geo.Atlas.open(), geo.Selection(among=('VEN', 'PRK')), format='png')"
    ),
    "GeoJSON of everything": (
        "import geo; from geo.exporters import geojson; geojson(geo.Atlas.open(), geo.Selection())"
    ),
}


def run(python: str, script: str) -> str:
    command = [python, "-c", script]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd="/")
    return done.stdout.strip().splitlines()[-1]


def reachable(found: dict, start: str, without: str = "") -> set[str]:
    seen, wanted = set(), [start]
    while wanted:
        name = wanted.pop()
        if name not in seen and name in found and name != without:
            seen.add(name)
            wanted += found[name]["needs"]
    return seen


def disk(python: str) -> None:
    found = json.loads(run(python, DISK))
    top = "embassy-atlas"
    sizes = {name: one["size"] / MB for name, one in found.items()}
    print(f"{len(found)} distributions, {sum(sizes.values()):.0f} MB\n")
    print("| direct dependency | itself | goes with it | of these | asked for by |")
    print("|---|--:|--:|---|---|")
    rows = []
    for name in found[top]["needs"]:
        if name in found:
            gone = set(found) - reachable(found, top, name)
            rows.append((sum(sizes[one] for one in gone), name, gone - {name}))
    for weight, name, gone in sorted(rows, reverse=True):
        most = [f"{one} {sizes[one]:.1f}" for one in sorted(gone, key=lambda one: -sizes[one])]
        also = ", ".join([*most[:4], *(["…"] if most[4:] else [])])
        asking = [
            one for one in sorted(found) if one not in (top, *gone) and name in found[one]["needs"]
        ]
        cells = f"{name} {found[name]['version']}", f"{sizes[name]:.1f}", f"{weight:.1f}", also
        print(f"| {' | '.join([*cells, ', '.join(asking)])} |")
    rest = sorted(sizes, key=lambda one: -sizes[one])[:12]
    print("\nHeaviest:", ", ".join(f"{one} {sizes[one]:.0f}" for one in rest), "MB\n")


def memory(python: str) -> None:
    print("| in memory at most | MB |\n|---|--:|")
    for name, work in WORKS.items():
        print(f"| {name} | {int(run(python, PEAK.format(work=work))) / 1024:.0f} |", flush=True)


def page(python: str) -> None:
    """The page with one reader: the most that Streamlit's process held."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        print("| the page with one reader | playwright is not installed here |")
        return
    with tempfile.TemporaryDirectory() as cache:
        script = "from geo.server import Server, free_port, page\nimport sys\n"
        script += "server = Server(page(), free_port())\nserver.answers()\n"
        script += "print(server.process.pid, server.address, flush=True)\n"
        script += "sys.stdin.read()\nserver.end()\n"
        holder = subprocess.Popen(
            [python, "-c", script],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd="/",
            env={"XDG_CACHE_HOME": cache, "PATH": "/usr/bin:/bin"},
        )
        assert holder.stdin is not None
        assert holder.stdout is not None
        line = next(text for text in holder.stdout if "http://" in text)
        pid, address = line.split()
        status = Path(f"/proc/{pid}/status")
        try:
            with sync_playwright() as driver:
                browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
                reader = browser.new_page(viewport={"width": 1280, "height": 800})
                reader.set_default_timeout(60_000)
                for number, query in enumerate(("", "?show=", "?text=")):
                    reader.goto(address + query)
                    drawn = "[data-missions-drawn]:not([data-missions-drawn='0'])"
                    reader.frame_locator("iframe").first.locator(drawn).wait_for()
                    reader.wait_for_timeout(1_000)
                    if number == 0:
                        told(status, "the page, opened")
                told(status, "the page, opened three times")
                browser.close()
        finally:
            holder.stdin.close()
            holder.wait(30)


def told(status: Path, name: str) -> None:
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
    print(f"| {name} | {int(lines['VmHWM'].split()[0]) / 1024:.0f} |", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", default=sys.executable, help="whose environment is measured")
    asked = parser.parse_args()
    disk(asked.python)
    memory(asked.python)
    page(asked.python)
