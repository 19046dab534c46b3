"""The interactive map: an atlas and a scene become a folium map that keeps the reader's view."""

from geo.webmap.asset_files import Assets, assets, leaflet_licence
from geo.webmap.base_map import boundaries
from geo.webmap.column_file import columns, names
from geo.webmap.elements import WORLD, AtlasMap, load, scene_group
from geo.webmap.inline import SelfContained, inlined, sealed
from geo.webmap.payload import Masks, masks
from geo.webmap.placement import Bounds, Placed, Placing, fitting, placed
from geo.webmap.scene import Clicked, Scene, clicked, founding

__all__ = [
    "WORLD",
    "Assets",
    "AtlasMap",
    "Bounds",
    "Clicked",
    "Masks",
    "Placed",
    "Placing",
    "Scene",
    "SelfContained",
    "assets",
    "boundaries",
    "clicked",
    "columns",
    "fitting",
    "founding",
    "inlined",
    "leaflet_licence",
    "load",
    "masks",
    "names",
    "placed",
    "scene_group",
    "sealed",
]
