"""The map of a selection for an article: a small page that fills the frame it is put into."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from geo.dossier.contents import gathered
from geo.dossier.scene import bounds_of, scene_of, theme
from geo.render.engine import render
from geo.webmap.asset_files import leaflet_licence
from geo.webmap.inline import inlined
from geo.webmap.self_contained import sealed

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.selection import Selection

__all__ = ["embedding"]


def embedding(
    atlas: Atlas,
    selection: Selection,
    *,
    title: str | None,
    language: str,
    viewpoint: str,
    dark: bool | None,
) -> bytes:
    """The page."""
    material = gathered(
        atlas, selection, title=title, language=language, viewpoint=viewpoint, cards_too=False
    )
    tr = material.tr
    drawn = inlined(
        atlas,
        scene_of(material, dark),
        bounds=bounds_of(material),
        plain=tr("dossier.embed.plain"),
        old=tr("dossier.embed.old"),
    )
    static = resources.files("geo.dossier") / "static"
    return sealed(
        title=material.title,
        description=material.days,
        language=tr.language,
        body=render(
            "dossier/embed", material=material, markup=drawn.markup, licence=leaflet_licence()
        ),
        styles=(*drawn.styles, (static / "embed.css").read_text("utf-8")),
        scripts=drawn.scripts,
        attributes={"class": "atlas-inline", "data-colours": theme(dark)},
    )
