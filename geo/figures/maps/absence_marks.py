"""Absences on a map: an arch for covered, a barred ring for none, a small ring for unknown."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geo import parties
from geo.atlas.absence import COVERED, KNOWN, UNKNOWN, Mark
from geo.figures.canvas.legend import Key
from geo.figures.canvas.sheet import Sheet, compound
from geo.figures.maps.charts import Chart
from geo.i18n import Translator
from geo.vocabulary import Answer

Floats = NDArray[np.float64]

MM: Final = 25.4 / 72.0  # Millimetres of a point
LEAST: Final = 0.62  # Radius of the smallest sign, millimetres
KEY: Final = 1.25  # Radius of a sign in the legend, millimetres
DASHES: Final = (1.6, 1.3)
STEP: Final = 2.7  # Of signs beside each other, in radii
_HALF: Final = np.linspace(0.0, np.pi, 25)
_ROUND: Final = np.linspace(0.0, 2.0 * np.pi, 37)


def draw_absences(
    sheet: Sheet, chart: Chart, marks: Sequence[Mark], missions: Floats, size: float
) -> None:
    """Draw marks at the seats of states, below a mission that is at the same place."""
    seats: dict[str, dict[tuple[str, bool], None]] = {}
    for one in marks:
        face, sure = one.absence.face, one.absence.certainty != Answer.POSSIBLE
        seats.setdefault(one.at, {})[face, sure] = None
    if not seats:
        return
    seated = [parties.party_by_code(code) for code in seats]
    points = chart.points(np.array([(one.seat_lon, one.seat_lat) for one in seated]))
    radius = max(LEAST, 0.5 * size * MM)
    for point, signs in zip(points, seats.values(), strict=True):
        if not np.isfinite(point[0]):
            continue
        known = [sign for sign in signs if sign[0] != UNKNOWN] or list(signs)
        near = np.hypot(*(missions - point).T) < 2.2 * radius if len(missions) else np.zeros(1)
        low = point[1] - (2.4 * radius if near.any() else 0.0)
        left = point[0] - (len(known) - 1) * STEP * radius / 2.0
        for number, (face, sure) in enumerate(known):
            at = (float(left + number * STEP * radius), float(low))
            _sign(sheet, face, sure, at, radius, chart.clip)


def _sign(
    sheet: Sheet, face: str, sure: bool, at: tuple[float, float], radius: float, clip: Any = None
) -> None:
    colours = sheet.look.palette
    x, y = at
    if face == COVERED:
        turn, r, colour = _HALF, radius, colours.coverage
        y -= 0.35 * radius
    elif face == KNOWN:
        turn, r, colour = _ROUND, 0.72 * radius, colours.ink
    else:
        turn, r, colour = _ROUND, 0.45 * radius, colours.muted
    pieces = [np.stack([x + r * np.cos(turn), y + r * np.sin(turn)], axis=-1)]
    if face == KNOWN:
        pieces.append(np.array([(x - 1.35 * radius, y), (x + 1.35 * radius, y)]))
    path = compound(pieces)
    width = 0.5 if face == UNKNOWN else max(0.8, 1.1 * radius)
    if face != UNKNOWN:
        sheet.path(path, edge=colours.paper, width=width + 1.0, clip=clip)
    sheet.path(path, edge=colour, width=width, dashes=None if sure else DASHES, clip=clip)


def absence_keys(marks: Sequence[Mark], tr: Translator) -> list[Key]:
    """Entries of the legend for the faces that are marked, each with how many there are."""
    counts = Counter(one.absence.face for one in marks)
    perhaps = sum(one.absence.certainty == Answer.POSSIBLE for one in marks)

    def key(what: str, number: int, face: str) -> Key:
        said = tr(f"absence.figure.{what}", number=number)
        return Key(said, lambda sheet, x, y: _sign(sheet, face, what != "perhaps", (x, y), KEY))

    keys = [key(face, counts[face], face) for face in (COVERED, KNOWN) if counts[face]]
    if perhaps:
        keys.append(key("perhaps", perhaps, COVERED))
    if counts[UNKNOWN]:
        keys.append(key(UNKNOWN, counts[UNKNOWN], UNKNOWN))
    return keys
