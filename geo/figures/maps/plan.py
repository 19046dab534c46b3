"""A plan of a quarter or a city: its plane in a frame, rivers, scale bar, north."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from geo import basemap
from geo.figures.canvas.labels import Labels
from geo.figures.canvas.sheet import Frame, Sheet, compound
from geo.figures.canvas.typography import MM_PER_POINT, width, wrap
from geo.figures.maps.projections import Floats, LocalPlane

FINEST_MM: Final = 0.03  # Vertices closer to the line than this are left out: half a dot at 400 dpi
SMALLEST_MM2: Final = 0.01
SMALLEST_LAKE_MM2: Final = 0.35  # Smaller areas would be specks
NEAR: Final = 0.05  # Degrees around an embassy within which its city's rivers are looked for
RIVER_M: Final = 400.0  # How broad a river is drawn, metres, where only its centre line is known
SMALLEST_M: Final = 900.0  # Metres across, at the least, that a plan shows
LOWEST_ARROW: Final = 20.0  # Height of a plan, millimetres, below which a north arrow is in the way
LARGEST_M: Final = 1_500_000.0
MARGIN: Final = 1.15
NARROW: Final = (30.0, 24.0, 10.0)  # Widths in mm to which names of a cluster are wrapped


class Ground(NamedTuple):
    """What is drawn under the missions; shapely geometries in CRS84 degrees."""

    land: Sequence[Any]
    borders: Sequence[Any]
    disputed: Sequence[Any]
    lakes: Sequence[Any]
    marked: Mapping[str, Sequence[Any]]


def ground(marked: Mapping[str, Sequence[str]] | None = None, viewpoint: str = "") -> Ground:
    """What is drawn under the missions."""
    borders, states = basemap.borders(viewpoint=viewpoint), basemap.states()
    disputed = borders["kind"] == "disputed"
    areas = {c: list(states.geometry[states["code"].isin(s)]) for c, s in (marked or {}).items()}
    land, lakes = list(basemap.land().geometry), list(basemap.lakes().geometry)
    sure, claimed = list(borders.geometry[~disputed]), list(borders.geometry[disputed])
    return Ground(land, sure, claimed, lakes, areas)


def graticule(step: float = 30.0) -> list[Any]:
    """Meridians and parallels, as shapely lines in CRS84 degrees."""
    lat, lon = np.linspace(-85.0, 85.0, 171), np.linspace(-180.0, 180.0, 361)
    meridians = [
        np.stack([np.full_like(lat, at), lat if at % 90.0 else lat * 90.0 / 85.0], axis=-1)
        for at in np.arange(-180.0, 180.0, step)
    ]
    heights = np.arange(-90.0 + step, 90.0, step)
    parallels = [np.stack([lon, np.full_like(lon, at)], axis=-1) for at in heights]
    return [*shapely.linestrings(meridians), *shapely.linestrings(parallels)]


def thin_rings(rings: Sequence[Floats], smallest: float = SMALLEST_MM2) -> list[Floats]:
    """Rings in millimetres without what nobody sees."""
    if not rings:
        return []
    whose = np.repeat(np.arange(len(rings)), [len(ring) for ring in rings])
    polygons = shapely.polygons(shapely.linearrings(np.concatenate(rings), indices=whose))
    polygons = polygons[shapely.area(polygons) > smallest]
    thin = shapely.simplify(shapely.get_exterior_ring(polygons), FINEST_MM, preserve_topology=False)
    return _pieces(thin)


def thin_lines(lines: Sequence[Floats]) -> list[Floats]:
    """Lines in millimetres, shape (n, 2) each, without what nobody sees."""
    if not lines:
        return []
    whose = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    whole = shapely.linestrings(np.concatenate(lines), indices=whose)
    thin = shapely.simplify(whole, FINEST_MM, preserve_topology=False)  # three times as fast
    return _pieces(thin[shapely.length(thin) > 2 * FINEST_MM])


def _pieces(lines: NDArray[np.object_]) -> list[Floats]:
    coordinates, whose = shapely.get_coordinates(lines, return_index=True)
    return np.split(coordinates, np.flatnonzero(np.diff(whose)) + 1) if len(whose) else []


River = tuple[str, Any]  # Its name and its centre line, a shapely geometry in CRS84 degrees
Named = Iterable[tuple[str, Floats]]  # What marks are called, and where they are


def nearby_rivers(points: Floats | Sequence[tuple[float, float]]) -> list[River]:
    """The rivers near some points, CRS84 degrees."""
    if not len(points):
        return []
    frame = basemap.rivers()
    found = frame[frame.intersects(shapely.buffer(shapely.multipoints(points), NEAR))]
    return list(zip(found["name"], found.geometry, strict=True))


def nice(most: float) -> float:
    """The largest of 1, 2, 5, 10, 20, … that is not more than a number."""
    power = 10.0 ** np.floor(np.log10(most))
    return float(max(step * power for step in (1.0, 2.0, 5.0) if step * power <= most))


def disc(radius: float, corners: int = 181) -> Floats:
    """A circle around the origin, shape (n, 2)."""
    angles = np.linspace(0.0, 2.0 * np.pi, corners)
    return np.stack([np.cos(angles), np.sin(angles)], axis=-1) * radius


def scale_bar(sheet: Sheet, x: float, y: float, length: float, text: str) -> None:
    """Draw a scale bar from (x, y) to the right, its length in millimetres, and its text."""
    line = [(x, y + 0.7), (x, y), (x + length, y), (x + length, y + 0.7)]
    colours = sheet.colours
    sheet.line(*line, edge=colours.paper, width=2.6)
    sheet.line(*line, edge=colours.ink, width=1.0)
    style = sheet.style("small").with_(colour=colours.ink, halo=1.8)
    sheet.text(x + length + 1.3, y - 0.3, text, style)


class Plan:
    """The plane around a point, fitted into a frame of a sheet, with its labels."""

    def __init__(
        self,
        sheet: Sheet,
        frame: Frame,
        centre: tuple[float, float],
        shown: Floats,
        reach_m: float = 0.0,
        across: float | None = None,
    ) -> None:
        self.sheet, self.frame, self.clip = sheet, frame, frame.path
        self._plane = LocalPlane(*centre)
        points = np.concatenate([disc(reach_m), self._plane.forward(shown.reshape(-1, 2))])
        low, high = points.min(axis=0), points.max(axis=0)
        need = (high - low) * MARGIN
        wide = across or max(need[0], need[1] * frame.width / frame.height, SMALLEST_M)
        self.metres_per_mm = min(wide, LARGEST_M) / frame.width
        self.middle = np.asarray((low + high) / 2.0, dtype=float)
        self._centre = np.array([frame.x + frame.width / 2.0, frame.y + frame.height / 2.0])
        left, bottom, right, top = frame.box
        self.labels = Labels(sheet, (left + 0.7, bottom + 0.7, right - 0.7, top - 0.7))

    def place(self, lonlat: Any) -> Floats:
        """Positions on the sheet."""
        return self.lay(self._plane.forward(lonlat))

    def rings(self, areas: Any) -> list[Floats]:
        """The rings of shapely polygons on the sheet."""
        rings = shapely.get_rings(shapely.get_parts(areas))
        return [self.place(shapely.get_coordinates(ring)) for ring in rings]

    def lay(self, metres: Floats) -> Floats:
        """Metres around the embassy on the sheet."""
        return np.asarray((metres - self.middle) / self.metres_per_mm + self._centre, dtype=float)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of somewhat more than the frame, degrees."""
        half = np.array([self.frame.width, self.frame.height]) * self.metres_per_mm * 0.55
        west, south = self._plane.inverse(self.middle - half)
        east, north = self._plane.inverse(self.middle + half)
        return float(west), float(south), float(east), float(north)

    def holds(self, point: Floats, inset: float = 0.8) -> bool:
        """Whether a point on the sheet is within the frame."""
        (x, y), (left, bottom, right, top) = point, self.frame.box
        return bool(left + inset < x < right - inset and bottom + inset < y < top - inset)

    def draw_rivers(self, rivers: Sequence[River]) -> None:
        """Draw rivers as broad as they are."""
        broad = max(RIVER_M / self.metres_per_mm / MM_PER_POINT, 1.0)
        for _, line in rivers:
            parts = map(shapely.get_coordinates, shapely.get_parts(line))
            path, colour = compound([*map(self.place, parts)]), self.sheet.colours.river
            self.sheet.path(path, edge=colour, width=broad, clip=self.clip)

    def draw_region(self, area: Any, broad: float, alpha: float = 0.0) -> None:
        """Draw the dashed outline of an area; ``alpha``: the opacity of its fill, if any."""
        rings, colour, path = self.rings(area), self.sheet.colours.region, self.sheet.path
        outline = compound(rings, closed=True)
        for ring in rings:
            self.labels.block_line(ring, 0.15, soft=True)
        if alpha:
            path(outline, fill=colour, alpha=alpha, clip=self.clip)
        path(outline, edge=colour, width=broad, dashes=(4.0, 2.0), clip=self.clip)

    def draw_scale(self) -> None:
        """Draw scale bar and north arrow in corners; labels keep clear of them."""
        sheet, frame, labels = self.sheet, self.frame, self.labels
        left, bottom, right, top = frame.box
        length = nice(min(frame.width, 1.6 * frame.height) * 0.30 * self.metres_per_mm)
        bar, text = length / self.metres_per_mm, sheet.tr.metres(length)
        small, ink = sheet.style("small"), sheet.colours.ink
        scale_bar(sheet, left + 2.5, bottom + 2.6, bar, text)
        labels.block((left, bottom, left + 4.0 + bar + width(text, small), bottom + 5.0))
        if frame.height < LOWEST_ARROW:
            return
        x, y = right - 3.2, top - 6.4
        arrow = [(x, y + 4.0), (x - 1.0, y + 0.6), (x, y + 1.5), (x + 1.0, y + 0.6), (x, y + 4.0)]
        sheet.path(compound([arrow], closed=True), fill=ink)
        sheet.text(x, y - 1.9, "N", small.with_(face="semibold", colour=ink), align="center")
        labels.block((x - 2.0, y - 2.4, right, top))

    def name(
        self, named: Named, within: float, role: str, reach: int, order: Callable[[list[str]], Any]
    ) -> None:
        """Label marks; those within ``within`` millimetres of the first share a label."""
        groups: list[tuple[list[str], Floats]] = []
        for name, at in named:
            near = next((names for names, spot in groups if np.hypot(*(spot - at)) < within), None)
            if near:
                near.append(name)
            else:
                groups.append(([name], at))
        style, colour = self.sheet.style(role), self.sheet.colours.other
        look: dict[str, Any] = {"gap": 1.3, "reach": reach, "own": True, "leader": colour}
        for names, at in sorted(groups, key=lambda one: (len(one[0]), order(one[0]))):
            parts = [name.replace(" ", "\u00a0") for name in names]
            widest = max(width(f"{part},", style) for part in parts) + 0.1
            text, most = ", ".join(parts), len(names) + 1
            broken = [wrap(text, style, max(room, widest), most) for room in NARROW]
            first, *more = (one for at_, one in enumerate(broken) if one not in broken[:at_])
            self.labels.place(at, first, style, settings=more, **look)
