"""Search: making the index, then each query warm, in time of work; the slowest counts.

python tests/bench/find.py DATASET [--most 50]
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path

import geo
from geo.atlas import search
from geo.atlas.index import Index

QUERIES = (
    "Las Mercedes", "North Korean embassy", "embajada norcoreana", "Pionyang", "Guaidó", "Zerpa",
    "Venezuela", "corea", "consulados honorarios", "embassy", "e", "Paris",
    "embassy of France in L",
)  # fmt: skip
MISTYPED = ("Pyongyag", "embasy of venezuela", "Las Merzedes", "qqqq")
TIMES = 9


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("dataset", metavar="dataset", type=Path)
    parser.add_argument("--most", type=float, default=50.0, help="Milliseconds for one query.")
    asked = parser.parse_args()
    atlas = geo.Atlas.open(asked.dataset)
    start = time.process_time()
    index = Index(atlas.dataset)
    print(f"index: {time.process_time() - start:.2f} s, {len(index.entries):,} entries")
    slowest = 0.0
    for name, work, texts in (
        ("find", search.find, QUERIES),
        ("suggestions", search.suggestions, MISTYPED),
    ):
        for text in texts:
            work(atlas, text)
            took = []
            for _ in range(TIMES):
                start = time.process_time()
                work(atlas, text)
                took.append(1_000 * (time.process_time() - start))
            slowest = max(slowest, statistics.median(took))
            print(f"{name} {text!r}: {statistics.median(took):.1f} ms")
    print(f"slowest: {slowest:.1f} ms")
    sys.exit(slowest > asked.most)


if __name__ == "__main__":
    main()
