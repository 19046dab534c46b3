"""A table that is sorted and cut into pages on the server, as accessible HTML."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from geo import i18n
from geo.errors import InvalidSelection, quoted
from geo.ui.address import SIZES
from geo.ui.components import links
from geo.ui.state import View

__all__ = ["Column", "Listing", "drawn", "listing"]

Row = TypeVar("Row")

_LONGEST: Final = 300
_DOWN: Final = "-"


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column of a table."""

    key: str
    label: str
    order: Callable[[Row], Any]  # Gives what a row is sorted by; None or a blank is always last
    cell: Callable[[Row], str]
    number: bool = False


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

    @property
    def heading(self) -> str:
        """Heading of the column that the rows are sorted by."""
        return next(column.label for column in self.columns if column.key == self.sort)


def listing(
    view: View, rows: Sequence[Row], columns: Sequence[Column[Row]], default: str
) -> Listing[Row]:
    """Sort rows as the address asks, and cut out its page."""
    asked = view.address
    by = {column.key: column for column in columns}
    problems: tuple[InvalidSelection, ...] = ()
    sort = asked.sort or default
    if sort.removeprefix(_DOWN) not in by:
        known = ", ".join(by)
        error = InvalidSelection().keyed("error.address.choice", text=quoted(sort), known=known)
        problems, sort = (error,), default
    key, down = sort.removeprefix(_DOWN), sort.startswith(_DOWN)
    order = [(row, by[key].order(row)) for row in rows]
    blank = [row for row, value in order if value is None or value == ""]
    told = [one for one in order if one[1] is not None and one[1] != ""]
    told.sort(key=lambda one: one[1], reverse=down)
    all_rows = [*(row for row, _ in told), *blank]
    pages = max(1, math.ceil(len(all_rows) / asked.rows))
    page = min(asked.page, pages)
    start = (page - 1) * asked.rows
    return Listing(
        columns,
        all_rows[start : start + asked.rows],
        len(all_rows),
        key,
        down,
        page,
        pages,
        start + 1 if all_rows else 0,
        problems,
    )


def drawn(view: View, shown: Listing[Row], caption: str, name: str) -> str:
    """A page of a table as HTML, with what leads to the other pages."""
    heads = "".join(_head(view, shown, column, name) for column in shown.columns)
    body = "".join(_row(row, shown.columns) for row in shown.rows)
    title = i18n.escape(caption, _LONGEST)
    table = (
        f'<div class="ea-box" role="region" tabindex="0" aria-labelledby="ea-{name}-caption">'
        f'<table class="ea-table" role="table"><caption id="ea-{name}-caption">{title}</caption>'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table></div>'
    )
    return _turning(view, shown, f"{name}-top") + table


def _head(view: View, shown: Listing[Row], column: Column[Row], name: str) -> str:
    here = column.key == shown.sort
    down = here and not shown.down
    sort = f"{_DOWN if down else ''}{column.key}"
    state = ("descending" if shown.down else "ascending") if here else "none"
    mark = f'<span class="ea-mark" aria-hidden="true">{_MARKS[state]}</span>'
    said = i18n.escape(view.tr("page.listing.sort", column=column.label))
    to = links.attributes(view.link(sort=sort, page=1), id=f"ea-{name}-{column.key}")
    number = " ea-number" if column.number else ""
    return (
        f'<th scope="col" role="columnheader" class="ea-col-{column.key}{number}"'
        f' aria-sort="{state}">'
        f'<a {to} title="{said}">{i18n.escape(column.label)}{mark}</a></th>'
    )


_MARKS: Final = {"ascending": "▲", "descending": "▼", "none": ""}


def _row(row: Row, columns: Sequence[Column[Row]]) -> str:
    first, *rest = columns
    cells = [f'<th scope="row" role="rowheader" class="ea-first">{first.cell(row)}</th>']
    for column in rest:
        kinds = f"ea-col-{column.key}{' ea-number' if column.number else ''}"
        label = i18n.escape(column.label)
        cells.append(
            f'<td role="cell" class="{kinds}" data-label="{label}">'
            f"<span>{column.cell(row)}</span></td>"
        )
    return f'<tr role="row">{"".join(cells)}</tr>'


def _turning(view: View, shown: Listing[Row], name: str) -> str:
    """Where one is in the table, and the ways to its other pages."""
    tr = view.tr
    last = shown.first + len(shown.rows) - 1
    rows = (
        tr("page.listing.rows", first=shown.first, last=last, total=shown.total)
        if shown.total
        else tr("page.listing.empty")
    )
    steps = "".join(
        _step(view, tr(f"page.listing.{word}"), page, shown.pages, f"ea-{name}-{word}")
        for word, page in (("previous", shown.page - 1), ("next", shown.page + 1))
    )
    sizes = " ".join(_size(view, shown, size, name) for size in sorted(SIZES))
    label = i18n.escape(tr("page.listing.label"))
    return (
        f'<nav class="ea-turning" aria-label="{label}">'
        f'<span class="ea-count" role="status">{i18n.escape(rows)}</span>'
        f'<span class="ea-steps">{steps}</span>'
        f'<span class="ea-sizes">{i18n.escape(tr("page.listing.size"))} {sizes}</span></nav>'
    )


def _step(view: View, text: str, page: int, pages: int, id: str) -> str:
    if 1 <= page <= pages:
        return links.link(text, view.link(page=page), id=id)
    return f'<a id="{id}" role="link" aria-disabled="true">{i18n.escape(text)}</a>'


def _size(view: View, shown: Listing[Row], size: int, name: str) -> str:
    if size == view.address.rows:
        return f'<a id="ea-{name}-size-{size}" aria-current="true">{size}</a>'
    page = (shown.first - 1) // size + 1 if shown.first else 1
    return links.link(str(size), view.link(rows=size, page=page), id=f"ea-{name}-size-{size}")
