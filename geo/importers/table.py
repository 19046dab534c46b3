"""Missions from a table of anyone's: CSV, XLSX, GeoJSON, GeoPackage, Parquet.

:mod:`geo.importers.mapping` says which column holds what. States are named by code, Wikidata id
or exact name; kinds by their word; dates are EDTF (2019, 2019-08, 2019-08-21). Lists are joined
with ``|`` or ``;``. A row is the same mission in the next import if its id, its Wikidata id, or
else its parties, kind, city and name are the same; rows of one file that have these the same are
as many missions, told apart by their order. An id that several rows have names none of them.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from geo import dates
from geo.errors import InvalidDate, SourceFaulty, ValidationError, quoted
from geo.importers.grids import Grid
from geo.importers.inputs import Dated, Entry, Named, Point, Said
from geo.importers.kinds import kind_of, near_kinds, says_less
from geo.importers.mapping import Mapped
from geo.importers.origin import LICENCES, Licence, Origin
from geo.importers.own_export import is_own, own_name
from geo.importers.statuses import StatusUnclear, closed_in_name, opening_sense, told
from geo.importers.words import did_you_mean
from geo.parties import fold

_QID: Final = re.compile(r"(?:https?://www\.wikidata\.org/(?:entity|wiki)/)?(Q[1-9][0-9]*)")
_NUMBER: Final = re.compile(r"([+-]?)0*([0-9]+)(?:[.,]([0-9]+))?")
_SAID: Final = {
    "address": "address",
    "website": "website",
    "phone": "phone",
    "email": "email",
    "note": "remark",
}
"""Field -> property of the claim; a note is the table's, not the editors'."""

_OTHERS: Final = ("wikidata", "osm")
"""Names of the sources of the other importers, whose ids of missions are theirs."""

_DIGITS: Final = 7
_SHORT: Final = 8
_KEY: Final = 16


def origin(
    publisher: str, date: str, sha256: str, *, title: str = "", url: str = "", licence: str = ""
) -> Origin:
    """What is recorded of a table."""
    known = LICENCES.get(licence.lower(), Licence(licence, "", "")) if licence else None
    return Origin(
        _slug(publisher),
        publisher=publisher,
        title=title or f"Table of missions, data of {date}",
        url=url,
        date=date,
        licence=known,
        sha256=sha256,
    )


def _slug(publisher: str) -> str:
    """What the ids of a publisher's sources begin with: plain letters, else its fingerprint."""
    name = fold(publisher)
    plain = "-".join(re.findall(r"[a-z0-9]+", name))
    if plain and not re.search(r"[^\W_a-z0-9]", name) and plain not in _OTHERS:
        return plain
    digest = hashlib.sha256(name.encode()).hexdigest()[:_SHORT]
    return f"{plain or 'table'}-{digest}"


def entries(
    file: str, grid: Grid, mapping: Mapped
) -> tuple[list[Entry], list[ValidationError], int]:
    """Read a table as missions."""
    problems = list(grid.problems)
    found = list(_numbered(file, _entries(file, grid, mapping, problems), problems))
    if not found:
        shown = "\n".join(f"  {problem}" for problem in problems[:5])
        raise SourceFaulty(f"no row of {file} can be read:\n{shown}", problems)
    short = [problem for problem in grid.problems if not problem.column]
    return found, problems, len(grid.rows) + len(short)


def _entries(
    file: str, grid: Grid, mapping: Mapped, problems: list[ValidationError]
) -> Iterator[Entry]:
    ids = Counter(mapping.cell("id", cells) for _, cells in grid.rows)
    ours = is_own(grid.columns)
    for number, (line, cells) in enumerate(grid.rows):

        def refuse(field: str, value: str, rule: str, remedy: str, line: int = line) -> None:
            problems.append(
                ValidationError(file, line, mapping.heading(field), value, rule, remedy)
            )

        said = {field: mapping.cell(field, cells) for field in (*mapping.columns, *mapping.values)}
        own = dict(zip(grid.columns, cells, strict=True)) if ours else {}
        beside = own.get("layer", "missions") != "missions"
        if beside or not any(mapping.cell(field, cells) for field in mapping.columns):
            continue
        if said.get("id") and ids[said["id"]] > 1:
            rule = f"{ids[said['id']]:,} rows have this id"
            refuse("id", said["id"], rule, "Give each its own, or use no ids, with --map id=.")
            continue
        kind = kind_of("", mapping.meant("kind", said["kind"]))
        if not kind:
            refuse("kind", said["kind"], "unknown type of mission", _type_remedy(said["kind"]))
            continue
        qid = _QID.fullmatch(said.get("wikidata", ""))
        if said.get("wikidata") and not qid:
            refuse("wikidata", said["wikidata"], "not a Wikidata id", "Write it like Q66712757.")
        entry = Entry(
            row=line,
            key=_key(said, qid[1] if qid else ""),
            qid=qid[1] if qid else "",
            sending=_named(mapping.meant("sending", said["sending"])),
            receiving=_named(mapping.meant("receiving", said["receiving"])),
            kind=kind,
            city=mapping.meant("city", said.get("city", "")),
            name=said.get("name", ""),
            jurisdictions=[_named(one) for one in _parts(said.get("jurisdictions", ""))],
        )
        at = grid.points[number] if grid.points else None
        entry.points += _points(said, at, refuse)
        if ours:
            if at is not None and entry.points:
                own["longitude"] = entry.points[0].longitude
                own["latitude"] = entry.points[0].latitude
            entry.own, entry.name = own, own_name(own)
            yield entry
            continue
        try:
            entry.dated += _dated(said, mapping)
        except StatusUnclear as unclear:
            refuse(*unclear.args)
            continue
        if says_less(kind, said["kind"]):
            entry.said.append(Said("type", said["kind"]))
        entry.said += [Said(p, said[field]) for field, p in _SAID.items() if said.get(field)]
        yield entry


