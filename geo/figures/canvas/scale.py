"""The scale of a map: a bar where lengths hold at its middle, a ratio where along the equator."""

from __future__ import annotations

from typing import Final

import numpy as np

from geo.figures.canvas.labels import Box, Labels
from geo.figures.canvas.sheet import Sheet
from geo.figures.canvas.typography import fit, width, wrap
from geo.figures.maps.charts import Azimuthal, Chart, WorldMap
from geo.figures.maps.plan import nice, scale_bar
from geo.i18n import Translator

SHARE: Final = 0.18  # Length of a bar, of the map's width, at most
INSIDE: Final = 2.6  # Millimetres from the corner of a map that fills its frame to its bar
LINES: Final = 2


def room_for_scale(sheet: Sheet, chart: Chart, *, below: bool) -> float:
    """Millimetres that the scale takes below a map."""
    small = sheet.style("small").line
    if chart.boxed or not below:
        return 0.0
    return small * (LINES if isinstance(chart, WorldMap) and not sheet.look.size.brief else 1) + 1.5


def draw_scale(
    sheet: Sheet, chart: Chart, tr: Translator, labels: Labels | None = None, *, below: bool
) -> None:
    """State the scale below a map, or in a corner of it that is empty."""
    if isinstance(chart, Azimuthal):
        box = _bar(sheet, chart, tr, below=below)
        if labels is not None:
            labels.block(box)
    elif isinstance(chart, WorldMap):
        _ratio(sheet, chart, tr, below=below)


def _bar(sheet: Sheet, chart: Azimuthal, tr: Translator, *, below: bool) -> Box:
    """Draw a bar; the box that it takes is returned."""
    small, low = sheet.style("small"), chart.frame.y
    length = nice(chart.frame.width * SHARE / chart.scale)
    bar, said = length * chart.scale, f"{tr.number(length)} km"
    whole = tr("figure.scale.bar", length=said)
    if chart.boxed or below:
        x = chart.frame.x + INSIDE if chart.boxed else sheet.look.size.left + 0.3
        y = low + INSIDE if chart.boxed else low - small.line
        scale_bar(sheet, x, y, bar, whole)
        return x - 1.0, y - 1.0, x + bar + width(whole, small) + 3.0, y + small.line
    x, y = sheet.look.size.left + 0.3, low + 1.2 * small.line
    scale_bar(sheet, x, y, bar, said)
    middle = tr("figure.scale.middle")
    sheet.text(x, y - small.line, middle, small)
    wide = max(bar + width(said, small) + 3.0, width(middle, small))
    return x - 1.0, low, x + wide, y + small.line


def _ratio(sheet: Sheet, chart: WorldMap, tr: Translator, *, below: bool) -> None:
    """Say how many times smaller than the equator the map's is."""
    size, small, low = sheet.look.size, sheet.style("small"), chart.frame.y
    step = 10.0 ** (np.floor(np.log10(chart.reduction)) - 2.0)
    ratio = tr.number(round(chart.reduction / step) * step)
    across = tr.number(size.width)
    lines = [
        tr("figure.scale.about", scale=ratio),
        tr("figure.scale.where", width=across),
        tr("figure.scale.areas"),
    ]
    if size.brief:
        said = tr("figure.scale.brief", scale=ratio, width=across)
        sheet.text(size.left, low - small.line, fit(said, small, size.right - size.left), small)
    elif below:
        room = max(chart.frame.width, (size.right - size.left) / 2.0)
        for number, line in enumerate(wrap(" ".join(lines), small, room, LINES), start=1):
            sheet.text(size.left, low - small.line * number, line, small)
    else:
        for number, line in enumerate(lines):
            sheet.text(size.left, low + small.line * (2.2 - number), line, small)
