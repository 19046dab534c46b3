"""The map of a dossier, or of an embed."""

from __future__ import annotations

from typing import Final, Literal

from geo import webmap
from geo.dossier.contents import Material
from geo.webmap import SelfContained, inlined

_MOST_EMPHASISED: Final = 12


def drawn(material: Material, dark: bool | None, page: str) -> SelfContained:
    """A map that shows the same on any later day; ``page`` has its messages in the catalogue."""
    tr = material.tr
    ids = tuple(material.missions["id"])
    few = (*ids, *material.pair_ids) if len(ids) <= _MOST_EMPHASISED else ()
    scene = webmap.Scene(
        selection=material.selection.but(as_of=material.as_of.isoformat()),
        emphasis=few,
        theme=theme(dark),
        language=tr.language,
        viewpoint=material.viewpoint,
        title=material.title,
        dates=material.days,
    )
    bounds = webmap.fitting(material.atlas, material.selection)
    return inlined(
        material.atlas,
        scene,
        bounds=bounds or material.atlas.dataset.presentation.view or webmap.WORLD,
        plain=tr(f"dossier.{page}.plain"),
        old=tr(f"dossier.{page}.old"),
    )


def theme(dark: bool | None) -> Literal["light", "dark", "auto"]:
    """The colours by name: dark, light, or as the reader's system prefers."""
    if dark is None:
        return "auto"
    return "dark" if dark else "light"
