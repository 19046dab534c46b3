"""What the browser needs to tell absences: who is a state when, and who is known to be absent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from geo import dates, parties
from geo.dataset import split
from geo.evidence import validity
from geo.webmap.payload import Rows

if TYPE_CHECKING:
    from geo.atlas import Atlas


def absences(
    atlas: Atlas, rows: Rows, party: Mapping[str, int]
) -> dict[str, npt.NDArray[np.int32]]:
    """Columns of the parties that are states, and of the rows that say there is no mission."""
    days = [validity(row["valid"], row["sense"], lasting=True) for row in rows]
    known = [atlas.publication.of(split(row["sources"])).perhaps for row in rows]
    found: dict[str, list[Any]] = {
        "party.state_until": [_until(state) for state in parties.parties()],
        "none.a": [party[row["sending"]] for row in rows],
        "none.b": [party[row["receiving"]] for row in rows],
        "none.known": known,
        "none.from": [each.first for each in days],
        "none.surely": [each.surely for each in days],
        "none.fades": [each.fades for each in days],
        "none.over": [each.over for each in days],
    }
    return {name: np.asarray(values, dtype=np.int32) for name, values in found.items()}


def _until(state: parties.State) -> int:
    if not state.is_state:
        return dates.FIRST
    return dates.day_of(state.ended).toordinal() + 1 if state.former else dates.LAST
