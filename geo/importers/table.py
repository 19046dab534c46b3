"""Missions from any table in a format that :mod:`geo.importers.grids` reads.

:mod:`geo.importers.mapping` maps the columns. States are named by code, Wikidata id
or exact name; kinds by their word; dates are EDTF or as :mod:`geo.importers.written_dates` reads
them. Lists are joined with ``|`` or ``;``. A row is the same mission in the next import if its id,
its Wikidata id, or else its parties, kind, city and name are the same; rows of one file that have
these the same are as many missions, each known by its cells. An id that several rows have names
none of them.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from geo.errors import InvalidDate, quoted
from geo.importers.grids import Grid
from geo.importers.inputs import Dated, Entry, Listing, Named, Said
from geo.importers.mapping import NEEDED_FIELDS, Mapped
from geo.importers.matcher import Namer
from geo.importers.origin import LICENCES, Licence, Origin
from geo.importers.own_export import is_own, own_name
from geo.importers.statuses import StatusUnclear, begins_with, not_open_in, told
from geo.importers.table_points import points_of_rows, take_inside
from geo.importers.words import did_you_mean, kind_of, near_kinds, says_less
from geo.importers.written_dates import edtf_of, is_part
from geo.parties import fold, party

# Field -> property of the claim; a note is the table's, not the editors'
_SAID: Final = {one: one for one in ("address", "website", "phone", "email")} | {"note": "remark"}
# Names of sources of other importers, which must not be used
_OTHERS: Final = ("wikidata", "osm")
# Fields that identify a row without an id
_ITSELF: Final = ("sending", "receiving", "kind", "city", "name")
_SHORT: Final = 8
_KEY: Final = 16


def origin(
    publisher: str, date: str, sha256: str, *, title: str = "", url: str = "", licence: str = ""
) -> Origin:
    """What is recorded of a table."""
    known = LICENCES.get(licence.lower(), Licence(licence, "", "")) if licence else None
    title = title or f"Table of missions, data of {date}"
    # Prefix of the ids of its sources: plain letters, else with a hash of its name
    name = fold(publisher)
    slug = "-".join(re.findall(r"[a-z0-9]+", name))
    if not slug or re.search(r"[^\W_a-z0-9]", name) or slug in _OTHERS:
        slug = f"{slug or 'table'}-{_digest(name, _SHORT)}"
    return Origin(slug, publisher, title, url, date, known, sha256)


def _digest(text: str, length: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def entries(grid: Grid, mapping: Mapped) -> Listing:
    """Read a table as missions."""
    short = [problem for problem in grid.problems if not problem.column]
    found = Listing(grid.file, problems=grid.problems, records=len(grid.rows) + len(short))
    found.entries = _told_apart(_entries(grid, mapping, found), found)
    found.sound("row")
    codes = Namer(mapping.options.codes)
    pointed = next((f for f in ("latitude", "coordinates") if f in mapping.columns), "geometry")
    for entry, *why in take_inside(found.entries, codes.code):
        found.refuse(entry.row, mapping.heading(pointed), *why)
    return found


def _entries(grid: Grid, mapping: Mapped, found: Listing) -> Iterator[tuple[Entry, list[str]]]:
    told = {(one.row, one.column) for one in grid.problems}
    points, notes = points_of_rows(grid, mapping)
    grid.notes += notes
    ids = Counter(mapping.cell("id", cells) for _, cells in grid.rows)
    ours = is_own(grid.columns)
    for (line, cells), here in zip(grid.rows, points, strict=True):

        def refuse(field: str, value: str, rule: str, remedy: str, line: int = line) -> None:
            found.refuse(line, mapping.heading(field), value, rule, remedy)

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
        itself = "\0".join(fold(said.get(one, "")) for one in _ITSELF)
        parts = re.split(r"[|;]", said.get("jurisdictions", ""))
        entry = Entry(
            row=line,
            key=id or qid or _digest(itself, _KEY),
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
                own |= {name: getattr(entry.points[0], name) for name in ("longitude", "latitude")}
            entry.own, entry.name = own, own_name(own)
        else:
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
    events, closing, sense = told(meant, heading, said.get("status", ""))
    try:
        opened = _event("opened", said.get("opened", ""), mapping)
        yield from (one._replace(sense=sense) for one in opened)
    except StatusUnclear as unclear:
        refuse(*unclear.args)
    yield from _event("closed", closing, mapping)
    yield from events


def _event(field: str, text: str, mapping: Mapped) -> list[Dated]:
    try:
        date = edtf_of(text, mapping.options.date_order)
    except InvalidDate as error:
        rule, _, remedy = str(error).rpartition(". ")
        raise StatusUnclear(field, text, rule or "not a date", remedy) from error
    detail = f"Written as {quoted(text)}" if is_part(text) else ""
    return [Dated(field, date, detail, "", mapping.heading(field))] if date else []


def _told_apart(read: Iterable[tuple[Entry, list[str]]], found: Listing) -> list[Entry]:
    """The entries in their order, each with a key of its own; copies of a row are refused.

    Of those that have the same key, the one whose cells come first in order keeps it, and the
    others have a fingerprint of their cells in it: the order of the rows is of no account.
    """
    first: dict[str, Entry] = {}
    alike: dict[str, list[str]] = defaultdict(list)
    for entry, cells in read:
        content = repr((cells, replace(entry, row=0)))
        if content in first:
            rule = f"the row is a copy of row {first[content].row}"
            found.refuse(entry.row, "", entry.name, rule, "Remove one of the two.")
            continue
        first[content] = entry
        alike[entry.key].append(content)
    for contents in alike.values():
        for content in sorted(contents)[1:]:
            entry = first[content]
            if entry.key != entry.qid:
                entry.key = f"{entry.key}-{_digest(content, _SHORT)}"
    return list(first.values())


def _party(mapping: Mapped, field: str, written: str) -> Named:
    """The party of a cell; one that was mapped is named by its id, whatever scheme codes have."""
    meant = mapping.meant(field, written)
    return Named.of(written if meant == written else party(meant).qid or meant)
