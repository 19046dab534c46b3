"""A card as HTML: what its template shows of a row, a conflict, a source."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from markupsafe import Markup

from geo.i18n import Translator
from geo.render.engine import render
from geo.reports.cards.model import MOST_CITES, MOST_CLAIMS, Card, Cite, Dispute, Row, Statement
from geo.reports.cards.record_text import dated, evidence, left_out, named, provenance, rest, told

_SLOT: Final = "\ue000"
_MOST: Final = 500  # Sources that are listed, at most
_MOST_NAMES: Final = 3
Href = Callable[[str], str]


class StatementGroup(NamedTuple):
    """Statements of several sources with the same value, as one row."""

    row: Row
    leads: bool
    tag: str
    grades: list[str]


class CardTexts:
    """One card in one language."""

    most = MOST_CLAIMS

    def __init__(self, card: Card, tr: Translator) -> None:
        self.card = card
        self.tr = tr
        self.foreign = card.told_in if card.told_in != tr.language else ""
        self.left_out = left_out(card.left_out, tr)
        self.numbers = {cite.id: number for number, cite in enumerate(card.sources, 1)}

    def own(self, name: str, of: Row | Statement) -> str:
        """The language of a text of the dataset where it is not the reader's."""
        return self.foreign if name in of.as_told else ""

    def according(self) -> tuple[str, str]:
        """The text before and after the name of whom a value is attributed to."""
        before, _, after = self.tr("card.cite.according", whom=_SLOT).partition(_SLOT)
        return before, after

    def told(self, claim: Statement) -> list[tuple[str, bool]]:
        """What is said of a claim, and whether in the dataset's language."""
        return told(claim, self.tr)

    def rest(self, claims: Sequence[Statement]) -> str:
        """The claims that are not shown, counted."""
        return rest(claims, self.tr)

    def groups(self, dispute: Dispute) -> Iterator[StatementGroup]:
        """The statements of a conflict, those that say the same together."""
        tr, groups = self.tr, defaultdict[tuple[str, str, str], list[Statement]](list)
        for one in dispute.statements[:MOST_CLAIMS]:
            groups[one.value, one.valid, one.attributed_to].append(one)
        for (value, valid, whom), group in groups.items():
            leads, ranks = any(one.leads for one in group), {one.rank for one in group}
            tag = "card.tag.followed" if leads and not dispute.tie else ""
            tag = "card.tag.preferred" if "preferred" in ranks else tag
            tag = "card.tag.set_aside" if ranks == {"deprecated"} else tag
            more = dict.fromkeys(told for one in group for told in (_locator(one), one.reason))
            row = Row(
                label="",
                value=value,
                when=tr.date(valid),
                cites=tuple({one.cite.id: one.cite for one in group}.values()),
                attributed_to=whom,
                note=tr.sentences(filter(None, more)),
                as_told=(*group[0].as_told, "note"),
            )
            grades = [one.grade for one in group if one.grade]
            said = [tr("card.claims.grade", grade=grade) for grade in dict.fromkeys(grades)]
            yield StatementGroup(row, leads, tag, said)


def _locator(statement: Statement) -> str:
    told = statement.reason.casefold().startswith(statement.locator.casefold())
    return "" if told else statement.locator


def card_head(card: Card, tr: Translator) -> Markup:
    """The head of a card as HTML: what it is about, and its sum."""
    kicker = tr(f"card.kicker.{card.what}")
    language = card.title_language if card.title_language != tr.language else ""
    return render("card_head", card=card, kicker=kicker, language=language)


def card_body(
    card: Card,
    tr: Translator,
    href: Href | None = None,
    conflicts: str = "",
    statement: Href | None = None,
    asked: str = "",
) -> Markup:
    """What is below the head of a card as HTML; ``href`` and ``statement`` give addresses."""
    view = _CardView(card, tr, href, statement, asked)
    return render("card", card=card, tr=tr, view=view, conflicts=conflicts, asked=asked)


def statement_anchor(id: str) -> str:
    """The id of the element of a statement."""
    return f"ea-claim-{id}"


def has_statement(card: Card, id: str) -> bool:
    """Whether a card shows a statement."""
    parts: list[Row | Dispute] = [row for part in card.sections for row in part.rows]
    return any(_says(one, id) for one in [*parts, *card.disputes])


