"""Files of exactly what is shown, made when they are asked for."""

from __future__ import annotations

import re
from functools import partial
from typing import Final

import streamlit as st

from geo import dates
from geo.atlas import Atlas
from geo.selection import Selection
from geo.ui.state import View

__all__ = ["draw", "file_name"]

_FIGURES: Final = {
    "png": ("PNG", "image/png"),
    "svg": ("SVG", "image/svg+xml"),
    "pdf": ("PDF", "application/pdf"),
}
_LONGEST: Final = 80


def file_name(selection: Selection, suffix: str) -> str:
    """A file's name that says what is in it.

    Parameters
    ----------
    selection
        What is shown.
    suffix
        Without the dot.

    Returns
    -------
    str
        Letters, digits and hyphens only: ``embassy-atlas-among-PRK-VEN-2026-11-22.geojson``.
    """
    query = re.sub(r"[^A-Za-z0-9]+", "-", selection.but(as_of=None).to_query()).strip("-")
    day = dates.day_of(selection.as_of) if selection.as_of else dates.today()
    parts = ["embassy-atlas", query[:_LONGEST].strip("-"), day.isoformat()]
    return f"{'-'.join(part for part in parts if part)}.{suffix}"


def _geojson(atlas: Atlas, selection: Selection) -> bytes:
    from geo.exporters import geojson

    return geojson(atlas, selection)


def _figure(atlas: Atlas, selection: Selection, format: str) -> bytes:
    from geo.figure import figure

    return figure(atlas, selection, format=format)


def draw(view: View, disabled: bool) -> None:
    """Draw the download buttons.

    Parameters
    ----------
    view
        What is shown.
    disabled
        True where nothing is shown, so that there is nothing to download.
    """
    with st.container(horizontal=True, key="downloads", vertical_alignment="center"):
        st.caption("Download what is shown", width="content")
        st.download_button(
            "GeoJSON",
            partial(_geojson, view.atlas, view.selection),
            file_name(view.selection, "geojson"),
            "application/geo+json",
            key="download_geojson",
            on_click="ignore",
            disabled=disabled,
            help="Missions, lines and places as shown, with sources: for a GIS or a notebook.",
        )
        for format, (label, mime) in _FIGURES.items():
            st.download_button(
                label,
                partial(_figure, view.atlas, view.selection, format),
                file_name(view.selection, format),
                mime,
                key=f"download_{format}",
                on_click="ignore",
                disabled=disabled,
                help="A figure of what is shown, with dates, legend, scale and sources. "
                "It takes a few seconds.",
            )
