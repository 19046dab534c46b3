"""The sources page: every source of what is shown, and what rests on each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import streamlit as st

from geo import dates, i18n, parties
from geo.dataset import split
from geo.i18n import Translator
from geo.reports import cards
from geo.selection import Selection
from geo.ui import errors, state, style
from geo.ui.components import citations, downloads, masthead
from geo.ui.components.links import link
from geo.ui.components.list_page import Column, drawn, listing
from geo.ui.sidebar import VIEW
from geo.ui.state import View
from geo.vocabulary import SEEN, SOURCE_KINDS

__all__ = ["RESTING", "Source", "columns", "page", "sources"]

RESTING: Final = ("events", "positions", "heads", "relations", "coverage", "claims")
"""Tables whose rows rest on sources."""

_LONGEST: Final = 300
_CARD: Final = "ea-card"
_OF_MISSIONS: Final = ("events", "positions", "heads", "claims")
_FIELDS: Final = ("id", "publisher", "title", "url", "language", "note")
_FILE: Final = ("publisher", "title", "published", "revised", "kind", "seen", "derived_from", "url")


@dataclass(frozen=True, slots=True)
class Source:
    """A source as a row of the table."""

    row: Mapping[str, str]
    rests: Mapping[str, int]
    repeats: str
    through: str


def sources(view: View) -> list[Source]:
    """The sources of what is shown; all of the dataset where nothing limits it."""
    atlas = view.atlas
    by_id = atlas.dataset.by_id["sources"]
    wanted = _telling(view) if view.selection else by_id.keys()
    resting = cards.resting(atlas)
    return [
        Source(
            row,
            resting.get(id, {}),
            _publishers(row["derived_from"], by_id, view.tr),
            _publishers(row["known_through"], by_id, view.tr),
        )
        for id, row in by_id.items()
        if id in wanted
    ]


def _telling(view: View) -> set[str]:
    """Ids of the sources that say something of the missions, relations and places shown."""
    atlas, selection = view.atlas, view.selection
    shown = set(atlas.missions(selection)["id"])
    found: set[str] = set()
    for row, told in zip(atlas.dataset.rows["missions"], atlas.mission_filter.resting, strict=True):
        if row["id"] in shown:
            found |= told
    for frame in (atlas.relations(selection), atlas.places(selection)):
        found.update(id for text in frame["sources"] for id in split(text))
    day = selection.known_on_day
    return {id for id in found if atlas.publication.of([id]).perhaps <= day}


def _publishers(ids: str, by_id: Mapping[str, Mapping[str, str]], tr: Translator) -> str:
    names = [by_id[id]["publisher"] if id in by_id else id for id in split(ids)]
    return tr.listed(list(dict.fromkeys(names)))


def page() -> None:
    """Draw the page for the view that the sidebar has kept."""
    view: View = st.session_state[VIEW]
    tr = view.tr
    style.apply()
    told = sources(view)
    total = len(view.atlas.dataset.rows["sources"])
    terms = parties.fold(view.address.find).split()
    found = [one for one in told if _holds(one, terms)]
    key = "page.list.of_selection" if view.selection else "page.list.whole"
    said = [tr(key, count=len(told), total=total)]
    if terms:
        said = [f"{said[0]} {_matching(view, len(found))}"]
    masthead.masthead(view, tr("page.list.title"), said)
    with st.container(horizontal=True, key="find_row", vertical_alignment="bottom"):
        st.text_input(
            tr("page.list.find"),
            key="find",
            max_chars=200,
            placeholder=tr("page.list.find_hint"),
            width=360,
        )
        if len(told) < total:
            everything = view.link(selection=Selection(), show="", page=1)
            text = tr("page.list.all")
            st.html(f'<p class="ea-aside-link">{link(text, everything, id="ea-all")}</p>')
    shown = listing(view, found, columns(view), "publisher")
    errors.problems(errors.told(error, tr) for error in shown.problems)
    caption = "page.list.caption_down" if shown.down else "page.list.caption"
    st.html(drawn(view, shown, tr(caption, column=shown.heading), "sources"))
    downloads.draw_one(
        view,
        "sources",
        partial(_csv, found),
        view.tr("page.list.csv_help"),
        not found,
        citations.files(view, tuple(one.row["id"] for one in found)),
    )
    masthead.foot(view)
    state.leave(replace(view, address=view.address.but(page=shown.page)))


def _matching(view: View, number: int) -> str:
    return view.tr("page.list.found", count=number, text=view.address.find)


def _holds(one: Source, terms: list[str]) -> bool:
    if not terms:
        return True
    text = parties.fold(" ".join(one.row[name] for name in _FIELDS))
    return all(term in text for term in terms)


def _csv(found: list[Source]) -> bytes:
    from geo.exporters import table

    rows = [
        [one.row["id"]]
        + [one.row[name] for name in _FILE]
        + [one.rests.get(name, 0) for name in RESTING]
        for one in found
    ]
    return table(["id", *_FILE, *RESTING], rows)


def columns(view: View) -> list[Column[Source]]:
    """The columns of the table."""
    tr = view.tr
    kinds = {kind: number for number, kind in enumerate(SOURCE_KINDS)}
    seen = {how: number for number, how in enumerate(SEEN)}

    def column(
        key: str,
        order: Callable[[Source], object],
        cell: Callable[[Source], str],
        label: str = "",
        number: bool = False,
    ) -> Column[Source]:
        return Column(key, tr(f"page.list.{label or key}"), order, cell, number)

    def card(one: Source) -> str:
        name = i18n.plain(tr.capital(one.row["publisher"]) or one.row["id"], _LONGEST)
        return link(name, view.link("map", show=one.row["id"]), focus=_CARD)

    def resting(one: Source) -> str:
        counts = [(name, one.rests.get(name, 0)) for name in RESTING]
        said = [tr(f"card.count.{name}", count=count) for name, count in counts if count]
        what = i18n.escape(", ".join(said) or tr("page.table.none"))
        if not any(one.rests.get(name) for name in _OF_MISSIONS):
            return what
        to = view.link("map", selection=view.selection.but(sources=(one.row["id"],)), show="")
        return f"{what} {link(tr('page.list.filter'), to, focus='ea-title')}"

    return [
        column("publisher", lambda one: parties.fold(one.row["publisher"]), card),
        column(
            "title",
            lambda one: parties.fold(one.row["title"]),
            lambda one: _title(one, tr),
            "title_column",
        ),
        column("published", lambda one: _day(one.row["published"]), lambda one: _date(one, tr)),
        column(
            "kind",
            lambda one: kinds.get(one.row["kind"]),
            lambda one: i18n.escape(_kind(one.row["kind"], tr)),
        ),
        column(
            "seen",
            lambda one: seen.get(one.row["seen"]) if one.row["seen"] else None,
            lambda one: i18n.escape(_seen(one, tr), _LONGEST),
        ),
        column(
            "repeats",
            lambda one: parties.fold(one.repeats),
            lambda one: i18n.escape(one.repeats or tr("page.table.none"), _LONGEST),
        ),
        Column("all", tr("page.list.rests"), _resting, resting),
    ]


def _resting(one: Source) -> int:
    """How many rows rest on a source, of all tables."""
    return sum(one.rests.values())


def _title(one: Source, tr: Translator) -> str:
    """The title with its address, and the copy that an archive keeps."""
    row = one.row
    language = row["language"] if row["language"].isalpha() else ""
    lang = f' lang="{i18n.escape(language)}"' if language and language != "mul" else ""
    title = f"<span{lang}>{i18n.escape(row['title'], _LONGEST)}</span>"
    outside = 'target="_blank" rel="noopener noreferrer"'
    if address := i18n.link(row["url"]):
        title = f'<a href="{address}" {outside}>{title}</a>'
    if kept := i18n.link(row["archived_url"]):
        archived = i18n.escape(tr("page.list.archived"))
        title += f' (<a href="{kept}" {outside}>{archived}</a>)'
    return title


def _kind(kind: str, tr: Translator) -> str:
    return tr(f"page.list.kinds.{kind}") if kind in SOURCE_KINDS else kind


def _seen(one: Source, tr: Translator) -> str:
    how = one.row["seen"]
    if not how or how not in SEEN:
        return how
    return tr(f"page.list.how.{how}", names=one.through)


def _date(one: Source, tr: Translator) -> str:
    published, revised = one.row["published"], one.row["revised"]
    said = tr.date(published) if published else tr("page.list.undated")
    if revised:
        said = tr("page.list.revised", date=said, revised=tr.date(revised))
    return i18n.escape(said, _LONGEST)


def _day(text: str) -> int | None:
    if not text:
        return None
    span = dates.parse(text)
    day = span.earliest or span.latest
    return day.toordinal() if day else None
