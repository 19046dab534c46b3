"""What stands beside a figure: its legend, and a table of names and what is said of each."""

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

import numpy as np

from geo.figures.canvas.sheet import Frame, Sheet
from geo.figures.canvas.typography import clean, fit, width, wrap

Drawer = Callable[[Sheet, float, float], None]

MARK: Final = 8.5  # Millimetres from the left edge of an entry to its text
APART: Final = 5.0  # Millimetres between columns
BASE: Final = 1.1  # Millimetres from the middle of a mark down to the line on which its text is
STEP: Final = 1.45
BRIEF_STEP: Final = 1.2  # From one row to the next, in lines of the text
NAMES: Final = 0.27  # Of the width of a table, the names' share
ROW_STEP: Final = 1.44  # From one row to the next, in lines of the text
RULE: Final = 0.48  # From the last line of a row down to its rule, in lines of the text
NAME_APART: Final = 3.0
NAME_LINES: Final = 4


class Key(NamedTuple):
    """An entry: what it says, and what draws its mark around a point; None for text alone."""

    text: str
    draw: Drawer | None = None


def mark(**look: Any) -> Drawer:
    """A mark as :meth:`Sheet.marks` draws it."""
    return lambda sheet, x, y: sheet.marks((x, y), **look)


def stroke(reach: float, **look: Any) -> Drawer:
    """A level line, ``reach`` millimetres to either side."""
    return lambda sheet, x, y: sheet.line((x - reach, y), (x + reach, y), **look)


def box(tall: float = 2.4, **look: Any) -> Drawer:
    """A box, so many millimetres high."""
    return lambda sheet, x, y: sheet.path(Frame(x - 2.6, y - tall / 2.0, 5.2, tall).path, **look)


Group = tuple[str, Sequence[Key]]  # A heading, left out where blank, and what belongs below it


class Legend:
    """A legend laid out between two margins, its groups in columns of so many rows."""

    def __init__(
        self, sheet: Sheet, groups: Sequence[Group], left: float, right: float, rows: int
    ) -> None:
        self._sheet, self._left, self._right = sheet, left, right
        style, whole, used = sheet.style("key"), right - left, np.inf
        self._step = style.line * (BRIEF_STEP if sheet.size.brief else STEP)
        self._bands: list[list[tuple[str, Sequence[Key], float]]] = []  # Columns, their widths
        for name, entries in groups:
            for first in range(0, len(entries), rows):
                keys, heading = entries[first : first + rows], "" if first else name
                wide = max(width(clean(k.text), style) + (MARK if k.draw else 0.0) for k in keys)
                headed = width(clean(heading), style.with_(face="semibold"))
                wide = min(max(wide, headed), whole)
                if used + APART + wide > whole:
                    self._bands.append([])
                    used = -APART
                self._bands[-1].append((heading, keys, wide))
                used += APART + wide
        self.height = sum(map(self._tall, self._bands))  # Millimetres

    def draw(self, top: float) -> None:
        """Draw it from a height downward, in millimetres."""
        style = self._sheet.style("key")
        bold = style.with_(face="semibold")
        for band in self._bands:
            x, headed = self._left, any(heading for heading, _, _ in band)
            for heading, keys, wide in band:
                y, room = top - self._step / 2.0, self._right - x
                if heading:
                    self._sheet.text(x, y - BASE, fit(clean(heading), bold, room), bold)
                y -= self._step if headed else 0.0
                for text, draw in keys:
                    indent = MARK if draw else 0.0
                    if draw:
                        draw(self._sheet, x + MARK / 2.0 - 0.7, y)
                    said = fit(clean(text), style, room - indent)
                    self._sheet.text(x + indent, y - BASE, said, style)
                    y -= self._step
                x += wide + APART
            top -= self._tall(band)

    def _tall(self, band: Sequence[tuple[str, Sequence[Key], float]]) -> float:
        rows = max(len(keys) for _, keys, _ in band)
        return self._step * (rows + any(heading for heading, _, _ in band))


class Row(NamedTuple):
    """A row: what it is, what is said of it, and in how many lines at most."""

    name: str
    value: str
    lines: int = 1


class Table(NamedTuple):
    """A table between two margins."""

    sheet: Sheet
    rows: Sequence[Row]
    left: float  # The margins, millimetres
    right: float

    def _lines(self, row: Row) -> tuple[list[str], list[str]]:
        name, value = self.sheet.style("row"), self.sheet.style("value")
        whole = self.right - self.left
        return (
            wrap(clean(row.name), name, whole * NAMES - NAME_APART, NAME_LINES),
            wrap(clean(row.value), value, whole - whole * NAMES, row.lines),
        )

    @property
    def height(self) -> float:
        """Millimetres from its top to below its last rule."""
        more = sum(max(map(len, self._lines(row))) - 1 for row in self.rows)
        return (ROW_STEP * len(self.rows) + more) * self.sheet.style("value").line

    def draw(self, top: float) -> float:
        """Draw it from a height downward; the height below it is returned, millimetres."""
        sheet, line = self.sheet, self.sheet.style("value").line
        indent = self.left + (self.right - self.left) * NAMES
        y = top - line
        for row in self.rows:
            names, said = self._lines(row)
            sheet.lines(self.left, y, names, sheet.style("row"))
            sheet.lines(indent, y, said, sheet.style("value"))
            y -= (max(len(said), len(names)) - 1) * line
            sheet.rule(self.left, self.right, y - RULE * line, colour=sheet.colours.rule)
            y -= ROW_STEP * line
        return y + line
