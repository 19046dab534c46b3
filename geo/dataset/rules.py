"""What must hold between the rows of a dataset: every rule, every error, one report."""

import contextlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Final, TypeVar

from geo import geodesy, parties
from geo.dataset.cells import days_of, ids_of
from geo.dataset.indexes import Nearest
from geo.dataset.models import ALL_MODELS, Position
from geo.dataset.tables import Tables, file_of
from geo.errors import InvalidGeometry, ValidationError
from geo.parties.lexicon import codes as party_codes

TOLERANCE_M: Final = 7_000.0
"""Metres by which a position may be outside its receiving state as drawn by
Natural Earth at 1:50 million, whose coasts and borders are generalised by kilometres."""

Key = tuple[str, str]  # Table and id of a row
Found = tuple[ValidationError, Key]  # An error, and the row that it is about
_Cells = dict[str, str]
_Faults = Iterator[tuple[str, str, str, str]]  # Column, value, rule and remedy
_Key = TypeVar("_Key")
_WHOLE: Final = "pack"
_AGAIN: Final = "Draw it again."


@dataclass(frozen=True)
class _View:
    """The sound rows of a dataset, with look-ups; on the map only ``drawn`` where it is given."""

    tables: Tables
    drawn: Set[Key] | None = None
    first: dict[str, str] = field(default_factory=dict)  # Id -> where it was used first

    def each(self, table: str) -> Iterator[tuple[int, _Cells]]:
        return zip(self.tables.lines[table], self.tables.rows[table], strict=True)

    def looks_at(self, *rows: Key) -> bool:
        return self.drawn is None or any(row in self.drawn for row in rows)

    @cached_property
    def missions(self) -> dict[str, _Cells]:
        return {row["id"]: row for row in self.tables.rows["missions"]}

    @cached_property
    def placed(self) -> set[str]:
        return {row["mission"] for row in self.tables.rows["positions"]}

    @cached_property
    def subjects(self) -> tuple[set[str], Nearest] | None:
        """The ids that a claim may be about; None where a table with errors was not read."""
        ids: set[str] = set()
        for known in self.tables.ids.values():
            if known is None:
                return None
            ids |= known
        return ids, Nearest(ids - (self.tables.ids["claims"] or set()))

    @cached_property
    def last_day(self) -> dict[str, int]:
        """Source -> the last day on which it may have been published."""
        dated = ("published", "revised")
        told = {row["id"]: [row[c] for c in dated if row[c]] for row in self.tables.rows["sources"]}
        return {id: max(days_of(day).last for day in days) for id, days in told.items() if days}

    @cached_property
    def endless(self) -> dict[str, dict[str, Sequence[str]]]:
        """Column -> the sources that refer to one another in a circle by it."""
        rows, columns = self.tables.rows["sources"], ("derived_from", "known_through")
        return {c: _trimmed({row["id"]: ids_of(row[c]) for row in rows}) for c in columns}

    @cached_property
    def outside(self) -> dict[int, tuple[str, float]]:
        """Python id of the row of a position outside its state -> the state's name, and metres."""
        unexplained = (
            (id(row), Position.of(row))
            for row in self.tables.rows["positions"]
            if not row["reason"]
            and self.looks_at(("positions", row["id"]), ("missions", row["mission"]))
        )
        return {
            one: (parties.party_by_code(code).name, metres)
            for one, _, code, metres in outside(unexplained, self.missions)
        }


def problems_between(
    tables: Tables, links_only: bool = False, drawn: Set[Key] | None = None
) -> list[Found]:
    """The errors that show only when rows are seen together."""
    view = _View(tables, drawn)
    found: list[Found] = []
    for rule, names in _LINKS if links_only else _LINKS + _SENSE:
        for table in names or tables.rows:
            file = file_of(table)
            for line, row in view.each(table):
                for fault in rule(view, table, row):
                    found.append((ValidationError(file, line, *fault), (table, row["id"])))
                if rule is _unique_id:
                    view.first.setdefault(row["id"], f"{file}, row {line}")
    order = {file: number for number, file in enumerate(dict.fromkeys(f.file for f, _ in found))}
    return sorted(found, key=lambda one: (order[one[0].file], one[0].row or 0))


def _unique_id(view: _View, table: str, row: _Cells) -> _Faults:
    if row["id"] in view.first:
        rule = f"the id is already used in {view.first[row['id']]}"
        yield "id", row["id"], rule, "Give it another."


def _references(view: _View, table: str, row: _Cells) -> _Faults:
    for column in ALL_MODELS[table].links:
        cell = row[column.name]
        parts = ids_of(cell) if column.many else (cell,) if cell else ()
        known = view.tables.ids[column.table]
        for part in parts:
            if known is not None and part not in known:
                rule = f"no row of {file_of(column.table)} has this id"
                yield column.name, part, rule, "Correct the id, or add the row."
        if len(parts) != len(set(parts)):
            yield column.name, cell, "an id is in the list twice", "Name it once."


