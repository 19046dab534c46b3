"""The interactive map: an atlas and a scene become a folium map.

The base never changes within a session, so the reader's view survives every rerun; what is
shown travels as a small *scene*. Missions and lines are columns that the browser fetches once
from a local URL named by their content, looks up and draws itself on a canvas::

    from streamlit_folium import st_folium

    kept = webmap.assets(atlas)                        # written once, cheap afterwards
    components.declare_component("map_files", path=str(kept.folder))       # on every run
    base = webmap.AtlasMap(kept, prefix="../geo.ui.components.map.map_files/")  # on every run
    scene = webmap.Scene(selection, masks=webmap.masks(atlas, selection))
    answer = st_folium(base, key="map", height=620, use_container_width=True,
                       feature_group_to_add=webmap.scene_group(scene),
                       returned_objects=["last_active_drawing"])
    clicked = webmap.clicked(answer)                   # Clicked(what, id, at) or None

``Scene(focus=webmap.fitting(atlas, selection))`` lets the map go to all that is shown;
``Scene(language="es")`` lets it speak Spanish from then on, without losing the reader's view;
``Scene(title=..., dates=...)`` stand in the picture that a reader may save;
``Scene(placing=Placing("polygon"))`` lets the reader draw a region, which ``webmap.placed(answer)``
gives back.
"""

from geo.webmap.asset_files import Assets, assets, leaflet_licence
from geo.webmap.base_map import boundaries
from geo.webmap.column_file import columns, names
from geo.webmap.elements import WORLD, AtlasMap, Bounds, load, scene_group
from geo.webmap.inline import SelfContained, inlined, sealed
from geo.webmap.masks import Masks, masks
from geo.webmap.placement import Placed, Placing, fitting, placed
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
