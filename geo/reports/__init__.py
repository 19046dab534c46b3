"""What is said of missions, sources and conflicts: cards, timelines, citations, quality."""

from collections.abc import Mapping

from geo.errors import EmptySelection
from geo.i18n import ENGLISH


def nothing_shown(hidden: Mapping[str, int]) -> EmptySelection:
    """The error that a selection shows no mission; what is hidden, by why and how many."""
    left_out = ENGLISH.hidden(hidden)
    return EmptySelection(
        f"no mission matches the filters{f' ({left_out})' if left_out else ''}. "
        "Remove a filter, or choose other statuses or dates."
    )
