"""The result of a merge: what was matched, what is new, and what is left to decide."""

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
    "record": "by rows that were already there",
    "id": "by Wikidata id",
    "place": "by states, type and city",
}


@dataclass(slots=True)
class Merged:
    """The result of a merge.

    ``missions``: how many the dataset has now; ``by``: how those of the datasets were found, of
    :data:`geo.merge.BY`; ``rows``: table -> rows added; ``decided``: pair -> ``same`` or
    ``different``; ``renamed``: id in a dataset -> id in the target, where another record had it;
    ``problems``: what :func:`geo.dataset.check` finds; the datasets had all of them before.
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
        """The undecided pairs; their missions stay two until one is decided."""
        return [one for one in self.candidate_matches if one.key not in self.decided]

    def as_dict(self) -> dict[str, object]:
        """The account as a plain mapping, for JSON."""
        return {
            "dataset": str(self.dataset),
            "missions": self.missions,
            "by": {way: self.by[way] for way in BY},
            "new": self.new,
            "rows": dict(self.rows),
            "candidates": [one.as_dict() for one in self.open],
            "renamed": dict(self.renamed),
            "errors": [problem.as_dict() for problem in self.problems],
            "changed": self.changed,
        }

    def sentences(self) -> list[str]:
        """The account in plain English, a line each."""
        known = ", ".join(f"{self.by[way]:,} {_SAID[way]}" for way in BY if self.by[way])
        said = [
            f"{self.dataset}: {_many(self.missions, 'mission')}, {self.new:,} of them new",
            f"matched: {known or 'none'}",
        ]
        if self.rows:
            rows = ", ".join(f"{table} {count:,}" for table, count in sorted(self.rows.items()))
            said.append(f"rows added: {rows}")
        if self.renamed:
            there, here = next(iter(self.renamed.items()))
            said.append(
                f"{_many(len(self.renamed), 'record')} got a new id, because the old one is "
                "in use: "
                f"{there} is {here}"
            )
        if self.open:
            said.append(
                f"{_many(len(self.open), 'pair')} may be the same mission; they stay two "
                "until that "
                "is decided"
            )
        if self.problems:
            said.append(
                f"the dataset has {_many(len(self.problems), 'error')}, from its parts; run "
                "embassy-atlas check to list them"
            )
        if not self.changed:
            said.append("no change: the dataset already has all of it")
        return said


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
