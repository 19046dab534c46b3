"""The same map as a page of its own, without Streamlit."""

from __future__ import annotations

from typing import cast

from branca.element import Figure

from geo.webmap.asset_files import Assets
from geo.webmap.elements import MOST_LINED, WORLD, AtlasMap, Bounds, scene_group
from geo.webmap.scene import Scene


def standalone(
    assets: Assets,
    scene: Scene,
    prefix: str = "",
    bounds: Bounds = WORLD,
    title: str = "Map",
    time: bool = False,
    most: int = MOST_LINED,
) -> str:
    """An HTML page with the map, beside the assets; above ``most`` missions shaded at first."""
    base = AtlasMap(assets, prefix, bounds, time=time, most=most)
    base.add_child(scene_group(scene))
    figure = cast(Figure, base.get_root())
    figure.title = title
    return str(figure.render())
