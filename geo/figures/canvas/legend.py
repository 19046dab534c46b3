"""What stands beside a figure: its legend, and a table of names and what is said of each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from geo.figures.canvas.sheet import Frame, Sheet, compound
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


@dataclass(frozen=True, slots=True)
class Key:
    """An entry: what it says, and what draws its mark around a point; None for text alone."""

    text: str
    draw: Drawer | None = None


def mark(**look: Any) -> Drawer:
    """A mark as :meth:`Sheet.marks` draws it."""
    return lambda sheet, x, y: sheet.marks((x, y), **look)


def dashed_mark(**look: Any) -> Drawer:
    """A mark as :meth:`Sheet.doubtful` draws it."""
    return lambda sheet, x, y: sheet.doubtful((x, y), **look)


def stroke(reach: float, **look: Any) -> Drawer:
    """A level line, ``reach`` millimetres to either side."""
    return lambda sheet, x, y: sheet.path(compound([[(x - reach, y), (x + reach, y)]]), **look)


def box(tall: float = 2.4, **look: Any) -> Drawer:
    """A box, so many millimetres high."""
    return lambda sheet, x, y: sheet.path(Frame(x - 2.6, y - tall / 2.0, 5.2, tall).path, **look)


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that belong together, below a heading; a blank heading is left out."""

    heading: str
    keys: Sequence[Key]


@dataclass(frozen=True, slots=True)
class _Column:
    heading: str
    keys: Sequence[Key]
    wide: float


@dataclass
class Legend:
    """A legend laid out between two margins."""

    sheet: Sheet
    groups: Sequence[Group]
    left: float
    right: float
    rows: int
    _bands: list[list[_Column]] = field(init=False)

    def __post_init__(self) -> None:
        columns = [column for group in self.groups for column in self._columns(group)]
        self._bands = []
        used = np.inf
        for column in columns:
            if used + APART + column.wide > self.right - self.left:
                self._bands.append([])
                used = -APART
            self._bands[-1].append(column)
            used += APART + column.wide

    @property
    def height(self) -> float:
        """Millimetres from its top to its bottom."""
        return sum(self._tall(band) for band in self._bands)

    def draw(self, top: float) -> None:
        """Draw it from a height downward, in millimetres."""
        style = self.sheet.style("key")
        bold = style.with_(face="semibold")
        for band in self._bands:
            x, headed = self.left, any(column.heading for column in band)
            for column in band:
                y = top - self._step / 2.0
                room = self.right - x
                if column.heading:
                    self.sheet.text(x, y - BASE, fit(clean(column.heading), bold, room), bold)
                y -= self._step if headed else 0.0
                for key in column.keys:
                    indent = MARK if key.draw else 0.0
                    if key.draw:
                        key.draw(self.sheet, x + MARK / 2.0 - 0.7, y)
                    text = fit(clean(key.text), style, room - indent)
                    self.sheet.text(x + indent, y - BASE, text, style)
                    y -= self._step
                x += column.wide + APART
            top -= self._tall(band)

    @property
    def _step(self) -> float:
        step = BRIEF_STEP if self.sheet.look.size.brief else STEP
        return self.sheet.style("key").line * step

    def _tall(self, band: Sequence[_Column]) -> float:
        rows = max(len(column.keys) for column in band)
        return self._step * (rows + any(column.heading for column in band))

    def _columns(self, group: Group) -> list[_Column]:
        style = self.sheet.style("key")
        bold = style.with_(face="semibold")
        found = []
        for first in range(0, len(group.keys), self.rows):
            keys = group.keys[first : first + self.rows]
            wide = max(width(clean(k.text), style) + (MARK if k.draw else 0.0) for k in keys)
            heading = group.heading if first == 0 else ""
            wide = max(wide, width(clean(heading), bold))
            found.append(_Column(heading, keys, min(wide, self.right - self.left)))
        return found


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
            wrap(clean(row.name), name, self._label - NAME_APART, NAME_LINES),
            wrap(clean(row.value), value, room, row.lines),
        )

    @property
    def height(self) -> float:
        """Millimetres from its top to below its last rule."""
        line = self.sheet.style("value").line
        more = sum(max(map(len, self._lines(row))) - 1 for row in self.rows)
        return (ROW_STEP * len(self.rows) + more) * line

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
            y -= ROW_STEP * value.line
        return y + value.line
