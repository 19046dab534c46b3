"""Which row of a table holds its headings: found by the words of the mapping, or given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Final

from geo.errors import SourceFaulty
from geo.importers.input_files import sound_header
from geo.importers.mapping import recognised
from geo.importers.table_options import TableOptions

TOP: Final = 30
"""Rows, blank ones left out, among which the headings are looked for."""

_ENOUGH: Final = 2
_SHOWN: Final = 5
Row = tuple[int, list[str]]


def heading_place(rows: Sequence[Row], options: TableOptions) -> int:
    """The place of the headings among the first rows: where most are recognised, the first of two.

    Where hardly any are, the first row that is no title: one with more than one text.
    """
    known = [len(recognised(cells, options)) for _, cells in rows]
    if max(known, default=0) >= _ENOUGH:
        return known.index(max(known))
    several = (n for n, (_, cells) in enumerate(rows) if len({*filter(None, cells)}) > 1)
    return next(several, 0)


def below_headings(
    file: str, rows: Iterator[Row], options: TableOptions, notes: list[str]
) -> tuple[list[str], Iterator[Row]]:
    """The headings, and the rows below that do not repeat them."""
    wanted = options.header_row
    if wanted:
        number, cells = next((row for row in rows if row[0] >= wanted), (0, []))
        if number != wanted:
            raise SourceFaulty(
                f"{file}, row {wanted}: there are no headings. Give the row of the headings "
                "with --header-row."
            )
    else:
        top = list(islice(rows, TOP))
        at = heading_place(top, options)
        number, cells = top[at] if top else (1, [])
        rows = chain(top[at + 1 :], rows)
        if at:
            notes.append(f"headings: row {number}; what is above it is not read")
    columns = [cell.strip() for cell in cells]
    while columns and not columns[-1]:
        columns.pop()
    sound_header(file, columns, line=number)
    return columns, _unlike(file, rows, columns, notes)


def _unlike(file: str, rows: Iterator[Row], columns: list[str], notes: list[str]) -> Iterator[Row]:
    """The rows that do not repeat the headings; those that do are named in a note."""
    again, kept = [], 0
    for number, cells in rows:
        if [*map(str.strip, cells[: len(columns)])] == columns:
            again.append(number)
            continue
        kept += 1
        yield number, cells
    shown = ", ".join(map(str, again[:_SHOWN])) + (", …" if len(again) > _SHOWN else "")
    if again and not kept:
        raise SourceFaulty(
            f"{file} has no rows but those that repeat the headings (row {shown}). Give the row "
            "of the headings with --header-row, or fetch the file again."
        )
    if again:
        notes.append(f"not read, as they repeat the headings: row {shown} ({len(again):,} in all)")
