"""Many missions on one map: states shaded by their number, cities as circles by theirs."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.evidence import UNDATED
from geo.figures.canvas.labels import Labels
from geo.figures.canvas.legend import Drawer, Group, Key, box
from geo.figures.canvas.sheet import Floats, Sheet
from geo.figures.canvas.style import Palette
from geo.figures.canvas.typography import clean, fit
from geo.figures.maps.charts import Chart
from geo.vocabulary import NOWHERE

MANY: Final = 200  # More missions than this are drawn as an overview
SHARES: Final = (0.2, 0.4, 0.6, 0.8)  # Shares of the states at which a class of shading begins
GROWTH: Final = 0.0008  # Radius of the circle of one mission, of the map's width; areas as numbers
SMALLEST: Final = (0.18, 0.0004)  # Least radius: millimetres, and what is added of the width
SAMPLES: Final = (1, 25, 100)
MOST_LABELS: Final = 40
A4: Final = 240.0
STRAY: Final = ("outside", "far", *NOWHERE)


@dataclass(frozen=True, slots=True)
class Overview:
    """The missions of a selection counted by state and by city."""

    count: str  # One of `geo.figures.COUNTS`
    by_state: Counter[str]
    names: Sequence[str]  # Of cities, those with the most missions first
    numbers: NDArray[np.int64]  # Of the missions of each city
    lonlat: Floats  # Shape (n, 2), CRS84 degrees
    unplaced: int  # Missions without a circle: only their state is known
    shaded: bool = True

    @property
    def classes(self) -> list[int]:
        """The least numbers of the classes of shading: about as many states in each."""
        numbers = sorted(self.by_state.values())
        found = [1]
        for share in SHARES:
            at = numbers[int(share * len(numbers))]
            step = 10 if at > 50 else 5 if at > 15 else 1
            least = max(int(at / step + 0.5) * step, found[-1] + 1)
            if least <= numbers[-1]:
                found.append(least)
        return found

    def marked(self, palette: Palette) -> dict[str, list[str]]:
        """Colour -> codes of the states that are shaded with it."""
        found: dict[str, list[str]] = {}
        if self.shaded:
            least = self.classes
            for code, number in sorted(self.by_state.items()):
                at = int(np.searchsorted(least, number, side="right")) - 1
                found.setdefault(_shade(palette, at, len(least)), []).append(code)
        return found


def overview_of(missions: gpd.GeoDataFrame, count: str, *, shaded: bool) -> Overview:
    """Missions counted; those of which nothing says whether they had opened are left out."""
    there = missions[missions["status"] != UNDATED]
    count = count or ("sent" if there["receiving"].nunique() == 1 else "received")
    by_state: Counter[str] = Counter()
    for column in {"received": ["receiving"], "sent": ["sending"]}.get(
        count, ["receiving", "sending"]
    ):
        by_state.update(there[column].tolist())
    placed = there[(there["city"] != "") & ~there["exactness"].isin(STRAY)]
    points = shapely.get_coordinates(placed.geometry.to_numpy())
    columns = placed[["city", "receiving"]].assign(lon=points[:, 0], lat=points[:, 1])
    groups = columns.groupby(["city", "receiving"])
    cities = groups[["lon", "lat"]].median().assign(number=groups.size())
    cities = cities.sort_values("number", ascending=False, kind="stable").reset_index()
    return Overview(
        count,
        by_state,
        cities["city"].tolist(),
        cities["number"].to_numpy(dtype=np.int64),
        cities[["lon", "lat"]].to_numpy(dtype=float),
        len(there) - len(placed),
        shaded,
    )


def draw_circles(chart: Chart, overview: Overview) -> Labels:
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
    labels, style = Labels(sheet, chart.frame.box), sheet.style("city")
    most = max(8, round(MOST_LABELS * min(1.0, chart.frame.width / A4)))
    largest = list(zip(names, own.tolist(), points.tolist(), radii.tolist(), strict=True))[:most]
    for _, _, (x, y), radius in largest:
        inner = 0.75 * radius
        labels.block((x - inner, y - inner, x + inner, y + inner))
    room = chart.frame.width * 0.3
    for name, number, at, radius in largest:
        text = clean(name) if number == 1 else f"{clean(name)} ({sheet.tr.number(number)})"
        if fit(text, style, room) == text:
            labels.place(at, text, style, gap=0.6 + radius, room=room)
    return labels


def overview_keys(sheet: Sheet, overview: Overview, wide: float) -> list[Group]:
    """What the shading and the circles of a map mean; ``wide`` is its width in millimetres."""
    tr, colours = sheet.tr, sheet.colours
    found = list[Group]()
    if overview.shaded:
        least = overview.classes
        ends = [*(one - 1 for one in least[1:]), 0]
        look: dict[str, Any] = {"edge": colours.coast, "width": 0.4}
        keys = [Key(tr("figure.overview.none"), box(2.6, fill=colours.land, **look))]
        for at, (low, high) in enumerate(zip(least, ends, strict=True)):
            said = tr("map.legend.range", **{"from": low, "to": high})
            if low >= high:
                said = tr.number(low) if high else tr("map.legend.from", **{"from": low})
            keys.append(Key(said, box(2.6, fill=_shade(colours, at, len(least)), **look)))
        found.append(Group(tr(f"figure.overview.{overview.count}"), keys))
    samples = [one for one in SAMPLES if one == 1 or one <= overview.numbers.max(initial=1)]
    radii = _radii(np.array(samples), wide).tolist()
    circles = [Key(tr.number(n), _disc(radius)) for n, radius in zip(samples, radii, strict=True)]
    return [*found, Group(tr("figure.overview.cities"), circles)]


def _radii(numbers: NDArray[np.int64], wide: float) -> Floats:
    return np.maximum(SMALLEST[0] + SMALLEST[1] * wide, GROWTH * wide * np.sqrt(numbers))


def _apart(points: Floats, numbers: NDArray[np.int64], wide: float) -> NDArray[np.int64]:
    """The number of each circle, 0 for one that would lie within a larger one, which has it too."""
    found, radii = numbers.copy(), _radii(numbers, wide)
    for row in range(1, len(points)):
        away = np.hypot(*(points[:row] - points[row]).T)
        room = np.maximum(radii[:row] - 0.5 * radii[row], SMALLEST[0])
        over = np.flatnonzero((away < room) & (found[:row] > 0))
        if len(over):
            found[over[0]] += found[row]
            found[row] = 0
    return found


def _shade(palette: Palette, at: int, many: int) -> str:
    """The colour of a class; few classes take the strong ones apart."""
    last = len(palette.shades) - 1
    return palette.shades[last // 2 if many < 2 else round(at * last / (many - 1))]


def _disc(radius: float) -> Drawer:
    def draw(sheet: Sheet, x: float, y: float) -> None:
        at, fill, edge = np.array([[x, y]]), sheet.colours.circle, sheet.colours.paper
        sheet.discs(at, np.array([radius]), fill=fill, edge=edge)

    return draw
