"""A card as text: headings, values with the numbers of their sources, then the sources."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from geo.cli.terminal import console, printable
from geo.reports.cards import BASES, MOST_CITES, MOST_CLAIMS, evidence, left_out, rest, told

if TYPE_CHECKING:
    from geo.i18n import Translator
    from geo.reports.cards import Card, Cite, Dispute, Row, Statement

__all__ = ["Line", "lines", "show_card", "show_lines"]

_STEP: Final = 2


class Line(NamedTuple):
    """One line of a card."""

    depth: int
    text: str
    style: str = "value"


_RANKS: Final = {
    "preferred": "card.tag.preferred",
    "normal": "card.tag.normal",
    "deprecated": "card.tag.deprecated",
}
_STYLES: Final = {"title": "bold", "heading": "bold cyan", "value": "", "aside": "dim"}


def show_card(card: Card, tr: Translator, claims: bool = False) -> None:
    """Print a card: wrapped and styled on a terminal, one line a value where it is piped on."""
    show_lines(lines(card, tr, claims))


def show_lines(told: Iterable[Line]) -> None:
    """Print lines: wrapped and styled on a terminal, one by one where they are piped on."""
    if not sys.stdout.isatty():
        for line in told:
            print(" " * (_STEP * line.depth) + printable(line.text))
        return

    from rich.padding import Padding
    from rich.text import Text

    screen = console()
    for line in told:
        text = Text(printable(line.text), style=_STYLES[line.style])
        screen.print(Padding(text, (0, 0, 0, _STEP * line.depth), expand=False))


def lines(card: Card, tr: Translator, claims: bool = False) -> Iterator[Line]:
    """The lines of a card."""
    numbers = {cite.id: number for number, cite in enumerate(card.sources, 1)}
    yield Line(0, card.title, "title")
    if card.subtitle:
        yield Line(0, card.subtitle, "aside")
    for sentence in card.lead:
        yield Line(0, sentence)
    yield Line(0, _days(card, tr), "aside")
    for section in card.sections:
        yield Line(0, "")
        yield Line(0, section.title, "heading")
        if section.note:
            yield Line(1, section.note, "aside")
        if section.basis:
            yield Line(1, tr(BASES[section.basis]), "aside")
        for row in section.rows:
            yield from _row(row, numbers, tr, not section.basis)
            if claims and row.opens:
                yield from _claims(row, numbers, tr)
    if card.disputes:
        yield Line(0, "")
        yield Line(0, tr("card.section.disagree"), "heading")
        for dispute in card.disputes:
            yield from _dispute(dispute, numbers, tr, claims)
    if card.sources:
        yield Line(0, "")
        yield Line(0, tr("card.text.sources"), "heading")
        for cite in card.sources:
            yield from _source(cite, numbers[cite.id], tr)
    if said := left_out(card, tr):
        yield Line(0, "")
        yield Line(0, said, "aside")


def _days(card: Card, tr: Translator) -> str:
    parts = [tr("card.text.id", id=card.id)]
    if card.status:
        status = tr.status(card.status)
        sure = card.certainty != "perhaps"
        parts.append(status if sure else tr("card.value.perhaps", what=status))
    if card.as_of is not None:
        parts.append(tr("card.text.as_of", day=card.as_of.isoformat()))
    if card.known_on is not None:
        parts.append(tr("card.text.known_on", day=card.known_on.isoformat()))
    if card.last_evidence:
        parts.append(tr("card.text.last_evidence", day=card.last_evidence))
    return " · ".join(parts)


def _row(row: Row, numbers: dict[str, int], tr: Translator, based: bool) -> Iterator[Line]:
    sure = tr("card.tag.perhaps") if row.certainty == "perhaps" else ""
    expected = tr("card.text.expected_only") if row.expected else ""
    said = " · ".join(part for part in (row.when, row.label, row.value, sure, expected) if part)
    yield Line(1, f"{said}{_marks(row.cites, numbers)}")
    if row.attributed_to:
        yield Line(2, tr("card.text.attributed", whom=row.attributed_to), "aside")
    if row.evidence is not None:
        old = f" ({tr('card.tag.old')})" if row.evidence.old else ""
        yield Line(2, f"{evidence(row.evidence, tr)}{old}", "aside")
    elif row.basis and based:
        yield Line(2, tr(BASES[row.basis]), "aside")
    if row.note:
        yield Line(2, row.note, "aside")


def _claims(row: Row, numbers: dict[str, int], tr: Translator) -> Iterator[Line]:
    yield Line(2, tr("card.claims.counted", count=len(row.claims)), "aside")
    for claim in row.claims[:MOST_CLAIMS]:
        about = f"{tr.capital(claim.about)}: " if claim.about else ""
        valid = tr.date(claim.valid) if claim.valid else ""
        parts = [f"{about}{claim.value}", valid, _rank(claim, tr)]
        said = " · ".join(part for part in parts if part)
        yield Line(3, f"{said}{_marks([claim.cite], numbers)}")
        for text, _ in told(claim, tr):
            yield Line(4, text, "aside")
    if more := rest(row.claims, tr):
        yield Line(3, more, "aside")


def _dispute(
    dispute: Dispute, numbers: dict[str, int], tr: Translator, claims: bool
) -> Iterator[Line]:
    key = "card.text.dispute_tie" if dispute.tie else "card.text.dispute"
    yield Line(1, tr(key, property=dispute.property, subject=dispute.subject))
    for said in dispute.statements[:MOST_CLAIMS]:
        parts = [said.value, said.valid, _rank(said, tr), said.locator, said.grade]
        marks = _marks([said.cite], numbers)
        yield Line(2, " · ".join(part for part in parts if part) + marks)
        if claims:
            yield from (Line(3, text, "aside") for text, _ in told(said, tr))
            continue
        if said.attributed_to:
            yield Line(3, tr("card.text.attributed", whom=said.attributed_to), "aside")
        if said.reason:
            yield Line(3, said.reason, "aside")
    if more := rest(dispute.statements, tr):
        yield Line(2, more, "aside")


def _rank(said: Statement, tr: Translator) -> str:
    return tr("card.tag.followed" if said.leads else _RANKS[said.rank])


def _marks(cites: Sequence[Cite], numbers: dict[str, int]) -> str:
    found = [str(numbers.get(cite.id, cite.id)) for cite in cites[:MOST_CITES]]
    if len(cites) > MOST_CITES:
        found.append(f"+{len(cites) - MOST_CITES}")
    return f" [{', '.join(found)}]" if found else ""


def _source(cite: Cite, number: int, tr: Translator) -> Iterator[Line]:
    key = "card.text.source_revised" if cite.revised else "card.text.source"
    told = tr(
        key,
        publisher=cite.publisher,
        title=cite.title,
        day=cite.published or tr("card.cite.undated"),
        revised=cite.revised,
        id=cite.id,
    )
    yield Line(1, f"[{number}] {told}")
    if cite.url:
        yield Line(2, cite.url, "aside")
    if cite.archived_url:
        yield Line(2, cite.archived_url, "aside")
    if cite.through:
        sources = "; ".join(cite.through)
        yield Line(2, tr("card.text.not_seen", sources=sources), "aside")
    if cite.repeats:
        sources = "; ".join(cite.repeats)
        yield Line(2, tr("card.cite.repeats", sources=sources), "aside")
