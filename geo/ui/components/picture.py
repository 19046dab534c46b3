"""A figure on a page: one picture for wide screens and one for narrow ones, with its text."""

from __future__ import annotations

import base64
from collections.abc import Callable, Hashable
from functools import partial
from typing import Final

import streamlit as st

from geo.render import Markup, render
from geo.ui.components import downloads
from geo.ui.shared import kept
from geo.ui.state import View

_SCREENS: Final = {"page": ("ea-wide", 132), "column": ("ea-narrow", 216)}
"""Size that is shown -> class of the screens that show it, and dots an inch."""


def picture(
    view: View,
    asked: Hashable,
    make: Callable[..., bytes],
    text: Callable[[], str],
    short: str = "",
) -> Markup:
    """The picture that ``make`` draws, as HTML; ``text`` tells it to a reader who cannot see it."""
    dark = st.context.theme.type == "dark"

    def drawn() -> tuple[list[tuple[str, str]], str]:
        asked = [
            partial(make, size=size, dpi=dpi, dark=dark) for size, (_, dpi) in _SCREENS.items()
        ]
        made = zip(_SCREENS.values(), downloads.waited(asked, view.tr), strict=True)
        images = [(one, base64.b64encode(data).decode("ascii")) for (one, _), data in made]
        return images, text()

    key = "picture", asked, view.selection, view.selection.as_of_day, view.tr, dark
    images, told = kept(view.atlas, key, drawn)
    short = f"{short} {told.partition('. ')[0]}.".strip()
    return render("ui/timeline", images=images, short=short, text=told, tr=view.tr)
