"""A card as HTML.

Every text passes :func:`geo.words.escape`, every address :func:`geo.words.link`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from geo import dates, words
from geo.cards import Card, Cite, Dispute, Row, Section, Statement
from geo.errors import InvalidDate
from geo.vocabulary import Answer

__all__ = ["body", "head"]

_LONGEST: Final = 2_000
_LONGEST_NAME: Final = 300
_FOLDED_FROM: Final = 7
_MOST_CITES: Final = 5
_MOST_DISPUTES: Final = 3
_OPEN: Final = ("course", "expected", "position", "missions", "route")
_KICKERS: Final = {
    "mission": "Mission",
    "pair": "Two states",
    "accreditation": "Accreditation",
    "neighbours": "Neighbours",
    "place": "Place",
}
_SEEN: Final = {
    "excerpt": "seen as an excerpt",
    "cited": "not seen, known through others",
    "data": "data",
    "whole": "seen whole",
}
_ASIDE: Final = ' class="ea-aside"'


def head(card: Card) -> str:
    """The head of a card as HTML: what it is about, and its sum.

    Parameters
    ----------
    card
        The card.

    Returns
    -------
    str
        A ``header`` element without any script; texts from data are inert in it.
    """
    parts = [
        f'<p class="ea-kicker">{_KICKERS.get(card.what, "")}</p>',
        f"<h2>{words.escape(card.title, _LONGEST_NAME)}</h2>",
        f'<p class="ea-soft">{words.escape(card.subtitle, _LONGEST_NAME)}</p>',
    ]
    if card.lead:
        parts.append(f'<p class="ea-lead">{words.escape(" ".join(card.lead), _LONGEST)}</p>')
    return f'<header class="ea-card">{"".join(parts)}</header>'


def body(card: Card) -> str:
    """Everything below the head of a card as HTML: sections, disagreements, sources.

    Parameters
    ----------
    card
        The card.

    Returns
    -------
    str
        An ``article`` element without any script; texts from data are inert in it.
    """
    parts = [_section(section) for section in card.sections]
    if card.disputes:
        parts.append(_disputes(card.disputes))
    if card.sources:
        parts.append(_sources(card.sources))
    left = [f"{number:,} {why}" for why, number in card.left_out.items()]
    if left:
        counted = words.escape(f"Left out here: {words.listed(left)}.")
        parts.append(f'<p class="ea-soft">{counted}</p>')
    title = words.escape(card.title, _LONGEST_NAME)
    return f'<article class="ea-card" aria-label="{title}">{"".join(parts)}</article>'


def _section(section: Section) -> str:
    note = f'<p class="ea-soft">{words.escape(section.note)}</p>' if section.note else ""
    rows = "".join(_row(row) for row in section.rows)
    title = words.escape(section.title)
    if len(section.rows) >= _FOLDED_FROM and section.key not in _OPEN:
        count = f"{len(section.rows):,}"
        return f"<details><summary>{title}, {count}</summary>{note}{rows}</details>"
    return f"<section><h3>{title}</h3>{note}{rows}</section>"


def _row(row: Row) -> str:
    when = (
        f'<span class="ea-when">{words.escape(row.when, _LONGEST_NAME)}</span>' if row.when else ""
    )
    label = words.escape(_capital(row.label), _LONGEST_NAME)
    perhaps = ' <span class="ea-tag">perhaps</span>' if row.certainty is Answer.PERHAPS else ""
    head = f'<span class="ea-label">{label}</span>{", " + when if when else ""}{perhaps}'
    value = f"<div>{words.escape(_capital(row.value), _LONGEST)}</div>" if row.value else ""
    apparatus = _apparatus(row)
    plain = "" if when or perhaps or apparatus else " ea-plain"
    return f'<div class="ea-row{plain}"><div>{head}</div>{value}{apparatus}</div>'


def _apparatus(row: Row) -> str:
    parts = []
    if row.attributed_to:
        parts.append(_span("whom", f"According to {row.attributed_to}", _LONGEST_NAME))
    if row.cites:
        cites = "; ".join(_byline(cite) for cite in row.cites)
        if len(row.cites) > _MOST_CITES:
            count = f"{len(row.cites):,} sources"
            cites = f"<details><summary>{count}</summary>{cites}</details>"
            parts.append(f'<div class="ea-cites ea-more">{cites}</div>')
        else:
            parts.append(f'<span class="ea-cites">Source{_s(row.cites)}: {cites}</span>')
    parts.append(_span("note", row.note, _LONGEST))
    return "".join(parts)


def _byline(cite: Cite) -> str:
    name = words.escape(cite.publisher, _LONGEST_NAME)
    address = words.link(cite.url) or words.link(cite.archived_url)
    if address:
        name = f'<a href="{address}" target="_blank" rel="noopener noreferrer">{name}</a>'
    day = f", {_date(cite)}" if cite.kind != "unrecorded" else ""
    through = f" (through {words.escape(words.listed(list(cite.through)))})" if cite.through else ""
    return f"{name}{day}{through}"


def _date(cite: Cite) -> str:
    shown = _day(cite.published) or "undated"
    if cite.revised:
        shown += f", revised {_day(cite.revised)}"
    return words.escape(shown)


def _day(text: str) -> str:
    try:
        return dates.display(text)
    except InvalidDate:
        return text


def _disputes(disputes: tuple[Dispute, ...]) -> str:
    shown = "".join(_dispute(dispute) for dispute in disputes)
    if len(disputes) > _MOST_DISPUTES:
        title = f"Where sources disagree, {len(disputes):,}"
        return f"<details><summary>{title}</summary>{shown}</details>"
    return f"<section><h3>Where sources disagree</h3>{shown}</section>"


def _dispute(dispute: Dispute) -> str:
    name = words.escape(_capital(dispute.property), _LONGEST_NAME)
    tie = ' <span class="ea-tag">undecided</span>' if dispute.tie else ""
    groups: dict[tuple[str, str, str], list[Statement]] = {}
    for one in dispute.statements:
        groups.setdefault((one.value, one.valid, one.attributed_to), []).append(one)
    said = "".join(_statements(group, dispute.tie) for group in groups.values())
    return f'<div class="ea-dispute"><span class="ea-label">{name}</span>{tie}<ul>{said}</ul></div>'


def _statements(group: list[Statement], tie: bool) -> str:
    """What several sources say alike, as one item."""
    first = group[0]
    leads = any(one.leads for one in group)
    ranks = {one.rank for one in group}
    rank = "preferred" if "preferred" in ranks else "followed" if leads and not tie else ""
    if ranks == {"deprecated"}:
        rank = "set aside"
    tag = f' <span class="ea-tag">{rank}</span>' if rank else ""
    valid = f" ({words.escape(_day(first.valid))})" if first.valid else ""
    more = dict.fromkeys(
        text for one in group for text in (_locator(one), one.grade, one.reason) if text
    )
    cites = tuple({one.cite.id: one.cite for one in group}.values())
    row = Row("", "", cites=cites, attributed_to=first.attributed_to, note=_sentences(more))
    value = words.escape(first.value, _LONGEST)
    return f"<li{'' if leads else _ASIDE}>{value}{valid}{tag}{_apparatus(row)}</li>"


def _locator(statement: Statement) -> str:
    told = statement.reason.casefold().startswith(statement.locator.casefold())
    return "" if told else statement.locator


def _sentences(texts: Iterable[str]) -> str:
    """Texts one after another, each ended by a full stop."""
    return " ".join(text if text.endswith((".", "!", "?")) else f"{text}." for text in texts)


def _sources(sources: tuple[Cite, ...]) -> str:
    rows = "".join(_source(cite) for cite in sources)
    count = words.counted(len(sources), "source")
    return f"<details><summary>Sources on this card, {count.split()[0]}</summary>{rows}</details>"


def _source(cite: Cite) -> str:
    address = words.link(cite.url)
    title = words.escape(cite.title, _LONGEST_NAME)
    if address and title:
        title = f'<a href="{address}" target="_blank" rel="noopener noreferrer">{title}</a>'
    kept = words.link(cite.archived_url)
    if kept:
        title += f' (<a href="{kept}" target="_blank" rel="noopener noreferrer">archived</a>)'
    said = [_SEEN[cite.seen]] if cite.seen in _SEEN else []
    if cite.through:
        said.append(f"known through {words.listed(list(cite.through))}")
    if cite.repeats:
        said.append(f"repeats {words.listed(list(cite.repeats))}")
    more = (
        f'<span class="ea-cites">{words.escape(_capital("; ".join(said)))}</span>' if said else ""
    )
    day = f", {_date(cite)}" if cite.kind != "unrecorded" else ""
    name = words.escape(_capital(cite.publisher), _LONGEST_NAME)
    body = f"<div>{title}</div>" if title else ""
    return f'<div class="ea-row"><span class="ea-label">{name}</span>{day}{body}{more}</div>'


def _span(name: str, text: str, limit: int | None = None) -> str:
    return f'<span class="ea-{name}">{words.escape(text, limit)}</span>' if text else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _s(many: tuple[object, ...]) -> str:
    return "" if len(many) == 1 else "s"
