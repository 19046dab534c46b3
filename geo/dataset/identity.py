"""Which items of Wikidata a mission of a dataset is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from geo.dataset import Dataset

FURTHER_ID: Final = "wikidata-item"
"""Property of the claims that hold further ids of a mission, as merging leaves them."""

_QID: Final = re.compile(r"\bQ[1-9][0-9]*\b")


def wikidata_ids(dataset: Dataset) -> dict[str, frozenset[str]]:
    """The Wikidata ids of missions."""
    found = {one.id: {one.wikidata} - {""} for one in dataset.missions}
    for claim in dataset.claims:
        if claim.property == FURTHER_ID and claim.subject in found:
            found[claim.subject].update(_QID.findall(claim.value))
    return {mission: frozenset(ids) for mission, ids in found.items()}
