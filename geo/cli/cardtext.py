"""A card as text: headings, values with the numbers of their sources, then the sources."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from geo import words
from geo.cli.terminal import console, printable

if TYPE_CHECKING:
    from geo.cards import Card, Cite, Dispute, Row

__all__ = ["Line", "lines", "show_card"]

_STEP: Final = 2


class Line(NamedTuple):
    """One line of a card.

    Attributes
    ----------
    depth
        How deep it is set in.
    text
        The text, not yet safe for a terminal.
    style
        title, heading, value or aside.
    """

    depth: int
    text: str
    style: str = "value"


_STYLES: Final = {"title": "bold", "heading": "bold cyan", "value": "", "aside": "dim"}


def show_card(card: Card) -> None:
    """Print a card: wrapped and styled on a terminal, one line a value where it is piped on.

    Parameters
    ----------
    card
        The card.
    """
    if not sys.stdout.isatty():
        for line in lines(card):
            print(" " * (_STEP * line.depth) + printable(line.text))
        return

    from rich.padding import Padding
    from rich.text import Text

    screen = console()
    for line in lines(card):
        text = Text(printable(line.text), style=_STYLES[line.style])
        screen.print(Padding(text, (0, 0, 0, _STEP * line.depth), expand=False))


def lines(card: Card) -> Iterator[Line]:
    """The lines of a card.

    Parameters
    ----------
    card
        The card.

    Yields
    ------
    Line
        From the title to the last source.
    """
    numbers = {cite.id: number for number, cite in enumerate(card.sources, 1)}
    yield Line(0, card.title, "title")
    if card.subtitle:
        yield Line(0, card.subtitle, "aside")
    for sentence in card.lead:
        yield Line(0, sentence)
    yield Line(0, _days(card), "aside")
    for section in card.sections:
        yield Line(0, "")
        yield Line(0, section.title, "heading")
        if section.note:
            yield Line(1, section.note, "aside")
        for row in section.rows:
            yield from _row(row, numbers)
    if card.disputes:
        yield Line(0, "")
        yield Line(0, "Where sources disagree", "heading")
        for dispute in card.disputes:
            yield from _dispute(dispute, numbers)
    if card.sources:
        yield Line(0, "")
        yield Line(0, "Sources", "heading")
        for cite in card.sources:
            yield from _source(cite, numbers[cite.id])
    if any(card.left_out.values()):
        yield Line(0, "")
        yield Line(0, f"Not shown: {words.hidden(card.left_out)}.", "aside")


def _days(card: Card) -> str:
    parts = [f"id {card.id}"]
    if card.status:
        sure = "perhaps " if card.certainty == "perhaps" else ""
        parts.append(f"{sure}{words.status(card.status)}")
    if card.as_of is not None:
        parts.append(f"as of {card.as_of.isoformat()}")
    if card.known_on is not None:
        parts.append(f"as known on {card.known_on.isoformat()}")
    if card.last_evidence is not None:
        parts.append(f"last evidence {card.last_evidence.isoformat()}")
    return " · ".join(parts)


def _row(row: Row, numbers: dict[str, int]) -> Iterator[Line]:
    sure = "perhaps" if row.certainty == "perhaps" else ""
    expected = "expected only" if row.expected else ""
    said = " · ".join(part for part in (row.when, row.label, row.value, sure, expected) if part)
    yield Line(1, f"{said}{_marks(row.cites, numbers)}")
    if row.attributed_to:
        yield Line(2, f"attributed to {row.attributed_to}", "aside")
    if row.note:
        yield Line(2, row.note, "aside")


def _dispute(dispute: Dispute, numbers: dict[str, int]) -> Iterator[Line]:
    tie = " (the rule of evidence cannot choose)" if dispute.tie else ""
    yield Line(1, f"{dispute.property} of {dispute.subject}{tie}")
    for said in dispute.statements:
        leads = "followed" if said.leads else said.rank
        parts = [said.value, said.valid, leads, said.locator]
        marks = _marks([said.cite], numbers)
        yield Line(2, " · ".join(part for part in parts if part) + marks)
        if said.attributed_to:
            yield Line(3, f"attributed to {said.attributed_to}", "aside")
        if said.reason:
            yield Line(3, said.reason, "aside")


def _marks(cites: Sequence[Cite], numbers: dict[str, int]) -> str:
    found = [str(numbers[cite.id]) if cite.id in numbers else cite.id for cite in cites]
    return f" [{', '.join(found)}]" if found else ""


def _source(cite: Cite, number: int) -> Iterator[Line]:
    published = cite.published or "undated"
    revised = f", revised {cite.revised}" if cite.revised else ""
    yield Line(1, f"[{number}] {cite.publisher}: {cite.title}. {published}{revised}. ({cite.id})")
    if cite.url:
        yield Line(2, cite.url, "aside")
    if cite.archived_url:
        yield Line(2, cite.archived_url, "aside")
    if cite.through:
        yield Line(2, f"not seen itself; known through {'; '.join(cite.through)}", "aside")
    if cite.repeats:
        yield Line(2, f"repeats {'; '.join(cite.repeats)}", "aside")
