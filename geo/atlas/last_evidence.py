"""When the missions of a dataset were last seen, on any day of both clocks."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo.dataset import Dataset
from geo.evidence import PublicationIndex, sightings

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DAYS: Final = 16


class Seen:
    """The sightings of a dataset."""

    def __init__(self, dataset: Dataset, publication: PublicationIndex) -> None:
        self.dataset = dataset
        self.publication = publication
        self._last = lru_cache(maxsize=_DAYS)(self._worked_out)

    @cached_property
    def columns(self) -> dict[str, NDArray[Any]]:
        """The columns of :func:`geo.evidence.sighting`, not to be changed."""
        frame = sightings(self.dataset, self.publication)
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
        found = np.full(len(self.dataset.missions), -1, dtype=np.intp)
        found[seen["mission"][rows]] = rows  # the latest of a mission stands last
        return found
