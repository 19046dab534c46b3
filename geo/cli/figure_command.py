"""``figure``: a selection drawn for print, a slide or social media."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from geo.cli.options import Picture, Viewpoint, option

if TYPE_CHECKING:
    from geo.cli.options import Shown


@dataclass(frozen=True, slots=True)
class Print(Picture):
    """How a figure is drawn, as it is given on the command line."""

    projection: Annotated[
        str,
        option(
            "--projection",
            "NAME",
            "Projection: equal-earth, equal-earth-pacific, orthographic or "
            "azimuthal-equal-area. Default: chosen for the area.",
        ),
    ] = ""
    viewpoint: Viewpoint = ""
    count: Annotated[
        str,
        option(
            "--count",
            "WHICH",
            "Missions of a state to count: received, sent or both. Default: received.",
        ),
    ] = ""
    template: Annotated[
        str,
        option(
            "--template",
            "NAME",
            "Figure to draw: network (of one state), quarter (of one mission), ranking, "
            "timeline or matrix. Default: chosen for the filters.",
        ),
    ] = ""


def write_figure(shown: Shown, out: Path, paper: Print, as_json: bool) -> None:
    """Draw a selection."""
    from geo import figures
    from geo.cli.export_command import beside, opened, target, tell
    from geo.cli.terminal import note, working
    from geo.dataset import write_atomic

    path = target(out, [f".{form}" for form in figures.FORMATS])
    also = beside(path) if paper.beside else []
    look = asdict(paper)
    look.pop("beside")
    atlas, selection, count = opened(shown)
    remarks: list[str] = []
    files: dict[Path, bytes] = {}
    with working("Drawing the figure"):
        form = path.suffix.lower().removeprefix(".")
        files[path] = figures.figure(atlas, selection, format=form, remark=remarks.append, **look)
        if also:
            words = {name: look[name] for name in ("language", "count", "template")}
            text = figures.alt_text(atlas, selection, **words)
            files[also[0]] = f"{text}\n".encode()
            files[also[1]] = figures.table(atlas, selection, **words)
        for file, data in files.items():
            write_atomic(file, data)
    for remark in remarks:
        note(remark)
    tell(atlas, selection, path, files[path], as_json, count, also)
