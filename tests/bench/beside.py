"""Filters beside files: how much longer a filter takes while another reader's file is made.

    python tests/bench/beside.py DATASET

One thread filters again and again, as a reader does; another asks for each file, first made in
this process, then in the processes that make files. It exits with 1 where the slowest twentieth of
the filters beside the processes takes more than 0.3 s longer than alone.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import threading
import time
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import geo
from geo import webmap
from geo.dossier import dossier
from geo.exporters import exported
from geo.figures import figure
from geo.site import archive
from geo.ui import jobs
from geo.ui.jobs import Job

MOST_S = 0.3
LEAST = 20


def filters(atlas: geo.Atlas, over: threading.Event, number: int) -> list[float]:
    """Seconds of each filter, one every tenth of a second, until a file is made."""
    codes = sorted({one.sending for one in atlas.dataset.missions})
    times: list[float] = []
    while not over.is_set() or len(times) < LEAST:
        number += 1
        begun = time.perf_counter()
        chosen = geo.Selection(sending=(codes[number % len(codes)],), as_of=f"{1950 + number % 70}")
        webmap.masks(atlas, chosen)
        atlas.missions(chosen)
        times.append(time.perf_counter() - begun)
        time.sleep(0.1)
    return times


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def memory() -> list[int]:
    """Megabytes of the processes that make files."""
    found = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    pids = [pid for file in found for pid in file.read_text().split()]
    rolls = [Path(f"/proc/{pid}/smaps_rollup").read_text().split() for pid in pids]
    return [int(words[words.index("Pss:") + 1]) // 1024 for words in rolls]


def main() -> int:
    """Measure and print."""
    atlas, none = geo.Atlas.open(sys.argv[1]), geo.Selection()
    over = threading.Event()
    over.set()
    filters(atlas, over, 0)  # what is made once
    alone = p95(filters(atlas, over, 0))
    print(f"alone: p95 {alone:.3f} s")
    worst = 0.0
    usa = geo.Selection(sending=("USA",))
    files = {
        "figure of the world, PNG": partial(figure, atlas, none),
        "GeoPackage": partial(exported, atlas, none, "gpkg"),
        "XLSX": partial(exported, atlas, none, "xlsx"),
        "dossier of one state": partial(dossier, atlas, usa),
        "site of one state": partial(archive, atlas, usa),
    }
    for pool in (False, True):
        if pool:
            home = tempfile.mkdtemp()
            jobs.begin(Path(home, "jobs"))
        for name, make in files.items():
            job = Job(make, long=name.startswith("site"))
            thread = threading.Thread(target=job.run)
            begun = time.monotonic()
            thread.start()
            times = filters(atlas, job.over, 1_000)
            thread.join()
            took, slow = time.monotonic() - begun, p95(times)
            worst = max(worst, slow - alone) if pool else worst
            where = "in processes" if pool else "in the server"
            print(
                f"{where}: {name}, {took:.1f} s: filters p95 {slow:.3f} s, most {max(times):.3f} s"
            )
    print(f"memory of the processes: {memory()} MB; load {os.getloadavg()[0]:.1f}")
    jobs.end()
    return 0 if worst <= MOST_S else 1


if __name__ == "__main__":
    sys.exit(main())
