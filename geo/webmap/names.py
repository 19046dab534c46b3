"""What parties and missions are called on the map in one language, as columns of texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from geo import countries, words
from geo.webmap import container
from geo.webmap.carried import Row, Rows

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.words import Voice

__all__ = ["LONGEST", "names", "spoken"]

LONGEST: Final = 120
"""Characters up to which a text from the pack is written on the map."""


def names(atlas: Atlas, language: str = "en") -> bytes:
    """The names of all parties and missions of an atlas in one language.

    Parameters
    ----------
    atlas
        The opened pack.
    language
        One of :data:`geo.words.LANGUAGES`.

    Returns
    -------
    bytes
        A file as :mod:`geo.webmap.container` describes it, of texts only, in the order of
        :func:`geo.webmap.columns`.

    Raises
    ------
    InvalidSelection
        For another language.
    """
    return container.write({}, spoken(atlas.pack.rows["missions"], words.voice(language)))


def spoken(missions: Rows, voice: Voice) -> Mapping[str, list[str]]:
    """The columns of texts that differ from language to language."""
    return {
        "party.name": [voice.tight(state.code) for state in countries.parties()],
        "mission.label": [words.plain(_label(row, voice), LONGEST) for row in missions],
        "mission.short": [words.plain(_short(row, voice), LONGEST) for row in missions],
    }


def _label(row: Row, voice: Voice) -> str:
    ends = row["sending"], row["receiving"]
    return row["name"] or voice.label(row["kind"], *ends, row["city"])


def _short(row: Row, voice: Voice) -> str:
    """What a mission is called on the map: its own name, else kind, state and city, short."""
    ends = row["sending"], row["receiving"]
    return row["name"] or voice.tight_label(row["kind"], *ends, row["city"])
