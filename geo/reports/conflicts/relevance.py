"""Which conflicts belong to the selection."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from geo.atlas import Atlas
from geo.selection import UNDATED, Selection
from geo.vocabulary import STATUSES

_DAYS: Final[dict[str, Any]] = {"as_of": None, "known_on": None, "undated": UNDATED[0]}
_OF_MISSIONS: Final = ("kinds", "statuses", "cities", "text", "bbox")
"""Parts of a selection that only missions have."""


@dataclass(frozen=True, slots=True)
class Ends:
    """The parties of a subject."""

    sending: str = ""
    receiving: str = ""
    mission: str = ""
    directed: bool = True
    third: str = ""


class Narrowing:
    """A selection of subjects of claims; closed missions too unless statuses are named."""

    def __init__(self, atlas: Atlas, selection: Selection) -> None:
        self.dataset = atlas.dataset
        self.chosen = selection
        self.limited = bool(selection.but(**_DAYS))
        self.missions: Collection[str] | None = None
        if self.limited or selection.as_of is not None:
            every = selection.but(statuses=selection.statuses or STATUSES)
            shown = atlas.mission_filter.state(every).shown
            rows = atlas.dataset.missions
            self.missions = {row.id for row, is_shown in zip(rows, shown, strict=True) if is_shown}

    def ends(self, subject: str) -> Ends:
        """The parties of a subject."""
        dataset = self.dataset
        if mission := dataset.mission_of(subject):
            return Ends(mission.sending, mission.receiving, mission.id)
        if coverage := dataset.coverage.by_id.get(subject):
            return Ends(coverage.sending, coverage.receiving, third=coverage.state)
        if relation := dataset.relations.by_id.get(subject):
            return Ends(relation.a, relation.b, directed=False, third=relation.third)
        if place := dataset.places.by_id.get(subject):
            return Ends("", place.state)
        if subject in dataset.sources.by_id or subject == "pack":
            return Ends()
        first, _, second = subject.partition("-")
        return Ends(first, second, directed=False)

    def shows(self, subject: str, ends: Ends, sources: Collection[str]) -> bool:
        """Whether a conflict belongs to the selection."""
        if ends.mission:
            return self.missions is None or ends.mission in self.missions
        if not self.limited:
            return True
        chosen = self.chosen
        if any(getattr(chosen, part) for part in _OF_MISSIONS):
            return False
        if chosen.sources and subject not in chosen.sources and not {*sources} & {*chosen.sources}:
            return False
        parties = {code for code in (ends.sending, ends.receiving) if code}
        if not parties:
            return not chosen.but(sources=(), **_DAYS)
        if chosen.states and not {*parties, ends.third} & {*chosen.states}:
            return False
        if chosen.among and not parties <= {*chosen.among}:
            return False
        return self._goes(ends.sending, ends.receiving) or (
            not ends.directed and self._goes(ends.receiving, ends.sending)
        )

    def _goes(self, sending: str, receiving: str) -> bool:
        chosen = self.chosen
        return (not chosen.sending or sending in chosen.sending) and (
            not chosen.receiving or receiving in chosen.receiving
        )
