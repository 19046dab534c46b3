"""A card in a dossier: what is open, what is folded, where its rows lead."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from geo.dossier.references import NAMED, References
from geo.i18n import Translator
from geo.render import CardTexts
from geo.reports.cards import Card, Row, evidence

_UNFOLDED: Final = ("course", "expected", "position", "missions", "route")


def anchor(id: str) -> str:
    """The anchor of a card: ``card-prk-embassy-caracas``."""
    return "card-" + "".join(c if c.isascii() and c.isalnum() else "-" for c in id)


class CardView(CardTexts):
    """One card of a dossier."""

    timed = ("course", "expected", "relations")
    """Sections whose rows begin with their date."""

    def __init__(
        self,
        card: Card,
        tr: Translator,
        references: References,
        ids: Collection[str],
        elsewhere: Collection[str] = (),
    ) -> None:
        super().__init__(card, tr)
        self.references = references
        self._ids = ids
        self.anchor = anchor(card.id)
        shown = [part for part in card.sections if part.key not in elsewhere]
        self.unfolded = [part for part in shown if part.key in _UNFOLDED]
        self.folded = [part for part in shown if part.key not in _UNFOLDED]

    def address(self, row: Row) -> str:
        """The address of the card that a row leads to, if the dossier has it."""
        return f"#{anchor(row.leads_to)}" if row.leads_to in self._ids else ""

    def aged(self, row: Row) -> str:
        """How old the last evidence is; which it is, where its day does not stand beside it."""
        last = row.evidence
        if last is None:
            return ""
        if last.age and any(cite.id == last.source for cite in row.cites[:NAMED]):
            return self.tr("card.evidence.brief", age=last.age)
        return evidence(last, self.tr)
