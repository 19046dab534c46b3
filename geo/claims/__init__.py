"""Claims and events -> episodes: the one rule of evidence, and both clocks.

``as_of``: what was so. ``known_on``: what the sources of the pack had said by then.
"""

from __future__ import annotations

from geo.claims.course import NONE, UNDATED, Episode, course, episodes
from geo.claims.event_days import followed
from geo.claims.evidence import Settled, Verdict, drawing_order, resolve
from geo.claims.knowledge import Knowledge, Known
from geo.claims.looked import only_looked
from geo.claims.placement import GAZETTEER, Placement, as_placed, placements
from geo.claims.sightings import HEAD, Sighting, sightings, sightings_of
from geo.claims.turns import Turn, turns, turns_of
from geo.claims.validity import Validity, validity

__all__ = [
    "GAZETTEER",
    "HEAD",
    "NONE",
    "UNDATED",
    "Episode",
    "Knowledge",
    "Known",
    "Placement",
    "Settled",
    "Sighting",
    "Turn",
    "Validity",
    "Verdict",
    "as_placed",
    "course",
    "drawing_order",
    "episodes",
    "followed",
    "only_looked",
    "placements",
    "resolve",
    "sightings",
    "sightings_of",
    "turns",
    "turns_of",
    "validity",
]
