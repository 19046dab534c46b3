"""What the search box finds: ranked results, each a button that opens its card and zooms to it."""

from __future__ import annotations

from typing import Final

import streamlit as st

from geo import search, words
from geo.search import Result
from geo.ui import address, mapping, pages, state
from geo.ui.state import View

__all__ = ["draw"]

_MOST: Final = 8
_LONGEST: Final = 100


def draw(view: View) -> None:
    """Draw what the text of the selection finds; nothing where there is none.

    Parameters
    ----------
    view
        What is shown.
    """
    text, voice = view.selection.text, view.voice
    if not view.selection.terms:
        return
    count, found = search.find(view.atlas, text, view.selection, voice.language, _MOST)
    told = voice("find.count", count=count) if count else voice("find.none", text=text)
    if count > len(found):
        told = voice("find.first", number=len(found), total=count)
    with st.container(key="found"):
        st.html(f'<p class="ea-foot" role="status">{words.escape(told, _LONGEST)}</p>')
        for number, one in enumerate(found):
            _result(view, one, number)
        if not count:
            _suggested(view)


def _result(view: View, one: Result, number: int) -> None:
    voice = view.voice
    hidden = f" ({voice('find.hidden')})" if _is_hidden(view, one) else ""
    pressed = st.button(
        f"**{_short(one.name)}** · {voice(f'find.type.{one.type}')}{hidden}",
        key=f"found_{number}",
        on_click=_choose,
        args=(one,),
        width="stretch",
    )
    st.caption(_short(" · ".join(part for part in (one.about, search.told(one, voice)) if part)))
    if pressed and view.page != "map":
        query = address.write(view.address, listing=False)
        st.switch_page(
            st.Page(pages.map, title="Map", url_path="map", default=True),
            query_params={key: value[0] for key, value in query.items()},
        )


def _short(text: str) -> str:
    """A text from data as Markdown, cut where it is long."""
    return words.markdown(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")


def _is_hidden(view: View, one: Result) -> bool:
    """Whether it is a mission that the filters or days leave out."""
    number = view.atlas.sieve.numbers.get(one.id)
    return number is not None and not view.atlas.sieve.state(view.selection).shown[number]


def _choose(one: Result) -> None:
    if one.opens:
        state.show(one.opens)
    mapping.go(one.where)


def _suggested(view: View) -> None:
    near = search.suggestions(view.atlas, view.selection.text)
    if not near:
        return
    st.caption(view.voice("find.suggestions"))
    for number, text in enumerate(near):
        st.button(
            words.markdown(text, _LONGEST),
            key=f"meant_{number}",
            on_click=_search,
            args=(text,),
        )


def _search(text: str) -> None:
    st.session_state["text"] = text
