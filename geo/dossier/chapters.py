"""The chapters of a dossier, each as HTML; numbers of sources are given as they are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from geo.dossier.contents import MOST_CARDS, Material
from geo.dossier.entries import Pen, anchor
from geo.dossier.references import References
from geo.evidence import UNDATED
from geo.i18n import escape
from geo.reports.cards import Card, left_out

__all__ = ["Chapter", "chapters"]

_LONGEST_NAME: Final = 300
_LONGEST: Final = 2_000
_FEW: Final = 12
_UNFOLDED: Final = ("course", "expected", "position", "missions", "route")
_BESIDE: Final = ("relations",)
"""Sections of a mission's card that the chapter of its pair tells once for both missions."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter.

    Attributes
    ----------
    key
        Its anchor, and its place in the catalogue.
    title
        Plain text from us.
    html
        What stands below its heading.
    parts
        Anchor and title, plain text, of what the table of contents names below it.
    """

    key: str
    title: str
    html: str
    parts: tuple[tuple[str, str], ...] = ()


def chapters(material: Material, references: References) -> list[Chapter]:
    """The chapters between the map and the list of sources, in their order."""
    made = [
        _table(material),
        _missions(material, references),
        _cards(material, "pairs", material.pairs, references),
        _cards(material, "places", material.places, references),
        _disagreements(material, references),
    ]
    return [chapter for chapter in made if chapter.html]


def _table(material: Material) -> Chapter:
    tr = material.tr
    names = ("mission", "sending", "receiving", "status", "opened", "last", "placed", "point")
    heads = "".join(
        f'<th scope="col">{escape(tr(f"dossier.column.{name}"))}</th>' for name in names
    )
    known = material.ids
    rows = []
    for row in material.rows:
        label = escape(row["name"], _LONGEST_NAME)
        if tr.language != "en" and not material.atlas.mission(row["id"])["name"]:
            label = escape(tr.label(row["kind"], row["sending"], row["receiving"], row["city"]))
        if row["id"] in known:
            label = f'<a href="#{anchor(row["id"])}">{label}</a>'
        status = tr.status(row["status"])
        if row["status"] == "unknown" and row["last_evidence"]:
            what = material.atlas.last_seen_as(material.selection, row["id"])
            status = tr.lapsed(what, row["last_evidence"])
        elif row["certainty"] == "perhaps" and row["status"] != UNDATED:
            status = tr("dossier.perhaps_status", status=status)
        place = row["geometry"]
        cells = (
            tr.party(row["sending"]),
            tr.party(row["receiving"]),
            status,
            tr.date(row["opened"]) if row["opened"] else "–",
            _last(material, row),
            tr.placed(row, material.atlas.place_named(row["id"], material.selection)),
            f"{place.y:.4f}, {place.x:.4f}",
        )
        data = "".join(f"<td>{escape(cell, _LONGEST_NAME)}</td>" for cell in cells)
        rows.append(f'<tr><th scope="row">{label}</th>{data}</tr>')
    caption = escape(tr("dossier.table.caption", count=len(rows)))
    title = tr("dossier.chapter.table")
    scroll = f'class="scroll" role="region" aria-label="{escape(title)}" tabindex="0"'
    html = (
        f"<div {scroll}><table><caption>{caption}</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
        f'<p class="soft">{escape(tr("dossier.table.note"))}</p>'
    )
    return Chapter("table", title, html)


def _last(material: Material, row: Mapping[str, Any]) -> str:
    """When a mission was last confirmed, and by whom."""
    if not row["last_evidence"]:
        return "–"
    publisher = material.atlas.dataset.by_id["sources"][row["last_source"]]["publisher"]
    return f"{material.tr.date(row['last_evidence'])} ({publisher})"


def _missions(material: Material, references: References) -> Chapter:
    tr = material.tr
    title = tr("dossier.chapter.missions")
    if material.shortened:
        told = tr("dossier.shortened", most=MOST_CARDS, count=len(material.missions))
        return Chapter("missions", title, f"<p>{escape(told)}</p>")
    parts = [_card(material, card, references, beside=_BESIDE) for card in material.cards]
    return Chapter("missions", title, "".join(parts), _named(material.cards))


def _cards(
    material: Material, key: str, cards: tuple[Card, ...], references: References
) -> Chapter:
    parts = [_card(material, card, references) for card in cards]
    return Chapter(key, material.tr(f"dossier.chapter.{key}"), "".join(parts), _named(cards))


def _named(cards: tuple[Card, ...]) -> tuple[tuple[str, str], ...]:
    """What the table of contents names: all of a few, none of many, which the table names."""
    return tuple((anchor(card.id), card.title) for card in cards) if len(cards) <= _FEW else ()


def _card(
    material: Material, card: Card, references: References, beside: tuple[str, ...] = ()
) -> str:
    """A card under a heading of its own: what is looked for first is open, the rest folded."""
    tr = material.tr
    at = anchor(card.id)
    parts = [f'<h3 id="{at}-title">{escape(card.title, _LONGEST_NAME)}</h3>']
    if card.subtitle:
        parts.append(f'<p class="soft">{escape(card.subtitle, _LONGEST_NAME)}</p>')
    if card.lead:
        parts.append(f'<p class="lead">{escape(" ".join(card.lead), _LONGEST)}</p>')
    told = [part for part in card.sections if part.key not in beside]
    open_, rest = (
        [part for part in told if (part.key in _UNFOLDED) is wanted] for wanted in (True, False)
    )
    pen = Pen(tr, references, card.told_in, material.ids)
    parts += [pen.section(part, 4) for part in open_]
    parts += [pen.section(part, 4, folded=True) for part in rest]
    if left := left_out(card, tr):
        parts.append(f'<p class="soft">{escape(left)}</p>')
    links = []
    if card.disputes:
        said = tr("dossier.disagree_here", count=len(card.disputes))
        links.append(f'<a href="#{at}-disagreements">{escape(said)}</a>')
    links.append(f'<a class="screen" href="#map">{escape(tr("dossier.to_map"))}</a>')
    parts.append(f'<p class="onward">{" ".join(links)}</p>')
    open_tag = (
        f'<article class="card" id="{at}" data-card="{escape(card.id)}" tabindex="-1" '
        f'aria-labelledby="{at}-title">'
    )
    return f"{open_tag}{''.join(parts)}</article>"


def _disagreements(material: Material, references: References) -> Chapter:
    tr = material.tr
    parts = []
    named = []
    for card in material.every_card:
        if not card.disputes:
            continue
        at = f"{anchor(card.id)}-disagreements"
        named.append((at, card.title))
        pen = Pen(tr, references, card.told_in, material.ids)
        said = "".join(pen.dispute(one, 4) for one in card.disputes)
        parts.append(
            f'<section id="{at}"><h3>{escape(card.title, _LONGEST_NAME)}</h3>{said}</section>'
        )
    title = tr("dossier.chapter.disagreements")
    note = f'<p class="soft">{escape(tr("dossier.rule"))}</p>'
    html = note + "".join(parts) if parts else ""
    return Chapter("disagreements", title, html, tuple(named) if len(named) <= _FEW else ())
