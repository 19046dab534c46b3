"""``figure``: what is shown, drawn for print, a slide or a card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from geo.cli.options import Language, Viewpoint

if TYPE_CHECKING:
    from geo.cli.options import Shown

__all__ = ["Print", "write_figure"]


@dataclass(frozen=True, slots=True)
class Print:
    """How a figure is drawn, as it is given on the command line."""

    size: Annotated[
        str,
        typer.Option("--size", metavar="SIZE", help="column, page, slide or social."),
    ] = "page"
    dark: Annotated[bool, typer.Option("--dark", help="Light on dark.")] = False
    language: Language = "en"
    projection: Annotated[
        str,
        typer.Option(
            "--projection",
            metavar="NAME",
            help="equal-earth, equal-earth-pacific, orthographic or azimuthal-equal-area, "
            "instead of the one that suits.",
        ),
    ] = ""
    viewpoint: Viewpoint = ""
    dpi: Annotated[int, typer.Option("--dpi", help="Dots an inch of a PNG.")] = 300
    beside: Annotated[
        bool,
        typer.Option(
            "--beside",
            help="Also write OUT.txt, what it shows for those who do not see it, and OUT.csv, "
            "what it draws, each after the figure's whole name.",
        ),
    ] = False


def write_figure(
    shown: Shown,
    out: Path,
    captions: Mapping[str, str | None],
    paper: Print,
    as_json: bool,
) -> None:
    """Draw what is shown.

    Parameters
    ----------
    shown
        What is shown.
    out
        The file; its suffix says the format.
    captions
        title, note and credit, None for the usual.
    paper
        How it is drawn.
    as_json
        Say what was written as JSON instead of a sentence.

    Raises
    ------
    EmptySelection
        Nothing is shown; no file is written.
    InvalidSelection
        An option cannot be.
    WriteFailed
        The suffix is not known, or the file could not be written; what stood there still stands.
    """
    from geo import figure
    from geo.cli.files import opened, target, tell
    from geo.cli.terminal import note, working
    from geo.pack import write_atomic

    path = target(out, [f".{form}" for form in figure.FORMATS])
    look = asdict(paper)
    beside = look.pop("beside")
    atlas, selection, count = opened(shown)
    with working("Drawing the figure"):
        given: dict[str, Any] = {name: text for name, text in captions.items() if text is not None}
        remarks = figure.save(atlas, selection, path, **given, **look)
        if beside:
            language = paper.language
            text = figure.alt_text(atlas, selection, language=language)
            write_atomic(_beside(path, "txt"), f"{text}\n".encode())
            write_atomic(_beside(path, "csv"), figure.table(atlas, selection, language=language))
    for remark in remarks:
        note(remark)
    if beside and not as_json:
        note(f"Beside it: {_beside(path, 'txt').name} and {_beside(path, 'csv').name}.")
    tell(atlas, selection, path, path.read_bytes(), as_json, count)


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(f"{path.name}.{suffix}")
