"""The sidebar that all pages share: the selection, and what is hidden by it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo import basemap, i18n, parties, tiles
from geo.atlas import Atlas
from geo.i18n import Translator
from geo.render import Markup, render
from geo.selection import UNDATED, Selection
from geo.ui import errors, open_atlas, page_list, state
from geo.ui.components import insets, search_results, summary
from geo.ui.components.choices import LONGEST, Offered, offered, party, source
from geo.ui.components.parts import Link
from geo.ui.state import View
from geo.vocabulary import KINDS, STATUSES, UNDATED_YEARS

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

VIEW: Final = "view"
"""Name under which a run's view is kept for the page."""

_FAULTS: Final = "sidebar_faults"
_GROUPS: Final = ("embassy", "consulate", "liaison")
_LANGUAGES: Final = {"en": "English", "es": "Español"}


def view(page: str) -> None:
    """Work out the view of this run from the sidebar's widgets, before the sidebar is drawn."""
    st.session_state.pop(VIEW, None)
    page_list.forward(page)
    tr = state.tr()
    atlas = open_atlas.atlas(tr)
    name = page or "map"
    problems = state.arrive(atlas, name)
    if st.session_state.get("background") not in _backgrounds():
        st.session_state["background"] = ""
    address, refused = state.chosen()
    missing = atlas.not_in_dataset(address.selection)
    if said := [tr.capital(errors.told(one, tr)) for one in (*problems, *missing)]:
        with st.container(key="problems"):
            errors.problems(said)
    st.session_state[_FAULTS] = refused
    st.session_state[VIEW] = View(atlas, address, name, tr)


def sidebar() -> None:
    """Draw the sidebar, where there is a view of this run."""
    shown: View | None = st.session_state.get(VIEW)
    if shown is None:
        return
    atlas, tr = shown.atlas, shown.tr
    with st.sidebar:
        st.html(_languages(shown))
        st.subheader(tr("page.sidebar.head"), anchor=False)
        if shown.page != "map":
            search(shown)
        wrong_dates = _dates(tr)
        offer = offered(atlas, tr)
        _states(offer, tr)
        _kinds(tr)
        _further(atlas, offer, tr)
        labelled = {
            key: tr(
                "page.sidebar.problem", what=tr(f"page.sidebar.{key}"), why=errors.told(error, tr)
            )
            for key, error in st.session_state.pop(_FAULTS, {}).items()
        }
        with wrong_dates:
            errors.problems(labelled.pop(key) for key in ("as_of", "known_on") if key in labelled)
        errors.problems(labelled.values())
        st.caption(i18n.markdown(summary.hidden(atlas, shown.selection, tr)))
        everything = tr("page.sidebar.everything")
        st.button(everything, on_click=state.put, args=(Selection(),), width="stretch")
        _map(tr)
        st.divider()
        st.caption(_dataset_line(atlas, tr))
    insets.finish()  # after the rest of the page


def search(view: View) -> None:
    """Draw the search box, and what its text finds."""
    with st.container(key="search"):
        _text("text", view.tr, max_chars=200)
        search_results.draw(view)


def _languages(view: View) -> Markup:
    """The way past the sidebar, and the switch between the languages, as HTML."""
    languages = [
        Link(
            name,
            view.link(language=language),
            id=f"ea-lang-{language}",
            current="true" if language == view.tr.language else "",
            language=language,
        )
        for language, name in _LANGUAGES.items()
    ]
    return render("ui/languages", tr=view.tr, languages=languages)


def _text(
    key: str, tr: Translator, max_chars: int | None = None, at: DeltaGenerator | None = None
) -> None:
    (at or st).text_input(
        tr(f"page.sidebar.{key}"),
        key=key,
        max_chars=max_chars,
        placeholder=tr(f"page.sidebar.{key}_hint"),
        help=tr(f"page.sidebar.{key}_help"),
    )


def _dates(tr: Translator) -> DeltaGenerator:
    """Draw the two dates, and keep a place under them for what is wrong with them."""
    as_of, known_on = st.columns(2)
    _text("as_of", tr, at=as_of)
    _text("known_on", tr, at=known_on)
    return st.container()


def _options(present: Sequence[str], key: str) -> list[str]:
    """Options of a list, those chosen among them even where the dataset has none of them."""
    chosen = st.session_state.get(key, [])
    if not chosen:
        return [*present]
    there = set(present)
    return [*present, *(one for one in chosen if one not in there)]


