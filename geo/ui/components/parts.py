"""Small parts of a page: links, marked text and lines; templates make HTML of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import streamlit as st

from geo import i18n
from geo.render import Markup, render
from geo.reports.citations import described
from geo.ui import state
from geo.ui.components import summary
from geo.ui.state import View

CARD: Final = "ea-card"
"""Id of the element that holds the open card."""

LONGEST: Final = 400
"""Characters of what is said where nothing is shown."""

TITLE: Final = "ea-title"
"""Id of a page's title."""


class Link(NamedTuple):
    """A link between the pages; without an address it is the current one, or disabled."""

    text: str
    href: str
    id: str = ""
    focus: str = ""  # Id of the element that gets the focus
    current: str = ""  # Value of ``aria-current``
    language: str = ""


class Site(NamedTuple):
    """A link to another site, whose address is known to be one."""

    text: str
    url: str
    language: str = ""


class Text(NamedTuple):
    """A text that is marked."""

    text: str
    style: str = ""
    hint: str = ""
    element: str = "span"


Piece = str | Link | Site | Text | Markup


def tag(text: str) -> Text:
    """A short mark beside a value."""
    return Text(text, "ea-tag")


def soft(text: str) -> Text:
    """A text of less weight."""
    return Text(text, "ea-soft")


def card_link(view: View, text: str, id: str, limit: int) -> Link:
    """A link to a card."""
    return Link(i18n.plain(text, limit), view.link("map", show=id), focus=CARD)


def line(*pieces: Piece, style: str = "ea-foot", element: str = "p", role: str = "") -> None:
    """Draw a line of text and links."""
    st.html(render("ui/line", pieces=pieces, style=style, element=element, role=role))


def nothing_shown(view: View) -> None:
    """Say that nothing is shown, with a button for each part without which something would be."""
    tr = view.tr
    asked = described(view.selection, tr) or tr("page.looser.days")
    st.info(i18n.markdown(tr("page.looser.none", asked=asked), LONGEST))
    for key, label, selection, number in summary.looser(view.atlas, view.selection, tr):
        missions = tr("words.missions", count=number)
        st.button(
            tr("page.looser.found", label=label, missions=missions),
            key=f"looser_{key}",
            on_click=state.put,
            args=(selection,),
        )


@st.fragment
def popover(label: str, icon: str, key: str, draw: Callable[[], None]) -> None:
    """Draw a button that opens a panel; its content is drawn only while it is open."""
    with st.popover(label, icon=f":material/{icon}:", key=key, on_change="rerun") as opened:
        if opened.open:
            draw()