def _subject(view: _View, table: str, row: _Cells) -> _Faults:
    subject = row["subject"]
    if view.subjects is None or subject in view.subjects[0] or subject == _WHOLE:
        return
    codes = subject.split("-")
    is_pair = len(codes) <= 2 and all(code in party_codes() for code in codes)
    if is_pair and codes == sorted(codes):
        return
    remedy = "Use the id of a record, two codes in alphabetical order (PRK-VEN), or a code."
    if meant := ["-".join(sorted(codes))] if is_pair else view.subjects[1].to(subject):
        remedy += f" Did you mean {' or '.join(meant)}?"
    yield "subject", subject, "the claim is about nothing in the dataset", remedy


def _reason(view: _View, table: str, row: _Cells) -> _Faults:
    if row["reason"]:
        return
    if row["rank"] != "normal":
        yield "reason", "", "a rank other than normal needs a reason", "Give it."
    elif row.get("grade"):
        remedy = "Give the reason for the grade, or leave the grade blank."
        yield "reason", "", f"the grade {row['grade']} needs a reason", remedy


def _no_prophecy(view: _View, table: str, row: _Cells) -> _Faults:
    """A report cannot say what happened after it was published."""
    if row["sense"] in ("planned", "after"):
        return
    begins = days_of(row["date"]).first
    for source in ids_of(row["sources"]):
        if begins > view.last_day.get(source, begins):
            rule = f"the source {source} was published before the event"
            remedy = "Attribute the event to a later source, or to unrecorded."
            yield "sources", row["date"], rule, remedy


def _circle(view: _View, table: str, row: _Cells) -> _Faults:
    for column, links in view.endless.items():
        if row["id"] in links and _reaches(row["id"], links):
            yield column, row["id"], "the source leads back to itself", "Break the circle."


