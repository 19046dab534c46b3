"""Tiles as the map's background, if the reader or the operator of the page chooses them.

The default background is the bundled Natural Earth and needs none of this. ``choices`` says
what there is beside it: OpenStreetMap's standard tiles unless the page is offline, and tiles
of one's own, by an address or from an MBTiles file on this machine. Only raster tiles are
drawn. The environment decides, so that ``embassy-atlas serve`` and ``streamlit run app.py``
are told in the same way (`TILES`, `CREDIT`, `OFFLINE`).

The tiles of a file reach the browser from a small server of our own on 127.0.0.1
(`geo.tiles.loopback`), because Streamlit serves whole files and folders only: its components
and its static folder would need every tile as a file, its media manager holds files in memory
by session, and routes of one's own need an entry file of another kind and a newer release than
this program asks for.
"""

from __future__ import annotations

from geo.tiles.background import OPENSTREETMAP, OWN, Background
from geo.tiles.choice import CREDIT, OFFLINE, TILES, choices, own

__all__ = [
    "CREDIT",
    "OFFLINE",
    "OPENSTREETMAP",
    "OWN",
    "TILES",
    "Background",
    "choices",
    "own",
]
