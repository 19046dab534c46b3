"""The numbers of the sources of a card: beside a value, and in the list at its end."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final, NamedTuple

from geo.i18n import Translator
from geo.reports.cards.evidence_text import dated, named, provenance
from geo.reports.cards.model import MOST_CITES, Cite

_MOST: Final = 500


class _Mark(NamedTuple):
    """The number of a source beside a value."""

    number: int
    text: str
    linked: bool
    first: bool = False


class _Entry(NamedTuple):
    """What the list says of a source besides publisher and title."""

    day: str
    back: str
    more: str


class SourceNumbers:
    """The sources of one card by number; the first mark of each can be led back to."""

    def __init__(self, sources: Sequence[Cite], tr: Translator, outside: Collection[str]) -> None:
        self._outside = outside
        self._tr = tr
        self._numbers = {cite.id: number for number, cite in enumerate(sources, 1)}
        self._referred: set[str] = set()
        self.listed = sources[:_MOST]
        self.unlisted = ""
        if len(sources) > _MOST:
            self.unlisted = tr("card.note.first_rows", shown=_MOST, all=len(sources))

    def chosen(self, cites: Sequence[Cite]) -> list[Cite]:
        """Each source once."""
        return list({cite.id: cite for cite in cites}.values())

    def more(self, chosen: Sequence[Cite]) -> str:
        """The sources that have no mark, counted."""
        left = len(chosen) - MOST_CITES
        return self._tr("card.cite.more", count=left) if left > 0 else ""

    def marked(self, chosen: Sequence[Cite], inside: bool) -> Iterator[_Mark]:
        """The marks of some sources; inside of what is folded, they do not count as first."""
        for cite in chosen[:MOST_CITES]:
            number = self._numbers.get(cite.id, 0)
            if not 0 < number <= _MOST:
                yield _Mark(number, str(number or cite.publisher), False)
                continue
            first = cite.id not in self._referred and not (inside and cite.id in self._outside)
            if first:
                self._referred.add(cite.id)
            name = named(cite, self._tr)
            yield _Mark(number, self._tr("card.cite.number", number=number, name=name), True, first)

    def entry(self, cite: Cite, number: int) -> _Entry:
        """A source in the list."""
        tr = self._tr
        return _Entry(
            day=dated(cite, tr) if cite.kind != "unrecorded" else "",
            back=tr("card.cite.back", number=number) if cite.id in self._referred else "",
            more=tr.capital("; ".join(provenance(cite, tr))),
        )
