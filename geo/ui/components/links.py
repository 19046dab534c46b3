"""Links between the pages: real ones, followed without loading the program again."""

from __future__ import annotations

from typing import Final

import streamlit as st

from geo.i18n import Translator
from geo.package_files import text
from geo.ui import open_atlas
from geo.ui.components.parts import TITLE, Link
from geo.ui.state import PAGES, View

_NAME: Final = "embassy_atlas_links"


def bar(view: View) -> list[Link]:
    """Links to all pages; the selection is kept."""
    return [
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


def script(tr: Translator, target: str = "") -> None:
    """Add the script that follows links and labels the map; ``target`` gets the focus."""
    data = {"language": tr.language, "map": tr("page.name.map"), "target": target}
    with st.container(key="links_script"):
        st.components.v2.component(_NAME, js=text("ui/static/links.js"))(key="follow", data=data)
