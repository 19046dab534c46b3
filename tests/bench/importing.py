"""Importing the world, check included: ``python tests/bench/importing.py``.

Needs ``../shared/world``. Each run is a process of its own, from start to end: the import of
the 2022 file into a new dataset, with the check that is part of it, then ``check`` on what was
written; and the import again, which changes nothing.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT.parent / "shared" / "world" / "wikidata-missions-2022-11-16.csv"
ROUNDS = 5
MOST_S, MOST_MB = 5.0, 1_000.0


def run(*arguments: str) -> tuple[tuple[float, float], float, int, bytes]:
    """Seconds from start to end and of work, most memory in MB, exit code and output."""
    begin = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "geo.cli", *arguments], cwd=ROOT, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        said = child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    took = time.perf_counter() - begin, usage.ru_utime + usage.ru_stime
    return took, usage.ru_maxrss / 1024, child.returncode, said


def main() -> int:
    """Print the medians; 1 where a limit is missed."""
    if not FILE.is_file():
        print(f"{FILE.name} is not beside this checkout: nothing was measured")
        return 2
    imports: list[tuple[float, float]] = []
    checks: list[tuple[float, float]] = []
    again: list[tuple[float, float]] = []
    memory: list[float] = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            dataset = str(Path(folder) / "world")
            command = ("import", "wikidata", "--from", str(FILE), "--into", dataset, "--json")
            seconds, most, code, said = run(*command)
            assert code == 0
            account = json.loads(said)
            imports.append(seconds)
            memory.append(most)
            seconds, most, code, _ = run("check", dataset)
            assert code == (1 if account["errors"] else 0)
            checks.append(seconds)
            memory.append(most)
            seconds, most, code, said = run(*command)
            assert not json.loads(said)["changed"]
            again.append(seconds)
    rows = sum(account["rows"].values())
    print(
        f"{account['read']:,} records, {account['added']:,} missions, {rows:,} rows of the dataset"
    )
    print(f"medians of {ROUNDS}, seconds from start to end (of work)")
    for what, times in (
        ("import into a new dataset, its check included", imports),
        ("check of what was written, by itself", checks),
        ("import again, nothing changed", again),
    ):
        whole, work = (statistics.median(column) for column in zip(*times, strict=True))
        print(f"{what:<46}{whole:5.2f} ({work:.2f})")
    print(f"{'most memory of any of them':<46}{max(memory):5.0f} MB")
    first = statistics.median(whole for whole, _ in imports)
    print(f"limits: {MOST_S:.0f} s for the import, {MOST_MB:,.0f} MB")
    return 0 if first <= MOST_S and max(memory) <= MOST_MB else 1


if __name__ == "__main__":
    sys.exit(main())
