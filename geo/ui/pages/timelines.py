"""The page of courses: what happened to missions and when, as a picture and as a table."""

from __future__ import annotations

import base64
import contextlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import streamlit as st

from geo import dates, i18n, parties
from geo.atlas import Atlas
from geo.errors import AtlasError, EmptySelection, InvalidSelection
from geo.figures import FORMATS, SIZES, timeline, timeline_text
from geo.reports.timelines import Event, Outcome, Timeline, Timelines, timelines
from geo.selection import Selection
from geo.ui import errors, state, style
from geo.ui.components import downloads, masthead, nothing_shown
from geo.ui.components.downloads import Job
from geo.ui.components.links import link
from geo.ui.components.list_page import Column, drawn, listing
from geo.ui.sidebar import VIEW
from geo.ui.state import View

__all__ = ["Row", "columns", "page"]

_CARD: Final = "ea-card"
_TITLE: Final = "ea-title"
_LONGEST: Final = 300
_LONGEST_NAME: Final = 120
_LONGEST_ALT: Final = 4_000
_MOST_SOURCES: Final = 3
_SCREENS: Final = {"page": ("ea-wide", 132), "column": ("ea-narrow", 216)}
"""Size that is shown -> class of the screens that show it, and dots an inch."""

_TYPES: Final = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "csv": "text/csv",
}


@dataclass(frozen=True, slots=True)
class Row:
    """An event as a row of the table; an outcome only for what was expected."""

    course: Timeline
    event: Event
    outcome: Outcome | None


@st.cache_resource(show_spinner=False, max_entries=12)
def _told(
    sha256: str, ids: tuple[str, ...], selection: Selection, day: int, language: str, _atlas: Atlas
) -> Timelines:
    return timelines(_atlas, ids, selection, language=language)


@st.cache_resource(show_spinner=False, max_entries=24)
def _pictures(
    sha256: str,
    ids: tuple[str, ...],
    selection: Selection,
    day: int,
    language: str,
    dark: bool,
    _atlas: Atlas,
    _told: Timelines,
) -> dict[str, bytes]:
    """The picture for each kind of screen."""
    return {
        size: timeline(_atlas, _told, size=size, dpi=dpi, dark=dark)
        for size, (_, dpi) in _SCREENS.items()
    }


def page() -> None:
    """Draw the page for the view that the sidebar has kept."""
    view: View = st.session_state[VIEW]
    style.apply()
    tr = view.tr
    asked = (view.selection, view.selection.as_of_day, tr.language, view.atlas)
    ids: tuple[str, ...] = (view.show,) if view.show else ()
    told, problem, aside = None, None, ""
    try:
        told = _told(view.atlas.dataset.sha256, ids, *asked)
    except EmptySelection:
        pass
    except InvalidSelection:
        aside, ids = tr("courses.page.no_course"), ()
    except AtlasError as error:
        problem, ids = error, ()
    if told is None and view.show:
        with contextlib.suppress(EmptySelection):
            told = _told(view.atlas.dataset.sha256, ids, *asked)
    said = [_summed(told, bool(ids), view)] if told else []
    masthead.masthead(view, tr("courses.page.title"), said, aside)
    if problem is not None:
        errors.show(problem, tr)
    if told is None:
        nothing_shown.draw(view)
        masthead.foot(view)
        state.leave(view)
        return
    if ids:
        onward = [
            link(tr("courses.page.all"), view.link(show=""), id="ea-all", focus=_TITLE),
            link(tr("courses.page.card"), view.link("map"), focus=_CARD),
        ]
        st.html(f'<p class="ea-foot">{" · ".join(onward)}</p>')
    with st.spinner(tr("courses.page.drawing")):
        dark = st.context.theme.type == "dark"
        made = _pictures(view.atlas.dataset.sha256, ids, *asked[:3], dark, view.atlas, told)
    st.html(_shown(told, made, said[0], view))
    _files(view, told)
    rows = [Row(*row) for row in told.rows()]
    shown = listing(view, rows, columns(view), "date")
    errors.problems(errors.told(error, tr) for error in shown.problems)
    caption = "courses.page.caption_down" if shown.down else "courses.page.caption"
    st.html(drawn(view, shown, tr(caption, column=shown.heading), "courses"))
    if told.unshown:
        st.caption(i18n.markdown(told.unshown))
    masthead.foot(view)
    state.leave(replace(view, address=view.address.but(page=shown.page)))


def _summed(told: Timelines, own: bool, view: View) -> str:
    """How much there is, and of what: of the open card's mission or pair, or of what is shown."""
    tr, total = view.tr, view.tr.capital(told.sum)
    if not own:
        return tr("courses.page.of_shown", sum=total)
    name = told.timelines[0].name
    if told.pair:
        name = tr.listed([tr.tight_in_text(code) for code in told.pair])
    return tr("courses.page.of", sum=total, name=name)


