"""The quality page: what is worth a second look in the dataset, row by row, with a suggestion."""

from collections.abc import Sequence
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from geo import exporters
from geo.i18n import Translator
from geo.reports import quality
from geo.reports.networks import GIVEN, scorecard, totals
from geo.reports.quality import KINDS, Finding
from geo.selection import Selection
from geo.ui.components.list_page import Column, Content, ListPage
from geo.ui.components.parts import fold
from geo.ui.state import View, remembered

_TOTALS: Final = (
    *("party", "direction", "counted", "date", "source", "reported"),
    *("sure", "suspended", "possible", "difference", "explained"),
)
_FILE: Final = ("file", "row", "id", "mission", "kind", "value", "suggestion")


@remembered(3, selected=False)
def _all(view: View) -> list[Finding]:
    return quality.findings(view.atlas.dataset)


def findings(view: View) -> list[Finding]:
    """The findings about the missions shown; all of the dataset where nothing limits them."""
    found = _all(view)
    if not view.selection:
        return found
    shown = set(view.atlas.missions(view.selection)["id"])
    return [one for one in found if one.mission in shown]


def _content(view: View) -> Content[Finding]:
    tr, found = view.tr, findings(view)
    key = "page.quality.of_selection" if view.selection else "page.quality.whole"
    counted = quality.counts(found).items()
    kinds = [tr(f"quality.count.{kind}", count=number) for kind, number in counted if number]
    return Content(
        found,
        [tr(key, count=len(found)), *([f"{tr.capital(tr.listed(kinds))}."] if kinds else [])],
        every=view.link(selection=Selection(), show="", page=1) if view.selection else "",
        top=lambda: fold(
            tr("scorecard.title"), "straighten", "scorecard", partial(_scorecard, view)
        ),
    )


def _scorecard(view: View) -> None:
    """Draw the measures of the missions shown, their age by state, and totals."""
    tr, sources = view.tr, view.atlas.dataset.sources.by_id
    measured = scorecard(view.atlas, view.selection)
    st.caption(f"{tr('scorecard.intro')} {tr('scorecard.as_of', day=tr.date(measured.day))}")
    heads = [tr(f"scorecard.{one}") for one in ("measure", "part", "whole", "share")]
    measures = [one for one in measured.measures if one.name not in GIVEN]
    rows = [(tr(f"scorecard.of.{one.name}"), *one.cells(tr)) for one in measures]
    st.dataframe(pd.DataFrame(rows, columns=heads), hide_index=True)
    states = measured.by_state.drop(columns="evidence").round({"years": 1})
    states["receiving"] = states["receiving"].map(tr.party)
    st.caption(tr("scorecard.state.lag"))
    st.dataframe(states.rename(columns=lambda name: tr(f"scorecard.state.{name}")), hide_index=True)
    found = totals(view.atlas)[list(_TOTALS)]  # that sources report, beside those of their day
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
    tr, missions = view.tr, view.atlas.dataset.missions.by_id

    def name(one: Finding) -> str:
        row = missions.get(one.mission)
        if row is None:
            return one.id
        return row["name"] or tr.label(row["kind"], row["sending"], row["receiving"], row["city"])

    def card(one: Finding) -> str:
        return one.mission if one.mission in missions else ""

    return [
        Column.card(view, "mission", name, card),
        Column.word("kind", KINDS, lambda one: one.kind, partial(_kind, tr)),
        Column.text("value", lambda one: one.value),
        Column.text("suggestion", lambda one: one.said(tr)),
        Column(
            "file",
            lambda one: (one.file, one.row),
            lambda one: tr("page.quality.at", file=one.file, row=str(one.row)),
        ),
    ]


def _kind(tr: Translator, one: Finding) -> str:
    return tr(f"quality.kind.{one.kind}")


def _csv(view: View, found: Sequence[Finding]) -> bytes:
    rows = [[*(getattr(one, name) for name in _FILE[:-1]), one.said(view.tr)] for one in found]
    return exporters.table(_FILE, rows)


PAGE: Final = ListPage(
    "quality",
    lambda word: f"page.quality.{word}",
    "kind",
    columns,
    _content,
    found="page.quality.found",
    search=lambda one, tr: [one.id, one.file, one.value, _kind(tr, one), one.said(tr)],
    csv=_csv,
)