def _says(of: Row | Dispute, id: str) -> bool:
    if isinstance(of, Row):
        return id in (of.id, *(one.id for one in of.claims))
    return any(one.id == id for one in of.statements)


class _CardView(CardTexts):
    """One card on the page; its template reads it in the order of the page."""

    def __init__(
        self, card: Card, tr: Translator, href: Href | None, statement: Href | None, asked: str
    ) -> None:
        super().__init__(card, tr)
        self._href, self._statement, self._asked = href, statement, asked
        self._linked: set[str] = set()
        self._referred: set[str] = set()
        rows = [row for part in card.sections for row in part.rows]
        self._outside = {cite.id for row in rows for cite in row.cites[:MOST_CITES]}
        self._outside |= {one.cite.id for d in card.disputes for one in d.statements[:MOST_CLAIMS]}
        self.listed, number = card.sources[:_MOST], len(card.sources)
        more = number > _MOST
        self.unlisted = tr("card.note.first_rows", shown=_MOST, all=number) if more else ""

    def address(self, row: Row) -> str:
        return self._href(row.leads_to) if self._href and row.leads_to else ""

    def source(self, cite: Cite) -> str:
        own = cite.kind == "unrecorded" or cite.id == self.card.id
        return self._href(cite.id) if self._href and not own else ""

    def statement(self, id: str) -> str:
        """The address of a statement where it first appears; blank elsewhere."""
        if not id or self._statement is None or id in self._linked:
            return ""
        self._linked.add(id)
        return self._statement(id)

    def own_statement(self, row: Row) -> str:
        """The address of the record of a row, if it is not one of the claims below it."""
        unfolds = row.opens and any(one.id == row.id for one in row.claims)
        return "" if unfolds else self.statement(row.id)

    def opened(self, parts: Iterable[Row | Dispute]) -> bool:
        return bool(self._asked) and any(_says(one, self._asked) for one in parts)

    def among(self, claims: Iterable[Statement]) -> bool:
        return bool(self._asked) and any(one.id == self._asked for one in claims)

    def told_of(self, claims: Sequence[Statement]) -> list[Statement]:
        return [*claims[: self.most], *(one for one in claims[self.most :] if self.among([one]))]

    def last(self, row: Row, based: bool) -> tuple[str, str] | None:
        """The last evidence for a value, or what it is based on, with a tag; None for neither."""
        if row.evidence is not None:
            tag = self.tr("card.tag.old") if row.evidence.old else ""
            return evidence(row.evidence, self.tr), tag
        if row.cites:
            return self.tr.capital(row.cites[0].publisher), ""
        return (self.tr(f"card.basis.{row.basis}"), "") if row.basis and based else None

    def named(self, cite: Cite) -> str:
        return named(cite, self.tr)

    def who(self, group: StatementGroup) -> str:
        """The first sources of a group, and their grades."""
        names = [self.named(cite) for cite in group.row.cites[:_MOST_NAMES]]
        return "; ".join(dict.fromkeys([*names, *group.grades]))

    def marks(self, cites: Sequence[Cite], inside: bool) -> tuple[list[tuple[int, str, bool]], str]:
        """Marks of sources: number or 0, text, whether it is the first; and the rest, counted."""
        chosen, found = list({cite.id: cite for cite in cites}.values()), []
        for cite in chosen[:MOST_CITES]:
            number = self.numbers.get(cite.id, 0)
            if not 0 < number <= _MOST:
                found.append((0, str(number or cite.publisher), False))
                continue
            # A mark in a folded part is not the first if there is another outside.
            first = cite.id not in self._referred and not (inside and cite.id in self._outside)
            if first:
                self._referred.add(cite.id)
            text = self.tr("card.cite.number", number=number, name=self.named(cite))
            found.append((number, text, first))
        left = len(chosen) - MOST_CITES
        return found, self.tr("card.cite.more", count=left) if left > 0 else ""

    def entry(self, cite: Cite, number: int) -> tuple[str, str, str]:
        """A source in the list: its date, the text of the link back to its mark, its details."""
        tr = self.tr
        day = dated(cite, tr) if cite.kind != "unrecorded" else ""
        back = tr("card.cite.back", number=number) if cite.id in self._referred else ""
        return day, back, tr.capital("; ".join(provenance(cite, tr)))
