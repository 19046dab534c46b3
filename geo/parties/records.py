"""What is known of a party and of a city, and the tables that it is read from."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from geo import package_files

LANGUAGES: Final = ("en", "es", "fr", "de", "pt", "ru", "zh", "ar", "ko", "ja")
"""Languages in which every party has a name."""

CREDIT: Final = "City data: GeoNames (geonames.org), CC BY 4.0. Names of states: Natural Earth."
"""What must stand beside a picture or file that shows seats or cities."""

TABLES: Final = "gazetteer"


@dataclass(frozen=True, slots=True)
class Called:
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
        """What the party is called in a language: the name of international usage.

        Parameters
        ----------
        language
            One of `LANGUAGES`.

        Returns
        -------
        Called
            Name, short name and article.
        """
        if language == "en":
            return Called(self.name, self.short, self.article)
        name = self.names.get(language, self.name)
        return self.usage.get(language) or Called(name, name)

    @property
    def in_text(self) -> str:
        """The name as it is within a sentence: "the Republic of Korea", "Venezuela"."""
        return f"{self.article} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class City:
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


def rows(table: str) -> list[dict[str, str]]:
    """Rows of a table of the gazetteer, each a mapping from column to cell."""
    path = package_files.folder(TABLES) / table
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def listed(cell: str) -> tuple[str, ...]:
    """Parts of a cell that holds a list, joined with ``|``."""
    return tuple(cell.split("|")) if cell else ()
