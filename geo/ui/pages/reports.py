"""The pages of a state, of two states and of a city: sentences, a picture, tables, files."""

from __future__ import annotations

import base64
from dataclasses import replace
from functools import partial
from typing import Final

import streamlit as st

from geo.atlas import Atlas, absence
from geo.atlas.relation_lines import pair_id
from geo.errors import AtlasError
from geo.figures import alt_text, figure, timeline, timeline_text
from geo.render import render
from geo.render.reports import sentences
from geo.reports.cards import name
from geo.reports.networks import Report, city, pair, profile, two
from geo.reports.timelines import timelines
from geo.selection import Selection
from geo.ui import errors, state, style
from geo.ui.components import downloads, masthead
from geo.ui.components.choices import offered, party
from geo.ui.components.parts import TITLE, Link, card_link, line, popover
from geo.ui.shared import kept
from geo.ui.sidebar import VIEW
from geo.ui.state import View

_MOST: Final = 40
_LONGEST: Final = 120
_SCREENS: Final = {"page": ("ea-wide", 110), "column": ("ea-narrow", 180)}
"""Size of a picture -> class of the screens that show it, and dots an inch."""

_TABLES: Final[dict[str, dict[str, str]]] = {
    "state": {
        "types": "kind direction missions possible",
        "missions": "id status opened head head_date other_way city in_city",
        "one_sided": "other direction other_way",
        "changes": "mission event date certainty",
        "accreditations": "other direction city mission",
    },
    "pair": {
        "missions": "id status opened closed last_evidence exactness",
        "heads": "head head_rank mission head_date",
        "accreditations": "sending receiving face city mission",
        "events": "event of count first last",
        "conflicts": "about values in_use",
    },
    "city": {
        "quarters": "quarter missions inside as_area sending radius_m",
        "senders": "sending missions possible embassy consulate liaison",
        "missions": "id status opened quarter exactness",
    },
}
"""Page -> its tables, each with the columns that are shown."""


def page() -> None:
    """Draw the page for the view that the sidebar has kept."""
    view: View = st.session_state[VIEW]
    tr, what, report, problem = view.tr, view.page, None, None
    asked = _asked(view)
    try:
        report = _made(view, asked) if asked else None
    except AtlasError as error:
        problem = error
    style.apply()
    said, title = [tr(f"profile.page.choose_{what}")], tr(f"page.name.{what}")
    if report:
        named = [tr.party(code) for code in report.parties]
        said, title = sentences(report, tr), report.facts.get("city") or tr.listed(named)
    masthead.masthead(view, title, said[:1])
    _choose(view, asked)
    if problem is not None:
        errors.show(problem, tr)
    if report:
        shown = replace(view, address=view.address.but(selection=report.selection))
        place = _draw(shown, report, said[1:])
    masthead.foot(view)
    state.leave(view)
    if report:
        _picture(shown, report, place)


def _asked(view: View) -> tuple[str, ...]:
    """What the address asks for, else what the filters name, as far as that is one or two."""
    if view.page == "city":
        return view.selection.cities[:1]
    if text := getattr(view.address, view.page):
        return tuple(filter(None, map(str.strip, text.split(","))))
    named = absence.named(view.selection)
    return named if len(named) == (2 if view.page == "pair" else 1) else ()


def _made(view: View, asked: tuple[str, ...]) -> Report:
    chosen = view.selection
    makers = {
        "state": lambda: profile(view.atlas, ", ".join(asked), chosen),
        "pair": lambda: pair(view.atlas, *two(asked), chosen, language=view.tr.language),
        "city": lambda: city(view.atlas, asked[0], chosen),
    }
    key = (view.page, asked, view.tr, chosen, chosen.as_of_day)
    return kept(view.atlas, key, makers[view.page])


def _choose(view: View, asked: tuple[str, ...]) -> None:
    tr, offer = view.tr, offered(view.atlas, view.tr)
    options = [*(offer.cities if view.page == "city" else offer.parties["states"])]
    chosen = [one for one in asked if one in options]
    several = view.page == "pair"
    st.session_state["report_of"] = chosen if several else next(iter(chosen), None)
    box = partial(st.multiselect, max_selections=2) if several else st.selectbox
    box(
        tr(f"profile.page.choose_{view.page}"),
        options,
        key="report_of",
        format_func=lambda one: offer.cities.get(one) or party(one, tr),
        on_change=_chosen,
        args=(view.page,),
        filter_mode="contains",
        width=480,
    )


