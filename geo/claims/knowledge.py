"""When the sources of a pack had said a thing: the second clock.

A source speaks from the last possible day of ``published``. A source that was not
seen itself speaks from the day of the first source through which it is known. A
source that repeats others has their day as its origin. A source without a date may
have spoken at any time, but not before the latest day that it tells of; it has surely
spoken by the day on which it was looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from geo import dates
from geo.errors import InvalidDate
from geo.pack import Pack, split

__all__ = ["Knowledge", "Known"]


_DATED: Final = {
    "events": ("date",),
    "heads": ("start", "end", "attested"),
    "relations": ("date",),
    "coverage": ("valid",),
    "claims": ("valid", "value"),
}
"""Table -> its columns that hold dates that sources tell of."""


@dataclass(frozen=True, slots=True)
class Known:
    """From when a thing was known.

    Attributes
    ----------
    perhaps
        Ordinal of the first day on which it may have been known.
    surely
        Ordinal of the first day on which it surely was; ``dates.LAST`` where never.
    """

    perhaps: int
    surely: int


@dataclass(frozen=True)
class Knowledge:
    """What the sources of a pack say when.

    Attributes
    ----------
    sources
        Id -> row of the table ``sources``.
    told
        Id of a source without a date -> ordinal of the latest day that it tells of.
    """

    sources: Mapping[str, Mapping[str, str]]
    told: Mapping[str, int] = field(default_factory=dict, repr=False)
    _known: dict[str, Known] = field(default_factory=dict, repr=False)
    _origin: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def of_pack(cls, pack: Pack) -> Knowledge:
        """What the sources of a pack say when.

        Parameters
        ----------
        pack
            The pack.

        Returns
        -------
        Knowledge
            With the latest day that each source without a date tells of.
        """
        sources = pack.by_id["sources"]
        undated = {name for name, row in sources.items() if not row["published"]}
        told: dict[str, int] = {}
        if not undated:
            return cls(sources, told)
        for table, columns in _DATED.items():
            for row in pack.rows[table]:
                if row.get("sense") == "planned":
                    continue
                cited = undated.intersection(split(row.get("sources") or row.get("source", "")))
                if not cited:
                    continue
                texts = [t for column in columns for t in split(row[column]) if _is_date(t)]
                if not texts:
                    continue
                first, _ = dates.ordinals(texts)
                for source in cited:
                    told[source] = max(told.get(source, dates.FIRST), int(first.max()))
        return cls(sources, told)

    def of(self, sources: Sequence[str]) -> Known:
        """When the first of several sources had spoken.

        Parameters
        ----------
        sources
            Ids.

        Returns
        -------
        Known
            The first possible and the first sure day.
        """
        known = [self._one(source) for source in sources]
        if not known:
            return Known(dates.FIRST, dates.LAST)
        return Known(min(k.perhaps for k in known), min(k.surely for k in known))

    def _one(self, source: str) -> Known:
        found = self._known.get(source)
        if found is None:
            found = self._known[source] = self._look_up(source)
        return found

    def _look_up(self, source: str) -> Known:
        row = self.sources[source]
        through = split(row["known_through"])
        if through:
            return self.of(through)
        if row["published"]:
            day = _last_day(row["published"])
            return Known(day, day)
        perhaps = self.told.get(source, dates.FIRST)
        surely = _last_day(row["accessed"]) if row["accessed"] else dates.LAST
        return Known(min(perhaps, surely), surely)

    def origins(self, source: str) -> tuple[str, ...]:
        """The sources that a source goes back to: itself, where it repeats none.

        Parameters
        ----------
        source
            Id.

        Returns
        -------
        tuple of str
            Ids, sorted.
        """
        found = self._origin.get(source)
        if found is None:
            parents = split(self.sources[source]["derived_from"])
            roots = {root for parent in parents for root in self.origins(parent)}
            found = self._origin[source] = tuple(sorted(roots)) or (source,)
        return found

    def origin_day(self, source: str) -> int:
        """Ordinal of the last possible day of the earliest origin; ``dates.FIRST`` if undated."""
        days = [
            _last_day(row["published"]) if row["published"] else dates.FIRST
            for row in (self.sources[root] for root in self.origins(source))
        ]
        return min(days)

    def undated(self, sources: Iterable[str]) -> bool:
        """Whether none of the sources says when it was published."""
        return not any(
            self.sources[source]["published"] or self.sources[source]["known_through"]
            for source in sources
        )


def _last_day(text: str) -> int:
    return int(dates.ordinals([text])[1][0])


def _is_date(text: str) -> bool:
    try:
        dates.parse(text)
    except InvalidDate:
        return False
    return True
