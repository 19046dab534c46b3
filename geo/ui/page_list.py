"""The pages, each imported when it is first drawn."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

import streamlit as st


def _page(name: str, about: str) -> Callable[[], None]:
    """A page by the name of its module, imported when first drawn; else its ``PAGE`` is a list."""

    def draw() -> None:
        from geo.ui.components import list_page
        from geo.ui.sidebar import VIEW

        module = import_module(f"geo.ui.pages.{name}")
        if hasattr(module, "page"):
            module.page()
        else:
            list_page.draw(st.session_state[VIEW], module.PAGE)

    draw.__name__, draw.__doc__ = name, about
    return draw


map = _page("map", "The missions that the filters match, on a map, and cards.")
table = _page("missions", "The missions that the filters match, as a table.")
timelines = _page("timelines", "The events of missions by date, as a picture and a table.")
changes = _page(
    "changes", "What changed between two dates, and why, as a table, a small map and feeds."
)
sources = _page("sources", "The sources, and what is based on each.")
conflicts = _page("conflicts", "Properties on which sources disagree, and which value is used.")
quality = _page("quality", "Warnings about the dataset.")
edit = _page("edit", "A form that edits the dataset; only if the page was started with ``--edit``.")
load_data = _page("load_data", "Loads another dataset or a file to import, for this session.")
about = _page("about", "Method, licence, limits, political neutrality.")

_OLD: Final = {"courses": ("timelines", timelines), "open": ("load-data", load_data)}
"""Old address of a page -> its address now, and the function that draws it."""


def old() -> list[Any]:
    """The old addresses of pages, for :func:`forward`."""
    return [
        st.Page(draw, title=new, url_path=path, visibility="hidden")
        for path, (new, draw) in _OLD.items()
    ]


def forward(path: str) -> None:
    """Redirect from the old address of a page; the query is kept."""
    if path in _OLD:
        new, draw = _OLD[path]
        query = {key: st.query_params.get_all(key) for key in st.query_params}
        st.switch_page(st.Page(draw, url_path=new), query_params=query)
