"""The pages, each imported when it is first drawn."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st


def map() -> None:
    """The missions that the filters match, on a map, and cards."""
    from geo.ui.pages.map import page

    page()


def table() -> None:
    """The missions that the filters match, as a table."""
    from geo.ui.pages.missions import page

    page()


def timelines() -> None:
    """The events of missions by date, as a picture and a table."""
    from geo.ui.pages.timelines import page

    page()


def changes() -> None:
    """What changed between two dates, and why, as a table, a small map and feeds."""
    from geo.ui.pages.changes import page

    page()


def sources() -> None:
    """The sources, and what is based on each."""
    from geo.ui.pages.sources import page

    page()


def conflicts() -> None:
    """Properties on which sources disagree, and which value is used."""
    from geo.ui.pages.conflicts import page

    page()


def quality() -> None:
    """Warnings about the dataset."""
    from geo.ui.pages.quality import page

    page()


def edit() -> None:
    """A form that edits the dataset; only if the page was started with ``--edit``."""
    from geo.ui.pages.edit import page

    page()


def load_data() -> None:
    """Loads another dataset or a file to import, for this session."""
    from geo.ui.pages.load_data import page

    page()


def about() -> None:
    """Method, licence, limits, political neutrality."""
    from geo.ui.pages.about import page

    page()


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
