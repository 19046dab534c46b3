"""Runs an older harness of the same kind, written for module names that are gone.

``python tests/fuzz/older.py HARNESS.py FIRST LAST [TARGET]``: its cases are its own, by number.
"""

from __future__ import annotations

import runpy
import sys

import geo
from geo import cli, dataset, exporters
from geo.dataset import archive
from geo.reports import cards, conflicts, quality

_RENAMED = {"--pack": "--dataset", "--doubts": "--candidates", "course": "timeline"}


def main() -> None:
    """Give the harness today's modules under yesterday's names, and run it."""
    for name, module in {
        "geo.pack": dataset,
        "geo.pack.archive": archive,
        "geo.quality": quality,
        "geo.exporters": exporters,
        "geo.conflicts": conflicts,
        "geo.cards": cards,
    }.items():
        sys.modules[name] = module
        setattr(geo, name.split(".")[1], sys.modules[".".join(name.split(".")[:2])])
    known = cli.main

    def command(words: list[str]) -> int:
        return known([_RENAMED.get(word, word) for word in words])

    cli.main = command
    for old, new in {"pack": "dataset", "episodes": "status_intervals"}.items():
        setattr(geo.Atlas, old, property(lambda self, new=new: getattr(self, new)))
    sys.argv = sys.argv[1:]
    runpy.run_path(sys.argv[0], run_name="__main__")


if __name__ == "__main__":
    main()
