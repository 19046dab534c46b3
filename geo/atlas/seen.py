"""When the missions of a pack were last seen, on any day of both clocks."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo.claims import Knowledge, sightings
from geo.pack import Pack

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Seen"]

_DAYS: Final = 16


class Seen:
    """The sightings of a pack.

    Parameters
    ----------
    pack
        The pack.
    knowledge
        When its sources spoke.
    """

    def __init__(self, pack: Pack, knowledge: Knowledge) -> None:
        self.pack = pack
        self.knowledge = knowledge
        self._last = lru_cache(maxsize=_DAYS)(self._worked_out)

    @cached_property
    def columns(self) -> dict[str, NDArray[Any]]:
        """The columns of :func:`geo.claims.sightings`, not to be changed."""
        frame = sightings(self.pack, self.knowledge)
        numbers = ("mission", "day", "known")
        return {
            name: frame[name].to_numpy(dtype=np.int64 if name in numbers else object)
            for name in frame.columns
        }

    def last(self, day: int, known_on: int) -> NDArray[np.intp]:
        """For each mission the row of its last sighting on a day of both clocks, -1 for none."""
        return self._last(day, known_on)

    def _worked_out(self, day: int, known_on: int) -> NDArray[np.intp]:
        seen = self.columns
        rows = np.flatnonzero((seen["day"] <= day) & (seen["known"] <= known_on))
        found = np.full(len(self.pack.rows["missions"]), -1, dtype=np.intp)
        found[seen["mission"][rows]] = rows  # the latest of a mission stands last
        return found
