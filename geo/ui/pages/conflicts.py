"""The page of conflicts: every property with more than one value, and its sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import count
from typing import Any, Final, NamedTuple

import streamlit as st

from geo import dates, i18n, parties
from geo.atlas import Atlas
from geo.i18n import Translator
from geo.render import Markup, render
from geo.reports import conflicts
from geo.reports.conflicts import Conflict, Said, Value
from geo.selection import Selection
from geo.ui import errors
from geo.ui.components import list_page
from geo.ui.components.list_page import Column, Content, ListPage
from geo.ui.components.parts import TITLE, Link, Piece, Site, Text, card_link, soft, tag
from geo.ui.sidebar import VIEW
from geo.ui.state import View
from geo.vocabulary import RANKS

MOST: Final = 25
"""Statements to a value that the list shows; the rest are counted, and are on pages."""

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


@st.cache_resource(show_spinner=False, max_entries=6)
def _all(key: tuple[str, ...], _atlas: Atlas, _selection: Selection) -> list[Conflict]:
    return conflicts.conflicts(_atlas, _selection, key[-1])


def found(view: View) -> list[Conflict]:
    """The conflicts about the selection."""
    selection = view.selection
    today = dates.today().isoformat()
    key = (view.atlas.dataset.sha256, selection.to_query(), today, view.tr.language)
    return _all(key, view.atlas, selection)


def page() -> None:
    """Draw the page for the view that the sidebar has kept."""
    view: View = st.session_state[VIEW]
    if _chosen(view):
        list_page.draw(view, _STATEMENTS)
    else:
        list_page.draw(view, PAGE)


def _chosen(view: View) -> Conflict | None:
    """The conflict whose key the reader searches for."""
    asked = view.address.find.strip()
    return next((one for one in found(view) if one.key == asked), None)


def _content(view: View) -> Content[Conflict]:
    every = found(view)
    return Content(every, _summary(view, every), every=_every(view), top=partial(_early, view))


def _statements(view: View) -> Content[Statement]:
    one, numbers = _chosen(view), count(1)
    if one is None:
        return Content(())
    rows = [
        Statement(next(numbers), one, value, said) for value in one.values for said in value.said
    ]
    return Content(
        rows,
        _summary(view, found(view)),
        matching=1,
        every=_every(view),
        top=partial(_early, view),
        above=_head(view, one),
    )


def _summary(view: View, every: list[Conflict]) -> list[str]:
    tr = view.tr
    key = "conflicts.page.of_selection" if view.selection else "conflicts.page.whole"
    return [tr(key, count=len(every)), tr("conflicts.page.rule")]


def _every(view: View) -> str:
    if not view.selection and not view.address.find.strip():
        return ""
    return view.link(selection=Selection(), show="", page=1, find="", sort="")


def _early(view: View) -> None:
    """Say that sources were not yet published on the day that is looked at."""
    if early := conflicts.unheard(view.atlas, view.selection, view.tr):
        st.info(i18n.markdown(early, errors.LONGEST))


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
    return [
        Column.card(view, "about", lambda one: tr.capital(one.about), lambda one: one.card),
        Column(
            "values",
            lambda one: parties.fold(one.values[0].shown),
            lambda one: _values(view, one, is_open),
        ),
        Column.word(
            "settled",
            _ORDER,
            lambda one: one.settled,
            lambda one: tr(f"conflicts.short.{one.settled}"),
        ),
        Column("claims", lambda one: one.claims, lambda one: tr.number(one.claims), number=True),
    ]


def _values(view: View, one: Conflict, is_open: bool) -> Markup:
    """The values in a line, which opens to all of them with their sources."""
    tr, numbers = view.tr, count(1)
    shown = one.values[:_MOST_VALUES]
    line: list[Piece] = []
    for value in shown:
        line += [*([" · "] if line else []), _marked(value)]
    more = len(one.values) - len(shown)
    if more:
        line.append(f" · {tr('conflicts.page.more', count=more)}")
    every: list[Piece] = []
    if more or any(len(value.said) > MOST for value in one.values):
        text = tr("conflicts.page.all", count=one.claims)
        every = [Link(text, view.link(find=one.key, page=1, sort=""), focus=TITLE)]
    return render(
        "ui/conflict",
        is_open=is_open,
        line=line,
        settling=conflicts.settling(one, tr),
        values=[_value(view, value, one.tie, numbers) for value in shown],
        every=every,
    )


def _marked(value: Value) -> Piece:
    shown = i18n.plain(value.shown, _LONGEST)
    return Text(shown, element="strong") if value.leads else shown


def _value(view: View, value: Value, tie: bool, numbers: Iterator[int]) -> dict[str, Any]:
    """One value with all who give it, for the template."""
    tr = view.tr
    heading = [_marked(value)]
    if value.leads:
        heading += [" ", tag(tr("conflicts.level" if tie else "conflicts.followed"))]
    heading += [" ", soft(conflicts.spoken(value, tr))]
    more = len(value.said) - MOST
    return {
        "heading": heading,
        "statements": [
            (next(numbers), _source(view, said), _details(said, tr)) for said in value.said[:MOST]
        ],
        "rest": tr("conflicts.page.more", count=more) if more > 0 else "",
    }


def _source(view: View, said: Said) -> list[Piece]:
    """A source with its card, its day and its address."""
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
    """What else is known of a statement."""
    texts = [i18n.plain(text, _LONGEST_REASON) for text, _ in conflicts.told(said, tr)]
    return [soft(" · ".join(texts))] if texts else []


def _head(view: View, one: Conflict) -> Markup:
    """What is above the statements of one conflict: its values, and what settles it."""
    tr = view.tr
    name = i18n.plain(tr.capital(one.about), _LONGEST)
    return render(
        "ui/conflict_head",
        about=[card_link(view, name, one.card, _LONGEST) if one.card else name],
        values=[
            [_marked(value), " ", soft(conflicts.spoken(value, tr))]
            for value in one.values[:_MOST_VALUES]
        ],
        settling=conflicts.settling(one, tr),
    )


def _statement_columns(view: View) -> list[Column[Statement]]:
    tr = view.tr

    def origin(row: Statement) -> str:
        return tr.listed(row.said.repeats) if row.said.repeats else ""

    def rank(row: Statement) -> tuple[int, int]:
        known = row.said.rank in RANKS
        return RANKS.index(row.said.rank) if known else len(RANKS), row.number

    return [
        Column(
            "source",
            lambda row: parties.fold(row.said.cite.publisher),
            lambda row: [f"[{row.number}] ", *_source(view, row.said)],
        ),
        Column("value", lambda row: parties.fold(row.value.shown), lambda row: _marked(row.value)),
        Column(
            "origin",
            lambda row: parties.fold(origin(row)),
            lambda row: origin(row) or tr("conflicts.page.own_origin"),
        ),
        Column("told", rank, lambda row: _details(row.said, tr), dash=False),
    ]


PAGE: Final = ListPage(
    "conflicts",
    lambda word: f"conflicts.page.{word}",
    "about",
    columns,
    _content,
    found="page.quality.found",
    search=list_page.Search(_searched, every="everything"),
    csv=lambda view, every: conflicts.csv(every),
)
_STATEMENTS: Final = ListPage(
    "conflicts",
    PAGE.key,
    "told",
    _statement_columns,
    _statements,
    caption="caption_one",
    found=PAGE.found,
    search=list_page.Search(lambda row, tr: (row.conflict.key,), every="everything"),
    csv=lambda view, rows: conflicts.csv([row.conflict for row in rows[:1]]),
)
