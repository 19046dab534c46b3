"""Missions from Wikidata: the CSV of the public "Database of embassies", or SPARQL JSON.

JSON is read by :mod:`geo.importers.sparql` and :mod:`geo.importers.items`. Of the CSV, with its
semicolons, one row is a mission: operator (sending state), country (where it is), city,
coordinates, type, creation, jurisdictions, and the Wikidata id of each. The form has lost how
exact a date is: it writes a year as its 1 January. So 1 January is read as the year, and the
event says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from geo.errors import SourceFaulty, ValidationError, quoted
from geo.importers import items, sparql
from geo.importers.input_files import Grid, sheet_of, text_of
from geo.importers.inputs import Dated, Entry, Named, Point, Said
from geo.importers.kinds import kind_of, says_less
from geo.importers.origin import Origin

NAME: Final = "wikidata"

_NEEDED: Final = ("operator", "operatorQID", "country", "countryQID", "type", "typeQID", "QID")
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]*)?")
_SAID: Final = ("address", "website", "phone", "email", "facebook", "twitter", "youtube")
_SHIFTED: Final = "Shift the cells back into their columns."


def origin(data: bytes, date: str) -> Origin:
    """What is recorded of a file of this form."""
    return Origin.known(NAME, date, Origin.fingerprint(data))


def day_of(data: bytes) -> str:
    """The day or days on which results were fetched; blank if the file does not say."""
    return sparql.day_of(data) if _is_json(data) else ""


def _is_json(data: bytes) -> bool:
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def read(file: str, data: bytes) -> tuple[list[Entry], list[ValidationError], int]:
    """Read a file of this form."""
    if _is_json(data):
        return items.entries(file, data)
    sheet = sheet_of(file, text_of(file, data), _NEEDED)
    problems = list(sheet.problems)
    entries = list(_entries(file, sheet, problems))
    if not entries:
        raise SourceFaulty.listing(f"no row of {file} can be read", problems)
    return entries, problems, len(sheet.rows) + len(sheet.problems)


def _entries(file: str, sheet: Grid, problems: list[ValidationError]) -> Iterator[Entry]:
    place = {name: number for number, name in enumerate(sheet.columns)}
    ids = [name for name in sheet.columns if name.endswith(("QID", "QIDs"))]
    for line, cells in sheet.rows:

        def cell(name: str, cells: list[str] = cells) -> str:
            return cells[place[name]].strip() if name in place else ""

        def refuse(column: str, rule: str, remedy: str, line: int = line) -> None:
            problems.append(ValidationError(file, line, column, cell(column), rule, remedy))

        wrong = next((name for name in ids if not _are_ids(cell(name))), None)
        if wrong or not cell("QID"):
            rule = "not a Wikidata id: the columns of this row are shifted"
            refuse(wrong or "QID", rule, _SHIFTED)
            continue
        word = cell("type")
        kind = kind_of(_qid(cell("typeQID")), word)
        if not kind:
            refuse("type", "unknown type of mission", "Correct it, or leave the row out.")
            continue
        entry = Entry(
            row=line,
            key=_qid(cell("QID")),
            qid=_qid(cell("QID")),
            sending=Named(_qid(cell("operatorQID")), cell("operator")),
            receiving=Named(_qid(cell("countryQID")), cell("country")),
            kind=kind,
            city=cell("city"),
        )
        longitude, latitude = cell("longitude"), cell("latitude")
        if (longitude or latitude) and not _is_point(longitude, latitude):
            rule = f"{quoted(longitude)} and {quoted(latitude)} are not longitude and latitude"
            refuse("latitude", rule, "Give decimal degrees, longitude within 180, latitude 90.")
        elif longitude:
            entry.points.append(Point(_plain(longitude), _plain(latitude)))
        names = cell("jurisdictions").split("|")
        served = [_qid(one) for one in cell("jurisdictionQIDs").split("|") if one]
        if len(names) == len(served):
            entry.jurisdictions = [Named(*one) for one in zip(served, names, strict=True)]
        elif served:
            entry.jurisdictions = [Named(one, one) for one in served]
        if created := cell("creation"):
            date, reason = items.edtf(created)
            if date:
                detail = "Created, according to the data"
                entry.dated.append(Dated("opened", date, detail, reason, "creation"))
            else:
                refuse("creation", "not a date in this form", "Write it like 1993-04-18T00:00:00Z.")
        if says_less(kind, word):
            entry.said.append(Said("type", word))
        for name in _SAID:
            if text := cell(name):
                entry.said.append(Said(name, text))
        if picture := cell("picture"):
            entry.said.append(Said("picture", picture, attributed_to=cell("pictureAuthor")))
            licence = f"{cell('pictureLicense')} {cell('pictureLicenseURL')}".strip()
            if licence:
                entry.said.append(Said("picture-licence", licence))
        yield entry


@lru_cache(maxsize=4_096)
def _qid(text: str) -> str:
    return Named.of(text).qid


@lru_cache(maxsize=4_096)
def _are_ids(text: str) -> bool:
    return not text or all(map(_qid, text.split("|")))


def _is_point(longitude: str, latitude: str) -> bool:
    return bool(
        _NUMBER.fullmatch(longitude)
        and _NUMBER.fullmatch(latitude)
        and abs(float(longitude)) <= 180
        and abs(float(latitude)) <= 90
    )


def _plain(number: str) -> str:
    """A number as the tables of a dataset write it: no plus, no bare point, no zeros in front."""
    sign = "-" if number.startswith("-") else ""
    whole, point, rest = number.lstrip("+-").partition(".")
    return f"{sign}{whole.lstrip('0') or '0'}{point if rest else ''}{rest}"
