"""The chapters of a dossier, each as HTML; sources are numbered as they are referred to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Final, NamedTuple

from markupsafe import Markup

from geo.dossier.contents import MOST_CARDS, Material
from geo.i18n import Translator
from geo.render import CardTexts, render
from geo.reports.cards import MOST_CITES, Card, Cite, Row, dated, evidence
from geo.vocabulary import UNRECORDED
from geo.webmap import boundaries

NAMED: Final = 3  # Sources of a value that are named by name and day too


class _Reference(NamedTuple):
    """A source by name, day and number; one that is not recorded has no day."""

    name: str
    day: str
    number: int


class _Line(NamedTuple):
    """The sources of a value: the first by name and day, then by number, then counted."""

    total: int
    named: list[_Reference]
    numbers: list[int]
    more: str


class References:
    """Sources in the order in which they are first referred to."""

    def __init__(self, tr: Translator) -> None:
        self._tr = tr
        self._numbers: dict[str, int] = {}
        self._cites: dict[str, Cite] = {}

    def __iter__(self) -> Iterator[tuple[int, Cite]]:
        """Each number with its source, in their order."""
        return ((number, self._cites[id]) for id, number in self._numbers.items())

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, cite: Cite) -> int:
        """The number of a source, given now if it has none yet."""
        self._cites.setdefault(cite.id, cite)
        return self._numbers.setdefault(cite.id, len(self._numbers) + 1)

    def line(self, cites: Iterable[Cite]) -> _Line:
        """The sources of a value, each once."""
        chosen = list({cite.id: cite for cite in cites}.values())
        left = len(chosen) - MOST_CITES
        return _Line(
            total=len(chosen),
            named=[self.named(cite) for cite in chosen[:NAMED]],
            numbers=[self.add(cite) for cite in chosen[NAMED:MOST_CITES]],
            more=self._tr("card.cite.more", count=left) if left > 0 else "",
        )

    def named(self, cite: Cite) -> _Reference:
        """A source by name, day and number."""
        number = self.add(cite)
        if cite.id == UNRECORDED:
            return _Reference(self._tr("card.value.source_unrecorded"), "", number)
        return _Reference(cite.publisher, dated(cite, self._tr), number)


_UNFOLDED: Final = ("course", "expected", "position", "missions", "route")
_FEW: Final = 12
_IN_PAIR: Final = ("relations",)
"""Sections of a mission's card that the chapter of its pair has once for both missions."""


class Chapter(NamedTuple):
    """A chapter."""

    key: str
    html: Markup
    parts: tuple[tuple[str, str], ...] = ()


def chapters(material: Material, references: References) -> list[Chapter]:
    """The chapters between the map and the list of sources, in their order."""
    table = render("dossier/table", tr=material.tr, material=material, anchor=anchor)
    missions = ""
    if material.shortened:
        count = len(material.missions)
        missions = material.tr("dossier.shortened", most=MOST_CARDS, count=count)

    def views(cards: Iterable[Card], elsewhere: tuple[str, ...] = ()) -> list[CardView]:
        return [CardView(one, material.tr, references, material.ids, elsewhere) for one in cards]

    made = [
        Chapter("table", table),
        _cards("missions", views(material.cards, _IN_PAIR), missions),
        _cards("pairs", views(material.pairs)),
        _cards("places", views(material.places)),
    ]
    disputed = views(card for card in material.every_card if card.disputes)
    html = Markup()
    if disputed:
        html = render("dossier/disagreements", tr=material.tr, views=disputed)
    return [*made, Chapter("disagreements", html, _named(disputed, "-disagreements"))]


def _cards(key: str, views: list[CardView], note: str = "") -> Chapter:
    """Cards under headings of their own: what is looked for first is open, the rest folded."""
    return Chapter(key, render("dossier/cards", views=views, note=note), _named(views))


def _named(views: list[CardView], suffix: str = "") -> tuple[tuple[str, str], ...]:
    """What the table of contents names: all of a few, none of many, which the table names."""
    if len(views) > _FEW:
        return ()
    return tuple((f"{view.anchor}{suffix}", view.card.title) for view in views)


def imprint(material: Material) -> Chapter:
    """Licences, boundaries and limits: the last chapter."""
    tr = material.tr
    keys = ("sides", "missing", "value", "map", "software", "closed")
    html = render(
        "dossier/imprint",
        material=material,
        data=tr("dossier.imprint.data", title="\0", licence="\0").split("\0"),
        no_licence=tr("dossier.imprint.no_licence"),
        sentences=[
            boundaries(tr, material.viewpoint),
            *(tr(f"dossier.imprint.{key}") for key in keys),
        ],
    )
    return Chapter("imprint", html)


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
