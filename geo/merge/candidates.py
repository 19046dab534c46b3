"""The table of possible matches: two missions side by side, and a column for the decision."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Final

from geo.dataset import Dataset
from geo.dataset.files import render_csv
from geo.errors import SourceFaulty, ValidationError, quoted
from geo.evidence import PublicationIndex, course, drawing_order
from geo.i18n import as_written, inert
from geo.merge.matching import BY, CandidateMatch
from geo.merge.similarity import likeness, profiles
from geo.parties import party_by_code

_SAID: Final = {
    "decision": "by a decision",
    "record": "by rows that were already there",
    "id": "by Wikidata id",
    "place": "by states, type and city",
}
DECISIONS: Final = ("same", "different")
_SIDE: Final = (
    *("name", "sending", "receiving", "kind", "city"),
    *("wikidata", "point", "opened", "last_evidence", "sources"),
)
_KEYS: Final = ("decision", "pack", "here", "there")
COLUMNS: Final = (
    *("decision", "suggestion", "why", "metres_apart", "pack", "here", "there"),
    *(f"{side}_{column}" for column in _SIDE for side in ("here", "there")),
)
"""Columns of the table: ``here`` is the target, ``there`` the dataset that is merged into it."""

_MOST_SOURCES: Final = 5
_MOST_BYTES: Final = 50_000_000


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody has decided of two missions."""

    dataset: str
    here: str  # In the target
    there: str  # In the dataset
    same: bool
    row: int = 0  # Line of the table; 0 where it was decided at a terminal

    @property
    def key(self) -> tuple[str, str, str]:
        """The pair of which it was decided."""
        return self.dataset, self.here, self.there

    @property
    def word(self) -> str:
        """One of `DECISIONS`."""
        return DECISIONS[0] if self.same else DECISIONS[1]


def _told(doubt: CandidateMatch) -> dict[str, object]:
    metres = doubt.likeness.metres
    here, there = doubt.sides
    return {
        "suggestion": doubt.suggestion,
        "why": doubt.why,
        "metres_apart": None if metres is None else round(metres),
        "pack": doubt.dataset,
        "here": {"id": doubt.here, **here},
        "there": {"id": doubt.there, **there},
    }


def _cells(doubt: CandidateMatch, decision: str) -> list[str]:
    """A row of the table, inert in a spreadsheet."""
    metres = doubt.likeness.metres
    apart = "" if metres is None else f"{metres:.0f}"
    sides = [side[column] for column in _SIDE for side in doubt.sides]
    cells = (decision, doubt.suggestion, doubt.why, apart, *doubt.key, *sides)
    return [inert(cell) for cell in cells]


def _evidence(dataset: Dataset, publication: PublicationIndex, id: str) -> dict[str, str]:
    """What a dataset says of a mission, by which a doubt is decided."""
    mission, events = dataset.missions.by_id[id], dataset.events.of_mission(id)
    positions = dataset.positions.of_mission(id)
    positions = sorted(positions, key=lambda one: drawing_order(one, publication))
    points = [f"{one['longitude']} {one['latitude']}" for one in positions if one.point]
    shown = [event for event in events if not event.is_planned]
    told = [*(one.sources for one in events), *(one.sources for one in positions)]
    named = list(dict.fromkeys(chain.from_iterable(told)))
    more = f"|… {len(named) - _MOST_SOURCES} more" if len(named) > _MOST_SOURCES else ""
    last = max(shown, key=lambda event: event.days.last, default=None)
    return {
        **{column: mission[column] for column in _SIDE[:6]},
        **{
            end: f"{party_by_code(mission[end]).name} ({mission[end]})"
            for end in ("sending", "receiving")
        },
        "point": points[0] if points else "",
        "opened": course(events, publication)[-1].opened,
        "last_evidence": last.date if last else "",
        "sources": "|".join(named[:_MOST_SOURCES]) + more,
    }


def table(
    candidate_matches: Iterable[CandidateMatch],
    decided: Mapping[tuple[str, str, str], str],
    left: Iterable[Mapping[str, str]] = (),
) -> bytes:
    """The table of doubts as a file."""
    told = list(candidate_matches)
    known = {doubt.key for doubt in told}
    same = (key for key, word in decided.items() if word == DECISIONS[0])
    settled = {(dataset, id) for dataset, *pair in same for id in pair}
    rows = [_cells(doubt, decided.get(doubt.key, "")) for doubt in told]
    for row in left:
        dataset, here, there = (as_written(row[column]) for column in _KEYS[1:])
        both = {(dataset, here), (dataset, there)}
        if (dataset, here, there) not in known and settled.isdisjoint(both):
            rows.append([inert(as_written(row.get(column, ""))) for column in COLUMNS])
    return render_csv(COLUMNS, rows)


def left_open(file: str | Path) -> list[dict[str, str]]:
    """The undecided rows of a table of doubts."""
    named = [row for _, row in _rows(Path(file)) if all(row.get(c, "").strip() for c in _KEYS[1:])]
    return [row for row in named if not row.get("decision", "").strip()]


