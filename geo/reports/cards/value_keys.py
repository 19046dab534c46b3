"""Which properties of claims on a mission are about which value of its card."""

from __future__ import annotations

from typing import Final

NAMED: Final = {
    "kind": ("kind",),
    "name": ("name",),
    "sending": ("sending", "sending-state", "sending-state-named"),
    "receiving": ("receiving", "receiving-state", "receiving-state-named"),
    "city": ("city", "spelling-of-the-city"),
    "wikidata": ("wikidata", "wikidata-item"),
}
"""Column of a mission -> the properties of claims that are about it."""

PLACED: Final = ("address", "building", "location", "location-described", "point", "quarter")
"""Properties of claims on a mission that are about its place."""
