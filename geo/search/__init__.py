"""What a text finds in a dataset, and where a place is."""

from __future__ import annotations

from geo.search.location import Location, locate
from geo.search.results import Reason, Result, find, told
from geo.search.suggestions import suggestions

__all__ = ["Location", "Reason", "Result", "find", "locate", "suggestions", "told"]
