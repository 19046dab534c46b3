"""The page of conflicts: every property with more than one value, and its sources."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import count
from typing import Any, Final, NamedTuple

import streamlit as st

from geo import i18n
from geo.i18n import Translator
from geo.render import Markup, render
from geo.reports import conflicts
from geo.reports.conflicts import Conflict, Said, Value
from geo.selection import Selection
from geo.ui import errors
from geo.ui.components import list_page
from geo.ui.components.list_page import Column, Content, ListPage
from geo.ui.components.parts import TITLE, Link, Piece, Site, Text, card_link, soft, tag
from geo.ui.state import View, remembered
from geo.vocabulary import RANKS

MOST: Final = (
    25  # Statements to a value that the list shows; the rest are counted, and are on pages
)
_MOST_VALUES: Final = 12
_LONGEST: Final = 300
_LONGEST_REASON: Final = 600
_ORDER: Final = ("tie", "date", "set_aside", "course", "table", "rank")


class Statement(NamedTuple):
    """What one source says in a conflict, as a row of the table of one conflict."""

    number: int
    conflict: Conflict
    value: Value
    said: Said


@remembered(6)
def found(view: View) -> list[Conflict]:
    """The conflicts about the selection."""
    return conflicts.conflicts(view.atlas, view.selection, view.tr.language)


def page(view: View) -> None:
    """Draw the page: all conflicts, or the one whose key is the search text."""
    shown: ListPage[Any] = PAGE if _chosen(view) is None else _STATEMENTS
    list_page.draw(view, shown)


def _chosen(view: View) -> Conflict | None:
    asked = view.address.find.strip()
    return next((one for one in found(view) if one.key == asked), None)


def _content(view: View) -> Content[Any]:
    """All conflicts; or the statements of the chosen one, by value."""
    tr, every, one, numbers = view.tr, found(view), _chosen(view), count(1)
    key = "conflicts.page.of_selection" if view.selection else "conflicts.page.whole"
    limited = view.selection or view.address.find.strip()
    whole = view.link(selection=Selection(), show="", page=1, find="", sort="") if limited else ""
    shown: dict[str, Any] = {"summary": [tr(key, count=len(every)), tr("conflicts.page.rule")]}
    shown |= {"every": whole, "top": partial(early, view)}
    if one is None:
        return Content(every, **shown)
    said = [(value, said) for value in one.values for said in value.said]
    rows = [Statement(next(numbers), one, *row) for row in said]
    return Content(rows, **shown, matching=1, above=_head(view, one))


def early(view: View) -> None:
    """Say that sources were not yet published on the day that is looked at."""
    if said := conflicts.unheard(view.atlas, view.selection, view.tr):
        st.info(i18n.markdown(said, errors.LONGEST))


def _searched(one: Conflict, tr: Translator) -> Sequence[str]:
    texts = [one.subject, one.property, one.about]
    for value in one.values:
        texts += [value.value, value.shown]
        texts += [f"{said.cite.publisher} {said.cite.id}" for said in value.said[:MOST]]
    return texts


def columns(view: View) -> list[Column[Conflict]]:
    """The columns of the list."""
    tr = view.tr
    is_open = len(list_page.matching(view, PAGE, found(view))) == 1

    def settled(one: Conflict) -> str:
        return tr(f"conflicts.short.{one.settled}")

    return [
        Column.card(view, "about", lambda one: tr.capital(one.about), lambda one: one.card),
        Column.text(
            "values", lambda one: one.values[0].shown, lambda one: _values(view, one, is_open)
        ),
        Column.word("settled", _ORDER, lambda one: one.settled, settled),
        Column("claims", lambda one: one.claims, lambda one: tr.number(one.claims), number=True),
    ]


def _values(view: View, one: Conflict, is_open: bool) -> Markup:
    """The values in a line, which opens to all of them with their sources."""
    tr, numbers = view.tr, count(1)
    shown, more = one.values[:_MOST_VALUES], max(0, len(one.values) - _MOST_VALUES)
    line = [piece for value in shown for piece in (" · ", _marked(value))][1:]
    line += [f" · {tr('conflicts.page.more', count=more)}"] if more else []
    every: list[Piece] = []
    if more or any(len(value.said) > MOST for value in one.values):
        text = tr("conflicts.page.all", count=one.claims)
        every = [Link(text, view.link(find=one.key, page=1, sort=""), focus=TITLE)]
    values = [_value(view, value, one.tie, numbers) for value in shown]
    words = {"settling": conflicts.settling(one, tr), "values": values, "every": every}
    return render("ui/conflict", is_open=is_open, line=line, **words)


def _marked(value: Value) -> Piece:
    shown = i18n.plain(value.shown, _LONGEST)
    return Text(shown, element="strong") if value.leads else shown


def _value(view: View, value: Value, tie: bool, numbers: Iterator[int]) -> dict[str, Any]:
    tr, heading = view.tr, [_marked(value)]
    if value.leads:
        heading += [" ", tag(tr("conflicts.level" if tie else "conflicts.followed"))]
    heading += [" ", soft(conflicts.spoken(value, tr))]
    more = len(value.said) - MOST
    said = [(next(numbers), _source(view, one), _details(one, tr)) for one in value.said[:MOST]]
    rest = tr("conflicts.page.more", count=more) if more > 0 else ""
    return {"heading": heading, "statements": said, "rest": rest}


def _source(view: View, said: Said) -> list[Piece]:
    cite, tr = said.cite, view.tr
    link = card_link(view, tr.capital(cite.publisher) or cite.id, cite.id, _LONGEST)
    pieces: list[Piece] = [link]
    if cite.published:
        pieces.append(f", {tr.date(cite.published)}")
    title = i18n.plain(cite.title, _LONGEST)
    if i18n.link(cite.url):
        pieces += [": ", Site(title or link.text, cite.url, cite.language)]
    elif title:
        pieces.append(f": {title}")
    return pieces


def _details(said: Said, tr: Translator) -> list[Piece]:
    texts = [i18n.plain(text, _LONGEST_REASON) for text, _ in conflicts.told(said, tr)]
    return [soft(" · ".join(texts))] if texts else []


def _head(view: View, one: Conflict) -> Markup:
    tr, shown = view.tr, one.values[:_MOST_VALUES]
    name = i18n.plain(tr.capital(one.about), _LONGEST)
    about = [card_link(view, name, one.card, _LONGEST) if one.card else name]
    values = [[_marked(value), " ", soft(conflicts.spoken(value, tr))] for value in shown]
    settling = conflicts.settling(one, tr)
    return render("ui/conflict_head", about=about, values=values, settling=settling)


def _statement_columns(view: View) -> list[Column[Statement]]:
    tr = view.tr
    own = tr("conflicts.page.own_origin")

    def source(row: Statement) -> list[Piece]:
        return [f"[{row.number}] ", *_source(view, row.said)]

    def origin(row: Statement) -> str:
        return tr.listed(row.said.repeats) if row.said.repeats else ""

    def rank(row: Statement) -> tuple[int, int]:
        known = row.said.rank in RANKS
        return RANKS.index(row.said.rank) if known else len(RANKS), row.number

    return [
        Column.text("source", lambda row: row.said.cite.publisher, source),
        Column.text("value", lambda row: row.value.shown, lambda row: _marked(row.value)),
        Column.text("origin", origin, lambda row: origin(row) or own),
        Column("told", rank, lambda row: _details(row.said, tr), dash=False),
    ]


PAGE: Final[ListPage[Any]] = ListPage(
    "conflicts",
    lambda word: f"conflicts.page.{word}",
    "about",
    columns,
    _content,
    found="page.quality.found",
    search=_searched,
    every="everything",
    csv=lambda view, every: conflicts.csv(every),
)
_STATEMENTS: Final[ListPage[Any]] = replace(
    PAGE,
    sort="told",
    columns=_statement_columns,
    caption="caption_one",
    search=lambda row, tr: (row.conflict.key,),
    csv=lambda view, rows: conflicts.csv([row.conflict for row in rows[:1]]),
)
