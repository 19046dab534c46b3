"""The map of a selection for an article: a small page that fills the frame it is put into."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from geo.dossier.contents import gathered
from geo.dossier.notices import leaflet_licence
from geo.dossier.scene import bounds_of, scene_of, theme
from geo.i18n import escape
from geo.webmap import inlined, sealed

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.selection import Selection

__all__ = ["embedding"]

_LONGEST = 300


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
    told = escape(material.days)
    body = [
        f"<header><h1>{escape(material.title, _LONGEST)}</h1><p>{told}</p></header>",
        f'<main class="map">{drawn.markup}</main>',
        leaflet_licence(),
    ]
    return sealed(
        title=material.title,
        description=material.days,
        language=tr.language,
        body="\n".join(body),
        styles=(*drawn.styles, (static / "embed.css").read_text("utf-8")),
        scripts=drawn.scripts,
        attributes=f'class="atlas-inline" data-colours="{theme(dark)}"',
    )
