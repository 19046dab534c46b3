"""A card as HTML.

Every text passes :func:`geo.words.escape`, every address :func:`geo.words.link`. Text of the
pack is marked with its own language where that is not the reader's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from geo.cards.model import Card, Cite, Dispute, Row, Section, Statement
from geo.cards.telling import SEEN
from geo.vocabulary import Answer
from geo.words import Voice, escape, link

__all__ = ["body", "head", "left_out"]

Href = Callable[[str], str]

_LONGEST: Final = 2_000
_LONGEST_NAME: Final = 300
_LONGEST_BESIDE: Final = 32
_FOLDED_FROM: Final = 7
_MOST_CITES: Final = 5
_MOST_DISPUTES: Final = 3
_OPEN: Final = ("course", "expected", "position", "missions", "route", "about")
_KICKERS: Final = {
    "mission": "card.kicker.mission",
    "pair": "card.kicker.pair",
    "accreditation": "card.kicker.accreditation",
    "neighbours": "card.kicker.neighbours",
    "place": "card.kicker.place",
    "source": "card.kicker.source",
}
_LEFT: Final = {
    "said_later": "card.left.said_later",
    "later": "card.left.later",
    "text_of_later": "card.left.text_of_later",
}
_ASIDE: Final = ' class="ea-aside"'
_SLOT: Final = re.compile("\ue000([0-9]+)\ue001")


def head(card: Card, voice: Voice) -> str:
    """The head of a card as HTML: what it is about, and its sum.

    Parameters
    ----------
    card
        The card.
    voice
        The language that it was made in.

    Returns
    -------
    str
        A ``header`` element without any script; texts from data are inert in it.
    """
    return _Writer(card, voice).head()


def body(card: Card, voice: Voice, href: Href | None = None) -> str:
    """Everything below the head of a card as HTML: sections, disagreements, sources.

    Parameters
    ----------
    card
        The card.
    voice
        The language that it was made in.
    href
        What the id of another card is linked to, such as ``#id``; blank for no link. None
        links none.

    Returns
    -------
    str
        An ``article`` element without any script; texts from data are inert in it.
    """
    return _Writer(card, voice, href).body()


def left_out(card: Card, voice: Voice) -> str:
    """What a card leaves out for its days, counted, as a sentence; blank for nothing.

    Parameters
    ----------
    card
        The card.
    voice
        The language that it was made in.

    Returns
    -------
    str
        Plain text.
    """
    parts = [voice(_LEFT[why], count=number) for why, number in card.left_out.items() if number]
    return voice("card.left_out", what=voice.listed(parts)) if parts else ""


class _Writer:
    """Writes one card in one language."""

    def __init__(self, card: Card, voice: Voice, href: Href | None = None) -> None:
        self.card = card
        self.voice = voice
        self.href = href

    def head(self) -> str:
        card = self.card
        kicker = escape(self.voice(_KICKERS[card.what])) if card.what in _KICKERS else ""
        title = f"<h2{self._lang(card.title_language)}>{escape(card.title, _LONGEST_NAME)}</h2>"
        parts = [
            f'<p class="ea-kicker">{kicker}</p>',
            title,
            f'<p class="ea-soft">{escape(card.subtitle, _LONGEST_NAME)}</p>',
        ]
        if card.lead:
            parts.append(f'<p class="ea-lead">{escape(" ".join(card.lead), _LONGEST)}</p>')
        return f'<header class="ea-card">{"".join(parts)}</header>'

    def body(self) -> str:
        card = self.card
        parts = [self._section(section) for section in card.sections]
        if card.disputes:
            parts.append(self._disputes(card.disputes))
        if card.sources:
            parts.append(self._sources(card.sources))
        if said := left_out(card, self.voice):
            parts.append(f'<p class="ea-soft">{escape(said)}</p>')
        title = escape(card.title, _LONGEST_NAME)
        return f'<article class="ea-card" aria-label="{title}">{"".join(parts)}</article>'

    def _lang(self, language: str) -> str:
        """The attribute that says a text is in another language than the page."""
        other = language and language != self.voice.language
        return f' lang="{escape(language, _LONGEST_NAME)}"' if other else ""

    def _own(self, name: str, as_told: tuple[str, ...]) -> str:
        return self._lang(self.card.told_in) if name in as_told else ""

    def _filled(self, key: str, **parts: str) -> str:
        """A message with HTML in its places."""
        slots = {name: f"\ue000{number}\ue001" for number, name in enumerate(parts)}
        told = escape(self.voice(key, **slots))
        filling = list(parts.values())
        return _SLOT.sub(lambda found: filling[int(found[1])], told)

    def _folded(self, title: str, number: int, inner: str) -> str:
        told = escape(self.voice("card.section.counted", title=title, number=number))
        return f"<details><summary><h3>{told}</h3></summary>{inner}</details>"

    def _section(self, section: Section) -> str:
        note = f'<p class="ea-soft">{escape(section.note)}</p>' if section.note else ""
        rows = "".join(self._row(row) for row in section.rows)
        if len(section.rows) >= _FOLDED_FROM and section.key not in _OPEN:
            return self._folded(section.title, len(section.rows), f"{note}{rows}")
        return f"<section><h3>{escape(section.title)}</h3>{note}{rows}</section>"

    def _row(self, row: Row) -> str:
        when = f'<span class="ea-when">{escape(row.when, _LONGEST_NAME)}</span>' if row.when else ""
        label = escape(self.voice.capital(row.label), _LONGEST_NAME)
        address = self.href(row.leads_to) if self.href and row.leads_to else ""
        if address:
            label = f'<a href="{escape(address)}">{label}</a>'
        perhaps = self._tag("card.tag.perhaps") if row.certainty is Answer.PERHAPS else ""
        told = f'<span class="ea-label"{self._own("label", row.as_told)}>{label}</span>'
        head = f"{told}{', ' + when if when else ''}{perhaps}"
        value = escape(row.value if row.link else self.voice.capital(row.value), _LONGEST)
        if address := link(row.link):
            value = _away(address, value)
        if value:
            value = f"<div{self._own('value', row.as_told)}>{value}</div>"
        apparatus = self._apparatus(row)
        side = len(row.label) <= _LONGEST_BESIDE and not (when or perhaps or apparatus)
        plain = " ea-plain" if side else ""
        return f'<div class="ea-row{plain}"><div>{head}</div>{value}{apparatus}</div>'

    def _tag(self, key: str) -> str:
        return f' <span class="ea-tag">{escape(self.voice(key))}</span>'

    def _apparatus(self, row: Row) -> str:
        parts = []
        if row.attributed_to:
            whom = escape(row.attributed_to, _LONGEST_NAME)
            if lang := self._lang(self.card.told_in):
                whom = f"<span{lang}>{whom}</span>"
            told = self._filled("card.cite.according", whom=whom)
            parts.append(f'<span class="ea-whom">{told}</span>')
        if row.cites:
            cites = "; ".join(self._byline(cite) for cite in row.cites)
            if len(row.cites) > _MOST_CITES:
                count = escape(self.voice("card.cite.counted", count=len(row.cites)))
                cites = f"<details><summary>{count}</summary>{cites}</details>"
                parts.append(f'<div class="ea-cites ea-more">{cites}</div>')
            else:
                key = "card.cite.one" if len(row.cites) == 1 else "card.cite.many"
                told = self._filled(key, sources=cites)
                parts.append(f'<span class="ea-cites">{told}</span>')
        if row.note:
            note, lang = escape(row.note, _LONGEST), self._own("note", row.as_told)
            parts.append(f'<span class="ea-note"{lang}>{note}</span>')
        return "".join(parts)

    def _byline(self, cite: Cite) -> str:
        name = escape(cite.publisher, _LONGEST_NAME)
        address = link(cite.url) or link(cite.archived_url)
        if address:
            name = _away(address, name)
        day = f", {self._date(cite)}" if cite.kind != "unrecorded" else ""
        if not cite.through:
            return f"{name}{day}"
        through = self.voice("card.cite.through", sources=self.voice.listed(cite.through))
        return f"{name}{day} ({escape(through)})"

    def _date(self, cite: Cite) -> str:
        shown = self.voice.date(cite.published) or self.voice("card.cite.undated")
        if cite.revised:
            revised = self.voice.date(cite.revised)
            shown = self.voice("card.cite.day_revised", day=shown, revised=revised)
        return escape(shown)

    def _disputes(self, disputes: tuple[Dispute, ...]) -> str:
        shown = "".join(self._dispute(dispute) for dispute in disputes)
        title = self.voice("card.section.disagree")
        if len(disputes) > _MOST_DISPUTES:
            return self._folded(title, len(disputes), shown)
        return f"<section><h3>{escape(title)}</h3>{shown}</section>"

    def _dispute(self, dispute: Dispute) -> str:
        name = escape(self.voice.capital(dispute.property), _LONGEST_NAME)
        tie = self._tag("card.tag.undecided") if dispute.tie else ""
        groups: dict[tuple[str, str, str], list[Statement]] = {}
        for one in dispute.statements:
            groups.setdefault((one.value, one.valid, one.attributed_to), []).append(one)
        said = "".join(self._statements(group, dispute.tie) for group in groups.values())
        told = f'<span class="ea-label">{name}</span>{tie}'
        return f'<div class="ea-dispute">{told}<ul>{said}</ul></div>'

    def _statements(self, group: list[Statement], tie: bool) -> str:
        """What several sources say alike, as one item."""
        first = group[0]
        leads = any(one.leads for one in group)
        ranks = {one.rank for one in group}
        tag = ""
        if ranks == {"deprecated"}:
            tag = self._tag("card.tag.set_aside")
        elif "preferred" in ranks:
            tag = self._tag("card.tag.preferred")
        elif leads and not tie:
            tag = self._tag("card.tag.followed")
        valid = f" ({escape(self.voice.date(first.valid))})" if first.valid else ""
        more = dict.fromkeys(
            text for one in group for text in (_locator(one), one.grade, one.reason) if text
        )
        cites = tuple({one.cite.id: one.cite for one in group}.values())
        note = self.voice.sentences(more)
        whom = first.attributed_to
        row = Row("", "", cites=cites, attributed_to=whom, note=note, as_told=("note",))
        value, lang = escape(first.value, _LONGEST), self._own("value", first.as_told)
        if lang:
            value = f"<span{lang}>{value}</span>"
        return f"<li{'' if leads else _ASIDE}>{value}{valid}{tag}{self._apparatus(row)}</li>"

    def _sources(self, sources: tuple[Cite, ...]) -> str:
        rows = "".join(self._source(cite) for cite in sources)
        return self._folded(self.voice("card.section.sources"), len(sources), rows)

    def _source(self, cite: Cite) -> str:
        address = link(cite.url)
        title = escape(cite.title, _LONGEST_NAME)
        if lang := self._lang(cite.language):
            title = f"<span{lang}>{title}</span>"
        if address and cite.title:
            title = _away(address, title)
        kept = link(cite.archived_url)
        if kept:
            title += f" ({_away(kept, escape(self.voice('card.cite.archived')))})"
        said = [self.voice(SEEN[cite.seen])] if cite.seen in SEEN else []
        if cite.through:
            sources = self.voice.listed(cite.through)
            said.append(self.voice("card.cite.known_through", sources=sources))
        if cite.repeats:
            sources = self.voice.listed(cite.repeats)
            said.append(self.voice("card.cite.repeats", sources=sources))
        told = escape(self.voice.capital("; ".join(said)))
        more = f'<span class="ea-cites">{told}</span>' if said else ""
        day = f", {self._date(cite)}" if cite.kind != "unrecorded" else ""
        name = escape(self.voice.capital(cite.publisher), _LONGEST_NAME)
        body = f"<div>{title}</div>" if title else ""
        return f'<div class="ea-row"><span class="ea-label">{name}</span>{day}{body}{more}</div>'


def _away(address: str, text: str) -> str:
    """A link to another site; address and text are escaped already."""
    return f'<a href="{address}" target="_blank" rel="noopener noreferrer">{text}</a>'


def _locator(statement: Statement) -> str:
    told = statement.reason.casefold().startswith(statement.locator.casefold())
    return "" if told else statement.locator
