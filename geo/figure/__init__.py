"""Figures for print: what a selection shows, as PNG, SVG or PDF, the same bytes each time.

Two states with missions in each other make the pair figure: both embassies, the great
circle between them, and the quarters that they stand in. Everything else is drawn on the
world in Equal Earth. matplotlib is loaded when a figure is drawn, not before.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from geo.errors import EmptySelection, InvalidSelection, quoted

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.selection import Selection

__all__ = ["FORMATS", "figure", "save"]

FORMATS: Final = ("png", "svg", "pdf")
DPI: Final = (36, 1_200)


def figure(
    atlas: Atlas,
    selection: Selection,
    *,
    title: str | None = None,
    note: str | None = None,
    credit: str | None = None,
    format: str = "png",
    dpi: int = 300,
) -> bytes:
    """A figure of what a selection shows.

    Parameters
    ----------
    atlas
        The atlas.
    selection
        What is shown. ``among`` two states that have missions in each other gives the
        pair figure, everything else the world.
    title
        Title; None for one that says what is shown. Up to two lines.
    note
        A remark beside the table or the legend, in several lines if need be.
    credit
        Who makes the figure; stands below it, in up to three lines.
    format
        ``"png"``, ``"svg"`` or ``"pdf"``; A4 across.
    dpi
        Dots an inch of a PNG, 36 to 1,200.

    Returns
    -------
    bytes
        The file. The same atlas, selection, day and options give the same bytes; the
        day counts where the selection names none.

    Raises
    ------
    EmptySelection
        If the selection shows no mission.
    InvalidSelection
        If there is no such format, or no such resolution.
    """
    return _drawn(atlas, selection, (title, note, credit), format, dpi)[0]


def _drawn(
    atlas: Atlas,
    selection: Selection,
    given: tuple[str | None, str | None, str | None],
    format: str,
    dpi: int,
) -> tuple[bytes, tuple[str, ...]]:
    if format not in FORMATS:
        raise InvalidSelection(
            f"a figure cannot be {quoted(format)}. Choose one of {', '.join(FORMATS)}."
        )
    if not DPI[0] <= dpi <= DPI[1]:
        raise InvalidSelection(
            f"a figure cannot have {quoted(dpi)} dots an inch. Choose {DPI[0]} to {DPI[1]}."
        )
    missions = atlas.missions(selection)
    if not len(missions):
        from geo import words

        left_out = words.hidden(atlas.hidden(selection).statuses)
        raise EmptySelection(
            f"the selection shows no mission to draw ({left_out}). "
            "Widen it, or ask for other statuses or days."
        )
    from geo.figure.drawing import drawn

    return drawn(atlas, selection, missions, given, format, dpi)


def save(
    atlas: Atlas,
    selection: Selection,
    path: str | Path,
    *,
    title: str | None = None,
    note: str | None = None,
    credit: str | None = None,
    dpi: int = 300,
) -> tuple[str, ...]:
    """Write a figure of what a selection shows, in the format that the file's name says.

    Parameters
    ----------
    atlas, selection, title, note, credit, dpi
        As for `figure`.
    path
        A file ending in .png, .svg or .pdf. It is replaced whole, or not at all.

    Returns
    -------
    tuple of str
        Remarks for the one who made it, each a sentence: what of the title, note or
        credit was cut, and which letters no font has. Empty where all is shown.

    Raises
    ------
    EmptySelection
        If the selection shows no mission.
    InvalidSelection
        If the name ends otherwise.
    WriteFailed
        If the file could not be written; what stood there before still stands.
    """
    from geo.pack import write_atomic

    target = Path(path)
    form = target.suffix.lower().removeprefix(".")
    if form not in FORMATS:
        raise InvalidSelection(
            f"a figure cannot be written to {quoted(target.name)}. "
            f"Let the name end in {', '.join('.' + name for name in FORMATS)}."
        )
    data, remarks = _drawn(atlas, selection, (title, note, credit), form, dpi)
    write_atomic(target, data)
    return remarks
