"""List pages: a description and rows become a table, sorted and cut into pages on the server."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Any, Final, Generic, NamedTuple, TypeVar

import streamlit as st

from geo import dates, i18n, parties
from geo.errors import InvalidSelection, quoted
from geo.i18n import Translator
from geo.render import Markup, render
from geo.ui import errors, state, style
from geo.ui.address import SIZES
from geo.ui.components import downloads, masthead
from geo.ui.components.parts import Link, Piece, Site, Text, card_link, line
from geo.ui.state import View

Row = TypeVar("Row")
Cell = Piece | Sequence[Piece]

_DOWN: Final = "-"
_MARKS: Final = {"ascending": "▲", "descending": "▼", "none": ""}


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column of a table."""

    key: str
    order: Callable[[Row], Any]  # Gives what a row is sorted by; None or a blank is always last
    cell: Callable[[Row], Cell]
    number: bool = False
    dash: bool = True  # Whether a blank cell shows a dash
    label: str = ""  # Word of the page for its heading, where it is not the key

    @classmethod
    def text(cls, key: str, text: Callable[[Row], str]) -> Column[Row]:
        """A column that is sorted by the text that it shows."""
        return cls(key, lambda row: parties.fold(text(row)), text)

    @classmethod
    def word(
        cls, key: str, words: Iterable[str], word: Callable[[Row], str], cell: Callable[[Row], Cell]
    ) -> Column[Row]:
        """A column of a word, sorted in the order of a closed list; another word is last."""
        order = {one: number for number, one in enumerate(words)}
        return cls(key, lambda row: order.get(word(row)), cell)

    @classmethod
    def card(
        cls,
        view: View,
        key: str,
        name: Callable[[Row], str],
        id: Callable[[Row], str],
        limit: int = 300,
    ) -> Column[Row]:
        """A column of names, each a link to a card where there is an id."""

        def cell(row: Row) -> Cell:
            return card_link(view, name(row), id(row), limit) if id(row) else name(row)

        return cls(key, lambda row: parties.fold(name(row)), cell)


@dataclass(frozen=True)
class Search(Generic[Row]):
    """The search box of a list."""

    texts: Callable[[Row, Translator], Sequence[str]]  # The texts of a row that are searched
    every: str  # Word of the page for the link to the whole list


@dataclass(frozen=True)
class Content(Generic[Row]):
    """What a list page shows of one view."""

    rows: Sequence[Row]
    summary: Sequence[str] = ()  # Sentences; the first one counts the rows
    intro: str = ""
    matching: int | None = None  # How many the search finds, where they are not the rows
    every: str = ""  # Address of the whole list, where this is not it
    top: Callable[[], object] | None = None  # Draws what is under the head
    above: Markup | None = None  # Directly above the table
    empty: Callable[[], object] | None = None  # Draws what stands for a table without rows
    note: str = ""


@dataclass(frozen=True)
class ListPage(Generic[Row]):
    """The description of a list page."""

    name: str  # In ids of elements and in names of files
    key: Callable[[str], str]  # Word of the page -> key in the catalogue
    sort: str  # Key of the column by which the rows are sorted at first
    columns: Callable[[View], Sequence[Column[Row]]]
    content: Callable[[View], Content[Row]]
    limit: int = 300  # Most characters of a text in a cell
    caption: str = "caption"
    found: str = ""  # Key of the sentence that counts what the search finds
    search: Search[Row] | None = None
    csv: Callable[[View, Sequence[Row]], bytes] | None = None
    csv_help: str = "csv_help"
    more_files: Callable[[View, Sequence[Row]], Mapping[str, downloads.File]] = lambda view, rows: (
        MappingProxyType({})
    )
    files: Callable[[View, Sequence[Row]], None] | None = None  # Draws other downloads


class Head(NamedTuple):
    """The heading of a column, as the template of a table shows it."""

    link: Link
    style: str
    order: str
    mark: str


@dataclass(frozen=True)
class Listing(Generic[Row]):
    """The rows of one page of a table."""

    columns: Sequence[Column[Row]]
    rows: Sequence[Row]
    total: int
    sort: str
    down: bool
    page: int
    pages: int
    first: int  # Number of the first row of this page, from 1; 0 where there is none
    problems: tuple[InvalidSelection, ...] = ()


def draw(view: View, page: ListPage[Row]) -> None:
    """Draw a list page: head, search, table, downloads, foot."""
    style.apply()
    tr, content = view.tr, page.content(view)
    rows = matching(view, page, content.rows)
    sentences = list(content.summary)
    if page.search and parties.fold(view.address.find).split():
        count = len(rows) if content.matching is None else content.matching
        sentences[0] += " " + tr(page.found, count=count, text=view.address.find)
    masthead.masthead(view, tr(page.key("title")), sentences, content.intro)
    if content.top:
        content.top()
    if page.search:
        _search(view, page, page.search.every, content.every)
    if content.above:
        st.html(content.above)
    shown = listing(view, page, rows)
    errors.problems(errors.told(error, tr) for error in shown.problems)
    if content.empty and not rows:
        content.empty()
    else:
        st.html(table_html(view, page, shown))
    if content.note:
        st.caption(i18n.markdown(content.note))
    _files(view, page, rows)
    masthead.foot(view)
    state.leave(replace(view, address=view.address.but(page=shown.page)))


def matching(view: View, page: ListPage[Row], rows: Sequence[Row]) -> Sequence[Row]:
    """The rows that have all terms of the search."""
    search, terms = page.search, parties.fold(view.address.find).split()
    if not search or not terms:
        return rows

    def has_all(row: Row) -> bool:
        text = parties.fold(" ".join(search.texts(row, view.tr)))
        return all(term in text for term in terms)

    return [row for row in rows if has_all(row)]


