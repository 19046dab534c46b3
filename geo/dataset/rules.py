"""What must hold between the rows of a dataset: every rule, every error, one report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeVar

from geo import geodesy, parties
from geo.dataset.description import refs
from geo.dataset.indexes import Nearest
from geo.dataset.models import ALL_MODELS
from geo.dataset.records import Position, days_of, ids_of
from geo.dataset.tables import Tables, file_of
from geo.errors import InvalidGeometry, StateError, ValidationError

TOLERANCE_M: Final = 7_000.0
"""Metres by which a position may be outside its receiving state as drawn by
Natural Earth at 1:50 million, whose coasts and borders are generalised by kilometres."""

Drawn = Set[tuple[str, str]]
"""Table and id of the rows whose points and outlines are looked at on the map."""

_Key = TypeVar("_Key")
_WHOLE = "pack"


@dataclass(frozen=True)
class _View:
    """The sound rows of a dataset, with look-ups; on the map only ``drawn`` where it is given."""

    tables: Tables
    drawn: Drawn | None = None

    def each(self, table: str) -> Iterator[tuple[int, dict[str, str]]]:
        return zip(self.tables.lines[table], self.tables.rows[table], strict=True)

    @cached_property
    def by_id(self) -> dict[str, dict[str, dict[str, str]]]:
        return {name: {r["id"]: r for r in rows} for name, rows in self.tables.rows.items()}

    def looks_at(self, *rows: tuple[str, str]) -> bool:
        return self.drawn is None or any(row in self.drawn for row in rows)

    @cached_property
    def placed(self) -> set[str]:
        return {row["mission"] for row in self.tables.rows["positions"]}


def problems_between(
    tables: Tables, links_only: bool = False, drawn: Drawn | None = None
) -> list[ValidationError]:
    """The errors that show only when rows are seen together."""
    view = _View(tables, drawn)
    rules = _LINKS if links_only else _LINKS + _SENSE
    found = [problem for rule in rules for problem in rule(view)]
    order = {file: number for number, file in enumerate(dict.fromkeys(f.file for f in found))}
    return sorted(found, key=lambda problem: (order[problem.file], problem.row or 0))


def _unique_ids(view: _View) -> Iterator[ValidationError]:
    first: dict[str, str] = {}
    for table in view.tables.rows:
        for line, row in view.each(table):
            where = f"{file_of(table)}, row {line}"
            if row["id"] in first:
                rule = f"the id is already used in {first[row['id']]}"
                yield ValidationError(
                    file_of(table), line, "id", row["id"], rule, "Give it another."
                )
            first.setdefault(row["id"], where)


def _references(view: _View) -> Iterator[ValidationError]:
    for table, model in ALL_MODELS.items():
        columns = refs(model)
        for line, row in view.each(table):
            for column, ref in columns.items():
                parts = ids_of(row[column]) if ref.many else [row[column]] if row[column] else []
                known = view.tables.ids[ref.table]
                for part in parts:
                    if known is not None and part not in known:
                        rule = f"no row of {file_of(ref.table)} has this id"
                        remedy = "Correct the id, or add the row."
                        yield ValidationError(file_of(table), line, column, part, rule, remedy)
                if len(parts) != len(set(parts)):
                    rule, remedy = "an id is in the list twice", "Name it once."
                    yield ValidationError(file_of(table), line, column, row[column], rule, remedy)


def _subjects(view: _View) -> Iterator[ValidationError]:
    ids: set[str] = set()
    for known in view.tables.ids.values():
        if known is None:  # a table that could not be read has faults of its own
            return
        ids |= known
    near = Nearest(ids - (view.tables.ids["claims"] or set()))
    for line, row in view.each("claims"):
        subject = row["subject"]
        if subject in ids or subject == _WHOLE:
            continue
        codes = subject.split("-")
        is_pair = len(codes) <= 2 and all(_is_party(code) for code in codes)
        if is_pair and codes == sorted(codes):
            continue
        rule = "the claim is about nothing in the dataset"
        remedy = "Use the id of a record, two codes in alphabetical order (PRK-VEN), or a code."
        meant = ["-".join(sorted(codes))] if is_pair else near.to(subject)
        if meant:
            remedy += f" Did you mean {' or '.join(meant)}?"
        yield ValidationError("claims.csv", line, "subject", subject, rule, remedy)


def _is_party(code: str) -> bool:
    try:
        parties.party_by_code(code)
    except StateError:
        return False
    return True


def _reasons(view: _View) -> Iterator[ValidationError]:
    for table in ("claims", "positions"):
        for line, row in view.each(table):
            if row["rank"] != "normal" and not row["reason"]:
                rule = "a rank other than normal needs a reason"
                yield ValidationError(file_of(table), line, "reason", "", rule, "Give it.")
            elif row.get("grade") and not row["reason"]:
                rule = f"the grade {row['grade']} needs a reason"
                remedy = "Give the reason for the grade, or leave the grade blank."
                yield ValidationError(file_of(table), line, "reason", "", rule, remedy)


def _no_prophecy(view: _View) -> Iterator[ValidationError]:
    """A report cannot say what happened after it was published."""
    last: dict[str, int] = {}
    for _, row in view.each("sources"):
        told = [row[column] for column in ("published", "revised") if row[column]]
        if told:
            last[row["id"]] = max(days_of(text).last for text in told)
    for line, row in view.each("events"):
        if row["sense"] in ("planned", "after"):
            continue
        begins = days_of(row["date"]).first
        for source in ids_of(row["sources"]):
            if source in last and begins > last[source]:
                rule = f"the source {source} was published before the event"
                remedy = "Attribute the event to a later source, or to unrecorded."
                yield ValidationError("events.csv", line, "sources", row["date"], rule, remedy)


def _cycles(view: _View) -> Iterator[ValidationError]:
    for column in ("derived_from", "known_through"):
        links = {row["id"]: ids_of(row[column]) for row in view.tables.rows["sources"]}
        left = _trimmed(links)
        for line, row in view.each("sources"):
            if row["id"] in left and _reaches(row["id"], left):
                rule, remedy = "the source leads back to itself", "Break the circle."
                yield ValidationError("sources.csv", line, column, row["id"], rule, remedy)


def _trimmed(links: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """The sources that lead to others without end; those in no circle go first, in linear time."""
    children: dict[str, list[str]] = {}
    open_: dict[str, int] = {}
    for source, parents in links.items():
        known = [parent for parent in parents if parent in links]
        open_[source] = len(known)
        for parent in known:
            children.setdefault(parent, []).append(source)
    ends = [source for source, number in open_.items() if not number]
    for source in ends:
        for child in children.get(source, ()):
            open_[child] -= 1
            if not open_[child]:
                ends.append(child)
    return {source: links[source] for source, number in open_.items() if number}


def _reaches(start: str, links: Mapping[str, Sequence[str]]) -> bool:
    seen: set[str] = set()
    todo = list(links.get(start, ()))
    while todo:
        source = todo.pop()
        if source == start:
            return True
        if source not in seen:
            seen.add(source)
            todo.extend(links.get(source, ()))
    return False


def _people(view: _View) -> Iterator[ValidationError]:
    for line, row in view.each("heads"):
        if days_of(row["start"]).first > days_of(row["end"]).last:
            rule, remedy = "the post ends before it begins", "Correct start or end."
            yield ValidationError("heads.csv", line, "end", row["end"], rule, remedy)


def _coverage(view: _View) -> Iterator[ValidationError]:
    for line, row in view.each("coverage"):
        if row["face"] == "covered" and not row["mission"] and not (row["city"] and row["state"]):
            rule = "non-resident, but without the accredited mission"
            remedy = "Name the accredited mission, or its city and state."
            yield ValidationError("coverage.csv", line, "mission", "", rule, remedy)
        if row["sending"] == row["receiving"]:
            rule, remedy = "a state is not accredited to itself", "Correct one of the two."
            yield ValidationError("coverage.csv", line, "receiving", row["receiving"], rule, remedy)
        named = next((c for c in ("mission", "city", "state", "wikidata") if row[c]), "")
        if row["face"] == "none" and named:
            rule = "no mission (confirmed), but with an accredited mission"
            remedy = "Leave it blank, or change the face to covered."
            yield ValidationError("coverage.csv", line, named, row[named], rule, remedy)
        covering = view.by_id["missions"].get(row["mission"])
        if covering and covering["sending"] != row["sending"]:
            rule = (
                f"the accredited mission is sent by {covering['sending']}, not by {row['sending']}"
            )
            remedy = (
                "Name a mission of the sending state. If another state acts for it, add a "
                "relation, such as a protecting power."
            )
            yield ValidationError("coverage.csv", line, "mission", row["mission"], rule, remedy)
        if covering and covering["receiving"] == row["receiving"]:
            rule = f"the accredited mission is in {row['receiving']} itself: that is no absence"
            remedy = "Name a mission elsewhere, or remove the row."
            yield ValidationError("coverage.csv", line, "mission", row["mission"], rule, remedy)


def _parties(view: _View) -> Iterator[ValidationError]:
    for line, row in view.each("missions"):
        if row["sending"] == row["receiving"]:
            rule, remedy = "a state has no mission to itself", "Correct one of the two."
            yield ValidationError("missions.csv", line, "receiving", row["receiving"], rule, remedy)


def _placeable(view: _View) -> Iterator[ValidationError]:
    for line, row in view.each("missions"):
        if row["id"] in view.placed:
            continue
        if not row["city"] or parties.city(row["city"], row["receiving"]) is None:
            rule = "no position, and the gazetteer lacks the city"
            remedy = "Give it a position; the method state needs no coordinates."
            yield ValidationError("missions.csv", line, "city", row["city"], rule, remedy)


def _positions(view: _View) -> Iterator[ValidationError]:
    for line, row in view.each("positions"):

        def problem(
            column: str, rule: str, remedy: str, line: int = line, row: dict[str, str] = row
        ) -> ValidationError:
            return ValidationError("positions.csv", line, column, row[column], rule, remedy)

        if bool(row["longitude"]) != bool(row["latitude"]):
            yield problem(
                "latitude", "only one coordinate", "Give longitude and latitude, or neither."
            )
        elif row["longitude"] and float(row["longitude"]) == float(row["latitude"]) == 0.0:
            yield problem("longitude", "0,0 is not a position", "Leave both blank.")
        if row["method"] in ("surveyed", "source_point", "words") and not row["longitude"]:
            yield problem("longitude", f"the method {row['method']} needs a point", "Give it.")
        if row["method"] == "district" and not view.tables.shapes.get(row["place"]):
            yield problem("place", "the method district needs a place with a geometry", "Name it.")
        if not row["radius_m"] and not row["precision"] and row["method"] not in ("city", "state"):
            yield problem("radius_m", "no precision", "Give a radius or a precision.")


def _inside(view: _View) -> Iterator[ValidationError]:
    unexplained = (
        (line, Position.of(row))
        for line, row in view.each("positions")
        if not row["reason"]
        and view.looks_at(("positions", row["id"]), ("missions", row["mission"]))
    )
    for line, row, code, metres in outside(unexplained, view.by_id["missions"]):
        name = parties.party_by_code(code).name
        rule = f"the point lies {metres / 1000:,.0f} km outside {name}"
        remedy = "Correct the point, or explain it in the column reason."
        value = f"{row['longitude']} {row['latitude']}"
        yield ValidationError("positions.csv", line, "longitude", value, rule, remedy)


def _shapes(view: _View) -> Iterator[ValidationError]:
    shapes = view.tables.shapes
    places = [
        (line, geometry)
        for line, row in view.each("places")
        if (geometry := shapes.get(row["id"])) is not None and view.looks_at(("places", row["id"]))
    ]
    if not places:  # what draws takes long to load
        return
    import shapely

    for line, geometry in places:
        file = file_of("places")
        try:
            drawn = geodesy.shape_of(geometry)
        except InvalidGeometry as error:
            yield ValidationError(file, line, "geometry", "", str(error), "Draw it again.")
            continue
        low_x, low_y, high_x, high_y = drawn.bounds if not drawn.is_empty else (0.0, 0.0, 0.0, 0.0)
        if drawn.is_empty or not drawn.is_valid:
            rule = f"the geometry is not valid: {shapely.is_valid_reason(drawn)}"
            yield ValidationError(file, line, "geometry", "", rule, "Draw it again.")
        elif low_x < -180 or high_x > 180 or low_y < -90 or high_y > 90:
            rule, remedy = "coordinates outside ±180, ±90", "Write longitude first."
            yield ValidationError(file, line, "geometry", "", rule, remedy)


_Rules = tuple[Callable[[_View], Iterator[ValidationError]], ...]
_LINKS: Final[_Rules] = (_unique_ids, _references, _subjects, _cycles, _shapes)
_SENSE: Final[_Rules] = (
    _reasons,
    _no_prophecy,
    _people,
    _coverage,
    _parties,
    _placeable,
    _positions,
    _inside,
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
