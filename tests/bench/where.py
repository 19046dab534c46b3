"""The party in which a point lies, and the one known: ``python tests/bench/where.py DATASET``.

All seats and cities of the gazetteer, and the points that a source gives in DATASET. Exit code 1
where one is taken for another party's and is not among those that are explained.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from geo import dataset, parties  # noqa: E402
from geo.basemap import shapes  # noqa: E402
from geo.importers import where  # noqa: E402

EXPLAINED = {
    "bel-embassy-havana",
    "blr-embassy-yerevan-q111635325",
    "bol-embassy-bogota",
    "chn-embassy-tarawa",
    "isr-embassy-guatemala-city",
    "isr-embassy-seoul",
    "mne-embassy-skopje",
    "nld-embassy-chaoyang-district",
    "nld-embassy-makati",
    "pan-embassy-cairo",
    "pan-embassy-san-isidro",
    "svk-embassy-beirut",
    "svk-embassy-podgorica",
    "vat-nunciature-ton",
}
"""Missions whose point in the source lies in another state, hundreds of kilometres away."""

Known = tuple[str, str, float, float]


def state(code: str) -> str:
    """A party, and for a territory its state: a mission in Hong Kong may be listed under China."""
    one = parties.party_by_code(code)
    return one.of if one.of and one.alpha2 and not one.is_state else code


def compared(title: str, known: Iterable[Known]) -> int:
    """Print how many points are right, asked, and wrong; return the wrong that nothing explains."""
    rows = list(known)
    begin = time.perf_counter()
    found = where.places([(lon, lat) for _, _, lon, lat in rows])
    took = time.perf_counter() - begin
    wrong, counts = [], Counter[str]()
    for (id, code, _, _), place in zip(rows, found, strict=True):
        right = state(place.code) == state(code) if place.code else None
        counts["right" if right else "asked" if right is None else "wrong"] += 1
        if right is False and id not in EXPLAINED:
            wrong.append(f"{id} of {code} taken for {place.code}")
        elif "-v" in sys.argv and right is None:
            print("  asked:", id, code, place.problem)
    said = ", ".join(f"{counts[word]:,} {word}" for word in ("right", "asked", "wrong"))
    print(f"{title}: {len(rows):,} points in {took:.2f} s: {said}", *wrong, sep="\n  ")
    return len(wrong)


def main() -> int:
    """All three; 1 where a point is given to the wrong party."""
    drawn = shapes()
    held = dataset.read(Path(sys.argv[1]))
    at = {row.id: row for row in held.positions if row.method == "source_point" and row.point}
    missions = held.by_id["missions"]
    return min(
        1,
        compared(
            "seats",
            (
                (p.seat, p.code, p.seat_lon, p.seat_lat)
                for p in parties.parties()
                if p.code in drawn
            ),
        )
        + compared(
            "cities",
            ((c.name, c.state, c.lon, c.lat) for c in parties.cities() if c.state in drawn),
        )
        + compared(
            "missions",
            (
                (p.mission, missions[p.mission]["receiving"], *p.point)
                for p in at.values()
                if p.point
            ),
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
