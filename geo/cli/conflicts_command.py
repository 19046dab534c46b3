"""``conflicts``: every property with more than one value, and who says what."""

from __future__ import annotations

import dataclasses
import textwrap
from typing import TYPE_CHECKING, Any, Final

from geo.cli.terminal import console, note, printable, show_json
from geo.i18n import Translator, tr

if TYPE_CHECKING:
    from geo.cli.options import Shown
    from geo.reports.conflicts import Conflict, Said

_MOST: Final = 25
_WIDEST: Final = 110
_STEP: Final = 2


def show_conflicts(shown: Shown, language: str, every: bool, as_json: bool) -> None:
    """Print every property with more than one value, each with its sources, ranks and reasons."""
    said, selection = tr(language), shown.selection()
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
        for depth, text in _lines(one, said, every):
            _print(depth, text, width)
    if early:
        note(early)
    note(said("conflicts.counted", count=len(found)))


def _plain(one: Conflict) -> dict[str, Any]:
    plain = dataclasses.asdict(one)
    for value, told in zip(one.values, plain["values"], strict=True):
        told["independent"] = value.independent
    return {**plain, "tie": one.tie}


def _lines(one: Conflict, said: Translator, every: bool) -> list[tuple[int, str]]:
    from geo.reports.conflicts import settling, spoken

    lines = [
        (0, said.capital(one.about)),
        (1, f"{one.subject} · {one.property} · {settling(one, said)}"),
    ]
    for value in one.values:
        mark = "=" if one.tie and value.leads else ">" if value.leads else "-"
        lines.append((1, f"{mark} {value.shown} ({spoken(value, said)})"))
        told = value.said if every else value.said[:_MOST]
        lines += [(3, _statement(each, said)) for each in told]
        if more := len(value.said) - len(told):
            lines.append((3, said("conflicts.rest", count=more)))
    return lines


def _statement(each: Said, said: Translator) -> str:
    from geo.reports.conflicts import told

    day = f", {said.date(each.cite.published)}" if each.cite.published else ""
    source = f"{said.capital(each.cite.publisher)}{day} [{each.cite.id}]"
    return " · ".join([source, *(text for text, _ in told(each, said))])


def _print(depth: int, text: str, width: int) -> None:
    lead = " " * (_STEP * depth)
    safe = printable(text)
    wrapped = textwrap.wrap(
        safe,
        max(width, 40),
        initial_indent=lead,
        subsequent_indent=f"{lead}{' ' * _STEP}" if depth else lead,
        break_long_words=False,
        break_on_hyphens=False,
    )
    print("\n".join(wrapped) if wrapped else lead)
