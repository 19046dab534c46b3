"""The top of every page: the way to the others, its title, and the selection; and its foot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from geo import webmap
from geo.dataset import licences_of
from geo.render import render
from geo.ui.components import links
from geo.ui.state import View

LONGEST: Final = 1_000
"""Most characters of a sentence."""


def masthead(view: View, title: str, said: Sequence[str] = (), intro: str = "") -> None:
    """Draw the top of a page, and name it in the browser."""
    name = view.tr("page.title")
    st.set_page_config(page_title=title if title == name else f"{title} – {name}")
    st.html(
        render(
            "ui/masthead",
            tr=view.tr,
            pages=links.bar(view),
            title=title,
            intro=intro,
            said=list(said),
            longest=LONGEST,
        )
    )


def foot(view: View) -> None:
    """Draw the foot of a page, and have its links followed without loading the program anew."""
    notes(view)
    links.script(view.tr)


def notes(view: View) -> None:
    """Draw what holds for every page: boundaries, what is missing, licences."""
    tr, asked = view.tr, view.address
    licences = licences_of(view.atlas.dataset.own)
    names = [str(one.get("title") or one.get("name") or "") for one in licences]
    named = ", ".join(name for name in names if name)
    data = tr("page.map.data", licences=named) if named else ""
    lines = [
        f"{webmap.boundaries(tr, asked.viewpoint, asked.background)} {tr('page.map.foot')}",
        f"{data} {tr('page.map.credit')}",
    ]
    st.html(render("ui/foot", lines=lines, longest=LONGEST))
