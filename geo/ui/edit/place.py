"""Where a new mission is: by its city, by a click, by a region, or in a known place."""

from __future__ import annotations

import math
from typing import Final, Literal

import streamlit as st
from streamlit.components.v1 import declare_component
from streamlit_folium import st_folium

from geo import i18n, parties, tiles, vocabulary, webmap
from geo.errors import InvalidGeometry
from geo.ui import errors
from geo.ui.components import map
from geo.ui.edit import choices, fields
from geo.ui.edit.fields import Faults
from geo.ui.edit.form_state import Desk, Spot, desk, key_of
from geo.ui.edit.rows import receiving
from geo.ui.state import View

_HOWS: Final = ("city", "point", "polygon", "place")
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
    key = key_of(at, "how")
    st.session_state[key] = spot.how
    st.radio(
        tr("editform.how.label"),
        _HOWS,
        key=key,
        format_func=lambda how: tr(f"editform.how.{how}"),
        on_change=_chosen,
        args=(key,),
    )
    if spot.how == "place":
        _place(view, at)
    elif spot.how in ("point", "polygon"):
        _map(view, at)
    if spot.how != "city":
        fields.text(
            key_of(at, "place", "reason"),
            tr("editform.optional", label=tr("editform.spot.reason")),
            spot.cells,
            "reason",
            tr("editform.spot.reason_help"),
        )
    for column in problems:
        fields.faulty(view, problems[column])


def _chosen(key: str) -> None:
    desk().spot.how = str(st.session_state.get(key) or "city")


def _place(view: View, at: Desk) -> None:
    options = dict(choices.ids(view, "places"))
    options |= {name: name for name in choices.cities(receiving(at)) if name not in options}
    fields.choice(
        view,
        key_of(at, "place", "place"),
        view.tr("editform.spot.place"),
        options,
        at.spot.cells,
        "place",
        view.tr("editform.spot.place_help"),
        free=True,
    )


def _map(view: View, at: Desk) -> None:
    tr, spot = view.tr, at.spot
    if spot.how == "point":
        key = key_of(at, "place", "precision")
        st.session_state[key] = spot.cells.get("precision") or "street"
        st.selectbox(
            tr("editform.spot.precision"),
            _PRECISIONS,
            key=key,
            format_func=lambda word: tr.capital(tr(f"editform.precision.{word}")),
            help=tr("editform.spot.precision_help"),
            on_change=_exactly,
            args=(key,),
            filter_mode=None,
        )
    with st.container(key="edit_map_side"):
        _drawn(view, spot)
    trouble = st.session_state.pop(_TROUBLE, None)
    if isinstance(trouble, InvalidGeometry):
        errors.show(trouble, tr)
    if spot.how == "point":
        _numbers(view, at)
    else:
        number = len(spot.corners)
        told = tr("editform.spot.polygon", count=number) if number else ""
        st.caption(i18n.markdown(told or tr("editform.spot.none")))
        fields.text(
            key_of(at, "place", "region"),
            tr("editform.optional", label=tr("editform.spot.region")),
            spot.cells,
            "region",
            tr("editform.spot.region_help"),
        )


def _exactly(key: str) -> None:
    desk().spot.cells["precision"] = str(st.session_state.get(key) or "")


def _numbers(view: View, at: Desk) -> None:
    """The point in numbers, to be read and to be typed."""
    for column, name in zip(st.columns(2), ("longitude", "latitude"), strict=True):
        with column:
            key = key_of(at, "place", name)
            cells = at.spot.cells
            if key not in st.session_state:
                st.session_state[key] = cells.get(name, "")
            st.text_input(
                view.tr(f"editform.label.{name}"),
                key=key,
                max_chars=40,
                help=view.tr(f"editform.help.positions.{name}"),
                on_change=_typed,
                args=(key, name),
            )


def _typed(key: str, name: str) -> None:
    spot = desk().spot
    spot.cells[name] = str(st.session_state.get(key) or "")
    spot.turn += 1


def _drawn(view: View, spot: Spot) -> None:
    kept, files = map.files(view.atlas)
    declare_component(files, path=str(kept.folder))
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
        webmap.AtlasMap(kept, prefix=f"../{__name__}.{files}/", backgrounds=tiles.choices()),
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
    if not (math.isfinite(longitude) and abs(longitude) <= 180 and abs(latitude) <= 90):
        return ()
    return ((longitude, latitude),)


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