def _search(view: View, page: ListPage[Row], every: str, href: str) -> None:
    tr = view.tr
    with st.container(horizontal=True, key="find_row", vertical_alignment="bottom"):
        st.text_input(
            tr(page.key("find")),
            key="find",
            max_chars=200,
            placeholder=tr(page.key("find_hint")),
            width=360,
        )
        if href:
            line(Link(tr(page.key(every)), href, id="ea-all"), style="ea-aside-link")


def _files(view: View, page: ListPage[Row], rows: Sequence[Row]) -> None:
    if page.files:
        page.files(view, rows)
    if page.csv:
        downloads.draw_one(
            view,
            page.name,
            partial(page.csv, view, rows),
            view.tr(page.key(page.csv_help)),
            not rows,
            page.more_files(view, rows),
        )


def listing(view: View, page: ListPage[Row], rows: Sequence[Row]) -> Listing[Row]:
    """Sort rows as the address asks, and cut out its page."""
    asked = view.address
    columns = page.columns(view)
    by = {column.key: column for column in columns}
    problems: tuple[InvalidSelection, ...] = ()
    sort = asked.sort or page.sort
    if sort.removeprefix(_DOWN) not in by:
        known = ", ".join(by)
        error = InvalidSelection().keyed("error.address.choice", text=quoted(sort), known=known)
        problems, sort = (error,), page.sort
    key, down = sort.removeprefix(_DOWN), sort.startswith(_DOWN)
    order = [(row, by[key].order(row)) for row in rows]
    blank = [row for row, value in order if value is None or value == ""]
    valued = [one for one in order if one[1] is not None and one[1] != ""]
    valued.sort(key=lambda one: one[1], reverse=down)
    all_rows = [*(row for row, _ in valued), *blank]
    pages = max(1, math.ceil(len(all_rows) / asked.rows))
    number = min(asked.page, pages)
    start = (number - 1) * asked.rows
    return Listing(
        columns,
        all_rows[start : start + asked.rows],
        len(all_rows),
        key,
        down,
        number,
        pages,
        start + 1 if all_rows else 0,
        problems,
    )


def table_html(view: View, page: ListPage[Row], shown: Listing[Row]) -> Markup:
    """A page of a table as HTML, with what leads to the other pages."""
    tr, top = view.tr, f"ea-{page.name}-top"
    heads = [_head(view, page, shown, column) for column in shown.columns]
    none = tr("page.table.none")
    rows = [
        [
            (head, _pieces(column.cell(row), page.limit, none if column.dash else ""))
            for head, column in zip(heads, shown.columns, strict=True)
        ]
        for row in shown.rows
    ]
    count = tr("page.listing.empty")
    if shown.total:
        last = shown.first + len(shown.rows) - 1
        count = tr("page.listing.rows", first=shown.first, last=last, total=shown.total)
    steps = {"previous": shown.page - 1, "next": shown.page + 1}
    ordered = next(head.link.text for head in heads if head.order != "none")
    caption = page.key(f"{page.caption}_down" if shown.down else page.caption)
    return render(
        "ui/table",
        tr=tr,
        name=page.name,
        caption=tr(caption, column=ordered),
        count=count,
        steps=[
            Link(
                tr(f"page.listing.{word}"),
                view.link(page=number) if 1 <= number <= shown.pages else "",
                id=f"{top}-{word}",
            )
            for word, number in steps.items()
        ],
        sizes=[_size(view, shown, size, f"{top}-size-{size}") for size in sorted(SIZES)],
        heads=heads,
        rows=rows,
    )


def _head(view: View, page: ListPage[Row], shown: Listing[Row], column: Column[Row]) -> Head:
    here = column.key == shown.sort
    sort = f"{_DOWN if here and not shown.down else ''}{column.key}"
    order = ("descending" if shown.down else "ascending") if here else "none"
    label = view.tr(page.key(column.label or column.key))
    link = Link(label, view.link(sort=sort, page=1), id=f"ea-{page.name}-{column.key}")
    number = " ea-number" if column.number else ""
    return Head(link, f"ea-col-{column.key}{number}", order, _MARKS[order])


def _size(view: View, shown: Listing[Row], size: int, id: str) -> Link:
    if size == view.address.rows:
        return Link(str(size), "", id, current="true")
    page = (shown.first - 1) // size + 1 if shown.first else 1
    return Link(str(size), view.link(rows=size, page=page), id)


def _pieces(cell: Cell, limit: int, none: str) -> Sequence[Piece]:
    """What a cell is made of: a text is cut, and a blank one is replaced."""
    if isinstance(cell, Markup | Link | Site | Text):
        return (cell,)
    if isinstance(cell, str):
        return (i18n.plain(cell, limit) or none,)
    return cell or (none,)


def first_day(text: str) -> int | None:
    """What a date is sorted by: its first day that is not open."""
    if not text:
        return None
    span = dates.parse(text)
    day = span.earliest or span.latest
    return day.toordinal() if day else None


def publishers(
    view: View, names: Sequence[tuple[str, str]], most: int, limit: int, between: str = ", "
) -> list[Piece]:
    """Links to the cards of the first sources, given as publisher and id; the rest is counted."""
    pieces: list[Piece] = []
    for name, id in names[:most]:
        pieces += [between] if pieces else []
        pieces.append(card_link(view, name, id, limit))
    if len(names) > most:
        pieces.append(f" +{view.tr.number(len(names) - most)}")
    return pieces
