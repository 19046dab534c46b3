"""The world figure: many missions by kind and status with their lines, on one map."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geo.evidence import UNDATED
from geo.figures.canvas.labels import Labels
from geo.figures.canvas.legend import Drawer, Group, Key, Legend, dashed_mark, mark, stroke
from geo.figures.canvas.notices import Imprint
from geo.figures.canvas.sheet import Frame, Sheet
from geo.figures.canvas.style import GROUP_MARKS, Palette
from geo.figures.canvas.typography import clean, fit, wrap
from geo.figures.maps.absence_marks import absence_keys, draw_absences
from geo.figures.maps.charts import Chart, Extent, WorldMap, named
from geo.figures.maps.plan import Ground
from geo.figures.world.city_inset import FEW, City, draw_city, draw_marks, fanned, gathered
from geo.figures.world.overview import draw_circles, overview_keys
from geo.figures.world.world_text import Shown, cities
from geo.vocabulary import KINDS, STATUSES, Answer

Floats = NDArray[np.float64]

BESIDE: Final = 0.63  # Width of the map beside a plan of a city, of the sheet's
GAP: Final = 5.0
LEGEND_ROWS: Final = 3
COLUMN_PLAN: Final = 1.25
REGION_TALL: Final = 0.92  # Height of plans of cities and maps of regions in a column, of its width
MOST_NOTE: Final = 4
BRIEF_NOTE: Final = 1
BRIEF_MAP: Final = 0.68  # Width of the map beside the legend of a slide, of the sheet's
MANY_ROWS: Final = 9
MOST_LABELS: Final = 60
SIZES: Final = ((40, 6.0), (150, 4.8))
SMALLEST: Final = 3.6
"""Number of missions up to which marks have so many points across; beyond, the smallest."""

A4: Final = 240.0  # Millimetres from which on a map has room for marks and labels of full size
LINES: Final[dict[str, tuple[float, ...] | None]] = {
    "seat": None,
    "coverage": (4.0, 2.5),
    "pair": None,
}
"""Kind of line -> dashes; in the order in which they are drawn."""


@dataclass(frozen=True)
class WorldDrawing:
    """What the world figure shows, and all that is drawn with it."""

    shown: Shown
    ground: Ground
    imprint: Imprint
    projection: str
    extent: Extent

    def chart(self, sheet: Sheet, frame: Frame) -> Chart:
        """The map, within a frame."""
        return named(sheet, frame, self.projection, self.extent)


def draw_world(sheet: Sheet, drawing: WorldDrawing) -> None:
    """Draw the world figure, laid out for the size of the sheet."""
    city = gathered(drawing.shown.missions)
    size = sheet.look.size
    layout = _column if size.height is None else _brief if size.brief else _page
    layout(sheet, drawing, city)


def _page(sheet: Sheet, drawing: WorldDrawing, city: City | None) -> None:
    """Map above the legend, the plan of a city beside both."""
    shown, size = drawing.shown, sheet.look.size
    wide = size.right - size.left
    head, low = framed(sheet, drawing.imprint)
    across = wide * BESIDE if city else wide
    first = drawing.chart(sheet, Frame(size.left, low, across, head - low))
    right = size.left + across
    legend = _legend(
        sheet, shown, LEGEND_ROWS, size.left, right, _hidden(first, shown), wide=first.frame.width
    )
    below = city is not None
    base = low + 1.0 + legend.height + first.room_for_scale(below=below) + 1.0
    high = max(base, head - across * WorldMap.TALL) if isinstance(first, WorldMap) else base
    chart = drawing.chart(sheet, Frame(size.left, high, across, head - high))
    _draw(sheet, chart, drawing, below=below)
    under = chart.frame.y - chart.room_for_scale(below=below)
    legend.draw(under - 1.0 if city else base - 1.0)
    if city:
        _city(sheet, shown, city, Frame(right + GAP, low + 1.5, wide - across - GAP, head - low))


def _brief(sheet: Sheet, drawing: WorldDrawing, city: City | None) -> None:
    """The map, or the plan of the city that holds most; the legend beside it, or below a square."""
    shown, size = drawing.shown, sheet.look.size
    wide = size.right - size.left
    head, low = framed(sheet, drawing.imprint)
    across = wide if size.card else wide * BRIEF_MAP
    frame = Frame(size.left, low, across, head - low)
    hidden = 0 if city else _hidden(drawing.chart(sheet, frame), shown)
    at, rows = (size.left, LEGEND_ROWS) if size.card else (size.left + across + GAP, MANY_ROWS)
    for each in (2, 1):
        legend = _legend(
            sheet, shown, rows, at, size.right, hidden, wide=across, lines=not city, each=each
        )
        if legend.height <= head - low:
            break
    if size.card:
        legend.draw(low + legend.height)
        low += legend.height + 1.0
    else:
        legend.draw(head)
    if city:
        _city(sheet, shown, city, Frame(size.left, low + 1.5, across, head - low))
        return
    base = low + sheet.style("small").line + 1.0
    chart = drawing.chart(sheet, Frame(size.left, base, across, head - base))
    _draw(sheet, chart, drawing, below=True)


def _column(sheet: Sheet, drawing: WorldDrawing, city: City | None) -> None:
    """Everything below one another, as long as it gets."""
    shown, size = drawing.shown, sheet.look.size
    wide = size.right - size.left
    y = drawing.imprint.draw_head(sheet)
    flat = drawing.projection.startswith("equal-earth")
    tall = wide * (WorldMap.TALL if flat else REGION_TALL)
    chart = drawing.chart(sheet, Frame(size.left, y - tall, wide, tall))
    _draw(sheet, chart, drawing, below=True)
    y = chart.frame.y - chart.room_for_scale(below=True) - 1.5
    if city:
        caption = sheet.style("panel").line * 1.4
        frame = Frame(size.left, y - caption - wide * COLUMN_PLAN, wide, wide * COLUMN_PLAN)
        draw_city(sheet, city, frame, shown.tr, shown.rivers)
        y = frame.y - 1.5
    hidden = _hidden(chart, shown)
    legend = _legend(
        sheet, shown, MANY_ROWS, size.left, size.right, hidden, wide=chart.frame.width, each=2
    )
    legend.draw(y)
    y = drawing.imprint.draw_note(sheet, y - legend.height - 0.5)
    sheet.end(drawing.imprint.draw_foot(sheet, y - 1.0) - size.margin)


def framed(sheet: Sheet, imprint: Imprint, brief: int = BRIEF_NOTE) -> tuple[float, float]:
    """Write head, foot and note (``brief`` lines at most); the heights left between them."""
    head, foot = imprint.draw_head(sheet), imprint.draw_foot(sheet)
    most = brief if sheet.look.size.brief else MOST_NOTE
    low = foot + 1.5 + imprint.note_lines(sheet, most) * sheet.style("note").line
    imprint.draw_note(sheet, low, most)
    return head, low


def _city(sheet: Sheet, shown: Shown, city: City, room: Frame) -> None:
    caption = sheet.style("panel").line * 1.3
    frame = Frame(room.x, room.y, room.width, room.height - caption - 1.5)
    draw_city(sheet, city, frame, shown.tr, shown.rivers)


def lonlat_of(missions: gpd.GeoDataFrame) -> Floats:
    """Where missions stand, shape (n, 2), CRS84 degrees."""
    return np.stack([missions.geometry.x, missions.geometry.y], axis=-1)


def _hidden(chart: Chart, shown: Shown) -> int:
    """How many missions lie behind the horizon, or outside the map."""
    if shown.overview:
        seen = np.isfinite(chart.points(shown.overview.lonlat)[:, 0])
        return int(shown.overview.numbers[~seen].sum())
    return int((~np.isfinite(chart.points(lonlat_of(shown.missions))[:, 0])).sum())


def _draw(sheet: Sheet, chart: Chart, drawing: WorldDrawing, *, below: bool) -> None:
    shown = drawing.shown
    chart.draw(drawing.ground)
    _lines(sheet, chart, shown.lines)
    if shown.overview:
        labels = draw_circles(sheet, chart, shown.overview, shown.tr)
        chart.draw_scale(shown.tr, labels, below=below)
        return
    points = chart.points(lonlat_of(shown.missions))
    seen = np.isfinite(points[:, 0])
    missions = shown.missions[seen]
    size = next((size for most, size in SIZES if len(missions) <= most), SMALLEST)
    size = float(max(SMALLEST, size * min(1.0, chart.frame.width / A4) ** 0.5))
    placed = fanned(points[seen], size)
    around = (missions["exactness"] == "state").to_numpy(dtype=bool)
    if around.any():  # a small mark in a ring: somewhere in this country
        fill, edge = sheet.look.palette.paper, sheet.look.palette.ink
        sheet.marks(placed[around], size=1.4 * size, fill=fill, edge=edge, width=0.5)
        draw_marks(sheet, placed[around], missions[around], 0.7 * size)
    draw_marks(sheet, placed[~around], missions[~around], size)
    draw_absences(sheet, chart, shown.absences, placed, size)
    labels = Labels(sheet, chart.frame.box)
    chart.draw_scale(shown.tr, labels, below=below)
    _labels(labels, chart, missions, placed, size)


def _lines(sheet: Sheet, chart: Chart, lines: gpd.GeoDataFrame) -> None:
    thin = float(np.clip(10.0 / np.sqrt(max(len(lines), 1)), 0.12, 0.9))
    thin *= min(1.0, chart.frame.width / A4) ** 0.5
    for kind, dashes in LINES.items():
        own = lines[lines["kind"] == kind]
        if not len(own):
            continue
        sheet.path(
            chart.path(list(own.geometry)),
            edge=_colour(sheet, kind),
            width=1.25 * thin if kind == "pair" else thin,
            dashes=dashes,
            fade=0.9 if len(own) <= FEW else 0.45,
            clip=chart.clip,
        )


def _colour(sheet: Sheet, kind: str) -> str:
    colours = sheet.look.palette
    return {"seat": colours.seat, "coverage": colours.coverage, "pair": colours.route}[kind]


def _labels(
    labels: Labels, chart: Chart, missions: gpd.GeoDataFrame, points: Floats, size: float
) -> None:
    labels.block_marks(points, size)
    style = labels.sheet.style("city")
    most = max(8, round(MOST_LABELS * min(1.0, chart.frame.width / A4)))
    room = chart.frame.width * 0.3
    for city, count, row in cities(missions)[:most]:
        text = clean(city) if count == 1 else f"{clean(city)} ({count:,})"
        if fit(text, style, room) == text:
            labels.place(points[row], text, style, gap=1.2 + size * 0.18, room=room)


def _kind_keys(shown: Shown, colour: str) -> list[Key]:
    """A key for each group of types that is shown."""
    tr = shown.tr
    groups = set(shown.missions["kind"].map(KINDS))
    return [
        Key(
            tr(f"figure.kind.{group}"),
            mark(size=4.6 if shape in "sD" else 5.4, shape=shape, fill=colour, edge=colour),
        )
        for group, shape in GROUP_MARKS.items()
        if group in groups
    ]


def _status_keys(shown: Shown, colours: Palette) -> list[Key]:
    """A key for each status that is shown, then for what is undated or only possible."""
    tr = shown.tr
    statuses = set(shown.missions["status"])

    def ringed(drawn: Callable[..., Drawer], fill: str, rim: str) -> Drawer:
        return drawn(size=5.4, fill=fill, edge=rim, width=0.9)

    marks = [
        Key(tr.status(status), ringed(mark, *colours.statuses[status]))
        for status in STATUSES
        if status in statuses
    ]
    if UNDATED in statuses:
        count = len(shown.missions) - len(shown.there)
        said = f"{tr.status(UNDATED)}: {tr.number(count)}"
        marks.append(Key(said, ringed(dashed_mark, *colours.statuses[UNDATED])))
    if shown.perhaps:
        unsure = shown.missions["certainty"] != Answer.YES
        doubtful = shown.missions["status"][unsure & (shown.missions["status"] != UNDATED)]
        fill, rim = colours.statuses[Counter(doubtful).most_common(1)[0][0]]
        said = tr("figure.key.perhaps", count=shown.perhaps)
        marks.append(Key(said, ringed(dashed_mark, colours.pale(fill), rim)))
    return marks


def _legend(
    sheet: Sheet,
    shown: Shown,
    rows: int,
    left: float,
    right: float,
    hidden: int,
    *,
    wide: float,
    lines: bool = True,
    each: int = 1,
) -> Legend:
    tr, colours, size = shown.tr, sheet.look.palette, sheet.look.size
    brief = "_brief" if size.brief else ""
    strokes = [
        Key(
            tr(f"figure.line.{kind}{brief}"),
            stroke(
                2.5,
                edge=_colour(sheet, kind),
                width=1.4 if kind == "pair" else 1.0,
                dashes=LINES[kind],
            ),
        )
        for kind in reversed(LINES)
        if lines and (shown.lines["kind"] == kind).any()
    ]
    counted = [*shown.remarks]
    if hidden:
        counted.insert(0, tr("figure.out_of_view", count=hidden))
    marks = not shown.overview or gathered(shown.missions)
    headed = {
        tr("figure.legend.kind"): _kind_keys(shown, colours.muted) if marks else [],
        tr("figure.legend.status"): _status_keys(shown, colours) if marks else [],
        tr("figure.legend.lines"): strokes,
        tr("absence.figure.heading"): absence_keys(shown.absences, tr),
    }
    if shown.overview and lines:
        overview = overview_keys(shown.overview, wide, tr, colours)
        headed = {group.heading: list(group.keys) for group in overview} | headed
    parts = [Group("" if size.brief else name, keys) for name, keys in headed.items() if keys]
    total = tr("figure.legend.shown", count=len(shown.there))
    if size.card:
        total, counted, each = "", ["; ".join([total, *counted])], 2
    remarks = [
        Key(line)
        for remark in counted
        for line in wrap(clean(remark), sheet.style("key"), right - left, each)
    ]
    parts.append(Group(total, remarks or [Key("")]))
    return Legend(sheet, parts, left, right, rows)
