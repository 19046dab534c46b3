"""The insets of a pair's card: drawn as in the figure, after the rest of the page."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.atlas.relation_lines import pair_id
from geo.render import render
from geo.selection import Selection

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.figures import Inset
    from geo.reports.cards import Card
    from geo.ui.state import View

_LATE: Final = "insets_late"


@st.cache_resource(show_spinner=False, max_entries=64)
def _drawn(
    sha256: str, selection: Selection, day: int, language: str, dark: bool, _atlas: Atlas
) -> tuple[Inset, ...]:
    from geo.figures import insets

    return insets(_atlas, selection, language=language, dark=dark)


def place(view: View, card: Card) -> None:
    """Reserve a place for the insets, if the card is of two states with bilateral missions."""
    if card.what == "pair" and card.section("route") is not None:
        st.session_state[_LATE] = st.container(key="insets"), view, card


def finish() -> None:
    """Draw the insets in the reserved place."""
    if late := st.session_state.pop(_LATE, None):
        holder, view, card = late
        with holder:
            _draw(view, card)


@st.fragment
def _draw(view: View, card: Card) -> None:
    tr, days = view.tr, view.selection
    relation = view.atlas.dataset.relations.by_id.get(card.id)
    pair = pair_id(relation.a, relation.b) if relation else card.id
    a, _, b = pair.removeprefix("pair:").partition("-")
    chosen = Selection(among=(a, b), as_of=days.as_of, known_on=days.known_on)
    with st.expander(
        tr("page.map.insets"), expanded=True, key="insets_open", on_change="rerun"
    ) as it:
        if not it.open:
            return
        dark = st.context.theme.type == "dark"
        sha256 = view.atlas.dataset.sha256
        for one in _drawn(sha256, chosen, chosen.as_of_day, tr.language, dark, view.atlas):
            data = base64.b64encode(one.png).decode("ascii")
            st.html(render("ui/inset", data=data, text=one.text))
