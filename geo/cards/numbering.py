"""The numbers of sources as HTML: beside a value, and in the list at the end of a card."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from geo.cards.model import MOST_CITES, Cite
from geo.cards.telling import SEEN
from geo.words import Voice, escape, link

__all__ = ["Numbers", "away", "named"]

_LONGEST_NAME: Final = 300
_MOST: Final = 500


class Numbers:
    """The sources of one card by number.

    Parameters
    ----------
    sources
        The sources; the place of each is its number.
    voice
        The reader's language.
    outside
        Ids of the sources that are named outside of what opens: the list leads back to there.
    """

    def __init__(
        self, sources: Sequence[Cite], voice: Voice, outside: Collection[str] = ()
    ) -> None:
        self._sources = sources
        self._outside = outside
        self._voice = voice
        self._numbers = {cite.id: number for number, cite in enumerate(sources, 1)}
        self._referred: set[str] = set()

    def marks(self, cites: Sequence[Cite], inside: bool = False) -> str:
        """The numbers of some sources, each leading to its place in the list.

        Parameters
        ----------
        cites
            The sources of a value; doubles are named once.
        inside
            Whether they stand in what opens.

        Returns
        -------
        str
            HTML, beginning with a blank; ``""`` where there is none.
        """
        chosen = list({cite.id: cite for cite in cites}.values())
        marks = " ".join(self._mark(cite, inside) for cite in chosen[:MOST_CITES])
        if len(chosen) > MOST_CITES:
            more = self._voice("card.cite.more", count=len(chosen) - MOST_CITES)
            marks += f" <span>{escape(more)}</span>"
        return f' <span class="ea-refs">{marks}</span>' if marks else ""

    def _mark(self, cite: Cite, inside: bool) -> str:
        number = self._numbers.get(cite.id)
        if number is None or number > _MOST:
            return f"<span>[{escape(number or cite.publisher, _LONGEST_NAME)}]</span>"
        said = self._voice("card.cite.number", number=number, name=named(cite, self._voice))
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
        """The numbered list, each source leading back to where it is first named.

        Returns
        -------
        str
            HTML; made after all values have referred to their sources.
        """
        voice, listed = self._voice, self._sources[:_MOST]
        entries = "".join(self._entry(cite, number) for number, cite in enumerate(listed, 1))
        title, count = voice("card.section.sources"), len(self._sources)
        head = escape(voice("card.section.counted", title=title, number=count))
        more = ""
        if count > len(listed):
            text = voice("card.note.first_rows", shown=len(listed), all=count)
            more = f'<p class="ea-soft">{escape(text)}</p>'
        return f'<section><h3>{head}</h3><ol class="ea-sources">{entries}</ol>{more}</section>'

    def _entry(self, cite: Cite, number: int) -> str:
        voice = self._voice
        title = escape(cite.title, _LONGEST_NAME)
        if cite.language and cite.language != voice.language:
            title = f'<span lang="{escape(cite.language, _LONGEST_NAME)}">{title}</span>'
        if cite.title and (address := link(cite.url)):
            title = away(address, title)
        if kept := link(cite.archived_url):
            title += f" ({away(kept, escape(voice('card.cite.archived')))})"
        said = [voice(SEEN[cite.seen])] if cite.seen in SEEN else []
        if cite.through:
            said.append(voice("card.cite.known_through", sources=voice.listed(cite.through)))
        if cite.repeats:
            said.append(voice("card.cite.repeats", sources=voice.listed(cite.repeats)))
        more = escape(voice.capital("; ".join(said)))
        more = f'<span class="ea-cites">{more}</span>' if said else ""
        day = f", {escape(_dated(cite, voice))}" if cite.kind != "unrecorded" else ""
        name = escape(voice.capital(cite.publisher), _LONGEST_NAME)
        back = ""
        if cite.id in self._referred:
            to = escape(voice("card.cite.back", number=number))
            back = f' <a class="ea-back" href="#ea-ref-{number}" aria-label="{to}">↑</a>'
        body = f"<div>{title}</div>" if title else ""
        return (
            f'<li id="ea-source-{number}" tabindex="-1"><span class="ea-label">{name}</span>'
            f"{day}{back}{body}{more}</li>"
        )


def named(cite: Cite, voice: Voice) -> str:
    """Publisher and day of a source, plain: "NK News, as revised on 26 January 2019".

    Parameters
    ----------
    cite
        The source.
    voice
        The reader's language.

    Returns
    -------
    str
        Text from data is in it as it came.
    """
    if cite.kind == "unrecorded":
        return cite.publisher
    day = voice.date(cite.revised or cite.published) or voice("card.cite.undated")
    key = "card.cite.revised" if cite.revised else "card.cite.published"
    return voice(key, publisher=cite.publisher, day=day)


def away(address: str, text: str) -> str:
    """A link to another site; address and text are escaped already."""
    return f'<a href="{address}" target="_blank" rel="noopener noreferrer">{text}</a>'


def _dated(cite: Cite, voice: Voice) -> str:
    shown = voice.date(cite.published) or voice("card.cite.undated")
    if not cite.revised:
        return shown
    return voice("card.cite.day_revised", day=shown, revised=voice.date(cite.revised))
