"""The result of an import: what was read, added and placed, and what was not."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from geo.dataset import Dataset
from geo.errors import ValidationError
from geo.i18n import inert

REFUSED_COLUMNS = ("file", "row", "column", "value", "reason", "remedy")
_LONGEST = 300
FAR = 3.0  # A point farther than this many radii from its city is reported


@dataclass(slots=True)
class ImportReport:
    """The result of an import.

    ``source`` is its id in the dataset. Missions are ``added``, or ``known`` by their Wikidata id
    or the source's own. ``rows``: table -> rows added. ``cells``: how parties were resolved;
    ``placed``: how missions are placed. ``refused``: rejected rows, written to ``refused_file``.
    ``far``: missions whose point is far from their city, with the city and metres.
    ``lookalikes``: pairs that may be one mission, which only merging decides. ``problems``: what
    :func:`geo.dataset.check` finds afterwards. ``after``: the dataset as it is now.
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
    far: list[tuple[str, str, float]] = field(default_factory=list)
    lookalikes: list[tuple[str, str]] = field(default_factory=list)
    problems: list[ValidationError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    refused_file: Path | None = None
    changed: bool = False
    after: Dataset | None = None

    @property
    def missions(self) -> int:
        """Number of missions that were taken."""
        return self.added + self.known

    @property
    def refused_rows(self) -> int:
        """Records of the file of which nothing was taken."""
        return self.read - self.missions

    def include(self, before: Self) -> None:
        """Add the result of another file of the same source, imported before."""
        for name in ("read", "added", "known", "rows", "cells", "placed"):
            setattr(self, name, getattr(before, name) + getattr(self, name))
        for name in ("refused", "far", "lookalikes", "notes"):
            setattr(self, name, list(dict.fromkeys(getattr(before, name) + getattr(self, name))))
        self.changed |= before.changed

    def as_dict(self) -> dict[str, object]:
        """The account as a plain mapping, for JSON."""
        plain = ("source", "read", "added", "known", "rows", "cells", "placed", "refused_rows")
        return {
            "dataset": str(self.dataset),
            **{name: getattr(self, name) for name in plain},
            "refused": [problem.as_dict() for problem in self.refused],
            "refused_file": str(self.refused_file) if self.refused_file else None,
            "far": [list(one) for one in self.far],
            "lookalikes": [list(pair) for pair in self.lookalikes],
            "errors": [problem.as_dict() for problem in self.problems],
            "notes": self.notes,
            "changed": self.changed,
        }

    def sentences(self) -> list[str]:
        """The account in plain English, a line each."""
        taken = f"{_many(self.missions, 'mission')} of {_many(self.read, 'record')} imported"
        said = [f"{self.dataset}: {taken}, {self.added:,} of them new"]
        if self.placed:
            how = ", ".join(f"{n:,} {how}" for how, n in self.placed.most_common())
            said.append(f"positions: {how}")
        ways = [f"{n:,} {way}" for way in ("by id", "by name") if (n := self.cells[way])]
        unresolved = self.cells["unresolved"]
        more = f"; {unresolved:,} not recognised" if unresolved else ""
        said.append(f"sending and receiving states recognised {', '.join(ways)}{more}")
        if self.rows:
            rows = ", ".join(f"{name} {count:,}" for name, count in self.rows.items())
            said.append(f"rows added: {rows}")
        if self.refused_file is not None:
            values, whole = len(self.refused), _many(self.refused_rows, "whole record")
            rest = f"{_many(values, 'value')} in all; see {self.refused_file} for the reasons"
            said.append(f"rejected: {whole} and {rest}")
        if self.far:
            away = (f"{id} ({m / 1000:,.0f} km from {city})" for id, city, m in self.far[:3])
            many = f"{_many(len(self.far), 'point')} more than {FAR:.0f} times the radius of the"
            told = f"{', '.join(away)}; point or city may be wrong"
            said.append(f"warning: {many} city away from it: {told}")
        if self.lookalikes:
            many, pair = _many(len(self.lookalikes), "new mission"), self.lookalikes[0]
            same = f"{many} may be the same as one in the dataset, such as {' and '.join(pair)}"
            said.append(f"{same}; run embassy-atlas merge to decide")
        said += self.notes
        if errors := len(self.problems):
            run = "run embassy-atlas check to list them"
            said.append(f"the dataset has {_many(errors, 'error')} now; {run}")
        if not self.changed:
            said.append("no change: the dataset already has all of it")
        return said


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def refused_table(refused: Sequence[ValidationError]) -> list[list[str]]:
    """What was refused, as rows of a table with :data:`REFUSED_COLUMNS`, inert in a spreadsheet."""
    return [
        [
            inert(f.file),
            "" if f.row is None else str(f.row),
            *map(inert, (f.column, shortened(f.value, _LONGEST), f.rule, f.remedy)),
        ]
        for f in refused
    ]


def shortened(text: str, most: int) -> str:
    """A text, cut where it has more characters."""
    return text if len(text) <= most else f"{text[:most]}…"
