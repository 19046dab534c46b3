"""Tiles as the map's background, if the reader or the operator of the page chooses them.

``choices`` says what there is beside the bundled Natural Earth: OpenStreetMap's tiles unless the
page is offline, and own raster tiles by an address or from an MBTiles file. The environment decides
(`TILES`, `CREDIT`, `OFFLINE`). Tiles of a file come from a small server on 127.0.0.1
(`geo.tiles.loopback`), because Streamlit serves whole files and folders only.
"""

from geo.tiles.background import OPENSTREETMAP, OWN, Background
from geo.tiles.choice import CREDIT, OFFLINE, TILES, choices, own

__all__ = ["CREDIT", "OFFLINE", "OPENSTREETMAP", "OWN", "TILES", "Background", "choices", "own"]
