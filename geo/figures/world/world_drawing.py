"""The world figure: many missions by kind and status with their lines, on one map."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo import parties
from geo.atlas.absence import COVERED, KNOWN, UNKNOWN, Mark
from geo.evidence import UNDATED
from geo.figures.canvas.labels import Labels
from geo.figures.canvas.marginalia import Drawer, Imprint, Key, Legend, box, mark, stroke
from geo.figures.canvas.sheet import Floats, Frame, Sheet, compound
from geo.figures.canvas.style import GROUP_MARKS
from geo.figures.canvas.typography import MM_PER_POINT, clean, fit, wrap
from geo.figures.maps.charts import Chart, Extent, WorldMap, named
from geo.figures.maps.plan import Ground
from geo.figures.maps.projections import lonlat_of
from geo.figures.world.city_inset import FEW, draw_city, draw_marks, fanned
from geo.figures.world.overview import Overview, Shown, cities
from geo.i18n import Translator
from geo.vocabulary import KINDS, STATUSES, Answer

BESIDE: Final = 0.63  # Width of the map beside a plan of a city, of the sheet's
GAP: Final = 5.0
LEGEND_ROWS: Final = 3
COLUMN_PLAN: Final = 1.25
REGION_TALL: Final = 0.92  # Height of plans of cities and maps of regions in a column, of its width
BRIEF_MAP: Final = 0.68  # Width of the map beside the legend of a slide, of the sheet's
MANY_ROWS: Final = 9
MOST_LABELS: Final = 60
SIZES: Final = ((40, 6.0), (150, 4.8))
SMALLEST: Final = 3.6  # Points across of a mark where there are more than in SIZES
A4: Final = 240.0  # Millimetres from which on a map has room for marks and labels of full size
# Kind of line -> dashes; in the order in which they are drawn
LINES: Final = {"seat": None, "coverage": (4.0, 2.5), "pair": None}
GROWTH: Final = 0.0008  # Radius for one mission, of the map's width; areas are proportional
LEAST_CIRCLE: Final = (0.18, 0.0004)  # Least radius: millimetres, plus a share of the map's width
SAMPLES: Final = (1, 25, 100)
MOST_CIRCLES: Final = 40
LEAST_SIGN: Final = 0.62  # Radius of the smallest sign of an absence, millimetres
KEY_SIGN: Final = 1.25  # Radius of a sign in the legend, millimetres
SIGN_DASHES: Final = (1.6, 1.3)
SIGN_STEP: Final = 2.7  # Distance of signs beside each other, in radii
_HALF: Final = np.linspace(0.0, np.pi, 25)
_ROUND: Final = np.linspace(0.0, 2.0 * np.pi, 37)


class WorldDrawing(NamedTuple):
    """What the world figure shows, and all that is drawn with it."""

    sheet: Sheet
    imprint: Imprint
    shown: Shown
    ground: Ground
    projection: str
    extent: Extent

    def draw(self) -> None:
        """Draw the figure, laid out for the size of the sheet."""
        size = self.sheet.size
        layout = self._column if size.height is None else self._brief if size.brief else self._page
        layout()

    def _page(self) -> None:
        """Map above the legend, the plan of a city beside both."""
        sheet, size, below = self.sheet, self.sheet.size, self.shown.city is not None
        head, low = self.imprint.framed(sheet)
        across = size.wide * BESIDE if below else size.wide
        right = size.left + across
        first = self._chart(Frame(size.left, low, across, head - low))
        legend = self._legend(LEGEND_ROWS, size.left, right, first)
        base = low + 1.0 + legend.height + first.room_for_scale(below=below) + 1.0
        high = max(base, head - across * WorldMap.TALL) if isinstance(first, WorldMap) else base
        chart = self._chart(Frame(size.left, high, across, head - high))
        self._draw_map(chart, below=below)
        under = chart.frame.y - chart.room_for_scale(below=below)
        legend.draw(under - 1.0 if below else base - 1.0)
        self._draw_city(right + GAP, low + 1.5, size.wide - across - GAP, head - low)

    def _brief(self) -> None:
        """Map, or plan of the city that holds most; legend beside it, or below a square."""
        sheet, size = self.sheet, self.sheet.size
        head, low = self.imprint.framed(sheet)
        across = size.wide if size.card else size.wide * BRIEF_MAP
        left, rows = (
            (size.left, LEGEND_ROWS) if size.card else (size.left + across + GAP, MANY_ROWS)
        )
        first = self._chart(Frame(size.left, low, across, head - low))
        for each in (2, 1):
            legend = self._legend(rows, left, size.right, first, across, each)
            if legend.height <= head - low:
                break
        legend.draw(low + legend.height if size.card else head)
        low += legend.height + 1.0 if size.card else 0.0
        if self.shown.city:
            self._draw_city(size.left, low + 1.5, across, head - low)
            return
        base = low + sheet.style("small").line + 1.0
        self._draw_map(self._chart(Frame(size.left, base, across, head - base)), below=True)

    def _column(self) -> None:
        """Everything below one another, as long as it gets."""
        sheet, size, wide = self.sheet, self.sheet.size, self.sheet.size.wide
        y = self.imprint.draw_head(sheet)
        flat = self.projection.startswith("equal-earth")
        tall = wide * (WorldMap.TALL if flat else REGION_TALL)
        chart = self._chart(Frame(size.left, y - tall, wide, tall))
        self._draw_map(chart, below=True)
        y = chart.frame.y - chart.room_for_scale(below=True) - 1.5
        if self.shown.city:
            caption, tall = sheet.style("panel").line * 1.4, wide * COLUMN_PLAN
            frame = Frame(size.left, y - caption - tall, wide, tall)
            draw_city(sheet, self.shown.city, frame, self.shown.rivers)
            y = frame.y - 1.5
        legend = self._legend(MANY_ROWS, size.left, size.right, chart, each=2)
        legend.draw(y)
        self.imprint.end(sheet, y - legend.height - 0.5)

    def _draw_city(self, x: float, y: float, wide: float, tall: float) -> None:
        if self.shown.city:
            frame = Frame(x, y, wide, tall - self.sheet.style("panel").line * 1.3 - 1.5)
            draw_city(self.sheet, self.shown.city, frame, self.shown.rivers)

    def _chart(self, frame: Frame) -> Chart:
        return named(self.sheet, frame, self.projection, self.extent)

    def _draw_map(self, chart: Chart, *, below: bool) -> None:
        sheet, shown, small = self.sheet, self.shown, min(1.0, chart.frame.width / A4)
        chart.draw(self.ground)
        self._draw_lines(chart, small**0.5)
        if shown.overview:
            labels = _draw_circles(chart, shown.overview)
            chart.draw_scale(labels, below=below)
            return
        points = chart.points(lonlat_of(shown.missions))
        seen = np.isfinite(points[:, 0])
        missions = shown.missions[seen]
        size = next((size for most, size in SIZES if len(missions) <= most), SMALLEST)
        size = float(max(SMALLEST, size * small**0.5))
        placed = fanned(points[seen], size)
        around = (missions["exactness"] == "state").to_numpy(dtype=bool)
        if around.any():  # a small mark in a ring: somewhere in this country
            fill, edge = sheet.colours.paper, sheet.colours.ink
            sheet.marks(placed[around], size=1.4 * size, fill=fill, edge=edge, width=0.5)
            draw_marks(sheet, placed[around], missions[around], 0.7 * size)
        draw_marks(sheet, placed[~around], missions[~around], size)
        _draw_absences(chart, shown.absences, placed, size)
        labels = Labels(sheet, chart.frame.box)
        chart.draw_scale(labels, below=below)
        labels.block_marks(placed, size)
        found, gap = cities(missions)[: max(8, round(MOST_LABELS * small))], 1.2 + size * 0.18
        _name_cities(labels, [(city, count, placed[row], gap) for city, count, row in found])

    def _draw_lines(self, chart: Chart, small: float) -> None:
        lines = self.shown.lines
        thin = float(np.clip(10.0 / np.sqrt(max(len(lines), 1)), 0.12, 0.9)) * small
        for kind, dashes in LINES.items():
            own = lines[lines["kind"] == kind]
            path, fade = chart.path(list(own.geometry)), 0.9 if len(own) <= FEW else 0.45
            look: dict[str, Any] = {"edge": self._colour(kind), "alpha": fade, "clip": chart.clip}
            broad = 1.25 * thin if kind == "pair" else thin
            self.sheet.path(path, width=broad, dashes=dashes, **look)

    def _colour(self, kind: str) -> str:
        colours = self.sheet.colours
        return {"seat": colours.seat, "coverage": colours.coverage, "pair": colours.route}[kind]

    def _kind_keys(self) -> list[Key]:
        """A key for each group of types that is shown."""
        groups, colour = set(self.shown.missions["kind"].map(KINDS)), self.sheet.colours.muted
        keys = []
        for group, shape in GROUP_MARKS.items():
            if group in groups:
                size = 4.6 if shape in "sD" else 5.4
                draw = mark(size=size, shape=shape, fill=colour, edge=colour)
                keys.append(Key(self.sheet.tr(f"figure.kind.{group}"), draw))
        return keys

    def _status_keys(self) -> list[Key]:
        """A key for each status that is shown, then for what is undated or only possible."""
        tr, shown, colours = self.sheet.tr, self.shown, self.sheet.colours
        counts = Counter(shown.missions["status"])
        told = [(tr.status(s), *colours.statuses[s], False) for s in STATUSES if s in counts]
        if undated := counts[UNDATED]:
            said = f"{tr.status(UNDATED)}: {tr.number(undated)}"
            told.append((said, *colours.statuses[UNDATED], True))
        if shown.perhaps:
            doubtful = shown.there["status"][shown.there["certainty"] != Answer.YES]
            fill, rim = colours.statuses[Counter(doubtful).most_common(1)[0][0]]
            said = tr("figure.key.perhaps", count=shown.perhaps)
            told.append((said, colours.pale(fill), rim, True))
        return [
            Key(said, mark(size=5.4, fill=fill, edge=rim, width=0.9, dashed=dashed))
            for said, fill, rim, dashed in told
        ]

    def _line_keys(self) -> list[Key]:
        brief, kinds = "_brief" if self.sheet.size.brief else "", set(self.shown.lines["kind"])
        keys = []
        for kind in (kind for kind in reversed(LINES) if kind in kinds):
            broad = 1.4 if kind == "pair" else 1.0
            line = stroke(2.5, edge=self._colour(kind), width=broad, dashes=LINES[kind])
            keys.append(Key(self.sheet.tr(f"figure.line.{kind}{brief}"), line))
        return keys

    def _legend(
        self, rows: int, left: float, right: float, chart: Chart, wide: float = 0.0, each: int = 1
    ) -> Legend:
        """The legend of a map; of a plan of a city alone where that is all that is drawn."""
        sheet, tr, shown, size = self.sheet, self.sheet.tr, self.shown, self.sheet.size
        mapped = not (size.brief and self.shown.city)
        counted = [*shown.remarks]
        if hidden := self._hidden(chart) if mapped else 0:
            counted.insert(0, tr("figure.out_of_view", count=hidden))
        marks = not shown.overview or self.shown.city
        headed: dict[str, Sequence[Key]] = {
            tr("figure.legend.kind"): self._kind_keys() if marks else [],
            tr("figure.legend.status"): self._status_keys() if marks else [],
            tr("figure.legend.lines"): self._line_keys() if mapped else [],
            tr("absence.figure.heading"): _absence_keys(shown.absences, tr),
        }
        if shown.overview and mapped:
            wide = wide or chart.frame.width
            headed = _overview_keys(sheet, shown.overview, wide) | headed
        parts = [("" if size.brief else name, keys) for name, keys in headed.items() if keys]
        total = tr("figure.legend.shown", count=len(shown.there))
        if size.card:
            total, counted, each = "", ["; ".join([total, *counted])], 2
        style, room = sheet.style("key"), right - left
        remarks = [Key(line) for said in counted for line in wrap(clean(said), style, room, each)]
        parts.append((total, remarks or [Key("")]))
        return Legend(sheet, parts, left, right, rows)

    def _hidden(self, chart: Chart) -> int:
        """How many missions lie behind the horizon, or outside the map."""
        overview, missions = self.shown.overview, self.shown.missions
        lonlat = overview.lonlat if overview else lonlat_of(missions)
        numbers = overview.numbers if overview else np.ones(len(missions), dtype=np.int64)
        return int(numbers[~np.isfinite(chart.points(lonlat)[:, 0])].sum())


def _draw_absences(chart: Chart, marks: Sequence[Mark], missions: Floats, size: float) -> None:
    """Draw marks at the seats of states, below a mission that is at the same place."""
    seats: dict[str, dict[tuple[str, bool], None]] = {}
    for one in marks:
        face, sure = one.absence.face, one.absence.certainty != Answer.POSSIBLE
        seats.setdefault(one.at, {})[face, sure] = None
    if not seats:
        return
    seated = [parties.party_by_code(code) for code in seats]
    points = chart.points(np.array([(one.seat_lon, one.seat_lat) for one in seated]))
    radius = max(LEAST_SIGN, 0.5 * size * MM_PER_POINT)
    for point, signs in zip(points, seats.values(), strict=True):
        if not np.isfinite(point[0]):
            continue
        known = [sign for sign in signs if sign[0] != UNKNOWN] or list(signs)
        near = np.hypot(*(missions - point).T) < 2.2 * radius if len(missions) else np.zeros(1)
        low = point[1] - (2.4 * radius if near.any() else 0.0)
        left = point[0] - (len(known) - 1) * SIGN_STEP * radius / 2.0
        for number, (face, sure) in enumerate(known):
            at = (float(left + number * SIGN_STEP * radius), float(low))
            _sign(chart.sheet, face, sure, at, radius, chart.clip)


def _sign(
    sheet: Sheet, face: str, sure: bool, at: tuple[float, float], radius: float, clip: Any = None
) -> None:
    colours, (x, y) = sheet.colours, at
    turn, r, colour = {
        COVERED: (_HALF, radius, colours.coverage),
        KNOWN: (_ROUND, 0.72 * radius, colours.ink),
        UNKNOWN: (_ROUND, 0.45 * radius, colours.muted),
    }[face]
    y -= 0.35 * radius if face == COVERED else 0.0
    pieces = [np.stack([x + r * np.cos(turn), y + r * np.sin(turn)], axis=-1)]
    if face == KNOWN:
        pieces.append(np.array([(x - 1.35 * radius, y), (x + 1.35 * radius, y)]))
    path = compound(pieces)
    width = 0.5 if face == UNKNOWN else max(0.8, 1.1 * radius)
    if face != UNKNOWN:
        sheet.path(path, edge=colours.paper, width=width + 1.0, clip=clip)
    sheet.path(path, edge=colour, width=width, dashes=None if sure else SIGN_DASHES, clip=clip)


def _absence_keys(marks: Sequence[Mark], tr: Translator) -> list[Key]:
    """Entries of the legend for the faces that are marked, each with how many there are."""
    counts = Counter(one.absence.face for one in marks)
    counts["perhaps"] = sum(one.absence.certainty == Answer.POSSIBLE for one in marks)

    def key(what: str, face: str) -> Key:
        said = tr(f"absence.figure.{what}", number=counts[what])
        return Key(
            said, lambda sheet, x, y: _sign(sheet, face, what != "perhaps", (x, y), KEY_SIGN)
        )

    shown = {COVERED: COVERED, KNOWN: KNOWN, "perhaps": COVERED, UNKNOWN: UNKNOWN}
    return [key(what, face) for what, face in shown.items() if counts[what]]


def _draw_circles(chart: Chart, overview: Overview) -> Labels:
    """Draw cities as circles, the largest below, and name the largest; the labels so far."""
    sheet, points = chart.sheet, chart.points(overview.lonlat)
    seen = np.isfinite(points[:, 0])
    numbers = np.zeros(len(points), dtype=np.int64)
    numbers[seen] = _apart(points[seen], overview.numbers[seen], chart.frame.width)
    order = [row for row in np.argsort(-numbers, kind="stable").tolist() if numbers[row]]
    points, numbers, own = points[order], numbers[order], overview.numbers[order]
    names = [overview.names[row] for row in order]
    radii = _radii(numbers, chart.frame.width)
    colours = sheet.colours
    sheet.discs(points, radii, fill=colours.circle, edge=colours.paper, clip=chart.clip)
    labels = Labels(sheet, chart.frame.box)
    most = max(8, round(MOST_CIRCLES * min(1.0, chart.frame.width / A4)))
    largest = list(zip(names, own.tolist(), points.tolist(), radii.tolist(), strict=True))[:most]
    for _, _, (x, y), radius in largest:
        inner = 0.75 * radius
        labels.block((x - inner, y - inner, x + inner, y + inner))
    _name_cities(labels, [(name, number, at, 0.6 + radius) for name, number, at, radius in largest])
    return labels


def _name_cities(labels: Labels, named: Sequence[tuple[str, int, Any, float]]) -> None:
    """Label cities by name, number of missions, place and gap, where their names are not cut."""
    left, _, right, _ = labels.frame
    style, tr, room = labels.sheet.style("city"), labels.sheet.tr, (right - left) * 0.3
    for city, count, at, gap in named:
        text = clean(city) if count == 1 else f"{clean(city)} ({tr.number(count)})"
        if fit(text, style, room) == text:
            labels.place(at, text, style, gap=gap, room=room)


def _overview_keys(sheet: Sheet, overview: Overview, wide: float) -> dict[str, Sequence[Key]]:
    """What the shading and the circles of a map mean; ``wide`` is its width in millimetres."""
    tr, colours = sheet.tr, sheet.colours
    found: dict[str, Sequence[Key]] = {}
    if overview.shaded:
        least = overview.classes
        ends = [*(one - 1 for one in least[1:]), 0]
        look: dict[str, Any] = {"edge": colours.coast, "width": 0.4}
        keys = [Key(tr("figure.overview.none"), box(2.6, fill=colours.land, **look))]
        for at, (low, high) in enumerate(zip(least, ends, strict=True)):
            said = tr("map.legend.range", **{"from": low, "to": high})
            if low >= high:
                said = tr.number(low) if high else tr("map.legend.from", **{"from": low})
            keys.append(Key(said, box(2.6, fill=colours.shade(at, len(least)), **look)))
        found[tr(f"figure.overview.{overview.count}")] = keys
    samples = [one for one in SAMPLES if one == 1 or one <= overview.numbers.max(initial=1)]
    radii = _radii(np.array(samples), wide).tolist()
    circles = [Key(tr.number(n), _disc(radius)) for n, radius in zip(samples, radii, strict=True)]
    return found | {tr("figure.overview.cities"): circles}


def _radii(numbers: NDArray[np.int64], wide: float) -> Floats:
    return np.maximum(LEAST_CIRCLE[0] + LEAST_CIRCLE[1] * wide, GROWTH * wide * np.sqrt(numbers))


def _apart(points: Floats, numbers: NDArray[np.int64], wide: float) -> NDArray[np.int64]:
    """The number of each circle, 0 for one that would lie within a larger one, which has it too."""
    found, radii = numbers.copy(), _radii(numbers, wide)
    for row in range(1, len(points)):
        away = np.hypot(*(points[:row] - points[row]).T)
        room = np.maximum(radii[:row] - 0.5 * radii[row], LEAST_CIRCLE[0])
        over = np.flatnonzero((away < room) & (found[:row] > 0))
        if len(over):
            found[over[0]] += found[row]
            found[row] = 0
    return found


def _disc(radius: float) -> Drawer:
    def draw(sheet: Sheet, x: float, y: float) -> None:
        at, fill, edge = np.array([[x, y]]), sheet.colours.circle, sheet.colours.paper
        sheet.discs(at, np.array([radius]), fill=fill, edge=edge)

    return draw
