"""The page of the matrix: sending × receiving states, a cell to choose for each pair."""

from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from geo import exporters
from geo.figures import figure
from geo.reports.networks import MARKS, ORDERS, matrix, unnamed
from geo.ui.components import downloads
from geo.ui.components.masthead import framed
from geo.ui.components.parts import TITLE, Link, choose, line, nothing_shown
from geo.ui.pages.rank import switch
from geo.ui.state import View

_HEIGHT: Final = 640
_ROW: Final = 24


def page(view: View) -> None:
    """Draw the page for a view."""
    tr, order = view.tr, view.address.order or ORDERS[0]
    table = matrix(view.atlas, view.selection, order)
    said = [tr("networks.matrix.said", rows=len(table), columns=len(table.columns))]
    said.append(tr("networks.matrix.omitted"))
    with framed(view, tr("networks.matrix.title"), said):
        st.html(switch(view))
        orders = {"" if one == ORDERS[0] else one: tr(f"networks.order.{one}") for one in ORDERS}
        choose(tr("networks.matrix.order"), orders, "order", width=320)
        if table.empty:
            nothing_shown(view)
        else:
            _table(view, table)
        drawn = partial(figure, view.atlas, view.selection, language=tr.language)
        drawn = partial(drawn, template="matrix", size="poster")
        pictures = {
            form.upper(): (form, downloads.FIGURES[form], "", partial(drawn, format=form))
            for form in ("svg", "pdf")
        }
        make, help = partial(_csv, table), tr("networks.column.csv_help")
        downloads.draw_one(view, "matrix", make, help, table.empty, pictures)


def _table(view: View, table: pd.DataFrame) -> None:
    tr, column = view.tr, st.column_config.TextColumn
    marks = [f"{mark} {tr(f'networks.word.{word}')}" for word, mark in MARKS.items() if word]
    st.caption(" · ".join(marks))
    shown = table.map(MARKS.__getitem__)
    shown.insert(0, "", [f"{tr.party(code)} {code}" for code in shown.index])
    widths = {code: column(code, width=48, help=tr.party(code)) for code in table.columns}
    asked = st.dataframe(
        shown,
        height=min(_HEIGHT, _ROW * (len(shown) + 2)),
        row_height=_ROW,
        hide_index=True,
        key=f"matrix_{view.address.order}",
        on_select="rerun",
        selection_mode="single-cell",
        column_config={"": column("", pinned=True, width=300), **widths},
        alt=tr("networks.matrix.title"),
    )
    cells = [*asked["selection"]["cells"]]
    if not cells or cells[0][1] not in table.columns:
        line(tr("networks.matrix.choose"), style="ea-aside", role="status")
        return
    row, receiving = cells[0]
    sending = table.index[row]
    word = table.iloc[row][receiving]
    known = tr(f"networks.word.{word}") if word else tr("networks.word.itself")
    ends = {"sending": tr.party(sending), "receiving": tr.party(receiving)}
    said = tr("networks.matrix.cell", **ends, known=known)
    to = view.link("pair", selection=unnamed(view.selection).but(among=(sending, receiving)))
    link = Link(tr("networks.matrix.open"), to, focus=TITLE)
    line(*((said, " ", link) if word else (said,)), style="ea-aside", role="status")


def _csv(table: pd.DataFrame) -> bytes:
    rows = zip(table.index, table.to_numpy().tolist(), strict=True)
    return exporters.table(["sending", *table.columns], [[code, *row] for code, row in rows])
