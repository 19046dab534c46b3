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

__all__ = [
    "AmbiguousState",
    "Atlas",
    "AtlasError",
    "Selection",
    "State",
    "UnknownState",
    "absence",
    "absences",
    "card",
    "check",
    "citation",
    "city",
    "compare",
    "conflicts",
    "distance",
    "figure",
    "find",
    "findings",
    "geojson",
    "great_circles",
    "hosts_both",
    "import_osm",
    "import_table",
    "import_wikidata",
    "lines",
    "locate",
    "matrix",
    "nearest",
    "pair",
    "profile",
    "publish",
    "quarters",
    "rank",
    "reciprocity",
    "scorecard",
    "state",
    "timelines",
    "totals",
]

_NETWORKS = (
    *("city", "compare", "hosts_both", "matrix", "nearest"),
    *("pair", "profile", "quarters", "rank", "reciprocity", "scorecard", "totals"),
)
_HOMES = {
    **dict.fromkeys(_NETWORKS, "geo.reports.networks"),
    "Atlas": "geo.atlas",
    "Selection": "geo.selection",
    "State": "geo.parties",
    "absence": "geo.atlas.absence",
    "absences": "geo.atlas.absence",
    "card": "geo.reports.cards",
    "check": "geo.dataset",
    "citation": "geo.reports.citations",
    "conflicts": "geo.reports.conflicts",
    "distance": "geo.geodesy",
    "figure": "geo.figures",
    "find": "geo.atlas.search",
    "findings": "geo.reports.quality",
    "geojson": "geo.exporters",
    "great_circles": "geo.geodesy",
    "import_osm": "geo.importers",
    "import_table": "geo.importers",
    "import_wikidata": "geo.importers",
    "lines": "geo.atlas.relation_lines",
    "locate": "geo.atlas.search",
    "publish": "geo.site",
    "state": "geo.parties",
    "timelines": "geo.reports.timelines",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'geo' has no attribute {name!r}")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
