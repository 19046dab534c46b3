"""Mutated files, given to whatever reads them: each case ends in 0, 1 or 2, soon and within bounds.

``python tests/fuzz/run.py --from 0 --to 8000 [--only TARGET] [--keep FOLDER]``: a case is its
number. What is bad is printed, and kept with its files where a folder is given.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from fuzz import cases

_LONGEST_S = 45
_MOST_MB = 2_000
_PATIENCE_S = 600  # For what waits without working; a busy machine is slow
_BROKEN = 99


class Ended(NamedTuple):
    """How a case ended: its code, its place in our code where it was not met, time and memory."""

    number: int
    target: str
    code: int
    where: str
    seconds: float
    megabytes: int

    @property
    def bad(self) -> bool:
        """Whether a user would be left with a traceback, a hang or a full memory."""
        wrong = self.code not in (0, 1, 2)
        return wrong or self.megabytes > _MOST_MB


def run(number: int, seeds: cases.Seeds, work: Path, only: str = "") -> Ended:
    """Run a case in a child process, which a hang or a crash of a library ends alone."""
    target, command = cases.case(number, seeds, work, only)
    begun, child = time.perf_counter(), os.fork()
    if not child:
        _child(command, work)
    _, status, used = os.wait4(child, 0)
    told = work / "traceback.txt"
    where = told.read_text(errors="replace") if told.exists() else ""
    code, seconds = os.waitstatus_to_exitcode(status), time.perf_counter() - begun
    return Ended(number, target, code, where, round(seconds, 2), used.ru_maxrss // 1024)


def _child(command: cases.Command, work: Path) -> None:
    code = _BROKEN
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (_LONGEST_S, _LONGEST_S))
        signal.alarm(_PATIENCE_S)
        out = os.open(work / "out.txt", os.O_WRONLY | os.O_CREAT)
        for stream in (1, 2):
            os.dup2(out, stream)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        code = command()
        sys.stdout.flush()
    except BaseException as error:
        frames = traceback.extract_tb(error.__traceback__)
        own = [f for f in frames if "/geo/" in f.filename] or frames
        said = f"{type(error).__name__} at {own[-1].filename}:{own[-1].lineno}: {error}"
        (work / "traceback.txt").write_text(said[:1_000], errors="backslashreplace")
    finally:
        os._exit(code)


def _warm(seeds: cases.Seeds, folder: Path, only: str) -> None:
    """Load what the cases need once, before the process is divided."""
    with (
        Path(os.devnull).open("w") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        for target in [only] if only else cases.TARGETS:
            with contextlib.suppress(Exception):
                cases.case(0, seeds, folder / target, target)[1]()


def several(
    first: int, last: int, folder: Path, only: str = "", keep: Path | None = None
) -> Counter[str]:
    """Run cases, and print the bad ones; how often each kind of them came."""
    os.environ["EMBASSY_ATLAS_TRACEBACK"] = "1"  # what is not met is raised, not told
    os.environ["EMBASSY_ATLAS_AUTHOR"] = "me"
    seeds, kinds = cases.Seeds(folder / "seeds"), Counter[str]()
    _warm(seeds, folder / "warm", only)
    for number in range(first, last):
        work = folder / str(number)
        ended = run(number, seeds, work, only)
        if ended.bad:
            kinds[f"{ended.target}: {ended.where.partition(': ')[0] or ended.code}"] += 1
            print(*ended, flush=True)
            if keep:
                shutil.copytree(work, keep / str(number), dirs_exist_ok=True)
        shutil.rmtree(work, ignore_errors=True)
    return kinds


def main() -> int:
    """Run the cases that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--to", type=int, default=8_000, dest="last")
    parser.add_argument("--only", default="", choices=("", *cases.TARGETS))
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        kinds = several(given.first, given.last, Path(folder), given.only, given.keep)
    for kind, number in kinds.most_common():
        print(f"{number:6} {kind}")
    print(f"{given.last - given.first} cases, {sum(kinds.values())} bad of {len(kinds)} kinds")
    return bool(kinds)


if __name__ == "__main__":
    raise SystemExit(main())
