"""The page of comparisons: the networks of two to five states, on a map and in tables."""

import base64
from functools import partial
from typing import Final

import numpy as np
import pandas as pd
import shapely
import streamlit as st

from geo import exporters, geodesy, parties
from geo.errors import AtlasError
from geo.render import render
from geo.reports.networks import MOST, Comparison, compare
from geo.ui import errors
from geo.ui.components import downloads
from geo.ui.components.choices import offered
from geo.ui.components.masthead import framed
from geo.ui.components.parts import several
from geo.ui.pages.changes import points, rings
from geo.ui.pages.rank import switch, usable
from geo.ui.state import View

# Of the states, in their order: colours of Okabe and Ito, for readers with any colour vision
COLOURS: Final = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00")
_PARTIES: Final = ("a", "b", "has", "lacks", "only", "code")
_WORDS: Final = ("reciprocity", "a_in_b", "b_in_a", "held", "other_has", "end")
_COARSE: Final = 0.5


def page(view: View) -> None:
    """Draw the page for a view."""
    view, problems = usable(view)
    tr, asked = view.tr, view.address
    codes, found = [part.strip() for part in asked.compare.split(",") if part.strip()], None
    try:
        if len(codes) > 1:
            found = compare(view.atlas, codes, view.selection, asked.since or None)
            codes = [*found.states]
    except AtlasError as error:
        problems.append(error)
        codes = [code for code in codes if code in {one.code for one in parties.parties()}][:MOST]
    said = tr("networks.compare.said" if found else "networks.compare.choose")
    with framed(view, tr("networks.compare.title"), [said], compare=",".join(codes)):
        st.html(switch(view))
        _choices(view, codes)
        for problem in problems:
            errors.show(problem, tr)
        if found:
            _draw(view, found)


def _choices(view: View, codes: list[str]) -> None:
    tr = view.tr
    st.session_state["compared"] = codes
    states = [
        c for c in offered(view.atlas, tr).parties["states"] if parties.party_by_code(c).is_state
    ]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        named = {code: f"{tr.party(code)} ({code})" for code in dict.fromkeys([*states, *codes])}
        how = {"max_selections": MOST, "on_change": _chosen}
        several(tr("networks.compare.states"), named, "compared", None, **how)
        st.text_input(tr("networks.since"), key="since", max_chars=20, width=240)


def _chosen() -> None:
    st.session_state["compare"] = ",".join(st.session_state["compared"])


def _draw(view: View, found: Comparison) -> None:
    tr, tables = view.tr, found.tables
    data = base64.b64encode(_map(found).encode()).decode()
    named = [
        tr(f"networks.colour.{n}", state=tr.party(code)) for n, code in enumerate(found.states)
    ]
    text = tr("networks.compare.drawn", states=tr.listed(named))
    swatches = [*zip(COLOURS, named, strict=False)]
    st.html(render("ui/change_image", text=text, data=data, wide=True, swatches=swatches))
    files = {}
    for name, table in tables.items():
        title = tr(f"networks.compare.{name}")
        st.subheader(title, anchor=False)
        st.dataframe(_spoken(view, table), hide_index=True, alt=title, key=f"table_{name}")
        make = partial(exporters.table, [*table.columns], table.to_numpy().tolist())
        files[title] = f"{name}.csv", "text/csv", "", make
    (_, (_, _, help, make)), *more = files.items()
    downloads.draw_one(view, "compare", make, help, False, dict(more))


def _spoken(view: View, table: pd.DataFrame) -> pd.DataFrame:
    """A table in the reader's language; states of whom it has a column are those compared."""
    tr, shown = view.tr, table.drop(columns="name", errors="ignore")
    for name in shown.columns:
        if name in _PARTIES:
            shown[name] = [tr.party(code) if code else "" for code in shown[name]]
        elif name in _WORDS or name.isupper():
            shown[name] = [tr(f"networks.word.{word}") if word else "" for word in shown[name]]
    key = "networks.column.{}"
    return shown.rename(
        columns=lambda name: tr.party(name) if name.isupper() else tr(key.format(name))
    )


def _map(found: Comparison) -> str:
    """Lines from each state to those in which it has a mission, and a dot of its colour there."""
    host = [parties.party_by_code(code) for code in found.receiving["code"]]
    ends = np.array([(one.seat_lon, one.seat_lat) for one in host]).reshape(-1, 2)
    lines, dots = [], []
    for number, code in enumerate(found.states):
        own = parties.party_by_code(code)
        there = ends[found.receiving[code].isin(("embassy", "other")).to_numpy()]
        seat = np.broadcast_to((own.seat_lon, own.seat_lat), there.shape)
        drawn = shapely.get_parts(shapely.simplify(geodesy.great_circles(seat, there), _COARSE))
        lines += [(COLOURS[number], points(line)) for line in drawn]
        radius = 0.9 + 0.6 * (len(found.states) - 1 - number)  # Rings about one place
        dots += [(COLOURS[number], x, -y, radius) for x, y in there.tolist()]
    return render("ui/network_map", rings=rings(-180.0, -60.0, 180.0, 85.0), lines=lines, dots=dots)
