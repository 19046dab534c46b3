"""The map on the page: the constant base, and the scene that a run shows on it."""

from typing import Final

import streamlit as st
from streamlit.components.v1 import declare_component
from streamlit_folium import st_folium

from geo import dates, tiles, webmap
from geo.atlas import Atlas, relation_lines, search
from geo.selection import KEYS, Selection
from geo.ui import address, open_atlas, state, upload
from geo.ui.components import summary
from geo.ui.shared import kept
from geo.ui.state import View

HEIGHT: Final = 680  # Height of the map with time bar and legend, CSS pixels
# Panels over the left and right of a wide map, and their initial width in CSS pixels
_PANELS: Final = ((".stSidebar", 264), (".st-key-card_side", 372))
_KEY: Final = "map"
_FILES: Final = "map_files"
_HEARD: Final = "days_heard"
_ADDRESS: Final = {
    "as_of": KEYS["as_of"],
    "known_on": KEYS["known_on"],
    "everything": next((key, values[0]) for key, values in address.EVERYTHING.items()),
    "shown": [*KEYS.values(), address.OWN["show"]],
}
_FOCUS: Final = "focus"
_LEAST: Final = "focus_least"
_LOOKED: Final = "looked_at"
_MUCH: Final = 0.2  # Share of the map's width or height that the result of a filter covers at least
_TURNS: Final = "focus_turns"
_SENT: Final = "focus_asked"
_NUDGE: Final = 1e-7


def files(atlas: Atlas) -> tuple[webmap.Assets, str]:
    """The map's files and their address; for data that a reader loaded, a secret address."""
    own, name = upload.brought(), _FILES
    if own is not None and own.atlas is atlas:
        made, name = own.assets(), f"{_FILES}_{own.token}"
    else:
        made = open_atlas.map_files(atlas)
    declare_component(name, path=str(made.folder))
    return made, f"../{__name__}.{name}/"


def draw(view: View, title: str) -> None:
    """Draw the map; a click on it opens a card."""
    session, tr = st.session_state, view.tr
    with open_atlas.waiting("drawn", view.atlas.dataset.sha256, tr("page.pack.drawing")):
        own, prefix = files(view.atlas)
    _look(view)
    # Those of today too: they are there as soon as the reader moves the time to them.
    founding = [*webmap.founding(view.atlas, view.selection), *webmap.founding(view.atlas)]
    said = tr("page.map.as_of", day=summary.day(view.selection.as_of, tr))
    if known := view.selection.known_on:
        said += tr("page.summary.known", day=summary.day(known, tr))
    scene = webmap.Scene(
        view.selection,
        emphasis=tuple(dict.fromkeys(founding)),
        chosen=view.show,
        focus=session.get(_FOCUS),
        least=session.get(_LEAST),
        theme=st.context.theme.type or "auto",
        language=tr.language,
        viewpoint=view.address.viewpoint,
        background=view.address.background,
        layers=tuple(word for word in view.address.layers.split(",") if word),
        title=title,
        dates=said,
        today=dates.today(),
        heard=session.get(_HEARD, 0),
        masks=webmap.masks(view.atlas, view.selection),
    )
    base = webmap.AtlasMap(
        own,
        prefix=prefix,
        bounds=view.atlas.dataset.presentation.view or webmap.WORLD,
        backgrounds=tiles.choices(),
        time=True,
        address=_ADDRESS,
        panels=_PANELS,
    )
    st_folium(
        base,
        key=_KEY,
        height=HEIGHT,
        use_container_width=True,
        feature_group_to_add=webmap.scene_group(scene),
        returned_objects=["last_active_drawing"],
        render=False,  # what is shown is rendered without it
        on_change=_clicked,
    )


def _look(view: View) -> None:
    """Zoom the map to a new selection or card."""
    session = st.session_state
    selection = view.selection.but(as_of=None, known_on=None)
    before, session[_LOOKED] = session.get(_LOOKED), (selection, view.show)
    arrived, sent = state.arrived(), session.pop(_SENT, False)
    if sent:
        return
    if before is None:
        if view.show.startswith("state:") or view.show in view.atlas.dataset.places.by_id:
            look_at(reach(view.atlas, view.selection, view.show))
        elif arrived:
            show_all(view.atlas, view.selection)
    elif before[0] != selection:
        look_at(webmap.fitting(view.atlas, view.selection), _MUCH)
    elif view.show and before[1] != view.show:
        look_at(reach(view.atlas, view.selection, view.show), 0.0)


def _clicked() -> None:
    found = webmap.clicked(st.session_state.get(_KEY))
    if found is None:
        return
    if found.as_of is not None and found.known_on is not None:
        st.session_state[_HEARD] = found.at
        state.days(found.as_of, found.known_on)
    if found.what == "layers":
        st.session_state["layers"] = found.id
    elif found.what != "time":
        shown = "" if found.what == "nothing" else found.id
        state.show(shown)
        if before := st.session_state.get(_LOOKED):  # what is clicked is in view
            st.session_state[_LOOKED] = (before[0], shown)


def show_all(atlas: Atlas, selection: Selection) -> None:
    """Let the map go to all that is shown on the next run; it stays where nothing is."""
    look_at(webmap.fitting(atlas, selection))


def look_at(bounds: webmap.Bounds | None, least: float | None = None) -> None:
    """Zoom the map on the next run; with ``least`` only where less of it is covered."""
    if bounds is not None:
        turns = st.session_state.get(_TURNS, 0) + 1
        west, south, east, north = bounds
        focus = (west, south, east + turns * _NUDGE, north)
        st.session_state.update({_LEAST: least, _TURNS: turns, _FOCUS: focus})


def go(bounds: webmap.Bounds | None) -> None:
    """Let the map go somewhere when it is drawn next, on whichever page the reader is."""
    look_at(bounds)
    st.session_state[_SENT] = bounds is not None


def reach(atlas: Atlas, selection: Selection, id: str) -> webmap.Bounds | None:
    """Where on the map a mission, line or place is."""
    dataset = atlas.dataset
    if row := dataset.relations.by_id.get(id):
        id = relation_lines.pair_id(row.a, row.b)
    what, _, rest = id.partition(":")
    if place := dataset.places.by_id.get(id):
        frame = atlas.places(selection)
        at = frame[frame["id"] == place.id]
        return search.on_box(*at.total_bounds) if len(at) else None
    if what == "pair":
        asked = selection.but(among=tuple(rest.split("-")))
        key = ("reach", asked, asked.as_of_day)
        return kept(atlas, key, lambda: webmap.fitting(atlas, asked))
    if what == "state":
        return search.on_state(rest)
    if what in ("cover", "near"):
        drawn = relation_lines.lines(atlas, selection, vertices=2)
        line = drawn[drawn["id"] == id]
        if not len(line):
            return None
        ends = ("start_lon", "start_lat", "end_lon", "end_lat")
        return search.on_line(*(float(line[name].iloc[0]) for name in ends))
    missions = atlas.missions(selection)
    found = missions[missions["id"] == (rest if what == "seat" else id)]
    if not len(found):
        return None
    point, radius = found.geometry.iloc[0], float(found["radius_m"].iloc[0])
    if found["exactness"].iloc[0] == "state":
        return search.on_state(found["receiving"].iloc[0])
    return search.on_circle(point.x, point.y, radius)
