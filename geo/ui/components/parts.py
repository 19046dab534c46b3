"""Small parts of a page: links, marked text and lines; templates make HTML of them."""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

import streamlit as st

from geo import i18n
from geo.render import Markup, render
from geo.reports.citations import described
from geo.ui import state
from geo.ui.components import summary
from geo.ui.state import View

CARD: Final = "ea-card"  # Id of the element that holds the open card
LONGEST: Final = 400  # Characters of what is said where nothing is shown
TITLE: Final = "ea-title"  # Id of a page's title


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


def head(text: str) -> None:
    """Draw the heading of a part of a page."""
    line(text, style="ea-part", element="h2")


def switch(key: str, label: str, choices: Mapping[str, tuple[str, str]], here: str) -> Markup:
    """Links to choices as HTML; ``choices``: id -> text and address; ``here``: the current id."""
    links = [
        Link(text, "" if id == here else to, f"ea-{key}-{id}", current="true" if id == here else "")
        for id, (text, to) in choices.items()
    ]
    return render("ui/choices", choices=links, label=label)


def nothing_shown(view: View) -> None:
    """Say that nothing is shown, with a button for each part without which something would be."""
    tr = view.tr
    asked = described(view.selection, tr) or tr("page.looser.days")
    st.info(i18n.markdown(tr("page.looser.none", asked=asked), LONGEST))
    for key, label, selection, number in summary.looser(view.atlas, view.selection, tr):
        missions = tr("words.missions", count=number)
        text = tr("page.looser.found", label=label, missions=missions)
        button(text, f"looser_{key}", state.put, selection)


def button(
    label: str, key: str, act: Callable[..., None], *args: object, icon: str = "", **how: Any
) -> bool:
    """Draw a button that calls ``act``; returns whether it was pressed."""
    shown = f":material/{icon}:" if icon else None
    return st.button(label, key=key, icon=shown, on_click=act, args=args, **how)


def choose(label: str, told: Mapping[str, str], key: str, **how: Any) -> str:
    """Draw a list to choose one value from; ``told``: value -> its label."""
    words: Any = {"format_func": lambda one: told.get(one, one), "filter_mode": None, **how}
    chosen: str = st.selectbox(label, [*told], key=key, **words)
    return chosen


def radio(label: str, told: Mapping[str, str], key: str, **how: Any) -> str:
    """Draw radio buttons; ``told``: value -> its label."""
    words: Any = {"format_func": lambda one: told.get(one, one), **how}
    chosen: str = st.radio(label, [*told], key=key, **words)
    return chosen


def find(label: str, told: Mapping[str, str], key: str, hint: str, **how: Any) -> None:
    """Draw a list with a search, in which nothing is chosen at first."""
    words: Any = {"index": None, "placeholder": hint, "filter_mode": "contains", **how}
    choose(label, told, key, **words)


def several(label: str, told: Mapping[str, str], key: str, hint: str | None, **how: Any) -> None:
    """Draw a list from which several may be chosen."""
    words: Any = {"placeholder": hint, "filter_mode": "contains", "select_all": False, **how}
    st.multiselect(label, [*told], key=key, format_func=lambda one: told.get(one, one), **words)


@st.fragment
def popover(label: str, icon: str, key: str, draw: Callable[[], None], **how: Any) -> None:
    """Draw a button that opens a panel; its content is drawn only while it is open."""
    with st.popover(label, icon=f":material/{icon}:", key=key, on_change="rerun", **how) as opened:
        if opened.open:
            draw()


def fold(label: str, icon: str, key: str, draw: Callable[[], object], **how: Any) -> None:
    """Draw a part of the page that can be unfolded; its content is drawn only while it is open."""
    shown = f":material/{icon}:" if icon else None
    with st.expander(label, icon=shown, key=key, on_change="rerun", **how) as opened:
        if opened.open:
            draw()
