"""Rows of an edit that corrects, deprecates or removes a record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from geo.dataset import ALL_MODELS, Dataset, Event, Row
from geo.errors import InvalidSelection, quoted
from geo.evidence import claims_to_event

_RANKED: Final = ("correct", "change", "deprecate", "remove")
_PLAIN: Final = ("change", "remove")

REVISIONS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        **dict.fromkeys(ALL_MODELS, _PLAIN),
        **dict.fromkeys(("missions", "sources", "places"), ("change",)),
        **dict.fromkeys(("claims", "positions", "events"), _RANKED),
    }
)
"""Table -> actions that its rows allow."""


def revision(
    dataset: Dataset, table: str, id: str, act: str, cells: Mapping[str, str], reason: str = ""
) -> tuple[Row, ...]:
    """The rows of an edit that revises one row; for :func:`~geo.editing.prepare`.

    ``act``: ``correct`` (a new row; the old one is deprecated for the ``reason``), ``change`` (the
    row itself gets the cells), ``deprecate`` (it stays and decides nothing) or ``remove``.
    """
    old = dataset.by_id[table].get(id)
    if old is None or act not in REVISIONS[table]:
        raise InvalidSelection(
            f"The row {quoted(id)} of {table} cannot be edited by {quoted(act)}. "
            f"Choose a row of the dataset, and one of: {', '.join(REVISIONS[table])}."
        )
    if act == "change":
        shape = dataset.shapes.get(id) if table == "places" else None
        return (Row(table, {**old, **cells, "id": id}, shape),)
    rows: list[Row] = []
    if act == "correct":
        new = {**old, **cells, "id": ""}
        if new.get("rank") == "deprecated":
            new |= {"rank": "normal", "reason": ""}
        rows.append(Row(table, new))
    if act in ("correct", "deprecate"):
        rows += _deprecated(dataset, table, old, reason.strip())
    return tuple(rows)


def _deprecated(dataset: Dataset, table: str, row: Mapping[str, str], reason: str) -> Iterator[Row]:
    if table != "events":
        kept = f"{reason}; {row['reason']}" if table == "positions" and row["reason"] else reason
        yield Row(table, {**row, "rank": "deprecated", "reason": kept if reason else ""})
        return
    event = Event.of(row)
    for source, claims in claims_to_event(dataset, event).items():
        for claim in claims:
            if claim.rank != "deprecated":
                yield from _deprecated(dataset, "claims", claim, reason)
        if not claims:
            said = {"subject": event.id, "property": "date", "value": event.date, "source": source}
            yield Row("claims", {**said, "rank": "deprecated", "reason": reason})
