"""The folium side: the scene, and a constant base so that streamlit-folium keeps the view."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import Any, Final

import folium
import folium.map
from branca.element import MacroElement
from folium.template import Template

from geo.package_files import text
from geo.render.engine import render
from geo.tiles import Background
from geo.webmap.asset_files import Assets
from geo.webmap.placement import Bounds
from geo.webmap.scene import Scene, script_json

WORLD: Final[Bounds] = (-170.0, -57.0, 190.0, 78.5)  # What a map shows by default
# Settings of every map of ours; our layer watches the map's size
_OPTIONS: Final[dict[str, object]] = {
    "zoom": 1,
    "minZoom": 0,
    "maxZoom": 18,
    "zoomSnap": 0.25,
    "wheelPxPerZoomLevel": 90,
    "keyboard": False,
    "trackResize": False,
    "attributionControl": False,
}
_MOST_LINED: Final = 200  # Most missions whose lines are all drawn; more make an overview


def options(bounds: Bounds) -> dict[str, object]:
    """The settings of a map that begins with some bounds."""
    west, south, east, north = bounds
    return {**_OPTIONS, "center": [(south + north) / 2, (west + east) / 2]}


def layer_options(bounds: Bounds, credit: object) -> dict[str, object]:
    """The settings of our layer on such a map."""
    west, south, east, north = bounds
    edges = [[south, west], [north, east]]
    return {"bounds": edges, "credit": credit, "most": _MOST_LINED}


class AtlasMap(folium.Map):
    """The constant base of a session: land, our layer, legend; build it afresh on every run."""

    _template = Template(text("webmap/static/map.j2"))

    def __init__(
        self,
        assets: Assets,
        prefix: str = "",
        bounds: Bounds = WORLD,
        credit: str = "",
        backgrounds: Sequence[Background] = (),
        time: bool = False,
        address: Mapping[str, object] | None = None,
        panels: Sequence[tuple[str, int]] | None = None,
        most: int = _MOST_LINED,
    ) -> None:
        super().__init__(location=[0.0, 0.0], tiles=None, zoom_start=1)
        self._id = "atlas"
        self.default_js = [(name, prefix + name) for name in assets.scripts]
        self.default_css = [(name, prefix + name) for name in assets.styles]
        self.settings = script_json(options(bounds))
        settings = {
            "columns": prefix + assets.columns,
            "names": {code: prefix + name for code, name in assets.named.items()},
            "land": prefix + assets.land,
            "backgrounds": [_background(one) for one in backgrounds],
            "time": time,
            "address": address,
            "panels": panels,
        }
        shown = layer_options(bounds, credit or dict(assets.credits))
        self.add_child(_Layer({**settings, **shown, "most": most}))


def load() -> None:
    """Load the modules that streamlit-folium imports, before a reader has to wait for them."""
    import branca.element
    import folium.plugins  # noqa: F401
    import jinja2

    # Every map compiles the same texts as templates, which took longer than all else of it.
    vars(branca.element)["Template"] = lru_cache(maxsize=64)(jinja2.Template)


def _background(one: Background) -> dict[str, object]:
    """Tiles as the browser is told of them; the credit is HTML, as Leaflet takes it."""
    credit = str(render("webmap/tile_credit", credit=one.credit, link=one.link))
    bounds = one.bounds and [list(one.bounds[1::-1]), list(one.bounds[:1:-1])]
    return {**asdict(one), "credit": credit, "bounds": bounds}


class _Layer(folium.map.Layer):
    _template = Template(text("webmap/static/layer.j2"))

    def __init__(self, settings: dict[str, Any]) -> None:
        super().__init__(name="missions", overlay=True, control=False)
        self._name = "AtlasLayer"
        self._id = "missions"
        self.settings = script_json(settings)


class _SceneElement(MacroElement):
    _template = Template(text("webmap/static/scene.j2"))

    def __init__(self, scene: Scene) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Scene"
        self._id = "scene"
        self.scene = script_json(scene.to_dict())


def scene_group(scene: Scene) -> folium.FeatureGroup:
    """The scene as a feature group for ``st_folium(feature_group_to_add=...)``."""
    group = folium.FeatureGroup(name="scene", control=False)
    group._id = "shown"
    group.add_child(_SceneElement(scene))
    return group
