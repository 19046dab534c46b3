"""The table of absences: pairs of which no mission is shown, and which kind of absence each has."""

from functools import partial
from typing import Final

import streamlit as st

from geo import exporters, i18n, parties
from geo.atlas import absence
from geo.atlas.absence import Absence
from geo.atlas.relation_lines import pair_id
from geo.dataset import ids_of
from geo.errors import InvalidSelection
from geo.render import Markup
from geo.ui.components import list_page, parts
from geo.ui.components.list_page import Cell, Column, Content, ListPage
from geo.ui.components.parts import Piece, card_link, tag
from geo.ui.state import View
from geo.vocabulary import STATUSES, Answer

ABSENCES: Final = "absences"  # Value of ``list`` in the address for a list of absences
_LONGEST: Final = 120
_LONGEST_CITY: Final = 80
_LONGEST_PUBLISHER: Final = 40
_MOST_SOURCES: Final = 2
_NARROWING: Final = ("kinds", "cities", "sources", "text", "bbox")


def switch(view: View) -> Markup:
    """What leads from missions to absences and back, as HTML."""
    tr, listed = view.tr, {"missions": "", "absences": ABSENCES}
    choices = {
        key: (tr(f"absence.table.{key}"), view.link(listed=one, sort="", page=1))
        for key, one in listed.items()
    }
    here = view.address.listed or "missions"
    return parts.switch("listed", tr("absence.table.which"), choices, here)


def rows(view: View) -> list[Absence]:
    """The absences that a view lists."""
    frame = absence.absences(view.atlas, view.selection)
    return [Absence(*row) for row in frame.itertuples(index=False)]


def _content(view: View) -> Content[Absence]:
    tr, chosen = view.tr, view.selection
    said: list[str] = []
    found: list[Absence] = []
    empty = tr("absence.table.whole")
    try:
        said = absence.sentences(view.atlas, chosen, tr)
        found = rows(view)
    except InvalidSelection:
        empty = tr("absence.table.nobody")
    closed = bool(chosen.statuses) and not {*STATUSES} - {"closed"} <= {*chosen.statuses}
    narrowed = closed or any(getattr(chosen, name) for name in _NARROWING)
    return Content(
        found,
        [*said, tr("absence.card.missing")],
        top=lambda: st.html(switch(view)),
        empty=partial(st.info, i18n.markdown(empty)),
        note=tr("absence.table.narrowed") if narrowed else "",
    )


def columns(view: View) -> list[Column[Absence]]:
    """The columns of the table."""
    tr, known = view.tr, view.atlas.dataset.sources.by_id
    kinds = {face: number for number, face in enumerate(absence.FACES)}

    def ends(row: Absence) -> str:
        named = {"sending": tr.party(row.sending), "receiving": tr.party(row.receiving)}
        return tr("absence.table.pair", **named)

    def kind(row: Absence) -> list[Piece]:
        pieces: list[Piece] = [tr(f"absence.title.{row.face}")]
        if row.certainty == Answer.POSSIBLE:
            pieces += [" ", tag(tr("page.table.perhaps"))]
        return [*pieces, " ", tag(tr("absence.table.otherwise"))] if row.also else pieces

    def origin(row: Absence) -> Cell:
        state = tr.party(row.state) if row.state else ""
        where = city = i18n.plain(row.city, _LONGEST_CITY)
        if city and state:
            where = tr("absence.table.place", city=city, state=state)
        where = where or state
        if not where or not row.mission:
            return where
        link = card_link(view, where, row.mission, _LONGEST)
        if row.covering in ("", "open"):
            return link
        return [link, " ", tag(tr.status(row.covering))]

    def closed(row: Absence) -> Cell:
        if not row.closed_mission:
            return ""
        day = tr.date(row.closed) or tr("card.value.not_known")
        return card_link(view, day, row.closed_mission, _LONGEST)

    def sources(row: Absence) -> list[Piece]:
        named = [(known[id]["publisher"], id) for id in ids_of(row.sources)]
        return list_page.publishers(view, named, _MOST_SOURCES, _LONGEST_PUBLISHER)

    return [
        Column.card(view, "ends", ends, lambda row: pair_id(row.sending, row.receiving), _LONGEST),
        Column(
            "face",
            lambda row: (kinds[row.face], row.certainty != Answer.YES, parties.fold(ends(row))),
            kind,
        ),
        Column.text("from", lambda row: row.city, origin),
        Column(
            "valid",
            lambda row: row.valid,
            lambda row: tr.when(row.valid, row.sense) if row.valid else "",
        ),
        Column("closed", lambda row: row.closed_mission, closed),
        Column("sources", lambda row: len(ids_of(row.sources)), sources),
    ]


PAGE: Final = ListPage(
    "absences",
    lambda word: f"absence.table.{word}",
    "face",
    columns,
    _content,
    limit=_LONGEST,
    csv=lambda view, _: exporters.absences(view.atlas, view.selection, language=view.tr.language),
    csv_help="csv",
)
