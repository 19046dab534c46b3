"""The page of disagreements: every property with more than one value, and who says what."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import count
from typing import Final

import streamlit as st

from geo import dates, i18n, parties
from geo.atlas import Atlas
from geo.i18n import Translator
from geo.reports import conflicts
from geo.reports.conflicts import Conflict, Said, Value
from geo.selection import Selection
from geo.ui import errors, state, style
from geo.ui.components import downloads, masthead
from geo.ui.components.links import link
from geo.ui.components.list_page import Column, drawn, listing
from geo.ui.sidebar import VIEW
from geo.ui.state import View
from geo.vocabulary import RANKS

__all__ = ["MOST", "columns", "found", "page"]

MOST: Final = 25
"""Statements to a value that are told in the list; the rest are counted, and stand on pages."""

_MOST_VALUES: Final = 12
_LONGEST: Final = 300
_LONGEST_REASON: Final = 600
_CARD: Final = "ea-card"
_OUTSIDE: Final = 'target="_blank" rel="noopener noreferrer"'
_ORDER: Final = ("tie", "date", "set_aside", "course", "table", "rank")
_FILE: Final = (
    "subject",
    "property",
    "about",
    "settled",
    "value",
    "leads",
    "origins_of_value",
    "source",
    "publisher",
    "published",
    "url",
    "rank",
    "grade",
    "reason",
    "valid",
    "locator",
    "attributed_to",
    "origins",
    "origin_date",
    "row",
)


@st.cache_resource(show_spinner=False, max_entries=6)
def _all(key: tuple[str, ...], _atlas: Atlas, _selection: Selection) -> list[Conflict]:
    return conflicts.conflicts(_atlas, _selection, key[-1])


def found(view: View) -> list[Conflict]:
    """The disagreements about what is shown."""
    selection = view.selection
    today = dates.today().isoformat()
    key = (view.atlas.dataset.sha256, selection.to_query(), today, view.tr.language)
    return _all(key, view.atlas, selection)


def page() -> None:
    """Draw the page for the view that the sidebar has kept."""
    view: View = st.session_state[VIEW]
    tr = view.tr
    style.apply()
    every = found(view)
    asked = view.address.find.strip()
    one = next((each for each in every if each.key == asked), None)
    terms = parties.fold(asked).split()
    matching = [one] if one else [each for each in every if _holds(each, terms)]
    masthead.masthead(view, tr("conflicts.page.title"), _said(view, every, len(matching)))
    if early := conflicts.unheard(view.atlas, view.selection, tr):
        st.info(i18n.markdown(early, errors.LONGEST))
    with st.container(horizontal=True, key="find_row", vertical_alignment="bottom"):
        st.text_input(
            tr("conflicts.page.find"),
            key="find",
            max_chars=200,
            placeholder=tr("conflicts.page.find_hint"),
            width=360,
        )
        if view.selection or asked:
            everything = view.link(selection=Selection(), show="", page=1, find="", sort="")
            text = tr("conflicts.page.everything")
            st.html(f'<p class="ea-aside-link">{link(text, everything, id="ea-all")}</p>')
    turned = _statements(view, one) if one else _listed(view, matching)
    downloads.draw_one(
        view,
        "conflicts",
        partial(_csv, matching),
        tr("conflicts.page.csv_help"),
        not matching,
    )
    masthead.foot(view)
    state.leave(replace(view, address=view.address.but(page=turned)))


def _said(view: View, every: list[Conflict], matching: int) -> list[str]:
    tr = view.tr
    key = "conflicts.page.of_selection" if view.selection else "conflicts.page.whole"
    said = [tr(key, count=len(every))]
    if view.address.find.strip():
        said[0] += " " + tr("page.quality.found", count=matching, text=view.address.find)
    return [*said, tr("conflicts.page.rule")]


def _holds(one: Conflict, terms: list[str]) -> bool:
    if not terms:
        return True
    told = [one.subject, one.property, one.about]
    for value in one.values:
        told += [value.value, value.shown]
        told += [f"{said.cite.publisher} {said.cite.id}" for said in value.said[:MOST]]
    text = parties.fold(" ".join(told))
    return all(term in text for term in terms)


def _listed(view: View, matching: list[Conflict]) -> int:
    """Draw the list, and say which of its pages that is."""
    shown = listing(view, matching, columns(view, len(matching) == 1), "about")
    errors.problems(errors.told(error, view.tr) for error in shown.problems)
    caption = "conflicts.page.caption_down" if shown.down else "conflicts.page.caption"
    st.html(drawn(view, shown, view.tr(caption, column=shown.heading), "conflicts"))
    return shown.page


def columns(view: View, is_open: bool = False) -> list[Column[Conflict]]:
    """The columns of the list."""
    tr = view.tr

    def column(
        key: str,
        order: Callable[[Conflict], object],
        cell: Callable[[Conflict], str],
        number: bool = False,
    ) -> Column[Conflict]:
        return Column(key, tr(f"conflicts.page.{key}"), order, cell, number)

    def card(one: Conflict) -> str:
        text = i18n.plain(tr.capital(one.about), _LONGEST)
        if not one.card:
            return i18n.escape(text)
        return link(text, view.link("map", show=one.card, find=""), focus=_CARD)

    return [
        column("about", lambda one: parties.fold(one.about), card),
        column(
            "values",
            lambda one: parties.fold(one.values[0].shown),
            lambda one: _opening(view, one, is_open),
        ),
        column(
            "settled",
            lambda one: _ORDER.index(one.settled) if one.settled in _ORDER else len(_ORDER),
            lambda one: i18n.escape(tr(f"conflicts.short.{one.settled}")),
        ),
        column(
            "claims",
            lambda one: one.claims,
            lambda one: i18n.escape(tr.number(one.claims)),
            number=True,
        ),
    ]


def _opening(view: View, one: Conflict, is_open: bool) -> str:
    """The values in a line, which opens to all of them with their sources."""
    tr, numbers = view.tr, count(1)
    values = one.values[:_MOST_VALUES]
    line = " · ".join(_marked(value) for value in values)
    if more := len(one.values) - len(values):
        line += f" · {i18n.escape(tr('conflicts.page.more', count=more))}"
    parts = [f'<p class="ea-soft">{i18n.escape(conflicts.settling(one, tr))}</p>']
    parts += [_value(view, value, one.tie, numbers) for value in values]
    if more or any(len(value.said) > MOST for value in one.values):
        text = tr("conflicts.page.all", count=one.claims)
        to = view.link(find=one.key, page=1, sort="")
        parts.append(f"<p>{link(text, to, focus='ea-title')}</p>")
    opened = " open" if is_open else ""
    return (
        f'<details class="ea-dispute"{opened}><summary>{line}</summary>{"".join(parts)}</details>'
    )


def _marked(value: Value) -> str:
    shown = i18n.escape(value.shown, _LONGEST)
    return f"<strong>{shown}</strong>" if value.leads else shown


def _value(view: View, value: Value, tie: bool, numbers: Iterator[int]) -> str:
    """One value with all who give it."""
    tr = view.tr
    tag = ""
    if value.leads:
        key = "conflicts.level" if tie else "conflicts.followed"
        tag = f' <span class="ea-tag">{i18n.escape(tr(key))}</span>'
    behind = i18n.escape(conflicts.spoken(value, tr))
    items = "".join(_statement(view, said, next(numbers)) for said in value.said[:MOST])
    rest = ""
    if (more := len(value.said) - MOST) > 0:
        rest = f'<p class="ea-soft">{i18n.escape(tr("conflicts.page.more", count=more))}</p>'
    return (
        f'<p class="ea-value">{_marked(value)}{tag} <span class="ea-soft">{behind}</span></p>'
        f'<ul class="ea-said">{items}</ul>{rest}'
    )


def _statement(view: View, said: Said, number: int) -> str:
    tr = view.tr
    mark = f'<span class="ea-soft">[{number}]</span>'
    return f"<li>{mark} {_source(view, said)}{_more(said, tr)}</li>"


def _source(view: View, said: Said) -> str:
    """A source with its card, its day and its address."""
    cite, tr = said.cite, view.tr
    name = i18n.plain(tr.capital(cite.publisher) or cite.id, _LONGEST)
    text = link(name, view.link("map", show=cite.id, find=""), focus=_CARD)
    if cite.published:
        text += f", {i18n.escape(tr.date(cite.published))}"
    if address := i18n.link(cite.url):
        title = i18n.escape(cite.title, _LONGEST)
        lang = f' lang="{i18n.escape(cite.language)}"' if cite.language else ""
        text += f': <a href="{address}" {_OUTSIDE}{lang}>{title or i18n.escape(name)}</a>'
    elif cite.title:
        text += f": {i18n.escape(cite.title, _LONGEST)}"
    return text


def _more(said: Said, tr: Translator) -> str:
    told = [i18n.escape(text, _LONGEST_REASON) for text, _ in conflicts.told(said, tr)]
    return f'<br><span class="ea-soft">{" · ".join(told)}</span>' if told else ""


Line = tuple[int, Conflict, Value, Said]


def _statements(view: View, one: Conflict) -> int:
    """Draw all that is said of one disagreement, page by page."""
    tr = view.tr
    numbers = count(1)
    rows: list[Line] = [
        (next(numbers), one, value, said) for value in one.values for said in value.said
    ]
    about = i18n.escape(tr.capital(one.about), _LONGEST)
    if one.card:
        name = i18n.plain(tr.capital(one.about), _LONGEST)
        about = link(name, view.link("map", show=one.card, find=""), focus=_CARD)
    behind = "".join(
        f"<li>{_marked(value)} <span class='ea-soft'>"
        f"{i18n.escape(conflicts.spoken(value, tr))}</span></li>"
        for value in one.values[:_MOST_VALUES]
    )
    st.html(
        f'<div class="ea-dispute"><p>{about}</p><ul class="ea-said">{behind}</ul>'
        f'<p class="ea-soft">{i18n.escape(conflicts.settling(one, tr))}</p></div>'
    )

    def column(
        key: str, order: Callable[[Line], object], cell: Callable[[Line], str], number: bool = False
    ) -> Column[Line]:
        return Column(key, tr(f"conflicts.page.{key}"), order, cell, number)

    def ranked(line: Line) -> tuple[int, int]:
        rank = line[3].rank
        return (RANKS.index(rank) if rank in RANKS else len(RANKS), line[0])

    def origin(line: Line) -> str:
        return tr.listed(line[3].repeats) if line[3].repeats else ""

    columns = [
        column(
            "source",
            lambda line: parties.fold(line[3].cite.publisher),
            lambda line: f"[{line[0]}] {_source(view, line[3])}",
        ),
        column("value", lambda line: parties.fold(line[2].shown), lambda line: _marked(line[2])),
        column(
            "origin",
            lambda line: parties.fold(origin(line)),
            lambda line: i18n.escape(origin(line) or tr("conflicts.page.own_origin"), _LONGEST),
        ),
        column("told", ranked, lambda line: _more(line[3], tr).removeprefix("<br>")),
    ]
    shown = listing(view, rows, columns, "told")
    errors.problems(errors.told(error, tr) for error in shown.problems)
    caption = "conflicts.page.caption_one_down" if shown.down else "conflicts.page.caption_one"
    st.html(drawn(view, shown, tr(caption, column=shown.heading), "conflicts"))
    return shown.page


def _csv(matching: list[Conflict]) -> bytes:
    from geo.exporters import table

    return table(_FILE, [row for one in matching for row in _rows(one)])


def _rows(one: Conflict) -> Iterator[list[object]]:
    for value in one.values:
        about: list[object] = [one.subject, one.property, one.about, one.settled]
        about += [value.value, "yes" if value.leads else "no", value.independent]
        for said in value.said:
            cite = said.cite
            yield [
                *about,
                *(cite.id, cite.publisher, cite.published, cite.url),
                *(said.rank, said.grade, said.reason, said.valid, said.locator),
                *(said.attributed_to, "|".join(said.origins), said.origin_date, said.id),
            ]
        if not value.said:
            yield [*about, *[""] * (len(_FILE) - len(about))]
