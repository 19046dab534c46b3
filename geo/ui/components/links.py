"""Links between the pages: real ones, followed without loading the program anew."""

from __future__ import annotations

from importlib import resources
from typing import Final

import streamlit as st

from geo import i18n
from geo.ui import open_atlas
from geo.ui.state import PAGES, View

__all__ = ["attributes", "bar", "link", "script"]

_NAME: Final = "embassy_atlas_links"
_TITLE: Final = "ea-title"


def attributes(href: str, *, id: str = "", focus: str = "") -> str:
    """What a link between the pages has in its tag."""
    own = f' id="{i18n.escape(id)}"' if id else ""
    target = f' data-focus="{i18n.escape(focus)}"' if focus else ""
    return f'class="ea-go" href="{i18n.escape(href)}"{own}{target}'


def link(text: str, href: str, *, id: str = "", focus: str = "", more: str = "") -> str:
    """A link between the pages, as HTML."""
    return f"<a {attributes(href, id=id, focus=focus)}{more}>{i18n.escape(text)}</a>"


def bar(view: View) -> str:
    """Links to all pages, as HTML; what is shown is kept."""
    items = []
    for page in PAGES:
        if page == "edit" and not open_atlas.editing():
            continue
        here = ' aria-current="page"' if page == view.page else ""
        text = view.tr(f"page.name.{page}")
        items.append(f"<li>{link(text, view.link(page), focus=_TITLE, more=here)}</li>")
    label = i18n.escape(view.tr("page.pages"))
    return f'<nav class="ea-bar" aria-label="{label}"><ul>{"".join(items)}</ul></nav>'


def script(language: str) -> None:
    """Put the script on the page that follows the links, and the language of the document."""
    text = resources.files("geo.ui").joinpath("static", "links.js").read_text("utf-8")
    with st.container(key="links_script"):
        st.components.v2.component(_NAME, js=text)(key="follow", data={"language": language})
