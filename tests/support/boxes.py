"""Where the texts of a figure stand."""

from __future__ import annotations

import pytest

from geo.figures.canvas.sheet import Sheet
from geo.figures.canvas.typography import MM_PER_POINT, Style, clean, width

Box = tuple[float, float, float, float]


@pytest.fixture
def boxes(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Box, Sheet]]:
    """Every line that is written on a sheet, with the box that its letters take."""
    found: list[tuple[str, Box, Sheet]] = []
    text = Sheet.text

    def noted(
        self: Sheet,
        x: float,
        y: float,
        line: str,
        style: Style,
        *,
        align: str = "left",
    ) -> None:
        said = clean(line)
        if said:
            wide, em = width(said, style), style.size * MM_PER_POINT
            left = x - wide * {"left": 0.0, "center": 0.5, "right": 1.0}[align]
            found.append((said, (left, y - 0.18 * em, left + wide, y + 0.62 * em), self))
        text(self, x, y, line, style, align=align)

    monkeypatch.setattr(Sheet, "text", noted)
    return found


def _shared(one: Box, other: Box) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    tall = min(one[3], other[3]) - max(one[1], other[1])
    return wide * tall if wide > 0.0 and tall > 0.0 else 0.0
