"""Maps on a sheet: the globe, a part of it, the world; and which of them suits the selection."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple, Protocol

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from geo.figures.canvas.labels import Labels
from geo.figures.canvas.sheet import Frame, Sheet, compound
from geo.figures.canvas.typography import fit, width, wrap
from geo.figures.maps import plan
from geo.figures.maps import projections as spheres
from geo.figures.maps.projections import Bools, Floats, View, joined_lines

EARTH_RADIUS_KM: Final = 6_371.0088  # Mean radius: lengths on a map of the sphere are mean ones
EQUATOR_MM: Final = 2.0 * np.pi * 6_378_137_000.0  # Of WGS 84
DISPUTED: Final = (4.0, 3.0)
CLOSE: Final = 40.0  # Degrees of reach below which the graticule is finer
STEPS: Final = 100
SMALL: Final = 1e-6
REGION: Final = 33.0  # Degrees from their middle within which what is shown makes a map of a region
NARROWEST: Final = 6.0  # Degrees that a map of a region shows to each side at the least
ROOM: Final = 1.2  # How much larger than the selection a map of a region is
SHARE: Final = 0.18  # Length of a scale bar, of the map's width, at most
INSIDE: Final = 2.6  # Millimetres from the corner of a map that fills its frame to its bar
SCALE_LINES: Final = 2
PACIFIC: Final = 150.0
FEWER: Final = 0.8  # The world is centred on the Pacific where it cuts fewer lines than this share
FARTHEST: Final = 88.0  # Degrees from its middle that a map of a region may reach in its corners


class Chart(Protocol):
    """A map on a sheet."""

    sheet: Sheet
    frame: Frame  # The box around what is drawn of it, millimetres
    outline: Any  # Its edge, a path in millimetres
    clip: Any = None  # Path to which the drawing is cut; None where nothing leaves the outline
    step: float = 30.0  # Degrees between the lines of its graticule
    boxed: bool = False
    _unit: float
    _middle: Floats

    def points(self, lonlat: ArrayLike) -> Floats:
        """Where positions stand on the sheet, shape (..., 2) in millimetres; NaN if out of view."""

    def pieces(self, vertices: Floats, joined: Bools) -> list[Floats]:
        """What is in view of lines, as `geo.figures.maps.projections.joined_lines` gives them."""

    def rings(self, areas: Sequence[Any]) -> list[Floats]:
        """What is in view of shapely polygons: closed rings in millimetres."""

    def room_for_scale(self, *, below: bool) -> float:
        """Millimetres that the scale takes below the map."""

    def draw_scale(self, labels: Labels, *, below: bool) -> None:
        """State the scale below the map, or in a corner of it that is empty."""

    def path(self, lines: Sequence[Any]) -> Any:
        """Shapely lines, cut at ±180°, as one path in millimetres."""
        return compound(self.pieces(*joined_lines(lines)))

    def draw(self, ground: plan.Ground) -> None:
        """Draw the ground and the outline."""
        sheet, colours, clip = self.sheet, self.sheet.colours, self.clip
        sheet.path(self.outline, fill=colours.water)
        grid = self.path(plan.graticule(self.step))
        sheet.path(grid, edge=colours.graticule, width=0.45, clip=clip)
        for colour, areas, smallest in (
            (colours.land, ground.land, plan.SMALLEST_MM2),
            *((colour, areas, plan.SMALLEST_MM2) for colour, areas in ground.marked.items()),
            (colours.water, ground.lakes, plan.SMALLEST_LAKE_MM2),
        ):
            rings = plan.thin_rings(self.rings(areas), smallest)
            sheet.path(compound(rings, closed=True), fill=colour, clip=clip)
        for lines, colour, width_, dashes in (
            (joined_lines(ground.borders), colours.border, 0.4, None),
            (joined_lines(ground.disputed), colours.border, 0.4, DISPUTED),
            (spheres.coasts(ground.land), colours.coast, 0.35, None),
        ):
            drawn = compound(plan.thin_lines(self.pieces(*lines)))
            sheet.path(drawn, edge=colour, width=width_, dashes=dashes, clip=clip)
        sheet.path(self.outline, edge=colours.edge, width=0.7)

    def _place(self, plane: Floats) -> Floats:
        return np.asarray(plane * self._unit + self._middle, dtype=float)


class Azimuthal(Chart):
    """A hemisphere or a part of it around a middle: a disc, or a box for a region."""

    def __init__(
        self,
        sheet: Sheet,
        view: View,
        frame: Frame,
        reach: float = 90.0,
        *,
        area: bool = False,
        shown: Floats | None = None,
    ) -> None:
        self.sheet, self.view, self._bent, self.boxed = sheet, view, area, shown is not None
        middle = np.array([frame.x + frame.width / 2.0, frame.y + frame.height / 2.0])
        if shown is None:
            radius = min(frame.width, frame.height) / 2.0
            self._unit, self._middle = radius / self._edge(min(reach, 90.0)), middle
            x, y = (middle - radius).tolist()
            self.frame = Frame(x, y, 2.0 * radius, 2.0 * radius)
            self.outline = compound([plan.disc(radius, 721) + middle], closed=True)
            self.clip = self.outline if reach < 90.0 else None  # The globe continues beyond it
        else:
            self.frame, self.outline, self.clip = frame, frame.path, frame.path
            self._unit, self._middle = self._fitted(shown, frame, middle)
            reach = np.degrees(frame.width / 2.0 / self._unit)
        self.scale = self._unit / EARTH_RADIUS_KM
        self.step = 30.0 if reach > CLOSE else 10.0

    def _edge(self, degrees: float) -> float:
        angle = np.radians(degrees)
        return float(2.0 * np.sin(angle / 2.0) if self._bent else np.sin(angle))

    def _fitted(self, shown: Floats, frame: Frame, middle: Floats) -> tuple[float, Floats]:
        """Millimetres of a radius of the globe, and where its middle is on the sheet."""
        plane = self._plane(self.view.orthographic(shown))
        low, high = plane.min(axis=0), plane.max(axis=0)
        half = np.maximum((high - low) / 2.0 * ROOM, self._edge(NARROWEST))
        unit = float(min(np.array([frame.width, frame.height]) / 2.0 / half))
        centre = (low + high) / 2.0
        corner = np.abs(centre) + np.array([frame.width, frame.height]) / 2.0 / unit
        unit *= max(1.0, float(np.hypot(*corner)) / self._edge(FARTHEST))
        return unit, middle - centre * unit

    def points(self, lonlat: ArrayLike) -> Floats:
        """Where positions stand on the sheet, shape (..., 2) in millimetres; NaN if out of view."""
        placed = self._place(self._plane(self.view.orthographic(lonlat)))
        if self.boxed:
            left, bottom, right, top = self.frame.box
            x, y = placed[..., 0], placed[..., 1]
            inside = (x >= left) & (x <= right) & (y >= bottom) & (y <= top)
        else:
            away = np.hypot(*np.moveaxis(placed - self._middle, -1, 0))
            inside = away <= self.frame.width / 2.0 * (1.0 + 1e-9)
        return np.where(inside[..., None], placed, np.nan)

    def pieces(self, vertices: Floats, joined: Bools) -> list[Floats]:
        """The visible parts of lines."""
        lines = spheres.visible_lines(vertices, joined, self.view)
        return [self._place(self._plane(line)) for line in lines]

    def rings(self, areas: Sequence[Any]) -> list[Floats]:
        """The visible parts of polygons."""
        rings = spheres.visible_rings(areas, self.view)
        return [self._place(self._plane(ring)) for ring in rings]

    def room_for_scale(self, *, below: bool) -> float:
        """Millimetres that the scale takes below the map."""
        return 0.0 if self.boxed or not below else self.sheet.style("small").line + 1.5

    def draw_scale(self, labels: Labels, *, below: bool) -> None:
        """Draw a bar: lengths hold at the middle of the map."""
        sheet, tr, small, low = self.sheet, self.sheet.tr, self.sheet.style("small"), self.frame.y
        length = plan.nice(self.frame.width * SHARE / self.scale)
        bar, said = length * self.scale, f"{tr.number(length)} km"
        x = sheet.size.left + 0.3
        if self.boxed or below:
            said = tr("figure.scale.bar", length=said)
            y = low - small.line
            if self.boxed:
                x, y = self.frame.x + INSIDE, low + INSIDE
            plan.scale_bar(sheet, x, y, bar, said)
            bottom, wide = y - 1.0, bar + width(said, small) + 3.0
        else:
            y, middle = low + 1.2 * small.line, tr("figure.scale.middle")
            plan.scale_bar(sheet, x, y, bar, said)
            sheet.text(x, y - small.line, middle, small)
            bottom, wide = low, max(bar + width(said, small) + 3.0, width(middle, small))
        labels.block((x - 1.0, bottom, x + wide, y + small.line))

    def _plane(self, disc: Floats) -> Floats:
        return spheres.equal_area(disc) if self._bent else disc


class WorldMap(Chart):
    """The world in Equal Earth on a sheet."""

    OUTLINE: Final = spheres.equal_earth_outline()
    WIDE: Final = float(np.ptp(OUTLINE[:, 0]))
    TALL: Final = float(np.ptp(OUTLINE[:, 1])) / WIDE  # Its height, of its width

    def __init__(self, sheet: Sheet, frame: Frame, meridian: float = 0.0) -> None:
        self.sheet, self.meridian = sheet, meridian
        wide = min(frame.width, frame.height / self.TALL)
        tall = wide * self.TALL
        x, y = frame.x + (frame.width - wide) / 2.0, frame.y + (frame.height - tall) / 2.0
        self.frame = Frame(x, y, wide, tall)
        self._middle, self._unit = np.array([x + wide / 2.0, y + tall / 2.0]), wide / self.WIDE
        self.outline = compound([self._place(self.OUTLINE)], closed=True)

    @property
    def reduction(self) -> float:
        """Scale at the equator as printed: 1 to this number."""
        return EQUATOR_MM / (self.frame.width * self.sheet.size.zoom)

    def points(self, lonlat: ArrayLike) -> Floats:
        """Where positions stand on the sheet, shape (..., 2) in millimetres."""
        turned = self._turned(np.asarray(lonlat, dtype=float))
        return self._place(spheres.equal_earth(turned))

    def pieces(self, vertices: Floats, joined: Bools) -> list[Floats]:
        """Lines, cut at the edge meridian of the map."""
        turned, joined = self._cut(self._turned(vertices), joined)
        placed = self._place(spheres.equal_earth(turned))
        pieces = np.split(placed, np.flatnonzero(~joined) + 1)
        return [piece for piece in pieces if len(piece) > 1]

    def rings(self, areas: Sequence[Any]) -> list[Floats]:
        """Polygons, cut at the edge meridian of the map."""
        parts = shapely.get_parts(np.asarray(areas, dtype=object))
        if not len(parts):
            return []
        parts = self._halves(shapely.segmentize(parts, spheres.LONGEST_EDGE))
        rings = shapely.get_rings(shapely.orient_polygons(parts))
        coordinates, whose = shapely.get_coordinates(rings, return_index=True)
        placed = self._place(spheres.equal_earth(coordinates))
        return np.split(placed, np.flatnonzero(np.diff(whose)) + 1)

    def room_for_scale(self, *, below: bool) -> float:
        """Millimetres that the scale takes below the map."""
        lines = 1 if self.sheet.size.brief else SCALE_LINES
        return self.sheet.style("small").line * lines + 1.5 if below else 0.0

    def draw_scale(self, labels: Labels, *, below: bool) -> None:
        """Say how many times smaller than the equator the map's is."""
        sheet, size, low = self.sheet, self.sheet.size, self.frame.y
        small, tr = sheet.style("small"), sheet.tr
        step = 10.0 ** (np.floor(np.log10(self.reduction)) - 2.0)
        ratio, across = tr.number(round(self.reduction / step) * step), tr.number(size.width)
        values = {"scale": ratio, "width": across}
        lines = [tr(f"figure.scale.{what}", **values) for what in ("about", "where", "areas")]
        if size.brief:
            lines = [fit(tr("figure.scale.brief", **values), small, size.wide)]
        elif below:
            room = max(self.frame.width, size.wide / 2.0)
            lines = wrap(" ".join(lines), small, room, SCALE_LINES)
        first = low - small.line if size.brief or below else low + 2.2 * small.line
        sheet.lines(size.left, first, lines, small)

    def _turned(self, lonlat: Floats) -> Floats:
        if not self.meridian:
            return lonlat
        lon = lonlat[..., 0] - self.meridian
        return np.stack([np.where(lon < -180.0, lon + 360.0, lon), lonlat[..., 1]], axis=-1)

    def _halves(self, parts: NDArray[np.object_]) -> NDArray[np.object_]:
        """Polygons in longitudes from the middle meridian, those across the seam in two."""
        if not self.meridian:
            return parts
        seam = self.meridian - 180.0  # Meridian along which the world is cut
        west = shapely.clip_by_rect(parts, -180.0, -90.0, seam, 90.0)
        east = shapely.clip_by_rect(parts, seam, -90.0, 180.0, 90.0)
        moved = [
            shapely.transform(half, lambda xy, by=by: xy + np.array([by, 0.0]))
            for half, by in ((west, 360.0 - self.meridian), (east, -self.meridian))
        ]
        whole = shapely.get_parts(np.concatenate(moved))
        return np.asarray(whole[shapely.get_dimensions(whole) == 2], dtype=object)

    def _cut(self, vertices: Floats, joined: Bools) -> tuple[Floats, Bools]:
        """Lines broken where they cross the seam, each part going up to it."""
        if not self.meridian or not len(vertices):
            return vertices, joined
        lon, lat = vertices[:, 0], vertices[:, 1]
        leap = np.flatnonzero(joined & (np.abs(np.diff(lon)) > 180.0))
        if not len(leap):
            return vertices, joined
        side = np.where(lon[leap] > 0.0, 180.0, -180.0)
        past = lon[leap + 1] + 2.0 * side
        share = np.where(past == lon[leap], 0.0, (side - lon[leap]) / (past - lon[leap]))
        at = lat[leap] + share * (lat[leap + 1] - lat[leap])
        added = np.stack([side, at, -side, at], axis=-1).reshape(-1, 2)  # Ends and starts
        where, marks = np.repeat(leap + 1, 2), joined.copy()
        marks[leap] = True
        steps = np.tile([False, True], len(leap))
        return np.insert(vertices, where, added, axis=0), np.insert(marks, where, steps)


