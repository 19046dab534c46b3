"""The quality page: what is worth a second look in the dataset, row by row, with a suggestion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

import streamlit as st

from geo import i18n, parties
from geo.atlas import Atlas
from geo.i18n import Translator
from geo.reports import quality
from geo.reports.quality import KINDS, Finding
from geo.selection import Selection
from geo.ui import errors, state, style
from geo.ui.components import downloads, masthead
from geo.ui.components.links import link
from geo.ui.components.list_page import Column, drawn, listing
from geo.ui.sidebar import VIEW
from geo.ui.state import View

__all__ = ["columns", "findings", "page"]

_LONGEST: Final = 300
_CARD: Final = "ea-card"
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


def page() -> None:
    """Draw the page for the view that the sidebar has kept."""
    view: View = st.session_state[VIEW]
    tr = view.tr
    style.apply()
    told = findings(view)
    terms = parties.fold(view.address.find).split()
    found = [one for one in told if _holds(one, terms, tr)]
    masthead.masthead(view, tr("page.quality.title"), _said(view, told, len(found), bool(terms)))
    with st.container(horizontal=True, key="find_row", vertical_alignment="bottom"):
        st.text_input(
            tr("page.quality.find"),
            key="find",
            max_chars=200,
            placeholder=tr("page.quality.find_hint"),
            width=360,
        )
        if view.selection:
            everything = view.link(selection=Selection(), show="", page=1)
            text = tr("page.quality.all")
            st.html(f'<p class="ea-aside-link">{link(text, everything, id="ea-all")}</p>')
    shown = listing(view, found, columns(view), "kind")
    errors.problems(errors.told(error, tr) for error in shown.problems)
    caption = "page.quality.caption_down" if shown.down else "page.quality.caption"
    st.html(drawn(view, shown, tr(caption, column=shown.heading), "quality"))
    downloads.draw_one(
        view,
        "quality",
        partial(_csv, found, view.tr),
        view.tr("page.quality.csv_help"),
        not found,
    )
    masthead.foot(view)
    state.leave(replace(view, address=view.address.but(page=shown.page)))


def _said(view: View, told: list[Finding], matching: int, searched: bool) -> list[str]:
    """How many findings there are, and of which kinds."""
    tr = view.tr
    key = "page.quality.of_selection" if view.selection else "page.quality.whole"
    said = [tr(key, count=len(told))]
    if searched:
        said[0] += " " + tr("page.quality.found", count=matching, text=view.address.find)
    kinds = [
        tr(f"quality.count.{kind}", count=number)
        for kind, number in quality.counts(told).items()
        if number
    ]
    return [*said, *([f"{tr.capital(tr.listed(kinds))}."] if kinds else [])]


def _holds(one: Finding, terms: list[str], tr: Translator) -> bool:
    if not terms:
        return True
    told = (one.id, one.file, one.value, tr(f"quality.kind.{one.kind}"), one.said(tr))
    text = parties.fold(" ".join(told))
    return all(term in text for term in terms)


def columns(view: View) -> list[Column[Finding]]:
    """The columns of the table."""
    tr = view.tr
    kinds = {kind: number for number, kind in enumerate(KINDS)}
    missions = view.atlas.dataset.by_id["missions"]

    def column(
        key: str,
        order: Callable[[Finding], object],
        cell: Callable[[Finding], str],
        number: bool = False,
    ) -> Column[Finding]:
        return Column(key, tr(f"page.quality.{key}"), order, cell, number)

    def name(one: Finding) -> str:
        row = missions.get(one.mission)
        if row is None:
            return one.id
        label = tr.tight_label(row["kind"], row["sending"], row["receiving"], row["city"])
        return row["name"] or label

    def card(one: Finding) -> str:
        text = i18n.plain(name(one), _LONGEST)
        if one.mission not in missions:
            return i18n.escape(text)
        return link(text, view.link("map", show=one.mission), focus=_CARD)

    return [
        column("mission", lambda one: parties.fold(name(one)), card),
        column(
            "kind",
            lambda one: kinds[one.kind],
            lambda one: i18n.escape(tr(f"quality.kind.{one.kind}")),
        ),
        column(
            "value",
            lambda one: parties.fold(one.value),
            lambda one: i18n.escape(one.value, _LONGEST) or i18n.escape(tr("page.table.none")),
        ),
        column(
            "suggestion",
            lambda one: parties.fold(one.said(tr)),
            lambda one: i18n.escape(one.said(tr), _LONGEST),
        ),
        column(
            "file",
            lambda one: (one.file, one.row),
            lambda one: i18n.escape(tr("page.quality.at", file=one.file, row=str(one.row))),
        ),
    ]


def _csv(found: list[Finding], tr: Translator) -> bytes:
    from geo.exporters import table

    return table(
        _FILE,
        [
            [one.file, one.row, one.id, one.mission, one.kind, one.value, one.said(tr)]
            for one in found
        ],
    )
