"""The pages, each imported when it is first drawn."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any, Final

import streamlit as st

from geo.package_files import toml

PAGES: Final[dict[str, tuple[str, str, str]]] = {
    path: (page["title"], page["module"], page["shows"])
    for path, page in toml("ui/pages.toml").items()
}
"""Address -> title, module and what the page shows."""

_OLD: Final = {"courses": "timelines", "open": "load-data", "map": "map"}
"""Another address of a page -> its key; the map itself is at the root."""


def draw(path: str) -> None:
    """Draw a page: by its own function, or as the list that its module describes."""
    from geo.ui.components import list_page
    from geo.ui.sidebar import VIEW

    module = import_module(f"geo.ui.pages.{PAGES[path][1]}")
    if hasattr(module, "page"):
        module.page()
    else:
        list_page.draw(st.session_state[VIEW], module.PAGE)


def page(path: str) -> Any:
    """A page of the navigation by its address."""
    return _page("" if path == "map" else path, path)


def pages(editing: bool) -> list[Any]:
    """All pages, with their old addresses; the form only where it may edit."""
    shown = [path for path in PAGES if editing or path != "edit"]
    old = [_page(path, new, visibility="hidden") for path, new in _OLD.items()]
    return [*map(page, shown), *old]


def _page(path: str, drawn: str, **more: Any) -> Any:
    function: Callable[[], None] = partial(draw, drawn)
    return st.Page(function, title=PAGES[drawn][0], url_path=path, default=not path, **more)


def forward(path: str) -> None:
    """Redirect from the old address of a page; the query is kept."""
    if path in _OLD:
        query = {key: st.query_params.get_all(key) for key in st.query_params}
        st.switch_page(page(_OLD[path]), query_params=query)
