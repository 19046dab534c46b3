"""What a text finds in a dataset, and where a place is."""

from geo.atlas.search.location import locate, suggestions
from geo.atlas.search.results import Result, find, told
from geo.atlas.search.zoom import on_box, on_circle, on_line, on_state

__all__ = ["Result", "find", "locate", "on_box", "on_circle", "on_line", "on_state", "suggestions"]
__all__ += ["told"]
