"""``dossier``: what is shown, as one file to hand in, or as a map for an article."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.cli.options import Language, Viewpoint

if TYPE_CHECKING:
    from geo.cli.options import Shown

__all__ = ["Telling", "write_dossier"]


@dataclass(frozen=True, slots=True)
class Telling:
    """How a dossier tells what is shown, as it is given on the command line."""

    title: Annotated[
        str | None,
        typer.Option("--title", metavar="TEXT", help="Title instead of the names of the states."),
    ] = None
    language: Language = "en"
    viewpoint: Viewpoint = ""
    embed: Annotated[
        bool,
        typer.Option("--embed", help="Only the map, for an article; prints the line to copy."),
    ] = False


def write_dossier(shown: Shown, out: Path, telling: Telling, as_json: bool) -> None:
    """Write a dossier of what is shown.

    Parameters
    ----------
    shown
        What is shown.
    out
        The file, HTML.
    telling
        How it is told.
    as_json
        Say what was written as JSON instead of a sentence.

    Raises
    ------
    EmptySelection
        Nothing is shown; no file is written.
    InvalidSelection
        Too much is shown, or an option cannot be.
    WriteFailed
        The file could not be written; what stood there still stands.
    """
    from geo import basemap, dossier, words
    from geo.cli.files import opened, target, tell
    from geo.cli.missions import summary
    from geo.cli.terminal import printable, show_json, working
    from geo.pack import write_atomic

    path = target(out, dossier.SUFFIXES)
    voice, viewpoint = words.voice(telling.language), basemap.viewpoint(telling.viewpoint)
    atlas, selection, count = opened(shown)
    make = dossier.embed if telling.embed else dossier.dossier
    with working("Writing the map" if telling.embed else "Writing the dossier"):
        data = make(
            atlas,
            selection,
            title=telling.title,
            language=voice.language,
            viewpoint=viewpoint,
        )
        write_atomic(path, data)
    line = ""
    if telling.embed:
        title = telling.title or dossier.title(selection, voice.language)
        line = dossier.iframe(path.name, title)
    if as_json:
        written = {
            "file": str(path),
            "bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
            **({"iframe": line} if line else {}),
        }
        show_json({**written, **summary(atlas, selection, count)})
        return
    tell(atlas, selection, path, data, as_json, count)
    if line:
        print(printable(line))
