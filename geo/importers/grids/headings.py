"""Which row of a table holds its headings: found by the words of the mapping, or given."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from geo.errors import SourceFaulty
from geo.importers.mapping import recognised
from geo.importers.table_options import TableOptions

TOP = 30
"""Rows, blank ones left out, among which the headings are looked for."""

_ENOUGH = 2


def heading_place(rows: list[tuple[int, list[str]]], options: TableOptions) -> int:
    """The place of the headings among the first rows: where most are recognised, the first of two.

    Where hardly any are, the first row that is no title: one with more than one text.
    """
    known = [len(recognised(cells, options)) for _, cells in rows]
    if max(known, default=0) >= _ENOUGH:
        return known.index(max(known))
    several = (n for n, (_, cells) in enumerate(rows) if len({*filter(None, cells)}) > 1)
    return next(several, 0)


def below_headings(
    file: str, rows: Iterator[tuple[int, list[str]]], options: TableOptions, notes: list[str]
) -> tuple[int, list[str], Iterator[tuple[int, list[str]]]]:
    """Row number of the headings, the headings, and the rows below that do not repeat them."""
    wanted = options.header_row
    if wanted:
        row = next((row for row in rows if row[0] >= wanted), (0, []))
        if row[0] != wanted:
            raise SourceFaulty(
                f"{file}, row {wanted}: there are no headings. Give the row of the headings "
                "with --header-row."
            )
        number, top = row[0], []
    else:
        top = list(islice(rows, TOP))
        at = heading_place(top, options)
        row = top[at] if top else (1, [])
        number, top = row[0], top[at + 1 :]
        if at:
            notes.append(f"headings: row {number}; the {at} rows above it are not read")
    columns = [cell.strip() for cell in row[1]]
    while columns and not columns[-1]:
        columns.pop()
    texts = [cell for cell in columns if cell]
    below = (
        (line, cells)
        for line, cells in chain(top, rows)
        if [cell.strip() for cell in cells if cell.strip()] != texts
    )
    return number, columns, below
