"""The table of absences: pairs of which no mission is shown, and which of three faces each has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import streamlit as st

from geo import i18n, parties
from geo.atlas import absence, relation_lines
from geo.atlas.absence import Absence
from geo.dataset import split
from geo.errors import InvalidSelection
from geo.ui import errors, state, style
from geo.ui.components import downloads, links, masthead
from geo.ui.components.links import link
from geo.ui.components.list_page import Column, drawn, listing
from geo.ui.state import View
from geo.vocabulary import STATUSES, Answer

__all__ = ["ABSENCES", "columns", "draw", "rows", "switch"]

ABSENCES: Final = "absences"
"""What the address says where absences are listed."""

_LONGEST: Final = 120
_LONGEST_CITY: Final = 80
_LONGEST_PUBLISHER: Final = 40
_MOST_SOURCES: Final = 2
_CARD: Final = "ea-card"
_NARROWING: Final = ("kinds", "cities", "sources", "text", "bbox")


def switch(view: View) -> str:
    """What leads from missions to absences and back, as HTML."""
    tr, here = view.tr, view.address.listed
    parts = []
    for listed, key in (("", "missions"), (ABSENCES, "absences")):
        text, id = tr(f"absence.table.{key}"), f"ea-listed-{key}"
        if listed == here:
            parts.append(f'<a id="{id}" aria-current="true">{i18n.escape(text)}</a>')
        else:
            to = view.link(listed=listed, sort="", page=1)
            parts.append(links.link(text, to, id=id))
    label = i18n.escape(tr("absence.table.which"))
    return f'<nav class="ea-turning ea-which" aria-label="{label}">{"".join(parts)}</nav>'


def rows(view: View) -> list[Absence]:
    """The absences that a view lists."""
    frame = absence.absences(view.atlas, view.selection)
    return [Absence(*row) for row in frame.itertuples(index=False)]


def draw(view: View) -> None:
    """Draw the page for a view that lists absences."""
    style.apply()
    tr, selection = view.tr, view.selection
    said: list[str] = []
    found: list[Absence] = []
    problem = None
    try:
        said = absence.sentences(view.atlas, selection, tr)
        found = rows(view)
    except InvalidSelection as error:
        problem = error
    masthead.masthead(view, tr("absence.table.title"), [*said, tr("absence.card.missing")])
    st.html(switch(view))
    shown = listing(view, found, columns(view), "face")
    errors.problems(errors.told(error, tr) for error in shown.problems)
    if problem is not None:
        st.info(i18n.markdown(tr("absence.table.nobody"), _LONGEST * 3))
    elif found:
        key = "absence.table.caption_down" if shown.down else "absence.table.caption"
        st.html(drawn(view, shown, tr(key, column=shown.heading), "absences"))
    else:
        st.info(i18n.markdown(tr("absence.table.whole"), _LONGEST * 3))
    if _narrows(view):
        st.caption(i18n.markdown(tr("absence.table.narrowed"), _LONGEST * 3))
    make = partial(_csv, view)
    downloads.draw_one(view, "absences", make, tr("absence.table.csv"), disabled=not found)
    masthead.foot(view)
    state.leave(replace(view, address=view.address.but(page=shown.page)))


def _narrows(view: View) -> bool:
    """Whether the reader has narrowed missions by what absences do not have."""
    chosen = view.selection
    statuses = bool(chosen.statuses) and not {*STATUSES} - {"closed"} <= {*chosen.statuses}
    return statuses or any(getattr(chosen, name) for name in _NARROWING)


def _csv(view: View) -> bytes:
    from geo.exporters import absences

    return absences(view.atlas, view.selection, language=view.tr.language)


def columns(view: View) -> list[Column[Absence]]:
    """The columns of the table."""
    tr = view.tr
    faces = {face: number for number, face in enumerate(absence.FACES)}

    def column(
        key: str, order: Callable[[Absence], object], cell: Callable[[Absence], str]
    ) -> Column[Absence]:
        return Column(key, tr(f"absence.table.{key}"), order, cell)

    def ends(row: Absence) -> str:
        named = {"sending": tr.short_name(row.sending), "receiving": tr.short_name(row.receiving)}
        return tr("absence.table.pair", **named)

    return [
        column(
            "ends",
            lambda row: parties.fold(ends(row)),
            lambda row: link(
                i18n.plain(ends(row), _LONGEST),
                view.link("map", show=relation_lines.pair_id(row.sending, row.receiving)),
                focus=_CARD,
            ),
        ),
        column(
            "face",
            lambda row: (faces[row.face], row.certainty != Answer.YES, parties.fold(ends(row))),
            partial(_face, view),
        ),
        column("from", lambda row: parties.fold(row.city), partial(_from, view)),
        column(
            "valid",
            lambda row: row.valid,
            lambda row: _escaped(view, tr.when(row.valid, row.sense) if row.valid else ""),
        ),
        column("closed", lambda row: row.closed_mission, partial(_closed, view)),
        column("sources", lambda row: len(split(row.sources)), partial(_sources, view)),
    ]


def _escaped(view: View, text: str) -> str:
    return i18n.escape(text, _LONGEST) or i18n.escape(view.tr("page.table.none"))


def _face(view: View, row: Absence) -> str:
    tr = view.tr
    tags: Sequence[str] = [
        tr(key)
        for key, so in (
            ("page.table.perhaps", row.certainty == Answer.PERHAPS),
            ("absence.table.otherwise", bool(row.also)),
        )
        if so
    ]
    marks = "".join(f' <span class="ea-tag">{i18n.escape(tag)}</span>' for tag in tags)
    return f"{i18n.escape(tr(f'absence.title.{row.face}'))}{marks}"


def _from(view: View, row: Absence) -> str:
    tr = view.tr
    state = tr.short_name(row.state) if row.state else ""
    city = i18n.plain(row.city, _LONGEST_CITY)
    where = tr("absence.table.place", city=city, state=state) if city and state else city or state
    if not where:
        return _escaped(view, "")
    if not row.mission:
        return _escaped(view, where)
    status = ""
    if row.covering not in ("", "open"):
        status = f' <span class="ea-tag">{i18n.escape(tr.status(row.covering))}</span>'
    return f"{link(where, view.link('map', show=row.mission), focus=_CARD)}{status}"


def _closed(view: View, row: Absence) -> str:
    if not row.closed_mission:
        return _escaped(view, "")
    day = view.tr.date(row.closed) or view.tr("card.value.not_known")
    return link(i18n.plain(day, _LONGEST), view.link("map", show=row.closed_mission), focus=_CARD)


def _sources(view: View, row: Absence) -> str:
    ids, known = split(row.sources), view.atlas.dataset.by_id["sources"]
    shown = [
        link(
            i18n.plain(known[id]["publisher"], _LONGEST_PUBLISHER),
            view.link("map", show=id),
            focus=_CARD,
        )
        for id in ids[:_MOST_SOURCES]
    ]
    more = len(ids) - len(shown)
    rest = f" +{view.tr.number(more)}" if more > 0 else ""
    return f"{', '.join(shown)}{rest}" if ids else _escaped(view, "")
