"""The record models: the one definition of a dataset's tables.

Each class is one table, each field one column, in order; ``columns.toml`` says what it holds. Every
row passes its model; ``datapackage.json`` is generated from here.
"""

import builtins
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Annotated, ClassVar, Final, Self, TypeVar, dataclass_transform, get_args

from geo import vocabulary
from geo.dataset import cells
from geo.dataset.cells import Days, Ids, Number, days_of, ids_of
from geo.package_files import toml


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    ``words`` is its closed list, empty where any text may be; ``table`` the one whose ids it holds,
    blank for none; ``many``: whether several, joined with ``|``; ``required``: no cell is blank.
    """

    name: str
    help: str
    checks: tuple[cells.Check, ...]
    words: tuple[str, ...]
    table: str
    many: bool
    required: bool

    @classmethod
    def of(cls, table: str, name: str, kind: object) -> Self:
        """The column of a field of a model."""
        base, *marks = get_args(kind)
        checks = tuple(mark for mark in marks if not isinstance(mark, cells.Ref))
        words = next((mark.allowed for mark in marks if isinstance(mark, cells.Word)), ())
        ref = str(next((mark for mark in marks if isinstance(mark, cells.Ref)), ""))
        needed = bool({cells.required, cells.SLUG} & {*checks}) or (bool(words) and "" not in words)
        help = _HELP[table][name]
        return cls(name, help, checks, words, ref, bool(ref) and base == Ids, needed)

    @property
    def needed(self) -> bool:
        """Whether a new row must have it: required, and no id, sense or rank made by rule."""
        made = self.name in ("id", "sense") or self.words == tuple(vocabulary.RANKS)
        return self.required and not made


_HELP: Final = toml("dataset/columns.toml")
_READERS: Final[Mapping[object, Callable[[str], object]]] = {
    Ids: ids_of,
    Number: lambda text: float(text) if text else None,
}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Record(Mapping[str, str]):
    """A row of a table, whose cells have passed their checks; ``raw`` has them as text.

    As a mapping it gives the cells as text; its attributes give them parsed: lists of ids, numbers
    and, as ``days``, its date as ordinals.
    """

    columns: ClassVar[Mapping[str, Column]]
    links: ClassVar[tuple[Column, ...]]  # The columns that hold ids of other records
    readers: ClassVar[tuple[tuple[int, Callable[[str], object]], ...]]

    raw: Mapping[str, str]

    @classmethod
    def of(cls, row: Mapping[str, str]) -> Self:
        """The record of a row; a column that the row lacks counts as blank."""
        if isinstance(row, cls):
            return row
        raw = row.raw if isinstance(row, Record) else row
        values: list[object] = [raw.get(name, "") for name in cls.columns]
        for place, read in cls.readers:
            values[place] = read(str(values[place]))
        return cls(raw, *values)

    @property
    def days(self) -> Days:
        """The days of its date, or those on which it is valid."""
        return days_of(self.raw.get("date") or self.raw.get("valid", ""))

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


_R = TypeVar("_R", bound=Record)
_MODELS: Final[dict[str, type[Record]]] = {}


@dataclass_transform(frozen_default=True, eq_default=False)
def _table(name: str) -> Callable[[type[_R]], type[_R]]:
    """A decorator that makes a class the model of a table."""

    def made(model: type[_R]) -> type[_R]:
        record = dataclass(frozen=True, slots=True, eq=False, repr=False)(model)
        kinds = {one.name: one.type for one in fields(record)[1:]}
        record.columns = {column: Column.of(name, column, kind) for column, kind in kinds.items()}
        record.links = tuple(column for column in record.columns.values() if column.table)
        read = ((n, _READERS.get(get_args(kind)[0])) for n, kind in enumerate(kinds.values()))
        record.readers = tuple((n, reader) for n, reader in read if reader)
        _MODELS[name] = record
        return record

    return made


@_table("sources")
class Source(Record):
    """Who says so: a report, a gazette, a data set."""

    id: cells.Slug
    publisher: cells.Needed
    title: cells.Needed
    published: cells.Edtf
    revised: cells.Edtf
    accessed: cells.Edtf
    url: cells.Url
    archived_url: cells.Url
    language: cells.Text
    kind: Annotated[cells.Text, cells.Word(tuple(vocabulary.SOURCE_KINDS), "type of source")]
    licence: cells.Text
    seen: cells.Seen
    known_through: cells.MoreSources
    derived_from: cells.MoreSources
    note: cells.Text

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


@_table("missions")
class Mission(Record):
    """A diplomatic mission: what it is, not what became of it."""

    id: cells.Slug
    sending: cells.NeededParty
    receiving: cells.NeededParty
    kind: Annotated[cells.Text, cells.Word(tuple(vocabulary.KINDS), "type of mission")]
    city: cells.Text
    name: cells.Text
    wikidata: cells.Qid


@_table("events")
class Event(Record):
    """One event of a mission's timeline; status, opened and closed follow from these."""

    id: cells.Slug
    mission: cells.MissionId
    kind: Annotated[cells.Text, cells.Word(tuple(vocabulary.EVENTS), "type of event")]
    date: Annotated[cells.Edtf, cells.required]
    sense: cells.Sense
    detail: cells.Text
    sources: cells.Sources
    origin: cells.MoreSources
    attributed_to: cells.Text
    reason: cells.Text

    @property
    def status(self) -> str | None:
        """The status that it begins; None for none."""
        return vocabulary.EVENTS[self.kind]

    @property
    def is_planned(self) -> bool:
        """Whether it was only expected."""
        return self.sense == "planned"


