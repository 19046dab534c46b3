"""What the map of a dossier, or of an embed, shows."""

from __future__ import annotations

from typing import Final, Literal

from geo import webmap
from geo.dossier.contents import Material

__all__ = ["bounds_of", "scene_of", "theme"]

_MOST_EMPHASISED: Final = 12


def scene_of(material: Material, dark: bool | None) -> webmap.Scene:
    """The scene of a map that shows the same on any later day."""
    ids = tuple(material.missions["id"])
    few = (*ids, *material.pair_ids) if len(ids) <= _MOST_EMPHASISED else ()
    return webmap.Scene(
        selection=material.selection.but(as_of=material.as_of.isoformat()),
        emphasis=few,
        theme=theme(dark),
        language=material.tr.language,
        viewpoint=material.viewpoint,
        title=material.title,
        dates=material.days,
    )


def bounds_of(material: Material) -> webmap.Bounds:
    """What the map shows when it opens: all missions, and the lines between few states."""
    return (
        webmap.fitting(material.atlas, material.selection)
        or material.atlas.dataset.presentation.view
    )


def theme(dark: bool | None) -> Literal["light", "dark", "auto"]:
    """The colours by name: dark, light, or as the reader's system prefers."""
    if dark is None:
        return "auto"
    return "dark" if dark else "light"