def _chosen(what: str) -> None:
    value = st.session_state["report_of"] or []
    chosen = value if isinstance(value, list) else [value]
    st.session_state["cities" if what == "city" else what] = (
        chosen if what == "city" else ",".join(chosen)
    )


def _draw(view: View, report: Report, said: list[str]) -> st.delta_generator.DeltaGenerator:
    """Draw what the report says and its tables; the place for its picture is given back."""
    tr, card = view.tr, ":".join([report.what, "-".join(report.parties)])
    for sentence in said:
        line(sentence, style="ea-intro")
    show = "" if report.what == "city" else card
    line(Link(tr("profile.page.map"), view.link("map", show=show), id="ea-map", focus=TITLE))
    place = st.empty()
    days = Selection(as_of=view.selection.as_of, known_on=view.selection.known_on)
    popover(tr("page.file.head"), "download", "files", partial(downloads.draw, view, False))
    for key, columns in _TABLES[report.what].items():
        table = report.tables.get(key)
        if table is None or not len(table):
            continue
        rows = table.head(_MOST).astype(object).where(table.notna(), None)
        heads = {one: tr(f"profile.column.{one}") for one in columns.split()}
        count = tr("profile.page.more", number=_MOST, count=len(table))
        every = Link(tr("profile.page.all"), view.link("table"), focus=TITLE)
        more = [count, *([" ", every] if key == "missions" else [])] if len(table) > _MOST else []
        st.html(
            render(
                "report/table",
                tr=tr,
                name=key,
                title=tr(f"profile.table.{key}"),
                heads=heads,
                rows=rows.to_dict("records"),
                more=more_
                if len(table) > _MOST
                else [],
                word=lambda one: tr(f"profile.word.{one}"),
                face=lambda one: tr(f"absence.title.{one}"),
                exactness=lambda one: tr(f"words.exactness.{one}"),
                card=lambda id, text="": card_link(
                    view, text or name(view.atlas, id, tr), id, _LONGEST
                ),
                state=lambda code: Link(
                    tr.party(code), view.link("state", state=code), focus=TITLE
                ),
                town=lambda one: Link(one, view.link("city", selection=days.but(cities=(one,)))),
            )
        )
    return place


def _card(view: View, id: str, text: str = "") -> Link:
    return card_link(view, text or name(view.atlas, id, view.tr), id, _LONGEST)


def _picture(view: View, report: Report, place: st.delta_generator.DeltaGenerator) -> None:
    """Draw the picture of a report, after all else is there; none where nothing is shown."""
    tr, viewpoint = view.tr, view.address.viewpoint
    with place, st.spinner(tr("profile.page.drawing")):
        try:
            dark, day = st.context.theme.type == "dark", view.selection.as_of_day
            asked = report.what, report.parties, report.selection, day, tr.language, dark, viewpoint
            images, text = _pictures(view.atlas.dataset.sha256, *asked, view.atlas)
        except AtlasError:
            return
    short = f"{text.partition('. ')[0]}."
    place.html(render("ui/timeline", images=images, short=short, text=text, tr=tr))


@st.cache_resource(show_spinner=False, max_entries=24)
def _pictures(
    sha256: str,
    what: str,
    codes: tuple[str, ...],
    selection: Selection,
    day: int,
    language: str,
    dark: bool,
    viewpoint: str,
    _atlas: Atlas,
) -> tuple[list[tuple[str, str]], str]:
    """The network of a state, the timelines of two, or a city, for each screen; and its text."""
    if what == "pair":
        days = Selection(as_of=selection.as_of, known_on=selection.known_on)
        told = timelines(_atlas, [pair_id(*codes)], days, language=language)
        make, text = partial(timeline, _atlas, told), timeline_text(told)
    else:
        template = "network" if what == "state" else ""
        drawn = partial(figure, viewpoint=viewpoint, language=language, template=template)
        make = partial(drawn, _atlas, selection)
        text = alt_text(_atlas, selection, language=language, template=template)
    images = [
        (screens, base64.b64encode(make(size=size, dpi=dpi, dark=dark)).decode("ascii"))
        for size, (screens, dpi) in _SCREENS.items()
    ]
    return images, text
