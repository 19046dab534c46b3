"""What parties and missions are called on the map in one language, as columns of texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from geo import i18n, parties
from geo.dataset import Mission
from geo.webmap import container

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.i18n import Translator

LONGEST: Final = 120
"""Characters up to which a text from the dataset is written on the map."""


def names(atlas: Atlas, language: str = "en") -> bytes:
    """The names of all parties and missions of an atlas in one language."""
    return container.write({}, spoken(atlas.dataset.missions, i18n.tr(language)))


def spoken(missions: Sequence[Mission], tr: Translator) -> Mapping[str, list[str]]:
    """The columns of texts that differ from language to language."""
    labels = [i18n.plain(_label(row, tr), LONGEST) for row in missions]
    return {
        "party.name": [tr.party(state.code) for state in parties.parties()],
        "mission.label": labels,
        "mission.short": labels,
    }


def _label(row: Mission, tr: Translator) -> str:
    """The label of a mission on the map: its own name, else type, state and city."""
    ends = row.sending, row.receiving
    return row.name or tr.label(row.kind, *ends, row.city)
