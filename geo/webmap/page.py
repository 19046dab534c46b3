"""The same map as a page of its own, without Streamlit."""

from __future__ import annotations

from typing import cast

from branca.element import Figure

from geo.webmap.asset_files import Assets
from geo.webmap.elements import WORLD, AtlasMap, Bounds, scene_group
from geo.webmap.scene import Scene


def standalone(
    assets: Assets,
    scene: Scene,
    prefix: str = "",
    bounds: Bounds = WORLD,
    title: str = "Map",
    time: bool = False,
) -> str:
    """A whole HTML page that shows the map, to be served beside the files of the assets.

    Parameters
    ----------
    assets
        Files of the atlas.
    scene
        What the map shows.
    prefix
        What stands before a file's name in its URL, as seen from the page.
    bounds
        What is seen at the opening.
    title
        Title of the page; from us, not from data.
    time
        Whether the time bar is under the map.

    Returns
    -------
    str
        HTML. It fetches its files, so it must be served over HTTP, not opened from the disk.
    """
    base = AtlasMap(assets, prefix, bounds, time=time)
    base.add_child(scene_group(scene))
    figure = cast(Figure, base.get_root())
    figure.title = title
    return str(figure.render())
