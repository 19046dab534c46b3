"""The pages, each imported when it is first drawn."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

import streamlit as st

PAGES: Final[dict[str, tuple[str, str, str]]] = {
    "map": ("Map", "map", "The missions that the filters match, on a map, and cards."),
    "table": ("Table", "missions", "The missions that the filters match, as a table."),
    "state": ("State", "reports", "What is known of the missions of a state, in both directions."),
    "pair": ("Two states", "reports", "Two states: who opened first, missions, events, sources."),
    "city": ("City", "reports", "The missions in a city by sending state, and its quarters."),
    "rank": ("Rankings", "rank", "States, cities or types by their missions, with what is known."),
    "compare": ("Comparison", "compare", "The networks of two to five states, side by side."),
    "matrix": ("Matrix", "matrix", "Sending and receiving states, a cell for each pair."),
    "timelines": (
        *("Timelines", "timelines"),
        "The events of missions by date, as a picture and a table.",
    ),
    "changes": (
        *("Changes", "changes"),
        "What changed between two dates, and why, as a table, a small map and feeds.",
    ),
    "sources": ("Sources", "sources", "The sources, and what is based on each."),
    "conflicts": (
        *("Conflicting sources", "conflicts"),
        "Properties on which sources disagree, and which value is used.",
    ),
    "quality": ("Quality", "quality", "Warnings about the dataset."),
    "edit": (
        *("Edit", "edit"),
        "A form that edits the dataset; only if the page was started with `--edit`.",
    ),
    "load-data": (
        *("Load data", "load_data"),
        "Loads another dataset or a file to import, for this session.",
    ),
    "about": ("About", "about", "Method, licence, limits, political neutrality."),
}
"""Address of a page -> its title, its module in :mod:`geo.ui.pages`, and what it shows."""

_OLD: Final = {"courses": "timelines", "open": "load-data"}
"""Old address of a page -> its address now."""


def page(address: str, **options: Any) -> Any:
    """A page, drawn by the function ``page`` of its module."""
    title, module, _ = PAGES[address]

    def draw() -> None:
        import_module(f"geo.ui.pages.{module}").page()

    return st.Page(draw, **{"title": title, "url_path": address, **options})


def pages(editing: bool) -> list[Any]:
    """All pages; the form that edits only where it is asked for."""
    shown = [page(one, default=one == "map") for one in PAGES if one != "edit" or editing]
    old = [page(new, url_path=path, title=new, visibility="hidden") for path, new in _OLD.items()]
    return [*shown, *old]


def forward(path: str) -> None:
    """Redirect from the old address of a page; the query is kept."""
    if path in _OLD:
        query = {key: st.query_params.get_all(key) for key in st.query_params}
        st.switch_page(page(_OLD[path]), query_params=query)
