"""List pages: a description and rows become a table, sorted and cut into pages on the server."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Generic, NamedTuple, Self, TypeVar

import streamlit as st

from geo import dates, i18n, parties
from geo.errors import InvalidSelection, quoted
from geo.i18n import Translator
from geo.render import Markup, render
from geo.ui import errors
from geo.ui.address import SIZES
from geo.ui.components import downloads
from geo.ui.components.masthead import framed
from geo.ui.components.parts import Link, Piece, Site, Text, card_link, line
from geo.ui.state import View

Row = TypeVar("Row")
Cell = Piece | Sequence[Piece]
Shown = Callable[[Row], Cell]
Word = Callable[[Row], str]
_DOWN: Final = "-"
_MARKS: Final = {"ascending": "▲", "descending": "▼", "none": ""}


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column of a table."""

    key: str
    order: Callable[[Row], Any]  # Gives what a row is sorted by; None or a blank is always last
    cell: Shown[Row]
    number: bool = False
    dash: bool = True  # Whether a blank cell shows a dash
    label: str = ""  # Word of the page for its heading, where it is not the key

    @classmethod
    def text(cls, key: str, text: Word[Row], cell: Shown[Row] | None = None, **how: Any) -> Self:
        """A column sorted by a text; shows that text unless ``cell`` is given."""
        return cls(key, lambda row: parties.fold(text(row)), cell or text, **how)

    @classmethod
    def word(
        cls, key: str, words: Iterable[str], word: Word[Row], cell: Shown[Row], **how: Any
    ) -> Self:
        """A column of a word, sorted in the order of a closed list; another word is last."""
        order = {one: number for number, one in enumerate(words)}
        return cls(key, lambda row: order.get(word(row)), cell, **how)

    @classmethod
    def card(cls, view: View, key: str, name: Word[Row], id: Word[Row], limit: int = 300) -> Self:
        """A column of names, each a link to a card where there is an id."""

        def cell(row: Row) -> Cell:
            return card_link(view, name(row), id(row), limit) if id(row) else name(row)

        return cls.text(key, name, cell)


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
    search: Callable[[Row, Translator], Sequence[str]] | None = None  # The texts that are searched
    every: str = "all"  # Word of the page for the link to the whole list
    csv: Callable[[View, Sequence[Row]], bytes] | None = None
    csv_help: str = "csv_help"
    more_files: Callable[[View, Sequence[Row]], Mapping[str, downloads.File]] | None = None
    files: Callable[[View, Sequence[Row]], None] | None = None  # Draws other downloads


class Listing(NamedTuple, Generic[Row]):
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
    tr, content = view.tr, page.content(view)
    rows = matching(view, page, content.rows)
    sentences = list(content.summary)
    if page.search and parties.fold(view.address.find).split():
        count = len(rows) if content.matching is None else content.matching
        sentences[0] += " " + tr(page.found, count=count, text=view.address.find)
    shown = listing(view, page, rows)
    with framed(view, tr(page.key("title")), sentences, content.intro, page=shown.page):
        if content.top:
            content.top()
        if page.search:
            _search(view, page, content.every)
        if content.above:
            st.html(content.above)
        errors.problems(errors.told(error, tr) for error in shown.problems)
        if content.empty and not rows:
            content.empty()
        else:
            st.html(table_html(view, page, shown))
        if content.note:
            st.caption(i18n.markdown(content.note))
        if page.files:
            page.files(view, rows)
        if page.csv:
            make = partial(page.csv, view, rows)
            more = page.more_files(view, rows) if page.more_files else {}
            help = tr(page.key(page.csv_help))
            downloads.draw_one(view, page.name, make, help, not rows, more)


def matching(view: View, page: ListPage[Row], rows: Sequence[Row]) -> Sequence[Row]:
    """The rows that have all terms of the search."""
    search, terms = page.search, parties.fold(view.address.find).split()
    if not search or not terms:
        return rows
    texts = ((row, parties.fold(" ".join(search(row, view.tr)))) for row in rows)
    return [row for row, text in texts if all(term in text for term in terms)]


def _search(view: View, page: ListPage[Row], href: str) -> None:
    label, hint, whole = (view.tr(page.key(word)) for word in ("find", "find_hint", page.every))
    with st.container(horizontal=True, key="find_row", vertical_alignment="bottom"):
        st.text_input(label, key="find", max_chars=200, placeholder=hint, width=360)
        if href:
            line(Link(whole, href, id="ea-all"), style="ea-aside-link")


def listing(view: View, page: ListPage[Row], rows: Sequence[Row]) -> Listing[Row]:
    """Sort rows as the address asks, and cut out its page."""
    asked, columns = view.address, page.columns(view)
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
    ordered = [*(row for row, _ in valued), *blank]
    pages = max(1, math.ceil(len(ordered) / asked.rows))
    number = min(asked.page, pages)
    start = (number - 1) * asked.rows
    first, here = start + 1 if ordered else 0, ordered[start : start + asked.rows]
    return Listing(columns, here, len(ordered), key, down, number, pages, first, problems)


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
    numbers = {"previous": shown.page - 1, "next": shown.page + 1}
    to = {w: view.link(page=n) if 1 <= n <= shown.pages else "" for w, n in numbers.items()}
    steps = [Link(tr(f"page.listing.{w}"), href, f"{top}-{w}") for w, href in to.items()]

    def size(rows: int) -> Link:
        here, page = rows == view.address.rows, max(0, shown.first - 1) // rows + 1
        href = "" if here else view.link(rows=rows, page=page)
        return Link(str(rows), href, f"{top}-size-{rows}", current="true" if here else "")

    ordered = next(head["link"].text for head in heads if head["order"] != "none")
    caption = page.key(f"{page.caption}_down" if shown.down else page.caption)
    words: dict[str, Any] = {"caption": tr(caption, column=ordered), "count": count}
    words |= {"name": page.name, "steps": steps, "heads": heads, "rows": rows}
    return render("ui/table", tr=tr, sizes=[size(rows) for rows in sorted(SIZES)], **words)


def _head(
    view: View, page: ListPage[Row], shown: Listing[Row], column: Column[Row]
) -> dict[str, Any]:
    here = column.key == shown.sort
    sort = f"{_DOWN if here and not shown.down else ''}{column.key}"
    order = ("descending" if shown.down else "ascending") if here else "none"
    label = view.tr(page.key(column.label or column.key))
    link = Link(label, view.link(sort=sort, page=1), id=f"ea-{page.name}-{column.key}")
    style = f"ea-col-{column.key}{' ea-number' if column.number else ''}"
    return {"link": link, "style": style, "order": order, "mark": _MARKS[order]}


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
        pieces += [*([between] if pieces else []), card_link(view, name, id, limit)]
    more = len(names) - most
    return [*pieces, f" +{view.tr.number(more)}"] if more > 0 else pieces
