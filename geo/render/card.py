"""A card as HTML: what its template shows of a row, a conflict, a source."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from markupsafe import Markup

from geo.i18n import Translator
from geo.render.card_texts import CardTexts, StatementGroup
from geo.render.engine import render
from geo.render.source_numbers import SourceNumbers
from geo.reports.cards.evidence_text import evidence, named
from geo.reports.cards.model import MOST_CITES, MOST_CLAIMS, Card, Cite, Row

Href = Callable[[str], str]

_LONGEST_NAME: Final = 300
_LONGEST_BESIDE: Final = 32
_MOST_NAMES: Final = 3
_KICKERS: Final = {
    "mission": "card.kicker.mission",
    "pair": "card.kicker.pair",
    "accreditation": "card.kicker.accreditation",
    "neighbours": "card.kicker.neighbours",
    "place": "card.kicker.place",
    "source": "card.kicker.source",
}


def card_head(card: Card, tr: Translator) -> Markup:
    """The head of a card as HTML: what it is about, and its sum."""
    kicker = tr(_KICKERS[card.what]) if card.what in _KICKERS else ""
    language = card.title_language if card.title_language != tr.language else ""
    return render("card_head", card=card, kicker=kicker, language=language)


def card_body(card: Card, tr: Translator, href: Href | None = None, conflicts: str = "") -> Markup:
    """Everything below the head of a card as HTML: sections, conflicts, sources."""
    return render("card", card=card, tr=tr, view=_CardView(card, tr, href, conflicts))


class _Last(NamedTuple):
    """The last evidence for a value."""

    text: str
    limit: int | None = _LONGEST_NAME
    tag: str = ""


class _CardView(CardTexts):
    """One card on the page; its template reads it in the order of the page."""

    def __init__(self, card: Card, tr: Translator, href: Href | None, conflicts: str) -> None:
        super().__init__(card, tr)
        self._href = href
        self.conflicts = conflicts
        outside = {
            cite.id
            for part in card.sections
            for row in part.rows
            for cite in row.cites[:MOST_CITES]
        }
        outside |= {one.cite.id for d in card.disputes for one in d.statements[:MOST_CLAIMS]}
        self.numbers = SourceNumbers(card.sources, tr, outside)

    def address(self, row: Row) -> str:
        """The address of the card that a row leads to."""
        return self._href(row.leads_to) if self._href and row.leads_to else ""

    def short(self, row: Row) -> bool:
        """Whether label and value have room beside each other."""
        return len(row.label) <= _LONGEST_BESIDE and not (row.when or self.perhaps(row))

    def last(self, row: Row, based: bool) -> _Last | None:
        """The last evidence for a value, else what it is based on."""
        if row.evidence is not None:
            old = self.tr("card.tag.old") if row.evidence.old else ""
            return _Last(evidence(row.evidence, self.tr), tag=old)
        if row.cites:
            return _Last(self.tr.capital(row.cites[0].publisher))
        return _Last(self.basis(row.basis), None) if row.basis and based else None

    def named(self, cite: Cite) -> str:
        return named(cite, self.tr)

    def who(self, group: StatementGroup) -> str:
        """The first sources of a group, and how good they are."""
        names = [self.named(cite) for cite in group.cites[:_MOST_NAMES]]
        return "; ".join(dict.fromkeys([*names, *group.grades]))
