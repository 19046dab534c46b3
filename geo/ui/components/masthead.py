"""The top of every page: the way to the others, its title, and the selection; and its foot."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import streamlit as st

from geo import webmap
from geo.dataset import licences_of
from geo.package_files import text
from geo.render import render
from geo.ui import open_atlas, state, style
from geo.ui.components.parts import TITLE, Link
from geo.ui.state import PAGES, View

LONGEST: Final = 1_000  # Most characters of a sentence
_SCRIPT: Final = "embassy_atlas_links"


@contextmanager
def framed(
    view: View, title: str, said: Sequence[str] = (), intro: str = "", **changes: Any
) -> Iterator[None]:
    """Draw the top and the foot of a page; then set the address to the view with changes."""
    style.apply()
    masthead(view, title, said, intro)
    yield
    notes(view)
    script(view)
    state.leave(view.but(**changes) if changes else view)


def masthead(view: View, title: str, said: Sequence[str] = (), intro: str = "") -> None:
    """Draw the top of a page with links to all pages, and name it in the browser."""
    name = view.tr("page.title")
    st.set_page_config(page_title=title if title == name else f"{title} – {name}")
    links = [
        Link(
            view.tr(f"page.name.{page}"),
            view.link(page),
            focus=TITLE,
            current="page" if page == view.page else "",
        )
        for page in PAGES
        if page not in ("changes", "compare", "matrix", "pair", "city")
        and (page != "edit" or open_atlas.editing())
    ]
    words = {"title": title, "intro": intro, "said": list(said), "longest": LONGEST}
    st.html(render("ui/masthead", tr=view.tr, pages=links, **words))


def script(view: View, target: str = "") -> None:
    """Add the script that follows links without a reload, and labels the map.

    The element ``target`` gets the focus.
    """
    data = {"language": view.tr.language, "map": view.tr("page.name.map"), "target": target}
    with st.container(key="links_script"):
        st.components.v2.component(_SCRIPT, js=text("ui/static/links.js"))(key="follow", data=data)


def notes(view: View) -> None:
    """Draw what holds for every page: boundaries, what is missing, licences."""
    tr, asked = view.tr, view.address
    licences = licences_of(view.atlas.dataset.own)
    named = ", ".join(
        n for one in licences if (n := str(one.get("title") or one.get("name") or ""))
    )
    data = tr("page.map.data", licences=named) if named else ""
    lines = [
        f"{webmap.boundaries(tr, asked.viewpoint, asked.background)} {tr('page.map.foot')}",
        f"{data} {tr('page.map.credit')}",
    ]
    st.html(render("ui/foot", lines=lines, longest=LONGEST))
