"""Where labels are placed: beside their marks, never on one another, the most important first."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike

from geo.figures.canvas.sheet import Sheet
from geo.figures.canvas.typography import MM_PER_POINT, Style, clean, fit, width

Box = tuple[float, float, float, float]

ASCENT: Final = 0.70
DESCENT: Final = 0.30  # Of the letters above and below their line, in sizes of the font
FARTHER: Final = 1.4  # Weight of each step away from the mark,
LATER: Final = 0.12  # of each later side in the order,
ALTERED: Final = 0.3  # of each alternative setting of the lines,
SOFT: Final = 4.0  # and of each square millimetre that covers a soft line
OUTSIDE: Final = 10_000.0  # Weight of a millimetre outside the frame where a label must be written
CUT: Final = 60.0  # What a text that does not fit its room weighs
CROSSING: Final = 3.0  # What each point of a leader that crosses something weighs
LEADER_FROM: Final = 2  # From this distance on a leader joins a label and its mark
STRAY: Final = 1_000.0
SAME: Final = 0.1  # Millimetres within which two marks are one
_SIDES: Final = (
    *((1.0, -0.35, "left"), (-1.0, -0.35, "right"), (0.0, 1.0, "center"), (0.0, -1.0, "center")),
    *((0.8, 0.75, "left"), (-0.8, 0.75, "right"), (0.8, -0.75, "left"), (-0.8, -0.75, "right")),
)


@dataclass
class Labels:
    """The labels of one frame of a sheet."""

    sheet: Sheet
    frame: Box  # Left, bottom, right, top, in millimetres: no label leaves it
    _taken: list[Box] = field(default_factory=list)
    _soft: list[Box] = field(default_factory=list)
    _marks: list[tuple[float, float]] = field(default_factory=list)

    def block(self, box: Box) -> None:
        """Keep a box free of labels."""
        self._taken.append(box)

    def block_marks(self, points: ArrayLike, size: float) -> None:
        """Keep marks free: shape (n, 2) in millimetres, ``size`` in points across."""
        half = size * MM_PER_POINT / 2.0
        for x, y in np.asarray(points, dtype=float).reshape(-1, 2).tolist():
            self.block((x - half, y - half, x + half, y + half))
            self._marks.append((x, y))

    def block_line(self, line: ArrayLike, half: float = 0.5, *, soft: bool = False) -> None:
        """Keep a line of (n, 2) mm free; a soft one may be covered where a label needs it."""
        taken, apart = (self._soft, min(1.2, 2.0 * half)) if soft else (self._taken, 1.2)
        for start, end in pairwise(np.asarray(line, dtype=float)):
            steps = max(2, int(np.ceil(float(np.hypot(*(end - start))) / apart)) + 1)
            for x, y in (start + np.linspace(0.0, 1.0, steps)[:, None] * (end - start)).tolist():
                taken.append((x - half, y - half, x + half, y + half))

    def covers(self, at: ArrayLike) -> bool:
        """Whether a point, shape (2,) in millimetres, lies in a box that is kept free."""
        point = np.asarray(at, dtype=float).tolist()
        return any(_holds(box, point) for box in self._taken)

    def place(
        self,
        at: ArrayLike,
        lines: str | Sequence[str],
        style: Style,
        *,
        settings: Sequence[Sequence[str]] = (),
        under: Style | None = None,
        gap: float = 1.4,
        reach: int = 2,
        must: bool = False,
        own: bool = False,
        leader: str | None = None,
        room: float = 60.0,
        sides: Sequence[int] = range(len(_SIDES)),
    ) -> None:
        """Write a label beside a mark, where there is room."""
        x, y = np.asarray(at, dtype=float).tolist()
        choices = []  # Weight, box, alignment, rows, whether it has a leader
        for number, given in enumerate(([lines] if isinstance(lines, str) else lines, *settings)):
            rows = [
                (fit(clean(row), how, room), how)
                for at_, row in enumerate(given)
                for how in [(at_ and under) or style]
                if clean(row)
            ]
            if not rows:
                return
            cut = CUT if any(row.endswith("…") for row, _ in rows) else 0.0
            wide = max(width(row, how) for row, how in rows)
            tall = sum(how.line for _, how in rows[1:])
            tall += (ASCENT + DESCENT) * rows[0][1].size * MM_PER_POINT
            for step in range(reach):
                line = leader is not None and step >= LEADER_FROM
                for later, side in enumerate(sides):
                    box = _beside(x, y, wide, tall, gap * 1.7**step, side)
                    weight = FARTHER * step + LATER * later + ALTERED * number
                    weight += SOFT * self._covered(box) + cut
                    if line:
                        weight += CROSSING * self._crossed((x, y), box)
                    elif own and self._strays((x, y), box):
                        weight += STRAY
                    choices.append((weight, box, _SIDES[side][2], rows, line))
        free = [one for one in choices if one[0] < STRAY and self._free(one[1])]
        if not (free or must):
            return
        _, box, align, rows, line = min(free or choices, key=itemgetter(0) if free else self._worth)
        if leader and line:
            self.sheet.line((x, y), _nearest((x, y), box), edge=leader, width=0.45)
        self.block(box)
        anchor = {"left": box[0], "right": box[2], "center": (box[0] + box[2]) / 2.0}[align]
        base = box[3] - ASCENT * rows[0][1].size * MM_PER_POINT
        for number, (row, how) in enumerate(rows):
            base -= how.line if number else 0.0
            self.sheet.text(anchor, base, row, how, align=align)

    def _strays(self, at: tuple[float, float], box: Box) -> bool:
        """Whether another mark is nearer to a label than its own."""
        others = [m for m in self._marks if abs(m[0] - at[0]) + abs(m[1] - at[1]) > SAME]
        away = math.dist(at, _nearest(at, box))
        return any(math.dist(mark, _nearest(mark, box)) < away for mark in others)

    def _crossed(self, at: tuple[float, float], box: Box) -> int:
        """How many points of a leader lie on what is kept free, its own mark left out."""
        points = np.linspace(at, _nearest(at, box), 25)[1:].tolist()
        foreign = [taken for taken in self._taken if not _holds(taken, at)]
        return sum(any(_holds(taken, point) for taken in foreign) for point in points)

    def _covered(self, box: Box) -> float:
        if not self._soft:
            return 0.0
        soft = np.asarray(self._soft)
        wide = np.minimum(box[2], soft[:, 2]) - np.maximum(box[0], soft[:, 0])
        tall = np.minimum(box[3], soft[:, 3]) - np.maximum(box[1], soft[:, 1])
        return float((np.maximum(wide, 0.0) * np.maximum(tall, 0.0)).sum())

    def _free(self, box: Box) -> bool:
        left, bottom, right, top = self.frame
        inside = left <= box[0] and bottom <= box[1] and box[2] <= right and box[3] <= top
        return inside and not any(_overlap(box, other) for other in self._taken)

    def _worth(self, choice: Any) -> float:
        """The penalty of a choice that covers something or leaves the frame."""
        weight, box = choice[:2]
        left, bottom, right, top = self.frame
        outside = max(left - box[0], 0) + max(bottom - box[1], 0)
        outside += max(box[2] - right, 0) + max(box[3] - top, 0)
        covered = sum(_overlap(box, other) for other in self._taken)
        return float(covered + OUTSIDE * outside + weight % STRAY + 20.0 * (weight > STRAY))


def _beside(x: float, y: float, wide: float, tall: float, gap: float, side: int) -> Box:
    across, up, align = _SIDES[side]
    left = x - wide / 2.0
    if align != "center":
        left = x + across * gap - (wide if align == "right" else 0.0)
    bottom = y - tall / 2.0
    if abs(up) >= 0.5:
        bottom = y + up * gap - (0.0 if up > 0 else tall)
    return left, bottom, left + wide, bottom + tall


def _holds(box: Box, at: Sequence[float]) -> bool:
    return box[0] <= at[0] <= box[2] and box[1] <= at[1] <= box[3]


def _nearest(at: tuple[float, float], box: Box) -> tuple[float, float]:
    return min(max(at[0], box[0]), box[2]), min(max(at[1], box[1]), box[3])


def _overlap(one: Box, other: Box) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    tall = min(one[3], other[3]) - max(one[1], other[1])
    return wide * tall if wide > 0.0 and tall > 0.0 else 0.0
