"""The top of every page: the way to the others, its title, and what is shown; and its foot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from geo import i18n, webmap
from geo.ui.components import links
from geo.ui.state import View

__all__ = ["LONGEST", "foot", "masthead"]

LONGEST: Final = 1_000
"""Most characters of a sentence."""


def masthead(view: View, title: str, said: Sequence[str] = (), intro: str = "") -> None:
    """Draw the top of a page, and name it in the browser."""
    name = view.tr("page.title")
    st.set_page_config(page_title=title if title == name else f"{title} – {name}")
    parts = [
        links.bar(view),
        f'<h1 class="ea-title" id="ea-title" tabindex="-1">{i18n.escape(title)}</h1>',
    ]
    if intro:
        parts.append(f'<p class="ea-intro ea-soft">{i18n.escape(intro)}</p>')
    if said:
        first, *more = said
        rest = ""
        if more:
            rest = f' <span class="ea-wide">{i18n.escape(" ".join(more), LONGEST)}</span>'
        parts.append(f'<p class="ea-intro" role="status">{i18n.escape(first, LONGEST)}{rest}</p>')
    st.html("".join(parts))


def foot(view: View) -> None:
    """Draw the foot of a page: boundaries, what is missing, licences."""
    tr, asked = view.tr, view.address
    licences = view.atlas.dataset.own.get("licenses") or []
    names = [str(one.get("title") or one.get("name") or "") for one in licences]
    named = ", ".join(name for name in names if name)
    data = tr("page.map.data", licences=named) if named else ""
    lines = [
        f"{webmap.boundaries(tr, asked.viewpoint, asked.background)} {tr('page.map.foot')}",
        f"{data} {tr('page.map.credit')}",
    ]
    body = "".join(f'<p class="ea-foot">{i18n.escape(line, LONGEST)}</p>' for line in lines)
    st.html(f'<footer class="ea-end">{body}</footer>')
    links.script(tr.language)
