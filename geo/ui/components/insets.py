"""The insets of a pair's card: drawn as in the figure, after the rest of the page."""

import base64
from functools import partial
from typing import Final

import streamlit as st

from geo.atlas.relation_lines import pair_id
from geo.figures import insets
from geo.render import render
from geo.reports.cards import Card
from geo.selection import Selection
from geo.ui.components.parts import fold
from geo.ui.shared import kept
from geo.ui.state import View

_LATE: Final = "insets_late"


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
    tr, relation = view.tr, view.atlas.dataset.relations.by_id.get(card.id)
    pair = pair_id(relation.a, relation.b) if relation else card.id
    a, _, b = pair.removeprefix("pair:").partition("-")
    days = view.selection
    chosen = Selection(among=(a, b), as_of=days.as_of, known_on=days.known_on)

    def images() -> None:
        dark = st.context.theme.type == "dark"
        asked = "insets", chosen, chosen.as_of_day, tr, dark
        made = partial(insets, view.atlas, chosen, language=tr.language, dark=dark)
        for one in kept(view.atlas, asked, made):
            data = base64.b64encode(one.png).decode("ascii")
            st.html(render("ui/inset", data=data, text=one.text))

    fold(tr("page.map.insets"), "", "insets_open", images, expanded=True)
