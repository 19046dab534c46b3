"""The quality page: what is worth a second look in the dataset, row by row, with a suggestion."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from geo.atlas import Atlas
from geo.reports import quality
from geo.reports.networks import GIVEN
from geo.reports.quality import KINDS, Finding
from geo.selection import Selection
from geo.ui.components import list_page
from geo.ui.components.list_page import Column, Content, ListPage
from geo.ui.state import View

_TOTALS: Final = (
    *("party", "direction", "counted", "date", "source", "reported"),
    *("sure", "suspended", "possible", "difference", "explained"),
)
_FILE: Final = ("file", "row", "id", "mission", "kind", "value", "suggestion")


@st.cache_resource(show_spinner=False, max_entries=3)
def _all(sha256: str, _atlas: Atlas) -> list[Finding]:
    return quality.findings(_atlas.dataset)


def findings(view: View) -> list[Finding]:
    """The findings about the missions shown; all of the dataset where nothing limits them."""
    found = _all(view.atlas.dataset.sha256, view.atlas)
    if not view.selection:
        return found
    shown = set(view.atlas.missions(view.selection)["id"])
    return [one for one in found if one.mission in shown]


def _content(view: View) -> Content[Finding]:
    tr, found = view.tr, findings(view)
    key = "page.quality.of_selection" if view.selection else "page.quality.whole"
    kinds = [
        tr(f"quality.count.{kind}", count=number)
        for kind, number in quality.counts(found).items()
        if number
    ]
    return Content(
        found,
        [tr(key, count=len(found)), *([f"{tr.capital(tr.listed(kinds))}."] if kinds else [])],
        every=view.link(selection=Selection(), show="", page=1) if view.selection else "",
        top=partial(_scorecard, view),
    )


def _scorecard(view: View) -> None:
    """Draw the measures of the missions shown, and how long each state's are unconfirmed."""
    from geo.reports.networks import scorecard

    tr = view.tr
    with st.expander(
        tr("scorecard.title"), icon=":material/straighten:", key="scorecard", on_change="rerun"
    ) as opened:
        if not opened.open:
            return
        measured = scorecard(view.atlas, view.selection)
        st.caption(f"{tr('scorecard.intro')} {tr('scorecard.as_of', day=tr.date(measured.day))}")
        heads = [tr(f"scorecard.{one}") for one in ("measure", "part", "whole", "share")]
        rows = [
            (tr(f"scorecard.of.{one.name}"), *one.cells(tr))
            for one in measured.measures
            if one.name not in GIVEN
        ]
        st.dataframe(pd.DataFrame(rows, columns=heads), hide_index=True)
        states = measured.by_state.drop(columns="evidence").round({"years": 1})
        states["receiving"] = states["receiving"].map(tr.party)
        st.caption(tr("scorecard.state.lag"))
        st.dataframe(
            states.rename(columns=lambda name: tr(f"scorecard.state.{name}")), hide_index=True
        )
        _totals(view)


def _totals(view: View) -> None:
    """Draw the totals that sources report, beside what the dataset shows on their day."""
    from geo.reports.networks import totals

    tr, sources = view.tr, view.atlas.dataset.sources.by_id
    found = totals(view.atlas)[list(_TOTALS)]
    if found.empty:
        return
    for name in ("direction", "counted", "explained"):
        found[name] = [tr(f"scorecard.word.{one.replace(' ', '_')}") for one in found[name]]
    found["party"], found["date"] = found["party"].map(tr.party), found["date"].map(tr.date)
    found["source"] = [sources[id].publisher for id in found["source"]]
    st.caption(tr("scorecard.totals"))
    st.dataframe(found.rename(columns=lambda name: tr(f"scorecard.total.{name}")), hide_index=True)


def columns(view: View) -> list[Column[Finding]]:
    """The columns of the table."""
    tr = view.tr
    missions = view.atlas.dataset.missions.by_id

    def name(one: Finding) -> str:
        row = missions.get(one.mission)
        if row is None:
            return one.id
        label = tr.label(row["kind"], row["sending"], row["receiving"], row["city"])
        return row["name"] or label

    return [
        Column.card(
            view, "mission", name, lambda one: one.mission if one.mission in missions else ""
        ),
        Column.word(
            "kind", KINDS, lambda one: one.kind, lambda one: tr(f"quality.kind.{one.kind}")
        ),
        Column.text("value", lambda one: one.value),
        Column.text("suggestion", lambda one: one.said(tr)),
        Column(
            "file",
            lambda one: (one.file, one.row),
            lambda one: tr("page.quality.at", file=one.file, row=str(one.row)),
        ),
    ]


def _csv(view: View, found: Sequence[Finding]) -> bytes:
    from geo.exporters import table

    rows = [
        [one.file, one.row, one.id, one.mission, one.kind, one.value, one.said(view.tr)]
        for one in found
    ]
    return table(_FILE, rows)


PAGE: Final = ListPage(
    "quality",
    lambda word: f"page.quality.{word}",
    "kind",
    columns,
    _content,
    found="page.quality.found",
    search=list_page.Search(
        lambda one, tr: (one.id, one.file, one.value, tr(f"quality.kind.{one.kind}"), one.said(tr)),
        every="all",
    ),
    csv=_csv,
)
