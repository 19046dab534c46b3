"""The timelines page: what happened to missions and when, as a picture and as a table."""

import contextlib
import re
from functools import partial
from typing import Final, NamedTuple

import streamlit as st

from geo import dates, i18n
from geo.errors import AtlasError, EmptySelection, InvalidSelection
from geo.figures import FORMATS, SIZES, timeline, timeline_text
from geo.reports.timelines import Event, Outcome, Timeline, Timelines, timelines
from geo.selection import Selection
from geo.ui import errors
from geo.ui.components import downloads, list_page
from geo.ui.components.list_page import Cell, Column, Content, ListPage
from geo.ui.components.parts import CARD, TITLE, Link, line, nothing_shown, tag
from geo.ui.state import View, remembered

_LONGEST: Final = 120
_MOST_SOURCES: Final = 3


class Row(NamedTuple):
    """An event as a row of the table; an outcome only for what was expected."""

    timeline: Timeline
    event: Event
    outcome: Outcome | None


@remembered(12)
def _timelines(view: View, ids: tuple[str, ...]) -> Timelines:
    return timelines(view.atlas, ids, view.selection, language=view.tr.language)


def _content(view: View) -> Content[Row]:
    """The timelines of the open card's mission or pair, else of all that is shown."""
    ids: tuple[str, ...] = (view.show,) if view.show else ()
    found, problem, intro = None, None, ""
    try:
        found = _timelines(view, ids)
    except EmptySelection:
        pass
    except InvalidSelection:
        intro, ids = view.tr("courses.page.no_course"), ()
    except AtlasError as error:
        problem, ids = error, ()
    if found is None and view.show:
        with contextlib.suppress(EmptySelection):
            found = _timelines(view, ids)
    said = [_summed(found, bool(ids), view)] if found else []
    return Content(
        [Row(*row) for row in found.rows()] if found else [],
        said,
        intro,
        top=partial(_top, view, found, ids, problem, "".join(said)),
        empty=None if found else partial(nothing_shown, view),
        note=found.unshown if found else "",
    )


def _top(
    view: View, found: Timelines | None, ids: tuple[str, ...], problem: AtlasError | None, said: str
) -> None:
    tr = view.tr
    if problem is not None:
        errors.show(problem, tr)
    if found is None:
        return
    if ids:
        every = Link(tr("courses.page.all"), view.link(show=""), id="ea-all", focus=TITLE)
        line(every, " · ", Link(tr("courses.page.card"), view.link("map"), focus=CARD))
    line(Link(tr("changes.page.to"), view.link("changes", show=""), id="ea-changes", focus=TITLE))
    with st.spinner(tr("courses.page.drawing")):
        make = partial(timeline, view.atlas, found)
        st.html(downloads.picture(view, ids, make, partial(timeline_text, found), said))
    _files(view, found)


def _summed(found: Timelines, own: bool, view: View) -> str:
    """How much there is, and of what: of the open card's mission or pair, or of a selection."""
    tr, total = view.tr, view.tr.capital(found.sum)
    if not own:
        return tr("courses.page.of_shown", sum=total)
    name = found.timelines[0].name
    if found.pair:
        name = tr.listed([tr.of_party(code) for code in found.pair])
    return tr("courses.page.of", sum=total, name=name)


def columns(view: View) -> list[Column[Row]]:
    """The columns of the table."""
    tr = view.tr

    def outcome(row: Row) -> Cell:
        """Whether it happened, or the outcome of what was expected."""
        if row.outcome is not None:
            said = i18n.plain(row.outcome.said(tr), PAGE.limit)
            return [tag(tr("courses.page.expected")), " ", said]
        word = "happened" if row.event.certainty == "yes" else "perhaps"
        return tr(f"courses.page.{word}")

    def sources(row: Row) -> Cell:
        named = [(cite.publisher or cite.title, cite.id) for cite in row.event.cites]
        return list_page.publishers(view, named, _MOST_SOURCES, _LONGEST, between="; ")

    return [
        Column.card(view, "mission", lambda r: r.timeline.name, lambda r: r.timeline.id, _LONGEST),
        Column("date", lambda row: _day(row.event), lambda row: row.event.when, dash=False),
        Column.text("event", lambda row: tr.capital(row.event.named)),
        Column("so", lambda row: (row.outcome is not None, str(row.event.certainty)), outcome),
        Column.text("told", lambda row: row.event.told),
        Column("sources", lambda row: len(row.event.cites), sources),
    ]


def _day(event: Event) -> int | None:
    """What a date is sorted by: its last day, else its first; nothing for none."""
    if event.last != dates.LAST:
        return event.last
    return event.first if event.first != dates.FIRST else None


@st.fragment
def _files(view: View, found: Timelines) -> None:
    tr = view.tr
    own = re.sub(r"[^A-Za-z0-9]+", "-", "-".join(found.ids))[:_LONGEST].strip("-")
    what = f"timelines-{own}" if own else "timelines"
    chosen = Selection(as_of=view.selection.as_of) if own else view.selection
    name = partial(downloads.file_name, chosen, what=what)
    with st.container(horizontal=True, key="downloads", vertical_alignment="center"):
        st.caption(tr("page.file.head"), width="content")
        with st.popover(tr("courses.page.options"), icon=":material/tune:", key="courses_options"):
            size = downloads.choose(tr, "size", tuple(SIZES), "page", at="courses")
            dark = st.checkbox(tr("page.file.dark"), key="courses_dark")
        help = tr("courses.page.picture_help")
        for form in FORMATS:
            make = partial(timeline, view.atlas, found, format=form, size=size, dark=bool(dark))
            file = name(form), downloads.FIGURES[form]
            key = f"courses_{form}"
            downloads.button(key, form.upper(), file, make, help, tr, tells="remark")
        file, help = (name("csv"), downloads.CSV), tr("courses.page.csv_help")
        downloads.button("courses_csv", "CSV", file, found.csv, help, tr, here=True)
    downloads.told(tr)


PAGE: Final = ListPage("timelines", lambda word: f"courses.page.{word}", "date", columns, _content)
