"""Licences, boundaries and limits: what a dossier says of itself."""

from __future__ import annotations

from importlib import metadata
from typing import Final

from geo.dossier.chapters import Chapter
from geo.dossier.contents import Material
from geo.i18n import escape, link

__all__ = ["imprint", "leaflet_licence"]

_LEAFLET: Final = "django-js-lib-leaflet"


def imprint(material: Material) -> Chapter:
    """The last chapter."""
    tr = material.tr
    before, between, after = tr("dossier.imprint.data", title="\0", licence="\0").split("\0")
    data = f"{escape(before)}{escape(material.dataset_title)}{escape(between)}{_licences(material)}"
    if material.viewpoint:
        who = tr.of_party(material.viewpoint)
        boundaries = tr("map.boundaries.viewpoint", who=who)
    else:
        boundaries = tr("map.boundaries.de_facto")
    sentences = [boundaries]
    sentences += [
        tr(f"dossier.imprint.{key}")
        for key in ("sides", "missing", "value", "map", "software", "closed")
    ]
    items = "".join(f"<li>{escape(text)}</li>" for text in sentences)
    html = f"<ul><li>{data}{escape(after)}</li>{items}</ul>"
    return Chapter("imprint", tr("dossier.chapter.imprint"), html)


def _licences(material: Material) -> str:
    """The licences that the dataset names, each with its address, as HTML."""
    said = []
    for name, title, path in material.licences:
        shown, href = escape(title or name), link(path)
        attributes = f'href="{href}" target="_blank" rel="noopener noreferrer"'
        said.append(f"<a {attributes}>{shown}</a>" if href else shown)
    return ", ".join(said) or escape(material.tr("dossier.imprint.no_licence"))


def leaflet_licence() -> str:
    """The text of Leaflet's licence, which it wants beside its code, as a block of data."""
    files = metadata.distribution(_LEAFLET).files or []
    found = next((file for file in files if file.name == "LICENSE"), None)
    text = found.read_text("utf-8").strip() if found else ""
    return f'<script type="text/plain" id="leaflet-licence">\n{_in_block(text)}\n</script>'


def _in_block(text: str) -> str:
    """A text of a licence as it may stand in a block of data."""
    return text.replace("\r\n", "\n").replace("<", "‹").replace(">", "›")
