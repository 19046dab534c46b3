"""``cite``: citations of missions, sources, lines and places, or of a view."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from geo.errors import InvalidSelection

if TYPE_CHECKING:
    from geo.cli.options import Shown


def print_citations(
    shown: Shown, ids: Sequence[str], form: str, language: str, public: str
) -> None:
    """Print citations on standard output."""
    from geo.cli.list_commands import filtered
    from geo.reports.citations import checked, citation

    selection = shown.selection()
    if ids and filtered(selection):
        raise InvalidSelection(
            "An id and a filter are given together. Leave out one of them: an id is cited by "
            "itself, a filter as the view that it selects."
        )
    url = checked(public, "--public-url")
    atlas = shown.atlas(selection)
    sys.stdout.write(citation(atlas, ids, selection, form, language=language, public=url))
