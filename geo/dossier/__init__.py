"""One HTML file with everything about a selection, and the map alone for a frame; no network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from geo.errors import InvalidSelection, quoted

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.selection import Selection

__all__ = ["SUFFIXES", "dossier", "embed", "iframe", "save", "title"]

SUFFIXES: Final = (".html", ".htm")
"""Endings that a dossier's name may have."""


def dossier(
    atlas: Atlas,
    selection: Selection,
    *,
    title: str | None = None,
    language: str = "en",
    viewpoint: str = "",
    dark: bool | None = None,
    remark: Callable[[str], None] | None = None,
) -> bytes:
    """A dossier of what a selection shows."""
    from geo.dossier.contents import gathered
    from geo.dossier.document import document

    material = gathered(atlas, selection, title=title, language=language, viewpoint=viewpoint)
    return document(material, dark=dark, remark=remark)


def embed(
    atlas: Atlas,
    selection: Selection,
    *,
    title: str | None = None,
    language: str = "en",
    viewpoint: str = "",
    dark: bool | None = None,
) -> bytes:
    """The map of a selection with title, days and credit, for a frame from 320 pixels on."""
    from geo.dossier.contents import gathered
    from geo.dossier.document import embedding

    material = gathered(
        atlas, selection, title=title, language=language, viewpoint=viewpoint, cards_too=False
    )
    return embedding(material, dark=dark)


def title(selection: Selection, language: str = "en") -> str:
    """The title of a dossier that is given none: it names the states of the selection."""
    from geo.dossier.contents import titled
    from geo.i18n import tr

    return titled(selection, tr(language))


def iframe(name: str, title: str) -> str:
    """The line that puts an embed into an article."""
    from geo.render import render

    src = quote(name, safe="/:?#[]@!$&()*+,;=%~")
    return str(render("dossier/iframe", src=src, title=title))


def save(
    atlas: Atlas, selection: Selection, path: str | Path, *, embedded: bool = False, **options: Any
) -> int:
    """Write a dossier, or the map for an article."""
    from geo.dataset import write_atomic

    target = Path(path)
    if target.suffix.lower() not in SUFFIXES:
        raise InvalidSelection(
            f"a dossier cannot be written to {quoted(target.name)}. "
            f"Let the name end in {' or '.join(SUFFIXES)}."
        )
    data = (embed if embedded else dossier)(atlas, selection, **options)
    write_atomic(target, data)
    return len(data)
