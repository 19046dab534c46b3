"""Numbers for sources: every value of a dossier refers to them, and the list at its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from geo.i18n import Translator
from geo.reports.cards import MOST_CITES, Cite, dated
from geo.vocabulary import UNRECORDED

NAMED: Final = 3
"""Sources of a value that are named by name and day too."""


class _Reference(NamedTuple):
    """A source by name, day and number; one that is not recorded has no day."""

    name: str
    day: str
    number: int


class _Line(NamedTuple):
    """The sources of a value: the first by name and day, then by number, then counted."""

    total: int
    named: list[_Reference]
    numbers: list[int]
    more: str


class References:
    """Sources in the order in which they are first referred to."""

    def __init__(self, tr: Translator) -> None:
        self._tr = tr
        self._numbers: dict[str, int] = {}
        self._cites: dict[str, Cite] = {}

    def __iter__(self) -> Iterator[tuple[int, Cite]]:
        """Each number with its source, in their order."""
        return ((number, self._cites[id]) for id, number in self._numbers.items())

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, cite: Cite) -> int:
        """The number of a source, given now if it has none yet."""
        self._cites.setdefault(cite.id, cite)
        return self._numbers.setdefault(cite.id, len(self._numbers) + 1)

    def line(self, cites: Iterable[Cite]) -> _Line:
        """The sources of a value, each once."""
        chosen = list({cite.id: cite for cite in cites}.values())
        left = len(chosen) - MOST_CITES
        return _Line(
            total=len(chosen),
            named=[self.named(cite) for cite in chosen[:NAMED]],
            numbers=[self.add(cite) for cite in chosen[NAMED:MOST_CITES]],
            more=self._tr("card.cite.more", count=left) if left > 0 else "",
        )

    def named(self, cite: Cite) -> _Reference:
        """A source by name, day and number."""
        number = self.add(cite)
        if cite.id == UNRECORDED:
            return _Reference(self._tr("card.value.source_unrecorded"), "", number)
        return _Reference(cite.publisher, dated(cite, self._tr), number)
