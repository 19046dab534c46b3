"""Columns of absences: who is a state until when, and what is known of pairs of parties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from geo import dates, parties
from geo.atlas.absence import FACES, AbsenceInterval

_CLOCKS = ("begin", "end", "known_begin", "known_end")


def absences(
    rows: Sequence[AbsenceInterval], party: Mapping[str, int], town: Mapping[str, int]
) -> dict[str, npt.NDArray[np.int32] | npt.NDArray[np.uint8]]:
    """Columns of the parties that are states, and of the intervals of pairs of them."""
    whole = {
        "party.state_until": [_until(state) for state in parties.parties()],
        "absent.a": [party[one.sending] for one in rows],
        "absent.b": [party[one.receiving] for one in rows],
        "absent.town": [town.get(one.known.mission, -1) for one in rows],
        **{f"absent.{name}": [getattr(one, name) for one in rows] for name in _CLOCKS},
    }
    small = {
        "absent.face": [FACES.index(one.known.face) for one in rows],
        "absent.perhaps": [one.known.perhaps for one in rows],
        "absent.closed": [one.known.closed for one in rows],
    }
    return {
        **{name: np.asarray(values, dtype=np.int32) for name, values in whole.items()},
        **{name: np.asarray(values, dtype=np.uint8) for name, values in small.items()},
    }


def _until(state: parties.State) -> int:
    if not state.is_state:
        return dates.FIRST
    return dates.day_of(state.ended).toordinal() + 1 if state.former else dates.LAST
