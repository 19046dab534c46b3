"""What the map of a dossier, or of an embed, shows."""

from __future__ import annotations

from typing import Final, Literal

from geo import webmap
from geo.dossier.material import Material

__all__ = ["bounds_of", "scene_of", "theme"]

_MOST_EMPHASISED: Final = 12


def scene_of(material: Material, dark: bool | None) -> webmap.Scene:
    """The scene of a map that shows the same on any later day.

    Parameters
    ----------
    material
        What is told: its as-of day is fixed here.
    dark
        Whether the map is dark on a screen; None for as the reader's system prefers.

    Returns
    -------
    Scene
        Few missions are labelled all, and the lines between their states.
    """
    ids = tuple(material.missions["id"])
    few = (*ids, *material.pair_ids) if len(ids) <= _MOST_EMPHASISED else ()
    return webmap.Scene(
        selection=material.selection.but(as_of=material.as_of.isoformat()),
        emphasis=few,
        theme=theme(dark),
        language=material.voice.language,
        viewpoint=material.viewpoint,
        title=material.title,
        dates=material.days,
    )


def bounds_of(material: Material) -> webmap.Bounds:
    """What the map shows at its opening: all missions, and the whole of few lines between states.

    Parameters
    ----------
    material
        What is told.

    Returns
    -------
    tuple of float
        West, south, east, north in degrees, CRS84; east may exceed 180.
    """
    return webmap.fitting(material.atlas, material.selection) or webmap.OPENING


def theme(dark: bool | None) -> Literal["light", "dark", "auto"]:
    """The colours by name: dark, light, or as the reader's system prefers."""
    if dark is None:
        return "auto"
    return "dark" if dark else "light"
