"""What the search box finds: ranked results, each a button that opens its card and zooms to it."""

from __future__ import annotations

from typing import Final

import streamlit as st

from geo import i18n
from geo.atlas import search
from geo.atlas.search import Result
from geo.ui import address, page_list, state
from geo.ui.components import map
from geo.ui.components.parts import line
from geo.ui.state import View

_MOST: Final = 8
_LONGEST: Final = 100


def draw(view: View) -> None:
    """Draw what the text of the selection finds; nothing where there is none."""
    text, tr = view.selection.text, view.tr
    if not view.selection.terms:
        return
    count, found = search.find(view.atlas, text, view.selection, tr.language, _MOST)
    told = tr("find.count", count=count) if count else tr("find.none", text=text)
    if count > len(found):
        told = tr("find.first", number=len(found), total=count)
    with st.container(key="found"):
        line(i18n.plain(told, _LONGEST), role="status")
        for number, one in enumerate(found):
            _result(view, one, number)
        if not count:
            _suggested(view)


def _result(view: View, one: Result, number: int) -> None:
    tr = view.tr
    hidden = f" ({tr('find.hidden')})" if _is_hidden(view, one) else ""
    pressed = st.button(
        f"**{_short(one.name)}** · {tr(f'find.type.{one.type}')}{hidden}",
        key=f"found_{number}",
        on_click=_choose,
        args=(one,),
        width="stretch",
    )
    st.caption(_short(" · ".join(part for part in (one.about, search.told(one, tr)) if part)))
    if pressed and view.page != "map":
        query = address.write(view.address, listing=False)
        st.switch_page(
            page_list.page("map"), query_params={key: value[0] for key, value in query.items()}
        )


def _short(text: str) -> str:
    """A text from data as Markdown, cut where it is long."""
    return i18n.markdown(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")


def _is_hidden(view: View, one: Result) -> bool:
    """Whether it is a mission that the filters or days leave out."""
    number = view.atlas.mission_filter.numbers.get(one.id)
    return number is not None and not view.atlas.mission_filter.state(view.selection).shown[number]


def _choose(one: Result) -> None:
    if one.opens:
        state.show(one.opens)
    map.go(one.where)


def _suggested(view: View) -> None:
    near = search.suggestions(view.atlas, view.selection.text)
    if not near:
        return
    st.caption(view.tr("find.suggestions"))
    for number, text in enumerate(near):
        st.button(
            i18n.markdown(text, _LONGEST), key=f"meant_{number}", on_click=_search, args=(text,)
        )


def _search(text: str) -> None:
    st.session_state["text"] = text
