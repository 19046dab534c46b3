"""Reports as lines of text: cards, timelines and conflicts, for a terminal or a plain file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from geo import parties
from geo.dataset import days_of
from geo.i18n import Translator
from geo.render.card import CardTexts
from geo.render.engine import render
from geo.reports.cards import Card, Cite, Statement
from geo.reports.cards.model import MOST_CITES
from geo.reports.cards.record_text import evidence
from geo.reports.conflicts import Conflict, settling, spoken, told

if TYPE_CHECKING:
    from geo.reports.networks import Report
    from geo.reports.timelines import Timelines

_MOST_STATEMENTS: Final = 25


class Line(NamedTuple):
    """One line: how far it is indented, and its style, a word that the terminal knows."""

    depth: int
    text: str
    style: str = "value"


def card_lines(card: Card, tr: Translator, claims: bool = False) -> Iterator[Line]:
    """A card: headings, values with the numbers of their sources, then the sources."""
    view = _CardLines(card, tr)
    return _lines("card", tr, card=card, view=view, claimed=claims, evidence=evidence)


class _CardLines(CardTexts):
    def ranked(self, one: Statement) -> str:
        """The rank of a statement; of one that the rule of evidence follows, that it does."""
        return self.tr(f"card.tag.{'followed' if one.leads else one.rank}")

    def marks(self, cites: Sequence[Cite]) -> str:
        """The numbers of the first few sources, and how many more there are."""
        found = [str(self.numbers.get(cite.id, cite.id)) for cite in cites[:MOST_CITES]]
        if len(cites) > MOST_CITES:
            found.append(f"+{len(cites) - MOST_CITES}")
        return _bracketed(found)


def timeline_lines(report: Timelines) -> Iterator[Line]:
    """Timelines: each with its events, then its expectations; then the sources."""
    events = (event for one in report.timelines for event in (*one.happened, *one.expected))
    cites = {cite.id: cite for event in events for cite in event.cites}
    numbers = {id: number for number, id in enumerate(cites, 1)}

    def marks(of: Sequence[Cite]) -> str:
        return _bracketed([str(numbers[cite.id]) for cite in of])

    values = {"report": report, "cites": cites, "numbers": numbers, "marks": marks}
    return _lines("timelines", report.tr, **values)


def conflict_lines(conflict: Conflict, tr: Translator, every: bool) -> Iterator[Line]:
    """A property with more than one value: the values, and who gives them."""
    words = {"settling": settling, "spoken": spoken, "told": told}
    most = None if every else _MOST_STATEMENTS
    return _lines("conflict", tr, conflict=conflict, most=most, **words)


def _lines(template: str, tr: Translator, **values: Any) -> Iterator[Line]:
    def joined(parts: Iterable[str]) -> str:
        return " · ".join(filter(None, parts))

    text = render(f"text/{template}", tr=tr, joined=joined, **values)
    return (Line(*json.loads(line)) for line in text.splitlines() if line.strip())


def sentences(report: Report, tr: Translator) -> list[str]:
    """What a report on a state, on two or on a city says before its tables."""
    party = parties.party_by_code(report.parties[0])
    names = [tr.of_party(one) for one in (party.successors if party.former else report.parties)]
    every, day = map(parties.party_by_code, report.parties), report.selection.as_of_day
    gone = [one for one in every if one.former and days_of(one.ended).last < day]
    text = render("report/sentences", report=report, tr=tr, party=party, heirs=names, gone=gone)
    return [line for line in text.unescape().splitlines() if line.strip()]


def tables(report: Report, tr: Translator) -> list[list[list[str]]]:
    """The tables of a report: of each its title, its head and its rows, in cells."""
    words = {"card": lambda id, text="": text or id, "state": tr.party, "town": lambda one, _: one}
    text = render("report/plain", report=report, tr=tr, most=0, **words).unescape()
    parts = (part.strip("\n").split("\n") for part in text.split("\n\n") if part.strip())
    return [[line.split("\t") for line in lines] for lines in parts]


def _bracketed(marks: Sequence[str]) -> str:
    return f" [{', '.join(marks)}]" if marks else ""