def read_decisions(file: str | Path) -> list[Decision]:
    """The decisions in a table of doubts."""
    path = Path(file)
    problems: list[ValidationError] = []
    found: dict[tuple[str, str, str], Decision] = {}
    for line, row in _rows(path):
        told = {column: as_written(row.get(column, "").strip()) for column in _KEYS}
        word = told["decision"].casefold()
        one = Decision(told["pack"], told["here"], told["there"], word == DECISIONS[0], line)
        if not word:
            continue
        if word not in DECISIONS:
            remedy = "Write same or different, or leave it blank."
            wrong = [("decision", told["decision"], "unknown decision", remedy)]
        elif blank := [column for column in _KEYS if not told[column]]:
            rule = "a decision needs two missions and a dataset"
            wrong = [(column, "", rule, "Restore the value.") for column in blank]
        elif (before := found.setdefault(one.key, one)).same != one.same:
            rule = f"decided differently in row {before.row}"
            wrong = [("decision", word, rule, "Remove one of the two.")]
        else:
            continue
        problems += [ValidationError(path.name, line, *told) for told in wrong]
    if problems:
        what = f"the decisions in {quoted(path)} cannot be used"
        raise SourceFaulty.listing(what, problems, 10, rest=True)
    return list(found.values())


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            what = f"{quoted(path)} is too large for a table of decisions"
            raise SourceFaulty(f"{what}. Give another file.")
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceFaulty(f"{quoted(path)} is not UTF-8. Save it as CSV in UTF-8.") from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise SourceFaulty(f"{quoted(path)} cannot be read: {why}. Give another file.") from error
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows, begins = [], 1
    try:
        for cells in reader:
            rows.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise SourceFaulty(
            f"{quoted(path)} ends early or is broken in row {begins}: {error}. "
            "Close the quotes, or write the table again."
        ) from error
    header = [cell.strip() for cell in rows[0][1]] if rows else []
    missing = [column for column in _KEYS if column not in header]
    if missing:
        raise SourceFaulty(
            f"{quoted(path)} is not a table of candidates: it has no column {', '.join(missing)}. "
            "Have it written with --doubts."
        )
    return [(line, dict(zip(header, cells, strict=False))) for line, cells in rows[1:]]


def doubts_of(
    dataset: str,
    pairs: Sequence[CandidateMatch],
    here: Dataset,
    there: Dataset,
    decided: Sequence[tuple[str, str]] = (),
) -> list[CandidateMatch]:
    """The doubts between a target and a dataset, with the evidence of both sides."""
    if not pairs and not decided:
        return []
    known, other = profiles(here), profiles(there)
    of = PublicationIndex.of_dataset
    sides = (here, of(here)), (there, of(there))
    settled = [
        CandidateMatch(one, two, likeness(known[one], other[two]), "decided", "")
        for one, two in decided
    ]
    found = []
    for pair in sorted([*pairs, *settled], key=lambda pair: (pair.there, pair.here)):
        ids = (pair.here, pair.there)
        told = (_evidence(*side, id) for side, id in zip(sides, ids, strict=True))
        found.append(replace(pair, dataset=dataset, sides=tuple(told)))
    return found


@dataclass(slots=True)
class Merged:
    """The result of a merge."""

    dataset: Path
    missions: int = 0  # In the dataset now
    by: Counter[str] = field(default_factory=Counter)  # How their missions were matched
    new: int = 0
    rows: Counter[str] = field(default_factory=Counter)  # Table -> rows added
    candidate_matches: list[CandidateMatch] = field(default_factory=list)
    decided: dict[tuple[str, str, str], str] = field(default_factory=dict)  # Pair -> decision
    renamed: Mapping[str, str] = field(default_factory=dict)  # Id in a dataset -> in the target
    problems: list[ValidationError] = field(default_factory=list)  # From the merged datasets
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
            "candidates": [_told(one) for one in self.open],
            "renamed": dict(self.renamed),
            "errors": [problem.as_dict() for problem in self.problems],
            "changed": self.changed,
        }

    def sentences(self) -> list[str]:
        """The account in plain English, a line each."""
        known = ", ".join(f"{self.by[way]:,} {_SAID[way]}" for way in BY if self.by[way])
        rows = ", ".join(f"{table} {count:,}" for table, count in sorted(self.rows.items()))
        there, here = next(iter(self.renamed.items()), ("", ""))
        renamed, errors = _many(self.renamed, "record"), _many(self.problems, "error")
        told = (
            f"{self.dataset}: {self.missions:,} mission{'' if self.missions == 1 else 's'}, "
            f"{self.new:,} of them new",
            f"matched: {known or 'none'}",
            rows and f"rows added: {rows}",
            renamed and f"{renamed} got a new id, because the old one is in use: {there} is {here}",
            (pairs := _many(self.open, "pair"))
            and f"{pairs} may be the same mission; they stay two until that is decided",
            errors
            and f"the dataset has {errors}, from its parts; run embassy-atlas check to list them",
            "" if self.changed else "no change: the dataset already has all of it",
        )
        return [one for one in told if one]


def _many(found: Sized, what: str) -> str:
    return f"{len(found):,} {what}{'' if len(found) == 1 else 's'}" if found else ""
