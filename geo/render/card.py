"""A card as HTML: what its template shows of a row, a disagreement, a source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from markupsafe import Markup

from geo.i18n import Translator
from geo.render.engine import render
from geo.render.source_numbers import SourceNumbers
from geo.reports.cards.evidence_text import BASES, evidence, left_out, named, rest, told
from geo.reports.cards.model import (
    MOST_CITES,
    MOST_CLAIMS,
    Card,
    Cite,
    Dispute,
    Row,
    Section,
    Statement,
)
from geo.vocabulary import Answer

Href = Callable[[str], str]

_LONGEST_NAME: Final = 300
_LONGEST_BESIDE: Final = 32
_FOLDED_FROM: Final = 7
_MOST_DISPUTES: Final = 3
_MOST_NAMES: Final = 3
_OPEN: Final = ("course", "expected", "position", "missions", "route", "about")
_KICKERS: Final = {
    "mission": "card.kicker.mission",
    "pair": "card.kicker.pair",
    "accreditation": "card.kicker.accreditation",
    "neighbours": "card.kicker.neighbours",
    "place": "card.kicker.place",
    "source": "card.kicker.source",
}
_RANKS: Final = {"deprecated": "card.tag.set_aside", "preferred": "card.tag.preferred"}
_SLOT: Final = "\ue000"


def card_head(card: Card, tr: Translator) -> Markup:
    """The head of a card as HTML: what it is about, and its sum."""
    kicker = tr(_KICKERS[card.what]) if card.what in _KICKERS else ""
    language = card.title_language if card.title_language != tr.language else ""
    return render("card_head", card=card, kicker=kicker, language=language)


def card_body(card: Card, tr: Translator, href: Href | None = None, conflicts: str = "") -> Markup:
    """Everything below the head of a card as HTML: sections, disagreements, sources."""
    return render("card", card=card, tr=tr, view=_CardView(card, tr, href, conflicts))


class _Last(NamedTuple):
    """The last evidence for a value."""

    text: str
    limit: int | None = _LONGEST_NAME
    tag: str = ""


class _RowView(NamedTuple):
    """A row but for its texts."""

    value: str
    account: str
    address: str
    perhaps: str
    short: bool


class _Group(NamedTuple):
    """What several sources say alike."""

    value: str
    language: str
    valid: str
    leads: bool
    tag: str
    who: str
    cites: tuple[Cite, ...]
    row: Row


class _CardView:
    """One card in one language; its template reads it in the order of the page."""

    most = MOST_CLAIMS

    def __init__(self, card: Card, tr: Translator, href: Href | None, conflicts: str) -> None:
        self._tr = tr
        self._href = href
        self.conflicts = conflicts
        self.foreign = card.told_in if card.told_in != tr.language else ""
        self.left_out = left_out(card, tr)
        self.many_disputes = len(card.disputes) if len(card.disputes) > _MOST_DISPUTES else 0
        outside = {
            cite.id
            for part in card.sections
            for row in part.rows
            for cite in row.cites[:MOST_CITES]
        }
        outside |= {one.cite.id for d in card.disputes for one in d.statements[:MOST_CLAIMS]}
        self.numbers = SourceNumbers(card.sources, tr, outside)

    def own(self, name: str, of: Row | Statement) -> str:
        """The language of a text of the dataset where it is not the reader's."""
        return self.foreign if name in of.as_told else ""

    def folded(self, section: Section) -> int:
        """The number of rows of a section that is folded, else 0."""
        number = len(section.rows)
        return number if number >= _FOLDED_FROM and section.key not in _OPEN else 0

    def basis(self, basis: str) -> str:
        return self._tr(BASES[basis])

    def row(self, row: Row) -> _RowView:
        perhaps = self._tr("card.tag.perhaps") if row.certainty is Answer.PERHAPS else ""
        return _RowView(
            value=row.value if row.as_it_is else self._tr.capital(row.value),
            account=row.keys[0][1] if row.keys else "",
            address=self._href(row.leads_to) if self._href and row.leads_to else "",
            perhaps=perhaps,
            short=len(row.label) <= _LONGEST_BESIDE and not (row.when or perhaps),
        )

    def according(self) -> tuple[str, str]:
        """The text before and after the name of whom a value is attributed to."""
        before, _, after = self._tr("card.cite.according", whom=_SLOT).partition(_SLOT)
        return before, after

    def last(self, row: Row, based: bool) -> _Last | None:
        """The last evidence for a value, else what it rests on."""
        if row.evidence is not None:
            old = self._tr("card.tag.old") if row.evidence.old else ""
            return _Last(evidence(row.evidence, self._tr), tag=old)
        if row.cites:
            return _Last(self._tr.capital(row.cites[0].publisher))
        return _Last(self.basis(row.basis), None) if row.basis and based else None

    def rank(self, rank: str) -> str:
        return self._tr(_RANKS[rank]) if rank in _RANKS else ""

    def named(self, cite: Cite) -> str:
        return named(cite, self._tr)

    def told(self, claim: Statement) -> list[tuple[str, bool]]:
        return told(claim, self._tr)

    def rest(self, claims: Sequence[Statement]) -> str:
        return rest(claims, self._tr)

    def groups(self, dispute: Dispute) -> Iterator[_Group]:
        """The statements of a disagreement, those that say the same together."""
        groups: dict[tuple[str, str, str], list[Statement]] = {}
        for one in dispute.statements[:MOST_CLAIMS]:
            groups.setdefault((one.value, one.valid, one.attributed_to), []).append(one)
        return (self._group(group, dispute.tie) for group in groups.values())

    def _group(self, group: list[Statement], tie: bool) -> _Group:
        tr, first = self._tr, group[0]
        leads = any(one.leads for one in group)
        ranks = {one.rank for one in group}
        tag = ""
        if ranks == {"deprecated"}:
            tag = self.rank("deprecated")
        elif "preferred" in ranks:
            tag = self.rank("preferred")
        elif leads and not tie:
            tag = tr("card.tag.followed")
        more = dict.fromkeys(text for one in group for text in (_locator(one), one.reason) if text)
        cites = tuple({one.cite.id: one.cite for one in group}.values())
        names = [named(cite, tr) for cite in cites[:_MOST_NAMES]]
        grades = [tr("card.claims.grade", grade=one.grade) for one in group if one.grade]
        whom, note = first.attributed_to, tr.sentences(more)
        return _Group(
            value=first.value,
            language=self.own("value", first),
            valid=tr.date(first.valid) if first.valid else "",
            leads=leads,
            tag=tag,
            who="; ".join(dict.fromkeys([*names, *grades])),
            cites=cites,
            row=Row("", "", attributed_to=whom, note=note, as_told=("note",)),
        )


def _locator(statement: Statement) -> str:
    told = statement.reason.casefold().startswith(statement.locator.casefold())
    return "" if told else statement.locator
