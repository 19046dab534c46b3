"""The top of every page: the way to the others, its title, and what is shown; and its foot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from geo import webmap, words
from geo.ui import links
from geo.ui.state import View

__all__ = ["LONGEST", "foot", "masthead"]

LONGEST: Final = 1_000
"""Most characters of a sentence."""


def masthead(view: View, title: str, said: Sequence[str] = (), intro: str = "") -> None:
    """Draw the top of a page, and name it in the browser.

    Parameters
    ----------
    view
        What is shown.
    title
        The page's title, in the reader's language.
    said
        Sentences that sum up what is shown; the first one is told when it changes, the others
        are left out on a narrow screen.
    intro
        A line below the title.
    """
    name = view.voice("page.title")
    st.set_page_config(page_title=title if title == name else f"{title} – {name}")
    parts = [
        links.bar(view),
        f'<h1 class="ea-title" id="ea-title" tabindex="-1">{words.escape(title)}</h1>',
    ]
    if intro:
        parts.append(f'<p class="ea-intro ea-soft">{words.escape(intro)}</p>')
    if said:
        first, *more = said
        rest = ""
        if more:
            rest = f' <span class="ea-wide">{words.escape(" ".join(more), LONGEST)}</span>'
        parts.append(f'<p class="ea-intro" role="status">{words.escape(first, LONGEST)}{rest}</p>')
    st.html("".join(parts))


def foot(view: View) -> None:
    """Draw the foot of a page: boundaries, what is missing, licences.

    Parameters
    ----------
    view
        What is shown.
    """
    voice, asked = view.voice, view.address
    licences = view.atlas.pack.own.get("licenses") or []
    names = [str(one.get("title") or one.get("name") or "") for one in licences]
    named = ", ".join(name for name in names if name)
    data = voice("page.map.data", licences=named) if named else ""
    lines = [
        f"{webmap.boundaries(voice, asked.viewpoint, asked.background)} {voice('page.map.foot')}",
        f"{data} {voice('page.map.credit')}",
    ]
    body = "".join(f'<p class="ea-foot">{words.escape(line, LONGEST)}</p>' for line in lines)
    st.html(f'<footer class="ea-end">{body}</footer>')
    links.script(voice.language)
