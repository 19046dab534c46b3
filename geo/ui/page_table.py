"""The table page: the missions that are shown, sorted and cut into pages on the server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from math import isnan
from typing import Final

import streamlit as st

from geo import countries, dates, words
from geo.claims import UNDATED
from geo.pack import split
from geo.ui import absences, downloads, emptiness, errors, masthead, state, style, summary
from geo.ui.links import link
from geo.ui.listing import Column, drawn, listing
from geo.ui.sidebar import VIEW
from geo.ui.state import View
from geo.vocabulary import EXACTNESS, STATUSES, Answer
from geo.words import Voice

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
    voice = view.voice
    said = summary.sentences(view.atlas, view.selection, frame, voice)
    masthead.masthead(view, voice("page.table.title"), said)
    st.html(absences.switch(view))
    rows = [Mission(*row) for row in zip(*(frame[name] for name in _FIELDS), strict=True)]
    shown = listing(view, rows, columns(view), "name")
    errors.problems(errors.told(error, voice) for error in shown.problems)
    caption = "page.table.caption_down" if shown.down else "page.table.caption"
    if rows:
        st.html(drawn(view, shown, voice(caption, column=shown.heading), "missions"))
    else:
        emptiness.draw(view)
    st.caption(words.markdown(summary.hidden(view.atlas, view.selection, voice)))
    downloads.draw(view, disabled=not rows)
    masthead.foot(view)
    state.leave(replace(view, address=view.address.but(page=shown.page)))


def columns(view: View) -> list[Column[Mission]]:
    """The columns of the table.

    Parameters
    ----------
    view
        What is shown.

    Returns
    -------
    list of Column
        The first one leads to the card on the map.
    """
    voice = view.voice
    party = _parties(voice)
    statuses = {status: number for number, status in enumerate((*STATUSES, UNDATED))}
    exact = {word: number for number, word in enumerate(EXACTNESS)}

    def column(
        key: str,
        order: Callable[[Mission], object],
        cell: Callable[[Mission], str],
        number: bool = False,
    ) -> Column[Mission]:
        return Column(key, voice(f"page.table.{key}"), order, cell, number)

    def name(row: Mission) -> str:
        own = view.atlas.mission(row.id)["name"]
        return own or voice.tight_label(row.kind, row.sending, row.receiving, row.city)

    def confirmed(row: Mission) -> str:
        if not row.last_evidence:
            return _none(voice)
        publisher = view.atlas.pack.by_id["sources"][row.last_source]["publisher"]
        said = words.escape(voice.date(row.last_evidence))
        return f'<span title="{words.escape(publisher, _LONGEST_PUBLISHER)}">{said}</span>'

    def status(row: Mission) -> str:
        if row.status == "unknown" and row.last_evidence:
            what = view.atlas.last_seen_as(view.selection, row.id)
            return words.escape(voice.lapsed(what, row.last_evidence))
        perhaps = ""
        if row.certainty == Answer.PERHAPS and row.status != UNDATED:
            perhaps = f' <span class="ea-tag">{words.escape(voice("page.table.perhaps"))}</span>'
        return f"{words.escape(voice.status(row.status))}{perhaps}"

    return [
        column(
            "name",
            lambda row: countries.fold(name(row)),
            lambda row: link(
                words.plain(name(row), _LONGEST), view.link("map", show=row.id), focus=_CARD
            ),
        ),
        column("sending", lambda row: party(row.sending)[1], lambda row: party(row.sending)[0]),
        column(
            "receiving", lambda row: party(row.receiving)[1], lambda row: party(row.receiving)[0]
        ),
        column(
            "city",
            lambda row: countries.fold(row.city),
            lambda row: words.escape(row.city, _LONGEST) or _none(voice),
        ),
        column(
            "kind",
            lambda row: countries.fold(voice.kind(row.kind)),
            lambda row: words.escape(voice.kind(row.kind)),
        ),
        column("status", lambda row: statuses.get(row.status), status),
        column("opened", lambda row: _day(row.opened), lambda row: _date(row.opened, voice)),
        column("closed", lambda row: _day(row.closed), lambda row: _date(row.closed, voice)),
        column("last_evidence", lambda row: row.last_evidence, confirmed),
        column(
            "method",
            lambda row: exact.get(row.exactness),
            lambda row: words.escape(voice(f"words.exactness.{row.exactness}")),
        ),
        column(
            "radius",
            lambda row: None if isnan(row.radius_m) else row.radius_m,
            lambda row: _radius(row.radius_m, voice),
            number=True,
        ),
        column(
            "sources",
            lambda row: len(split(row.sources)),
            lambda row: _told_by(row, view),
        ),
    ]


def _parties(voice: Voice) -> Callable[[str], tuple[str, str]]:
    """Code -> the party's name as HTML, and what it is sorted by."""
    known: dict[str, tuple[str, str]] = {}

    def named(code: str) -> tuple[str, str]:
        if code not in known:
            name = voice.tight(code)
            known[code] = words.escape(name), countries.fold(name)
        return known[code]

    return named


def _told_by(row: Mission, view: View) -> str:
    """Who published the sources that tell of a mission, and how many they are where several."""
    known = view.atlas.pack.by_id["sources"]
    ids = split(row.sources)
    named: dict[str, str] = {}
    for id in ids:
        publisher = known[id]["publisher"] if id in known else id
        named.setdefault(words.plain(publisher, _LONGEST_PUBLISHER), id)
    shown = [
        link(name, view.link("map", show=id), focus=_CARD)
        for name, id in list(named.items())[:_MOST_PUBLISHERS]
    ]
    more = len(named) - len(shown)
    rest = f" +{view.voice.number(more)}" if more > 0 else ""
    number = f"{view.voice.number(len(ids))}: " if len(ids) > 1 else ""
    return f"{number}{', '.join(shown)}{rest}" if ids else _none(view.voice)


def _radius(metres: float, voice: Voice) -> str:
    return _none(voice) if isnan(metres) else words.escape(voice.metres(metres))


def _none(voice: Voice) -> str:
    return words.escape(voice("page.table.none"))


def _date(text: str, voice: Voice) -> str:
    return words.escape(voice.date(text), _LONGEST) if text else _none(voice)


def _day(text: str) -> int | None:
    """What a date is sorted by: its first day that is not open."""
    if not text:
        return None
    span = dates.parse(text)
    day = span.earliest or span.latest
    return day.toordinal() if day else None
