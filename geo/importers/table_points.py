"""The points of a table's rows: of their geometries, of two columns, of one column."""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from geo import basemap, dataset, parties
from geo.errors import InvalidGeometry, StateError, quoted
from geo.i18n import ENGLISH
from geo.importers.coordinates import Reading, chosen, readings, readings_of, senses_of, xy_of
from geo.importers.geometries import moved
from geo.importers.grids import Grid
from geo.importers.inputs import Entry, Named, Point
from geo.importers.mapping import Mapped
from geo.importers.row_writer import precision_of

_NEAR_M: Final = 10_000.0
"""Metres outside the drawn area of a state that count as within: coasts are generalised."""

_PLAIN: Final = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")

Refusal = tuple[str, str, str, str]
"""Field, value, rule and remedy."""


@dataclass(slots=True)
class RowPoints:
    """The points of one row, in degrees, and what of its coordinates is refused."""

    points: list[Point] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


def points_of_rows(file: str, grid: Grid, mapping: Mapped) -> tuple[list[RowPoints], list[str]]:
    """The points of all rows, in their order, and in words how they were read."""
    found = [RowPoints() for _ in grid.rows]
    notes: list[str] = []
    for row, at in zip(found, grid.points, strict=False):
        if at is not None:
            _put(row, at, "geometry", f"{at[0]} {at[1]}")
    cells = [cells for _, cells in grid.rows]
    pairs = [(mapping.cell("latitude", one), mapping.cell("longitude", one)) for one in cells]
    texts = [mapping.cell("coordinates", one) for one in cells]
    if mapping.options.crs:
        _projected(file, found, pairs, texts, mapping.options.crs)
        return found, notes
    hosts = [mapping.meant("receiving", mapping.cell("receiving", one)) for one in cells]
    shown = [f"{lon} {lat}" if lat or lon else "" for lat, lon in pairs]
    notes += _read(found, "latitude", shown, lambda n: readings_of(*pairs[n]), hosts, "")
    heading = mapping.heading("coordinates")
    notes += _read(found, "coordinates", texts, lambda n: readings(texts[n]), hosts, heading)
    return found, notes


def take_inside(
    entries: Sequence[Entry], code_of: Callable[[Named], str]
) -> Iterator[tuple[Entry, str, str, str]]:
    """Take the points far outside the receiving state from entries: value, rule, remedy of each.

    A mission to the own state is in another: the matcher finds in which.
    """
    hosts = {
        str(n): {"receiving": code}
        for n, entry in enumerate(entries)
        if not entry.own and (code := code_of(entry.receiving)) != code_of(entry.sending)
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
    found: Sequence[RowPoints],
    field: str,
    texts: Sequence[str],
    read: Callable[[int], tuple[Reading, ...]],
    hosts: Sequence[str],
    heading: str,
) -> Iterator[str]:
    """Put the points of a column into the rows; yield in which sense they are read, and why."""
    given: dict[int, tuple[Reading, ...]] = {}
    for number, text in enumerate(texts):
        with _refusing(found[number], field, text):
            if text:
                given[number] = read(number)
    at, cells = list(given), list(given.values())
    senses = senses_of(
        [texts[number] for number in at],
        cells,
        heading,
        lambda place, one: _lies_in(hosts[at[place]], one),
    )
    for number, one in given.items():
        with _refusing(found[number], field, texts[number]):
            found[number].points.append(Point(*chosen(texts[number], one, senses)))
    for sense, why in senses.items():
        yield f"coordinates: {sense} ({why})"


@contextlib.contextmanager
def _refusing(row: RowPoints, field: str, text: str) -> Iterator[None]:
    try:
        yield
    except InvalidGeometry as error:
        rule, _, remedy = str(error).rpartition(". ")
        row.refused.append((field, text, rule, remedy))


@lru_cache(maxsize=4_096)
def _lies_in(host: str, one: Reading) -> bool:
    """Whether a point lies in the receiving state, as far as that is known."""
    try:
        code = parties.party(host).code
    except StateError:
        return False
    if not basemap.has_shape(code):
        return False
    away = basemap.within(float(one.longitude), float(one.latitude), code)
    return float(away) <= _NEAR_M


def _projected(
    file: str,
    found: Sequence[RowPoints],
    pairs: Sequence[tuple[str, str]],
    texts: Sequence[str],
    crs: str,
) -> None:
    """Put points of x and y in a reference system into the rows."""
    at = [_xy(y, x) if y or x else xy_of(text) for (y, x), text in zip(pairs, texts, strict=True)]
    for number, point in enumerate(moved(file, at, crs)):
        y, x = pairs[number]
        value = f"{x} {y}" if y or x else texts[number]
        if point is not None:
            _put(found[number], point, "latitude" if y or x else "coordinates", value)
        elif value:
            rule = f"{quoted(value)} is not x and y in {crs}"
            remedy = "Write two numbers, or Point(x y); leave out --crs if they are degrees."
            found[number].refused.append(("latitude", value, rule, remedy))


def _xy(y: str, x: str) -> tuple[float, float] | None:
    numbers = [float(text.replace(",", ".")) for text in (x, y) if _PLAIN.fullmatch(text)]
    return (numbers[0], numbers[1]) if len(numbers) == 2 else None


def _put(row: RowPoints, at: tuple[float, float], field: str, value: str) -> None:
    if abs(at[0]) <= 180 and abs(at[1]) <= 90:
        row.points.append(Point.at(*at))
        return
    rule = "coordinates outside ±180, ±90"
    if not (math.isfinite(at[0]) and math.isfinite(at[1])):
        rule = "coordinates that its reference system does not have"
    remedy = "Write longitude first, in degrees, or name the reference system with --crs."
    row.refused.append((field, value, rule, remedy))