class Extent(NamedTuple):
    """Where all that is shown lies."""

    shown: Floats  # Missions and vertices of lines, shape (n, 2), CRS84 degrees
    view: View
    is_region: bool  # Whether it makes a map of a region


def extent_of(missions: Floats, lines: Sequence[Any] = ()) -> Extent:
    """Where missions and lines lie."""
    shown = np.concatenate([missions, joined_lines(lines)[0]])
    vectors = spheres.unit_vectors(shown)
    mean = middle = vectors.mean(axis=0)
    for step in range(2, STEPS):
        farthest = vectors[int(np.argmin(vectors @ middle))]
        middle = middle + (farthest - middle) / step
    length = float(np.linalg.norm(middle))
    nearest = float((vectors @ middle).min()) / length if length > SMALL else -1.0
    far = float(np.degrees(np.arccos(np.clip(nearest, -1.0, 1.0))))
    centre = middle if far <= REGION else mean
    known = np.linalg.norm(centre) > SMALL
    return Extent(shown, View.above(centre) if known else View(0.0, 0.0), far <= REGION)


def named(sheet: Sheet, frame: Frame, projection: str, extent: Extent) -> Chart:
    """The map in a projection."""
    if projection.startswith("equal-earth"):
        return WorldMap(sheet, frame, PACIFIC if projection.endswith("pacific") else 0.0)
    area = projection == "azimuthal-equal-area"
    shown = extent.shown if area and extent.is_region else None
    return Azimuthal(sheet, extent.view, frame, area=area, shown=shown)


def suiting(extent: Extent, lines: Sequence[Any]) -> str:
    """The projection that suits the selection: of a region, or of the world."""
    if extent.is_region:
        return "azimuthal-equal-area"
    vertices, joined = joined_lines(lines)
    pieces = np.split(vertices[:, 0], np.flatnonzero(~joined) + 1) if len(vertices) else []
    atlantic = sum(bool((np.abs(piece) >= 180.0 - 1e-9).any()) for piece in pieces) / 2.0
    seam = PACIFIC - 180.0
    pacific = sum(bool(piece.min() < seam < piece.max()) for piece in pieces)
    return "equal-earth-pacific" if pacific < FEWER * atlantic else "equal-earth"
