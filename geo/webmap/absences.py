"""What the browser needs to tell absences: who is a state when, and who is known to be absent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from geo import countries, dates
from geo.claims import validity
from geo.pack import split
from geo.webmap.carried import Rows

if TYPE_CHECKING:
    from geo.atlas import Atlas

__all__ = ["absences"]


def absences(
    atlas: Atlas, rows: Rows, party: Mapping[str, int]
) -> dict[str, npt.NDArray[np.int32]]:
    """Columns of the parties that are states, and of the rows that say there is no mission.

    Parameters
    ----------
    atlas
        The opened pack.
    rows
        Rows of ``coverage`` whose face is none.
    party
        Code of a party -> its row.

    Returns
    -------
    dict
        ``party.state_until``, the first day on which a party is no state any more (for what is
        none and never was, the first of all days), and for each row its ends and its days.
    """
    days = [validity(row["valid"], row["sense"], lasting=True) for row in rows]
    known = [atlas.knowledge.of(split(row["sources"])).perhaps for row in rows]
    found: dict[str, list[Any]] = {
        "party.state_until": [_until(state) for state in countries.parties()],
        "none.a": [party[row["sending"]] for row in rows],
        "none.b": [party[row["receiving"]] for row in rows],
        "none.known": known,
        "none.from": [each.first for each in days],
        "none.surely": [each.surely for each in days],
        "none.fades": [each.fades for each in days],
        "none.over": [each.over for each in days],
    }
    return {name: np.asarray(values, dtype=np.int32) for name, values in found.items()}


def _until(state: countries.State) -> int:
    if not state.is_state:
        return dates.FIRST
    return dates.day_of(state.ended).toordinal() + 1 if state.former else dates.LAST
