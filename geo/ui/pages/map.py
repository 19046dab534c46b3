"""The map page: the selection, on a map and on a card."""

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
from geo.errors import AtlasError
from geo.i18n import Translator
from geo.render import card_body, card_head, has_statement, render, statement_anchor
from geo.reports import cards
from geo.reports.citations import public_url
from geo.selection import Selection
from geo.ui import address, errors, open_atlas, sidebar, state, style
from geo.ui.address import ALIASES
from geo.ui.components import citations, downloads, insets, map, masthead, summary
from geo.ui.components.parts import TITLE, Link, button, find, line, nothing_shown, popover
from geo.ui.pages.conflicts import early
from geo.ui.shared import kept
from geo.ui.state import View
from geo.vocabulary import KINDS, UNDATED_YEARS

Numbers = NDArray[np.intp]
_LONGEST: Final = 1_000
_LONGEST_NAME: Final = 120
_MOST_OPTIONS: Final = 600
_MOST_LINKS: Final = 12
_CHOICE: Final = "choice"
_TO_CARD: Final = "to-card:"
_TO_CLAIM: Final = "to-claim:"
_TO_CONFLICTS: Final = "to-conflicts"
_LINKS: Final = re.compile(rf'href="({_TO_CARD}|{_TO_CLAIM}|{_TO_CONFLICTS})([^"#]*)')


def page(view: View) -> None:
    """Draw the page for a view."""
    tr = view.tr
    style.apply(tr("page.sidebar.head"))
    top = st.container(key="top")
    with st.container(key="map_side"):
        # The map is on its way to the browser while all else is still being worked out.
        map.draw(view, summary.title(view.atlas, view.selection, tr))
    with top:
        masthead.masthead(view, tr("page.title"))
        sidebar.find(view)
    number = summary.count(view.atlas, view.selection)
    with st.container(key="card_side"):
        st.html(render("ui/fold", text=tr("page.map.fold")))
        early(view)
        _card(view, number)
    _status(view, disabled=not number)
    masthead.script(view, statement_anchor(view.address.claim) if view.address.claim else "")
    state.leave(view)


def _status(view: View, disabled: bool) -> None:
    """Draw the line below the map: what is shown in one line, and what can be done with it."""
    tr, asked = view.tr, (view.atlas, view.selection)
    said = [summary.shown(*asked, tr), summary.hidden(*asked, tr)]
    with st.container(horizontal=True, key="under_map", vertical_alignment="center"):
        line(i18n.plain(tr.sentences(said), _LONGEST), role="status")
        label, icon = tr("page.map.all"), "zoom_out_map"
        button(label, "show_all", map.show_all, *asked, icon=icon, disabled=disabled)
        popover(tr("page.map.details"), "info", "details", partial(_details, view))
        files = partial(downloads.draw, view, disabled)
        popover(tr("page.file.head"), "download", "files", files)
        popover(tr("page.map.share"), "share", "share", partial(_share, view))
        citations.draw(view, (), "view", disabled)


def _details(view: View) -> None:
    """Count, precision and publishers of the missions shown, absences, the notes of every page."""
    tr, atlas, selection = view.tr, view.atlas, view.selection
    said = summary.sentences(atlas, selection, atlas.missions(selection), tr)
    said.append(summary.hidden(atlas, selection, tr))
    if absence.marked(atlas, selection):
        said += absence.sentences(atlas, selection, tr)
    line(i18n.plain(tr.sentences(said), _LONGEST))
    if number := summary.farther(atlas, selection):
        every = view.link(selection=selection.but(undated="all"))
        more = tr("page.map.undated", count=number, years=UNDATED_YEARS)
        line(more, " ", Link(tr("page.map.show_undated"), every))
    masthead.notes(view)


def _share(view: View) -> None:
    here = urlsplit(st.context.url or "")
    base = public_url() or f"{here.scheme}://{here.netloc}/"
    query = address.query_of(address.write(view.address, listing=False))
    st.caption(view.tr("page.map.share_help"))
    st.code(f"{base.rstrip('/')}/?{query}", language=None, wrap_lines=True)


def _options(view: View) -> dict[str, str]:
    """Id -> label of the selection: pairs, then missions, then places; not to be changed."""
    atlas, tr, rows = view.atlas, view.tr, view.atlas.dataset.missions

    def named() -> dict[str, str]:
        shown = atlas.mission_filter.state(view.selection).shown
        ordered, codes, sending, receiving = atlas.once(_ordered)
        ends, back = (
            np.unique(one[shown] * len(codes) + other[shown])
            for one, other in ((sending, receiving), (receiving, sending))
        )
        mutual = np.intersect1d(ends, back, assume_unique=True)
        found = [(codes[end // len(codes)], codes[end % len(codes)]) for end in mutual.tolist()]
        options = {pair_id(a, b): _pair(tr, a, b) for a, b in found if a < b}
        first = [rows[number] for number in ordered[shown[ordered]][:_MOST_OPTIONS].tolist()]
        order = {group: number for number, group in enumerate(dict.fromkeys(KINDS.values()))}
        names = [
            one.name or _label(tr, one.kind, one.sending, one.receiving, one.city) for one in first
        ]
        ranks = [order[KINDS[one.kind]] for one in first]
        ranked = sorted(zip(ranks, names, (one.id for one in first), strict=True))
        options |= {id: name for _, name, id in ranked}
        places = atlas.drawn(view.selection)
        options |= {one.id: tr("page.map.place", name=one.name) for one in places}
        return state.distinct({id: _plain(label) for id, label in options.items()})

    return kept(atlas, ("options", tr, view.selection, view.selection.as_of_day), named)


def _ordered(atlas: Atlas) -> tuple[Numbers, list[str], Numbers, Numbers]:
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
    hint = tr("page.map.shown", count=number)
    find(tr("page.map.choose"), options, _CHOICE, hint, on_change=_choose)
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
        to_card, to_claim = (lambda id: f"{_TO_CARD}{id}"), (lambda id: f"{_TO_CLAIM}{id}")
        body = card_body(card, tr, to_card, _TO_CONFLICTS, to_claim, claim)
        return card, render("ui/card", head=card_head(card, tr)), body

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
    tr = view.tr
    if card.what in ("mission", "pair"):
        onward = Link(tr("courses.page.to"), view.link("timelines"), focus=TITLE)
        edit = Link(tr("page.name.edit"), view.link("edit"), focus=TITLE)
        line(onward, *((" · ", edit) if open_atlas.editing() else ()))
    what, _, codes = card.id.partition(":")
    if what in ALIASES:
        to = Selection.from_query({ALIASES[what]: codes.replace("-", ",")})
        line(Link(tr(f"profile.page.open_{what}"), view.link(what, selection=to), focus=TITLE))
    with st.container(horizontal=True, gap="small", key="actions"):
        bounds = map.reach(view.atlas, view.selection, card.id)
        if bounds is not None:
            button(tr("page.map.go"), "look", map.look_at, bounds, icon="my_location")
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
            button(i18n.markdown(name, _LONGEST_NAME), f"go_{id}", state.show, id)


_plain = lru_cache(maxsize=16_384)(partial(i18n.plain, limit=_LONGEST_NAME))
_label = lru_cache(maxsize=8_192)(Translator.label)


@lru_cache(maxsize=8_192)
def _pair(tr: Translator, a: str, b: str) -> str:
    return tr.listed([tr.party(a), tr.party(b)])
