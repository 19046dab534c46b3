"""What every template of a card asks for: values, tags, languages, conflicts in groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from geo.i18n import Translator
from geo.reports.cards.evidence_text import BASES, left_out, rest, told
from geo.reports.cards.model import MOST_CLAIMS, Card, Cite, Dispute, Row, Statement
from geo.vocabulary import Answer

_RANKS: Final = {"deprecated": "card.tag.set_aside", "preferred": "card.tag.preferred"}
_SLOT: Final = "\ue000"


class StatementGroup(NamedTuple):
    """What several sources say alike; ``row`` has whom they name, and why they say so."""

    value: str
    as_told: tuple[str, ...]
    valid: str
    leads: bool
    tag: str
    grades: list[str]
    cites: tuple[Cite, ...]
    row: Row


class CardTexts:
    """One card in one language."""

    most = MOST_CLAIMS

    def __init__(self, card: Card, tr: Translator) -> None:
        self.card = card
        self.tr = tr
        self.foreign = card.told_in if card.told_in != tr.language else ""
        self.left_out = left_out(card, tr)

    def own(self, name: str, of: Row | Statement | StatementGroup) -> str:
        """The language of a text of the dataset where it is not the reader's."""
        return self.foreign if name in of.as_told else ""

    def value(self, row: Row) -> str:
        """The value as it begins a line."""
        return row.value if row.as_it_is else self.tr.capital(row.value)

    def perhaps(self, row: Row) -> str:
        """The tag of a value that is possibly so, else blank."""
        return self.tr("card.tag.perhaps") if row.certainty is Answer.PERHAPS else ""

    def basis(self, basis: str) -> str:
        """What a value without sources is based on."""
        return self.tr(BASES[basis])

    def according(self) -> tuple[str, str]:
        """The text before and after the name of whom a value is attributed to."""
        before, _, after = self.tr("card.cite.according", whom=_SLOT).partition(_SLOT)
        return before, after

    def rank(self, rank: str) -> str:
        """The tag of a rank that is not the usual one, else blank."""
        return self.tr(_RANKS[rank]) if rank in _RANKS else ""

    def told(self, claim: Statement) -> list[tuple[str, bool]]:
        """What is said of a claim, and whether in the dataset's language."""
        return told(claim, self.tr)

    def rest(self, claims: Sequence[Statement]) -> str:
        """The claims that are not shown, counted."""
        return rest(claims, self.tr)

    def groups(self, dispute: Dispute) -> Iterator[StatementGroup]:
        """The statements of a conflict, those that say the same together."""
        groups: dict[tuple[str, str, str], list[Statement]] = {}
        for one in dispute.statements[:MOST_CLAIMS]:
            groups.setdefault((one.value, one.valid, one.attributed_to), []).append(one)
        return (self._group(group, dispute.tie) for group in groups.values())

    def _group(self, group: list[Statement], tie: bool) -> StatementGroup:
        tr, first = self.tr, group[0]
        leads = any(one.leads for one in group)
        ranks = {one.rank for one in group}
        tag = ""
        if ranks == {"deprecated"}:
            tag = _RANKS["deprecated"]
        elif "preferred" in ranks:
            tag = _RANKS["preferred"]
        elif leads and not tie:
            tag = "card.tag.followed"
        more = dict.fromkeys(text for one in group for text in (_locator(one), one.reason) if text)
        grades = dict.fromkeys(one.grade for one in group if one.grade)
        whom, note = first.attributed_to, tr.sentences(more)
        return StatementGroup(
            value=first.value,
            as_told=first.as_told,
            valid=tr.date(first.valid) if first.valid else "",
            leads=leads,
            tag=tag,
            grades=[tr("card.claims.grade", grade=grade) for grade in grades],
            cites=tuple({one.cite.id: one.cite for one in group}.values()),
            row=Row("", "", attributed_to=whom, note=note, as_told=("note",)),
        )


def _locator(statement: Statement) -> str:
    told = statement.reason.casefold().startswith(statement.locator.casefold())
    return "" if told else statement.locator
