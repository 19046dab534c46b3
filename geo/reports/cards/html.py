"""A card as HTML.

Every text passes :func:`geo.i18n.escape`, every address :func:`geo.i18n.link`. Text of the
dataset is marked with its own language where that is not the reader's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from geo.i18n import Translator, escape, linked
from geo.reports.cards.evidence_text import BASES, evidence, rest, told
from geo.reports.cards.model import MOST_CITES, MOST_CLAIMS, Card, Dispute, Row, Section, Statement
from geo.reports.cards.source_numbers import Numbers, named
from geo.vocabulary import Answer

__all__ = ["body", "head", "left_out"]

Href = Callable[[str], str]

_LONGEST: Final = 2_000
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
_LEFT: Final = {
    "said_later": "card.left.said_later",
    "later": "card.left.later",
    "text_of_later": "card.left.text_of_later",
}
_ASIDE: Final = ' class="ea-aside"'
_SLOT: Final = re.compile("\ue000([0-9]+)\ue001")


def head(card: Card, tr: Translator) -> str:
    """The head of a card as HTML: what it is about, and its sum."""
    return _Writer(card, tr).head()


def body(card: Card, tr: Translator, href: Href | None = None, conflicts: str = "") -> str:
    """Everything below the head of a card as HTML: sections, disagreements, sources."""
    return _Writer(card, tr, href, conflicts).body()


def left_out(card: Card, tr: Translator) -> str:
    """What a card leaves out for its days, counted, as a sentence; blank for nothing."""
    parts = [tr(_LEFT[why], count=number) for why, number in card.left_out.items() if number]
    return tr("card.left_out", what=tr.listed(parts)) if parts else ""


class _Writer:
    """Writes one card in one language."""

    def __init__(
        self, card: Card, tr: Translator, href: Href | None = None, conflicts: str = ""
    ) -> None:
        self.card = card
        self.tr = tr
        self.href = href
        self.conflicts = conflicts
        outside = {
            cite.id
            for part in card.sections
            for row in part.rows
            for cite in row.cites[:MOST_CITES]
        }
        outside |= {one.cite.id for d in card.disputes for one in d.statements[:MOST_CLAIMS]}
        self.numbers = Numbers(card.sources, tr, outside)

    def head(self) -> str:
        card = self.card
        kicker = escape(self.tr(_KICKERS[card.what])) if card.what in _KICKERS else ""
        title = f"<h2{self._lang(card.title_language)}>{escape(card.title, _LONGEST_NAME)}</h2>"
        parts = [
            f'<p class="ea-kicker">{kicker}</p>',
            title,
            f'<p class="ea-soft">{escape(card.subtitle, _LONGEST_NAME)}</p>',
        ]
        if card.lead:
            parts.append(f'<p class="ea-lead">{escape(" ".join(card.lead), _LONGEST)}</p>')
        return f'<header class="ea-card">{"".join(parts)}</header>'

    def body(self) -> str:
        card = self.card
        parts = [self._section(section) for section in card.sections]
        if card.disputes:
            parts.append(self._disputes(card.disputes))
        if card.sources:
            parts.append(self.numbers.listed())
        if said := left_out(card, self.tr):
            parts.append(f'<p class="ea-soft">{escape(said)}</p>')
        title = escape(card.title, _LONGEST_NAME)
        return f'<article class="ea-card" aria-label="{title}">{"".join(parts)}</article>'

    def _lang(self, language: str) -> str:
        """The attribute that says a text is in another language than the page."""
        other = language and language != self.tr.language
        return f' lang="{escape(language, _LONGEST_NAME)}"' if other else ""

    def _own(self, name: str, as_told: tuple[str, ...]) -> str:
        return self._lang(self.card.told_in) if name in as_told else ""

    def _filled(self, key: str, **parts: str) -> str:
        """A message with HTML in its places."""
        slots = {name: f"\ue000{number}\ue001" for number, name in enumerate(parts)}
        told = escape(self.tr(key, **slots))
        filling = list(parts.values())
        return _SLOT.sub(lambda found: filling[int(found[1])], told)

    def _folded(self, title: str, number: int, inner: str) -> str:
        told = escape(self.tr("card.section.counted", title=title, number=number))
        return f"<details><summary><h3>{told}</h3></summary>{inner}</details>"

    def _section(self, section: Section) -> str:
        note = f'<p class="ea-soft">{escape(section.note)}</p>' if section.note else ""
        if section.basis:
            note += f'<p class="ea-soft">{escape(self.tr(BASES[section.basis]))}</p>'
        rows = "".join(self._row(row, not section.basis) for row in section.rows)
        if len(section.rows) >= _FOLDED_FROM and section.key not in _OPEN:
            return self._folded(section.title, len(section.rows), f"{note}{rows}")
        return f"<section><h3>{escape(section.title)}</h3>{note}{rows}</section>"

    def _row(self, row: Row, based: bool = True) -> str:
        when = f'<span class="ea-when">{escape(row.when, _LONGEST_NAME)}</span>' if row.when else ""
        label = escape(self.tr.capital(row.label), _LONGEST_NAME)
        address = self.href(row.leads_to) if self.href and row.leads_to else ""
        if address:
            label = f'<a href="{escape(address)}">{label}</a>'
        perhaps = self._tag("card.tag.perhaps") if row.certainty is Answer.PERHAPS else ""
        label = f'<span class="ea-label"{self._own("label", row.as_told)}>{label}</span>'
        head = f"{label}{', ' + when if when else ''}{perhaps}"
        account = row.keys[0][1] if row.keys else ""
        said = row.value if row.as_it_is else self.tr.capital(row.value)
        value = linked(said, _LONGEST, account)
        marks = self.numbers.marks(row.cites)
        if value:
            if lang := self._own("value", row.as_told):
                value = f"<span{lang}>{value}</span>"
            value = f"<div>{value}{marks}</div>"
        else:
            head += marks
        apparatus = self._apparatus(row, based)
        opens = self._claims(row.claims) if row.opens else ""
        side = len(row.label) <= _LONGEST_BESIDE and not (when or perhaps or apparatus)
        plain = " ea-plain" if side else ""
        return f'<div class="ea-row{plain}"><div>{head}</div>{value}{apparatus}{opens}</div>'

    def _tag(self, key: str) -> str:
        return f' <span class="ea-tag">{escape(self.tr(key))}</span>'

    def _apparatus(self, row: Row, based: bool = True) -> str:
        parts = []
        if row.attributed_to:
            whom = escape(row.attributed_to, _LONGEST_NAME)
            if lang := self._lang(self.card.told_in):
                whom = f"<span{lang}>{whom}</span>"
            said = self._filled("card.cite.according", whom=whom)
            parts.append(f'<span class="ea-whom">{said}</span>')
        if row.evidence is not None:
            old = self._tag("card.tag.old") if row.evidence.old else ""
            said = escape(evidence(row.evidence, self.tr), _LONGEST_NAME)
            parts.append(f'<span class="ea-evidence">{said}{old}</span>')
        elif row.cites:
            said = escape(self.tr.capital(row.cites[0].publisher), _LONGEST_NAME)
            parts.append(f'<span class="ea-evidence">{said}</span>')
        elif row.basis and based:
            parts.append(f'<span class="ea-evidence">{escape(self.tr(BASES[row.basis]))}</span>')
        if row.note:
            note, lang = escape(row.note, _LONGEST), self._own("note", row.as_told)
            parts.append(f'<span class="ea-note"{lang}>{note}</span>')
        return "".join(parts)

    def _claims(self, claims: Sequence[Statement]) -> str:
        """All claims to a value, behind their number."""
        said = "".join(self._claim(claim) for claim in claims[:MOST_CLAIMS])
        count = escape(self.tr("card.claims.counted", count=len(claims)))
        return (
            f'<details class="ea-claims"><summary>{count}</summary><ul>{said}</ul>'
            f"{self._rest(claims)}</details>"
        )

    def _rest(self, claims: Sequence[Statement]) -> str:
        """The claims that are not told, counted; and where they are."""
        if not (more := rest(claims, self.tr)):
            return ""
        text = escape(more, _LONGEST)
        if self.conflicts:
            to = escape(self.tr("card.claims.all"))
            text += f' <a href="{escape(self.conflicts)}">{to}</a>'
        return f'<p class="ea-soft">{text}</p>'

    def _claim(self, claim: Statement) -> str:
        value, lang = linked(claim.value, _LONGEST), self._own("value", claim.as_told)
        if lang:
            value = f"<span{lang}>{value}</span>"
        about = f"{escape(self.tr.capital(claim.about), _LONGEST_NAME)}: " if claim.about else ""
        valid = f" ({escape(self.tr.date(claim.valid), _LONGEST_NAME)})" if claim.valid else ""
        tag = ""
        if claim.rank == "deprecated":
            tag = self._tag("card.tag.set_aside")
        elif claim.rank == "preferred":
            tag = self._tag("card.tag.preferred")
        said = [escape(named(claim.cite, self.tr), _LONGEST_NAME)]
        for text, own in told(claim, self.tr):
            lang = self._lang(self.card.told_in) if own else ""
            shown = escape(text, _LONGEST)
            said.append(f"<span{lang}>{shown}</span>" if lang else shown)
        aside = _ASIDE if claim.rank == "deprecated" else ""
        return (
            f"<li{aside}>{about}{value}{valid}{self.numbers.marks((claim.cite,), inside=True)}{tag}"
            f'<span class="ea-cites">{"; ".join(said)}</span></li>'
        )

    def _disputes(self, disputes: tuple[Dispute, ...]) -> str:
        shown = "".join(self._dispute(dispute) for dispute in disputes)
        title = self.tr("card.section.disagree")
        if len(disputes) > _MOST_DISPUTES:
            return self._folded(title, len(disputes), shown)
        return f"<section><h3>{escape(title)}</h3>{shown}</section>"

    def _dispute(self, dispute: Dispute) -> str:
        name = escape(self.tr.capital(dispute.property), _LONGEST_NAME)
        tie = self._tag("card.tag.undecided") if dispute.tie else ""
        groups: dict[tuple[str, str, str], list[Statement]] = {}
        for one in dispute.statements[:MOST_CLAIMS]:
            groups.setdefault((one.value, one.valid, one.attributed_to), []).append(one)
        said = "".join(self._statements(group, dispute.tie) for group in groups.values())
        label = f'<span class="ea-label">{name}</span>{tie}'
        every = self._claims(dispute.statements)
        return f'<div class="ea-dispute">{label}<ul>{said}</ul>{every}</div>'

    def _statements(self, group: list[Statement], tie: bool) -> str:
        """What several sources say alike, as one item."""
        first = group[0]
        leads = any(one.leads for one in group)
        ranks = {one.rank for one in group}
        tag = ""
        if ranks == {"deprecated"}:
            tag = self._tag("card.tag.set_aside")
        elif "preferred" in ranks:
            tag = self._tag("card.tag.preferred")
        elif leads and not tie:
            tag = self._tag("card.tag.followed")
        valid = f" ({escape(self.tr.date(first.valid))})" if first.valid else ""
        more = dict.fromkeys(text for one in group for text in (_locator(one), one.reason) if text)
        cites = tuple({one.cite.id: one.cite for one in group}.values())
        note = self.tr.sentences(more)
        whom = first.attributed_to
        row = Row("", "", attributed_to=whom, note=note, as_told=("note",))
        value, lang = linked(first.value, _LONGEST), self._own("value", first.as_told)
        if lang:
            value = f"<span{lang}>{value}</span>"
        names = [named(cite, self.tr) for cite in cites[:_MOST_NAMES]]
        grades = [self.tr("card.claims.grade", grade=one.grade) for one in group if one.grade]
        who = escape("; ".join(dict.fromkeys([*names, *grades])), _LONGEST)
        by = f'<span class="ea-cites">{who}</span>'
        said = f"{value}{valid}{self.numbers.marks(cites)}{tag}{by}{self._apparatus(row)}"
        return f"<li{'' if leads else _ASIDE}>{said}</li>"


def _locator(statement: Statement) -> str:
    told = statement.reason.casefold().startswith(statement.locator.casefold())
    return "" if told else statement.locator
