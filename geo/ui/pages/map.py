"""The map page: the selection, on a map and on a card."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from html import unescape
from typing import Final
from urllib.parse import quote_plus, urlsplit

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from geo import dates, i18n
from geo.atlas import Atlas, absence
from geo.atlas.relation_lines import pair_id
from geo.dataset import Mission
from geo.errors import AtlasError
from geo.i18n import Translator
from geo.render import card_body, card_head, has_statement, render, statement_anchor
from geo.reports import cards
from geo.reports.citations import public_url
from geo.reports.conflicts import unheard
from geo.selection import Selection
from geo.ui import address, errors, open_atlas, sidebar, state, style
from geo.ui.address import ALIASES
from geo.ui.components import citations, downloads, insets, links, map, masthead, summary
from geo.ui.components.parts import TITLE, Link, Piece, line, nothing_shown, popover
from geo.ui.shared import kept
from geo.ui.sidebar import VIEW
from geo.ui.state import View
from geo.vocabulary import KINDS, UNDATED_YEARS

_LONGEST: Final = 1_000
_LONGEST_NAME: Final = 120
_MOST_OPTIONS: Final = 600
_MOST_LINKS: Final = 12
_CHOICE: Final = "choice"
_TO_CARD: Final = "to-card:"
_TO_CLAIM: Final = "to-claim:"
_TO_CONFLICTS: Final = "to-conflicts"
_LINKS: Final = re.compile(rf'href="({_TO_CARD}|{_TO_CLAIM}|{_TO_CONFLICTS})([^"#]*)')


def page() -> None:
    """Draw the page for the view that the sidebar has kept."""
    view: View = st.session_state[VIEW]
    tr = view.tr
    style.apply(tr("page.sidebar.head"))
    top = st.container(key="top")
    with st.container(key="map_side"):
        # The map is on its way to the browser while all else is still being worked out.
        map.draw(view, summary.title(view.atlas, view.selection, tr))
    with top:
        masthead.masthead(view, tr("page.title"))
        sidebar.search(view)
    number = summary.count(view.atlas, view.selection)
    with st.container(key="card_side"):
        st.html(render("ui/fold", text=tr("page.map.fold")))
        if early := unheard(view.atlas, view.selection, tr):
            st.info(i18n.markdown(early, errors.LONGEST))
        _card(view, number)
    _status(view, disabled=not number)
    links.script(tr, statement_anchor(view.address.claim) if view.address.claim else "")
    state.leave(view)


def _status(view: View, disabled: bool) -> None:
    """Draw the line below the map: what is shown in one line, and what can be done with it."""
    tr = view.tr
    said = [summary.shown(view.atlas, view.selection, tr)]
    said.append(summary.hidden(view.atlas, view.selection, tr))
    with st.container(horizontal=True, key="under_map", vertical_alignment="center"):
        line(i18n.plain(tr.sentences(said), _LONGEST), role="status")
        st.button(
            tr("page.map.all"),
            key="show_all",
            icon=":material/zoom_out_map:",
            on_click=map.show_all,
            args=(view.atlas, view.selection),
            disabled=disabled,
        )
        popover(tr("page.map.details"), "info", "details", partial(_details, view))
        files = partial(downloads.draw, view, disabled)
        popover(tr("page.file.head"), "download", "files", files)
        popover(tr("page.map.share"), "share", "share", partial(_share, view))
        citations.draw(view, (), "view", disabled)


def _details(view: View) -> None:
    """Count, precision and publishers of the missions shown, and the notes of every page."""
    tr, atlas, selection = view.tr, view.atlas, view.selection
    said = summary.sentences(atlas, selection, atlas.missions(selection), tr)
    said += [summary.hidden(atlas, selection, tr), *_absent(view)]
    line(i18n.plain(tr.sentences(said), _LONGEST))
    if number := summary.farther(atlas, selection):
        every = view.link(selection=selection.but(undated="all"))
        more = tr("page.map.undated", count=number, years=UNDATED_YEARS)
        line(more, " ", Link(tr("page.map.show_undated"), every))
    masthead.notes(view)


def _share(view: View) -> None:
    """The address of this view, with a button that copies it."""
    here = urlsplit(st.context.url or "")
    base = public_url() or f"{here.scheme}://{here.netloc}/"
    query = address.query_of(address.write(view.address, listing=False))
    st.caption(view.tr("page.map.share_help"))
    st.code(f"{base.rstrip('/')}/?{query}", language=None, wrap_lines=True)


def _absent(view: View) -> list[str]:
    """The absences that the map marks, counted by face; empty where it marks none."""
    if not absence.marked(view.atlas, view.selection):
        return []
    return absence.sentences(view.atlas, view.selection, view.tr)


def _options(view: View) -> dict[str, str]:
    """Id -> label of the selection: pairs, then missions, then places; not to be changed."""
    asked = ("options", view.tr, view.selection, view.selection.as_of_day)
    return kept(view.atlas, asked, lambda: state.distinct(_named_options(view)))


def _named_options(view: View) -> dict[str, str]:
    atlas, rows = view.atlas, view.atlas.dataset.missions
    shown = atlas.mission_filter.state(view.selection).shown
    ordered, codes, sending, receiving = atlas.once(_ordered)
    ends, back = (
        np.unique(one[shown] * len(codes) + other[shown])
        for one, other in ((sending, receiving), (receiving, sending))
    )
    mutual = np.intersect1d(ends, back, assume_unique=True)
    found = [(codes[end // len(codes)], codes[end % len(codes)]) for end in mutual.tolist()]
    pairs = {pair_id(a, b): _pair(view.tr, a, b) for a, b in found if a < b}
    first = [rows[number] for number in ordered[shown[ordered]][:_MOST_OPTIONS].tolist()]
    named = {one.id: _name(view.tr, one) for one in first}
    order = {group: number for number, group in enumerate(dict.fromkeys(KINDS.values()))}
    ranked = sorted((order[KINDS[one.kind]], named[one.id], one.id) for one in first)
    places = {
        one.id: view.tr("page.map.place", name=one.name) for one in atlas.drawn(view.selection)
    }
    options = {**pairs, **{id: name for _, name, id in ranked}, **places}
    return {id: _plain(label) for id, label in options.items()}


def _ordered(
    atlas: Atlas,
) -> tuple[NDArray[np.intp], list[str], NDArray[np.intp], NDArray[np.intp]]:
    """Rows of the missions by id; the codes of their ends by name, and the numbers of each end."""
    columns = atlas.mission_filter.columns
    ends = np.concatenate([columns["sending"], columns["receiving"]]).astype(str)
    codes, numbers = np.unique(ends, return_inverse=True)
    sending, receiving = numbers.reshape(2, -1)
    return np.argsort(columns["id"].astype(str)), codes.tolist(), sending, receiving


def _card(view: View, number: int) -> None:
    tr, options = view.tr, _options(view)
    card, problem = None, None
    if view.show:
        try:
            card, head, body = _written(view)
            if view.show not in options:
                options = state.distinct({**options, view.show: _plain(card.title)})
        except AtlasError as error:
            problem = error
    st.session_state[_CHOICE] = view.show if card else None
    st.selectbox(
        tr("page.map.choose"),
        list(options),
        key=_CHOICE,
        index=None,
        format_func=lambda id: options.get(id, id),
        placeholder=tr("page.map.shown", count=number),
        on_change=_choose,
        filter_mode="contains",
    )
    if number > _MOST_OPTIONS:
        table = Link(tr("page.map.to_table"), view.link("table"), focus=TITLE)
        line(tr("page.map.list_end", number=_MOST_OPTIONS), " ", table, ".")
    if not number:
        nothing_shown(view)
    if problem is not None:
        errors.show(problem, tr)
    if card is not None:
        st.html(head)
        _actions(card, view)
        insets.place(view, card)
        claim = view.address.claim
        if claim and not has_statement(card, claim):
            st.info(tr("page.map.claim_hidden"))
        st.html(_linked(body, view))
        if card.what != "state":  # its parts are such links already
            _links(card, view)
    elif number:
        st.caption(tr("page.map.hint"))


def _written(view: View) -> tuple[cards.Card, str, str]:
    """The open card, its head and its body as HTML; the links in the body are not yet set."""
    tr, days = view.tr, (view.selection.as_of, view.selection.known_on)
    claim = view.address.claim

    def write() -> tuple[cards.Card, str, str]:
        card = cards.card(view.atlas, view.show, *days, tr.language)
        head = render("ui/card", head=card_head(card, tr))
        body = card_body(
            card,
            tr,
            lambda id: f"{_TO_CARD}{id}",
            _TO_CONFLICTS,
            lambda id: f"{_TO_CLAIM}{id}",
            claim,
        )
        return card, head, body

    return kept(view.atlas, ("card", view.show, claim, *days, dates.today(), tr), write)


def _linked(body: str, view: View) -> str:
    """The body of a card with its links, which keep the reader's selection."""
    ways = {
        _TO_CARD: view.link("map", show="\0"),
        _TO_CLAIM: view.link("map", show=view.show, claim="\0"),
        _TO_CONFLICTS: view.link("conflicts"),
    }

    def link(found: re.Match[str]) -> str:
        id = quote_plus(unescape(found[2] or ""), safe=",:")
        to = ways[found[1]].replace("%00", id)
        return 'href="' + to.replace("&", "&amp;")  # all else is percent-encoded

    return _LINKS.sub(link, body)


