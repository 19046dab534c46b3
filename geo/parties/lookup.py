"""The parties and cities, by code and name of the city."""

from __future__ import annotations

from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final

from geo.errors import UnknownState, quoted
from geo.parties.folding import fold
from geo.parties.records import LANGUAGES, Called, City, State, listed, rows


@lru_cache(maxsize=1)
def _usage() -> dict[str, dict[str, Called]]:
    """Code -> language -> what the party is called."""
    found: dict[str, dict[str, Called]] = {}
    for row in rows("usage.csv"):
        called = Called(row["name"], row["short"] or row["name"], row["article"])
        found.setdefault(row["code"], {})[row["language"]] = called
    return found


@cache
def _cells(table: str, column: str) -> dict[str, str]:
    """Code of a party -> its cell in a column of a table."""
    return {row["code"]: row[column] for row in rows(table)}


def begun(code: str) -> int | None:
    """The year in which a state became independent, for most since 1946."""
    year = _cells("begun.csv", "begun").get(code)
    return int(year) if year else None


_TEXTS: Final = (
    *("code", "alpha2", "qid", "name", "short", "formal", "article", "ended", "of", "seat", "note"),
)


def region(code: str) -> str:
    """The part of a continent in which a state lies (UN M49); blank for other parties."""
    return _cells("regions.csv", "region").get(code, "")


@lru_cache(maxsize=1)
def _by_code() -> dict[str, State]:
    usage = _usage()
    return {
        row["code"]: State(
            **{name: row[name] for name in _TEXTS},
            qids=listed(row["qids"]),
            names=MappingProxyType({language: row[f"name_{language}"] for language in LANGUAGES}),
            is_state=row["kind"] == "state",
            former=bool(row["ended"]),
            successors=listed(row["successors"]),
            seat_lon=float(row["seat_lon"]),
            seat_lat=float(row["seat_lat"]),
            seat_radius_m=float(row["seat_radius_m"]),
            usage=MappingProxyType(usage.get(row["code"], {})),
        )
        for row in rows("parties.csv")
    }


def party_by_code(code: str) -> State:
    """The party with exactly this code."""
    try:
        return _by_code()[code]
    except KeyError:
        message = (
            f"No party has the code {quoted(code)}: "
            "use an ISO 3166-1 alpha-3 code in capitals, such as VEN or PRK."
        )
        raise UnknownState(message) from None


def parties() -> tuple[State, ...]:
    """All parties, by code."""
    return tuple(_by_code().values())


def territories(code: str) -> tuple[State, ...]:
    """The territories that belong to a state, by code; without entities."""
    return tuple(
        one for one in _by_code().values() if one.of == code and one.alpha2 and not one.is_state
    )


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
