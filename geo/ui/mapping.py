"""The map on the page: the constant base, and the scene that a run shows on it."""

from __future__ import annotations

from typing import Final, Literal

import streamlit as st
from streamlit.components.v1 import declare_component
from streamlit_folium import st_folium

from geo import webmap
from geo.atlas import Atlas
from geo.selection import Selection
from geo.ui import state
from geo.ui.state import View

__all__ = ["HEIGHT", "draw", "look_at"]

HEIGHT: Final = 560
"""Height of the map, CSS pixels."""

_KEY: Final = "map"
_FILES: Final = "map_files"
_PREFIX: Final = f"../{__name__}.{_FILES}/"
_AROUND: Final = 3.0


@st.cache_resource(show_spinner="Preparing the map …", max_entries=3)
def _assets(content: str, _atlas: Atlas) -> webmap.Assets:
    return webmap.assets(_atlas)


def draw(view: View) -> None:
    """Draw the map; a click on it opens a card.

    Parameters
    ----------
    view
        What is shown.

    Raises
    ------
    WriteFailed
        The files that the browser fetches could not be written.
    """
    kept = _assets(view.atlas.pack.sha256, view.atlas)
    declare_component(_FILES, path=str(kept.folder))
    scene = webmap.Scene(
        view.selection,
        emphasis=webmap.founding(view.atlas, view.selection),
        chosen=view.show,
        focus=st.session_state.get("focus"),
        theme=_theme(),
    )
    st_folium(
        webmap.AtlasMap(kept, prefix=_PREFIX),
        key=_KEY,
        height=HEIGHT,
        use_container_width=True,
        feature_group_to_add=webmap.scene_group(scene),
        returned_objects=["last_active_drawing"],
        on_change=_clicked,
    )


def _clicked() -> None:
    found = webmap.clicked(st.session_state.get(_KEY))
    if found is not None:
        state.show("" if found.what == "nothing" else found.id)


def _theme() -> Literal["light", "dark", "auto"]:
    return st.context.theme.type or "auto"


def look_at(atlas: Atlas, selection: Selection, id: str) -> None:
    """Let the map go to a mission on the next run.

    Parameters
    ----------
    atlas
        The atlas.
    selection
        Its days count.
    id
        Id of the mission; nothing happens where it is not shown.
    """
    missions = atlas.missions(selection)
    found = missions[missions["id"] == id]
    if len(found):
        point, reach = found.geometry.iloc[0], float(found["radius_m"].iloc[0])
        around = max(_AROUND * reach / 111_000.0, 0.02)
        st.session_state["focus"] = (
            point.x - around,
            max(point.y - around, -85.0),
            point.x + around,
            min(point.y + around, 85.0),
        )
