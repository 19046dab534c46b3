"""The world figure: many missions in Equal Earth, by kind and status, with their lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from geo import words
from geo.figure.city import FEW, draw_city, draw_marks, fanned, gathered
from geo.figure.globe import Ground, WorldMap
from geo.figure.imprint import Imprint, paragraph
from geo.figure.labels import Labels
from geo.figure.plan import Frame, River
from geo.figure.sheet import Sheet, compound
from geo.figure.style import GROUP_MARKS, INK, MUTED, ROUTE, STATUS_FILLS, TEXT, pale
from geo.figure.typography import clean, fit
from geo.vocabulary import KINDS, STATUSES, Answer

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["HEIGHT", "WIDTH", "Shown", "alt_text", "default_title", "draw_world"]

Floats = NDArray[np.float64]

WIDTH: Final = 297.0
HEIGHT: Final = 210.0
LEFT: Final = 12.0
RIGHT: Final = WIDTH - 12.0

MAP_TOP: Final = 183.3
MAP_WIDTH: Final = 254.0
MAP_BESIDE: Final = 172.0
"""How wide the map is beside a plan of a city."""

PLAN_GAP: Final = 5.0
TALL: Final = 0.4868
"""Height of the map, of its width."""

LEGEND_STEP: Final = 4.4
LEGEND_ROWS: Final = 4
MOST_NOTE: Final = 4
EQUATOR_MM: Final = 2.0 * np.pi * 6_378_137_000.0
MOST_LABELS: Final = 60
MANY: Final = 1_500
"""More lines than this are drawn without dashes, which nobody could tell apart."""

GROUPS: Final = {"embassy": "embassy", "consulate": "consulate", "liaison": "other office"}

LINES: Final[dict[str, tuple[str, str, tuple[float, ...] | None]]] = {
    "seat": ("from a seat of government to its mission", "#6c86a0", None),
    "coverage": ("state covered from elsewhere", "#9a6a1f", (4.0, 2.5)),
    "pair": ("two states with missions in each other", ROUTE, None),
}
"""Kind of line -> what the legend says, colour, dashes; in the order in which they are drawn."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the world figure shows.

    Attributes
    ----------
    missions
        As `geo.atlas.Atlas.missions` gives them.
    lines
        As `geo.network.lines` gives them.
    remarks
        What is not shown, in words.
    rivers
        For a plan of a city.
    """

    missions: gpd.GeoDataFrame
    lines: gpd.GeoDataFrame
    remarks: Sequence[str]
    rivers: Sequence[River] = ()

    @property
    def perhaps(self) -> int:
        """Number of missions that are shown, but not surely."""
        return int((self.missions["certainty"] != Answer.YES).sum())

    @property
    def counted(self) -> str:
        """The missions shown, in words."""
        said = words.counted(len(self.missions), "mission")
        for joint, column, many in (("of", "sending", "parties"), ("in", "receiving", "states")):
            codes = sorted(set(self.missions[column]))
            named = words.of_party(codes[0]) if len(codes) == 1 else f"{len(codes):,} {many}"
            said += f" {joint} {named}"
        return said


def default_title(selection: Any) -> str:
    """What a figure is called where nobody says.

    Parameters
    ----------
    selection
        What is shown.
    """

    def names(codes: Sequence[str]) -> str:
        return words.listed([words.of_party(code) for code in codes])

    if selection.among:
        return f"Missions among {names(selection.among)}"
    if selection.states:
        return f"Missions of and in {names(selection.states)}"
    title = "Diplomatic missions"
    if selection.sending:
        title += f" of {names(selection.sending)}"
    if selection.receiving:
        title += f" in {names(selection.receiving)}"
    return title


def alt_text(shown: Shown, as_of: str) -> str:
    """What the figure shows, for a reader who does not see it."""
    statuses = Counter(shown.missions["status"])
    said = [f"{statuses[name]:,} {words.status(name)}" for name in STATUSES if statuses[name]]
    most = [f"{city} ({count:,})" for city, count, _ in _cities(shown.missions)[:5]]
    text = f"A map of the world with {shown.counted}, as of {as_of}: {', '.join(said)}."
    if most:
        text += f" Most stand in {words.listed(most)}."
    if shown.perhaps:
        text += f" Not certain: {shown.perhaps:,} of those shown."
    return " ".join([text, *(f"{remark}." for remark in shown.remarks)])


def draw_world(sheet: Sheet, shown: Shown, ground: Ground, imprint: Imprint) -> None:
    """Draw the world figure.

    Parameters
    ----------
    sheet
        An empty sheet of `WIDTH` by `HEIGHT`.
    shown
        What it shows.
    ground
        What is drawn under it.
    imprint
        Titles, notes, sources.
    """
    imprint.draw_head(sheet, LEFT, RIGHT)
    foot = imprint.draw_foot(sheet, LEFT, RIGHT)
    bottom = _note(sheet, imprint.note, foot)
    legend = bottom + 3.0 + LEGEND_ROWS * LEGEND_STEP
    low = legend + 5.5
    city = gathered(shown.missions)
    wide = min(MAP_BESIDE if city else MAP_WIDTH, (MAP_TOP - low) / TALL)
    x = LEFT + wide / 2.0 if city else WIDTH / 2.0
    y = (MAP_TOP + low) / 2.0 if city else MAP_TOP - wide * TALL / 2.0
    world = WorldMap(sheet, (x, y), wide)
    world.draw(ground)
    _lines(sheet, world, shown.lines)
    size = _size(len(shown.missions))
    lonlat = np.stack([shown.missions.geometry.x, shown.missions.geometry.y], axis=-1)
    points = fanned(world.points(lonlat), size)
    draw_marks(sheet, points, shown.missions, size)
    _labels(sheet, world, wide, shown.missions, points, size)
    _scale(sheet, wide, y - wide * TALL / 2.0, below=city is not None)
    if city:
        left = LEFT + wide + PLAN_GAP
        frame = Frame(left, low, RIGHT - left, MAP_TOP - 4.0 - low)
        draw_city(sheet, city, frame, shown.rivers)
    _legend(sheet, shown, legend)


def _scale(sheet: Sheet, wide: float, low: float, *, below: bool) -> None:
    """State the scale below the map, or in the empty corner beside its foot."""
    whole = EQUATOR_MM / wide
    step = 10.0 ** (np.floor(np.log10(whole)) - 2.0)
    lines = [f"Scale about 1:{round(whole / step) * step:,.0f}", "along the equator, on A4;"]
    lines.append("areas in true proportion")
    if below:
        sheet.text(LEFT, low - 4.0, " ".join(lines), TEXT["small"])
        return
    for number, line in enumerate(lines):
        sheet.text(LEFT, low + 6.6 - 3.0 * number, line, TEXT["small"])


def _size(count: int) -> float:
    for most, size in ((40, 6.0), (150, 4.8), (600, 3.6), (2_500, 2.6)):
        if count <= most:
            return size
    return 2.0


def _lines(sheet: Sheet, world: WorldMap, lines: gpd.GeoDataFrame) -> None:
    thin = float(np.clip(10.0 / np.sqrt(max(len(lines), 1)), 0.12, 0.9))
    for kind, (_, colour, dashes) in LINES.items():
        own = lines[lines["kind"] == kind]
        if not len(own):
            continue
        stroke = 1.25 * thin if kind == "pair" else thin
        few = len(own) <= FEW
        sheet.path(
            world.path(list(own.geometry)),
            edge=colour,
            width=stroke,
            dashes=dashes if len(own) <= MANY else None,
            fade=0.9 if few else 0.45,
        )


def _cities(missions: gpd.GeoDataFrame) -> list[tuple[str, int, int]]:
    """City, number of its missions and row of the first, the most first; blank ones left out."""
    first: dict[tuple[str, str], int] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for row, key in enumerate(zip(missions["city"], missions["receiving"], strict=True)):
        if key[0]:
            first.setdefault(key, row)
            counts[key] += 1
    ranked = sorted(counts, key=lambda key: (-counts[key], key))
    return [(key[0], counts[key], first[key]) for key in ranked]


def _labels(
    sheet: Sheet,
    world: WorldMap,
    across: float,
    missions: gpd.GeoDataFrame,
    points: Floats,
    size: float,
) -> None:
    x, y = world.centre
    wide, tall = across / 2.0, across * TALL / 2.0
    labels = Labels(sheet, (x - wide, y - tall, x + wide, y + tall))
    if len(missions) <= FEW:
        labels.block_marks(points, size)
    style = TEXT["label"].with_(size=7.8, colour=INK, halo=2.2)
    for city, count, row in _cities(missions)[: MOST_LABELS if len(missions) <= MANY else 24]:
        text = clean(city) if count == 1 else f"{clean(city)} ({count:,})"
        labels.place(points[row], fit(text, style, 40.0), style, gap=1.2 + size * 0.18, room=40.0)


def _note(sheet: Sheet, note: str, bottom: float) -> float:
    """Write the note above a height, and give the height above it."""
    style = TEXT["note"]
    lines = paragraph(sheet, "The note", note, style, RIGHT - LEFT, MOST_NOTE)
    for number, line in enumerate(lines, start=1):
        sheet.text(LEFT, bottom + 2.4 + (len(lines) - number) * style.line, line, style)
    return bottom + len(lines) * style.line + (1.0 if lines else 0.0)


def _legend(sheet: Sheet, shown: Shown, top: float) -> None:
    style, head = TEXT["key"], TEXT["key"].with_(face="semibold")
    step = LEGEND_STEP
    groups = set(shown.missions["kind"].map(KINDS))
    statuses = set(shown.missions["status"])

    def write(x: float, row: int, text: str) -> tuple[float, float]:
        y = top - row * step
        sheet.text(x + 6.5, y - 1.1, text, style)
        return x + 2.5, y

    def heading(x: float, text: str) -> None:
        sheet.text(x, top - 1.1, text, head)

    heading(LEFT, "Kind")
    present = [group for group in GROUP_MARKS if group in groups]
    for row, group in enumerate(present, start=1):
        at = write(LEFT, row, GROUPS[group])
        shape = GROUP_MARKS[group]
        across = 4.6 if shape in "sD" else 5.4
        sheet.marks(at, shape=shape, size=across, fill=MUTED, edge=MUTED)
    heading(LEFT + 36.0, "Status")
    present = [status for status in STATUSES if status in statuses]
    for number, status in enumerate(present):
        at = write(LEFT + 36.0 + 27.0 * (number // 3), number % 3 + 1, status)
        fill, rim = STATUS_FILLS[status]
        sheet.marks(at, size=5.4, fill=fill, edge=rim, width=0.9)
    if shown.perhaps:
        number = len(present)
        said = f"perhaps: {shown.perhaps:,}"
        at = write(LEFT + 36.0 + 27.0 * (number // 3), number % 3 + 1, said)
        doubtful = shown.missions["status"][shown.missions["certainty"] != Answer.YES]
        fill, rim = STATUS_FILLS[Counter(doubtful).most_common(1)[0][0]]
        sheet.doubtful(at, size=5.4, fill=pale(fill), edge=rim, width=0.9)
    entries = len(present) + bool(shown.perhaps)
    x = LEFT + 36.0 + 27.0 * ((entries + 2) // 3) + 3.0
    kinds = [kind for kind in reversed(LINES) if (shown.lines["kind"] == kind).any()]
    if kinds:
        heading(x, "Lines (great circles)")
    for row, kind in enumerate(kinds, start=1):
        meaning, colour, dashes = LINES[kind]
        across, y = write(x, row, meaning)
        line = compound([[(across - 2.5, y), (across + 2.5, y)]])
        sheet.path(line, edge=colour, width=1.4 if kind == "pair" else 1.0, dashes=dashes)
    x = x + 66.0 if kinds else x + 6.0
    sheet.text(x, top - 1.1, fit(f"{len(shown.missions):,} shown", head, RIGHT - x), head)
    for row, remark in enumerate(shown.remarks, start=1):
        sheet.text(x, top - row * step - 1.1, fit(clean(remark), style, RIGHT - x), style)
