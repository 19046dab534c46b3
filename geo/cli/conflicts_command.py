"""``conflicts``: every property with more than one value, and who says what."""

from __future__ import annotations

import dataclasses
import textwrap
from typing import TYPE_CHECKING, Any, Final

from geo.cli.terminal import console, note, show_json
from geo.i18n import printable, tr

if TYPE_CHECKING:
    from geo.cli.options import Shown
    from geo.render import Line
    from geo.reports.conflicts import Conflict

_WIDEST: Final = 110
_STEP: Final = 2


def show_conflicts(shown: Shown, language: str, every: bool, as_json: bool) -> None:
    """Print every property with more than one value, each with its sources, ranks and reasons."""
    said, selection = tr(language), shown.selection()
    from geo.render import conflict_lines
    from geo.reports.conflicts import conflicts, unheard

    atlas = shown.atlas(selection)
    found = conflicts(atlas, selection, said.language)
    early = unheard(atlas, selection, said)
    if as_json:
        show_json(
            {
                "selection": selection.to_query(),
                "count": len(found),
                "unheard": early or None,
                "conflicts": [_plain(one) for one in found],
            }
        )
        return
    width = min(console().width, _WIDEST)
    for index, one in enumerate(found):
        if index:
            print()
        for line in conflict_lines(one, said, every):
            _print(line, width)
    if early:
        note(early)
    note(said("conflicts.counted", count=len(found)))


def _plain(one: Conflict) -> dict[str, Any]:
    plain = dataclasses.asdict(one)
    for value, told in zip(one.values, plain["values"], strict=True):
        told["independent"] = value.independent
    return {**plain, "tie": one.tie}


def _print(line: Line, width: int) -> None:
    lead = " " * (_STEP * line.depth)
    wrapped = textwrap.wrap(
        printable(line.text),
        max(width, 40),
        initial_indent=lead,
        subsequent_indent=f"{lead}{' ' * _STEP}" if line.depth else lead,
        break_long_words=False,
        break_on_hyphens=False,
    )
    print("\n".join(wrapped) if wrapped else lead)
