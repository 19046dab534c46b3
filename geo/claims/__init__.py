"""Claims and events -> episodes: the one rule of evidence, and both clocks.

``as_of``: what was so. ``known_on``: what the sources of the pack had said by then.
"""

from __future__ import annotations

from geo.claims.course import NONE, UNDATED, Episode, course, episodes, followed
from geo.claims.evidence import Settled, Verdict, drawing_order, resolve
from geo.claims.knowledge import Knowledge, Known
from geo.claims.placement import GAZETTEER, Placement, placements
from geo.claims.turns import Turn, turns, turns_of
from geo.claims.validity import Validity, validity

__all__ = [
    "GAZETTEER",
    "NONE",
    "UNDATED",
    "Episode",
    "Knowledge",
    "Known",
    "Placement",
    "Settled",
    "Turn",
    "Validity",
    "Verdict",
    "course",
    "drawing_order",
    "episodes",
    "followed",
    "placements",
    "resolve",
    "turns",
    "turns_of",
    "validity",
]
