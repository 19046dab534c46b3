"""The pages, each imported when it is first drawn."""

from functools import partial
from importlib import import_module
from typing import Any, Final

import streamlit as st

from geo.package_files import toml

# Address -> title, module and what the page shows
PAGES: Final[dict[str, dict[str, str]]] = toml("ui/pages.toml")
# Another address of a page -> its key; the map itself is at the root
_OLD: Final = {"courses": "timelines", "open": "load-data", "map": "map"}


def draw(path: str) -> None:
    """Draw a page: by its own function, or as the list that its module describes."""
    from geo.ui.components import list_page
    from geo.ui.state import VIEW

    module, view = import_module(f"geo.ui.pages.{PAGES[path]['module']}"), st.session_state[VIEW]
    if hasattr(module, "page"):
        module.page(view)
    else:
        list_page.draw(view, module.PAGE)


def page(path: str) -> Any:
    """A page of the navigation by its address."""
    return _page("" if path == "map" else path, path)


def pages(editing: bool) -> list[Any]:
    """All pages, with their old addresses; the form only where it may edit."""
    shown = [path for path in PAGES if editing or path != "edit"]
    old = [_page(path, new, visibility="hidden") for path, new in _OLD.items()]
    return [*map(page, shown), *old]


def _page(path: str, drawn: str, **more: Any) -> Any:
    title = PAGES[drawn]["title"]
    return st.Page(partial(draw, drawn), title=title, url_path=path, default=not path, **more)


def forward(path: str) -> None:
    """Redirect from the old address of a page; the query is kept."""
    if path in _OLD:
        query = {key: st.query_params.get_all(key) for key in st.query_params}
        st.switch_page(page(_OLD[path]), query_params=query)
