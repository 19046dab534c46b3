"""The quality page: what is worth a second look in the pack, row by row, with a suggestion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

import streamlit as st

from geo import countries, quality, words
from geo.atlas import Atlas
from geo.quality import KINDS, Finding
from geo.selection import Selection
from geo.ui import downloads, errors, masthead, state, style
from geo.ui.links import link
from geo.ui.listing import Column, drawn, listing
from geo.ui.sidebar import VIEW
from geo.ui.state import View
from geo.words import Voice

__all__ = ["columns", "findings", "page"]

_LONGEST: Final = 300
_CARD: Final = "ea-card"
_FILE: Final = ("file", "row", "id", "mission", "kind", "value", "suggestion")


@st.cache_resource(show_spinner=False, max_entries=3)
def _all(sha256: str, _atlas: Atlas) -> list[Finding]:
    return quality.findings(_atlas.pack)


def findings(view: View) -> list[Finding]:
    """The findings about the missions shown; all of the pack where nothing limits them.

    Parameters
    ----------
    view
        What is shown.

    Returns
    -------
    list of Finding
        By kind, then by row.
    """
    found = _all(view.atlas.pack.sha256, view.atlas)
    if not view.selection:
        return found
    shown = set(view.atlas.missions(view.selection)["id"])
    return [one for one in found if one.mission in shown]


def page() -> None:
    """Draw the page for the view that the sidebar has kept."""
    view: View = st.session_state[VIEW]
    voice = view.voice
    style.apply()
    told = findings(view)
    terms = countries.fold(view.address.find).split()
    found = [one for one in told if _holds(one, terms, voice)]
    masthead.masthead(view, voice("page.quality.title"), _said(view, told, len(found), bool(terms)))
    with st.container(horizontal=True, key="find_row", vertical_alignment="bottom"):
        st.text_input(
            voice("page.quality.find"),
            key="find",
            max_chars=200,
            placeholder=voice("page.quality.find_hint"),
            width=360,
        )
        if view.selection:
            everything = view.link(selection=Selection(), show="", page=1)
            text = voice("page.quality.all")
            st.html(f'<p class="ea-aside-link">{link(text, everything, id="ea-all")}</p>')
    shown = listing(view, found, columns(view), "kind")
    errors.problems(errors.told(error, voice) for error in shown.problems)
    caption = "page.quality.caption_down" if shown.down else "page.quality.caption"
    st.html(drawn(view, shown, voice(caption, column=shown.heading), "quality"))
    downloads.draw_one(
        view,
        "quality",
        partial(_csv, found, view.voice),
        view.voice("page.quality.csv_help"),
        not found,
    )
    masthead.foot(view)
    state.leave(replace(view, address=view.address.but(page=shown.page)))


def _said(view: View, told: list[Finding], matching: int, searched: bool) -> list[str]:
    """How many findings there are, and of which kinds."""
    voice = view.voice
    key = "page.quality.of_selection" if view.selection else "page.quality.whole"
    said = [voice(key, count=len(told))]
    if searched:
        said[0] += " " + voice("page.quality.found", count=matching, text=view.address.find)
    kinds = [
        voice(f"quality.count.{kind}", count=number)
        for kind, number in quality.counts(told).items()
        if number
    ]
    return [*said, *([f"{voice.capital(voice.listed(kinds))}."] if kinds else [])]


def _holds(one: Finding, terms: list[str], voice: Voice) -> bool:
    if not terms:
        return True
    told = (one.id, one.file, one.value, voice(f"quality.kind.{one.kind}"), one.said(voice))
    text = countries.fold(" ".join(told))
    return all(term in text for term in terms)


def columns(view: View) -> list[Column[Finding]]:
    """The columns of the table.

    Parameters
    ----------
    view
        What is shown.

    Returns
    -------
    list of Column
        The first one leads to the mission's card on the map.
    """
    voice = view.voice
    kinds = {kind: number for number, kind in enumerate(KINDS)}
    missions = view.atlas.pack.by_id["missions"]

    def column(
        key: str,
        order: Callable[[Finding], object],
        cell: Callable[[Finding], str],
        number: bool = False,
    ) -> Column[Finding]:
        return Column(key, voice(f"page.quality.{key}"), order, cell, number)

    def name(one: Finding) -> str:
        row = missions.get(one.mission)
        if row is None:
            return one.id
        label = voice.tight_label(row["kind"], row["sending"], row["receiving"], row["city"])
        return row["name"] or label

    def card(one: Finding) -> str:
        text = words.plain(name(one), _LONGEST)
        if one.mission not in missions:
            return words.escape(text)
        return link(text, view.link("map", show=one.mission), focus=_CARD)

    return [
        column("mission", lambda one: countries.fold(name(one)), card),
        column(
            "kind",
            lambda one: kinds[one.kind],
            lambda one: words.escape(voice(f"quality.kind.{one.kind}")),
        ),
        column(
            "value",
            lambda one: countries.fold(one.value),
            lambda one: words.escape(one.value, _LONGEST) or words.escape(voice("page.table.none")),
        ),
        column(
            "suggestion",
            lambda one: countries.fold(one.said(voice)),
            lambda one: words.escape(one.said(voice), _LONGEST),
        ),
        column(
            "file",
            lambda one: (one.file, one.row),
            lambda one: words.escape(voice("page.quality.at", file=one.file, row=str(one.row))),
        ),
    ]


def _csv(found: list[Finding], voice: Voice) -> bytes:
    from geo.exporters import table

    return table(
        _FILE,
        [
            [one.file, one.row, one.id, one.mission, one.kind, one.value, one.said(voice)]
            for one in found
        ],
    )
