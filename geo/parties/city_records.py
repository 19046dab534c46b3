"""The cities by their state and name."""

from __future__ import annotations

from functools import lru_cache

from geo.parties.folding import fold
from geo.parties.lookup import party_by_code, territories
from geo.parties.records import City, listed, rows


@lru_cache(maxsize=1)
def _cities() -> dict[tuple[str, str], City]:
    found: dict[tuple[str, str], City] = {}
    for row in rows("cities.csv"):
        one = City(
            name=row["name"],
            state=row["state"],
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            radius_m=float(row["radius_m"]),
            population=int(row["population"]),
            source=row["source"],
        )
        for text in (one.name, *listed(row["also"])):
            found.setdefault((one.state, fold(text)), one)
    return found


def cities() -> tuple[City, ...]:
    """All cities of the gazetteer, by state and name."""
    return tuple(dict.fromkeys(_cities().values()))


@lru_cache(maxsize=16_384)
def city(name: str, state_code: str) -> City | None:
    """Find the city of that name in a state or in one of its territories."""
    where = party_by_code(state_code)
    wanted = fold(name)
    inside = (one.code for one in territories(state_code))
    for code in (state_code, *where.successors, *inside):
        found = _cities().get((code, wanted))
        if found is not None:
            return found
    return None
