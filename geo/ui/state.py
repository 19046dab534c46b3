"""The page's state: the sidebar's widgets, the open card and the address kept the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs

import streamlit as st

from geo import words
from geo.atlas import Atlas
from geo.errors import AtlasError
from geo.selection import KEYS, Selection
from geo.ui import address, opening

__all__ = ["View", "arrive", "arrived", "chosen", "distinct", "leave", "put", "show"]

_LISTS: Final = (
    "states",
    "among",
    "sending",
    "receiving",
    "kinds",
    "statuses",
    "cities",
    "sources",
)
_TEXTS: Final = ("text", "as_of", "known_on")
_ARRIVED: Final = "arrived"


@dataclass(frozen=True, slots=True)
class View:
    """What one run of the page shows.

    Attributes
    ----------
    atlas
        The atlas.
    selection
        What is shown.
    show
        Id of the open card; blank for none.
    """

    atlas: Atlas
    selection: Selection
    show: str


def put(selection: Selection) -> None:
    """Set the sidebar's widgets to a selection; only before they are drawn in a run."""
    for name in _LISTS:
        st.session_state[name] = list(getattr(selection, name))
    for name in _TEXTS:
        st.session_state[name] = getattr(selection, name) or ""
    st.session_state["bbox"] = selection.bbox
    st.session_state["good"] = selection


def show(id: str) -> None:
    """Open a card; blank closes it."""
    st.session_state["show"] = id


def arrive(atlas: Atlas) -> tuple[str, ...]:
    """Take over the address where it is not the one that the page wrote.

    Widgets that a failed run did not draw have lost their values; they get them back.

    Parameters
    ----------
    atlas
        The atlas.

    Returns
    -------
    tuple of str
        What of the address could not be used; it is told until the reader changes something.
    """
    params = {key: st.query_params.get_all(key) for key in st.query_params}
    query = address.query_of(params)
    if query != st.session_state.get("address"):
        start = opening.opening(atlas)
        found = address.read(params, start)
        if "address" not in st.session_state:
            st.session_state[_ARRIVED] = found.selection != start.selection
        put(found.selection)
        show(found.show)
        st.session_state["address"] = query
        st.session_state["problems"] = found.problems
        return found.problems
    if _TEXTS[0] not in st.session_state:
        put(st.session_state["good"])
    problems: tuple[str, ...] = st.session_state.get("problems", ())
    return problems


def arrived() -> bool:
    """Whether this run is the first, and by an address that shows other than the opening does."""
    return bool(st.session_state.pop(_ARRIVED, False))


def chosen() -> tuple[Selection, dict[str, str]]:
    """The selection that the sidebar's widgets mean.

    Returns
    -------
    tuple of Selection and dict
        What is shown, and by name of the part why a value that the reader gave is not used;
        the value before it then still counts.
    """
    good: Selection = st.session_state.get("good", Selection())
    problems: dict[str, str] = {}
    for name in (*_LISTS, *_TEXTS, "bbox"):
        value = st.session_state.get(name)
        if name in _LISTS:
            value = tuple(value or ())
        elif name in _TEXTS:
            value = value or ("" if name == "text" else None)
        try:
            good = good.but(**{name: value})
        except AtlasError as error:
            problems[name] = f"{KEYS[name]}: {error}"
    st.session_state["good"] = good
    return good, problems


def leave(selection: Selection, shown: str) -> None:
    """Make the address say what is shown."""
    params = address.write(selection, shown)
    query = address.query_of(params)
    if query != st.session_state.get("address"):
        st.session_state["problems"] = ()
        st.session_state["address"] = query
    now = {key: st.query_params.get_all(key) for key in st.query_params}
    if address.query_of(now) != query:
        st.query_params.from_dict(parse_qs(query))


def distinct(labels: Mapping[str, str]) -> dict[str, str]:
    """Labels of options, those that stand twice told apart by their ids.

    Parameters
    ----------
    labels
        Option -> its label. A list that is shown in the browser tells options apart
        by their labels alone.

    Returns
    -------
    dict
        Option -> a label that no other has.
    """
    often = Counter(labels.values())
    return {
        id: label if often[label] == 1 else f"{label} [{words.plain(id, 80)}]"
        for id, label in labels.items()
    }
