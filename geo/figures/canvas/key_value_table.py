"""A table of names and what is said of each, in lines below one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from geo.figures.canvas.sheet import Sheet
from geo.figures.canvas.typography import clean, wrap

NAMES: Final = 0.27  # Of the width of a table, the names' share
STEP: Final = 1.44  # From one row to the next, in lines of the text
RULE: Final = 0.48  # From the last line of a row down to its rule, in lines of the text
APART: Final = 3.0
NAME_LINES: Final = 4


@dataclass(frozen=True, slots=True)
class Row:
    """A row: what it is, what is said of it, and in how many lines at most."""

    name: str
    value: str
    lines: int = 1


@dataclass(frozen=True)
class Table:
    """A table between two margins."""

    sheet: Sheet
    rows: Sequence[Row]
    left: float  # The margins, millimetres
    right: float

    @property
    def _label(self) -> float:
        return (self.right - self.left) * NAMES

    def _lines(self, row: Row) -> tuple[list[str], list[str]]:
        name, value = self.sheet.style("row"), self.sheet.style("value")
        room = self.right - self.left - self._label
        return (
            wrap(clean(row.name), name, self._label - APART, NAME_LINES),
            wrap(clean(row.value), value, room, row.lines),
        )

    @property
    def height(self) -> float:
        """Millimetres from its top to below its last rule."""
        line = self.sheet.style("value").line
        more = sum(max(map(len, self._lines(row))) - 1 for row in self.rows)
        return (STEP * len(self.rows) + more) * line

    def draw(self, top: float) -> float:
        """Draw it from a height downward; the height below it is returned, millimetres."""
        sheet, name, value = self.sheet, self.sheet.style("row"), self.sheet.style("value")
        y = top - value.line
        for row in self.rows:
            names, said = self._lines(row)
            for number, line in enumerate(names):
                sheet.text(self.left, y - number * name.line, line, name)
            for number, line in enumerate(said):
                sheet.text(self.left + self._label, y - number * value.line, line, value)
            y -= (max(len(said), len(names)) - 1) * value.line
            rule = sheet.look.palette.rule
            sheet.rule(self.left, self.right, y - RULE * value.line, colour=rule)
            y -= STEP * value.line
        return y + value.line
