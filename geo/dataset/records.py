"""The typed rows: one class per table, each built once from the row that the file holds.

A record is still the mapping of its texts; its attributes are the same cells read: ids, numbers and
(by ``days``) dates as ordinals. A row must have passed its model (:mod:`geo.dataset.models`).
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from typing import Final, NamedTuple, Self

from geo import dates, vocabulary
from geo.dataset.models import split

Ids = tuple[str, ...]
Number = float | None


class Days(NamedTuple):
    """First and last ordinal that a date can mean; ``dates.FIRST`` and ``LAST`` if open."""

    first: int
    last: int


@lru_cache(maxsize=65_536)
def days_of(text: str) -> Days:
    """The days of a date (EDTF); of a blank one, all."""
    first, last = dates.ordinals([text])
    return Days(int(first[0]), int(last[0]))


@lru_cache(maxsize=65_536)
def ids_of(text: str) -> Ids:
    """The ids of a list column."""
    return tuple(split(text))


def _number(text: str) -> Number:
    return float(text) if text else None


_READERS: Final[Mapping[str, Callable[[str], object]]] = {"Ids": ids_of, "Number": _number}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Record(Mapping[str, str]):
    """A row of a table; ``raw`` has its cells as text."""

    raw: Mapping[str, str]

    @classmethod
    def of(cls, row: Mapping[str, str]) -> Self:
        """The record of a row; a column that the row lacks counts as blank."""
        if isinstance(row, cls):
            return row
        raw = row.raw if isinstance(row, Record) else row
        names, readers = _columns(cls)
        values: list[object] = [raw.get(name, "") for name in names]
        for place, read in readers:
            values[place] = read(str(values[place]))
        return cls(raw, *values)

    def __getitem__(self, column: str) -> str:
        return self.raw[column]

    def __iter__(self) -> Iterator[str]:
        return iter(self.raw)

    def __len__(self) -> int:
        return len(self.raw)

    def __eq__(self, other: object) -> bool:
        return self.raw == (other.raw if isinstance(other, Record) else other)

    def __hash__(self) -> int:
        return hash(self.raw.get("id"))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.raw!r})"


@cache
def _columns(
    record: type[Record],
) -> tuple[tuple[str, ...], tuple[tuple[int, Callable[[str], object]], ...]]:
    """The columns of a record; and the place and the reader of those that are no plain texts."""
    columns = fields(record)[1:]
    readers = [(n, _READERS.get(str(one.type))) for n, one in enumerate(columns)]
    return tuple(one.name for one in columns), tuple((n, read) for n, read in readers if read)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Source(Record):
    """Who says so."""

    id: str
    publisher: str
    title: str
    published: str
    revised: str
    accessed: str
    url: str
    archived_url: str
    language: str
    kind: str
    licence: str
    seen: str
    known_through: Ids
    derived_from: Ids
    note: str

    @property
    def sources(self) -> Ids:
        """The sources that it repeats or is known through, as other records have several."""
        return tuple(dict.fromkeys((*self.derived_from, *self.known_through)))

    @property
    def is_dated(self) -> bool:
        """Whether it says when it was published, or another source says so of it."""
        return bool(self.published or self.known_through)

    @property
    def is_own(self) -> bool:
        """Whether this source is the dataset's editors, or not recorded."""
        return self.kind in ("editorial", "unrecorded")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Mission(Record):
    """A diplomatic mission."""

    id: str
    sending: str
    receiving: str
    kind: str
    city: str
    name: str
    wikidata: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Event(Record):
    """One event of a mission."""

    id: str
    mission: str
    kind: str
    date: str
    sense: str
    detail: str
    sources: Ids
    origin: Ids
    attributed_to: str
    reason: str

    @property
    def days(self) -> Days:
        """The days of its date."""
        return days_of(self.date)

    @property
    def status(self) -> str | None:
        """The status that it begins; None for none."""
        return vocabulary.EVENTS[self.kind]

    @property
    def is_planned(self) -> bool:
        """Whether it was only expected."""
        return self.sense == "planned"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Position(Record):
    """Where a mission is."""

    id: str
    mission: str
    method: str
    precision: str
    longitude: Number
    latitude: Number
    place: str
    radius_m: Number
    anchors: Ids
    valid: str
    sources: Ids
    attributed_to: str
    rank: str
    reason: str

    @property
    def days(self) -> Days:
        """The days on which it stood there."""
        return days_of(self.valid)

    @property
    def point(self) -> tuple[float, float] | None:
        """Longitude and latitude (CRS84, degrees); None where it gives no whole point."""
        if self.longitude is None or self.latitude is None:
            return None
        return self.longitude, self.latitude

    @property
    def tolerance_m(self) -> float:
        """Metres to allow it where points are compared; a guess, never shown to a reader."""
        if self.radius_m is not None:
            return self.radius_m
        return vocabulary.PRECISION_M.get(self.precision, 0.0)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Head(Record):
    """A head of mission."""

    id: str
    mission: str
    name: str
    rank: str
    start: str
    end: str
    attested: Ids
    city: str
    sources: Ids
    reason: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Relation(Record):
    """An event between two parties."""

    id: str
    kind: str
    a: str
    b: str
    third: str
    date: str
    sense: str
    title: str
    detail: str
    place: str
    sources: Ids
    attributed_to: str
    reason: str

    @property
    def days(self) -> Days:
        """The days of its date."""
        return days_of(self.date)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Coverage(Record):
    """That there is no mission, or one elsewhere that covers."""

    id: str
    sending: str
    receiving: str
    face: str
    mission: str
    city: str
    state: str
    wikidata: str
    valid: str
    sense: str
    sources: Ids
    attributed_to: str
    reason: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Claim(Record):
    """What one source says of one property of one subject."""

    id: str
    subject: str
    property: str
    value: str
    valid: str
    source: str
    origin: Ids
    locator: str
    attributed_to: str
    seen: str
    rank: str
    grade: str
    reason: str

    @builtins.property
    def sources(self) -> Ids:
        """Its source, as other records have several."""
        return (self.source,) if self.source else ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Place(Record):
    """A place; its geometry is beside it."""

    id: str
    name: str
    kind: str
    state: str
    city: str
    radius_m: Number
    derivation: str
    sources: Ids
