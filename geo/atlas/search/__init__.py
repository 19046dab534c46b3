"""What a text finds in a dataset, and where a place is."""

from __future__ import annotations

from geo.atlas.search.location import Location, locate
from geo.atlas.search.results import Reason, Result, find, told
from geo.atlas.search.similar import suggestions

__all__ = ["Location", "Reason", "Result", "find", "locate", "suggestions", "told"]
