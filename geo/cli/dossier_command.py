"""``dossier``: one HTML file, or a map for an article."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from geo.cli.options import Language, Viewpoint, option

if TYPE_CHECKING:
    from geo.cli.options import Shown


@dataclass(frozen=True, slots=True)
class Telling:
    """The options of a dossier, as they are given on the command line."""

    title: Annotated[
        str | None, option("--title", "TEXT", "Title instead of the names of the states.")
    ] = None
    language: Language = "en"
    viewpoint: Viewpoint = ""
    embed: Annotated[
        bool, option("--embed", None, "Write the map only, for an article; print its <iframe>.")
    ] = False


def write_dossier(shown: Shown, out: Path, telling: Telling, as_json: bool) -> None:
    """Write a dossier of a selection."""
    from geo import basemap, dossier, i18n
    from geo.cli.export_command import opened, target, tell
    from geo.cli.terminal import note, show, working
    from geo.dataset import write_atomic

    path = target(out, dossier.SUFFIXES)
    tr, viewpoint = i18n.tr(telling.language), basemap.viewpoint(telling.viewpoint)
    atlas, selection, count = opened(shown)
    told: dict[str, Any] = {
        "title": telling.title,
        "language": tr.language,
        "viewpoint": viewpoint,
    }
    remarks: list[str] = []
    with working("Writing the map" if telling.embed else "Writing the dossier"):
        if telling.embed:
            data = dossier.embed(atlas, selection, **told)
        else:
            data = dossier.dossier(atlas, selection, remark=remarks.append, **told)
        write_atomic(path, data)
    for remark in remarks:
        note(remark)
    line = ""
    if telling.embed:
        title = telling.title or dossier.title(selection, tr.language)
        line = dossier.iframe(path.name, title)
    more = {"iframe": line} if line else {}
    tell(atlas, selection, path, data, as_json, count, more=more)
    if line and not as_json:
        show(line)