def _several(
    key: str, options: Sequence[str], said: Callable[[str], str], tr: Translator, hint: str = "any"
) -> None:
    """Draw a list from which several may be chosen."""
    help = f"page.sidebar.{key}_help"
    st.multiselect(
        tr(f"page.sidebar.{key}"),
        _options(options, key),
        key=key,
        format_func=said,
        placeholder=tr(f"page.sidebar.{hint}"),
        help=tr(help) if tr.has(help) else None,
        filter_mode="contains",
        select_all=False,
    )


def _states(offer: Offered, tr: Translator) -> None:
    for key, codes in offer.parties.items():
        _several(key, codes, lambda code: offer.labels.get(code) or party(code, tr), tr)


def _kinds(tr: Translator) -> None:
    kinds = [*_GROUPS, *(kind for kind in KINDS if kind not in _GROUPS)]
    _several("kinds", kinds, lambda kind: _kind(kind, tr), tr, "kinds_hint")
    _several("statuses", STATUSES, lambda one: tr.capital(tr.status(one)), tr, "statuses_hint")
    st.selectbox(
        tr("page.sidebar.undated"),
        list(UNDATED),
        key="undated",
        format_func=lambda one: tr(f"page.sidebar.undated_{one}", years=UNDATED_YEARS),
        help=tr("page.sidebar.undated_help"),
        filter_mode=None,
    )


def _kind(kind: str, tr: Translator) -> str:
    if kind in _GROUPS:
        return tr(f"page.group.{kind}")
    return tr.capital(tr.kind(kind))


def _further(atlas: Atlas, offer: Offered, tr: Translator) -> None:
    sources = atlas.dataset.sources.by_id
    with st.expander(tr("page.sidebar.more")):
        named, titled = offer.cities, offer.sources
        _several("cities", [*named], lambda city: named.get(city) or i18n.plain(city, LONGEST), tr)
        _several("sources", [*titled], lambda id: titled.get(id) or source(sources.get(id), id), tr)
        box = st.session_state.get("bbox")
        if box:
            edges = ", ".join(f"{edge:g}" for edge in box)
            st.caption(tr("page.sidebar.box", edges=edges))
            st.button(tr("page.sidebar.unbox"), on_click=_unbox)


def _unbox() -> None:
    st.session_state["bbox"] = None


def _map(tr: Translator) -> None:
    """What the map is drawn on: its background, where there is a choice, and its boundaries."""
    offered = {key: one for key, one in _backgrounds().items() if key}
    if offered:
        st.selectbox(
            tr("page.sidebar.background"),
            ["", *offered],
            key="background",
            format_func=lambda key: _background(offered.get(key), tr),
            help=tr("tiles.help"),
            filter_mode=None,
        )
    st.selectbox(
        tr("page.sidebar.viewpoint"),
        _viewpoints(tr),
        key="viewpoint",
        format_func=lambda code: party(code, tr) if code else tr("tiles.de_facto"),
        help=tr("page.sidebar.viewpoint_help"),
        filter_mode="contains",
    )


def _backgrounds() -> dict[str, tiles.Background | None]:
    """Key of a background -> the background; that of Natural Earth is blank, and none."""
    return {"": None, **{one.key: one for one in tiles.choices()}}


@lru_cache
def _viewpoints(tr: Translator) -> tuple[str, ...]:
    return "", *sorted(basemap.VIEWPOINTS, key=lambda code: parties.fold(tr.party(code)))


def _background(chosen: tiles.Background | None, tr: Translator) -> str:
    if chosen is None:
        return tr("tiles.natural_earth")
    return i18n.plain(chosen.name, 60) if chosen.name else tr(f"tiles.{chosen.key}")


def _dataset_line(atlas: Atlas, tr: Translator) -> str:
    own = atlas.dataset.own
    title = i18n.markdown(own.get("title") or own.get("name") or atlas.dataset.folder.name, LONGEST)
    return tr(
        "page.pack.line",
        title=title,
        missions=tr("words.missions", count=len(atlas.dataset.missions)),
        sources=tr("page.sources", count=len(atlas.dataset.sources)),
        hash=atlas.dataset.sha256[:12],
    )
