"""The numbers of sources as HTML: beside a value, and in the list at the end of a card."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from geo.i18n import Translator, escape, link
from geo.reports.cards.model import MOST_CITES, Cite
from geo.reports.cards.record_text import SEEN

__all__ = ["Numbers", "away", "named"]

_LONGEST_NAME: Final = 300
_MOST: Final = 500


class Numbers:
    """The sources of one card by number."""

    def __init__(
        self, sources: Sequence[Cite], tr: Translator, outside: Collection[str] = ()
    ) -> None:
        self._sources = sources
        self._outside = outside
        self._tr = tr
        self._numbers = {cite.id: number for number, cite in enumerate(sources, 1)}
        self._referred: set[str] = set()

    def marks(self, cites: Sequence[Cite], inside: bool = False) -> str:
        """The numbers of some sources, each leading to its place in the list."""
        chosen = list({cite.id: cite for cite in cites}.values())
        marks = " ".join(self._mark(cite, inside) for cite in chosen[:MOST_CITES])
        if len(chosen) > MOST_CITES:
            more = self._tr("card.cite.more", count=len(chosen) - MOST_CITES)
            marks += f" <span>{escape(more)}</span>"
        return f' <span class="ea-refs">{marks}</span>' if marks else ""

    def _mark(self, cite: Cite, inside: bool) -> str:
        number = self._numbers.get(cite.id)
        if number is None or number > _MOST:
            return f"<span>[{escape(number or cite.publisher, _LONGEST_NAME)}]</span>"
        said = self._tr("card.cite.number", number=number, name=named(cite, self._tr))
        said = escape(said, _LONGEST_NAME)
        own = ""
        if cite.id not in self._referred and not (inside and cite.id in self._outside):
            self._referred.add(cite.id)
            own = f' id="ea-ref-{number}"'
        return (
            f'<a class="ea-ref" href="#ea-source-{number}"{own} title="{said}" '
            f'aria-label="{said}">[{number}]</a>'
        )

    def listed(self) -> str:
        """The numbered list, each source leading back to where it is first named."""
        tr, listed = self._tr, self._sources[:_MOST]
        entries = "".join(self._entry(cite, number) for number, cite in enumerate(listed, 1))
        title, count = tr("card.section.sources"), len(self._sources)
        head = escape(tr("card.section.counted", title=title, number=count))
        more = ""
        if count > len(listed):
            text = tr("card.note.first_rows", shown=len(listed), all=count)
            more = f'<p class="ea-soft">{escape(text)}</p>'
        return f'<section><h3>{head}</h3><ol class="ea-sources">{entries}</ol>{more}</section>'

    def _entry(self, cite: Cite, number: int) -> str:
        tr = self._tr
        title = escape(cite.title, _LONGEST_NAME)
        if cite.language and cite.language != tr.language:
            title = f'<span lang="{escape(cite.language, _LONGEST_NAME)}">{title}</span>'
        if cite.title and (address := link(cite.url)):
            title = away(address, title)
        if kept := link(cite.archived_url):
            title += f" ({away(kept, escape(tr('card.cite.archived')))})"
        said = [tr(SEEN[cite.seen])] if cite.seen in SEEN else []
        if cite.through:
            said.append(tr("card.cite.known_through", sources=tr.listed(cite.through)))
        if cite.repeats:
            said.append(tr("card.cite.repeats", sources=tr.listed(cite.repeats)))
        more = escape(tr.capital("; ".join(said)))
        more = f'<span class="ea-cites">{more}</span>' if said else ""
        day = f", {escape(_dated(cite, tr))}" if cite.kind != "unrecorded" else ""
        name = escape(tr.capital(cite.publisher), _LONGEST_NAME)
        back = ""
        if cite.id in self._referred:
            to = escape(tr("card.cite.back", number=number))
            back = f' <a class="ea-back" href="#ea-ref-{number}" aria-label="{to}">↑</a>'
        body = f"<div>{title}</div>" if title else ""
        return (
            f'<li id="ea-source-{number}" tabindex="-1"><span class="ea-label">{name}</span>'
            f"{day}{back}{body}{more}</li>"
        )


def named(cite: Cite, tr: Translator) -> str:
    """Publisher and day of a source, plain: "NK News, as revised on 26 January 2019"."""
    if cite.kind == "unrecorded":
        return cite.publisher
    day = tr.date(cite.revised or cite.published) or tr("card.cite.undated")
    key = "card.cite.revised" if cite.revised else "card.cite.published"
    return tr(key, publisher=cite.publisher, day=day)


def away(address: str, text: str) -> str:
    """A link to another site; address and text are escaped already."""
    return f'<a href="{address}" target="_blank" rel="noopener noreferrer">{text}</a>'


def _dated(cite: Cite, tr: Translator) -> str:
    shown = tr.date(cite.published) or tr("card.cite.undated")
    if not cite.revised:
        return shown
    return tr("card.cite.day_revised", day=shown, revised=tr.date(cite.revised))
