"""The page's state: the sidebar's widgets, the open card and the address kept the same."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Self, TypeVar, cast
from urllib.parse import parse_qs

import streamlit as st

from geo import dates, i18n
from geo.atlas import Atlas
from geo.errors import AtlasError
from geo.i18n import Translator
from geo.reports import cards
from geo.selection import UNDATED, Selection
from geo.ui import address, open_atlas, page_list
from geo.ui.address import NETWORKS, Address

# Page -> its path, relative to that of any other
PAGES: Final = {page: "./" if page == "map" else page for page in page_list.PAGES}
# Pages that have a table
LISTINGS: Final = (
    *("table", "rank", "compare", "matrix", "timelines", "changes"),
    *("sources", "conflicts", "quality", "state", "pair", "city"),
)
LANGUAGES: Final = {"en": "English", "es": "Español"}
VIEW: Final = "view"  # Name under which a run's view is kept for the page
_LISTS: Final = (
    *("states", "among", "sending", "receiving", "kinds", "statuses", "cities", "sources"),
)
_TEXTS: Final = ("text", "as_of", "known_on", "undated")
_BLANK: Final = {"text": "", "undated": UNDATED[0]}
_CHOICES: Final = ("viewpoint", "background", "layers", "find", "since", *NETWORKS)
_ARRIVED: Final = "arrived"
_READ: Final = "read"
_FROM: Final = "choices_from"
_LEFT: Final = "left"
F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class View:
    """What one run of the page shows."""

    atlas: Atlas
    address: Address
    page: str
    tr: Translator

    @property
    def selection(self) -> Selection:
        """The selection."""
        return self.address.selection

    @property
    def show(self) -> str:
        """Id of the open card; blank for none."""
        return self.address.show

    def but(self, **changes: Any) -> Self:
        """The same view with another address."""
        return replace(self, address=self.address.but(**changes))

    def link(self, to: str = "", /, **changes: Any) -> str:
        """A link to the selection, with some of it changed."""
        to = to or self.page
        if "show" in changes:
            changes.setdefault("claim", "")
        params = address.write(self.address.but(**changes), listing=to == self.page in LISTINGS)
        return f"{PAGES[to]}?{address.query_of(params)}"


def remembered(most: int, selected: bool = True) -> Callable[[F], F]:
    """Cache a function of a view for all sessions, by dataset, language and selection."""

    def asked(view: View) -> tuple[object, ...]:
        same = view.atlas.dataset.sha256, view.tr.language
        chosen, today = view.selection, dates.today().toordinal()
        return (*same, chosen.to_query(), chosen.as_of_day, today) if selected else same

    hashed: Any = st.cache_resource(show_spinner=False, max_entries=most, hash_funcs={View: asked})
    return cast("Callable[[F], F]", hashed)


def _query() -> dict[str, list[str]]:
    return {key: st.query_params.get_all(key) for key in st.query_params}


def _good() -> Selection:
    good: Selection = st.session_state.get("good", Selection())
    return good


def tr() -> Translator:
    """The translator for this reader: language of the address, the browser, or English."""
    asked = str(st.query_params.get(address.OWN["language"], "")).casefold()
    browser = (st.context.locale or "").partition("-")[0].casefold()
    for language in (asked, browser):
        if language in i18n.LANGUAGES:
            return i18n.tr(language)
    return i18n.ENGLISH


def put(selection: Selection) -> None:
    """Set the sidebar's widgets to a selection; only before they are drawn in a run."""
    for name in _LISTS:
        st.session_state[name] = list(getattr(selection, name))
    for name in _TEXTS:
        st.session_state[name] = getattr(selection, name) or ""
    st.session_state["bbox"] = selection.bbox
    st.session_state["good"] = selection


def show(id: str, claim: str = "") -> None:
    """Open a card, with one of its claims unfolded; blank closes it."""
    st.session_state["show"], st.session_state["claim"] = id, claim


def days(as_of: str, known_on: str) -> None:
    """Set both dates of the sidebar; one that means the same day already stays as it is written."""
    good = _good()
    wanted = good.but(as_of=as_of or None, known_on=known_on or None)
    for name, day in (("as_of", as_of), ("known_on", known_on)):
        same = getattr(wanted, f"{name}_day") == getattr(good, f"{name}_day")
        st.session_state[name] = (getattr(good, name) or "") if same else day


def arrive(atlas: Atlas, page: str) -> tuple[AtlasError, ...]:
    """Take over the address where it is not the one that the page wrote; restore lost widgets."""
    query = address.query_of(params := _query())
    before = st.session_state.get("page")
    st.session_state["page"] = page
    if query != st.session_state.get("address"):
        start = open_atlas.opening(atlas) if page not in LISTINGS else Address()
        found = _with_card(atlas, address.read(params, start))
        put(found.selection)
        show(found.show, found.claim)
        st.session_state.update({"address": query, _READ: found, _LEFT: ""})
    read: Address = st.session_state[_READ]
    if page == "map" != before:
        framed = atlas.dataset.presentation.view is not None
        same = read.selection == open_atlas.opening(atlas).selection
        st.session_state[_ARRIVED] = not (framed and same)
    if _TEXTS[0] not in st.session_state:
        put(st.session_state["good"])
    for name in _CHOICES:
        if name not in st.session_state or read is not st.session_state.get(_FROM):
            st.session_state[name] = getattr(read, name)
    st.session_state[_FROM] = read
    return read.problems


def _with_card(atlas: Atlas, found: Address) -> Address:
    if not found.claim:
        return found
    try:
        return found.but(show=cards.card_of(atlas, found.claim))
    except AtlasError as error:
        return found.but(claim="", problems=(*found.problems, error))


def arrived() -> bool:
    """Whether this is the first run of the map and the address gives no view."""
    return bool(st.session_state.pop(_ARRIVED, False))


def chosen() -> tuple[Address, dict[str, AtlasError]]:
    """What the sidebar's widgets and the address mean together."""
    good = _good()
    problems: dict[str, AtlasError] = {}
    for name in (*_LISTS, *_TEXTS, "bbox"):
        value = st.session_state.get(name) or _BLANK.get(name)
        value = tuple(value or ()) if name in _LISTS else value
        try:
            if value != getattr(good, name):
                good = good.but(**{name: value})
        except AtlasError as error:
            problems[name] = error
    st.session_state["good"] = good
    read: Address = st.session_state[_READ]
    now = {name: st.session_state.get(name) or "" for name in _CHOICES}
    now |= {name: st.session_state.get(name, "") for name in ("show", "claim")}
    same = good == read.selection and now["find"] == read.find
    return read.but(selection=good, page=read.page if same else 1, **now), problems


def leave(view: View) -> None:
    """Make the address say the selection."""
    params = address.write(view.address, listing=view.page in LISTINGS)
    query = address.query_of(params)
    if st.session_state.get(_LEFT) not in ("", query):
        view = view.but(problems=())
    st.session_state[_LEFT] = st.session_state["address"] = query
    st.session_state[_READ] = st.session_state[_FROM] = view.address
    if address.query_of(_query()) != query:
        st.query_params.from_dict(parse_qs(query))


def distinct(labels: Mapping[str, str]) -> dict[str, str]:
    """Labels of options, those that stand twice told apart by their ids."""
    often = Counter(labels.values())
    return {
        id: label if often[label] == 1 else f"{label} [{i18n.plain(id, 80)}]"
        for id, label in labels.items()
    }
