"""One input for each column of a table, with what was understood and what is wrong beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import streamlit as st

from geo import dates, editing, i18n
from geo.editing import Field
from geo.errors import AtlasError, ValidationError
from geo.ui.components.parts import line
from geo.ui.edit import choices, faults
from geo.ui.edit.form_state import desk, key_of
from geo.ui.state import View, distinct

DATES: Final = ("published", "revised", "accessed", "date", "valid", "start", "end")
"""Columns of dates that a reader types."""

_PARTIES: Final = ("sending", "receiving", "a", "b", "third", "state")
_LONG: Final = ("value", "detail", "note", "reason")
_FIRST: Final[Mapping[str, tuple[str, ...]]] = {
    "claims": ("subject", "property", "value", "source"),
    "events": ("mission", "kind", "date", "sense", "detail", "sources"),
    "missions": ("sending", "receiving", "kind", "city"),
    "positions": ("method", "longitude", "latitude", "place", "precision", "radius_m", "sources"),
    "heads": ("name", "rank", "start", "end", "sources"),
    "coverage": ("sending", "receiving", "face", "mission", "valid", "sense", "sources"),
    "relations": ("kind", "a", "b", "title", "date", "sense", "detail", "sources"),
    "places": ("name", "kind", "state", "city", "radius_m"),
    "sources": ("publisher", "title", "kind", "published", "url", "language", "seen"),
}
"""The columns that are asked for first; the others are behind one click."""

_MOST_CHARACTERS: Final = 20_000
_MOST_LINE: Final = 1_000

Faults = Mapping[str, Sequence[ValidationError]]
"""Column -> its errors."""


def draw(view: View, table: str, problems: Faults, without: Iterable[str] = ()) -> None:
    """Draw the inputs of a table; an existing record keeps its id."""
    left_out = {*without, "id"} if desk().record else set(without)
    asked = [one for one in editing.fields(table) if one.name not in left_out]
    order = _FIRST[table]
    first = sorted((f for f in asked if f.name in order), key=lambda f: order.index(f.name))
    rest = [f for f in asked if f.name not in order]
    rest.sort(key=lambda one: one.name == "id")
    for one in first:
        _field(view, table, one, problems.get(one.name, ()))
    wrong = any(problems.get(one.name) for one in rest)
    with st.expander(view.tr("editform.more"), expanded=wrong):
        for one in rest:
            _field(view, table, one, problems.get(one.name, ()))


def _field(view: View, table: str, one: Field, problems: Sequence[ValidationError]) -> None:
    at, tr = desk(), view.tr
    label = tr(f"editform.label.{one.name}")
    if not one.needed and not _shown_needed(table, one.name):
        label = tr("editform.optional", label=label)
    more = tr(f"editform.help.{table}.{one.name}")
    key = key_of(at, table, one.name)
    cells = at.of(table)
    if one.words:
        options = {word: choices.word(table, one, word, tr) for word in one.words}
        if not one.needed or _shown_needed(table, one.name):
            options = {word: said for word, said in options.items() if word}
        choice(view, key, label, options, cells, one.name, more, free=False)
    elif one.many:
        several(view, key, label, choices.ids(view, one.table), cells, one.name, more)
    elif (offered := _offered(view, table, one)) is not None:
        free = not one.table and one.name not in _PARTIES
        choice(view, key, label, offered, cells, one.name, more, free=free)
    else:
        text(key, label, cells, one.name, more, long=one.name in _LONG)
    if one.name in DATES:
        _understood(view, cells.get(one.name, ""), cells)
    faulty(view, problems)


def _shown_needed(table: str, name: str) -> bool:
    """Whether a column is needed to be of use, though a rule fills it in."""
    return (table, name) in {("claims", "source"), ("events", "kind"), ("missions", "kind")}


def _offered(view: View, table: str, one: Field) -> Mapping[str, str] | None:
    """Value -> label, where a column takes one of many; None where it takes any text."""
    if one.table:
        return choices.ids(view, one.table)
    if one.name in _PARTIES:
        return choices.states(view.tr)
    if (table, one.name) == ("claims", "subject"):
        return choices.subjects(view)
    if (table, one.name) == ("claims", "property"):
        return choices.properties(view)
    if (table, one.name) == ("missions", "city"):
        return choices.cities(desk().of(table).get("receiving", ""))
    return None


def choice(
    view: View,
    key: str,
    label: str,
    options: Mapping[str, str],
    cells: dict[str, str],
    name: str,
    help: str,
    *,
    free: bool,
) -> None:
    """Draw a list to choose from."""
    now = cells.get(name, "")
    if now and now not in options:
        options = {now: i18n.plain(now, _MOST_LINE), **options}
    told = distinct(dict(options))
    st.session_state[key] = now or None
    hint = "editform.choose_or_type" if free else "editform.choose"
    st.selectbox(
        label,
        list(told),
        key=key,
        index=None,
        format_func=lambda one: told.get(one, one),
        placeholder=view.tr(hint),
        help=help,
        on_change=_chosen,
        args=(key, cells, name, told if name == "subject" else None),
        accept_new_options=free,
        filter_mode="contains",
    )


def several(
    view: View,
    key: str,
    label: str,
    options: Mapping[str, str],
    cells: dict[str, str],
    name: str,
    help: str,
) -> None:
    """Draw a list from which several may be chosen; as :func:`choice`."""
    now = [part for part in cells.get(name, "").split("|") if part]
    missing = {one: i18n.plain(one, _MOST_LINE) for one in now if one not in options}
    told = distinct({**options, **missing})
    st.session_state[key] = now
    st.multiselect(
        label,
        list(told),
        key=key,
        format_func=lambda one: told.get(one, one),
        placeholder=view.tr("editform.choose_several"),
        help=help,
        on_change=_chosen,
        args=(key, cells, name),
        filter_mode="contains",
        select_all=False,
    )


def text(
    key: str, label: str, cells: dict[str, str], name: str, help: str, *, long: bool = False
) -> None:
    """Draw a text to be typed. What is typed and not yet sent is left alone."""
    if key not in st.session_state:
        st.session_state[key] = cells.get(name, "")
    draw_it: Callable[..., Any] = st.text_area if long else st.text_input
    draw_it(
        label,
        key=key,
        max_chars=_MOST_CHARACTERS if long else _MOST_LINE,
        help=help,
        on_change=_chosen,
        args=(key, cells, name),
        **({"height": 90} if long else {}),
    )


def _chosen(
    key: str, cells: dict[str, str], name: str, known: Mapping[str, str] | None = None
) -> None:
    value = st.session_state.get(key)
    text = "|".join(value) if isinstance(value, list) else str(value or "")
    cells[name] = choices.meant(text, known) if known and text not in known else text


def _understood(view: View, date: str, cells: Mapping[str, str]) -> None:
    """Say a date in words, where it is one."""
    try:
        dates.parse(date.strip())
    except AtlasError:
        return
    said = view.tr.when(date.strip(), cells.get("sense") or "on")
    st.caption(i18n.markdown(view.tr("editform.understood", date=said), _MOST_LINE))


def faulty(view: View, problems: Sequence[ValidationError], *, named: bool = False) -> None:
    """Show the errors of the input above; an error that belongs to no input names its subject."""
    for problem in problems:
        said = faults.said(problem, view.tr)
        if named and problem.value:
            said = view.tr("editform.fault", label=problem.value, said=said)
        line(i18n.plain(said, _MOST_LINE), style="ea-fault")
