"""Conflicts as a table for a spreadsheet: one row a statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from geo.exporters import table
from geo.reports.conflicts.model import Conflict

_COLUMNS: Final = (
    "subject",
    "property",
    "about",
    "settled",
    "value",
    "leads",
    "origins_of_value",
    "source",
    "publisher",
    "published",
    "url",
    "rank",
    "grade",
    "reason",
    "valid",
    "locator",
    "attributed_to",
    "origins",
    "origin_date",
    "row",
)


def csv(conflicts: Iterable[Conflict]) -> bytes:
    """Conflicts as CSV: a row for each statement, and for each value without one."""
    return table(_COLUMNS, [row for one in conflicts for row in _rows(one)])


def _rows(one: Conflict) -> Iterator[list[object]]:
    for value in one.values:
        about: list[object] = [one.subject, one.property, one.about, one.settled]
        about += [value.value, "yes" if value.leads else "no", value.independent]
        for said in value.said:
            cite = said.cite
            yield [
                *about,
                *(cite.id, cite.publisher, cite.published, cite.url),
                *(said.rank, said.grade, said.reason, said.valid, said.locator),
                *(said.attributed_to, "|".join(said.origins), said.origin_date, said.id),
            ]
        if not value.said:
            yield [*about, *[""] * (len(_COLUMNS) - len(about))]
