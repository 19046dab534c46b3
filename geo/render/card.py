"""A card as HTML: what its template shows of a row, a conflict, a source."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from markupsafe import Markup

from geo.i18n import Translator
from geo.render.engine import render
from geo.reports.cards.model import MOST_CITES, MOST_CLAIMS, Card, Cite, Dispute, Row, Statement
from geo.reports.cards.record_text import (
    dated,
    evidence,
    left_out,
    named,
    provenance,
    rest,
    told,
)
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
        self.left_out = left_out(card.left_out, tr)

    def own(self, name: str, of: Row | Statement | StatementGroup) -> str:
        """The language of a text of the dataset where it is not the reader's."""
        return self.foreign if name in of.as_told else ""

    def value(self, row: Row) -> str:
        """The value as it begins a line."""
        return row.value if row.as_it_is else self.tr.capital(row.value)

    def perhaps(self, row: Row) -> str:
        """The tag of a value that is possibly so, else blank."""
        return self.tr("card.tag.perhaps") if row.certainty is Answer.POSSIBLE else ""

    def basis(self, basis: str) -> str:
        """What a value without sources is based on."""
        return self.tr(f"card.basis.{basis}")

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


_MOST: Final = 500
Href = Callable[[str], str]
_LONGEST_NAME: Final = 300
_LONGEST_BESIDE: Final = 32
_MOST_NAMES: Final = 3


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
    view = _CardView(card, tr, href, conflicts, statement, asked)
    return render("card", card=card, tr=tr, view=view)


def statement_anchor(id: str) -> str:
    """The id of the element of a statement."""
    return f"ea-claim-{id}"


def has_statement(card: Card, id: str) -> bool:
    """Whether a card shows a statement."""
    rows = [row for part in card.sections for row in part.rows]
    return any(_says(row, id) for row in rows) or any(
        one.id == id for found in card.disputes for one in found.statements
    )


def _says(row: Row, id: str) -> bool:
    return id in (row.id, *(one.id for one in row.claims))


class _Last(NamedTuple):
    """The last evidence for a value."""

    text: str
    limit: int | None = _LONGEST_NAME
    tag: str = ""


class _Statement(NamedTuple):
    """The anchor of a statement, its address, and whether it was requested."""

    anchor: str
    href: str
    asked: bool


class _Line(NamedTuple):
    """A row of a card; ``short``: label and value have room beside each other."""

    at: _Statement | None
    perhaps: str
    address: str
    label: str
    own_label: str
    value: str
    own_value: str
    short: bool


class _CardView(CardTexts):
    """One card on the page; its template reads it in the order of the page."""

    def __init__(
        self,
        card: Card,
        tr: Translator,
        href: Href | None,
        conflicts: str,
        statement: Href | None,
        asked: str,
    ) -> None:
        super().__init__(card, tr)
        self._href = href
        self._statement = statement
        self._linked: set[str] = set()
        self.conflicts = conflicts
        self.asked = asked
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

    def source(self, cite: Cite) -> str:
        """The address of the card of a source."""
        own = cite.kind == "unrecorded" or cite.id == self.card.id
        return self._href(cite.id) if self._href and not own else ""

    def statement(self, id: str) -> _Statement | None:
        """The link to a statement where it first appears; None elsewhere."""
        if not id or self._statement is None or id in self._linked:
            return None
        self._linked.add(id)
        return _Statement(statement_anchor(id), self._statement(id), id == self.asked)

    def own_statement(self, row: Row) -> _Statement | None:
        """The link to the record of a row, if it is not one of the claims below it."""
        unfolds = row.opens and any(one.id == row.id for one in row.claims)
        return None if unfolds else self.statement(row.id)

    def opened(self, rows: Iterable[Row] = (), disputes: Iterable[Dispute] = ()) -> bool:
        """Whether the requested statement is among them."""
        claims = [one for dispute in disputes for one in dispute.statements]
        return bool(self.asked) and (
            any(_says(row, self.asked) for row in rows) or self.among(claims)
        )

    def among(self, claims: Iterable[Statement]) -> bool:
        """Whether one of the claims was requested."""
        return bool(self.asked) and any(one.id == self.asked for one in claims)

    def told_of(self, claims: Sequence[Statement]) -> list[Statement]:
        """The claims shown: the strongest, and the requested one."""
        return [*claims[: self.most], *(one for one in claims[self.most :] if self.among([one]))]

    def entry(self, row: Row) -> _Line:
        """What the line of a row shows besides its sources; asked for once, for there are many."""
        perhaps = self.perhaps(row)
        return _Line(
            at=self.own_statement(row),
            perhaps=perhaps,
            address=self.address(row),
            label=self.tr.capital(row.label),
            own_label=self.own("label", row),
            value=self.value(row),
            own_value=self.own("value", row),
            short=len(row.label) <= _LONGEST_BESIDE and not (row.when or perhaps),
        )

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
