"""Which items of Wikidata a mission of a dataset is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

__all__ = ["FURTHER_ID", "wikidata_ids"]

FURTHER_ID: Final = "wikidata-item"
"""Property of the claims that hold further ids of a mission, as merging leaves them."""

_QID: Final = re.compile(r"\bQ[1-9][0-9]*\b")


def wikidata_ids(rows: Mapping[str, Sequence[Mapping[str, str]]]) -> dict[str, frozenset[str]]:
    """The Wikidata ids of missions.

    Parameters
    ----------
    rows
        Table -> rows of a dataset.

    Returns
    -------
    dict
        Id of each mission -> the id of its row and those of its claims to `FURTHER_ID`.
    """
    found = {row["id"]: {row["wikidata"]} - {""} for row in rows["missions"]}
    for row in rows["claims"]:
        if row["property"] == FURTHER_ID and row["subject"] in found:
            found[row["subject"]].update(_QID.findall(row["value"]))
    return {mission: frozenset(ids) for mission, ids in found.items()}
