"""The map page: what is shown, on a map and on a card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo import cards, countries, network, words
from geo.errors import AtlasError
from geo.ui import card_view, downloads, errors, mapping, state, style, summary
from geo.ui.sidebar import VIEW
from geo.ui.state import View
from geo.vocabulary import KINDS

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["page"]

_TITLE: Final = "Embassy Atlas"
_INTRO: Final = "Diplomatic missions, and who says so."
_HINT: Final = (
    "A card tells of a mission, a line or a place: what happened and what was expected, where it "
    "is and how exactly that is known, who heads it, and which source says each of these."
)
_LONGEST: Final = 1_000
_MOST_OPTIONS: Final = 600
_MOST_LINKS: Final = 12
_CHOICE: Final = "choice"
_BOUNDARIES: Final = (
    "Boundaries and names are drawn as in Natural Earth (de facto view); they imply no judgement "
    "on the status of any territory. A mission that is not here is not thereby absent."
)


def page() -> None:
    """Draw the page for the view that the sidebar has kept."""
    view: View = st.session_state[VIEW]
    style.apply()
    missions = view.atlas.missions(view.selection)
    _head(view, missions)
    left, right = st.columns([8, 5], gap="medium")
    with left, st.container(key="map_side"):
        mapping.draw(view)
        _under(view, missions)
        downloads.draw(view, disabled=not len(missions))
    with right, st.container(key="card_side"):
        _card(view, missions)
    _foot(view)
    state.leave(view.selection, view.show)


def _head(view: View, missions: gpd.GeoDataFrame) -> None:
    first, *more = summary.sentences(view.atlas, view.selection, missions)
    rest = f' <span class="ea-wide">{words.escape(" ".join(more), _LONGEST)}</span>' if more else ""
    st.html(
        f'<h1 class="ea-title">{_TITLE}</h1><p class="ea-intro ea-soft">{_INTRO}</p>'
        f'<p class="ea-intro" role="status">{words.escape(first, _LONGEST)}{rest}</p>'
    )


def _under(view: View, missions: gpd.GeoDataFrame) -> None:
    """Draw what belongs to the map: all of it in view, what is hidden, and the rest of the sum."""
    _, *more = summary.sentences(view.atlas, view.selection, missions)
    with st.container(horizontal=True, key="under_map", vertical_alignment="center"):
        st.button(
            "Show all of it",
            key="show_all",
            icon=":material/zoom_out_map:",
            on_click=mapping.show_all,
            args=(view.atlas, view.selection),
            disabled=not len(missions),
        )
        st.caption(words.markdown(summary.hidden(view.atlas, view.selection)), width="stretch")
    if more:
        st.html(f'<p class="ea-intro ea-narrow">{words.escape(" ".join(more), _LONGEST)}</p>')


def _empty(view: View) -> None:
    asked = words.markdown(summary.described(view.selection), 400)
    st.info(
        f"No mission in this pack {asked or 'is shown'} on the days chosen. "
        "Missing here is not absent in the world."
    )
    for label, selection, number in summary.looser(view.atlas, view.selection):
        st.button(
            f"{label}: {words.counted(number, 'mission')}",
            key=f"looser_{label}",
            on_click=state.put,
            args=(selection,),
        )


def _options(view: View, missions: gpd.GeoDataFrame) -> dict[str, str]:
    """Id -> label of what is shown: pairs, then missions, then places; the open card with them."""
    atlas, rows = view.atlas, view.atlas.pack.by_id["missions"]
    ends = set(zip(missions["sending"], missions["receiving"], strict=True))
    pairs = {
        network.pair_id(a, b): f"{words.tight(a)} and {words.tight(b)}"
        for a, b in sorted(ends)
        if a < b and (b, a) in ends
    }
    named = {id: _tight(rows[id]) for id in missions["id"][:_MOST_OPTIONS]}
    order = {group: number for number, group in enumerate(dict.fromkeys(KINDS.values()))}
    ranked = sorted(named, key=lambda id: (order[KINDS[rows[id]["kind"]]], named[id], id))
    places = atlas.places(view.selection)
    options = {
        **pairs,
        **{id: named[id] for id in ranked},
        **{id: f"{name} (place)" for id, name in zip(places["id"], places["name"], strict=True)},
    }
    return {id: words.plain(label, 120) for id, label in options.items()}


def _card(view: View, missions: gpd.GeoDataFrame) -> None:
    options = _options(view, missions)
    selection = view.selection
    card, fault = None, None
    if view.show:
        try:
            card = cards.card(view.atlas, view.show, selection.as_of, selection.known_on)
            options.setdefault(view.show, words.plain(card.title, 120))
        except AtlasError as error:
            fault = error
    options = state.distinct(options)
    st.session_state[_CHOICE] = view.show if card else None
    st.selectbox(
        "Shown here: choose one, or click it on the map",
        list(options),
        key=_CHOICE,
        index=None,
        format_func=lambda id: options.get(id, id),
        placeholder=f"{words.counted(len(missions), 'mission')} shown",
        on_change=_choose,
    )
    if len(missions) > _MOST_OPTIONS:
        st.caption(f"The list holds the first {_MOST_OPTIONS:,}. Search to narrow it down.")
    if not len(missions):
        _empty(view)
    if fault is not None:
        errors.show(fault)
    if card is not None:
        st.html(card_view.head(card))
        _links(card, view)
        st.html(card_view.body(card))
    elif len(missions):
        st.caption(_HINT)


def _choose() -> None:
    state.show(st.session_state.get(_CHOICE) or "")


def _links(card: cards.Card, view: View) -> None:
    """Buttons to the cards that this one leads to."""
    found: dict[str, str] = {}
    if card.what == "mission":
        row = view.atlas.mission(card.id.removeprefix("seat:"))
        id = network.pair_id(row["sending"], row["receiving"])
        found[id] = f"{words.tight(row['sending'])} and {words.tight(row['receiving'])}"
    for section in card.sections:
        for line in section.rows:
            if line.leads_to and line.leads_to != card.id:
                found.setdefault(line.leads_to, _name(view, line.leads_to))
    with st.container(horizontal=True, gap="small", key="links"):
        bounds = mapping.reach(view.atlas, view.selection, card.id)
        if bounds is not None:
            st.button(
                "Go there on the map",
                key="look",
                icon=":material/my_location:",
                on_click=mapping.look_at,
                args=(bounds,),
            )
        for id, name in list(found.items())[:_MOST_LINKS]:
            st.button(words.markdown(name, 120), key=f"go_{id}", on_click=state.show, args=(id,))


def _name(view: View, id: str) -> str:
    by_id = view.atlas.pack.by_id
    if row := by_id["missions"].get(id):
        return _tight(row)
    row = by_id["places"].get(id)
    return row["name"] if row else id


def _tight(row: Mapping[str, str]) -> str:
    """What a mission is called on a button or in a list."""
    return words.tight_label(row["kind"], row["sending"], row["receiving"], row["city"])


def _foot(view: View) -> None:
    own = view.atlas.pack.own
    licences = own.get("licenses") or []
    names = [str(one.get("title") or one.get("name") or "") for one in licences]
    data = f"Data: {words.escape(', '.join(n for n in names if n), 200)}. " if any(names) else ""
    st.html(
        f'<hr style="opacity:.3"><p class="ea-foot">{_BOUNDARIES}</p>'
        f'<p class="ea-foot">{data}Base map: Natural Earth (public domain). '
        f"{words.escape(countries.CREDIT)} Sources of every value stand on its card.</p>"
    )
