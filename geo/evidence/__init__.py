"""The one rule of evidence on both clocks, ``as_of`` and ``known_on`` (published by then)."""

from geo.evidence.event_windows import followed, only_looked
from geo.evidence.publication import PublicationIndex, claims_to_event
from geo.evidence.resolved_positions import as_placed, placements
from geo.evidence.rule import Resolution, Settled, drawing_order, resolve
from geo.evidence.sighting import HEAD, sightings, sightings_of
from geo.evidence.status_history import (
    NONE,
    UNDATED,
    StatusInterval,
    course,
    status_intervals,
    transitions,
    turns_of,
)
from geo.evidence.valid_days import Validity, validity

__all__ = ["HEAD", "NONE", "UNDATED", "PublicationIndex", "Resolution", "Settled", "StatusInterval"]
__all__ += ["Validity", "as_placed", "claims_to_event", "course", "drawing_order", "followed"]
__all__ += ["only_looked", "placements", "resolve", "sightings", "sightings_of", "status_intervals"]
__all__ += ["transitions", "turns_of", "validity"]