def _dated(said: Mapping[str, str], mapping: Mapped) -> Iterator[Dated]:
    """The events of a row: opening, closing, status."""
    if inside := closed_in_name(said.get("name", "")):
        rule = f"the name says {quoted(inside)}, and no column says which missions are not open"
        if not said.get("status") and not said.get("closed"):
            raise StatusUnclear("name", said["name"], rule, "Write it in a column for the status.")
    heading = mapping.heading("status")
    meant = {**said, "status": mapping.meant("status", said.get("status", ""))}
    events, closing = told(meant, heading, said.get("status", ""))
    if said.get("opened"):
        sense = opening_sense(meant, heading)
        yield Dated("opened", said["opened"], "", "", mapping.heading("opened"), sense=sense)
    if closing:
        try:
            dates.parse(closing)
        except InvalidDate as error:
            raise StatusUnclear("closed", closing, "not a date", str(error)) from error
        yield Dated("closed", closing, "", "", mapping.heading("closed"))
    yield from events


def _type_remedy(written: str) -> str:
    """How to make an unknown word a type."""
    return f"{did_you_mean(near_kinds(written))}Write a type such as embassy, or map the value."


def _points(
    said: Mapping[str, str],
    at: tuple[float, float] | None,
    refuse: Callable[[str, str, str, str], None],
) -> Iterator[Point]:
    """Points of a row, in degrees: of its geometry and of its two columns."""
    if at is not None:
        if abs(at[0]) <= 180 and abs(at[1]) <= 90:
            yield Point(_decimal(at[0]), _decimal(at[1]))
        else:
            rule = "coordinates outside ±180, ±90"
            refuse("geometry", f"{at[0]} {at[1]}", rule, "Write longitude first.")
    lon, lat = said.get("longitude", ""), said.get("latitude", "")
    if lon or lat:
        numbers = _number(lon), _number(lat)
        if all(numbers) and abs(float(numbers[0])) <= 180 and abs(float(numbers[1])) <= 90:
            yield Point(*numbers)
        else:
            rule = f"{quoted(lon)} and {quoted(lat)} are not longitude and latitude in degrees"
            refuse("latitude", f"{lon} {lat}", rule, "Write them like -66.8655 and 10.4806.")


def _numbered(
    file: str, found: Iterable[Entry], problems: list[ValidationError]
) -> Iterator[Entry]:
    """The entries, numbered where they say the same of themselves; copies of a row are refused."""
    times: Counter[str] = Counter()
    first: dict[str, int] = {}
    for entry in found:
        row = first.setdefault(repr(replace(entry, row=0)), entry.row)
        if row != entry.row:
            rule = f"the row is a copy of row {row}"
            problems.append(
                ValidationError(file, entry.row, "", entry.name, rule, "Remove one of the two.")
            )
            continue
        times[entry.key] += 1
        if times[entry.key] > 1 and entry.key != entry.qid:
            entry.key = f"{entry.key}-{times[entry.key]}"
        yield entry


def _key(said: dict[str, str], qid: str) -> str:
    """What the row is known by: its id, its Wikidata id, else what it says of itself."""
    if said.get("id"):
        return said["id"]
    if qid:
        return qid
    own = "\0".join(fold(said.get(f, "")) for f in ("sending", "receiving", "kind", "city", "name"))
    return hashlib.sha256(own.encode()).hexdigest()[:_KEY]


def _named(text: str) -> Named:
    found = _QID.fullmatch(text)
    return Named(found[1], "") if found else Named("", text)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[|;]", text) if part.strip()]


def _number(text: str) -> str:
    """A number as a plain decimal, a decimal comma mended; blank for none."""
    found = _NUMBER.fullmatch(text)
    if not found:
        return ""
    sign = "-" if found[1] == "-" else ""
    return f"{sign}{found[2]}{f'.{found[3]}' if found[3] else ''}"


def _decimal(number: float) -> str:
    text = f"{number:.{_DIGITS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