def _shown(told: Timelines, made: dict[str, bytes], said: str, view: View) -> str:
    """The picture as HTML, one for wide screens and one for narrow ones, and what it shows."""
    text = timeline_text(told)
    short = i18n.escape(f"{said} {text.partition('. ')[0]}.", _LONGEST)
    images = []
    for size, (screens, _) in _SCREENS.items():
        data = base64.b64encode(made[size]).decode("ascii")
        images.append(
            f'<img class="ea-timeline {screens}" alt="{short}" src="data:image/png;base64,{data}">'
        )
    summary = i18n.escape(view.tr("courses.page.words"))
    full = i18n.escape(text, _LONGEST_ALT)
    return (
        f'<figure class="ea-figure">{"".join(images)}<figcaption><details>'
        f"<summary>{summary}</summary><p>{full}</p></details></figcaption></figure>"
    )


def columns(view: View) -> list[Column[Row]]:
    """The columns of the table."""
    tr = view.tr

    def column(key: str, order: Callable[[Row], object], cell: Callable[[Row], str]) -> Column[Row]:
        return Column(key, tr(f"courses.page.{key}"), order, cell)

    def name(row: Row) -> str:
        href = view.link("map", show=row.course.id)
        return link(i18n.plain(row.course.name, _LONGEST_NAME), href, focus=_CARD)

    def so(row: Row) -> str:
        if row.outcome is not None:
            tag = f'<span class="ea-tag">{i18n.escape(tr("courses.page.expected"))}</span>'
            return f"{tag} {i18n.escape(row.outcome.said(tr), _LONGEST)}"
        word = "happened" if row.event.certainty == "yes" else "perhaps"
        return i18n.escape(tr(f"courses.page.{word}"))

    def sources(row: Row) -> str:
        cites = row.event.cites
        shown = [
            link(
                i18n.plain(cite.publisher or cite.title, _LONGEST_NAME),
                view.link("map", show=cite.id),
                focus=_CARD,
            )
            for cite in cites[:_MOST_SOURCES]
        ]
        more = len(cites) - len(shown)
        rest = f" +{tr.number(more)}" if more > 0 else ""
        return f"{'; '.join(shown)}{rest}" if cites else i18n.escape(tr("page.table.none"))

    return [
        column("mission", lambda row: parties.fold(row.course.name), name),
        column(
            "date",
            lambda row: _day(row.event),
            lambda row: i18n.escape(row.event.when, _LONGEST),
        ),
        column(
            "event",
            lambda row: parties.fold(row.event.named),
            lambda row: i18n.escape(tr.capital(row.event.named), _LONGEST),
        ),
        column("so", lambda row: (row.outcome is not None, str(row.event.certainty)), so),
        column(
            "told",
            lambda row: parties.fold(row.event.told),
            lambda row: i18n.escape(row.event.told, _LONGEST) or i18n.escape(tr("page.table.none")),
        ),
        column("sources", lambda row: len(row.event.cites), sources),
    ]


def _day(event: Event) -> int | None:
    """What a date is sorted by: its last day, else its first; nothing for none."""
    if event.last != dates.LAST:
        return event.last
    return event.first if event.first != dates.FIRST else None


@st.fragment
def _files(view: View, told: Timelines) -> None:
    """The downloads of the courses: pictures and the table, and why one could not be made."""
    before, tr = downloads.asked(), view.tr
    made: dict[str, Job] = {}
    with st.container(horizontal=True, key="downloads", vertical_alignment="center"):
        st.caption(tr("page.file.head"), width="content")
        options = _options(view)
        for form in FORMATS:
            remarks: list[str] = []
            make = partial(_picture, view.atlas, told, form, options, remarks)
            help_ = tr("courses.page.picture_help")
            made[form] = downloads.button(
                f"courses_{form}", form.upper(), _name(view, told, form), make, help_, tr
            )
            made[form].remarks = remarks
        made["csv"] = downloads.button(
            "courses_csv", "CSV", _name(view, told, "csv"), told.csv,
            tr("courses.page.csv_help"), tr,
        )  # fmt: skip
    downloads.told(before, tr, {f"courses_{key}": job for key, job in made.items()})


def _picture(
    atlas: Atlas, told: Timelines, form: str, options: dict[str, Any], remarks: list[str]
) -> bytes:
    return timeline(atlas, told, format=form, remark=remarks.append, **options)


def _options(view: View) -> dict[str, Any]:
    tr = view.tr
    with st.popover(tr("courses.page.options"), icon=":material/tune:", key="courses_options"):
        size = st.selectbox(
            tr("page.file.size"),
            tuple(SIZES),
            index=tuple(SIZES).index("page"),
            format_func=lambda one: tr(f"page.file.size_{one}"),
            key="courses_size",
            filter_mode=None,
        )
        dark = st.checkbox(tr("page.file.dark"), key="courses_dark")
    return {"size": size, "dark": bool(dark)}


def _name(view: View, told: Timelines, suffix: str) -> tuple[str, str]:
    own = re.sub(r"[^A-Za-z0-9]+", "-", "-".join(told.ids))[:_LONGEST_NAME].strip("-")
    what = f"courses-{own}" if own else "courses"
    chosen = Selection(as_of=view.selection.as_of) if own else view.selection
    return downloads.file_name(chosen, suffix, what), _TYPES[suffix]
