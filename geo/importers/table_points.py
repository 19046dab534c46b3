"""The points of a table's rows: of their geometries, of two columns, of one column."""

import contextlib
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from geo import basemap, dataset
from geo.errors import InvalidGeometry, quoted
from geo.i18n import ENGLISH
from geo.importers.coordinates import Reading, chosen, readings, readings_of, senses_of, xy_of
from geo.importers.geometries import moved
from geo.importers.grids import Grid
from geo.importers.inputs import Entry, Named, Point, code_of
from geo.importers.mapping import Mapped
from geo.importers.row_writer import precision_of

# Metres outside the drawn area of a state that count as within: coasts are generalised
_NEAR_M: Final = 10_000.0
_PLAIN: Final = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
Both = tuple[Reading, ...]
Refusal = tuple[str, str, str, str]  # Field, value, rule and remedy


@dataclass(slots=True)
class RowPoints:
    """The points of one row, in degrees, and what of its coordinates is refused."""

    host: str  # The receiving state
    points: list[Point] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    def put(self, at: tuple[float, float], field: str, value: str) -> None:
        """Add a point, unless its degrees are out of range."""
        if abs(at[0]) <= 180 and abs(at[1]) <= 90:
            self.points.append(Point.at(*at))
            return
        rule = "coordinates outside ±180, ±90"
        if not all(map(math.isfinite, at)):
            rule = "coordinates that its reference system does not have"
        remedy = "Write longitude first, in degrees, or name the reference system with --crs."
        self.refused.append((field, value, rule, remedy))

    @contextlib.contextmanager
    def refusing(self, field: str, text: str) -> Iterator[None]:
        """Refuse the text if the enclosed code raises InvalidGeometry."""
        try:
            yield
        except InvalidGeometry as error:
            rule, _, remedy = str(error).rpartition(". ")
            self.refused.append((field, text, rule, remedy))


def points_of_rows(grid: Grid, mapping: Mapped) -> tuple[list[RowPoints], list[str]]:
    """The points of all rows, in their order, and in words how they were read."""
    crs, cells = mapping.options.crs, [cells for _, cells in grid.rows]
    hosts = (mapping.cell("receiving", one) for one in cells)
    found = [RowPoints(mapping.meant("receiving", one)) for one in hosts]
    for row, drawn in zip(found, grid.points, strict=False):
        if drawn is not None:
            row.put(drawn, "geometry", f"{drawn[0]} {drawn[1]}")
    pairs = [(mapping.cell("latitude", one), mapping.cell("longitude", one)) for one in cells]
    texts = [mapping.cell("coordinates", one) for one in cells]
    shown = [f"{lon} {lat}" if lat or lon else "" for lat, lon in pairs]
    if not crs:
        heading = mapping.heading("coordinates")
        notes = [*_read(found, "latitude", shown, lambda n: readings_of(*pairs[n]), "")]
        notes += _read(found, "coordinates", texts, lambda n: readings(texts[n]), heading)
        return found, notes
    at = [_xy(*pair) if any(pair) else xy_of(text) for pair, text in zip(pairs, texts, strict=True)]
    for row, pair, text, point in zip(found, shown, texts, moved(grid.file, at, crs), strict=True):
        value = pair or text
        if point is not None:
            row.put(point, "latitude" if pair else "coordinates", value)
        elif value:
            rule = f"{quoted(value)} is not x and y in {crs}"
            remedy = "Write two numbers, or Point(x y); leave out --crs if they are degrees."
            row.refused.append(("latitude", value, rule, remedy))
    return found, []


def take_inside(
    entries: Sequence[Entry], party: Callable[[Named], str]
) -> Iterator[tuple[Entry, str, str, str]]:
    """Take the points far outside the receiving state from entries: value, rule, remedy of each.

    A mission to the own state is in another: the matcher finds in which.
    """
    hosts = {
        str(n): {"receiving": code}
        for n, entry in enumerate(entries)
        if not entry.own and (code := party(entry.receiving)) != party(entry.sending)
    }
    at = [
        ((entries[int(n)], point), dataset.Position.of(own))
        for n in hosts
        for point in entries[int(n)].points
        for own in [point._asdict() | {"mission": n, "precision": precision_of(point)}]
        if float(point.longitude) or float(point.latitude)
    ]
    for (entry, point), row, code, metres in dataset.outside(at, hosts):
        entry.points = [one for one in entry.points if one is not point]
        case, values = dataset.astray(row.point or (0.0, 0.0), code)
        if "party" in values:
            values["party"] = ENGLISH.of_party(str(values["party"]))
        values |= {"away": ENGLISH.distance(metres), "receiving": ENGLISH.of_party(code)}
        rule, _, remedy = ENGLISH(f"quality.{case}", **values).partition(". ")
        # No column of a table explains a point
        remedy = remedy.partition(";")[0].removesuffix(".")
        yield entry, f"{point.longitude} {point.latitude}", rule, f"{remedy}."


def _read(
    found: list[RowPoints], field: str, texts: list[str], read: Callable[[int], Both], heading: str
) -> Iterator[str]:
    """Put the points of a column into the rows; yield in which sense they are read, and why."""
    given: dict[int, Both] = {}
    for number, text in enumerate(texts):
        with found[number].refusing(field, text):
            if text:
                given[number] = read(number)
    shown, hosts = [texts[number] for number in given], [found[number].host for number in given]
    cells = [*given.values()]
    senses = senses_of(shown, cells, heading, lambda place, one: _lies_in(hosts[place], one))
    for number, one in given.items():
        with found[number].refusing(field, texts[number]):
            found[number].points.append(Point(*chosen(texts[number], one, senses)))
    for sense, why in senses.items():
        yield f"coordinates: {sense} ({why})"


@lru_cache(maxsize=4_096)
def _lies_in(host: str, one: Reading) -> bool:
    code = code_of(host)
    at = float(one.longitude), float(one.latitude)
    return basemap.has_shape(code) and float(basemap.within(*at, code)) <= _NEAR_M


def _xy(y: str, x: str) -> tuple[float, float] | None:
    numbers = [float(text.replace(",", ".")) for text in (x, y) if _PLAIN.fullmatch(text)]
    return (numbers[0], numbers[1]) if len(numbers) == 2 else None
