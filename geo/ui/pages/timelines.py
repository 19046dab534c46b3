"""The timelines page: what happened to missions and when, as a picture and as a table."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import streamlit as st

from geo import dates, i18n
from geo.atlas import Atlas
from geo.errors import AtlasError, EmptySelection, InvalidSelection
from geo.figures import FORMATS, SIZES, timeline, timeline_text
from geo.reports.timelines import Event, Outcome, Timeline, Timelines, timelines
from geo.selection import Selection
from geo.ui import errors
from geo.ui.components import downloads, list_page
from geo.ui.components.list_page import Cell, Column, Content, ListPage
from geo.ui.components.parts import CARD, TITLE, Link, line, nothing_shown, tag
from geo.ui.components.picture import picture
from geo.ui.state import View

_LONGEST_NAME: Final = 120
_MOST_SOURCES: Final = 3
_TYPES: Final = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "csv": "text/csv",
}


@dataclass(frozen=True, slots=True)
class Row:
    """An event as a row of the table; an outcome only for what was expected."""

    timeline: Timeline
    event: Event
    outcome: Outcome | None


@st.cache_resource(show_spinner=False, max_entries=12)
def _timelines(
    sha256: str, ids: tuple[str, ...], selection: Selection, day: int, language: str, _atlas: Atlas
) -> Timelines:
    return timelines(_atlas, ids, selection, language=language)


def _content(view: View) -> Content[Row]:
    """The timelines of the open card's mission or pair, else of all that is shown."""
    tr = view.tr
    asked = (view.selection, view.selection.as_of_day, tr.language, view.atlas)
    ids: tuple[str, ...] = (view.show,) if view.show else ()
    found, problem, intro = None, None, ""
    try:
        found = _timelines(view.atlas.dataset.sha256, ids, *asked)
    except EmptySelection:
        pass
    except InvalidSelection:
        intro, ids = tr("courses.page.no_course"), ()
    except AtlasError as error:
        problem, ids = error, ()
    if found is None and view.show:
        with contextlib.suppress(EmptySelection):
            found = _timelines(view.atlas.dataset.sha256, ids, *asked)
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
    """Draw what is above the table: links, the picture and the files."""
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
        st.html(picture(view, ids, make, partial(timeline_text, found), said))
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
    return [
        Column.card(
            view,
            "mission",
            lambda row: row.timeline.name,
            lambda row: row.timeline.id,
            _LONGEST_NAME,
        ),
        Column("date", lambda row: _day(row.event), lambda row: row.event.when, dash=False),
        Column.text("event", lambda row: tr.capital(row.event.named)),
        Column(
            "so",
            lambda row: (row.outcome is not None, str(row.event.certainty)),
            partial(_outcome, view),
        ),
        Column.text("told", lambda row: row.event.told),
        Column(
            "sources",
            lambda row: len(row.event.cites),
            lambda row: list_page.publishers(
                view,
                [(cite.publisher or cite.title, cite.id) for cite in row.event.cites],
                _MOST_SOURCES,
                _LONGEST_NAME,
                between="; ",
            ),
        ),
    ]


def _outcome(view: View, row: Row) -> Cell:
    """Whether it happened, or the outcome of what was expected."""
    tr = view.tr
    if row.outcome is not None:
        outcome = i18n.plain(row.outcome.said(tr), PAGE.limit)
        return [tag(tr("courses.page.expected")), " ", outcome]
    word = "happened" if row.event.certainty == "yes" else "perhaps"
    return tr(f"courses.page.{word}")


def _day(event: Event) -> int | None:
    """What a date is sorted by: its last day, else its first; nothing for none."""
    if event.last != dates.LAST:
        return event.last
    return event.first if event.first != dates.FIRST else None


@st.fragment
def _files(view: View, found: Timelines) -> None:
    """The downloads of the timelines: pictures and the table, and why one could not be made."""
    tr = view.tr
    with st.container(horizontal=True, key="downloads", vertical_alignment="center"):
        st.caption(tr("page.file.head"), width="content")
        options = _options(view)
        for form in FORMATS:
            make = partial(timeline, view.atlas, found, format=form, **options)
            key, help_ = f"courses_{form}", tr("courses.page.picture_help")
            name = _name(view, found, form)
            downloads.button(key, form.upper(), name, make, help_, tr, tells="remark")
        name, help_ = _name(view, found, "csv"), tr("courses.page.csv_help")
        downloads.button("courses_csv", "CSV", name, found.csv, help_, tr, here=True)
    downloads.told(tr)


def _options(view: View) -> dict[str, Any]:
    tr = view.tr
    with st.popover(tr("courses.page.options"), icon=":material/tune:", key="courses_options"):
        size = downloads.choose(tr, "size", tuple(SIZES), "page", key="courses")
        dark = st.checkbox(tr("page.file.dark"), key="courses_dark")
    return {"size": size, "dark": bool(dark)}


def _name(view: View, found: Timelines, suffix: str) -> tuple[str, str]:
    own = re.sub(r"[^A-Za-z0-9]+", "-", "-".join(found.ids))[:_LONGEST_NAME].strip("-")
    what = f"timelines-{own}" if own else "timelines"
    chosen = Selection(as_of=view.selection.as_of) if own else view.selection
    return downloads.file_name(chosen, suffix, what), _TYPES[suffix]


PAGE: Final = ListPage("timelines", lambda word: f"courses.page.{word}", "date", columns, _content)
