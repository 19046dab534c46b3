"""Reports as lines of text: cards, timelines and conflicts, for a terminal or a plain file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from geo import parties
from geo.dataset import days_of
from geo.i18n import Translator
from geo.render.card import CardTexts
from geo.render.engine import render
from geo.reports.cards import Card, Cite, Dispute, Row, Statement
from geo.reports.cards.evidence_text import evidence
from geo.reports.cards.model import MOST_CITES
from geo.reports.conflicts import Conflict, Said, settling, spoken, told

if TYPE_CHECKING:
    from geo.reports.networks import Report
    from geo.reports.timelines import Event, Timelines

_MOST_STATEMENTS: Final = 25
_RANKS: Final = {
    "preferred": "card.tag.preferred",
    "normal": "card.tag.normal",
    "deprecated": "card.tag.deprecated",
}


class Line(NamedTuple):
    """One line: how far it is indented, and its style, a word that the terminal knows."""

    depth: int
    text: str
    style: str = "value"


def card_lines(card: Card, tr: Translator, claims: bool = False) -> Iterator[Line]:
    """A card: headings, values with the numbers of their sources, then the sources."""
    return _CardLines(card, tr, claims).lines()


class _CardLines(CardTexts):
    """One card as text, with or without every claim to its values."""

    def __init__(self, card: Card, tr: Translator, claims: bool) -> None:
        super().__init__(card, tr)
        self._claimed = claims
        self._numbers = {cite.id: number for number, cite in enumerate(card.sources, 1)}

    def lines(self) -> Iterator[Line]:
        """All lines, in the order of the page."""
        card, tr = self.card, self.tr
        yield Line(0, card.title, "title")
        if card.subtitle:
            yield Line(0, card.subtitle, "aside")
        for sentence in card.lead:
            yield Line(0, sentence)
        yield Line(0, self._days(), "aside")
        for section in card.sections:
            yield from _heading(section.title)
            if section.note:
                yield Line(1, section.note, "aside")
            if section.basis:
                yield Line(1, self.basis(section.basis), "aside")
            for row in section.rows:
                yield from self._row(row, not section.basis)
                if self._claimed and row.opens:
                    yield from self._claims(row)
        if card.disputes:
            yield from _heading(tr("card.section.disagree"))
        for dispute in card.disputes:
            yield from self._dispute(dispute)
        if card.sources:
            yield from _heading(tr("card.text.sources"))
        for cite in card.sources:
            yield from self._source(cite)
        if self.left_out:
            yield Line(0, "")
            yield Line(0, self.left_out, "aside")

    def _days(self) -> str:
        card, tr = self.card, self.tr
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
        return _joined(parts)

    def _row(self, row: Row, based: bool) -> Iterator[Line]:
        tr = self.tr
        expected = tr("card.text.expected_only") if row.expected else ""
        text = _joined([row.when, row.label, row.value, self.perhaps(row), expected])
        yield Line(1, f"{text}{self._marks(row.cites)}")
        if row.attributed_to:
            yield Line(2, tr("card.text.attributed", whom=row.attributed_to), "aside")
        if row.evidence is not None:
            old = f" ({tr('card.tag.old')})" if row.evidence.old else ""
            yield Line(2, f"{evidence(row.evidence, tr)}{old}", "aside")
        elif row.basis and based:
            yield Line(2, self.basis(row.basis), "aside")
        if row.note:
            yield Line(2, row.note, "aside")

    def _claims(self, row: Row) -> Iterator[Line]:
        tr = self.tr
        yield Line(2, tr("card.claims.counted", count=len(row.claims)), "aside")
        for claim in row.claims[: self.most]:
            about = f"{tr.capital(claim.about)}: " if claim.about else ""
            valid = tr.date(claim.valid) if claim.valid else ""
            text = _joined([f"{about}{claim.value}", valid, self._ranked(claim)])
            yield Line(3, f"{text}{self._marks([claim.cite])}")
            yield from (Line(4, text, "aside") for text, _ in self.told(claim))
        if more := self.rest(row.claims):
            yield Line(3, more, "aside")

    def _dispute(self, dispute: Dispute) -> Iterator[Line]:
        tr = self.tr
        key = "card.text.dispute_tie" if dispute.tie else "card.text.dispute"
        yield Line(1, tr(key, property=dispute.property, subject=dispute.subject))
        for one in dispute.statements[: self.most]:
            text = _joined([one.value, one.valid, self._ranked(one), one.locator, one.grade])
            yield Line(2, f"{text}{self._marks([one.cite])}")
            if self._claimed:
                yield from (Line(3, text, "aside") for text, _ in self.told(one))
                continue
            if one.attributed_to:
                yield Line(3, tr("card.text.attributed", whom=one.attributed_to), "aside")
            if one.reason:
                yield Line(3, one.reason, "aside")
        if more := self.rest(dispute.statements):
            yield Line(2, more, "aside")

    def _ranked(self, one: Statement) -> str:
        return self.tr("card.tag.followed" if one.leads else _RANKS[one.rank])

    def _marks(self, cites: Sequence[Cite]) -> str:
        found = [str(self._numbers.get(cite.id, cite.id)) for cite in cites[:MOST_CITES]]
        if len(cites) > MOST_CITES:
            found.append(f"+{len(cites) - MOST_CITES}")
        return _bracketed(found)

    def _source(self, cite: Cite) -> Iterator[Line]:
        tr = self.tr
        text = tr(
            "card.text.source_revised" if cite.revised else "card.text.source",
            publisher=cite.publisher,
            title=cite.title,
            day=cite.published or tr("card.cite.undated"),
            revised=cite.revised,
            id=cite.id,
        )
        yield Line(1, f"[{self._numbers[cite.id]}] {text}")
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


def timeline_lines(report: Timelines) -> Iterator[Line]:
    """Timelines: each with its events, then its expectations; then the sources."""
    tr = report.tr
    numbers: dict[str, int] = {}
    for index, one in enumerate(report.timelines):
        if index:
            yield Line(0, "")
        yield Line(0, f"{one.name}  [{one.id}]", "title")
        if not one.happened:
            yield Line(1, tr("courses.no_event"), "aside")
        for event in one.happened:
            yield from _event(event, numbers, tr)
        if one.expected:
            yield Line(1, tr("card.section.expected"), "heading")
        for event, outcome in zip(one.expected, one.outcomes, strict=True):
            yield from _event(event, numbers, tr)
            yield Line(2, outcome.said(tr))
    cites = {cite.id: cite for _, event, _ in report.rows() for cite in event.cites}
    if numbers:
        yield from _heading(tr("card.text.sources"))
    for id, number in numbers.items():
        cite = cites[id]
        day = tr.date(cite.revised or cite.published) or tr("card.cite.undated")
        yield Line(1, f"{number} {cite.publisher or cite.title}, {day}  [{id}]")
    if report.unshown:
        yield Line(0, "")
        yield Line(0, report.unshown, "aside")


def _event(event: Event, numbers: dict[str, int], tr: Translator) -> Iterator[Line]:
    marks = _bracketed([str(numbers.setdefault(cite.id, len(numbers) + 1)) for cite in event.cites])
    named = event.named
    if event.certainty == "perhaps":
        named = tr("card.value.perhaps", what=named)
    yield Line(1, f"{tr.capital(event.when)}: {named}{marks}")
    if event.told:
        whom = f" ({event.attributed_to})" if event.attributed_to else ""
        yield Line(2, f"{event.told}{whom}", "aside")


def conflict_lines(conflict: Conflict, tr: Translator, every: bool) -> Iterator[Line]:
    """A property with more than one value: the values, and who gives them."""
    yield Line(0, tr.capital(conflict.about))
    settled = settling(conflict, tr)
    yield Line(1, _joined([conflict.subject, conflict.property, settled]))
    for value in conflict.values:
        mark = "=" if conflict.tie and value.leads else ">" if value.leads else "-"
        yield Line(1, f"{mark} {value.shown} ({spoken(value, tr)})")
        shown = value.said if every else value.said[:_MOST_STATEMENTS]
        yield from (Line(3, _said(each, tr)) for each in shown)
        if more := len(value.said) - len(shown):
            yield Line(3, tr("conflicts.rest", count=more))


def _said(each: Said, tr: Translator) -> str:
    day = f", {tr.date(each.cite.published)}" if each.cite.published else ""
    source = f"{tr.capital(each.cite.publisher)}{day} [{each.cite.id}]"
    return _joined([source, *(text for text, _ in told(each, tr))])


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


def _heading(text: str) -> Iterator[Line]:
    yield Line(0, "")
    yield Line(0, text, "heading")


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)


def _bracketed(marks: Sequence[str]) -> str:
    return f" [{', '.join(marks)}]" if marks else ""