def _choose() -> None:
    state.show(st.session_state.get(_CHOICE) or "")


def _actions(card: cards.Card, view: View) -> None:
    """What can be done with a card: see its timeline, add to it, zoom to it, cite it."""
    if card.what in ("mission", "pair"):
        onward: list[Piece] = [
            Link(view.tr("courses.page.to"), view.link("timelines"), focus=TITLE)
        ]
        if open_atlas.editing():
            edit = Link(view.tr("page.name.edit"), view.link("edit"), focus=TITLE)
            onward += [" · ", edit]
        line(*onward)
    what, _, codes = card.id.partition(":")
    if what in ALIASES:
        to = Selection.from_query({ALIASES[what]: codes.replace("-", ",")})
        line(Link(view.tr(f"profile.page.open_{what}"), view.link(what, selection=to), focus=TITLE))
    with st.container(horizontal=True, gap="small", key="actions"):
        bounds = map.reach(view.atlas, view.selection, card.id)
        if bounds is not None:
            st.button(
                view.tr("page.map.go"),
                key="look",
                icon=":material/my_location:",
                on_click=map.look_at,
                args=(bounds,),
            )
        citations.draw(view, (card.id,), "card")


def _links(card: cards.Card, view: View) -> None:
    found: dict[str, str] = {}
    if card.what == "mission":
        mission = view.atlas.mission(card.id.removeprefix("seat:"))
        ends = mission.sending, mission.receiving
        found[pair_id(*ends)] = _pair(view.tr, *ends)
    for section in card.sections:
        for row in section.rows:
            if row.leads_to and row.leads_to != card.id:
                found.setdefault(row.leads_to, cards.name(view.atlas, row.leads_to, view.tr))
    with st.container(horizontal=True, gap="small", key="links"):
        for id, name in list(found.items())[:_MOST_LINKS]:
            st.button(
                i18n.markdown(name, _LONGEST_NAME), key=f"go_{id}", on_click=state.show, args=(id,)
            )


@lru_cache(maxsize=16_384)
def _plain(label: str) -> str:
    return i18n.plain(label, _LONGEST_NAME)


@lru_cache(maxsize=8_192)
def _pair(tr: Translator, a: str, b: str) -> str:
    return tr.listed([tr.party(a), tr.party(b)])


@lru_cache(maxsize=8_192)
def _label(tr: Translator, kind: str, sending: str, receiving: str, city: str) -> str:
    return tr.label(kind, sending, receiving, city)


def _name(tr: Translator, row: Mission) -> str:
    return row.name or _label(tr, row.kind, row.sending, row.receiving, row.city)
