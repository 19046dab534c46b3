"""Rows, sections and disagreements of cards as HTML; every text from data is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from geo.dossier.references import NAMED, References
from geo.i18n import Translator, escape, link, linked
from geo.reports.cards import (
    BASES,
    MOST_CLAIMS,
    Dispute,
    Row,
    Section,
    Statement,
    evidence,
    rest,
    told,
)
from geo.vocabulary import Answer

__all__ = ["Pen", "anchor"]

_LONGEST: Final = 2_000
_LONGEST_NAME: Final = 300
_TIMED: Final = ("course", "expected", "relations")
"""Sections whose rows begin with their date."""


def anchor(id: str) -> str:
    """The anchor of a card: ``card-prk-embassy-caracas``."""
    return "card-" + "".join(c if c.isascii() and c.isalnum() else "-" for c in id)


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes what stands on one card."""

    tr: Translator
    references: References
    own: str
    cards: frozenset[str] = frozenset()

    def told(self, text: str, limit: int = _LONGEST, own: bool = True) -> str:
        """A text, escaped."""
        shown = escape(text, limit)
        if not shown or not own or self.own == self.tr.language:
            return shown
        return f'<span lang="{escape(self.own)}">{shown}</span>'

    def value(self, text: str, own: bool) -> str:
        """A value: an address on the web as a link, any other text as told."""
        return linked(text, _LONGEST) if link(text) else self.told(text, own=own)

    def section(self, part: Section, level: int, folded: bool = False) -> str:
        """A section of a card: its heading and its rows."""
        if not folded:
            return f"<h{level}>{escape(part.title)}</h{level}>{self._rows(part)}"
        count = self.tr.number(len(part.rows))
        title = f"<h{level}>{escape(part.title)} <small>({count})</small></h{level}>"
        return f"<details><summary>{title}</summary>{self._rows(part)}</details>"

    def _rows(self, part: Section) -> str:
        note = f'<p class="soft">{escape(part.note)}</p>' if part.note else ""
        if part.basis:
            note += f'<p class="soft">{escape(self.tr(BASES[part.basis]))}</p>'
        timed = part.key in _TIMED
        rows = "".join(self._row(row, timed, not part.basis) for row in part.rows)
        return f'{note}<ul class="rows{" timed" if timed else ""}">{rows}</ul>'

    def _row(self, row: Row, timed: bool, based: bool) -> str:
        named = self.told(self.tr.capital(row.label), _LONGEST_NAME, "label" in row.as_told)
        if row.leads_to in self.cards:
            named = f'<a href="#{anchor(row.leads_to)}">{named}</a>'
        label = f"<b>{named}</b>"
        if row.certainty is Answer.PERHAPS:
            label += f" {self._tag('card.tag.perhaps')}"
        when = escape(row.when, _LONGEST_NAME)
        text = row.value if row.as_it_is else self.tr.capital(row.value)
        value = self.value(text, "value" in row.as_told)
        leads = f' data-leads="{escape(row.leads_to)}"' if row.leads_to else ""
        left = when if timed else label
        first = f"<p>{label}</p>" if timed else f'<p class="when">{when}</p>' if when else ""
        body = first + (f"<p>{value}</p>" if value else "") + self._apparatus(row, based)
        if row.opens:
            body += self._claims(row.claims)
        return f'<li{leads}><div class="key">{left}</div><div class="told">{body}</div></li>'

    def _tag(self, key: str) -> str:
        return f'<span class="tag">{escape(self.tr(key))}</span>'

    def _apparatus(self, row: Row, based: bool = False) -> str:
        """Who says so, and why it stands as it does."""
        parts = []
        if row.attributed_to:
            before, _, after = self.tr("card.cite.according", whom="\0").partition("\0")
            whom = self.told(row.attributed_to, _LONGEST_NAME)
            parts.append(f'<p class="by">{escape(before)}{whom}{escape(after)}</p>')
        parts.append(self.references.line(row.cites, self._aged(row)))
        if row.basis and based:
            parts.append(f'<p class="by">{escape(self.tr(BASES[row.basis]))}</p>')
        if row.note:
            parts.append(f'<p class="note">{self.told(row.note, own="note" in row.as_told)}</p>')
        return "".join(parts)

    def _aged(self, row: Row) -> str:
        """How old the last evidence is; which it is, where its day does not stand beside it."""
        last = row.evidence
        if last is None:
            return ""
        beside = any(cite.id == last.source for cite in row.cites[:NAMED]) and last.age
        key = "card.evidence.brief"
        said = self.tr(key, age=last.age) if beside else evidence(last, self.tr)
        old = f" {self._tag('card.tag.old')}" if last.old else ""
        return f'. <span class="age">{escape(said, _LONGEST_NAME)}{old}</span>'

    def _claims(self, claims: Sequence[Statement], again: str = "") -> str:
        """All claims to a value, behind their number; on paper they are open."""
        items = "".join(self._claim(claim) for claim in claims[:MOST_CLAIMS])
        count = escape(self.tr("card.claims.counted", count=len(claims)))
        more = escape(rest(claims, self.tr), _LONGEST)
        more = f'<p class="by">{more}</p>' if more else ""
        summary = f"<summary>{count}</summary>"
        return f'<details class="said{again}">{summary}<ul>{items}</ul>{more}</details>'

    def _claim(self, claim: Statement) -> str:
        about = f"{escape(self.tr.capital(claim.about), _LONGEST_NAME)}: " if claim.about else ""
        value = self.value(claim.value, "value" in claim.as_told)
        valid = f" ({escape(self.tr.date(claim.valid), _LONGEST_NAME)})" if claim.valid else ""
        tag = ""
        if claim.rank != "normal":
            aside = claim.rank == "deprecated"
            tag = f" {self._tag('card.tag.set_aside' if aside else 'card.tag.preferred')}"
        by = [self.references.named(claim.cite)]
        by += [self.told(text, own=own) for text, own in told(claim, self.tr)]
        return f'<li>{about}{value}{valid}{tag}<span class="by">{"; ".join(by)}</span></li>'

    def dispute(self, one: Dispute, level: int) -> str:
        """What sources say of one property on which there is more than one claim."""
        tie = f" {self._tag('card.tag.undecided')}" if one.tie else ""
        name = escape(self.tr.capital(one.property), _LONGEST_NAME)
        groups: dict[tuple[str, str, str], list[Statement]] = {}
        for statement in one.statements[:MOST_CLAIMS]:
            key = (statement.value, statement.valid, statement.attributed_to)
            groups.setdefault(key, []).append(statement)
        said = "".join(self._said(group, one.tie) for group in groups.values())
        every = self._claims(one.statements, " again")
        return f'<h{level}>{name}{tie}</h{level}><ul class="rows claims">{said}</ul>{every}'

    def _said(self, group: Sequence[Statement], tie: bool) -> str:
        """What several sources say alike, as one row."""
        first = group[0]
        leads = any(one.leads for one in group)
        ranks = {one.rank for one in group}
        key = "dossier.also_claimed"
        if ranks == {"deprecated"}:
            key = "card.tag.set_aside"
        elif "preferred" in ranks:
            key = "card.tag.preferred"
        elif leads and not tie:
            key = "card.tag.followed"
        valid = f" ({escape(self.tr.date(first.valid))})" if first.valid else ""
        more = dict.fromkeys(text for one in group for text in (_locator(one), one.reason) if text)
        grades = dict.fromkeys(one.grade for one in group if one.grade)
        said = [self.tr("card.claims.grade", grade=grade) for grade in grades]
        graded = f'<p class="by">{escape("; ".join(said))}</p>' if said else ""
        row = Row(
            label="",
            value="",
            cites=tuple(one.cite for one in group),
            attributed_to=first.attributed_to,
            note=self.tr.sentences(more),
            as_told=("note",),
        )
        value = self.value(first.value, "value" in first.as_told)
        body = f"<p>{value}{valid}</p>{graded}{self._apparatus(row)}"
        tag = escape(self.tr.capital(self.tr(key)))
        aside = "" if leads else ' class="aside"'
        return f'<li{aside}><div class="key">{tag}</div><div class="told">{body}</div></li>'


def _locator(statement: Statement) -> str:
    there = statement.reason.casefold().startswith(statement.locator.casefold())
    return "" if there else statement.locator
