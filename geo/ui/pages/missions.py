"""The table page: the missions that are shown, sorted and cut into pages on the server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from math import isnan
from typing import Final

import streamlit as st

from geo import dates, i18n, parties
from geo.dataset import split
from geo.evidence import UNDATED
from geo.i18n import Translator
from geo.ui import errors, state, style
from geo.ui.components import downloads, masthead, nothing_shown, summary
from geo.ui.components.links import link
from geo.ui.components.list_page import Column, drawn, listing
from geo.ui.pages import absences
from geo.ui.sidebar import VIEW
from geo.ui.state import View
from geo.vocabulary import EXACTNESS, STATUSES, Answer

__all__ = ["Mission", "columns", "page"]

_LONGEST: Final = 120
_LONGEST_PUBLISHER: Final = 40
_MOST_PUBLISHERS: Final = 2
_CARD: Final = "ea-card"


@dataclass(frozen=True, slots=True)
class Mission:
    """A mission as a row of the table: columns as in :data:`geo.atlas.columns.MISSIONS`."""

    id: str
    sending: str
    receiving: str
    city: str
    kind: str
    status: str
    certainty: str
    opened: str
    closed: str
    last_evidence: str
    last_source: str
    exactness: str
    radius_m: float
    sources: str


_FIELDS: Final = tuple(field.name for field in fields(Mission))


def page() -> None:
    """Draw the page for the view that the sidebar has kept."""
    view: View = st.session_state[VIEW]
    if view.address.listed == absences.ABSENCES:
        absences.draw(view)
        return
    style.apply()
    frame = view.atlas.missions(view.selection)
    tr = view.tr
    said = summary.sentences(view.atlas, view.selection, frame, tr)
    masthead.masthead(view, tr("page.table.title"), said)
    st.html(absences.switch(view))
    rows = [Mission(*row) for row in zip(*(frame[name] for name in _FIELDS), strict=True)]
    shown = listing(view, rows, columns(view), "name")
    errors.problems(errors.told(error, tr) for error in shown.problems)
    caption = "page.table.caption_down" if shown.down else "page.table.caption"
    if rows:
        st.html(drawn(view, shown, tr(caption, column=shown.heading), "missions"))
    else:
        nothing_shown.draw(view)
    st.caption(i18n.markdown(summary.hidden(view.atlas, view.selection, tr)))
    downloads.draw(view, disabled=not rows)
    masthead.foot(view)
    state.leave(replace(view, address=view.address.but(page=shown.page)))


def columns(view: View) -> list[Column[Mission]]:
    """The columns of the table."""
    tr = view.tr
    party = _parties(tr)
    statuses = {status: number for number, status in enumerate((*STATUSES, UNDATED))}
    exact = {word: number for number, word in enumerate(EXACTNESS)}

    def column(
        key: str,
        order: Callable[[Mission], object],
        cell: Callable[[Mission], str],
        number: bool = False,
    ) -> Column[Mission]:
        return Column(key, tr(f"page.table.{key}"), order, cell, number)

    def name(row: Mission) -> str:
        own = view.atlas.mission(row.id)["name"]
        return own or tr.tight_label(row.kind, row.sending, row.receiving, row.city)

    def confirmed(row: Mission) -> str:
        if not row.last_evidence:
            return _none(tr)
        publisher = view.atlas.dataset.by_id["sources"][row.last_source]["publisher"]
        said = i18n.escape(tr.date(row.last_evidence))
        return f'<span title="{i18n.escape(publisher, _LONGEST_PUBLISHER)}">{said}</span>'

    def status(row: Mission) -> str:
        if row.status == "unknown" and row.last_evidence:
            what = view.atlas.last_seen_as(view.selection, row.id)
            return i18n.escape(tr.lapsed(what, row.last_evidence))
        perhaps = ""
        if row.certainty == Answer.PERHAPS and row.status != UNDATED:
            perhaps = f' <span class="ea-tag">{i18n.escape(tr("page.table.perhaps"))}</span>'
        return f"{i18n.escape(tr.status(row.status))}{perhaps}"

    return [
        column(
            "name",
            lambda row: parties.fold(name(row)),
            lambda row: link(
                i18n.plain(name(row), _LONGEST), view.link("map", show=row.id), focus=_CARD
            ),
        ),
        column("sending", lambda row: party(row.sending)[1], lambda row: party(row.sending)[0]),
        column(
            "receiving", lambda row: party(row.receiving)[1], lambda row: party(row.receiving)[0]
        ),
        column(
            "city",
            lambda row: parties.fold(row.city),
            lambda row: i18n.escape(row.city, _LONGEST) or _none(tr),
        ),
        column(
            "kind",
            lambda row: parties.fold(tr.kind(row.kind)),
            lambda row: i18n.escape(tr.kind(row.kind)),
        ),
        column("status", lambda row: statuses.get(row.status), status),
        column("opened", lambda row: _day(row.opened), lambda row: _date(row.opened, tr)),
        column("closed", lambda row: _day(row.closed), lambda row: _date(row.closed, tr)),
        column("last_evidence", lambda row: row.last_evidence, confirmed),
        column(
            "method",
            lambda row: exact.get(row.exactness),
            lambda row: i18n.escape(tr(f"words.exactness.{row.exactness}")),
        ),
        column(
            "radius",
            lambda row: None if isnan(row.radius_m) else row.radius_m,
            lambda row: _radius(row.radius_m, tr),
            number=True,
        ),
        column(
            "sources",
            lambda row: len(split(row.sources)),
            lambda row: _told_by(row, view),
        ),
    ]


def _parties(tr: Translator) -> Callable[[str], tuple[str, str]]:
    """Code -> the party's name as HTML, and what it is sorted by."""
    known: dict[str, tuple[str, str]] = {}

    def named(code: str) -> tuple[str, str]:
        if code not in known:
            name = tr.short_name(code)
            known[code] = i18n.escape(name), parties.fold(name)
        return known[code]

    return named


def _told_by(row: Mission, view: View) -> str:
    """Who published the sources that tell of a mission, and how many they are where several."""
    known = view.atlas.dataset.by_id["sources"]
    ids = split(row.sources)
    named: dict[str, str] = {}
    for id in ids:
        publisher = known[id]["publisher"] if id in known else id
        named.setdefault(i18n.plain(publisher, _LONGEST_PUBLISHER), id)
    shown = [
        link(name, view.link("map", show=id), focus=_CARD)
        for name, id in list(named.items())[:_MOST_PUBLISHERS]
    ]
    more = len(named) - len(shown)
    rest = f" +{view.tr.number(more)}" if more > 0 else ""
    number = f"{view.tr.number(len(ids))}: " if len(ids) > 1 else ""
    return f"{number}{', '.join(shown)}{rest}" if ids else _none(view.tr)


def _radius(metres: float, tr: Translator) -> str:
    return _none(tr) if isnan(metres) else i18n.escape(tr.metres(metres))


def _none(tr: Translator) -> str:
    return i18n.escape(tr("page.table.none"))


def _date(text: str, tr: Translator) -> str:
    return i18n.escape(tr.date(text), _LONGEST) if text else _none(tr)


def _day(text: str) -> int | None:
    """What a date is sorted by: its first day that is not open."""
    if not text:
        return None
    span = dates.parse(text)
    day = span.earliest or span.latest
    return day.toordinal() if day else None
