"""What became of a merging: what was found to be one, what is new, and what is left to decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from geo.errors import ValidationError
from geo.merge.candidates import CandidateMatch
from geo.merge.matching import BY

_SAID: Final = {
    "decision": "by a decision",
    "record": "by rows that stood there already",
    "id": "by Wikidata id",
    "place": "by parties, kind and city",
}


@dataclass(slots=True)
class Merged:
    """What became of a merging.

    Attributes
    ----------
    dataset
        Folder that was merged into.
    missions
        How many missions it has now.
    by
        How the missions of the datasets were found in it, of :data:`geo.merge.BY`.
    new
        Missions of the datasets that it did not have.
    rows
        Table -> rows added to it.
    candidate_matches
        Pairs that may be one mission, decided or not.
    decided
        Pair -> ``same`` or ``different``.
    renamed
        Id in a dataset -> id in the target, where another record had it.
    problems
        What :func:`geo.dataset.check` finds in it; the datasets had all of them before.
    changed
        Whether the target was changed.
    """

    dataset: Path
    missions: int = 0
    by: Counter[str] = field(default_factory=Counter)
    new: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    candidate_matches: list[CandidateMatch] = field(default_factory=list)
    decided: dict[tuple[str, str, str], str] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    problems: list[ValidationError] = field(default_factory=list)
    changed: bool = False

    @property
    def open(self) -> list[CandidateMatch]:
        """The doubts that are left; both missions stand apart until one is decided."""
        return [doubt for doubt in self.candidate_matches if doubt.key not in self.decided]

    def as_dict(self) -> dict[str, object]:
        """The account as a plain mapping, for JSON."""
        return {
            "pack": str(self.dataset),
            "missions": self.missions,
            "by": {way: self.by[way] for way in BY},
            "new": self.new,
            "rows": dict(self.rows),
            "doubts": [doubt.as_dict() for doubt in self.open],
            "renamed": dict(self.renamed),
            "faults": [problem.as_dict() for problem in self.problems],
            "changed": self.changed,
        }

    def sentences(self) -> list[str]:
        """The account in plain English, a line each."""
        known = ", ".join(f"{self.by[way]:,} {_SAID[way]}" for way in BY if self.by[way])
        said = [
            f"{self.dataset}: {_many(self.missions, 'mission')}, {self.new:,} of them new",
            f"found to be one: {known or 'none'}",
        ]
        if self.rows:
            rows = ", ".join(f"{table} {count:,}" for table, count in sorted(self.rows.items()))
            said.append(f"rows added: {rows}")
        if self.renamed:
            there, here = next(iter(self.renamed.items()))
            said.append(
                f"{_many(len(self.renamed), 'record')} got a new id, for another has the old one: "
                f"{there} is {here}"
            )
        if self.open:
            said.append(
                f"{_many(len(self.open), 'pair')} may be one mission and stand apart until that "
                "is decided"
            )
        if self.problems:
            said.append(
                f"the pack has {_many(len(self.problems), 'fault')}, which its parts had before; "
                "embassy-atlas check names them"
            )
        if not self.changed:
            said.append("nothing was changed: the pack had all of it already")
        return said


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
