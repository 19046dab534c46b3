"""The folium side: a constant base with our layer in it, and the scene that it shows.

Names and ids are fixed, so that the base is the same text on every run: streamlit-folium makes
the map anew, and loses the reader's view, as soon as its text differs.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import folium
import folium.map
from branca.element import MacroElement
from folium.template import Template

from geo import words
from geo.webmap.assets import Assets
from geo.webmap.scene import Scene, script_json

__all__ = ["OPENING", "AtlasMap", "Bounds", "SceneElement", "scene_group"]

Bounds: TypeAlias = tuple[float, float, float, float]
"""West, south, east, north in degrees, CRS84; east may exceed 180, west be below -180."""

OPENING: Final[Bounds] = (118.0, 4.0, 301.0, 78.5)
"""Pyongyang to Caracas across the Pacific and the Arctic."""

_MOST_ZOOM: Final = 18
_CREDIT: Final = (
    "Leaflet · De facto boundaries as drawn by Natural Earth · Cities: GeoNames, CC BY 4.0"
)


class AtlasMap(folium.Map):
    """The constant base of a session: land, our layer, legend; build it afresh on every run.

    Parameters
    ----------
    assets
        Files of this atlas.
    prefix
        What stands before a file's name in its URL, as seen from the page that holds the map.
    bounds
        What is seen at the opening, before the reader moves the map.
    credit
        Licence line of the data, added to the attribution; plain text.
    """

    _template = Template(
        """
        {% macro header(this, kwargs) %}
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <link rel="icon" href="data:," />
            <style>
                html, body { height: 100%; margin: 0; padding: 0; width: 100%; }
                #{{ this.get_name() }} { height: 100%; position: relative; width: 100%; }
            </style>
        {% endmacro %}
        {% macro html(this, kwargs) %}
            <div class="folium-map" id={{ this.get_name()|tojson }} ></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {{ this.settings }});
            L.control.scale({position: "topright", imperial: false}).addTo({{ this.get_name() }});
            L.control.attribution({position: "bottomleft", prefix: false})
                .addAttribution({{ this.attribution }}).addTo({{ this.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(
        self, assets: Assets, prefix: str = "", bounds: Bounds = OPENING, credit: str = ""
    ) -> None:
        west, south, east, north = bounds
        centre = [(south + north) / 2, (west + east) / 2]
        super().__init__(location=[0.0, 0.0], tiles=None, zoom_start=1)
        self._id = "atlas"
        self.default_js = [(name, prefix + name) for name in assets.scripts]
        self.default_css = [(name, prefix + name) for name in assets.styles]
        self.settings = script_json(
            {
                "center": centre,
                "zoom": 1,
                "minZoom": 0,
                "maxZoom": _MOST_ZOOM,
                "zoomSnap": 0.25,
                "wheelPxPerZoomLevel": 90,
                "keyboard": False,
                "attributionControl": False,
            }
        )
        lines = [_CREDIT, *([credit] if credit else [])]
        self.attribution = script_json(" · ".join(words.escape(line) for line in lines))
        self.add_child(
            _Layer(
                {
                    "columns": prefix + assets.columns,
                    "land": prefix + assets.land,
                    "bounds": [[south, west], [north, east]],
                }
            )
        )


class _Layer(folium.map.Layer):
    """Missions, lines and land, drawn by our own script."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = EmbassyAtlas.layer({{ this.settings }});
        {% endmacro %}
        """
    )

    def __init__(self, settings: dict[str, Any]) -> None:
        super().__init__(name="missions", overlay=True, control=False)
        self._name = "AtlasLayer"
        self._id = "missions"
        self.settings = script_json(settings)


class SceneElement(MacroElement):
    """A scene on its way to the layer.

    Parameters
    ----------
    scene
        What the map is to show.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            EmbassyAtlas.show({{ this._parent._parent.get_name() }}, {{ this.scene }});
        {% endmacro %}
        """
    )

    def __init__(self, scene: Scene) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Scene"
        self._id = "scene"
        self.scene = script_json(scene.to_dict())


def scene_group(scene: Scene) -> folium.FeatureGroup:
    """The scene as a feature group for ``st_folium(feature_group_to_add=...)``.

    Parameters
    ----------
    scene
        What the map is to show.

    Returns
    -------
    folium.FeatureGroup
        An empty group that carries the scene; the same text for the same scene.
    """
    group = folium.FeatureGroup(name="scene", control=False)
    group._id = "shown"
    group.add_child(SceneElement(scene))
    return group
