"""Where a new mission is: by its city, by a click, by a region, or in a known place."""

import math
from typing import Any, Final, Literal

import streamlit as st
from streamlit_folium import st_folium

from geo import i18n, parties, tiles, vocabulary, webmap
from geo.errors import InvalidGeometry
from geo.ui import errors
from geo.ui.components import map
from geo.ui.components.parts import choose, radio
from geo.ui.edit import choices, fields
from geo.ui.edit.fields import Faults, Input
from geo.ui.edit.form_state import Desk, Spot, desk, key_of
from geo.ui.edit.rows import receiving
from geo.ui.state import View

_PRECISIONS: Final = ("survey", "building", "street", "near", "quarter")
_MAP: Final = "edit_map"
_TROUBLE: Final = "edit_map_trouble"
_HEIGHT: Final = 440
_DEGREE_M: Final = 111_000.0
_AROUND: Final = 2.0
_FARTHEST: Final = 85.0


def draw(view: View, problems: Faults) -> None:
    """Draw what is asked about where the mission is."""
    at, tr = desk(), view.tr
    spot = at.spot
    how = Input(key_of(at, "how"), tr("editform.how.label"), vars(spot), "how")
    st.session_state[how.key] = spot.how
    ways = {one: tr(f"editform.how.{one}") for one in ("city", "point", "polygon", "place")}
    radio(how.label, ways, **how.how())
    if spot.how == "place":
        options = dict(choices.ids(view, "places"))
        options |= {name: name for name in choices.cities(receiving(at)) if name not in options}
        fields.choice(view, _asked(view, at, "place"), options, free=True)
    elif spot.how != "city":
        _map(view, at)
    if spot.how != "city":
        fields.text(_asked(view, at, "reason", optional=True))
    for column in problems:
        fields.faulty(view, problems[column])


def _asked(view: View, at: Desk, name: str, optional: bool = False) -> Input:
    label, help = view.tr(f"editform.spot.{name}"), view.tr(f"editform.spot.{name}_help")
    label = view.tr("editform.optional", label=label) if optional else label
    return Input(key_of(at, "place", name), label, at.spot.cells, name, help)


def _map(view: View, at: Desk) -> None:
    tr, spot = view.tr, at.spot
    if spot.how == "point":
        exactly = _asked(view, at, "precision")
        st.session_state[exactly.key] = exactly.now or "street"
        named = {word: tr.capital(tr(f"editform.precision.{word}")) for word in _PRECISIONS}
        choose(exactly.label, named, **exactly.how())
    with st.container(key="edit_map_side"):
        _drawn(view, spot)
    trouble = st.session_state.pop(_TROUBLE, None)
    if isinstance(trouble, InvalidGeometry):
        errors.show(trouble, tr)
    if spot.how == "point":  # in numbers, to be read and to be typed
        for column, name in zip(st.columns(2), ("longitude", "latitude"), strict=True):
            label, help = tr(f"editform.label.{name}"), tr(f"editform.help.positions.{name}")
            number = Input(key_of(at, "place", name), label, spot.cells, name, help)
            with column:
                fields.text(number, max_chars=40, on_change=_typed)
        return
    number_of = len(spot.corners)
    told = tr("editform.spot.polygon", count=number_of) if number_of else tr("editform.spot.none")
    st.caption(i18n.markdown(told))
    fields.text(_asked(view, at, "region", optional=True))


def _typed(*kept: Any) -> None:
    fields.keep(*kept)
    desk().spot.turn += 1


def _drawn(view: View, spot: Spot) -> None:
    kept, prefix = map.files(view.atlas)
    radius = vocabulary.PRECISION_M[spot.cells.get("precision") or "street"]
    mode: Literal["point", "polygon"] = "point" if spot.how == "point" else "polygon"
    stands = spot.corners if mode == "polygon" else _point(spot)
    scene = webmap.Scene(
        view.selection,
        focus=_focus(desk()),
        theme=st.context.theme.type or "auto",
        language=view.tr.language,
        viewpoint=view.address.viewpoint,
        background=view.address.background,
        placing=webmap.Placing(mode, radius, stands, spot.turn),
        masks=webmap.masks(view.atlas, view.selection),
    )
    st_folium(
        webmap.AtlasMap(kept, prefix=prefix, backgrounds=tiles.choices()),
        key=_MAP,
        height=_HEIGHT,
        use_container_width=True,
        feature_group_to_add=webmap.scene_group(scene),
        returned_objects=["last_active_drawing"],
        on_change=_placed,
    )


def _placed() -> None:
    try:
        found = webmap.placed(st.session_state.get(_MAP))
    except InvalidGeometry as error:
        st.session_state[_TROUBLE] = error
        return
    at = desk()
    if found is None:
        return
    if found.mode == "polygon":
        at.spot.corners = found.positions
        return
    told = found.positions[0] if found.positions else ("", "")
    for name, number in zip(("longitude", "latitude"), told, strict=True):
        text = f"{number:.5f}" if isinstance(number, float) else ""
        at.spot.cells[name] = text
        st.session_state[key_of(at, "place", name)] = text


def _point(spot: Spot) -> tuple[tuple[float, float], ...]:
    try:
        longitude, latitude = (float(spot.cells.get(n, "")) for n in ("longitude", "latitude"))
    except ValueError:
        return ()
    usable = math.isfinite(longitude) and abs(longitude) <= 180 and abs(latitude) <= 90
    return ((longitude, latitude),) if usable else ()


def _focus(at: Desk) -> webmap.Bounds | None:
    """Where the map is to go: to the city, as soon as that is known."""
    code, name = receiving(at), at.of("missions").get("city", "").strip()
    city = parties.city(name, code) if code and name else None
    if city is None:
        return None
    high = _AROUND * city.radius_m / _DEGREE_M
    wide = high / max(0.1, math.cos(math.radians(city.lat)))
    south, north = max(city.lat - high, -_FARTHEST), min(city.lat + high, _FARTHEST)
    return city.lon - wide, south, city.lon + wide, north
