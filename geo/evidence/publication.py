"""Publication dates: each source counts from the day of its origin (decision 4)."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple, Self, TypeVar

from geo import dates
from geo.dataset import Claim, Dataset, Event, Record, Source, days_of, ids_of
from geo.dates import is_date
from geo.errors import DatasetError, quoted
from geo.vocabulary import CLAIMED

Found = TypeVar("Found")

_DATED: Final = {  # Table -> its columns with dates that sources report
    "events": ("date",),
    "heads": ("start", "end", "attested"),
    "relations": ("date",),
    "coverage": ("valid",),
    "claims": ("valid", "value"),
}


class KnownInterval(NamedTuple):
    """Ordinals from which a thing may be, and surely was, known; ``dates.LAST`` where never."""

    possibly: int
    surely: int

    @classmethod
    def earliest(cls, known: Sequence[tuple[int, int]]) -> Self:
        """The first that is known of several."""
        return cls(*map(min, zip(*known, strict=True)))


@dataclass(frozen=True)
class PublicationIndex:
    """When each source of a dataset was published."""

    sources: Mapping[str, Source]
    # Undated source -> latest day that it reports on, an ordinal
    told: Mapping[str, int] = field(default_factory=dict, repr=False)
    # Events that their sources report in deprecated claims only
    deprecated: frozenset[str] = field(default=frozenset(), repr=False)
    _known: dict[str, KnownInterval] = field(default_factory=dict, repr=False)
    _origin: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def of_dataset(cls, dataset: Dataset) -> Self:
        """What the sources of a dataset say when."""
        sources = dataset.sources.by_id
        undated = {id for id, source in sources.items() if not source.published}
        told: dict[str, int] = {}
        for table, columns in _DATED.items() if undated else ():
            for row in dataset.rows[table]:  # every row for two cells: faster than records
                cited = undated.intersection(ids_of(row.get("sources") or row.get("source", "")))
                if not cited or row.get("sense") == "planned":
                    continue
                texts = [t for column in columns for t in ids_of(row[column]) if is_date(t)]
                latest = max((days_of(text).first for text in texts), default=dates.FIRST)
                told |= {one: max(told.get(one, dates.FIRST), latest) for one in cited}
        return cls(sources, told, _deprecated(dataset))

    def of(self, sources: Sequence[str]) -> KnownInterval:
        """The publication date of the first of several sources."""
        for source in sources:
            if source not in self._known:
                self._upwards(source, "known_through", self._known, self._look_up)
        known = [self._known[source] for source in sources]
        return KnownInterval.earliest(known or [(dates.FIRST, dates.LAST)])

    def _look_up(self, source: str) -> KnownInterval:
        record = self.sources[source]
        if record.known_through:
            return KnownInterval.earliest([self._known[one] for one in record.known_through])
        if record.published:
            day = days_of(record.published).last
            return KnownInterval(day, day)
        perhaps, surely = self.told.get(source, dates.FIRST), days_of(record.accessed).last
        return KnownInterval(min(perhaps, surely), surely)

    def _upwards(
        self, source: str, column: str, found: dict[str, Found], look_up: Callable[[str], Found]
    ) -> None:
        """Look up what a source leads to first, then itself; chains may be of any length."""
        todo, entered = [source], set[str]()
        while todo:
            one = todo[-1]
            waiting = [id for id in getattr(self.sources[one], column) if id not in found]
            if one in found or not waiting:
                if one not in found:
                    found[one] = look_up(one)
                todo.pop()
            elif one in entered:
                raise DatasetError(
                    f"the source {quoted(one)} leads back to itself in {column}. Break the circle."
                )
            else:
                entered.add(one)
                todo.extend(waiting)

    def origins(self, source: str, row: Mapping[str, str] | None = None) -> tuple[str, ...]:
        """The sources that a source goes back to: itself, where it repeats none."""
        cited, named = _cited(row) if row else ((), ())
        if named:
            others = [one for one in named if one not in cited] or named
            return (source,) if source in named else tuple(sorted(others))
        if source not in self._origin:
            self._upwards(source, "derived_from", self._origin, self._roots)
        return self._origin[source]

    def _roots(self, source: str) -> tuple[str, ...]:
        parents = self.sources[source].derived_from
        return tuple(sorted({root for one in parents for root in self._origin[one]})) or (source,)

    def origin_day(self, source: str, row: Mapping[str, str] | None = None) -> int:
        """Ordinal of the last possible day of the earliest origin; ``dates.FIRST`` if undated."""
        own = self._published(source)
        origins = min(map(self._published, self.origins(source, row)))
        return min(own, origins) if own > dates.FIRST else origins

    def _published(self, source: str) -> int:
        text = self.sources[source].published
        return days_of(text).last if text else dates.FIRST

    @cached_property
    def first_day(self) -> int | None:
        """Ordinal of the first publication day of the sources; None if none is dated."""
        days = [self.of([id]).surely for id, one in self.sources.items() if one.is_dated]
        return min((day for day in days if day < dates.LAST), default=None)

    def undated(self, sources: Iterable[str]) -> bool:
        """Whether none of the sources says when it was published."""
        return not any(self.sources[source].is_dated for source in sources)


def _cited(row: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sources of a row, and those that it names as their origin."""
    record = row if isinstance(row, Record) else (Claim if "source" in row else Event).of(row)
    return getattr(record, "sources", ()), getattr(record, "origin", ())


def claims_to_event(dataset: Dataset, event: Event) -> dict[str, list[Claim]]:
    """The claims with which each source of an event reports it; a source may have none."""
    claims = _claims(dataset, {event.id, event.mission})
    return {source: _telling(event, source, claims) for source in event.sources}


def _deprecated(dataset: Dataset) -> frozenset[str]:
    """Events that all their sources report in deprecated claims only."""
    touched = {row["subject"] for row in dataset.rows["claims"] if row["rank"] == "deprecated"}
    claims = _claims(dataset, touched)
    return frozenset(
        event.id
        for row in dataset.rows["events"]
        if (row["id"] in touched or row["mission"] in touched)
        and (event := Event.of(row))
        and all(
            {claim.rank for claim in _telling(event, source, claims)} == {"deprecated"}
            for source in event.sources
        )
    )


_Claims = Mapping[tuple[str, str, str], Sequence[Claim]]


def _claims(dataset: Dataset, subjects: Container[str]) -> _Claims:
    """Subject, property and source -> claims, of some subjects."""
    found: dict[tuple[str, str, str], list[Claim]] = {}
    for row in dataset.rows["claims"]:
        if row["subject"] in subjects:
            claim = Claim.of(row)
            found.setdefault((claim.subject, claim.property, claim.source), []).append(claim)
    return found


def _telling(event: Event, source: str, claims: _Claims) -> list[Claim]:
    """The claims with which a source reports an event; those with another date are left out."""
    about = [(event.id, "date"), *((event.mission, n) for n in CLAIMED.get(event.kind, ()))]
    return [
        claim
        for one in about
        for claim in claims.get((*one, source), ())
        if claim.value == event.date or not is_date(claim.value)
    ]
