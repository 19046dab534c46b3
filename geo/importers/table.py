"""Missions from any table in a format that :mod:`geo.importers.grids` reads.

:mod:`geo.importers.mapping` maps the columns. States are named by code, Wikidata id
or exact name; kinds by their word; dates are EDTF or as :mod:`geo.importers.written_dates` reads
them. Lists are joined with ``|`` or ``;``. A row is the same mission in the next import if its id,
its Wikidata id, or else its parties, kind, city and name are the same; rows of one file that have
these the same are as many missions, each known by its cells. An id that several rows have names
none of them.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from geo.errors import InvalidDate, SourceFaulty, ValidationError, quoted
from geo.importers.grids import Grid
from geo.importers.inputs import Dated, Entry, Named, Said
from geo.importers.kinds import kind_of, near_kinds, says_less
from geo.importers.mapping import NEEDED_FIELDS, Mapped
from geo.importers.matcher import Namer
from geo.importers.origin import LICENCES, Licence, Origin
from geo.importers.own_export import is_own, own_name
from geo.importers.statuses import StatusUnclear, begins_with, not_open_in, opening_sense, told
from geo.importers.table_points import points_of_rows, take_inside
from geo.importers.words import did_you_mean
from geo.importers.written_dates import edtf_of, is_part
from geo.parties import fold, party

_SAID: Final = {one: one for one in ("address", "website", "phone", "email")} | {"note": "remark"}
"""Field -> property of the claim; a note is the table's, not the editors'."""

_OTHERS: Final = ("wikidata", "osm")
"""Names of the sources of the other importers, whose ids of missions are theirs."""

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
    found = _told_apart(file, _entries(file, grid, mapping, problems), problems)
    if not found:
        raise SourceFaulty.listing(f"no row of {file} can be read", problems)
    codes = Namer(mapping.options.codes)
    pointed = next((f for f in ("latitude", "coordinates") if f in mapping.columns), "geometry")
    for entry, *why in take_inside(found, lambda cell: codes.look(cell)[0]):
        problems.append(ValidationError(file, entry.row, mapping.heading(pointed), *why))
    short = [problem for problem in grid.problems if not problem.column]
    return found, problems, len(grid.rows) + len(short)


def _entries(
    file: str, grid: Grid, mapping: Mapped, problems: list[ValidationError]
) -> Iterator[tuple[Entry, list[str]]]:
    """The entries of the rows, each with the cells that it was read from."""
    points, notes = points_of_rows(file, grid, mapping)
    grid.notes += notes
    ids = Counter(mapping.cell("id", cells) for _, cells in grid.rows)
    ours = is_own(grid.columns)
    told = {(one.row, one.column) for one in grid.problems}
    for (line, cells), here in zip(grid.rows, points, strict=True):

        def refuse(field: str, value: str, rule: str, remedy: str, line: int = line) -> None:
            problems.append(
                ValidationError(file, line, mapping.heading(field), value, rule, remedy)
            )

        said = {field: mapping.cell(field, cells) for field in (*mapping.columns, *mapping.values)}
        own = dict(zip(grid.columns, cells, strict=True)) if ours else {}
        beside = own.get("layer", "missions") != "missions"
        if beside or not any(said[field] for field in mapping.columns):
            continue
        blank = [field for field in NEEDED_FIELDS if not said[field]]
        for field in blank:
            if (line, mapping.heading(field)) not in told:
                refuse(field, "", "the cell is blank", "Fill it in, or leave the row out.")
        if blank:
            continue
        id, written = said.get("id", ""), said["kind"]
        qid = Named.of(said.get("wikidata", "")).qid
        if id and ids[id] > 1:
            remedy = "Give each its own, or use no ids, with --map id=."
            refuse("id", id, f"{ids[id]:,} rows have this id", remedy)
            continue
        kind = kind_of("", mapping.meant("kind", written))
        if not kind:
            near = did_you_mean(near_kinds(written))
            remedy = f"{near}Write a type such as embassy, or map the value."
            refuse("kind", written, "unknown type of mission", remedy)
            continue
        if said.get("wikidata") and not qid:
            refuse("wikidata", said["wikidata"], "not a Wikidata id", "Write it like Q66712757.")
        parts = re.split(r"[|;]", said.get("jurisdictions", ""))
        entry = Entry(
            row=line,
            key=id or qid or _fingerprint(said),
            qid=qid,
            sending=_party(mapping, "sending", said["sending"]),
            receiving=_party(mapping, "receiving", said["receiving"]),
            kind=kind,
            city=mapping.meant("city", said.get("city", "")),
            name=said.get("name", ""),
            jurisdictions=[Named.of(part.strip()) for part in parts if part.strip()],
            points=here.points,
        )
        for refusal in here.refused:
            refuse(*refusal)
        if ours:
            if grid.points and entry.points:
                own["longitude"] = entry.points[0].longitude
                own["latitude"] = entry.points[0].latitude
            entry.own, entry.name = own, own_name(own)
            yield entry, cells
            continue
        try:
            entry.dated += _dated(said, mapping, refuse)
        except StatusUnclear as unclear:
            refuse(*unclear.args)
            continue
        if says_less(kind, written):
            entry.said.append(Said("type", written))
        entry.said += [Said(p, said[field]) for field, p in _SAID.items() if said.get(field)]
        yield entry, cells


def _dated(
    said: Mapping[str, str], mapping: Mapped, refuse: Callable[[str, str, str, str], None]
) -> Iterator[Dated]:
    """The events of a row: opening, closing, status. A closing that is unclear is no listing."""
    for field in () if mapping.options.columns.get("status") == "" else ("name", "note"):
        says = not_open_in if field == "name" else begins_with
        inside = says(said.get(field, ""))
        if inside and not said.get("status") and not said.get("closed"):
            rule = f"the {field} has {quoted(inside)}, and no column shows which missions are open"
            remedy = "Write it in a column for the status, or use --map status= to list all rows."
            raise StatusUnclear(field, said[field], rule, remedy)
    heading = mapping.heading("status")
    meant = {**said, "status": mapping.meant("status", said.get("status", ""))}
    events, closing = told(meant, heading, said.get("status", ""))
    try:
        opened = _event("opened", said.get("opened", ""), mapping)
        yield from (replace(one, sense=opening_sense(meant, heading)) for one in opened)
    except StatusUnclear as unclear:
        refuse(*unclear.args)
    yield from _event("closed", closing, mapping)
    yield from events


def _event(field: str, text: str, mapping: Mapped) -> list[Dated]:
    """The event of a cell with a date; none where it is blank."""
    try:
        date = edtf_of(text, mapping.options.date_order)
    except InvalidDate as error:
        rule, _, remedy = str(error).rpartition(". ")
        raise StatusUnclear(field, text, rule or "not a date", remedy) from error
    detail = f"Written as {quoted(text)}" if is_part(text) else ""
    return [Dated(field, date, detail, "", mapping.heading(field))] if date else []


def _told_apart(
    file: str, found: Iterable[tuple[Entry, list[str]]], problems: list[ValidationError]
) -> list[Entry]:
    """The entries in their order, each with a key of its own; copies of a row are refused.

    Of those that have the same key, the one whose cells come first in order keeps it, and the
    others have a fingerprint of their cells in it: the order of the rows is of no account.
    """
    first: dict[str, Entry] = {}
    alike: dict[str, list[str]] = defaultdict(list)
    for entry, cells in found:
        content = repr((cells, replace(entry, row=0)))
        if content in first:
            rule, remedy = (
                f"the row is a copy of row {first[content].row}",
                "Remove one of the two.",
            )
            problems.append(ValidationError(file, entry.row, "", entry.name, rule, remedy))
            continue
        first[content] = entry
        alike[entry.key].append(content)
    for contents in alike.values():
        for content in sorted(contents)[1:]:
            entry = first[content]
            if entry.key != entry.qid:
                digest = hashlib.sha256(content.encode()).hexdigest()[:_SHORT]
                entry.key = f"{entry.key}-{digest}"
    return list(first.values())


def _fingerprint(said: Mapping[str, str]) -> str:
    """What a row without an id is known by: what it says of itself."""
    own = "\0".join(fold(said.get(f, "")) for f in ("sending", "receiving", "kind", "city", "name"))
    return hashlib.sha256(own.encode()).hexdigest()[:_KEY]


def _party(mapping: Mapped, field: str, written: str) -> Named:
    """The party of a cell; one that was mapped is named by its id, whatever scheme codes have."""
    meant = mapping.meant(field, written)
    return Named.of(written if meant == written else party(meant).qid or meant)
