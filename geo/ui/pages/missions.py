"""The table page: the missions that are shown."""

from functools import partial
from math import isnan
from typing import Any, Final, NamedTuple

import streamlit as st

from geo import i18n
from geo.dataset import ids_of
from geo.evidence import UNDATED
from geo.ui.components import downloads, list_page, summary
from geo.ui.components.list_page import Cell, Column, Content, ListPage
from geo.ui.components.parts import Piece, Text, nothing_shown, tag
from geo.ui.pages import absences
from geo.ui.state import View
from geo.vocabulary import EXACTNESS, STATUSES, Answer

_LONGEST: Final = 120
_LONGEST_PUBLISHER: Final = 40
_MOST_PUBLISHERS: Final = 2


class Mission(NamedTuple):
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


def page(view: View) -> None:
    """Draw the page for a view."""
    listed: list_page.ListPage[Any] = PAGE
    list_page.draw(view, absences.PAGE if view.address.listed == absences.ABSENCES else listed)


def _content(view: View) -> Content[Mission]:
    frame = view.atlas.missions(view.selection)
    return Content(
        [Mission(*row) for row in zip(*(frame[name] for name in Mission._fields), strict=True)],
        summary.sentences(view.atlas, view.selection, frame, view.tr),
        top=lambda: st.html(absences.switch(view)),
        empty=partial(nothing_shown, view),
        note=summary.hidden(view.atlas, view.selection, view.tr),
    )


def columns(view: View) -> list[Column[Mission]]:
    """The columns of the table."""
    tr, known = view.tr, view.atlas.dataset.sources.by_id

    def name(row: Mission) -> str:
        own = view.atlas.mission(row.id)["name"]
        return own or tr.label(row.kind, row.sending, row.receiving, row.city)

    def date(key: str) -> Column[Mission]:
        def day(row: Mission) -> str:
            return str(getattr(row, key))

        return Column(key, lambda row: list_page.first_day(day(row)), lambda row: tr.date(day(row)))

    def status(row: Mission) -> Cell:
        if row.status == "unknown" and row.last_evidence:
            return tr.lapsed(view.atlas.last_seen_as(view.selection, row.id), row.last_evidence)
        if row.certainty == Answer.POSSIBLE and row.status != UNDATED:
            return [tr.status(row.status), " ", tag(tr("page.table.perhaps"))]
        return tr.status(row.status)

    def confirmed(row: Mission) -> Cell:
        if not row.last_evidence:
            return ""
        hint = i18n.plain(known[row.last_source]["publisher"], _LONGEST_PUBLISHER)
        return Text(tr.date(row.last_evidence), hint=hint)

    def exactly(row: Mission) -> str:
        return tr(f"words.exactness.{row.exactness}")

    def sources(row: Mission) -> list[Piece]:
        """Who published the sources of a mission, and how many they are where several."""
        ids = ids_of(row.sources)
        named: dict[str, str] = {}
        for id in ids:
            publisher = known[id]["publisher"] if id in known else id
            named.setdefault(i18n.plain(publisher, _LONGEST_PUBLISHER), id)
        links = list_page.publishers(view, list(named.items()), _MOST_PUBLISHERS, _LONGEST)
        return [f"{tr.number(len(ids))}: ", *links] if len(ids) > 1 else links

    return [
        Column.card(view, "name", name, lambda row: row.id, _LONGEST),
        Column.text("sending", lambda row: tr.party(row.sending)),
        Column.text("receiving", lambda row: tr.party(row.receiving)),
        Column.text("city", lambda row: row.city),
        Column.text("kind", lambda row: tr.kind(row.kind)),
        Column.word("status", (*STATUSES, UNDATED), lambda row: row.status, status),
        date("opened"),
        date("closed"),
        Column("last_evidence", lambda row: row.last_evidence, confirmed),
        Column.word("method", EXACTNESS, lambda row: row.exactness, exactly),
        Column(
            "radius",
            lambda row: None if isnan(row.radius_m) else row.radius_m,
            lambda row: "" if isnan(row.radius_m) else tr.metres(row.radius_m),
            number=True,
        ),
        Column("sources", lambda row: len(ids_of(row.sources)), sources),
    ]


PAGE: Final = ListPage(
    "missions",
    lambda word: f"page.table.{word}",
    "name",
    columns,
    _content,
    limit=_LONGEST,
    files=lambda view, rows: downloads.draw(view, disabled=not rows),
)
