"""The sidebar that all pages share: the selection, and what is hidden by it."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo import basemap, i18n, parties, tiles
from geo.atlas import Atlas, search
from geo.atlas.search import Result
from geo.i18n import Translator
from geo.render import Markup, render
from geo.selection import UNDATED, Selection
from geo.ui import address, errors, open_atlas, page_list, state
from geo.ui.components import insets, map, summary
from geo.ui.components.choices import LONGEST, offered, party, source
from geo.ui.components.parts import Link, button, choose, line, several
from geo.ui.state import VIEW, View
from geo.vocabulary import KINDS, STATUSES, UNDATED_YEARS

_FAULTS: Final = "sidebar_faults"
_GROUPS: Final = ("embassy", "consulate", "liaison")
_MOST_FOUND: Final = 8
_LONGEST_FOUND: Final = 100


def view(page: str) -> None:
    """Work out the view of this run from the sidebar's widgets, before the sidebar is drawn."""
    st.session_state.pop(VIEW, None)
    page_list.forward(page)
    tr = state.tr()
    atlas = open_atlas.atlas(tr)
    name = page or "map"
    problems = state.arrive(atlas, name)
    if st.session_state.get("background") not in _backgrounds(tr):
        st.session_state["background"] = ""
    chosen, refused = state.chosen()
    missing = atlas.not_in_dataset(chosen.selection)
    if said := [tr.capital(errors.told(one, tr)) for one in (*problems, *missing)]:
        with st.container(key="problems"):
            errors.problems(said)
    st.session_state[_FAULTS] = refused
    st.session_state[VIEW] = View(atlas, chosen, name, tr)


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
            find(shown)
        for key, column in zip(("as_of", "known_on"), st.columns(2), strict=True):
            _text(key, tr, at=column)
        wrong_dates = st.container()
        _lists(atlas, tr)
        refused = st.session_state.pop(_FAULTS, {})
        why = {key: errors.told(error, tr) for key, error in refused.items()}
        what = {key: tr(f"page.sidebar.{key}") for key in why}
        labelled = {k: tr("page.sidebar.problem", what=what[k], why=why[k]) for k in why}
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


def _languages(view: View) -> Markup:
    languages = [
        Link(
            name,
            view.link(language=language),
            id=f"ea-lang-{language}",
            current="true" if language == view.tr.language else "",
            language=language,
        )
        for language, name in state.LANGUAGES.items()
    ]
    return render("ui/languages", tr=view.tr, languages=languages)


def _text(key: str, tr: Translator, at: DeltaGenerator, max_chars: int | None = None) -> None:
    label, hint, help = (tr(f"page.sidebar.{key}{end}") for end in ("", "_hint", "_help"))
    at.text_input(label, key=key, max_chars=max_chars, placeholder=hint, help=help)


def find(view: View) -> None:
    """Draw the search box and its results: buttons that open a card and zoom to it."""
    text, tr = view.selection.text, view.tr
    box = st.container(key="search")
    _text("text", tr, box, max_chars=200)
    if not view.selection.terms:
        return
    count, found = search.find(view.atlas, text, view.selection, tr.language, _MOST_FOUND)
    told = tr("find.count", count=count) if count else tr("find.none", text=text)
    if count > len(found):
        told = tr("find.first", number=len(found), total=count)
    with box, st.container(key="found"):
        line(i18n.plain(told, _LONGEST_FOUND), role="status")
        for number, one in enumerate(found):
            _result(view, one, number)
        near = [] if count else search.suggestions(view.atlas, text)
        if near:
            st.caption(tr("find.suggestions"))
        for number, other in enumerate(near):
            label = i18n.markdown(other, _LONGEST_FOUND)
            button(label, f"meant_{number}", st.session_state.update, {"text": other})


