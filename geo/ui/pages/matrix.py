"""The page of the matrix: sending × receiving states, a cell to choose for each pair."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo import exporters
from geo.atlas.relation_lines import pair_id
from geo.figures import figure
from geo.reports.networks import MARKS, ORDERS, matrix, unnamed
from geo.ui import state, style
from geo.ui.components import downloads, masthead
from geo.ui.components.parts import TITLE, Link, card_link, line, nothing_shown
from geo.ui.pages.rank import switch
from geo.ui.sidebar import VIEW
from geo.ui.state import PAGES, View

if TYPE_CHECKING:
    import pandas as pd

_HEIGHT: Final = 640
_ROW: Final = 24


def page() -> None:
    """Draw the page for the view that the sidebar has kept."""
    view: View = st.session_state[VIEW]
    tr, order = view.tr, view.address.order or ORDERS[0]
    table = matrix(view.atlas, view.selection, order)
    style.apply()
    said = [tr("networks.matrix.said", rows=len(table), columns=len(table.columns))]
    said.append(tr("networks.matrix.omitted"))
    masthead.masthead(view, tr("networks.matrix.title"), said)
    st.html(switch(view))
    st.selectbox(
        tr("networks.matrix.order"),
        ("", *ORDERS[1:]),
        key="order",
        format_func=lambda one: tr(f"networks.order.{one or ORDERS[0]}"),
        width=320,
        filter_mode=None,
    )
    if table.empty:
        nothing_shown(view)
    else:
        marks = [f"{mark} {tr(f'networks.word.{word}')}" for word, mark in MARKS.items() if word]
        st.caption(" · ".join(marks))
        shown = table.map(MARKS.__getitem__)
        shown.insert(0, "", [f"{tr.party(code)} {code}" for code in shown.index])
        columns = st.column_config
        asked = st.dataframe(
            shown,
            height=min(_HEIGHT, _ROW * (len(shown) + 2)),
            row_height=_ROW,
            hide_index=True,
            key=f"matrix_{view.address.order}",
            on_select="rerun",
            selection_mode="single-cell",
            column_config={
                "": columns.TextColumn("", pinned=True, width=300),
                **{
                    code: columns.TextColumn(code, width=48, help=tr.party(code))
                    for code in table.columns
                },
            },
            alt=tr("networks.matrix.title"),
        )
        _pair(view, table, [*asked["selection"]["cells"]])
    make = partial(_csv, table)
    pictures = {
        label: (suffix, mime, "", _figure(view, suffix))
        for label, suffix, mime in (
            ("SVG", "svg", "image/svg+xml"),
            ("PDF", "pdf", "application/pdf"),
        )
    }
    downloads.draw_one(view, "matrix", make, tr("networks.column.csv_help"), table.empty, pictures)
    masthead.foot(view)
    state.leave(view)


def _pair(view: View, table: pd.DataFrame, cells: list[tuple[int, str]]) -> None:
    """Say what is known of the pair of the chosen cell, and lead to it."""
    tr = view.tr
    if not cells or cells[0][1] not in table.columns:
        line(tr("networks.matrix.choose"), style="ea-aside", role="status")
        return
    row, receiving = cells[0]
    sending = table.index[row]
    word = table.iloc[row][receiving]
    known = tr(f"networks.word.{word}") if word else tr("networks.word.itself")
    ends = {"sending": tr.party(sending), "receiving": tr.party(receiving)}
    said = tr("networks.matrix.cell", **ends, known=known)
    link = card_link(view, tr("networks.matrix.open"), pair_id(sending, receiving), 100)
    if "pair" in PAGES:
        chosen = unnamed(view.selection).but(among=(sending, receiving))
        link = Link(link.text, view.link("pair", selection=chosen), focus=TITLE)
    line(*((said, " ", link) if word else (said,)), style="ea-aside", role="status")


def _csv(table: pd.DataFrame) -> bytes:
    rows = zip(table.index, table.to_numpy().tolist(), strict=True)
    return exporters.table(["sending", *table.columns], [[code, *row] for code, row in rows])


def _figure(view: View, form: str) -> Callable[[], bytes]:
    made = partial(figure, view.atlas, view.selection, language=view.tr.language)
    return partial(made, template="matrix", format=form, size="poster")
