"""Natural Earth as bundled: land, lakes, borders, and the states as drawn; CRS84 degrees.

Natural Earth draws states de facto, by who is in control. Its border lines can also be drawn from
the viewpoint of a state, see `borders`; areas and names cannot. It is an outline at 1:50,000,000: a
coast may be off by kilometres, see `within`.
"""

from __future__ import annotations

from typing import Final

from geo.basemap.areas import has_shape, holding, state_shape, within
from geo.basemap.layers import (
    NOT_DRAWN,
    VIEWPOINTS,
    Scale,
    borders,
    kinds,
    lakes,
    land,
    layer_path,
    rivers,
    states,
    viewpoint,
)

__all__ = [
    "BOUNDARIES",
    "CREDIT",
    "CREDIT_RIVERS",
    "NOT_DRAWN",
    "PROVENANCE",
    "VIEWPOINTS",
    "Scale",
    "borders",
    "has_shape",
    "holding",
    "kinds",
    "lakes",
    "land",
    "layer_path",
    "rivers",
    "state_shape",
    "states",
    "viewpoint",
    "within",
]
CREDIT: Final = "Made with Natural Earth"
CREDIT_RIVERS: Final = "River: GSHHG 2.3.6 (World Data Bank II), LGPL 3 or later"
BOUNDARIES: Final = (
    "Boundaries are drawn de facto, as Natural Earth draws them; no statement on any claim."
)
PROVENANCE: Final = (
    "Natural Earth 5.1 (naturalearthdata.com), public domain, 1:50m and 1:110m, "
    "small states and islands from 1:10m."
)
