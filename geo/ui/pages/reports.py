"""The pages of a state, of two states and of a city: sentences, a picture, tables, files."""

from functools import partial
from typing import Any, Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.atlas import absence
from geo.errors import AtlasError, InvalidSelection
from geo.figures import alt_text, figure, timeline, timeline_text
from geo.render import render, sentences
from geo.reports.cards import name
from geo.reports.networks import Report, city, pair, profile, unnamed
from geo.reports.timelines import timelines
from geo.selection import Selection
from geo.ui import errors, sidebar
from geo.ui.components import downloads
from geo.ui.components.masthead import framed
from geo.ui.components.parts import TITLE, Link, card_link, line, popover
from geo.ui.shared import kept
from geo.ui.state import VIEW, View

_MOST: Final = 30
_LONGEST: Final = 120


def page(view: View) -> None:
    """Draw the page for a view."""
    tr, what, report = view.tr, view.page, None
    with errors.guarded():
        try:
            report = _made(view)
        except InvalidSelection as error:  # The sidebar names what the dataset does not have
            if str(error) not in map(str, view.atlas.not_in_dataset(view.selection)):
                raise
    said, title = [tr(f"profile.page.choose_{what}")], tr(f"page.name.{what}")
    if report:
        named = [tr.party(code) for code in report.parties]
        said, title = sentences(report, tr), report.facts.get("city") or tr.listed(named)
    with framed(view, title, said[:1]):
        if report:
            place = _draw(view, report, said[1:])
        elif what == "state":
            for code in absence.named(view.selection):
                line(_state(view, code))
    if report:
        place.html(render("report/drawing", tr=tr))
        sidebar.sidebar()  # Not only once the figure is drawn
        del st.session_state[VIEW]
        drawn = _picture(view, report)
        place.html(drawn) if drawn else place.empty()


def _made(view: View) -> Report | None:
    """The report on what the filters name; None where that is not as many as are needed."""
    atlas, chosen, language = view.atlas, view.selection, view.tr.language
    own = {"state": chosen.states, "pair": chosen.among, "city": chosen.cities}[view.page]
    need = 2 if view.page == "pair" else 1
    asked = own if len(own) == need or view.page == "city" else absence.named(chosen)
    if len(asked) != need:
        return None
    makers = {
        "state": lambda: profile(atlas, asked[0], chosen),
        "pair": lambda: pair(atlas, asked[0], asked[1], chosen, language=language),
        "city": lambda: city(atlas, asked[0], chosen),
    }
    return kept(atlas, (view.page, chosen, chosen.as_of_day, language), makers[view.page])


def _draw(view: View, report: Report, said: list[str]) -> DeltaGenerator:
    """Draw what the report says and its tables; the place for its picture is given back."""
    tr, show = view.tr, f"{report.what}:{'-'.join(report.parties)}".partition("city")[0]
    for sentence in said:
        line(sentence, style="ea-intro")
    shown = view.but(selection=report.selection)
    line(Link(tr("profile.page.map"), shown.link("map", show=show), id="ea-map", focus=TITLE))
    place = st.empty()
    files = partial(downloads.draw, shown, not len(report.tables["missions"]))
    popover(tr("page.file.head"), "download", "files", files)
    days = Selection(as_of=view.selection.as_of, known_on=view.selection.known_on)

    def card(id: str, text: str = "") -> Link:
        return card_link(view, text or name(view.atlas, id, tr), id, _LONGEST)

    def town(one: str, receiving: str) -> Link:
        chosen = days.but(cities=(one,), receiving=(receiving,))
        return Link(one, view.link("city", selection=chosen))

    every = Link(tr("profile.page.all"), shown.link("table"), focus=TITLE)
    ways = {"card": card, "state": partial(_state, view), "town": town, "every": every}
    st.html(render("report/tables", report=report, tr=tr, most=_MOST, **ways))
    return place


def _state(view: View, code: str) -> Link:
    to = unnamed(view.selection).but(states=(code,), cities=())
    return Link(view.tr.party(code), view.link("state", selection=to), focus=TITLE)


def _picture(view: View, report: Report) -> str:
    """The network of a state, the timelines of two, or a city; blank where nothing is shown."""
    atlas, chosen, language = view.atlas, report.selection, view.tr.language
    try:
        if report.what == "pair":
            days = Selection(as_of=chosen.as_of, known_on=chosen.known_on)
            id = f"pair:{'-'.join(sorted(report.parties))}"
            told = timelines(atlas, [id], days, language=language)
            make, text = partial(timeline, atlas, told), partial(timeline_text, told)
        else:
            template = "network" if report.what == "state" else ""
            words: dict[str, Any] = {"language": language, "template": template}
            make = partial(figure, atlas, chosen, viewpoint=view.address.viewpoint, **words)
            text = partial(alt_text, atlas, chosen, **words)
        asked = report.what, report.parties, view.address.viewpoint
        return downloads.picture(view, asked, make, text)
    except AtlasError:
        return ""
