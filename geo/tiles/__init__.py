"""Tiles as the map's background, if reader or operator chooses them (decision 13)."""

from geo.tiles.choice import CREDIT, OFFLINE, OPENSTREETMAP, OWN, TILES, Background, choices, own

__all__ = ["CREDIT", "OFFLINE", "OPENSTREETMAP", "OWN", "TILES", "Background", "choices", "own"]
