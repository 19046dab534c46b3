"""The sources page: every source of what is shown, and what rests on each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import streamlit as st

from geo import cards, countries, dates, words
from geo.pack import split
from geo.selection import Selection
from geo.ui import citing, downloads, errors, masthead, state, style
from geo.ui.links import link
from geo.ui.listing import Column, drawn, listing
from geo.ui.sidebar import VIEW
from geo.ui.state import View
from geo.vocabulary import SEEN, SOURCE_KINDS
from geo.words import Voice

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
    """A source as a row of the table.

    Attributes
    ----------
    row
        Its row of the table ``sources``.
    rests
        Table -> how many of its rows rest on it.
    repeats, through
        Publishers of what it repeats, and of those that cite it where it was not seen itself.
    """

    row: Mapping[str, str]
    rests: Mapping[str, int]
    repeats: str
    through: str


def sources(view: View) -> list[Source]:
    """The sources of what is shown; all of the pack where nothing limits it.

    Parameters
    ----------
    view
        What is shown.

    Returns
    -------
    list of Source
        In the order of the table.
    """
    atlas = view.atlas
    by_id = atlas.pack.by_id["sources"]
    wanted = _telling(view) if view.selection else by_id.keys()
    resting = cards.resting(atlas)
    return [
        Source(
            row,
            resting.get(id, {}),
            _publishers(row["derived_from"], by_id, view.voice),
            _publishers(row["known_through"], by_id, view.voice),
        )
        for id, row in by_id.items()
        if id in wanted
    ]


def _telling(view: View) -> set[str]:
    """Ids of the sources that say something of the missions, relations and places shown."""
    atlas, selection = view.atlas, view.selection
    shown = set(atlas.missions(selection)["id"])
    found: set[str] = set()
    for row, told in zip(atlas.pack.rows["missions"], atlas.sieve.resting, strict=True):
        if row["id"] in shown:
            found |= told
    for frame in (atlas.relations(selection), atlas.places(selection)):
        found.update(id for text in frame["sources"] for id in split(text))
    day = selection.known_on_day
    return {id for id in found if atlas.knowledge.of([id]).perhaps <= day}


def _publishers(ids: str, by_id: Mapping[str, Mapping[str, str]], voice: Voice) -> str:
    names = [by_id[id]["publisher"] if id in by_id else id for id in split(ids)]
    return voice.listed(list(dict.fromkeys(names)))


def page() -> None:
    """Draw the page for the view that the sidebar has kept."""
    view: View = st.session_state[VIEW]
    voice = view.voice
    style.apply()
    told = sources(view)
    total = len(view.atlas.pack.rows["sources"])
    terms = countries.fold(view.address.find).split()
    found = [one for one in told if _holds(one, terms)]
    key = "page.list.of_selection" if view.selection else "page.list.whole"
    said = [voice(key, count=len(told), total=total)]
    if terms:
        said = [f"{said[0]} {_matching(view, len(found))}"]
    masthead.masthead(view, voice("page.list.title"), said)
    with st.container(horizontal=True, key="find_row", vertical_alignment="bottom"):
        st.text_input(
            voice("page.list.find"),
            key="find",
            max_chars=200,
            placeholder=voice("page.list.find_hint"),
            width=360,
        )
        if len(told) < total:
            everything = view.link(selection=Selection(), show="", page=1)
            text = voice("page.list.all")
            st.html(f'<p class="ea-aside-link">{link(text, everything, id="ea-all")}</p>')
    shown = listing(view, found, columns(view), "publisher")
    errors.problems(errors.told(error, voice) for error in shown.problems)
    caption = "page.list.caption_down" if shown.down else "page.list.caption"
    st.html(drawn(view, shown, voice(caption, column=shown.heading), "sources"))
    downloads.draw_one(
        view,
        "sources",
        partial(_csv, found),
        view.voice("page.list.csv_help"),
        not found,
        citing.files(view, tuple(one.row["id"] for one in found)),
    )
    masthead.foot(view)
    state.leave(replace(view, address=view.address.but(page=shown.page)))


def _matching(view: View, number: int) -> str:
    return view.voice("page.list.found", count=number, text=view.address.find)


def _holds(one: Source, terms: list[str]) -> bool:
    if not terms:
        return True
    text = countries.fold(" ".join(one.row[name] for name in _FIELDS))
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
    """The columns of the table.

    Parameters
    ----------
    view
        What is shown.

    Returns
    -------
    list of Column
        The first one leads to the source's card, another one to its missions on the map.
    """
    voice = view.voice
    kinds = {kind: number for number, kind in enumerate(SOURCE_KINDS)}
    seen = {how: number for number, how in enumerate(SEEN)}

    def column(
        key: str,
        order: Callable[[Source], object],
        cell: Callable[[Source], str],
        label: str = "",
        number: bool = False,
    ) -> Column[Source]:
        return Column(key, voice(f"page.list.{label or key}"), order, cell, number)

    def card(one: Source) -> str:
        name = words.plain(voice.capital(one.row["publisher"]) or one.row["id"], _LONGEST)
        return link(name, view.link("map", show=one.row["id"]), focus=_CARD)

    def resting(one: Source) -> str:
        counts = [(name, one.rests.get(name, 0)) for name in RESTING]
        said = [voice(f"card.count.{name}", count=count) for name, count in counts if count]
        what = words.escape(", ".join(said) or voice("page.table.none"))
        if not any(one.rests.get(name) for name in _OF_MISSIONS):
            return what
        to = view.link("map", selection=view.selection.but(sources=(one.row["id"],)), show="")
        return f"{what} {link(voice('page.list.filter'), to, focus='ea-title')}"

    return [
        column("publisher", lambda one: countries.fold(one.row["publisher"]), card),
        column(
            "title",
            lambda one: countries.fold(one.row["title"]),
            lambda one: _title(one, voice),
            "title_column",
        ),
        column("published", lambda one: _day(one.row["published"]), lambda one: _date(one, voice)),
        column(
            "kind",
            lambda one: kinds.get(one.row["kind"]),
            lambda one: words.escape(_kind(one.row["kind"], voice)),
        ),
        column(
            "seen",
            lambda one: seen.get(one.row["seen"]) if one.row["seen"] else None,
            lambda one: words.escape(_seen(one, voice), _LONGEST),
        ),
        column(
            "repeats",
            lambda one: countries.fold(one.repeats),
            lambda one: words.escape(one.repeats or voice("page.table.none"), _LONGEST),
        ),
        Column("all", voice("page.list.rests"), _resting, resting),
    ]


def _resting(one: Source) -> int:
    """How many rows rest on a source, of all tables."""
    return sum(one.rests.values())


def _title(one: Source, voice: Voice) -> str:
    """The title with its address, and the copy that an archive keeps."""
    row = one.row
    language = row["language"] if row["language"].isalpha() else ""
    lang = f' lang="{words.escape(language)}"' if language and language != "mul" else ""
    title = f"<span{lang}>{words.escape(row['title'], _LONGEST)}</span>"
    outside = 'target="_blank" rel="noopener noreferrer"'
    if address := words.link(row["url"]):
        title = f'<a href="{address}" {outside}>{title}</a>'
    if kept := words.link(row["archived_url"]):
        archived = words.escape(voice("page.list.archived"))
        title += f' (<a href="{kept}" {outside}>{archived}</a>)'
    return title


def _kind(kind: str, voice: Voice) -> str:
    return voice(f"page.list.kinds.{kind}") if kind in SOURCE_KINDS else kind


def _seen(one: Source, voice: Voice) -> str:
    how = one.row["seen"]
    if not how or how not in SEEN:
        return how
    return voice(f"page.list.how.{how}", names=one.through)


def _date(one: Source, voice: Voice) -> str:
    published, revised = one.row["published"], one.row["revised"]
    said = voice.date(published) if published else voice("page.list.undated")
    if revised:
        said = voice("page.list.revised", date=said, revised=voice.date(revised))
    return words.escape(said, _LONGEST)


def _day(text: str) -> int | None:
    if not text:
        return None
    span = dates.parse(text)
    day = span.earliest or span.latest
    return day.toordinal() if day else None
