"""The table of absences: pairs of which no mission is shown, and which kind of absence each has."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from geo import i18n, parties
from geo.atlas import absence
from geo.atlas.absence import Absence
from geo.atlas.relation_lines import pair_id
from geo.dataset import ids_of
from geo.errors import InvalidSelection
from geo.render import Markup, render
from geo.ui.components import list_page
from geo.ui.components.list_page import Cell, Column, Content, ListPage
from geo.ui.components.parts import Link, Piece, card_link, tag
from geo.ui.state import View
from geo.vocabulary import STATUSES, Answer

ABSENCES: Final = "absences"
"""What the address says where absences are listed."""

_LONGEST: Final = 120
_LONGEST_CITY: Final = 80
_LONGEST_PUBLISHER: Final = 40
_MOST_SOURCES: Final = 2
_NARROWING: Final = ("kinds", "cities", "sources", "text", "bbox")


def switch(view: View) -> Markup:
    """What leads from missions to absences and back, as HTML."""
    tr, choices = view.tr, []
    for listed, key in (("", "missions"), (ABSENCES, "absences")):
        here = listed == view.address.listed
        href = "" if here else view.link(listed=listed, sort="", page=1)
        current = "true" if here else ""
        text = tr(f"absence.table.{key}")
        choices.append(Link(text, href, id=f"ea-listed-{key}", current=current))
    return render("ui/choices", choices=choices, label=tr("absence.table.which"))


def rows(view: View) -> list[Absence]:
    """The absences that a view lists."""
    frame = absence.absences(view.atlas, view.selection)
    return [Absence(*row) for row in frame.itertuples(index=False)]


def _content(view: View) -> Content[Absence]:
    tr = view.tr
    said: list[str] = []
    found: list[Absence] = []
    empty = tr("absence.table.whole")
    try:
        said = absence.sentences(view.atlas, view.selection, tr)
        found = rows(view)
    except InvalidSelection:
        empty = tr("absence.table.nobody")
    return Content(
        found,
        [*said, tr("absence.card.missing")],
        top=lambda: st.html(switch(view)),
        empty=partial(st.info, i18n.markdown(empty)),
        note=tr("absence.table.narrowed") if _narrows(view) else "",
    )


def _narrows(view: View) -> bool:
    """Whether the reader has narrowed missions by what absences do not have."""
    chosen = view.selection
    statuses = bool(chosen.statuses) and not {*STATUSES} - {"closed"} <= {*chosen.statuses}
    return statuses or any(getattr(chosen, name) for name in _NARROWING)


def _csv(view: View, _: object) -> bytes:
    from geo.exporters import absences

    return absences(view.atlas, view.selection, language=view.tr.language)


def columns(view: View) -> list[Column[Absence]]:
    """The columns of the table."""
    tr = view.tr
    kinds = {face: number for number, face in enumerate(absence.FACES)}

    def ends(row: Absence) -> str:
        named = {"sending": tr.party(row.sending), "receiving": tr.party(row.receiving)}
        return tr("absence.table.pair", **named)

    return [
        Column.card(view, "ends", ends, lambda row: pair_id(row.sending, row.receiving), _LONGEST),
        Column(
            "face",
            lambda row: (kinds[row.face], row.certainty != Answer.YES, parties.fold(ends(row))),
            partial(_kind, view),
        ),
        Column("from", lambda row: parties.fold(row.city), partial(_from, view)),
        Column(
            "valid",
            lambda row: row.valid,
            lambda row: tr.when(row.valid, row.sense) if row.valid else "",
        ),
        Column("closed", lambda row: row.closed_mission, partial(_closed, view)),
        Column("sources", lambda row: len(ids_of(row.sources)), partial(_sources, view)),
    ]


def _kind(view: View, row: Absence) -> list[Piece]:
    tr = view.tr
    pieces: list[Piece] = [tr(f"absence.title.{row.face}")]
    if row.certainty == Answer.POSSIBLE:
        pieces += [" ", tag(tr("page.table.perhaps"))]
    if row.also:
        pieces += [" ", tag(tr("absence.table.otherwise"))]
    return pieces


def _from(view: View, row: Absence) -> Cell:
    tr = view.tr
    state = tr.party(row.state) if row.state else ""
    city = i18n.plain(row.city, _LONGEST_CITY)
    where = tr("absence.table.place", city=city, state=state) if city and state else city or state
    if not where or not row.mission:
        return where
    link = card_link(view, where, row.mission, _LONGEST)
    if row.covering in ("", "open"):
        return link
    return [link, " ", tag(tr.status(row.covering))]


def _closed(view: View, row: Absence) -> Cell:
    if not row.closed_mission:
        return ""
    day = view.tr.date(row.closed) or view.tr("card.value.not_known")
    return card_link(view, day, row.closed_mission, _LONGEST)


def _sources(view: View, row: Absence) -> list[Piece]:
    ids, known = ids_of(row.sources), view.atlas.dataset.sources.by_id
    named = [(known[id]["publisher"], id) for id in ids]
    return list_page.publishers(view, named, _MOST_SOURCES, _LONGEST_PUBLISHER)


PAGE: Final = ListPage(
    "absences",
    lambda word: f"absence.table.{word}",
    "face",
    columns,
    _content,
    limit=_LONGEST,
    csv=_csv,
    csv_help="csv",
)