@_table("positions")
class Position(Record):
    """Where a mission is, and how exactly that is known."""

    id: cells.Slug
    mission: cells.MissionId
    method: Annotated[cells.Text, cells.Word(tuple(vocabulary.METHODS), "method")]
    precision: Annotated[cells.Text, cells.Word(("", *vocabulary.PRECISION_M), "word of precision")]
    longitude: cells.Longitude
    latitude: cells.Latitude
    place: Annotated[cells.Text, cells.Ref("places")]
    radius_m: cells.Metres
    anchors: Annotated[Ids, cells.printable, cells.Ref("missions")]
    valid: cells.Edtf
    sources: cells.Sources
    attributed_to: cells.Text
    rank: cells.Rank
    reason: cells.Text

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


@_table("heads")
class Head(Record):
    """A head of mission."""

    id: cells.Slug
    mission: cells.MissionId
    name: cells.Needed
    rank: cells.Needed
    start: cells.Edtf
    end: cells.Edtf
    attested: cells.EdtfList
    city: cells.Text
    sources: cells.Sources
    reason: cells.Text


@_table("relations")
class Relation(Record):
    """An event between two parties."""

    id: cells.Slug
    kind: Annotated[cells.Text, cells.Word(tuple(vocabulary.RELATIONS), "type of relation")]
    a: cells.NeededParty
    b: cells.NeededParty
    third: cells.Party
    date: cells.Edtf
    sense: cells.Sense
    title: cells.Needed
    detail: cells.Text
    place: cells.Text
    sources: cells.Sources
    attributed_to: cells.Text
    reason: cells.Text


@_table("coverage")
class Coverage(Record):
    """From whom to whom there is no mission, or one elsewhere that covers."""

    id: cells.Slug
    sending: cells.NeededParty
    receiving: cells.NeededParty
    face: Annotated[cells.Text, cells.Word(tuple(vocabulary.FACES), "face of absence")]
    mission: cells.OptionalMission
    city: cells.Text
    state: cells.Party
    wikidata: cells.Qid
    valid: cells.Edtf
    sense: cells.Sense
    sources: cells.Sources
    attributed_to: cells.Text
    reason: cells.Text


@_table("claims")
class Claim(Record):
    """What one source says of one property of one subject."""

    id: cells.Slug
    subject: cells.Needed
    property: cells.Slug
    value: cells.Needed
    valid: cells.Edtf
    source: Annotated[cells.Slug, cells.Ref("sources")]
    origin: cells.MoreSources
    locator: cells.Text
    attributed_to: cells.Text
    seen: cells.Seen
    rank: cells.Rank
    grade: Annotated[cells.Text, cells.GRADE]
    reason: cells.Text

    @builtins.property
    def sources(self) -> Ids:
        """Its source, as other records have several."""
        return (self.source,) if self.source else ()


@_table("places")
class Place(Record):
    """A place; its geometry is beside it in places.geojson."""

    id: cells.Slug
    name: cells.Needed
    kind: Annotated[cells.Text, cells.Word(tuple(vocabulary.PLACE_KINDS), "type of place")]
    state: cells.NeededParty
    city: cells.Text
    radius_m: cells.Metres
    derivation: cells.Text
    sources: cells.Sources


ALL_MODELS: Final[Mapping[str, type[Record]]] = MappingProxyType(_MODELS)
"""Table -> model, in the order in which they are read; places, which have geometry, come last."""

MODELS: Final = MappingProxyType({name: one for name, one in _MODELS.items() if one is not Place})
"""The same without the places."""

ADDED: Final = frozenset({"origin"})  # Older datasets lack it; ``check --fix`` adds it, blank
