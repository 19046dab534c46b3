"""``cite``: citations of missions, sources, lines and places, or of what is shown."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from geo.errors import InvalidSelection

if TYPE_CHECKING:
    from geo.cli.options import Shown

__all__ = ["print_citations"]


def print_citations(shown: Shown, ids: Sequence[str], form: str, language: str) -> None:
    """Print citations on standard output.

    Parameters
    ----------
    shown
        What is shown; with ids only its days may be given.
    ids
        Ids of missions, lines, places or sources; none for the view.
    form
        One of :data:`geo.citations.FORMS`.
    language
        Language of what stands around the data.

    Raises
    ------
    InvalidSelection
        An id and a filter are given together, or there is no such form or language.
    UnknownMission
        Nothing in the pack has an id.
    """
    from geo.citations import citation
    from geo.cli.missions import filtered

    selection = shown.selection()
    if ids and filtered(selection):
        raise InvalidSelection(
            "An id and a filter are given together. Leave one of them out: an id is cited by "
            "itself, a filter as the view that it shows."
        )
    atlas = shown.atlas(selection)
    sys.stdout.write(citation(atlas, ids, selection, form, language=language))
