"""Embassy Atlas: diplomatic missions, where each is, and how exactly that is known.

Everything public is here and loads what it needs when it is first used::

    import geo

    atlas = geo.Atlas.open()
    missions = atlas.missions(geo.Selection(among=("Venezuela", "North Korea")))

Coordinates are CRS84, longitude first, degrees; lengths are metres on WGS 84.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from geo.errors import AmbiguousState, AtlasError, UnknownState

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.atlas.absence import absence, absences
    from geo.atlas.relation_lines import lines
    from geo.atlas.search import find, locate
    from geo.dataset import check
    from geo.exporters import geojson
    from geo.figures import figure
    from geo.geodesy import distance, great_circles
    from geo.importers import import_osm, import_table, import_wikidata
    from geo.parties import State, state
    from geo.reports.cards import card
    from geo.reports.citations import citation
    from geo.reports.conflicts import conflicts
    from geo.reports.networks import compare, hosts_both, matrix, rank, reciprocity
    from geo.reports.networks.measures import scorecard, totals
    from geo.reports.networks.places import city, nearest, quarters
    from geo.reports.networks.states import pair, profile
    from geo.reports.quality import findings
    from geo.reports.timelines import timelines
    from geo.selection import Selection
    from geo.site import publish

__all__ = ["AmbiguousState", "Atlas", "AtlasError", "Selection", "State", "UnknownState", "absence"]
__all__ += ["absences", "card", "check", "citation", "city", "compare", "conflicts", "distance"]
__all__ += ["figure", "find", "findings", "geojson", "great_circles", "hosts_both", "import_osm"]
__all__ += ["import_table", "import_wikidata", "lines", "locate", "matrix", "nearest", "pair"]
__all__ += ["profile", "publish", "quarters", "rank", "reciprocity", "scorecard", "state"]
__all__ += ["timelines", "totals"]

_NETWORKS = "city compare hosts_both matrix nearest pair profile quarters rank reciprocity"
_NAMES = {
    "atlas": "Atlas",
    "atlas.absence": "absence absences",
    "atlas.relation_lines": "lines",
    "atlas.search": "find locate",
    "dataset": "check",
    "exporters": "geojson",
    "figures": "figure",
    "geodesy": "distance great_circles",
    "importers": "import_osm import_table import_wikidata",
    "parties": "State state",
    "reports.cards": "card",
    "reports.citations": "citation",
    "reports.conflicts": "conflicts",
    "reports.networks": f"{_NETWORKS} scorecard totals",
    "reports.quality": "findings",
    "reports.timelines": "timelines",
    "selection": "Selection",
    "site": "publish",
}
_HOMES = {name: f"geo.{home}" for home, names in _NAMES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'geo' has no attribute {name!r}")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
