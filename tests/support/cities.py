"""Small made-up datasets of missions with points, for what is asked about places."""

from __future__ import annotations

from pathlib import Path

import geo
from support.rows import at, mission, simple


def city_of(folder: Path, *points: tuple[str, str, str, float, float]) -> geo.Atlas:
    """An atlas of embassies, each given as sending, receiving state, city, longitude, latitude."""
    rows = [
        mission(f"m{number}", sending=sending, receiving=receiving, city=city)
        for number, (sending, receiving, city, _, _) in enumerate(points)
    ]
    places = [
        at(f"m{number}", "list", f"{lon:.6f}", f"{lat:.6f}")
        for number, (*_, lon, lat) in enumerate(points)
    ]
    return geo.Atlas.open(simple(folder, "list", *rows, positions=places))


def two_of_a_name(folder: Path) -> geo.Atlas:
    """An atlas with a city of one name in two states, far apart."""
    return city_of(
        folder,
        ("DEU", "BLR", "Brest", 23.69, 52.09),
        ("POL", "BLR", "Brest", 23.70, 52.10),
        ("DEU", "FRA", "Brest", -4.49, 48.39),
    )
