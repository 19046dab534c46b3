"""``merge``: datasets into one; uncertain pairs are decided at the terminal or in a table."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geo.cli.export_command import target
from geo.cli.terminal import console, note, show, show_json, working
from geo.errors import InvalidSelection, WriteFailed, quoted
from geo.i18n import printable

if TYPE_CHECKING:
    from geo.merge import CandidateMatch, Merged

_KEYS: Final = {"s": "same", "d": "different", "l": ""}
_STOP: Final = "q"
_QUESTION: Final = "Same mission? s same, d different, l later, q stop asking: "


def merge_datasets(
    datasets: list[Path],
    into: Path,
    candidate_matches: Path | None,
    decisions: list[Path],
    as_json: bool,
) -> None:
    """Merge datasets, and print the result."""
    from geo import merge
    from geo.dataset import write_atomic

    if not datasets:
        raise InvalidSelection("No dataset is given to merge. Give one folder or more.")
    left: list[dict[str, str]] = []
    made = [one for file in decisions for one in merge.read_decisions(file)]
    if candidate_matches is not None:
        left = _left(target(candidate_matches, [".csv"]), decisions)
    if sys.stdin.isatty() and sys.stderr.isatty() and not as_json:
        merged = merge.merge(datasets, into, decisions=made, ask=_asker())
    else:
        with working("Merging"):
            merged = merge.merge(datasets, into, decisions=made)
    if candidate_matches is not None:
        write_atomic(candidate_matches, merge.table(merged.candidate_matches, merged.decided, left))
    _tell(merged, candidate_matches, as_json)


def _left(candidate_matches: Path, decisions: list[Path]) -> list[dict[str, str]]:
    """The undecided rows of the table; refused if it has decisions that were not given."""
    from geo.errors import SourceFaulty
    from geo.merge import left_open, read_decisions

    try:
        if not candidate_matches.exists():
            return []
        left = left_open(candidate_matches)
        given = any(candidate_matches.samefile(file) for file in decisions)
        held = 0 if given else len(read_decisions(candidate_matches))
    except (OSError, ValueError, SourceFaulty) as error:
        raise WriteFailed(
            f"{quoted(candidate_matches)} exists and is not a table of candidates. "
            "Choose another name."
        ) from error
    if held:
        raise WriteFailed(
            f"{quoted(candidate_matches)} contains decisions that would be lost. "
            "Give it with --decisions as well, or choose another name."
        )
    return left


def _asker() -> Callable[[CandidateMatch], str]:
    stopped = False

    def ask(candidate: CandidateMatch) -> str:
        nonlocal stopped
        if stopped:
            return ""
        _show(candidate)
        while True:
            print(_QUESTION, end="", file=sys.stderr, flush=True)
            line = sys.stdin.readline()
            word = line.strip().casefold()[:1]
            if not line or word == _STOP:
                stopped = True
                return ""
            if word in _KEYS:
                return _KEYS[word]

    return ask


def _show(candidate: CandidateMatch) -> None:
    from rich.table import Table
    from rich.text import Text

    metres = candidate.likeness.metres
    apart = "" if metres is None else f", {metres:,.0f} m apart"
    suggested = candidate.suggestion
    hint = f" The evidence suggests: {suggested}." if suggested else ""
    note(f"{candidate.why}{apart}.{hint}")
    shown = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("", "here", candidate.dataset):
        shown.add_column(Text(printable(heading)), overflow="fold")
    ids = (candidate.here, candidate.there)
    sides = [{"id": id, **told} for id, told in zip(ids, candidate.sides, strict=True)]
    for key in sides[0]:
        cells = [printable(side[key]) for side in sides]
        if any(cells):
            shown.add_row(Text(key.replace("_", " ")), *map(Text, cells))
    console(stderr=True).print(shown)


def _tell(merged: Merged, candidate_matches: Path | None, as_json: bool) -> None:
    if as_json:
        file = str(candidate_matches) if candidate_matches else None
        show_json({**merged.as_dict(), "candidates_file": file})
        return
    for line in merged.sentences():
        show(line)
    if candidate_matches is not None:
        show(f"{candidate_matches}: decide in this table, then give it with --decisions")
    elif merged.open:
        print(
            "write them to a table with --candidates FILE, decide there, then give it with "
            "--decisions"
        )
