"""``figure``: a selection drawn for print, a slide or social media."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from geo.cli.options import Language, Viewpoint

if TYPE_CHECKING:
    from geo.cli.options import Shown

BESIDE: Final = ("txt", "csv")
"""Suffixes of the files written beside a figure: its text, its table."""


@dataclass(frozen=True, slots=True)
class Print:
    """How a figure is drawn, as it is given on the command line."""

    size: Annotated[
        str,
        typer.Option("--size", metavar="SIZE", help="Size: column, page, slide, social or poster."),
    ] = "page"
    dark: Annotated[bool, typer.Option("--dark", help="Draw light on dark.")] = False
    language: Language = "en"
    projection: Annotated[
        str,
        typer.Option(
            "--projection",
            metavar="NAME",
            help="Projection: equal-earth, equal-earth-pacific, orthographic or "
            "azimuthal-equal-area. Default: chosen for the area.",
        ),
    ] = ""
    viewpoint: Viewpoint = ""
    count: Annotated[
        str,
        typer.Option(
            "--count",
            metavar="WHICH",
            help="Missions of a state to count: received, sent or both. Default: received.",
        ),
    ] = ""
    template: Annotated[
        str,
        typer.Option(
            "--template",
            metavar="NAME",
            help="Figure to draw: network (of one state), quarter (of one mission), ranking, "
            "timeline or matrix. Default: chosen for the filters.",
        ),
    ] = ""
    dpi: Annotated[int, typer.Option("--dpi", help="Dots per inch of a PNG.")] = 300
    beside: Annotated[
        bool,
        typer.Option(
            "--beside",
            help="Write two more files: OUT.txt, a description for readers who cannot see the "
            "figure, and OUT.csv, its data.",
        ),
    ] = False


def write_figure(
    shown: Shown,
    out: Path,
    captions: Mapping[str, str | None],
    paper: Print,
    as_json: bool,
) -> None:
    """Draw a selection."""
    from geo import figures
    from geo.cli.export_command import opened, target, tell
    from geo.cli.terminal import note, working
    from geo.dataset import write_atomic

    path = target(out, [f".{form}" for form in figures.FORMATS])
    beside = {form: path.with_name(f"{path.name}.{form}") for form in BESIDE if paper.beside}
    for form, other in beside.items():
        target(other, [f".{form}"])
    look = {**asdict(paper), **{name: text for name, text in captions.items() if text is not None}}
    look.pop("beside")
    atlas, selection, count = opened(shown)
    remarks: list[str] = []
    files: dict[Path, bytes] = {}
    with working("Drawing the figure"):
        form = path.suffix.lower().removeprefix(".")
        files[path] = figures.figure(atlas, selection, format=form, remark=remarks.append, **look)
        if beside:
            words = {name: look[name] for name in ("language", "count", "template")}
            text = figures.alt_text(atlas, selection, **words)
            files[beside["txt"]] = f"{text}\n".encode()
            files[beside["csv"]] = figures.table(atlas, selection, **words)
        for file, data in files.items():
            write_atomic(file, data)
    for remark in remarks:
        note(remark)
    also = [str(other) for other in beside.values()]
    tell(atlas, selection, path, files[path], as_json, count, also)
