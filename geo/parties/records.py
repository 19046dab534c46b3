"""The parties and cities: what is known of each, and the tables that it is read from."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from geo import package_files
from geo.errors import UnknownState, quoted
from geo.parties.folding import fold

# Languages in which every party has a name
LANGUAGES: Final = ("en", "es", "fr", "de", "pt", "ru", "zh", "ar", "ko", "ja")
# Credit required for a picture or file that shows seats or cities
CREDIT: Final = "City data: GeoNames (geonames.org), CC BY 4.0. Names of states: Natural Earth."
TABLES: Final = "gazetteer"
_TEXTS: Final = (
    *("code", "alpha2", "qid", "name", "short", "formal", "article", "ended", "of", "seat", "note"),
)


class Called(NamedTuple):
    """What a party is called in one language: name of usage, short name, article (or blank)."""

    name: str
    short: str
    article: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """A party: a state, a former state, a territory, or an entity that is none.

    Attributes
    ----------
    code
        ISO 3166-1 alpha-3, or XKX, or the former code DDR, YUG, YMD, SUN, CSK;
        an entity has a code of its own.
    alpha2
        ISO 3166-1 alpha-2; empty where there is none.
    qid
        Wikidata id; ``qids`` holds further ones of the same party.
    name
        English name as sources of international law use it.
    short
        English name that readers use, for lists, labels and titles.
    formal
        Formal English name.
    article
        ``"the"`` where the name takes it within a sentence, else empty.
    names
        Names by language, see `LANGUAGES`. Read only.
    usage
        Names of international usage in further languages, where they are recorded. Read only.
    is_state
        Whether it is a state, present or former. False for territories and entities.
    former
        Whether it has ended; ``ended`` is the day (EDTF), ``successors`` the codes.
    of
        Code of the state that a territory or a part belongs to; empty otherwise.
    seat
        City that lines of its network start from; see ``note`` where it is disputed.
    seat_lon, seat_lat
        CRS84 degrees.
    seat_radius_m
        Metres around the point within which the city's missions lie.
    note
        What a reader must know: a disputed seat or status.

    Examples
    --------
    >>> import geo
    >>> isinstance(geo.state("Venezuela"), geo.State)
    True
    """

    code: str
    alpha2: str
    qid: str
    name: str
    short: str
    formal: str
    names: Mapping[str, str] = field(hash=False)
    is_state: bool
    former: bool
    ended: str
    successors: tuple[str, ...]
    seat: str
    seat_lon: float
    seat_lat: float
    seat_radius_m: float
    of: str = ""
    article: str = ""
    qids: tuple[str, ...] = ()
    note: str = ""
    usage: Mapping[str, Called] = field(default_factory=dict, hash=False)

    def called(self, language: str) -> Called:
        """What the party is called in one of `LANGUAGES`: the name of international usage."""
        if language == "en":
            return Called(self.name, self.short, self.article)
        name = self.names.get(language, self.name)
        return self.usage.get(language) or Called(name, name)

    @property
    def every_name(self) -> tuple[str, ...]:
        """Its names in English, short and formal too, and in all languages; without usage."""
        return self.name, self.short, self.formal, *self.names.values()

    @property
    def in_text(self) -> str:
        """The name as it is within a sentence: "the Republic of Korea", "Venezuela"."""
        return f"{self.article} {self.name}".strip()


class City(NamedTuple):
    """A city of the gazetteer: CRS84 degrees, and metres within which its missions lie.

    ``state`` is the party that it is listed under; ``population`` is 0 where not known; ``source``
    is of point and population.
    """

    name: str
    state: str
    lon: float
    lat: float
    radius_m: float
    population: int
    source: str


def usual_names(party: State) -> Iterator[str]:
    """The names of international usage of a party, short and with the article too."""
    for called in party.usage.values():
        yield from (called.name, called.short, f"{called.article} {called.name}")


def rows(table: str) -> list[dict[str, str]]:
    """Rows of a table of the gazetteer, each a mapping from column to cell."""
    path = package_files.folder(TABLES) / table
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def listed(cell: str) -> tuple[str, ...]:
    """Parts of a cell that holds a list, joined with ``|``."""
    return tuple(cell.split("|")) if cell else ()


@cache
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


def region(code: str) -> str:
    """The part of a continent in which a state lies (UN M49); blank for other parties."""
    return _cells("regions.csv", "region").get(code, "")


@cache
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
        raise UnknownState(
            f"No party has the code {quoted(code)}: "
            "use an ISO 3166-1 alpha-3 code in capitals, such as VEN or PRK."
        ) from None


def parties() -> tuple[State, ...]:
    """All parties, by code."""
    return tuple(_by_code().values())


def territories(code: str) -> tuple[State, ...]:
    """The territories that belong to a state, by code; without entities."""
    parts = (one for one in _by_code().values() if one.of == code)
    return tuple(one for one in parts if one.alpha2 and not one.is_state)


@cache
def _cities() -> dict[tuple[str, str], City]:
    found: dict[tuple[str, str], City] = {}
    for row in rows("cities.csv"):
        where = float(row["lon"]), float(row["lat"]), float(row["radius_m"])
        one = City(row["name"], row["state"], *where, int(row["population"]), row["source"])
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
    codes = (state_code, *where.successors, *inside)
    return next(filter(None, (_cities().get((code, wanted)) for code in codes)), None)
