"""The result of an import: what was read, added and placed, and what was not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from geo.dataset import Dataset
from geo.errors import ValidationError
from geo.i18n import inert

REFUSED_COLUMNS = ("file", "row", "column", "value", "reason", "remedy")
_LONGEST = 300


@dataclass(slots=True)
class ImportReport:
    """The result of an import.

    Attributes
    ----------
    dataset
        Folder that was imported into.
    source
        Id of the source in it.
    read
        Records of the file.
    added
        Missions that the dataset did not have.
    known
        Missions that it had already, by their Wikidata id or that of the source.
    rows
        Table -> rows added to it.
    cells
        How the cells of sending and receiving parties were resolved: by id, by name, or not.
    placed
        How the missions of the file are placed: by point, by city, by state.
    refused
        What could not be taken, row by row.
    lookalikes
        Pairs of a new mission and one that the dataset had, alike in sending and receiving
        state, kind and city, or with one id under two sending states: perhaps one mission,
        which only merging decides.
    problems
        What :func:`geo.dataset.check` finds in the dataset after the import.
    notes
        What else is to be known, a sentence each.
    refused_file
        Where ``refused`` was written; None where there is nothing to write.
    changed
        Whether the dataset was changed.
    after
        The dataset as it is now; None before it was looked at.
    """

    dataset: Path
    source: str = ""
    read: int = 0
    added: int = 0
    known: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    cells: Counter[str] = field(default_factory=Counter)
    placed: Counter[str] = field(default_factory=Counter)
    refused: list[ValidationError] = field(default_factory=list)
    lookalikes: list[tuple[str, str]] = field(default_factory=list)
    problems: list[ValidationError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    refused_file: Path | None = None
    changed: bool = False
    after: Dataset | None = None

    @property
    def refused_rows(self) -> int:
        """Records of the file of which nothing was taken."""
        return self.read - self.added - self.known

    def as_dict(self) -> dict[str, object]:
        """The account as a plain mapping, for JSON."""
        return {
            "dataset": str(self.dataset),
            "source": self.source,
            "read": self.read,
            "added": self.added,
            "known": self.known,
            "rows": dict(self.rows),
            "cells": dict(self.cells),
            "placed": dict(self.placed),
            "refused_rows": self.refused_rows,
            "refused": [problem.as_dict() for problem in self.refused],
            "refused_file": str(self.refused_file) if self.refused_file else None,
            "lookalikes": [list(pair) for pair in self.lookalikes],
            "errors": [problem.as_dict() for problem in self.problems],
            "notes": self.notes,
            "changed": self.changed,
        }

    def sentences(self) -> list[str]:
        """The account in plain English, a line each."""
        taken = self.added + self.known
        said = [
            f"{self.dataset}: {_many(taken, 'mission')} of {_many(self.read, 'record')} imported, "
            f"{self.added:,} of them new",
            "sending and receiving states recognised "
            + ", ".join(
                f"{self.cells[way]:,} {way}" for way in ("by id", "by name") if self.cells[way]
            )
            + (
                f"; {self.cells['unresolved']:,} not recognised" if self.cells["unresolved"] else ""
            ),
        ]
        if self.placed:
            how = ", ".join(f"{n:,} {how}" for how, n in self.placed.most_common())
            said.insert(1, f"positions: {how}")
        if self.rows:
            rows = ", ".join(f"{name} {count:,}" for name, count in self.rows.items())
            said.append(f"rows added: {rows}")
        if self.refused_file is not None:
            said.append(
                f"rejected: {_many(self.refused_rows, 'whole record')} and "
                f"{_many(len(self.refused), 'value')} in all; see {self.refused_file} for "
                "the reasons"
            )
        if self.lookalikes:
            said.append(
                f"{_many(len(self.lookalikes), 'new mission')} may be the same as one in the "
                "dataset, such as " + " and ".join(self.lookalikes[0]) + "; run embassy-atlas "
                "merge to decide"
            )
        said += self.notes
        if self.problems:
            said.append(
                f"the dataset has {_many(len(self.problems), 'error')} now; run embassy-atlas "
                "check to list them"
            )
        if not self.changed:
            said.append("no change: the dataset already has all of it")
        return said


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def refused_table(refused: Sequence[ValidationError]) -> list[list[str]]:
    """What was refused, as rows of a table with :data:`REFUSED_COLUMNS`, inert in a spreadsheet."""
    return [
        [
            inert(f.file),
            "" if f.row is None else str(f.row),
            *map(inert, (f.column, _short(f.value), f.rule, f.remedy)),
        ]
        for f in refused
    ]