def _trimmed(links: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """The sources that lead to others without end; those in no circle go first, in linear time."""
    sorter = TopologicalSorter(links)
    with contextlib.suppress(CycleError):
        sorter.prepare()
    ends: set[str] = set()
    while ready := sorter.get_ready():
        ends.update(ready)
        sorter.done(*ready)
    return {source: parents for source, parents in links.items() if source not in ends}


def _reaches(start: str, links: Mapping[str, Sequence[str]]) -> bool:
    seen: set[str] = set()
    todo = list(links[start])
    while todo:
        source = todo.pop()
        if source == start:
            return True
        if source not in seen:
            seen.add(source)
            todo.extend(links.get(source, ()))
    return False


def _post(view: _View, table: str, row: _Cells) -> _Faults:
    if days_of(row["start"]).first > days_of(row["end"]).last:
        yield "end", row["end"], "the post ends before it begins", "Correct start or end."


def _coverage(view: _View, table: str, row: _Cells) -> _Faults:
    if row["face"] == "covered" and not row["mission"] and not (row["city"] and row["state"]):
        remedy = "Name the accredited mission, or its city and state."
        yield "mission", "", "non-resident, but without the accredited mission", remedy
    if row["sending"] == row["receiving"]:
        rule = "a state is not accredited to itself"
        yield "receiving", row["receiving"], rule, "Correct one of the two."
    named = next((c for c in ("mission", "city", "state", "wikidata") if row[c]), "")
    if row["face"] == "none" and named:
        rule = "no mission (confirmed), but with an accredited mission"
        yield named, row[named], rule, "Leave it blank, or change the face to covered."
    covering = view.missions.get(row["mission"])
    if covering and covering["sending"] != row["sending"]:
        rule = f"the accredited mission is sent by {covering['sending']}, not by {row['sending']}"
        remedy = (
            "Name a mission of the sending state. If another state acts for it, add a "
            "relation, such as a protecting power."
        )
        yield "mission", row["mission"], rule, remedy
    if covering and covering["receiving"] == row["receiving"]:
        rule = f"the accredited mission is in {row['receiving']} itself: that is no absence"
        yield "mission", row["mission"], rule, "Name a mission elsewhere, or remove the row."


def _parties(view: _View, table: str, row: _Cells) -> _Faults:
    if row["sending"] == row["receiving"]:
        rule = "a state has no mission to itself"
        yield "receiving", row["receiving"], rule, "Correct one of the two."


def _placeable(view: _View, table: str, row: _Cells) -> _Faults:
    if row["id"] in view.placed:
        return
    if not row["city"] or parties.city(row["city"], row["receiving"]) is None:
        remedy = "Give it a position; the method state needs no coordinates."
        yield "city", row["city"], "no position, and the gazetteer lacks the city", remedy


def _position(view: _View, table: str, row: _Cells) -> _Faults:
    longitude, latitude, method = row["longitude"], row["latitude"], row["method"]
    if bool(longitude) != bool(latitude):
        remedy = "Give longitude and latitude, or neither."
        yield "latitude", latitude, "only one coordinate", remedy
    elif longitude and float(longitude) == float(latitude) == 0.0:
        yield "longitude", longitude, "0,0 is not a position", "Leave both blank."
    if method in ("surveyed", "source_point", "words") and not longitude:
        yield "longitude", longitude, f"the method {method} needs a point", "Give it."
    if method == "district" and not view.tables.shapes.get(row["place"]):
        rule = "the method district needs a place with a geometry"
        yield "place", row["place"], rule, "Name it."
    if not row["radius_m"] and not row["precision"] and method not in ("city", "state"):
        yield "radius_m", "", "no precision", "Give a radius or a precision."


def _inside(view: _View, table: str, row: _Cells) -> _Faults:
    if id(row) in view.outside:
        name, metres = view.outside[id(row)]
        rule = f"the point lies {metres / 1000:,.0f} km outside {name}"
        value = f"{row['longitude']} {row['latitude']}"
        yield "longitude", value, rule, "Correct the point, or explain it in the column reason."


def _shape(view: _View, table: str, row: _Cells) -> _Faults:
    geometry = view.tables.shapes.get(row["id"])
    if geometry is None or not view.looks_at(("places", row["id"])):
        return
    import shapely  # slow to import

    try:
        drawn = geodesy.shape_of(geometry)
    except InvalidGeometry as error:
        yield "geometry", "", str(error), _AGAIN
        return
    low_x, low_y, high_x, high_y = drawn.bounds if not drawn.is_empty else (0.0, 0.0, 0.0, 0.0)
    if drawn.is_empty or not drawn.is_valid:
        rule = f"the geometry is not valid: {shapely.is_valid_reason(drawn)}"
        yield "geometry", "", rule, _AGAIN
    elif low_x < -180 or high_x > 180 or low_y < -90 or high_y > 90:
        yield "geometry", "", "coordinates outside ±180, ±90", "Write longitude first."


# Rules and the tables that they check; no tables means all
_Rules = tuple[tuple[Callable[[_View, str, _Cells], _Faults], tuple[str, ...]], ...]
_LINKS: Final[_Rules] = (
    (_unique_id, ()),
    (_references, tuple(ALL_MODELS)),
    (_subject, ("claims",)),
    (_circle, ("sources",)),
    (_shape, ("places",)),
)
_SENSE: Final[_Rules] = (
    (_reason, ("claims", "positions")),
    (_no_prophecy, ("events",)),
    (_post, ("heads",)),
    (_coverage, ("coverage",)),
    (_parties, ("missions",)),
    (_placeable, ("missions",)),
    (_position, ("positions",)),
    (_inside, ("positions",)),
)


def outside(
    positions: Iterable[tuple[_Key, Position]], missions: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[_Key, Position, str, float]]:
    """Positions too far outside the receiving state: key, record, code, metres."""
    wanted: dict[str, list[tuple[_Key, Position, tuple[float, float]]]] = defaultdict(list)
    for key, row in positions:
        mission = missions.get(row.mission)
        if mission and row.point:
            wanted[mission["receiving"]].append((key, row, row.point))
    if not wanted:  # what draws takes long to load
        return
    from geo import basemap

    for code, entries in sorted(wanted.items()):
        if not basemap.has_shape(code):
            continue
        lon, lat = zip(*(point for _, _, point in entries), strict=True)
        for (key, row, _), metres in zip(entries, basemap.within(lon, lat, code), strict=True):
            if metres > max(TOLERANCE_M, row.tolerance_m):
                yield key, row, code, float(metres)


def astray(lonlat: tuple[float, float], code: str) -> tuple[str, dict[str, object]]:
    """What may be wrong with a point outside a party: a sentence of the catalogue, its values."""
    from geo import basemap

    def inside(lon: float, lat: float) -> bool:
        return float(basemap.within(lon, lat, code)) <= TOLERANCE_M

    lon, lat = lonlat
    if abs(lon) <= 90 and inside(lat, lon):
        return "outside.swapped", {}
    for x, y, number in ((-lon, lat, f"{lon:g}"), (lon, -lat, f"{lat:g}")):
        if inside(x, y):
            return "outside.sign", {"number": number}
    holding = basemap.holding(lon, lat)
    return ("outside.state", {"party": holding[0]}) if holding else ("outside.sea", {})
