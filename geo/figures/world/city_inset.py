"""The city in which most of what the world figure shows is: its missions told apart."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import geopandas as gpd
import numpy as np
import shapely

from geo import geodesy
from geo.evidence import UNDATED
from geo.figures.canvas.sheet import Floats, Frame, Sheet
from geo.figures.canvas.style import GROUP_MARKS
from geo.figures.canvas.typography import MM_PER_POINT, clean, fit, width
from geo.figures.maps.plan import Plan, River
from geo.figures.maps.projections import lonlat_of
from geo.vocabulary import KINDS, NOWHERE, POINTED, STATUSES, Answer

FEW: Final = 300  # Up to so many missions, labels keep clear of the marks too
LEAST: Final = 4
SHARE: Final = 0.5  # A plan shows a city with so many missions, and so much of all that are shown
NEAR: Final = 0.92  # So much of the located missions, the nearest to their middle, the plan shows
MANY: Final = 12  # Where fewer are located, all of them are on the plan
MOST_FANNED: Final = 4
LOOSE: Final = ("city", *NOWHERE)
SIZE: Final = 4.6
TOGETHER_MM: Final = 2.0  # Marks nearer to each other than this share one label
COLUMNS: Final = 3
STEP: Final = 3.5
MOST_ROWS: Final = 12
LOWEST_PLAN: Final = 34.0  # Lowest plan, mm; below, missions beside it are only counted


class City(NamedTuple):
    """A city and its missions."""

    name: str
    on_plan: gpd.GeoDataFrame
    beside: gpd.GeoDataFrame
    shown: int


def gathered(missions: gpd.GeoDataFrame) -> City | None:
    """The city in which most of the missions stand; None where there is none."""
    named = zip(missions["city"], missions["receiving"], strict=True)
    counts = Counter(key for key in named if key[0])
    key = min(counts, key=lambda one: (-counts[one], one), default=("", ""))
    if counts[key] < max(LEAST, SHARE * len(missions)):
        return None
    own = missions[(missions["city"] == key[0]) & (missions["receiving"] == key[1])]
    located = own[~own["exactness"].isin(LOOSE)]
    if len(located) < LEAST:
        return None
    points = lonlat_of(located)
    middle = np.broadcast_to(np.median(points, axis=0), points.shape)
    away = np.asarray(geodesy.distance(middle, points), dtype=float)
    near = located[away <= np.quantile(away, NEAR)] if len(located) >= MANY else located
    return City(str(key[0]), near, own[~own["id"].isin(near["id"])], len(missions))


def draw_marks(sheet: Sheet, points: Floats, missions: gpd.GeoDataFrame, size: float) -> None:
    """Draw missions by kind, status and certainty."""
    groups = missions["kind"].map(KINDS).to_numpy(dtype=object)
    statuses = missions["status"].to_numpy(dtype=object)
    sure = (missions["certainty"] == Answer.YES).to_numpy(dtype=bool)
    edge, colours = size * 0.13, sheet.colours
    for certain in (False, True):
        for status in reversed((*STATUSES, UNDATED)):
            fill, rim = colours.statuses[status]
            for group, shape in GROUP_MARKS.items():
                mine = points[(groups == group) & (statuses == status) & (sure == certain)]
                across = size * (0.86 if shape in "sD" else 1.0)
                if len(missions) <= FEW:
                    sheet.marks(mine, shape=shape, size=across + 1.2)
                look: dict[str, Any] = {"shape": shape, "size": across, "edge": rim}
                if certain:
                    sheet.marks(mine, fill=fill, width=edge, **look)
                else:
                    look |= {"fill": colours.pale(fill), "width": edge * 1.3}
                    sheet.marks(mine, dashed=True, **look)


def fanned(points: Floats, size: float) -> Floats:
    """Points with those at one spot, where they are few, set side by side."""
    fanned = points.copy()
    _, spots, counts = np.unique(points.round(1), axis=0, return_inverse=True, return_counts=True)
    for spot in np.flatnonzero((counts > 1) & (counts <= MOST_FANNED)):
        rows = np.flatnonzero(spots.reshape(-1) == spot)
        angles = 2.0 * np.pi * np.arange(len(rows)) / len(rows)
        away = 0.62 * size * MM_PER_POINT / np.sin(np.pi / len(rows))
        fanned[rows] += away * np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    return fanned


def draw_city(sheet: Sheet, city: City, frame: Frame, rivers: Sequence[River]) -> None:
    """Draw the plan of a city and the missions that are not on it."""
    tr, small = sheet.tr, sheet.style("small").line
    rows = min(MOST_ROWS, -(-len(city.beside) // COLUMNS))
    if frame.height - (rows * STEP + 6.0) < LOWEST_PLAN:
        rows = 0
    strip = rows * STEP + 6.0 if rows else small + 1.0 if len(city.beside) else 0.0
    box = Frame(frame.x, frame.y + strip, frame.width, frame.height - strip)
    heading, quiet = sheet.style("panel"), sheet.style("panel_note")
    name = fit(clean(city.name), heading, frame.width / 2.0)
    sheet.text(box.x, box.y + box.height + 1.6, name, heading)
    count = len(city.on_plan) + len(city.beside)
    said = tr("figure.city.of_shown", count=count, shown=city.shown)
    if count == city.shown:
        said = tr("figure.city.all", count=count)
    said = fit(said, quiet, frame.width - width(name, heading) - 2.0)
    sheet.text(box.x + box.width, box.y + box.height + 1.6, said, quiet, align="right")
    _plan(sheet, city.on_plan, box, rivers)
    if strip:
        _strip(sheet, city.beside, frame, strip, rows)


def _plan(sheet: Sheet, missions: gpd.GeoDataFrame, box: Frame, rivers: Sequence[River]) -> None:
    lonlat, clip, colours, tr = lonlat_of(missions), box.path, sheet.colours, sheet.tr
    middle = np.median(lonlat, axis=0)
    regions = [region for region in missions["region"] if region is not None]
    seen = np.concatenate([lonlat, *map(shapely.get_coordinates, regions)])
    plan = Plan(sheet, box, (float(middle[0]), float(middle[1])), seen)
    sheet.path(clip, fill=colours.quarter)
    plan.draw_rivers(rivers)
    for region in regions:
        plan.draw_region(region, 0.7)
    plan.draw_scale()
    points = fanned(plan.place(lonlat), SIZE)
    exact = missions["exactness"].isin(POINTED).to_numpy(dtype=bool)
    draw_marks(sheet, points[exact], missions[exact], SIZE)
    for colour, broad in ((colours.paper, 2.4), (colours.ink, 1.1)):
        sheet.marks(points[~exact], shape="x", size=SIZE, fill=colour, edge=colour, width=broad)
    plan.labels.block_marks(points, SIZE + 0.8)
    called = [
        clean(name if pointed else tr("figure.city.not_exact", name=name))
        for name, pointed in zip(map(tr.party, missions["sending"]), exact.tolist(), strict=True)
    ]
    named = zip(called, points, strict=True)
    plan.name(named, TOGETHER_MM, "plan", 6, lambda names: names)
    sheet.path(clip, edge=colours.edge, width=0.7)


def _strip(
    sheet: Sheet, missions: gpd.GeoDataFrame, frame: Frame, height: float, rows: int
) -> None:
    """The missions that are not on the plan, counted, and by name where there are rows for them."""
    tr, loose = sheet.tr, int(missions["exactness"].isin(LOOSE).sum())
    said = [tr("figure.city.loose", count=loose)] if loose else []
    if len(missions) > loose:
        said.append(tr("figure.city.farther", count=len(missions) - loose))
    small = sheet.style("small")
    top = frame.y + height - small.line
    text = tr("figure.city.beside", what="; ".join(said))
    sheet.text(frame.x, top, fit(text, small, frame.width), small)
    ordered = missions.assign(label=[tr.party(code) for code in missions["sending"]])
    ordered = ordered.sort_values(["label", "id"], ignore_index=True).iloc[: rows * COLUMNS]
    style = sheet.style("plan").with_(halo=0.0)
    wide = frame.width / COLUMNS
    number = np.arange(len(ordered))
    x = frame.x + 1.6 + wide * (number // max(rows, 1))
    y = top - 2.9 - STEP * (number % max(rows, 1))
    draw_marks(sheet, np.stack([x, y], axis=-1), ordered, SIZE)
    for label, left, base in zip(ordered["label"], x.tolist(), y.tolist(), strict=True):
        sheet.text(left + 1.8, base - 0.85, fit(clean(label), style, wide - 4.0), style)
    if len(missions) > len(ordered):
        sheet.remark("figure.told.no_room", count=len(missions) - len(ordered))
