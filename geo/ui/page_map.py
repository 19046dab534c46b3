"""The map page: what is shown, on a map and on a card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo import absence, cards, network, words
from geo.cards import html
from geo.conflicts import unheard
from geo.errors import AtlasError
from geo.ui import (
    citing,
    downloads,
    emptiness,
    errors,
    links,
    mapping,
    masthead,
    opening,
    state,
    style,
    summary,
)
from geo.ui.sidebar import VIEW
from geo.ui.state import View
from geo.vocabulary import KINDS, UNDATED_YEARS

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

__all__ = ["page"]

_LONGEST: Final = 1_000
_LONGEST_NAME: Final = 120
_MOST_OPTIONS: Final = 600
_MOST_LINKS: Final = 12
_KEPT: Final = 32
_CHOICE: Final = "choice"


def page() -> None:
    """Draw the page for the view that the sidebar has kept."""
    view: View = st.session_state[VIEW]
    style.apply()
    voice = view.voice
    top = st.container()
    left, right = st.columns([8, 5], gap="medium")
    with left, st.container(key="map_side"):
        # The map is on its way to the browser while all else is still being worked out.
        mapping.draw(view, summary.title(view.selection, _certainty(view), voice))
        missions = view.atlas.missions(view.selection)
        said = summary.sentences(view.atlas, view.selection, missions, voice)
        with top:
            masthead.masthead(view, voice("page.title"), said, voice("page.intro"))
            if early := unheard(view.atlas, view.selection, voice):
                st.info(words.markdown(early, errors.LONGEST))
        _under(view, said[1:], disabled=not len(missions))
        downloads.draw(view, disabled=not len(missions))
    with right, st.container(key="card_side"):
        _card(view, missions)
    masthead.foot(view)
    state.leave(view)


def _certainty(view: View) -> pd.DataFrame:
    """Of the missions that are shown only their status, and whether they surely have it."""
    import pandas as pd

    sieve = view.atlas.sieve
    state = sieve.state(view.selection)
    told, _ = sieve.stretches
    shown = state.episode[state.shown]
    return pd.DataFrame({name: told[name][shown] for name in ("status", "certainty")}, dtype=object)


def _under(view: View, more: list[str], disabled: bool) -> None:
    """Draw what belongs to the map: all of it in view, what is hidden or absent, the rest."""
    with st.container(horizontal=True, key="under_map", vertical_alignment="center"):
        st.button(
            view.voice("page.map.all"),
            key="show_all",
            icon=":material/zoom_out_map:",
            on_click=mapping.show_all,
            args=(view.atlas, view.selection),
            disabled=disabled,
        )
        citing.draw(view, (), "view", disabled)
        hidden = summary.hidden(view.atlas, view.selection, view.voice)
        told = view.voice.sentences([hidden, *_absent(view)])
        st.caption(words.markdown(told), width="stretch")
    if number := summary.farther(view.atlas, view.selection):
        every = view.link(selection=view.selection.but(undated="all"))
        said = view.voice("page.map.undated", count=number, years=UNDATED_YEARS)
        show = links.link(view.voice("page.map.show_undated"), every)
        st.html(f'<p class="ea-foot">{words.escape(said)} {show}</p>')
    if more:
        st.html(f'<p class="ea-intro ea-narrow">{words.escape(" ".join(more), _LONGEST)}</p>')


def _absent(view: View) -> list[str]:
    """The absences that the map marks, counted by face; empty where it marks none."""
    if not absence.marked(view.atlas, view.selection):
        return []
    return absence.sentences(view.atlas, view.selection, view.voice)


def _options(view: View, missions: gpd.GeoDataFrame) -> dict[str, str]:
    """Id -> label of what is shown: pairs, then missions, then places; the open card with them."""
    known = _known_options()
    asked = (
        view.atlas.pack.sha256,
        view.voice.language,
        view.selection,
        view.selection.as_of_day,
    )
    if asked not in known:
        while len(known) >= _KEPT:
            known.pop(next(iter(known)), None)
        known[asked] = _named_options(view, missions)
    return dict(known[asked])


@st.cache_resource(show_spinner=False)
def _known_options() -> dict[tuple[object, ...], dict[str, str]]:
    """The options of the selections that were shown last, for all sessions."""
    return {}


def _named_options(view: View, missions: gpd.GeoDataFrame) -> dict[str, str]:
    atlas, rows = view.atlas, view.atlas.pack.by_id["missions"]
    ends = set(zip(missions["sending"], missions["receiving"], strict=True))
    pairs = {
        network.pair_id(a, b): _pair(view, a, b)
        for a, b in sorted(ends)
        if a < b and (b, a) in ends
    }
    named = {id: _tight(view, rows[id]) for id in missions["id"][:_MOST_OPTIONS]}
    order = {group: number for number, group in enumerate(dict.fromkeys(KINDS.values()))}
    ranked = sorted(named, key=lambda id: (order[KINDS[rows[id]["kind"]]], named[id], id))
    places = atlas.places(view.selection)
    options = {
        **pairs,
        **{id: named[id] for id in ranked},
        **{
            id: view.voice("page.map.place", name=name)
            for id, name in zip(places["id"], places["name"], strict=True)
        },
    }
    return {id: words.plain(label, _LONGEST_NAME) for id, label in options.items()}


def _card(view: View, missions: gpd.GeoDataFrame) -> None:
    voice, selection = view.voice, view.selection
    options = _options(view, missions)
    card, fault = None, None
    if view.show:
        try:
            card = cards.card(
                view.atlas, view.show, selection.as_of, selection.known_on, voice.language
            )
            options.setdefault(view.show, words.plain(card.title, _LONGEST_NAME))
        except AtlasError as error:
            fault = error
    options = state.distinct(options)
    st.session_state[_CHOICE] = view.show if card else None
    st.selectbox(
        voice("page.map.choose"),
        list(options),
        key=_CHOICE,
        index=None,
        format_func=lambda id: options.get(id, id),
        placeholder=voice("page.map.shown", count=len(missions)),
        on_change=_choose,
        filter_mode="contains",
    )
    if len(missions) > _MOST_OPTIONS:
        end = words.escape(voice("page.map.list_end", number=_MOST_OPTIONS))
        table = links.link(voice("page.map.to_table"), view.link("table"), focus="ea-title")
        st.html(f'<p class="ea-foot">{end} {table}.</p>')
    if not len(missions):
        emptiness.draw(view)
    if fault is not None:
        errors.show(fault, voice)
    if card is not None:
        st.html(f'<div id="ea-card" tabindex="-1">{html.head(card, voice)}</div>')
        _links(card, view)
        conflicts = view.link("conflicts") if "conflicts" in state.PAGES else ""
        st.html(html.body(card, voice, lambda id: view.link("map", show=id), conflicts))
    elif len(missions):
        st.caption(voice("page.map.hint"))


def _choose() -> None:
    state.show(st.session_state.get(_CHOICE) or "")


def _links(card: cards.Card, view: View) -> None:
    """Buttons to the cards that this one leads to."""
    found: dict[str, str] = {}
    if card.what == "mission":
        row = view.atlas.mission(card.id.removeprefix("seat:"))
        id = network.pair_id(row["sending"], row["receiving"])
        found[id] = _pair(view, row["sending"], row["receiving"])
    for section in card.sections:
        for line in section.rows:
            if line.leads_to and line.leads_to != card.id:
                found.setdefault(line.leads_to, _name(view, line.leads_to))
    if card.what in ("mission", "pair"):
        ways = [links.link(view.voice("courses.page.to"), view.link("courses"), focus="ea-title")]
        if opening.editing():
            ways.append(
                links.link(view.voice("editform.add_claim"), view.link("edit"), focus="ea-title")
            )
        st.html(f'<p class="ea-foot">{" · ".join(ways)}</p>')
    with st.container(horizontal=True, gap="small", key="links"):
        bounds = mapping.reach(view.atlas, view.selection, card.id)
        if bounds is not None:
            st.button(
                view.voice("page.map.go"),
                key="look",
                icon=":material/my_location:",
                on_click=mapping.look_at,
                args=(bounds,),
            )
        citing.draw(view, (card.id,), "card")
        for id, name in list(found.items())[:_MOST_LINKS]:
            st.button(
                words.markdown(name, _LONGEST_NAME),
                key=f"go_{id}",
                on_click=state.show,
                args=(id,),
            )


def _pair(view: View, a: str, b: str) -> str:
    return view.voice.listed([view.voice.tight(a), view.voice.tight(b)])


def _name(view: View, id: str) -> str:
    by_id = view.atlas.pack.by_id
    if row := by_id["missions"].get(id):
        return _tight(view, row)
    row = by_id["places"].get(id)
    return row["name"] if row else id


def _tight(view: View, row: Mapping[str, str]) -> str:
    """What a mission is called on a button or in a list."""
    return view.voice.tight_label(row["kind"], row["sending"], row["receiving"], row["city"])
