"""Links between the pages: real ones, followed without loading the program anew."""

from __future__ import annotations

from importlib import resources
from typing import Final

import streamlit as st

from geo import words
from geo.ui import opening
from geo.ui.state import PAGES, View

__all__ = ["attributes", "bar", "link", "script"]

_NAME: Final = "embassy_atlas_links"
_TITLE: Final = "ea-title"


def attributes(href: str, *, id: str = "", focus: str = "") -> str:
    """What a link between the pages has in its tag.

    Parameters
    ----------
    href
        Where it leads, see :meth:`geo.ui.state.View.link`.
    id
        Id of its own, so that it keeps the focus when it is drawn anew.
    focus
        Id of the element that has the focus afterwards; blank for the link itself.

    Returns
    -------
    str
        Attributes, escaped.
    """
    own = f' id="{words.escape(id)}"' if id else ""
    target = f' data-focus="{words.escape(focus)}"' if focus else ""
    return f'class="ea-go" href="{words.escape(href)}"{own}{target}'


def link(text: str, href: str, *, id: str = "", focus: str = "", more: str = "") -> str:
    """A link between the pages, as HTML.

    Parameters
    ----------
    text
        What it says; escaped here.
    href, id, focus
        As for :func:`attributes`.
    more
        Further attributes, as they stand in HTML.

    Returns
    -------
    str
        An ``a`` element.
    """
    return f"<a {attributes(href, id=id, focus=focus)}{more}>{words.escape(text)}</a>"


def bar(view: View) -> str:
    """Links to all pages, as HTML; what is shown is kept.

    Parameters
    ----------
    view
        What is shown.

    Returns
    -------
    str
        A ``nav`` element.
    """
    items = []
    for page in PAGES:
        if page == "edit" and not opening.editing():
            continue
        here = ' aria-current="page"' if page == view.page else ""
        text = view.voice(f"page.name.{page}")
        items.append(f"<li>{link(text, view.link(page), focus=_TITLE, more=here)}</li>")
    label = words.escape(view.voice("page.pages"))
    return f'<nav class="ea-bar" aria-label="{label}"><ul>{"".join(items)}</ul></nav>'


def script(language: str) -> None:
    """Put the script on the page that follows the links, and the language of the document.

    Parameters
    ----------
    language
        Language of the interface.
    """
    text = resources.files("geo.ui").joinpath("links.js").read_text("utf-8")
    with st.container(key="links_script"):
        st.components.v2.component(_NAME, js=text)(key="follow", data={"language": language})
