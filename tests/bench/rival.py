"""What `tests/bench/world.py` measures ours against: folium's own layers with the same missions.

Run by Streamlit, with `EMBASSY_ATLAS_DATASET` and `RIVAL`: `geojson`, one GeoJson through
feature_group_to_add; `markers`, plain Marker and PolyLine; both with the great circles that ours
draws, as `geo.lines` gives them, and with folium's defaults. `eased` is the first with straight
lines of two points on a canvas: another picture, and the least that GeoJson can cost. Nothing
else is on the page, and Leaflet comes from here.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from importlib import resources
from pathlib import Path
from typing import Any

import folium
import streamlit as st
from streamlit.components.v1 import declare_component
from streamlit_folium import st_folium

import geo
from geo.atlas import relation_lines

RIVAL = os.environ["RIVAL"]
Line = list[list[list[float]]]
Ends = tuple[list[list[float]], list[Line]]


@st.cache_resource(show_spinner=False)
def known() -> tuple[Ends, Ends, str]:
    """Points and lines of everything and of the embassies; and where Leaflet's files are."""
    atlas = geo.Atlas.open(os.environ["EMBASSY_ATLAS_DATASET"])
    both = [geo.Selection(), geo.Selection(kinds=("embassy",))]
    folder = Path(tempfile.mkdtemp())
    with resources.as_file(resources.files("js_lib_leaflet") / "static/js_lib_leaflet") as files:
        shutil.copytree(files, folder, dirs_exist_ok=True)
    return (*[ends(atlas, one) for one in both], str(folder))


def ends(atlas: geo.Atlas, selection: geo.Selection) -> Ends:
    missions = atlas.missions(selection)
    points = [[y, x] for x, y in zip(missions.geometry.x, missions.geometry.y, strict=True)]
    drawn = relation_lines.lines(atlas, selection, vertices=2 if RIVAL == "eased" else None)
    lines = [
        [[list(point)[::-1] for point in part.coords] for part in getattr(line, "geoms", [line])]
        for line in drawn.geometry
    ]
    return points, lines


def collection(points: list[list[float]], lines: list[Line]) -> dict[str, Any]:
    shapes: list[dict[str, Any]] = [
        {"type": "Point", "coordinates": point[::-1]} for point in points
    ]
    shapes += [
        {
            "type": "MultiLineString",
            "coordinates": [[point[::-1] for point in part] for part in line],
        }
        for line in lines
    ]
    return {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {}, "geometry": one} for one in shapes],
    }


everything, embassies, folder = known()
narrow = st.checkbox("embassies")
points, lines = embassies if narrow else everything
st.text(f"missions and lines of the embassies:{len(embassies[0]) + len(embassies[1])}")
st.text(f"missions and lines of all:{len(everything[0]) + len(everything[1])}")

declare_component("files", path=folder)
base = folium.Map(location=[30, 20], zoom_start=3, tiles=None, prefer_canvas=RIVAL == "eased")
base.options["max_zoom"] = 18
base.default_js = [("leaflet", "../rival.files/leaflet.js")]
base.default_css = [("leaflet", "../rival.files/leaflet.css")]
group = None
if RIVAL in ("geojson", "eased"):
    group = folium.FeatureGroup(name="shown")
    marker = folium.CircleMarker(radius=4, weight=1, fill=True)
    group.add_child(folium.GeoJson(collection(points, lines), marker=marker))
else:
    for point in points:
        folium.Marker(point).add_to(base)
    for line in lines:
        folium.PolyLine(line, weight=1).add_to(base)
st_folium(base, key="map", height=560, feature_group_to_add=group, returned_objects=[])
