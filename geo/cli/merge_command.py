"""``merge``: datasets into one; uncertain pairs are decided at the terminal or in a table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geo.cli.terminal import ask, at_terminal, console, note, show, show_json, working
from geo.errors import InvalidSelection, SourceFaulty, WriteFailed, quoted
from geo.i18n import printable

if TYPE_CHECKING:
    from geo.merge import CandidateMatch

_ANSWERS: Final = {"s": "same", "d": "different", "l": ""}
_STOP: Final = "q"
_QUESTION: Final = "Same mission? s same, d different, l later, q stop asking: "


def merge_datasets(
    dataset: list[Path],
    into: Path,
    candidate_matches: Path | None = None,
    decisions: list[Path] | None = None,
    as_json: bool = False,
) -> None:
    """Merge datasets, and print the result."""
    from geo import merge
    from geo.cli.export_command import target
    from geo.dataset import write_atomic

    if not dataset:
        raise InvalidSelection("No dataset is given to merge. Give one folder or more.")
    file, left, given = candidate_matches, [], decisions or []
    made = [one for table in given for one in merge.read_decisions(table)]
    if file is not None:
        left = _left(target(file, [".csv"]), given)
    if at_terminal() and not as_json:
        merged = merge.merge(dataset, into, decisions=made, ask=_asker())
    else:
        with working("Merging"):
            merged = merge.merge(dataset, into, decisions=made)
    if file is not None:
        write_atomic(file, merge.table(merged.candidate_matches, merged.decided, left))
    if as_json:
        show_json({**merged.as_dict(), "candidates_file": str(file) if file else None})
        return
    show(*merged.sentences())
    if file is not None:
        show(f"{file}: decide in this table, then give it with --decisions")
    elif merged.open:
        print(
            "write them to a table with --candidates FILE, decide there, then give it with "
            "--decisions"
        )


def _left(file: Path, decisions: list[Path]) -> list[dict[str, str]]:
    """The undecided rows of the table; refused if it has decisions that were not given."""
    from geo.merge import left_open, read_decisions

    try:
        if not file.exists():
            return []
        left = left_open(file)
        given = any(file.samefile(one) for one in decisions)
        held = 0 if given else len(read_decisions(file))
    except (OSError, ValueError, SourceFaulty) as error:
        raise WriteFailed(
            f"{quoted(file)} exists and is not a table of candidates. Choose another name."
        ) from error
    if held:
        raise WriteFailed(
            f"{quoted(file)} contains decisions that would be lost. "
            "Give it with --decisions as well, or choose another name."
        )
    return left


def _asker() -> Callable[[CandidateMatch], str]:
    answer = ""

    def decide(candidate: CandidateMatch) -> str:
        nonlocal answer
        if answer != _STOP:
            _show(candidate)
            answer = ask(_QUESTION, "sdlq") or _STOP
        return _ANSWERS.get(answer, "")

    return decide


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
