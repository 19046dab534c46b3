"""Numbers for sources: every value of a dossier refers to them, and the list at its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from geo.i18n import Translator, escape
from geo.reports.cards import MOST_CITES, Cite
from geo.vocabulary import UNRECORDED

__all__ = ["NAMED", "References", "dated"]

NAMED: int = 3
"""Sources of a value that are named by name and day too."""

_LONGEST: int = 160


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

    def add(self, cite: Cite) -> None:
        """Give a source a number, if it has none yet."""
        self._numbers.setdefault(cite.id, len(self._numbers) + 1)
        self._cites.setdefault(cite.id, cite)

    def line(self, cites: Iterable[Cite], more: str = "") -> str:
        """The sources of a value as HTML: the first by name and day, all by number."""
        chosen = list({cite.id: cite for cite in cites}.values())
        if not chosen:
            return ""
        named = "; ".join(self.named(cite) for cite in chosen[:NAMED])
        rest = " ".join(self._mark(cite) for cite in chosen[NAMED:MOST_CITES])
        if len(chosen) > MOST_CITES:
            others = self._tr("card.cite.more", count=len(chosen) - MOST_CITES)
            rest = f"{rest} {escape(others)}"
        label = escape(self._tr("dossier.said_by", count=len(chosen)))
        rest = f" {rest}" if rest else ""
        return f'<p class="by">{label} {named}{rest}{more}</p>'

    def named(self, cite: Cite) -> str:
        """A source by name, day and number, as HTML."""
        return f"{self._name(cite)} {self._mark(cite)}"

    def _name(self, cite: Cite) -> str:
        if cite.id == UNRECORDED:
            return escape(self._tr("card.value.source_unrecorded"))
        day = dated(cite, self._tr)
        return f"{escape(cite.publisher, _LONGEST)}, {escape(day)}"

    def _mark(self, cite: Cite) -> str:
        self.add(cite)
        number = self._numbers[cite.id]
        return f'<a class="ref" href="#source-{number}">[{number}]</a>'


def dated(cite: Cite, tr: Translator) -> str:
    """When a source was published, and revised: "23 June 2015, revised 24 June 2015"."""
    published = tr.date(cite.published) if cite.published else tr("card.cite.undated")
    if not cite.revised:
        return published
    return tr("card.cite.day_revised", day=published, revised=tr.date(cite.revised))