def _result(view: View, one: Result, number: int) -> None:
    tr, missions = view.tr, view.atlas.mission_filter
    row = missions.numbers.get(one.id)
    is_hidden = row is not None and not missions.state(view.selection).shown[row]
    hidden = f" ({tr('find.hidden')})" if is_hidden else ""
    label = f"**{_short(one.name)}** · {tr(f'find.type.{one.type}')}{hidden}"
    pressed = button(label, f"found_{number}", _choose, one, width="stretch")
    st.caption(_short(" · ".join(part for part in (one.about, search.told(one, tr)) if part)))
    if pressed and view.page != "map":
        query = address.write(view.address, listing=False)
        st.switch_page(
            page_list.page("map"), query_params={key: value[0] for key, value in query.items()}
        )


def _short(text: str) -> str:
    short = text if len(text) <= _LONGEST_FOUND else f"{text[: _LONGEST_FOUND - 1]}…"
    return i18n.markdown(short)


def _choose(one: Result) -> None:
    if one.opens:
        state.show(one.opens)
    map.go(one.where)


def _lists(atlas: Atlas, tr: Translator) -> None:
    offer = offered(atlas, tr)

    def draw(key: str, options: Iterable[str], said: Callable[[str], str], hint: str) -> None:
        """Draw a list; chosen values are options even if the dataset lacks them."""
        more, chosen = f"page.sidebar.{key}_help", st.session_state.get(key, [])
        told = {one: said(one) for one in dict.fromkeys([*options, *chosen])}
        help = tr(more) if tr.has(more) else None
        several(tr(f"page.sidebar.{key}"), told, key, tr(hint), help=help)

    def kind(one: str) -> str:
        return tr(f"page.group.{one}") if one in _GROUPS else tr.capital(tr.kind(one))

    hint, sources = "page.sidebar.any", atlas.dataset.sources.by_id
    for key, codes in offer.parties.items():
        draw(key, codes, lambda code: offer.labels.get(code) or party(code, tr), hint)
    kinds = [*dict.fromkeys((*_GROUPS, *KINDS))]
    draw("kinds", kinds, kind, "page.sidebar.kinds_hint")
    status_hint = "page.sidebar.statuses_hint"
    draw("statuses", STATUSES, lambda one: tr.capital(tr.status(one)), status_hint)
    undated = {one: tr(f"page.sidebar.undated_{one}", years=UNDATED_YEARS) for one in UNDATED}
    help = tr("page.sidebar.undated_help")
    choose(tr("page.sidebar.undated"), undated, "undated", help=help)
    with st.expander(tr("page.sidebar.more")):
        city, title = offer.cities, offer.sources
        draw("cities", [*city], lambda one: city.get(one) or i18n.plain(one, LONGEST), hint)
        draw("sources", [*title], lambda id: title.get(id) or source(sources.get(id), id), hint)
        if box := st.session_state.get("bbox"):
            edges = ", ".join(f"{edge:g}" for edge in box)
            st.caption(tr("page.sidebar.box", edges=edges))
            open_box = st.session_state.update
            st.button(tr("page.sidebar.unbox"), on_click=open_box, args=({"bbox": None},))


def _map(tr: Translator) -> None:
    """What the map is drawn on: its background, where there is a choice, and its boundaries."""
    named = _backgrounds(tr)
    if len(named) > 1:
        choose(tr("page.sidebar.background"), named, "background", help=tr("tiles.help"))
    label, help = tr("page.sidebar.viewpoint"), tr("page.sidebar.viewpoint_help")
    choose(label, _viewpoints(tr), "viewpoint", help=help, filter_mode="contains")


def _backgrounds(tr: Translator) -> dict[str, str]:
    """Key of a background -> its name; the key of Natural Earth is blank."""
    named = {one.key: i18n.plain(one.name, 60) or tr(f"tiles.{one.key}") for one in tiles.choices()}
    return {"": tr("tiles.natural_earth"), **named}


@lru_cache
def _viewpoints(tr: Translator) -> dict[str, str]:
    codes = sorted(basemap.VIEWPOINTS, key=lambda code: parties.fold(tr.party(code)))
    return {"": tr("tiles.de_facto"), **{code: party(code, tr) for code in codes}}


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
